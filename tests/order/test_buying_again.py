"""Buying once more what was bought before."""

from typing import Any

import httpx

from feria.app import Application
from feria.core.platform import Platform
from tests.factories import orders, products, users
from tests.factories.orders import API, Shopper
from tests.order.orders import slug


async def again(shopper: Shopper, ref: str, **headers: str) -> httpx.Response:
    """`POST …/buy-again`."""
    return await shopper.http.post(f"{API}/orders/{ref}/buy-again", headers=headers)


async def cart_of(shopper: Shopper) -> dict[str, int]:
    """Pieces by variant."""
    cart = (await shopper.http.get(f"{API}/cart")).json()
    return {item["variant_id"]: item["quantity"] for group in cart["groups"] for item in group["items"]}


def told(answer: httpx.Response) -> list[tuple[int, int, str]]:
    """Of each line: pieces wanted, pieces in the cart, and why they are fewer."""
    assert answer.status_code == 200, answer.text
    lines: list[dict[str, Any]] = answer.json()["lines"]
    return [(line["wanted"], line["in_cart"], line["reason"]) for line in lines]


async def test_what_was_bought_is_in_the_cart_once_however_often_it_is_asked_for(
    app: Application, platform: Platform
) -> None:
    shops = [await users.seller(platform) for _ in range(2)]
    made = [await products.product(platform, shop.id, on_hand=20) for shop in shops]
    buyer, order = await orders.placed(
        app, platform, (made[0], 2), (made[1], 3), account=await users.account(platform)
    )
    assert await cart_of(buyer) == {}
    for ref in (order["id"], order["number"]):
        assert sorted(told(await again(buyer, ref))) == [(2, 2, ""), (3, 3, "")]
        assert await cart_of(buyer) == {made[0].variant_ref: 2, made[1].variant_ref: 3}
    version = await _version(platform, buyer)
    await again(buyer, order["id"])
    assert await _version(platform, buyer) == version


async def _version(platform: Platform, shopper: Shopper) -> int:
    assert shopper.account is not None
    async with platform.db.reading() as tx:
        return int(
            await tx.fetchval("SELECT version FROM cart.carts WHERE shopper_id = $1", shopper.account.id)
        )


async def test_pieces_that_are_there_count_and_are_never_fewer(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    product = await products.product(platform, shop.id, on_hand=30)
    buyer, order = await orders.placed(app, platform, (product, 3), account=await users.account(platform))
    await buyer.add(product, 1)
    assert told(await again(buyer, order["id"])) == [(3, 3, "")]
    await buyer.add(product, 2)
    assert told(await again(buyer, order["id"])) == [(3, 5, "")]
    assert await cart_of(buyer) == {product.variant_ref: 5}


async def test_what_cannot_be_bought_is_said_by_line(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    scarce, gone, sold_out, fine = [
        await products.product(platform, shop.id, on_hand=count) for count in (4, 9, 2, 9)
    ]
    buyer, order = await orders.placed(
        app,
        platform,
        (scarce, 3),
        (gone, 1),
        (sold_out, 2),
        (fine, 1),
        account=await users.account(platform),
    )
    archived = await buyer.http.post(f"{API}/products/{gone.ref}/archive", headers=shop.headers)
    assert archived.status_code == 200, archived.text
    answer = await again(buyer, order["id"])
    by_title = dict(zip([line["title"] for line in answer.json()["lines"]], told(answer), strict=True))
    assert by_title == {
        scarce.title: (3, 1, "Only 1 can be bought."),
        gone.title: (1, 0, "It is not sold here any more."),
        sold_out.title: (2, 0, "It is sold out."),
        fine.title: (1, 1, ""),
    }
    assert await cart_of(buyer) == {scarce.variant_ref: 1, fine.variant_ref: 1}


async def test_what_was_cancelled_is_not_bought_again_unless_all_was(
    app: Application, platform: Platform
) -> None:
    shop = await users.seller(platform)
    product = await products.product(platform, shop.id, on_hand=30)
    buyer, order = await orders.placed(app, platform, (product, 3), account=await users.account(platform))
    line = order["seller_orders"][0]["lines"][0]["id"]
    for units, expected in ((1, 2), (2, 3)):
        cancelled = await buyer.http.post(
            f"{API}/orders/{order['id']}/cancel",
            json={"reason": "too many", "lines": [{"id": line, "quantity": units}]},
        )
        assert cancelled.status_code == 200, cancelled.text
        assert told(await again(buyer, order["id"])) == [(expected, expected, "")]


async def test_a_guest_buys_again_with_the_orders_secret(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    product = await products.product(platform, shop.id, on_hand=30)
    guest, order = await orders.placed(app, platform, (product, 2))
    elsewhere = Shopper(app)
    assert slug(await again(elsewhere, order["id"])) == (404, "not-found")
    answer = await again(elsewhere, order["id"], **{"X-Order-Token": guest.token or ""})
    assert told(answer) == [(2, 2, "")]
    assert answer.headers["x-cart-token"]
    assert await cart_of(elsewhere) == {product.variant_ref: 2}
    assert "x-cart-token" not in (await again(guest, order["id"])).headers


async def test_nobody_buys_again_what_somebody_else_bought(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    product = await products.product(platform, shop.id, on_hand=30)
    _, order = await orders.placed(app, platform, (product, 2), account=await users.account(platform))
    stranger = Shopper(app, await users.account(platform))
    missing = await again(stranger, "ord_00000000000000000000000000")
    for visitor in (stranger, Shopper(app, shop.owner)):
        answer = await again(visitor, order["id"])
        assert (answer.status_code, answer.text) == (404, missing.text)
        assert await cart_of(visitor) == {}
