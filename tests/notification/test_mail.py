"""Mails: one per cause and person, sent at least once with one Message-ID, given up when refused for good."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from feria.app import Application
from feria.core import clock, events
from feria.core.platform import Platform
from feria.services.notification import actions, contract, flows
from feria.services.notification.gateways import Mail, mailer
from feria.services.notification.gateways.mailbox import Mailbox
from feria.services.user import contract as user
from tests.conftest import Later
from tests.factories import coupons, orders, products, users


async def mails_to(platform: Platform, recipient: str) -> list[str]:
    async with platform.db.reading() as tx:
        return [mail.subject for mail in await contract.mailbox(tx, recipient)]


async def send(platform: Platform) -> None:
    await events.drain(platform)
    while await flows.send_due(platform, mailer(platform)):
        pass


async def state_of(platform: Platform, recipient: str) -> tuple[str, int]:
    async with platform.db.reading() as tx:
        row = await tx.fetchrow(
            "SELECT state, attempts FROM notification.messages WHERE recipient = $1", recipient
        )
    assert row is not None
    return row["state"], row["attempts"]


async def note(platform: Platform, recipient: str) -> None:
    """A message about a password reset to any address."""
    reset_id = uuid4()
    await platform.db.run(
        actions.write_messages, "password_reset", reset_id, [(recipient, "en")], {"reset_id": reset_id}
    )


async def test_an_order_is_confirmed_once_and_every_seller_hears_of_its_part(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    email = f"{uuid4().hex}@example.test"
    seller = await users.seller(platform)
    product = await products.product(platform, seller.id, price=2000)
    guest = orders.Shopper(app)
    await guest.add(product)
    deal = await coupons.of_shop(client, seller)
    await coupons.enter(guest, deal)
    order = await guest.order(email=email)
    await guest.pay(order)
    for _ in range(2):
        await send(platform)
    async with platform.db.reading() as tx:
        name = (await user.marketplace(tx)).name
    assert await mails_to(platform, email) == [f"Your order {order['number']} at {name}"]
    assert await mails_to(platform, seller.owner.email) == [f"New order {order['number']}-1"]
    async with platform.db.reading() as tx:
        mail = (await contract.mailbox(tx, email))[0]
        news = (await contract.mailbox(tx, seller.owner.email))[0]
    assert product.title in mail.html and product.title in mail.text
    code = f"Code {deal['codes'][0]}"
    assert code in mail.html and f"{code}  \u2212€2.00" in mail.text
    assert "€20.00" in mail.text, "things stand at their price, so that the rows add up"
    assert "{{" not in mail.html + mail.text
    link = f"http://feria.test/orders/{order['number']}#token={order['token']}"
    assert link in mail.html and link in mail.text
    assert f"http://feria.test/sell/orders/{order['seller_orders'][0]['id']}" in news.text


async def test_what_is_collected_is_no_parcel(app: Application, platform: Platform, later: Later) -> None:
    email = f"{uuid4().hex}@example.test"
    seller = await users.seller(platform)
    place = {
        "line1": "Rua do Forno 3",
        "postal_code": "4050-262",
        "city": "Porto",
        "country": "PT",
        "note": "Ring twice",
    }
    profile = {
        "name": "Collect",
        "market": "eu",
        "kind": "pickup",
        "pickup": place,
        "min_days": 0,
        "max_days": 1,
    }
    guest = orders.Shopper(app)
    saved = await guest.http.put(
        f"{orders.API}/sellers/{seller.ref}/shipping-profiles",
        json={"items": [profile]},
        headers={**seller.headers, "If-Match": "*"},
    )
    assert saved.status_code == 200, saved.text
    await guest.add(await products.product(platform, seller.id))
    order = await guest.order(email=email)
    await guest.pay(order)
    part = f"{orders.API}/orders/{order['seller_orders'][0]['id']}"
    sent = await guest.http.post(f"{part}/shipments", json={"carrier": "Collect"}, headers=seller.headers)
    assert sent.status_code == 201, sent.text
    listed = await guest.http.get(f"{orders.API}/sellers/{seller.ref}/orders", headers=seller.headers)
    assert [one["pickup"] for one in listed.json()["items"]] == [{**place, "line2": ""}], (
        "no list says that it was shipped"
    )
    assert (await guest.http.put(f"{part}/status", json={"status": "delivered"})).status_code == 200
    await send(platform)
    later(days=3.1)
    await send(platform)
    async with platform.db.reading() as tx:
        mails = await contract.mailbox(tx, email)
        [news] = await contract.mailbox(tx, seller.owner.email)
    by_subject = {mail.subject: mail for mail in mails}
    ready = by_subject[f"Your things from {seller.name} can be collected"]
    assert "Rua do Forno 3\n  4050-262 Porto\n\nRing twice" in ready.text
    assert "Rua do Forno 3, 4050-262 Porto. Ring twice" in ready.html
    assert f"What is it like? Your things from {seller.name}" in by_subject
    assert "the buyer collects it" in news.text
    for mail in (*mails, news):
        assert "parcel" not in (mail.text + mail.html).lower() and "Delivery" not in mail.text


async def test_a_reset_link_works_and_is_stored_nowhere(platform: Platform, app: Application) -> None:
    person = await users.account(platform)
    visitor = orders.Shopper(app)
    answer = await visitor.http.post("/api/v1/auth/forgot-password", json={"email": person.email})
    assert answer.status_code == 202
    await events.drain(platform)
    async with platform.db.reading() as tx:
        stored = await tx.fetchval(
            "SELECT data::text FROM notification.messages WHERE recipient = $1", person.email
        )
    await send(platform)
    async with platform.db.reading() as tx:
        mail = (await contract.mailbox(tx, person.email))[0]
    token = mail.text.partition("token=")[2].split()[0]
    assert token not in stored
    answer = await visitor.http.post(
        "/api/v1/auth/reset-password", json={"token": token, "password": "another-good-password"}
    )
    assert answer.status_code in (200, 204), answer.text


async def test_two_senders_send_each_message_once(platform: Platform) -> None:
    recipients = [f"{uuid4().hex}@example.test" for _ in range(30)]
    for recipient in recipients:
        await note(platform, recipient)
    await asyncio.gather(*(flows.send_due(platform, mailer(platform)) for _ in range(8)))
    for recipient in recipients:
        assert len(await mails_to(platform, recipient)) == 1


async def test_a_slow_server_has_no_mail_sent_twice(platform: Platform, later: Later) -> None:
    recipients = [f"{uuid4().hex}@example.test" for _ in range(flows.BATCH_MAX)]
    await send(platform)
    for recipient in recipients:
        await note(platform, recipient)
    sent = []

    class Slow:
        """Takes half a minute for each mail; meanwhile another worker looks what is due."""

        async def send(self, mail: Mail) -> None:
            sent.append(mail.recipient)
            later(seconds=30)
            if len(sent) < flows.BATCH_MAX:
                await flows.send_due(platform, Other())

    class Other:
        """Quick."""

        async def send(self, mail: Mail) -> None:
            sent.append(mail.recipient)

    await flows.send_due(platform, Slow())
    later(minutes=6)
    await flows.send_due(platform, Other())
    assert sorted(sent) == sorted(recipients)


async def test_a_message_that_breaks_down_keeps_no_other(platform: Platform) -> None:
    await send(platform)
    cause, recipient = uuid4(), f"{uuid4().hex}@example.test"
    broken = [("broken@example.test", "en")]
    await platform.db.run(actions.write_messages, "password_reset", cause, broken, {"reset_id": "none"})
    await note(platform, recipient)
    try:
        with pytest.raises(ValueError, match="UUID"):
            await send(platform)
        await send(platform)
    finally:
        async with platform.db.transaction() as tx:
            await tx.execute("DELETE FROM notification.messages WHERE cause = $1", cause)
    assert len(await mails_to(platform, recipient)) == 1


async def test_a_sender_that_dies_gives_its_messages_back(platform: Platform) -> None:
    recipient = f"{uuid4().hex}@example.test"
    await note(platform, recipient)
    taken = await platform.db.run(actions.take_messages, 100)  # and then it dies
    assert recipient in [message.recipient for message in taken]
    await send(platform)
    assert await mails_to(platform, recipient) == []
    clock.move_to_offset(actions.LEASE)
    try:
        await send(platform)
    finally:
        clock.move_to_offset(timedelta(0))
    assert len(await mails_to(platform, recipient)) == 1


async def test_a_mail_sent_but_not_recorded_is_the_same_mail_again(platform: Platform) -> None:
    mail = Mail(
        message_id=f"<{uuid4()}@feria.test>",
        sender="a@example.test",
        recipient=f"{uuid4().hex}@example.test",
        subject="Once",
        text="text",
        html="<p>html</p>",
    )
    for _ in range(2):
        await Mailbox(platform.db).send(mail)
    assert await mails_to(platform, mail.recipient) == ["Once"]


@pytest.mark.parametrize(("domain", "state"), [("refused.test", "failed"), ("busy.test", "pending")])
async def test_refusals_for_good_and_for_now(platform: Platform, domain: str, state: str) -> None:
    recipient = f"{uuid4().hex}@{domain}"
    await note(platform, recipient)
    await send(platform)
    assert await state_of(platform, recipient) == (state, 1)
    assert await mails_to(platform, recipient) == []


async def test_ten_refusals_for_now_are_enough(platform: Platform) -> None:
    recipient = f"{uuid4().hex}@busy.test"
    await note(platform, recipient)
    try:
        for _ in range(actions.ATTEMPTS_MAX + 2):
            await send(platform)
            clock.move_to_offset(clock.offset() + timedelta(hours=2))
    finally:
        clock.move_to_offset(timedelta(0))
    assert await state_of(platform, recipient) == ("failed", actions.ATTEMPTS_MAX)


async def test_the_mailbox_page_shows_a_mail(app: Application, platform: Platform) -> None:
    recipient = f"{uuid4().hex}@example.test"
    await note(platform, recipient)
    await send(platform)
    visitor = orders.Shopper(app)
    listed = await visitor.http.get("/dev/mail", params={"to": recipient})
    assert listed.status_code == 200 and "Set a new password" in listed.text
    address = listed.text.partition('<a href="/dev/mail/')[2].partition('"')[0]
    shown = await visitor.http.get(f"/dev/mail/{address}")
    assert shown.status_code == 200 and "<iframe" in shown.text
    assert "script-src" not in shown.headers["content-security-policy"]
    assert (await visitor.http.get("/dev/mail/unknown@nowhere")).status_code == 404


async def test_shop_and_buyer_hear_of_a_review_of_its_answer_and_of_its_end(
    app: Application, platform: Platform, later: Later
) -> None:
    email = f"{uuid4().hex}@example.test"
    seller = await users.seller(platform)
    product = await products.product(platform, seller.id, title="Jug & bowl")
    guest = orders.Shopper(app)
    await guest.add(product)
    order = await guest.order(email=email)
    await guest.pay(order)
    part = f"{orders.API}/orders/{order['seller_orders'][0]['id']}"
    sent = await guest.http.post(f"{part}/shipments", json={"carrier": "CTT"}, headers=seller.headers)
    assert sent.status_code == 201
    assert (await guest.http.put(f"{part}/status", json={"status": "delivered"})).status_code == 200
    await send(platform)
    before = await mails_to(platform, email)
    later(days=2.9)
    await send(platform)
    assert await mails_to(platform, email) == before
    later(days=0.2)
    for _ in range(2):
        await send(platform)
    asked, *others = await mails_to(platform, email)
    assert (asked, others) == (f"What is it like? Your parcel from {seller.name}", before)
    line = order["seller_orders"][0]["lines"][0]["id"]
    answer = await guest.http.post(
        f"{orders.API}/products/{product.ref}/reviews", json={"line_id": line, "stars": 4}
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["author"] == "Ana P."
    for _ in range(2):
        await send(platform)
    told = await mails_to(platform, seller.owner.email)
    assert told.count("4 of 5 stars for Jug & bowl") == 1
    review, staff = answer.json()["id"], await users.operator(platform)
    shop = await users.still_there(platform, seller)
    for words in ("Thank you", "Thank you very much"):
        reply = {"text": words}
        said = await guest.http.post(f"{orders.API}/reviews/{review}/reply", json=reply, headers=shop.headers)
        assert said.status_code == 200, said.text
        await send(platform)
    url, reason = f"{orders.API}/operator/reviews/{review}/remove", {"reason": "It names a person"}
    assert (await guest.http.post(url, json=reason, headers=staff.headers)).status_code == 200
    for _ in range(2):
        await send(platform)
    async with platform.db.reading() as tx:
        removed, answered = (await contract.mailbox(tx, email))[:2]
    assert answered.subject == f"{seller.name} has answered your review"
    assert removed.subject == "Your review of Jug & bowl is not shown"
    assert "It names a person" in removed.text and "Jug &amp; bowl" in removed.html
    link = f"http://feria.test/orders/{order['number']}#token={order['token']}"
    assert link in removed.html and link in answered.text
    assert len(await mails_to(platform, email)) == len(before) + 3
