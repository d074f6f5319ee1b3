"""The order's rules as pure functions: who may move a seller order where, what its lines make of it, what goes back.

The tables here are the whole truth about transitions; README.md draws them.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from feria.core import money

Role = Literal["buyer", "seller", "operator"]

PAYMENT_DEADLINE = timedelta(minutes=30)
BUYER_CANCELS_WITHIN = timedelta(minutes=60)
SELLER_ACCEPTS_WITHIN = timedelta(hours=48)
DELIVERED_AFTER_PROMISE = timedelta(days=3)
DELIVERED_AFTER_SHIPPING = timedelta(days=14)
COMPLETED_AFTER_DELIVERY = timedelta(days=14)

SELLER_ORDER_STATUSES = (
    "awaiting_payment", "placed", "accepted", "partially_shipped", "shipped", "delivered", "completed", "cancelled",
    "expired",
)  # fmt: skip
ORDER_STATUSES = (
    "pending_payment", "placed", "partially_shipped", "shipped", "partially_delivered", "delivered", "completed",
    "partially_cancelled", "cancelled", "expired",
)  # fmt: skip
PAYMENT_STATUSES = ("unpaid", "processing", "paid", "partially_refunded", "refunded", "failed")
CANCELLABLE_BY_BUYER = ("placed", "accepted")

_SHOP: frozenset[Role] = frozenset(("seller", "operator"))
# What `PUT /orders/{id}/status` may do, from × to → by whom. `cancelled` of a seller order that is partly on its way
# cancels the rest, and the seller order then counts as shipped.
TRANSITIONS: dict[tuple[str, str], frozenset[Role]] = {
    ("placed", "accepted"): _SHOP,
    ("placed", "cancelled"): _SHOP,
    ("accepted", "cancelled"): _SHOP,
    ("partially_shipped", "cancelled"): _SHOP,
    ("accepted", "shipped"): _SHOP,
    ("partially_shipped", "shipped"): _SHOP,
    ("shipped", "delivered"): frozenset(("buyer",)),
}
SHIPPABLE = ("accepted", "partially_shipped")
TO_SHIP = ("placed", *SHIPPABLE)
# The address of what has not left can be changed.
ADDRESS_OPEN = ("awaiting_payment", "placed", "accepted")
# Every step that a seller order ever takes, whoever asks for it: its history is a path along these.
STEPS: frozenset[tuple[str, str]] = frozenset((
    ("awaiting_payment", "placed"), ("awaiting_payment", "expired"), ("awaiting_payment", "cancelled"),
    ("expired", "placed"), ("placed", "accepted"), ("placed", "cancelled"), ("accepted", "cancelled"),
    ("accepted", "partially_shipped"), ("accepted", "shipped"), ("partially_shipped", "shipped"),
    ("shipped", "delivered"), ("delivered", "completed"),
))  # fmt: skip
# What a role may ask for at all; anything else is 403, and what the state does not allow is 409.
REQUESTABLE: dict[Role, frozenset[str]] = {
    "buyer": frozenset(("delivered",)),
    "seller": frozenset(SELLER_ORDER_STATUSES),
    "operator": frozenset(SELLER_ORDER_STATUSES),
}
# As in the database: Crockford's letters, none of which looks like a digit.
_NUMBER = re.compile("[0-9A-HJKMNP-TV-Z]{6,7}")
_PROGRESS = {"placed": 0, "accepted": 0, "partially_shipped": 1, "shipped": 2, "delivered": 3, "completed": 4}


class HasQuantities(Protocol):
    """A line's quantities."""

    @property
    def ordered(self) -> int: ...
    @property
    def cancelled(self) -> int: ...
    @property
    def shipped(self) -> int: ...
    @property
    def delivered(self) -> int: ...


class HasValue(HasQuantities, Protocol):
    """A line's quantities and what it cost."""

    @property
    def total_amount(self) -> int: ...
    @property
    def tax_amount(self) -> int: ...
    @property
    def commission_amount(self) -> int: ...
    @property
    def commission_tax_amount(self) -> int: ...
    @property
    def promotion_amount(self) -> int: ...


def may_request(roles: Iterable[Role], to_status: str) -> bool:
    """Whether any of the roles may ask for this status in some state."""
    return any(to_status in REQUESTABLE[role] for role in roles)


def role_for(roles: Sequence[Role], from_status: str, to_status: str) -> Role | None:
    """The first of the roles that may make this step, or None."""
    allowed = TRANSITIONS.get((from_status, to_status), frozenset())
    return next((role for role in roles if role in allowed), None)


def open_units(line: HasQuantities) -> int:
    """Units that still have to be shipped."""
    return line.ordered - line.cancelled - line.shipped


class Quantities(msgspec.Struct, frozen=True):
    """Quantities on their own, as they will be after a change."""

    ordered: int
    cancelled: int
    shipped: int
    delivered: int


