"""Imports of product files and their reports; `import_for` is the only way to a row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import Conflict, Forbidden, NotFound
from feria.core.pages import Page
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.rules.importing.report import Currencies
from feria.services.product.schemas.imports import (
    ColumnMappingOut,
    ImportCountsOut,
    ImportLineOut,
    ImportOut,
    ImportPictureOut,
    ImportPicturesOut,
)
from feria.services.user import contract as user

LEVELS: dict[str, Literal["info", "warning", "error"]] = {
    "imported": "info",
    "skipped": "info",
    "changed": "warning",
    "refused": "error",
}


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """An import's own row; `lines_done` is where it goes on after an interruption."""

    seller_id: int
    id: UUID
    format: str
    state: str
    file_name: str
    source_key: str
    dry_run: bool
    atomic: bool
    lines_total: int
    lines_done: int
    counts: dict[str, int]
    mapping: dict[str, Any] | None
    failure: str
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int

    @property
    def assigned(self) -> ColumnMapping | None:
        """Which column is what, if the seller said so."""
        return None if self.mapping is None else msgspec.convert(self.mapping, ColumnMapping)


class ImportUnderWay(Conflict):
    """The columns of a file can be assigned only before it is worked through."""

    slug, title = (
        "import-under-way",
        "The columns of this file are assigned already. Send it again to change them.",
    )


COLUMNS = """seller_id, id, format, state, file_name, source_key, dry_run, atomic, lines_total, lines_done, counts,
    mapping, failure, created_by, created_at, started_at, finished_at, attempts"""


class Known(msgspec.Struct, frozen=True):
    """A product that came from a file earlier, and the fingerprint of the lines it was made from."""

    handle: str
    fingerprint: str | None
    status: str


async def check_may_import(tx: Tx, seller_id: int) -> user.SellerCard:
    """The seller, if the actor may import for it; raises NotFound for strangers, Forbidden for its staff."""
    card = (await user.seller_cards(tx, [seller_id])).get(seller_id)
    if card is None or not (tx.actor.member_of(seller_id) or tx.actor.is_operator("moderator")):
        raise NotFound
    if not (tx.actor.member_of(seller_id, "manager") or tx.actor.is_operator("moderator")):
        raise Forbidden
    return card


async def currencies_here(tx: Tx) -> Currencies:
    """The currencies in which files may name prices."""
    default = await user.market(tx, None)
    others = {market.id: market.currency for market in await user.markets(tx) if market.id != default.id}
    return Currencies(default.currency, others)


async def import_for(tx: Tx, seller_id: int, import_id: UUID) -> Import:
    """The import, if the actor may see it; raises NotFound or Forbidden."""
    await check_may_import(tx, seller_id)
    found = await tx.one(
        Import,
        f"SELECT {COLUMNS} FROM product.imports WHERE seller_id = $1 AND id = $2",  # noqa: S608 - a constant
        seller_id,
        import_id,
    )
    if found is None:
        raise NotFound
    return found


async def import_view(tx: Tx, seller_id: int, import_id: UUID) -> ImportOut:
    """The import as the API shows it; raises NotFound or Forbidden."""
    found = await import_for(tx, seller_id, import_id)
    return (await _shown(tx, seller_id, [found]))[0]


async def _shown(tx: Tx, seller_id: int, rows: Sequence[Import]) -> list[ImportOut]:
    """Imports with what is true of their products now."""
    import_ids = [row.id for row in rows]
    drafts = await _drafts(tx, seller_id, import_ids)
    pictures = await _pictures(tx, seller_id, import_ids)
    return [import_out(row, drafts.get(row.id, 0), pictures.get(row.id)) for row in rows]


async def _pictures(tx: Tx, seller_id: int, import_ids: Sequence[UUID]) -> dict[UUID, ImportPicturesOut]:
    """How many pictures of each of these imports are still to be fetched, and how many could not be."""
    rows = await tx.fetch(
        """SELECT import_id, count(*) FILTER (WHERE state <> 'failed')::integer AS waiting,
                  count(*) FILTER (WHERE state = 'failed')::integer AS failed
           FROM product.image_sources WHERE seller_id = $1 AND import_id = ANY($2::uuid[]) GROUP BY import_id""",
        seller_id,
        list(import_ids),
    )
    return {row["import_id"]: ImportPicturesOut(waiting=row["waiting"], failed=row["failed"]) for row in rows}


