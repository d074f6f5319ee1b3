"""The ledger refuses what does not balance and what would change it; earnings are released once; sellers' books."""

import asyncio
import json
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from feria.core import events, ids
from feria.core.platform import Platform
from feria.services.order.events import SellerOrderDelivered
from feria.services.payment import jobs
from feria.services.payment.actions import earnings, ledger
from feria.services.payment.queries import earnings as queries
from feria.services.payment.rules.postings import Posting
from tests.conftest import Later
from tests.factories import payments, users
from tests.factories.payments import Payable


def transfer(*amounts: int, currency: str = "EUR") -> ledger.Transfer:
    lines = [Posting("write_off", 0, amount) for amount in amounts]
    return ledger.Transfer(kind="test", reference=uuid4(), currency=currency, postings=lines)


@pytest.mark.parametrize("amounts", [(1,), (1, -2), (5, -3, -1)])
async def test_unbalanced_transfers_fail_at_commit(platform: Platform, amounts: tuple[int, ...]) -> None:
    posted = transfer(*amounts)
    with pytest.raises(asyncpg.CheckViolationError, match="does not sum to zero"):
        async with platform.db.transaction() as tx:
            await ledger.post(tx, [posted])
    assert await payments.postings(platform, posted.reference) == {}


async def test_adding_to_a_balanced_transfer_fails_at_commit(platform: Platform) -> None:
    posted = transfer(5, -5)
    await platform.db.run(ledger.post, [posted])
    with pytest.raises(asyncpg.CheckViolationError):
        async with platform.db.transaction() as tx:
            await tx.execute(
                """INSERT INTO payment.ledger_postings (transfer_id, kind, owner, amount, currency)
                   SELECT id, 'write_off', 0, 7, 'EUR' FROM payment.ledger_transfers WHERE reference = $1""",
                posted.reference,
            )


async def test_currencies_balance_each_for_itself(platform: Platform) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        async with platform.db.transaction() as tx:
            await ledger.post(tx, [transfer(5, -5)])
            number = await tx.fetchval("SELECT max(transfer_id::text)::uuid FROM payment.ledger_postings")
            await tx.execute(
                """WITH accounts AS (INSERT INTO payment.ledger_accounts VALUES ('write_off', 0, 'JPY')
                       ON CONFLICT DO NOTHING)
                   INSERT INTO payment.ledger_postings (transfer_id, kind, owner, amount, currency)
                   VALUES ($1, 'write_off', 0, 7, 'EUR'), ($1, 'write_off', 0, -7, 'JPY')""",
                number,
            )


async def test_the_same_event_is_posted_once(platform: Platform) -> None:
    posted = transfer(5, -5)
    await platform.db.run(ledger.post, [posted])
    with pytest.raises(asyncpg.UniqueViolationError):
        await platform.db.run(ledger.post, [posted])


