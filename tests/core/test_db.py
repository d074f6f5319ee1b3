"""Transactions: commit and rollback, collected rows, retries, events delivered once."""

import asyncio
from typing import ClassVar
from uuid import UUID, uuid4

import asyncpg
import pytest

from feria.core import db, events, ids
from feria.core.auth import SYSTEM
from feria.core.db import Tx
from feria.core.events import Event
from feria.core.platform import Platform

heard: list[UUID] = []
failing: set[UUID] = set()
unbalanced: set[UUID] = set()


class Rung(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "bell.rung"
    bell: UUID


@events.consumes(Rung)
async def note_bell_when_rung(tx: Tx, event: Rung) -> None:
    await tx.execute("SELECT 1")
    if event.bell in unbalanced:
        await tx.execute(
            """WITH a AS (INSERT INTO payment.ledger_accounts (kind, owner, currency)
                          VALUES ('write_off', 0, 'EUR') ON CONFLICT DO NOTHING),
                    t AS (INSERT INTO payment.ledger_transfers (id, kind, reference, created_at)
                          VALUES ($1, 'test', $1, $2))
               INSERT INTO payment.ledger_postings (transfer_id, kind, owner, amount, currency)
               VALUES ($1, 'write_off', 0, 5, 'EUR')""",
            event.bell,
            tx.now,
        )
    if event.bell in failing:
        await tx.execute("SELECT 1 / 0")
    heard.append(event.bell)
    tx.audit("heard", str(event.bell))


class Struck(Event, frozen=True, kw_only=True):
    name: ClassVar[str] = "gong.struck"
    gong: UUID


@events.consumes_together(Struck)
async def note_gongs_when_struck(tx: Tx, told: list[Struck]) -> None:
    for event in told:
        if event.gong in failing:
            await tx.execute("SELECT 1 / 0")
        tx.audit("struck", str(event.gong), together=len(told))


async def _strike(tx: Tx, gongs: list[UUID]) -> None:
    for gong in gongs:
        await tx.publish(Struck(gong=gong))


async def _ring(tx: Tx, bell: UUID) -> None:
    await tx.publish(Rung(bell=bell))
    tx.audit("ring", str(bell), loud=True)


async def test_an_event_is_delivered_once(platform: Platform) -> None:
    bell = uuid4()
    await platform.db.run(_ring, bell)
    await asyncio.gather(*(events.drain(platform, ["core"]) for _ in range(4)))
    assert heard.count(bell) == 1
    assert await _noted(platform, "ring", [bell]) == {bell: 1}


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


async def test_a_failing_delivery_undoes_none_of_its_batch(platform: Platform) -> None:
    bells = [uuid4() for _ in range(events.BATCH + 5)]
    failing.update({bells[3], bells[events.BATCH + 1]})
    for bell in bells:
        await platform.db.run(_ring, bell)
    await asyncio.gather(*(events.drain(platform, ["core"]) for _ in range(3)))
    assert await _noted(platform, "heard", bells) == {bell: int(bell not in failing) for bell in bells}
    failing.clear()
    async with platform.db.transaction() as tx:
        await tx.execute("UPDATE core.deliveries SET run_at = $1 WHERE state = 'pending'", tx.now)
    await events.drain(platform, ["core"])
    assert await _noted(platform, "heard", bells) == dict.fromkeys(bells, 1)


async def test_an_event_that_cannot_be_read_holds_up_no_other(platform: Platform) -> None:
    unreadable, bell = uuid4(), uuid4()
    await platform.db.run(_ring, unreadable)
    async with platform.db.transaction() as tx:
        await tx.execute(
            "UPDATE core.events SET payload = '{}'::jsonb WHERE payload ->> 'bell' = $1", str(unreadable)
        )
    await platform.db.run(_ring, bell)
    await events.drain(platform, ["core"])
    assert await _noted(platform, "heard", [unreadable, bell]) == {unreadable: 0, bell: 1}
    async with platform.db.transaction() as tx:
        letters = await events.letters(tx, "pending", 1_000)  # other tests leave theirs, for other handlers
        [waiting] = [one for one in letters if one.handler == "core.note_bell_when_rung"]
        assert (waiting.attempts, "ValidationError" in waiting.last_error) == (1, True)
        await tx.execute("UPDATE core.deliveries SET state = 'done' WHERE id = $1", waiting.id)


async def test_a_handler_of_several_gets_a_batch_and_loses_only_what_fails(platform: Platform) -> None:
    gongs = [uuid4() for _ in range(6)]
    await platform.db.run(_strike, gongs)
    await events.drain(platform, ["core"])
    assert await _noted(platform, "struck", gongs) == dict.fromkeys(gongs, 1)
    async with platform.db.reading() as tx:
        assert await tx.fetchval(
            "SELECT min((detail ->> 'together')::int) FROM core.audit WHERE subject = ANY($1)",
            list(map(str, gongs)),
        ) == len(gongs)
    more = [uuid4() for _ in range(6)]
    failing.add(more[2])
    await platform.db.run(_strike, more)
    await events.drain(platform, ["core"])
    assert await _noted(platform, "struck", more) == {gong: int(gong != more[2]) for gong in more}
    failing.clear()
    async with platform.db.transaction() as tx:
        await tx.execute("UPDATE core.deliveries SET run_at = $1 WHERE state = 'pending'", tx.now)
    await events.drain(platform, ["core"])
    assert await _noted(platform, "struck", more) == dict.fromkeys(more, 1)


async def test_what_is_checked_at_commit_fails_its_own_delivery_only(platform: Platform) -> None:
    bells = [uuid4() for _ in range(5)]
    unbalanced.add(bells[1])
    for bell in bells:
        await platform.db.run(_ring, bell)
    await events.drain(platform, ["core"])
    assert await _noted(platform, "heard", bells) == {bell: int(bell != bells[1]) for bell in bells}
    unbalanced.clear()
    async with platform.db.transaction() as tx:
        await tx.execute("UPDATE core.deliveries SET run_at = $1 WHERE state = 'pending'", tx.now)
    await events.drain(platform, ["core"])
    assert await _noted(platform, "heard", bells) == dict.fromkeys(bells, 1)


async def _noted(platform: Platform, action: str, bells: list[UUID]) -> dict[UUID, int]:
    """How often this was noted of each bell."""
    async with platform.db.reading() as tx:
        rows = await tx.fetch(
            "SELECT subject, count(*) FROM core.audit WHERE action = $1 GROUP BY subject", action
        )
    found = {row["subject"]: row["count"] for row in rows}
    return {bell: found.get(str(bell), 0) for bell in bells}


@pytest.mark.parametrize("count", [1, db.SPELLED_OUT_ROWS_MAX, db.SPELLED_OUT_ROWS_MAX + 1, 40])
async def test_collected_rows_are_written_whatever_their_number(platform: Platform, count: int) -> None:
    bells = [uuid4() for _ in range(count)]
    async with platform.db.transaction() as tx:
        for bell in bells:
            tx.audit("counted", str(bell))
        sql = "UPDATE core.audit SET action = 'gone' WHERE subject = $1 AND action = $2"
        assert await tx.execute(sql, str(bells[0]), "counted", with_collected=True) == 0
    assert await _noted(platform, "counted", bells) == dict.fromkeys(bells, 1)


async def test_a_change_without_begin_writes_only_what_it_collects(platform: Platform) -> None:
    bell = uuid4()

    async def collect(tx: Tx) -> str:
        await _ring(tx, bell)
        return "done"

    async def execute(tx: Tx) -> None:
        await _ring(tx, bell)
        await tx.execute("UPDATE core.clock SET offset_seconds = 1")

    assert await platform.db.act_alone(SYSTEM, "", collect) == "done"
    with pytest.raises(RuntimeError, match="collected"):
        await platform.db.act_alone(SYSTEM, "", execute)
    assert await _noted(platform, "ring", [bell]) == {bell: 1}
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


async def test_a_savepoint_keeps_what_was_collected_before(platform: Platform) -> None:
    before, inside = uuid4(), uuid4()
    async with platform.db.transaction() as tx:
        await _ring(tx, before)
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with tx.savepoint():
                await _ring(tx, inside)
                await tx.flush()
                await tx.execute("SELECT 1 / 0")
    await events.drain(platform, ["core"])
    assert await _noted(platform, "ring", [before, inside]) == {before: 1, inside: 0}
    assert before in heard
    assert inside not in heard


def test_ids_carry_their_owner() -> None:
    value = ids.new(123_456)
    assert ids.owner_of(value) == 123_456
    assert ids.decode("prod", ids.encode("prod", value)) == value
    assert ids.path_owner("sel", ids.encode_owner("sel", 1001)) == 1001
