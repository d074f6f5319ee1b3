"""Imports of product files: batches of products written by a few statements each, together with report and position."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict
from feria.services.product.actions.imported_products import Planned, plan_products, write_products
from feria.services.product.queries import imports
from feria.services.product.queries.imports import COLUMNS, Import
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.rules.importing.report import Entry, Part

OPEN_MAX = 10
ATTEMPTS_MAX = 10
BACK_OFF_SECONDS_MAX = 300
FAILURE_LENGTH_MAX = 1_000
ENTRIES_PER_STATEMENT_MAX = 5_000
# A command that has shown no progress for so long was interrupted.
COMMAND_SILENT_FOR = timedelta(minutes=10)
# A worker that stops between two batches is followed by the next one after so long.
RESUMED_AFTER = timedelta(seconds=2)
MESSAGE_LENGTH_MAX = 500
TOLD = ("changed", "refused")
DONE = ("imported", "published", "submitted", "variants", "pictures")


class TooManyImports(Conflict):
    """The shop has as many imports under way as it may have."""

    slug, title = "too-many-imports", "Several imports of this shop are still under way. Wait for one to end."


class ImportTakenOver(Exception):
    """Another process has gone on with this import, or ended it; nothing of this batch was written."""


class Batch(msgspec.Struct, frozen=True):
    """What became of some parts of a file: remarks with the products they are about, counts, and the last line."""

    entries: list[tuple[Entry, UUID | None]]
    counts: Counter[str]
    last_line: int

    @property
    def refused(self) -> bool:
        """Whether any line was refused."""
        return self.counts["lines_refused"] > 0


async def create_import(
    tx: Tx,
    seller_id: int,
    import_id: UUID,
    *,
    format: str,
    file_name: str,
    source_key: str,
    lines_total: int,
    dry_run: bool,
    atomic: bool,
    mapping: ColumnMapping | None = None,
    head: str = "",
) -> Import:
    """Note an import; with an empty `source_key` it belongs to a command that runs it itself.

    With the file's `head` it waits until its columns are assigned. Raises NotFound, Forbidden, TooManyImports.
    """
    await imports.check_may_import(tx, seller_id)
    await tx.fetchval("SELECT pg_advisory_xact_lock(7002, hashint8($1))", seller_id)
    under_way = await tx.fetchval(
        "SELECT count(*) FROM product.imports WHERE seller_id = $1 AND state IN ('queued', 'running')",
        seller_id,
    )
    if under_way >= OPEN_MAX:
        raise TooManyImports
    own = not source_key
    row = await tx.one(
        Import,
        f"""INSERT INTO product.imports
                (seller_id, id, format, state, file_name, source_key, dry_run, atomic, lines_total, mapping, head,
                 created_by, created_at, started_at, run_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13)
            RETURNING {COLUMNS}""",  # noqa: S608 - a constant
        seller_id,
        import_id,
        format,
        "running" if own else "unmapped" if head else "queued",
        file_name,
        source_key,
        dry_run,
        atomic,
        lines_total,
        None if mapping is None else msgspec.to_builtins(mapping),
        head,
        tx.actor.label,
        tx.now,
        tx.now if own else None,
    )
    assert row is not None
    tx.audit("import_products", ids.encode("imp", import_id), file=file_name, dry_run=dry_run, atomic=atomic)
    return row


async def claim_import(tx: Tx) -> Import | None:
    """The import that is due longest, with another attempt counted and the next one set; None when none is due."""
    found = await tx.one(
        Import,
        f"""SELECT {COLUMNS} FROM product.imports
            WHERE state IN ('queued', 'running') AND source_key <> '' AND run_at <= $1
            ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED""",  # noqa: S608 - a constant
        tx.now,
    )
    if found is None:
        return None
    pause = min(BACK_OFF_SECONDS_MAX, 2 ** (found.attempts + 1))
    await tx.execute(
        """UPDATE product.imports
           SET state = 'running', started_at = coalesce(started_at, $3), attempts = attempts + 1, run_at = $4
           WHERE seller_id = $1 AND id = $2""",
        found.seller_id,
        found.id,
        tx.now,
        tx.now + timedelta(seconds=pause),
    )
    return msgspec.structs.replace(found, state="running", attempts=found.attempts + 1)


async def end_silent_commands(tx: Tx) -> int:
    """Mark imports whose command was interrupted as failed; how many."""
    return await tx.execute(
        """UPDATE product.imports SET state = 'failed', failure = $2, finished_at = $1
           WHERE state = 'running' AND source_key = '' AND run_at < $3""",
        tx.now,
        "The command was interrupted. Run it again: what is there already is passed over.",
        tx.now - COMMAND_SILENT_FOR,
    )


async def import_batch(tx: Tx, job: Import, parts: Sequence[Part]) -> Batch:
    """Write the products of these parts (none in a dry run) with their remarks, and move the import's position.

    Raises ImportTakenOver when the position is not where `job` left it.
    """
    await hold_import(tx, job)
    batch = await write_batch(tx, job, parts)
    await write_report(tx, job, batch.entries)
    await _advance(tx, job, batch)
    return batch


async def hold_import(tx: Tx, job: Import) -> None:
    """Lock the import for this transaction; raises ImportTakenOver when it is not where `job` left it."""
    held = await tx.fetchval(
        """SELECT true FROM product.imports
           WHERE seller_id = $1 AND id = $2 AND state = 'running' AND lines_done = $3 FOR UPDATE""",
        job.seller_id,
        job.id,
        job.lines_done,
    )
    if not held:
        raise ImportTakenOver


async def write_batch(tx: Tx, job: Import, parts: Sequence[Part]) -> Batch:
    """Write the products of these parts (none in a dry run); remarks and position are left to the caller."""
    planned, entries = await plan_products(tx, job.seller_id, parts)
    if planned and not job.dry_run:
        await write_products(tx, job, planned)
    product_ids = {one.part.line: one.id for one in planned if not job.dry_run}
    return Batch(
        [(entry, product_ids.get(line)) for line, mine in entries.items() for entry in mine],
        _counts(parts, planned, entries),
        parts[-1].last_line,
    )


def _counts(
    parts: Sequence[Part], planned: Sequence[Planned], entries: Mapping[int, Sequence[Entry]]
) -> Counter[str]:
    counts = Counter(
        imported=len(planned),
        published=sum(one.status == "published" for one in planned),
        submitted=sum(one.status == "in_review" for one in planned),
        variants=sum(len(one.variants) for one in planned),
        pictures=sum(len(one.product.images) for one in planned),
    )
    good = {one.part.line for one in planned}
    for part in parts:
        outcomes = {
            outcome: {entry.line for entry in entries[part.line] if entry.outcome == outcome}
            for outcome in TOLD
        }
        counts["lines_changed"] += len(outcomes["changed"])
        counts["lines_refused"] += len(outcomes["refused"])
        if part.handle and part.line not in good:
            counts["refused" if outcomes["refused"] else "skipped"] += 1
    return counts


async def write_report(tx: Tx, job: Import, entries: Sequence[tuple[Entry, UUID | None]]) -> None:
    """Add remarks to the import's report, numbered within their line."""
    numbers: Counter[int] = Counter()
    rows = []
    for entry, product_id in entries:
        rows.append(
            {
                "line": entry.line,
                "entry": numbers[entry.line],
                "outcome": entry.outcome,
                "handle": entry.handle,
                "field": entry.field,
                "message": entry.message[:MESSAGE_LENGTH_MAX],
                "product_id": product_id if entry.outcome == "imported" else None,
            }
        )
        numbers[entry.line] += 1
    for start in range(0, len(rows), ENTRIES_PER_STATEMENT_MAX):
        await tx.execute(
            """INSERT INTO product.import_lines
                   (seller_id, import_id, line, entry, outcome, handle, field, message, product_id)
               SELECT $1, $2, e.line, e.entry, e.outcome, e.handle, e.field, e.message, e.product_id
               FROM jsonb_to_recordset($3) AS e(line integer, entry integer, outcome text, handle text, field text,
                   message text, product_id uuid)""",
            job.seller_id,
            job.id,
            rows[start : start + ENTRIES_PER_STATEMENT_MAX],
        )


