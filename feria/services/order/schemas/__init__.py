"""What the order routes take and answer."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.money import Money
from feria.core.types import Closed, Email, Line, OptionalLine, Quantity, ShortLine
from feria.services.cart.contract import TaxReason
from feria.services.order.rules.parcels import LabelFormat, ParcelState
from feria.services.user.contract import AddressIn, DeliveryOut, PickupPlace

LINES_MAX = 100
SELLERS_MAX = 100

SellerOrderStatus = Literal[
    "awaiting_payment", "placed", "accepted", "partially_shipped", "shipped", "delivered", "completed", "cancelled",
    "expired",
]  # fmt: skip
OrderStatus = Literal[
    "pending_payment", "placed", "partially_shipped", "shipped", "partially_delivered", "delivered", "completed",
    "partially_cancelled", "cancelled", "expired",
]  # fmt: skip
SellerTask = Literal["to_accept", "to_ship", "overdue"]
LabelStatus = Literal["requested", "bought", "failed", "void_requested", "voided", "void_refused"]
PaymentStatus = Literal["unpaid", "processing", "paid", "partially_refunded", "refunded", "failed"]


class OrderIn(Closed, frozen=True, kw_only=True):
    """Turn the cart into an order. `expected_total` is what the buyer was shown; guests give their `email`."""

    shipping_address: AddressIn
    expected_total: Money
    payment_method: Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
    email: Email | None = None
    billing_address: AddressIn | None = None
    shipping: Annotated[
        dict[ids.SellerRef, Annotated[str, Meta(max_length=80)]], Meta(max_length=SELLERS_MAX)
    ] = msgspec.field(default_factory=dict)


class LineQuantityIn(Closed, frozen=True, kw_only=True):
    """Some units of a line."""

    id: ids.LineRef
    quantity: Quantity


LineQuantities = Annotated[list[LineQuantityIn], Meta(min_length=1, max_length=LINES_MAX)]


class ShipmentIn(Closed, frozen=True, kw_only=True):
    """A parcel. Without `items` it holds all that has not been shipped. Operator staff give a `reason`."""

    carrier: ShortLine
    tracking_number: Annotated[str, Meta(max_length=80, pattern=r"^[A-Za-z0-9 ./_-]*$")] = ""
    items: LineQuantities | None = None
    reason: OptionalLine = ""


class StatusShipmentIn(Closed, frozen=True, kw_only=True):
    """The parcel that makes a seller order `shipped`."""

    carrier: ShortLine
    tracking_number: Annotated[str, Meta(max_length=80, pattern=r"^[A-Za-z0-9 ./_-]*$")] = ""
    items: LineQuantities | None = None


class StatusIn(Closed, frozen=True, kw_only=True):
    """The status a seller order shall have. `cancelled` needs a `reason`; so does every step of operator staff."""

    status: SellerOrderStatus
    reason: OptionalLine = ""
    shipment: StatusShipmentIn | None = None


class CancelIn(Closed, frozen=True, kw_only=True):
    """Take back an order or, once it is paid, some units of it; the other side is told the reason."""

    reason: Line
    lines: LineQuantities | None = None


class AddressOut(msgspec.Struct, frozen=True, kw_only=True):
    """An address as it was given."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    line2: str = ""
    region: str = ""
    company: str = ""
    vat_id: str = ""
    phone: str = ""


class SellerOut(msgspec.Struct, frozen=True, kw_only=True):
    """The seller of a part of an order."""

    id: str
    slug: str
    name: str
    stall_hue: int
    logo: str | None


