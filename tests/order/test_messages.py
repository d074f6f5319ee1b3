"""Messages between buyer and shop: threads, what is unread, pictures, reports, and what staff may see."""

import asyncio
from typing import Any

import pytest

from feria.app import Application
from feria.core.platform import Platform
from tests.factories import products, users
from tests.factories.hostile_files import picture
from tests.factories.orders import API, Shopper
from tests.factories.products import Made
from tests.factories.users import Seller
from tests.order.orders import assert_clean, paid, slug, unpaid

MESSAGES = f"{API}/messages"


async def asked(person: Shopper, about: str, text: str = "Is it dishwasher safe?") -> dict[str, Any]:
    """The thread after writing about something."""
    answer = await person.http.post(MESSAGES, json={"about": about, "text": text})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def said(person: Shopper, thread: dict[str, Any], text: str) -> dict[str, Any]:
    answer = await person.http.post(f"{MESSAGES}/{thread['id']}", json={"text": text})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def unread(person: Shopper, **params: str) -> int:
    return int((await person.http.get(f"{MESSAGES}/unread", params=params)).json()["threads"])


async def shop_and_buyer(app: Application, platform: Platform) -> tuple[Seller, Made, Shopper, Shopper]:
    """A shop with a product, its owner at the browser, and a signed-in buyer."""
    shop = await users.seller(platform)
    product = await products.product(platform, shop.id)
    buyer = Shopper(app, await users.account(platform))
    return shop, product, Shopper(app, shop.owner), buyer


async def test_a_question_about_a_product_and_its_answer(app: Application, platform: Platform) -> None:
    shop, product, owner, buyer = await shop_and_buyer(app, platform)
    thread = await asked(buyer, product.ref)
    assert (thread["side"], thread["about"], thread["unread"]) == (
        "buyer", {"kind": "product", "id": product.ref, "title": product.title}, 0,
    )  # fmt: skip
    again = await asked(buyer, product.ref, "And the oven?")
    assert again["id"] == thread["id"], "there is one thread for each thing"
    assert [one["text"] for one in again["items"]] == ["And the oven?", "Is it dishwasher safe?"]
    assert await unread(owner, seller=shop.ref) == 1
    listed = (await owner.http.get(MESSAGES, params={"seller": shop.ref})).json()["items"]
    assert [(one["id"], one["unread"], one["last_text"]) for one in listed] == [
        (thread["id"], 2, "And the oven?")
    ]
    answer = await said(owner, thread, "Both, gently.")
    assert (answer["by"], answer["author_name"]) == ("seller", shop.name)
    assert (await unread(owner, seller=shop.ref), await unread(buyer)) == (0, 1)
    mine = (await buyer.http.get(MESSAGES, params={"unread": "true"})).json()["items"]
    assert [(one["seller"]["id"], one["last_by"]) for one in mine] == [(shop.ref, "seller")]
    assert (await buyer.http.post(f"{MESSAGES}/{thread['id']}/read")).status_code == 204
    assert await unread(buyer) == 0
    await assert_clean(platform)


async def test_older_messages_come_page_by_page(app: Application, platform: Platform) -> None:
    _, product, owner, buyer = await shop_and_buyer(app, platform)
    thread = await asked(buyer, product.ref, "0")
    for number in range(1, 7):
        await said(owner if number % 2 else buyer, thread, str(number))
    got, after = [], None
    while True:
        params = {"limit": "3", **({"after": after} if after else {})}
        page = (await buyer.http.get(f"{MESSAGES}/{thread['id']}", params=params)).json()
        got += [one["text"] for one in page["items"]]
        if not (after := page["next"]):
            break
    assert got == list("6543210")


