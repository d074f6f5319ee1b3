"""What a row of the permission table is made of, and what allowed calls use up and need to find anew."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import httpx

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from feria.services.user import queries as user_queries
from tests.api import marketplace
from tests.api.marketplace import Marketplace
from tests.conftest import PUBLIC_URL, transport
from tests.factories import orders, products, reviews, users

PEOPLE = ("nobody", "buyer", "other_buyer", "seller", "other_seller", "operator")
COLUMNS = {"columns": {"Name": "title", "Preis": "price"}}
EUR = {"amount": 100, "currency": "EUR"}
ANY: Mapping[str, str] = {"If-Match": "*"}

EVERYBODY = "200 200 200 200 200 200"
MEMBERS = "401 404 404 200 404 404"
# A shop's catalogue is kept by its members and, where it must be, by the operator's moderators.
KEEPERS = "401 404 404 200 404 200"
ACCOUNTS = "401 200 200 200 200 200"
OPERATOR = "401 403 403 403 403 200"
BUYERS = "404 200 404 404 404 200"


@dataclass(frozen=True)
class Call:
    """What is sent: path parameters by name, and the rest as httpx takes it."""

    path: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    files: Any = None


Prepare = Callable[[Application, Platform, Marketplace], Awaitable[Marketplace]]


@dataclass(frozen=True)
class Row:
    """One operation: its request, who gets which status, and what each allowed call needs to find anew."""

    call: Callable[[Marketplace], Call]
    expected: Mapping[str, int]
    fresh: Prepare | None = None


def row(
    call: Callable[[Marketplace], Call], statuses: str, *, fresh: Prepare | None = None, **others: int
) -> Row:
    """`statuses` in the order of PEOPLE; `others` are further people."""
    expected = dict(zip(PEOPLE, map(int, statuses.split()), strict=True))
    return Row(call, expected | others, fresh)


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


def of_seller(m: Marketplace, **fields: Any) -> Call:
    return Call({"seller_id": m.seller.ref}, **fields)


def of_review(m: Marketplace, **fields: Any) -> Call:
    return Call({"review_id": m.review}, **fields)


def of_unmapped(m: Marketplace, **fields: Any) -> Call:
    return Call({"seller_id": m.seller.ref, "import_id": m.unmapped_id}, **fields)


def of_product(m: Marketplace, **fields: Any) -> Call:
    return Call({"product_id": m.product.ref}, **fields)


def of_draft(m: Marketplace, **fields: Any) -> Call:
    return Call({"product_id": m.draft.ref}, **fields)


def decision(m: Marketplace) -> Call:
    return Call({"seller_id": m.applicant.ref}, json={"reason": "a test"})


def shipping_body(m: Marketplace) -> dict[str, Any]:
    profile = {
        "id": ids.encode("ship", m.seller.shipping_id), "name": "Standard", "market": "eu", "min_days": 2,
        "max_days": 4, "price": {"amount": users.SHIPPING_AMOUNT, "currency": "EUR"},
    }  # fmt: skip
    return {"items": [profile]}


# What allowed calls use up.


async def new_people(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """Other people in the same roles, for calls that end sessions."""
    seller = replace(m.seller, owner=await users.account(platform))
    other_seller = replace(m.other_seller, owner=await users.account(platform))
    return replace(
        m,
        buyer=await users.account(platform),
        other_buyer=await users.account(platform),
        seller=seller,
        other_seller=other_seller,
        operator=await users.operator(platform),
    )


async def new_unmapped_import(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """A file whose columns nobody has assigned."""
    return replace(m, unmapped_id=await marketplace.unmapped_import(platform, m.seller))


async def new_order(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return await marketplace.with_new_order(app, platform, m)


async def new_unpaid_order(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    _, order = await marketplace.unpaid_order(app, m.buyer, m.product)
    return replace(m, unpaid_order=order)


async def new_draft(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    category = ids.decode("cat", m.category)
    return replace(
        m, draft=await products.product(platform, m.seller.id, publish=False, category_id=category)
    )


async def new_category(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return replace(m, empty_category=ids.encode("cat", await products.category(platform)))


async def new_applicant(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return replace(m, applicant=await users.seller(platform, status="applied"))


async def new_suspended(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return replace(m, applicant=await users.seller(platform, status="suspended"))


async def new_active(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return replace(m, applicant=await users.seller(platform))


async def new_staff(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return replace(m, staff=await users.member(platform, m.seller, "staff"))


async def new_image(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.post(
            f"/api/v1/products/{m.product.ref}/images",
            files={"file": ("a.png", marketplace.small_picture())},
            headers=m.seller.headers,
        )
    return replace(m, image=answer.json()["id"])


async def new_arrival(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return replace(m, arrived=await reviews.delivered(platform, m.product, m.buyer))


async def new_review(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    review, photo = await marketplace.written_review(app, platform, m.buyer, m.product)
    return replace(m, review=review, photo=photo)


async def new_pending(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """A review that the operator looks at before anybody sees it."""
    await _check_first(platform, True)
    m = await new_review(app, platform, m)
    await _check_first(platform, False)
    return m


async def new_waiting(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """A product that waits for the operator."""
    m = await new_draft(app, platform, m)
    await _approve_first(platform, "everyone")
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        await client.post(f"/api/v1/products/{m.draft.ref}/publish", headers=m.seller.headers)
    await _approve_first(platform, "nobody")
    return m


async def _approve_first(platform: Platform, wanted: str) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".marketplace SET approval = $1', wanted)
        user_queries.forget_settings(tx)


async def _check_first(platform: Platform, wanted: bool) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute('UPDATE "user".marketplace SET reviews_checked_first = $1', wanted)
        user_queries.forget_settings(tx)


async def new_address(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    return replace(m, address=await marketplace.add_address(app, m.buyer))


async def filled_carts(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """Everybody who is signed in has exactly one piece of the product in the cart."""
    for person in (m.buyer, m.other_buyer, m.seller.owner, m.other_seller.owner, m.operator):
        shopper = orders.Shopper(app, person)
        await shopper.http.delete("/api/v1/cart")
        cart = await shopper.add(m.product)
        if person is m.buyer:
            m = replace(m, item=cart["groups"][0]["items"][0]["id"])
    return m
