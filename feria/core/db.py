"""PostgreSQL: pools, transactions and the `Tx` that every action and query is given as its first argument."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import chain
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID, uuid4

import asyncpg
import msgspec

from feria.core import clock
from feria.core.auth import SYSTEM, Principal
from feria.core.errors import Unavailable

if TYPE_CHECKING:
    from feria.core.events import Event

P = ParamSpec("P")
R = TypeVar("R")

RETRIES_MAX = 3
RETRY_PAUSE_SECONDS = 0.02
ACQUIRE_TIMEOUT_SECONDS = 10.0
STATEMENT_TIMEOUT_MILLISECONDS = 30_000
IDLE_IN_TRANSACTION_TIMEOUT_MILLISECONDS = 60_000
STATEMENTS_CACHED_MAX = 1_000
SPELLED_OUT_ROWS_MAX = 6

RETRIED = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
UNREACHABLE = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)


class TransactionConflict(Exception):
    """A unique key was taken between look-up and insert; the whole transaction is worth another try."""


@dataclass(frozen=True, eq=False)
class Rows:
    """A table whose rows a transaction collects and writes in its last statement, column → PostgreSQL type.

    `contested` keys may be taken by somebody quicker; the whole transaction is then worth another try.
    """

    table: str
    columns: tuple[tuple[str, str], ...]
    contested: bool = False

    def _spelled_out(self, count: int) -> bool:
        """Whether each value is an argument; else each column is an array.

        Spelled out, two rows of thirty columns cost client and server 81 + 65 µs of CPU, as arrays 164 + 122.
        """
        return count <= SPELLED_OUT_ROWS_MAX or any(kind.endswith("[]") for _, kind in self.columns)

    def arguments(self, found: Sequence[tuple[Any, ...]]) -> Iterable[Any]:
        """The arguments of the statement that writes these rows."""
        if self._spelled_out(len(found)):
            return chain.from_iterable(found)
        return (list(column) for column in zip(*found, strict=True))

    def insert(self, count: int, first: int) -> tuple[str, int]:
        """The statement that writes so many rows, its arguments numbered from `first` on; and how many they are."""
        kinds = [kind for _, kind in self.columns]
        head = f"INSERT INTO {self.table} ({', '.join(name for name, _ in self.columns)})"
        if self._spelled_out(count):
            places = iter(range(first, first + count * len(kinds)))
            rows = (", ".join(f"${next(places)}::{kind}" for kind in kinds) for _ in range(count))
            return f"{head} VALUES {', '.join(f'({row})' for row in rows)}", count * len(kinds)
        arrays = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(kinds, first))
        return f"{head} SELECT * FROM unnest({arrays})", len(kinds)  # noqa: S608 - constants


@lru_cache(maxsize=STATEMENTS_CACHED_MAX)
def _together(last: str, arguments: int, pending: tuple[tuple[Rows, int], ...]) -> str:
    """One statement that writes so many rows of each of these tables, and runs `last` unless that is empty."""
    parts = []
    first = arguments + 1
    for rows, count in pending:
        text, used = rows.insert(count, first)
        parts.append(text)
        first += used
    last = last.lstrip() or parts.pop()
    head = ", ".join(f"w{place} AS ({part})" for place, part in enumerate(parts))
    if not head:
        return last
    return f"WITH {head}, {last[5:]}" if last.startswith("WITH ") else f"WITH {head} {last}"


AUDIT = Rows(
    "core.audit",
    (("id", "uuid"), ("at", "timestamptz"), ("actor", "text"), ("action", "text"), ("subject", "text"),
     ("detail", "jsonb"), ("request_id", "text")),
)  # fmt: skip


# Types below this number are PostgreSQL's own, and the same in every database.
BUILT_IN_TYPES_BELOW = 16_384
_described: dict[frozenset[int], list[asyncpg.Record]] = {}


class Connection(asyncpg.Connection):
    """A pooled connection without asyncpg's reset statement: nothing here changes session state."""

    def get_reset_query(self) -> str:
        return ""

    async def _introspect_types(self, typeoids: Iterable[int], timeout: float) -> tuple[Any, Any]:
        """What the server says of array types, asked once per process: each time costs the server 20 ms of CPU."""
        wanted = frozenset(typeoids)
        if wanted in _described:
            return _described[wanted], SimpleNamespace(name="none was needed")
        found, statement = await super()._introspect_types(typeoids, timeout)  # type: ignore[misc]
        if max(wanted) < BUILT_IN_TYPES_BELOW:
            _described[wanted] = found
        return found, statement


