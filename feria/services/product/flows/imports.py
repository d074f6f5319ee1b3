"""Importing product files: taken in and stored, then worked through batch by batch by the worker or a command.

Each batch is one transaction that also moves the position, so that after a crash the next run goes on behind it.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import islice
from pathlib import Path

import msgspec

from feria.core import ids
from feria.core.auth import SYSTEM, Principal
from feria.core.db import RETRIED, TransactionConflict, Tx
from feria.core.errors import FieldError, Forbidden, Invalid, NotFound, Unavailable
from feria.core.platform import Platform
from feria.services.product.actions import imports, mappings
from feria.services.product.actions.imports import Batch, ImportTakenOver, TooManyImports
from feria.services.product.flows import import_files
from feria.services.product.flows.import_files import Look
from feria.services.product.queries.imports import (
    Import,
    check_may_import,
    currencies_here,
    remembered_mapping,
)
from feria.services.product.rules.importing import products
from feria.services.product.rules.importing.columns import MAPPED
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.rules.importing.report import Entry, Part
from feria.services.user import contract as user

FILE_BYTES_MAX = 50_000_000
COLUMNS_UNKNOWN = (
    "has columns of no known format. Send it in the dashboard once and say there which column is what."
)
PARTS_PER_BATCH_MAX = 200
# Variants and remarks that a batch holds at most, unless a single product has more.
ROWS_PER_BATCH_MAX = 2_000

Progress = Callable[[int, int], None]


class Upload(msgspec.Struct, frozen=True):
    """A file as it was sent, and what is to be done with it; `ask` to be asked which column is what in any case."""

    name: str
    data: bytes
    dry_run: bool
    atomic: bool
    mapping: ColumnMapping | None = None
    ask: bool = False


class Done(msgspec.Struct, frozen=True):
    """What a command shows at the end; `clean` when no line was refused."""

    report_lines: list[str]
    summary: str
    clean: bool


# Taking a file in


async def start_import(
    platform: Platform, actor: Principal, request_id: str, seller_id: int, upload: Upload
) -> Import:
    """Check the file as a whole, store it, and queue its import, or let it wait until its columns are assigned.

    Raises Invalid naming the first bad line or column, NotFound, Forbidden, TooManyImports, Unavailable. A file without
    its row is only wasted space, so it is stored first and deleted again when the row is refused.
    """
    async with platform.db.reading(actor) as tx:
        await check_may_import(tx, seller_id)
    found = await asyncio.to_thread(import_files.look, lambda: io.BytesIO(upload.data))
    async with platform.db.reading(actor) as tx:
        assigned = await _assigned(tx, seller_id, found, upload.mapping, ask=upload.ask)
    waits = assigned is None and (upload.ask or not found.format)
    if waits:
        ended = await platform.db.act(actor, request_id, mappings.make_room, seller_id)
        await platform.storage.delete(*ended)
    import_id = ids.new(seller_id)
    key = f"imports/{ids.encode('imp', import_id)}.csv"
    await platform.storage.put(key, upload.data)
    try:
        return await platform.db.act(
            actor,
            request_id,
            imports.create_import,
            seller_id,
            import_id,
            format=MAPPED if waits else import_files.format_of(found, assigned),
            file_name=import_files.plain_name(upload.name),
            source_key=key,
            lines_total=found.survey.lines,
            dry_run=upload.dry_run,
            atomic=upload.atomic,
            mapping=assigned,
            head=found.head if waits else "",
        )
    except (NotFound, Forbidden, TooManyImports):
        await platform.storage.delete(key)
        raise


async def _assigned(
    tx: Tx, seller_id: int, found: Look, said: ColumnMapping | None, *, ask: bool = False
) -> ColumnMapping | None:
    """Which column is what: as is said along, or was about an earlier file; None for a known format."""
    if said is not None:
        import_files.check_mapping(said, found.columns, list((await currencies_here(tx)).others))
        return said
    return None if ask or found.format else await remembered_mapping(tx, seller_id, found.header)


# Working through a file


async def run_next(platform: Platform) -> int:
    """Work through the import that is due longest; 0 when there is none."""
    await platform.db.run(imports.end_silent_commands)
    job = await platform.db.run(imports.claim_import)
    if job is None:
        return 0
    try:
        if job.attempts > imports.ATTEMPTS_MAX:
            await platform.db.run(imports.finish_import, job, failure="It could not be worked through.")
            return 1
        data = await platform.storage.get(job.source_key)
        found = await asyncio.to_thread(import_files.look, lambda: io.BytesIO(data))
        with import_files.lines_of(lambda: io.BytesIO(data), found.survey) as lines:
            await work_through(platform, job, lines)
    except (NotFound, Invalid):
        await platform.db.run(imports.finish_import, job, failure="The file cannot be read any more.")
    except ImportTakenOver:
        return 0
    except Unavailable:
        return 0  # it is due again after a pause
    await platform.storage.delete(job.source_key)
    return 1


async def work_through(
    platform: Platform,
    job: Import,
    lines: Iterator[str | None],
    told: Callable[[Batch], None] = lambda _: None,
) -> Import:
    """Import what lies behind the import's position and end it; `told` hears of every batch.

    Raises ImportTakenOver when another process has gone on with it, BadFile when the file has changed.
    """
    async with platform.db.reading() as tx:
        currencies = await currencies_here(tx)
    layout, records = products.opened(lines, job.assigned)
    batches = _batches(products.parts(layout, records, currencies), job.lines_done)
    if job.atomic and not job.dry_run:
        return await _all_or_nothing(platform, job, batches, told)
    async for parts in batches:
        batch = await platform.db.run(imports.import_batch, job, parts)
        counts = imports.added(job.counts, batch.counts)
        job = msgspec.structs.replace(job, lines_done=batch.last_line, counts=counts)
        told(batch)
    failed = job.atomic and job.counts.get("lines_refused", 0) > 0
    return await platform.db.run(
        imports.finish_import, job, failure=imports.nothing_imported(job.counts) if failed else ""
    )


async def _batches(parts: Iterator[Part], position: int) -> AsyncIterator[list[Part]]:
    """The parts behind the position, some at a time, read in a thread so that the process stays responsive."""
    ahead = (part for part in parts if part.line > position)
    while batch := await asyncio.to_thread(_some, ahead):
        yield batch


def _some(parts: Iterator[Part]) -> list[Part]:
    found: list[Part] = []
    rows = 0
    for part in islice(parts, PARTS_PER_BATCH_MAX):
        found.append(part)
        rows += len(part.entries) + (len(part.product.variants) if part.product else 0)
        if rows >= ROWS_PER_BATCH_MAX:
            break
    return found


class _Refused(Exception):
    """At least one line was refused; leaves the transaction, so that nothing of it stays."""

    def __init__(self, batches: list[Batch]) -> None:
        super().__init__()
        self.batches = batches


async def _all_or_nothing(
    platform: Platform, job: Import, batches: AsyncIterator[list[Part]], told: Callable[[Batch], None]
) -> Import:
    """Everything in one transaction, or the report alone."""

    async def write(tx: Tx) -> Import:
        await imports.hold_import(tx, job)
        found: list[Batch] = []
        refused = False
        async for parts in batches:
            batch = await imports.write_batch(tx, job, parts)
            refused = refused or batch.refused
            found.append(batch)
            told(batch)
        if refused:
            raise _Refused(found)
        counts: dict[str, int] = {}
        for batch in found:
            await imports.write_report(tx, job, batch.entries)
            counts = imports.added(counts, batch.counts)
        return await imports.finish_import(tx, job, counts=counts)

    try:
        async with platform.db.transaction() as tx:
            return await write(tx)
    except (*RETRIED, TransactionConflict):
        raise Unavailable("The shop's products were changed at the same time. Try again.") from None
    except _Refused as refusal:
        return await platform.db.run(imports.refuse_import, job, refusal.batches)


# The command


async def import_file(
    platform: Platform,
    file: Path,
    *,
    seller_slug: str,
    dry_run: bool = False,
    atomic: bool = False,
    mapping: ColumnMapping | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Done:
    """Import a file here and now, as the command line does; raises Invalid for a file or a seller it cannot use."""
    async with platform.db.reading() as tx:
        seller_id = await user.seller_of_slug(tx, seller_slug)
    if seller_id is None:
        raise Invalid(errors=[FieldError("seller", f"there is no shop {seller_slug}")])
    size = (await asyncio.to_thread(file.stat)).st_size
    if size > FILE_BYTES_MAX:
        raise Invalid(errors=[FieldError("file", f"has {size:,} bytes, {FILE_BYTES_MAX:,} are allowed")])
    found = await asyncio.to_thread(import_files.look, lambda: file.open("rb"))
    async with platform.db.reading() as tx:
        assigned = await _assigned(tx, seller_id, found, mapping)
    format = import_files.format_of(found, assigned)
    if not format:
        raise Invalid(errors=[FieldError("file", COLUMNS_UNKNOWN)])
    job = await platform.db.act(
        SYSTEM,
        "",
        imports.create_import,
        seller_id,
        ids.new(seller_id),
        format=format,
        file_name=import_files.plain_name(file.name),
        source_key="",
        lines_total=found.survey.lines,
        dry_run=dry_run,
        atomic=atomic,
        mapping=assigned,
    )
    report: list[str] = []

    def told(batch: Batch) -> None:
        report.extend(_shown(entry) for entry, _ in batch.entries if entry.outcome != "imported")
        progress(batch.last_line, found.survey.lines)

    with import_files.lines_of(lambda: file.open("rb"), found.survey) as lines:
        job = await work_through(platform, job, lines, told)
    return Done(report, _summary(job), not job.counts.get("lines_refused", 0))


def _shown(entry: Entry) -> str:
    place = f"line {entry.line}"
    handle = f" ({entry.handle})" if entry.handle else ""
    field = f"{entry.field}: " if entry.field else ""
    return f"{place}{handle} {entry.outcome}: {field}{entry.message}"


def _summary(job: Import) -> str:
    def count(name: str) -> str:
        return f"{job.counts.get(name, 0):,}"

    outcome = (
        f"{count('imported')} products imported ({count('published')} on sale, {count('submitted')} in review, "
        f"{count('variants')} variants)"
    )
    rest = f"{count('skipped')} left as they were, {count('refused')} refused"
    lines = f"{count('lines_changed')} lines changed, {count('lines_refused')} refused"
    start = "Dry run, nothing was changed: " if job.dry_run else ""
    return f"{start}{outcome}, {rest}; {lines}.{' ' + job.failure if job.failure else ''}"
