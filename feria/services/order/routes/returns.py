"""HTTP doors of returns: buyers ask and send, sellers answer, receive and refund; files go by secret addresses."""

import re
from dataclasses import dataclass
from typing import Any

from litestar import Response, get, post, put
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody

from feria.core import http, ids, pages
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, PreconditionFailed
from feria.core.http import Answer, Request, TooLarge, UnsupportedMediaType
from feria.core.pictures import UPLOAD_BYTES_MAX, BadPicture
from feria.core.types import Limit
from feria.services.order.actions import returning
from feria.services.order.actions import returns as actions
from feria.services.order.actions.evidence import Claim, EvidenceClosed
from feria.services.order.actions.returns import ReturnClosed, ReturnConflict, ReturnOpen
from feria.services.order.flows import evidence
from feria.services.order.queries import claim_views, claims
from feria.services.order.queries.claim_views import Wanted
from feria.services.order.routes.orders import NOT_MODIFIED, SIGNED_IN, OrderToken, answer, with_sum
from feria.services.order.rules.returns import Status
from feria.services.order.schemas.returns import (
    ClaimPhotoOut,
    InstructionsIn,
    OrderReturnsOut,
    ReturnCardOut,
    ReturnIn,
    ReturnOut,
    ReturnStepIn,
    ReturnTask,
)
from feria.services.payment.contract import NothingToRefund, RefundTooLarge

FORM_BYTES_MAX = UPLOAD_BYTES_MAX + 100_000
PICTURES_PER_MINUTE_MAX = 30
# Whoever has the address may keep the file, nobody on the way may.
KEPT_PRIVATELY = CacheControlHeader(private=True, max_age=86_400, immutable=True)
WEBP = "image/webp"
_PICTURE = re.compile(r"^([0-9a-f]{32})-(\d{3,4})\.webp$")
_LABEL = re.compile(r"^[0-9a-f]{32}\.webp$")


@dataclass
class PictureForm:
    """The form of an upload: one file."""

    file: UploadFile


@post(
    "/api/v1/orders/{order_id:str}/returns",
    status_code=201,
    tags=["order"],
    cache_control=http.NO_STORE,
    response_headers=[http.location("/api/v1/returns/{id}")],
    responses=http.problems(Forbidden, NotFound, ReturnClosed, ReturnOpen),
)
async def request_return(
    request: Request, order_id: FromPath[str], data: JSONBody[ReturnIn], order_token: OrderToken = None
) -> Answer[ReturnOut]:
    """Ask to send units of a delivered seller order back; photographs are added to the return after that."""
    number = await http.write(request, actions.request_return, ids.path("sord", order_id), order_token, data)
    out, _ = await http.read(request, seen, number, order_token)
    return Answer(out, status_code=201, headers={"Location": f"/api/v1/returns/{out.id}"})


