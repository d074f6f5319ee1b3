"""How a cart is shown: grouped by seller, with today's prices and every change since the shopper last looked."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.money import Money, shown
from feria.services.cart.queries import bills, carts
from feria.services.cart.queries.bills import Around, Bill, CouponStanding, Offered, Standing
from feria.services.cart.queries.carts import Cart
from feria.services.cart.rules import limits, pricing
from feria.services.cart.rules.pricing import GroupPrice, LinePrice
from feria.services.cart.schemas import (
    OPTION_PREFIX,
    CartGroupOut,
    CartItemOut,
    CartOut,
    CouponOut,
    NoticeOut,
    PlaceOut,
    ProductOut,
    SellerOut,
    SellerShippingOut,
    ShippingOptionOut,
    ShippingOptionsOut,
    VatOut,
)
from feria.services.product import contract as product
from feria.services.user import contract as user
from feria.services.user.contract import DeliveryOut, Market, Rate, SellerCard

IMAGE_WIDTH = 400


class PriceChange(msgspec.Struct, frozen=True, kw_only=True):
    """A line's unit price as last told, and as it is now."""

    item_id: UUID
    seen_amount: int
    amount: int


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A cart as shown, and the price changes that it tells of; `shopper_id` 0 stands for nobody's."""

    cart: CartOut
    shopper_id: int = 0
    changes: list[PriceChange] = []


async def look(tx: Tx, token: str | None) -> Look:
    """The cart of the account, else of the guest's token; reading alone never makes one."""
    cart = await _cart_asked(tx, token)
    if cart is None:
        return Look(cart=await empty(tx))
    world = await bills.around(tx, cart)
    return Look(
        cart=view(cart, world, tx.now), shopper_id=cart.shopper_id, changes=untold_prices(cart, world)
    )


async def _cart_asked(tx: Tx, token: str | None) -> Cart | None:
    """Whose cart is meant, without merging."""
    account_id = tx.actor.account_id
    return await (carts.cart_of_token(tx, token) if account_id is None else carts.cart_of(tx, account_id))


async def empty(tx: Tx, notices: Sequence[NoticeOut] = ()) -> CartOut:
    """The cart of somebody who has none."""
    return _nothing(await user.market(tx, None), notices)


async def shipping_options(tx: Tx, token: str | None) -> ShippingOptionsOut:
    """How each seller would ship this shopper's cart, and for how much."""
    cart = await _cart_asked(tx, token)
    if cart is None:
        return ShippingOptionsOut(groups=[])
    world = await bills.around(tx, cart)
    bill = bill_of(cart, world, tx.now)
    groups = []
    for group in bill.price.groups:
        shipping = bill.shipping.get(group.seller_id)
        if shipping is None:
            continue
        options = [
            _option(
                one,
                group,
                _delivery(one.rate, bill, world.cards[group.seller_id], tx.now),
                selected=one is shipping.chosen,
            )
            for one in shipping.options
        ]
        seller = shown_seller(world.cards[group.seller_id])
        groups.append(SellerShippingOut(seller=seller, options=options, fault=shipping.fault))
    return ShippingOptionsOut(groups=groups)


def bill_of(cart: Cart, world: Around, now: datetime) -> Bill:
    """The bill for the destination and the choices that the cart itself holds."""
    place = bills.destination(cart, world.market)
    return bills.bill(cart, world, now, place=place, choices=bills.choices_of(cart))


def view(cart: Cart, world: Around, now: datetime, notices: Sequence[NoticeOut] = ()) -> CartOut:
    """The cart as shown; `notices` of what has just happened come first."""
    if not cart.items:
        return _nothing(world.market, notices, cart)
    bill = bill_of(cart, world, now)
    told = list(notices)
    items: dict[int, list[CartItemOut]] = {}
    lines = {line.item_id: line for group in bill.price.groups for line in group.lines}
    for one in bill.standings:
        found = _notices(one, cart)
        told += found
        priced = lines.get(one.item.id)
        items.setdefault(one.seller_id, []).append(_item(one, priced, world.market.currency, found))
    told += _shipping_notices(bill, world)
    price, currency = bill.price, world.market.currency
    return CartOut(
        id=ids.encode("cart", cart.id),
        market=world.market.id,
        currency=currency,
        tax_included=world.market.tax_inclusive,
        address=_place(cart),
        vat=_vat(cart, world, bill),
        groups=[
            _group(seller_id, found, cart.gift_notes.get(str(seller_id), ""), bill, world, now)
            for seller_id, found in items.items()
        ],
        item_count=sum(item.quantity for item in cart.items),
        subtotal=Money(price.items_amount, currency),
        discount=Money(price.discount_amount, currency),
        tax=Money(price.tax_amount, currency),
        shipping=Money(price.shipping_amount, currency),
        total=Money(price.total_amount, currency),
        coupons=[_coupon(one, currency) for one in bill.coupons],
        notices=told,
    )


