"""Who sees which orders, alone and in lists."""

from datetime import UTC, datetime, timedelta

from feria.app import Application
from feria.core import ids
from feria.core.platform import Platform
from feria.services.order import contract
from feria.services.user import contract as user
from tests.factories import orders, products, users
from tests.factories.orders import API, Shopper
from tests.order.orders import paid, slug, unpaid


async def test_nobody_else_sees_an_order(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    missing = ids.encode("ord", ids.new(5))
    other = await users.seller(platform)
    stranger = await users.account(platform)
    bodies = set()
    for ref in (
        sale.order["id"],
        sale.order["number"],
        sale.ref,
        missing,
        "ord_?",
        "sord_?",
        "NOSUCH1",
        "x" * 300,
    ):
        for headers in ({}, {"X-Order-Token": "0" * 32}, other.headers, stranger.headers):
            for path in ("", "/tracking"):
                answer = await Shopper(app).http.get(f"{API}/orders/{ref}{path}", headers=headers)
                assert answer.status_code == 404, (ref, headers)
                bodies.add(answer.text)
    assert len(bodies) == 1


async def test_members_see_their_part_only(app: Application, platform: Platform) -> None:
    shops = [await users.seller(platform) for _ in range(2)]
    made = [await products.product(platform, shop.id) for shop in shops]
    guest, order = await orders.placed(app, platform, *((product, 1) for product in made))
    staff = await users.member(platform, shops[0], "staff")
    for headers in (shops[0].headers, staff.headers):
        visitor = Shopper(app).http
        own = await visitor.get(f"{API}/orders/{order['seller_orders'][0]['id']}", headers=headers)
        assert own.status_code == 200
        assert own.json()["kind"] == "seller_order"
        assert own.json()["commission"]["amount"] > 0
        assert own.json()["shipping_address"]["city"] == "Porto"
        for ref in (order["id"], order["number"], order["seller_orders"][1]["id"]):
            assert (await visitor.get(f"{API}/orders/{ref}", headers=headers)).status_code == 404
    assert order["seller_orders"][0]["commission"] is None
    operator = await users.operator(platform, "support")
    assert (await guest.http.get(f"{API}/orders/{order['id']}", headers=operator.headers)).status_code == 200


async def test_a_buyers_list(app: Application, platform: Platform) -> None:
    account = await users.account(platform)
    shop = await users.seller(platform)
    product = await products.product(platform, shop.id)
    numbers: list[str] = []
    for _ in range(3):
        _, order = await orders.placed(app, platform, (product, 1), account=account)
        assert (order["token"], order["email"]) == (None, account.email)
        numbers.insert(0, order["number"])
    buyer = Shopper(app, account)
    first = (await buyer.http.get(f"{API}/orders?limit=2")).json()
    rest = (await buyer.http.get(f"{API}/orders?limit=2&after={first['next']}")).json()
    assert [one["number"] for one in first["items"] + rest["items"]] == numbers
    assert rest["next"] is None
    assert first["items"][0]["seller_orders"][0]["lines"][0]["title"] == product.title
    assert (await buyer.http.get(f"{API}/orders?status=cancelled")).json()["items"] == []
    assert slug(await buyer.http.get(f"{API}/orders?status=cancelled&after={first['next']}")) == (
        400,
        "bad-cursor",
    )
    assert slug(await buyer.http.get(f"{API}/orders?status=nonsense"))[0] in (400, 422)
    assert slug(await Shopper(app).http.get(f"{API}/orders")) == (401, "unauthenticated")


async def test_an_account_sees_orders_of_a_guest_it_claimed(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    account = await users.account(platform)
    shopper_id = ids.owner_of(ids.path("ord", sale.order["id"]))
    await platform.db.run(user.link_shopper, account.id, shopper_id)
    buyer = Shopper(app, account)
    listed = (await buyer.http.get(f"{API}/orders")).json()["items"]
    assert [one["id"] for one in listed] == [sale.order["id"]]
    assert (await buyer.see(sale.order["id"]))["number"] == sale.order["number"]


async def test_a_sellers_list(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    waiting = Shopper(app)
    await waiting.add(sale.product)
    open_order = await waiting.order()
    url, visitor = f"{API}/sellers/{sale.shop.ref}/orders", Shopper(app).http

    async def found(query: str = "") -> list[str]:
        answer = await visitor.get(f"{url}?{query}", headers=sale.shop.headers)
        assert answer.status_code == 200, answer.text
        return [one["number"] for one in answer.json()["items"]]

    number = sale.order["seller_orders"][0]["number"]
    today = datetime.now(UTC).date()
    assert await found() == [number]
    assert await found("status=awaiting_payment") == [open_order["seller_orders"][0]["number"]]
    for q in (number, number.lower(), number[:4], "ana", sale.product.title[3:].lower()):
        assert await found(f"q={q}") == [number], q
    assert await found("q=nobody") == []
    assert await found(f"from={today - timedelta(days=1)}&to={today + timedelta(days=1)}") == [number]
    assert await found(f"to={today - timedelta(days=2)}") == []
    assert await found("from=0001-01-01&to=9999-12-31") == [number]
    assert await found("to=0001-01-01") == []
    other = await users.seller(platform)
    for headers in (other.headers, (await users.account(platform)).headers):
        assert (await visitor.get(url, headers=headers)).status_code == 404
    assert (await visitor.get(url)).status_code == 401
    assert (await visitor.get(f"{API}/sellers/sel_?/orders", headers=other.headers)).status_code == 404
    bad = await visitor.get(f"{url}?from=yesterday", headers=sale.shop.headers)
    assert bad.status_code in (400, 422)


async def test_the_operators_list(app: Application, platform: Platform) -> None:
    sale = await unpaid(app, platform)
    operator, visitor = await users.operator(platform, "finance"), Shopper(app).http
    url = f"{API}/operator/orders"
    for q in (sale.order["number"], sale.order["seller_orders"][0]["number"]):
        listed = (await visitor.get(f"{url}?q={q}", headers=operator.headers)).json()["items"]
        assert [one["id"] for one in listed] == [sale.order["id"]]
    assert len((await visitor.get(f"{url}?limit=1", headers=operator.headers)).json()["items"]) == 1
    assert (await visitor.get(url, headers=sale.shop.headers)).status_code == 403
    assert (await visitor.get(url)).status_code == 401


async def test_summaries_for_mails(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    await sale.ship(1)
    order_id = ids.path("ord", sale.order["id"])
    async with platform.db.reading() as tx:
        summary = await contract.order_summary(tx, order_id)
        part = summary.seller_orders[0]
        again = await contract.seller_order_summary(tx, sale.shop.id, part.id)
        parcel = await contract.shipment_summary(tx, sale.shop.id, part.shipments[0].id)
    assert (summary.number, summary.email, summary.name) == (
        sale.order["number"],
        "guest@example.test",
        "Ana Prova",
    )
    assert again == part
    assert (part.seller_name, part.lines[0].quantity, part.total_amount) == (
        sale.shop.name,
        2,
        summary.total_amount,
    )
    assert (parcel.carrier, parcel.lines[0].quantity) == ("CTT", 1)
    assert contract.order_token(platform.settings.secret, order_id) == sale.guest.token
