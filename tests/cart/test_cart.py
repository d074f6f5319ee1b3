"""The cart over HTTP: guests and accounts, lines, limits, prices that move, shipping and destinations."""

from typing import Any

import httpx

from feria.core import ids
from feria.core.platform import Platform
from feria.services.cart import contract
from feria.services.cart.queries import carts
from feria.services.cart.schemas import OPTION_PREFIX
from feria.services.product.actions import movements
from feria.services.product.schemas import MovementIn
from tests.factories import products, users
from tests.factories.carts import guest_cart, stuff_cart
from tests.factories.products import Made


def eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


async def add(client: httpx.AsyncClient, made: Made, quantity: int = 1, **kw: Any) -> httpx.Response:
    return await client.post(
        "/api/v1/cart/items", json={"variant_id": made.variant_ref, "quantity": quantity}, **kw
    )


async def rows(platform: Platform, sql: str, *args: Any) -> Any:
    async with platform.db.reading() as tx:
        return await tx.fetchval(sql, *args)


async def set_price(platform: Platform, made: Made, amount: int) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute(
            "UPDATE product.prices SET price_amount = $3 WHERE seller_id = $1 AND variant_id = $2",
            made.seller_id,
            made.variant_id,
            amount,
        )


async def set_stock(platform: Platform, made: Made, on_hand: int) -> None:
    """Bring what is there to this number by a movement, so that the movements still sum to it."""
    held = await rows(
        platform,
        "SELECT on_hand FROM product.stock WHERE seller_id = $1 AND variant_id = $2",
        made.seller_id,
        made.variant_id,
    )
    moved = MovementIn(variant_id=made.variant_ref, delta=on_hand - held, reason="test")
    await platform.db.run(movements.move_stock, made.seller_id, moved)


async def test_looking_makes_no_cart(client: httpx.AsyncClient, platform: Platform) -> None:
    before = await rows(platform, "SELECT count(*) FROM cart.carts")
    answer = await client.get("/api/v1/cart")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "x-cart-token" not in answer.headers
    assert answer.json() == {
        "id": None,
        "market": "eu",
        "currency": "EUR",
        "tax_included": True,
        "address": None,
        "vat": None,
        "groups": [],
        "item_count": 0,
        "subtotal": eur(0),
        "discount": eur(0),
        "tax": eur(0),
        "shipping": eur(0),
        "total": eur(0),
        "coupons": [],
        "notices": [],
    }
    account = await users.account(platform)
    assert (await client.get("/api/v1/cart", headers=account.headers)).json()["id"] is None
    assert (await client.delete("/api/v1/cart")).json()["groups"] == []
    assert (await client.get("/api/v1/cart/shipping-options")).json() == {"groups": []}
    assert await rows(platform, "SELECT count(*) FROM cart.carts") == before


async def test_a_guest_fills_a_cart_grouped_by_seller(client: httpx.AsyncClient, platform: Platform) -> None:
    one = await users.seller(platform, name="Taller Uno", shipping_amount=490)
    two = await users.seller(platform, name="Casa Dos", shipping_amount=300, free_from_amount=5000)
    pot = await products.product(platform, one.id, price=1999, title="Pot")
    book = await products.product(platform, two.id, price=1480, title="Book", tax_category="books")
    first = await add(client, pot, 2)
    assert first.status_code == 201
    token = first.headers["x-cart-token"]
    assert len(token) >= 22
    assert client.cookies["feria_cart"] == token
    second = await add(client, book, 3)
    assert "x-cart-token" not in second.headers
    assert "set-cookie" not in second.headers
    body = (await client.get("/api/v1/cart")).json()
    assert body == second.json()
    assert [group["seller"]["id"] for group in body["groups"]] == [one.ref, two.ref]
    assert body["groups"][0]["seller"] == {
        "id": one.ref,
        "slug": one.slug,
        "name": "Taller Uno",
        "town": "Porto",
        "country": "PT",
        "stall_hue": one.stall_hue,
        "logo": None,
    }
    [item] = body["groups"][0]["items"]
    assert item["id"].startswith("item_")
    assert item["variant_id"] == pot.variant_ref
    assert item["product"]["title"] == "Pot"
    assert item["product"]["id"] == pot.ref
    assert (item["quantity"], item["unit_price"], item["total"]) == (2, eur(1999), eur(3998))
    assert (item["available"], item["notice"]) == (10, None)
    # Austria, the market's first country, until another is named: 20 %, books 10 %.
    assert body["groups"][0]["tax"] == eur(748)  # 44.88 × 20/120
    assert body["groups"][1]["tax"] == eur(431)  # 47.40 × 10/110 = 4.309
    assert body["groups"][1]["free_shipping_remaining"] == eur(560)
    assert (body["subtotal"], body["shipping"], body["tax"]) == (eur(8438), eur(790), eur(1179))
    assert (body["total"], body["item_count"], body["notices"]) == (eur(9228), 5, [])
    # The token alone is enough on another device; a wrong one leads nowhere.
    async with httpx.AsyncClient(transport=client._transport, base_url=client.base_url) as other:
        assert (await other.get("/api/v1/cart", headers={"X-Cart-Token": token})).json() == body
        assert (await other.get("/api/v1/cart", headers={"X-Cart-Token": token + "x"})).json()["id"] is None
    assert (
        await rows(platform, "SELECT count(*) FROM cart.cart_tokens WHERE token_hash = $1", token.encode())
        == 0
    )


