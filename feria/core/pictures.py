"""Pictures through libvips: what is refused, and the WebP that is all we ever serve. Slow, so called in a thread."""

from functools import cache
from typing import TYPE_CHECKING, Any

from feria.core.errors import FieldError, Invalid

UPLOAD_BYTES_MAX = 20_000_000
SIDE_PIXELS_MAX = 12_000
PIXELS_MAX = 80_000_000
SIDE_PIXELS_MIN = 16
WEBP_QUALITY = 80
_TAIL_BYTES = 65_536

if TYPE_CHECKING:
    import pyvips


@cache
def _vips() -> Any:
    """The library, loaded by the first picture: most processes never see one."""
    import pyvips

    pyvips.cache_set_max(0)  # operations are never repeated on the same upload
    return pyvips


class BadPicture(Invalid):
    """The file is no whole JPEG, PNG or WebP picture of a usable size."""

    slug, title = "bad-picture", "This file cannot be used as a picture."


def _refuse(message: str) -> BadPicture:
    return BadPicture(errors=[FieldError("file", message)])


def look_at(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header alone; raises BadPicture for anything but a whole picture."""
    if len(data) > UPLOAD_BYTES_MAX:
        raise _refuse("is larger than 20 MB")
    loader = _loader(data)
    if loader is None:
        raise _refuse("must be a JPEG, PNG or WebP picture")
    if not _whole(data, loader):
        raise _refuse("is not complete")
    try:
        header = getattr(_vips().Image, loader)(data, fail_on="warning")
    except _vips().Error:
        raise _refuse("cannot be read as a picture") from None
    return _check_size(int(header.width), int(header.height))


def render(data: bytes, widths: tuple[int, ...]) -> tuple[int, int, dict[int, bytes]]:
    """Width, height and a WebP per width: upright, in sRGB, without metadata, never enlarged; raises BadPicture."""
    look_at(data)
    try:
        largest = _sized(_opened(data, max(widths)), max(widths)).copy_memory()
        files = {
            width: bytes(_sized(largest, width).webpsave_buffer(Q=WEBP_QUALITY, keep="none"))
            for width in widths
        }
    except _vips().Error:
        raise _refuse("is damaged") from None
    return int(largest.width), int(largest.height), files


def framed(data: bytes, width: int, height: int, *, cover: bool) -> bytes:
    """One WebP as `render` makes them, for a frame; raises BadPicture.

    With `cover` it fills the frame exactly, and what stands out on two sides is cut off; without, it is as large as
    fits inside, never enlarged.
    """
    look_at(data)
    kind = {"crop": "centre"} if cover else {"size": "down"}
    try:
        image = _opened(data, max(width, height)).thumbnail_image(
            width, height=height, export_profile="srgb", **kind
        )
        return bytes(image.webpsave_buffer(Q=WEBP_QUALITY, keep="none"))
    except _vips().Error:
        raise _refuse("is damaged") from None


def _opened(data: bytes, width_wanted: int) -> "pyvips.Image":
    """The picture by its own loader, since `thumbnail_buffer` lets damaged files pass; JPEGs are decoded smaller."""
    name = _loader(data)
    if name is None:
        raise _refuse("must be a JPEG, PNG or WebP picture")
    loader = getattr(_vips().Image, name)
    header = loader(data, fail_on="error")
    options: dict[str, object] = {"fail_on": "error"}
    if header.get_typeof("orientation") == 0 or header.get("orientation") == 1:
        options["access"] = "sequential"  # an upright picture streams through, others are turned in memory
    if name == "jpegload_buffer":
        smallest = min(header.width, header.height)
        options["shrink"] = next(
            shrink for shrink in (8, 4, 2, 1) if shrink == 1 or smallest // shrink >= width_wanted
        )
    return loader(data, **options)


def _sized(image: "pyvips.Image", width: int) -> "pyvips.Image":
    return image.thumbnail_image(width, height=SIDE_PIXELS_MAX, size="down", export_profile="srgb")


def _loader(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpegload_buffer"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "pngload_buffer"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webpload_buffer"
    return None


def _whole(data: bytes, loader: str) -> bool:
    """Whether the file has its end; cameras may append a little behind a JPEG's."""
    if loader == "jpegload_buffer":
        return b"\xff\xd9" in data[-_TAIL_BYTES:]
    if loader == "pngload_buffer":
        return b"IEND" in data[-_TAIL_BYTES:]
    return int.from_bytes(data[4:8], "little") + 8 <= len(data)


def _check_size(width: int, height: int) -> tuple[int, int]:
    if width > SIDE_PIXELS_MAX or height > SIDE_PIXELS_MAX or width * height > PIXELS_MAX:
        raise _refuse(
            f"may have at most {SIDE_PIXELS_MAX} pixels a side and {PIXELS_MAX // 1_000_000} megapixels"
        )
    if width < SIDE_PIXELS_MIN or height < SIDE_PIXELS_MIN:
        raise _refuse(f"must have at least {SIDE_PIXELS_MIN} pixels a side")
    return width, height