class QuantitiesOut(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a line's units."""

    ordered: int
    cancelled: int
    shipped: int
    delivered: int
    returned: int
    refunded: int


class LineOut(msgspec.Struct, frozen=True, kw_only=True):
    """A line, a snapshot of the moment it was ordered; `image` is the address of a picture 400 pixels wide.

    `commission` is shown to the seller and the operator only. `tax_source` is where the rate is from: `table`, or an
    online tax service with its reference.
    """

    id: str
    product_id: str
    variant_id: str
    title: str
    variant_title: str
    options: dict[str, str]
    sku: str
    slug: str
    image: str | None
    image_key: str | None
    personalisation: str
    quantity: int
    quantities: QuantitiesOut
    unit_price: Money
    discount: Money
    tax: Money
    tax_rate_bps: int
    tax_source: str
    total: Money
    commission: Money | None = None


class ShippedItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a line in a parcel."""

    line_id: str
    title: str
    quantity: int


class ParcelEventOut(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the carrier said of a parcel, and the status that it had by then."""

    at: datetime
    status: ParcelState
    text: str
    place: str


class ShipmentOut(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel of a seller order. `label_created`: it is packed and has not left, so `shipped_at` is null.

    `tracking_url` leads to the carrier's own page, where it is one we know.
    """

    id: str
    seller_order_id: str
    carrier: str
    tracking_number: str
    tracking_url: str | None
    status: ParcelState
    created_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    items: list[ShippedItemOut]
    events: list[ParcelEventOut]


class LabelOut(msgspec.Struct, frozen=True, kw_only=True):
    """A label that was asked for; `status` says whether it counts, and `reason` why not.

    `requested` and `void_requested`: the carrier has not answered yet. `void_refused`: it was paid for nothing.
    """

    id: str
    shipment_id: str
    carrier: str
    service: str
    service_name: str
    format: LabelFormat
    status: LabelStatus
    tracking_number: str
    price: Money
    reason: str
    created_at: datetime


class TimelineOut(msgspec.Struct, frozen=True, kw_only=True):
    """One step; `subject` is the number of the order or seller order that made it.

    `status` is also `address_changed` or `units_cancelled`, which are no steps: then `note` says what was changed.
    """

    at: datetime
    subject: str
    from_status: str | None
    status: str
    actor: str
    reason: str
    note: str = ""


class TrackingOut(msgspec.Struct, frozen=True, kw_only=True):
    """Where the parcels of an order are."""

    number: str
    status: str
    shipments: list[ShipmentOut]


class SellerOrderOut(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part of an order; `ship_by` and `delivery` were promised when it was paid.

    `shipping_kind` is empty when nothing had to be shipped; with `pickup` it is collected there, and not sent.
    `gift_note` is what the buyer wants to go with it.

    `commission` is what is left of it after refunds, before VAT, and `promotion` what the marketplace pays of the price
    after refunds; sellers and the operator see them, and `remitted_tax`: the buyer's tax, what is left of it after
    refunds, that the marketplace remits in the seller's place. `tax_reason` says why the tax is what it is. `labels`
    are for sellers and the operator, too.
    """

    kind: Literal["seller_order"] = "seller_order"
    id: str
    number: str
    order_id: str
    order_number: str
    seller: SellerOut
    status: SellerOrderStatus
    payment_status: PaymentStatus
    lines: list[LineOut]
    shipments: list[ShipmentOut]
    labels: list[LabelOut] | None
    timeline: list[TimelineOut]
    shipping_name: str
    shipping_kind: str
    pickup: PickupPlace | None
    gift_note: str
    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    tax_inclusive: bool
    tax_reason: TaxReason
    total: Money
    refunded: Money
    commission: Money | None
    promotion: Money | None
    remitted_tax: Money | None
    buyer_name: str
    shipping_address: AddressOut
    cancel_reason: str
    created_at: datetime
    placed_at: datetime | None
    ship_by: datetime | None
    deliver_by: datetime | None
    delivery: DeliveryOut | None
    accept_by: datetime | None
    late: bool
    version: int


class PaymentOut(msgspec.Struct, frozen=True, kw_only=True):
    """The order's payment; `/payments/{id}` says more."""

    id: str
    status: str


class UsedCouponOut(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon that the order used, and what it took off."""

    code: str
    name: str
    discount: Money


class OrderOut(msgspec.Struct, frozen=True, kw_only=True):
    """An order with its parts. `token` is a guest's key to it, told by `POST /orders` only."""

    kind: Literal["order"] = "order"
    id: str
    number: str
    status: OrderStatus
    payment_status: PaymentStatus
    email: str
    seller_orders: list[SellerOrderOut]
    timeline: list[TimelineOut]
    subtotal: Money
    discount: Money
    coupons: list[UsedCouponOut]
    shipping: Money
    tax: Money
    tax_inclusive: bool
    total: Money
    refunded: Money
    payment: PaymentOut
    payment_method: str
    shipping_address: AddressOut
    billing_address: AddressOut | None
    cancel_reason: str
    cancellable_until: datetime | None
    created_at: datetime
    expires_at: datetime
    placed_at: datetime | None
    version: int
    token: str | None = None


class AgainLineOut(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was bought once more; `reason` says why the cart holds fewer pieces than wanted."""

    line_id: str
    title: str
    variant_title: str
    wanted: int
    in_cart: int
    reason: str


class AgainOut(msgspec.Struct, frozen=True, kw_only=True):
    """What the cart holds now of an order's lines."""

    lines: list[AgainLineOut]


class OrderCardOut(msgspec.Struct, frozen=True, kw_only=True):
    """An order in a list."""

    kind: Literal["order"] = "order"
    id: str
    number: str
    status: OrderStatus
    payment_status: PaymentStatus
    total: Money
    seller_orders: list["SellerOrderCardOut"]
    created_at: datetime
    placed_at: datetime | None


class CardLineOut(msgspec.Struct, frozen=True, kw_only=True):
    """A line in a list of orders; `image` is the address of a picture 400 pixels wide."""

    title: str
    variant_title: str
    sku: str
    image: str | None
    image_key: str | None
    quantity: int


class SellerOrderCardOut(msgspec.Struct, frozen=True, kw_only=True):
    """A seller order in a list; `units` are those not cancelled, `units_to_ship` those not shipped yet.

    With `pickup` it is collected there, and not sent.
    """

    kind: Literal["seller_order"] = "seller_order"
    id: str
    number: str
    order_id: str
    seller: SellerOut
    status: SellerOrderStatus
    pickup: PickupPlace | None
    buyer_name: str
    lines: list[CardLineOut]
    units: int
    units_to_ship: int
    total: Money
    created_at: datetime
    placed_at: datetime | None
    ship_by: datetime | None
    deliver_by: datetime | None
    delivery: DeliveryOut | None
    accept_by: datetime | None
    late: bool
