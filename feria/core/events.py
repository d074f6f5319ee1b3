"""Events: written to the outbox in the transaction of what happened, delivered at least once, taking effect once.

A delivery row per event and handler is outbox, inbox, retry and dead letter in one. Handlers registered with
`inside=True` run at once in the publisher's transaction instead.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID, uuid4

import asyncpg
import msgspec
import structlog

from feria.core.db import Database, Rows, TransactionConflict, Tx

if TYPE_CHECKING:
    from feria.core.platform import Platform

log = structlog.get_logger()

ATTEMPTS_MAX = 12
BACK_OFF_SECONDS_MAX = 3_600
POLL_SECONDS = 0.075
# Of a worker's further loops, which are there for the case that the first one is held up.
RELIEF_POLL_SECONDS = 0.5
DRAIN_ROUNDS_MAX = 10_000
# Deliveries handled in one transaction: enough to share its cost, few enough to hold its locks for moments only.
BATCH = 20
KEPT_FOR = timedelta(days=7)
ERROR_LENGTH_MAX = 2_000

EVENTS = Rows(
    "core.events",
    (
        ("id", "uuid"),
        ("name", "text"),
        ("subject", "text"),
        ("payload", "jsonb"),
        ("created_at", "timestamptz"),
    ),
)
DELIVERIES = Rows("core.deliveries", (("event_id", "uuid"), ("handler", "text"), ("run_at", "timestamptz")))


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the frozen event types; `name` is `<noun>.<past>`, `subject` says which object it is about."""

    name: ClassVar[str]

    @property
    def subject(self) -> str:
        """The object that the event is about, for people who search the outbox."""
        return ""


E = TypeVar("E", bound=Event)
Handler = Callable[[Tx, Any], Awaitable[None]]


@dataclass(frozen=True)
class Consumer:
    """A registered handler; `service` is the one whose worker runs it, `together` says that it takes a list."""

    name: str
    service: str
    kind: type[Event]
    handle: Handler
    together: bool = False


_inside: dict[type[Event], list[Consumer]] = {}
_later: dict[type[Event], list[Consumer]] = {}
_by_name: dict[str, Consumer] = {}


def consumes(
    kind: type[E], *, inside: bool = False
) -> Callable[[Callable[[Tx, E], Awaitable[None]]], Callable[[Tx, E], Awaitable[None]]]:
    """Register a handler. Its name is `<service>.<function>` and must not change while deliveries are open."""

    def register(handle: Callable[[Tx, E], Awaitable[None]]) -> Callable[[Tx, E], Awaitable[None]]:
        consumer = Consumer(*_named(handle), kind, handle)
        (_inside if inside else _later).setdefault(kind, []).append(_registered(consumer))
        return handle

    return register


def consumes_together(
    kind: type[E],
) -> Callable[[Callable[[Tx, list[E]], Awaitable[None]]], Callable[[Tx, list[E]], Awaitable[None]]]:
    """Register a handler of all such events in a batch, for effects that are cheaper together (counts, say)."""

    def register(
        handle: Callable[[Tx, list[E]], Awaitable[None]],
    ) -> Callable[[Tx, list[E]], Awaitable[None]]:
        consumer = Consumer(*_named(handle), kind, handle, together=True)
        _later.setdefault(kind, []).append(_registered(consumer))
        return handle

    return register


def _named(handle: Callable[..., Awaitable[None]]) -> tuple[str, str]:
    """A handler's name and its service."""
    module = handle.__module__
    service = module.split(".")[2] if module.startswith("feria.services.") else "core"
    return f"{service}.{handle.__name__}", service


def _registered(consumer: Consumer) -> Consumer:
    if consumer.name in _by_name:
        raise ValueError(f"two handlers are called {consumer.name}")
    _by_name[consumer.name] = consumer
    return consumer


def consumers(*, inside: bool) -> list[Consumer]:
    """The registered handlers, for documentation and the test that holds the short list of inside ones."""
    return [consumer for found in (_inside if inside else _later).values() for consumer in found]


async def publish(tx: Tx, event: Event) -> None:
    """Run the inside handlers, then collect the outbox row with one delivery per later handler."""
    for consumer in _inside.get(type(event), ()):
        await consumer.handle(tx, event)
    later = _later.get(type(event), ())
    if later:
        event_id = uuid4()
        tx.collect(EVENTS, event_id, event.name, event.subject, msgspec.to_builtins(event), tx.now)
        for consumer in later:
            tx.collect(DELIVERIES, event_id, consumer.name, tx.now)


