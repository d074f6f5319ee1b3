"""Pictures: uploaded as a form, described and ordered, and their renditions served to everybody."""

import re
from dataclasses import dataclass
from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.params import FromPath, JSONBody, MultipartBody
from msgspec import Meta

from feria.core import http, ids
from feria.core.errors import NotFound
from feria.core.http import Request, TooLarge, UnsupportedMediaType
from feria.core.pictures import UPLOAD_BYTES_MAX, BadPicture
from feria.services.product.actions import images
from feria.services.product.actions.images import TooManyImages
from feria.services.product.flows import pictures
from feria.services.product.queries.products import RENDITIONS, product_page
from feria.services.product.routes import answers
from feria.services.product.routes.products import WRITING
from feria.services.product.schemas import ImageOut, ImagePlaceIn

FORM_BYTES_MAX = UPLOAD_BYTES_MAX + 100_000
FOR_EVER = CacheControlHeader(public=True, max_age=31_536_000, immutable=True)
_MEDIA = re.compile(r"^([0-9a-hjkmnp-tv-z]{26})-(\d{3,4})\.webp$")


@dataclass
class ImageForm:
    """The form of an upload: one file, and what it shows in words."""

    file: UploadFile
    alt: Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


@post(
    "/api/v1/products/{product_id:str}/images",
    status_code=201,
    cache_control=http.NO_STORE,
    request_max_body_size=FORM_BYTES_MAX,
    responses=http.problems(NotFound, BadPicture, TooManyImages, TooLarge, UnsupportedMediaType),
    **WRITING,
)
async def add_image(request: Request, product_id: FromPath[str], data: MultipartBody[ImageForm]) -> ImageOut:
    """Add a JPEG, PNG or WebP picture of up to 20 MB. It is shown once the worker has rendered it."""
    found = ids.path("prod", product_id)
    content = await data.file.read()
    image_id = await pictures.add_picture(
        http.platform(request), http.actor(request), found, content, alt=data.alt
    )
    return await _image(request, product_id, ids.encode("img", image_id))


@put(
    "/api/v1/products/{product_id:str}/images/{image_id:str}",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
    **WRITING,
)
async def place_image(
    request: Request, product_id: FromPath[str], image_id: FromPath[str], data: JSONBody[ImagePlaceIn]
) -> ImageOut:
    """Describe a picture and move it to a place among the others; the first one stands on the card."""
    product, image = ids.path("prod", product_id), ids.path("img", image_id)
    await http.write(request, images.place_image, product, image, alt=data.alt, position=data.position)
    return await _image(request, product_id, image_id)


@delete(
    "/api/v1/products/{product_id:str}/images/{image_id:str}",
    status_code=204,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
    **WRITING,
)
async def delete_image(request: Request, product_id: FromPath[str], image_id: FromPath[str]) -> None:
    """Take a picture off the product and delete its files."""
    product, image = ids.path("prod", product_id), ids.path("img", image_id)
    await pictures.remove_picture(http.platform(request), http.actor(request), product, image)
    answers.forget_hot_answers(request)


@get("/api/v1/media/{name:str}", tags=["product"], media_type="image/webp", responses=http.problems(NotFound))
async def get_media(request: Request, name: FromPath[str]) -> Response[bytes]:
    """A rendition. Its address changes with the picture, so that it may be kept for ever."""
    match = _MEDIA.match(name)
    if match is None or int(match[2]) not in RENDITIONS:
        raise NotFound
    data = await http.platform(request).storage.get(pictures.file_key(match[1], int(match[2])))
    headers = {"Cache-Control": FOR_EVER.to_header(), "Content-Security-Policy": "default-src 'none'"}
    return Response(data, media_type="image/webp", headers=headers)


async def _image(request: Request, product_id: str, image_id: str) -> ImageOut:
    answers.forget_hot_answers(request)
    out = await http.read(request, product_page, ids.path("prod", product_id))
    for image in out.images:
        if image.id == image_id:
            return image
    raise NotFound


routes = [add_image, place_image, delete_image, get_media]