@get(
    "/api/v1/orders/{order_id:str}/returns",
    tags=["order"],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def list_returns_of_order(
    request: Request, order_id: FromPath[str], order_token: OrderToken = None
) -> OrderReturnsOut:
    """The returns of an order or of one seller's part of it, and what can still be sent back."""
    return await http.read(request, claim_views.returns_of_order, order_id, order_token)


@get(
    "/api/v1/returns/{return_id:str}",
    tags=["order"],
    responses={**http.problems(NotFound), **NOT_MODIFIED},
)
async def get_return(
    request: Request, return_id: FromPath[str], order_token: OrderToken = None
) -> Answer[ReturnOut]:
    """A return, for its buyer, its seller and staff."""
    out, version = await http.read(request, seen, ids.path("ret", return_id), order_token)
    return answer(request, out, version)


async def seen(tx: Tx, return_id: Any, token: str | None) -> tuple[ReturnOut, str]:
    """A return as whoever asks sees it, and its version with a sum of all that it shows."""
    found, who = await claims.return_for(tx, return_id, token)
    out = await claim_views.return_view(tx, found, who)
    return out, with_sum(out.version, out)


@put(
    "/api/v1/returns/{return_id:str}",
    tags=["order"],
    responses=http.problems(
        Forbidden, NotFound, PreconditionFailed, ReturnConflict, RefundTooLarge, NothingToRefund
    ),
)
async def change_return(
    request: Request, return_id: FromPath[str], data: JSONBody[ReturnStepIn], order_token: OrderToken = None
) -> Answer[ReturnOut]:
    """Take a return one step further; the status it has already changes nothing.

    Buyers send and cancel; sellers approve, decline, receive, refund and reject; staff do what sellers may, with a
    reason. `refunded` before `received` gives the money back without the goods.
    """
    found = ids.path("ret", return_id)
    version = http.if_match(request, required=False)
    await http.write(request, actions.change_return, found, data, token=order_token, version=version)
    out, now = await http.read(request, seen, found, order_token)
    return answer(request, out, now)


@put(
    "/api/v1/returns/{return_id:str}/instructions",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    responses=http.problems(Forbidden, NotFound, ReturnConflict),
)
async def put_return_instructions(
    request: Request, return_id: FromPath[str], data: JSONBody[InstructionsIn]
) -> Answer[ReturnOut]:
    """Say where an approved return is to be sent, as the seller."""
    found = ids.path("ret", return_id)
    await http.write(request, returning.write_instructions, found, data.instructions)
    out, version = await http.read(request, seen, found, None)
    return answer(request, out, version)


@post(
    "/api/v1/returns/{return_id:str}/label",
    status_code=200,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    request_max_body_size=FORM_BYTES_MAX,
    responses=http.problems(Forbidden, NotFound, BadPicture, ReturnConflict, TooLarge, UnsupportedMediaType),
)
async def put_return_label(
    request: Request, return_id: FromPath[str], data: MultipartBody[PictureForm]
) -> Answer[ReturnOut]:
    """Give the buyer a label for an approved return: a JPEG, PNG or WebP picture of it, which is drawn anew."""
    found, visit = ids.path("ret", return_id), request.visit
    await http.limit(request, "return-label", PICTURES_PER_MINUTE_MAX)
    content = await data.file.read()
    await evidence.give_label(http.platform(request), visit.actor, visit.request_id, found, content)
    out, version = await http.read(request, seen, found, None)
    return answer(request, out, version)


@post(
    "/api/v1/returns/{return_id:str}/photos",
    status_code=201,
    tags=["order"],
    cache_control=http.NO_STORE,
    request_max_body_size=FORM_BYTES_MAX,
    responses=http.problems(Forbidden, NotFound, BadPicture, EvidenceClosed, TooLarge, UnsupportedMediaType),
)
async def add_return_photo(
    request: Request,
    return_id: FromPath[str],
    data: MultipartBody[PictureForm],
    order_token: OrderToken = None,
) -> ClaimPhotoOut:
    """Add a JPEG, PNG or WebP photograph of up to 20 MB to your return until it is answered, at most six."""
    found, visit = ids.path("ret", return_id), request.visit
    await http.limit(request, "claim-pictures", PICTURES_PER_MINUTE_MAX)
    content = await data.file.read()
    picture_id = await evidence.add_picture(
        http.platform(request), visit.actor, visit.request_id, Claim("return", found), content, order_token
    )
    out, _ = await http.read(request, seen, found, order_token)
    return next(one for one in out.photos if one.id == ids.encode("evi", picture_id))


@get(
    "/api/v1/sellers/{seller_id:str}/returns",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, pages.BadCursor),
)
async def list_returns_of_seller(
    request: Request,
    seller_id: FromPath[str],
    *,
    status: FromQuery[Status | None] = None,
    task: FromQuery[ReturnTask | None] = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[ReturnCardOut]:
    """A shop's returns, newest first; `task` picks those to answer, on their way, or to refund."""
    found = ids.path_owner("sel", seller_id)
    wanted = Wanted(status=status, task=task, limit=limit, after=after)
    return await http.read(request, claim_views.returns_of_seller, found, wanted)


@get(
    "/api/v1/claim-pictures/{name:str}",
    tags=["order"],
    media_type=WEBP,
    responses=http.problems(NotFound),
)
async def get_claim_picture(request: Request, name: FromPath[str]) -> Response[bytes]:
    """A picture of a return or a case, for whoever was told its secret address."""
    match = _PICTURE.match(name)
    if match is None or int(match[2]) not in claims.WIDTHS:
        raise NotFound
    return await _file(request, claims.picture_file(match[1], int(match[2])))


@get(
    "/api/v1/return-labels/{name:str}",
    tags=["order"],
    media_type=WEBP,
    responses=http.problems(NotFound),
)
async def get_return_label(request: Request, name: FromPath[str]) -> Response[bytes]:
    """The label of a return, for the buyer, who alone was told its secret address."""
    if _LABEL.match(name) is None:
        raise NotFound
    return await _file(request, claims.label_file(name))


async def _file(request: Request, key: str) -> Response[bytes]:
    data = await http.platform(request).storage.get(key)
    headers = {"Cache-Control": KEPT_PRIVATELY.to_header(), "Content-Security-Policy": "default-src 'none'"}
    return Response(data, media_type=WEBP, headers=headers)


routes = [
    request_return,
    list_returns_of_order,
    get_return,
    change_return,
    put_return_instructions,
    put_return_label,
    add_return_photo,
    list_returns_of_seller,
    get_claim_picture,
    get_return_label,
]