async def test_lines_grow_change_and_go(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, price=500, on_hand=20)
    other = await products.product(platform, shop.id, price=700)
    await add(client, made, 2)
    body = (await add(client, made, 3)).json()
    [item] = body["groups"][0]["items"]
    assert item["quantity"] == 5
    body = (await add(client, other)).json()
    assert [one["quantity"] for one in body["groups"][0]["items"]] == [5, 1]
    path = f"/api/v1/cart/items/{item['id']}"
    changed = await client.put(path, json={"quantity": 7})
    assert changed.status_code == 200
    assert changed.json()["subtotal"] == eur(4200)
    version = await rows(
        platform, "SELECT version FROM cart.carts WHERE id = $1", ids.path("cart", body["id"])
    )
    assert (await client.put(path, json={"quantity": 7})).json() == changed.json()
    assert version == await rows(
        platform, "SELECT version FROM cart.carts WHERE id = $1", ids.path("cart", body["id"])
    )
    gone = await client.delete(path)
    assert gone.status_code == 200
    assert gone.json()["subtotal"] == eur(700)
    assert (await client.delete(path)).status_code == 404
    assert (await client.put(path, json={"quantity": 1})).status_code == 404
    cleared = await client.delete("/api/v1/cart")
    assert cleared.status_code == 200
    assert (cleared.json()["groups"], cleared.json()["id"]) == ([], body["id"])


