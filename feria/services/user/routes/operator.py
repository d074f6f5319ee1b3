"""What the operator decides: on sellers, on the marketplace's settings, markets and legal pages."""

from typing import Any, Literal

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from feria.core import http, ids, pages
from feria.core.errors import Forbidden, NotFound, PreconditionFailed, PreconditionRequired
from feria.core.http import Request
from feria.core.types import Limit, Words
from feria.services.user import queries
from feria.services.user.actions import sellers, settings
from feria.services.user.actions.sellers import SellerStepRefused
from feria.services.user.actions.settings import MarketFixed
from feria.services.user.queries.rows import Market, Marketplace
from feria.services.user.routes import answers
from feria.services.user.schemas import DecisionIn, SellerSettingsOut, SellerStatus
from feria.services.user.schemas.marketplace import (
    LegalPageIn,
    LegalPageOut,
    MarketsIn,
    MarketsOut,
    SettingsIn,
    SettingsOut,
)

DECIDES_ON_SELLERS = http.operator("support", "moderator")
KEEPS_SETTINGS = http.operator("admin")
_BEARER: list[dict[str, list[str]]] = [{"bearer": []}]
_STALE = (Forbidden, PreconditionFailed, PreconditionRequired)


@get(
    "/api/v1/operator/sellers",
    tags=["user"],
    guards=[DECIDES_ON_SELLERS],
    security=_BEARER,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, pages.BadCursor),
)
async def list_operator_sellers(
    request: Request,
    status: FromQuery[Literal["all", SellerStatus]] = "applied",
    q: Words = "",
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[SellerSettingsOut]:
    """Sellers in a state, or `all`, those who wait longest first; without `status` those who have applied.

    `q` finds parts of names, companies and towns, and the beginning of a member's e-mail address.
    """
    listing = f"operator/sellers?status={status}&q={q}"
    start = pages.decode(listing, after, tuple[int])[0] if after is not None else 0
    wanted = None if status == "all" else status
    rows = await http.read(request, queries.sellers, wanted, start, limit, q=q.strip())
    page = pages.page(rows, limit, listing, "id")
    return pages.Page([answers.seller_settings(row) for row in page.items], page.next)


_decision: dict[str, Any] = {
    "status_code": 200,
    "tags": ["user"],
    "guards": [DECIDES_ON_SELLERS],
    "security": _BEARER,
    "responses": http.problems(NotFound, Forbidden, SellerStepRefused),
}


@post("/api/v1/operator/sellers/{seller_id:str}/approve", **_decision)
async def approve_seller(
    request: Request, seller_id: FromPath[str], data: JSONBody[DecisionIn]
) -> Response[SellerSettingsOut]:
    """Let an applicant sell. Again changes nothing."""
    return await _decide(request, seller_id, "approve", data)


@post("/api/v1/operator/sellers/{seller_id:str}/reject", **_decision)
async def reject_seller(
    request: Request, seller_id: FromPath[str], data: JSONBody[DecisionIn]
) -> Response[SellerSettingsOut]:
    """Turn an applicant down, with a reason."""
    return await _decide(request, seller_id, "reject", data)


@post("/api/v1/operator/sellers/{seller_id:str}/suspend", **_decision)
async def suspend_seller(
    request: Request, seller_id: FromPath[str], data: JSONBody[DecisionIn]
) -> Response[SellerSettingsOut]:
    """Stop a shop from selling, with a reason; takes effect within 60 seconds."""
    return await _decide(request, seller_id, "suspend", data)


@post("/api/v1/operator/sellers/{seller_id:str}/resume", **_decision)
async def resume_seller(
    request: Request, seller_id: FromPath[str], data: JSONBody[DecisionIn]
) -> Response[SellerSettingsOut]:
    """Let a suspended shop sell again."""
    return await _decide(request, seller_id, "resume", data)


async def _decide(
    request: Request, seller_id: str, step: str, data: DecisionIn
) -> Response[SellerSettingsOut]:
    number = ids.path_owner("sel", seller_id)
    row = await http.write(request, sellers.decide, number, step, data.reason.strip())
    return answers.shop(request, answers.seller_settings(row), row.version)


@get(
    "/api/v1/operator/settings",
    tags=["user"],
    guards=[KEEPS_SETTINGS],
    security=_BEARER,
    responses={**http.problems(Forbidden), **answers.NOT_MODIFIED},
)
async def get_settings(request: Request) -> Response[SettingsOut]:
    """The marketplace's settings."""
    place = await http.read(request, queries.stored_marketplace)
    return await _settings(request, place)


@put(
    "/api/v1/operator/settings",
    tags=["user"],
    guards=[KEEPS_SETTINGS],
    security=_BEARER,
    responses=http.problems(*_STALE),
)
async def put_settings(request: Request, data: JSONBody[SettingsIn]) -> Response[SettingsOut]:
    """Set name and ways of the marketplace, with `If-Match`; every process follows within 30 seconds."""
    wanted = Marketplace(
        name=data.name.strip(),
        support_email=data.support_email,
        accent_hue=data.accent_hue,
        locale=data.locale,
        time_zone=data.time_zone,
        company=data.company.strip(),
        vat_id=data.vat_id,
        legal_address=answers.trimmed(data.legal_address),
        reviews_checked_first=data.reviews_checked_first,
        approval=data.product_approval,
        approval_first=data.product_approval_first,
        version=0,
    )
    version = http.if_match(request)
    place = await http.write(request, settings.update_settings, version, wanted, data.default_market)
    return await _settings(request, place)


async def _settings(request: Request, place: Marketplace) -> Response[SettingsOut]:
    markets = await http.read(request, queries.stored_markets)
    return answers.versioned(request, answers.settings(place, markets), place.version)


@get(
    "/api/v1/operator/markets",
    tags=["user"],
    guards=[KEEPS_SETTINGS],
    security=_BEARER,
    responses={**http.problems(Forbidden), **answers.NOT_MODIFIED},
)
async def get_markets(request: Request) -> Response[MarketsOut]:
    """The markets; the ETag is that of the settings."""
    place = await http.read(request, queries.stored_marketplace)
    markets = await http.read(request, queries.stored_markets)
    return answers.versioned(request, answers.markets(markets), place.version)


@put(
    "/api/v1/operator/markets",
    tags=["user"],
    guards=[KEEPS_SETTINGS],
    security=_BEARER,
    responses=http.problems(MarketFixed, *_STALE),
)
async def put_markets(request: Request, data: JSONBody[MarketsIn]) -> Response[MarketsOut]:
    """Set all markets, with `If-Match`. A market stays once it is there, and keeps currency and tax mode."""
    wanted = [
        Market(
            id=one.id,
            currency=one.currency,
            countries=one.countries,
            tax_inclusive=one.tax_inclusive,
            languages=one.languages,
            is_default=one.is_default,
        )
        for one in data.items
    ]
    place = await http.write(request, settings.replace_markets, http.if_match(request), wanted)
    markets = await http.read(request, queries.stored_markets)
    return answers.versioned(request, answers.markets(markets), place.version)


@put(
    "/api/v1/operator/legal-pages/{slug:str}",
    tags=["user"],
    guards=[KEEPS_SETTINGS],
    security=_BEARER,
    responses=http.problems(NotFound, *_STALE),
)
async def put_legal_page(
    request: Request, slug: FromPath[str], data: JSONBody[LegalPageIn]
) -> Response[LegalPageOut]:
    """Set the text of a legal page, with `If-Match`."""
    version = http.if_match(request)
    page = await http.write(request, settings.update_legal_page, slug, version, data.title.strip(), data.body)
    return answers.versioned(request, answers.legal_page(page), page.version)


routes = [
    list_operator_sellers,
    approve_seller,
    reject_seller,
    suspend_seller,
    resume_seller,
    get_settings,
    put_settings,
    get_markets,
    put_markets,
    put_legal_page,
]
