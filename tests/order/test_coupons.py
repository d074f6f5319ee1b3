"""Coupons in orders: what is frozen and posted, what comes back, and the limits in every turn of an order."""

import csv
import io
from typing import Any
from uuid import uuid4

import httpx

from feria.app import Application
from feria.core import idempotency, ids
from feria.core.platform import Platform
from feria.services.cart import contract as carts
from feria.services.order.rules import token_hash
from feria.services.payment import flows
from feria.services.payment.actions import payments
from feria.services.payment.actions.payments import Wish
from tests.conftest import Later
from tests.factories import coupons, orders, products, users
from tests.factories.coupons import enter
from tests.factories.orders import API, Shopper
from tests.factories.products import Made
from tests.order.orders import Sale, assert_clean, expire_while_paying, late_money


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def slug(answer: httpx.Response) -> str:
    return str(answer.json()["type"].rpartition("/")[2])


async def filled(app: Application, made: Made, coupon: dict[str, Any] | str, quantity: int = 2) -> Shopper:
    """A guest with a product in the cart and a code on it."""
    guest = Shopper(app)
    await guest.add(made, quantity)
    answer = await enter(guest, coupon)
    assert answer.status_code == 200, answer.text
    return guest


async def used(client: httpx.AsyncClient, coupon: dict[str, Any], headers: dict[str, str]) -> int:
    """How many uses of a coupon hold."""
    return int((await client.get(f"{API}/coupons/{coupon['id']}", headers=headers)).json()["used"])


async def balance(client: httpx.AsyncClient, shop: users.Seller) -> list[dict[str, Any]]:
    """What a shop earns."""
    found = (await client.get(f"{API}/sellers/{shop.ref}/balance", headers=shop.headers)).json()
    return list(found["items"])


