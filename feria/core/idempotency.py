"""Idempotency keys: a repeated request finds the effect of the first one instead of making a second.

Key, hash of the body and id of the effect are stored in the transaction of the effect (see domain rules); only
success is stored, so after an error the key may be used again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import asyncpg

from feria.core.db import Rows, Tx
from feria.core.errors import Conflict, Invalid, Malformed, NotFound

KEPT_FOR = timedelta(hours=72)
LENGTH_MAX = 255

KEYS = Rows(
    "core.idempotency",
    (("owner", "bigint"), ("route", "text"), ("key", "text"), ("body_hash", "bytea"), ("effect_id", "uuid"),
     ("created_at", "timestamptz")),
    contested=True,
)  # fmt: skip


class KeyMissing(Malformed):
    """This route must not run twice, so it needs an Idempotency-Key."""

    slug, title = "idempotency-key-required", "Send an Idempotency-Key of 1 to 255 visible ASCII characters."


class KeyReused(Invalid):
    """The key was used for another request body."""

    slug, title = "idempotency-key-reused", "This Idempotency-Key belongs to a different request."


class StillRunning(Conflict):
    """The first request with this key has not ended yet."""

    slug, title = (
        "idempotency-in-progress",
        "The first request with this Idempotency-Key is still running. Try again.",
    )


@dataclass(frozen=True)
class Key:
    """One use of a key: scope (owner number and route), the key itself, and the hash of the request body."""

    owner: int
    route: str
    key: str
    body_hash: bytes


def key_for(owner: int, route: str, key: str, body: bytes) -> Key:
    """The key as stored; raises KeyMissing for an unusable one."""
    if not 1 <= len(key) <= LENGTH_MAX or not all("!" <= letter <= "~" for letter in key):
        raise KeyMissing
    return Key(owner, route, key, hashlib.sha256(body).digest())


async def begin(tx: Tx, key: Key) -> UUID | None:
    """The id of the effect that this key already had, or None for the first use.

    Raises StillRunning while another transaction holds the key, KeyReused for another body.
    """
    row = await tx.fetchrow(f"{_LOOK} FROM (SELECT 1) one {_STORED}", *_arguments(key))
    assert row is not None
    return _effect(row, key)


async def begin_with(
    tx: Tx, key: Key, sql: str, *args: object
) -> tuple[asyncpg.Record, Callable[[], UUID | None]]:
    """`begin` along with a query of one row, whose parameters begin at $5: the row, and what then gives the effect.

    So that who finds nothing in the row has learnt nothing of the key. Raises NotFound without a row.
    """
    row = await tx.fetchrow(f"{_LOOK}, one.* FROM ({sql}) one {_STORED}", *_arguments(key), *args)
    if row is None:
        raise NotFound
    return row, lambda: _effect(row, key)


_LOOK = "SELECT pg_try_advisory_xact_lock($1) AS key_mine, k.body_hash AS key_body, k.effect_id AS key_effect"
_STORED = "LEFT JOIN core.idempotency k ON k.owner = $2 AND k.route = $3 AND k.key = $4"


def _arguments(key: Key) -> tuple[int, int, str, str]:
    number = hashlib.blake2b(f"{key.owner} {key.route} {key.key}".encode(), digest_size=8).digest()
    return int.from_bytes(number, "big", signed=True), key.owner, key.route, key.key


def _effect(row: asyncpg.Record, key: Key) -> UUID | None:
    if row["key_effect"] is not None:
        if row["key_body"] != key.body_hash:
            raise KeyReused
        return UUID(int=row["key_effect"].int)
    if not row["key_mine"]:
        raise StillRunning
    return None


def finish(tx: Tx, key: Key, effect_id: UUID) -> None:
    """Store the key with its effect at the transaction's end."""
    tx.collect(KEYS, key.owner, key.route, key.key, key.body_hash, effect_id, tx.now)


async def forget_old(tx: Tx) -> int:
    """Delete keys older than 72 hours."""
    return await tx.execute("DELETE FROM core.idempotency WHERE created_at < $1", tx.now - KEPT_FOR)
