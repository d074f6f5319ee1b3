"""What others may ask of the user service: who acts, who sells, how sellers ship, the marketplace's settings."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from feria.core.db import Tx
from feria.services.user import queries
from feria.services.user.queries import market, marketplace, markets, principal_of
from feria.services.user.queries.rows import Market, Marketplace, ShippingProfile
from feria.services.user.rules.delivery import MONDAY_TO_FRIDAY, WHOLE_DAY, Calendar, delivery, promise
from feria.services.user.rules.names import is_country
from feria.services.user.rules.passwords import password_reset_token
from feria.services.user.rules.regions import region_code, region_key, region_name
from feria.services.user.rules.shipping import Kind as ShippingKind
from feria.services.user.rules.shipping import Parcel, PickupPlace, Place, Postage, Rate, ValueStep
from feria.services.user.rules.shipping import rate as shipping_rate
from feria.services.user.schemas import DeliveryOut
from feria.services.user.schemas.addresses import AddressIn

__all__ = [
    "WHOLE_DAY",
    "ActiveSeller",
    "AddressIn",
    "Calendar",
    "Contact",
    "DeliveryOut",
    "LegalIdentity",
    "Market",
    "Marketplace",
    "Parcel",
    "PickupPlace",
    "Place",
    "Postage",
    "Rate",
    "SellerCard",
    "SellerTerms",
    "ShippingKind",
    "ShippingProfile",
    "Storyteller",
    "ValueStep",
    "account_contact",
    "active_sellers",
    "delivery",
    "is_country",
    "legal_identities",
    "legal_identity_of_marketplace",
    "link_shopper",
    "market",
    "marketplace",
    "markets",
    "member_contacts",
    "next_owner",
    "operator_contacts",
    "password_reset_token",
    "principal_of",
    "product_counts",
    "promise",
    "region_code",
    "region_key",
    "region_name",
    "review_totals",
    "seller_cards",
    "seller_of_slug",
    "seller_terms",
    "sellers_waiting",
    "shipping_profiles",
    "shipping_rate",
    "shoppers_of",
    "storytellers",
]


NUMBERS_DRAWN_AT_ONCE = 50


class SellerCard(msgspec.Struct, frozen=True, kw_only=True):
    """What others show and ask of a seller."""

    id: int
    slug: str
    name: str
    town: str
    country: str
    stall_hue: int
    status: str
    auto_accept: bool
    time_zone: str
    logo_key: str
    returns_days: int
    working_days: Sequence[int] = MONDAY_TO_FRIDAY
    closed_on: Sequence[date] = ()
    cut_off_hour: int = WHOLE_DAY

    @property
    def calendar(self) -> Calendar:
        """When it works, for what it promises."""
        return Calendar(
            time_zone=self.time_zone,
            cut_off_hour=self.cut_off_hour,
            working_days=self.working_days,
            closed_on=self.closed_on,
        )

    @property
    def logo(self) -> str | None:
        """Where the shop's logo is fetched."""
        return queries.brand_url(self.logo_key)


_CARD, _PROFILE = SellerCard.__struct_fields__, ShippingProfile.__struct_fields__


class LegalIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands on an invoice as the one who sells or is charged; what is not known is empty."""

    id: int
    name: str
    company: str
    vat_id: str
    legal_address: dict[str, str]
    country: str
    time_zone: str
    stall_hue: int


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Where a person is written to, and in which language."""

    email: str
    name: str
    locale: str


async def next_owner(tx: Tx) -> int:
    """A number for a new guest, out of the sequence that accounts and sellers use.

    A process draws some ahead; those that it has not given out when it ends are never used.
    """
    drawn = tx.kept.setdefault("user.owner_numbers", {})
    if not drawn:
        rows = await tx.fetch(
            """SELECT nextval('"user".owner_numbers') AS number FROM generate_series(1, $1::int)""",
            NUMBERS_DRAWN_AT_ONCE,
        )
        drawn.update((row["number"], None) for row in rows)
    number: int = drawn.popitem()[0]
    return number


