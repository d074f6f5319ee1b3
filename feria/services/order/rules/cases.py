"""A case's rules as pure functions: who may open it when, who may move it where, and what the clock does."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from feria.services.order.rules import Role

Status = Literal[
    "opened", "awaiting_seller", "awaiting_buyer", "under_review", "resolved_buyer", "resolved_seller", "split",
    "closed",
]  # fmt: skip
Reason = Literal["not_received", "not_as_described", "damaged", "counterfeit", "refund_missing"]
STATUSES: tuple[Status, ...] = (
    "opened", "awaiting_seller", "awaiting_buyer", "under_review", "resolved_buyer", "resolved_seller", "split",
    "closed",
)  # fmt: skip

OPENED_WITHIN = timedelta(days=100)
SELLER_ANSWERS_WITHIN = timedelta(days=3)
BUYER_ANSWERS_WITHIN = timedelta(days=7)
CLOSED_AFTER_DECISION = timedelta(days=14)
MESSAGES_MAX = 100
PICTURES_MAX = 12
# Of one seller order, those that were withdrawn among them.
CASES_MAX = 20
OPEN = ("opened", "awaiting_seller", "awaiting_buyer", "under_review")
DECIDED = ("resolved_buyer", "resolved_seller", "split")

_SHOP: frozenset[Role] = frozenset(("seller",))
_BUYER: frozenset[Role] = frozenset(("buyer",))
_DESK: frozenset[Role] = frozenset(("operator",))
# What `PUT /cases/{id}` may do, from × to → by whom. Messages move a case between the two that wait for an answer.
TRANSITIONS: dict[tuple[Status, Status], frozenset[Role]] = {
    ("awaiting_seller", "resolved_buyer"): _SHOP,
    ("awaiting_buyer", "resolved_buyer"): _SHOP,
    ("awaiting_seller", "under_review"): _DESK,
    ("awaiting_buyer", "under_review"): _BUYER | _DESK,
    ("under_review", "resolved_buyer"): _DESK | _SHOP,
    ("under_review", "resolved_seller"): _DESK,
    ("under_review", "split"): _DESK,
    ("awaiting_seller", "closed"): _BUYER,
    ("awaiting_buyer", "closed"): _BUYER,
    ("under_review", "closed"): _BUYER,
}


def may_request(roles: Iterable[Role], to_status: str) -> bool:
    """Whether any of the roles may ask for this status in some state."""
    return any(to == to_status and role in who for role in roles for (_, to), who in TRANSITIONS.items())


def next_statuses(roles: Sequence[Role], from_status: str) -> list[Status]:
    """Where somebody with these roles may take a case from here, in the order of the table."""
    return [
        to for (start, to), who in TRANSITIONS.items() if start == from_status and not who.isdisjoint(roles)
    ]


def role_for(roles: Sequence[Role], from_status: Status, to_status: Status) -> Role | None:
    """The first of the roles that may make this step, or None."""
    allowed = TRANSITIONS.get((from_status, to_status), frozenset())
    return next((role for role in roles if role in allowed), None)


def status_after_message(status: Status, role: Role) -> Status:
    """Whose turn it is once somebody has written; under review it stays there."""
    if role == "seller" and status == "awaiting_seller":
        return "awaiting_buyer"
    return "awaiting_seller" if role == "buyer" and status == "awaiting_buyer" else status


def due_at(status: str, now: datetime) -> datetime | None:
    """When the clock acts next on a case that has just reached this status."""
    if status == "awaiting_seller":
        return now + SELLER_ANSWERS_WITHIN
    if status == "awaiting_buyer":
        return now + BUYER_ANSWERS_WITHIN
    return now + CLOSED_AFTER_DECISION if status in DECIDED else None


# What the clock does when the deadline of a status has passed.
WHEN_DUE: dict[Status, Status] = {
    "awaiting_seller": "under_review",
    "awaiting_buyer": "closed",
    "resolved_buyer": "closed",
    "resolved_seller": "closed",
    "split": "closed",
}


def opens_at(
    reason: str, *, deliver_by: datetime | None, delivered_at: datetime | None, placed_at: datetime
) -> datetime | None:
    """From when such a case may be opened: not received once the promised day has passed, the others after delivery.

    Without a promise that is fourteen days after the order; None stands for "not before it has arrived".
    """
    if reason == "not_received":
        return deliver_by or placed_at + timedelta(days=14)
    return delivered_at


def closes_at(*, deliver_by: datetime | None, delivered_at: datetime | None, placed_at: datetime) -> datetime:
    """Until when a case may be opened: a hundred days after delivery, else after the promised day."""
    return (delivered_at or deliver_by or placed_at + timedelta(days=14)) + OPENED_WITHIN
