"""The parcel of a return: what a carrier's label and its scans make of it. All expect the order to be locked.

A return has one parcel, so it has the return's id; `returns.tracking_number` says which label is that of the parcel.
"""

from uuid import UUID

from feria.core.db import Tx
from feria.services.order.actions import packing
from feria.services.order.events import ReturnLabelReady
from feria.services.order.queries.claims import ReturnRow
from feria.services.order.queries.parcels import LabelRow
from feria.services.order.rules.parcels import CARRIERS, carrier_code, has_left


async def name_parcel(tx: Tx, label: LabelRow, tracking_number: str, *, is_kept: bool) -> bool:
    """A carrier has made the label of an approved return; False when the return waits for none any more.

    The buyer is told unless its file was lost, so that it is voided next.
    """
    assert label.return_id is not None
    named = await tx.execute(
        """UPDATE "order".returns SET carrier = $3, tracking_number = $4, parcel_state = 'label_created',
               label_due_at = NULL, label_problem = '', updated_at = $5, version = version + 1
           WHERE seller_id = $1 AND id = $2 AND status = 'approved'""",
        label.seller_id,
        label.return_id,
        label.carrier,
        tracking_number,
        tx.now,
    )
    if named:
        await packing.follow(
            tx, label.carrier, tracking_number, label.seller_id, label.return_id, is_return=True
        )
        if is_kept:
            await tx.publish(
                ReturnLabelReady(seller_id=label.seller_id, return_id=label.return_id, label_id=label.id)
            )
    return bool(named)


async def forget_parcel(tx: Tx, label: LabelRow) -> None:
    """There is no such label, or no longer: the return is as it was without one."""
    assert label.return_id is not None
    await tx.execute(
        """DELETE FROM "order".tracked_parcels
           WHERE carrier = $1 AND tracking_number = $2 AND seller_id = $3 AND parcel_id = $4""",
        label.carrier,
        label.tracking_number,
        label.seller_id,
        label.return_id,
    )
    cleared = await tx.execute(
        """UPDATE "order".returns SET carrier = '', tracking_number = '', parcel_state = '', updated_at = $4,
               version = version + 1
           WHERE seller_id = $1 AND id = $2 AND tracking_number = $3 AND parcel_state <> ''""",
        label.seller_id,
        label.return_id,
        label.tracking_number,
        tx.now,
    )
    if cleared:
        await tx.execute(
            'DELETE FROM "order".return_events WHERE seller_id = $1 AND return_id = $2',
            label.seller_id,
            label.return_id,
        )
    await touch(tx, label.seller_id, label.return_id)


async def state_of_parcel(tx: Tx, label: LabelRow) -> str | None:
    """What the carrier says of this label's parcel; None when the return has another one, or none."""
    state: str | None = await tx.fetchval(
        """SELECT nullif(parcel_state, '') FROM "order".returns
           WHERE seller_id = $1 AND id = $2 AND tracking_number = $3""",
        label.seller_id,
        label.return_id,
        label.tracking_number,
    )
    return state


async def send_otherwise(tx: Tx, found: ReturnRow, carrier: str, tracking_number: str) -> None:
    """The buyer has sent it with another label than the shop's, if there was one; a carrier we know is asked where."""
    await give_up_label(tx, found.seller_id, found.id)
    for table, column in (("tracked_parcels", "parcel_id"), ("return_events", "return_id")):
        await tx.execute(
            f'DELETE FROM "order".{table} WHERE seller_id = $1 AND {column} = $2',  # noqa: S608 - names from above
            found.seller_id,
            found.id,
        )
    code = carrier_code(carrier)
    if code in CARRIERS and tracking_number:
        await packing.follow(tx, code, tracking_number, found.seller_id, found.id, is_return=True)


async def give_up_label(tx: Tx, seller_id: int, return_id: UUID) -> None:
    """The label of a return is needed no more: it is to be voided, unless its parcel is on its way."""
    state = await tx.fetchval(
        'SELECT parcel_state FROM "order".returns WHERE seller_id = $1 AND id = $2', seller_id, return_id
    )
    if state and has_left(state):
        return
    await tx.execute(
        """UPDATE "order".labels SET state = 'void_requested', next_try_at = $3, tries = 0,
               reason = 'The return did not need it.'
           WHERE seller_id = $1 AND return_id = $2 AND state = 'bought'""",
        seller_id,
        return_id,
        tx.now,
    )


async def keep_label(tx: Tx, seller_id: int, return_id: UUID, tracking_number: str) -> None:
    """The carrier has the parcel: its label counts, whatever was asked for meanwhile."""
    await tx.execute(
        """UPDATE "order".labels SET state = 'bought', reason = ''
           WHERE seller_id = $1 AND return_id = $2 AND state = 'void_requested' AND tracking_number = $3""",
        seller_id,
        return_id,
        tracking_number,
    )


async def touch(tx: Tx, seller_id: int, return_id: UUID) -> None:
    """What the return shows has changed."""
    await tx.execute(
        """UPDATE "order".returns SET updated_at = $3, version = version + 1 WHERE seller_id = $1 AND id = $2""",
        seller_id,
        return_id,
        tx.now,
    )
