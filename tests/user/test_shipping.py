"""A shop states how and when it ships, and tries out what a parcel would cost."""

from typing import Any

import httpx
import pytest

from feria.core.platform import Platform
from tests.factories import users


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


PLACE = {"country": "PT", "regions": [], "postal_codes": []}
PICKUP = {
    "line1": "Rua do Forno 7", "line2": "", "postal_code": "4050-262", "city": "Porto", "country": "PT",
    "note": "Weekdays 10–14",
}  # fmt: skip
PARTS: dict[str, dict[str, Any]] = {
    "free": {},
    "flat": {"price": eur(490)},
    "additional": {"price": eur(390), "additional_price": eur(60)},
    "weight": {"weight_steps": [{"up_to_grams": 1000, "price": eur(490)}, {"up_to_grams": 5000, "price": eur(790)}]},
    "value": {"value_steps": [{"from": eur(0), "price": eur(590)}, {"from": eur(5000), "price": eur(0)}]},
    "zone": {
        "zones": [
            {
                "name": "Portugal", "places": [PLACE], "price": eur(390), "additional_price": eur(0), "min_days": 1,
                "max_days": 2,
            }
        ]
    },
    "pickup": {"pickup": PICKUP},
    "live": {"price": eur(990), "carrier": "ups", "service": "ups_standard"},
}  # fmt: skip


def profile(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "name": kind.title(),
        "market": "eu",
        "kind": kind,
        "min_days": 2,
        "max_days": 4,
        **PARTS[kind],
        **more,
    }


async def state(client: httpx.AsyncClient, platform: Platform, *items: dict[str, Any]) -> users.Seller:
    shop = await users.seller(platform)
    headers = shop.headers | {"If-Match": "*"}
    put = await client.put(
        f"/api/v1/sellers/{shop.ref}/shipping-profiles", json={"items": items}, headers=headers
    )
    assert put.status_code == 200, put.text
    return shop


async def test_every_kind_is_kept_as_stated(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await state(client, platform, *(profile(kind) for kind in PARTS))
    got = (await client.get(f"/api/v1/sellers/{shop.ref}/shipping-profiles", headers=shop.headers)).json()[
        "items"
    ]
    empty: dict[str, Any] = {
        "price": None, "additional_price": None, "weight_steps": [], "value_steps": [], "zones": [], "pickup": None,
        "carrier": "", "service": "", "free_from": None,
    }  # fmt: skip
    assert [{**one, "id": ""} for one in got] == [{**empty, **profile(kind), "id": ""} for kind in PARTS]
    again = {"items": got}  # what is read may be sent back
    headers = shop.headers | {"If-Match": "*"}
    put = await client.put(
        f"/api/v1/sellers/{shop.ref}/shipping-profiles", json=_stated(again), headers=headers
    )
    assert put.json() == again, put.text


def _stated(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "items": [{name: value for name, value in one.items() if value is not None} for one in body["items"]]
    }


DOLLAR = {"amount": 1, "currency": "USD"}
STEP = {"from": eur(0), "price": eur(1)}
ZONE = PARTS["zone"]["zones"][0]


@pytest.mark.parametrize(
    ("field", "one"),
    [
        ("price", profile("free", price=eur(1))),
        ("price", profile("flat") | {"price": None}),
        ("additional_price", profile("flat", additional_price=eur(1))),
        ("weight_steps", profile("weight", weight_steps=[])),
        ("weight_steps[1].up_to_grams", profile("weight", weight_steps=PARTS["weight"]["weight_steps"][:1] * 2)),
        ("value_steps[0].from", profile("value", value_steps=[{"from": eur(1), "price": eur(1)}])),
        ("value_steps[1].from", profile("value", value_steps=[STEP, STEP])),
        ("value_steps[0].price.currency", profile("value", value_steps=[STEP | {"price": DOLLAR}])),
        ("zones[0].places[0].country", profile("zone", zones=[ZONE | {"places": [{"country": "US"}]}])),
        ("zones[0].max_days", profile("zone", zones=[ZONE | {"max_days": 0}])),
        ("zones", profile("zone", zones=[ZONE, ZONE])),
        ("pickup", profile("pickup") | {"pickup": None}),
        ("free_from", profile("pickup", free_from=eur(1))),
        ("carrier", profile("live") | {"carrier": ""}),
        ("service", profile("flat", service="ups_standard")),
    ],
)  # fmt: skip
async def test_wrong_parts_are_named(
    client: httpx.AsyncClient, platform: Platform, field: str, one: dict[str, Any]
) -> None:
    shop = await users.seller(platform)
    address, headers = f"/api/v1/sellers/{shop.ref}/shipping-profiles", shop.headers | {"If-Match": "*"}
    before = (await client.get(address, headers=shop.headers)).json()
    refused = await client.put(address, json={"items": [one]}, headers=headers)
    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["errors"]] == [f"items[0].{field}"]
    assert (await client.get(address, headers=shop.headers)).json() == before


