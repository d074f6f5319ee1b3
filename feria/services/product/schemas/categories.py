"""Shapes of the category tree."""

from typing import Annotated

import msgspec
from msgspec import Meta

from feria.core import ids, types
from feria.core.types import Closed
from feria.services.product.rules import Kind
from feria.services.product.schemas import AttributeName


class AttributeIn(Closed, kw_only=True, frozen=True):
    """An attribute of a category; `choices` for kind `choice`, or the colours allowed."""

    name: AttributeName
    label: types.ShortLine
    kind: Kind
    unit: Annotated[str, Meta(max_length=20)] = ""
    choices: Annotated[list[types.ShortLine], Meta(max_length=100)] = msgspec.field(default_factory=list)
    required: bool = False
    facet: bool = True


class CategoryIn(Closed, kw_only=True, frozen=True):
    """A category; the slug is made from the name when none is given."""

    name: types.ShortLine
    slug: types.Slug | None = None
    parent_id: ids.CategoryRef | None = None
    description: types.Text = ""
    position: Annotated[int, Meta(ge=0, le=100_000)] = 0
    attributes: Annotated[list[AttributeIn], Meta(max_length=50)] = msgspec.field(default_factory=list)


class MergeIn(Closed, kw_only=True, frozen=True):
    """The category into which another is merged."""

    into_id: ids.CategoryRef


class AttributeOut(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute; `inherited` when an ancestor declares it."""

    name: str
    label: str
    kind: Kind
    unit: str
    choices: list[str]
    required: bool
    facet: bool
    inherited: bool


class CategoryOut(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the tree; `product_count` counts published products here and below."""

    id: str
    name: str
    slug: str
    path: str
    description: str
    position: int
    version: int
    product_count: int
    attributes: list[AttributeOut]
    children: list["CategoryOut"]


class CategoryTreeOut(msgspec.Struct, frozen=True):
    """The whole tree; its roots are the items."""

    items: list[CategoryOut]
    next: None = None
