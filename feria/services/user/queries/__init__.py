"""Every read of the user service; sellers' own data is reached through `seller_for`, which knows who asks."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound, invalid
from feria.core.ids import path_owner
from feria.services.user.queries.rows import (
    AccountRow,
    HistoryRow,
    LegalPage,
    Market,
    Marketplace,
    MemberRow,
    Membership,
    Person,
    SellerRow,
    ShippingProfile,
)

SETTINGS_KEPT_FOR = timedelta(seconds=30)
SETTINGS = "user.settings"
TERMS_KEPT_FOR = timedelta(seconds=10)
TERMS_KEPT_MAX = 20_000


ACCOUNT = "id, email, email_verified_at, name, phone, locale, version, created_at"
SELLER = (
    "id, slug, name, country, town, story, stall_hue, status, time_zone, locale, vat_id, company, legal_address,"
    " auto_accept, logo_key, banner_key, returns_days, returns_policy, shipping_policy, working_days, closed_on,"
    " cut_off_hour, product_count, rating_sum, review_count, version, created_at"
)


def brand_url(key: str) -> str | None:
    """Where a logo or banner is fetched; its key changes with the picture, so that it may be kept for ever."""
    return f"/api/v1/media/brand/{key}.webp" if key else None


# Who acts.


async def principal_of(tx: Tx, account_id: int, session_id: UUID) -> Principal | None:
    """Who the session stands for, with roles and memberships; None when it has ended or the account is disabled."""
    row = await tx.fetchrow(
        """SELECT ARRAY(SELECT role FROM "user".operator_roles r WHERE r.account_id = a.id) AS roles,
                  ARRAY(SELECT seller_id FROM "user".members m WHERE m.account_id = a.id ORDER BY seller_id) AS sellers,
                  ARRAY(SELECT role FROM "user".members m WHERE m.account_id = a.id ORDER BY seller_id) AS as_what
           FROM "user".sessions s JOIN "user".accounts a ON a.id = s.account_id
           WHERE s.id = $1 AND s.account_id = $2 AND s.ended_at IS NULL AND s.expires_at > $3
             AND a.disabled_at IS NULL""",
        session_id,
        account_id,
        tx.now,
    )
    if row is None:
        return None
    memberships = dict(zip(row["sellers"], row["as_what"], strict=True))
    return Principal(account_id, session_id, frozenset(row["roles"]), memberships)


# Accounts.


async def account(tx: Tx, account_id: int) -> AccountRow:
    """An account; raises NotFound."""
    found = await tx.one(AccountRow, f'SELECT {ACCOUNT} FROM "user".accounts WHERE id = $1', account_id)  # noqa: S608
    if found is None:
        raise NotFound
    return found


async def operator_roles(tx: Tx, account_id: int) -> list[str]:
    """The account's roles among the operator's staff."""
    rows = await tx.fetch(
        'SELECT role FROM "user".operator_roles WHERE account_id = $1 ORDER BY role', account_id
    )
    return [row["role"] for row in rows]


async def memberships(tx: Tx, account_id: int) -> list[Membership]:
    """The sellers that the account works for, by name."""
    return await tx.all(
        Membership,
        """SELECT m.seller_id, s.slug, s.name, s.stall_hue, s.logo_key, s.status, m.role
           FROM "user".members m JOIN "user".sellers s ON s.id = m.seller_id
           WHERE m.account_id = $1 ORDER BY s.name, s.id""",
        account_id,
    )


async def person(tx: Tx, account_id: int) -> Person:
    """An account with its roles and memberships; raises NotFound."""
    return Person(
        account=await account(tx, account_id),
        operator_roles=await operator_roles(tx, account_id),
        memberships=await memberships(tx, account_id),
    )


async def person_for(tx: Tx, account_id: int) -> Person:
    """The same for its own person or the operator's support; NotFound for all others."""
    if tx.actor.account_id != account_id and not tx.actor.is_operator("support"):
        raise NotFound
    return await person(tx, account_id)


async def password_hash_of(tx: Tx, email_key: str) -> tuple[int, str] | None:
    """Number and password hash of an enabled account that has a password."""
    row = await tx.fetchrow(
        """SELECT id, password_hash FROM "user".accounts
           WHERE email_key = $1 AND password_hash IS NOT NULL AND disabled_at IS NULL""",
        email_key,
    )
    return None if row is None else (row["id"], row["password_hash"])


