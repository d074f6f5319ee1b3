"""Sellers apply, are decided on by the operator, and change what they show."""

import secrets

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Invalid, PreconditionFailed, invalid
from feria.services.user import queries
from feria.services.user.actions.accounts import owner_number
from feria.services.user.events import SellerChanged, SellerStatusChanged
from feria.services.user.queries.rows import SellerRow
from feria.services.user.rules import names
from feria.services.user.rules import sellers as rules

SELLERS_PER_ACCOUNT_MAX = 10
SLUG_TRIES_MAX = 30


class TooManySellers(Conflict):
    """An account may own ten sellers."""

    slug, title = "too-many-sellers", "This account runs as many shops as one account may."


class SellerStepRefused(Conflict):
    """The seller's state does not allow this step."""

    slug, title = "seller-state", "The shop's state does not allow this step."


class NewSeller(msgspec.Struct, frozen=True, kw_only=True):
    """What a seller says when it applies. The demo also brings number, slug and colour."""

    name: str
    country: str
    town: str = ""
    story: str = ""
    locale: str = "en"
    time_zone: str = "UTC"
    seller_id: int | None = None
    slug: str | None = None
    stall_hue: int | None = None


class SellerProfile(msgspec.Struct, frozen=True, kw_only=True):
    """What owner and manager may change."""

    name: str
    country: str
    town: str
    story: str
    stall_hue: int
    time_zone: str
    locale: str
    vat_id: str
    company: str
    legal_address: dict[str, str]
    auto_accept: bool


async def apply_as_seller(tx: Tx, account_id: int, new: NewSeller) -> SellerRow:
    """An application by an account, which becomes the owner; raises TooManySellers, Invalid."""
    _check_places(new.country, new.locale, new.time_zone)
    await tx.fetchval('SELECT id FROM "user".accounts WHERE id = $1 FOR UPDATE', account_id)
    owned = await tx.fetchval(
        """SELECT count(*) FROM "user".members WHERE account_id = $1 AND role = 'owner'""", account_id
    )
    if owned >= SELLERS_PER_ACCOUNT_MAX:
        raise TooManySellers
    return await queries.seller(tx, await create_seller(tx, account_id, new))


async def create_seller(tx: Tx, owner_id: int, new: NewSeller) -> int:
    """A seller in `applied` with its owner; its number. The slug is derived from the name and unique."""
    number = await owner_number(tx, new.seller_id)
    hue = new.stall_hue
    if hue is None:
        hue = rules.stall_hue(await tx.fetchval('SELECT count(*) FROM "user".sellers'))
    await _insert(tx, number, new, hue)
    await tx.execute(
        """INSERT INTO "user".members (seller_id, account_id, role, added_at) VALUES ($1, $2, 'owner', $3)""",
        number,
        owner_id,
        tx.now,
    )
    await _record(tx, number, None, "applied", "", version=1)
    return number


async def decide(tx: Tx, seller_id: int, step: str, reason: str) -> SellerRow:
    """Take one of the operator's steps (approve, reject, suspend, resume); again changes nothing.

    Raises SellerStepRefused, NotFound, Invalid without a reason where one is due.
    """
    wanted = rules.STEPS[step]
    if wanted.needs_reason and not reason.strip():
        raise invalid("reason", "is required")
    await tx.fetchval('SELECT id FROM "user".sellers WHERE id = $1 FOR UPDATE', seller_id)
    found = await queries.seller(tx, seller_id)
    if found.status == wanted.target:
        return found
    if found.status not in wanted.sources:
        raise SellerStepRefused(f"The shop is {found.status.replace('_', ' ')}.")
    await tx.execute(
        'UPDATE "user".sellers SET status = $2, version = version + 1, updated_at = $3 WHERE id = $1',
        seller_id,
        wanted.target,
        tx.now,
    )
    queries.forget_terms(tx, seller_id)
    await _record(tx, seller_id, found.status, wanted.target, reason, version=found.version + 1)
    return await queries.seller(tx, seller_id)


async def update_seller(tx: Tx, seller_id: int, version: int | None, profile: SellerProfile) -> SellerRow:
    """Change what the shop shows and how it works; for owner and manager. Raises PreconditionFailed, Invalid."""
    found = await queries.seller_for(tx, seller_id, "manager", lock=True)
    if version is not None and found.version != version:
        raise PreconditionFailed
    _check_places(profile.country, profile.locale, profile.time_zone)
    if profile.stall_hue not in rules.STALL_HUES:
        raise invalid("stall_hue", f"is one of {', '.join(map(str, rules.STALL_HUES))}")
    await tx.execute(
        """UPDATE "user".sellers SET name = $2, country = $3, town = $4, story = $5, stall_hue = $6,
                  time_zone = $7, locale = $8, vat_id = $9, company = $10,
                  legal_address = $11, auto_accept = $12, version = version + 1, updated_at = $13 WHERE id = $1""",
        seller_id,
        *msgspec.structs.astuple(profile),
        tx.now,
    )
    queries.forget_terms(tx, seller_id)
    tx.audit("seller.updated", ids.encode_owner("sel", seller_id))
    await tx.publish(SellerChanged(seller_id=seller_id, version=found.version + 1))
    return await queries.seller(tx, seller_id)


async def _insert(tx: Tx, number: int, new: NewSeller, hue: int) -> None:
    wished = new.slug or names.slug_of(new.name)
    for attempt in range(SLUG_TRIES_MAX):
        # After a few taken numbers a random ending is quicker than counting on.
        ending = "" if attempt == 0 else f"-{attempt + 1}" if attempt < 10 else f"-{secrets.token_hex(3)}"
        created = await tx.execute(
            """INSERT INTO "user".sellers
                   (id, slug, name, country, town, story, stall_hue, status, locale, time_zone, created_at, updated_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, 'applied', $8, $9, $10, $10) ON CONFLICT (slug) DO NOTHING""",
            number,
            wished + ending,
            new.name,
            new.country,
            new.town,
            new.story,
            hue,
            new.locale,
            new.time_zone,
            tx.now,
        )
        if created:
            return
    raise Conflict("No free address could be found for this name.")


async def _record(
    tx: Tx, seller_id: int, before: str | None, status: str, reason: str, *, version: int
) -> None:
    await tx.execute(
        """INSERT INTO "user".seller_history (seller_id, id, from_status, to_status, actor, reason, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        seller_id,
        ids.new(seller_id),
        before,
        status,
        tx.actor.label,
        reason,
        tx.now,
    )
    tx.audit(f"seller.{status}", ids.encode_owner("sel", seller_id), before=before, reason=reason)
    await tx.publish(
        SellerStatusChanged(seller_id=seller_id, before=before, status=status, reason=reason, version=version)
    )


def _check_places(country: str, locale: str, time_zone: str) -> None:
    errors = []
    if not names.is_country(country):
        errors.append(FieldError("country", "is not a country"))
    if not names.is_language(locale):
        errors.append(FieldError("locale", "is not a language"))
    if not names.is_time_zone(time_zone):
        errors.append(FieldError("time_zone", "is not a time zone such as Europe/Lisbon"))
    if errors:
        raise Invalid(errors=errors)
