"""What a cart costs and what can be bought of it, from what the other services say about its lines right now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict
from feria.core.money import Money
from feria.services.cart.queries import coupons, tax_rates, vat_checks
from feria.services.cart.queries.carts import Cart, Item
from feria.services.cart.queries.coupons import CouponUnknown, StoredCoupon
from feria.services.cart.queries.vat_checks import VatStanding
from feria.services.cart.rules import pricing, tax, told_taxes
from feria.services.cart.rules.coupons import Reduction
from feria.services.cart.rules.lines import Line
from feria.services.cart.rules.pricing import CartPrice, GroupPrice
from feria.services.cart.rules.tax import SellerTax, TaxRate, TaxReason
from feria.services.cart.rules.told_taxes import ToldTaxes
from feria.services.product import contract as product
from feria.services.product.contract import Offer
from feria.services.user import contract as user
from feria.services.user.contract import Market, Parcel, Place, Rate, SellerCard, ShippingProfile


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What is around a cart: offers by variant, cards and shipping profiles by seller, coupons by code, tax rates.

    `vat` is how the VAT id that the cart has stands, None without one.
    """

    market: Market
    offers: dict[UUID, Offer]
    cards: dict[int, SellerCard]
    profiles: dict[int, list[ShippingProfile]]
    coupons: dict[str, StoredCoupon]
    rates: dict[str, list[TaxRate]]
    vat: VatStanding | None = None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a line stands: its offer (None: gone from this market), whether it can be bought at all, and how many.

    `seller_ready` is false when the seller is not active, or has no way to ship to this market what is to be shipped.
    """

    item: Item
    seller_id: int
    offer: Offer | None
    seller_ready: bool
    available: int | None

    @property
    def is_shipped(self) -> bool:
        """Whether it travels; digital goods and those that are collected only need no shipping."""
        return self.offer is not None and self.offer.fulfilment == "ship"

    @property
    def on_sale(self) -> bool:
        """Whether the line counts in the totals; a sold-out one does, since its quantity can be lowered."""
        return self.seller_ready and self.offer is not None and self.offer.on_sale

    @property
    def unit_amount(self) -> int:
        """Today's price, or the last one told when there is none."""
        return self.item.seen_amount if self.offer is None else self.offer.amount


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """A profile that is offered for what a seller sends to the cart's destination, and at what rate."""

    profile: ShippingProfile
    rate: Rate


class Shipping(msgspec.Struct, frozen=True, kw_only=True):
    """How one seller ships: what it offers, the first being its default, and the one that counts.

    `chosen` is None where nothing is offered; `fault` then says why. `replaced`: the choice is not offered any more,
    and the default took its place.
    """

    options: list[Offered]
    chosen: Offered | None
    replaced: bool
    fault: str | None


class CouponStanding(msgspec.Struct, frozen=True, kw_only=True):
    """How a code of the cart stands: what it takes off (None: nothing), or why it does not count at all."""

    code: str
    coupon: StoredCoupon | None
    reduction: Reduction | None
    fault: Conflict | None


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """A cart's lines as they stand, shipping and tax of each seller with something on sale, and the price of it all."""

    standings: list[Standing]
    shipping: dict[int, Shipping]
    coupons: list[CouponStanding]
    price: CartPrice
    taxes: dict[int, SellerTax]


async def around(tx: Tx, cart: Cart, *more: UUID) -> Around:
    """Ask the other services about the cart's variants and these; cards and shipping may be ten seconds old."""
    wanted = [*(item.variant_id for item in cart.items), *more]
    sellers = {ids.owner_of(variant_id) for variant_id in wanted}
    terms = await user.seller_terms(tx, sellers, cart.market)
    return Around(
        market=await user.market(tx, cart.market),
        offers=await product.offers(tx, wanted, cart.market),
        cards={seller_id: one.card for seller_id, one in terms.items() if one.card is not None},
        profiles={seller_id: one.profiles for seller_id, one in terms.items()},
        coupons=await coupons.coupons_of(tx, cart.coupons, cart.open_order_id),
        rates=await tax_rates.tax_rates(tx),
        vat=await vat_checks.standing(tx, cart.company, cart.vat_id, cart.country),
    )


