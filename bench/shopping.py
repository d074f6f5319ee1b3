"""Shoppers for the checkout figures: carts made beforehand, orders and whole guest checkouts measured."""

import json
import random
from typing import Any
from uuid import uuid4

from bench.load import Answer, Connection, prepared
from bench.place import Place
from feria.core import ids


class Shopper:
    """A guest with one keep-alive connection and a client address of his own."""

    def __init__(self, place: Place, connection: Connection, rnd: random.Random) -> None:
        self.place, self.connection, self.rnd = place, connection, rnd
        self.headers: dict[str, str] = {}
        self.total: Any = None
        self.bytes_answered = 0

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request with the cart's token."""
        encoded = b"" if body is None else json.dumps(body).encode()
        answer = await self.connection.request(
            prepared(method, "/api/v1" + path, {**self.headers, **headers}, encoded)
        )
        self.bytes_answered += len(answer.body)
        return answer

    async def add(self, variant: Any, quantity: int) -> bool:
        """Put a variant into the cart; keeps the token of a new cart, and the total that the answer shows."""
        answer = await self.call(
            "POST", "/cart/items", {"variant_id": ids.encode("var", variant), "quantity": quantity}
        )
        if token := answer.headers.get("x-cart-token"):
            self.headers["x-cart-token"] = token
        self.total = json.loads(answer.body).get("total")
        return answer.status == 201

    def pick(self, sellers: int, lines: int) -> list[Any]:
        """Variants of so many different sellers, `lines` in all."""
        by_seller: dict[int, list[Any]] = {}
        while len(by_seller) < sellers:
            seller, variant = self.rnd.choice(self.place.catalogue.variants)
            by_seller.setdefault(seller, [variant])
        found = [one[0] for one in by_seller.values()]
        first = next(iter(by_seller))
        same = [variant for seller, variant in self.place.catalogue.variants[:2_000] if seller == first]
        while len(found) < lines:
            extra = self.rnd.choice(same)
            if extra not in found:
                found.append(extra)
        return found

    def order_body(self) -> dict[str, Any]:
        """What POST /orders wants for the cart as it was last shown."""
        return {
            "email": "bench@example.test",
            "shipping_address": {
                "name": "Gil Guest", "line1": "Rua das Flores 1", "city": "Porto", "postal_code": "4000-001",
                "country": "PT",
            },
            "expected_total": self.total,
            "payment_method": "test",
        }  # fmt: skip

    async def order(self, body: dict[str, Any]) -> Answer:
        """Place the order."""
        return await self.call("POST", "/orders", body, **{"idempotency-key": uuid4().hex})

    async def checkout(self) -> bool:
        """New cart, two lines of two sellers, order, payment; whether all of it worked."""
        self.headers = {}
        for variant in self.pick(2, 2):
            if not await self.add(variant, 1):
                return False
        placed = await self.order(self.order_body())
        if placed.status != 201:
            return False
        order = json.loads(placed.body)
        body = {"order_id": order["id"], "payment_method": "test"}
        paid = await self.call(
            "POST",
            "/payments/process",
            body,
            **{"idempotency-key": uuid4().hex, "x-order-token": order["token"]},
        )
        return paid.status == 200 and b'"succeeded"' in paid.body
