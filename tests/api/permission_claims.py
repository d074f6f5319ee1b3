"""The permission table's rows about returns and cases; the columns are those of `permission_table`."""

from dataclasses import replace
from typing import Any

import httpx

from feria.app import Application
from feria.core.platform import Platform
from tests.api import marketplace
from tests.api.marketplace import Marketplace
from tests.api.permission_parcels import BOX, LABEL
from tests.api.permission_rows import (
    EVERYBODY,
    MEMBERS,
    OPERATOR,
    Call,
    Row,
    key,
    of_seller,
    row,
)
from tests.conftest import PUBLIC_URL, transport
from tests.factories import users
from tests.factories.orders import ADDRESS, API

# Both sides and staff.
SIDES = "404 200 404 200 404 200"
RETURN_LABEL: dict[str, Any] = {
    name: LABEL[name] for name in ("package", "carrier", "service", "price", "reason")
}
PICTURE = {"file": ("a.png", marketplace.small_picture())}


def of_delivered(m: Marketplace, **fields: Any) -> Call:
    return Call({"order_id": m.delivered["seller_orders"][0]["id"]}, **fields)


def of_return(m: Marketplace, **fields: Any) -> Call:
    return Call({"return_id": m.return_id}, **fields)


def of_case(m: Marketplace, **fields: Any) -> Call:
    return Call({"case_id": m.case_id}, **fields)


def return_body(m: Marketplace) -> dict[str, Any]:
    line = m.delivered["seller_orders"][0]["lines"][0]["id"]
    return {"reason": "damaged", "lines": [{"id": line, "quantity": 1}]}


def case_body(m: Marketplace) -> dict[str, Any]:
    return {"seller_order_id": m.delivered["seller_orders"][0]["id"], "reason": "damaged", "text": "Broken"}


async def new_delivery(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """What has arrived at a new buyer, so that nobody pays more often in a minute than one may."""
    m = replace(m, buyer=await users.account(platform))
    return replace(
        m, delivered=await marketplace.delivered_order(app, platform, m.buyer, m.seller, m.product)
    )


async def new_return(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    m = await new_delivery(app, platform, m)
    return replace(m, return_id=await marketplace.asked_return(app, m.buyer, m.delivered))


async def new_approved(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    m = await new_return(app, platform, m)
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.put(
            f"{API}/returns/{m.return_id}", json={"status": "approved"}, headers=m.seller.headers
        )
    assert answer.status_code == 200, answer.text
    return m


async def new_label_wanted(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """An approved return of a shop that has said where its parcels start."""
    m = await new_approved(app, platform, m)
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.put(
            f"{API}/sellers/{m.seller.ref}/ship-from", json={"address": ADDRESS}, headers=m.seller.headers
        )
    assert answer.status_code == 200, answer.text
    return m


async def new_return_label(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    """An approved return with a carrier's label."""
    m = await new_label_wanted(app, platform, m)
    async with httpx.AsyncClient(transport=transport(app), base_url=PUBLIC_URL) as client:
        answer = await client.post(
            f"{API}/returns/{m.return_id}/carrier-label",
            json=RETURN_LABEL,
            headers={**m.seller.headers, **key()},
        )
    assert answer.status_code == 201, answer.text
    return m


async def new_case(app: Application, platform: Platform, m: Marketplace) -> Marketplace:
    m = await new_delivery(app, platform, m)
    return replace(m, case_id=await marketplace.opened_case(app, m.buyer, m.delivered))


CLAIMS: dict[str, Row | list[Row]] = {
    "request_return": row(
        lambda m: of_delivered(m, json=return_body(m)), "404 201 404 403 404 403", fresh=new_delivery
    ),
    "list_returns_of_order": row(of_delivered, SIDES, staff=200, finance=200),
    "get_return": row(of_return, SIDES, staff=200, moderator=200),
    "change_return": [
        row(
            lambda m: of_return(m, json={"status": "approved", "reason": "a test"}),
            "404 403 404 200 404 200",
            fresh=new_return,
            staff=200,
            support=200,
            finance=403,
        ),
        row(
            lambda m: of_return(m, json={"status": "cancelled"}), "404 200 404 403 404 403", fresh=new_return
        ),
    ],
    "put_return_instructions": row(
        lambda m: of_return(m, json={"instructions": "Here"}),
        "401 403 404 200 404 200",
        fresh=new_approved,
        staff=200,
        moderator=403,
    ),
    "put_return_label": row(
        lambda m: of_return(m, files=PICTURE),
        "401 403 404 200 404 200",
        fresh=new_approved,
        staff=200,
        moderator=403,
    ),
    "price_return_labels": row(
        lambda m: of_return(m, json={"package": BOX}),
        "401 403 404 200 404 200",
        fresh=new_label_wanted,
        staff=200,
        support=200,
        finance=403,
    ),
    "buy_return_label": row(
        lambda m: of_return(m, json=RETURN_LABEL, headers=key()),
        "401 403 404 201 404 201",
        fresh=new_label_wanted,
        staff=201,
        support=201,
        finance=403,
    ),
    "get_return_carrier_label": row(of_return, SIDES, fresh=new_return_label, staff=200, finance=200),
    "void_return_label": row(
        lambda m: of_return(m, params={"reason": "asked for"}),
        "401 403 404 200 404 200",
        fresh=new_return_label,
        staff=200,
        support=200,
        finance=403,
    ),
    "get_return_slip": row(of_return, SIDES, fresh=new_approved, staff=200, finance=200),
    "put_return_labels": row(
        lambda m: of_seller(m, json={"labels_returns": False}), MEMBERS, staff=200, support=404
    ),
    "add_return_photo": row(
        lambda m: of_return(m, files=PICTURE), "404 201 404 403 404 403", fresh=new_return
    ),
    "list_returns_of_seller": row(of_seller, "401 404 404 200 404 200", staff=200, moderator=404),
    "get_claim_picture": row(lambda m: Call({"name": f"{m.picture}-400.webp"}), EVERYBODY),
    "get_return_label": row(lambda m: Call({"name": f"{m.label}"}), EVERYBODY),
    "open_case": row(lambda m: Call(json=case_body(m)), "404 201 404 403 404 403", fresh=new_delivery),
    "list_cases_of_order": row(of_delivered, SIDES, staff=200, finance=200),
    "get_case": row(of_case, SIDES, staff=200, moderator=200),
    "change_case": [
        row(lambda m: of_case(m, json={"status": "closed"}), "404 200 404 403 404 403", fresh=new_case),
        row(
            lambda m: of_case(m, json={"status": "under_review", "reason": "a test"}),
            "404 409 404 403 404 200",
            fresh=new_case,
            moderator=403,
        ),
        row(
            lambda m: of_case(m, json={"status": "resolved_buyer", "reason": "a test"}),
            "404 403 404 200 404 409",
            fresh=new_case,
            staff=200,
        ),
    ],
    "write_case_message": row(
        lambda m: of_case(m, json={"text": "Hello"}), "404 201 404 201 404 201", fresh=new_case, moderator=403
    ),
    "add_case_photo": row(lambda m: of_case(m, files=PICTURE), "404 201 404 201 404 403", fresh=new_case),
    "list_cases_of_seller": row(of_seller, "401 404 404 200 404 200", staff=200, moderator=404),
    "list_all_cases": row(lambda m: Call(), OPERATOR, moderator=200, support=200),
}
