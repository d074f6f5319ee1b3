"""How and when a shop ships: its profiles, and the calendar that its promises count by."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import FieldError, Invalid, PreconditionFailed
from feria.services.user import queries
from feria.services.user.queries.rows import Market, SellerRow
from feria.services.user.rules import shipping as rules
from feria.services.user.rules.delivery import Calendar
from feria.services.user.rules.shipping import PickupPlace, ValueStep, WeightStep, Zone


class ShippingOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A shipping profile as its seller states it, in the market's currency; `id` None makes a new one.

    `currencies` are those in which amounts were stated, by field.
    """

    id: UUID | None = None
    market: str
    name: str
    kind: rules.Kind = "flat"
    amount: int | None = None
    additional_amount: int | None = None
    weight_steps: list[WeightStep] = []
    value_steps: list[ValueStep] = []
    zones: list[Zone] = []
    pickup: PickupPlace | None = None
    carrier: str = ""
    service: str = ""
    free_from_amount: int | None = None
    min_days: int
    max_days: int
    currencies: Mapping[str, str] = {}


async def replace_shipping_profiles(
    tx: Tx, seller_id: int, version: int | None, offers: Sequence[ShippingOffer]
) -> SellerRow:
    """Set the seller's shipping profiles, in their order; for owner and manager. Raises PreconditionFailed, Invalid."""
    found = await queries.seller_for(tx, seller_id, "manager", lock=True)
    if version is not None and found.version != version:
        raise PreconditionFailed
    known = {profile.id for profile in await queries.shipping_profiles_of(tx, [seller_id], None)}
    markets = {market.id: market for market in await queries.stored_markets(tx)}
    _check_offers(offers, known, markets)
    await tx.execute('DELETE FROM "user".shipping_profiles WHERE seller_id = $1', seller_id)
    for position, offer in enumerate(offers):
        await tx.execute(
            """INSERT INTO "user".shipping_profiles
                   (seller_id, id, market, position, name, kind, amount, additional_amount, weight_steps, value_steps,
                    zones, pickup, carrier, service, free_from_amount, currency, min_days, max_days)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)""",
            seller_id,
            offer.id or ids.new(seller_id),
            offer.market,
            position,
            offer.name,
            offer.kind,
            offer.amount or 0,
            offer.additional_amount or 0,
            msgspec.to_builtins(offer.weight_steps),
            msgspec.to_builtins(offer.value_steps),
            msgspec.to_builtins(offer.zones),
            None if offer.pickup is None else msgspec.to_builtins(offer.pickup),
            offer.carrier,
            offer.service,
            offer.free_from_amount,
            markets[offer.market].currency,
            offer.min_days,
            offer.max_days,
        )
    await tx.execute(
        'UPDATE "user".sellers SET version = version + 1, updated_at = $2 WHERE id = $1', seller_id, tx.now
    )
    queries.forget_terms(tx, seller_id)
    tx.audit("seller.shipping_replaced", ids.encode_owner("sel", seller_id), profiles=len(offers))
    return await queries.seller(tx, seller_id)


async def set_calendar(tx: Tx, seller_id: int, version: int | None, wanted: Calendar) -> SellerRow:
    """Say when the shop works; for owner and manager. What was promised before stays. Raises PreconditionFailed."""
    found = await queries.seller_for(tx, seller_id, "manager", lock=True)
    if version is not None and found.version != version:
        raise PreconditionFailed
    await tx.execute(
        """UPDATE "user".sellers SET working_days = $2, closed_on = $3, cut_off_hour = $4, version = version + 1,
                  updated_at = $5 WHERE id = $1""",
        seller_id,
        sorted(set(wanted.working_days)),
        sorted(set(wanted.closed_on)),
        wanted.cut_off_hour,
        tx.now,
    )
    queries.forget_terms(tx, seller_id)
    tx.audit("seller.calendar_changed", ids.encode_owner("sel", seller_id))
    return await queries.seller(tx, seller_id)


def _check_offers(offers: Sequence[ShippingOffer], known: set[UUID], markets: Mapping[str, Market]) -> None:
    errors = []
    given = [offer.id for offer in offers if offer.id is not None]
    if len(set(given)) != len(given):
        errors.append(FieldError("items", "name the same profile twice"))
    for place, offer in enumerate(offers):
        found = []
        if offer.id is not None and offer.id not in known:
            found.append(FieldError("id", "is none of this shop's profiles"))
        if offer.market not in markets:
            found.append(FieldError("market", "is not a market of this marketplace"))
        else:
            found += _market_faults(offer, markets[offer.market])
        if offer.max_days < offer.min_days:
            found.append(FieldError("max_days", "is less than min_days"))
        found += _kind_faults(offer)
        errors += [FieldError(f"items[{place}].{one.field}", one.message) for one in found]
    if errors:
        raise Invalid(errors=errors)


def _market_faults(offer: ShippingOffer, market: Market) -> Iterable[FieldError]:
    for field, currency in offer.currencies.items():
        if currency != market.currency:
            yield FieldError(f"{field}.currency", "is not the market's currency")
    for number, zone in enumerate(offer.zones):
        for place, one in enumerate(zone.places):
            if one.country not in market.countries:
                yield FieldError(
                    f"zones[{number}].places[{place}].country", "is not a country of this market"
                )


def _kind_faults(offer: ShippingOffer) -> Iterable[FieldError]:
    parts = {
        "price": offer.amount is not None,
        "additional_price": offer.additional_amount is not None,
        "weight_steps": bool(offer.weight_steps),
        "value_steps": bool(offer.value_steps),
        "zones": bool(offer.zones),
        "pickup": offer.pickup is not None,
        "carrier": bool(offer.carrier),
    }
    for name, is_given in parts.items():
        if is_given != (name in rules.PARTS[offer.kind]):
            yield FieldError(name, "is not for this kind" if is_given else "is required for this kind")
    if offer.service and offer.kind != "live":
        yield FieldError("service", "is not for this kind")
    if offer.free_from_amount is not None and offer.kind in rules.FREE_KINDS:
        yield FieldError("free_from", "is not for this kind")
    if (wrong := rules.wrong_steps([step.up_to_grams for step in offer.weight_steps])) is not None:
        yield FieldError(f"weight_steps[{wrong}].up_to_grams", "is not above the step before")
    if offer.value_steps and offer.value_steps[0].from_amount:
        yield FieldError("value_steps[0].from", "is not 0, where the first step begins")
    if (wrong := rules.wrong_steps([step.from_amount for step in offer.value_steps])) is not None:
        yield FieldError(f"value_steps[{wrong}].from", "is not above the step before")
    for number, zone in enumerate(offer.zones):
        if zone.max_days < zone.min_days:
            yield FieldError(f"zones[{number}].max_days", "is less than min_days")
    if twice := rules.named_twice(offer.zones):
        yield FieldError("zones", f"name {twice} twice")