async def test_an_order_keeps_what_was_taken_off(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    deal = await coupons.of_shop(client, shop, name="Ten off")
    guest = await filled(app, thing, deal)
    order = await guest.order()
    assert order["discount"] == eur(400)
    assert order["coupons"] == [{"code": deal["codes"][0], "name": "Ten off", "discount": eur(400)}]
    assert order["total"] == eur(3600 + order["shipping"]["amount"])
    assert await used(client, deal, shop.headers) == 1
    await guest.pay(order)
    assert (await guest.http.get(f"{API}/cart")).json()["coupons"] == []
    [earning] = await balance(client, shop)
    assert earning["promotion"] == eur(0)
    assert earning["gross"] == order["total"]
    uses = (await client.get(f"{API}/coupons/{deal['id']}/uses", headers=shop.headers)).json()
    assert (uses["orders"], uses["discounts"], uses["promotions"]) == (1, [eur(400)], [eur(0)])
    await assert_clean(platform)


async def report(client: httpx.AsyncClient, coupon: dict[str, Any], who: Any) -> list[dict[str, Any]]:
    """The newest uses as a coupon's owner sees them."""
    answer = await client.get(f"{API}/coupons/{coupon['id']}/uses", headers=who.headers)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_the_report_names_the_orders_as_the_coupons_owner_knows_them(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shops = [await users.seller(platform) for _ in range(2)]
    things = [await products.product(platform, shop.id, price=2000, on_hand=9) for shop in shops]
    staff = await users.operator(platform, "finance")
    own = await coupons.of_shop(client, shops[1])
    whole = await coupons.of_marketplace(client, platform, by=staff, funded_by_seller_bps=2500)
    guest = Shopper(app)
    for thing in things:
        await guest.add(thing)
    for deal in (own, whole):
        assert (await enter(guest, deal)).status_code == 200
    order = await guest.order()
    part = next(one for one in order["seller_orders"] if one["seller"]["id"] == shops[1].ref)

    [use] = await report(client, own, shops[1])
    assert (use["number"], use["seller_order_id"]) == (part["number"], part["id"])
    assert (use["promotion"], use["by_sellers"]) == (eur(0), use["discount"])
    [use] = await report(client, whole, staff)
    assert (use["number"], use["seller_order_id"]) == (order["number"], None)
    assert use["promotion"]["amount"] + use["by_sellers"]["amount"] == use["discount"]["amount"]
    assert use["by_sellers"]["amount"] > 0
    assert not any("mail" in field or "buyer" in field for field in use)

    path = f"{API}/coupons/{own['id']}/uses"
    for ending in ("", ".csv"):
        denied = await client.get(path + ending, headers=shops[0].headers)
        assert (denied.status_code, denied.json()["title"]) == (404, "There is nothing here.")
    file = await client.get(f"{path}.csv", headers=shops[1].headers)
    assert file.headers["content-type"].startswith("text/csv")
    [row] = csv.DictReader(io.StringIO(file.text))
    taken = f"{use_amount(order, own) / 100:.2f}"
    assert (row["order"], row["code"], row["state"]) == (part["number"], own["codes"][0], "used")
    assert (row["currency"], row["discount"], row["by_sellers"]) == ("EUR", taken, taken)
    assert row["by_marketplace"] == "0.00"


def use_amount(order: dict[str, Any], coupon: dict[str, Any]) -> int:
    """What a coupon took off an order."""
    return int(
        next(one for one in order["coupons"] if one["code"] == coupon["codes"][0])["discount"]["amount"]
    )


async def test_what_the_marketplace_pays_reaches_the_shop_and_comes_back(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000, on_hand=9)
    staff = await users.operator(platform, "finance")
    deal = await coupons.of_marketplace(client, platform, by=staff, percent_bps=2500)
    guest = await filled(app, thing, deal, 3)
    order = await guest.order()
    await guest.pay(order)
    [earning] = await balance(client, shop)
    assert earning["promotion"] == eur(1500)
    # Ten percent of the price before the marketplace's discount, without its tax of 23 %.
    assert earning["commission"] == eur(488)
    assert earning["net"] == eur(order["total"]["amount"] + 1500 - 488)
    sale = Sale(shop, thing, guest, order)
    assert (await sale.cancel(lines=[{"id": sale.line, "quantity": 1}])).status_code == 200
    [earning] = await balance(client, shop)
    assert (earning["promotion"], earning["refunded"]) == (eur(1000), eur(1500))
    assert (await sale.cancel()).status_code == 200
    [earning] = await balance(client, shop)
    assert (earning["promotion"], earning["net"], earning["status"]) == (eur(0), eur(0), "reversed")
    assert await used(client, deal, staff.headers) == 1, "what was paid has used its coupon"
    await assert_clean(platform)


async def test_an_order_that_costs_nothing_is_paid_without_a_provider(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    whole = await coupons.of_marketplace(client, platform, percent_bps=10_000)
    free = await coupons.of_shop(client, shop, "free_shipping")
    guest = await filled(app, thing, whole)
    await enter(guest, free)
    order = await guest.order()
    assert order["total"] == eur(0)
    # The test provider would decline; it is not asked.
    assert (await guest.pay(order, outcome="decline"))["status"] == "succeeded"
    seen = await guest.see(order["id"])
    assert (seen["status"], seen["payment_status"]) == ("placed", "paid")
    [earning] = await balance(client, shop)
    assert (earning["gross"], earning["promotion"]) == (eur(0), eur(4000))
    assert earning["net"]["amount"] > 3000
    async with platform.db.reading() as tx:
        assert await tx.fetchval("SELECT count(*) FROM payment.test_intents WHERE amount = 0") == 0
    sale = Sale(shop, thing, guest, order)
    assert (await sale.cancel()).status_code == 200
    [earning] = await balance(client, shop)
    assert (earning["promotion"], earning["net"]) == (eur(0), eur(0))
    assert await orders.stock(platform, thing) == (10, 0)
    await assert_clean(platform)


async def test_an_unpaid_order_gives_its_use_back(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id)
    deal = await coupons.of_shop(client, shop, uses_max=1)
    guest = await filled(app, thing, deal)
    order = await guest.order()
    other = Shopper(app)
    await other.add(thing)
    assert slug(await enter(other, deal)) == "coupon-used-up"
    assert (await Sale(shop, thing, guest, order).cancel()).status_code == 200
    assert await used(client, deal, shop.headers) == 0
    assert (await enter(other, deal)).status_code == 200
    await assert_clean(platform)


async def test_who_changes_the_cart_keeps_the_only_use(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    deal = await coupons.of_shop(client, shop, uses_max=1, uses_per_customer_max=1, budget=eur(1000))
    guest = await filled(app, thing, deal)
    await guest.order()
    cart = await guest.add(thing)
    assert cart["discount"] == eur(600)
    again = await guest.order()
    assert (again["discount"], await used(client, deal, shop.headers)) == (eur(600), 1)
    await guest.pay(again)
    await assert_clean(platform)


async def test_a_customer_is_known_by_account_and_by_mail(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=20)
    deal = await coupons.of_shop(client, shop, uses_per_customer_max=1)
    person = await users.account(platform)
    buyer = Shopper(app, person)
    await buyer.add(thing)
    await enter(buyer, deal)
    await buyer.pay(await buyer.order())
    await buyer.add(thing)
    assert slug(await enter(buyer, deal)) == "coupon-used-up"
    guest = await filled(app, thing, deal)
    refused = await guest.try_to_order(email=person.email.upper())
    assert (refused.status_code, slug(refused)) == (409, "coupon-used-up")
    assert refused.json()["code"] == deal["codes"][0]
    assert (await guest.try_to_order(email="somebody.else@example.test")).status_code == 201
    await assert_clean(platform)


async def test_each_drawn_code_is_good_once(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=20)
    deal = await coupons.of_shop(client, shop, uses_per_code_max=1)
    drawn = await client.post(f"{API}/coupons/{deal['id']}/codes", json={"count": 2}, headers=shop.headers)
    first, second = drawn.json()["codes"]
    guests = [await filled(app, thing, code) for code in (first, first, second)]
    answers = [await guest.try_to_order(email=f"{uuid4().hex}@example.test") for guest in guests]
    assert [answer.status_code for answer in answers] == [201, 409, 201]
    assert slug(answers[1]) == "coupon-used-up"


async def test_a_change_of_the_coupon_is_noticed_before_ordering(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=2000)
    deal = await coupons.of_shop(client, shop)
    guest = await filled(app, thing, deal)
    total = await guest.total()
    body = {"name": "Less", "kind": "percent", "percent_bps": 500}
    headers = {**shop.headers, "If-Match": '"1"'}
    assert (await client.put(f"{API}/coupons/{deal['id']}", json=body, headers=headers)).status_code == 200
    refused = await guest.try_to_order(expected_total=total)
    assert (refused.status_code, slug(refused)) == (409, "price-changed")
    stopped = {"name": "Less", "kind": "percent", "percent_bps": 500, "paused": True}
    headers["If-Match"] = '"2"'
    assert (await client.put(f"{API}/coupons/{deal['id']}", json=stopped, headers=headers)).status_code == 200
    refused = await guest.try_to_order(expected_total=total)
    assert (refused.status_code, slug(refused)) == (409, "coupon-expired")
    cart = (await guest.http.get(f"{API}/cart")).json()
    assert cart["coupons"][0]["message"] == "This code does not count at present."
    assert (await guest.try_to_order()).status_code == 201, "without it, as the cart says now"


async def test_late_money_takes_the_coupon_again_or_goes_back(
    app: Application, platform: Platform, client: httpx.AsyncClient, later: Later
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=20)
    for meanwhile, status in ((False, "placed"), (True, "expired")):
        deal = await coupons.of_shop(client, shop, uses_max=1)
        guest = await filled(app, thing, deal)
        sale = Sale(shop, thing, guest, await guest.order())
        await expire_while_paying(platform, later, sale)
        shop = await users.still_there(platform, shop)
        assert await used(client, deal, shop.headers) == 0
        if meanwhile:
            await (await filled(app, thing, deal)).order()
        await late_money(platform, sale)
        assert (await sale.seen())["status"] == status
        assert await used(client, deal, shop.headers) == 1
        await assert_clean(platform)


async def test_late_money_passes_no_limit_of_a_code_or_a_customer(
    app: Application, platform: Platform, client: httpx.AsyncClient, later: Later
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=20)
    for limit in ("uses_per_code_max", "uses_per_customer_max"):
        once: dict[str, Any] = {limit: 1}
        deal = await coupons.of_shop(client, shop, **once)
        guest = await filled(app, thing, deal)
        sale = Sale(shop, thing, guest, await guest.order())
        await expire_while_paying(platform, later, sale)
        shop = await users.still_there(platform, shop)
        again = await filled(app, thing, deal)
        await again.pay(await again.order())
        await late_money(platform, sale)
        assert (await sale.seen())["status"] == "expired", limit
        assert await used(client, deal, shop.headers) == 1
        async with platform.db.reading() as tx:
            assert await carts.check(tx) == []
        await assert_clean(platform)


async def test_the_limit_of_a_code_is_never_below_its_uses(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=20)
    deal = await coupons.of_shop(client, shop)
    for _ in range(2):
        await (await filled(app, thing, deal)).order()
    for most, status in ((1, 422), (2, 200)):
        body = {"name": "Less", "kind": "percent", "percent_bps": 1000, "uses_per_code_max": most}
        answer = await client.put(
            f"{API}/coupons/{deal['id']}", json=body, headers={**shop.headers, "If-Match": "*"}
        )
        assert answer.status_code == status, answer.text
        if status == 422:
            assert [one["field"] for one in answer.json()["errors"]] == ["uses_per_code_max"]
        async with platform.db.reading() as tx:
            assert await carts.check(tx) == []


async def test_the_same_request_again_uses_a_coupon_once(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id)
    deal = await coupons.of_shop(client, shop, uses_max=1)
    guest = await filled(app, thing, deal)
    key, total = uuid4().hex, await guest.total()
    answers = [await guest.try_to_order(key, expected_total=total) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert await used(client, deal, shop.headers) == 1
    await assert_clean(platform)


async def test_a_free_order_whose_payment_was_broken_off_is_settled_by_the_poller(
    app: Application, platform: Platform, client: httpx.AsyncClient, later: Later
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id)
    whole = await coupons.of_marketplace(client, platform, percent_bps=10_000)
    free = await coupons.of_shop(client, shop, "free_shipping")
    guest = await filled(app, thing, whole)
    await enter(guest, free)
    order = await guest.order()
    wish = Wish(
        order_id=ids.decode("ord", order["id"]),
        provider="test",
        method="test",
        outcome="decline",
        token_hash=token_hash(order["token"]),
    )
    # The process dies after it has written the attempt and before it has recorded anything.
    key = idempotency.key_for(0, "process", uuid4().hex, b"")
    await platform.db.run(payments.begin_attempt, wish, key)
    assert (await guest.see(order["id"]))["status"] == "pending_payment"
    later(minutes=2)
    for _ in range(2):  # asked again, it changes nothing
        await flows.poll_attempts(platform)
        assert (await guest.see(order["id"]))["status"] == "placed"
    await assert_clean(platform)
