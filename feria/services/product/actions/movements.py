"""What a seller does to stock by hand: adding and taking by a delta, and stock-taking by a count."""

from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound, PreconditionFailed, invalid
from feria.services.product.actions.changes import note_change
from feria.services.product.queries import products
from feria.services.product.schemas import MovementIn

ON_HAND_MAX = 2_000_000_000


class StockTooLow(Conflict):
    """A tracked variant cannot have less on hand than open orders hold."""

    slug, title = "stock-too-low", "Open orders hold more units than would be left."


async def move_stock(tx: Tx, seller_id: int, data: MovementIn) -> UUID:
    """Change `on_hand` by a delta with a reason, or to what was counted; the variant's id.

    A count names the stock's version and raises PreconditionFailed when `on_hand` has changed since.
    """
    _check_form(data)
    variant_id = ids.decode("var", data.variant_id, "variant_id")
    if not products.may_edit(tx.actor, seller_id) or ids.owner_of(variant_id) != seller_id:
        raise NotFound
    row = await tx.fetchrow(
        """SELECT product_id, policy, on_hand, reserved, version FROM product.stock
           WHERE seller_id = $1 AND variant_id = $2 AND location_id = 0 FOR UPDATE""",
        seller_id,
        variant_id,
    )
    if row is None:
        raise NotFound
    if data.counted is not None and data.version != row["version"]:
        raise PreconditionFailed
    on_hand: int = row["on_hand"] + data.delta if data.delta is not None else data.counted or 0
    if abs(on_hand) > ON_HAND_MAX:
        raise invalid("delta", "makes the stock larger than can be counted")
    if row["policy"] == "tracked" and on_hand < row["reserved"]:
        raise StockTooLow(reserved=row["reserved"])
    cause = "adjusted" if data.delta is not None else "counted"
    await _write(tx, seller_id, variant_id, on_hand - row["on_hand"], cause=cause, note=data.reason or "")
    if (row["on_hand"] - row["reserved"] > 0) != (on_hand - row["reserved"] > 0):
        note_change(tx, seller_id, row["product_id"])
    return variant_id


async def _write(tx: Tx, seller_id: int, variant_id: UUID, delta: int, *, cause: str, note: str) -> None:
    await tx.execute(
        """WITH moved AS (
               UPDATE product.stock SET on_hand = on_hand + $3, version = version + 1
               WHERE seller_id = $1 AND variant_id = $2 AND location_id = 0
               RETURNING variant_id
           )
           INSERT INTO product.stock_movements
               (seller_id, variant_id, on_hand_delta, reserved_delta, cause, note, actor, created_at)
           SELECT $1, variant_id, $3, 0, $4, $5, $6, $7 FROM moved""",
        seller_id,
        variant_id,
        delta,
        cause,
        note,
        tx.actor.label,
        tx.now,
    )


def _check_form(data: MovementIn) -> None:
    if (data.delta is None) == (data.counted is None):
        raise invalid("delta", "give either delta with a reason, or counted with version")
    if data.delta == 0:
        raise invalid("delta", "changes nothing")
    if data.delta is not None and data.reason is None:
        raise invalid("reason", "is required")
    if data.delta is not None and data.version is not None:
        raise invalid("version", "belongs to a count")
    if data.counted is not None and data.version is None:
        raise invalid("version", "is required")
