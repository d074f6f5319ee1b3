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


class RevenuePeriod(msgspec.Struct, frozen=True, kw_only=True):
    """One day, week or month: what was sold, what of it was cancelled later, and the commission booked in it."""

    start: date
    orders: int
    gmv: Money
    commission: Money
    cancelled: Money


class Revenue(msgspec.Struct, frozen=True, kw_only=True):
    """Revenue by period in one currency, and its sums; `orders` are seller orders, as in the sales figures.

    `gmv` is before cancellations, shipping and tax included; `cancelled` stands where it was sold. `commission` is the
    ledger's: a refund lowers the period in which it was decided.
    """

    currency: str
    time_zone: str
    interval: Interval
    items: list[RevenuePeriod]
    orders: int
    gmv: Money
    commission: Money
    cancelled: Money


class SellerTasksOut(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a shop: seller orders, returns, cases, variants with one to three left and with none, drafts."""

    to_accept: int
    to_ship: int
    overdue: int
    returns_waiting: int
    cases_waiting: int
    low_stock: int
    sold_out: int
    drafts: int


class SellerBalanceOut(msgspec.Struct, frozen=True, kw_only=True):
    """A shop's money: on its way to it, and to be paid out."""

    pending: Money
    available: Money


class SellerMonthOut(msgspec.Struct, frozen=True, kw_only=True):
    """Thirty days of a shop, before cancellations."""

    orders: int
    units: int
    revenue: Money


class SellerDashboardOut(msgspec.Struct, frozen=True, kw_only=True):
    """A shop at a glance; `balance` is for its owner, managers and finance staff, and null for others."""

    kind: Literal["seller"] = "seller"
    tasks: SellerTasksOut
    balance: SellerBalanceOut | None
    last_30_days: SellerMonthOut
    previous_30_days: SellerMonthOut


class MarketplaceTasksOut(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for the operator; flagged payments do not match, dead letters are events no handler could take."""

    sellers_waiting: int
    products_waiting: int
    reviews_waiting: int
    cases_waiting: int
    payments_flagged: int
    dead_letters: int


class MarketplaceMonthOut(msgspec.Struct, frozen=True, kw_only=True):
    """Thirty days of the marketplace; `orders` are seller orders."""

    orders: int
    gmv: Money
    commission: Money


class MarketplaceDashboardOut(msgspec.Struct, frozen=True, kw_only=True):
    """The marketplace at a glance, in the default market's currency."""

    kind: Literal["marketplace"] = "marketplace"
    tasks: MarketplaceTasksOut
    last_30_days: MarketplaceMonthOut
    previous_30_days: MarketplaceMonthOut
