"""Files of tax rates: read line by line with every fault named, and written so that a spreadsheet runs nothing."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from feria.core import formulas
from feria.services.cart.rules.tax import TaxRate
from feria.services.user import contract as user

COLUMNS = ("country", "region", "tax_category", "valid_from", "rate_percent", "source")
FILE_BYTES_MAX = 1_000_000
CELL_CHARACTERS_MAX = 1_000
FAULTS_MAX = 100
SOURCE_CHARACTERS_MAX = 200
TAX_CATEGORY = r"^[a-z][a-z0-9_]{0,39}$"
RATE_BPS_MAX = 10_000
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


class SourcedRate(TaxRate, frozen=True, kw_only=True):
    """A rate with where it is from."""

    source: str


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a line of a file; `column` is empty when it is the whole line."""

    line: int
    column: str
    message: str


class Reading(msgspec.Struct, frozen=True):
    """What a file holds: rates by line, or faults, of which the first hundred are named."""

    rates: dict[int, SourcedRate]
    faults: list[Fault]


def read(content: bytes) -> Reading:
    """Read a file in CSV with the columns of `COLUMNS` (region and source may be missing), in any order."""
    rates: dict[int, SourcedRate] = {}
    faults: list[Fault] = []
    seen: dict[tuple[str, str, str, date], int] = {}
    header: list[str] | None = None
    for line, cells, broken in _records(content):
        if broken:
            faults.append(Fault(line, "", broken))
        elif header is None:
            header = [cell.strip().lower() for cell in cells]
            if wrong := _wrong_header(header):
                return Reading({}, [Fault(line, "", wrong)])
        else:
            found = _rate(line, header, cells)
            if isinstance(found, list):
                faults += found
            elif found.key in seen:
                faults.append(Fault(line, "", f"is the same rate as line {seen[found.key]}"))
            else:
                rates[line] = found
                seen[found.key] = line
        if len(faults) >= FAULTS_MAX:
            break
    if header is None and not faults:
        faults.append(Fault(1, "", "the file is empty"))
    return Reading({} if faults else rates, faults[:FAULTS_MAX])


def _records(content: bytes) -> Iterator[tuple[int, list[str], str]]:
    """Each record with the line it begins on, or why the rest cannot be read."""
    if len(content) > FILE_BYTES_MAX:
        yield 1, [], f"the file has more than {FILE_BYTES_MAX:,} bytes"
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield content.count(b"\n", 0, error.start) + 1, [], "the text is not in UTF-8"
        return
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, [], "has a quotation mark that is not closed, or text behind a closing one"
            return
        if any(cell.strip() for cell in cells):
            yield line, cells, ""


def _wrong_header(header: list[str]) -> str:
    unknown = sorted(set(header) - set(COLUMNS))
    missing = [name for name in COLUMNS if name not in header and name not in ("region", "source")]
    if unknown or missing or len(set(header)) != len(header):
        return f"the first line has to name the columns {', '.join(COLUMNS)}, each once"
    return ""


def _rate(line: int, header: list[str], cells: list[str]) -> SourcedRate | list[Fault]:
    if len(cells) > len(header):
        return [Fault(line, "", "has more cells than there are columns")]
    given = dict.fromkeys(COLUMNS, "") | {
        name: formulas.as_meant(cell.strip()) for name, cell in zip(header, cells, strict=False)
    }
    country = given["country"].upper()
    region = user.region_code(country, given["region"])
    valid_from, rate_bps = _day(given["valid_from"]), _basis_points(given["rate_percent"])
    faults = {
        "country": _COUNTRY.fullmatch(country) is None and "is a code of two letters, such as PT",
        "region": bool(given["region"]) and not region and "is not a region that is known for this country",
        "tax_category": re.fullmatch(TAX_CATEGORY, given["tax_category"]) is None
        and "is lower case letters, digits and underscores, such as standard",
        "valid_from": valid_from is None and "is a day such as 2026-01-31",
        "rate_percent": rate_bps is None and "is a percentage from 0 to 100 with at most two decimals",
        "source": (len(given["source"]) > SOURCE_CHARACTERS_MAX or not given["source"].isprintable())
        and f"is at most {SOURCE_CHARACTERS_MAX} letters on one line",
    }
    found = [Fault(line, name, message) for name, message in faults.items() if message]
    if found or valid_from is None or rate_bps is None:
        return found
    return SourcedRate(
        country=country,
        region=region,
        tax_category=given["tax_category"],
        valid_from=valid_from,
        rate_bps=rate_bps,
        source=given["source"],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _basis_points(text: str) -> int | None:
    match = _PERCENT.fullmatch(text.removesuffix("%").rstrip())
    if match is None:
        return None
    found = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))
    return found if found <= RATE_BPS_MAX else None


def written(rates: Iterable[SourcedRate]) -> str:
    """The rates as a file that `read` takes; cells that a spreadsheet would run stand behind an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in rates:
        cells = (
            one.country,
            one.region,
            one.tax_category,
            one.valid_from.isoformat(),
            f"{one.rate_bps // 100}.{one.rate_bps % 100:02d}",
            one.source,
        )
        writer.writerow([formulas.as_safe(cell) for cell in cells])
    return out.getvalue()
