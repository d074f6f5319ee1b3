"""Sales figures: each order counts once, on the seller's own day; only members and the operator see them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from feria.app import Application
from feria.core import events, jobs
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.services.analytics import actions, rules
from feria.services.analytics.rules import Bucket, Counted, bucket_of
from feria.services.analytics.schemas import Interval
from tests.factories import orders, users
from tests.factories.users import Account, Seller


async def sales(app: Application, person: Account, status: int = 200, **params: str) -> dict[str, Any]:
    query = {"from" if name == "first" else name: value for name, value in params.items()}
    answer = await orders.Shopper(app, person).http.get("/api/v1/analytics/sales", params=query)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def test_an_order_counts_once_for_its_seller(app: Application, platform: Platform) -> None:
    seller, _, _, order = await orders.sale(app, platform)
    await events.drain(platform)
    await jobs.run_all(platform, ["payment"])
    await events.drain(platform)
    found = await sales(app, seller.owner)
    assert (found["orders"], found["revenue"]) == (1, order["total"])
    assert len(found["items"]) == 30
    assert found["cancelled"] == {"amount": 0, "currency": "EUR"}


async def test_days_are_the_sellers_own(app: Application, platform: Platform) -> None:
    seller = await users.seller(platform)
    await platform.db.run(set_time_zone, seller, "America/New_York")
    just_before_midnight = datetime(2026, 3, 2, 4, 59, tzinfo=UTC)  # 23:59 on 1 March in New York
    for at in (just_before_midnight, just_before_midnight + timedelta(minutes=1)):
        sold = {Bucket(seller.id, bucket_of(at), "EUR"): Counted(orders=1, units=2, amount=1000)}
        await platform.db.run(actions.add_sales, sold)
    found = await sales(app, seller.owner, first="2026-03-01", to="2026-03-02")
    assert [(one["start"], one["orders"], one["units"]) for one in found["items"]] == [
        ("2026-03-01", 1, 2),
        ("2026-03-02", 1, 2),
    ]
    weeks = await sales(app, seller.owner, interval="week", first="2026-03-01", to="2026-03-02")
    assert [one["start"] for one in weeks["items"]] == ["2026-02-23", "2026-03-02"]


async def set_time_zone(tx: Tx, seller: Seller, zone: str) -> None:
    await tx.execute('UPDATE "user".sellers SET time_zone = $2 WHERE id = $1', seller.id, zone)


async def test_foreign_figures_are_not_there(app: Application, platform: Platform) -> None:
    mine, other = await users.seller(platform), await users.seller(platform)
    buyer, operator = await users.account(platform), await users.operator(platform)
    await sales(app, mine.owner, 404, seller_id=other.ref)
    await sales(app, buyer, 403)
    await sales(app, buyer, 404, seller_id=mine.ref)
    assert (await sales(app, operator, seller_id=mine.ref))["orders"] == 0
    assert (await orders.Shopper(app).http.get("/api/v1/analytics/sales")).status_code == 401


async def test_ranges_are_bounded(app: Application, platform: Platform) -> None:
    seller = await users.seller(platform)
    for params in (
        {"first": "2026-02-01", "to": "2026-01-01"},
        {"first": "2001-01-01", "to": "2026-01-01"},
        {"first": "1000-01-01", "to": "1000-01-02"},
        {"to": "0001-01-01"},
        {"interval": "hour"},
        {"first": "2026-02-30"},
        {"market": "nowhere"},
    ):
        await sales(app, seller.owner, 422, **params)


@given(
    first=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    days=st.integers(0, 400),
    interval=st.sampled_from(["day", "week", "month"]),
)
def test_periods_cover_the_range_without_gaps(first: date, days: int, interval: Interval) -> None:
    last = first + timedelta(days=days)
    starts = rules.periods(first, last, interval)
    assert starts[0] <= first and starts[-1] <= last < rules.next_period(starts[-1], interval)
    for here, there in pairwise(starts):
        assert rules.next_period(here, interval) == there
        assert rules.period_start(there - timedelta(days=1), interval) == here
