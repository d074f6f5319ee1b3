"""Request and response shapes of carts and coupons."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.money import Money
from feria.core.types import BasisPoints, Closed, Country, Quantity, ShortLine
from feria.services.cart.rules.tax import TaxReason
from feria.services.user.contract import DeliveryOut, PickupPlace, ShippingKind

OPTION_PREFIX = "ship"  # a seller's shipping profile as a choice of the buyer
OptionRef = Annotated[str, Meta(pattern=f"^{OPTION_PREFIX}_[0-9a-hjkmnp-tv-z]{{26}}$")]
ShippingChoices = dict[ids.SellerRef, OptionRef]
GIFT_NOTE_MAX = 300
GiftNote = Annotated[str, Meta(max_length=GIFT_NOTE_MAX, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$")]
_PLACE = r"^[^\x00-\x1f\x7f]*$"


class ItemIn(Closed, frozen=True):
    """A variant to put into the cart; a line of the same variant grows by `quantity`."""

    variant_id: ids.VariantRef
    quantity: Quantity = 1


class QuantityIn(Closed, frozen=True):
    """The new quantity of a line."""

    quantity: Quantity


class GiftNotesIn(Closed, frozen=True):
    """What is to go with the parcels, by seller; an empty text takes a note away."""

    notes: Annotated[dict[ids.SellerRef, GiftNote], Meta(max_length=100)]


class PlaceIn(Closed, frozen=True):
    """Where the cart is to be shipped, as far as tax and shipping need it; a business gives its `vat_id` as well."""

    country: Country
    region: Annotated[str, Meta(max_length=80, pattern=_PLACE)] = ""
    postal_code: Annotated[str, Meta(max_length=20, pattern=_PLACE)] = ""
    company: Annotated[str, Meta(max_length=200, pattern=_PLACE)] = ""
    vat_id: Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9 .-]*$")] = ""


class CodeIn(Closed, frozen=True):
    """A coupon's code, in whatever letters and spaces it was typed."""

    code: Annotated[str, Meta(min_length=1, max_length=80, pattern=_PLACE)]


