"""The text of a product file: its encoding, its lines, and its CSV records, with recovery after a broken one."""

import codecs
import csv
from collections import deque
from collections.abc import Iterable, Iterator

import msgspec

LINES_MAX = 500_000
LINE_CHARACTERS_MAX = 1_000_000
RECORD_LINES_MAX = 5_000
RECORD_CHARACTERS_MAX = 2_000_000
BROKEN_RECORDS_MAX = 100

# csv's own limit per cell would otherwise end a record before ours does.
csv.field_size_limit(RECORD_CHARACTERS_MAX)


class BadFile(Exception):  # noqa: N818 - a sentence, as all our errors
    """The file cannot be used at all; `line` is the first line that shows it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


class Survey(msgspec.Struct, frozen=True):
    """What a first pass over the bytes tells: how to decode them, and how many lines there are."""

    encoding: str
    lines: int


class Record(msgspec.Struct, frozen=True):
    """One record of the CSV with the first and last line it takes; `fault` says why it cannot be read."""

    line: int
    last_line: int
    cells: list[str]
    fault: str = ""


def survey(chunks: Iterable[bytes]) -> Survey:
    """Find the encoding (UTF-8 with or without BOM, UTF-16 with BOM) and count lines; raises BadFile."""
    decoder: codecs.IncrementalDecoder | None = None
    encoding, lines, last = "utf-8-sig", 0, ""
    for chunk in chunks:
        if decoder is None:
            utf16 = chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            encoding = "utf-16" if utf16 else "utf-8-sig"
            decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(error.encoding, "ignore")
            raise BadFile(lines + _line_ends(good, last) + 1, _ENCODING_FAULT) from None
        if text:
            lines += _line_ends(text, last)
            last = text[-1]
    if decoder is None:
        raise BadFile(1, "The file is empty.")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise BadFile(lines + 1, _ENCODING_FAULT) from None
    lines += last not in ("\n", "\r", "")
    if lines > LINES_MAX:
        raise BadFile(LINES_MAX + 1, f"The file has {lines:,} lines. Split it into files of {LINES_MAX:,}.")
    return Survey(encoding, lines)


_ENCODING_FAULT = (
    "The text is not in UTF-8 (nor UTF-16 with a byte order mark). Save the file as “CSV UTF-8”."
)


def _line_ends(text: str, before: str) -> int:
    """Line ends in `text`, a CR LF counted once, also when it lies across the border to `before`."""
    pairs = text.count("\r\n") + (before == "\r" and text.startswith("\n"))
    return text.count("\n") + text.count("\r") - pairs


class _TooLong(Exception):
    """The record under way cannot be one: it has too many lines or characters."""


class _Lines:
    """Lines with those of the record under way kept, so that after a broken quote reading goes on at the next line."""

    def __init__(self, source: Iterator[str | None]) -> None:
        self._source = source
        self._ahead: deque[str | None] = deque()
        self._taken: list[str | None] = []
        self._characters = 0
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self._taken) >= RECORD_LINES_MAX:
            raise _TooLong
        line = self._ahead.popleft() if self._ahead else next(self._source)
        self.number += 1
        self._taken.append(line)
        if line is None:
            raise _TooLong
        self._characters += len(line)
        if self._characters > RECORD_CHARACTERS_MAX:
            raise _TooLong
        return line

    def begin(self) -> None:
        """A new record starts."""
        self._taken.clear()
        self._characters = 0

    def retreat(self) -> str:
        """Give back all lines of the broken record but its first, which is returned."""
        first, *rest = self._taken
        self._ahead.extendleft(reversed(rest))
        self.number -= len(rest)
        return first or ""


def records(lines: Iterable[str | None], delimiter: str = ",") -> Iterator[Record]:
    """The CSV records; a line of None stands for one that was too long to be read.

    After a record that cannot be read (an open quote, text behind a closing one) reading goes on at the line after its
    first, so that one stray quote costs one line. After a hundred of them the rest of the file is not read.
    """
    source = _Lines(iter(lines))
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    broken = 0
    while True:
        source.begin()
        start = source.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooLong:
            fault = "is longer than any product line may be, or has an open quotation mark"
        except csv.Error:
            fault = "has a quotation mark that is not closed, or text behind a closing one"
        else:
            if any(cells):
                yield Record(start, source.number, cells)
            continue
        broken += 1
        if broken > BROKEN_RECORDS_MAX:
            yield Record(
                start, start, [], "and those after it were not read: too many lines before could not be"
            )
            return
        yield Record(start, start, _first_cell(source.retreat(), delimiter), fault)


def _first_cell(line: str, delimiter: str) -> list[str]:
    """What a broken line has before its first delimiter: most probably the handle."""
    head = line.partition(delimiter)[0].strip()
    return [] if '"' in head else [head]
