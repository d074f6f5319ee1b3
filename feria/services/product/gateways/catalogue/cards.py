"""The encoded cards, one JSON text per product and market, in two files that readers map into memory.

`cards` is only ever appended to; `slots` has one row per ordinal: version, fingerprint and, per market, where the
card lies. A search yields ordinals, so that a page is joined from bytes without decoding anything.
"""

import contextlib
import hashlib
import mmap
import os
import struct
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from feria.services.product.gateways.catalogue.document import CardImage, CardSeller, CatalogueDoc

_LENGTH_BITS = 24
_LENGTH_MASK = (1 << _LENGTH_BITS) - 1
_ROWS_PER_BATCH = 10_000
_encoder = msgspec.json.Encoder()
_fingerprints = msgspec.msgpack.Encoder(order="deterministic")


class _Money(msgspec.Struct, frozen=True):
    amount: int
    currency: str


class _Card(msgspec.Struct, frozen=True):
    id: str
    slug: str
    title: str
    price: _Money
    price_from: bool
    compare_at_price: _Money | None
    image: CardImage | None
    second_image: CardImage | None
    rating: float | None
    review_count: int
    seller: CardSeller
    in_stock: bool
    published_at: datetime


class Row(msgspec.Struct, frozen=True):
    """What the slots file keeps of one product; all zero where there is none."""

    version: int
    fingerprint: int
    slots: tuple[int, ...]


def encode(doc: CatalogueDoc, market: str) -> bytes:
    """Encodes the card of a product in one market, or nothing where it has no price there."""
    price = doc.prices.get(market)
    if price is None:
        return b""
    before = price.compare_at_amount
    return _encoder.encode(
        _Card(
            id=doc.public_id,
            slug=doc.slug,
            title=doc.title,
            price=_Money(price.amount, price.currency),
            price_from=price.differs,
            compare_at_price=None if before is None else _Money(before, price.currency),
            image=doc.image,
            second_image=doc.second_image,
            rating=doc.rating / 100 if doc.review_count else None,
            review_count=doc.review_count,
            seller=doc.seller,
            in_stock=doc.in_stock,
            published_at=datetime.fromtimestamp(doc.published_at, UTC),
        )
    )


def fingerprint(doc: CatalogueDoc) -> int:
    """Returns 64 bits that differ when anything the index or the card holds differs; never 0."""
    content = _fingerprints.encode(msgspec.structs.replace(doc, version=0))
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "little") or 1


