"""From CSV records to products: lines with the same handle, one after the other, are one product or none at all."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain

from feria.services.product.rules.importing import values
from feria.services.product.rules.importing.build import Row, build
from feria.services.product.rules.importing.columns import Layout, delimiter_of, layout_of, row_of
from feria.services.product.rules.importing.report import Entry, FileProduct, Part
from feria.services.product.rules.importing.text import BadFile, Record, records

HANDLE_LENGTH_MAX = 200
ROWS_PER_PRODUCT_MAX = 1_000
UNKNOWN_SHOWN_MAX = 20


def opened(lines: Iterable[str | None]) -> tuple[Layout, Iterator[Record]]:
    """The layout that the header declares, and the records below it; raises BadFile."""
    source = iter(lines)
    first = next(source, "")
    if first is None:
        raise BadFile(1, "The header is too long.")
    delimiter = delimiter_of(first)
    below = records(chain([first], source), delimiter)
    header = next(below, None)
    if header is None:
        raise BadFile(1, "The file is empty.")
    if header.fault:
        raise BadFile(header.line, f"The header {header.fault}.")
    return layout_of(header.cells, delimiter), below


def parts(layout: Layout, found: Iterable[Record], currency: str) -> Iterator[Part]:
    """The file's products in order; prices are in `currency`. What stands for no product is a part of its own."""
    file = _File(layout, currency)
    rows: list[Row] = []
    strays: list[Row] = []  # broken lines that name no handle: the product's, if its lines go on behind them
    if layout.unknown:
        yield _unknown_columns(layout)
    for record in found:
        row = _row(layout, record)
        if rows and row.handle == rows[0].handle:
            _add(rows, [*strays, row])
            strays = []
        elif not row.handle and len(strays) < ROWS_PER_PRODUCT_MAX:
            strays.append(row)
        else:
            if rows:
                yield file.part(rows)
            yield from map(_stray, strays)
            rows, strays = ([row], []) if row.handle else ([], [row])
    if rows:
        yield file.part(rows)
    yield from map(_stray, strays)


def _add(rows: list[Row], more: list[Row]) -> None:
    """Add lines to their product; of those beyond the limit only the first is kept, as a fault."""
    for row in more:
        if len(rows) < ROWS_PER_PRODUCT_MAX:
            rows.append(row)
        elif len(rows) == ROWS_PER_PRODUCT_MAX:
            fault = f"is more than {ROWS_PER_PRODUCT_MAX:,} lines into the same product"
            rows.append(row._replace(cells={}, fault=fault))
        else:
            rows[-1] = rows[-1]._replace(last_line=row.last_line)


class _File:
    """What has to be known of the whole file: the handles and SKUs met so far, with their lines."""

    def __init__(self, layout: Layout, currency: str) -> None:
        self._layout = layout
        self._currency = currency
        self._handles: dict[str, int] = {}
        self._skus: dict[str, int] = {}

    def part(self, rows: list[Row]) -> Part:
        rows.sort(key=lambda row: row.line)
        handle, line = rows[0].handle, rows[0].line
        product: FileProduct | None = None
        entries = [_refused(row, row.fault) for row in rows if row.fault]
        if handle in self._handles:
            entries.append(_refused(rows[0], f"was met on line {self._handles[handle]} already", "handle"))
        self._handles.setdefault(handle, line)
        if not entries:
            product, entries = build(self._layout, self._currency, rows)
        if product is not None:
            entries += self._double_skus(product)
        refused = [entry for entry in entries if entry.outcome == "refused"]
        if refused:
            product, entries = None, refused
            if all(entry.line != line for entry in refused):
                because = f"The product is not imported because of line {refused[0].line}."
                entries = [_refused(rows[0], because), *refused]
        return Part(
            line=line,
            last_line=max(row.last_line for row in rows),
            handle=handle,
            fingerprint=_fingerprint(self._layout, rows),
            product=product,
            entries=sorted(entries, key=lambda entry: entry.line),
        )

    def _double_skus(self, product: FileProduct) -> list[Entry]:
        entries = []
        for variant in product.variants:
            if variant.sku in self._skus:
                entries.append(
                    Entry(
                        line=variant.line,
                        outcome="refused",
                        handle=product.handle,
                        field=self._layout.shown("sku"),
                        message=f"{variant.sku} was met on line {self._skus[variant.sku]} already",
                    )
                )
            elif variant.sku:
                self._skus[variant.sku] = variant.line
        return entries


def _row(layout: Layout, record: Record) -> Row:
    """The record as a row; a fault keeps the handle, so that its product is not imported without it."""

    def faulty(fault: str, handle: str = "") -> Row:
        return Row(record.line, record.last_line, handle, {}, fault)

    place = layout.places["handle"]
    handle = record.cells[place].strip() if place < len(record.cells) else ""
    try:
        values.line(handle, HANDLE_LENGTH_MAX)
    except values.BadCell as error:
        return faulty(record.fault or f"the handle {error}")
    if record.fault:
        return faulty(record.fault, handle)
    if len(record.cells) != layout.width:
        return faulty(f"has {len(record.cells)} columns where the header has {layout.width}", handle)
    if any("\x00" in cell for cell in record.cells):
        return faulty("holds a NUL character", handle)
    if not handle:
        return faulty("has no handle")
    return Row(record.line, record.last_line, handle, row_of(layout, record.cells), "")


def _refused(row: Row, message: str, field: str = "") -> Entry:
    return Entry(line=row.line, outcome="refused", handle=row.handle, field=field, message=message)


def _unknown_columns(layout: Layout) -> Part:
    names = ", ".join(values.shown(name) for name in layout.unknown[:UNKNOWN_SHOWN_MAX])
    entry = Entry(line=1, outcome="skipped", message=f"These columns are not known and are left out: {names}")
    return Part(line=1, last_line=1, handle="", fingerprint="", product=None, entries=[entry])


def _stray(row: Row) -> Part:
    return Part(
        line=row.line,
        last_line=row.last_line,
        handle="",
        fingerprint="",
        product=None,
        entries=[_refused(row, row.fault)],
    )


def _fingerprint(layout: Layout, rows: list[Row]) -> str:
    digest = hashlib.blake2b(layout.format.encode(), digest_size=12)
    for row in rows:
        for name, cell in sorted(row.cells.items()):
            digest.update(f"\x00{name}\x01{cell}".encode())
        digest.update(b"\x02")
    return digest.hexdigest()