class NoticeOut(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the shopper has to know: a stable code and an English sentence.

    Codes: `price_changed`, `only_left`, `sold_out`, `not_on_sale`, `seller_unavailable`, `shipping_changed`,
    `not_shipped_there`, `carts_merged`, `quantity_reduced`, `line_dropped`.
    """

    code: str
    message: str
    item_id: str | None = None
    seller_id: str | None = None


class SellerOut(msgspec.Struct, frozen=True, kw_only=True):
    """A seller in one line."""

    id: str
    slug: str
    name: str
    town: str
    country: str
    stall_hue: int
    logo: str | None


class ProductOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a line shows of its product, with a picture 400 pixels wide; of one that is gone only the title is left."""

    id: str | None
    slug: str | None
    title: str
    variant_title: str
    options: dict[str, str]
    sku: str | None
    image: str | None


class CartItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """A line. `available` is how many can be bought now, null without a limit; `total` is unit price × quantity."""

    id: str
    variant_id: str
    product: ProductOut
    quantity: int
    unit_price: Money
    total: Money
    available: int | None
    notice: NoticeOut | None


class CartGroupOut(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one seller, and its part of the sums; lines that are not on sale are left out of all sums.

    `tax_reason` says why the tax is what it is: under `reverse_charge` a business accounts for it, and prices are
    shown without it. `shipping` is before, `discount` all that coupons take off, `shipping_discount` of it off that.
    `shipping_option` is the one counted, `delivery` when its parcel would arrive, and `pickup` where it is collected
    instead; all are null when nothing of this seller is to be shipped, or when nothing is offered for this cart and
    place: `shipping_fault` then says why. `gift_note` is what the shopper wants to go with the parcel.
    """

    seller: SellerOut
    items: list[CartItemOut]
    subtotal: Money
    shipping: Money
    shipping_discount: Money
    discount: Money
    tax: Money
    tax_reason: TaxReason
    total: Money
    shipping_option: str | None
    shipping_name: str | None
    pickup: PickupPlace | None
    shipping_fault: str | None
    gift_note: str
    delivery: DeliveryOut | None
    free_shipping_remaining: Money | None


class SavedItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept for later, at today's price; without an offer here, at the last one told and with 0 available."""

    id: str
    variant_id: str
    seller: SellerOut | None
    product: ProductOut
    quantity: int
    unit_price: Money
    available: int | None


class SavedItemsOut(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept for later, the newest first."""

    items: list[SavedItemOut]


class CouponOut(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was entered: what it takes off, and else why it takes nothing.

    `message` is a sentence with the reason: the minimum is not reached, nothing in the cart fits, or the code no longer
    counts.
    """

    code: str
    name: str
    discount: Money
    free_shipping: bool
    message: str | None


class PlaceOut(msgspec.Struct, frozen=True, kw_only=True):
    """The destination that tax and shipping are shown for."""

    country: str
    region: str
    postal_code: str


class VatOut(msgspec.Struct, frozen=True, kw_only=True):
    """How the VAT id that was given stands, with a sentence for the buyer. Only a `valid` one changes a price.

    `unchecked` is one whose register does not answer at present.
    """

    company: str
    vat_id: str
    status: Literal["valid", "invalid", "unchecked"]
    message: str


class CartOut(msgspec.Struct, frozen=True, kw_only=True):
    """A cart. `tax` is contained in the total when `tax_included`, else it is one of its parts.

    `id` is null as long as nothing was put in. Without an `address`, tax is that of the market's first country.
    """

    id: str | None
    market: str
    currency: str
    tax_included: bool
    address: PlaceOut | None
    vat: VatOut | None
    groups: list[CartGroupOut]
    item_count: int
    subtotal: Money
    discount: Money
    tax: Money
    shipping: Money
    total: Money
    coupons: list[CouponOut]
    notices: list[NoticeOut]


class ShippingOptionOut(msgspec.Struct, frozen=True, kw_only=True):
    """A way in which the seller ships: what it costs for this cart, how many days it takes, and when it would arrive.

    `free_from` is the value of goods from which it is free, `free_from_remaining` how much is missing to that.
    """

    id: str
    name: str
    kind: ShippingKind
    price: Money
    free_from: Money | None
    free_from_remaining: Money | None
    min_days: int
    max_days: int
    delivery: DeliveryOut
    pickup: PickupPlace | None
    selected: bool


class SellerShippingOut(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's shipping options for this cart and its place; without any, `fault` is a sentence that says why."""

    seller: SellerOut
    options: list[ShippingOptionOut]
    fault: str | None


class ShippingOptionsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The shipping options of each seller who has something in the cart that is on sale and shipped."""

    groups: list[SellerShippingOut]


CouponKind = Literal["percent", "fixed", "free_shipping", "buy_x_get_y"]
Code = Annotated[
    str,
    Meta(pattern=r"^[A-Za-z0-9-]{3,40}$", description="letters, digits and hyphens; case does not matter"),
]
Uses = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Pieces = Annotated[int, Meta(ge=0, le=99)]
Moment = Annotated[datetime, Meta(tz=True)]


class CouponIn(Closed, frozen=True, kw_only=True):
    """A coupon.

    `percent_bps` is for `percent`, and how far the given pieces of `buy_x_get_y` are reduced; `amount` is for `fixed`.
    Empty scopes hold everything; a shop's own coupon is for its own things whatever they say. Of the marketplace's
    coupons the sellers bear `funded_by_seller_bps`, of a shop's the shop bears all. Limits that are null do not hold.
    """

    name: ShortLine
    kind: CouponKind
    percent_bps: BasisPoints = 0
    amount: Money | None = None
    minimum: Money | None = None
    budget: Money | None = None
    buy_quantity: Pieces = 0
    get_quantity: Pieces = 0
    sellers: Annotated[list[ids.SellerRef], Meta(max_length=100)] = msgspec.field(default_factory=list)
    categories: Annotated[list[ids.CategoryRef], Meta(max_length=100)] = msgspec.field(default_factory=list)
    products: Annotated[list[ids.ProductRef], Meta(max_length=500)] = msgspec.field(default_factory=list)
    funded_by_seller_bps: BasisPoints = 0
    uses_max: Uses | None = None
    uses_per_code_max: Uses | None = None
    uses_per_customer_max: Uses | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    paused: bool = False


class NewCouponIn(CouponIn, frozen=True, kw_only=True):
    """A new coupon with its first code; more are drawn with `POST /coupons/{id}/codes`."""

    code: Code


class CodesIn(Closed, frozen=True):
    """How many codes are to be drawn by lot, each after this prefix."""

    count: Annotated[int, Meta(ge=1, le=10_000)]
    prefix: Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z0-9-]*$")] = ""


class OwnCouponOut(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon with its first codes and how far it is used; `seller_id` is null for the marketplace's own.

    `state` is `running`, `scheduled`, `ended`, `paused` or `used_up`.
    """

    id: str
    seller_id: str | None
    name: str
    kind: CouponKind
    state: str
    percent_bps: int
    amount: Money | None
    minimum: Money | None
    budget: Money | None
    buy_quantity: int
    get_quantity: int
    sellers: list[str]
    categories: list[str]
    products: list[str]
    funded_by_seller_bps: int
    uses_max: int | None
    uses_per_code_max: int | None
    uses_per_customer_max: int | None
    starts_at: datetime
    ends_at: datetime | None
    paused: bool
    codes: list[str]
    used: int
    created_at: datetime
    version: int


class CouponUseOut(msgspec.Struct, frozen=True, kw_only=True):
    """An order that used a coupon; one that ended unpaid has given its use back (`held` is false).

    A shop knows the order by its own part, a `sord_…` with its number; the marketplace by the order itself. Of what was
    taken off, the marketplace pays `promotion` and shops pay `by_sellers`.
    """

    number: str
    seller_order_id: str | None
    code: str
    discount: Money
    promotion: Money
    by_sellers: Money
    held: bool
    at: datetime


class CouponUsesOut(msgspec.Struct, frozen=True, kw_only=True):
    """How a coupon is used: by how many orders, what it took off and what of that the marketplace paid, and the newest.

    Sums are by currency and of the uses that hold.
    """

    orders: int
    discounts: list[Money]
    promotions: list[Money]
    items: list[CouponUseOut]


class CodesOut(msgspec.Struct, frozen=True, kw_only=True):
    """New codes."""

    codes: list[str]
