"""Views of a shop's list of orders that its members keep: filters with a name, shared by all of them."""

from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound, invalid
from feria.services.order.queries import order_views
from feria.services.order.queries.order_views import ViewRow
from feria.services.order.schemas.selling import OrderViewIn


class ViewNameTaken(Conflict):
    """The shop has a view of this name, capital letters or not."""

    slug, title = "view-name-taken", "There is a view with this name already."


class TooManyViews(Conflict):
    """A shop keeps a limited number of views."""

    slug, title = "too-many-views", f"A shop can keep {order_views.VIEWS_MAX} views. Delete one first."


async def keep_view(tx: Tx, seller_id: int, data: OrderViewIn) -> ViewRow:
    """Keep a view; for members. Raises NotFound, ViewNameTaken, TooManyViews."""
    kept = await _locked(tx, seller_id)
    row = ViewRow(id=ids.new(seller_id), name=_name(data), filters=_stored(data))
    await _require_free(tx, seller_id, row)
    if len(kept) >= order_views.VIEWS_MAX:
        raise TooManyViews
    await tx.execute(
        """INSERT INTO "order".order_views (seller_id, id, name, filters, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $5)""",
        seller_id,
        row.id,
        row.name,
        row.filters,
        tx.now,
    )
    return row


async def change_view(tx: Tx, seller_id: int, view_id: UUID, data: OrderViewIn) -> ViewRow:
    """Give a view another name or other filters. Raises NotFound, ViewNameTaken."""
    kept = await _locked(tx, seller_id)
    if all(one.id != view_id for one in kept):
        raise NotFound
    row = ViewRow(id=view_id, name=_name(data), filters=_stored(data))
    await _require_free(tx, seller_id, row)
    await tx.execute(
        """UPDATE "order".order_views SET name = $3, filters = $4, updated_at = $5
           WHERE seller_id = $1 AND id = $2""",
        seller_id,
        view_id,
        row.name,
        row.filters,
        tx.now,
    )
    return row


async def forget_view(tx: Tx, seller_id: int, view_id: UUID) -> None:
    """Delete a view for all members. Raises NotFound."""
    order_views.require_member(tx, seller_id)
    gone = await tx.execute(
        'DELETE FROM "order".order_views WHERE seller_id = $1 AND id = $2', seller_id, view_id
    )
    if not gone:
        raise NotFound


async def _locked(tx: Tx, seller_id: int) -> list[ViewRow]:
    """The shop's views, while nobody else adds or renames one: so the limit and the names hold."""
    order_views.require_member(tx, seller_id)
    await tx.execute("SELECT pg_advisory_xact_lock(7003, $1::int)", seller_id % 2**31)
    return await order_views.kept(tx, seller_id)


def _name(data: OrderViewIn) -> str:
    name = data.name.strip()
    if not name:
        raise invalid("name", "has nothing in it that can be seen")
    return name


async def _require_free(tx: Tx, seller_id: int, row: ViewRow) -> None:
    """The database says which names are the same, for its small letters are not Python's."""
    taken = await tx.fetchval(
        'SELECT true FROM "order".order_views WHERE seller_id = $1 AND lower(name) = lower($2::text) AND id <> $3',
        seller_id,
        row.name,
        row.id,
    )
    if taken:
        raise ViewNameTaken


def _stored(data: OrderViewIn) -> dict[str, object]:
    found: dict[str, object] = msgspec.to_builtins(data.filters)
    return found
