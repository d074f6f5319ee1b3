"""Shapes of the operator's look at products before they are on sale."""

from datetime import datetime

import msgspec

from feria.core import types
from feria.core.money import Money
from feria.core.types import Closed
from feria.services.product.rules import Scalar
from feria.services.product.schemas import ImageOut


class RejectionIn(Closed, kw_only=True, frozen=True):
    """Why a product goes back to its shop, which reads it."""

    reason: types.Line


class WaitingSellerOut(msgspec.Struct, frozen=True, kw_only=True):
    """Whose product waits."""

    id: str
    slug: str
    name: str
    stall_hue: int


class WaitingProductOut(msgspec.Struct, frozen=True, kw_only=True):
    """A product that waits for the operator, as buyers would see it; prices are those of the default market."""

    id: str
    seller: WaitingSellerOut
    title: str
    slug: str
    description: str
    category: str
    brand: str
    tags: list[str]
    attributes: dict[str, Scalar]
    images: list[ImageOut]
    variant_count: int
    lowest_price: Money | None
    highest_price: Money | None
    version: int
    submitted_at: datetime
