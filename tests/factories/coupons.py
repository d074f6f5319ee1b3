"""Coupons of shops and of the marketplace, made over HTTP as their owners make them."""

from typing import Any
from uuid import uuid4

import httpx

from feria.core.platform import Platform
from tests.factories import users
from tests.factories.orders import API, Shopper
from tests.factories.users import Account, Seller


def terms(kind: str = "percent", **fields: Any) -> dict[str, Any]:
    """What makes a coupon: ten percent off everything, unless something else is given."""
    given = {"percent_bps": 1000} if kind == "percent" else {}
    return {"name": "Spring", "kind": kind, "code": f"T{uuid4().hex[:12]}".upper(), **given, **fields}


async def of_shop(
    client: httpx.AsyncClient, shop: Seller, kind: str = "percent", **fields: Any
) -> dict[str, Any]:
    """A shop's coupon."""
    return await _made(client, f"/sellers/{shop.ref}/coupons", shop.headers, terms(kind, **fields))


async def of_marketplace(
    client: httpx.AsyncClient,
    platform: Platform,
    kind: str = "percent",
    by: Account | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """A coupon of the marketplace."""
    staff = by or await users.operator(platform, "finance")
    return await _made(client, "/coupons", staff.headers, terms(kind, **fields))


async def _made(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], body: dict[str, Any]
) -> dict[str, Any]:
    answer = await client.post(f"{API}{path}", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def enter(shopper: Shopper, coupon: dict[str, Any] | str) -> httpx.Response:
    """Put a coupon's first code, or this one, on the shopper's cart."""
    code = coupon if isinstance(coupon, str) else coupon["codes"][0]
    return await shopper.http.post(f"{API}/cart/coupons", json={"code": code})
