"""Keeps this node's index equal to the database: follows `product.changes`, rebuilds what is lost, heals what drifts.

One process per node runs it. It knows no SQL: a CatalogueSource reads the database for it.
"""

import asyncio
import errno
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Protocol
from uuid import UUID

import msgspec
import structlog

from feria.services.product.gateways.catalogue.document import CatalogueDoc
from feria.services.product.gateways.catalogue.state import Cursor
from feria.services.product.gateways.catalogue.synonyms import Set
from feria.services.product.gateways.catalogue.write import Writer

CHANGES_PER_BATCH_MAX = 1_000
HEAL_BATCH = 2_000
TICK_SECONDS, TICK_SECONDS_MAX = 0.1, 0.5
CHECK_SECONDS = 0.5
SYNONYMS_SECONDS = 1.0
MARKETS_SECONDS = 15.0
HEAL_SECONDS = 300.0
RETRY_SECONDS, UNWRITABLE_RETRY_SECONDS = 1.0, 10.0
BEAT_SECONDS = 5.0
_REST_PER_WORK = 4
# Of files, not of connections: the folder is read-only, full, or no folder.
_UNWRITABLE = frozenset(
    (
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.ENOTDIR,
        errno.EEXIST,
        errno.EIO,
    )
)
_log = structlog.get_logger("feria.catalogue")


class Change(msgspec.Struct, frozen=True):
    """One row of `product.changes`."""

    xid: int
    seq: int
    product_id: UUID


class Held(msgspec.Struct, frozen=True):
    """One product that ought to be in the index, at this version."""

    ordinal: int
    version: int
    product_id: UUID


class CatalogueSource(Protocol):
    """What the indexer reads from the database; published products of active sellers only."""

    async def identity(self) -> str:
        """Names the database (system identifier and database): another one means another index."""

    async def markets(self) -> Sequence[str]:
        """Returns the ids of all markets."""

    async def head(self) -> Cursor:
        """Returns a cursor below every change not yet visible: (pg_snapshot_xmin - 1, the largest bigint)."""

    async def changes_since(self, cursor: Cursor, limit: int) -> Sequence[Change]:
        """Returns changes with (xid, seq) > cursor and xid < pg_snapshot_xmin, in the order (xid, seq).

        Raises:
            CursorLost: rows after this cursor have been cleared away.
        """

    async def docs_for(self, ids: Sequence[UUID]) -> Sequence[CatalogueDoc]:
        """Returns those of the products that belong in the index."""

    def all_docs(self) -> AsyncIterator[Sequence[CatalogueDoc]]:
        """Streams every product that belongs in the index, each once, in batches by keyset."""

    async def synonyms(self, known: int | None) -> tuple[int, Sequence[Set]] | None:
        """Returns the operator's synonyms and their version, or nothing while they have the version that is known."""

    async def versions_after(self, ordinal: int, limit: int) -> Sequence[Held]:
        """Returns the next products that belong in the index, by ordinal."""


class CursorLost(Exception):  # noqa: N818 - a sentence
    """The changes after the cursor are no longer there; only a rebuild helps."""


