"""The one clock: everything asks here (or reads `tx.now`), so that tests and the demo can move time for all."""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The current moment in UTC, moved by the process-wide offset."""
    return datetime.now(UTC) + _offset


def offset() -> timedelta:
    """By how much the clock is moved; zero outside demo and tests."""
    return _offset


def move_to_offset(value: timedelta) -> None:
    """Set the offset of this process; the worker and web processes take it from `core.clock`."""
    global _offset  # noqa: PLW0603 - one clock per process is the point
    _offset = value
