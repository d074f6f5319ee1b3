"""Two months of a marketplace that bills its sellers for commission: what was taken, and what went back."""

import asyncio
from typing import Any

from feria.app import Application
from feria.core import clock
from feria.core.platform import Platform
from feria.services.order import jobs
from tests.conftest import Later
from tests.factories import users
from tests.factories.orders import API
from tests.factories.users import Account
from tests.order.invoices import pdf, text_of
from tests.order.orders import Sale, assert_clean, at, paid


async def billed(platform: Platform) -> None:
    """The clock bills for all months that are over, twice at once and once again."""
    for _ in range(2):
        while sum(await asyncio.gather(*(jobs.issue_commission_invoices(platform) for _ in range(2)))):
            pass


async def bills(sale: Sale, staff: Account) -> dict[str, dict[str, Any]]:
    """A shop's commission invoices by kind."""
    answer = await sale.guest.http.get(f"{API}/sellers/{sale.shop.ref}/documents", headers=staff.headers)
    return {one["kind"]: one for one in answer.json()["items"] if one["period_start"]}


async def test_two_months_of_commission(app: Application, platform: Platform, later: Later) -> None:
    kept, refunded, returned = [await at(app, platform, later, "shipped") for _ in range(3)]
    cancelled = await paid(app, platform)
    await refunded.refund()
    await cancelled.refund()
    fee = (await kept.part_as_shop())["commission"]["amount"]
    assert fee > 0
    first = clock.now().date().replace(day=1)
    await billed(platform)
    assert await bills(kept, await users.operator(platform)) == {}, "the month is not over"

    later(days=32)
    await billed(platform)
    await assert_clean(platform)
    staff = await users.operator(platform, "finance")
    bill = (await bills(kept, staff))["commission_invoice"]
    assert (bill["total"]["amount"], bill["period_start"], bill["seller_name"]) == (
        fee,
        str(first),
        "Casa Prova",
    )
    said = text_of(await pdf(kept.guest.http, bill["file"], **staff.headers))
    for word in ("Commission invoice", "On 1 order", "Casa Prova", f"{first.day} {first:%b %Y} –"):
        assert word in said, word
    assert await bills(refunded, staff) == {} == await bills(cancelled, staff), "all of it went back at once"
    every = (await kept.guest.http.get(f"{API}/operator/documents", headers=staff.headers)).json()["items"]
    assert sorted(one["number"][5:] for one in every) == ["00001", "00002"]
    assert {one["kind"] for one in every} == {"commission_invoice"}

    returned.shop = await users.still_there(platform, returned.shop)
    assert (await returned.refund()).status_code == 201
    later(days=32)
    await billed(platform)
    await assert_clean(platform)
    staff = await users.operator(platform, "finance")
    found = await bills(returned, staff)
    assert {kind: one["total"]["amount"] for kind, one in found.items()} == {
        "commission_invoice": fee, "commission_credit_note": fee,
    }  # fmt: skip
    said = text_of(await pdf(kept.guest.http, found["commission_credit_note"]["file"], **staff.headers))
    assert "less 1 refund" in said and "Credited" in said
