"""Files that must never become pictures, by name, each with the words in which it is refused."""

import io
import struct
import zipfile
import zlib
from functools import cache

import pyvips

from feria.core.pictures import UPLOAD_BYTES_MAX

KIND = "must be a JPEG, PNG or WebP picture"
MORE = "holds something else besides the picture"
CUT = "is not complete"
MOVING = "is animated; a still picture is needed"
HUGE = "may have at most 12000 pixels a side and 80 megapixels"
SCRIPT = b"<html><body><script>alert(1)</script></body></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@cache
def picture(kind: str = ".jpg", width: int = 1200, height: int = 900) -> bytes:
    """A picture with an EXIF remark that must not be published."""
    places = pyvips.Image.xyz(width, height)
    canvas = places.bandjoin(places[0] * places[1]).cast("uchar").copy(interpretation="srgb")
    canvas.set_type(pyvips.GValue.gstr_type, "exif-ifd0-ImageDescription", "secret place")
    return bytes(canvas.write_to_buffer(kind))


def png(width: int, height: int, *, before: bytes = b"", pixels: bytes = b"\x00" * 1000) -> bytes:
    """A PNG whose header claims a size, whatever its pixels are; `before` are chunks that stand before them."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    content = chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


def chunk(name: bytes, data: bytes) -> bytes:
    """A PNG's chunk with its checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def archive() -> bytes:
    """A ZIP with a page in it."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("index.html", SCRIPT)
    return written.getvalue()


def jpeg_with(marker: int, content: bytes) -> bytes:
    """A JPEG with one more segment at its start."""
    return b"\xff\xd8\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content + picture()[2:]


def moving_webp(frames: int) -> bytes:
    """An animated WebP."""
    strip = pyvips.Image.xyz(32, 32 * frames).extract_band(1).bandjoin([20, 30]).cast("uchar")
    strip = strip.copy(interpretation="srgb").copy()
    strip.set_type(pyvips.GValue.gint_type, "page-height", 32)
    return bytes(strip.webpsave_buffer())


def riff_with(name: bytes, content: bytes) -> bytes:
    """A WebP with one more chunk at its end."""
    body = (
        picture(".webp")[12:] + name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _script_in_a_segment() -> bytes:
    """The content of a first segment whose length reads as `/*`, which closes the remark and opens another."""
    length = int.from_bytes(b"/*", "big") - 2
    return b"JFIF\0".ljust(length - 17, b"\0") + b"*/=alert(1);   /*"


@cache
def hostile() -> dict[str, tuple[bytes, str]]:
    """All of them: content, and how it is refused."""
    return {
        "nothing": (b"", KIND),
        "SVG": (SVG, KIND),
        "HTML": (SCRIPT, KIND),
        "script": (b"alert(1)//\xff\xd8\xff", KIND),
        "archive": (archive(), KIND),
        "PDF": (b"%PDF-1.7\n%%EOF", KIND),
        "GIF": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;", KIND),
        "GIF that is a script": (b"GIF89a=1;alert(1)//" + b"\x00" * 100, KIND),
        "TIFF": (b"II*\x00" + b"\x00" * 100, KIND),
        "HEIC": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, KIND),
        "HTML under a JPEG's first bytes": (b"\xff\xd8\xff" + SCRIPT + b"\xff\xd9", CUT),
        "JPEG and HTML": (picture() + SCRIPT, MORE),
        "JPEG with HTML in its remark": (jpeg_with(0xFE, SCRIPT), MORE),
        "JPEG with SVG in its EXIF": (jpeg_with(0xE1, b"Exif\0\0" + SVG), MORE),
        "JPEG with PHP in its remark": (jpeg_with(0xFE, b"<?php system($_GET['c']);"), MORE),
        "JPEG that is a script": (jpeg_with(0xE0, _script_in_a_segment()), MORE),
        "JPEG and ZIP": (picture() + archive(), MORE),
        "JPEG with a ZIP in its remark": (jpeg_with(0xFE, archive()), MORE),
        "JPEG and RAR": (picture() + b"Rar!\x1a\x07\x01\x00" + b"\x00" * 50, MORE),
        "JPEG and PDF": (picture() + b"%PDF-1.7\n%%EOF", MORE),
        "PNG and HTML": (picture(".png") + SCRIPT, MORE),
        "PNG and ZIP": (picture(".png") + archive(), MORE),
        "PNG with HTML in its text": (png(40, 30, before=chunk(b"tEXt", b"Comment\0" + SCRIPT)), MORE),
        "WebP and ZIP": (picture(".webp") + archive(), MORE),
        "WebP with HTML in a chunk": (riff_with(b"XMP ", SCRIPT), MORE),
        "cut JPEG": (picture()[:-2_000], CUT),
        "cut PNG": (picture(".png")[:-100], CUT),
        "cut WebP": (picture(".webp")[:-100], CUT),
        "only a JPEG's header": (picture()[:200], CUT),
        "two pictures as one animation": (moving_webp(2), MOVING),
        "thousands of frames": (moving_webp(400), MOVING),
        "animated PNG": (png(40, 30, before=chunk(b"acTL", b"\0\0\x13\x88\0\0\0\0")), MOVING),
        "bomb": (png(60_000, 60_000), HUGE),
        "bomb of one side": (png(100, 12_001), HUGE),
        "bomb of two sides": (png(11_999, 11_999, pixels=b"\0" * 5_000_000), HUGE),
        "tiny": (picture(width=8, height=8), "must have at least 16 pixels a side"),
        "over-long": (b"\xff\xd8\xff".ljust(UPLOAD_BYTES_MAX + 1, b"\0"), "is larger than 20 MB"),
    }  # fmt: skip
