"""The catalogue: lists, search and facets, answered from the index on this node as joined, encoded cards."""

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from litestar import get
from litestar.openapi.spec import Operation, Parameter, Schema
from litestar.openapi.spec.enums import OpenAPIType
from litestar.params import FromPath, FromQuery

from feria.core import http, ids, pages, types
from feria.core.errors import FieldError, Invalid, Malformed, NotFound, invalid
from feria.core.hot import CACHE_HEADER
from feria.core.http import Request
from feria.core.parsing import invalid_from
from feria.core.shortcut import SHORTCUT
from feria.services.product.flows import plain_lists
from feria.services.product.flows.catalogue import reader_of
from feria.services.product.flows.suggestions import suggestions_of
from feria.services.product.gateways.catalogue.query import SearchQuery
from feria.services.product.gateways.catalogue.search import IndexUnavailable
from feria.services.product.schemas.catalogue import CatalogueIn, CatalogueOut
from feria.services.product.schemas.search import SuggestIn, SuggestionsOut
from feria.services.user import contract as user

FIELDS_MAX = 60
QUERY_BYTES_MAX = 4_000
ATTRIBUTES_MAX = 20
ATTRIBUTE_LENGTH_MAX = 200
ATTRIBUTE = "attr."
MARKETS_SECONDS = 15.0
# Longer than needed, since every change of the index drops all answers at once.
CACHED_SECONDS = 30
# No index tells when an answer made without it is no longer true, nor when a word is known to the spelling.
BRIEFLY_CACHED_SECONDS = 2
_HEADERS = [
    (b"cache-control", http.PUBLIC_VALUE.encode()),
    (CACHE_HEADER.encode(), str(CACHED_SECONDS).encode()),
]
_BRIEF_HEADERS = [
    (b"cache-control", f"public, max-age={BRIEFLY_CACHED_SECONDS}".encode()),
    (CACHE_HEADER.encode(), str(BRIEFLY_CACHED_SECONDS).encode()),
]
# What a list may be asked. The handler reads the query itself, since Litestar takes longer for it than the index
# for the answer.
_DOCUMENTED: tuple[tuple[str, Schema, str], ...] = (
    (
        "market",
        Schema(type=OpenAPIType.STRING, max_length=20),
        "The market whose prices count; the default one without.",
    ),
    (
        "q",
        Schema(type=OpenAPIType.STRING, max_length=200),
        "Words to search for; typing errors are forgiven.",
    ),
    ("category", Schema(type=OpenAPIType.STRING, pattern="^cat_"), "A category, with all below it."),
    ("seller", Schema(type=OpenAPIType.STRING, pattern="^sel_"), "One shop."),
    ("brand", Schema(type=OpenAPIType.STRING, max_length=200), "A brand; repeated, any of them."),
    ("min_price", Schema(type=OpenAPIType.INTEGER, minimum=0), "Lowest price, in minor units."),
    ("max_price", Schema(type=OpenAPIType.INTEGER, minimum=0), "Highest price, in minor units."),
    ("rating", Schema(type=OpenAPIType.INTEGER, minimum=1, maximum=5), "At least so many stars."),
    ("in_stock", Schema(type=OpenAPIType.BOOLEAN), "Only what can be bought now."),
    (
        "sort",
        Schema(
            type=OpenAPIType.STRING, enum=["relevance", "newest", "price", "-price", "rating", "best_selling"]
        ),
        "Without it `relevance` when `q` is given, else `newest`.",
    ),
    ("limit", Schema(type=OpenAPIType.INTEGER, minimum=1, maximum=100, default=24), "Cards on a page."),
    ("after", Schema(type=OpenAPIType.STRING), "The `next` of the page before."),
    (
        "facets",
        Schema(type=OpenAPIType.BOOLEAN),
        "On the first page also what could be chosen next, with counts.",
    ),
)


@dataclass
class ListOperation(Operation):
    """The documentation of a handler that reads its query itself."""

    def __post_init__(self) -> None:
        """Say which parameters there are."""
        self.parameters = [
            Parameter(name=name, param_in="query", schema=schema, description=text, required=False)
            for name, schema, text in _DOCUMENTED
        ]


