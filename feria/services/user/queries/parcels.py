"""What a shop's profiles would cost for a parcel, for the shop itself to try them out."""

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import invalid
from feria.core.money import Money
from feria.services.user import queries
from feria.services.user.rules import shipping
from feria.services.user.rules.delivery import delivery, promise
from feria.services.user.rules.shipping import Parcel, Place
from feria.services.user.schemas.shipping import ParcelIn, ParcelOfferOut, ParcelOffersOut


async def offers_for(tx: Tx, seller_id: int, wanted: ParcelIn) -> ParcelOffersOut:
    """All profiles of the market as they would be offered; for members and the operator. Raises Invalid."""
    shop = await queries.seller_known_to(tx, seller_id)
    market = await queries.market(tx, wanted.market)
    if wanted.country not in market.countries:
        raise invalid("country", "is not a country that this market ships to")
    parcel = Parcel(pieces=wanted.pieces, weight_grams=wanted.weight_grams)
    place = Place(country=wanted.country, region=wanted.region, postal_code=wanted.postal_code)
    items = []
    for profile in await queries.shipping_profiles_of(tx, [seller_id], market.id):
        price = missing = days = None
        if rate := shipping.rate(profile, parcel, place):
            amount, short = rate.postage.at(wanted.value)
            price = Money(amount, profile.currency)
            missing = None if short is None else Money(short, profile.currency)
            promised = promise(shop.calendar, tx.now, wanted.processing_days, rate.min_days, rate.max_days)
            days = delivery(promised.earliest, promised.latest, shop.time_zone)
        items.append(
            ParcelOfferOut(
                id=ids.encode("ship", profile.id),
                name=profile.name,
                kind=profile.kind,
                price=price,
                free_from_remaining=missing,
                delivery=days,
            )
        )
    return ParcelOffersOut(items=items)
