"""The binding quote from which an order is made; all or nothing, so whatever cannot be bought is an error here."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, FieldError, Invalid, invalid
from feria.services.cart.queries import bills, carts
from feria.services.cart.queries.bills import Around, Bill, CouponStanding, Shipping, Standing
from feria.services.cart.queries.carts import Cart
from feria.services.cart.rules import told_taxes
from feria.services.cart.rules.limits import quantity_max
from feria.services.cart.rules.pricing import GroupPrice, LinePrice
from feria.services.cart.rules.tax import Remitter, SellerTax, TaxReason
from feria.services.cart.schemas import OPTION_PREFIX
from feria.services.product.contract import OutOfStock
from feria.services.user.contract import Market, PickupPlace, Place, SellerCard


class CartEmpty(Conflict):
    """There is nothing to order."""

    slug, title = "cart-empty", "Your cart is empty."


class SellerUnavailable(Conflict):
    """A seller of the cart does not sell or ship at present; `sellers` names them."""

    slug, title = "seller-unavailable", "A seller of something in your cart does not sell here at present."


class PlaceNotTold(Conflict):
    """An online service tells the taxes there, and the cart has not been shown for this place: nothing was ordered."""

    slug, title = (
        "place-not-told",
        "Taxes of this address are not known yet. Set it as the cart's address, and look at the total.",
    )


class QuoteCoupon(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon that takes something off, as it was read: `version` tells whether it is still the same."""

    id: UUID
    version: int
    code: str
    name: str
    amount: int
    promotion_amount: int


class QuoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line with all that an order freezes of it. gross = net + tax, after the discount."""

    item_id: UUID
    variant_id: UUID
    product_id: UUID
    seller_id: int
    product_title: str
    variant_title: str
    options: dict[str, str]
    sku: str
    slug: str
    image_key: str | None
    personalisation: str
    quantity: int
    unit_amount: int
    gross_amount: int
    net_amount: int
    tax_amount: int
    discount_amount: int
    promotion_amount: int
    commission_base_amount: int
    tax_rate_bps: int
    tax_category: str
    fulfilment: str
    category_ids: list[UUID]
    weight_grams: int
    processing_days: int


class QuoteGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part. total = items + shipping − discount, and + tax where the market's prices are without it.

    The marketplace pays `promotion_amount` of the discount, and remits the tax where `remitted_by` says so. Without
    anything to ship, `shipping_id` is null and name and kind are empty.
    """

    seller_id: int
    seller: SellerCard
    lines: list[QuoteLine]
    shipping_id: UUID | None
    shipping_name: str
    shipping_kind: str
    pickup: PickupPlace | None
    gift_note: str
    shipping_amount: int
    shipping_discount_amount: int
    shipping_promotion_amount: int
    shipping_tax_amount: int
    shipping_tax_rate_bps: int
    min_days: int
    max_days: int
    items_amount: int
    discount_amount: int
    promotion_amount: int
    tax_amount: int
    tax_reason: TaxReason
    tax_source: str
    remitted_by: Remitter
    total_amount: int


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """What an order of this cart is, groups sorted by seller.

    `ordered_version` equals `cart_version` when exactly this cart was ordered already, as `open_order_id`. After a
    merge that order may belong to the guest's number: its owner is `ids.owner_of(open_order_id)`. `refused` is why a
    code of the cart does not count, for whoever had expected that it did.
    """

    shopper_id: int
    cart_id: UUID
    cart_version: int
    ordered_version: int | None
    open_order_id: UUID | None
    market: str
    currency: str
    tax_inclusive: bool
    groups: list[QuoteGroup]
    coupons: list[QuoteCoupon]
    refused: Conflict | None
    items_amount: int
    shipping_amount: int
    discount_amount: int
    promotion_amount: int
    tax_amount: int
    total_amount: int


