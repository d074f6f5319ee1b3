"""When something arrives: what product, cart and order promise by one and the same count of working days."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from feria.services.user.schemas import DeliveryOut

MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
WHOLE_DAY = 24
# A day ends a second before midnight, so that a moment still names the day it is meant for.
_END_OF_DAY = time(23, 59, 59)


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """When a shop works: weekdays (1 is Monday), single days on which it is closed, all in its own time zone.

    An order from `cut_off_hour` on counts as one of the next working day; 24 takes all of the day.
    """

    time_zone: str = "UTC"
    cut_off_hour: int = WHOLE_DAY
    working_days: Sequence[int] = MONDAY_TO_FRIDAY
    closed_on: Sequence[date] = ()


class Promise(NamedTuple):
    """Until when a seller ships, and between which moments it then arrives: ends of days in the seller's calendar."""

    ship_by: datetime
    earliest: datetime
    latest: datetime


def promise(
    calendar: Calendar, ordered_at: datetime, processing_days: int, min_days: int, max_days: int
) -> Promise:
    """Count working days: from the day that takes the order the days to make it ready (the slowest line), then the way.

    Days on which the shop is closed do not count on the way either: better early than late.
    """
    zone = ZoneInfo(calendar.time_zone)
    local = ordered_at.astimezone(zone)
    day = local.date()
    if local.hour >= calendar.cut_off_hour:
        day += timedelta(days=1)
    ship_on = working_day(calendar, day, processing_days)
    days = (
        ship_on,
        working_day(calendar, ship_on, min_days),
        working_day(calendar, ship_on, max_days),
    )
    return Promise(*(datetime.combine(one, _END_OF_DAY, zone) for one in days))


def working_day(calendar: Calendar, start: date, days: int) -> date:
    """The day so many working days after the first one that is not before `start`."""
    closed, weekdays = set(calendar.closed_on), calendar.working_days
    left = days
    while True:
        if start.isoweekday() in weekdays and start not in closed:
            if left == 0:
                return start
            left -= 1
        start += timedelta(days=1)


def delivery(earliest: datetime, latest: datetime, time_zone: str) -> DeliveryOut:
    """The days of a promise in the seller's calendar."""
    zone = ZoneInfo(time_zone)
    return DeliveryOut(earliest=earliest.astimezone(zone).date(), latest=latest.astimezone(zone).date())
