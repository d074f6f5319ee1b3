"""A product as lines of Feria's own file format, from which an import makes the same product again."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from feria.core import spreadsheet
from feria.core.money import Money, decimal_text
from feria.services.product.rules import Scalar, shown_value
from feria.services.product.rules.importing.columns import (
    ATTRIBUTE,
    FERIA_COLUMNS,
    MARKET_COMPARE_AT,
    MARKET_PRICE,
)

OPTIONS_MAX = 3


class Option(Protocol):
    """An option by name."""

    @property
    def name(self) -> str: ...


def header(attributes: Iterable[str], markets: Iterable[str]) -> list[str]:
    """All columns; `attributes` are the names that any product may have, `markets` those beside the default one."""
    prices = [start + market for market in sorted(markets) for start in (MARKET_PRICE, MARKET_COMPARE_AT)]
    return [*FERIA_COLUMNS, *prices, *(ATTRIBUTE + name for name in sorted(set(attributes)))]


def head_cells(
    *,
    texts: Mapping[str, str],
    tags: Sequence[str],
    options: Sequence[Option],
    attributes: Mapping[str, Scalar],
) -> dict[str, str]:
    """What stands on a product's first line: `texts` by column, and the rest of it."""
    cells = {**texts, "tags": _joined(tags)}
    for number, option in enumerate(options[:OPTIONS_MAX], 1):
        cells[f"option{number}_name"] = option.name
    return cells | {ATTRIBUTE + name: shown_value(value) for name, value in attributes.items()}


def variant_cells(
    options: Sequence[Option], values: Mapping[str, str], price: Money | None, compare_at: Money | None
) -> dict[str, str]:
    """A variant's values and prices; other cells are the caller's."""
    cells = {f"option{number}_value": values.get(option.name, "") for number, option in enumerate(options, 1)}
    cells["price"] = decimal_text(price) if price else ""
    cells["compare_at_price"] = decimal_text(compare_at) if compare_at else ""
    return cells


def market_price_cells(market: str, price: Money, compare_at: Money | None) -> dict[str, str]:
    """A variant's prices in a market of its own columns."""
    return {
        MARKET_PRICE + market: decimal_text(price),
        MARKET_COMPARE_AT + market: decimal_text(compare_at) if compare_at else "",
    }


def lines(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """CSV lines of these rows, with nothing that a spreadsheet would run."""
    for row in rows:
        yield spreadsheet.line([row.get(column, "") for column in columns])


def _joined(tags: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(tags)
    return out.getvalue() if tags else ""
