"""What the tests of labels for the way back share: a return, and its shop at the packing table."""

from typing import Any
from uuid import uuid4

import httpx

from feria.app import Application
from feria.core.platform import Platform
from feria.services.order import jobs
from tests.conftest import Later
from tests.factories import users
from tests.factories.orders import ADDRESS, API
from tests.order.claims import RETURN_WAYS, Claim, ask, walked
from tests.order.orders import at, clock_does
from tests.order.test_labels import BOX, ORIGIN, SERVICES

PRICE = {"amount": 990, "currency": "EUR"}


class Back:
    """A return on its way to a label, and its shop at the packing table."""

    def __init__(self, claim: Claim) -> None:
        self.claim, self.sale = claim, claim.sale
        self.http = claim.sale.guest.http
        self.url = f"{API}/returns/{claim.ref}"

    async def prices(self, who: str = "seller") -> httpx.Response:
        return await self.http.post(
            f"{self.url}/label-rates", json={"package": BOX}, headers=self.claim.headers(who)
        )

    async def buy(
        self, carrier: str = "ups", key: str | None = None, who: str = "seller", **fields: Any
    ) -> httpx.Response:
        body = {"package": BOX, "carrier": carrier, "service": SERVICES[carrier], "price": PRICE, **fields}
        headers = {**self.claim.headers(who), "Idempotency-Key": key or uuid4().hex}
        return await self.http.post(f"{self.url}/carrier-label", json=body, headers=headers)

    async def void(self, who: str = "seller", **params: str) -> httpx.Response:
        return await self.http.delete(
            f"{self.url}/carrier-label", headers=self.claim.headers(who), params=params
        )

    async def file(self, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.http.get(f"{self.url}/carrier-label", headers=headers or {})

    async def slip(self, headers: dict[str, str] | None = None) -> httpx.Response:
        return await self.http.get(f"{self.url}/slip.pdf", headers=headers or {})

    async def states(self) -> list[str]:
        """Those of all labels, as the shop sees them."""
        return [one["status"] for one in (await self.claim.seen("seller"))["labels"]]

    async def balance(self) -> int:
        """What the shop may have paid out, in cents."""
        answer = await self.http.get(
            f"{API}/sellers/{self.sale.shop.ref}/balance", headers=self.claim.headers("seller")
        )
        return sum(one["available"]["amount"] for one in answer.json()["balances"])

    async def automatic(self, *, wanted: bool = True) -> httpx.Response:
        return await self.http.put(
            f"{API}/sellers/{self.sale.shop.ref}/return-labels",
            json={"labels_returns": wanted},
            headers=self.claim.headers("seller"),
        )


async def back(
    app: Application,
    platform: Platform,
    later: Later,
    status: str = "approved",
    *,
    reason: str = "changed_mind",
    origin: bool = True,
) -> Back:
    """A return of one of two units in this state, of a shop that has said where its parcels start."""
    sale = await at(app, platform, later, "delivered")
    if origin:
        answer = await sale.guest.http.put(
            f"{API}/sellers/{sale.shop.ref}/ship-from",
            json={"address": ORIGIN},
            headers={"X-Order-Token": "", **sale.shop.headers},
        )
        assert answer.status_code == 200, answer.text
    made = await ask(sale, reason=reason)
    operator = (await users.operator(platform, "support")).headers
    claim = Claim(sale, "return", made.json(), dict(operator))
    return Back(await walked(claim, RETURN_WAYS[status]))


async def made(platform: Platform, one: Back) -> list[tuple[str, bool]]:
    """What the carriers have in their books for this shop's labels: from where, and whether it is void."""
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT f.from_town, f.to_town, f.voided_at IS NOT NULL AS void FROM "order".fake_parcels f
               JOIN "order".labels l ON l.consignment->>'reference' = f.reference
               WHERE l.seller_id = $1 AND l.return_id IS NOT NULL ORDER BY f.made_at, f.tracking_number""",
            one.sale.shop.id,
        )
    assert all((row["from_town"], row["to_town"]) == (ADDRESS["city"], ORIGIN["city"]) for row in rows)
    return [(row["from_town"], row["void"]) for row in rows]


async def settle(platform: Platform, later: Later, **delta: float) -> int:
    """The job that finds out about labels, later."""
    return await clock_does(platform, later, jobs.settle_labels, **delta)


async def track(platform: Platform, later: Later, **delta: float) -> None:
    """The carriers are asked, later."""
    await clock_does(platform, later, jobs.track_parcels, **delta)
