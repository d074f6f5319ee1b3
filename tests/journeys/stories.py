"""The journeys themselves, told once and run in every process shape."""

from typing import Any
from uuid import uuid4

from feria import checks
from tests.journeys.shop import Shop, Stall, Visitor, order_body


async def two_open_stalls(shop: Shop, word: str) -> tuple[Visitor, Stall, Stall]:
    """Two sellers with one product each whose titles share `word`."""
    operator = await shop.operator()
    category = await operator.call(
        "POST", "/categories", status=201, json={"name": f"Ceramics {word}", "slug": f"ceramics-{word}"}
    )
    first = await shop.stall(operator, "Casa Barro", 490)
    second = await shop.stall(operator, "Ilha Azul", 350)
    await shop.product(first, category["id"], f"Glazed mug {word}", 1800, 5)
    await shop.product(second, category["id"], f"Salad bowl {word}", 4200, 3)
    return operator, first, second


async def found(shop: Shop, visitor: Visitor, word: str, count: int) -> list[dict[str, Any]]:
    """The cards that a search for `word` gives, once there are `count`."""

    async def look() -> list[dict[str, Any]]:
        answer = await visitor.call("GET", "/products", params={"q": word})
        return list(answer["items"]) if len(answer["items"]) == count else []

    return await shop.eventually(look)


async def fill_cart(visitor: Visitor, cards: list[dict[str, Any]], quantities: list[int]) -> dict[str, Any]:
    """Put the first variant of each product into the cart; the cart."""
    for card, quantity in zip(cards, quantities, strict=True):
        product = await visitor.call("GET", f"/products/{card['id']}")
        await visitor.call(
            "POST",
            "/cart/items",
            status=201,
            json={"variant_id": product["variants"][0]["id"], "quantity": quantity},
        )
    cart: dict[str, Any] = await visitor.call("GET", "/cart")
    return cart


async def pay(visitor: Visitor, order: dict[str, Any], outcome: str = "succeed") -> dict[str, Any]:
    """Pay an order with the test provider."""
    answer: dict[str, Any] = await visitor.call(
        "POST",
        "/payments/process",
        json={"order_id": order["id"], "payment_method": "test", "test_outcome": outcome},
        headers={"Idempotency-Key": uuid4().hex, "X-Order-Token": order["token"]},
    )
    return answer


async def guest_buys_from_two_sellers(shop: Shop) -> None:
    """Search, cart, one order, one payment; mail, separate seller orders, shipment, exact balances."""
    word = f"quartz{uuid4().hex[:8]}"
    operator, first, second = await two_open_stalls(shop, word)
    rule = (await operator.call("GET", "/operator/commission-rules"))["items"][-1]
    guest = shop.visit()
    cards = sorted(await found(shop, guest, word, 2), key=lambda card: card["price"]["amount"])
    cart = await fill_cart(guest, cards, [2, 1])
    assert cart["total"] == {"amount": 2 * 1800 + 4200 + 490 + 350, "currency": "EUR"}
    assert len(cart["groups"]) == 2

    email = f"{word}@example.test"
    order = await guest.call(
        "POST", "/orders", status=201, json=order_body(cart, email), headers={"Idempotency-Key": uuid4().hex}
    )
    assert order["total"] == cart["total"]
    assert order["status"] == "pending_payment"
    declined = await pay(guest, order, "decline")
    assert declined["status"] == "failed"
    paid = await pay(guest, order)
    assert paid["status"] == "succeeded"
    assert (await guest.call("GET", "/cart"))["groups"] == []

    mail = await shop.eventually(lambda: mails_to(guest, email))
    assert order["number"] in mail
    await each_seller_sees_only_its_part(first, second, order)
    await ship_and_follow(shop, guest, first, order, email)
    await balances_are_exact(shop, (first, second), order, rule)


async def mails_to(visitor: Visitor, email: str, subject: str = "") -> str:
    """The mailbox page for an address once it shows a mail (with these words in it)."""
    answer = await visitor.http.get("/dev/mail", params={"to": email})
    assert answer.status_code == 200, answer.text
    return answer.text if "<td>" in answer.text and subject in answer.text else ""


