"""Labels by many at once: one label, a path of the state graph, and books that add up, whoever comes first."""

from collections.abc import Awaitable, Iterator

import httpx
import pytest

from feria.app import Application
from feria.core.platform import Platform
from feria.services.order import jobs
from feria.services.order.gateways import fake_books
from tests.factories.orders import ADDRESS, API
from tests.order.orders import Sale, assert_clean
from tests.order.test_labels import made, packer
from tests.races.crowd import ROUNDS, at_once, outcomes
from tests.races.line import Line

ELSEWHERE = {**ADDRESS, "line1": "Rua Nova 1", "postal_code": "4100-001"}


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    yield
    fake_books.faults.clear()


async def test_a_label_against_the_buyers_cancelling(app: Application, platform: Platform) -> None:
    for _ in range(ROUNDS):
        packing = await packer(app, platform)
        answers = await at_once(packing.buy("ups"), packing.buy("fedex"), packing.sale.cancel())
        found = outcomes(answers)
        part = await packing.part()
        if part["status"] == "cancelled":
            assert found == {"200": 1, "409 nothing-to-ship": 2}
            assert await made(platform, packing) == []
        else:
            assert found == {"201": 1, "409 nothing-to-ship": 1, "409 cancellation-closed": 1}
            assert [void for _, void in await made(platform, packing)] == [False]
        await assert_clean(platform)


async def test_a_void_against_two_hand_overs_and_a_cancelling(app: Application, platform: Platform) -> None:
    for _ in range(ROUNDS):
        packing = await packer(app, platform)
        parcel = (await packing.buy("ups")).json()["shipment_id"]
        await at_once(
            packing.void(parcel),
            packing.hand_over(parcel),
            packing.hand_over(parcel),
            packing.sale.put("cancelled", reason="broken"),
        )
        while await jobs.settle_labels(platform):
            continue
        part = await packing.part()
        [label] = part["labels"]
        [(_, is_void)] = await made(platform, packing)
        shipped = part["lines"][0]["quantities"]["shipped"]
        assert (part["status"], shipped) in (("shipped", 2), ("cancelled", 0), ("accepted", 0))
        assert label["status"] == ("bought" if shipped else "voided")
        assert is_void == (not shipped)
        await assert_clean(platform)


async def test_a_label_against_the_buyers_other_address(
    app: Application, platform: Platform, line: Line
) -> None:
    """The label names the place that the order shows, or the address can no longer be changed."""
    for number in range(ROUNDS):
        packing = await packer(app, platform)
        sale = packing.sale
        read = await sale.part()

        def move(line2: str, sale: Sale = sale, version: int = read["version"]) -> Awaitable[httpx.Response]:
            return sale.guest.http.put(
                f"{API}/orders/{sale.ref}/address",
                json={"address": {**ELSEWHERE, "line2": line2}, "reason": ""},
                headers={"If-Match": f'"{version}"'},
            )

        with line.in_round(number):
            bought, *moved = await at_once(packing.buy("ups"), move("1 esq."), move("2 dto."))
        assert bought.status_code == 201
        found = outcomes(moved)
        part = await packing.part()
        if found == {"409 address-closed": 2}:
            assert part["shipping_address"]["line1"] == ADDRESS["line1"]
        else:
            assert found in ({"200": 1, "412 stale": 1}, {"200": 1, "409 address-closed": 1})
            assert part["shipping_address"]["line1"] == ELSEWHERE["line1"]
        async with platform.db.reading() as tx:
            told = await tx.fetchval(
                """SELECT consignment->'recipient' FROM "order".labels WHERE seller_id = $1""", sale.shop.id
            )
        shown = {name: part["shipping_address"][name] or "" for name in ("line1", "line2", "postal_code")}
        assert {name: told[name] for name in shown} == shown
        assert len(await made(platform, packing)) == 1
        await assert_clean(platform)
