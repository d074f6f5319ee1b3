"""When something arrives: what product, cart and order promise by one and the same count of days."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feria.services.user.schemas import DeliveryOut


class Promise(NamedTuple):
    """Until when a seller ships, and between which moments it then arrives."""

    ship_by: datetime
    earliest: datetime
    latest: datetime


def promise(ordered_at: datetime, processing_days: int, min_days: int, max_days: int) -> Promise:
    """Count whole days, as sellers state them: making it ready first (the slowest line decides), then the way."""
    ship_by = ordered_at + timedelta(days=processing_days)
    return Promise(ship_by, ship_by + timedelta(days=min_days), ship_by + timedelta(days=max_days))


def delivery(promised: Promise, time_zone: str) -> DeliveryOut:
    """The days of a promise in the seller's calendar."""
    zone = ZoneInfo(time_zone)
    return DeliveryOut(
        earliest=promised.earliest.astimezone(zone).date(), latest=promised.latest.astimezone(zone).date()
    )