async def account_of_reset(tx: Tx, reset_id: UUID) -> int | None:
    """Whose password an open reset is about; None when it was used or is too old."""
    found: int | None = await tx.fetchval(
        'SELECT account_id FROM "user".password_resets WHERE id = $1 AND used_at IS NULL AND expires_at > $2',
        reset_id,
        tx.now,
    )
    return found


# Sellers.


async def seller(tx: Tx, seller_id: int) -> SellerRow:
    """A seller in any state, for callers that have checked who asks; raises NotFound."""
    found = await tx.one(SellerRow, f'SELECT {SELLER} FROM "user".sellers WHERE id = $1', seller_id)  # noqa: S608
    if found is None:
        raise NotFound
    return found


async def seller_for(tx: Tx, seller_id: int, *roles: str, lock: bool = False) -> SellerRow:
    """A seller for its members: NotFound to all others, Forbidden to a member in none of the roles (if any named)."""
    if not tx.actor.member_of(seller_id):
        raise NotFound
    if not tx.actor.member_of(seller_id, *roles):
        raise Forbidden
    if lock:
        await tx.fetchval('SELECT id FROM "user".sellers WHERE id = $1 FOR UPDATE', seller_id)
    return await seller(tx, seller_id)


async def seller_known_to(tx: Tx, seller_id: int) -> SellerRow:
    """A seller for its members and the operator's staff; NotFound to all others."""
    if not tx.actor.member_of(seller_id) and not tx.actor.is_operator("support", "moderator"):
        raise NotFound
    return await seller(tx, seller_id)


async def public_seller(tx: Tx, id_or_slug: str) -> SellerRow:
    """An active seller by `sel_…` or slug; members and operators see it in every state, for others it is NotFound."""
    found = await tx.one(
        SellerRow,
        f'SELECT {SELLER} FROM "user".sellers WHERE id = $1 OR slug = $2',  # noqa: S608
        _number(id_or_slug),
        id_or_slug,
    )
    if found is None:
        raise NotFound
    if (
        found.status != "active"
        and not tx.actor.member_of(found.id)
        and not tx.actor.is_operator("support", "moderator")
    ):
        raise NotFound
    return found


async def sellers(tx: Tx, status: str | None, after: int, limit: int, *, q: str = "") -> list[SellerRow]:
    """Sellers in a state or in all, after a number, in the order in which they signed up; one more than `limit`.

    `q` is part of a shop's name (accents may be left out), company or town, or how a member's address begins.
    """
    return await tx.all(
        SellerRow,
        f"""SELECT {SELLER} FROM "user".sellers s
            WHERE ($1::text IS NULL OR status = $1) AND id > $2
              AND ($4 = '' OR strpos(lower(concat_ws(chr(10), name, company, town)), lower($4)) > 0
                OR strpos(slug, replace(lower($4), ' ', '-')) > 0 OR EXISTS (
                  SELECT 1 FROM "user".members m JOIN "user".accounts a ON a.id = m.account_id
                  WHERE m.seller_id = s.id AND starts_with(a.email_key, lower($4))))
            ORDER BY id LIMIT $3""",  # noqa: S608
        status,
        after,
        limit + 1,
        q,
    )


async def active_sellers(tx: Tx, seller_ids: list[int]) -> list[SellerRow]:
    """Those of the sellers that sell here, in the order in which they signed up."""
    return await tx.all(
        SellerRow,
        f"""SELECT {SELLER} FROM "user".sellers WHERE status = 'active' AND id = ANY($1::bigint[]) ORDER BY id""",  # noqa: S608
        seller_ids,
    )


async def seller_history(tx: Tx, seller_id: int) -> list[HistoryRow]:
    """A seller's transitions, oldest first."""
    return await tx.all(
        HistoryRow,
        """SELECT from_status, to_status, actor, reason, at FROM "user".seller_history
           WHERE seller_id = $1 ORDER BY at, id""",
        seller_id,
    )


async def members_of(tx: Tx, seller_id: int) -> list[MemberRow]:
    """A seller's members, the longest-serving first."""
    return await tx.all(
        MemberRow,
        """SELECT m.account_id, a.name, a.email, m.role, m.added_at
           FROM "user".members m JOIN "user".accounts a ON a.id = m.account_id
           WHERE m.seller_id = $1 ORDER BY m.added_at, m.account_id""",
        seller_id,
    )


