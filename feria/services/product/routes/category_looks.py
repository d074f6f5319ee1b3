"""What a category shows of itself beside its name: a picture, words for its page and for search engines."""

from dataclasses import dataclass
from typing import Any

from litestar import Response, delete, get, post, put
from litestar.datastructures import UploadFile
from litestar.params import FromPath, JSONBody, MultipartBody

from feria.core import http, ids
from feria.core.errors import Forbidden, NotFound, PreconditionFailed, PreconditionRequired
from feria.core.http import Request, TooLarge, UnsupportedMediaType
from feria.core.pictures import UPLOAD_BYTES_MAX, BadPicture
from feria.services.product.actions import categories
from feria.services.product.flows import category_pictures
from feria.services.product.queries.categories import category_texts
from feria.services.product.routes import answers
from feria.services.product.routes.categories import WRITING, changed
from feria.services.product.schemas.categories import CategoryOut, CategoryTextsIn, CategoryTextsOut

FORM_BYTES_MAX = UPLOAD_BYTES_MAX + 100_000
UPLOADS_PER_MINUTE_MAX = 20
_KEPT: Any = {"status_code": 200, "cache_control": http.NO_STORE}
_TEXTS = "/api/v1/categories/{category_id:str}/texts"
_PICTURE = "/api/v1/categories/{category_id:str}/picture"


@dataclass
class PictureForm:
    """The form of an upload: one file."""

    file: UploadFile


@get(_TEXTS, tags=["product"], responses={**http.problems(NotFound), **answers.NOT_MODIFIED})
async def get_category_texts(request: Request, category_id: FromPath[str]) -> Response[CategoryTextsOut]:
    """The words of the category's page; empty ones are made from its name and description."""
    return await _texts(request, category_id)


@put(
    _TEXTS,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, PreconditionFailed, PreconditionRequired),
    **WRITING,
)
async def put_category_texts(
    request: Request, category_id: FromPath[str], data: JSONBody[CategoryTextsIn]
) -> Response[CategoryTextsOut]:
    """Set the words of the category's page, with the category's `If-Match`."""
    version = http.if_match(request)
    await http.write(request, categories.write_texts, ids.path("cat", category_id), data, version)
    await changed(request, category_id)
    return await _texts(request, category_id)


@post(
    _PICTURE,
    request_max_body_size=FORM_BYTES_MAX,
    responses=http.problems(Forbidden, NotFound, BadPicture, TooLarge, UnsupportedMediaType),
    **{**WRITING, **_KEPT, "guards": [*WRITING["guards"], http.sent_as_form]},
)
async def add_category_picture(
    request: Request, category_id: FromPath[str], data: MultipartBody[PictureForm]
) -> Response[CategoryOut]:
    """Show a JPEG, PNG or WebP picture of up to 20 MB with the category."""
    visit = request.visit
    await http.limit(request, "upload-category", UPLOADS_PER_MINUTE_MAX, who=str(visit.actor.account_id))
    content = await data.file.read()
    await category_pictures.show_picture(
        http.platform(request), visit.actor, visit.request_id, ids.path("cat", category_id), content
    )
    return await _category(request, category_id)


@delete(_PICTURE, responses=http.problems(Forbidden, NotFound), **WRITING, **_KEPT)
async def delete_category_picture(request: Request, category_id: FromPath[str]) -> Response[CategoryOut]:
    """Show the picture of what sells best in the category again. Again changes nothing."""
    visit = request.visit
    await category_pictures.remove_picture(
        http.platform(request), visit.actor, visit.request_id, ids.path("cat", category_id)
    )
    return await _category(request, category_id)


async def _category(request: Request, category_id: str) -> Response[CategoryOut]:
    out = await changed(request, category_id)
    return Response(out, headers={"ETag": http.etag(out.version)})


async def _texts(request: Request, category_id: str) -> Response[CategoryTextsOut]:
    out = await http.read(request, category_texts, ids.path("cat", category_id))
    cache = http.PUBLIC if request.method == "GET" else http.NO_STORE
    return Response(out, headers={"ETag": http.etag(out.version), "Cache-Control": cache.to_header()})


routes = [get_category_texts, put_category_texts, add_category_picture, delete_category_picture]
