"""A marketplace as its people meet it: HTTP only, so that a journey runs in every process shape."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from feria.core.platform import Platform
from feria.services.user import flows as user

T = TypeVar("T")

PASSWORD = "a-long-enough-password"
EVENTUALLY_SECONDS_MAX = 20.0
API = "/api/v1"


class Visitor:
    """Somebody with a browser: keeps the cart token, and the access token once signed in."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.headers: dict[str, str] = {}

    async def call(self, method: str, path: str, *, status: int = 200, **kwargs: Any) -> Any:
        """Make a request, insist on its status, and return the decoded body."""
        headers = {**self.headers, **kwargs.pop("headers", {})}
        answer = await self.http.request(method, API + path, headers=headers, **kwargs)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        if token := answer.headers.get("x-cart-token"):
            self.headers["X-Cart-Token"] = token
        return answer.json() if answer.content else None

    async def etag(self, path: str) -> str:
        """The ETag of something, for If-Match."""
        answer = await self.http.get(API + path, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return str(answer.headers["etag"])

    async def sign_up(self, name: str, email: str = "") -> dict[str, Any]:
        """Register and stay signed in."""
        email = email or f"{uuid4().hex[:12]}@example.test"
        made: dict[str, Any] = await self.call(
            "POST", "/auth/register", status=201, json={"email": email, "password": PASSWORD, "name": name}
        )
        self.headers["Authorization"] = f"Bearer {made['access_token']}"
        return made

    async def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in."""
        made = await self.call("POST", "/auth/login", json={"email": email, "password": password})
        self.headers["Authorization"] = f"Bearer {made['access_token']}"


@dataclass
class Stall:
    """A seller that is open: its owner, its id, and its products by title."""

    owner: Visitor
    id: str
    email: str
    products: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass
class Shop:
    """The marketplace under test; `settle` lets what happens in the background happen."""

    platform: Platform
    visit: Callable[[], Visitor]
    settle: Callable[[], Awaitable[None]]

    async def eventually(self, look: Callable[[], Awaitable[T]]) -> T:
        """What `look` returns once it is true; fails after twenty seconds."""
        deadline = time.monotonic() + EVENTUALLY_SECONDS_MAX
        while True:
            await self.settle()
            found = await look()
            if found:
                return found
            assert time.monotonic() < deadline, f"never came: {look}"
            await asyncio.sleep(0.05)

    async def operator(self) -> Visitor:
        """A signed-in operator, made as `feria operator create` does."""
        email = f"op-{uuid4().hex[:10]}@example.test"
        await user.make_operator(self.platform, email=email, name="Olga Operadora", password=PASSWORD)
        visitor = self.visit()
        await visitor.sign_in(email)
        return visitor

    async def stall(self, operator: Visitor, name: str, shipping: int) -> Stall:
        """A seller from application to open shop, with one flat way to ship."""
        owner = self.visit()
        account = await owner.sign_up(f"Owner of {name}")
        applied = await owner.call(
            "POST", "/sellers", status=201, json={"name": f"{name} {uuid4().hex[:6]}", "country": "PT"}
        )
        assert applied["status"] == "applied"
        await operator.call("POST", f"/operator/sellers/{applied['id']}/approve", json={"reason": "complete"})
        await owner.sign_in(account["account"]["email"])
        path = f"/sellers/{applied['id']}/shipping-profiles"
        profile = {
            "name": "Parcel",
            "market": "eu",
            "price": {"amount": shipping, "currency": "EUR"},
            "min_days": 2,
            "max_days": 4,
        }
        await owner.call("PUT", path, json={"items": [profile]}, headers={"If-Match": await owner.etag(path)})
        return Stall(owner, applied["id"], account["account"]["email"])

    async def product(
        self, stall: Stall, category: str, title: str, price: int, on_hand: int
    ) -> dict[str, Any]:
        """A published product with one variant."""
        body = {
            "seller_id": stall.id,
            "title": title,
            "description": f"<p>{title}, made by hand.</p>",
            "category_id": category,
            "variants": [
                {
                    "sku": f"S-{uuid4().hex[:8]}",
                    "price": {"amount": price, "currency": "EUR"},
                    "on_hand": on_hand,
                }
            ],
        }
        made: dict[str, Any] = await stall.owner.call("POST", "/products", status=201, json=body)
        assert made["status"] == "draft"
        await stall.owner.call("POST", f"/products/{made['id']}/publish")
        stall.products[title] = made
        return made


def order_body(cart: dict[str, Any], email: str = "guest@example.test") -> dict[str, Any]:
    """The body of POST /orders for a cart."""
    return {
        "email": email,
        "shipping_address": {
            "name": "Gil Guest",
            "line1": "Rua das Flores 1",
            "city": "Porto",
            "postal_code": "4000-001",
            "country": "PT",
        },
        "expected_total": cart["total"],
        "payment_method": "test",
    }