async def test_a_shop_tries_out_its_profiles(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await state(client, platform, *(profile(kind) for kind in PARTS))
    address = f"/api/v1/sellers/{shop.ref}/shipping-preview"

    async def prices(**cart: Any) -> dict[str, int | None]:
        body = {"market": "eu", "country": "PT", "pieces": 3, "weight_grams": 1200, "value": 4000, **cart}
        answer = await client.post(address, json=body, headers=shop.headers)
        assert answer.status_code == 200, answer.text
        return {one["kind"]: one["price"] and one["price"]["amount"] for one in answer.json()["items"]}

    assert await prices() == {
        "free": 0, "flat": 490, "additional": 510, "weight": 790, "value": 590, "zone": 390, "pickup": 0, "live": 990,
    }  # fmt: skip
    assert await prices(country="ES", value=5000, weight_grams=5001) == {
        "free": 0, "flat": 490, "additional": 510, "weight": None, "value": 0, "zone": None, "pickup": 0, "live": 990,
    }  # fmt: skip
    answer = await client.post(address, json={"market": "eu", "country": "PT"}, headers=shop.headers)
    value = next(one for one in answer.json()["items"] if one["kind"] == "value")
    assert value["free_from_remaining"] == eur(5000)
    assert value["delivery"]["earliest"] < value["delivery"]["latest"]
    for field, wrong in (
        ("country", {"market": "eu", "country": "US"}),
        ("market", {"market": "us", "country": "US"}),
    ):
        refused = await client.post(address, json=wrong, headers=shop.headers)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)


async def test_a_shop_says_when_it_works(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    address = f"/api/v1/sellers/{shop.ref}/shipping-calendar"
    first = await client.get(address, headers=shop.headers)
    assert first.json() == {
        "working_days": [1, 2, 3, 4, 5, 6, 7], "closed_on": [], "cut_off_hour": 24, "time_zone": "Europe/Lisbon",
    }  # fmt: skip
    wanted = {"working_days": [5, 2, 2], "closed_on": ["2026-12-25", "2026-12-24"], "cut_off_hour": 14}
    headers = shop.headers | {"If-Match": first.headers["etag"]}
    put = await client.put(address, json=wanted, headers=headers)
    expected = {
        "working_days": [2, 5], "closed_on": ["2026-12-24", "2026-12-25"], "cut_off_hour": 14,
        "time_zone": "Europe/Lisbon",
    }  # fmt: skip
    assert (put.status_code, put.json()) == (200, expected)
    assert (await client.put(address, json=wanted, headers=headers)).status_code == 412
    wrongs: list[dict[str, Any]] = [
        {"working_days": []}, {"working_days": [8]}, {"cut_off_hour": 25}, {"closed_on": ["2026-02-30"]},
    ]  # fmt: skip
    for wrong in wrongs:
        headers = shop.headers | {"If-Match": "*"}
        assert (await client.put(address, json=wanted | wrong, headers=headers)).status_code == 422
    assert (await client.get(address, headers=shop.headers)).json() == expected
