"""Loading the demo: what is there afterwards, that it adds up, and that nothing happens twice or in production."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from feria import app as feria_app
from feria import checks
from feria.core import clock
from feria.core.platform import Platform
from feria.core.settings import Settings, SettingsError
from feria.demo import accounts, catalogue, load, orders
from feria.services.order import rules
from feria.services.user import actions
from tests.conftest import PUBLIC_URL, transport
from tests.demo.conftest import dropped, fresh_platform
from tests.factories.catalogue import refresh_index

IDS = {
    "products": "SELECT id::text FROM product.products ORDER BY id",
    "variants": "SELECT id::text || sku FROM product.variants ORDER BY id",
    "sellers": """SELECT id || slug || status FROM "user".sellers ORDER BY id""",
    "accounts": """SELECT id || email FROM "user".accounts ORDER BY id""",
    "addresses": """SELECT id::text || account_id || is_default FROM "user".addresses ORDER BY id""",
    "shipping": """SELECT id::text FROM "user".shipping_profiles ORDER BY id""",
    "categories": "SELECT id::text || path FROM product.categories ORDER BY id",
    "images": "SELECT id::text || key || state || alt FROM product.images ORDER BY id",
    "signs": """SELECT id || logo_key || '/' || banner_key FROM "user".sellers ORDER BY id""",
    "orders": """SELECT id::text || number || status || payment_status FROM "order".orders ORDER BY id""",
    "seller orders": """SELECT id::text || number || status FROM "order".seller_orders ORDER BY id""",
    "lines": """SELECT id::text || sku || ordered || shipped FROM "order".order_lines ORDER BY id""",
    "shipments": """SELECT id::text || tracking_number FROM "order".shipments ORDER BY id""",
    "returns": """SELECT id::text || number || status || refund_amount FROM "order".returns ORDER BY id""",
    "cases": """SELECT id::text || number || status || refund_amount FROM "order".cases ORDER BY id""",
    "payments": "SELECT id::text || status || amount FROM payment.payments ORDER BY id",
    "refunds": "SELECT id::text || state || amount FROM payment.refunds ORDER BY id",
    "earnings": "SELECT seller_order_id || state || net_amount FROM payment.earnings ORDER BY seller_order_id",
    "sales": "SELECT seller_id || '/' || sum(orders) || '/' || sum(revenue_amount) FROM analytics.sales "
    "GROUP BY seller_id ORDER BY seller_id",
}


async def column(platform: Platform, sql: str) -> list[str]:
    async with platform.db.reading() as tx:
        return [row[0] for row in await tx.fetch(sql)]


@pytest.fixture
async def visitor(lonja: Platform) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has just come, without cookies."""
    built = feria_app.build(lonja.settings, platform=lonja)
    async with (
        feria_app.running(built),
        httpx.AsyncClient(transport=transport(built), base_url=PUBLIC_URL) as client,
    ):
        yield client


async def test_visitors_find_things_by_what_they_call_them(
    lonja: Platform, visitor: httpx.AsyncClient
) -> None:
    await refresh_index(lonja)

    async def titles(q: str) -> list[str]:
        answer = await visitor.get("/api/v1/products", params={"q": q, "limit": 100})
        assert answer.status_code == 200, answer.text
        return [card["title"] for card in answer.json()["items"]]

    for q, meant in (("decanter", "carafe"), ("dishcloths", "tea towel"), ("cutting board", "board")):
        found = await titles(q)
        assert found and meant in found[0].lower(), (q, found)
    # One way only: whoever looks for a lamp looks for no present.
    assert not any("soap" in title.lower() for title in await titles("candles"))


async def test_everything_is_there(lonja: Platform) -> None:
    assert len(await column(lonja, IDS["products"])) == 300
    assert len(await column(lonja, IDS["categories"])) == 12
    assert len(await column(lonja, IDS["orders"])) == len(orders.plans())
    states = await column(lonja, 'SELECT status FROM "user".sellers ORDER BY id')
    assert states == ["active"] * 9 + ["applied"]
    published = await column(lonja, "SELECT id FROM product.products WHERE status = 'published'")
    assert len(published) == sum(thing.status == "published" for thing in catalogue.things())
    assert await column(lonja, 'SELECT name FROM "user".marketplace') == ["Lonja"]


async def test_the_buyer_keeps_addresses(lonja: Platform) -> None:
    kept = await column(
        lonja, 'SELECT city FROM "user".addresses WHERE account_id = 1 ORDER BY is_default, id'
    )
    assert kept == ["Madrid", "Ourense", "Madrid"]


async def test_every_state_of_orders_is_there(lonja: Platform) -> None:
    assert set(await column(lonja, 'SELECT DISTINCT status FROM "order".orders')) == set(rules.ORDER_STATUSES)
    own = 'SELECT DISTINCT status FROM "order".seller_orders WHERE seller_id = 101'
    assert set(await column(lonja, own)) == set(rules.SELLER_ORDER_STATUSES)
    paid = set(await column(lonja, 'SELECT DISTINCT payment_status FROM "order".orders'))
    assert paid >= {"unpaid", "paid", "partially_refunded", "refunded"}


async def test_the_first_seller_has_most(lonja: Platform) -> None:
    counts = await column(
        lonja,
        'SELECT seller_id::text FROM "order".seller_orders GROUP BY seller_id ORDER BY count(*) DESC LIMIT 2',
    )
    assert counts == ["101", "102"]


async def test_it_adds_up(lonja: Platform) -> None:
    assert await checks.run(lonja) == []
    assert await column(lonja, "SELECT handler FROM core.deliveries WHERE state <> 'done'") == []