async def shipping_profiles_of(tx: Tx, seller_ids: list[int], market_id: str | None) -> list[ShippingProfile]:
    """Profiles of these sellers in their order, for one market or all."""
    rows = await tx.fetch(
        f"""SELECT {", ".join(ShippingProfile.__struct_fields__)} FROM "user".shipping_profiles
            WHERE seller_id = ANY($1::bigint[]) AND ($2::text IS NULL OR market = $2)
            ORDER BY seller_id, market, position""",  # noqa: S608 - names of fields
        seller_ids,
        market_id,
    )
    return [msgspec.convert(dict(row), ShippingProfile) for row in rows]


# The marketplace.


async def stored_markets(tx: Tx) -> list[Market]:
    """All markets, the default first."""
    return await tx.all(
        Market,
        """SELECT id, currency, countries, tax_inclusive, languages, is_default FROM "user".markets
           ORDER BY is_default DESC, id""",
    )


async def stored_marketplace(tx: Tx) -> Marketplace:
    """The marketplace's settings."""
    found = await tx.one(
        Marketplace,
        """SELECT name, support_email, accent_hue, locale, time_zone, version, company, vat_id, legal_address,
                  logo_key, reviews_checked_first, approval, approval_first
           FROM "user".marketplace""",
    )
    assert found is not None, "the migration writes the row"
    return found


class _Settings(msgspec.Struct, frozen=True):
    """Markets and marketplace as this process read them; every request needs them and they seldom change."""

    read_at: datetime
    markets: list[Market]
    marketplace: Marketplace


async def _settings(tx: Tx) -> _Settings:
    """The settings, at most 30 s old."""
    kept = tx.kept.setdefault(SETTINGS, {})
    found: _Settings | None = kept.get("all")
    if found is None or abs(tx.now - found.read_at) > SETTINGS_KEPT_FOR:
        found = kept["all"] = _Settings(tx.now, await stored_markets(tx), await stored_marketplace(tx))
    return found


def forget_settings(tx: Tx) -> None:
    """Read the settings anew once this transaction is committed; other processes follow within 30 s."""
    tx.after_commit(tx.kept.setdefault(SETTINGS, {}).clear)


async def markets(tx: Tx) -> list[Market]:
    """All markets, the default first; up to 30 s old."""
    return (await _settings(tx)).markets


async def market(tx: Tx, market_id: str | None) -> Market:
    """A market, the default one for None; raises Invalid for an unknown one. Up to 30 s old."""
    for found in await markets(tx):
        if found.id == market_id or (market_id is None and found.is_default):
            return found
    raise invalid("market", "is not a market of this marketplace")


async def marketplace(tx: Tx) -> Marketplace:
    """The marketplace's settings; up to 30 s old."""
    return (await _settings(tx)).marketplace


async def legal_pages(tx: Tx) -> list[LegalPage]:
    """All legal pages in their order."""
    return await tx.all(
        LegalPage,
        'SELECT slug, title, body, version, updated_at FROM "user".legal_pages ORDER BY position, slug',
    )


async def legal_page(tx: Tx, slug: str) -> LegalPage:
    """A legal page; raises NotFound."""
    found = await tx.one(
        LegalPage,
        'SELECT slug, title, body, version, updated_at FROM "user".legal_pages WHERE slug = $1',
        slug,
    )
    if found is None:
        raise NotFound
    return found


def _number(id_or_slug: str) -> int:
    """The seller's number in a `sel_…`; -1, which no seller has, for a slug (slugs have no underscore)."""
    return path_owner("sel", id_or_slug) if id_or_slug.startswith("sel_") else -1


def kept_terms(tx: Tx) -> dict[int, dict[str, Any]]:
    """What this process keeps of sellers' cards and shipping by seller and market, for ten seconds."""
    kept = tx.kept.setdefault("user.terms", {})
    if len(kept) > TERMS_KEPT_MAX:
        kept.clear()
    return kept


def forget_terms(tx: Tx, seller_id: int) -> None:
    """Read a seller's card and shipping anew after this change; other processes follow within ten seconds."""
    kept = kept_terms(tx)

    def forget() -> None:
        kept.pop(seller_id, None)

    tx.after_commit(forget)
