"""Product files as they come: encoding, lines, and what their header says they are."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

import msgspec

from feria.core.errors import FieldError, Invalid
from feria.services.product.rules.importing import mapping, products
from feria.services.product.rules.importing.columns import MAPPED, UnknownHeader
from feria.services.product.rules.importing.mapping import ColumnMapping
from feria.services.product.rules.importing.text import LINE_CHARACTERS_MAX, BadFile, Survey, survey

FILE_NAME_LENGTH_MAX = 200
CHUNK_BYTES = 1 << 20
HEAD_LINES_MAX = 100
HEAD_CHARACTERS_MAX = 200_000


class Look(msgspec.Struct, frozen=True):
    """What a first look at a file tells. `format` is empty when its columns have to be assigned.

    `header` is what the names of its columns are remembered by, `head` its first lines.
    """

    survey: Survey
    format: str
    columns: list[str]
    header: str
    head: str


def look(opened: Callable[[], BinaryIO]) -> Look:
    """Look at a file; raises Invalid with the first bad line."""
    try:
        with opened() as stream:
            found = survey(iter(lambda: stream.read(CHUNK_BYTES), b""))
        with lines_of(opened, found) as lines:
            columns = mapping.column_names(products.headed(lines)[0])
        with lines_of(opened, found) as lines:
            format = _format(columns, lines)
        with lines_of(opened, found) as lines:
            head = _head(lines)
    except BadFile as error:
        raise Invalid(errors=[FieldError("file", str(error))]) from None
    return Look(found, format, columns, mapping.key(columns), head)


def _format(columns: list[str], lines: Iterator[str | None]) -> str:
    try:
        return products.opened(lines)[0].format
    except UnknownHeader:
        if len(columns) < len(mapping.REQUIRED):
            raise
        return ""


def _head(lines: Iterator[str | None]) -> str:
    """The first lines, as many as make whole records."""
    taken: list[str] = []

    def noted() -> Iterator[str | None]:
        for line in lines:
            taken.append(line or "")
            yield line

    whole, found = 1, products.headed(noted())[2]
    for record in found:
        head = sum(map(len, taken[: record.last_line]))
        if record.last_line > HEAD_LINES_MAX or head > HEAD_CHARACTERS_MAX or "" in taken:
            break
        whole = record.last_line
    return "".join(taken[:whole]).replace("\x00", "")


def check_mapping(wanted: ColumnMapping, columns: list[str], markets: list[str]) -> None:
    """Refuse a mapping that does not fit the columns; raises Invalid naming them."""
    found = mapping.faults(wanted, columns, markets)
    if found:
        raise Invalid(errors=[FieldError(f"columns.{name}", message) for name, message in found.items()])


def format_of(found: Look, assigned: ColumnMapping | None) -> str:
    """The format in which the file is read; empty while its columns have to be assigned."""
    return MAPPED if assigned is not None else found.format


@contextmanager
def lines_of(opened: Callable[[], BinaryIO], found: Survey) -> Iterator[Iterator[str | None]]:
    """The file's lines with their ends, None for each that is longer than any may be."""
    with io.TextIOWrapper(opened(), encoding=found.encoding, newline="") as text:
        yield _bounded(text)


def _bounded(text: TextIO) -> Iterator[str | None]:
    while line := text.readline(LINE_CHARACTERS_MAX):
        if len(line) < LINE_CHARACTERS_MAX or line.endswith(("\n", "\r")):
            yield line
            continue
        while line and not line.endswith(("\n", "\r")):
            line = text.readline(LINE_CHARACTERS_MAX)
        yield None


def plain_name(name: str) -> str:
    """The file's name without folders and what cannot be seen."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in base if letter.isprintable())[:FILE_NAME_LENGTH_MAX]
