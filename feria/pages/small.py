"""Small files that belong to every page: the accent's stylesheet, the icon, what robots may read."""

from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromQuery
from litestar.response import Response

from feria.core import http
from feria.core.http import Request
from feria.core.types import Hue
from feria.pages.shell import brand_styles

# The accent is in the address, so that a changed one is another file.
CACHED = "public, max-age=86400"
# An awning: a bar with three scallops.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>path{{fill:oklch(.365 .125 {hue})}}
@media(prefers-color-scheme:dark){{path{{fill:oklch(.8 .105 {hue})}}}}</style>
<path d="M1 3h14v5a2.33 2.33 0 0 1-4.67 0 2.33 2.33 0 0 1-4.66 0A2.33 2.33 0 0 1 1 8z"/></svg>
"""
ROBOTS = """User-agent: *
Allow: /api/v1/media/
Disallow: /api/
Disallow: /account
Disallow: /checkout
Disallow: /operator
Disallow: /orders
Disallow: /search
Disallow: /sell
"""


@get("/brand.css", include_in_schema=False)
async def brand(request: Request, h: FromQuery[Hue]) -> Response[str]:
    """The accent, set before any script runs."""
    return Response(brand_styles(h), media_type="text/css", headers={"cache-control": CACHED})


@get("/favicon.svg", include_in_schema=False)
async def icon(request: Request, h: FromQuery[Hue]) -> Response[str]:
    """The mark in the accent's colour."""
    return Response(ICON.format(hue=h), media_type="image/svg+xml", headers={"cache-control": CACHED})


@get("/robots.txt", include_in_schema=False, cache_control=http.PUBLIC)
async def robots(request: Request) -> Response[str]:
    """What crawlers may read: everything but the API (whose pictures they may) and what is personal."""
    sitemap = f"\nSitemap: {http.platform(request).settings.public_url}/sitemap.xml\n"
    return Response(ROBOTS + sitemap, media_type="text/plain")


routes: list[BaseRouteHandler] = [brand, icon, robots]
