"""Labels: bought once whatever breaks, voided, handed over; what may not happen while a parcel is packed."""

import asyncio
from collections.abc import Iterator
from typing import Any, Literal
from uuid import uuid4

import httpx
import pytest

from feria.app import Application
from feria.core.platform import Platform
from feria.services.order import jobs
from feria.services.order.gateways import fake_books
from feria.services.order.gateways.fake_books import Step
from tests.conftest import Later
from tests.factories import users
from tests.factories.orders import API
from tests.order import orders
from tests.order.orders import Sale, assert_clean, clock_does, slug

BOX = {"weight_grams": 1_450, "length_mm": 300, "width_mm": 200, "height_mm": 120}
ORIGIN = {"name": "Ana Prova", "company": "Casa Barro", "line1": "Rua do Almada 12", "city": "Porto",
          "postal_code": "4050-030", "country": "PT", "phone": "+351 220 000 000"}  # fmt: skip
SERVICES = {"ups": "ups_standard_eu", "fedex": "fedex_international_economy"}
CARRIERS = ("ups", "fedex")


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    fake_books.faults.clear()


class Packer:
    """A shop at its packing table, with one sale of two units."""

    def __init__(self, sale: Sale) -> None:
        self.sale = sale
        self.http = sale.guest.http
        self.headers = {"X-Order-Token": "", **sale.shop.headers}

    async def prices(self, **fields: Any) -> httpx.Response:
        return await self.http.post(
            f"{API}/orders/{self.sale.ref}/label-rates", json={"package": BOX, **fields}, headers=self.headers
        )

    async def buy(self, carrier: str = "ups", key: str | None = None, **fields: Any) -> httpx.Response:
        body = {"package": BOX, "carrier": carrier, "service": SERVICES[carrier],
                "price": {"amount": 990, "currency": "EUR"}, **fields}  # fmt: skip
        headers = {**self.headers, "Idempotency-Key": key or uuid4().hex}
        return await self.http.post(f"{API}/orders/{self.sale.ref}/label", json=body, headers=headers)

    def one(self, quantity: int) -> dict[str, Any]:
        """So many units of the only line."""
        return {"items": [{"id": self.sale.line, "quantity": quantity}]}

    async def void(self, shipment_id: str) -> httpx.Response:
        address = f"{API}/orders/{self.sale.ref}/shipments/{shipment_id}/label"
        return await self.http.delete(address, headers=self.headers)

    async def hand_over(self, shipment_id: str) -> httpx.Response:
        address = f"{API}/orders/{self.sale.ref}/shipments/{shipment_id}/handover"
        return await self.http.post(address, json={}, headers=self.headers)

    async def file(self, shipment_id: str, headers: dict[str, str] | None = None) -> httpx.Response:
        address = f"{API}/orders/{self.sale.ref}/shipments/{shipment_id}/label"
        return await self.http.get(address, headers=self.headers if headers is None else headers)

    async def part(self) -> dict[str, Any]:
        """The seller order as the shop sees it."""
        answer = await self.http.get(f"{API}/orders/{self.sale.ref}", headers=self.headers)
        assert answer.status_code == 200
        return dict(answer.json())

    async def balance(self) -> int:
        """What the shop may have paid out, in cents."""
        answer = await self.http.get(f"{API}/sellers/{self.sale.shop.ref}/balance", headers=self.headers)
        return sum(one["available"]["amount"] for one in answer.json()["balances"])


async def packer(app: Application, platform: Platform, **fields: Any) -> Packer:
    """A shop that has said where its parcels start, and an accepted sale."""
    found = Packer(await orders.paid(app, platform, **fields))
    answer = await found.http.put(
        f"{API}/sellers/{found.sale.shop.ref}/ship-from", json={"address": ORIGIN}, headers=found.headers
    )
    assert answer.status_code == 200, answer.text
    return found