def standing(cart: Cart, item: Item, world: Around) -> Standing:
    """How one line stands."""
    seller_id = ids.owner_of(item.variant_id)
    offer = world.offers.get(item.variant_id)
    card = world.cards.get(seller_id)
    available = (
        None if offer is None or offer.available is None else offer.available + cart.held(item.variant_id)
    )
    return Standing(
        item=item,
        seller_id=seller_id,
        offer=offer,
        seller_ready=card is not None
        and card.status == "active"
        and (bool(world.profiles.get(seller_id)) or (offer is not None and offer.fulfilment != "ship")),
        available=available,
    )


def bill(cart: Cart, world: Around, now: datetime, *, place: Place, choices: Mapping[int, str]) -> Bill:
    """Price everything of the cart that is on sale, for a destination and the chosen shipping profiles."""
    standings = [standing(cart, item, world) for item in cart.items]
    taxes = taxes_told(cart, standings, world, place)
    lines = [_line(one, taxes.get(one.seller_id)) for one in standings if one.on_sale]
    shipping = {
        seller_id: _shipping(
            world, seller_id, parcel, place, choices.get(seller_id), rates=told(cart, parcel, place, now)
        )
        for seller_id, parcel in parcels(standings).items()
    }
    counting = [coupon_standing(code, world, now) for code in cart.coupons]
    # The day is the one in UTC: rates change at midnight there, an hour or two late for the European Union.
    region = user.region_code(place.country, place.region)
    rates = tax.rates_at(world.rates.get(place.country, []), place.country, region, now.date())
    collected = _collected(standings, shipping)
    reasons = {
        seller_id: _reason(
            world,
            seller_id,
            place.country,
            collected=seller_id in collected,
            taxed=taxes[seller_id].taxed if seller_id in taxes else bool(rates),
        )
        for seller_id in {line.seller_id for line in lines}
    }
    priced = pricing.price(
        lines,
        {seller_id: one.chosen.rate.postage for seller_id, one in shipping.items() if one.chosen},
        rates,
        tax_inclusive=world.market.tax_inclusive,
        coupons=[one.coupon.of_code(one.code) for one in counting if one.coupon and one.fault is None],
        reverse_charged=[seller_id for seller_id, reason in reasons.items() if reason == "reverse_charge"],
        shipping_rates={seller_id: one.shipping_rate_bps for seller_id, one in taxes.items()},
    )
    reductions = {one.coupon.code: one for one in priced.reductions}
    counting = [msgspec.structs.replace(one, reduction=reductions.get(one.code)) for one in counting]
    return Bill(
        standings=standings,
        shipping=shipping,
        coupons=counting,
        price=priced,
        taxes={
            group.seller_id: _tax(
                group, world, place.country, reasons[group.seller_id], taxes.get(group.seller_id)
            )
            for group in priced.groups
        },
    )


def _collected(standings: Iterable[Standing], shipping: Mapping[int, Shipping]) -> set[int]:
    """Sellers of whom something is collected at the shop, because it is never sent or because the buyer chose so."""
    own = {
        one.seller_id
        for one in standings
        if one.on_sale and one.offer is not None and one.offer.fulfilment == "pickup"
    }
    return own | {
        seller_id
        for seller_id, one in shipping.items()
        if one.chosen is not None and one.chosen.profile.kind == "pickup"
    }


def _reason(world: Around, seller_id: int, country: str, *, collected: bool, taxed: bool) -> TaxReason:
    """Why a seller's part bears its tax. What is collected at the shop goes to no other member state."""
    business = world.vat.country if world.vat and not collected else ""
    return tax.tax_reason(world.cards[seller_id].country, country, taxed=taxed, business_country=business)


def _tax(
    group: GroupPrice, world: Around, country: str, reason: TaxReason, told: ToldTaxes | None
) -> SellerTax:
    """Who remits a seller's tax; nobody does where the buyer accounts for it, which counts as the seller's part."""
    goods_net = Money(sum(line.net_amount for line in group.lines), world.market.currency)
    remitter = tax.remitted_by(world.cards[group.seller_id].country, country, goods_net)
    return SellerTax(
        reason=reason,
        remitted_by="seller" if reason == "reverse_charge" else remitter,
        source=told.source if told else told_taxes.TABLE,
    )


