"""What everybody may know of the marketplace: name, markets, legal pages."""

from litestar import Response, get
from litestar.params import FromPath

from feria.core import http
from feria.core.errors import NotFound
from feria.core.http import Request
from feria.services.user import queries
from feria.services.user.routes import answers
from feria.services.user.schemas.marketplace import LegalLinkOut, LegalPageOut, MarketplaceOut


@get("/api/v1/marketplace", tags=["user"], cache_control=http.PUBLIC, responses=http.problems())
async def get_marketplace(request: Request) -> MarketplaceOut:
    """Name, accent, markets and legal pages of the marketplace."""
    place = await http.read(request, queries.marketplace)
    markets = await http.read(request, queries.markets)
    pages = await http.read(request, queries.legal_pages)
    return MarketplaceOut(
        name=place.name,
        logo=queries.brand_url(place.logo_key),
        support_email=place.support_email,
        accent_hue=place.accent_hue,
        locale=place.locale,
        time_zone=place.time_zone,
        default_market=next(market.id for market in markets if market.is_default),
        markets=[answers.market(market) for market in markets],
        legal_pages=[LegalLinkOut(slug=page.slug, title=page.title) for page in pages],
    )


@get(
    "/api/v1/legal-pages/{slug:str}",
    tags=["user"],
    responses={**http.problems(NotFound), **answers.NOT_MODIFIED},
)
async def get_legal_page(request: Request, slug: FromPath[str]) -> Response[LegalPageOut]:
    """A legal page."""
    page = await http.read(request, queries.legal_page, slug)
    return answers.versioned(request, answers.legal_page(page), page.version, http.PUBLIC)


routes = [get_marketplace, get_legal_page]
