"""JSON-LD for search engines, in the words of schema.org."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from feria.core.money import Money, decimal_text

Node = dict[str, Any]
CONTEXT = "https://schema.org"
TEXT_LENGTH_MAX = 5_000
_TAG = re.compile(r"<[^>]*>")


def of_home(public_url: str, place: Mapping[str, Any]) -> list[Node]:
    """The marketplace as an organisation, and its search."""
    organisation = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": place["name"],
        "url": f"{public_url}/",
    }
    if place.get("logo"):
        organisation["logo"] = public_url + place["logo"]
    if place["support_email"]:
        organisation["email"] = place["support_email"]
    return [
        organisation,
        {
            "@context": CONTEXT,
            "@type": "WebSite",
            "name": place["name"],
            "url": f"{public_url}/",
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{public_url}/search?q={{search_term_string}}",
                "query-input": "required name=search_term_string",
            },
        },
    ]


def of_product(
    public_url: str, path: str, thing: Mapping[str, Any], reviews: Sequence[Mapping[str, Any]]
) -> list[Node]:
    """A product with what it costs, who sells it and what is said of it, and the way to it."""
    seller = {
        "@type": "Organization",
        "name": thing["seller"]["name"],
        "url": f"{public_url}/shops/{thing['seller']['slug']}",
    }
    found: Node = {
        "@context": CONTEXT,
        "@type": "Product",
        "name": thing["title"],
        "description": words(thing["description"])[:TEXT_LENGTH_MAX],
        "url": public_url + path,
        "image": [
            public_url + one["urls"][max(one["urls"], key=int)] for one in thing["images"] if one["urls"]
        ],
        "offers": [
            _offer(public_url + path, variant, seller) for variant in thing["variants"] if variant["price"]
        ],
    }
    if thing["brand"]:
        found["brand"] = {"@type": "Brand", "name": thing["brand"]}
    if thing["rating"] is not None:
        found["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": thing["rating"],
            "reviewCount": thing["review_count"],
        }
        found["review"] = [_review(one) for one in reviews]
    steps = [(thing["category"]["name"], f"/c/{thing['category']['path']}")] if thing["category"] else []
    return [found, _breadcrumbs(public_url, [*steps, (thing["title"], path)])]


def of_category(public_url: str, trail: Sequence[Mapping[str, Any]]) -> list[Node]:
    """The way to a category."""
    return [_breadcrumbs(public_url, [(node["name"], f"/c/{node['path']}") for node in trail])]


def of_shop(public_url: str, path: str, seller: Mapping[str, Any]) -> list[Node]:
    """A seller as an organisation."""
    address = {
        "@type": "PostalAddress",
        "addressLocality": seller["town"],
        "addressCountry": seller["country"],
    }
    found: Node = {
        "@context": CONTEXT,
        "@type": "Organization",
        "name": seller["name"],
        "url": public_url + path,
        "description": seller["story"],
        "address": address,
    }
    if seller.get("logo"):
        found["logo"] = public_url + seller["logo"]
    return [found, _breadcrumbs(public_url, [("Stalls", "/shops"), (seller["name"], path)])]


def words(html: str) -> str:
    """The words of a description, in one line and without its tags."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def _offer(url: str, variant: Mapping[str, Any], seller: Node) -> Node:
    price = Money(**variant["price"])
    return {
        "@type": "Offer",
        "url": url,
        "sku": variant["sku"],
        "price": decimal_text(price),
        "priceCurrency": price.currency,
        "availability": f"{CONTEXT}/{'InStock' if variant['in_stock'] else 'OutOfStock'}",
        "itemCondition": f"{CONTEXT}/NewCondition",
        "seller": seller,
    }


def _review(review: Mapping[str, Any]) -> Node:
    found: Node = {
        "@type": "Review",
        "author": {"@type": "Person", "name": review["author"] or "Anonymous"},
        "datePublished": review["created_at"][:10],
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": review["stars"],
            "bestRating": 5,
            "worstRating": 1,
        },
    }
    if review["text"]:
        found["reviewBody"] = review["text"]
    return found


def _breadcrumbs(public_url: str, steps: Sequence[tuple[str, str]]) -> Node:
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": public_url + path}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }
