"""Pictures through libvips: what is refused, and the WebP that is all we ever serve. Slow, so called in a thread."""

import base64
import os
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from feria.core import picture_files
from feria.core.errors import FieldError, Invalid

UPLOAD_BYTES_MAX = 20_000_000
SIDE_PIXELS_MAX = 12_000
PIXELS_MAX = 80_000_000
SIDE_PIXELS_MIN = 16
WEBP_QUALITY = 80
# Of 0 to 6: against 4 it takes half the CPU for files that are two in a hundred larger.
WEBP_EFFORT = 2
# So small that a list may carry it: some sixty bytes, which a browser draws as a blur of the picture's colours.
PLACEHOLDER_SIDE_PIXELS = 8
PLACEHOLDER_QUALITY = 20
PLACEHOLDER_LENGTH_MAX = 400

if TYPE_CHECKING:
    import pyvips


@cache
def _vips() -> Any:
    """The library, loaded by the first picture: most processes never see one.

    One thread for each picture: more of them take more CPU and memory, and the process has other things to do, too.
    """
    os.environ.setdefault("VIPS_CONCURRENCY", "1")
    import pyvips

    pyvips.cache_set_max(0)  # operations are never repeated on the same upload
    return pyvips


class Rendered(NamedTuple):
    """A picture as it is served: size of the largest rendition in pixels, WebP by width, placeholder as a `data:` URI.

    The placeholder is empty for a picture that can be seen through, since it would stay visible behind it.
    """

    width: int
    height: int
    files: dict[int, bytes]
    placeholder: str


class BadPicture(Invalid):
    """The file is no whole JPEG, PNG or WebP picture of a usable size."""

    slug, title = "bad-picture", "This file cannot be used as a picture."


def refused(message: str) -> BadPicture:
    """The error of a file that is refused; `message` is the rest of a sentence about it."""
    return BadPicture(errors=[FieldError("file", message)])


def look_at(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, from structure and header; raises BadPicture for anything but a whole picture."""
    if len(data) > UPLOAD_BYTES_MAX:
        raise refused("is larger than 20 MB")
    fault = picture_files.fault_of(data)
    if fault is not None:
        raise refused(fault)
    try:
        header = _load(data, fail_on="warning")
    except _vips().Error:
        raise refused("cannot be read as a picture") from None
    return _check_size(int(header.width), int(header.height))


def render(data: bytes, widths: tuple[int, ...]) -> Rendered:
    """A WebP per width: upright, in sRGB, without metadata, never enlarged; raises BadPicture."""
    look_at(data)
    try:
        largest = _sized(_opened(data, max(widths)), max(widths)).copy_memory()
        files = {
            width: bytes(
                _sized(largest, width).webpsave_buffer(Q=WEBP_QUALITY, effort=WEBP_EFFORT, keep="none")
            )
            for width in widths
        }
        blur = "" if _seen_through(largest) else placeholder_of(files[min(widths)])
    except _vips().Error:
        raise refused("is damaged") from None
    return Rendered(int(largest.width), int(largest.height), files, blur)


def placeholder_of(rendition: bytes) -> str:
    """One of our own renditions as a tiny WebP in a `data:` URI; fully covered pictures only."""
    side = PLACEHOLDER_SIDE_PIXELS
    tiny = _vips().Image.webpload_buffer(rendition).thumbnail_image(side, height=side)
    data = bytes(tiny.webpsave_buffer(Q=PLACEHOLDER_QUALITY, keep="none"))
    return f"data:image/webp;base64,{base64.b64encode(data).decode()}"


def framed(data: bytes, width: int, height: int, *, cover: bool) -> bytes:
    """One WebP as `render` makes them, for a frame; raises BadPicture.

    With `cover` it fills the frame exactly, and what stands out on two sides is cut off; without, it is as large as
    fits inside, never enlarged.
    """
    look_at(data)
    kind = {"crop": "centre"} if cover else {"size": "down"}
    try:
        image = _fitted(_opened(data, max(width, height)), width, height, **kind)
        return bytes(image.webpsave_buffer(Q=WEBP_QUALITY, effort=WEBP_EFFORT, keep="none"))
    except _vips().Error:
        raise refused("is damaged") from None


def _opened(data: bytes, width_wanted: int) -> "pyvips.Image":
    """The picture by its own loader, since `thumbnail_buffer` lets damaged files pass; JPEGs are decoded smaller."""
    header = _load(data, fail_on="error")
    options: dict[str, object] = {"fail_on": "error"}
    if header.get_typeof("orientation") == 0 or header.get("orientation") == 1:
        options["access"] = "sequential"  # an upright picture streams through, others are turned in memory
    if picture_files.kind_of(data) == "jpeg":
        smallest = min(header.width, header.height)
        options["shrink"] = next(
            shrink for shrink in (8, 4, 2, 1) if shrink == 1 or smallest // shrink >= width_wanted
        )
    return _load(data, **options)


def _load(data: bytes, **options: object) -> "pyvips.Image":
    return getattr(_vips().Image, f"{picture_files.kind_of(data)}load_buffer")(data, **options)


def _seen_through(image: "pyvips.Image") -> bool:
    return bool(image.hasalpha()) and float(image[image.bands - 1].min()) < 255


def _sized(image: "pyvips.Image", width: int) -> "pyvips.Image":
    return _fitted(image, width, SIDE_PIXELS_MAX, size="down")


def _fitted(image: "pyvips.Image", width: int, height: int, **kind: str) -> "pyvips.Image":
    """In sRGB; by way of the picture's profile only where it has one, since that takes four times as long without."""
    if image.get_typeof("icc-profile-data"):
        return image.thumbnail_image(width, height=height, export_profile="srgb", **kind)
    return image.thumbnail_image(width, height=height, **kind).colourspace("srgb")


def _check_size(width: int, height: int) -> tuple[int, int]:
    if width > SIDE_PIXELS_MAX or height > SIDE_PIXELS_MAX or width * height > PIXELS_MAX:
        raise refused(
            f"may have at most {SIDE_PIXELS_MAX} pixels a side and {PIXELS_MAX // 1_000_000} megapixels"
        )
    if width < SIDE_PIXELS_MIN or height < SIDE_PIXELS_MIN:
        raise refused(f"must have at least {SIDE_PIXELS_MIN} pixels a side")
    return width, height
