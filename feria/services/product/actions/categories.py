"""Changes of the category tree by the operator; one at a time, so that no two moves make a circle together."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from feria.core import ids
from feria.core.db import TransactionConflict, Tx
from feria.core.errors import Conflict, NotFound, PreconditionFailed, invalid
from feria.services.product import rules
from feria.services.product.actions.changes import note_changes_of_categories
from feria.services.product.queries import categories
from feria.services.product.queries.catalogue import units_of_attributes
from feria.services.product.queries.categories import Category, Picture
from feria.services.product.schemas.categories import AttributeIn, CategoryIn, CategoryTextsIn

TREE_LOCK = 7_000_101
# Categories belong to nobody: their ids carry the owner number 0.
NOBODY = 0


class CategoryInUse(Conflict):
    """Products or other categories stand in it."""

    slug, title = "category-in-use", "The category still has products or categories in it."


class CategoryExists(Conflict):
    """A sibling has this slug already."""

    slug, title = "category-exists", "There is a category of this name here already."


async def create_category(tx: Tx, data: CategoryIn, *, category_id: UUID | None = None) -> UUID:
    """Add a category below its parent, or as a root; raises CategoryExists."""
    await _lock_tree(tx)
    new_id = category_id or ids.new(NOBODY)
    parent = await _parent_of(tx, data)
    slug = data.slug or rules.slug_of(data.name, "category")
    lineage, path = _place(parent, new_id, slug)
    try:
        await tx.execute(
            """INSERT INTO product.categories
                   (id, parent_id, lineage, slug, path, name, description, position, created_at, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)""",
            new_id,
            parent.id if parent else None,
            lineage,
            slug,
            path,
            data.name,
            data.description,
            data.position,
            tx.now,
        )
    except asyncpg.UniqueViolationError:
        raise CategoryExists from None
    await _take_path(tx, path)
    await _set_attributes(tx, new_id, data.attributes)
    tx.audit("create_category", ids.encode("cat", new_id), path=path)
    return new_id


async def update_category(tx: Tx, category_id: UUID, data: CategoryIn, version: int | None) -> None:
    """Rename, move or describe anew; descendants move along. Raises NotFound, CategoryExists, PreconditionFailed."""
    await _lock_tree(tx)
    old = await categories.category(tx, category_id)
    if version is not None and version != old.version:
        raise PreconditionFailed
    parent = await _parent_of(tx, data)
    if parent is not None and category_id in parent.lineage:
        raise invalid("parent_id", "is the category itself or stands below it")
    slug = data.slug or rules.slug_of(data.name, "category")
    lineage, path = _place(parent, category_id, slug)
    await tx.execute(
        """UPDATE product.categories
           SET parent_id = $2, slug = $3, name = $4, description = $5, position = $6, version = version + 1,
               updated_at = $7
           WHERE id = $1""",
        category_id,
        parent.id if parent else None,
        slug,
        data.name,
        data.description,
        data.position,
        tx.now,
    )
    moved = await _move_subtree(tx, old, lineage, path)
    facets = await units_of_attributes(tx, [category_id])
    await _set_attributes(tx, category_id, data.attributes)
    if moved or data.name != old.name or facets != await units_of_attributes(tx, [category_id]):
        await _note_products_below(tx, category_id)
    tx.audit("update_category", ids.encode("cat", category_id), path=path)


async def write_texts(tx: Tx, category_id: UUID, data: CategoryTextsIn, version: int | None) -> None:
    """Set the words of its page; raises NotFound, PreconditionFailed."""
    await _lock_tree(tx)
    found = await categories.category(tx, category_id)
    if version is not None and version != found.version:
        raise PreconditionFailed
    await tx.execute(
        """UPDATE product.categories
           SET page_title = $2, page_description = $3, intro = $4, version = version + 1, updated_at = $5
           WHERE id = $1""",
        category_id,
        " ".join(data.page_title.split()),
        " ".join(data.page_description.split()),
        rules.clean_html(data.intro),
        tx.now,
    )
    tx.audit("write_category_texts", ids.encode("cat", category_id), path=found.path)


async def show_picture(tx: Tx, category_id: UUID, picture: Picture | None) -> UUID | None:
    """Show this picture with it, or none of its own; the id of the one before. Raises NotFound.

    The version stays, since no other change writes pictures: who is typing the category's words goes on.
    """
    await _lock_tree(tx)
    found = await categories.category(tx, category_id)
    if picture is None and found.picture_id is None:
        return None
    await tx.execute(
        """UPDATE product.categories
           SET picture_id = $2, picture_width = $3, picture_height = $4, placeholder = $5, updated_at = $6
           WHERE id = $1""",
        category_id,
        picture.id if picture else None,
        picture.width if picture else 0,
        picture.height if picture else 0,
        picture.placeholder if picture else "",
        tx.now,
    )
    tx.audit("show_category_picture", ids.encode("cat", category_id), path=found.path)
    return found.picture_id


async def merge_category(tx: Tx, category_id: UUID, into_id: UUID, version: int | None) -> None:
    """Put what stands in a category into another and remove it; links to it lead there.

    The other's attributes count from then on: values of those that it does not have stay with the products, unseen.
    Raises NotFound, CategoryExists when children of both have one slug, PreconditionFailed.
    """
    await _lock_tree(tx)
    old = await categories.category(tx, category_id)
    if version is not None and version != old.version:
        raise PreconditionFailed
    into = await _parent(tx, into_id, "into_id")
    if category_id in into.lineage:
        raise invalid("into_id", "is the category itself or stands below it")
    for child in await categories.children_of(tx, category_id):
        lineage, path = _place(into, child.id, child.slug)
        await tx.execute(
            "UPDATE product.categories SET parent_id = $2, version = version + 1, updated_at = $3 WHERE id = $1",
            child.id,
            into.id,
            tx.now,
        )
        await _move_subtree(tx, child, lineage, path)
        await _note_products_below(tx, child.id)
    await note_changes_of_categories(tx, [category_id])
    await tx.execute(
        """UPDATE product.products SET category_id = $2, version = version + 1, updated_at = $3
           WHERE category_id = $1""",
        category_id,
        into.id,
        tx.now,
    )
    await tx.execute(
        "UPDATE product.former_category_paths SET category_id = $2 WHERE category_id = $1",
        category_id,
        into.id,
    )
    await _keep_path(tx, old.path, into.id)
    try:
        await tx.execute("DELETE FROM product.categories WHERE id = $1", category_id)
    except asyncpg.ForeignKeyViolationError:
        # A product was put into it meanwhile, and is moved by the next try.
        raise TransactionConflict from None
    tx.audit("merge_category", ids.encode("cat", category_id), path=old.path, into=into.path)


async def delete_category(tx: Tx, category_id: UUID) -> None:
    """Remove an empty category; raises CategoryInUse while anything stands in it."""
    await _lock_tree(tx)
    found = await categories.category(tx, category_id)
    try:
        await tx.execute("DELETE FROM product.categories WHERE id = $1", category_id)
    except asyncpg.ForeignKeyViolationError:
        raise CategoryInUse from None
    tx.audit("delete_category", ids.encode("cat", category_id), path=found.path)


async def ensure_category(tx: Tx, name: str) -> UUID:
    """The root category of this name, made when missing; imports put what fits nowhere under `To sort`."""
    path = rules.slug_of(name, "category")
    found = await categories.category_at(tx, path)
    if found is None:
        await _lock_tree(tx)
        found = await categories.category_at(tx, path)
    return found.id if found else await create_category(tx, CategoryIn(name=name, position=100_000))


async def _lock_tree(tx: Tx) -> None:
    await tx.fetchval("SELECT pg_advisory_xact_lock($1)", TREE_LOCK)


async def _parent(tx: Tx, category_id: UUID, field: str) -> Category:
    """A category that a request names; raises Invalid."""
    try:
        return await categories.category(tx, category_id)
    except NotFound:
        raise invalid(field, "is no category") from None


async def _parent_of(tx: Tx, data: CategoryIn) -> Category | None:
    if data.parent_id is None:
        return None
    return await _parent(tx, ids.decode("cat", data.parent_id, "parent_id"), "parent_id")


async def _keep_path(tx: Tx, path: str, category_id: UUID) -> None:
    """Links to `path`, where nothing is any more, lead to the category."""
    await tx.execute(
        """INSERT INTO product.former_category_paths (path, category_id) VALUES ($1, $2)
           ON CONFLICT (path) DO UPDATE SET category_id = excluded.category_id""",
        path,
        category_id,
    )


async def _take_path(tx: Tx, path: str) -> None:
    """Something new is at `path`."""
    await tx.execute("DELETE FROM product.former_category_paths WHERE path = $1", path)


def _place(parent: Category | None, category_id: UUID, slug: str) -> tuple[list[UUID], str]:
    lineage = [*parent.lineage, category_id] if parent else [category_id]
    if len(lineage) > rules.CATEGORY_DEPTH_MAX:
        raise invalid("parent_id", f"the tree may be {rules.CATEGORY_DEPTH_MAX} levels deep")
    return lineage, f"{parent.path}/{slug}" if parent else slug


async def _move_subtree(tx: Tx, old: Category, lineage: list[UUID], path: str) -> bool:
    """Give the category and all below it their new lineage and path; returns whether the lineage changed."""
    if (lineage, path) == (old.lineage, old.path):
        return False
    if path != old.path:
        await tx.execute(
            """INSERT INTO product.former_category_paths (path, category_id)
               SELECT path, id FROM product.categories WHERE $1 = ANY(lineage)
               ON CONFLICT (path) DO UPDATE SET category_id = excluded.category_id""",
            old.id,
        )
    try:
        await tx.execute(
            """UPDATE product.categories
               SET lineage = $2::uuid[] || lineage[$3 + 1:], path = $4 || substr(path, $5 + 1)
               WHERE $1 = ANY(lineage)""",
            old.id,
            lineage,
            len(old.lineage),
            path,
            len(old.path),
        )
    except asyncpg.UniqueViolationError:
        raise CategoryExists from None
    except asyncpg.CheckViolationError:
        raise invalid("parent_id", f"the tree may be {rules.CATEGORY_DEPTH_MAX} levels deep") from None
    await tx.execute(
        """DELETE FROM product.former_category_paths f USING product.categories c
           WHERE c.path = f.path AND $1 = ANY(c.lineage)""",
        old.id,
    )
    return lineage != old.lineage


async def _note_products_below(tx: Tx, category_id: UUID) -> None:
    """Tell the indexes that products here stand elsewhere in the tree, or are found by other words or facets."""
    below = await tx.fetch("SELECT id FROM product.categories WHERE $1 = ANY(lineage)", category_id)
    await note_changes_of_categories(tx, [row["id"] for row in below])


async def _set_attributes(tx: Tx, category_id: UUID, attributes: Sequence[AttributeIn]) -> None:
    names = [attribute.name for attribute in attributes]
    if len(set(names)) != len(names):
        raise invalid("attributes", "names the same attribute twice")
    for place, attribute in enumerate(attributes):
        if attribute.kind == "choice" and not attribute.choices:
            raise invalid(f"attributes[{place}].choices", "is required for a choice")
    await tx.execute("DELETE FROM product.category_attributes WHERE category_id = $1", category_id)
    await tx.conn.executemany(
        """INSERT INTO product.category_attributes
               (category_id, name, label, kind, unit, choices, required, facet, position)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        [
            (
                category_id,
                one.name,
                one.label,
                one.kind,
                one.unit,
                list(one.choices),
                one.required,
                one.facet,
                place,
            )
            for place, one in enumerate(attributes)
        ],
    )
