"""Accounts come into being, change, and get a new password."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, Invalid, NotFound, PreconditionFailed, invalid
from feria.services.user import queries
from feria.services.user.actions import sessions
from feria.services.user.events import PasswordResetRequested
from feria.services.user.queries.rows import AccountRow
from feria.services.user.rules import names

FIXED_NUMBERS_BELOW = 1000
OPERATOR_ROLES = ("admin", "support", "finance", "moderator")
RESET_LIFETIME = timedelta(minutes=60)
RESETS_PER_LIFETIME_MAX = 5


class EmailTaken(Conflict):
    """An account with this address exists."""

    slug, title = "email-taken", "There is an account with this e-mail address already."


class InvalidResetToken(Invalid):
    """The link is forged, older than 60 minutes, or was used."""

    slug, title = "invalid-reset-token", "This link does not work any more. Ask for a new one."


async def create_account(
    tx: Tx,
    email: str,
    password_hash: str | None,
    name: str,
    *,
    locale: str = "en",
    verified: bool = False,
    account_id: int | None = None,
) -> int:
    """A new account; its number. Raises EmailTaken. A fixed `account_id` is below 1000, which nothing else uses."""
    number = await owner_number(tx, account_id)
    created = await tx.execute(
        """INSERT INTO "user".accounts
               (id, email, email_key, email_verified_at, password_hash, name, locale, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (email_key) DO NOTHING""",
        number,
        email,
        names.email_key(email),
        tx.now if verified else None,
        password_hash,
        name,
        locale,
        tx.now,
    )
    if not created:
        raise EmailTaken
    tx.audit("account.created", ids.encode_owner("usr", number))
    return number


async def create_operator(
    tx: Tx,
    email: str,
    password_hash: str,
    name: str,
    roles: Iterable[str] = ("admin",),
    *,
    account_id: int | None = None,
) -> int:
    """An account of the operator's staff; an existing account keeps its password and gains the roles. Its number."""
    granted = sorted(set(roles))
    if not granted or not set(granted) <= set(OPERATOR_ROLES):
        raise invalid("roles", f"are some of {', '.join(OPERATOR_ROLES)}")
    number = await tx.fetchval('SELECT id FROM "user".accounts WHERE email_key = $1', names.email_key(email))
    if number is None:
        number = await create_account(tx, email, password_hash, name, verified=True, account_id=account_id)
    await tx.execute(
        """INSERT INTO "user".operator_roles (account_id, role, granted_at)
           SELECT $1, role, $3 FROM unnest($2::text[]) AS role ON CONFLICT DO NOTHING""",
        number,
        granted,
        tx.now,
    )
    tx.audit("operator.granted", ids.encode_owner("usr", number), roles=granted)
    return int(number)


async def owner_number(tx: Tx, fixed: int | None) -> int:
    """The next number of accounts, guests and sellers, or the fixed one that the demo brings along."""
    if fixed is None:
        return int(await tx.fetchval("""SELECT nextval('"user".owner_numbers')"""))
    if not 0 < fixed < FIXED_NUMBERS_BELOW:
        raise ValueError(f"fixed owner numbers are 1 to {FIXED_NUMBERS_BELOW - 1}: {fixed}")
    return fixed


async def update_profile(
    tx: Tx, account_id: int, version: int | None, *, name: str, phone: str, locale: str
) -> AccountRow:
    """What a person says about himself; NotFound for anybody else's account, PreconditionFailed for an old version."""
    if tx.actor.account_id != account_id:
        raise NotFound
    if not names.is_language(locale):
        raise invalid("locale", "is not a language")
    changed = await tx.execute(
        """UPDATE "user".accounts SET name = $2, phone = $3, locale = $4, updated_at = $5, version = version + 1
           WHERE id = $1 AND ($6::bigint IS NULL OR version = $6)""",
        account_id,
        name,
        phone,
        locale,
        tx.now,
        version,
    )
    if not changed:
        raise PreconditionFailed
    tx.audit("account.updated", ids.encode_owner("usr", account_id))
    return await queries.account(tx, account_id)


async def request_password_reset(tx: Tx, email: str) -> None:
    """Begin a reset and have the link sent; nothing for an unknown address or after five within the hour."""
    account_id = await tx.fetchval(
        'SELECT id FROM "user".accounts WHERE email_key = $1 AND disabled_at IS NULL FOR UPDATE',
        names.email_key(email),
    )
    if account_id is None:
        return
    recent = await tx.fetchval(
        'SELECT count(*) FROM "user".password_resets WHERE account_id = $1 AND created_at > $2',
        account_id,
        tx.now - RESET_LIFETIME,
    )
    if recent >= RESETS_PER_LIFETIME_MAX:
        return
    reset_id = ids.new(account_id)
    await tx.execute(
        'INSERT INTO "user".password_resets (id, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)',
        reset_id,
        account_id,
        tx.now,
        tx.now + RESET_LIFETIME,
    )
    tx.audit("password.reset_requested", ids.encode_owner("usr", account_id))
    await tx.publish(PasswordResetRequested(reset_id=reset_id, account_id=account_id))


async def reset_password(tx: Tx, reset_id: UUID, password_hash: str) -> int:
    """Set the new password once, and end every session; the account's number. Raises InvalidResetToken."""
    account_id = await tx.fetchval(
        """UPDATE "user".password_resets SET used_at = $2
           WHERE id = $1 AND used_at IS NULL AND expires_at > $2 RETURNING account_id""",
        reset_id,
        tx.now,
    )
    if account_id is None:
        raise InvalidResetToken
    email_key = await tx.fetchval(
        """UPDATE "user".accounts SET password_hash = $2, updated_at = $3, version = version + 1,
                  email_verified_at = coalesce(email_verified_at, $3)
           WHERE id = $1 RETURNING email_key""",
        account_id,
        password_hash,
        tx.now,
    )
    await tx.execute(
        'UPDATE "user".password_resets SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL',
        account_id,
        tx.now,
    )
    await sessions.end_all(tx, account_id, "password reset")
    await sessions.forget_failures(tx, email_key)
    tx.audit("password.reset", ids.encode_owner("usr", account_id))
    return int(account_id)