async def test_what_is_left_in_stock_is_as_planned(lonja: Platform) -> None:
    """A unit of an order that was cancelled came back, so there may be more, never less."""
    async with lonja.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT v.sku, s.on_hand - s.reserved AS available FROM product.stock s
               JOIN product.variants v ON v.seller_id = s.seller_id AND v.id = s.variant_id
               WHERE s.policy = 'tracked'"""
        )
    available = {row["sku"]: row["available"] for row in rows}
    pieces = [piece for thing in catalogue.things() if not thing.made_to_order for piece in thing.pieces]
    assert set(available) == {piece.sku for piece in pieces}
    assert all(available[piece.sku] >= piece.left for piece in pieces)
    assert sum(count == 0 for count in available.values()) >= 10


async def test_codes_are_there_and_were_used(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT d.code, c.used, c.ends_at IS NOT NULL AS ended FROM cart.coupon_codes d
               JOIN cart.coupons c ON c.seller_id = d.seller_id AND c.id = d.coupon_id ORDER BY d.code"""
        )
    found = [(row["code"], row["used"], row["ended"]) for row in rows]
    assert found == [("HOLA10", 1, False), ("LONJA5", 1, False), ("OTONO15", 0, True)]


async def test_money_became_available_when_it_was_due(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        rows = await tx.fetch("SELECT state, available_on, released_at FROM payment.earnings")
    now = clock.now()
    for row in rows:
        if row["state"] == "available":
            assert (
                row["available_on"] <= row["released_at"] <= row["available_on"] + timedelta(days=1, hours=1)
            )
        elif row["state"] == "pending":
            assert row["available_on"] is None or row["available_on"] > now - timedelta(minutes=5)


async def test_only_recent_mails_are_there(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        count, first = await tx.fetchrow("SELECT count(*), min(created_at) FROM notification.messages") or (
            0,
            None,
        )
    assert 20 <= count <= 120
    assert first is not None
    assert clock.now() - first < timedelta(days=3, hours=1)


@pytest.mark.parametrize(("email", "role"), accounts.LOGINS)
async def test_everybody_can_sign_in(visitor: httpx.AsyncClient, email: str, role: str) -> None:
    answer = await visitor.post("/api/v1/auth/login", json={"email": email, "password": accounts.PASSWORD})
    assert answer.status_code == 200, answer.text
    roles = answer.json()["account"]["roles"]
    wanted = {"second seller": "seller", "operator": "admin"}.get(role, role)
    assert wanted in roles


async def test_the_buyer_sees_own_orders(visitor: httpx.AsyncClient) -> None:
    body = {"email": "buyer@demo.test", "password": accounts.PASSWORD}
    token = (await visitor.post("/api/v1/auth/login", json=body)).json()["access_token"]
    answer = await visitor.get("/api/v1/orders", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    own = [plan.number for plan in orders.plans() if plan.person.number == 1]
    assert len(own) >= 10
    assert {order["number"] for order in answer.json()["items"]} <= set(own)


async def test_a_second_load_changes_nothing(lonja: Platform) -> None:
    before = [await column(lonja, sql) for sql in IDS.values()]
    lines: list[str] = []
    assert not await load.load_if_empty(lonja, lines.append)
    assert lines == []
    assert [await column(lonja, sql) for sql in IDS.values()] == before


async def test_never_in_production(lonja: Platform) -> None:
    settings = msgspec.structs.replace(lonja.settings, env="production")
    platform = Platform(settings, lonja.db, lonja.cache, limits=lonja.limits, storage=lonja.storage)
    with pytest.raises(SettingsError, match="never loaded"):
        await load.load_if_empty(platform, lambda _: None)


class _Killed(Exception):
    """Stands for the end of the process between two steps."""


async def test_a_load_that_was_killed_is_finished_with_the_same_ids(
    lonja: Platform, server: str, settings: Settings, tmp_path: Path
) -> None:
    async with lonja.db.reading() as tx:
        base = await tx.fetchval("SELECT min(at) FROM core.audit WHERE action = $1", load.STARTED)
    platform = await fresh_platform(server, settings, tmp_path)
    # At the moment of the other load: a midnight between the two, and other parcels would have arrived.
    moved = base - clock.now()
    clock.move_to_offset(moved)
    try:
        for dies_at in ("Loading", "Noite Acesa", "60 of", "120 of"):
            lines: list[str] = []

            def report(line: str, *, dies_at: str = dies_at, lines: list[str] = lines) -> None:
                lines.append(line)
                if line.startswith(dies_at):
                    raise _Killed

            with pytest.raises(_Killed):
                await load.load_if_empty(platform, report)
            assert clock.offset() == moved
        assert await load.load_if_empty(platform, lambda _: None)
        assert await checks.run(platform) == []
        for what, sql in IDS.items():
            assert await column(platform, sql) == await column(lonja, sql), what
    finally:
        clock.move_to_offset(timedelta(0))
        await dropped(server, platform)


async def test_a_database_in_use_is_left_alone(server: str, settings: Settings, tmp_path: Path) -> None:
    platform = await fresh_platform(server, settings, tmp_path)
    try:
        async with platform.db.transaction() as tx:
            await actions.create_account(tx, "somebody@example.test", None, "Some Body")
        assert not await load.load_if_empty(platform, lambda _: None)
        assert len(await column(platform, IDS["accounts"])) == 1
    finally:
        await dropped(server, platform)


async def test_prices_were_lowered_from_what_was_asked_before(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT p.compare_at_amount, p.lowest_before_amount FROM product.prices p
               WHERE p.compare_at_amount IS NOT NULL"""
        )
    assert len(rows) > 20
    assert all(row["lowest_before_amount"] == row["compare_at_amount"] for row in rows)
