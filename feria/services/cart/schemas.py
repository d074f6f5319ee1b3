"""Request and response shapes of the cart."""

from typing import Annotated

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.money import Money
from feria.core.types import Closed, Country, Quantity
from feria.services.user.contract import DeliveryOut

OPTION_PREFIX = "ship"  # a seller's shipping profile as a choice of the buyer
OptionRef = Annotated[str, Meta(pattern=f"^{OPTION_PREFIX}_[0-9a-hjkmnp-tv-z]{{26}}$")]
ShippingChoices = dict[ids.SellerRef, OptionRef]
_PLACE = r"^[^\x00-\x1f\x7f]*$"


class ItemIn(Closed, frozen=True):
    """A variant to put into the cart; a line of the same variant grows by `quantity`."""

    variant_id: ids.VariantRef
    quantity: Quantity = 1


class QuantityIn(Closed, frozen=True):
    """The new quantity of a line."""

    quantity: Quantity


class PlaceIn(Closed, frozen=True):
    """Where the cart is to be shipped, as far as tax and shipping need it."""

    country: Country
    region: Annotated[str, Meta(max_length=80, pattern=_PLACE)] = ""
    postal_code: Annotated[str, Meta(max_length=20, pattern=_PLACE)] = ""


class NoticeOut(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the shopper has to know: a stable code and an English sentence.

    Codes: `price_changed`, `only_left`, `sold_out`, `not_on_sale`, `seller_unavailable`, `shipping_changed`,
    `carts_merged`, `quantity_reduced`, `line_dropped`.
    """

    code: str
    message: str
    item_id: str | None = None


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

    `shipping_option` is the one counted, and `delivery` when its parcel would arrive; both are null when nothing of
    this seller is on sale.
    """

    seller: SellerOut
    items: list[CartItemOut]
    subtotal: Money
    shipping: Money
    discount: Money
    tax: Money
    total: Money
    shipping_option: str | None
    delivery: DeliveryOut | None
    free_shipping_remaining: Money | None


class PlaceOut(msgspec.Struct, frozen=True, kw_only=True):
    """The destination that tax and shipping are shown for."""

    country: str
    region: str
    postal_code: str


class CartOut(msgspec.Struct, frozen=True, kw_only=True):
    """A cart. `tax` is contained in the total when `tax_included`, else it is one of its parts.

    `id` is null as long as nothing was put in. Without an `address`, tax is that of the market's first country.
    """

    id: str | None
    market: str
    currency: str
    tax_included: bool
    address: PlaceOut | None
    groups: list[CartGroupOut]
    item_count: int
    subtotal: Money
    discount: Money
    tax: Money
    shipping: Money
    total: Money
    notices: list[NoticeOut]


class ShippingOptionOut(msgspec.Struct, frozen=True, kw_only=True):
    """A way in which the seller ships: what it costs for this cart, how many days it takes, and when it would arrive.

    `free_from` is the value of goods from which it is free, `free_from_remaining` how much is missing to that.
    """

    id: str
    name: str
    price: Money
    free_from: Money | None
    free_from_remaining: Money | None
    min_days: int
    max_days: int
    delivery: DeliveryOut
    selected: bool


class SellerShippingOut(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's shipping options for this cart."""

    seller: SellerOut
    options: list[ShippingOptionOut]


class ShippingOptionsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The shipping options of each seller who has something on sale in the cart."""

    groups: list[SellerShippingOut]