def after(line: HasQuantities, *, cancelled: int = 0, shipped: int = 0) -> Quantities:
    """A line's quantities once so many more units are cancelled or shipped."""
    return Quantities(line.ordered, line.cancelled + cancelled, line.shipped + shipped, line.delivered)


def status_by_lines(current: str, lines: Iterable[HasQuantities]) -> str:
    """The state that follows from the lines' quantities; states that others set stay as they are."""
    if current not in _PROGRESS or current == "completed":
        return current
    found = list(lines)
    left = sum(line.ordered - line.cancelled for line in found)
    shipped = sum(line.shipped for line in found)
    if left == 0:
        return "cancelled"
    if sum(line.delivered for line in found) == left:
        return "delivered"
    if shipped == left:
        return "shipped"
    return "partially_shipped" if shipped else current


def order_status(parts: Sequence[tuple[str, bool]]) -> str:
    """The order's status from its seller orders, each as (status, whether some of its units are cancelled).

    Progress of the parts that live counts first; `partially_cancelled` shows only while nothing has been shipped.
    """
    statuses = [status for status, _ in parts]
    if "awaiting_payment" in statuses:
        return "pending_payment"
    for end in ("expired", "cancelled"):
        if all(status == end for status in statuses):
            return end
    progress = [_PROGRESS[status] for status in statuses if status in _PROGRESS]
    if not progress:
        return "cancelled"
    least, most = min(progress), max(progress)
    if least >= 2:
        whole = {2: "shipped", 3: "delivered", 4: "completed"}[least]
        return "partially_delivered" if whole == "shipped" and most > 2 else whole
    if most >= 3:
        return "partially_delivered"
    if most >= 1:
        return "partially_shipped"
    less = any(status == "cancelled" or some_cancelled for status, some_cancelled in parts)
    return "partially_cancelled" if less else "placed"


def payment_status(status: str, captured: int, refunded: int) -> str:
    """The order's payment status from its payment's state and what came in and went back."""
    if status == "succeeded" or captured > 0:
        if refunded == 0:
            return "paid"
        return "refunded" if refunded >= captured else "partially_refunded"
    if status in ("processing", "requires_action"):
        return "processing"
    return "failed" if status == "failed" else "unpaid"


def late(status: str, ship_by: datetime | None, now: datetime) -> bool:
    """Whether the seller has had its time: something is still to ship, and the day it was promised for is over."""
    return status in TO_SHIP and ship_by is not None and ship_by < now


def due_at(status: str, now: datetime, deliver_by: datetime | None) -> datetime | None:
    """When the clock acts next on a seller order that has just reached this status."""
    if status == "placed":
        return now + SELLER_ACCEPTS_WITHIN
    if status == "shipped":
        # A parcel that leaves late is not delivered the moment it leaves.
        return (
            max(deliver_by, now) + DELIVERED_AFTER_PROMISE if deliver_by else now + DELIVERED_AFTER_SHIPPING
        )
    return now + COMPLETED_AFTER_DELIVERY if status == "delivered" else None


def part_of(amount: int, whole: int, before: int, more: int) -> int:
    """What `more` of `whole` units are worth after `before` of them; all parts together are exactly `amount`."""
    if whole == 0:
        return 0
    return money.divide_half_up(amount * (before + more), whole) - money.divide_half_up(
        amount * before, whole
    )


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """What units are worth: their price, the tax in it, and commission, its tax and promotion that belong to it."""

    amount: int
    tax_amount: int
    commission_amount: int
    commission_tax_amount: int
    promotion_amount: int


def refund_of_units(units: Sequence[tuple[HasValue, int]]) -> Worth:
    """What goes back for units of lines; a line is given as it was before."""
    return Worth(
        amount=sum(_of_line(line, line.total_amount, more) for line, more in units),
        tax_amount=sum(_of_line(line, line.tax_amount, more) for line, more in units),
        commission_amount=sum(_of_line(line, line.commission_amount, more) for line, more in units),
        commission_tax_amount=sum(_of_line(line, line.commission_tax_amount, more) for line, more in units),
        promotion_amount=sum(_of_line(line, line.promotion_amount, more) for line, more in units),
    )


def _of_line(line: HasQuantities, amount: int, units: int) -> int:
    return part_of(amount, line.ordered, line.cancelled, units)


def is_number(text: str) -> bool:
    """Whether this looks like an order's number, in either case."""
    return _NUMBER.fullmatch(text.upper()) is not None


def order_token(secret: str, order_id: UUID) -> str:
    """The 128-bit secret of an order's link, derived from the server's secret so that it is stored nowhere."""
    return hmac.digest(secret.encode(), b"order token\x00" + order_id.bytes, "sha256").hex()[:32]


def token_hash(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
