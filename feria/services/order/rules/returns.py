"""A return's rules as pure functions: who may move it where and when, who pays its label, and what goes back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

import msgspec

from feria.core import money
from feria.services.order.rules import HasValue, Role, Worth, parcels, part_of

Status = Literal[
    "requested", "approved", "declined", "in_transit", "received", "refunded", "rejected", "cancelled"
]
Reason = Literal["changed_mind", "does_not_fit", "wrong_item", "damaged", "not_as_described"]
STATUSES: tuple[Status, ...] = (
    "requested", "approved", "declined", "in_transit", "received", "refunded", "rejected", "cancelled",
)  # fmt: skip

WINDOW_DAYS_MIN = 14
SELLER_ANSWERS_WITHIN = timedelta(hours=48)
SENT_WITHIN = timedelta(days=14)
PHOTOS_MAX = 6
# Of one seller order, those that were taken back again among them.
RETURNS_MAX = 100
# What the seller has to answer for, so that the seller pays the way back.
SELLERS_FAULT = ("wrong_item", "damaged", "not_as_described")
OPEN = ("requested", "approved", "in_transit", "received")
# Units that came back and stayed: they count as returned.
CAME_BACK = ("received", "refunded")
# While it is agreed that something comes back, a note can be printed that goes into the parcel.
HAS_SLIP = ("approved", "in_transit", "received")
WAITS_FOR_SELLER = ("requested", "received")

_SHOP: frozenset[Role] = frozenset(("seller", "operator"))
_BUYER: frozenset[Role] = frozenset(("buyer",))
# What `PUT /returns/{id}` may do, from × to → by whom. `refunded` before `received` is a refund without the goods.
TRANSITIONS: dict[tuple[Status, Status], frozenset[Role]] = {
    ("requested", "approved"): _SHOP,
    ("requested", "declined"): _SHOP,
    ("requested", "refunded"): _SHOP,
    ("requested", "cancelled"): _BUYER,
    ("approved", "in_transit"): _BUYER,
    ("approved", "received"): _SHOP,
    ("approved", "refunded"): _SHOP,
    ("approved", "cancelled"): _BUYER,
    ("in_transit", "received"): _SHOP,
    ("in_transit", "refunded"): _SHOP,
    ("received", "refunded"): _SHOP,
    ("received", "rejected"): _SHOP,
}


class HasTotals(Protocol):
    """A seller order's amounts, and what has gone back of them."""

    @property
    def total_amount(self) -> int: ...
    @property
    def commission_amount(self) -> int: ...
    @property
    def commission_tax_amount(self) -> int: ...
    @property
    def promotion_amount(self) -> int: ...
    @property
    def refunded_amount(self) -> int: ...
    @property
    def refunded_commission_amount(self) -> int: ...
    @property
    def refunded_commission_tax_amount(self) -> int: ...
    @property
    def refunded_promotion_amount(self) -> int: ...
    @property
    def tax_amount(self) -> int: ...
    @property
    def remitted_tax_amount(self) -> int: ...
    @property
    def refunded_remitted_tax_amount(self) -> int: ...


class HasRefunds(HasValue, Protocol):
    """A line with its units that were refunded, cancelled ones among them."""

    @property
    def refunded(self) -> int: ...


def may_request(roles: Iterable[Role], to_status: str) -> bool:
    """Whether any of the roles may ask for this status in some state."""
    return any(to == to_status and role in who for role in roles for (_, to), who in TRANSITIONS.items())


def next_statuses(roles: Sequence[Role], from_status: str) -> list[Status]:
    """Where somebody with these roles may take a return from here, in the order of the table."""
    return [
        to for (start, to), who in TRANSITIONS.items() if start == from_status and not who.isdisjoint(roles)
    ]


def role_for(roles: Sequence[Role], from_status: Status, to_status: Status) -> Role | None:
    """The first of the roles that may make this step, or None."""
    allowed = TRANSITIONS.get((from_status, to_status), frozenset())
    return next((role for role in roles if role in allowed), None)


def label_paid_by(reason: str) -> Literal["buyer", "seller"]:
    """Who pays the way back."""
    return "seller" if reason in SELLERS_FAULT else "buyer"


