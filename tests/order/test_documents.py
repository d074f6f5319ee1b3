"""Invoices and credit notes over HTTP: when they are issued, who gets them, their numbers, bytes and sums."""

import asyncio
import hashlib
from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from feria.app import Application
from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.order import jobs
from feria.services.order.flows import documents as flows
from feria.services.order.flows.documents import DocumentDiffers
from feria.services.order.queries import documents as issued
from tests.conftest import Later
from tests.factories import coupons, products, users
from tests.factories.orders import ADDRESS, API, Shopper
from tests.factories.users import Seller
from tests.order import invoices
from tests.order.invoices import attached, documents, pdf, text_of
from tests.order.orders import Sale, assert_clean, at, paid, slug

LEGAL = {"line1": "Rua do Ouro 210", "postal_code": "4150-552", "city": "Porto"}


async def registered(client: httpx.AsyncClient, shop: Seller, **fields: Any) -> dict[str, Any]:
    """The shop says who stands behind it."""
    address = f"{API}/sellers/{shop.ref}"
    now = (await client.get(f"{address}/settings", headers=shop.headers)).json()
    kept = ("name", "country", "town", "story", "stall_hue", "time_zone", "locale", "auto_accept")
    body = {name: now[name] for name in kept} | {
        "company": "Ilha Azul, Lda.", "vat_id": "PT509123457", "legal_address": LEGAL, **fields,
    }  # fmt: skip
    answer = await client.put(address, json=body, headers={**shop.headers, "If-Match": "*"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def invoice(sale: Sale) -> str:
    return f"{API}/orders/{sale.ref}/invoice.pdf"


async def test_an_invoice_is_issued_with_the_first_parcel(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    saved = await registered(sale.guest.http, sale.shop)
    assert saved["legal_address"] == {**LEGAL, "line2": "", "region": ""}
    assert slug(await sale.guest.http.get(invoice(sale))) == (409, "no-invoice-yet")
    assert await documents(sale.guest.http, sale.order["id"]) == []
    await sale.ship(1)
    (first,) = await documents(sale.guest.http, sale.order["id"])
    assert (first["kind"], first["number"]) == ("invoice", f"{clock.now().year}-00001")
    assert first["total"] == sale.order["total"] and first["tax"] == sale.order["tax"]
    assert (first["seller_order_id"], first["order_number"]) == (sale.ref, f"{sale.order['number']}-1")
    await sale.ship(tracking_number="RR2")
    assert await documents(sale.guest.http, sale.ref) == [first]
    made = await pdf(sale.guest.http, invoice(sale))
    assert made == await pdf(sale.guest.http, first["file"])
    said = text_of(made)
    for word in (
        "Invoice", first["number"], "Ilha Azul, Lda.", "Rua do Ouro 210", "4150-552 Porto", "VAT PT509123457",
        "Ana Prova", sale.order["number"], sale.product.title, "€44.88", "23 %",
    ):  # fmt: skip
        assert word in said, word
    written = attached(made)
    assert written is not None and invoices.faults([written]) == []
    assert invoices.amounts(written, "GrandTotalAmount") == ["44.88"]
    await assert_clean(platform)


async def test_what_was_cancelled_before_stands_in_no_invoice(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    assert (await sale.cancel(sale.ref, lines=[{"id": sale.line, "quantity": 1}])).status_code == 200
    await sale.ship()
    (first,) = await documents(sale.guest.http, sale.ref)
    seen = await sale.part()
    assert first["total"]["amount"] == seen["total"]["amount"] - 1999 == 1999 + users.SHIPPING_AMOUNT
    await assert_clean(platform)


async def test_a_seller_without_legal_data_still_invoices(app: Application, platform: Platform) -> None:
    sale = await at(app, platform, None, "shipped")  # type: ignore[arg-type] # no clock is needed
    made = await pdf(sale.guest.http, invoice(sale))
    assert attached(made) is None
    assert "Casa Prova" in text_of(made)


async def test_the_rest_of_a_parcel_is_credited(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    await sale.ship(1)
    assert (await sale.put("cancelled", reason="broken")).status_code == 200
    before, note = await invoices.settled(platform, sale.guest.http, sale.ref, 2)
    assert (note["kind"], note["total"]["amount"]) == ("credit_note", 1999)
    assert note["number"] == f"{clock.now().year}-00002"
    said = text_of(await pdf(sale.guest.http, note["file"]))
    for word in ("Credit note", f"{before['number']} of", sale.product.title, "€19.99", "Reason: broken."):
        assert word in said, word
    await assert_clean(platform)


async def test_all_that_is_refunded_is_the_invoice_again(app: Application, platform: Platform) -> None:
    sale = await at(app, platform, None, "shipped")  # type: ignore[arg-type]
    assert (await sale.refund()).status_code == 201
    before, note = await invoices.settled(platform, sale.guest.http, sale.ref, 2)
    for name in ("net", "tax", "total"):
        assert note[name] == before[name]
    assert "Standard" in text_of(await pdf(sale.guest.http, note["file"]))
    await assert_clean(platform)


async def test_what_the_marketplace_pays_is_a_discount_for_the_buyer(
    app: Application, platform: Platform, client: httpx.AsyncClient
) -> None:
    shop = await users.seller(platform)
    staff = await users.operator(platform, "finance")
    deal = await coupons.of_marketplace(client, platform, by=staff, kind="percent", percent_bps=10_000)
    thing = await products.product(platform, shop.id)
    guest = Shopper(app)
    await guest.add(thing, 2)
    assert (await coupons.enter(guest, deal)).status_code == 200
    order = await guest.order()
    await guest.pay(order)
    sale = Sale(shop, thing, guest, order)
    await registered(guest.http, shop)
    await sale.ship()
    (first,) = await documents(guest.http, sale.ref)
    assert first["total"] == order["total"]
    made = await pdf(guest.http, invoice(sale))
    assert "Discount −€39.98" in text_of(made)
    written = attached(made)
    assert written is not None and invoices.faults([written]) == []
    await assert_clean(platform)


async def test_a_document_keeps_what_was_true(app: Application, platform: Platform) -> None:
    sale = await paid(app, platform)
    await registered(sale.guest.http, sale.shop)
    await sale.ship()
    made = await pdf(sale.guest.http, invoice(sale))
    await registered(sale.guest.http, sale.shop, company="Another, Lda.", vat_id="PT000000000")
    assert await pdf(sale.guest.http, invoice(sale)) == made
    await sale.refund()
    _, note = await invoices.settled(platform, sale.guest.http, sale.ref, 2)
    assert "Another, Lda." in text_of(await pdf(sale.guest.http, note["file"]))


async def stored(platform: Platform, found: dict[str, Any]) -> issued.DocumentRow:
    async with platform.db.reading() as tx:
        row = await issued.document(tx, ids.path("doc", found["id"]))
    assert row is not None
    return row


async def test_a_lost_or_spoilt_file_is_drawn_again_to_the_same_bytes(
    app: Application, platform: Platform
) -> None:
    sale = await at(app, platform, None, "shipped")  # type: ignore[arg-type]
    (first,) = await documents(sale.guest.http, sale.ref)
    assert (await stored(platform, first)).sha256 is None, "issued, and then somebody pulled the plug"
    many = await asyncio.gather(*(pdf(sale.guest.http, first["file"]) for _ in range(4)))
    assert len(set(many)) == 1
    row = await stored(platform, first)
    assert row.sha256 == hashlib.sha256(many[0]).digest()
    key = flows.file_key(row.id)
    await platform.storage.delete(key)
    assert await pdf(sale.guest.http, first["file"]) == many[0]
    await platform.storage.put(key, b"%PDF spoilt")
    assert await pdf(sale.guest.http, first["file"]) == many[0] == await platform.storage.get(key)


async def test_nothing_else_than_what_was_issued_is_shown(app: Application, platform: Platform) -> None:
    sale = await at(app, platform, None, "shipped")  # type: ignore[arg-type]
    (first,) = await documents(sale.guest.http, sale.ref)
    async with platform.db.transaction() as tx:
        await tx.execute(
            """UPDATE "order".documents SET sha256 = decode(repeat('00', 32), 'hex') WHERE id = $1""",
            ids.path("doc", first["id"]),
        )
    assert slug(await sale.guest.http.get(first["file"])) == (503, "document-differs")
    with pytest.raises(DocumentDiffers):
        await flows.document_file(platform, await stored(platform, first))


async def test_the_clock_draws_what_nobody_asked_for(app: Application, platform: Platform) -> None:
    sale = await at(app, platform, None, "shipped")  # type: ignore[arg-type]
    while await jobs.draw_documents(platform):
        pass
    (first,) = await documents(sale.guest.http, sale.ref)
    row = await stored(platform, first)
    kept = await platform.storage.get(flows.file_key(row.id))
    assert row.sha256 == hashlib.sha256(kept).digest()


async def test_the_year_is_the_sellers(app: Application, platform: Platform, later: Later) -> None:
    end = clock.now().replace(month=12, day=31, hour=12, minute=30)
    later(seconds=(end - clock.now()).total_seconds())
    sale = await paid(app, platform)
    await registered(sale.guest.http, sale.shop, time_zone="Pacific/Auckland")
    await sale.ship()
    (first,) = await documents(sale.guest.http, sale.ref)
    assert first["number"] == f"{end.year + 1}-00001"
    assert f"1 Jan {end.year + 1}" in text_of(await pdf(sale.guest.http, first["file"]))


async def test_numbers_of_a_seller_follow_each_other(app: Application, platform: Platform) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, on_hand=100)
    sales = []
    for _ in range(8):
        guest = Shopper(app)
        await guest.add(thing, 2)
        order = await guest.order()
        await guest.pay(order)
        sales.append(Sale(shop, thing, guest, order))
    assert {answer.status_code for answer in await asyncio.gather(*(sale.ship() for sale in sales))} == {201}
    await asyncio.gather(*(sale.refund() for sale in sales[:4]))
    for sale in sales[:4]:
        await invoices.settled(platform, sale.guest.http, sale.ref, 2)
    answer = await sales[0].guest.http.get(f"{API}/sellers/{shop.ref}/documents", headers=shop.headers)
    items = answer.json()["items"]
    assert sorted(one["number"] for one in items) == [f"{clock.now().year}-{n:05d}" for n in range(1, 13)]
    assert Counter(one["kind"] for one in items) == {"invoice": 8, "credit_note": 4}
    await assert_clean(platform)


async def test_lists_by_kind_day_and_page(app: Application, platform: Platform) -> None:
    sale = await at(app, platform, None, "shipped")  # type: ignore[arg-type]
    await sale.refund()
    await invoices.settled(platform, sale.guest.http, sale.ref, 2)
    address = f"{API}/sellers/{sale.shop.ref}/documents"

    async def kinds(**params: Any) -> list[str]:
        answer = await sale.guest.http.get(address, params=params, headers=sale.shop.headers)
        assert answer.status_code == 200, answer.text
        return [one["kind"] for one in answer.json()["items"]]

    today = clock.now().date()
    assert await kinds() == ["credit_note", "invoice"]
    assert await kinds(kind="invoice") == ["invoice"]
    assert await kinds(kind="commission_invoice") == []
    assert await kinds(**{"from": str(today), "to": str(today)}) == ["credit_note", "invoice"]
    assert await kinds(to="2020-01-01") == []
    first = await sale.guest.http.get(address, params={"limit": 1}, headers=sale.shop.headers)
    assert await kinds(limit=1, after=first.json()["next"]) == ["invoice"]
    wrong = await sale.guest.http.get(address, params={"after": "x"}, headers=sale.shop.headers)
    assert slug(wrong) == (400, "bad-cursor")


async def test_strangers_find_nothing(app: Application, platform: Platform) -> None:
    sale, other = await at(app, platform, None, "shipped"), await users.seller(platform)  # type: ignore[arg-type]
    (first,) = await documents(sale.guest.http, sale.ref)
    nobody = Shopper(app)
    missing = await nobody.http.get(f"{API}/documents/{ids.encode('doc', ids.new(9))}/file.pdf")
    assert missing.status_code == 404
    for address in (first["file"], invoice(sale), f"{API}/orders/{sale.ref}/documents"):
        for headers in ({}, other.headers, {"X-Order-Token": uuid4().hex}):
            answer = await nobody.http.get(address, headers=headers)
            assert (answer.status_code, answer.json()) == (404, missing.json())
    slip = f"{API}/orders/{sale.ref}/packing-slip.pdf"
    buyer = await users.account(platform)
    assert (await nobody.http.get(slip, headers=other.headers)).json() == missing.json()
    assert (await sale.guest.http.get(slip, headers=buyer.headers)).json() == missing.json()
    assert slug(await nobody.http.get(slip)) == (401, "unauthenticated")


async def test_a_packing_slip_says_what_is_left_to_pack_and_no_price(
    app: Application, platform: Platform
) -> None:
    sale = await paid(app, platform)
    await sale.cancel(sale.ref, lines=[{"id": sale.line, "quantity": 1}])
    async with platform.db.transaction() as tx:
        await tx.execute(
            'UPDATE "order".seller_orders SET gift_note = $2 WHERE id = $1',
            ids.path("sord", sale.ref),
            "Happy birthday, 陶子",
        )
    slip = await pdf(sale.guest.http, f"{API}/orders/{sale.ref}/packing-slip.pdf", **sale.shop.headers)
    said = text_of(slip)
    for word in (
        "Packing slip",
        f"{sale.order['number']}-1",
        "Ana Prova",
        sale.product.title,
        "1 piece in all.",
    ):
        assert word in said, word
    assert "€" not in said
    again = await pdf(sale.guest.http, f"{API}/orders/{sale.ref}/packing-slip.pdf", **sale.shop.headers)
    assert again == slip


async def test_slip_and_invoice_name_the_place_it_goes_to_in_the_end(
    app: Application, platform: Platform
) -> None:
    sale = await paid(app, platform)
    moved = await sale.guest.http.put(
        f"{API}/orders/{sale.ref}/address",
        json={"address": {**ADDRESS, "name": "Rui Prova", "line1": "Rua Nova 1"}, "reason": ""},
        headers={"If-Match": "*"},
    )
    assert moved.status_code == 200, moved.text
    slip = await pdf(sale.guest.http, f"{API}/orders/{sale.ref}/packing-slip.pdf", **sale.shop.headers)
    assert "Rua Nova 1" in text_of(slip)
    await sale.ship()
    said = text_of(await pdf(sale.guest.http, invoice(sale)))
    assert "Rua Nova 1" in said and "Rua das Flores 7" in said, "billed to the one, sent to the other"


async def test_the_check_finds_gaps_and_wrong_sums(app: Application, platform: Platform) -> None:
    sale = await at(app, platform, None, "shipped")  # type: ignore[arg-type]
    (first,) = await documents(sale.guest.http, sale.ref)
    number = ids.path("doc", first["id"])
    await assert_clean(platform)
    for harm, mended in (
        ("number = 2", "number = 1"),
        ("total_amount = total_amount + 1, net_amount = net_amount + 1",
         "total_amount = total_amount - 1, net_amount = net_amount - 1"),
        ("snapshot = snapshot - 'taxes' || '{\"taxes\": []}', template = 0", None),
    ):  # fmt: skip
        before = (await stored(platform, first)).snapshot
        await _set(platform, number, harm)
        with pytest.raises(AssertionError, match="documents"):
            await assert_clean(platform)
        if mended is None:
            async with platform.db.transaction() as tx:
                await tx.execute(
                    'UPDATE "order".documents SET snapshot = $2, template = 1 WHERE id = $1', number, before
                )
        else:
            await _set(platform, number, mended)
    await assert_clean(platform)


async def _set(platform: Platform, number: UUID, what: str) -> None:
    async with platform.db.transaction() as tx:
        await tx.execute(f'UPDATE "order".documents SET {what} WHERE id = $1', number)
