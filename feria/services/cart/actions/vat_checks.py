"""Keeping what was answered about VAT ids."""

from feria.core.db import Tx


async def record_check(tx: Tx, vat_id: str, *, valid: bool, consultation: str, source: str) -> None:
    """Store an answer; two of the same moment are one."""
    await tx.execute(
        """INSERT INTO cart.vat_checks (vat_id, checked_at, valid, consultation, source)
           VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING""",
        vat_id,
        tx.now,
        valid,
        consultation,
        source,
    )
