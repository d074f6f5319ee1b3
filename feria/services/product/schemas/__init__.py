"""Request and response shapes of the product service."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids, types
from feria.core.errors import FieldError
from feria.core.money import Money
from feria.core.types import Closed
from feria.services.product.rules import OPTIONS_MAX, VARIANTS_MAX, Scalar
from feria.services.user.contract import DeliveryOut

Rendered = Literal["pending", "ready", "failed"]
Status = Literal["draft", "in_review", "published", "archived"]
Policy = Literal["tracked", "untracked", "backorder"]
Fulfilment = Literal["ship", "pickup", "digital"]
TaxCategory = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
Gtin = Annotated[str, Meta(pattern=r"^(\d{8}|\d{12,14})$")]
AttributeName = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
Attributes = Annotated[dict[AttributeName, Scalar], Meta(max_length=50)]


class MoneyIn(Closed, kw_only=True, frozen=True):
    """An amount that is asked for: never negative."""

    amount: types.Amount
    currency: types.CurrencyCode


class OptionIn(Closed, kw_only=True, frozen=True):
    """What a buyer chooses, such as Size, and the values there are."""

    name: types.ShortLine
    values: Annotated[list[types.ShortLine], Meta(min_length=1, max_length=100)]


class MarketPriceIn(Closed, kw_only=True, frozen=True):
    """The price in a market other than the default one."""

    market: types.MarketId
    price: MoneyIn
    compare_at_price: MoneyIn | None = None


class VariantFields(Closed, kw_only=True, frozen=True):
    """What creating and changing a variant have in common; `price` is the default market's."""

    price: MoneyIn
    compare_at_price: MoneyIn | None = None
    prices: Annotated[list[MarketPriceIn], Meta(max_length=50)] = msgspec.field(default_factory=list)
    sku: types.ShortLine | None = None
    options: Annotated[dict[types.ShortLine, types.ShortLine], Meta(max_length=OPTIONS_MAX)] = msgspec.field(
        default_factory=dict
    )
    stock_policy: Policy = "tracked"
    weight_grams: types.Grams = 0
    gtin: Gtin | None = None
    fulfilment: Fulfilment | None = None


class VariantIn(VariantFields, kw_only=True, frozen=True):
    """A new variant; `on_hand` is its first count."""

    on_hand: types.StockCount = 0


class VariantUpdate(VariantFields, kw_only=True, frozen=True):
    """A variant in a PUT: with `id` an existing one, without a new one that starts with no stock."""

    id: ids.VariantRef | None = None
    image_id: ids.ImageRef | None = None


class ProductFields(Closed, kw_only=True, frozen=True):
    """What creating and changing a product share: simple HTML in the description, and the texts' language."""

    title: types.Line
    locale: types.Locale = "en"
    description: types.LongText = ""
    category_id: ids.CategoryRef | None = None
    brand: types.OptionalLine = ""
    tags: Annotated[list[types.ShortLine], Meta(max_length=50)] = msgspec.field(default_factory=list)
    attributes: Attributes = msgspec.field(default_factory=dict)
    options: Annotated[list[OptionIn], Meta(max_length=OPTIONS_MAX)] = msgspec.field(default_factory=list)
    tax_category: TaxCategory = "standard"
    fulfilment: Fulfilment = "ship"
    gtin: Gtin | None = None
    max_per_order: types.Quantity | None = None
    processing_days: Annotated[int, Meta(ge=0, le=90)] = 2


class ProductIn(ProductFields, kw_only=True, frozen=True):
    """A new product, which starts as a draft."""

    seller_id: ids.SellerRef
    variants: Annotated[list[VariantIn], Meta(min_length=1, max_length=VARIANTS_MAX)]


class ProductUpdate(ProductFields, kw_only=True, frozen=True):
    """The whole product anew; stock is left alone, and a variant that is not named is taken off the product."""

    variants: Annotated[list[VariantUpdate], Meta(min_length=1, max_length=VARIANTS_MAX)]


class SellerOut(msgspec.Struct, frozen=True, kw_only=True):
    """Whose product it is, and for how many days it may be sent back."""

    id: str
    slug: str
    name: str
    stall_hue: int
    town: str
    country: str
    logo: str | None
    returns_days: int