@dataclass(slots=True)
class Tx:
    """One transaction (or, from `reading`, one read): the connection, who acts, when, and for which request."""

    conn: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
    actor: Principal
    now: datetime
    request_id: str
    # What this process keeps of the database for some seconds, by whom it belongs to.
    kept: dict[str, dict[Any, Any]] = field(default_factory=dict)
    # Rows that this transaction has locked and not changed since, for whoever needs them next; taken out by `pop`.
    locked: dict[tuple[str, object], Any] = field(default_factory=dict)
    # Without BEGIN and COMMIT: nothing may be written but what is collected, by one statement.
    alone: bool = False
    _collected: dict[Rows, list[tuple[Any, ...]]] = field(default_factory=dict)
    _after_commit: list[Callable[[], None]] = field(default_factory=list)

    async def execute(self, sql: str, *args: Any, with_collected: bool = False) -> int:
        """Run a statement; the number of rows it touched. `with_collected` it also writes what has been collected.

        Then it must touch no row that is being written with it, and may begin with `WITH` itself.
        """
        if self.alone:
            raise RuntimeError("what is written here must be collected")
        if with_collected:
            status = await self._execute_collected(sql, args)
        else:
            status = await self.conn.execute(sql, *args)
        tail = status.rpartition(" ")[2]
        return int(tail) if tail.isdigit() else 0

    async def fetch(self, sql: str, *args: Any) -> list[asyncpg.Record]:
        return await self.conn.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Any) -> asyncpg.Record | None:
        return await self.conn.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        return await self.conn.fetchval(sql, *args)

    async def one(self, kind: type[R], sql: str, *args: Any) -> R | None:
        """The first row as `kind`, whose fields are the query's columns; None without a row."""
        row = await self.conn.fetchrow(sql, *args)
        return None if row is None else kind(**row)

    async def all(self, kind: type[R], sql: str, *args: Any) -> list[R]:
        """All rows as `kind`, whose fields are the query's columns."""
        return [kind(**row) for row in await self.conn.fetch(sql, *args)]

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """Undo what happens inside when it raises, collected rows included, and keep the transaction."""
        await self.flush()  # what was collected before stays, whatever happens inside
        callbacks = len(self._after_commit)
        try:
            async with self.conn.transaction():
                yield
        except BaseException:
            self._collected.clear()
            del self._after_commit[callbacks:]
            self.locked.clear()
            raise

    def collect(self, rows: Rows, *values: Any) -> None:
        """Write this row with the others of its table in the transaction's last statement."""
        self._collected.setdefault(rows, []).append(values)

    def audit(self, action: str, subject: str, **detail: Any) -> None:
        """Note who did what to which object; kept for ever, in this transaction."""
        self.collect(AUDIT, uuid4(), self.now, self.actor.label, action, subject, detail, self.request_id)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Run `callback` once the transaction has been committed (dropping a cached value, say)."""
        self._after_commit.append(callback)

    async def publish(self, event: "Event") -> None:
        """Hand the event to its in-transaction subscribers now and to all others after the commit."""
        from feria.core import events

        await events.publish(self, event)

    async def flush(self) -> None:
        """Write all collected rows by one statement; raises TransactionConflict if a contested key is taken."""
        if any(self._collected.values()):
            await self._execute_collected("", ())

    async def _execute_collected(self, sql: str, args: Sequence[Any]) -> str:
        pending = [(rows, found) for rows, found in self._collected.items() if found]
        self._collected.clear()
        text = _together(sql, len(args), tuple((rows, len(found)) for rows, found in pending))
        values = chain.from_iterable(rows.arguments(found) for rows, found in pending)
        try:
            return await self.conn.execute(text, *args, *values)
        except asyncpg.UniqueViolationError as error:
            if f"{error.schema_name}.{error.table_name}" not in {
                rows.table.replace('"', "") for rows, _ in pending if rows.contested
            }:
                raise
            # The key was committed by somebody else after we had looked: look again.
            raise TransactionConflict from error


class Database:
    """The pools of a process: a primary, and a replica for reads that may lag."""

    def __init__(
        self, primary: "asyncpg.Pool[asyncpg.Record]", replica: "asyncpg.Pool[asyncpg.Record]"
    ) -> None:
        self.primary = primary
        self.replica = replica
        self.kept: dict[str, dict[Any, Any]] = {}

    @classmethod
    async def connect(cls, url: str, replica_url: str = "", *, size: int = 10) -> "Database":
        """Open the pools; raises Unavailable when the primary does not answer."""
        try:
            primary = await _pool(url, size)
            replica = await _pool(replica_url, size) if replica_url else primary
        except UNREACHABLE as error:
            raise Unavailable("The database does not answer.") from error
        return cls(primary, replica)

    async def close(self) -> None:
        """Close both pools once their connections are returned."""
        await self.primary.close()
        if self.replica is not self.primary:
            await self.replica.close()

    @asynccontextmanager
    async def transaction(
        self, actor: Principal = SYSTEM, *, request_id: str = "", now: datetime | None = None
    ) -> AsyncIterator[Tx]:
        """One transaction, committed at the end; events, audit rows and idempotency keys in its last statement."""
        conn = await _acquired(self.primary)
        try:
            tx = Tx(conn, actor, now or clock.now(), request_id, self.kept)
            async with conn.transaction():
                yield tx
                await tx.flush()
        finally:
            await self.primary.release(conn)
        for callback in tx._after_commit:
            callback()

    @asynccontextmanager
    async def reading(
        self, actor: Principal = SYSTEM, *, request_id: str = "", fresh: bool = True
    ) -> AsyncIterator[Tx]:
        """Single reads without BEGIN and COMMIT; `fresh=False` may answer from a replica a moment behind."""
        pool = self.primary if fresh else self.replica
        conn = await _acquired(pool)
        try:
            yield Tx(conn, actor, clock.now(), request_id, self.kept)
        finally:
            await pool.release(conn)

    async def act_alone(
        self,
        actor: Principal,
        request_id: str,
        fn: Callable[Concatenate[Tx, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """`fn(tx, …)`, which reads and collects but neither locks nor executes: one statement writes it, or nothing."""
        async with self.reading(actor, request_id=request_id) as tx:
            tx.alone = True
            result = await fn(tx, *args, **kwargs)
            await tx.flush()
        for callback in tx._after_commit:
            callback()
        return result

    async def run(
        self,
        fn: Callable[Concatenate[Tx, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """`fn(tx, …)` as SYSTEM in one transaction, with `act`'s retries."""
        return await self.act(SYSTEM, "", fn, *args, **kwargs)

    async def act(
        self,
        actor: Principal,
        request_id: str,
        fn: Callable[Concatenate[Tx, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """`fn(tx, …)` in one transaction; deadlocks and serialisation failures are tried again, three times."""
        for attempt in range(RETRIES_MAX + 1):
            try:
                async with self.transaction(actor, request_id=request_id) as tx:
                    return await fn(tx, *args, **kwargs)
            except (*RETRIED, TransactionConflict):
                if attempt == RETRIES_MAX:
                    raise Unavailable("Too many people are doing this at once.") from None
                await asyncio.sleep(RETRY_PAUSE_SECONDS * 2**attempt * (0.5 + random.random()))
        raise AssertionError("unreachable")


async def _acquired(
    pool: "asyncpg.Pool[asyncpg.Record]",
) -> "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]":
    """A connection that the caller releases. Raises Unavailable when none can be had in time."""
    try:
        if pool.get_idle_size():
            return await pool.acquire()
        async with asyncio.timeout(ACQUIRE_TIMEOUT_SECONDS):
            return await pool.acquire()
    except UNREACHABLE as error:
        raise Unavailable("The database does not answer.") from error


def uuids(values: Sequence[UUID]) -> list[UUID]:
    """Values in the one order in which rows are locked everywhere."""
    return sorted(set(values))


async def _pool(url: str, size: int) -> "asyncpg.Pool[asyncpg.Record]":
    return await asyncpg.create_pool(
        url,
        min_size=1,
        max_size=size,
        init=_prepare,
        connection_class=Connection,
        statement_cache_size=STATEMENTS_CACHED_MAX,
        max_cached_statement_lifetime=0,
        command_timeout=STATEMENT_TIMEOUT_MILLISECONDS / 1000 + 5,
        timeout=ACQUIRE_TIMEOUT_SECONDS,
        server_settings={
            "application_name": "feria",
            "timezone": "UTC",
            # Planning a statement anew for its parameters costs ten times its execution (offers of three variants:
            # 4.3 ms against 0.3 ms of CPU), and the planner would do so every time where arrays are passed.
            "plan_cache_mode": "force_generic_plan",
            # A plan is kept until the table's next ANALYZE, so one made while it was young must be right when it has
            # grown: rows are reached by their keys, whatever the statistics say. `feria check` reads whole tables.
            "enable_seqscan": "off",
            # Before PostgreSQL 18 a plan that has to scan all the same counts as so dear that it would be compiled.
            "jit": "off",
            "statement_timeout": str(STATEMENT_TIMEOUT_MILLISECONDS),
            "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_TIMEOUT_MILLISECONDS),
        },
    )


async def _prepare(conn: "asyncpg.Connection[asyncpg.Record]") -> None:
    await conn.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),
        decoder=lambda data: msgspec.json.decode(data[1:]),
        format="binary",
    )
