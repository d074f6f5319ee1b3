"""HTTP doors of cases: buyers open them, both sides write and show, the operator decides."""

from typing import Any

from litestar import get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody

from feria.core import http, ids, pages
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, PreconditionFailed
from feria.core.http import Answer, Request, TooLarge, UnsupportedMediaType
from feria.core.pictures import BadPicture
from feria.core.types import Limit
from feria.services.order.actions import cases as actions
from feria.services.order.actions.cases import CaseClosed, CaseConflict, CaseOpen, CaseTooEarly, CaseTooLate
from feria.services.order.actions.evidence import Claim, EvidenceClosed
from feria.services.order.flows import evidence
from feria.services.order.queries import access, case_views, claims
from feria.services.order.queries.claim_views import Wanted
from feria.services.order.routes.orders import NOT_MODIFIED, SIGNED_IN, OrderToken, answer
from feria.services.order.routes.returns import FORM_BYTES_MAX, PICTURES_PER_MINUTE_MAX, PictureForm
from feria.services.order.rules.cases import Status
from feria.services.order.schemas.cases import (
    CaseCardOut,
    CaseIn,
    CaseMessageIn,
    CaseOut,
    CaseStepIn,
    CaseTask,
    OrderCasesOut,
)
from feria.services.order.schemas.returns import ClaimPhotoOut
from feria.services.payment.contract import NothingToRefund, RefundTooLarge


@post(
    "/api/v1/cases",
    status_code=201,
    tags=["order"],
    cache_control=http.NO_STORE,
    response_headers=[http.location("/api/v1/cases/{id}")],
    responses=http.problems(Forbidden, NotFound, CaseTooEarly, CaseTooLate, CaseOpen),
)
async def open_case(
    request: Request, data: JSONBody[CaseIn], order_token: OrderToken = None
) -> Answer[CaseOut]:
    """Ask the marketplace to step in: not received once the promised day has passed, all else once it has arrived.

    The seller has three days to answer; the money stays where it is until the case is decided.
    """
    number = await http.write(request, actions.open_case, order_token, data)
    out, _ = await http.read(request, _seen, number, order_token)
    return Answer(out, status_code=201, headers={"Location": f"/api/v1/cases/{out.id}"})


@get(
    "/api/v1/orders/{order_id:str}/cases",
    tags=["order"],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def list_cases_of_order(
    request: Request, order_id: FromPath[str], order_token: OrderToken = None
) -> OrderCasesOut:
    """The cases of an order or of one seller's part of it, and what may be opened now."""
    return await http.read(request, case_views.cases_of_order, order_id, order_token)


@get("/api/v1/cases/{case_id:str}", tags=["order"], responses={**http.problems(NotFound), **NOT_MODIFIED})
async def get_case(
    request: Request, case_id: FromPath[str], order_token: OrderToken = None
) -> Answer[CaseOut]:
    """A case, for its buyer, its seller and staff."""
    out, version = await http.read(request, _seen, ids.path("case", case_id), order_token)
    return answer(request, out, version)


async def _seen(tx: Tx, case_id: Any, token: str | None) -> tuple[CaseOut, int]:
    found, seen = await claims.case_for(tx, case_id, token)
    out = await case_views.case_view(tx, found, seen)
    return out, out.version + len(out.messages) + len(out.photos)


@put(
    "/api/v1/cases/{case_id:str}",
    tags=["order"],
    responses=http.problems(
        Forbidden, NotFound, PreconditionFailed, CaseConflict, RefundTooLarge, NothingToRefund
    ),
)
async def change_case(
    request: Request, case_id: FromPath[str], data: JSONBody[CaseStepIn], order_token: OrderToken = None
) -> Answer[CaseOut]:
    """Take a case one step further; the status it has already changes nothing.

    Buyers withdraw it (`closed`) or call the marketplace (`under_review`); sellers give in (`resolved_buyer`); staff
    take over and decide, with a reason and, for `split`, the `amount` that goes back.
    """
    found = ids.path("case", case_id)
    await http.write(request, actions.change_case, found, data, token=order_token)
    out, version = await http.read(request, _seen, found, order_token)
    return answer(request, out, version)


@post(
    "/api/v1/cases/{case_id:str}/messages",
    status_code=201,
    tags=["order"],
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound, CaseClosed),
)
async def write_case_message(
    request: Request, case_id: FromPath[str], data: JSONBody[CaseMessageIn], order_token: OrderToken = None
) -> CaseOut:
    """Say something in an open case; all sides read it, and it answers the side that waited for an answer."""
    found = ids.path("case", case_id)
    await http.write(request, actions.write_message, found, data.text, order_token)
    out, _ = await http.read(request, _seen, found, order_token)
    return out


@post(
    "/api/v1/cases/{case_id:str}/photos",
    status_code=201,
    tags=["order"],
    cache_control=http.NO_STORE,
    request_max_body_size=FORM_BYTES_MAX,
    responses=http.problems(Forbidden, NotFound, BadPicture, EvidenceClosed, TooLarge, UnsupportedMediaType),
)
async def add_case_photo(
    request: Request, case_id: FromPath[str], data: MultipartBody[PictureForm], order_token: OrderToken = None
) -> ClaimPhotoOut:
    """Add a JPEG, PNG or WebP picture of up to 20 MB to an open case, at most twelve of each side."""
    found, visit = ids.path("case", case_id), request.visit
    await http.limit(request, "claim-pictures", PICTURES_PER_MINUTE_MAX)
    content = await data.file.read()
    picture_id = await evidence.add_picture(
        http.platform(request), visit.actor, visit.request_id, Claim("case", found), content, order_token
    )
    out, _ = await http.read(request, _seen, found, order_token)
    return next(one for one in out.photos if one.id == ids.encode("evi", picture_id))


@get(
    "/api/v1/sellers/{seller_id:str}/cases",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, pages.BadCursor),
)
async def list_cases_of_seller(
    request: Request,
    seller_id: FromPath[str],
    *,
    status: FromQuery[Status | None] = None,
    task: FromQuery[CaseTask | None] = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[CaseCardOut]:
    """A shop's cases, newest first; `task` picks those to answer, those to be decided, or all that are open."""
    found = ids.path_owner("sel", seller_id)
    wanted = Wanted(status=status, task=task, limit=limit, after=after)
    return await http.read(request, case_views.cases_of_seller, found, wanted)


@get(
    "/api/v1/operator/cases",
    tags=["order"],
    guards=[http.operator(*access.STAFF)],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, pages.BadCursor),
)
async def list_all_cases(
    request: Request,
    *,
    status: FromQuery[Status | None] = None,
    task: FromQuery[CaseTask | None] = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[CaseCardOut]:
    """All cases of the marketplace, newest first; `task=to_decide` is the desk's queue."""
    wanted = Wanted(status=status, task=task, limit=limit, after=after)
    return await http.read(request, case_views.cases_of_marketplace, wanted)


routes = [
    open_case,
    list_cases_of_order,
    get_case,
    change_case,
    write_case_message,
    add_case_photo,
    list_cases_of_seller,
    list_all_cases,
]