async def checkout_quote(
    tx: Tx,
    shopper_id: int,
    *,
    place: Place,
    shipping: Mapping[int, str],
    company: str = "",
    vat_id: str = "",
    taxed_by_service: Collection[str] = (),
) -> Quote:
    """Lock the shopper's cart and price it for an order to this destination: two statements, one if it is locked.

    `shipping` maps sellers to option ids as sent; without one the cart's own choice counts, else the seller's first.
    `company` and `vat_id` are those of whom is billed; a VAT id counts by what was answered about it before. To the
    countries `taxed_by_service` goes only what was shown for that very place, since an order asks no service.
    Raises CartEmpty, PlaceNotTold, SellerUnavailable, OutOfStock, or Invalid naming a field of the order's request.
    """
    cart: Cart | None = tx.locked.pop(("cart", shopper_id), None)
    cart = cart or await carts.locked_cart_of(tx, shopper_id)
    if cart is None or not cart.items:
        raise CartEmpty
    if place.country in taxed_by_service and not _is_the_carts(cart, place):
        raise PlaceNotTold
    # The order's own words count, not those that the cart was shown for.
    cart.company, cart.vat_id, cart.country = company, vat_id, place.country
    world = await bills.around(tx, cart)
    must_ship_to(world.market, place.country, "shipping_address.country")
    wanted = _chosen(world, shipping)
    bill = bills.bill(cart, world, tx.now, place=place, choices={**bills.choices_of(cart), **wanted})
    _must_be_buyable(cart, bill)
    _must_be_served(bill, wanted)
    return quote_of(cart, world, bill)


def _is_the_carts(cart: Cart, place: Place) -> bool:
    shown = Place(country=cart.country, region=cart.region, postal_code=cart.postal_code)
    return told_taxes.asked_for("", shown) == told_taxes.asked_for("", place)


def quote_of(cart: Cart, world: Around, bill: Bill) -> Quote:
    """The bill as an order freezes it; everything in it can be bought."""
    standings = {one.item.id: one for one in bill.standings}
    return Quote(
        shopper_id=cart.shopper_id,
        cart_id=cart.id,
        cart_version=cart.version,
        ordered_version=cart.ordered_version,
        open_order_id=cart.open_order_id,
        market=world.market.id,
        currency=world.market.currency,
        tax_inclusive=world.market.tax_inclusive,
        groups=[
            _group(
                group,
                world.cards[group.seller_id],
                bill.shipping.get(group.seller_id),
                bill.taxes[group.seller_id],
                standings,
                cart.gift_notes.get(str(group.seller_id), ""),
            )
            for group in bill.price.groups
        ],
        coupons=[_coupon(one) for one in bill.coupons if one.reduction and one.reduction.amount],
        refused=next((one.fault for one in bill.coupons if one.fault), None),
        items_amount=bill.price.items_amount,
        shipping_amount=bill.price.shipping_amount,
        discount_amount=bill.price.discount_amount,
        promotion_amount=bill.price.promotion_amount,
        tax_amount=bill.price.tax_amount,
        total_amount=bill.price.total_amount,
    )


def _coupon(one: CouponStanding) -> QuoteCoupon:
    assert one.coupon is not None and one.reduction is not None
    return QuoteCoupon(
        id=one.coupon.id,
        version=one.coupon.version,
        code=one.code,
        name=one.coupon.name,
        amount=one.reduction.amount,
        promotion_amount=one.reduction.promotion_amount,
    )


def must_ship_to(market: Market, country: str, field: str) -> None:
    """Raise Invalid naming the field for a country that the market does not serve."""
    if country not in market.countries:
        raise invalid(field, "is not a country that this market ships to")


def profile_chosen(world: Around, seller_id: int, option: str, field: str) -> str:
    """The profile id behind an option id; raises Invalid for one that the seller does not offer here."""
    profile_id = ids.decode(OPTION_PREFIX, option, field)
    if all(profile.id != profile_id for profile in world.profiles.get(seller_id, ())):
        raise invalid(field, "is not a shipping option of this seller")
    return str(profile_id)


def _chosen(world: Around, shipping: Mapping[int, str]) -> dict[int, str]:
    found: dict[int, str] = {}
    faults = []
    for seller_id, option in shipping.items():
        field = f"shipping.{ids.encode_owner('sel', seller_id)}"
        try:
            found[seller_id] = profile_chosen(world, seller_id, option, field)
        except Invalid as error:
            faults += error.errors
    if faults:
        raise Invalid(errors=faults)
    return found


