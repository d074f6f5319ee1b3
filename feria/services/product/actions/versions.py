"""The rows of a product's history."""

from collections.abc import Sequence
from uuid import UUID

from feria.core.db import Rows, Tx
from feria.services.product.schemas.versions import Kind

VERSIONS = Rows(
    "product.product_versions",
    (("seller_id", "bigint"), ("product_id", "uuid"), ("version", "bigint"), ("kind", "text"), ("changes", "jsonb"),
     ("actor", "text"), ("at", "timestamptz")),
)  # fmt: skip


def note_version(
    tx: Tx,
    product_id: UUID,
    seller_id: int,
    version: int,
    kind: Kind,
    changes: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Keep what became of the product at `version`, which its row has from now on."""
    tx.collect(VERSIONS, seller_id, product_id, version, kind, list(changes), tx.actor.label, tx.now)
