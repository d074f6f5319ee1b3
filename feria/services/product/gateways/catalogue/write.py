"""The writing side of the index: one process per node adds, replaces and removes products and says how far it read."""

import contextlib
import os
import shutil
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import msgspec
import tantivy

from feria.services.product.gateways.catalogue import cards, schema, state, synonyms
from feria.services.product.gateways.catalogue.document import CatalogueDoc
from feria.services.product.gateways.catalogue.state import Cursor

_HEAP_BYTES = 32_000_000
_HEAP_BYTES_REBUILD = 128_000_000
_WASTE_BYTES_MIN = 64_000_000


class _Folder:
    """One index on disk, open for writing."""

    def __init__(self, path: Path, markets: Sequence[str], heap_bytes: int) -> None:
        self.path = path
        self._inode = path.stat().st_ino
        self.index = schema.prepare(tantivy.Index(schema.build(markets), str(path)))
        self.index.config_reader("manual")
        self.writer = self.index.writer(heap_bytes, 1)
        self.cards = cards.CardWriter(path, markets)
        self._known: state.Marks = {}

    def close(self) -> None:
        self.cards.close()
        self.writer.wait_merging_threads()

    def intact(self) -> bool:
        """Tells whether what was committed is still there, unchanged by anyone else."""
        found = state.marks(self.path)
        if found is None or any(found.get(name, mark) != mark for name, mark in self._known.items()):
            return False
        stems = {name.partition(".")[0] for name in found}
        lost = (name for name in self._known if name not in found and not name.endswith(".del"))
        if any(name.partition(".")[0] in stems for name in lost):
            return False
        self._known = found
        return self.path.stat().st_ino == self._inode and self.cards.unchanged(self.path)


