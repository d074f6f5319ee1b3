"""Addresses of the storefront: each resolves what it is about first, so that status, head and data are right."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect, Response

from feria.core import http
from feria.core.http import Request
from feria.pages import api, shell, structured
from feria.pages.shell import Page
from feria.services.product import contract as product_service

_PRODUCT = re.compile(r"^(?:.*-)?(?:prod_)?([0-9a-hjkmnp-tv-z]{26})$")
# Pages of one person or one moment: never in a search engine.
PRIVATE = {
    "/checkout": ("Checkout", "checkout"),
    "/checkout/return": ("Payment", "checkout"),
    "/orders": ("Orders", "orders"),
    "/orders/{number:str}": ("Order", "order"),
    "/orders/{number:str}/return": ("Return items", "claims"),
    "/orders/{number:str}/problem": ("Problem with an order", "claims"),
    "/orders/{number:str}/returns/{claim:str}": ("Return", "claims"),
    "/orders/{number:str}/cases/{claim:str}": ("Case", "claims"),
    "/sign-in": ("Sign in", "signIn"),
    "/sign-up": ("Sign up", "signIn"),
    "/forgot-password": ("Forgotten password", "signIn"),
    "/reset-password": ("New password", "signIn"),
    "/account": ("Account", "account"),
    "/account/{path:path}": ("Account", "account"),
}
_PRIVATE = {
    re.sub(r":\w+}", "}", path): named for path, named in PRIVATE.items()
}  # as a request names its route
# What a list's address may say (web/apps/storefront/src/features/filters/listSearch.ts).
FILTERS = frozenset("after brand category in_stock max_price min_price q rating seller sort".split())
CART = api.address("/cart")
# The reviews that a thing's page begins with (web/apps/storefront/src/features/reviews/ReviewsSection.tsx).
REVIEWS = 6
HOME = api.address("/home")


@get("/", include_in_schema=False)
async def home(request: Request) -> Response[Any]:
    """The front page."""
    answers = await api.ask_all(request, [shell.MARKETPLACE, HOME])
    place = answers[shell.MARKETPLACE].json()
    return await shell.answer(
        request,
        Page(
            title=place["name"],
            view="home",
            path="/",
            description=f"{place['name']}: one market, many makers. Buy from several in one order.",
            structured=structured.of_home(_public_url(request), place),
            answers={HOME: answers[HOME]},
        ),
    )


@get("/p/{address:str}", include_in_schema=False)
async def product(request: Request, address: FromPath[str]) -> Response[Any]:
    """A product. The id in the address counts; another slug than the present one is sent on."""
    match = _PRODUCT.match(address)
    if match is None:
        return await not_found(request)
    url = api.address(f"/products/prod_{match[1]}")
    found = await api.ask(request, url)
    if found.status != 200:
        return await not_found(request)
    thing = found.json()
    path = shell.product_path(thing["slug"], thing["id"])
    if f"/p/{address}" != path:
        return _moved(request, path)
    seller = api.address(f"/sellers/{thing['seller']['slug']}")
    others = api.address("/products", in_stock="true", limit=5, seller=thing["seller"]["id"])
    reviews = api.address(f"/products/{thing['id']}/reviews", limit=REVIEWS)
    answers = await api.ask_all(request, [seller, others, reviews])
    images = [one for one in thing["images"] if one["urls"]]
    return await shell.answer(
        request,
        Page(
            title=thing["title"],
            view="product",
            path=path,
            description=structured.words(thing["description"]),
            image=_largest(images[0]["urls"]) if images else "",
            kind="product",
            structured=structured.of_product(
                _public_url(request), path, thing, answers[reviews].json()["items"]
            ),
            answers={url: found, **answers},
        ),
    )


@get("/c/{path:path}", include_in_schema=False)
async def category(request: Request, path: FromPath[str]) -> Response[Any]:
    """A category, by the path of its slugs."""
    wanted = path.strip("/")
    tree = (await api.ask(request, shell.CATEGORIES)).json()["items"]
    trail = _trail(tree, wanted)
    if not trail:
        moved_to = await http.read(request, product_service.path_since_moved, wanted)
        return _moved(request, f"/c/{moved_to}") if moved_to else await not_found(request)
    node = trail[-1]
    listing = _listing(request, category=node["id"])
    words = api.address(f"/categories/{node['id']}/texts")
    answers = await api.ask_all(request, [listing, words])
    texts = answers[words].json() if answers[words].status == 200 else {}
    picture = node["picture"]
    return await shell.answer(
        request,
        Page(
            title=texts.get("page_title") or node["name"],
            view="category",
            path=f"/c/{node['path']}",
            description=texts.get("page_description") or node["description"],
            image=_largest(picture["urls"]) if picture else "",
            structured=structured.of_category(_public_url(request), trail),
            answers=answers,
        ),
    )


@get("/search", include_in_schema=False)
async def search(request: Request) -> Response[Any]:
    """What is found for some words."""
    words = request.query_params.get("q", "").strip()[:200]
    answers = await api.ask_all(request, [_listing(request)] if "\x00" not in words else [])
    title = f"“{words}”" if words else "Search"
    return await shell.answer(
        request, Page(title=title, view="search", path="/search", answers=answers, listed=False)
    )


@get("/shops", include_in_schema=False)
async def shops(request: Request) -> Response[Any]:
    """All sellers."""
    answers = await api.ask_all(request, [api.address("/sellers", limit=24)])
    description = "All sellers, with where they are and what they make."
    return await shell.answer(
        request, Page(title="Stalls", view="shops", path="/shops", description=description, answers=answers)
    )


@get("/shops/{slug:str}", include_in_schema=False)
async def shop(request: Request, slug: FromPath[str]) -> Response[Any]:
    """A seller's shop."""
    url = api.address(f"/sellers/{slug}")
    found = await api.ask(request, url)
    if found.status != 200:
        return await not_found(request)
    seller = found.json()
    if seller["slug"] != slug:
        return _moved(request, f"/shops/{seller['slug']}")
    listing = _listing(request, seller=seller["id"])
    path = f"/shops/{seller['slug']}"
    return await shell.answer(
        request,
        Page(
            title=seller["name"],
            view="shop",
            path=path,
            description=seller["story"],
            image=seller.get("banner") or seller.get("logo") or "",
            structured=structured.of_shop(_public_url(request), path, seller),
            answers={url: found, **await api.ask_all(request, [listing])},
        ),
    )


