"""One promise everywhere: what a product's page and the cart say is what the order freezes."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from feria.app import Application
from feria.core.platform import Platform
from tests.factories import orders, products, users
from tests.factories.orders import API, Shopper

LISBON = ZoneInfo("Europe/Lisbon")


async def test_product_cart_and_order_promise_the_same_days(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform, free_from_amount=5000)
    quick = await products.product(platform, shop.id, processing_days=1)
    slow = await products.product(platform, shop.id, processing_days=6)
    shopper = Shopper(app)
    page = (await shopper.http.get(f"{API}/products/{slow.ref}")).json()["shipping_note"]
    assert page["price"] == {"amount": users.SHIPPING_AMOUNT, "currency": "EUR"}
    assert page["free_from"] == {"amount": 5000, "currency": "EUR"}
    sooner = (await shopper.add(quick))["groups"][0]["delivery"]
    cart = await shopper.add(slow)  # the slowest line decides
    assert sooner["latest"] < page["delivery"]["latest"]
    assert cart["groups"][0]["delivery"] == page["delivery"]
    order = await shopper.order()
    assert order["seller_orders"][0]["delivery"] is None  # nothing is promised before it is paid
    await shopper.pay(order)
    part = (await shopper.see(order["id"]))["seller_orders"][0]
    assert part["delivery"] == page["delivery"]
    placed_on = datetime.fromisoformat(part["placed_at"]).astimezone(LISBON).date()
    for name, days in (("ship_by", 6), ("deliver_by", 6 + 4)):
        ends = datetime.combine(placed_on + timedelta(days=days), time(23, 59, 59), LISBON)
        assert datetime.fromisoformat(part[name]) == ends
    listed = (await shopper.http.get(f"{API}/sellers/{shop.ref}/orders", headers=shop.headers)).json()
    assert listed["items"][0]["delivery"] == part["delivery"]


async def test_days_are_those_of_the_sellers_calendar(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, processing_days=0)
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart
        async with platform.db.transaction() as tx:
            await tx.execute('UPDATE "user".sellers SET time_zone = $2 WHERE id = $1', shop.id, zone)
        platform.db.kept.clear()
        page = await Shopper(app).http.get(f"{API}/products/{made.ref}", headers=shop.headers)
        days.add(page.json()["shipping_note"]["delivery"]["earliest"])
    assert len(days) == 2


async def test_without_a_way_to_ship_nothing_is_promised(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    shopper = Shopper(app)
    await shopper.add(made)
    emptied = await shopper.http.put(
        f"{API}/sellers/{shop.ref}/shipping-profiles",
        json={"items": []},
        headers={**shop.headers, "If-Match": "*"},
    )
    assert emptied.status_code == 200
    note = (await shopper.http.get(f"{API}/products/{made.ref}", headers=shop.headers)).json()[
        "shipping_note"
    ]
    assert (note["delivery"], note["price"], note["free_from"]) == (None, None, None)
    group = (await shopper.http.get(f"{API}/cart")).json()["groups"][0]
    assert (group["delivery"], group["shipping_option"]) == (None, None)


async def test_orders_show_colours_and_pictures(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id)
    async with platform.db.transaction() as tx:
        await tx.execute(
            """INSERT INTO product.images (seller_id, id, product_id, position, alt, original_key, key, width, height,
                                           state, run_at, created_at)
               VALUES ($1, $2, $3, 0, '', 'o', 'k', 10, 10, 'ready', $4, $4)""",
            shop.id, made.variant_id, made.id, tx.now,
        )  # fmt: skip
    account = await users.account(platform)
    shopper = Shopper(app, account)
    cart = await shopper.add(made)
    url = "/api/v1/media/k-400.webp"
    assert cart["groups"][0]["items"][0]["product"]["image"] == url
    _, order = await orders.placed(app, platform, (made, 2), account=account)
    (card,) = (await shopper.http.get(f"{API}/orders")).json()["items"]
    for part in (order["seller_orders"][0], card["seller_orders"][0]):
        assert part["seller"] == {
            "id": shop.ref, "slug": shop.slug, "name": shop.name, "stall_hue": shop.stall_hue, "logo": None,
        }  # fmt: skip
        assert (part["lines"][0]["image"], part["lines"][0]["image_key"]) == (url, "k")
    assert (card["seller_orders"][0]["units"], card["seller_orders"][0]["units_to_ship"]) == (3, 3)


async def test_money_is_told_by_the_orders_number(app: Application, platform: Platform) -> None:
    shop, _, _, order = await orders.sale(app, platform)
    owner = Shopper(app, shop.owner)
    number = order["seller_orders"][0]["number"]
    balance = (await owner.http.get(f"{API}/sellers/{shop.ref}/balance")).json()
    assert [one["number"] for one in balance["items"]] == [number]
    ledger = (await owner.http.get(f"{API}/sellers/{shop.ref}/ledger")).json()
    assert {one["number"] for one in ledger["items"]} == {number}
