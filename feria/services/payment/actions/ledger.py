"""Adding to the ledger. Rows are only ever added; the database refuses a commit that does not sum to zero."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec

from feria.core.db import Rows, Tx
from feria.services.payment.rules.postings import Posting


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """Postings that belong together; kind and reference (what it is for) make it unique."""

    kind: str
    reference: UUID
    currency: str
    postings: list[Posting]


TRANSFERS = Rows(
    "payment.ledger_transfers",
    (("id", "uuid"), ("kind", "text"), ("reference", "uuid"), ("created_at", "timestamptz")),
)
POSTINGS = Rows(
    "payment.ledger_postings",
    (("transfer_id", "uuid"), ("kind", "text"), ("owner", "bigint"), ("amount", "bigint"), ("currency", "text"),
     ("seller_order_id", "uuid")),
)  # fmt: skip
ACCOUNTS_KEPT_MAX = 100_000


async def post(tx: Tx, transfers: Sequence[Transfer]) -> None:
    """Write the transfers with their postings at the transaction's end; a transfer without postings is left out."""
    wanted = [transfer for transfer in transfers if transfer.postings]
    await _open_accounts(
        tx, {(line.kind, line.owner, one.currency) for one in wanted for line in one.postings}
    )
    for transfer in wanted:
        number = uuid4()
        tx.collect(TRANSFERS, number, transfer.kind, transfer.reference, tx.now)
        for line in transfer.postings:
            tx.collect(
                POSTINGS, number, line.kind, line.owner, line.amount, transfer.currency, line.seller_order_id
            )


async def _open_accounts(tx: Tx, accounts: set[tuple[str, int, str]]) -> None:
    """Open those accounts that there are not yet; none is ever closed, so that a process remembers which there are.

    They are opened in one order by everybody, so that two transactions never wait for each other.
    """
    known = tx.kept.setdefault("payment.ledger_accounts", {})
    missing = sorted(accounts - known.keys())
    if not missing:
        return
    await tx.execute(
        """INSERT INTO payment.ledger_accounts (kind, owner, currency)
           SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[]) ON CONFLICT DO NOTHING""",
        [kind for kind, _, _ in missing],
        [owner for _, owner, _ in missing],
        [currency for _, _, currency in missing],
    )

    def remember() -> None:
        if len(known) > ACCOUNTS_KEPT_MAX:
            known.clear()
        known.update(dict.fromkeys(missing))

    tx.after_commit(remember)
