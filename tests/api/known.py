"""Tells the description of the API which ids exist, so that generated requests reach more than a 404."""

import copy
import re
from typing import Any

from feria.core import ids
from tests.api import permission_tax
from tests.api.marketplace import Marketplace

_PREFIX = re.compile(r"^\^([a-z]+)_")


def acquaint(document: dict[str, Any], place: Marketplace) -> dict[str, Any]:
    """A copy in which each id may be one of the marketplace's; a string that only looks like one stays possible."""
    found = copy.deepcopy(document)
    known = _known(place)
    for operations in found["paths"].values():
        for operation in operations.values():
            for parameter in operation["parameters"]:
                if values := known["parameters"].get(parameter["name"]):
                    parameter["schema"] = _one_of(values, parameter["schema"])
            _replace(operation.get("requestBody", {}), known["prefixes"])
    for schema in found["components"]["schemas"].values():
        _replace(schema, known["prefixes"])
    return found


def _one_of(values: list[str], schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"enum": values}, schema]}


def _replace(schema: Any, known: dict[str, list[str]]) -> None:
    """Put the known values in the place of every string with an id's pattern."""
    if isinstance(schema, list):
        for one in schema:
            _replace(one, known)
    elif isinstance(schema, dict):
        for name, value in schema.items():
            match = _PREFIX.match(str(value.get("pattern", ""))) if isinstance(value, dict) else None
            if match and match[1] in known:
                schema[name] = _one_of(known[match[1]], value)
            else:
                _replace(value, known)


def _known(place: Marketplace) -> dict[str, dict[str, list[str]]]:
    sellers = [place.seller.ref, place.seller.ref, place.other_seller.ref, place.applicant.ref]
    categories = [place.category, place.empty_category]
    parts = [str(order["seller_orders"][0]["id"]) for order in (place.order, place.shipped_order)]
    whole = [str(order["id"]) for order in (place.order, place.shipped_order, place.unpaid_order)]
    payments = [str(order["payment"]["id"]) for order in (place.order, place.unpaid_order)]
    items = [place.product.ref, place.draft.ref]
    accounts = [place.manager.ref, place.staff.ref]
    return {
        "prefixes": {
            "sel": sellers,
            "cat": categories,
            "prod": items,
            "var": [*place.product.variant_refs, *place.others_product.variant_refs],
            "img": [place.image],
            "ord": whole,
            "line": [place.line],
            "ship": [ids.encode("ship", place.seller.shipping_id)],
        },
        "parameters": {
            "seller_id": sellers,
            "product_id": [*items, place.others_product.ref],
            "category_id": categories,
            "category": categories,
            "seller": sellers,
            "image_id": [place.image],
            "review_id": [place.review],
            "photo_id": [place.photo],
            "import_id": [place.import_id],
            "item_id": [place.item],
            "coupon_id": [place.coupon],
            "document_id": [place.invoice],
            "code": [place.code],
            "rate_id": [permission_tax.RATE],
            "package_id": [place.package],
            "order_id": [*parts, *whole],
            "return_id": [place.return_id],
            "case_id": [place.case_id],
            "payment_id": payments,
            "user_id": ["me", place.buyer.ref],
            "account_id": accounts,
            "address_id": [place.address],
            "ref": [str(place.challenge["redirect_url"]).rpartition("/")[2]],
            "slug": ["imprint", "terms", "privacy"],
            "If-Match": ["*", '"1"'],
            "market": ["eu"],
        },
    }