async def each_seller_sees_only_its_part(first: Stall, second: Stall, order: dict[str, Any]) -> None:
    """A seller's list and objects are its own; another's are not there."""
    for stall, other in ((first, second), (second, first)):
        listed = (await stall.owner.call("GET", f"/sellers/{stall.id}/orders"))["items"]
        mine = [part for part in order["seller_orders"] if part["seller"]["id"] == stall.id]
        assert [one["id"] for one in listed] == [mine[0]["id"]]
        theirs = next(part for part in order["seller_orders"] if part["seller"]["id"] == other.id)
        await stall.owner.call("GET", f"/orders/{mine[0]['id']}")
        await stall.owner.call("GET", f"/orders/{theirs['id']}", status=404)
        await stall.owner.call("GET", f"/sellers/{other.id}/orders", status=404)
        await stall.owner.call("GET", f"/sellers/{other.id}/balance", status=404)


async def ship_and_follow(
    shop: Shop, guest: Visitor, stall: Stall, order: dict[str, Any], email: str
) -> None:
    """The seller ships with a tracking number, the buyer sees it on the order and in a mail."""
    part = next(part for part in order["seller_orders"] if part["seller"]["id"] == stall.id)
    await stall.owner.call(
        "PUT",
        f"/orders/{part['id']}/status",
        json={"status": "shipped", "shipment": {"carrier": "CTT", "tracking_number": "RR123456785PT"}},
    )
    seen = await guest.call("GET", f"/orders/{order['id']}", headers={"X-Order-Token": order["token"]})
    assert seen["status"] == "partially_shipped"
    assert seen["payment_status"] == "paid"
    shipments = next(one for one in seen["seller_orders"] if one["id"] == part["id"])["shipments"]
    assert [one["tracking_number"] for one in shipments] == ["RR123456785PT"]
    await shop.eventually(lambda: mails_to(guest, email, "on its way"))


async def balances_are_exact(
    shop: Shop, stalls: tuple[Stall, ...], order: dict[str, Any], rule: dict[str, Any]
) -> None:
    """Each seller's pending balance is its total minus the commission on its items, to the cent."""
    for stall in stalls:
        part = next(part for part in order["seller_orders"] if part["seller"]["id"] == stall.id)
        balance = await stall.owner.call("GET", f"/sellers/{stall.id}/balance")
        earning = balance["items"][0]
        assert earning["gross"] == part["total"]
        assert earning["net"]["amount"] == earning["gross"]["amount"] - earning["commission"]["amount"]
        assert earning["commission"]["amount"] == expected_commission(part, rule), (part, rule)
        assert [one["pending"] for one in balance["balances"]] == [earning["net"]]
    faults = await checks.run(shop.platform)
    assert not faults, faults


def expected_commission(part: dict[str, Any], rule: dict[str, Any]) -> int:
    """The rate on the items' net price (without tax), halves up; delivery pays no commission."""
    net = sum(line["total"]["amount"] - line["tax"]["amount"] for line in part["lines"])
    return int((net * rule["rate_bps"] + 5_000) // 10_000)


async def shopper_changes_his_mind(shop: Shop) -> None:
    """Back from payment, change the cart, order again, on the last units; then sign up and keep the cart."""
    word = f"basalt{uuid4().hex[:8]}"
    _, first, second = await two_open_stalls(shop, word)
    guest = shop.visit()
    cards = sorted(await found(shop, guest, word, 2), key=lambda card: card["price"]["amount"])
    cart = await fill_cart(guest, cards, [5, 3])  # everything there is
    order = await guest.call(
        "POST", "/orders", status=201, json=order_body(cart), headers={"Idempotency-Key": uuid4().hex}
    )
    again = await guest.http.post(
        "/api/v1/orders", json=order_body(cart), headers={**guest.headers, "Idempotency-Key": uuid4().hex}
    )
    assert again.status_code == 409 and again.json()["type"].endswith("/already-ordered")
    item = next(item for group in cart["groups"] for item in group["items"] if item["quantity"] == 5)
    await guest.call("PUT", f"/cart/items/{item['id']}", json={"quantity": 4})
    cart = await guest.call("GET", "/cart")
    second_order = await guest.call(
        "POST", "/orders", status=201, json=order_body(cart), headers={"Idempotency-Key": uuid4().hex}
    )
    replaced = await guest.call("GET", f"/orders/{order['id']}", headers={"X-Order-Token": order["token"]})
    assert replaced["status"] == "cancelled"
    assert (await pay(guest, second_order))["status"] == "succeeded"
    stock = await first.owner.call("GET", f"/sellers/{first.id}/inventory")
    assert [(row["on_hand"], row["reserved"]) for row in stock["items"]] == [(5, 4)]
    stock = await second.owner.call("GET", f"/sellers/{second.id}/inventory")
    assert [(row["on_hand"], row["reserved"]) for row in stock["items"]] == [(3, 3)]


STORIES = (guest_buys_from_two_sellers, shopper_changes_his_mind)
