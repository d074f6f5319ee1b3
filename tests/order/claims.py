"""What the tests of returns and cases share: one of each in a wanted state, and whoever asks for the next step."""

from dataclasses import dataclass
from typing import Any

import httpx

from feria.app import Application
from feria.core.platform import Platform
from feria.services.order.rules import Worth
from tests.conftest import Later
from tests.factories import users
from tests.factories.hostile_files import picture
from tests.factories.orders import API
from tests.order.orders import Sale, at

RETURN_BODY: dict[str, dict[str, Any]] = {
    "approved": {"instructions": "Rua do Forno 1"},
    "in_transit": {"carrier": "CTT", "tracking_number": "RR1"},
}
# The way to each state of a return, as (status, who takes the step).
RETURN_WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "requested": (),
    "approved": (("approved", "seller"),),
    "declined": (("declined", "seller"),),
    "cancelled": (("cancelled", "buyer"),),
    "in_transit": (("approved", "seller"), ("in_transit", "buyer")),
    "received": (("approved", "seller"), ("received", "seller")),
    "refunded": (("refunded", "seller"),),
    "rejected": (("approved", "seller"), ("received", "seller"), ("rejected", "seller")),
}
CASE_WAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "awaiting_seller": (),
    "awaiting_buyer": (("message", "seller"),),
    "under_review": (("under_review", "operator"),),
    "resolved_buyer": (("resolved_buyer", "seller"),),
    "resolved_seller": (("under_review", "operator"), ("resolved_seller", "operator")),
    "split": (("under_review", "operator"), ("split", "operator")),
    "closed": (("closed", "buyer"),),
}


class Claim:
    """A return or a case of a delivered sale, and the people around it."""

    def __init__(self, sale: Sale, kind: str, body: dict[str, Any], operator: dict[str, str]) -> None:
        self.sale, self.kind, self.made, self.operator = sale, kind, body, operator
        self.ref: str = body["id"]

    def headers(self, who: str) -> dict[str, str]:
        """What a request of this person carries; the guest's token comes with the client."""
        if who == "buyer":
            return {}
        found = self.operator if who == "operator" else self.sale.shop.headers
        return {"X-Order-Token": "", **found}

    async def step(self, status: str, who: str = "seller", **fields: Any) -> httpx.Response:
        """`PUT` of a status; `message` writes one."""
        http, url = self.sale.guest.http, f"{API}/{self.kind}s/{self.ref}"
        if status == "message":
            return await http.post(f"{url}/messages", json={"text": "Hello"}, headers=self.headers(who))
        body: dict[str, Any] = {"status": status, "reason": "a test", **fields}
        if self.kind == "return":
            body = RETURN_BODY.get(status, {}) | body
        elif status == "split":
            body = {"amount": 100} | body
        return await http.put(url, json=body, headers=self.headers(who))

    async def seen(self, who: str = "buyer") -> dict[str, Any]:
        """As somebody sees it now."""
        answer = await self.sale.guest.http.get(f"{API}/{self.kind}s/{self.ref}", headers=self.headers(who))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def show(self, who: str = "buyer") -> httpx.Response:
        """Add a picture."""
        return await self.sale.guest.http.post(
            f"{API}/{self.kind}s/{self.ref}/photos",
            files={"file": ("a.png", picture(".png", 64, 48))},
            headers=self.headers(who),
        )


async def ask(sale: Sale, quantity: int = 1, **fields: Any) -> httpx.Response:
    """`POST …/returns` as the buyer."""
    body = {"reason": "changed_mind", "lines": [{"id": sale.line, "quantity": quantity}], **fields}
    return await sale.guest.http.post(f"{API}/orders/{sale.ref}/returns", json=body)


async def complain(sale: Sale, reason: str = "damaged", **fields: Any) -> httpx.Response:
    """`POST /cases` as the buyer."""
    body = {"seller_order_id": sale.ref, "reason": reason, "text": "It is broken.", **fields}
    return await sale.guest.http.post(f"{API}/cases", json=body)


async def walked(claim: Claim, way: tuple[tuple[str, str], ...]) -> Claim:
    """The claim at the end of a way."""
    for status, who in way:
        answer = await claim.step(status, who)
        assert answer.status_code < 300, answer.text
    return claim


async def returned(
    app: Application, platform: Platform, later: Later, status: str = "requested", *, quantity: int = 1
) -> Claim:
    """A return of a delivered sale of two units, in this state."""
    sale = await at(app, platform, later, "delivered")
    made = await ask(sale, quantity)
    assert made.status_code == 201, made.text
    operator = (await users.operator(platform, "support")).headers
    return await walked(Claim(sale, "return", made.json(), dict(operator)), RETURN_WAYS[status])


async def disputed(
    app: Application, platform: Platform, later: Later, status: str = "awaiting_seller"
) -> Claim:
    """A case about a delivered sale, in this state."""
    sale = await at(app, platform, later, "delivered")
    made = await complain(sale)
    assert made.status_code == 201, made.text
    operator = (await users.operator(platform, "support")).headers
    return await walked(Claim(sale, "case", made.json(), dict(operator)), CASE_WAYS[status])


@dataclass
class Piece:
    """A line, or a whole seller order, for the rules alone."""

    ordered: int
    total_amount: int
    commission_amount: int
    commission_tax_amount: int
    promotion_amount: int
    tax_amount: int
    cancelled: int = 0
    shipped: int = 0
    delivered: int = 0
    refunded: int = 0
    refunded_amount: int = 0
    refunded_commission_amount: int = 0
    refunded_commission_tax_amount: int = 0
    refunded_promotion_amount: int = 0
    refunded_remitted_tax_amount: int = 0

    @property
    def remitted_tax_amount(self) -> int:
        """All of it, by the marketplace."""
        return self.tax_amount

    def take(self, back: Worth) -> None:
        """So much went back of it."""
        self.refunded_amount += back.amount
        self.refunded_commission_amount += back.commission_amount
        self.refunded_commission_tax_amount += back.commission_tax_amount
        self.refunded_promotion_amount += back.promotion_amount
        self.refunded_remitted_tax_amount += back.tax_amount


def piece(ordered: int, total: int) -> Piece:
    """A line of so many units, with a commission of a tenth, VAT on it, and some of it paid by the marketplace."""
    return Piece(ordered, total, total // 10, total // 50, total // 7, total // 6)


def whole_of(pieces: list[Piece], shipping: int) -> Piece:
    """The seller order of these lines."""
    return Piece(
        0,
        sum(one.total_amount for one in pieces) + shipping,
        sum(one.commission_amount for one in pieces),
        sum(one.commission_tax_amount for one in pieces),
        sum(one.promotion_amount for one in pieces),
        sum(one.tax_amount for one in pieces) + shipping // 6,
    )