def _must_be_buyable(cart: Cart, bill: Bill) -> None:
    away = sorted({one.seller_id for one in bill.standings if not one.seller_ready})
    if away:
        raise SellerUnavailable(sellers=[ids.encode_owner("sel", seller_id) for seller_id in away])
    wanted: dict[UUID, int] = {}
    for item in cart.items:
        wanted[item.variant_id] = wanted.get(item.variant_id, 0) + item.quantity
    short = [
        ids.encode("var", one.item.variant_id)
        for one in bill.standings
        if one.offer is None
        or not one.offer.on_sale
        or wanted[one.item.variant_id] > quantity_max(one.offer.max_per_order, one.available)
    ]
    if short:
        raise OutOfStock(variants=list(dict.fromkeys(short)))


def _must_be_served(bill: Bill, wanted: Mapping[int, str]) -> None:
    """Every seller ships to the address, and those that were named in the way that was asked for."""
    faults = []
    for seller_id, one in sorted(bill.shipping.items()):
        if one.fault is not None:
            faults.append(FieldError("shipping_address.country", f"cannot be served: {one.fault}"))
        elif one.replaced and seller_id in wanted:
            field = f"shipping.{ids.encode_owner('sel', seller_id)}"
            faults.append(FieldError(field, "is not offered for this address"))
    if faults:
        raise Invalid(errors=faults)


def _group(
    group: GroupPrice,
    card: SellerCard,
    shipping: Shipping | None,
    tax: SellerTax,
    standings: dict[UUID, Standing],
    gift_note: str,
) -> QuoteGroup:
    chosen = shipping.chosen if shipping else None
    profile, rate = (chosen.profile, chosen.rate) if chosen else (None, None)
    return QuoteGroup(
        seller_id=group.seller_id,
        seller=card,
        lines=[_line(line, standings[line.item_id]) for line in group.lines],
        shipping_id=profile.id if profile else None,
        shipping_name=profile.name if profile else "",
        shipping_kind=profile.kind if profile else "",
        pickup=profile.pickup if profile else None,
        gift_note=gift_note,
        shipping_amount=group.shipping_amount,
        shipping_discount_amount=group.shipping_discount_amount,
        shipping_promotion_amount=group.shipping_promotion_amount,
        shipping_tax_amount=group.shipping_tax_amount,
        shipping_tax_rate_bps=group.shipping_tax_rate_bps,
        min_days=rate.min_days if rate else 0,
        max_days=rate.max_days if rate else 0,
        items_amount=group.items_amount,
        discount_amount=group.discount_amount,
        promotion_amount=group.promotion_amount,
        tax_amount=group.tax_amount,
        tax_reason=tax.reason,
        tax_source=tax.source,
        remitted_by=tax.remitted_by,
        total_amount=group.total_amount,
    )


def _line(line: LinePrice, one: Standing) -> QuoteLine:
    assert one.offer is not None, "lines that are not on sale have been refused"
    offer = one.offer
    return QuoteLine(
        item_id=line.item_id,
        variant_id=offer.variant_id,
        product_id=offer.product_id,
        seller_id=one.seller_id,
        product_title=offer.product_title,
        variant_title=offer.variant_title,
        options=offer.options,
        sku=offer.sku,
        slug=offer.slug,
        image_key=offer.image_key,
        personalisation=one.item.personalisation,
        quantity=one.item.quantity,
        unit_amount=line.unit_amount,
        gross_amount=line.gross_amount,
        net_amount=line.net_amount,
        tax_amount=line.tax_amount,
        discount_amount=line.discount_amount,
        promotion_amount=line.promotion_amount,
        commission_base_amount=line.commission_base_amount,
        tax_rate_bps=line.tax_rate_bps,
        tax_category=offer.tax_category,
        fulfilment=offer.fulfilment,
        category_ids=offer.category_ids,
        weight_grams=offer.weight_grams,
        processing_days=offer.processing_days,
    )
