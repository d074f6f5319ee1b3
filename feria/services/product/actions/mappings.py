"""Files whose columns have to be assigned: what the seller says is kept, and those about which nothing is said end."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.product.queries import imports
from feria.services.product.queries.imports import COLUMNS, Import, ImportUnderWay
from feria.services.product.rules.importing.mapping import ColumnMapping

WAITING_MAX = 5
WAITS_FOR = timedelta(days=1)
ENDED_PER_ROUND_MAX = 500
REMEMBERED_MAX = 100
NOT_ASSIGNED = "Its columns were not assigned. Send the file again."


async def assign_columns(
    tx: Tx, seller_id: int, import_id: UUID, mapping: ColumnMapping, header: str
) -> Import:
    """Queue the import with what its columns are, and remember it for files with the same `header`.

    Raises NotFound, Forbidden, ImportUnderWay.
    """
    await imports.check_may_import(tx, seller_id)
    said = msgspec.to_builtins(mapping)
    row = await tx.one(
        Import,
        f"""UPDATE product.imports SET state = 'queued', mapping = $3, head = '', run_at = $4
            WHERE seller_id = $1 AND id = $2 AND state = 'unmapped' RETURNING {COLUMNS}""",  # noqa: S608 - a constant
        seller_id,
        import_id,
        said,
        tx.now,
    )
    if row is None:
        await imports.import_for(tx, seller_id, import_id)
        raise ImportUnderWay
    await tx.execute(
        """INSERT INTO product.import_mappings (seller_id, header, mapping, used_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (seller_id, header) DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at""",
        seller_id,
        header,
        said,
        tx.now,
    )
    await tx.execute(
        """DELETE FROM product.import_mappings WHERE seller_id = $1 AND header IN (
               SELECT header FROM product.import_mappings WHERE seller_id = $1
               ORDER BY used_at DESC, header OFFSET $2
           )""",
        seller_id,
        REMEMBERED_MAX,
    )
    tx.audit("assign_import_columns", ids.encode("imp", import_id), columns=len(mapping.columns))
    return row


async def make_room(tx: Tx, seller_id: int) -> Sequence[str]:
    """End the seller's oldest files that wait, so that one more may; the keys of their files, to be deleted then."""
    await imports.check_may_import(tx, seller_id)
    rows = await tx.fetch(
        """WITH old AS (
               SELECT id FROM product.imports WHERE seller_id = $1 AND state = 'unmapped'
               ORDER BY created_at DESC, id OFFSET $2
           )
           UPDATE product.imports i SET state = 'failed', failure = $3, head = '', finished_at = $4 FROM old
           WHERE i.seller_id = $1 AND i.id = old.id AND i.state = 'unmapped' RETURNING i.source_key""",
        seller_id,
        WAITING_MAX - 1,
        NOT_ASSIGNED,
        tx.now,
    )
    return [row["source_key"] for row in rows]


async def end_waiting(tx: Tx) -> Sequence[str]:
    """End files about which nothing was said for a day; the keys of their files, to be deleted then."""
    rows = await tx.fetch(
        """WITH old AS (
               SELECT seller_id, id FROM product.imports WHERE state = 'unmapped' AND created_at <= $1
               ORDER BY created_at LIMIT $2
           )
           UPDATE product.imports i SET state = 'failed', failure = $3, head = '', finished_at = $4 FROM old
           WHERE i.seller_id = old.seller_id AND i.id = old.id AND i.state = 'unmapped' RETURNING i.source_key""",
        tx.now - WAITS_FOR,
        ENDED_PER_ROUND_MAX,
        NOT_ASSIGNED,
        tx.now,
    )
    return [row["source_key"] for row in rows]
