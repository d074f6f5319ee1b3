"""How an approved return comes back: where it is sent, and the label the seller gives."""

from uuid import UUID

from feria.core.db import Tx
from feria.services.order.actions import returns
from feria.services.order.queries import access, claims


async def write_instructions(tx: Tx, return_id: UUID, instructions: str) -> None:
    """The seller says where an approved return goes; raises returns.ReturnConflict in any other state."""
    _, seen = await claims.return_for(tx, return_id, None)
    access.acting_seller(tx, seen.roles, "instructions")
    locked = await returns.locked_return(tx, seen.order, return_id)
    if locked.found.status != "approved":
        raise returns.ReturnConflict(f"It is {locked.found.status}.", status_now=locked.found.status)
    await tx.execute(
        """UPDATE "order".returns SET instructions = $3, updated_at = $4, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        locked.part.seller_id,
        return_id,
        instructions,
        tx.now,
    )


async def attach_label(tx: Tx, return_id: UUID, key: str) -> str:
    """The seller gives the label of an approved return, in the place of the one before, whose key is the answer."""
    _, seen = await claims.return_for(tx, return_id, None)
    access.acting_seller(tx, seen.roles, "label")
    locked = await returns.locked_return(tx, seen.order, return_id)
    if locked.found.status != "approved":
        raise returns.ReturnConflict(f"It is {locked.found.status}.", status_now=locked.found.status)
    await tx.execute(
        """UPDATE "order".returns SET label_key = $3, updated_at = $4, version = version + 1
           WHERE seller_id = $1 AND id = $2""",
        locked.part.seller_id,
        return_id,
        key,
        tx.now,
    )
    return locked.found.label_key
