"""Shapes of changing many products in one request."""

from typing import Annotated

import msgspec
from msgspec import Meta

from feria.core import ids, types
from feria.core.types import Closed
from feria.services.product.schemas import RefusedProductOut

PRODUCTS_MAX = 100
Tags = Annotated[list[types.ShortLine], Meta(max_length=50)]


class PriceChangeIn(Closed, kw_only=True, frozen=True):
    """By how many basis points every price changes: -1500 is 15 % less. `show_former` shows the old one beside it."""

    basis_points: Annotated[int, Meta(ge=-9_000, le=50_000)]
    show_former: bool = False


class BulkChangeIn(Closed, kw_only=True, frozen=True):
    """What is to be changed; what is not named stays as it is. `end_reduction` puts former prices in force again."""

    category_id: ids.CategoryRef | None = None
    brand: types.OptionalLine | None = None
    add_tags: Tags = msgspec.field(default_factory=list)
    remove_tags: Tags = msgspec.field(default_factory=list)
    processing_days: Annotated[int, Meta(ge=0, le=90)] | None = None
    price: PriceChangeIn | None = None
    end_reduction: bool = False


class ProductVersionIn(Closed, kw_only=True, frozen=True):
    """A product as it was read: one that is another by now is refused, so that no change is made twice."""

    id: ids.ProductRef
    version: types.Version


class BulkEditIn(Closed, kw_only=True, frozen=True):
    """One change to up to a hundred products of a shop."""

    products: Annotated[list[ProductVersionIn], Meta(min_length=1, max_length=PRODUCTS_MAX)]
    change: BulkChangeIn


class BulkEditOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many products are another than before, and which could not be changed."""

    changed: int
    refused: list[RefusedProductOut]
