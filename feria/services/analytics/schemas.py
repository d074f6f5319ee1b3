"""Shapes of the analytics answers."""

from datetime import date
from typing import Literal

import msgspec

from feria.core.money import Money

Interval = Literal["day", "week", "month"]


class SalesPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """Sales of one day, week (from Monday) or month, in the seller's time zone; periods without sales are there."""

    start: date
    orders: int
    units: int
    revenue: Money
    cancelled: Money


class Sales(msgspec.Struct, frozen=True, kw_only=True):
    """Sales by period in one currency, and their sums. Revenue includes shipping and tax, before cancellations."""

    currency: str
    time_zone: str
    interval: Interval
    items: list[SalesPeriod]
    orders: int
    units: int
    revenue: Money
    cancelled: Money