# The array is computed once, and then everything is reached by its key: as a join, a plan made while the tables were
# young took half a second.
_CLAIM = """
UPDATE core.deliveries d SET state = 'done', attempts = d.attempts + 1
WHERE d.id = ANY(ARRAY(
    SELECT id FROM core.deliveries
    WHERE state = 'pending' AND run_at <= $1 AND handler = ANY($2)
    ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED
))
RETURNING d.id, d.handler, d.attempts, (SELECT e.payload FROM core.events e WHERE e.id = d.event_id) AS payload
"""


_ANY_DUE = """
SELECT EXISTS (SELECT FROM core.deliveries WHERE state = 'pending' AND run_at <= $1 AND handler = ANY($2))
"""


class _Undelivered(Exception):
    """A handler has raised; its transaction is undone before the delivery is put off."""

    def __init__(self, delivery_id: int, attempts: int, consumer: Consumer) -> None:
        super().__init__(consumer.name)
        self.delivery_id, self.attempts, self.consumer = delivery_id, attempts, consumer


async def deliver(database: Database, handlers: list[str], count: int = BATCH) -> int:
    """Run the handlers of the oldest due deliveries, at most `count`; how many deliveries were taken up.

    All of a batch are marked, handled and committed together, which spares each of them two round trips and a commit.
    When one of them fails the batch is undone and its deliveries are tried one by one, so that no failing handler
    blocks another.
    """
    try:
        return await _deliver_together(database, handlers, count)
    except _Undelivered as undelivered:
        if count == 1:
            async with database.transaction() as tx:
                await _failed(tx, undelivered)
            return 1
    done = 0
    while done < count and await deliver(database, handlers, 1):
        done += 1
    return done


async def _deliver_together(database: Database, handlers: list[str], count: int) -> int:
    async with database.transaction() as tx:
        rows = await tx.fetch(_CLAIM, tx.now, handlers, count)
        for consumer, found in _grouped(sorted(rows, key=lambda row: int(row["id"]))):
            try:
                told = [msgspec.convert(row["payload"], consumer.kind) for row in found]
                await consumer.handle(tx, told if consumer.together else told[0])
                tx.locked.clear()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - the boundary: what cannot be read or handled becomes a retry
                raise _Undelivered(found[0]["id"], found[0]["attempts"], consumer) from error
        if rows:
            try:
                await tx.flush()
                # What waits for the commit (the ledger's balance) is checked here, where it is this delivery's fault.
                await tx.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except (asyncpg.PostgresError, TransactionConflict) as error:
                raise _Undelivered(
                    rows[0]["id"], rows[0]["attempts"], _by_name[rows[0]["handler"]]
                ) from error
    return len(rows)


def _grouped(rows: list[asyncpg.Record]) -> list[tuple[Consumer, list[asyncpg.Record]]]:
    """The deliveries in their order, those of a handler that takes several at once with its first."""
    groups: dict[object, tuple[Consumer, list[asyncpg.Record]]] = {}
    for row in rows:
        consumer = _by_name[row["handler"]]
        groups.setdefault(consumer if consumer.together else row["id"], (consumer, []))[1].append(row)
    return list(groups.values())


async def _failed(tx: Tx, undelivered: _Undelivered) -> None:
    """Put a delivery off, unless somebody else has taken it up since it was undone."""
    attempts, consumer, error = undelivered.attempts, undelivered.consumer, undelivered.__cause__
    dead = attempts >= ATTEMPTS_MAX
    quick = isinstance(
        error, (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, TransactionConflict)
    )
    pause = 0 if quick else min(BACK_OFF_SECONDS_MAX, 2**attempts)
    log.warning("delivery failed", handler=consumer.name, attempts=attempts, dead=dead, exc_info=error)
    await tx.execute(
        """UPDATE core.deliveries SET state = $2, attempts = $3, run_at = $4, last_error = $5
           WHERE id = $1 AND state = 'pending' AND attempts = $3 - 1""",
        undelivered.delivery_id,
        "dead" if dead else "pending",
        attempts,
        tx.now + timedelta(seconds=pause),
        f"{type(error).__name__}: {error}"[:ERROR_LENGTH_MAX].replace("\x00", ""),
    )