class Indexer:
    """Follows one source with one writer."""

    def __init__(
        self, source: CatalogueSource, root: Path, transient: tuple[type[Exception], ...] = ()
    ) -> None:
        """`transient` are the errors of the database after which it is asked again, beside OSError."""
        self._source, self._root = source, root
        self._transient: tuple[type[Exception], ...] = (OSError, TimeoutError, *transient)
        self._healed_to: int | None = None
        self._next_heal = time.monotonic() + HEAL_SECONDS

    async def run(self, stop: asyncio.Event) -> None:
        """Works until `stop` is set.

        Raises:
            CatalogueLocked: another process on this node does it already.
        """
        while not stop.is_set():
            try:
                await self._with_current_markets(stop)
            except self._transient as error:
                if isinstance(error, OSError) and error.errno in _UNWRITABLE:
                    _log.error("catalogue_index_unwritable", path=str(self._root), error=str(error))
                    await _pause(stop, UNWRITABLE_RETRY_SECONDS)
                else:
                    _log.warning("catalogue_index_waits", error=type(error).__name__)
                    await _pause(stop, RETRY_SECONDS)

    async def _with_current_markets(self, stop: asyncio.Event) -> None:
        """Runs one writer until the markets change or the database fails."""
        markets, identity = sorted(await self._source.markets()), await self._source.identity()
        with Writer(self._root, markets, identity) as writer:
            checked = asked = beaten = time.monotonic()
            looked = 0.0
            while not stop.is_set():
                begun = time.monotonic()
                if begun >= checked + CHECK_SECONDS:
                    checked = begun
                    if writer.cursor is not None and not writer.usable():
                        _log.warning("catalogue_index_damaged")
                        await self.rebuild(writer)
                if begun >= asked + MARKETS_SECONDS:
                    asked = begun
                    if sorted(await self._source.markets()) != markets:
                        return
                if begun >= looked + SYNONYMS_SECONDS:
                    looked = begun
                    await self.take_synonyms(writer)
                full = await self.step(writer)
                if begun >= beaten + BEAT_SECONDS:
                    beaten = begun
                    writer.beat()
                worked = time.monotonic() - begun
                if not full:
                    await _pause(stop, min(max(TICK_SECONDS, _REST_PER_WORK * worked), TICK_SECONDS_MAX))

    async def step(self, writer: Writer) -> bool:
        """Takes over one batch of changes, or rebuilds; returns whether more are waiting."""
        if writer.cursor is None or writer.worn():
            await self.rebuild(writer)
            return True
        try:
            changes = await self._source.changes_since(writer.cursor, CHANGES_PER_BATCH_MAX)
        except CursorLost:
            await self.rebuild(writer)
            return True
        # writing on would read files that were cut short, which kills a process
        if changes and not writer.usable():
            _log.warning("catalogue_index_damaged")
            await self.rebuild(writer)
            return True
        try:
            if changes:
                await self._take(writer, list({change.product_id for change in changes}))
                writer.commit((changes[-1].xid, changes[-1].seq))
            else:
                await self._heal(writer)
                writer.commit(writer.cursor)
        except ValueError as error:  # what Tantivy raises when files under it are gone
            _log.warning("catalogue_index_damaged", error=str(error))
            await self.rebuild(writer)
        return len(changes) == CHANGES_PER_BATCH_MAX

    async def rebuild(self, writer: Writer) -> int:
        """Writes the whole index anew beside the old one and switches; returns the number of products."""
        begun = time.monotonic()
        cursor = await self._source.head()
        try:
            count = await writer.rebuild(self._source.all_docs(), cursor)
        except ValueError as error:  # what Tantivy raises where it cannot write
            raise OSError(errno.EIO, str(error)) from error
        self._healed_to, self._next_heal = None, time.monotonic() + HEAL_SECONDS
        _log.info("catalogue_index_rebuilt", products=count, seconds=round(time.monotonic() - begun, 2))
        return count

    async def take_synonyms(self, writer: Writer) -> bool:
        """Hands on the operator's synonyms when they have changed; returns whether they had."""
        found = await self._source.synonyms(writer.synonyms_version)
        if found is not None:
            writer.put_synonyms(*found)
        return found is not None

    async def _take(self, writer: Writer, ids: Sequence[UUID]) -> None:
        docs = await self._source.docs_for(ids)
        writer.upsert(docs)
        writer.delete(set(ids) - {doc.id for doc in docs})

    async def _heal(self, writer: Writer) -> None:
        """Compares one batch of (ordinal, version) with the database, when a comparison is due or under way."""
        if self._healed_to is None:
            if time.monotonic() < self._next_heal:
                return
            self._healed_to = -1
        after = self._healed_to
        ought = await self._source.versions_after(after, HEAL_BATCH)
        last = ought[-1].ordinal if len(ought) == HEAL_BATCH else None
        held = writer.held(after, last)
        stale = [row.product_id for row in ought if held.pop(row.ordinal, None) != row.version]
        if stale:
            await self._take(writer, stale)
        if stale or held:
            _log.warning("catalogue_index_healed", stale=len(stale), orphans=len(held))
        writer.forget(held)
        self._healed_to = last
        if last is None:
            self._next_heal = time.monotonic() + HEAL_SECONDS

    def heal_soon(self) -> None:
        """Begins the next comparison with the database at the next quiet step."""
        self._next_heal = time.monotonic()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