def _shipping_notices(bill: Bill, world: Around) -> Iterator[NoticeOut]:
    for seller_id, shipping in bill.shipping.items():
        seller = ids.encode_owner("sel", seller_id)
        if shipping.fault is not None:
            yield NoticeOut(code="not_shipped_there", message=shipping.fault, seller_id=seller)
        elif shipping.replaced:
            message = f"{_name(world, seller_id)} does not offer the shipping that you chose for this cart any more."
            yield NoticeOut(code="shipping_changed", message=message, seller_id=seller)


def _coupon(one: CouponStanding, currency: str) -> CouponOut:
    reduction, message = one.reduction, None
    if one.fault is not None:
        message = one.fault.detail or one.fault.title
    elif reduction is None or not reduction.amount:
        message = "Nothing in your cart is reduced by this code."
        if reduction is not None and reduction.missing_amount:
            missing = shown(Money(reduction.missing_amount, currency))
            message = f"Add {missing} more of what this code is for to use it."
    return CouponOut(
        code=one.code,
        name="" if one.coupon is None else one.coupon.name,
        discount=Money(reduction.amount if reduction else 0, currency),
        free_shipping=bool(reduction and reduction.shipping),
        message=message,
    )


def untold_prices(cart: Cart, world: Around) -> list[PriceChange]:
    """The prices that are others than those last told."""
    return [
        PriceChange(item_id=item.id, seen_amount=item.seen_amount, amount=offer.amount)
        for item in cart.items
        if (offer := world.offers.get(item.variant_id)) is not None and offer.amount != item.seen_amount
    ]


def _nothing(market: Market, notices: Sequence[NoticeOut], cart: Cart | None = None) -> CartOut:
    zero = Money(0, market.currency)
    return CartOut(
        id=None if cart is None else ids.encode("cart", cart.id),
        market=market.id,
        currency=market.currency,
        tax_included=market.tax_inclusive,
        address=None if cart is None else _place(cart),
        vat=None,
        groups=[],
        item_count=0,
        subtotal=zero,
        discount=zero,
        tax=zero,
        shipping=zero,
        total=zero,
        coupons=[],
        notices=list(notices),
    )


def _notices(one: Standing, cart: Cart) -> list[NoticeOut]:
    item_id = ids.encode("item", one.item.id)
    title = one.item.seen_title
    if one.offer is None or not one.offer.on_sale:
        return [NoticeOut(code="not_on_sale", message=f"{title} is no longer on sale.", item_id=item_id)]
    if not one.seller_ready:
        return [
            NoticeOut(
                code="seller_unavailable",
                message=f"The seller of {title} does not sell here at present.",
                item_id=item_id,
            )
        ]
    found = []
    if one.offer.amount != one.item.seen_amount:
        before, after = (
            shown(Money(amount, one.offer.currency)) for amount in (one.item.seen_amount, one.offer.amount)
        )
        found.append(
            NoticeOut(
                code="price_changed",
                message=f"The price of {title} changed from {before} to {after}.",
                item_id=item_id,
            )
        )
    most = limits.quantity_max(one.offer.max_per_order, one.available)
    wanted = sum(item.quantity for item in cart.items if item.variant_id == one.item.variant_id)
    if most == 0:
        found.append(NoticeOut(code="sold_out", message=f"{title} is sold out.", item_id=item_id))
    elif wanted > most:
        found.append(
            NoticeOut(code="only_left", message=f"Only {most} of {title} can be bought.", item_id=item_id)
        )
    return found


def _item(one: Standing, priced: LinePrice | None, currency: str, notices: list[NoticeOut]) -> CartItemOut:
    unit_amount = one.unit_amount if priced is None else priced.unit_amount
    return CartItemOut(
        id=ids.encode("item", one.item.id),
        variant_id=ids.encode("var", one.item.variant_id),
        product=shown_product(one),
        quantity=one.item.quantity,
        unit_price=Money(unit_amount, currency),
        total=Money(unit_amount * one.item.quantity, currency),
        available=available(one),
        notice=notices[0] if notices else None,
    )


def available(one: Standing) -> int | None:
    """How many can be bought; None without a limit."""
    if not one.on_sale:
        return 0
    return None if one.available is None else max(0, one.available)


