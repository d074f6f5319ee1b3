"""The HTML around every page of the apps: head, structured data, and the answers that its first view needs.

What people see is drawn by the built scripts (`web/`); crawlers and link previews read the head and JSON-LD.
"""

import gzip
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec
from litestar.response import Response

from feria.core import clock, http
from feria.core.hot import CACHE_HEADER, PAGE_VARY
from feria.core.http import Request
from feria.pages import api, assets
from feria.pages.api import Found
from feria.pages.html import html, template
from feria.pages.rendering import NOTHING

MARKETPLACE = api.address("/marketplace")
CATEGORIES = api.address("/categories")
DESCRIPTION_LENGTH_MAX = 160
COMPRESSION = 5
# As long as a product's own answer is: a reservation shows in no index, whose changes empty the hot answers at once.
KEPT_SECONDS = 1
# Views that say the same to everybody are drawn ahead (see web/apps/storefront/src/routes/root.tsx).
DRAWN = frozenset(("home", "category", "search", "product", "shops", "shop", "legal", "shopping/cart"))
PATH_SAFE = "/:@!$&'()*+,;="

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Vite's server for development puts styles into the page and talks to it over a socket; see web/vite.config.ts.
VITE_HEADER = "x-feria-vite"
VITE_CSP = CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "connect-src 'self'", "connect-src 'self' ws:"
)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself.

    `path` is its canonical address, `answers` goes into its cache of queries, `view` is the file in the storefront's
    routes that draws it. `shared`: it says the same to every guest.
    """

    title: str
    path: str
    description: str = ""
    image: str = ""
    kind: str = "website"
    structured: Sequence[Mapping[str, Any]] = ()
    answers: Mapping[str, Found] = msgspec.field(default_factory=dict)
    status: int = 200
    listed: bool = True
    shared: bool = True
    entry: str = "storefront"
    view: str = ""


async def answer(request: Request, page: Page) -> Response[Any]:
    """The page as HTML, with the marketplace's name and accent."""
    settings = http.platform(request).settings
    common = await api.ask_all(request, [MARKETPLACE, *([CATEGORIES] if page.entry == "storefront" else [])])
    place = common[MARKETPLACE].json()
    modules = not settings.production and VITE_HEADER in request.headers
    if not modules and not assets.built():
        return html("unbuilt.html", status=503)
    title = page.title if page.title == place["name"] else f"{page.title} · {place['name']}"
    data = _script(_page_data(request, {**common, **page.answers}))
    drawn = NOTHING
    if page.view in DRAWN and not modules and (renderer := request.app.state.get("renderer")):
        drawn = await renderer.draw(_address(request), data, place["locale"])
    body = template(
        "shell.html",
        page=page,
        title=title,
        description=shortened(page.description),
        canonical=settings.public_url + page.path,
        image=_absolute(settings.public_url, page.image),
        place=place,
        entry=None if modules else assets.entry(page.entry, page.view),
        module=assets.ENTRIES[page.entry] if modules else None,
        structured=[_script(msgspec.json.encode(one)) for one in page.structured],
        data=data,
        drawn=drawn,
    )
    uploads_to = http.platform(request).storage.upload_origin
    headers = {
        "content-security-policy": VITE_CSP if modules else policy_with(uploads_to),
        "cache-control": "no-cache, private" if page.shared else "no-store",
        "vary": PAGE_VARY,
    }
    if page.view in DRAWN and page.shared and not modules and http.actor(request).account_id is None:
        headers[CACHE_HEADER] = str(KEPT_SECONDS)
    if not page.listed:
        headers["x-robots-tag"] = "noindex"
    sent = body.encode()
    if "gzip" in request.headers.get("accept-encoding", ""):
        sent = gzip.compress(sent, COMPRESSION, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(sent, status_code=page.status, media_type="text/html", headers=headers)


def product_path(slug: str, product_ref: str) -> str:
    """Where a product's page is; the reference routes, the slug decorates."""
    return f"/p/{slug}-{product_ref}"


def policy_with(uploads_to: str) -> str:
    """The policy of pages that may also send files to an object store, by its scheme and host."""
    return CSP.replace("connect-src 'self'", f"connect-src 'self' {uploads_to}") if uploads_to else CSP


def _address(request: Request) -> str:
    """Path and query, as the browser's router reads them."""
    path, query = (
        quote(request.scope["path"], safe=PATH_SAFE),
        request.scope["query_string"].decode("latin-1"),
    )
    return f"{path}?{query}" if query else path


def _page_data(request: Request, answers: Mapping[str, Found]) -> bytes:
    """What `pageData` in web/packages/api reads; bodies are put in as the API gave them."""
    queries = b",".join(
        msgspec.json.encode(url) + b":" + found.body
        for url, found in answers.items()
        if found.status == 200 and url != MARKETPLACE
    )
    signed_in = b"true" if http.actor(request).account_id is not None else b"false"
    place = answers[MARKETPLACE].body
    today = msgspec.json.encode(clock.now().date())
    rest = b',"marketplace":' + place + b',"signedIn":' + signed_in + b',"today":' + today
    return b'{"queries":{' + queries + b"}" + rest + b"}"


def _script(json: bytes) -> str:
    """JSON that may stand inside a script element, whatever it holds."""
    return json.decode().replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _absolute(public_url: str, address: str) -> str:
    return public_url + address if address.startswith("/") else address


def shortened(text: str) -> str:
    """The text in one line, cut at a word, as short as search engines show it."""
    line = " ".join(text.split())
    if len(line) <= DESCRIPTION_LENGTH_MAX:
        return line
    return line[: DESCRIPTION_LENGTH_MAX - 1].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def brand_styles(accent_hue: int) -> str:
    """The stylesheet that sets the marketplace's accent."""
    return f":root{{--accent-h:{accent_hue}}}\n"
