"""HTTP doors of messages: buyers by sign-in or, about an order, by its token; members; support and moderators."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import CacheControlHeader, UploadFile
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody
from msgspec import Meta

from feria.core import http, ids, pages
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, Unauthenticated
from feria.core.http import Request, TooLarge, UnsupportedMediaType
from feria.core.pictures import UPLOAD_BYTES_MAX, BadPicture
from feria.core.types import Limit
from feria.services.order.actions import messaging
from feria.services.order.actions.messaging import Letter, OwnShop
from feria.services.order.flows import message_pictures
from feria.services.order.queries import threads
from feria.services.order.queries.threads import Wanted
from feria.services.order.routes.orders import SIGNED_IN, OrderToken
from feria.services.order.schemas.messages import (
    TEXT_LENGTH_MAX,
    FirstMessageIn,
    MessageIn,
    MessageOut,
    ReportIn,
    ThreadCardOut,
    ThreadOut,
    UnreadOut,
    ViewIn,
)

LETTERS_PER_MINUTE = 20
PICTURES_PER_MINUTE = 10
MESSAGES_SHOWN = 50
FORM_BYTES_MAX = UPLOAD_BYTES_MAX + 100_000
FOR_EVER = CacheControlHeader(private=True, max_age=31_536_000, immutable=True)
OPEN: Any = {"tags": ["order"], "cache_control": http.NO_STORE}
STAFF: Any = {**OPEN, "guards": [http.operator(*threads.STAFF)], "security": SIGNED_IN}


@dataclass
class PictureForm:
    """The form of an upload: one picture, and what is written with it."""

    file: UploadFile
    text: Annotated[
        str, Meta(max_length=TEXT_LENGTH_MAX, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]*$")
    ] = ""


async def _limited(request: Request, name: str, per_minute: int) -> None:
    """Count what is written by a person, or by a guest's address."""
    account = request.visit.actor.account_id
    await http.limit(request, name, per_minute, who="" if account is None else f"account {account}")


@get("/api/v1/messages", responses=http.problems(NotFound, Unauthenticated, pages.BadCursor), **OPEN)
async def list_threads(
    request: Request,
    *,
    seller: FromQuery[str | None] = None,
    order: FromQuery[str | None] = None,
    unread: FromQuery[bool] = False,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
    order_token: OrderToken = None,
) -> pages.Page[ThreadCardOut]:
    """Your threads, latest first; those of a shop for its members (`seller`), or about one order (`order`)."""
    order_id = None if order is None else ids.decode("ord", order, "order")
    wanted = Wanted(order_id=order_id, unread=unread, limit=limit, after=after)
    if seller is None:
        return await http.read(request, threads.threads_of_buyer, wanted, order_token)
    seller_id = ids.decode_owner("sel", seller, "seller")
    return await http.read(request, threads.threads_of_seller, seller_id, wanted)


@get("/api/v1/messages/unread", responses=http.problems(NotFound, Unauthenticated), **OPEN)
async def count_unread_threads(request: Request, seller: FromQuery[str | None] = None) -> UnreadOut:
    """How many of your threads, or of a shop's, have something unread."""
    seller_id = None if seller is None else ids.decode_owner("sel", seller, "seller")
    return UnreadOut(threads=await http.read(request, threads.unread_threads, seller_id))


@post(
    "/api/v1/messages", status_code=201, responses=http.problems(NotFound, Unauthenticated, OwnShop), **OPEN
)
async def start_thread(
    request: Request, data: JSONBody[FirstMessageIn], order_token: OrderToken = None
) -> ThreadOut:
    """Write about an order, a product or a shop; what was written about it before is in the same thread.

    The other side gets a mail, and no further one until it has looked.
    """
    await _limited(request, "messages", LETTERS_PER_MINUTE)
    thread_id, _ = await http.write(request, messaging.start, data, order_token)
    return await http.read(request, _seen, thread_id, order_token, MESSAGES_SHOWN, None)


@get(
    "/api/v1/messages/{thread_id:str}", responses=http.problems(Forbidden, NotFound, pages.BadCursor), **OPEN
)
async def get_thread(
    request: Request,
    thread_id: FromPath[str],
    limit: Limit = MESSAGES_SHOWN,
    after: FromQuery[str | None] = None,
    order_token: OrderToken = None,
) -> ThreadOut:
    """A thread with its messages, newest first. Operator staff open it with a reason instead."""
    return await http.read(request, _seen, ids.path("thr", thread_id), order_token, limit, after)


async def _seen(tx: Tx, thread_id: UUID, token: str | None, limit: int, after: str | None) -> ThreadOut:
    found, side = await threads.thread_for(tx, thread_id, token)
    if side == "operator":
        raise Forbidden("Open it with a reason: POST /api/v1/operator/messages/{id}/view.")
    return await threads.thread_page(tx, found, side, limit=limit, after=after)


