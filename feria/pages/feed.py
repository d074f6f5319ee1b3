"""The products as a feed for Google Merchant Center: RSS 2.0 with the attributes of its product data specification.

Every active variant with a price and a picture is an item. It is written while it is read, a few hundred products at a
time, each batch in a transaction of its own, so it may be as long as the catalogue.
"""

import re
from collections.abc import AsyncIterator, Mapping
from typing import Annotated
from uuid import UUID
from xml.etree import ElementTree as xml

import msgspec
from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromQuery
from litestar.response import Stream

from feria.core import http, ids
from feria.core.http import Request
from feria.core.money import Money, decimal_text
from feria.core.platform import Platform
from feria.pages import api, shell
from feria.services.product import contract as product
from feria.services.product.contract import Described, Offer
from feria.services.user import contract as user
from feria.services.user.contract import SellerCard

BATCH = 200
PER_MINUTE = 6
TITLE_LENGTH_MAX, TEXT_LENGTH_MAX, OPTION_LENGTH_MAX = 150, 5_000, 100
NAMESPACE = "http://base.google.com/ns/1.0"
# Options by the names that sellers give them, as far as the specification has attributes for them.
OPTIONS = {"colour": "color", "color": "color", "size": "size", "material": "material", "pattern": "pattern"}

# What XML 1.0 has no place for, however it is written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

MarketName = Annotated[str, msgspec.Meta(max_length=40)]


@get("/feeds/google.xml", include_in_schema=False)
async def google(request: Request, market: FromQuery[MarketName | None] = None) -> Stream:
    """What is on sale in a market (the default one), for Google Merchant Center."""
    await http.limit(request, "feed", PER_MINUTE)
    platform = http.platform(request)
    async with platform.db.reading() as tx:
        wanted = await user.market(tx, market)
    answers = await api.ask_all(request, [shell.MARKETPLACE, shell.CATEGORIES])
    name = answers[shell.MARKETPLACE].json()["name"]
    categories = dict(_paths(answers[shell.CATEGORIES].json()["items"], ""))
    return Stream(
        _feed(platform, wanted.id, name, categories),
        media_type="application/xml",
        headers={"cache-control": "public, max-age=3600"},
    )


async def _feed(
    platform: Platform, market_id: str, name: str, categories: Mapping[str, str]
) -> AsyncIterator[bytes]:
    url = platform.settings.public_url
    yield (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:g="{NAMESPACE}"><channel>'
    ).encode()
    for tag, text in (("title", name), ("link", f"{url}/"), ("description", name)):
        yield _element(tag, text)
    last = 0
    while True:
        async with platform.db.reading(fresh=False) as tx:
            batch = await product.described_after(tx, last, BATCH)
            sellers = await user.seller_cards(tx, (one.seller_id for one in batch))
            variants = (variant_id for one in batch for variant_id, *_ in one.variants)
            offers = await product.offers(tx, variants, market_id)
        for one in batch:
            seller = sellers[one.seller_id]
            if seller.status == "active" and one.image_keys:
                for item in _items(url, one, seller, offers, categories):
                    yield xml.tostring(item, encoding="utf-8")
        if len(batch) < BATCH:
            break
        last = batch[-1].ordinal
    yield b"</channel></rss>\n"


def _items(
    url: str,
    one: Described,
    seller: SellerCard,
    offers: Mapping[UUID, Offer],
    categories: Mapping[str, str],
) -> list[xml.Element]:
    """An item for each variant that can be bought in the market."""
    found = []
    for variant_id, title, gtin, _ in one.variants:
        offer = offers.get(variant_id)
        if offer is None:
            continue
        item = xml.Element("item")
        link = url + shell.product_path(one.slug, ids.encode("prod", one.id))
        whole = len(one.variants) == 1
        fields = {
            "id": ids.encode("var", variant_id),
            "title": (one.title if whole else f"{one.title}, {title}")[:TITLE_LENGTH_MAX],
            "description": one.text[:TEXT_LENGTH_MAX] or one.title,
            "link": link if whole else f"{link}?variant={ids.encode('var', variant_id)}",
            "availability": "out_of_stock" if offer.available == 0 else "in_stock",
            "condition": "new",
            "brand": one.brand or seller.name,
            "gtin": gtin or (one.gtin if whole else None) or "",
            "product_type": categories.get(one.category, ""),
            "external_seller_id": seller.slug,
            "item_group_id": "" if whole else ids.encode("prod", one.id),
            "shipping_weight": f"{offer.weight_grams} g" if offer.weight_grams else "",
            **_prices(offer),
            **_options(offer.options),
        }
        if not fields["gtin"]:
            fields["identifier_exists"] = "no"
        front = product.rendition_url(offer.image_key, product.LARGEST) if offer.image_key else one.images[0]
        fields["image_link"] = url + front
        for name, text in fields.items():
            if text:
                xml.SubElement(item, f"g:{name}").text = _NO_XML.sub(" ", text)
        for image in one.images:
            if image != front:
                xml.SubElement(item, "g:additional_image_link").text = url + image
        found.append(item)
    return found


def _prices(offer: Offer) -> dict[str, str]:
    """`price`, or where it is lowered, the former one and `sale_price`."""
    now = _price(offer.amount, offer.currency)
    if offer.compare_at_amount is None or offer.compare_at_amount <= offer.amount:
        return {"price": now}
    return {"price": _price(offer.compare_at_amount, offer.currency), "sale_price": now}


def _price(amount: int, currency: str) -> str:
    return f"{decimal_text(Money(amount, currency))} {currency}"


def _options(options: Mapping[str, str]) -> dict[str, str]:
    named = ((OPTIONS.get(name.lower()), value) for name, value in options.items())
    return {name: value[:OPTION_LENGTH_MAX] for name, value in named if name is not None}


def _paths(nodes: list[dict[str, object]], above: str) -> list[tuple[str, str]]:
    """By path, a category's name below those of its ancestors: `Table > Mugs and cups`."""
    found: list[tuple[str, str]] = []
    for node in nodes:
        name = f"{above} > {node['name']}" if above else str(node["name"])
        found.append((str(node["path"]), name))
        found += _paths(node["children"], name)  # type: ignore[arg-type] # as the API gives them
    return found


def _element(tag: str, text: str) -> bytes:
    element = xml.Element(tag)
    element.text = _NO_XML.sub(" ", text)
    return bytes(xml.tostring(element, encoding="utf-8"))


routes: list[BaseRouteHandler] = [google]