class _Markets:
    """The markets that this process knows, asked for anew every 15 seconds."""

    def __init__(self) -> None:
        self._ids: frozenset[str] = frozenset()
        self._default = ""
        self._until = 0.0

    async def checked(self, request: Request, wanted: str | None) -> str:
        """The market to answer for; raises Invalid for an unknown one."""
        if time.monotonic() >= self._until:
            found = await http.read(request, user.markets)
            self._ids = frozenset(market.id for market in found)
            self._default = next(market.id for market in found if market.is_default)
            self._until = time.monotonic() + MARKETS_SECONDS
        if wanted is None:
            return self._default
        if wanted not in self._ids:
            raise invalid("market", "is no market here")
        return wanted


@get(
    "/api/v1/products",
    tags=["product"],
    operation_class=ListOperation,
    opt={SHORTCUT: True},
    responses=http.problems(pages.BadCursor, IndexUnavailable),
)
async def list_products(request: Request) -> http.Encoded[CatalogueOut]:
    """Cards of what is on sale: lists, search and filters.

    `attr.<name>=<value>` filters by an attribute; values of one attribute are alternatives, different attributes
    must all hold. Unknown parameters are refused. While search is being put in order, lists come without total and
    facets, and words are looked for in titles and brands as they are; then `simplified` is true.
    """
    asked, attributes = read_query(request.scope["query_string"])
    market = await _markets(request).checked(request, asked.market)
    query = _search_query(asked, attributes, market)
    listing = f"products:{query.order()}:{query.what()!r}"
    if asked.after is not None:
        query = msgspec.structs.replace(query, after=pages.decode(listing, asked.after, tuple[int, int]))
    platform = http.platform(request)
    answer = await plain_lists.found(platform, query)
    if (
        _is_bare_question(asked, attributes)
        and answer.cards
        and not answer.forgiven
        and not answer.simplified
    ):
        suggestions_of(platform).note(asked.q)
    cursor = pages.encode(listing, *answer.next) if answer.next is not None else None
    extra = b'"facets":' + msgspec.json.encode(answer.facets) if answer.facets is not None else b""
    if answer.did_you_mean is not None:
        extra += (b"," if extra else b"") + b'"did_you_mean":' + msgspec.json.encode(answer.did_you_mean)
    is_brief = answer.simplified or (asked.q and not answer.cards)
    return http.Encoded(answer.body(cursor, extra), _BRIEF_HEADERS if is_brief else _HEADERS)


@dataclass
class SuggestOperation(Operation):
    """The documentation of a handler that reads its query itself."""

    def __post_init__(self) -> None:
        """Say which parameters there are."""
        market, q = (one for one in _DOCUMENTED if one[0] in ("market", "q"))
        self.parameters = [
            Parameter(name=name, param_in="query", schema=schema, description=text, required=name == "q")
            for name, schema, text in (q, market)
        ]


@get(
    "/api/v1/products/suggest",
    tags=["product"],
    operation_class=SuggestOperation,
    opt={SHORTCUT: True},
    responses=http.problems(),
)
async def suggest(request: Request) -> http.Encoded[SuggestionsOut]:
    """What typed words may become: popular searches, categories, and the things that would be found first.

    The last word may be unfinished. While search is being put in order, there are only the popular searches.
    """
    raw = request.scope["query_string"]
    if len(raw) > QUERY_BYTES_MAX:
        raise Malformed("The query is too long.")
    fields: dict[str, str] = {}
    for name, value in _pairs(raw):
        if name in fields:
            raise invalid(name, "is given twice")
        fields[name] = value
    try:
        asked = msgspec.convert(fields, SuggestIn, strict=False)
    except msgspec.ValidationError as error:
        raise invalid_from(error) from None
    market = await _markets(request).checked(request, asked.market)
    platform = http.platform(request)
    index, known = reader_of(platform.settings).catalogue, suggestions_of(platform)
    cards, headers = [], _BRIEF_HEADERS
    with suppress(IndexUnavailable):
        cards, headers = index.suggest(asked.q, market), _HEADERS
    queries = msgspec.json.encode(known.queries(asked.q))
    categories = msgspec.json.encode(known.categories(asked.q, index.held_in))
    body = b'{"queries":%b,"categories":%b,"products":[%b]}' % (queries, categories, b",".join(cards))
    return http.Encoded(body, headers)


