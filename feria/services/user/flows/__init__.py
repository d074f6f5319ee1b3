"""Use cases that hash passwords: a quarter of a second in a thread, so never while a transaction is open."""

import asyncio

from feria.core.auth import ANONYMOUS, Principal
from feria.core.errors import invalid
from feria.core.platform import Platform
from feria.core.settings import Settings
from feria.services.user import queries
from feria.services.user.actions import accounts, sessions
from feria.services.user.actions.accounts import InvalidResetToken
from feria.services.user.actions.sessions import InvalidCredentials, OpenSession
from feria.services.user.rules import names, passwords

# A request for a reset takes this long for known and unknown addresses alike.
FORGOT_PASSWORD_SECONDS = 0.2
EMAIL_KEY_LENGTH_MAX = 254


def cost(settings: Settings) -> int:
    """bcrypt's cost; low in tests, which sign up all the time."""
    return passwords.COST_IN_TESTS if settings.env == "test" else passwords.COST


async def password_hash(platform: Platform, password: str, email: str, name: str) -> str:
    """The hash of a new password; raises Invalid for one that is too easy to guess."""
    weakness = passwords.weakness(password, email, name)
    if weakness is not None:
        raise invalid("password", weakness)
    return await asyncio.to_thread(passwords.hashed, password, cost(platform.settings))


async def register(
    platform: Platform, email: str, password: str, name: str, *, user_agent: str, request_id: str
) -> OpenSession:
    """A new account with its first session; raises EmailTaken, Invalid."""
    if len(names.email_key(email)) > EMAIL_KEY_LENGTH_MAX:
        raise invalid("email", "is too long")
    hashed = await password_hash(platform, password, email, name)
    account_id = await platform.db.act(ANONYMOUS, request_id, accounts.create_account, email, hashed, name)
    return await platform.db.act(
        Principal(account_id), request_id, sessions.open_session, account_id, user_agent
    )


async def sign_in(
    platform: Platform, email: str, password: str, *, client: str, user_agent: str, request_id: str
) -> OpenSession:
    """Check a password and open a session; raises InvalidCredentials, or RateLimited after ten failures."""
    key = names.email_key(email)
    await platform.db.act(ANONYMOUS, request_id, sessions.count_attempt, key, client)
    async with platform.db.reading(ANONYMOUS) as tx:
        found = await queries.password_hash_of(tx, key)
    if found is None:
        await asyncio.to_thread(passwords.matches_nobody, password, cost(platform.settings))
        raise InvalidCredentials
    account_id, stored = found
    if not await asyncio.to_thread(passwords.matches, password, stored):
        raise InvalidCredentials
    return await platform.db.act(
        Principal(account_id),
        request_id,
        sessions.sign_in,
        account_id,
        stored,
        email_key=key,
        client=client,
        user_agent=user_agent,
    )


async def forget_password(platform: Platform, email: str, *, request_id: str) -> None:
    """Have a link sent if the address has an account; takes the same time if it has none."""
    await asyncio.gather(
        asyncio.sleep(FORGOT_PASSWORD_SECONDS),
        platform.db.act(ANONYMOUS, request_id, accounts.request_password_reset, email),
    )


async def reset_password(platform: Platform, token: str, password: str, *, request_id: str) -> None:
    """Set a new password by the link of the mail; raises InvalidResetToken, Invalid."""
    reset_id = passwords.reset_id_of(platform.settings.secret, token)
    if reset_id is None:
        raise InvalidResetToken
    async with platform.db.reading(ANONYMOUS) as tx:
        account_id = await queries.account_of_reset(tx, reset_id)
        if account_id is None:
            raise InvalidResetToken
        person = await queries.account(tx, account_id)
    hashed = await password_hash(platform, password, person.email, person.name)
    await platform.db.act(Principal(account_id), request_id, accounts.reset_password, reset_id, hashed)


async def make_operator(platform: Platform, *, email: str, password: str, name: str) -> int:
    """An operator (admin), as `feria operator create` makes one; an existing account keeps its password."""
    hashed = await password_hash(platform, password, email, name)
    return await platform.db.run(accounts.create_operator, email, hashed, name)
