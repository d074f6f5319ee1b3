"""Feria: a self-hosted multi-vendor marketplace; services in `services`, tools in `core`."""

import sys

__version__ = "0.1.0"


def _import_structlog() -> None:
    """Load structlog without rich, which it would load for tracebacks in colour: 0.2 s of each start."""
    if "rich" not in sys.modules:
        sys.modules["rich"] = None  # type: ignore[assignment] # an import of it fails, and structlog does without
        try:
            import structlog  # noqa: F401
        finally:
            del sys.modules["rich"]


_import_structlog()