async def made(platform: Platform, packing: Packer) -> list[tuple[str, bool]]:
    """What the carriers have in their books for this shop's labels: number, and whether it is void."""
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT f.tracking_number, f.voided_at IS NOT NULL AS void FROM "order".fake_parcels f
               JOIN "order".labels l ON l.consignment->>'reference' = f.reference WHERE l.seller_id = $1
               ORDER BY f.made_at, f.tracking_number""",
            packing.sale.shop.id,
        )
    return [(row["tracking_number"], row["void"]) for row in rows]


async def settle(platform: Platform, later: Later, **delta: float) -> int:
    """The job that finds out about labels, later."""
    return await clock_does(platform, later, jobs.settle_labels, **delta)


async def test_a_label_is_priced_bought_printed_and_handed_over(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    prices = (await packing.prices()).json()
    assert {rate["carrier"] for rate in prices["items"]} == set(CARRIERS)
    assert prices["refused"] == []
    cheapest = prices["items"][0]
    bought = await packing.buy(cheapest["carrier"], service=cheapest["service"], price=cheapest["price"])
    assert bought.status_code == 201, bought.text
    label = bought.json()
    assert (label["status"], label["price"]) == ("bought", cheapest["price"])
    assert await packing.balance() == -cheapest["price"]["amount"]
    part = await packing.part()
    assert part["status"] == "accepted"
    [parcel] = part["shipments"]
    assert (parcel["status"], parcel["shipped_at"]) == ("label_created", None)
    assert parcel["tracking_number"] == label["tracking_number"]
    assert parcel["tracking_url"].endswith(label["tracking_number"])
    printed = await packing.file(label["shipment_id"])
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    assert bought.headers["location"].endswith(f"/shipments/{label['shipment_id']}/label")
    seen = await packing.sale.part()
    assert seen["labels"] is None
    assert (await packing.hand_over(label["shipment_id"])).json()["status"] == "in_transit"
    part = await packing.part()
    assert (part["status"], part["lines"][0]["quantities"]["shipped"]) == ("shipped", 2)
    assert slug(await packing.hand_over(label["shipment_id"])) == (409, "parcel-left")
    assert slug(await packing.void(label["shipment_id"])) == (409, "parcel-left")
    await assert_clean(platform)


async def test_a_key_that_is_used_again_buys_nothing(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    first, second = [await packing.buy(key="k") for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.headers["idempotent-replayed"] == "true"
    assert first.json() == second.json()
    assert len(await made(platform, packing)) == 1
    assert slug(await packing.buy(key="k", format="zpl")) == (422, "idempotency-key-reused")
    missing = await packing.http.post(
        f"{API}/orders/{packing.sale.ref}/label", json={}, headers=packing.headers
    )
    assert missing.status_code in (400, 422)


@pytest.mark.parametrize("carrier", CARRIERS)
async def test_a_void_gives_back_units_and_money(app: Application, platform: Platform, carrier: str) -> None:
    packing = await packer(app, platform)
    label = (await packing.buy(carrier, format="zpl")).json()
    assert (await packing.file(label["shipment_id"])).content.startswith(b"^XA")
    assert slug(await packing.sale.cancel()) == (409, "cancellation-closed")
    assert slug(await packing.buy(carrier)) == (409, "nothing-to-ship")
    assert slug(await packing.sale.ship()) == (409, "nothing-to-ship")
    voided = await packing.void(label["shipment_id"])
    assert (voided.status_code, voided.json()["status"]) == (200, "voided")
    assert slug(await packing.void(label["shipment_id"])) == (409, "parcel-left")
    assert (await packing.file(label["shipment_id"])).status_code == 404
    assert await packing.balance() == 0
    assert (await packing.part())["shipments"] == []
    assert [void for _, void in await made(platform, packing)] == [True]
    assert (await packing.sale.cancel()).status_code == 200
    await assert_clean(platform)


async def test_units_go_into_several_parcels(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    first = (await packing.buy("ups", **packing.one(1))).json()
    assert (await packing.buy("ups", **packing.one(2))).status_code == 422
    second = (await packing.buy("fedex", **packing.one(1))).json()
    assert (await packing.hand_over(second["shipment_id"])).status_code == 200
    assert (await packing.part())["status"] == "partially_shipped"
    assert (await packing.void(first["shipment_id"])).status_code == 200
    assert (await packing.sale.ship(1)).status_code == 201
    assert (await packing.part())["status"] == "shipped"
    await assert_clean(platform)


async def test_what_is_packed_with_a_label_is_not_sent_with_many_others(
    app: Application, platform: Platform
) -> None:
    packing = await packer(app, platform)
    for packed in ("Some of it is packed with a label.", "It is packed with a label."):
        assert (await packing.buy(**packing.one(1))).status_code == 201
        answer = await packing.http.post(
            f"{API}/sellers/{packing.sale.shop.ref}/orders/bulk",
            json={"action": "ship", "carrier": "CTT", "orders": [packing.sale.ref]},
            headers=packing.headers,
        )
        [one] = answer.json()["results"]
        assert (one["outcome"], one["reason"].startswith(packed)) == ("refused", True), one
        part = await packing.part()
        assert (part["status"], part["lines"][0]["quantities"]["shipped"]) == ("accepted", 0)


async def test_what_the_carrier_refuses_leaves_nothing(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    refused = await packing.buy("ups", service="ups_ground")
    assert slug(refused) == (409, "label-refused")
    assert "unavailable between" in refused.json()["detail"]
    part = await packing.part()
    assert part["shipments"] == []
    assert [label["status"] for label in part["labels"]] == ["failed"]
    assert await packing.balance() == 0
    assert (await packing.buy("ups")).status_code == 201
    await assert_clean(platform)


async def test_without_an_origin_there_is_no_label(app: Application, platform: Platform) -> None:
    packing = Packer(await orders.paid(app, platform))
    assert slug(await packing.prices()) == (409, "ship-from-missing")
    assert slug(await packing.buy()) == (409, "ship-from-missing")
    await assert_clean(platform)


async def test_strangers_learn_nothing_and_buyers_may_not(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    label = (await packing.buy()).json()
    other = await users.seller(platform)
    stranger = {"X-Order-Token": "", **other.headers}
    assert (await packing.file(label["shipment_id"], stranger)).status_code == 404
    foreign = await packer(app, platform)
    foreign_label = (await foreign.buy()).json()
    assert (await packing.file(foreign_label["shipment_id"])).status_code == 404
    assert (await packing.void(foreign_label["shipment_id"])).status_code == 404
    assert (await packing.hand_over(foreign_label["shipment_id"])).status_code == 404


@pytest.mark.parametrize("fault", ["before", "after"])
@pytest.mark.parametrize("carrier", CARRIERS)
async def test_a_lost_answer_never_makes_a_second_label(
    app: Application, platform: Platform, later: Later, carrier: str, fault: Literal["before", "after"]
) -> None:
    """UPS gives the label again, FedEx does not: there it is voided. What was never made is open again."""
    packing = await packer(app, platform)
    await packing.prices()
    fake_books.faults[(carrier, "ship")] = fault
    lost = await packing.buy(carrier, key="lost")
    assert lost.status_code == 503
    fake_books.faults.clear()
    [label] = (await packing.part())["labels"]
    assert label["status"] == "requested"
    assert slug(await packing.void(label["shipment_id"])) == (409, "label-under-way")
    assert slug(await packing.hand_over(label["shipment_id"])) == (409, "label-under-way")
    assert (await packing.sale.part())["shipments"] == []
    assert await settle(platform, later, minutes=2) >= 1
    [label] = (await packing.part())["labels"]
    if fault == "before":
        assert label["status"] == "requested"
        await settle(platform, later, minutes=15)
        [label] = (await packing.part())["labels"]
        assert label["status"] == "failed"
    else:
        assert label["status"] == {"ups": "bought", "fedex": "voided"}[carrier]
    assert [void for _, void in await made(platform, packing)] == (
        [] if fault == "before" else [carrier == "fedex"]
    )
    again = await packing.buy(carrier, key="lost")
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json()["status"] == label["status"]
    assert len(await made(platform, packing)) == (fault == "after")
    await assert_clean(platform)


@pytest.mark.parametrize("fault", ["before", "after"])
async def test_a_void_without_an_answer_is_finished_later(
    app: Application, platform: Platform, later: Later, fault: Literal["before", "after"]
) -> None:
    packing = await packer(app, platform)
    label = (await packing.buy()).json()
    fake_books.faults[("ups", "void")] = fault
    assert (await packing.void(label["shipment_id"])).json()["status"] == "void_requested"
    assert (await packing.void(label["shipment_id"])).json()["status"] == "void_requested"
    assert slug(await packing.hand_over(label["shipment_id"])) == (409, "label-under-way")
    fake_books.faults.clear()
    await settle(platform, later, minutes=5)
    assert [one["status"] for one in (await packing.part())["labels"]] == ["voided"]
    assert await packing.balance() == 0
    await assert_clean(platform)


async def test_a_label_the_carrier_keeps_still_counts(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    label = (await packing.buy()).json()
    async with platform.db.reading() as tx:  # the carrier has picked it up
        await tx.execute(
            """UPDATE "order".fake_parcels SET made_at = made_at - interval '7 hours' WHERE tracking_number = $1""",
            label["tracking_number"],
        )
    refused = await packing.void(label["shipment_id"])
    assert slug(refused) == (409, "label-refused")
    part = await packing.part()
    assert [one["status"] for one in part["labels"]] == ["bought"]
    assert (await packing.hand_over(label["shipment_id"])).status_code == 200
    await assert_clean(platform)


@pytest.mark.parametrize("carrier", CARRIERS)
async def test_the_seller_cancels_what_is_packed_and_the_label_is_voided(
    app: Application, platform: Platform, later: Later, carrier: str
) -> None:
    packing = await packer(app, platform)
    await packing.buy(carrier)
    assert (await packing.sale.put("cancelled", reason="broken")).status_code == 200
    part = await packing.part()
    assert part["shipments"] == []
    assert [one["status"] for one in part["labels"]] == ["void_requested"]
    await settle(platform, later, minutes=1)
    assert [one["status"] for one in (await packing.part())["labels"]] == ["voided"]
    assert await packing.balance() == 0
    await assert_clean(platform)


async def test_a_refund_of_what_is_packed_unpacks_it(
    app: Application, platform: Platform, later: Later
) -> None:
    packing = await packer(app, platform)
    await packing.buy()
    assert (await packing.sale.refund()).status_code == 201
    assert [one["status"] for one in (await packing.part())["labels"]] == ["void_requested"]
    await settle(platform, later, hours=8)
    assert [one["status"] for one in (await packing.part())["labels"]] == ["void_refused"]
    assert await packing.balance() < 0
    await assert_clean(platform)


STEPS: tuple[tuple[Step, Literal["before", "after"]], ...] = (
    ("find", "before"),
    ("void", "before"),
    ("void", "after"),
)


@pytest.mark.parametrize(("step", "fault"), STEPS)
async def test_finding_out_may_break_too(
    app: Application, platform: Platform, later: Later, step: Step, fault: Literal["before", "after"]
) -> None:
    packing = await packer(app, platform)
    await packing.prices()
    fake_books.faults[("fedex", "ship")] = "after"
    assert (await packing.buy("fedex")).status_code == 503
    fake_books.faults.clear()
    fake_books.faults[("fedex", step)] = fault
    await settle(platform, later, minutes=2)
    fake_books.faults.clear()
    await settle(platform, later, minutes=30)
    await settle(platform, later, minutes=30)
    assert [one["status"] for one in (await packing.part())["labels"]] == ["voided"]
    assert [void for _, void in await made(platform, packing)] == [True]
    assert await packing.balance() == 0
    await assert_clean(platform)


async def test_one_of_many_clicks_buys(app: Application, platform: Platform) -> None:
    packing = await packer(app, platform)
    answers = await asyncio.gather(
        *(packing.buy(key=f"key {number}".replace(" ", "-")) for number in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(await made(platform, packing)) == 1
    await assert_clean(platform)