class Writer:
    """Holds the right to write. `cursor` is None when there is no usable index: then only `rebuild` may follow."""

    def __init__(self, root: Path, markets: Sequence[str], source: str) -> None:
        """Opens what is there and checks it; `source` names the database it is made from.

        Raises:
            CatalogueLocked: another process writes this index.
        """
        self._root, self._markets, self._source = root, tuple(sorted(markets)), source
        self._lock = state.lock(root)
        self._folder: _Folder | None = None
        self._rows: dict[int, cards.Row | None] = {}
        self._ordinals: dict[UUID, int] = {}
        self._touched = False
        self._reopened = False
        self.cursor: Cursor | None = None
        self._generation = 0
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the merges under way and gives the right to write back; what was not committed is read again."""
        self._drop()
        os.close(self._lock)

    def _drop(self) -> None:
        folder, self._folder, self.cursor = self._folder, None, None
        self._rows, self._ordinals, self._touched = {}, {}, False
        if folder:
            with contextlib.suppress(ValueError, OSError):
                folder.close()

    def _open(self) -> None:
        current = state.read_current(self._root)
        if not current:
            return
        self._generation = current.generation
        if (current.schema, current.source) != (schema.fingerprint(self._markets), self._source):
            return
        path = self._root / current.folder
        if not state.whole(path):
            return
        try:
            folder = _Folder(path, self._markets, _HEAP_BYTES)
        except (ValueError, OSError):
            return
        if not folder.cards.whole() or not folder.intact():
            folder.close()
            return
        self._folder, self.cursor, self._reopened = folder, current.cursor, True

    @property
    def _opened(self) -> _Folder:
        if self._folder is None:
            raise RuntimeError("there is no index to write to: rebuild it first")
        return self._folder

    def beat(self) -> None:
        """Tells readers that the index follows the database."""
        state.beat(self._lock)

    def usable(self) -> bool:
        """Tells whether the index is still whole on disk; about 100 µs. When it is not, rebuild it."""
        try:
            return (
                self._folder is not None
                and state.holds_lock(self._root, self._lock)
                and (self._root / state.CURRENT).exists()
                and self._folder.intact()
            )
        except OSError:
            return False

    def worn(self) -> bool:
        """Tells whether more than half of the card file is waste, so that a rebuild is due."""
        held = self._opened.cards
        return held.wasted > max(_WASTE_BYTES_MIN, held.size_bytes // 2)

    def upsert(self, docs: Iterable[CatalogueDoc]) -> int:
        """Adds or replaces products, visible after `commit`; returns how many differed from what was there."""
        folder, written = self._opened, 0
        for doc in docs:
            mark = cards.fingerprint(doc)
            held = self._rows.get(doc.ordinal) or folder.cards.row(doc.ordinal)
            if held.fingerprint == mark and doc.ordinal not in self._rows:
                if held.version != doc.version:
                    self._rows[doc.ordinal] = msgspec.structs.replace(held, version=doc.version)
                continue
            self._replace(folder, doc)
            self._rows[doc.ordinal] = folder.cards.append(doc, mark)
            self._ordinals[doc.id] = doc.ordinal
            written += 1
        return written

    def _replace(self, folder: _Folder, doc: CatalogueDoc) -> None:
        folder.writer.delete_documents_by_term("id", doc.id.hex)
        folder.writer.add_document(schema.document(doc, self._markets))
        self._touched = True

    def delete(self, ids: Iterable[UUID]) -> None:
        """Removes products by id, visible after `commit`; unknown ids do no harm."""
        folder = self._opened
        searcher = folder.index.searcher()
        for product_id in ids:
            query = tantivy.Query.term_query(folder.index.schema, "id", product_id.hex, "basic")
            found = [address for _, address in searcher.search(query, 10, count=False).hits]
            ordinals = [value for value in searcher.fast_field_values("ordinal", found) if value is not None]
            if product_id in self._ordinals:
                ordinals.append(self._ordinals.pop(product_id))
            self.forget(int(value) for value in ordinals)

    def forget(self, ordinals: Iterable[int]) -> None:
        """Removes products by ordinal, visible after `commit`."""
        folder = self._opened
        for ordinal in ordinals:
            # by query: as a term Tantivy's Python side takes a number for a signed one, and deletes nothing
            query = tantivy.Query.term_query(folder.index.schema, "ordinal", ordinal, "basic")
            folder.writer.delete_documents_by_query(query)
            self._rows[ordinal] = None
            self._touched = True

    def commit(self, cursor: Cursor) -> bool:
        """Makes everything since the last commit visible and durable; returns whether readers have to reload.

        The cursor is stored last: after a crash the same changes are read again, and change nothing.
        """
        folder = self._opened
        # the last commit before a crash may not have been announced
        touched = self._touched or self._reopened
        if touched:
            folder.cards.flush()
            folder.writer.commit()
            folder.index.reload()
        for ordinal, row in self._rows.items():
            folder.cards.put(ordinal, row)
        self._rows, self._ordinals, self._touched, self._reopened = {}, {}, False, False
        folder.cards.settle()
        if touched or cursor != self.cursor:
            self._publish(folder.path.name, cursor, fresh=touched)
        return touched

    def _publish(self, folder: str, cursor: Cursor, fresh: bool) -> None:
        if fresh:
            self._generation = max(self._generation + 1, time.time_ns() // 1_000_000)
        fingerprint = schema.fingerprint(self._markets)
        state.write_current(
            self._root,
            state.Current(folder, fingerprint, self._source, self._markets, cursor, self._generation),
            durable=fresh,
        )
        self.cursor = cursor

    @property
    def synonyms_version(self) -> int | None:
        """Which version of this database's synonyms readers have; None when they have none."""
        held = synonyms.read(self._root)
        return held.version if held and held.source == self._source else None

    def put_synonyms(self, version: int, sets: Sequence[synonyms.Set]) -> None:
        """Gives readers another list of synonyms, in effect when they next look for a new generation."""
        synonyms.write(self._root, synonyms.Synonyms(version, self._source, tuple(sets)))
        if self._folder is not None and self.cursor is not None:
            self._publish(self._folder.path.name, self.cursor, fresh=True)

    async def rebuild(self, batches: AsyncIterator[Sequence[CatalogueDoc]], cursor: Cursor) -> int:
        """Writes a new index beside the old from all products, then switches to it; returns their number.

        `cursor` is how far `product.changes` had come before the first batch was read.
        """
        self._relock()
        path = self._root / f"{time.time_ns():x}"
        path.mkdir(parents=True)
        try:
            fresh = _Folder(path, self._markets, _HEAP_BYTES_REBUILD)
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise
        count = 0
        try:
            async for batch in batches:
                rows = []
                for doc in batch:
                    fresh.writer.add_document(schema.document(doc, self._markets))
                    rows.append((doc.ordinal, fresh.cards.append(doc, cards.fingerprint(doc))))
                fresh.cards.flush(durable=False)
                fresh.cards.put_new(rows)
                count += len(rows)
            fresh.cards.flush()
            fresh.writer.commit()
        except BaseException:
            fresh.cards.close()
            del fresh
            shutil.rmtree(path, ignore_errors=True)
            raise
        fresh.close()
        self._drop()
        self._folder = _Folder(path, self._markets, _HEAP_BYTES)
        self._publish(path.name, cursor, fresh=True)
        self._folder.intact()
        self._sweep(path.name)
        return count

    def _relock(self) -> None:
        """Takes the lock anew if its file was deleted together with the index."""
        if not state.holds_lock(self._root, self._lock):
            os.close(self._lock)
            self._lock = state.lock(self._root)

    def _sweep(self, keep: str) -> None:
        """Removes folders of former generations; readers keep what they have mapped until they switch."""
        for entry in self._root.iterdir():
            if entry.is_dir() and entry.name != keep:
                shutil.rmtree(entry, ignore_errors=True)

    def held(self, after: int, until: int | None) -> dict[int, int]:
        """Returns ordinal → version of the products held above `after` up to `until`, to compare with the database."""
        return dict(self._opened.cards.versions(after, until))