def handler_names(services: Iterable[str] | None = None) -> list[str]:
    """Names of the later handlers of these services; None stands for all."""
    wanted = None if services is None else set(services)
    return [one.name for one in consumers(inside=False) if wanted is None or one.service in wanted]


async def deliver_until_stopped(
    database: Database,
    services: Iterable[str] | None,
    stop: asyncio.Event,
    *,
    poll_seconds: float = POLL_SECONDS,
) -> None:
    """The worker's loop: deliver a batch, and look again at once when it was full, else after `poll_seconds`."""
    handlers = handler_names(services)
    while not stop.is_set():
        busy = False
        try:
            if handlers:
                async with database.reading() as tx:
                    due = await tx.fetchval(_ANY_DUE, tx.now, handlers)
                busy = due and await deliver(database, handlers) == BATCH
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - the database may be away; the loop must outlive it
            log.error("deliveries paused", exc_info=error)
            await asyncio.sleep(1)
        if not busy:
            await asyncio.sleep(poll_seconds)


async def drain(platform: "Platform", services: Iterable[str] | None = None) -> int:
    """Deliver until nothing is due, as tests and the demo loader do; the number of deliveries."""
    handlers = handler_names(services)
    total = 0
    for _ in range(DRAIN_ROUNDS_MAX):
        count = await deliver(platform.db, handlers)
        total += count
        if not count:
            return total
    raise RuntimeError("the outbox does not run empty")


async def leave_out(tx: Tx, service: str, before: datetime) -> int:
    """Take what waits for this service's handlers since before then as done: news that are too old to tell."""
    return await tx.execute(
        """UPDATE core.deliveries SET state = 'done'
           WHERE state = 'pending' AND run_at < $2 AND starts_with(handler, $1 || '.')""",
        service,
        before,
    )


class Letter(msgspec.Struct, frozen=True):
    """A delivery as `feria events` shows it."""

    id: int
    handler: str
    state: str
    attempts: int
    run_at: datetime
    last_error: str
    event: str
    subject: str
    event_id: UUID


async def letters(tx: Tx, state: str, limit: int) -> list[Letter]:
    """The oldest deliveries in a state."""
    return await tx.all(
        Letter,
        """SELECT d.id, d.handler, d.state, d.attempts, d.run_at, d.last_error,
                  e.name AS event, e.subject, e.id AS event_id
           FROM core.deliveries d JOIN core.events e ON e.id = d.event_id
           WHERE d.state = $1 ORDER BY d.id LIMIT $2""",
        state,
        limit,
    )


async def backlog(tx: Tx) -> tuple[int, int]:
    """How many deliveries are due, and how many are dead letters."""
    row = await tx.fetchrow(
        """SELECT count(*) FILTER (WHERE state = 'pending' AND run_at <= $1) AS due,
                  count(*) FILTER (WHERE state = 'dead') AS dead
           FROM core.deliveries WHERE state IN ('pending', 'dead')""",
        tx.now,
    )
    assert row is not None
    return row["due"], row["dead"]


async def check(tx: Tx) -> list[str]:
    """Faults of the outbox: deliveries whose event is gone."""
    rows = await tx.fetch(
        """SELECT d.id, d.handler FROM core.deliveries d
           WHERE NOT EXISTS (SELECT FROM core.events e WHERE e.id = d.event_id) ORDER BY d.id LIMIT 100"""
    )
    return [f"delivery {row['id']} to {row['handler']} has no event" for row in rows]


async def redrive(tx: Tx, delivery_ids: list[int] | None) -> int:
    """Make dead letters (all, or these) due again; how many."""
    return await tx.execute(
        """UPDATE core.deliveries SET state = 'pending', attempts = 0, run_at = $1
           WHERE state = 'dead' AND ($2::bigint[] IS NULL OR id = ANY($2))""",
        tx.now,
        delivery_ids,
    )


async def forget_old(tx: Tx) -> int:
    """Delete events older than seven days whose deliveries are all done."""
    return await tx.execute(
        """WITH old AS (
               SELECT id FROM core.events e WHERE created_at < $1
               AND NOT EXISTS (SELECT FROM core.deliveries d WHERE d.event_id = e.id AND d.state <> 'done')
               ORDER BY created_at LIMIT 10000
           ), gone AS (DELETE FROM core.deliveries d USING old WHERE d.event_id = old.id)
           DELETE FROM core.events e USING old WHERE e.id = old.id""",
        tx.now - KEPT_FOR,
    )