@get(
    "/api/v1/products/{product_id:str}/related",
    tags=["product"],
    responses=http.problems(NotFound),
)
async def related(
    request: Request, product_id: FromPath[str], market: FromQuery[types.MarketId | None] = None
) -> http.Encoded[CatalogueOut]:
    """At most eight things that resemble this one, of all shops; none for what is not on sale.

    Nor are there any while search is being put in order.
    """
    chosen = await _markets(request).checked(request, market)
    index = reader_of(http.platform(request).settings).catalogue
    product = ids.path("prod", product_id)
    cards, headers = [], _BRIEF_HEADERS
    with suppress(IndexUnavailable):
        cards, headers = index.related(product, chosen), _HEADERS
    return http.Encoded(b'{"items":[%b],"next":null}' % b",".join(cards), headers)


def _is_bare_question(asked: CatalogueIn, attributes: dict[str, tuple[str, ...]]) -> bool:
    """Whether it is somebody's first look at what words find."""
    filtered = asked.category or asked.seller or asked.brand or attributes
    return bool(asked.q) and not filtered and asked.after is None


def read_query(raw: bytes) -> tuple[CatalogueIn, dict[str, tuple[str, ...]]]:
    """The query's fields and attribute filters; raises Malformed or Invalid naming the parameter."""
    if len(raw) > QUERY_BYTES_MAX:
        raise Malformed("The query is too long.")
    fields: dict[str, Any] = {}
    attributes: dict[str, tuple[str, ...]] = {}
    for name, value in _pairs(raw):
        if name.startswith(ATTRIBUTE):
            key = name.removeprefix(ATTRIBUTE)
            attributes[key] = (*attributes.get(key, ()), value)
        elif name == "brand":
            fields.setdefault("brand", []).append(value)
        elif name in fields:
            raise invalid(name, "is given twice")
        else:
            fields[name] = value
    _check_attributes(attributes)
    try:
        return msgspec.convert(fields, CatalogueIn, strict=False), attributes
    except msgspec.ValidationError as error:
        raise invalid_from(error) from None


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    try:
        text = raw.decode("ascii")
        if "%" in text or "+" in text:
            return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MAX)
    except ValueError:
        raise Malformed("The query is not URL-encoded UTF-8.") from None
    # Nothing is encoded, as in most lists: what `parse_qsl` makes of it at a tenth of the cost.
    pieces = [piece.partition("=") for piece in text.split("&") if piece]
    if len(pieces) > FIELDS_MAX:
        raise Malformed("The query has too many parameters.")
    return [(name, value) for name, _, value in pieces]


def _check_attributes(attributes: dict[str, tuple[str, ...]]) -> None:
    faults = [
        FieldError(f"{ATTRIBUTE}{name}", "is not a usable attribute filter")
        for name, values in attributes.items()
        if not 0 < len(name) <= 40
        or any(not 0 < len(value) <= ATTRIBUTE_LENGTH_MAX or "\x00" in value for value in values)
    ]
    if len(attributes) > ATTRIBUTES_MAX:
        faults.append(FieldError(ATTRIBUTE, f"at most {ATTRIBUTES_MAX} attributes"))
    if faults:
        raise Invalid(errors=faults)


def _search_query(asked: CatalogueIn, attributes: dict[str, tuple[str, ...]], market: str) -> SearchQuery:
    return SearchQuery(
        market=market,
        q=asked.q,
        category=asked.category,
        seller=asked.seller,
        brands=tuple(asked.brand),
        min_price=asked.min_price,
        max_price=asked.max_price,
        stars=asked.rating,
        in_stock=asked.in_stock,
        attributes=tuple(sorted(attributes.items())),
        sort=asked.sort,
        limit=asked.limit,
        facets=asked.facets,
    )


def _markets(request: Request) -> _Markets:
    state = request.app.state
    if not hasattr(state, "product_markets"):
        state.product_markets = _Markets()
    found: _Markets = state.product_markets
    return found


routes = [list_products, suggest, related]
