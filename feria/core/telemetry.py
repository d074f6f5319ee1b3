"""Logs, metrics and request ids: ECS-shaped JSON lines on stdout, and the process's Prometheus registry."""

import logging
import sys
from contextvars import ContextVar
from typing import Any

import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)
from structlog.typing import EventDict, WrappedLogger

request_id_var: ContextVar[str] = ContextVar("request_id", default="")

REQUESTS = Counter("feria_http_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "feria_http_request_seconds",
    "Time to answer",
    ["method", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
DELIVERIES_DEAD = Gauge("feria_deliveries_dead", "Dead letters", multiprocess_mode="mostrecent")
DELIVERIES_PENDING = Gauge(
    "feria_deliveries_pending", "Deliveries that are due", multiprocess_mode="mostrecent"
)


def _ecs(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Elastic Common Schema names for the fields that have one."""
    out: dict[str, Any] = {
        "@timestamp": event.pop("timestamp"),
        "log.level": event.pop("level"),
        "message": event.pop("event"),
    }
    if request_id := request_id_var.get():
        out["http.request.id"] = request_id
    if trace := event.pop("exception", None):
        out["error.stack_trace"] = trace
    return {**out, **event}


def configure_logs(level: str, service: str, *, readable: bool = False) -> None:
    """JSON lines on stdout for machines; a readable form for a developer's terminal."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Any] = (
        [
            structlog.dev.ConsoleRenderer(
                colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
        if readable
        else [structlog.processors.format_exc_info, _ecs, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=shared + last,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(**{"service.name": f"feria-{service}"})
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout, format="%(message)s")


def metrics() -> bytes:
    """The metrics of this process, or of all workers when they share a directory (PROMETHEUS_MULTIPROC_DIR)."""
    if values.ValueClass.__name__ == "MmapedValue":
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest()
