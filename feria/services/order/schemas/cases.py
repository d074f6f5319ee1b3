"""What the routes of cases take and answer."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.money import Money
from feria.core.types import Closed, OptionalLine
from feria.services.order.rules.cases import Reason, Status
from feria.services.order.schemas import SellerOut
from feria.services.order.schemas.returns import ClaimPhotoOut, ClaimStepOut

MessageText = Annotated[str, Meta(min_length=1, max_length=4_000, pattern=r"\S")]
CaseTask = Literal["to_answer", "to_decide", "open"]


class CaseIn(Closed, frozen=True, kw_only=True):
    """Ask the marketplace to step in for a seller order; `text` says what happened."""

    seller_order_id: ids.SellerOrderRef
    reason: Reason
    text: MessageText


class CaseMessageIn(Closed, frozen=True, kw_only=True):
    """A message that all sides of the case read."""

    text: MessageText


class CaseStepIn(Closed, frozen=True, kw_only=True):
    """Where a case shall go. `amount` goes back to the buyer: `split` needs it, `resolved_buyer` without it gives all.

    `reason` is required of operator staff, who alone may name an amount; both sides read it.
    """

    status: Status
    reason: OptionalLine = ""
    amount: Annotated[int, Meta(ge=1, le=10**12, description="minor units of the currency")] | None = None


class CaseMessageOut(msgspec.Struct, frozen=True, kw_only=True):
    """A message; `by` is the role of who wrote it."""

    id: str
    by: str
    text: str
    at: datetime


class CaseOut(msgspec.Struct, frozen=True, kw_only=True):
    """A case with all that was said and shown. `next` are the statuses that whoever asks may give it now.

    `refundable` is what is left of the seller order's payment.
    """

    id: str
    number: str
    status: Status
    reason: Reason
    order_id: str
    order_number: str
    seller_order_id: str
    seller_order_number: str
    seller_order_status: str
    seller: SellerOut
    buyer_name: str
    messages: list[CaseMessageOut]
    photos: list[ClaimPhotoOut]
    timeline: list[ClaimStepOut]
    total: Money
    refundable: Money
    refunded: Money | None
    decision: str
    next: list[Status]
    may_write: bool
    created_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    version: int


class CaseCardOut(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list."""

    id: str
    number: str
    status: Status
    reason: Reason
    seller_order_id: str
    seller: SellerOut
    buyer_name: str
    total: Money
    refunded: Money | None
    created_at: datetime
    due_at: datetime | None


class OpenableOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer may open a case about for one seller order now, and from when for the rest."""

    seller_order_id: str
    reasons: list[Reason]
    not_received_from: datetime | None


class OrderCasesOut(msgspec.Struct, frozen=True, kw_only=True):
    """The cases of an order or a seller order, newest first, and what may be opened."""

    items: list[CaseCardOut]
    openable: list[OpenableOut]
