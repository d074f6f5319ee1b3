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


class CategoryTextsIn(Closed, kw_only=True, frozen=True):
    """Words of a category's page: title and description for search engines, and simple HTML above its things."""

    page_title: types.OptionalLine = ""
    page_description: Annotated[str, Meta(max_length=400, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    intro: Annotated[str, Meta(max_length=5_000)] = ""


class CategoryTextsOut(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a category's page, with the category's version."""

    id: str
    page_title: str
    page_description: str
    intro: str
    version: int


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


class CategoryPictureOut(msgspec.Struct, frozen=True, kw_only=True):
    """A category's own picture: `urls` by width in pixels, `placeholder` a blur of it as a `data:` URI."""

    width: int
    height: int
    placeholder: str
    urls: dict[str, str]


class CategoryOut(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the tree; `product_count` counts published products here and below.

    Without a `picture` that of what sells best in it stands for it.
    """

    id: str
    name: str
    slug: str
    path: str
    description: str
    position: int
    picture: CategoryPictureOut | None
    version: int
    product_count: int
    attributes: list[AttributeOut]
    children: list["CategoryOut"]


class CategoryTreeOut(msgspec.Struct, frozen=True):
    """The whole tree; its roots are the items."""

    items: list[CategoryOut]
    next: None = None
