"""What one product contributes to the catalogue: the row that the product service fills in from PostgreSQL."""

from uuid import UUID

import msgspec

ORDINAL_MAX = (1 << 32) - 1
ATTRIBUTE_TERM_BYTES_MAX = 400
TERMS_PER_FIELD_MAX = 64
TEXT_CHARACTERS_MAX = 20_000
TRANSLATIONS_MAX = 32


class CardSeller(msgspec.Struct, frozen=True):
    """The seller as a card shows it; `id` is the public `sel_…`."""

    id: str
    slug: str
    name: str
    stall_hue: int = 0


class CardImage(msgspec.Struct, frozen=True):
    """A picture of a product; `urls` holds its renditions by width, `url` is the one of a usual card."""

    url: str
    alt: str
    width: int
    height: int
    placeholder: str = ""
    urls: dict[str, str] = {}


class CardPrice(msgspec.Struct, frozen=True, omit_defaults=True):
    """The lowest price of a product in one market, in minor units; `differs` when another variant costs more."""

    amount: int
    currency: str
    compare_at_amount: int | None = None
    differs: bool = False


class Translation(msgspec.Struct, frozen=True):
    """A product's texts in another language, its description without tags."""

    locale: str
    title: str
    description: str = ""


class CatalogueDoc(msgspec.Struct, frozen=True, kw_only=True):
    """One published product of an active seller, whole: writing it replaces what the index knew of it.

    `locale` says in which language the texts are, but for `translations`; `category_names` what its own category and
    all above are called. `public_id`, `categories` (own and all ancestors) and `seller.id` are public ids, so that
    filters and facets need no translation. `version` is any number that differs when the document may differ.
    `rating` is in hundredths of a star, `published_at` in seconds since 1970; `prices` has a row per market it is
    sold in.
    """

    id: UUID
    public_id: str
    ordinal: int
    version: int
    slug: str
    title: str
    seller: CardSeller
    prices: dict[str, CardPrice]
    published_at: int
    in_stock: bool
    locale: str = "en"
    translations: tuple[Translation, ...] = ()
    categories: tuple[str, ...] = ()
    category_names: tuple[str, ...] = ()
    brand: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    image: CardImage | None = None
    second_image: CardImage | None = None
    rating: int = 0
    review_count: int = 0
    units_sold: int = 0
