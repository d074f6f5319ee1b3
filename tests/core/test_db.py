"""Transactions: commit and rollback, collected rows, retries, events delivered once."""

import asyncio
from typing import ClassVar
from uuid import UUID, uuid4

import asyncpg
import pytest

from feria.core import events, ids
from feria.core.db import Tx
from feria.core.events import Event
from feria.core.platform import Platform

heard: list[UUID] = []
failing: set[UUID] = set()


class Rung(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "bell.rung"
    bell: UUID


@events.consumes(Rung)
async def note_bell_when_rung(tx: Tx, event: Rung) -> None:
    await tx.execute("SELECT 1")
    if event.bell in failing:
        await tx.execute("SELECT 1 / 0")
    heard.append(event.bell)


async def _ring(tx: Tx, bell: UUID) -> None:
    await tx.publish(Rung(bell=bell))
    tx.audit("ring", str(bell), loud=True)


async def test_an_event_is_delivered_once(platform: Platform) -> None:
    bell = uuid4()
    await platform.db.run(_ring, bell)
    await asyncio.gather(*(events.drain(platform, ["core"]) for _ in range(4)))
    assert heard.count(bell) == 1
    async with platform.db.reading() as tx:
        assert await tx.fetchval("SELECT count(*) FROM core.audit WHERE subject = $1", str(bell)) == 1


async def test_nothing_is_published_when_the_transaction_fails(platform: Platform) -> None:
    bell = uuid4()

    async def ring_and_fail(tx: Tx) -> None:
        await _ring(tx, bell)
        raise LookupError

    with pytest.raises(LookupError):
        await platform.db.run(ring_and_fail)
    await events.drain(platform, ["core"])
    assert bell not in heard


async def test_a_failing_handler_is_tried_again_and_ends_as_dead_letter(platform: Platform) -> None:
    bell = uuid4()
    failing.add(bell)
    await platform.db.run(_ring, bell)
    for _ in range(events.ATTEMPTS_MAX):
        await events.drain(platform, ["core"])
        async with platform.db.transaction() as tx:
            await tx.execute("UPDATE core.deliveries SET run_at = $1 WHERE state = 'pending'", tx.now)
    async with platform.db.reading() as tx:
        dead = await events.letters(tx, "dead", 10)
    assert [letter.attempts for letter in dead] == [events.ATTEMPTS_MAX]
    assert "DivisionByZeroError" in dead[0].last_error
    failing.clear()
    assert await platform.db.run(events.redrive, None) == 1
    await events.drain(platform, ["core"])
    assert heard.count(bell) == 1


async def test_a_deadlock_is_retried_and_not_seen(platform: Platform) -> None:
    first, second = uuid4(), uuid4()
    async with platform.db.transaction() as tx:
        for bell in (first, second):
            tx.audit("lock", str(bell))
    started = asyncio.Barrier(2)
    met: list[int] = []

    async def lock_both(tx: Tx, here: UUID, there: UUID) -> None:
        await tx.fetch("SELECT * FROM core.audit WHERE subject = $1 FOR UPDATE", str(here))
        if len(met) < 2:
            met.append(1)
            await started.wait()
        await tx.fetch("SELECT * FROM core.audit WHERE subject = $1 FOR UPDATE", str(there))

    await asyncio.gather(platform.db.run(lock_both, first, second), platform.db.run(lock_both, second, first))


async def test_a_savepoint_forgets_what_was_collected(platform: Platform) -> None:
    bell = uuid4()
    async with platform.db.transaction() as tx:
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with tx.savepoint():
                await _ring(tx, bell)
                await tx.execute("SELECT 1 / 0")
    await events.drain(platform, ["core"])
    assert bell not in heard


def test_ids_carry_their_owner() -> None:
    value = ids.new(123_456)
    assert ids.owner_of(value) == 123_456
    assert ids.decode("prod", ids.encode("prod", value)) == value
    assert ids.path_owner("sel", ids.encode_owner("sel", 1001)) == 1001
