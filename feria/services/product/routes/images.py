"""Pictures: sent as a form or past the API, described and ordered, and their renditions served to everybody."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from litestar import Request as LitestarRequest
from litestar import Response, delete, get, post, put
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.openapi.spec import Operation
from litestar.params import FromPath, JSONBody, MultipartBody
from msgspec import Meta

from feria.core import http, ids, parsing, uploads
from feria.core.errors import NotFound
from feria.core.http import Request, TooLarge, UnsupportedMediaType
from feria.core.pictures import UPLOAD_BYTES_MAX, BadPicture
from feria.core.uploads import UploadRefused
from feria.services.product.actions import images
from feria.services.product.actions.images import TooManyImages
from feria.services.product.actions.uploads import UploadMissing
from feria.services.product.flows import pictures
from feria.services.product.queries.products import RENDITIONS, product_page
from feria.services.product.routes import answers
from feria.services.product.routes.products import WRITING
from feria.services.product.schemas import ImageOut
from feria.services.product.schemas.images import ImagePlaceIn, ImageUploadIn, ImageUploadOut

FORM_BYTES_MAX = UPLOAD_BYTES_MAX + 100_000
UPLOADS_PER_MINUTE_MAX = 120
JSON = "application/json"
FOR_EVER = CacheControlHeader(public=True, max_age=31_536_000, immutable=True)
_MEDIA = re.compile(r"^([0-9a-hjkmnp-tv-z]{26})-(\d{3,4})\.webp$")


@dataclass
class ImageForm:
    """The form of an upload: one file, and what it shows in words."""

    file: UploadFile
    alt: Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f\ud800-\udfff]*$")] = ""


AnyRequest = LitestarRequest[Any, Any, Any]


class _FormOrAnnouncement(Operation):
    """Tells of the JSON body beside the form: the framework knows of one kind for each handler."""

    def to_schema(self) -> dict[str, Any]:
        """As the framework does, and the announcement's schema in full, as msgspec knows it."""
        found = super().to_schema()
        announced: Any = msgspec.json.schema(ImageUploadIn)
        found["requestBody"]["content"][JSON] = {"schema": announced["$defs"]["ImageUploadIn"]}
        return found


async def announce_image(request: AnyRequest) -> Response[ImageUploadOut] | None:
    """Answer a JSON body, which announces a file, before the form of the same address is looked for."""
    if request.content_type[0] != JSON:
        return None
    assert isinstance(request, Request)
    product_id = ids.path("prod", request.path_params["product_id"])
    body = await request.body()
    if len(body) > http.BODY_BYTES_MAX:
        raise TooLarge
    wanted = parsing.decode(body, ImageUploadIn)
    visit = request.visit
    await http.limit(request, "announce-image", UPLOADS_PER_MINUTE_MAX, who=http.actor(request).label)
    out = await pictures.announce_picture(
        http.platform(request), visit.actor, visit.request_id, product_id, wanted
    )
    return Response(
        out,
        status_code=201,
    )


@post(
    "/api/v1/products/{product_id:str}/images",
    status_code=201,
    cache_control=http.NO_STORE,
    request_max_body_size=FORM_BYTES_MAX,
    before_request=announce_image,
    operation_class=_FormOrAnnouncement,
    responses=http.problems(NotFound, BadPicture, TooManyImages, TooLarge, UnsupportedMediaType),
    **WRITING,
)
async def add_image(
    request: Request, product_id: FromPath[str], data: MultipartBody[ImageForm]
) -> ImageOut | ImageUploadOut:
    """Add a JPEG, PNG or WebP picture of up to 20 MB. It is shown once the worker has rendered it.

    A form brings the file itself. JSON announces its type and length, and is answered with the request by which a
    browser sends it straight to the storage within a quarter of an hour; then `complete` makes it a picture.
    """
    found = ids.path("prod", product_id)
    content = await data.file.read()
    image_id = await pictures.add_picture(
        http.platform(request), http.actor(request), found, content, alt=data.alt
    )
    return await _image(request, product_id, ids.encode("img", image_id))


@post(
    "/api/v1/products/{product_id:str}/images/{image_id:str}/complete",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, BadPicture, UploadMissing),
    **WRITING,
)
async def complete_image(request: Request, product_id: FromPath[str], image_id: FromPath[str]) -> ImageOut:
    """Make a picture of the file that was sent to the storage; completing it again changes nothing.

    A file that is no picture, or not the announced one, is deleted, and its upload is over.
    """
    product, image = ids.path("prod", product_id), ids.path("img", image_id)
    visit = request.visit
    await pictures.complete_picture(http.platform(request), visit.actor, visit.request_id, product, image)
    return await _image(request, product_id, image_id)


@put(
    "/api/v1/uploads/{token:str}",
    status_code=204,
    include_in_schema=False,  # it stands in for an object store, whose addresses are no part of the API either
    cache_control=http.NO_STORE,
    request_max_body_size=UPLOAD_BYTES_MAX,
)
async def put_upload(request: Request, token: FromPath[str]) -> None:
    """Take the announced file; whoever has the address may send it, as with an object store."""
    platform = http.platform(request)
    if platform.storage.signer is not None:
        raise NotFound
    ticket = uploads.opened(token, platform.settings.secret)
    told = request.headers.get("content-length", str(ticket.size_bytes))
    if request.headers.get("content-type", "") != ticket.media_type or told != str(ticket.size_bytes):
        raise UploadRefused
    content = await request.body()
    if len(content) != ticket.size_bytes:
        raise UploadRefused
    await platform.storage.put(ticket.key, content)


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
    """Take a picture off the product and delete its files. An upload that is not complete is taken back."""
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


routes = [add_image, complete_image, put_upload, place_image, delete_image, get_media]
