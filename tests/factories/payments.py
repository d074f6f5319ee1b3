"""Orders that wait for their money, and what tests ask of payments."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from feria.core import clock, ids
from feria.core.platform import Platform
from feria.services.payment import contract
from feria.services.payment.gateways.directory import test_provider
from feria.services.payment.gateways.test_provider import SIGNATURE_HEADER
from feria.services.payment.queries import payments as stored
from feria.services.payment.rules.attempts import Attempt, Report
from feria.services.payment.rules.postings import Share
from tests.factories import carts, products, users
from tests.factories.products import Made
from tests.factories.users import Seller

# Prices with 23 % tax inside, and the commission: a tenth of what is left without the tax.
PRICES = (2_000, 3_500)
COMMISSIONS = (163, 285)
ENOUGH = 1_000_000
SHARED_SECONDS = 240.0  # their owners' access tokens end after ten minutes
_shared: list[tuple[Seller, Made]] = []
_shared_until = 0.0


@dataclass(frozen=True)
class Payable:
    """A guest's order over one or two sellers that has not been paid."""

    shopper_id: int
    order_id: UUID
    payment_id: UUID
    token: str
    amount: int
    sellers: Sequence[Seller]
    shares: Sequence[Share]

    @property
    def order_ref(self) -> str:
        return ids.encode("ord", self.order_id)

    @property
    def ref(self) -> str:
        """The payment's id in the API."""
        return ids.encode("pay", self.payment_id)

    @property
    def headers(self) -> dict[str, str]:
        """What a request of the guest carries."""
        return {"X-Order-Token": self.token}


async def offers(platform: Platform, sellers: Sequence[Seller]) -> list[tuple[Seller, Made]]:
    """One new product of each seller."""
    return [
        (shop, await products.product(platform, shop.id, price=price, on_hand=ENOUGH))
        for shop, price in zip(sellers, PRICES, strict=False)
    ]


async def shared_offers(platform: Platform) -> list[tuple[Seller, Made]]:
    """Products of two sellers that tests share when they do not care whose they are."""
    global _shared_until  # noqa: PLW0603 - one pair per test process
    if time.monotonic() > _shared_until:
        _shared[:] = await offers(platform, [await users.seller(platform), await users.seller(platform)])
        _shared_until = time.monotonic() + SHARED_SECONDS
    return list(_shared)


async def payable(
    client: httpx.AsyncClient, platform: Platform, sellers: Sequence[Seller] | None = None
) -> Payable:
    """A guest's new order of one product of each seller; of two that all tests share unless some are given."""
    chosen = await shared_offers(platform) if sellers is None else await offers(platform, sellers)
    shops = [shop for shop, _ in chosen]
    guest = await carts.guest_cart(platform, *((one.variant_id, 1) for _, one in chosen))
    total = sum(PRICES[: len(shops)]) + len(shops) * users.SHIPPING_AMOUNT
    answer = await client.post(
        "/api/v1/orders",
        headers=guest.headers | {"Idempotency-Key": uuid4().hex},
        json={
            "email": "guest@example.test",
            "shipping_address": {
                "name": "Gil Prova", "line1": "Rua 1", "city": "Porto", "postal_code": "4000-001", "country": "PT",
            },
            "expected_total": {"amount": total, "currency": "EUR"},
            "payment_method": "test",
        },
    )  # fmt: skip
    assert answer.status_code == 201, answer.text
    order = answer.json()
    payment_id = ids.decode("pay", order["payment"]["id"])
    async with platform.db.reading() as tx:
        shares = [share for share, _ in await stored.shares(tx, guest.shopper_id, payment_id)]
    return Payable(
        guest.shopper_id, ids.decode("ord", order["id"]), payment_id, order["token"], total, shops, shares
    )


async def pay(
    client: httpx.AsyncClient, order: Payable, outcome: str = "succeed", *, key: str = ""
) -> httpx.Response:
    """`POST /payments/process` as the order's guest, with a fresh key unless one is given."""
    return await client.post(
        "/api/v1/payments/process",
        headers=order.headers | {"Idempotency-Key": key or uuid4().hex},
        json={"order_id": order.order_ref, "payment_method": "test", "test_outcome": outcome},
    )


async def paid(
    client: httpx.AsyncClient, platform: Platform, sellers: Sequence[Seller] | None = None
) -> Payable:
    """A guest's order that the test provider took the money of."""
    order = await payable(client, platform, sellers)
    answer = await pay(client, order)
    assert answer.json()["status"] == "succeeded", answer.text
    return order


async def look(client: httpx.AsyncClient, order: Payable) -> dict[str, Any]:
    """`GET /payments/{id}` as the order's guest."""
    answer = await client.get(f"/api/v1/payments/{order.ref}", headers=order.headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def last_attempt(platform: Platform, order: Payable) -> Attempt:
    """The order's newest attempt."""
    async with platform.db.reading() as tx:
        found = await stored.last_attempt(tx, order.shopper_id, order.payment_id)
    assert found is not None
    return found


async def postings(platform: Platform, reference: UUID) -> dict[tuple[str, str, int], int]:
    """What was posted for a payment, refund or seller order: (transfer, account, owner) → sum."""
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT t.kind AS transfer, p.kind, p.owner, sum(p.amount)::bigint AS total
               FROM payment.ledger_transfers t JOIN payment.ledger_postings p ON p.transfer_id = t.id
               WHERE t.reference = $1 GROUP BY 1, 2, 3""",
            reference,
        )
    return {(row["transfer"], row["kind"], row["owner"]): row["total"] for row in rows}


async def count_transfers(platform: Platform, order: Payable) -> int:
    """How many transfers the ledger has about this payment and its refunds."""
    async with platform.db.reading() as tx:
        found: int = await tx.fetchval(
            """SELECT count(*) FROM payment.ledger_transfers WHERE reference = $1 OR reference IN
                   (SELECT id FROM payment.refunds WHERE shopper_id = $2 AND payment_id = $1)""",
            order.payment_id,
            order.shopper_id,
        )
    return found


async def send_webhook(
    client: httpx.AsyncClient, platform: Platform, report: Report, *, event_id: str = "", signature: str = ""
) -> httpx.Response:
    """A webhook of the test provider about a report, signed unless a signature is given."""
    provider = test_provider(platform)
    row = {
        "event_id": event_id or f"evt_{uuid4().hex}",
        "send_at": clock.now(),
        "ref": report.ref,
        "idempotency_key": report.attempt_id,
        "order_id": report.order_id,
        "status": report.status,
        "amount": report.amount,
        "currency": report.currency,
        "failure_code": report.failure_code,
    }
    body = provider.webhook(row)
    headers = {
        "content-type": "application/json",
        SIGNATURE_HEADER: signature or provider.sign(body, clock.now()),
    }
    return await client.post("/api/v1/webhooks/test", content=body, headers=headers)


async def faults(platform: Platform) -> list[str]:
    """What `feria check` finds wrong with payments and the ledger."""
    async with platform.db.reading() as tx:
        return await contract.check(tx)
