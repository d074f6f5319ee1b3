"""What the routes of returns take and answer."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.money import Money
from feria.core.types import Amount, Closed, OptionalLine, Quantity
from feria.services.order.rules.parcels import ParcelState
from feria.services.order.rules.returns import Reason, Status
from feria.services.order.schemas import LINES_MAX, LabelStatus, LineQuantities, ParcelEventOut, SellerOut
from feria.services.order.schemas.parcels import CarrierName, PackageIn, ServiceName

Note = Annotated[str, Meta(max_length=2_000)]
TrackingNumber = Annotated[str, Meta(max_length=80, pattern=r"^[A-Za-z0-9 ./_-]*$")]
ReturnTask = Literal["to_answer", "on_the_way", "to_refund"]


class ReturnIn(Closed, frozen=True, kw_only=True):
    """Ask to send units of a seller order back, with the reason and, in `note`, what is wrong with them."""

    reason: Reason
    lines: LineQuantities
    note: Note = ""


class CameBackIn(Closed, frozen=True, kw_only=True):
    """What came back of a line: `quantity` units when it is `received`; `restock` puts them on sale again."""

    id: ids.LineRef
    quantity: Annotated[int, Meta(ge=0, le=999)] | None = None
    restock: bool = False


class ReturnStepIn(Closed, frozen=True, kw_only=True):
    """Where a return shall go, and what belongs to that step.

    `reason`: why it is declined, rejected or done by staff. `instructions`: where to send it (`approved`). `carrier`
    and `tracking_number`: how it was sent (`in_transit`). `lines`: how many units came (`received`), which are put back
    into stock (`refunded`). `deduction`: what is kept of the refund (`refunded`), with the `reason`.
    """

    status: Status
    reason: OptionalLine = ""
    instructions: Note = ""
    carrier: OptionalLine = ""
    tracking_number: TrackingNumber = ""
    lines: Annotated[list[CameBackIn], Meta(min_length=1, max_length=LINES_MAX)] | None = None
    deduction: Amount = 0


class InstructionsIn(Closed, frozen=True, kw_only=True):
    """Where to send an approved return, in the seller's words."""

    instructions: Annotated[str, Meta(min_length=1, max_length=2_000)]


class ClaimPhotoOut(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that shows what is wrong; its addresses are secrets of those who may see it."""

    id: str
    url: str
    thumbnail: str
    width: int
    height: int
    by: str


class ClaimStepOut(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a return or a case; `by` is a role."""

    at: datetime
    from_status: str | None
    status: str
    by: str
    reason: str


class ReturnLineOut(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a line in a return, how many of them came, and how many went back into stock."""

    line_id: str
    title: str
    variant_title: str
    sku: str
    image: str | None
    quantity: int
    received: int
    restocked: int
    unit_price: Money


class ReturnLabelRatesIn(Closed, frozen=True, kw_only=True):
    """In which box the buyer sends it back."""

    package: PackageIn


class ReturnLabelIn(ReturnLabelRatesIn, frozen=True, kw_only=True):
    """Which label is bought for the way back. `price` is what was shown. Operator staff give a `reason`."""

    carrier: CarrierName
    service: ServiceName
    price: Money
    reason: OptionalLine = ""


class ReturnLabelOut(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier's label for the way back; `status` says whether it counts, and `reason` why not.

    `kept_from_refund`: the buyer pays the way back, so its price is kept from the refund once the carrier has the
    parcel. `file` is where the PDF is. Buyers see only a label that counts, and its price only if it is theirs to pay.
    """

    id: str
    carrier: str
    service_name: str
    status: LabelStatus
    tracking_number: str
    price: Money | None
    kept_from_refund: bool
    reason: str
    file: str | None
    created_at: datetime


class ReturnOut(msgspec.Struct, frozen=True, kw_only=True):
    """A return. `next` are the statuses that whoever asks may give it now.

    `refundable` is what goes back without a deduction, `refunded` what went; `label_fee` is kept from either for a
    carrier's label that the buyer pays. `label_url` is the buyer's, of a label that the shop gave as a picture;
    `labels` are those of carriers. `parcel` and `events` are what the carrier says of what comes back.
    `label_problem`: why no label was bought by itself; for the shop.
    """

    id: str
    number: str
    status: Status
    order_id: str
    order_number: str
    seller_order_id: str
    seller_order_number: str
    seller: SellerOut
    buyer_name: str
    reason: Reason
    note: str
    label_paid_by: Literal["buyer", "seller"]
    lines: list[ReturnLineOut]
    photos: list[ClaimPhotoOut]
    timeline: list[ClaimStepOut]
    answer: str
    instructions: str
    has_label: bool
    label_url: str | None
    labels: list[ReturnLabelOut]
    label_comes: bool
    label_problem: str
    label_fee: Money
    slip: str | None
    carrier: str
    tracking_number: str
    tracking_url: str | None
    parcel: ParcelState | None
    events: list[ParcelEventOut]
    with_goods: bool
    refundable: Money
    refunded: Money | None
    deduction: Money
    deduction_reason: str
    next: list[Status]
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    received_at: datetime | None
    ended_at: datetime | None
    version: int


class ReturnableOut(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a line that can be sent back, and until when."""

    seller_order_id: str
    line_id: str
    quantity: int
    until: datetime


class OrderReturnsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The returns of an order or a seller order, newest first, and what can still be sent back."""

    items: list[ReturnOut]
    returnable: list[ReturnableOut]


class ReturnCardOut(msgspec.Struct, frozen=True, kw_only=True):
    """A return in a list."""

    id: str
    number: str
    status: Status
    reason: Reason
    seller_order_id: str
    buyer_name: str
    title: str
    image: str | None
    units: Quantity
    refunded: Money | None
    created_at: datetime
    due_at: datetime | None
