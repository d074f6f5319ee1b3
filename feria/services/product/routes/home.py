"""The storefront's front page: read by everybody, kept by the operator."""

from litestar import Response, get, post, put
from litestar.params import JSONBody

from feria.core import http
from feria.core.errors import Forbidden, Invalid, PreconditionFailed, PreconditionRequired
from feria.core.hot import CACHE_HEADER
from feria.core.http import Request
from feria.core.types import MarketChoice
from feria.services.product.actions import home as actions
from feria.services.product.flows.home import front_page
from feria.services.product.queries.home import home_settings
from feria.services.product.routes import answers
from feria.services.product.routes.search import STAFF
from feria.services.product.rules import home as rules
from feria.services.product.schemas.home import HomeIn, HomeOut, HomeSettingsOut

# The sections are in the database, whose changes no index tells, so an answer stands for a moment only.
CACHED_SECONDS = 1
_HEADERS = [
    (b"cache-control", http.PUBLIC_VALUE.encode()),
    (CACHE_HEADER.encode(), str(CACHED_SECONDS).encode()),
]
_URL = "/api/v1/operator/home"


@get("/api/v1/home", tags=["product"], responses=http.problems())
async def get_home(request: Request, market: MarketChoice = None) -> http.Encoded[HomeOut]:
    """The front page's sections with what they show now; the operator's changes are in it within two seconds."""
    return http.Encoded(await front_page(http.platform(request), market), _HEADERS)


@get(_URL, cache_control=http.NO_STORE, responses=http.problems(Forbidden), **STAFF)
async def get_home_settings(request: Request) -> Response[HomeSettingsOut]:
    """The front page as it is kept."""
    return _answer(await http.read(request, home_settings))


@put(
    _URL,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, PreconditionFailed, PreconditionRequired),
    **STAFF,
)
async def put_home_settings(request: Request, data: JSONBody[HomeIn]) -> Response[HomeSettingsOut]:
    """Replace the front page's sections, with `If-Match`."""
    await http.write(request, actions.replace_home, data.sections, http.if_match(request))
    answers.forget_hot_answers(request)
    return _answer(await http.read(request, home_settings))


@post(
    f"{_URL}/preview",
    status_code=200,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden),
    **STAFF,
)
async def preview_home(request: Request, data: JSONBody[HomeIn]) -> http.Encoded[HomeOut]:
    """What these sections would show now; nothing is kept."""
    if faults := rules.section_faults(data.sections):
        raise Invalid(errors=faults)
    wanted = [rules.kept(one) for one in data.sections]
    body = await front_page(http.platform(request), sections=wanted)
    return http.Encoded(body, [(b"cache-control", b"no-store")])


def _answer(found: HomeSettingsOut) -> Response[HomeSettingsOut]:
    return Response(found, headers={"ETag": http.etag(found.version)})


routes = [get_home, get_home_settings, put_home_settings, preview_home]
