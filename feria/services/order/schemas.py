"""What the order routes take and answer."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.money import Money
from feria.core.types import Closed, Email, Line, OptionalLine, Quantity, ShortLine
from feria.services.user.contract import AddressIn, DeliveryOut

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
    """Take back an order or, once it is paid, some units of it."""

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

    `commission` is shown to the seller and the operator only.
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
    total: Money
    commission: Money | None = None


class ShippedItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a line in a parcel."""

    line_id: str
    title: str
    quantity: int


class ShipmentOut(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel of a seller order."""

    id: str
    seller_order_id: str
    carrier: str
    tracking_number: str
    status: str
    shipped_at: datetime
    delivered_at: datetime | None
    items: list[ShippedItemOut]


class TimelineOut(msgspec.Struct, frozen=True, kw_only=True):
    """One step; `subject` is the number of the order or seller order that made it."""

    at: datetime
    subject: str
    from_status: str | None
    status: str
    actor: str
    reason: str


class TrackingOut(msgspec.Struct, frozen=True, kw_only=True):
    """Where the parcels of an order are."""

    number: str
    status: str
    shipments: list[ShipmentOut]


class SellerOrderOut(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part of an order; `ship_by` and `delivery` were promised when it was paid.

    `commission` is what is left of it after refunds, before VAT, and `promotion` what the marketplace pays of the price
    after refunds; sellers and the operator see them.
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
    timeline: list[TimelineOut]
    shipping_name: str
    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money
    refunded: Money
    commission: Money | None
    promotion: Money | None
    buyer_name: str
    shipping_address: AddressOut
    cancel_reason: str
    created_at: datetime
    placed_at: datetime | None
    ship_by: datetime | None
    deliver_by: datetime | None
    delivery: DeliveryOut | None
    accept_by: datetime | None
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
    """A seller order in a list; `units` are those not cancelled, `units_to_ship` those of them not shipped yet."""

    kind: Literal["seller_order"] = "seller_order"
    id: str
    number: str
    order_id: str
    seller: SellerOut
    status: SellerOrderStatus
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
