"""What the built-in fakes of both carriers share: their books, how a parcel of theirs goes on its way, and faults.

They keep their books in a table of their own, as if they were far away, and follow the marketplace's test clock.
How a parcel ends is decided by the recipient's second address line: `test exception`, `test returned`, `test lost`.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from feria.core import clock, money
from feria.core.db import Database
from feria.core.money import Money
from feria.services.order.rules.parcels import ParcelState

Step = Literal["token", "rate", "ship", "find", "void", "track"]
Outcome = Literal["delivered", "exception", "returned", "lost"]
# Faults on demand, by carrier and step: no answer `before` or `after` it took effect, a `slow` one, or (FedEx's labels)
# one that is `unpriced`, as where an account is not told what it pays.
faults: dict[tuple[str, Step], Literal["before", "after", "slow", "unpriced"]] = {}
SLOW_SECONDS = 60.0
TOKEN = "fake-token"  # noqa: S105 - nobody keeps anything behind it
PICKED_UP_AFTER = timedelta(hours=6)
GRAMS_MAX = 68_000
CURRENCIES = {
    "US": "USD",
    "GB": "GBP",
    "CA": "CAD",
    "CH": "CHF",
    "JP": "JPY",
    "PL": "PLN",
    "SE": "SEK",
    "DK": "DKK",
}
OUTCOMES: tuple[Outcome, ...] = ("exception", "returned", "lost")

# Hours after the label was made, state, and what the carrier's scanner says; the last of each way ends it.
_HOURS_TO_STATE: dict[Outcome, tuple[tuple[int, ParcelState, str], ...]] = {
    "delivered": (
        (0, "label_created", "Label created"), (6, "in_transit", "Picked up"), (20, "in_transit", "Departed hub"),
        (43, "in_transit", "Arrived at facility"), (48, "out_for_delivery", "Out for delivery"),
        (54, "delivered", "Delivered"),
    ),
    "exception": (
        (0, "label_created", "Label created"), (6, "in_transit", "Picked up"),
        (48, "exception", "Street number not found; will try again"),
        (72, "out_for_delivery", "Out for delivery"), (78, "delivered", "Delivered"),
    ),
    "returned": (
        (0, "label_created", "Label created"), (6, "in_transit", "Picked up"),
        (48, "exception", "Receiver refused the parcel"), (96, "returned", "Returned to the sender"),
    ),
    "lost": (
        (0, "label_created", "Label created"), (6, "in_transit", "Picked up"), (20, "in_transit", "Departed hub"),
    ),
}  # fmt: skip


class FakeParcel(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel in the carriers' books."""

    carrier: str
    tracking_number: str
    reference: str
    form: str
    from_town: str
    from_country: str
    to_town: str
    to_country: str
    outcome: Outcome
    made_at: datetime
    voided_at: datetime | None

    def scans(self, now: datetime) -> list[tuple[datetime, ParcelState, str, str, str]]:
        """Moment, state, words, town and country of everything that has happened by now."""
        found = []
        for hours, state, words in _HOURS_TO_STATE[self.outcome]:
            at = self.made_at + timedelta(hours=hours)
            if at <= now:
                near = hours < 40 or state == "returned"
                where = (self.from_town, self.from_country) if near else (self.to_town, self.to_country)
                found.append((at, state, words, *where))
        return found


class Refusal(Exception):
    """The fake says no with a code and words, as its model would."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


class Books:
    """The table `fake_parcels`, and prices."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def make(self, parcel: FakeParcel) -> None:
        """Enter a parcel; the same reference may be there twice, for a carrier sells whatever is asked of it."""
        async with self._db.reading() as tx:
            await tx.execute(
                """INSERT INTO "order".fake_parcels (carrier, tracking_number, reference, form, from_town, from_country,
                       to_town, to_country, outcome, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
                parcel.carrier,
                parcel.tracking_number,
                parcel.reference,
                parcel.form,
                parcel.from_town,
                parcel.from_country,
                parcel.to_town,
                parcel.to_country,
                parcel.outcome,
                parcel.made_at,
            )

    async def number_for(self, carrier: str, reference: str) -> int:
        """A number that was not given out yet: the same for the same reference in every installation."""
        async with self._db.reading() as tx:
            count = await tx.fetchval(
                'SELECT count(*) FROM "order".fake_parcels WHERE carrier = $1 AND reference = $2',
                carrier,
                reference,
            )
        digest = hashlib.blake2b(f"{carrier} {reference} {count}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big")

    async def by_number(self, carrier: str, number: str) -> FakeParcel | None:
        async with self._db.reading() as tx:
            return await tx.one(FakeParcel, _SELECT + " AND tracking_number = $2", carrier, number)

    async def by_reference(self, carrier: str, reference: str) -> list[FakeParcel]:
        """Those that were not voided, the newest first."""
        async with self._db.reading() as tx:
            return await tx.all(
                FakeParcel,
                _SELECT + " AND reference = $2 AND voided_at IS NULL ORDER BY made_at DESC, tracking_number",
                carrier,
                reference,
            )

    async def void(self, carrier: str, number: str) -> Literal["done", "already", "unknown", "too late"]:
        """Take a label back unless the parcel was picked up."""
        found = await self.by_number(carrier, number)
        if found is None:
            return "unknown"
        if found.voided_at is not None:
            return "already"
        now = clock.now()
        if now - found.made_at >= PICKED_UP_AFTER:
            return "too late"
        async with self._db.reading() as tx:
            await tx.execute(
                """UPDATE "order".fake_parcels SET voided_at = $3 WHERE carrier = $1 AND tracking_number = $2""",
                carrier,
                number,
                now,
            )
        return "done"


_SELECT = """
SELECT carrier, tracking_number, reference, form, from_town, from_country, to_town, to_country, outcome, made_at,
       voided_at
FROM "order".fake_parcels WHERE carrier = $1"""


def outcome_of(lines: list[str]) -> Outcome:
    """How a parcel to this address ends."""
    said = " ".join(lines).lower()
    return next((one for one in OUTCOMES if f"test {one}" in said), "delivered")


def price(
    base_cents: int, cents_per_kilo: int, grams: int, *, origin: str, target: str, account: str
) -> Money:
    """What a fake asks: a base and so much per kilo begun, more across borders, in the currency of who pays."""
    cents = base_cents + cents_per_kilo * -(-grams // 1_000)
    cents = cents * (16 if origin != target else 10) // 10
    currency = CURRENCIES.get(account, "EUR")
    return Money(cents * 10 ** money.decimals(currency) // 100, currency)


Handler = Callable[[str, str, Mapping[str, str], Any], Awaitable[tuple[int, Any]]]


def application(carrier: str, handle: Handler, step_of: Callable[[str, str], Step | None]) -> Any:
    """The far end as an ASGI application: reads JSON or a form, asks for the token, fails on demand."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        step = step_of(scope["method"], scope["path"])
        fault = faults.get((carrier, step)) if step else None
        if fault == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        status: int = 503
        answer: Any = {}
        if step is None:
            status = 404
        elif fault != "before":
            if step != "token" and headers.get("authorization") != f"Bearer {TOKEN}":
                status = 401
            else:
                is_json = headers.get("content-type") == "application/json" and body
                status, answer = await handle(
                    step, scope["path"], headers, msgspec.json.decode(body) if is_json else body.decode()
                )
            status = 503 if fault == "after" else status
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(b"content-type", b"application/json")],
            }
        )
        await send({"type": "http.response.body", "body": msgspec.json.encode(answer)})

    return serve
