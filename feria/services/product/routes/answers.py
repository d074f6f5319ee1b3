"""Single objects as encoded answers with an ETag that names version and content."""

import hashlib
from typing import Any

import msgspec
from litestar import Response
from litestar.datastructures import CacheControlHeader
from litestar.openapi.datastructures import ResponseSpec

from feria.core import http
from feria.core.hot import CACHE_HEADER
from feria.core.http import Request
from feria.services.product.schemas import ProductOut

NOT_MODIFIED = {304: ResponseSpec(None, description="It has not changed since this ETag.")}
JSON = "application/json"
# A reservation shows in no index, so a product's numbers may be this old.
CACHED_SECONDS = 1


def forget_hot_answers(request: Request) -> None:
    """Let this process repeat no answer from before the write, so that whoever wrote sees what he did."""
    request.app.state.hot_answers.evict_all()


def whole_product(request: Request, out: ProductOut, *, status_code: int = 200) -> Response[Any]:
    """The product with its ETag (`"<version>-<content>"`, since stock changes without a new version), or 304."""
    if request.method != "GET":
        forget_hot_answers(request)
    mine = http.actor(request).account_id is not None
    cache = (
        http.PUBLIC if out.status == "published" and request.method == "GET" and not mine else http.NO_STORE
    )
    headers = {"Location": f"/api/v1/products/{out.id}"} if status_code == 201 else {}
    return encoded(
        request, msgspec.json.encode(out), f'"{out.version}-', cache, status_code=status_code, headers=headers
    )


def encoded(
    request: Request,
    body: bytes,
    tag_start: str,
    cache: CacheControlHeader,
    *,
    status_code: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    """JSON that is encoded already, with an ETag that begins with `tag_start`; 304 where the caller has it."""
    tag = f'{tag_start}{hashlib.blake2b(body, digest_size=9).hexdigest()}"'
    sent = {"ETag": tag, "Cache-Control": cache.to_header(), **(headers or {})}
    if cache is http.PUBLIC:
        sent[CACHE_HEADER] = str(CACHED_SECONDS)
    if request.method == "GET" and tag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=sent)
    return Response(body, status_code=status_code, headers=sent, media_type=JSON)
