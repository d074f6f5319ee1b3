"""PostgreSQL for one machine without installing or administering it: `start(home, report)` and it runs."""

from feria.core.embedded.binaries import Binaries, find_binaries
from feria.core.embedded.cluster import Cluster, erase, start, status, stop, watch
from feria.core.embedded.errors import EmbeddedError

__all__ = [
    "Binaries",
    "Cluster",
    "EmbeddedError",
    "erase",
    "find_binaries",
    "start",
    "status",
    "stop",
    "watch",
]
