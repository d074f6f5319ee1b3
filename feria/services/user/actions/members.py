"""Members of a seller: added, given another role, removed. The seller's row is locked, so that an owner stays."""

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, Forbidden, Invalid, NotFound
from feria.services.user import queries
from feria.services.user.queries.rows import MemberRow
from feria.services.user.rules import names

MEMBERS_MAX = 50


class AlreadyMember(Conflict):
    """The account works for this seller already."""

    slug, title = "already-member", "This person is a member already. Change the role instead."


class LastOwner(Conflict):
    """A shop without an owner could never be managed again."""

    slug, title = "last-owner", "A shop keeps at least one owner. Make somebody else an owner first."


class TooManyMembers(Conflict):
    """A seller has at most fifty members."""

    slug, title = "too-many-members", "This shop has as many members as a shop may have."


class NoSuchAccount(Invalid):
    """Nobody has an account with this address."""

    slug, title = (
        "no-such-account",
        "Nobody has an account with this address. Ask the person to sign up first.",
    )


async def add_member(tx: Tx, seller_id: int, email: str, role: str) -> MemberRow:
    """Let an existing account work for the seller; for owners. Raises NoSuchAccount, AlreadyMember."""
    await _as_owner(tx, seller_id)
    account_id = await tx.fetchval(
        'SELECT id FROM "user".accounts WHERE email_key = $1 AND disabled_at IS NULL', names.email_key(email)
    )
    if account_id is None:
        raise NoSuchAccount
    if len(await queries.members_of(tx, seller_id)) >= MEMBERS_MAX:
        raise TooManyMembers
    added = await tx.execute(
        """INSERT INTO "user".members (seller_id, account_id, role, added_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT DO NOTHING""",
        seller_id,
        account_id,
        role,
        tx.now,
    )
    if not added:
        raise AlreadyMember
    _note(tx, "member.added", seller_id, account_id, role)
    return await _member(tx, seller_id, account_id)


async def change_role(tx: Tx, seller_id: int, account_id: int, role: str) -> MemberRow:
    """Give a member another role; for owners. Raises LastOwner, NotFound."""
    await _as_owner(tx, seller_id)
    if role != "owner":
        await _keep_an_owner(tx, seller_id, account_id)
    changed = await tx.execute(
        'UPDATE "user".members SET role = $3 WHERE seller_id = $1 AND account_id = $2',
        seller_id,
        account_id,
        role,
    )
    if not changed:
        raise NotFound
    _note(tx, "member.role_changed", seller_id, account_id, role)
    return await _member(tx, seller_id, account_id)


async def remove_member(tx: Tx, seller_id: int, account_id: int) -> None:
    """End a membership; for owners. Raises LastOwner, NotFound."""
    await _as_owner(tx, seller_id)
    await _keep_an_owner(tx, seller_id, account_id)
    removed = await tx.execute(
        'DELETE FROM "user".members WHERE seller_id = $1 AND account_id = $2', seller_id, account_id
    )
    if not removed:
        raise NotFound
    _note(tx, "member.removed", seller_id, account_id, "")


async def _as_owner(tx: Tx, seller_id: int) -> None:
    """Lock the seller for somebody who owns it now: what a process remembers of a person may be 30 s old."""
    await queries.seller_for(tx, seller_id, "owner", lock=True)
    if tx.actor.system:
        return
    role = await tx.fetchval(
        'SELECT role FROM "user".members WHERE seller_id = $1 AND account_id = $2',
        seller_id,
        tx.actor.account_id,
    )
    if role is None:
        raise NotFound
    if role != "owner":
        raise Forbidden


async def _keep_an_owner(tx: Tx, seller_id: int, account_id: int) -> None:
    owners = {
        member.account_id for member in await queries.members_of(tx, seller_id) if member.role == "owner"
    }
    if owners == {account_id}:
        raise LastOwner


async def _member(tx: Tx, seller_id: int, account_id: int) -> MemberRow:
    return next(found for found in await queries.members_of(tx, seller_id) if found.account_id == account_id)


def _note(tx: Tx, what: str, seller_id: int, account_id: int, role: str) -> None:
    tx.audit(what, ids.encode_owner("sel", seller_id), account=ids.encode_owner("usr", account_id), role=role)