def coupon_standing(code: str, world: Around, now: datetime) -> CouponStanding:
    """Whether a code counts at all right now; what it takes off, the price says."""
    coupon = world.coupons.get(code)
    fault = CouponUnknown() if coupon is None else coupon.fault(world.market.currency, now)
    return CouponStanding(code=code, coupon=coupon, reduction=None, fault=fault)


def destination(cart: Cart, market: Market) -> Place:
    """Where to: the cart's place, or the market's first country as long as none was named."""
    if cart.country:
        return Place(country=cart.country, region=cart.region, postal_code=cart.postal_code)
    return Place(country=market.countries[0] if market.countries else "")


def choices_of(cart: Cart) -> dict[int, str]:
    """The stored shipping choices by seller's number."""
    return {int(seller_id): profile_id for seller_id, profile_id in cart.shipping.items()}


def _line(one: Standing, told: ToldTaxes | None) -> Line:
    assert one.offer is not None, "only lines on sale are priced"
    return Line(
        item_id=one.item.id,
        seller_id=one.seller_id,
        variant_id=one.item.variant_id,
        quantity=one.item.quantity,
        unit_amount=one.offer.amount,
        tax_category=one.offer.tax_category,
        product_id=one.offer.product_id,
        category_ids=one.offer.category_ids,
        told_rate_bps=told.rates[one.offer.tax_category] if told else None,
    )


def taxes_told(
    cart: Cart, standings: Iterable[Standing], world: Around, place: Place
) -> dict[int, ToldTaxes]:
    """What an online service told that counts, by seller; the table's rates are for the others."""
    if not cart.told_taxes:
        return {}
    categories: dict[int, set[str]] = {}
    for one in standings:
        if one.on_sale and one.offer is not None:
            categories.setdefault(one.seller_id, set()).add(one.offer.tax_category)
    found = {}
    for seller_id, wanted in categories.items():
        told = msgspec.convert(cart.told_taxes.get(str(seller_id)), ToldTaxes | None)
        way = told_taxes.asked_for(world.cards[seller_id].country, place)
        if told is not None and told.counts(way, wanted):
            found[seller_id] = told
    return found


def parcels(standings: Iterable[Standing]) -> dict[int, Parcel]:
    """What each seller has to send."""
    pieces: dict[int, int] = {}
    grams: dict[int, int] = {}
    for one in standings:
        if one.on_sale and one.is_shipped and one.offer is not None:
            count = one.item.quantity
            pieces[one.seller_id] = pieces.get(one.seller_id, 0) + count
            grams[one.seller_id] = grams.get(one.seller_id, 0) + one.offer.weight_grams * count
    return {
        seller_id: Parcel(pieces=count, weight_grams=grams[seller_id]) for seller_id, count in pieces.items()
    }


def asked_for(parcel: Parcel, place: Place) -> str:
    """What a carrier's price was told for: it counts for nothing else."""
    postal_code = "".join(place.postal_code.split()).upper()
    region = user.region_key(place.country, place.region)
    return f"{place.country} {region} {postal_code} {parcel.weight_grams}"


def told(cart: Cart, parcel: Parcel, place: Place, now: datetime) -> Mapping[UUID, Money]:
    """What carriers have told for exactly this and still counts, by profile; others cost what their profile says."""
    wanted = asked_for(parcel, place)
    return {
        UUID(profile_id): Money(rate["amount"], rate["currency"])
        for profile_id, rate in cart.live_rates.items()
        if rate["for"] == wanted and datetime.fromisoformat(rate["until"]) > now
    }


def _shipping(
    world: Around,
    seller_id: int,
    parcel: Parcel,
    place: Place,
    choice: str | None,
    *,
    rates: Mapping[UUID, Money],
) -> Shipping:
    profiles = world.profiles[seller_id]
    options = [
        Offered(profile=profile, rate=rate)
        for profile in profiles
        if (rate := user.shipping_rate(profile, parcel, place, rates)) is not None
    ]
    chosen = next((one for one in options if str(one.profile.id) == choice), None)
    fault = None
    if not options:
        name, one_piece = world.cards[seller_id].name, Parcel(pieces=1, weight_grams=0)
        served = any(user.shipping_rate(profile, one_piece, place) for profile in profiles)
        fault = f"{name} cannot ship so much at once." if served else f"{name} does not ship to this address."
    return Shipping(
        options=options,
        chosen=chosen or (options[0] if options else None),
        replaced=choice is not None and chosen is None and bool(options),
        fault=fault,
    )