class CategoryRefOut(msgspec.Struct, frozen=True):
    """The category a product stands in."""

    id: str
    path: str
    name: str


class ImageOut(msgspec.Struct, frozen=True, kw_only=True):
    """A picture; `urls` by width in pixels, empty until it has been rendered.

    `placeholder` is a blur of it as a `data:` URI of some hundred characters, empty for what can be seen through;
    `failure` is why it was not rendered, as the rest of a sentence about the file.
    """

    id: str
    alt: str
    width: int
    height: int
    state: Rendered
    placeholder: str
    failure: str
    urls: dict[str, str]


class OptionOut(msgspec.Struct, frozen=True):
    """An option with its values in order."""

    name: str
    values: list[str]


class MarketPriceOut(msgspec.Struct, frozen=True, kw_only=True):
    """A variant's price in one market."""

    market: str
    price: Money
    compare_at_price: Money | None


class VariantOut(msgspec.Struct, frozen=True, kw_only=True):
    """A variant; `price` is null where it is not sold in the asked market, `available` null for no limit.

    `lowest_recent_price` goes with a lowered price: the lowest of the thirty days before it was lowered (directive
    98/6/EC, Article 6a), null when it was not on sale then.
    """

    id: str
    sku: str
    title: str
    options: dict[str, str]
    price: Money | None
    compare_at_price: Money | None
    lowest_recent_price: Money | None
    prices: list[MarketPriceOut]
    available: int | None
    in_stock: bool
    stock_policy: Policy
    weight_grams: int
    gtin: str | None
    fulfilment: Fulfilment
    image_id: str | None


class ShippingNoteOut(msgspec.Struct, frozen=True, kw_only=True):
    """How soon and from where it is sent, and by the seller's first way to ship one piece when it would arrive.

    Where to is not known here: it is the market's first country. `free_from` is the value of goods from which shipping
    costs nothing. All three are null without a way to ship there, and of what is not shipped.
    """

    processing_days: int
    country: str
    town: str
    delivery: DeliveryOut | None
    price: Money | None
    free_from: Money | None


class ProductOut(msgspec.Struct, frozen=True, kw_only=True):
    """The whole product. `rating` is null before the first review; at `publish_at` a draft goes on sale by itself.

    `rejection` is why the operator sent the draft back, and empty otherwise.
    """

    id: str
    seller: SellerOut
    title: str
    slug: str
    status: Status
    locale: str
    description: str
    category: CategoryRefOut | None
    brand: str
    tags: list[str]
    attributes: dict[str, Scalar]
    options: list[OptionOut]
    variants: list[VariantOut]
    images: list[ImageOut]
    market: str
    rating: float | None
    review_count: int
    in_stock: bool
    shipping_note: ShippingNoteOut
    tax_category: str
    fulfilment: Fulfilment
    gtin: str | None
    max_per_order: int | None
    processing_days: int
    version: int
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    publish_at: datetime | None
    rejection: str


class ProductRowOut(msgspec.Struct, frozen=True, kw_only=True):
    """A product in its seller's list."""

    id: str
    title: str
    slug: str
    status: Status
    image: str | None
    price: Money | None
    variant_count: int
    available: int | None
    version: int
    updated_at: datetime


class StockOut(msgspec.Struct, frozen=True, kw_only=True):
    """Stock of one variant at one location; `available` is null for no limit, `image` is 160 pixels wide."""

    variant_id: str
    product_id: str
    product_title: str
    variant_title: str
    sku: str
    image: str | None
    location: str
    stock_policy: Policy
    on_hand: int
    reserved: int
    available: int | None
    version: int


class MovementIn(Closed, kw_only=True, frozen=True):
    """Either `delta` with a reason, or a stock-taking: `counted` with the stock's `version`."""

    variant_id: ids.VariantRef
    delta: types.StockDelta | None = None
    reason: types.Line | None = None
    counted: types.StockCount | None = None
    version: types.Version | None = None


class RefusedProductOut(msgspec.Struct, frozen=True, kw_only=True):
    """A product to which something could not be done, and why, in words; `errors` are the fields concerned."""

    product_id: str
    title: str
    reason: str
    errors: list[FieldError]
