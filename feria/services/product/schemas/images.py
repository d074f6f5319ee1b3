"""Shapes of what is done with pictures: sending a file past the API, describing, ordering."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import types
from feria.core.pictures import UPLOAD_BYTES_MAX
from feria.core.types import Closed


class ImageUploadIn(Closed, kw_only=True, frozen=True):
    """A file that is to be sent: its type and exact length, and what it shows in words."""

    type: Literal["image/jpeg", "image/png", "image/webp"]
    size_bytes: Annotated[int, Meta(ge=1, le=UPLOAD_BYTES_MAX)]
    alt: types.OptionalLine = ""


class ImageUploadOut(msgspec.Struct, frozen=True, kw_only=True):
    """The request that takes the file: `method` to `url` with `headers`, until `expires_at`; then complete it.

    The address takes nothing but a file of the announced length and type.
    """

    id: str
    method: Literal["PUT"]
    url: str
    headers: dict[str, str]
    expires_at: datetime


class ImagePlaceIn(Closed, kw_only=True, frozen=True):
    """A picture's alternative text and place among the product's pictures."""

    alt: types.OptionalLine
    position: Annotated[int, Meta(ge=0, le=100)]