@pytest.mark.parametrize("table", ["ledger_postings", "ledger_transfers", "ledger_accounts"])
@pytest.mark.parametrize(
    "statement", ["UPDATE payment.{} SET kind = kind", "DELETE FROM payment.{}", "TRUNCATE payment.{}"]
)
async def test_the_application_may_only_add(platform: Platform, table: str, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with platform.db.transaction() as tx:
            await tx.execute(statement.format(table))


async def deliver(platform: Platform, order: Payable) -> None:
    """As `order` tells it once every parcel has arrived."""
    async with platform.db.transaction() as tx:
        for share in order.shares:
            await tx.publish(
                SellerOrderDelivered(
                    seller_id=share.seller_id,
                    seller_order_id=share.seller_order_id,
                    order_id=order.order_id,
                    shopper_id=ids.owner_of(order.order_id),
                    buyer_name="Ana Prova",
                    token_hash="",
                    lines=[],
                    delivered_at=tx.now,
                )
            )
    await events.drain(platform, ["payment"])


async def balance(platform: Platform, order: Payable, place: int = 0) -> tuple[int, int]:
    """Pending and available of one of the order's sellers, who has no other order."""
    async with platform.db.reading() as tx:
        (found,) = await queries.balances_of_seller(tx, order.sellers[place].id)
    return found.pending_amount, found.available_amount


async def test_earnings_become_available_seven_days_after_delivery_once(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    order = await payments.paid(
        client, platform, [await users.seller(platform), await users.seller(platform)]
    )
    net = order.shares[0].net_amount
    assert await balance(platform, order) == (net, 0)
    await deliver(platform, order)
    later(days=6, hours=23)
    await jobs.release_earnings(platform)
    assert await balance(platform, order) == (net, 0)
    later(hours=1, seconds=1)
    ours = [(share.seller_id, share.seller_order_id) for share in order.shares]

    async def release(seller_id: int, seller_order_id: UUID) -> int:
        return await platform.db.run(earnings.release_earnings, seller_id, [seller_order_id])

    done = await asyncio.gather(*(release(*one) for one in ours for _ in range(10)))
    assert sum(done) == 2
    await jobs.release_earnings(platform)
    assert await balance(platform, order) == (0, net)
    assert await balance(platform, order, 1) == (0, order.shares[1].net_amount)
    assert await payments.faults(platform) == []


async def test_a_second_delivery_moves_no_date(
    client: httpx.AsyncClient, platform: Platform, later: Later
) -> None:
    order = await payments.paid(client, platform, [await users.seller(platform)])
    await deliver(platform, order)
    later(days=5)
    await deliver(platform, order)
    later(days=2, seconds=1)
    while await jobs.release_earnings(platform):
        continue
    assert (await balance(platform, order))[1] == order.shares[0].net_amount


async def test_balance_shows_each_order(client: httpx.AsyncClient, platform: Platform) -> None:
    seller = await users.seller(platform)
    orders = [await payments.paid(client, platform, [seller]) for _ in range(3)]
    path = f"/api/v1/sellers/{seller.ref}"
    items, after = [], None
    for _ in range(2):
        params = {"limit": 2} | ({"after": after} if after else {})
        page = (await client.get(f"{path}/balance", headers=seller.headers, params=params)).json()
        items += page["items"]
        after = page["next"]
    assert after is None
    assert len({item["seller_order_id"] for item in items}) == 3
    share = orders[0].shares[0]
    assert {item["number"] for item in items} == {share.number for one in orders for share in one.shares}
    assert items[0] | {"created_at": "", "seller_order_id": "", "number": ""} == {
        "seller_order_id": "",
        "number": "",
        "gross": {"amount": share.gross_amount, "currency": "EUR"},
        "refunded": {"amount": 0, "currency": "EUR"},
        "commission": {"amount": share.commission_amount, "currency": "EUR"},
        "commission_tax": {"amount": 0, "currency": "EUR"},
        "promotion": {"amount": 0, "currency": "EUR"},
        "remitted_tax": {"amount": 0, "currency": "EUR"},
        "net": {"amount": share.net_amount, "currency": "EUR"},
        "status": "pending",
        "created_at": "",
        "available_on": None,
    }
    assert page["balances"][0]["pending"]["amount"] == 3 * share.net_amount
    entries = (await client.get(f"{path}/ledger", headers=seller.headers, params={"limit": 2})).json()
    rest = (
        await client.get(f"{path}/ledger", headers=seller.headers, params={"after": entries["next"]})
    ).json()
    amounts = [entry["amount"]["amount"] for entry in entries["items"] + rest["items"]]
    assert (amounts, rest["next"]) == ([share.net_amount] * 3, None)
    for bad in ("x", entries["next"] + "A"):
        answer = await client.get(f"{path}/ledger", headers=seller.headers, params={"after": bad})
        assert answer.status_code == 400
    foreign = await client.get(f"{path}/balance", headers=seller.headers, params={"after": entries["next"]})
    assert foreign.status_code == 400


async def test_a_page_of_the_ledger_reads_no_other_transfers(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    seller = await users.seller(platform)
    for _ in range(3):
        await payments.paid(client, platform, [seller])
    async with platform.db.reading() as tx:
        plan = json.loads(
            await tx.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {queries.ENTRIES}", seller.id, None, 1)
        )
    found = [plan[0]["Plan"]]
    for node in found:
        found += node.get("Plans", [])
    [scan] = [node for node in found if node.get("Relation Name") == "ledger_transfers"]
    assert scan["Actual Loops"] * scan["Actual Rows"] == 1


async def test_books_are_closed_to_others(client: httpx.AsyncClient, platform: Platform) -> None:
    seller, other = await users.seller(platform), await users.seller(platform)
    staff, finance = await users.member(platform, seller, "staff"), await users.operator(platform, "finance")
    for what in ("balance", "ledger"):
        path = f"/api/v1/sellers/{seller.ref}/{what}"
        found = [
            (await client.get(path, headers=headers)).status_code
            for headers in ({}, other.headers, staff.headers, seller.headers, finance.headers)
        ]
        assert found == [401, 404, 403, 200, 200]
        missing = f"/api/v1/sellers/sel_zzzzzzzz/{what}"
        assert (await client.get(missing, headers=other.headers)).status_code == 404