async def _advance(tx: Tx, job: Import, batch: Batch) -> None:
    """Move the position with the counts; what makes progress gets its attempts back."""
    await tx.execute(
        """UPDATE product.imports SET lines_done = $3, counts = $4, attempts = 0, run_at = $5
           WHERE seller_id = $1 AND id = $2""",
        job.seller_id,
        job.id,
        batch.last_line,
        added(job.counts, batch.counts),
        tx.now + RESUMED_AFTER,
    )


def added(counts: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Two sets of counts in one."""
    return dict(Counter(counts) + Counter(more))


async def finish_import(
    tx: Tx, job: Import, *, failure: str = "", counts: Mapping[str, int] | None = None
) -> Import:
    """End the import: done, or failed with a reason; again changes nothing."""
    row = await tx.one(
        Import,
        f"""UPDATE product.imports
            SET state = $3, failure = $4, finished_at = $5, counts = coalesce($6, counts), lines_done = $7
            WHERE seller_id = $1 AND id = $2 AND state = 'running'
            RETURNING {COLUMNS}""",  # noqa: S608 - a constant
        job.seller_id,
        job.id,
        "failed" if failure else "done",
        failure[:FAILURE_LENGTH_MAX],
        tx.now,
        None if counts is None else dict(counts),
        job.lines_done if failure and counts is None else job.lines_total,
    )
    if row is None:
        raise ImportTakenOver
    tx.audit("finish_import", ids.encode("imp", job.id), failure=row.failure, **row.counts)
    return row


async def refuse_import(tx: Tx, job: Import, batches: Sequence[Batch]) -> Import:
    """End an all-or-nothing import of which lines were refused: its report, and nothing else."""
    counts: dict[str, int] = {}
    for batch in batches:
        told = [(entry, None) for entry, _ in batch.entries if entry.outcome != "imported"]
        await write_report(tx, job, told)
        counts = added(counts, batch.counts)
    counts = {name: count for name, count in counts.items() if name not in DONE}
    return await finish_import(tx, job, failure=nothing_imported(counts), counts=counts)


def nothing_imported(counts: Mapping[str, int]) -> str:
    """The sentence for an all-or-nothing import with refused lines."""
    refused = counts.get("lines_refused", 0)
    return f"Nothing was imported: {refused:,} lines were refused, and all or none was asked for."
