"""What a cart costs and what can be bought of it, from what the other services say about its lines right now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict
from feria.services.cart.queries import coupons
from feria.services.cart.queries.carts import Cart, Item
from feria.services.cart.queries.coupons import CouponUnknown, StoredCoupon
from feria.services.cart.rules import pricing, tax
from feria.services.cart.rules.coupons import Reduction
from feria.services.cart.rules.lines import Line
from feria.services.cart.rules.pricing import CartPrice, Postage
from feria.services.cart.rules.tax import TaxRate
from feria.services.product import contract as product
from feria.services.product.contract import Offer
from feria.services.user import contract as user
from feria.services.user.contract import Market, SellerCard, ShippingProfile

RATES_KEPT_FOR = timedelta(seconds=30)


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What is around a cart: offers by variant, cards and shipping profiles by seller, coupons by code, tax rates."""

    market: Market
    offers: dict[UUID, Offer]
    cards: dict[int, SellerCard]
    profiles: dict[int, list[ShippingProfile]]
    coupons: dict[str, StoredCoupon]
    rates: dict[str, list[TaxRate]]


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a line stands: its offer (None: gone from this market), whether it can be bought at all, and how many.

    `seller_ready` is false when the seller is not active or has no way to ship to this market.
    """

    item: Item
    seller_id: int
    offer: Offer | None
    seller_ready: bool
    available: int | None

    @property
    def on_sale(self) -> bool:
        """Whether the line counts in the totals; a sold-out one does, since its quantity can be lowered."""
        return self.seller_ready and self.offer is not None and self.offer.on_sale

    @property
    def unit_amount(self) -> int:
        """Today's price, or the last one told when there is none."""
        return self.item.seen_amount if self.offer is None else self.offer.amount


class Shipping(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's profile; `replaced`: the stored choice is no longer offered and the default took its place."""

    profile: ShippingProfile
    replaced: bool


class CouponStanding(msgspec.Struct, frozen=True, kw_only=True):
    """How a code of the cart stands: what it takes off (None: nothing), or why it does not count at all."""

    code: str
    coupon: StoredCoupon | None
    reduction: Reduction | None
    fault: Conflict | None


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """A cart's lines as they stand, the shipping of each seller with something on sale, and the price of it all."""

    standings: list[Standing]
    shipping: dict[int, Shipping]
    coupons: list[CouponStanding]
    price: CartPrice


async def tax_rates(tx: Tx) -> dict[str, list[TaxRate]]:
    """All dated tax rates by country; up to 30 s old."""
    kept = tx.kept.setdefault("cart.tax_rates", {})
    read_at = kept.get("read_at")
    if read_at is None or abs(tx.now - read_at) > RATES_KEPT_FOR:
        by_country: dict[str, list[TaxRate]] = {}
        for rate in await tx.all(
            TaxRate, "SELECT country, region, tax_category, valid_from, rate_bps FROM cart.tax_rates"
        ):
            by_country.setdefault(rate.country, []).append(rate)
        kept["by_country"], kept["read_at"] = by_country, tx.now
    found: dict[str, list[TaxRate]] = kept["by_country"]
    return found


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
        rates=await tax_rates(tx),
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
        seller_ready=card is not None and card.status == "active" and bool(world.profiles.get(seller_id)),
        available=available,
    )


def bill(
    cart: Cart, world: Around, now: datetime, *, country: str, region: str, choices: Mapping[int, str]
) -> Bill:
    """Price everything of the cart that is on sale, for a destination and the chosen shipping profiles."""
    standings = [standing(cart, item, world) for item in cart.items]
    lines = [_line(one) for one in standings if one.on_sale]
    shipping = {
        seller_id: _shipping(world.profiles[seller_id], choices.get(seller_id))
        for seller_id in {line.seller_id for line in lines}
    }
    counting = [coupon_standing(code, world, now) for code in cart.coupons]
    # The day is the one in UTC: rates change at midnight there, an hour or two late for the European Union.
    rates = tax.rates_at(world.rates.get(country, []), country, region, now.date())
    priced = pricing.price(
        lines,
        {seller_id: postage(one.profile) for seller_id, one in shipping.items()},
        rates,
        tax_inclusive=world.market.tax_inclusive,
        coupons=[one.coupon.of_code(one.code) for one in counting if one.coupon and one.fault is None],
    )
    reductions = {one.coupon.code: one for one in priced.reductions}
    counting = [msgspec.structs.replace(one, reduction=reductions.get(one.code)) for one in counting]
    return Bill(standings=standings, shipping=shipping, coupons=counting, price=priced)


def coupon_standing(code: str, world: Around, now: datetime) -> CouponStanding:
    """Whether a code counts at all right now; what it takes off, the price says."""
    coupon = world.coupons.get(code)
    fault = CouponUnknown() if coupon is None else coupon.fault(world.market.currency, now)
    return CouponStanding(code=code, coupon=coupon, reduction=None, fault=fault)


def postage(profile: ShippingProfile) -> Postage:
    """A profile as the calculation takes it."""
    return Postage(amount=profile.amount, free_from_amount=profile.free_from_amount)


def destination(cart: Cart, market: Market) -> tuple[str, str]:
    """Where to: the cart's country and region, or the market's first country as long as none was named."""
    return (
        (cart.country, cart.region) if cart.country else (market.countries[0] if market.countries else "", "")
    )


def choices_of(cart: Cart) -> dict[int, str]:
    """The stored shipping choices by seller's number."""
    return {int(seller_id): profile_id for seller_id, profile_id in cart.shipping.items()}


def _line(one: Standing) -> Line:
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
    )


def _shipping(profiles: list[ShippingProfile], choice: str | None) -> Shipping:
    chosen = next((profile for profile in profiles if str(profile.id) == choice), None)
    return Shipping(profile=chosen or profiles[0], replaced=choice is not None and chosen is None)