class _Picture(msgspec.Struct, frozen=True):
    id: UUID
    line: int
    url: str
    failure: str
    product_id: UUID
    title: str


async def failed_pictures(
    tx: Tx, seller_id: int, import_id: UUID, after: str | None, limit: int
) -> Page[ImportPictureOut]:
    """The import's pictures that could not be fetched, by line; raises NotFound, Forbidden, BadCursor."""
    await import_for(tx, seller_id, import_id)
    listing = f"import-pictures:{import_id}"
    line, last = pages.decode(listing, after, tuple[int, UUID]) if after is not None else (-1, import_id)
    rows = await tx.all(
        _Picture,
        """SELECT s.id, s.line, s.url, s.failure, s.product_id, p.title
           FROM product.image_sources s
           JOIN product.products p ON p.seller_id = s.seller_id AND p.id = s.product_id
           WHERE s.seller_id = $1 AND s.import_id = $2 AND s.state = 'failed' AND (s.line, s.id) > ($3::integer, $4)
           ORDER BY s.line, s.id LIMIT $5""",
        seller_id,
        import_id,
        line,
        last,
        limit + 1,
    )
    found = pages.page(rows, limit, listing, "line", "id")
    return Page(
        [
            ImportPictureOut(
                line=row.line,
                url=row.url,
                reason=row.failure,
                product_id=ids.encode("prod", row.product_id),
                product_title=row.title,
            )
            for row in found.items
        ],
        found.next,
    )


