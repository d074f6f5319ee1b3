"""Mails about letters: to the other side only, and no second one until it has looked."""

from feria.app import Application
from feria.core.platform import Platform
from tests.factories import products, users
from tests.factories.orders import API, Shopper
from tests.notification.test_order_ends import body, sold, subjects


async def write(person: Shopper, path: str, **body: str) -> str:
    answer = await person.http.post(f"{API}/messages{path}", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_one_mail_until_it_is_read(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    product = await products.product(platform, shop.id, title="Jug & bowl")
    buyer, owner = Shopper(app, await users.account(platform)), Shopper(app, shop.owner)
    assert buyer.account is not None
    mine, theirs = buyer.account.email, shop.owner.email
    thread = await write(buyer, "", about=product.ref, text="Is it <blue>?")
    await write(buyer, f"/{thread}", text="Or green?")
    asked = "Ana Prova wrote to you about Jug & bowl"
    assert await subjects(platform, theirs) == [asked]
    text = await body(platform, theirs, asked)
    assert "Is it <blue>?" in text and f"http://feria.test/sell/messages?thread={thread}" in text
    await write(owner, f"/{thread}", text="Blue.")
    answered = f"{shop.name} wrote to you about Jug & bowl"
    assert await subjects(platform, mine) == [answered]
    assert f"http://feria.test/account/messages?thread={thread}" in await body(platform, mine, answered)
    await write(buyer, f"/{thread}", text="Thanks!")
    assert (await subjects(platform, theirs)).count(asked) == 2, "it had read all before"
    await owner.http.post(f"{API}/messages/{thread}/read")
    await write(buyer, f"/{thread}", text="One more thing")
    assert (await subjects(platform, theirs)).count(asked) == 3


async def test_a_guest_is_led_to_the_order(app: Application, platform: Platform) -> None:
    sale, email = await sold(app, platform)
    await write(Shopper(app, sale.shop.owner), "", about=sale.ref, text="It will be a day late.")
    told = f"{sale.shop.name} wrote to you about {sale.order['number']}-1"
    assert told in await subjects(platform, email)
    link = f"http://feria.test/orders/{sale.order['number']}#token={sale.order['token']}"
    assert link in await body(platform, email, told)