async def seller_cards(tx: Tx, seller_ids: Iterable[int]) -> dict[int, SellerCard]:
    """Cards of these sellers in every state, one statement; unknown ones are absent."""
    found = await tx.all(
        SellerCard,
        f'SELECT {", ".join(_CARD)} FROM "user".sellers WHERE id = ANY($1::bigint[])',  # noqa: S608 - names of fields
        sorted(set(seller_ids)),
    )
    return {card.id: card for card in found}


async def legal_identities(tx: Tx, seller_ids: Iterable[int]) -> dict[int, LegalIdentity]:
    """The companies behind these sellers, as they are now."""
    found = await tx.all(
        LegalIdentity,
        """SELECT id, name, company, vat_id, legal_address, country, time_zone, stall_hue FROM "user".sellers
           WHERE id = ANY($1::bigint[])""",
        sorted(set(seller_ids)),
    )
    return {one.id: one for one in found}


async def legal_identity_of_marketplace(tx: Tx) -> LegalIdentity:
    """The company that runs the marketplace, as it is now; its number is 0."""
    place = await queries.stored_marketplace(tx)
    address = {name: text for name, text in place.legal_address.items() if name != "country"}
    return LegalIdentity(
        id=0,
        name=place.name,
        company=place.company,
        vat_id=place.vat_id,
        legal_address=address,
        country=place.legal_address.get("country", ""),
        time_zone=place.time_zone,
        stall_hue=place.accent_hue,
    )


class ActiveSeller(msgspec.Struct, frozen=True):
    """A shop that is open, for lists of all of them."""

    id: int
    slug: str
    updated_at: datetime


async def active_sellers(tx: Tx, after: int, limit: int) -> list[ActiveSeller]:
    """The next active sellers by number."""
    return await tx.all(
        ActiveSeller,
        """SELECT id, slug, updated_at FROM "user".sellers
           WHERE status = 'active' AND id > $1 ORDER BY id LIMIT $2""",
        after,
        limit,
    )


class SellerTerms(msgspec.Struct, frozen=True, kw_only=True):
    """A seller's card (None: unknown) and profiles for one market, the default first, as they were at `read_at`."""

    card: SellerCard | None
    profiles: list[ShippingProfile]
    read_at: datetime


_TERMS = f"""
SELECT {", ".join(f"s.{name} AS card_{name}" for name in _CARD)}, {", ".join(f"p.{name}" for name in _PROFILE)}
FROM "user".sellers s LEFT JOIN "user".shipping_profiles p ON p.seller_id = s.id AND p.market = $2
WHERE s.id = ANY($1::bigint[]) ORDER BY s.id, p.position"""  # noqa: S608 - names of the fields above


async def seller_terms(tx: Tx, seller_ids: Iterable[int], market_id: str) -> dict[int, SellerTerms]:
    """Cards and profiles, up to ten seconds old: a cart and the order made of it see the same."""
    kept = queries.kept_terms(tx)
    wanted = sorted(set(seller_ids))
    found: dict[int, SellerTerms] = {}
    for seller_id in wanted:
        one = kept.get(seller_id, {}).get(market_id)
        if one is not None and abs(tx.now - one.read_at) <= queries.TERMS_KEPT_FOR:
            found[seller_id] = one
    missing = [seller_id for seller_id in wanted if seller_id not in found]
    if missing:
        cards: dict[int, SellerCard] = {}
        profiles: dict[int, list[ShippingProfile]] = {seller_id: [] for seller_id in missing}
        for row in await tx.fetch(_TERMS, missing, market_id):
            seller_id = row["card_id"]
            if seller_id not in cards:
                cards[seller_id] = SellerCard(**{name: row[f"card_{name}"] for name in _CARD})
            if row["id"] is not None:
                found_profile = {name: row[name] for name in _PROFILE}
                profiles[seller_id].append(msgspec.convert(found_profile, ShippingProfile))
        for seller_id in missing:
            one = SellerTerms(card=cards.get(seller_id), profiles=profiles[seller_id], read_at=tx.now)
            found[seller_id] = kept.setdefault(seller_id, {})[market_id] = one
    return found


class Storyteller(msgspec.Struct, frozen=True):
    """An active seller with a story."""

    id: int
    slug: str
    name: str
    town: str
    country: str
    stall_hue: int
    story: str


