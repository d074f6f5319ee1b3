"""Adding to the ledger. Rows are only ever added; the database refuses a commit that does not sum to zero."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec

from feria.core.db import Tx
from feria.services.payment.rules.postings import Posting


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """Postings that belong together; kind and reference (what it is for) make it unique."""

    kind: str
    reference: UUID
    currency: str
    postings: list[Posting]


# Accounts are opened in one order by everybody, so that two transactions never wait for each other.
_POST = """
WITH rows AS (
    SELECT * FROM unnest($4::uuid[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::uuid[])
        WITH ORDINALITY AS r (transfer_id, kind, owner, amount, currency, seller_order_id, place)
), transfers AS (
    INSERT INTO payment.ledger_transfers (id, kind, reference, created_at)
    SELECT id, kind, reference, $10 FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS t (id, kind, reference)
), accounts AS (
    INSERT INTO payment.ledger_accounts (kind, owner, currency)
    SELECT DISTINCT kind, owner, currency FROM rows ORDER BY kind, owner, currency
    ON CONFLICT DO NOTHING
)
INSERT INTO payment.ledger_postings (transfer_id, kind, owner, amount, currency, seller_order_id)
SELECT transfer_id, kind, owner, amount, currency, seller_order_id FROM rows ORDER BY place
"""


async def post(tx: Tx, transfers: Sequence[Transfer]) -> None:
    """Write the transfers with their postings in one statement; a transfer without postings is left out."""
    wanted = [(uuid4(), transfer) for transfer in transfers if transfer.postings]
    if not wanted:
        return
    lines = [(number, transfer, line) for number, transfer in wanted for line in transfer.postings]
    await tx.execute(
        _POST,
        [number for number, _ in wanted],
        [transfer.kind for _, transfer in wanted],
        [transfer.reference for _, transfer in wanted],
        [number for number, _, _ in lines],
        [line.kind for _, _, line in lines],
        [line.owner for _, _, line in lines],
        [line.amount for _, _, line in lines],
        [transfer.currency for _, transfer, _ in lines],
        [line.seller_order_id for _, _, line in lines],
        tx.now,
    )
