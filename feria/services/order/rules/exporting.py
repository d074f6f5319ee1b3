"""A seller order as lines of a file for a spreadsheet: one for each line of the order.

What tells orders apart is on each line, what the whole order costs only on its first, so that a column can be summed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from feria.core.money import Money, decimal_text

ADDRESS = ("name", "company", "line1", "line2", "postal_code", "city", "region", "country", "phone")
COLUMNS = (
    "order", "state", "late", "ordered_at", "paid_at", "ship_by", "shipped_at", "delivered_at", "buyer",
    *(f"to_{name}" for name in ADDRESS), "shipping_service", "carrier", "tracking_number", "gift_note", "title",
    "variant", "sku", "personalisation", "ordered", "cancelled", "shipped", "returned", "currency", "unit_price",
    "line_discount", "line_tax_percent", "line_tax", "line_total", "items_total", "order_discount", "shipping", "tax",
    "total", "refunded", "commission",
)  # fmt: skip


class Part(Protocol):
    """A seller order, as it is exported."""

    @property
    def number(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def buyer_name(self) -> str: ...
    @property
    def shipping_name(self) -> str: ...
    @property
    def gift_note(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def items_amount(self) -> int: ...
    @property
    def discount_amount(self) -> int: ...
    @property
    def shipping_amount(self) -> int: ...
    @property
    def tax_amount(self) -> int: ...
    @property
    def total_amount(self) -> int: ...
    @property
    def refunded_amount(self) -> int: ...
    @property
    def commission_amount(self) -> int: ...
    @property
    def refunded_commission_amount(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def placed_at(self) -> datetime | None: ...
    @property
    def ship_by(self) -> datetime | None: ...
    @property
    def shipped_at(self) -> datetime | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...


class Line(Protocol):
    """A line of it."""

    @property
    def product_title(self) -> str: ...
    @property
    def variant_title(self) -> str: ...
    @property
    def sku(self) -> str: ...
    @property
    def personalisation(self) -> str: ...
    @property
    def unit_amount(self) -> int: ...
    @property
    def discount_amount(self) -> int: ...
    @property
    def tax_rate_bps(self) -> int: ...
    @property
    def tax_amount(self) -> int: ...
    @property
    def total_amount(self) -> int: ...
    @property
    def ordered(self) -> int: ...
    @property
    def cancelled(self) -> int: ...
    @property
    def shipped(self) -> int: ...
    @property
    def returned(self) -> int: ...


class Parcel(Protocol):
    """A parcel of it."""

    @property
    def carrier(self) -> str: ...
    @property
    def tracking_number(self) -> str: ...


def lines(
    part: Part,
    of_part: Sequence[Line],
    parcels: Sequence[Parcel],
    *,
    address: Mapping[str, Any],
    late: bool,
    zone: ZoneInfo,
) -> Iterator[list[str]]:
    """The cells of each line in the order of `COLUMNS`; times are those of the shop's clocks."""
    common = {
        "order": part.number,
        "state": part.status,
        "late": "yes" if late else "no",
        "ordered_at": _time(part.created_at, zone),
        "paid_at": _time(part.placed_at, zone),
        "ship_by": _time(part.ship_by, zone),
        "shipped_at": _time(part.shipped_at, zone),
        "delivered_at": _time(part.delivered_at, zone),
        "buyer": part.buyer_name,
        **{f"to_{name}": str(address.get(name) or "") for name in ADDRESS},
        "shipping_service": part.shipping_name,
        "carrier": _joined(one.carrier for one in parcels),
        "tracking_number": _joined(one.tracking_number for one in parcels),
        "gift_note": part.gift_note,
        "currency": part.currency,
    }
    for place, line in enumerate(of_part):
        cells = common | _line(line, part.currency) | (_whole(part) if place == 0 else {})
        yield [cells.get(column, "") for column in COLUMNS]


def _line(line: Line, currency: str) -> dict[str, str]:
    return {
        "title": line.product_title,
        "variant": line.variant_title,
        "sku": line.sku,
        "personalisation": line.personalisation,
        "ordered": str(line.ordered),
        "cancelled": str(line.cancelled),
        "shipped": str(line.shipped),
        "returned": str(line.returned),
        "unit_price": _money(line.unit_amount, currency),
        "line_discount": _money(line.discount_amount, currency),
        "line_tax_percent": f"{line.tax_rate_bps // 100}.{line.tax_rate_bps % 100:02}",
        "line_tax": _money(line.tax_amount, currency),
        "line_total": _money(line.total_amount, currency),
    }


def _whole(part: Part) -> dict[str, str]:
    currency = part.currency
    return {
        "items_total": _money(part.items_amount, currency),
        "order_discount": _money(part.discount_amount, currency),
        "shipping": _money(part.shipping_amount, currency),
        "tax": _money(part.tax_amount, currency),
        "total": _money(part.total_amount, currency),
        "refunded": _money(part.refunded_amount, currency),
        "commission": _money(part.commission_amount - part.refunded_commission_amount, currency),
    }


def _money(amount: int, currency: str) -> str:
    return decimal_text(Money(amount, currency))


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _joined(texts: Iterator[str]) -> str:
    """Each once, as they come."""
    return ", ".join(dict.fromkeys(text for text in texts if text))