async def storytellers(tx: Tx, seller_ids: list[int], limit: int) -> list[Storyteller]:
    """These active sellers with a story, or without any named the first ones, in the order in which they signed up."""
    return await tx.all(
        Storyteller,
        """SELECT id, slug, name, town, country, stall_hue, story FROM "user".sellers
           WHERE status = 'active' AND btrim(story) <> '' ORDER BY id = ANY($1::bigint[]) DESC, id LIMIT $2""",
        seller_ids,
        limit,
    )


async def sellers_waiting(tx: Tx) -> int:
    """How many sellers wait for the operator's decision."""
    return int(
        await tx.fetchval("""SELECT count(*) FROM "user".sellers WHERE status IN ('applied', 'in_review')""")
    )


async def product_counts(tx: Tx) -> dict[int, int]:
    """How many products each seller shows to have on sale; those without any are absent."""
    rows = await tx.fetch('SELECT id, product_count FROM "user".sellers WHERE product_count <> 0')
    return {row["id"]: row["product_count"] for row in rows}


async def review_totals(tx: Tx) -> dict[int, tuple[int, int]]:
    """Stars and reviews that each seller shows; those without any are absent."""
    rows = await tx.fetch(
        'SELECT id, rating_sum, review_count FROM "user".sellers WHERE rating_sum <> 0 OR review_count <> 0'
    )
    return {row["id"]: (row["rating_sum"], row["review_count"]) for row in rows}


async def seller_of_slug(tx: Tx, slug: str) -> int | None:
    """The number of the seller with this slug, in every state."""
    found: int | None = await tx.fetchval('SELECT id FROM "user".sellers WHERE slug = $1', slug)
    return found


async def shipping_profiles(
    tx: Tx, seller_ids: Iterable[int], market_id: str
) -> dict[int, list[ShippingProfile]]:
    """Each seller's profiles for the market, one statement; the first is its default, none is an empty list."""
    wanted = sorted(set(seller_ids))
    out: dict[int, list[ShippingProfile]] = {seller_id: [] for seller_id in wanted}
    for profile in await queries.shipping_profiles_of(tx, wanted, market_id):
        out[profile.seller_id].append(profile)
    return out


async def shoppers_of(tx: Tx, account_id: int) -> list[int]:
    """The account's shopper numbers: its own first, then those of guests it has claimed."""
    rows = await tx.fetch(
        'SELECT shopper_id FROM "user".account_shoppers WHERE account_id = $1 ORDER BY shopper_id', account_id
    )
    return [account_id, *(row["shopper_id"] for row in rows)]


async def link_shopper(tx: Tx, account_id: int, shopper_id: int) -> None:
    """Let the account own what the guest has; a number that is linked already stays with its account."""
    if shopper_id != account_id:
        await tx.execute(
            """INSERT INTO "user".account_shoppers (shopper_id, account_id, linked_at) VALUES ($1, $2, $3)
               ON CONFLICT DO NOTHING""",
            shopper_id,
            account_id,
            tx.now,
        )


async def account_contact(tx: Tx, account_id: int) -> Contact | None:
    """Where to write to an account; None for an unknown or disabled one."""
    return await tx.one(
        Contact,
        'SELECT email, name, locale FROM "user".accounts WHERE id = $1 AND disabled_at IS NULL',
        account_id,
    )


async def member_contacts(tx: Tx, seller_id: int) -> list[Contact]:
    """Where to write to the seller's members."""
    return await tx.all(
        Contact,
        """SELECT a.email, a.name, a.locale FROM "user".members m JOIN "user".accounts a ON a.id = m.account_id
           WHERE m.seller_id = $1 AND a.disabled_at IS NULL ORDER BY m.added_at, m.account_id""",
        seller_id,
    )


async def operator_contacts(tx: Tx, roles: Iterable[str]) -> list[Contact]:
    """Where to write to operator staff with one of these roles; admins have them all."""
    return await tx.all(
        Contact,
        """SELECT a.email, a.name, a.locale FROM "user".accounts a
           WHERE a.disabled_at IS NULL AND EXISTS (
               SELECT FROM "user".operator_roles r WHERE r.account_id = a.id AND r.role = ANY($1::text[]))
           ORDER BY a.id""",
        ["admin", *roles],
    )