class HasParcel(Protocol):
    """A return, and what its carrier says of its parcel; `currency` is that of its refund."""

    @property
    def reason(self) -> Reason: ...
    @property
    def currency(self) -> str: ...
    @property
    def tracking_number(self) -> str: ...
    @property
    def parcel_state(self) -> str: ...


class HasPrice(Protocol):
    """A label of a carrier, and its price."""

    @property
    def state(self) -> str: ...
    @property
    def tracking_number(self) -> str: ...
    @property
    def price_amount(self) -> int: ...
    @property
    def currency(self) -> str: ...


def label_kept_from(reason: str, label_currency: str, currency: str) -> bool:
    """Whether a label's price is kept from the refund: the buyer pays the way back, and it is of the same currency.

    A shop whose carrier asks for another currency bears it, for nothing is converted.
    """
    return label_paid_by(reason) == "buyer" and label_currency == currency


def label_fee(found: HasParcel, label: HasPrice | None) -> int:
    """What is kept from the refund for the label; nothing for one that the carrier has not seen a parcel of."""
    if label is None or label.state != "bought" or label.tracking_number != found.tracking_number:
        return 0
    is_used = bool(found.parcel_state) and parcels.has_left(found.parcel_state)
    return (
        label.price_amount if is_used and label_kept_from(found.reason, label.currency, found.currency) else 0
    )


def window_ends(delivered_at: datetime, returns_days: int) -> datetime:
    """Until when a return may be asked for: fourteen days after delivery, or as long as the shop gives."""
    return delivered_at + timedelta(days=max(WINDOW_DAYS_MIN, returns_days))


def due_at(status: str, now: datetime) -> datetime | None:
    """When the clock acts next on a return that has just reached this status."""
    if status == "requested":
        return now + SELLER_ANSWERS_WITHIN
    return now + SENT_WITHIN if status == "approved" else None


def returnable(line: HasRefunds, in_open_returns: int) -> int:
    """Units of a line that a return may still be asked for: arrived, not refunded, and in no open return."""
    return max(0, min(line.delivered, line.ordered - line.refunded) - in_open_returns)


class Refund(Worth, frozen=True, kw_only=True):
    """What goes back, and what was kept of it for the label."""

    fee_amount: int = 0


NOTHING = Refund(amount=0, tax_amount=0, commission_amount=0, commission_tax_amount=0, promotion_amount=0)

# Of a line and of a seller order alike; what is left of each is its own matter.
_WORTH = ("total_amount", "tax_amount", "commission_amount", "commission_tax_amount", "promotion_amount")


def refund(
    part: HasTotals, lines: Sequence[HasRefunds], units: Sequence[int], deduction: int, fee: int = 0
) -> Refund:
    """What goes back for `units` of all the part's lines, less a deduction; its tax is what the marketplace remits.

    The last units take the shipping with them. The deduction lowers commission, tax and promotion in proportion; no
    more goes back than is left of the part. Raises ValueError for a deduction larger than the price. A label's fee is
    kept in the same way, but never more than is there.
    """
    pairs = list(zip(lines, units, strict=True))
    amounts = {
        name: sum(part_of(getattr(line, name), line.ordered, line.refunded, more) for line, more in pairs)
        for name in _WORTH
    }
    if all(line.refunded + more >= line.ordered for line, more in pairs):
        for name in _WORTH:
            amounts[name] += getattr(part, name) - sum(getattr(line, name) for line in lines)
    price = amounts["total_amount"]
    if deduction > price:
        raise ValueError("more is kept than goes back")
    fee = min(fee, price - deduction)
    paid = price - deduction - fee

    def back(name: str, left: int) -> int:
        whole = amounts[name]
        kept = money.divide_half_up(whole * paid, price) if price else whole
        return max(0, min(kept, left))

    amount = back("total_amount", part.total_amount - part.refunded_amount)
    promotion = back("promotion_amount", part.promotion_amount - part.refunded_promotion_amount)
    if not amount and not promotion:
        return msgspec.structs.replace(NOTHING, fee_amount=fee)
    return Refund(
        amount=amount,
        tax_amount=back("tax_amount", part.remitted_tax_amount - part.refunded_remitted_tax_amount),
        commission_amount=back("commission_amount", part.commission_amount - part.refunded_commission_amount),
        commission_tax_amount=back(
            "commission_tax_amount", part.commission_tax_amount - part.refunded_commission_tax_amount
        ),
        promotion_amount=promotion,
        fee_amount=fee,
    )