async def test_a_foreign_line_is_not_there(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    owner = await guest_cart(platform, (made.variant_id, 1))
    stranger = await guest_cart(platform, (made.variant_id, 1))
    body = (await client.get("/api/v1/cart", headers=owner.headers)).json()
    path = f"/api/v1/cart/items/{body['groups'][0]['items'][0]['id']}"
    account = await users.account(platform)
    for headers in (stranger.headers, account.headers, {}):
        assert (await client.put(path, json={"quantity": 5}, headers=headers)).status_code == 404
        assert (await client.delete(path, headers=headers)).status_code == 404
    assert (await client.get("/api/v1/cart", headers=owner.headers)).json() == body


async def test_limits_are_kept(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    plenty = await products.product(platform, shop.id, on_hand=5000)
    few = await products.product(platform, shop.id, on_hand=3)
    limited = await products.product(platform, shop.id, on_hand=100, max_per_order=2)
    for quantity in (0, -1, 1000, 1.5, "2", True):
        answer = await client.post(
            "/api/v1/cart/items", json={"variant_id": plenty.variant_ref, "quantity": quantity}
        )
        assert answer.status_code == 422, quantity
        assert answer.json()["errors"][0]["field"] == "quantity"
    assert (await add(client, plenty, 999)).status_code == 201
    over = await add(client, plenty)
    assert (over.status_code, over.json()["errors"][0]["field"]) == (422, "quantity")
    sold_out = await add(client, few, 4)
    assert sold_out.status_code == 409
    assert sold_out.json()["type"].endswith("/out-of-stock")
    assert sold_out.json()["variants"] == [few.variant_ref]
    assert (await add(client, few, 3)).status_code == 201
    assert (await add(client, limited, 3)).status_code == 422
    assert (await add(client, limited, 2)).status_code == 201
    body = (await client.get("/api/v1/cart")).json()
    assert [item["quantity"] for item in body["groups"][0]["items"]] == [999, 3, 2]
    path = f"/api/v1/cart/items/{body['groups'][0]['items'][1]['id']}"
    assert (await client.put(path, json={"quantity": 4})).status_code == 409
    assert (await client.put(path, json={"quantity": 1})).status_code == 200


async def test_a_hundred_lines_are_enough(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(
        platform, shop.id, variants=[{"options": {"No": str(number)}} for number in range(100)]
    )
    more = await products.product(platform, shop.id)
    guest = await guest_cart(platform, (made.variant_id, 1))
    await stuff_cart(platform, guest.shopper_id, made.variant_ids[1:])
    full = await add(client, more, headers=guest.headers)
    assert full.status_code == 409
    assert full.json()["type"].endswith("/cart-full")
    first = {"variant_id": made.variant_ref, "quantity": 2}
    assert (await client.post("/api/v1/cart/items", json=first, headers=guest.headers)).status_code == 201


async def test_bad_input_is_refused(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    draft = await products.product(platform, shop.id, publish=False)
    away = await users.seller(platform, status="suspended")
    lost = await products.product(platform, away.id, publish=False)
    nobody = ids.encode("var", ids.new(shop.id))
    bodies: list[tuple[Any, str]] = [
        ({"variant_id": nobody}, "variant_id"),
        ({"variant_id": draft.variant_ref}, "variant_id"),
        ({"variant_id": lost.variant_ref}, "variant_id"),
        ({"variant_id": "var_" + "z" * 26}, "variant_id"),
        ({"variant_id": "prod_" + "0" * 26}, "variant_id"),
        ({"variant_id": 7}, "variant_id"),
        ({}, "variant_id"),
        ({"variant_id": nobody, "personalisation": "Ana"}, "personalisation"),
    ]
    for body, field in bodies:
        answer = await client.post("/api/v1/cart/items", json=body)
        assert answer.status_code == 422, body
        assert answer.json()["errors"][0]["field"] == field
    assert "feria_cart" not in client.cookies
    assert (await client.delete("/api/v1/cart/items/item_x")).status_code == 404
    for body in (
        {"sel_x": "ship_x"},
        {shop.ref: "ship_x"},
        [],
        {ids.encode_owner("sel", n): "" for n in range(200)},
    ):
        assert (await client.put("/api/v1/cart/shipping", json=body)).status_code == 422
    too_many = {ids.encode_owner("sel", n): ids.encode(OPTION_PREFIX, ids.new(n)) for n in range(101)}
    assert (await client.put("/api/v1/cart/shipping", json=too_many)).status_code == 422
    unknown = await client.post("/api/v1/cart/items?market=nowhere", json={"variant_id": nobody})
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "market")


async def test_changes_are_told_once(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, price=1000, title="Pot")
    await add(client, made, 4)
    await set_price(platform, made, 1250)
    body = (await client.get("/api/v1/cart")).json()
    [item] = body["groups"][0]["items"]
    assert item["notice"] == {
        "code": "price_changed",
        "seller_id": None,
        "message": "The price of Pot changed from €10.00 to €12.50.",
        "item_id": item["id"],
    }
    assert body["notices"] == [item["notice"]]
    assert (item["unit_price"], body["subtotal"]) == (eur(1250), eur(5000))
    again = (await client.get("/api/v1/cart")).json()
    assert (again["notices"], again["subtotal"]) == ([], eur(5000))
    # A change by a write tells as well.
    await set_price(platform, made, 900)
    assert [one["code"] for one in (await add(client, made)).json()["notices"]] == ["price_changed"]
    assert (await client.get("/api/v1/cart")).json()["notices"] == []


async def test_lost_stock_is_told_as_long_as_it_lasts(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, price=1000, title="Pot")
    await add(client, made, 4)
    await set_stock(platform, made, 3)
    for _ in range(2):
        body = (await client.get("/api/v1/cart")).json()
        assert [one["code"] for one in body["notices"]] == ["only_left"]
        assert body["groups"][0]["items"][0]["available"] == 3
    await set_stock(platform, made, 0)
    assert [one["code"] for one in (await client.get("/api/v1/cart")).json()["notices"]] == ["sold_out"]
    async with platform.db.transaction() as tx:
        await tx.execute(
            "UPDATE product.products SET status = 'archived' WHERE seller_id = $1 AND id = $2",
            shop.id,
            made.id,
        )
    body = (await client.get("/api/v1/cart")).json()
    assert [one["code"] for one in body["notices"]] == ["not_on_sale"]
    assert body["groups"][0]["items"][0]["available"] == 0
    assert (body["total"], body["shipping"]) == (eur(0), eur(0))
    async with platform.db.transaction() as tx:
        await tx.execute("DELETE FROM product.prices WHERE seller_id = $1", shop.id)
    [item] = (await client.get("/api/v1/cart")).json()["groups"][0]["items"]
    assert item["product"] == {
        "id": None, "slug": None, "title": "Pot", "variant_title": "", "options": {}, "sku": None, "image": None,
    }  # fmt: skip


async def test_a_suspended_seller_leaves_the_sums(client: httpx.AsyncClient, platform: Platform) -> None:
    one, two = await users.seller(platform), await users.seller(platform)
    kept = await products.product(platform, one.id, price=1000)
    lost = await products.product(platform, two.id, price=1000)
    await add(client, kept)
    await add(client, lost)
    async with platform.db.transaction() as tx:
        await tx.execute("""UPDATE "user".sellers SET status = 'suspended' WHERE id = $1""", two.id)
    platform.db.kept.clear()
    body = (await client.get("/api/v1/cart")).json()
    assert [notice["code"] for notice in body["notices"]] == ["seller_unavailable"]
    assert body["total"] == eur(1490)
    assert (await add(client, lost)).status_code == 422
    options = (await client.get("/api/v1/cart/shipping-options")).json()
    assert [group["seller"]["id"] for group in options["groups"]] == [one.ref]


async def test_an_account_has_one_cart_everywhere(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, price=1000)
    account = await users.account(platform)
    answer = await add(client, made, headers=account.headers)
    assert "x-cart-token" not in answer.headers
    assert "feria_cart" not in client.cookies
    assert (await client.get("/api/v1/cart", headers=account.headers)).json()["subtotal"] == eur(1000)
    async with platform.db.reading() as tx:
        cart = await carts.cart_of(tx, account.id)
        assert cart is not None
        assert (cart.shopper_id, cart.account_id) == (account.id, account.id)
        assert await contract.check(tx) == []
