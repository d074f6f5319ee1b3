"""From CSV records to products: lines with the same handle, one after the other, are one product or none at all."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain

from feria.services.product.rules.importing import mapping, values, woocommerce
from feria.services.product.rules.importing.build import Row, build
from feria.services.product.rules.importing.columns import (
    MARKET_COMPARE_AT,
    MARKET_PRICE,
    Layout,
    delimiter_of,
    layout_of,
    row_of,
)
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.rules.importing.report import Currencies, Entry, FileProduct, Part
from feria.services.product.rules.importing.text import BadFile, Record, records

HANDLE_LENGTH_MAX = 200
ROWS_PER_PRODUCT_MAX = 1_000
UNKNOWN_SHOWN_MAX = 20


def opened(
    lines: Iterable[str | None], assigned: ColumnMapping | None = None
) -> tuple[Layout, Iterator[Record]]:
    """The layout that the header declares (or that was `assigned` to it), and the records below it.

    Raises BadFile, which is an UnknownHeader when the columns can be assigned.
    """
    header, delimiter, below = headed(lines)
    if assigned is not None:
        return mapping.layout(header, delimiter, assigned), below
    if woocommerce.is_export(header):
        return woocommerce.layout(header, delimiter), below
    return layout_of(header, delimiter), below


def headed(lines: Iterable[str | None]) -> tuple[list[str], str, Iterator[Record]]:
    """The cells of the header, the delimiter, and the records below it; raises BadFile."""
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
    if any("\x00" in cell for cell in header.cells):
        raise BadFile(header.line, "The header holds a NUL character.")
    return header.cells, delimiter, below


def parts(layout: Layout, found: Iterable[Record], currencies: Currencies) -> Iterator[Part]:
    """The file's products in order, with prices in `currencies`. What stands for no product is a part of its own."""
    file = _File(layout, currencies)
    unknown = [*layout.unknown, *_unknown_markets(layout, currencies)]
    if unknown:
        yield _unknown_columns(unknown, mapped=layout.mapped)
    if layout.woocommerce:
        for rows in woocommerce.groups(layout, found):
            yield file.part(rows) if rows[0].handle else _stray(rows[0])
        return
    rows = []
    strays: list[Row] = []  # broken lines that name no handle: the product's, if its lines go on behind them
    for record in found:
        row, *pictures = _rows(layout, record)
        if rows and row.handle == rows[0].handle:
            _add(rows, [*strays, row, *pictures])
            strays = []
        elif not row.handle and len(strays) < ROWS_PER_PRODUCT_MAX:
            strays.append(row)
        else:
            if rows:
                yield file.part(rows)
            yield from map(_stray, strays)
            rows, strays = ([row, *pictures], []) if row.handle else ([], [row])
    if rows:
        yield file.part(rows)
    yield from map(_stray, strays)


def _unknown_markets(layout: Layout, currencies: Currencies) -> list[str]:
    """Columns with prices of markets that are none, or of the default one, whose price has a column of its own."""
    return [
        layout.shown(column)
        for column in layout.places
        if column.startswith((MARKET_PRICE, MARKET_COMPARE_AT))
        and column.partition(".")[2] not in currencies.others
    ]


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

    def __init__(self, layout: Layout, currencies: Currencies) -> None:
        self._layout = layout
        self._currencies = currencies
        self._handles: dict[str, int] = {}
        self._skus: dict[str, int] = {}

    def part(self, rows: list[Row]) -> Part:
        if not self._layout.woocommerce:  # there a product comes first, wherever its variations stand
            rows.sort(key=lambda row: row.line)
        handle, line = rows[0].handle, rows[0].line
        product: FileProduct | None = None
        entries = [_refused(row, row.fault) for row in rows if row.fault]
        if handle in self._handles:
            entries.append(_refused(rows[0], f"was met on line {self._handles[handle]} already", "handle"))
        self._handles.setdefault(handle, line)
        if not entries:
            product, entries = build(self._layout, self._currencies, rows)
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


def _rows(layout: Layout, record: Record) -> list[Row]:
    """The record as a row, with one for each further picture; a fault keeps the handle, and with it its product out."""
    given = mapping.handle(layout, record.cells) if layout.mapped else _cell(record, layout.places["handle"])
    handle = given.strip()

    def faulty(fault: str, handle: str = "") -> list[Row]:
        return [Row(record.line, record.last_line, handle, {}, fault)]

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
    cells = row_of(layout, record.cells)
    pictures: list[str] = []
    if layout.mapped:
        cells, pictures = mapping.as_ours(layout, cells, record.cells)
    return [
        Row(record.line, record.last_line, handle, one, "")
        for one in (cells, *({"image_url": url} for url in pictures))
    ]


def _cell(record: Record, place: int) -> str:
    return record.cells[place] if place < len(record.cells) else ""


def _refused(row: Row, message: str, field: str = "") -> Entry:
    return Entry(line=row.line, outcome="refused", handle=row.handle, field=field, message=message)


def _unknown_columns(unknown: list[str], *, mapped: bool) -> Part:
    why = "are assigned to nothing" if mapped else "are not known"
    names = ", ".join(values.shown(name) for name in unknown[:UNKNOWN_SHOWN_MAX])
    entry = Entry(line=1, outcome="skipped", message=f"These columns {why} and are left out: {names}")
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
