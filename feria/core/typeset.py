"""PDF/A-3 by typst: a template, its data and fonts of our own give the same bytes on every machine, at any time.

What the machine has (fonts, clock, time zone) never counts. Slow, so called in a thread.
"""

import importlib.util
import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from struct import unpack_from
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    import typst

# Latin in the marketplace's own face; all of Latin, Greek and Cyrillic; Chinese, Japanese and Korean. The template
# names them in this order.
_FONT_PACKAGES = ("fontpkg_figtree", "fontpkg_noto_sans", "noto_cjk_sans_jp_regular")
MISSING = "□"
TEXT_LENGTH_MAX = 1_000
_UNBROKEN_MAX = 28
_UNBROKEN = re.compile(rf"(\S{{{_UNBROKEN_MAX}}})(?=\S)")
_BREAK = "\u200b"


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that the template attaches, and what the PDF's metadata say of it: a property schema, and properties."""

    data: bytes
    schema: str
    properties: str


def pdf(template: str, data: Any, *, at: datetime, attachment: Attachment | None = None) -> bytes:
    """The document: `data` reaches the template as JSON in `sys.inputs.data`, `at` as the date of all that is written.

    Texts are data, never markup; characters that no font has are shown as a box, overlong texts are cut.
    """
    inputs = {"data": json.dumps(_shown(msgspec.to_builtins(data)), ensure_ascii=False)}
    inputs["date"] = at.astimezone(UTC).strftime("%Y-%m-%d-%H-%M-%S")
    if attachment is not None:
        inputs["attachment"] = attachment.data.decode()
    made = _compiled(template, inputs, "pdf")
    return made if attachment is None else _with_properties(made, attachment)


def picture(template: str, data: Any, *, at: datetime, dots_per_inch: int = 100) -> list[bytes]:
    """The pages as PNG, for eyes and tests."""
    inputs = {"data": json.dumps(_shown(msgspec.to_builtins(data)), ensure_ascii=False)}
    inputs["date"] = at.astimezone(UTC).strftime("%Y-%m-%d-%H-%M-%S")
    pages: bytes | list[bytes] = _compiled(template, inputs, "png", dots_per_inch)
    return pages if isinstance(pages, list) else [pages]


def _compiled(template: str, inputs: dict[str, str], kind: Any, dots_per_inch: int | None = None) -> Any:
    import typst

    compiler = typst.Compiler(template.encode(), font_paths=_fonts(), sys_inputs=inputs)
    if kind == "pdf":
        return compiler.compile(format="pdf", pdf_standards=["a-3b"], timestamp=0)
    return compiler.compile(format=kind, ppi=dots_per_inch)


def _font_files() -> list[Path]:
    found: list[Path] = []
    for package in _FONT_PACKAGES:
        spec = importlib.util.find_spec(package)
        assert spec is not None and spec.origin is not None, f"{package} is a dependency"
        folder = Path(spec.origin).parent
        found += sorted(path for path in folder.rglob("*") if path.suffix in (".otf", ".ttf"))
    return [path for path in found if "Italic" not in path.name]


@cache
def _fonts() -> "typst.Fonts":
    """The fonts, found once; their files are read when a document needs them."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=sorted({str(path.parent) for path in _font_files()}),
    )


# What may stand in a document.


def _shown(value: Any) -> Any:
    """The same data with every text as `printable` gives it."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_shown(one) for one in value]
    if isinstance(value, dict):
        return {key: _shown(one) for key, one in value.items()}
    return value


def printable(text: str) -> str:
    """The text as it can be set: composed, without control characters, each character covered, long words breakable."""
    covered = _covered()
    composed = unicodedata.normalize("NFC", text[: TEXT_LENGTH_MAX + 1])
    kept = [
        letter if letter == "\n" or ord(letter) in covered else MISSING
        for letter in composed
        if letter == "\n" or not _invisible(letter)
    ]
    whole = "".join(kept)
    if len(text) > TEXT_LENGTH_MAX:
        whole = whole[:TEXT_LENGTH_MAX] + "…"
    return _UNBROKEN.sub(rf"\1{_BREAK}", whole)


def _invisible(letter: str) -> bool:
    """Controls, marks of direction, surrogates, and what only chooses the shape of the letter before."""
    number = ord(letter)
    return (
        unicodedata.category(letter) in ("Cc", "Cf", "Cs")
        or 0xFE00 <= number <= 0xFE0F
        or 0xE0100 <= number <= 0xE01EF
    )


@cache
def _covered() -> frozenset[int]:
    """Every character that one of the fonts has."""
    return frozenset(number for path in _font_files() for number in _characters(path.read_bytes()))


def _characters(font: bytes) -> set[int]:
    """The characters of an OpenType font by its `cmap` table (segments of 16 bits, format 4, or groups, format 12).

    Source: ISO/IEC 14496-22, 5.2.1.
    """
    tables = {
        font[place : place + 4]: unpack_from(">II", font, place + 8)
        for place in range(12, 12 + 16 * unpack_from(">H", font, 4)[0], 16)
    }
    start, _ = tables[b"cmap"]
    found: set[int] = set()
    for record in range(unpack_from(">H", font, start + 2)[0]):
        at = start + unpack_from(">I", font, start + 4 + 8 * record + 4)[0]
        kind = unpack_from(">H", font, at)[0]
        if kind == 12:
            for group in range(unpack_from(">I", font, at + 12)[0]):
                first, last = unpack_from(">II", font, at + 16 + 12 * group)
                found.update(range(first, last + 1))
        elif kind == 4:
            count = unpack_from(">H", font, at + 6)[0] // 2
            ends = unpack_from(f">{count}H", font, at + 14)
            starts = unpack_from(f">{count}H", font, at + 16 + 2 * count)
            for first, last in zip(starts, ends, strict=True):
                found.update(range(first, last + 1))
    return found - {0xFFFF}


# The metadata of an attachment, which typst has no words for.

_SCHEMAS_END = b"</rdf:Bag></pdfaExtension:schemas>"
_PROPERTIES_END = b"</rdf:RDF>"
_METADATA = re.compile(
    rb"(\d+) 0 obj\n<</Length \d+/Type/Metadata/Subtype/XML>>\nstream\n(.*?)\nendstream", re.DOTALL
)
_TRAILER = re.compile(rb"trailer\n<<(.*?)>>\nstartxref\n(\d+)\n%%EOF\s*$", re.DOTALL)


def _with_properties(made: bytes, attachment: Attachment) -> bytes:
    """The PDF with the attachment's properties among its metadata, as an update at its end (ISO 32000-1, 7.5.6)."""
    found, trailer = _METADATA.search(made), _TRAILER.search(made)
    assert found is not None and trailer is not None, "typst writes both so"
    number, metadata = int(found[1]), found[2]
    metadata = metadata.replace(_SCHEMAS_END, attachment.schema.encode() + _SCHEMAS_END)
    metadata = metadata.replace(_PROPERTIES_END, attachment.properties.encode() + _PROPERTIES_END)
    place = len(made) + 1
    body = b"\n%d 0 obj\n<</Length %d/Type/Metadata/Subtype/XML>>\nstream\n%s\nendstream\nendobj\n" % (
        number,
        len(metadata),
        metadata,
    )
    table = b"xref\n%d 1\n%010d 00000 n\r\ntrailer\n<<%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        number,
        place,
        trailer[1],
        trailer[2],
        len(made) + len(body),
    )
    return made + body + table
