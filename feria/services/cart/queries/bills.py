"""What a cart costs and what can be bought of it, from what the other services say about its lines right now."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.cart import rules
from feria.services.cart.queries.carts import Cart, Item
from feria.services.cart.rules import CartPrice, TaxRate
from feria.services.product import contract as product
from feria.services.product.contract import Offer
from feria.services.user import contract as user
from feria.services.user.contract import Market, SellerCard, ShippingProfile

RATES_KEPT_FOR = timedelta(seconds=30)


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What others say about a cart's lines: offers by variant, cards and shipping profiles by seller, tax rates."""

    market: Market
    offers: dict[UUID, Offer]
    cards: dict[int, SellerCard]
    profiles: dict[int, list[ShippingProfile]]
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
    """One seller's chosen profile; `remaining_amount` more of goods would make it free, None if it is or never is.

    `replaced` says that the stored choice is no longer offered and the default took its place.
    """

    profile: ShippingProfile
    amount: int
    remaining_amount: int | None
    replaced: bool


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """A cart's lines as they stand, the shipping of each seller with something on sale, and the price of it all."""

    standings: list[Standing]
    shipping: dict[int, Shipping]
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


async def around(tx: Tx, market_id: str, variant_ids: Iterable[UUID]) -> Around:
    """Ask the other services about these variants; cards and shipping may be ten seconds old."""
    wanted = list(variant_ids)
    sellers = {ids.owner_of(variant_id) for variant_id in wanted}
    terms = await user.seller_terms(tx, sellers, market_id)
    return Around(
        market=await user.market(tx, market_id),
        offers=await product.offers(tx, wanted, market_id),
        cards={seller_id: one.card for seller_id, one in terms.items() if one.card is not None},
        profiles={seller_id: one.profiles for seller_id, one in terms.items()},
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
    goods: dict[int, int] = {}
    for line in lines:
        paid = line.unit_amount * line.quantity - line.discount_amount
        goods[line.seller_id] = goods.get(line.seller_id, 0) + paid
    shipping = {
        seller_id: _shipping(world.profiles[seller_id], choices.get(seller_id), paid)
        for seller_id, paid in goods.items()
    }
    # The day is the one in UTC: rates change at midnight there, an hour or two late for the European Union.
    rates = rules.rates_at(world.rates.get(country, []), country, region, now.date())
    priced = rules.price(
        lines,
        {seller_id: one.amount for seller_id, one in shipping.items()},
        rates,
        tax_inclusive=world.market.tax_inclusive,
    )
    return Bill(standings=standings, shipping=shipping, price=priced)


def destination(cart: Cart, market: Market) -> tuple[str, str]:
    """Where to: the cart's country and region, or the market's first country as long as none was named."""
    return (
        (cart.country, cart.region) if cart.country else (market.countries[0] if market.countries else "", "")
    )


def choices_of(cart: Cart) -> dict[int, str]:
    """The stored shipping choices by seller's number."""
    return {int(seller_id): profile_id for seller_id, profile_id in cart.shipping.items()}


def _line(one: Standing) -> rules.Line:
    assert one.offer is not None, "only lines on sale are priced"
    return rules.Line(
        item_id=one.item.id,
        seller_id=one.seller_id,
        variant_id=one.item.variant_id,
        quantity=one.item.quantity,
        unit_amount=one.offer.amount,
        tax_category=one.offer.tax_category,
    )


def _shipping(profiles: list[ShippingProfile], choice: str | None, paid: int) -> Shipping:
    chosen = next((profile for profile in profiles if str(profile.id) == choice), None)
    profile = chosen or profiles[0]
    amount, remaining = rules.shipping_price(profile.amount, profile.free_from_amount, paid)
    return Shipping(
        profile=profile,
        amount=amount,
        remaining_amount=remaining,
        replaced=choice is not None and chosen is None,
    )