class CardWriter:
    """Appends cards and rewrites rows; only the one indexer of the node holds it."""

    def __init__(self, folder: Path, markets: Sequence[str]) -> None:
        self._markets = tuple(markets)
        self._row = struct.Struct(f"<QQ{len(self._markets)}Q")
        self._cards = os.open(folder / "cards", os.O_RDWR | os.O_CREAT, 0o640)
        self._slots = os.open(folder / "slots", os.O_RDWR | os.O_CREAT, 0o640)
        self._end = os.fstat(self._cards).st_size
        self._pending: list[bytes] = []
        self.wasted = 0
        """Bytes of cards that nothing points to any more."""
        self.settle()

    @property
    def size_bytes(self) -> int:
        return self._end

    def close(self) -> None:
        for descriptor in (self._cards, self._slots):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def row(self, ordinal: int) -> Row:
        raw = os.pread(self._slots, self._row.size, ordinal * self._row.size)
        if len(raw) < self._row.size:
            return Row(0, 0, (0,) * len(self._markets))
        version, mark, *slots = self._row.unpack(raw)
        return Row(version, mark, tuple(slots))

    def append(self, doc: CatalogueDoc, mark: int) -> Row:
        """Buffers the cards of a product and returns the row that will point to them."""
        slots = []
        for market in self._markets:
            card = encode(doc, market)
            if len(card) > _LENGTH_MASK:
                raise ValueError(f"the card of {doc.public_id} is too long")
            slots.append(self._end << _LENGTH_BITS | len(card) if card else 0)
            self._pending.append(card)
            self._end += len(card)
        return Row(doc.version, mark, tuple(slots))

    def flush(self, *, durable: bool = True) -> None:
        """Writes the buffered cards; readers see them only through rows written afterwards."""
        data = b"".join(self._pending)
        self._pending.clear()
        start = self._end - len(data)
        view = memoryview(data)
        while view:
            written = os.pwrite(self._cards, view, start)
            start, view = start + written, view[written:]
        if durable:
            os.fsync(self._cards)

    def put(self, ordinal: int, row: Row | None) -> None:
        """Points a product to its new cards; `None` forgets it."""
        held = self.row(ordinal)
        if not row or row.slots != held.slots:
            self.wasted += sum(slot & _LENGTH_MASK for slot in held.slots)
        raw = self._row.pack(row.version, row.fingerprint, *row.slots) if row else bytes(self._row.size)
        os.pwrite(self._slots, raw, ordinal * self._row.size)

    def put_new(self, rows: Sequence[tuple[int, Row]]) -> None:
        """Points products that were not there to their cards; neighbours are written at once."""
        start, raw = 0, bytearray()
        for ordinal, row in sorted(rows, key=lambda one: one[0]):
            if raw and ordinal * self._row.size != start + len(raw):
                os.pwrite(self._slots, raw, start)
                raw = bytearray()
            if not raw:
                start = ordinal * self._row.size
            raw += self._row.pack(row.version, row.fingerprint, *row.slots)
        if raw:
            os.pwrite(self._slots, raw, start)

    def versions(self, after: int, until: int | None) -> Iterator[tuple[int, int]]:
        """Yields (ordinal, version) of every product held above `after` up to `until`, in order."""
        start, size = after + 1, self._row.size
        end = os.fstat(self._slots).st_size // size if until is None else until + 1
        while start < end:
            raw = os.pread(self._slots, size * min(_ROWS_PER_BATCH, end - start), start * size)
            if len(raw) < size:
                return
            for number, (version, mark, *_) in enumerate(
                self._row.iter_unpack(raw[: len(raw) // size * size])
            ):
                if mark:
                    yield start + number, version
            start += _ROWS_PER_BATCH

    def settle(self) -> None:
        """Remembers how the files look after own writes, so that foreign ones show."""
        self._known = [_look(descriptor) for descriptor in (self._cards, self._slots)]

    def unchanged(self, folder: Path) -> bool:
        """Tells whether the files are still in their place and nobody else wrote to them."""
        there = [(folder / name).stat().st_ino for name in ("cards", "slots")]
        now = [_look(descriptor) for descriptor in (self._cards, self._slots)]
        return now == self._known and there == [look[0] for look in now]

    def whole(self) -> bool:
        """Tells whether every row points at something that begins and ends like a card, and counts the waste."""
        rows, size = os.fstat(self._slots).st_size // self._row.size, self._row.size
        live = 0
        if os.fstat(self._slots).st_size % size or not rows:
            return not rows
        with _mapped(self._cards) as cards, _mapped(self._slots) as raw:
            end = len(cards)
            for _, _, *slots in self._row.iter_unpack(memoryview(raw)[:]):
                for slot in slots:
                    start, length = slot >> _LENGTH_BITS, slot & _LENGTH_MASK
                    live += length
                    if slot and (
                        start + length > end or cards[start] != 0x7B or cards[start + length - 1] != 0x7D
                    ):
                        return False
        self.wasted = self._end - live
        return True


def _look(descriptor: int) -> tuple[int, int, int]:
    stat = os.fstat(descriptor)
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


@contextlib.contextmanager
def _mapped(descriptor: int) -> Iterator[mmap.mmap | bytes]:
    if os.fstat(descriptor).st_size == 0:
        yield b""
        return
    yield mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)


class CardReader:
    """Reads cards by ordinal from the mapped files; maps them anew when they have grown."""

    def __init__(self, folder: Path, market_count: int) -> None:
        self._row_words = 2 + market_count
        self._files = [os.open(folder / "cards", os.O_RDONLY)]
        try:
            self._files.append(os.open(folder / "slots", os.O_RDONLY))
        except OSError:
            self.close()
            raise
        self._cards: mmap.mmap | bytes = b""
        self._slots = memoryview(b"").cast("Q")

    def close(self) -> None:
        """Closes the files; mapped pages go when nothing refers to them any more."""
        for descriptor in self._files:
            os.close(descriptor)
        self._files = []

    def shrunk(self) -> bool:
        """Tells whether a file became shorter than what is mapped, which would kill a process that reads on."""
        cards, slots = (os.fstat(descriptor).st_size for descriptor in self._files)
        return cards < len(self._cards) or slots < self._slots.nbytes

    def _map(self) -> None:
        cards, slots = (
            mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) if os.fstat(descriptor).st_size else b""
            for descriptor in self._files
        )
        self._cards, self._slots = cards, memoryview(slots)[: len(slots) // 8 * 8].cast("Q")

    def read(self, ordinals: Sequence[int], market_number: int) -> list[bytes]:
        """Returns the cards of these products in order, leaving out those just deleted.

        Raises:
            ValueError: somebody wrote into the files, and what is there is no card.
        """
        row_words, place = self._row_words, 2 + market_number
        if ordinals and max(ordinals) * row_words + place >= len(self._slots):
            self._map()
        slots, held, cards = self._slots, len(self._slots), self._cards
        out = []
        for ordinal in ordinals:
            at = ordinal * row_words + place
            slot = slots[at] if at < held else 0
            if not slot:
                continue
            start = slot >> _LENGTH_BITS
            end = start + (slot & _LENGTH_MASK)
            if end > len(cards):
                self._map()
                cards = self._cards
            card = cards[start:end]
            if card[:1] != b"{" or card[-1:] != b"}":
                raise ValueError(f"there is no card of product {ordinal}")
            out.append(card)
        return out
