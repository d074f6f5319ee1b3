"""One row of the table that `make bench` writes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row of the table; `bound` is what the issue asks for, in the same unit as `ratio` when it has one."""

    name: str
    cpu_microseconds: float
    ratio: float | None
    bound: str
    note: str = ""
