"""The files that pictures come in, walked through by their own structure: whole, still, and nothing but a picture.

A file may be a fair picture and an archive or a page at once; we never serve what was received, and still refuse it,
since whoever sends that does so for a reason. Pixels are `pictures`' matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

KINDS = {"image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp"}

# Between two markers lie compressed bytes, in which 0xff is followed by zero or by a restart.
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
# Long enough not to come up by chance in twenty megabytes of pixels.
_LONG = (b"<script", b"<!doctype", b"<iframe", b"<?php", b"javascript:", b"__halt_compiler")
# What is sought only beside the pixels, where by chance nothing is that short.
_SHORT = re.compile(
    rb"<(?:html|svg|body|object|embed)[\s>/]|%PDF-1|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c", re.IGNORECASE
)
_ARCHIVE_END = b"PK\x05\x06"
_ARCHIVE_END_BYTES, _ARCHIVE_REMARK_BYTES_MAX = 22, 65_535
_ANIMATED = 0x02


@dataclass
class Found:
    """What a walk through a file has shown; `beside` is what is no picture of it: remarks, and what comes behind."""

    whole: bool = False
    still: bool = True
    alone: bool = True
    beside: list[bytes] = field(default_factory=list)


def kind_of(data: bytes) -> str | None:
    """`jpeg`, `png` or `webp` by the first bytes, None for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return None


def fault_of(data: bytes) -> str | None:
    """Why the file is refused, as the rest of a sentence about it; None when its structure is that of a picture."""
    kind = kind_of(data)
    if kind is None:
        return "must be a JPEG, PNG or WebP picture"
    found = {"jpeg": _jpeg, "png": _png, "webp": _webp}[kind](data)
    if not found.whole:
        return "is not complete"
    if not found.still:
        return "is animated; a still picture is needed"
    if not found.alone or _is_more(data, found.beside):
        return "holds something else besides the picture"
    return None


def _is_more(data: bytes, beside: list[bytes]) -> bool:
    """Whether the file is a page, a script or an archive, too."""
    letters = data.lower()
    if any(word in letters for word in _LONG) or any(_SHORT.search(part) for part in beside):
        return True
    # Written as a length, `/*` makes the rest of the first segment a remark to a reader of scripts.
    if data[4:6] == b"/*" and b"*/" in data:
        return True
    # An archive is read from its end, so it may begin anywhere.
    end = data.rfind(_ARCHIVE_END, max(0, len(data) - _ARCHIVE_END_BYTES - _ARCHIVE_REMARK_BYTES_MAX))
    if end < 0 or end + _ARCHIVE_END_BYTES > len(data):
        return False
    listing = int.from_bytes(data[end + 12 : end + 16], "little")
    return listing <= end


def _jpeg(data: bytes) -> Found:
    """Segments up to the end of the picture; cameras append a second picture, a film or marks of their own."""
    found, at = Found(), 2
    while (match := _MARKER.match(data, at)) is not None:
        marker, at = match[1][0], match.end()
        if marker == 0xD9:
            found.whole = True
            found.beside.append(data[at:])
            break
        length = int.from_bytes(data[at : at + 2], "big")
        if marker < 0xC0 or length < 2 or at + length > len(data):
            break
        content = data[at + 2 : at + length]
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            found.beside.append(content)
        at += length
        if marker == 0xDA:
            scan_end = _MARKER.search(data, at)
            if scan_end is None:
                break
            at = scan_end.start()
    return found


def _png(data: bytes) -> Found:
    found = Found()
    for name, content, end in _chunks(data, 8, big=True):
        if name == b"acTL":
            found.still = False
        if name == b"IEND":
            # Nothing is ever appended to a PNG in good faith.
            found.whole, found.alone = end <= len(data), end == len(data)
            break
        if name not in (b"IHDR", b"PLTE", b"IDAT"):
            found.beside.append(content)
    return found


def _webp(data: bytes) -> Found:
    size = int.from_bytes(data[4:8], "little") + 8
    found = Found(whole=size <= len(data), alone=size >= len(data))
    for name, content, end in _chunks(data[:size], 12, big=False):
        if name in (b"ANIM", b"ANMF") or (name == b"VP8X" and content[:1] and content[0] & _ANIMATED):
            found.still = False
        if name not in (b"VP8 ", b"VP8L", b"ALPH"):
            found.beside.append(content)
        found.whole = found.whole and end <= len(data)
    return found


def _chunks(data: bytes, at: int, *, big: bool) -> Iterator[tuple[bytes, bytes, int]]:
    """Name, content and end of each chunk: PNG's have length, name and a checksum, WebP's name, length and padding."""
    while at + 8 <= len(data):
        first, second = data[at : at + 4], data[at + 4 : at + 8]
        name, length = (
            (second, int.from_bytes(first, "big")) if big else (first, int.from_bytes(second, "little"))
        )
        end = at + 8 + length + (4 if big else length % 2)
        yield name, data[at + 8 : at + 8 + length], end
        at = end
