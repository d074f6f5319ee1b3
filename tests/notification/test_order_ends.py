"""Mails about what does not come: both sides hear of a cancellation and of money that came too late, once."""

from uuid import uuid4

from feria.app import Application
from feria.core import events
from feria.core.platform import Platform
from feria.services.notification import contract, flows
from feria.services.notification.gateways import mailer
from feria.services.order import jobs
from tests.conftest import Later
from tests.factories import orders
from tests.order.orders import Sale, expire_while_paying, late_money, paid, unpaid


async def subjects(platform: Platform, recipient: str) -> list[str]:
    """What was sent to somebody, the newest first."""
    for _ in range(2):
        await events.drain(platform)
        while await flows.send_due(platform, mailer(platform)):
            pass
    async with platform.db.reading() as tx:
        return [mail.subject for mail in await contract.mailbox(tx, recipient)]


async def body(platform: Platform, recipient: str, subject: str) -> str:
    async with platform.db.reading() as tx:
        [mail] = [one for one in await contract.mailbox(tx, recipient) if one.subject == subject]
    assert "{{" not in mail.html + mail.text
    return mail.text


async def sold(app: Application, platform: Platform, *, pay: bool = True) -> tuple[Sale, str]:
    """A sale to a guest whose address nobody else has."""
    sale = await (paid if pay else unpaid)(app, platform, auto_accept=False)
    email = f"{uuid4().hex}@example.test"
    async with platform.db.transaction() as tx:
        await tx.execute(
            'UPDATE "order".orders SET email = $1 WHERE number = $2', email, sale.order["number"]
        )
    return sale, email


async def test_the_seller_cancels_one_and_the_clock_the_rest(
    app: Application, platform: Platform, later: Later
) -> None:
    sale, email = await sold(app, platform)
    number, name = sale.order["number"], sale.shop.name
    await sale.cancel(lines=[{"id": sale.line, "quantity": 1}])
    fewer = f"1 of the things from {name} in your order {number} are cancelled"
    assert fewer in await subjects(platform, email)
    assert "You cancelled them." in await body(platform, email, fewer)
    assert "€19.99 goes back" in await body(platform, email, fewer)
    assert f"Order {number}-1: 1 fewer to send" in await subjects(platform, sale.shop.owner.email)
    later(hours=49)
    while await jobs.cancel_unaccepted_orders(platform):
        pass
    whole = f"{name}'s part of your order {number} is cancelled"
    assert (await subjects(platform, email)).count(whole) == 1
    assert "did not accept the order in time" in await body(platform, email, whole)
    assert f"Order {number}-1 is cancelled: do not send it" in await subjects(platform, sale.shop.owner.email)


async def test_a_seller_that_cancels_is_not_told_so(app: Application, platform: Platform) -> None:
    sale, email = await sold(app, platform)
    before = await subjects(platform, sale.shop.owner.email)
    assert (await sale.put("cancelled", reason="It broke.")).status_code == 200
    assert await subjects(platform, sale.shop.owner.email) == before
    whole = f"{sale.shop.name}'s part of your order {sale.order['number']} is cancelled"
    assert "Reason: It broke." in await body(platform, email, (await subjects(platform, email))[0])
    assert await subjects(platform, email) == [whole, *(await subjects(platform, email))[1:]]


async def test_both_sides_hear_of_money_that_goes_back(
    app: Application, platform: Platform, later: Later
) -> None:
    sale, email = await sold(app, platform, pay=False)
    await expire_while_paying(platform, later, sale)
    other = orders.Shopper(app)
    await other.add(sale.product, 9)
    await other.order()
    await late_money(platform, sale)
    number = sale.order["number"]
    late = f"Your payment for order {number} came too late and goes back to you"
    assert await subjects(platform, email) == [late]
    assert "no longer free" in await body(platform, email, late)
    told = f"Nothing to send for {number}-1: it was paid too late"
    assert await subjects(platform, sale.shop.owner.email) == [told]


async def test_both_sides_hear_of_late_money_that_could_be_used(
    app: Application, platform: Platform, later: Later
) -> None:
    sale, email = await sold(app, platform, pay=False)
    await expire_while_paying(platform, later, sale)
    await late_money(platform, sale)
    number = sale.order["number"]
    assert [number in subject for subject in await subjects(platform, email)] == [True]
    assert await subjects(platform, sale.shop.owner.email) == [f"New order {number}-1"]


async def test_each_side_hears_where_the_other_sends_it(app: Application, platform: Platform) -> None:
    sale, email = await sold(app, platform)
    number, shop = sale.order["number"], sale.shop
    address = {**orders.ADDRESS, "line1": "Rua Nova 1"}
    url = f"{orders.API}/orders/{sale.ref}/address"
    anything = {"If-Match": "*"}
    moved = await sale.guest.http.put(url, json={"address": address}, headers=anything)
    assert moved.status_code == 200
    assert f"Send {number}-1 to another address" in await subjects(platform, shop.owner.email)
    buyers = await subjects(platform, email)
    assert f"Your order {number} goes to another address" not in buyers
    answer = await sale.guest.http.put(
        url,
        json={"address": {**address, "line2": "2 esq."}, "reason": "You called."},
        headers={"X-Order-Token": "", **shop.headers, **anything},
    )
    assert answer.status_code == 200
    assert await subjects(platform, email) == [f"Your order {number} goes to another address", *buyers]
    told = await body(platform, email, f"Your order {number} goes to another address")
    assert f"{shop.name} changed" in told and "Reason: You called." in told


async def find(app: Application, number: str, email: str) -> int:
    visitor = orders.Shopper(app)
    answer = await visitor.http.post(f"{orders.API}/orders/find", json={"number": number, "email": email})
    assert answer.status_code == 429 or answer.content in (b"", b"null")
    return answer.status_code


async def test_the_way_back_to_an_order_is_mailed_to_its_buyer_only(
    app: Application, platform: Platform, later: Later
) -> None:
    sale, email = await sold(app, platform)
    number = sale.order["number"]
    before = await subjects(platform, email)
    stranger = f"{uuid4().hex}@example.test"
    for asked in ((number, stranger), ("Z000000", email), ("nothing at all", email)):
        assert await find(app, *asked) == 202
    assert await subjects(platform, email) == before
    assert await subjects(platform, stranger) == []
    for asked in ((number.lower(), email.upper()), (f"{number}-1", email)):
        assert await find(app, *asked) == 202
    mine = f"Your order {number}"
    assert await subjects(platform, email) == [mine, *before], "once, however often it is asked for"
    assert f"#token={sale.order['token']}" in await body(platform, email, mine)
    later(minutes=11)
    assert await find(app, number, email) == 202
    assert (await subjects(platform, email)).count(mine) == 2


async def test_nobody_tries_numbers_by_the_thousand(app: Application, platform: Platform) -> None:
    visitor = orders.Shopper(app)
    asked = [
        await visitor.http.post(
            f"{orders.API}/orders/find", json={"number": "Z000000", "email": f"{place}@example.test"}
        )
        for place in range(11)
    ]
    assert [one.status_code for one in asked] == [202] * 10 + [429]
    email = f"{uuid4().hex}@example.test"
    assert [await find(app, "Z000000", email) for _ in range(6)] == [202] * 5 + [429]
