"""What a shop has to do about its orders now, as numbers; seller_lists.py lists the same orders."""

import msgspec

from feria.core.db import Tx


class SellerTasks(msgspec.Struct, frozen=True, kw_only=True):
    """Seller orders that wait: to be accepted, to be shipped (in whole or in part), and of both those that are late.

    `returns_waiting` are to be answered or refunded, `cases_waiting` to be answered.
    """

    to_accept: int
    to_ship: int
    overdue: int
    returns_waiting: int
    cases_waiting: int


# The list of states is that of the index `seller_orders_to_do`.
TO_DO = "status IN ('placed', 'accepted', 'partially_shipped')"


async def seller_tasks(tx: Tx, seller_id: int) -> SellerTasks:
    """How many seller orders of a seller wait for it."""
    found = await tx.one(
        SellerTasks,
        f"""SELECT count(*) FILTER (WHERE status = 'placed') AS to_accept,
                   count(*) FILTER (WHERE status <> 'placed') AS to_ship,
                   count(*) FILTER (WHERE ship_by < $2) AS overdue,
                   (SELECT count(*) FROM "order".returns WHERE seller_id = $1
                        AND status IN ('requested', 'received')) AS returns_waiting,
                   (SELECT count(*) FROM "order".cases WHERE seller_id = $1
                        AND status = 'awaiting_seller') AS cases_waiting
            FROM "order".seller_orders WHERE seller_id = $1 AND {TO_DO}""",  # noqa: S608 - a constant
        seller_id,
        tx.now,
    )
    assert found is not None
    return found


async def cases_waiting(tx: Tx) -> int:
    """How many cases wait for the operator's decision."""
    return int(await tx.fetchval("""SELECT count(*) FROM "order".cases WHERE status = 'under_review'"""))
