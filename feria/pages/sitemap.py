"""What search engines may index: an index of sitemaps, one of pages, one of shops, and products in blocks of ordinals.

The format is that of sitemaps.org 0.9 with Google's extension for images; no file holds more than the 50,000 addresses
that it may.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as xml

from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath
from litestar.response import Response

from feria.core import http, ids
from feria.core.errors import NotFound
from feria.core.hot import CACHE_HEADER
from feria.core.http import Request
from feria.pages import api, shell
from feria.services.product import contract as product
from feria.services.user import contract as user

BLOCK = 2_000
SELLERS_MAX = 50_000
KEPT_SECONDS = 600
ADDRESSES = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGES = "http://www.google.com/schemas/sitemap-image/1.1"
HEADERS = {"cache-control": "public, max-age=3600", CACHE_HEADER: str(KEPT_SECONDS)}

_FILE = re.compile(r"([0-9]{1,7})\.xml")


@get("/sitemap.xml", include_in_schema=False)
async def index(request: Request) -> Response[bytes]:
    """Where the sitemaps are."""
    last = await http.read(request, product.last_ordinal)
    paths = ["/sitemaps/pages.xml", "/sitemaps/shops.xml"]
    paths += [f"/sitemaps/products/{number}.xml" for number in range(last // BLOCK + 1 if last else 0)]
    root = xml.Element("sitemapindex", {"xmlns": ADDRESSES})
    for path in paths:
        xml.SubElement(xml.SubElement(root, "sitemap"), "loc").text = _url(request, path)
    return _answer(root)


@get("/sitemaps/pages.xml", include_in_schema=False)
async def pages(request: Request) -> Response[bytes]:
    """The front page, categories, and legal pages."""
    answers = await api.ask_all(request, [shell.CATEGORIES, shell.MARKETPLACE])
    known = {one.path: one for one in await http.read(request, product.listed_categories)}
    root = _list()
    for path in ("/", "/shops"):
        _add(root, _url(request, path))
    for node in _all(answers[shell.CATEGORIES].json()["items"]):  # as the pages themselves know them
        category = known.get(node["path"])
        entry = _add(root, _url(request, f"/c/{node['path']}"), category.updated_at if category else None)
        if category and category.image:
            _add_image(request, entry, category.image)
    for one in answers[shell.MARKETPLACE].json()["legal_pages"]:
        _add(root, _url(request, f"/legal/{one['slug']}"))
    return _answer(root)


@get("/sitemaps/shops.xml", include_in_schema=False)
async def shops(request: Request) -> Response[bytes]:
    """Every active seller's page."""
    root = _list()
    for seller in await http.read(request, user.active_sellers, 0, SELLERS_MAX):
        _add(root, _url(request, f"/shops/{seller.slug}"), seller.updated_at)
    return _answer(root)


@get("/sitemaps/products/{name:str}", include_in_schema=False)
async def products(request: Request, name: FromPath[str]) -> Response[bytes]:
    """The products with ordinals of one block, with their pictures."""
    match = _FILE.fullmatch(name)
    if match is None:
        raise NotFound
    platform, block = http.platform(request), int(match[1])
    async with platform.db.reading(fresh=False) as tx:
        if block * BLOCK > await product.last_ordinal(tx):
            raise NotFound
        listed = await product.listed_between(tx, block * BLOCK, (block + 1) * BLOCK - 1)
        sellers = await user.seller_cards(tx, (one.seller_id for one in listed))
    root = _list()
    for one in listed:
        if sellers[one.seller_id].status == "active":
            entry = _add(
                root, _url(request, shell.product_path(one.slug, ids.encode("prod", one.id))), one.updated_at
            )
            for image in one.images:
                _add_image(request, entry, image)
    return _answer(root)


def _list() -> xml.Element:
    return xml.Element("urlset", {"xmlns": ADDRESSES, "xmlns:image": IMAGES})


def _add(root: xml.Element, url: str, changed_at: datetime | None = None) -> xml.Element:
    entry = xml.SubElement(root, "url")
    xml.SubElement(entry, "loc").text = url
    if changed_at is not None:
        xml.SubElement(entry, "lastmod").text = changed_at.isoformat(timespec="seconds")
    return entry


def _all(tree: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for node in tree:
        yield node
        yield from _all(node["children"])


def _add_image(request: Request, entry: xml.Element, path: str) -> None:
    where = xml.SubElement(xml.SubElement(entry, "image:image"), "image:loc")
    where.text = _url(request, path)


def _url(request: Request, path: str) -> str:
    return http.platform(request).settings.public_url + path


def _answer(root: xml.Element) -> Response[bytes]:
    body = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/xml", headers=HEADERS)


routes: list[BaseRouteHandler] = [index, pages, shops, products]
