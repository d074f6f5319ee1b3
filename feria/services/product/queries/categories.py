"""The category tree with the attributes that products fill in; attributes are inherited from ancestors."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.services.product.queries.products import RENDITIONS, rendition_urls
from feria.services.product.rules import Attribute
from feria.services.product.schemas import categories as schemas


class Category(msgspec.Struct, frozen=True, kw_only=True):
    """A node; `lineage` are the ids of its ancestors and itself, root first."""

    id: UUID
    parent_id: UUID | None
    lineage: list[UUID]
    slug: str
    path: str
    name: str
    description: str
    position: int
    picture_id: UUID | None
    picture_width: int
    picture_height: int
    placeholder: str
    version: int
    updated_at: datetime


class Picture(msgspec.Struct, frozen=True):
    """A category's own picture."""

    id: UUID
    width: int
    height: int
    placeholder: str


_CATEGORIES = f"SELECT {', '.join(Category.__struct_fields__)} FROM product.categories"  # noqa: S608 - names of fields


def picture_key(picture_id: UUID) -> str:
    """What the files of a category's picture are called by."""
    return ids.encode("img", picture_id).removeprefix("img_")


async def category(tx: Tx, category_id: UUID) -> Category:
    """One category; raises NotFound."""
    found = await tx.one(Category, _CATEGORIES + " WHERE id = $1", category_id)
    if found is None:
        raise NotFound
    return found


async def category_at(tx: Tx, path: str) -> Category | None:
    """The category with this path, such as `home/ceramics`."""
    return await tx.one(Category, _CATEGORIES + " WHERE path = $1", path)


async def path_since_moved(tx: Tx, path: str) -> str | None:
    """Where the category is now that was at this path before; None when there was none, or it has been removed."""
    found: str | None = await tx.fetchval(
        """SELECT c.path FROM product.former_category_paths f JOIN product.categories c ON c.id = f.category_id
           WHERE f.path = $1""",
        path,
    )
    return found


async def children_of(tx: Tx, category_id: UUID) -> list[Category]:
    """The categories right below it, in their order."""
    return await tx.all(
        Category, _CATEGORIES + " WHERE parent_id = $1 ORDER BY position, name, id", category_id
    )


async def all_categories(tx: Tx) -> list[Category]:
    """Every category, parents before children, siblings in their order."""
    return await tx.all(Category, _CATEGORIES + " ORDER BY cardinality(lineage), position, name, id")


async def attributes_of(tx: Tx, category_id: UUID | None) -> list[Attribute]:
    """What products of the category fill in, its ancestors' attributes first; a nearer one of the same name wins."""
    if category_id is None:
        return []
    rows = await tx.all(
        Attribute,
        """SELECT a.name, a.label, a.kind, a.unit, a.choices, a.required, a.facet
           FROM product.categories c
           JOIN product.category_attributes a ON a.category_id = ANY(c.lineage)
           WHERE c.id = $1
           ORDER BY array_position(c.lineage, a.category_id), a.position, a.name""",
        category_id,
    )
    return list({attribute.name: attribute for attribute in rows}.values())


async def own_attributes(tx: Tx) -> dict[UUID, list[Attribute]]:
    """Every category's own attributes in order."""
    found: dict[UUID, list[Attribute]] = {}
    for row in await tx.fetch(
        """SELECT category_id, name, label, kind, unit, choices, required, facet
           FROM product.category_attributes ORDER BY category_id, position, name"""
    ):
        values = dict(row)
        found.setdefault(values.pop("category_id"), []).append(Attribute(**values))
    return found


async def published_counts(tx: Tx) -> dict[UUID, int]:
    """Published products by their own category; ancestors are not added up here."""
    rows = await tx.fetch(
        """SELECT category_id, count(*) AS count FROM product.products
           WHERE status = 'published' GROUP BY category_id"""
    )
    return {row["category_id"]: row["count"] for row in rows}


async def category_tree(tx: Tx) -> schemas.CategoryTreeOut:
    """The whole tree with attributes and counts."""
    return tree(await all_categories(tx), await own_attributes(tx), await published_counts(tx))


async def category_node(tx: Tx, category_id: UUID) -> schemas.CategoryOut:
    """One category with all below it; raises NotFound."""
    waiting = list((await category_tree(tx)).items)
    wanted = ids.encode("cat", category_id)
    while waiting:
        node = waiting.pop()
        if node.id == wanted:
            return node
        waiting.extend(node.children)
    raise NotFound


def tree(
    categories: list[Category], attributes: Mapping[UUID, list[Attribute]], counts: Mapping[UUID, int]
) -> schemas.CategoryTreeOut:
    """Nodes hung below their parents, counts added up."""
    totals: dict[UUID, int] = {}
    children: dict[UUID | None, list[Category]] = {}
    for one in categories:
        children.setdefault(one.parent_id, []).append(one)
        for ancestor in one.lineage:
            totals[ancestor] = totals.get(ancestor, 0) + counts.get(one.id, 0)

    def node(one: Category, inherited: dict[str, schemas.AttributeOut]) -> schemas.CategoryOut:
        mine = {attribute.name: _attribute_out(attribute) for attribute in attributes.get(one.id, [])}
        known = {**inherited, **mine}
        passed_on = {
            name: msgspec.structs.replace(attribute, inherited=True) for name, attribute in known.items()
        }
        return schemas.CategoryOut(
            id=ids.encode("cat", one.id),
            name=one.name,
            slug=one.slug,
            path=one.path,
            description=one.description,
            position=one.position,
            picture=_picture_out(one),
            version=one.version,
            product_count=totals.get(one.id, 0),
            attributes=list(known.values()),
            children=[node(child, passed_on) for child in children.get(one.id, [])],
        )

    return schemas.CategoryTreeOut([node(root, {}) for root in children.get(None, [])])


async def category_texts(tx: Tx, category_id: UUID) -> schemas.CategoryTextsOut:
    """The words of the category's page; raises NotFound."""
    row = await tx.fetchrow(
        "SELECT page_title, page_description, intro, version FROM product.categories WHERE id = $1",
        category_id,
    )
    if row is None:
        raise NotFound
    return schemas.CategoryTextsOut(id=ids.encode("cat", category_id), **row)


class Listed(msgspec.Struct, frozen=True):
    """A category in the sitemap, with the address of its own picture."""

    path: str
    image: str | None
    updated_at: datetime


async def listed_categories(tx: Tx) -> list[Listed]:
    """All categories, parents before children."""
    return [
        Listed(
            one.path, out.urls[str(max(RENDITIONS))] if (out := _picture_out(one)) else None, one.updated_at
        )
        for one in await all_categories(tx)
    ]


def _picture_out(one: Category) -> schemas.CategoryPictureOut | None:
    if one.picture_id is None:
        return None
    return schemas.CategoryPictureOut(
        width=one.picture_width,
        height=one.picture_height,
        placeholder=one.placeholder,
        urls=rendition_urls(picture_key(one.picture_id)),
    )


def _attribute_out(attribute: Attribute) -> schemas.AttributeOut:
    return schemas.AttributeOut(
        name=attribute.name,
        label=attribute.label,
        kind=attribute.kind,
        unit=attribute.unit,
        choices=attribute.choices,
        required=attribute.required,
        facet=attribute.facet,
        inherited=False,
    )
