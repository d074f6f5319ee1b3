"""The views of its list of orders that a shop keeps."""

from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.services.order.schemas.selling import OrderFilters, OrderViewOut, OrderViewsOut

VIEWS_MAX = 20


class ViewRow(msgspec.Struct, frozen=True, kw_only=True):
    """A view; `filters` is an `OrderFilters`."""

    id: UUID
    name: str
    filters: dict[str, Any]


def require_member(tx: Tx, seller_id: int) -> None:
    """Views are the shop's own: for everybody else, the operator too, there are none."""
    if not tx.actor.member_of(seller_id):
        raise NotFound


async def kept(tx: Tx, seller_id: int) -> list[ViewRow]:
    """The shop's views by name."""
    return await tx.all(
        ViewRow,
        'SELECT id, name, filters FROM "order".order_views WHERE seller_id = $1 ORDER BY lower(name)',
        seller_id,
    )


async def views_of(tx: Tx, seller_id: int) -> OrderViewsOut:
    """The shop's views, for its members; raises NotFound."""
    require_member(tx, seller_id)
    return OrderViewsOut(items=[shown(one) for one in await kept(tx, seller_id)])


def shown(row: ViewRow) -> OrderViewOut:
    """A view from its row."""
    return OrderViewOut(
        id=ids.encode("oview", row.id), name=row.name, filters=msgspec.convert(row.filters, OrderFilters)
    )