@get("/legal/{slug:str}", include_in_schema=False)
async def legal(request: Request, slug: FromPath[str]) -> Response[Any]:
    """A legal page."""
    url = api.address(f"/legal-pages/{slug}")
    found = await api.ask(request, url)
    if found.status != 200:
        return await not_found(request)
    text = found.json()
    return await shell.answer(
        request, Page(title=text["title"], view="legal", path=f"/legal/{slug}", answers={url: found})
    )


@get("/cart", include_in_schema=False)
async def cart(request: Request) -> Response[Any]:
    """The cart, which is everybody's own: the scripts ask for it, but whoever can have none yet is told so at once."""
    is_new = not http.is_known(request)
    return await shell.answer(
        request,
        Page(
            title="Cart",
            view="shopping/cart",
            path="/cart",
            description="What you have chosen, by maker, with postage and dates of delivery.",
            answers={CART: await api.ask(request, CART)} if is_new else {},
            shared=False,
        ),
    )


@get(list(PRIVATE), include_in_schema=False)
async def private(request: Request) -> Response[Any]:
    """Checkout, orders, sign-in and account: their data is personal, so the scripts ask for it."""
    title, view = _PRIVATE[request.scope["path_template"]]
    page = Page(title=title, view=f"shopping/{view}", path=request.scope["path"], listed=False)
    return await shell.answer(request, page)


@get("/ui", include_in_schema=False)
async def gallery(request: Request) -> Response[Any]:
    """Every component, in development."""
    return await shell.answer(request, Page(title="Components", path="/ui", listed=False))


async def not_found(request: Request) -> Response[Any]:
    """The page for what is not there."""
    return await shell.answer(
        request, Page(title="Not found", path=request.scope["path"], status=404, listed=False)
    )


def _moved(request: Request, path: str) -> Redirect:
    query = request.scope["query_string"].decode("latin-1")
    return Redirect(f"{path}?{query}" if query else path, status_code=301)


def _listing(request: Request, **chosen: str) -> str:
    """The list that the page's scripts ask for first: what is chosen, and the filters in the address."""
    filters = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in chosen and (name in FILTERS or name.startswith("attr."))
    ]
    return api.address("/products", filters, facets="true", limit=24, **chosen)


def _trail(tree: Iterable[Mapping[str, Any]], path: str) -> list[Mapping[str, Any]]:
    """The categories from a root to the one with this path; empty when there is none."""
    for node in tree:
        if node["path"] == path:
            return [node]
        if path.startswith(f"{node['path']}/"):
            below = _trail(node["children"], path)
            return [node, *below] if below else []
    return []


def _largest(urls: Mapping[str, str]) -> str:
    return urls[max(urls, key=int)]


def _public_url(request: Request) -> str:
    return http.platform(request).settings.public_url


routes: list[BaseRouteHandler] = [
    home, product, category, search, shops, shop, legal, cart, private,
]  # fmt: skip
