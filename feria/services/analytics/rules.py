"""What sales are counted by, and the periods of a report: pure calendar arithmetic."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from feria.services.analytics.schemas import Interval

BUCKET = timedelta(minutes=15)


class Bucket(NamedTuple):
    """Whose sales, of which 15 minutes, in which currency."""

    seller_id: int
    at: datetime
    currency: str


@dataclass
class Counted:
    """What was sold: orders, units, and what buyers paid in minor units."""

    orders: int = 0
    units: int = 0
    amount: int = 0

    def add(self, units: int, amount: int) -> None:
        """Count one more order."""
        self.orders += 1
        self.units += units
        self.amount += amount


def bucket_of(moment: datetime) -> datetime:
    """The start of the 15-minute bucket that holds the moment; every time zone's midnight is on such a start."""
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def period_start(day: date, interval: Interval) -> date:
    """The first day of the day's period; weeks begin on Monday."""
    if interval == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if interval == "month" else day


def next_period(start: date, interval: Interval) -> date:
    """The first day of the period after the one that begins at `start`."""
    if interval == "month":
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start + timedelta(days=7 if interval == "week" else 1)


def periods(first: date, last: date, interval: Interval) -> list[date]:
    """The starts of all periods that touch first … last (both included)."""
    found, start = [], period_start(first, interval)
    while start <= last:
        found.append(start)
        start = next_period(start, interval)
    return found
