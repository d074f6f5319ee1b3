"""A shop's list of orders: filters, kept views, many at once, packing slips together, and the list as a file."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import httpx

from feria.app import Application
from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.order.queries.order_views import VIEWS_MAX
from tests.conftest import Later
from tests.factories import orders, products, users
from tests.factories.orders import ADDRESS, API, Shopper
from tests.factories.users import Account, Seller
from tests.order.invoices import text_of
from tests.order.orders import assert_clean, paid, slug, unpaid


class Desk:
    """A shop and a member of it, before its list."""

    def __init__(self, app: Application, shop: Seller, member: Account | None = None) -> None:
        self.shop = shop
        self.http = Shopper(app).http
        self.headers = (member or shop).headers
        self.path = f"{API}/sellers/{shop.ref}"

    async def numbers(self, **filters: Any) -> list[str]:
        """What the list has with these filters, in its order."""
        answer = await self.http.get(f"{self.path}/orders", params=filters, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return [one["number"] for one in answer.json()["items"]]

    async def bulk(self, *refs: str, **fields: Any) -> httpx.Response:
        """`POST …/orders/bulk`."""
        return await self.http.post(
            f"{self.path}/orders/bulk", json={"orders": list(refs), **fields}, headers=self.headers
        )

    async def keep(self, name: str, **filters: Any) -> httpx.Response:
        """`POST …/order-views`."""
        return await self.http.post(
            f"{self.path}/order-views", json={"name": name, "filters": filters}, headers=self.headers
        )

    async def views(self) -> list[dict[str, Any]]:
        """The kept views."""
        answer = await self.http.get(f"{self.path}/order-views", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def file(self, **filters: Any) -> list[dict[str, str]]:
        """The list as rows of the file."""
        answer = await self.http.get(f"{self.path}/exports/orders.csv", params=filters, headers=self.headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(answer.text)))


async def three(
    app: Application, platform: Platform, **fields: Any
) -> tuple[Seller, list[dict[str, Any]], list[str]]:
    """A shop with three paid orders of two units each: the shop, the orders, the ids of its parts."""
    shop = await users.seller(platform, **fields)
    product = await products.product(platform, shop.id, on_hand=20)
    found = [(await orders.placed(app, platform, (product, 2)))[1] for _ in range(3)]
    return shop, found, [one["seller_orders"][0]["id"] for one in found]


async def test_the_list_by_states_and_by_when_things_have_to_leave(
    app: Application, platform: Platform, later: Later
) -> None:
    shop, made, refs = await three(app, platform, auto_accept=False)
    desk = Desk(app, shop)
    numbers = [one["seller_orders"][0]["number"] for one in made]
    assert (await desk.bulk(refs[0], action="accept")).json()["done"] == 1
    assert (await desk.bulk(refs[1], action="accept")).json()["done"] == 1
    assert (await desk.bulk(refs[1], action="ship", carrier="CTT")).json()["done"] == 1
    assert await desk.numbers(status="placed") == [numbers[2]]
    assert await desk.numbers(status=["placed", "accepted"]) == [numbers[2], numbers[0]]
    assert await desk.numbers(status=["placed", "accepted"], sort="ship_by") == [numbers[0], numbers[2]]
    assert await desk.numbers(due="overdue") == []
    assert await desk.numbers(due="later") == [numbers[2], numbers[0]]
    part = (
        await desk.http.get(f"{API}/orders/{refs[0]}", headers={**desk.headers, "X-Order-Token": ""})
    ).json()
    ship_by = datetime.fromisoformat(part["ship_by"])
    before = clock.offset()
    later(seconds=(ship_by - clock.now() - timedelta(seconds=90)).total_seconds())
    desk.headers = (await users.still_there(platform, shop)).headers
    assert await desk.numbers(due="today", status="accepted") == [numbers[0]]
    later(minutes=3)
    assert await desk.numbers(due="overdue", status="accepted") == [numbers[0]]
    assert await desk.numbers(late="true", status="accepted") == [numbers[0]]
    clock.move_to_offset(before)


async def test_the_list_goes_on_where_a_page_ends_in_either_order(
    app: Application, platform: Platform
) -> None:
    shop, made, _ = await three(app, platform)
    desk = Desk(app, shop)
    numbers = [one["seller_orders"][0]["number"] for one in made]
    for sort, expected in (("newest", numbers[::-1]), ("ship_by", sorted(numbers, key=numbers.index))):
        after, seen = None, list[str]()
        for _ in range(3):
            params = {"sort": sort, "limit": "1", **({"after": after} if after else {})}
            page = (await desk.http.get(f"{desk.path}/orders", params=params, headers=desk.headers)).json()
            seen += [one["number"] for one in page["items"]]
            after = page["next"]
        assert (seen, after) == (expected, None)
    first = await desk.http.get(f"{desk.path}/orders?limit=1", headers=desk.headers)
    other = {"sort": "ship_by", "after": first.json()["next"]}
    answer = await desk.http.get(f"{desk.path}/orders", params=other, headers=desk.headers)
    assert slug(answer) == (400, "bad-cursor")


async def test_many_orders_take_a_step_each_for_itself(app: Application, platform: Platform) -> None:
    shop, made, refs = await three(app, platform, auto_accept=False)
    desk = Desk(app, shop, await users.member(platform, shop, "staff"))
    await desk.bulk(refs[2], action="accept")
    accepted = (await desk.bulk(*refs, action="accept")).json()
    assert [one["outcome"] for one in accepted["results"]] == ["done", "done", "unchanged"]
    assert [one["number"] for one in accepted["results"]] == [
        one["seller_orders"][0]["number"] for one in made
    ]
    cancelled = await desk.http.put(
        f"{API}/orders/{refs[1]}/status",
        json={"status": "cancelled", "reason": "broken"},
        headers={**desk.headers, "X-Order-Token": ""},
    )
    assert cancelled.status_code == 200
    for expected in (["done", "refused", "done"], ["unchanged", "refused", "unchanged"]):
        shipped = (await desk.bulk(*refs, action="ship", carrier="CTT")).json()
        assert [one["outcome"] for one in shipped["results"]] == expected
        assert shipped["results"][1]["reason"] == "It was cancelled."
    assert (shipped["done"], shipped["unchanged"], shipped["refused"]) == (0, 2, 1)
    part = (await desk.http.get(f"{API}/orders/{refs[0]}", headers=desk.headers)).json()
    assert part["status"] == "shipped"
    [parcel] = part["shipments"]
    assert (parcel["carrier"], parcel["tracking_number"]) == ("CTT", "")
    again = (await desk.bulk(refs[0], action="accept")).json()["results"][0]
    assert (again["outcome"], again["reason"]) == ("refused", "It is on its way already.")
    await assert_clean(platform)


async def test_what_has_not_been_accepted_or_paid_is_not_shipped_with_the_others(
    app: Application, platform: Platform
) -> None:
    waiting = await paid(app, platform, auto_accept=False)
    desk = Desk(app, waiting.shop)
    [one] = (await desk.bulk(waiting.ref, action="ship", carrier="CTT")).json()["results"]
    assert (one["outcome"], one["reason"]) == ("refused", "It has to be accepted first.")
    open_one = await unpaid(app, platform)
    [one] = (await Desk(app, open_one.shop).bulk(open_one.ref, action="accept")).json()["results"]
    assert (one["outcome"], one["reason"]) == ("refused", "It is not paid for yet.")


async def test_a_foreign_order_among_many_is_not_there_and_nothing_changes(
    app: Application, platform: Platform
) -> None:
    own = await paid(app, platform, auto_accept=False)
    foreign = await paid(app, platform, auto_accept=False)
    desk = Desk(app, own.shop)
    missing = ids.encode("sord", ids.new(own.shop.id))
    answers = [
        await desk.bulk(own.ref, foreign.ref, action="accept"),
        await desk.bulk(own.ref, missing, action="accept"),
        await Desk(app, own.shop, await users.account(platform)).bulk(own.ref, action="accept"),
    ]
    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert (await own.part())["status"] == (await foreign.part())["status"] == "placed"


async def test_what_a_bulk_needs_is_said_before_anything_changes(
    app: Application, platform: Platform
) -> None:
    sale = await paid(app, platform)
    desk = Desk(app, sale.shop)
    assert slug(await desk.bulk(sale.ref, action="ship")) == (422, "invalid")
    assert slug(await desk.bulk(sale.ref, action="accept", carrier="CTT")) == (422, "invalid")
    assert slug(await desk.bulk(action="accept")) == (422, "invalid")
    assert slug(await desk.bulk(*[sale.ref] * 101, action="accept")) == (422, "invalid")
    support = Desk(app, sale.shop, await users.operator(platform, "support"))
    assert slug(await support.bulk(sale.ref, action="ship", carrier="CTT")) == (422, "invalid")
    assert (await sale.part())["status"] == "accepted"
    told = await support.bulk(sale.ref, action="ship", carrier="CTT", reason="asked for by phone")
    assert told.json()["done"] == 1
    finance = Desk(app, sale.shop, await users.operator(platform, "finance"))
    assert slug(await finance.bulk(sale.ref, action="accept", reason="x")) == (403, "forbidden")


async def test_views_are_shared_by_the_shop_and_seen_by_nobody_else(
    app: Application, platform: Platform
) -> None:
    shop = await users.seller(platform)
    desk = Desk(app, shop)
    staff = Desk(app, shop, await users.member(platform, shop, "staff"))
    assert await desk.views() == []
    filters = {"status": ["accepted", "partially_shipped"], "due": "today", "q": "mug", "sort": "ship_by"}
    made = (await desk.keep("Mugs for today", **filters)).json()
    assert made["filters"] == {**filters, "since": None, "until": None}
    assert await staff.views() == [made]
    assert slug(await staff.keep(" mugs FOR today ")) == (409, "view-name-taken")
    assert slug(await staff.keep("Bad", status=["nonsense"])) == (422, "invalid")
    second = (await staff.keep("All")).json()
    path = f"{desk.path}/order-views/{second['id']}"
    taken = {"name": "Mugs for today", "filters": {}}
    assert slug(await desk.http.put(path, json=taken, headers=staff.headers)) == (409, "view-name-taken")
    renamed = await desk.http.put(
        path, json={"name": "Everything", "filters": {"since": "2026-01-01"}}, headers=staff.headers
    )
    assert (renamed.status_code, renamed.json()["filters"]["since"]) == (200, "2026-01-01")
    assert [one["name"] for one in await desk.views()] == ["Everything", "Mugs for today"]

    other = await users.seller(platform)
    foreign = f"{API}/sellers/{other.ref}/order-views/{second['id']}"
    for path_tried, headers in ((foreign, other.headers), (path, other.headers)):
        body = {"name": "Mine", "filters": {}}
        assert (await desk.http.put(path_tried, json=body, headers=headers)).status_code == 404
        assert (await desk.http.delete(path_tried, headers=headers)).status_code == 404
    assert await Desk(app, other).views() == []
    assert (await desk.http.delete(path, headers=desk.headers)).status_code == 204
    assert (await desk.http.delete(path, headers=desk.headers)).status_code == 404
    assert [one["name"] for one in await desk.views()] == ["Mugs for today"]


async def test_names_of_views_are_those_that_the_database_tells_apart(
    app: Application, platform: Platform
) -> None:
    desk = Desk(app, await users.seller(platform))
    assert slug(await desk.keep("\u00a0")) == (422, "invalid")
    for name, same in (
        ("\u0130stanbul", "istanbul"),
        ("\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c3"),
    ):
        made = await desk.keep(name)
        assert made.status_code == 201
        again = await desk.keep(same)
        assert again.status_code in (201, 409), again.text


async def test_a_shop_keeps_so_many_views(app: Application, platform: Platform) -> None:
    desk = Desk(app, await users.seller(platform))
    for place in range(VIEWS_MAX):
        assert (await desk.keep(f"View {place}")).status_code == 201
    assert slug(await desk.keep("One more")) == (409, "too-many-views")


async def test_packing_slips_of_many_orders_are_one_file(app: Application, platform: Platform) -> None:
    shop, made, refs = await three(app, platform)
    desk = Desk(app, shop)
    gone = await desk.http.put(
        f"{API}/orders/{refs[1]}/status",
        json={"status": "cancelled", "reason": "broken"},
        headers={**desk.headers, "X-Order-Token": ""},
    )
    assert gone.status_code == 200
    path = f"{desk.path}/packing-slips.pdf"
    answer = await desk.http.get(path, params={"order": refs}, headers=desk.headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    said = text_of(answer.content)
    numbers = [one["seller_orders"][0]["number"] for one in made]
    assert [number in said for number in numbers] == [True, False, True]
    assert said.count("Page 1 of 1") == 2
    nothing = await desk.http.get(path, params={"order": refs[1]}, headers=desk.headers)
    assert slug(nothing) == (409, "nothing-to-pack")
    foreign = await paid(app, platform)
    mixed = await desk.http.get(path, params={"order": [refs[0], foreign.ref]}, headers=desk.headers)
    assert slug(mixed) == (404, "not-found")


async def test_the_list_as_a_file(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    things = [await products.product(platform, shop.id, price=price) for price in (1999, 500)]
    shopper = Shopper(app)
    await shopper.add(things[0], 2)
    await shopper.add(things[1], 1)
    order = await shopper.order(
        shipping_address={**ADDRESS, "name": "=cmd|' /C calc'!A0", "phone": "+351 22"}
    )
    await shopper.pay(order)
    await orders.placed(app, platform, (things[1], 1))
    desk = Desk(app, shop)
    [part] = order["seller_orders"]
    await desk.bulk(part["id"], action="ship", carrier="CTT")
    rows = await desk.file(status="shipped")
    assert [row["sku"] for row in rows] == [line["sku"] for line in part["lines"]]
    assert {row["order"] for row in rows} == {part["number"]}
    assert {row["to_name"] for row in rows} == {"'=cmd|' /C calc'!A0"}
    assert {(row["state"], row["carrier"], row["to_phone"]) for row in rows} == {
        ("shipped", "CTT", "'+351 22")
    }
    total = part["total"]["amount"]
    assert [row["total"] for row in rows] == [f"{total // 100}.{total % 100:02}", ""]
    assert [row["line_total"] for row in rows] == ["39.98", "5.00"]
    assert {row["currency"] for row in rows} == {"EUR"}
    assert len(await desk.file()) == 3
    other = await users.seller(platform)
    foreign = await desk.http.get(f"{desk.path}/exports/orders.csv", headers=other.headers)
    assert slug(foreign) == (404, "not-found")
