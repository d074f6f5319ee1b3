"""Shops: applied for, shown to everybody, and kept by their owners and managers."""

from typing import Annotated

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from feria.core import http, ids, pages
from feria.core.errors import Forbidden, NotFound, PreconditionFailed, PreconditionRequired
from feria.core.http import Request
from feria.core.types import Limit
from feria.services.user import queries
from feria.services.user.actions import sellers
from feria.services.user.actions.sellers import NewSeller, SellerProfile, TooManySellers
from feria.services.user.routes import answers
from feria.services.user.schemas import (
    SellerApplicationIn,
    SellerFileOut,
    SellerIn,
    SellerOut,
    SellerSettingsOut,
)

APPLICATIONS_PER_MINUTE = 20
LISTING = "sellers"
_REF = "sel_[0-9a-hjkmnp-tv-z]{8}"
SellerIds = Annotated[
    str,
    QueryParameter(
        name="ids",
        pattern=f"^({_REF}(,{_REF}){{0,99}})?$",
        max_length=1_300,
        description="at most 100, with commas",
    ),
]


@post(
    "/api/v1/sellers",
    status_code=201,
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    cache_control=http.NO_STORE,
    response_headers=[http.location("/api/v1/sellers/{id}")],
    responses=http.problems(TooManySellers),
)
async def apply_as_seller(
    request: Request, data: JSONBody[SellerApplicationIn]
) -> Response[SellerSettingsOut]:
    """Apply to sell; the operator decides. The caller becomes the shop's owner."""
    account_id = http.actor(request).account_id
    assert account_id is not None, "the guard lets only accounts pass"
    await http.limit(request, "seller-application", APPLICATIONS_PER_MINUTE, who=str(account_id))
    new = NewSeller(
        name=data.name.strip(),
        country=data.country,
        town=data.town.strip(),
        story=data.story.strip(),
        locale=data.locale,
        time_zone=data.time_zone,
    )
    row = await http.write(request, sellers.apply_as_seller, account_id, new)
    request.app.state.tokens.forget_verified()  # the next request knows the new membership
    out = answers.seller_settings(row)
    return Response(
        out,
        status_code=201,
        headers={"Location": f"/api/v1/sellers/{out.id}", "ETag": http.etag(row.version)},
    )


@get("/api/v1/sellers", tags=["user"], cache_control=http.PUBLIC, responses=http.problems(pages.BadCursor))
async def list_sellers(
    request: Request,
    ids_wanted: SellerIds = "",
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[SellerOut]:
    """The shops that sell here, in the order in which they signed up; with `ids` only these, all at once."""
    if ids_wanted:
        numbers = [ids.decode_owner("sel", one, "ids") for one in ids_wanted.split(",")]
        return pages.Page(
            [answers.seller(row) for row in await http.read(request, queries.active_sellers, numbers)], None
        )
    start = pages.decode(LISTING, after, tuple[int])[0] if after is not None else 0
    rows = await http.read(request, queries.sellers, "active", start, limit)
    page = pages.page(rows, limit, LISTING, "id")
    return pages.Page([answers.seller(row) for row in page.items], page.next)


@get(
    "/api/v1/sellers/{seller_id:str}",
    tags=["user"],
    responses={**http.problems(NotFound), **answers.NOT_MODIFIED},
)
async def get_seller(request: Request, seller_id: FromPath[str]) -> Response[SellerOut]:
    """A shop by `sel_…` or slug. One that does not sell (yet) is shown to its members and the operator only."""
    row = await http.read(request, queries.public_seller, seller_id)
    cache = http.PUBLIC if row.status == "active" else http.NO_STORE
    return answers.shop(request, answers.seller(row), row.version, cache)


@get(
    "/api/v1/sellers/{seller_id:str}/settings",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses={**http.problems(NotFound), **answers.NOT_MODIFIED},
)
async def get_seller_settings(request: Request, seller_id: FromPath[str]) -> Response[SellerFileOut]:
    """Everything that members and the operator may know of the shop, with the history of its state."""
    number = ids.path_owner("sel", seller_id)
    row = await http.read(request, queries.seller_known_to, number)
    history = await http.read(request, queries.seller_history, number)
    return answers.shop(request, answers.seller_file(row, history), row.version)


@put(
    "/api/v1/sellers/{seller_id:str}",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, PreconditionFailed, PreconditionRequired),
)
async def put_seller(
    request: Request, seller_id: FromPath[str], data: JSONBody[SellerIn]
) -> Response[SellerSettingsOut]:
    """Change the shop; owner and manager, with `If-Match`."""
    profile = SellerProfile(
        name=data.name.strip(),
        country=data.country,
        town=data.town.strip(),
        story=data.story.strip(),
        stall_hue=data.stall_hue,
        time_zone=data.time_zone,
        locale=data.locale,
        vat_id=data.vat_id,
        company=data.company.strip(),
        legal_address=answers.trimmed(data.legal_address),
        auto_accept=data.auto_accept,
    )
    number, version = ids.path_owner("sel", seller_id), http.if_match(request)
    row = await http.write(request, sellers.update_seller, number, version, profile)
    return answers.shop(request, answers.seller_settings(row), row.version)


routes = [
    apply_as_seller,
    list_sellers,
    get_seller,
    get_seller_settings,
    put_seller,
]