async def test_a_guest_writes_about_an_order_by_its_token(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    owner = Shopper(app, sale.shop.owner)
    thread = await asked(sale.guest, sale.ref, "Could you wrap it?")
    assert (thread["order_number"], thread["about"]["title"]) == (
        sale.order["number"], sale.order["seller_orders"][0]["number"],
    )  # fmt: skip
    await said(owner, thread, "Gladly.")
    params = {"order": sale.order["id"]}
    listed = (await sale.guest.http.get(MESSAGES, params=params)).json()["items"]
    assert [(one["id"], one["unread"]) for one in listed] == [(thread["id"], 1)]
    listed = (await owner.http.get(MESSAGES, params={"seller": sale.shop.ref, **params})).json()["items"]
    assert [one["id"] for one in listed] == [thread["id"]]
    sale.guest.http.headers.pop("X-Order-Token")
    for method, url in (("GET", thread["id"]), ("POST", f"{thread['id']}/read")):
        assert (await sale.guest.http.request(method, f"{MESSAGES}/{url}")).status_code == 404
    assert slug(await sale.guest.http.get(MESSAGES, params=params)) == (404, "not-found")
    assert (await sale.guest.http.get(MESSAGES)).status_code == 401


async def test_a_shop_writes_first_about_an_order(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    thread = await asked(Shopper(app, sale.shop.owner), sale.ref, "The blue one is out. Green?")
    assert (thread["side"], thread["buyer_name"]) == ("seller", "Ana Prova")
    seen = (await sale.guest.http.get(f"{MESSAGES}/{thread['id']}")).json()
    assert (seen["side"], seen["unread"]) == ("buyer", 1)


async def test_who_may_not_start(app: Application, platform: Platform) -> None:
    shop, product, owner, buyer = await shop_and_buyer(app, platform)
    draft = await products.product(platform, shop.id, publish=False)
    waiting = await unpaid(app, platform)
    closed = await users.seller(platform, status="suspended")
    nobody = Shopper(app)
    for person, about, wanted in (
        (nobody, product.ref, (401, "unauthenticated")),
        (nobody, shop.ref, (401, "unauthenticated")),
        (owner, product.ref, (409, "own-shop")),
        (owner, shop.ref, (409, "own-shop")),
        (buyer, draft.ref, (404, "not-found")),
        (buyer, closed.ref, (404, "not-found")),
        (buyer, waiting.ref, (404, "not-found")),
        (waiting.guest, waiting.ref, (404, "not-found")),
        (buyer, "usr_00000000", (422, "invalid")),
        (buyer, "prod_1", (422, "invalid")),
    ):
        answer = await person.http.post(MESSAGES, json={"about": about, "text": "Hello"})
        assert slug(answer) == wanted, (about, answer.text)
    for text in ("", "   ", "\n", "\u00a0", "\u3000\u2003", "a\x00", "x" * 4_001):
        answer = await buyer.http.post(MESSAGES, json={"about": product.ref, "text": text})
        assert answer.status_code in (400, 422), text
    assert (await buyer.http.get(MESSAGES)).json()["items"] == []


async def test_pictures_are_drawn_anew(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    thread = await asked(sale.guest, sale.ref)
    url = f"{MESSAGES}/{thread['id']}/pictures"
    answer = await sale.guest.http.post(
        url, files={"file": ("a.png", picture(".png", 1600, 800))}, data={"text": "It came like this."}
    )
    assert answer.status_code == 201, answer.text
    sent = answer.json()
    assert (sent["text"], sent["picture"]["width"], sent["picture"]["height"]) == (
        "It came like this.", 1200, 600,
    )  # fmt: skip
    file = await Shopper(app).http.get(sent["picture"]["url"])
    assert (file.status_code, file.headers["content-type"], file.content[8:12]) == (
        200,
        "image/webp",
        b"WEBP",
    )
    assert "private" in file.headers["cache-control"]
    for name in ("0" * 32, "..%2fa", "A" * 32):
        assert (await Shopper(app).http.get(f"{API}/media/messages/{name}.webp")).status_code == 404
    bad = await sale.guest.http.post(url, files={"file": ("a.png", b"<script>no</script>")})
    assert slug(bad) == (422, "bad-picture")
    stranger = Shopper(app, await users.account(platform))
    assert (
        await stranger.http.post(url, files={"file": ("a.png", picture(".png", 40, 40))})
    ).status_code == 404
    await assert_clean(platform)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", b"\xed\xa0\x80"),
        ("utf-8", b"\xff"),
        ("nonsense", b"a"),
        ("hex", b"61"),
        ("unicode_escape", b"\\ud800"),
    ],
)
async def test_words_with_a_picture_have_to_be_text(
    app: Application, platform: Platform, charset: str, text: bytes
) -> None:
    sale = await paid(app, platform)
    thread = await asked(sale.guest, sale.ref)
    part = b'\r\nContent-Disposition: form-data; name="%s"%s\r\nContent-Type: %s\r\n\r\n%s\r\n'
    body = b"".join(
        (
            b"--B" + part % (b"text", b"", b"text/plain; charset=" + charset.encode(), text),
            b"--B" + part % (b"file", b'; filename="a.png"', b"image/png", picture(".png", 40, 40)),
            b"--B--\r\n",
        )
    )
    answer = await sale.guest.http.post(
        f"{MESSAGES}/{thread['id']}/pictures",
        content=body,
        headers={"content-type": "multipart/form-data; boundary=B"},
    )
    assert answer.status_code in (400, 422), answer.text


async def test_a_report_reaches_the_operator_who_reads_with_a_reason(
    app: Application, platform: Platform
) -> None:
    shop, product, owner, buyer = await shop_and_buyer(app, platform)
    thread = await asked(buyer, product.ref)
    rude = await said(owner, thread, "None of your business.")
    url = f"{MESSAGES}/{thread['id']}"
    mine = (await buyer.http.get(url)).json()["items"][1]["id"]
    report = {"message_id": rude["id"], "reason": "Rude"}
    assert slug(await buyer.http.post(f"{url}/reports", json={**report, "message_id": mine}))[0] == 422
    assert slug(await buyer.http.post(f"{url}/reports", json={**report, "message_id": "msg_1"}))[0] == 422
    for reason in ("Rude", "Rude again"):
        answer = await buyer.http.post(f"{url}/reports", json={**report, "reason": reason})
        assert answer.status_code == 204
    assert [one["reported"] for one in (await buyer.http.get(url)).json()["items"]] == [True, False]
    assert not any(one["reported"] for one in (await owner.http.get(url)).json()["items"])
    staff = Shopper(app, await users.operator(platform, "support"))
    listed = await staff.http.get(f"{API}/operator/messages", params={"reported": "true", "limit": "100"})
    assert (thread["id"], "") in [(one["id"], one["last_text"]) for one in listed.json()["items"]]
    assert slug(await staff.http.get(url)) == (403, "forbidden")
    view = f"{API}/operator/messages/{thread['id']}/view"
    assert slug(await staff.http.post(view, json={"reason": " "})) == (422, "invalid")
    seen = (await staff.http.post(view, json={"reason": "reported as rude"})).json()
    assert [(one["text"], one["report_reason"]) for one in seen["items"]] == [
        ("None of your business.", "Rude"), ("Is it dishwasher safe?", ""),
    ]  # fmt: skip
    async with platform.db.reading() as tx:
        noted = await tx.fetch(
            "SELECT actor, action, detail FROM core.audit WHERE subject = $1", thread["id"]
        )
    assert [tuple(row) for row in noted] == [
        (
            f"account:{staff.account.id if staff.account else 0}",
            "thread.viewed",
            {"reason": "reported as rude"},
        )
    ]
    word = await said(staff, thread, "Please be kind.")
    assert (word["by"], word["author_name"]) == ("operator", "")
    assert (await unread(buyer), await unread(owner, seller=shop.ref)) == (1, 1)
    await assert_clean(platform)


async def test_many_at_once_share_one_thread(app: Application, platform: Platform) -> None:
    _, product, owner, buyer = await shop_and_buyer(app, platform)
    threads = await asyncio.gather(*(asked(buyer, product.ref, str(number)) for number in range(8)))
    assert len({one["id"] for one in threads}) == 1
    await asyncio.gather(*(said(owner, threads[0], str(number)) for number in range(8)))
    seen = (await buyer.http.get(f"{MESSAGES}/{threads[0]['id']}")).json()
    assert (len(seen["items"]), seen["unread"]) == (16, 8)
    await assert_clean(platform)


async def test_nobody_floods_a_shop(app: Application, platform: Platform) -> None:
    _, product, _, buyer = await shop_and_buyer(app, platform)
    body = {"about": product.ref, "text": "Buy now"}
    codes = [(await buyer.http.post(MESSAGES, json=body)).status_code for _ in range(21)]
    assert codes == [201] * 20 + [429]


async def test_what_a_shop_hears_of_is_its_own(app: Application, platform: Platform) -> None:
    shop, product, _, buyer = await shop_and_buyer(app, platform)
    thread = await asked(buyer, product.ref)
    other = Shopper(app, (await users.seller(platform)).owner)
    for params in ({"seller": shop.ref}, {"seller": "sel_zzzzzzzz"}):
        assert slug(await other.http.get(MESSAGES, params=params)) == (404, "not-found")
        assert slug(await other.http.get(f"{MESSAGES}/unread", params=params)) == (404, "not-found")
    for path in (thread["id"], f"thr_{'z' * 26}", "thr_1", "pictures"):
        assert (await other.http.get(f"{MESSAGES}/{path}")).status_code == 404