async def _drafts(tx: Tx, seller_id: int, import_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many products of each of these imports are still drafts."""
    rows = await tx.fetch(
        """SELECT import_id, count(*)::integer AS count FROM product.products
           WHERE import_id = ANY($2::uuid[]) AND status = 'draft' AND seller_id = $1 GROUP BY import_id""",
        seller_id,
        list(import_ids),
    )
    return {row["import_id"]: row["count"] for row in rows}


class Draft(msgspec.Struct, frozen=True):
    """A product that is not on sale yet."""

    id: UUID
    title: str


async def drafts_after(tx: Tx, seller_id: int, import_id: UUID, after: str | None, limit: int) -> Page[Draft]:
    """The next drafts of an import in the order of their ids; raises NotFound, Forbidden, BadCursor."""
    await import_for(tx, seller_id, import_id)
    listing = f"import-drafts:{import_id}"
    last = pages.decode(listing, after, tuple[UUID])[0] if after is not None else None
    rows = await tx.all(
        Draft,
        """SELECT id, title FROM product.products
           WHERE import_id = $2 AND status = 'draft' AND seller_id = $1 AND ($3::uuid IS NULL OR id > $3)
           ORDER BY id LIMIT $4""",
        seller_id,
        import_id,
        last,
        limit + 1,
    )
    return pages.page(rows, limit, listing, "id")


async def imports_of(tx: Tx, seller_id: int, after: str | None, limit: int) -> Page[ImportOut]:
    """A page of the seller's imports, newest first; raises NotFound, Forbidden, BadCursor."""
    await check_may_import(tx, seller_id)
    listing = f"imports:{seller_id}"
    last = pages.decode(listing, after, tuple[UUID])[0] if after is not None else None
    rows = await tx.all(
        Import,
        f"""SELECT {COLUMNS} FROM product.imports
            WHERE seller_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3""",  # noqa: S608 - a constant
        seller_id,
        last,
        limit + 1,
    )
    found = pages.page(rows, limit, listing, "id")
    return Page(await _shown(tx, seller_id, found.items), found.next)


class _Line(msgspec.Struct, frozen=True):
    line: int
    entry: int
    outcome: Literal["imported", "changed", "skipped", "refused"]
    handle: str
    field: str
    message: str
    product_id: UUID | None


async def report_of(
    tx: Tx, seller_id: int, import_id: UUID, outcome: str | None, after: str | None, limit: int
) -> Page[ImportLineOut]:
    """A page of the import's report in the order of the file; raises NotFound, Forbidden, BadCursor."""
    await import_for(tx, seller_id, import_id)
    listing = f"import-lines:{import_id}:{outcome}"
    line, entry = pages.decode(listing, after, tuple[int, int]) if after is not None else (-1, 0)
    rows = await tx.all(
        _Line,
        """SELECT line, entry, outcome, handle, field, message, product_id FROM product.import_lines
           WHERE seller_id = $1 AND import_id = $2 AND ($3::text IS NULL OR outcome = $3)
             AND (line, entry) > ($4::integer, $5::integer)
           ORDER BY line, entry LIMIT $6""",
        seller_id,
        import_id,
        outcome,
        line,
        entry,
        limit + 1,
    )
    found = pages.page(rows, limit, listing, "line", "entry")
    return Page([_line_out(row) for row in found.items], found.next)


async def products_by_handle(tx: Tx, seller_id: int, handles: Sequence[str]) -> dict[str, Known]:
    """The seller's products that came from these handles."""
    rows = await tx.all(
        Known,
        """SELECT external_handle AS handle, metadata->>'import_fingerprint' AS fingerprint, status
           FROM product.products WHERE seller_id = $1 AND external_handle = ANY($2::text[])""",
        seller_id,
        list(handles),
    )
    return {row.handle: row for row in rows}


async def skus_in_use(tx: Tx, seller_id: int, skus: Sequence[str]) -> set[str]:
    """Those of the SKUs that variants of the seller have.

    INTERSECT hashes both sides; `sku = ANY` compares each row with each SKU once the plan is a generic one.
    """
    rows = await tx.fetch(
        """SELECT unnest($2::text[]) AS sku
           INTERSECT SELECT sku FROM product.variants WHERE seller_id = $1 AND active""",
        seller_id,
        list(skus),
    )
    return {row["sku"] for row in rows}


def import_out(found: Import, drafts: int = 0, pictures: ImportPicturesOut | None = None) -> ImportOut:
    """An import as the API shows it, with the number of its products that are drafts, and of pictures to come."""
    return ImportOut(
        id=ids.encode("imp", found.id),
        seller_id=ids.encode_owner("sel", found.seller_id),
        format=found.format,  # type: ignore[arg-type]  # the database checks it
        state=found.state,  # type: ignore[arg-type]  # the database checks it
        file_name=found.file_name,
        dry_run=found.dry_run,
        atomic=found.atomic,
        lines_total=found.lines_total,
        lines_done=found.lines_done,
        counts=msgspec.convert(found.counts, ImportCountsOut),
        mapping=_mapping_out(found.assigned),
        pictures=pictures or ImportPicturesOut(waiting=0, failed=0),
        drafts=drafts,
        failure=found.failure,
        created_at=found.created_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
    )


def _mapping_out(found: ColumnMapping | None) -> ColumnMappingOut | None:
    if found is None:
        return None
    return ColumnMappingOut(columns=found.columns, decimal_comma=found.decimal_comma)


async def remembered_mapping(tx: Tx, seller_id: int, header: str) -> ColumnMapping | None:
    """What the seller said about an earlier file with the same columns."""
    found = await tx.fetchval(
        "SELECT mapping FROM product.import_mappings WHERE seller_id = $1 AND header = $2", seller_id, header
    )
    return None if found is None else msgspec.convert(found, ColumnMapping)


async def head_of(tx: Tx, seller_id: int, import_id: UUID) -> str:
    """The first lines of a file whose columns are not assigned yet; raises NotFound, Forbidden, ImportUnderWay."""
    await check_may_import(tx, seller_id)
    # One statement: somebody may assign them meanwhile.
    head = await tx.fetchval(
        "SELECT head FROM product.imports WHERE seller_id = $1 AND id = $2 AND state = 'unmapped'",
        seller_id,
        import_id,
    )
    if head is None:
        await import_for(tx, seller_id, import_id)
        raise ImportUnderWay
    return str(head)


def _line_out(row: _Line) -> ImportLineOut:
    return ImportLineOut(
        line=row.line,
        level=LEVELS[row.outcome],
        outcome=row.outcome,
        handle=row.handle,
        field=row.field,
        message=row.message,
        product_id=ids.encode("prod", row.product_id) if row.product_id else None,
    )
