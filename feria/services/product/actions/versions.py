"""The rows of a product's history."""

from collections.abc import Sequence
from uuid import UUID

from feria.core.db import Tx
from feria.services.product.schemas.versions import Kind


async def note_version(
    tx: Tx,
    seller_id: int,
    product_id: UUID,
    version: int,
    kind: Kind,
    changes: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Keep what became of the product at `version`, which its row has from now on."""
    await tx.execute(
        """INSERT INTO product.product_versions (seller_id, product_id, version, kind, changes, actor, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        seller_id,
        product_id,
        version,
        kind,
        list(changes),
        tx.actor.label,
        tx.now,
    )