@post("/api/v1/messages/{thread_id:str}", status_code=201, responses=http.problems(NotFound), **OPEN)
async def write_message(
    request: Request, thread_id: FromPath[str], data: JSONBody[MessageIn], order_token: OrderToken = None
) -> MessageOut:
    """Write in a thread; what the other side wrote before counts as read."""
    await _limited(request, "messages", LETTERS_PER_MINUTE)
    found = ids.path("thr", thread_id)
    message_id = await http.write(request, messaging.answer, found, order_token, Letter(text=data.text))
    return await http.read(request, _message, found, message_id, order_token)


async def _message(tx: Tx, thread_id: UUID, message_id: UUID, token: str | None) -> MessageOut:
    found, side = await threads.thread_for(tx, thread_id, token)
    page = await threads.thread_page(tx, found, side, limit=MESSAGES_SHOWN, after=None)
    return next(one for one in page.items if one.id == ids.encode("msg", message_id))


@post(
    "/api/v1/messages/{thread_id:str}/pictures",
    status_code=201,
    guards=[http.sent_as_form],
    request_max_body_size=FORM_BYTES_MAX,
    responses=http.problems(NotFound, BadPicture, TooLarge, UnsupportedMediaType),
    **OPEN,
)
async def send_picture(
    request: Request,
    thread_id: FromPath[str],
    data: MultipartBody[PictureForm],
    order_token: OrderToken = None,
) -> MessageOut:
    """Send a JPEG, PNG or WebP picture of up to 20 MB in a thread, with or without words."""
    await _limited(request, "message-pictures", PICTURES_PER_MINUTE)
    found, content = ids.path("thr", thread_id), await data.file.read()
    message_id = await message_pictures.send_picture(
        http.platform(request), http.actor(request), found, order_token, content, data.text
    )
    return await http.read(request, _message, found, message_id, order_token)


@post("/api/v1/messages/{thread_id:str}/read", status_code=204, responses=http.problems(NotFound), **OPEN)
async def read_thread(request: Request, thread_id: FromPath[str], order_token: OrderToken = None) -> None:
    """All of a thread has been looked at."""
    await http.write(request, messaging.mark_read, ids.path("thr", thread_id), order_token)


@post("/api/v1/messages/{thread_id:str}/reports", status_code=204, responses=http.problems(NotFound), **OPEN)
async def report_message(
    request: Request, thread_id: FromPath[str], data: JSONBody[ReportIn], order_token: OrderToken = None
) -> None:
    """Have the operator look at a message of the other side."""
    await _limited(request, "messages", LETTERS_PER_MINUTE)
    await http.write(request, messaging.report, ids.path("thr", thread_id), order_token, data)


@get("/api/v1/operator/messages", responses=http.problems(Forbidden, pages.BadCursor), **STAFF)
async def list_all_threads(
    request: Request,
    *,
    order: FromQuery[str | None] = None,
    reported: FromQuery[bool] = False,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[ThreadCardOut]:
    """All threads, those about an order, or those with a reported message; without what was written."""
    order_id = None if order is None else ids.decode("ord", order, "order")
    wanted = Wanted(order_id=order_id, reported=reported, limit=limit, after=after)
    return await http.read(request, threads.threads_of_marketplace, wanted)


@post(
    "/api/v1/operator/messages/{thread_id:str}/view",
    status_code=200,
    responses=http.problems(Forbidden, NotFound, pages.BadCursor),
    **STAFF,
)
async def view_thread(
    request: Request,
    thread_id: FromPath[str],
    data: JSONBody[ViewIn],
    limit: Limit = MESSAGES_SHOWN,
    after: FromQuery[str | None] = None,
) -> ThreadOut:
    """Read what others wrote; who did, when and why is kept for ever."""
    return await http.write(request, _viewed, ids.path("thr", thread_id), data.reason, limit, after)


async def _viewed(tx: Tx, thread_id: UUID, reason: str, limit: int, after: str | None) -> ThreadOut:
    await messaging.view(tx, thread_id, reason)
    found = await threads.thread(tx, thread_id)
    assert found is not None
    return await threads.thread_page(tx, found, "operator", limit=limit, after=after)


@get(
    "/api/v1/media/messages/{name:str}",
    tags=["order"],
    media_type="image/webp",
    responses=http.problems(NotFound),
)
async def get_message_picture(request: Request, name: FromPath[str]) -> Response[bytes]:
    """A picture of a message. Its name is a secret of 128 bits, which only those who may read the thread are told."""
    data = await message_pictures.picture(http.platform(request), name.removesuffix(".webp"))
    headers = {"Cache-Control": FOR_EVER.to_header(), "Content-Security-Policy": "default-src 'none'"}
    return Response(data, media_type="image/webp", headers=headers)


routes = [
    list_threads,
    count_unread_threads,
    start_thread,
    get_thread,
    write_message,
    send_picture,
    read_thread,
    report_message,
    list_all_threads,
    view_thread,
    get_message_picture,
]
