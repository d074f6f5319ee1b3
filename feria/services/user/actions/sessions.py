"""Sessions: sign-in attempts counted, sessions opened, their refresh tokens rotated, sessions ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import RateLimited, Unauthenticated
from feria.services.user.rules import passwords

SESSION_LIFETIME = timedelta(days=30)
GRACE = timedelta(seconds=30)
CHAIN_IN_GRACE_MAX = 20
ATTEMPTS_MAX = 10
ATTEMPTS_WINDOW = timedelta(minutes=15)
USER_AGENT_LENGTH_MAX = 200
FORGOTTEN_AFTER = timedelta(days=30)
FORGOTTEN_AT_ONCE = 10_000


class InvalidCredentials(Unauthenticated):
    """No account has this address with this password; which of the two is wrong is not told."""

    slug, title = "invalid-credentials", "E-mail address and password do not match."


class InvalidRefreshToken(Unauthenticated):
    """The refresh token is unknown, was used before, or its session has ended."""

    slug, title = "invalid-refresh-token", "The session has ended. Sign in again."


@dataclass(frozen=True)
class OpenSession:
    """A session with its current refresh token."""

    account_id: int
    id: UUID
    refresh_token: str


async def count_attempt(tx: Tx, email_key: str, client: str) -> None:
    """Count a sign-in before it is tried; raises RateLimited after ten without success within 15 minutes."""
    row = await tx.fetchrow(
        """INSERT INTO "user".sign_in_failures AS f (address_hash, client, attempts, window_ends_at)
           VALUES ($1, $2, 1, $4)
           ON CONFLICT (address_hash, client) DO UPDATE SET
               attempts = CASE WHEN f.window_ends_at <= $3 THEN 1 ELSE f.attempts + 1 END,
               window_ends_at = CASE WHEN f.window_ends_at <= $3 THEN $4 ELSE f.window_ends_at END
           RETURNING attempts, window_ends_at""",
        _address_hash(email_key),
        client,
        tx.now,
        tx.now + ATTEMPTS_WINDOW,
    )
    assert row is not None
    if row["attempts"] > ATTEMPTS_MAX:
        ends: datetime = row["window_ends_at"]
        raise RateLimited(int((ends - tx.now).total_seconds()) + 1)


async def forget_failures(tx: Tx, email_key: str, client: str | None = None) -> None:
    """Start counting anew, for one client or all."""
    await tx.execute(
        """DELETE FROM "user".sign_in_failures WHERE address_hash = $1 AND ($2::text IS NULL OR client = $2)""",
        _address_hash(email_key),
        client,
    )


async def sign_in(
    tx: Tx, account_id: int, password_hash: str, *, email_key: str, client: str, user_agent: str
) -> OpenSession:
    """Open a session for a verified password, unless that password has been changed meanwhile."""
    found = await tx.fetchval(
        """SELECT id FROM "user".accounts WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL
           FOR SHARE""",
        account_id,
        password_hash,
    )
    if found is None:
        raise InvalidCredentials
    await forget_failures(tx, email_key, client)
    return await open_session(tx, account_id, user_agent)


async def open_session(tx: Tx, account_id: int, user_agent: str = "") -> OpenSession:
    """A new session with its first refresh token, for a caller who has checked who it is."""
    session_id, token = ids.new(account_id), secrets.token_urlsafe(24)
    await tx.execute(
        """WITH session AS (
               INSERT INTO "user".sessions (id, account_id, user_agent, created_at, used_at, expires_at)
               VALUES ($1, $2, $3, $4, $4, $5) RETURNING id
           ) INSERT INTO "user".refresh_tokens (token_hash, session_id, created_at) SELECT $6, id, $4 FROM session""",
        session_id,
        account_id,
        user_agent[:USER_AGENT_LENGTH_MAX].replace("\x00", ""),
        tx.now,
        tx.now + SESSION_LIFETIME,
        passwords.token_hash(token),
    )
    tx.audit("session.opened", ids.encode_owner("usr", account_id), session=session_id)
    return OpenSession(account_id, session_id, token)


async def rotate(tx: Tx, secret: str, token: str) -> OpenSession | None:
    """Exchange a refresh token for its successor, within 30 s as often as asked; None when it does not count.

    A token that comes back later was stolen or copied: the session ends. So None is returned, not raised,
    and the transaction is committed.
    """
    session = await tx.fetchrow(
        """SELECT s.id, s.account_id, s.ended_at IS NULL AND s.expires_at > $2 AND a.disabled_at IS NULL AS open
           FROM "user".refresh_tokens t
           JOIN "user".sessions s ON s.id = t.session_id JOIN "user".accounts a ON a.id = s.account_id
           WHERE t.token_hash = $1 FOR UPDATE OF s""",
        passwords.token_hash(token),
        tx.now,
    )
    if session is None or not session["open"]:
        return None
    # Read only now that the session is locked: a parallel request may have used the token meanwhile.
    used_at = await _used_at(tx, token)
    following = passwords.next_refresh_token(secret, token)
    if used_at is None:
        await _use(tx, session["id"], token, following)
    elif tx.now - used_at > GRACE:
        await end(tx, session["id"], "refresh token used twice")
        return None
    for _ in range(
        CHAIN_IN_GRACE_MAX
    ):  # a slow tab is given the newest token, not one that is used up already
        if await _used_at(tx, following) is None:
            return OpenSession(session["account_id"], session["id"], following)
        following = passwords.next_refresh_token(secret, following)
    return None


async def end(tx: Tx, session_id: UUID, reason: str) -> None:
    """End a session with its refresh tokens; an ended one stays as it is."""
    account_id = await tx.fetchval(
        """UPDATE "user".sessions SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL
           RETURNING account_id""",
        session_id,
        tx.now,
        reason,
    )
    if account_id is not None:
        tx.audit("session.ended", ids.encode_owner("usr", account_id), session=session_id, reason=reason)


async def end_all(tx: Tx, account_id: int, reason: str) -> None:
    """End every session of the account."""
    await tx.execute(
        """UPDATE "user".sessions SET ended_at = $2, end_reason = $3 WHERE account_id = $1 AND ended_at IS NULL""",
        account_id,
        tx.now,
        reason,
    )


async def sign_out(tx: Tx, refresh_token: str | None) -> None:
    """End the session of the request and that of the refresh token, where there are any."""
    if refresh_token is not None:
        found = await tx.fetchval(
            'SELECT session_id FROM "user".refresh_tokens WHERE token_hash = $1',
            passwords.token_hash(refresh_token),
        )
        if found is not None:
            await end(tx, found, "signed out")
    if tx.actor.session_id is not None:
        await end(tx, tx.actor.session_id, "signed out")


async def forget_old(tx: Tx) -> int:
    """Delete sessions and resets a month after their end, and attempts after their window; how many rows."""
    before = tx.now - FORGOTTEN_AFTER
    gone = await tx.execute(
        """DELETE FROM "user".sessions WHERE id IN (
               SELECT id FROM "user".sessions WHERE expires_at < $1 OR ended_at < $1 LIMIT $2)""",
        before,
        FORGOTTEN_AT_ONCE,
    )
    gone += await tx.execute('DELETE FROM "user".password_resets WHERE expires_at < $1', before)
    return gone + await tx.execute('DELETE FROM "user".sign_in_failures WHERE window_ends_at < $1', tx.now)


async def _used_at(tx: Tx, token: str) -> datetime | None:
    found: datetime | None = await tx.fetchval(
        'SELECT used_at FROM "user".refresh_tokens WHERE token_hash = $1', passwords.token_hash(token)
    )
    return found


async def _use(tx: Tx, session_id: UUID, token: str, following: str) -> None:
    await tx.execute(
        """WITH used AS (UPDATE "user".refresh_tokens SET used_at = $2 WHERE token_hash = $1),
                session AS (UPDATE "user".sessions SET used_at = $2, expires_at = $3 WHERE id = $4 RETURNING id)
           INSERT INTO "user".refresh_tokens (token_hash, session_id, created_at) SELECT $5, id, $2 FROM session""",
        passwords.token_hash(token),
        tx.now,
        tx.now + SESSION_LIFETIME,
        session_id,
        passwords.token_hash(following),
    )


def _address_hash(email_key: str) -> bytes:
    return hashlib.sha256(email_key.encode()).digest()