def shown_product(one: Standing) -> ProductOut:
    """What a line shows of its product."""
    offer = one.offer
    if offer is None:
        return ProductOut(
            id=None, slug=None, title=one.item.seen_title, variant_title="", options={}, sku=None, image=None
        )
    return ProductOut(
        id=ids.encode("prod", offer.product_id),
        slug=offer.slug,
        title=offer.product_title,
        variant_title=offer.variant_title,
        options=offer.options,
        sku=offer.sku,
        image=product.rendition_url(offer.image_key, IMAGE_WIDTH) if offer.image_key else None,
    )


def _group(
    seller_id: int, items: list[CartItemOut], gift_note: str, bill: Bill, world: Around, now: datetime
) -> CartGroupOut:
    currency = world.market.currency
    price = next((group for group in bill.price.groups if group.seller_id == seller_id), None)
    shipping = bill.shipping.get(seller_id)
    chosen = shipping.chosen if shipping else None
    remaining = None if price is None else price.free_shipping_missing_amount
    card = world.cards[seller_id]
    return CartGroupOut(
        seller=shown_seller(card),
        items=items,
        subtotal=Money(price.items_amount if price else 0, currency),
        shipping=Money(price.shipping_amount if price else 0, currency),
        shipping_discount=Money(price.shipping_discount_amount if price else 0, currency),
        discount=Money(price.discount_amount if price else 0, currency),
        tax=Money(price.tax_amount if price else 0, currency),
        tax_reason=bill.taxes[seller_id].reason if price else "standard",
        total=Money(price.total_amount if price else 0, currency),
        shipping_option=ids.encode(OPTION_PREFIX, chosen.profile.id) if chosen else None,
        shipping_name=chosen.profile.name if chosen else None,
        pickup=chosen.profile.pickup if chosen else None,
        shipping_fault=shipping.fault if shipping else None,
        gift_note=gift_note,
        delivery=_delivery(chosen.rate, bill, card, now) if chosen else None,
        free_shipping_remaining=None if remaining is None else Money(remaining, currency),
    )


def _delivery(rate: Rate, bill: Bill, card: SellerCard, now: datetime) -> DeliveryOut:
    """When a seller's parcel would arrive, counted as the order is going to freeze it: the slowest line decides."""
    processing_days = max(
        one.offer.processing_days
        for one in bill.standings
        if one.seller_id == card.id and one.on_sale and one.offer is not None
    )
    promised = user.promise(card.calendar, now, processing_days, rate.min_days, rate.max_days)
    return user.delivery(promised.earliest, promised.latest, card.time_zone)


def _option(one: Offered, group: GroupPrice, delivery: DeliveryOut, *, selected: bool) -> ShippingOptionOut:
    profile, rate = one.profile, one.rate
    amount, remaining = rate.postage.at(group.goods_amount)
    free_from = rate.postage.free_from_amount
    return ShippingOptionOut(
        id=ids.encode(OPTION_PREFIX, profile.id),
        name=profile.name,
        kind=profile.kind,
        price=Money(pricing.relieved(amount, group.shipping_relief_bps), profile.currency),
        free_from=None if free_from is None else Money(free_from, profile.currency),
        free_from_remaining=None if remaining is None else Money(remaining, profile.currency),
        min_days=rate.min_days,
        max_days=rate.max_days,
        delivery=delivery,
        pickup=profile.pickup,
        selected=selected,
    )


def _vat(cart: Cart, world: Around, bill: Bill) -> VatOut | None:
    found = world.vat
    if found is None:
        return None
    if found.status == "unchecked":
        message = (
            "This VAT id could not be checked just now, so tax is charged. Save it again to try once more."
        )
    elif found.status == "invalid":
        message = "This VAT id is not registered for trade in the European Union, so tax is charged."
    elif not found.country:
        message = "This VAT id is valid. Enter the company that it belongs to, too."
    elif any(one.reason == "reverse_charge" for one in bill.taxes.values()):
        message = "This VAT id is valid: of what comes from another member state, your company accounts for the VAT."
    else:
        message = "This VAT id is valid. Tax is charged, since nothing here comes from another member state."
    return VatOut(company=cart.company, vat_id=found.vat_id, status=found.status, message=message)


def _place(cart: Cart) -> PlaceOut | None:
    if not cart.country:
        return None
    return PlaceOut(country=cart.country, region=cart.region, postal_code=cart.postal_code)


def shown_seller(card: SellerCard) -> SellerOut:
    """A seller in one line."""
    return SellerOut(
        id=ids.encode_owner("sel", card.id),
        slug=card.slug,
        name=card.name,
        town=card.town,
        country=card.country,
        stall_hue=card.stall_hue,
        logo=card.logo,
    )


def _name(world: Around, seller_id: int) -> str:
    return world.cards[seller_id].name
