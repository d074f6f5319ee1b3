"""The price calculation as one pure function: lines, coupons, shipping and tax; each service shows what it says.

Sources: the marketplace's domain rules (rounding, shares) and, for tax within a price, Directive 2006/112/EC art. 78.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from feria.core.money import basis_points_of, divide_half_up, split_amount, tax_within
from feria.services.cart.rules import coupons as reductions
from feria.services.cart.rules.coupons import Coupon, Reduction
from feria.services.cart.rules.lines import Line, by_variant, listed_rate_of, rate_of, shared, shared_within
from feria.services.user.contract import Postage

NO_RATES: Mapping[int, int] = {}


class LinePrice(msgspec.Struct, frozen=True, kw_only=True):
    """A priced line. `items_amount` is unit price × quantity; gross = net + tax is after the discount.

    The unit price is as listed, under reverse charge without the tax it contains.

    `promotion_amount` is the part of the discount that the marketplace pays for; `commission_base_amount` is the net
    price as if only the seller's own part had been taken off.
    """

    item_id: UUID
    unit_amount: int
    items_amount: int
    discount_amount: int
    promotion_amount: int
    net_amount: int
    tax_amount: int
    gross_amount: int
    tax_rate_bps: int
    commission_base_amount: int


class GroupPrice(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part; `lines` are in the order in which they were given.

    `shipping_amount` is as listed less `shipping_relief_bps`, the tax rate that is taken out of listed shipping prices
    under reverse charge (else 0); `free_shipping_missing_amount` how much more of goods would make it free (None: it
    is, or never is), judged by `goods_amount`, the value of goods. Discount and promotion are those of the lines and of
    shipping, `tax_amount` as well.
    """

    seller_id: int
    lines: list[LinePrice]
    items_amount: int
    discount_amount: int
    promotion_amount: int
    shipping_amount: int
    shipping_discount_amount: int
    shipping_promotion_amount: int
    shipping_tax_amount: int
    shipping_tax_rate_bps: int
    shipping_relief_bps: int
    goods_amount: int
    free_shipping_missing_amount: int | None
    tax_amount: int
    total_amount: int


class CartPrice(msgspec.Struct, frozen=True, kw_only=True):
    """The whole: the sums of its groups, which are sorted by seller, and what each coupon has taken off."""

    groups: list[GroupPrice]
    reductions: list[Reduction]
    items_amount: int
    discount_amount: int
    promotion_amount: int
    shipping_amount: int
    tax_amount: int
    total_amount: int


class _Shipping(msgspec.Struct, kw_only=True):
    """A seller's shipping while coupons are taken off it."""

    amount: int
    missing_amount: int | None
    goods_amount: int
    relief_bps: int
    discount_amount: int = 0
    promotion_amount: int = 0

    @property
    def paid_amount(self) -> int:
        return self.amount - self.discount_amount


def price(
    lines: Sequence[Line],
    postage: Mapping[int, Postage],
    rates: Mapping[str, int],
    *,
    tax_inclusive: bool,
    coupons: Sequence[Coupon] = (),
    reverse_charged: Collection[int] = (),
    shipping_rates: Mapping[int, int] = NO_RATES,
) -> CartPrice:
    """Price a cart; amounts are minor units of one currency, whatever number of decimals it has.

    `postage` is each seller's chosen shipping (a seller without an entry: 0), as listed, so with tax in an inclusive
    market and without it in an exclusive one. `rates` maps a tax category to basis points at the destination; a
    category that is not in it takes `standard`, and 0 without that.

    Coupons come off first (`rules/coupons.py`), then the value of goods decides on shipping by value and on free
    shipping. Tax is rounded half up once per seller and rate, over all its lines of that rate together, and never per
    line. Each such sum is shared by largest remainder over its variants (ties: the lower variant id) and shipping
    (last), and a variant's part in the same way over its lines. So splitting a line or giving lines in another order
    changes no total and no other line.
    Shipping bears the rate that carries most of the seller's goods by amount (ties: the higher rate), as an ancillary
    supply does; of the sellers in `shipping_rates`, the one told there.

    Inclusive: the total is items + shipping − discount, and tax is what it contains. Exclusive: tax comes on top.

    Of sellers that are `reverse_charged` the buyer accounts for the tax: theirs is 0, and inclusive unit and shipping
    prices lose the tax they contain, once per unit, before anything else. Coupons then come off what is left, while
    minimums and thresholds are judged by prices as listed, so that a VAT id never makes shipping dearer.
    """
    relief = _reliefs(lines, rates, reverse_charged, shipping_rates) if tax_inclusive else {}
    lines = [
        _untaxed(line, rates, tax_inclusive) if line.seller_id in reverse_charged else line for line in lines
    ]
    for line in lines:
        if not 0 <= line.promotion_amount <= line.discount_amount <= line.items_amount:
            raise ValueError(f"a discount of {line.discount_amount} does not fit its line")
    reduced, taken = reductions.on_lines(lines, coupons, rates, tax_inclusive=tax_inclusive)
    by_seller: dict[int, list[Line]] = {}
    for line in reduced:
        by_seller.setdefault(line.seller_id, []).append(line)
    shipping = {
        seller_id: _shipping(postage.get(seller_id), own, relief.get(seller_id, 0))
        for seller_id, own in by_seller.items()
    }
    taken = [_off_shipping(one, reduced, shipping) for one in taken]
    groups = [
        _group(
            seller_id,
            by_seller[seller_id],
            shipping[seller_id],
            rates,
            tax_inclusive=tax_inclusive,
            # What the buyer accounts for bears nothing, shipping included.
            told_shipping_rate=None if seller_id in reverse_charged else shipping_rates.get(seller_id),
        )
        for seller_id in sorted(by_seller)
    ]
    return _sums(groups, taken)


def relieved(amount: int, relief_bps: int) -> int:
    """A listed price without the tax of a rate that it contains."""
    return amount - tax_within(amount, relief_bps)


def _sums(groups: list[GroupPrice], taken: list[Reduction]) -> CartPrice:
    return CartPrice(
        groups=groups,
        reductions=taken,
        items_amount=sum(group.items_amount for group in groups),
        discount_amount=sum(group.discount_amount for group in groups),
        promotion_amount=sum(group.promotion_amount for group in groups),
        shipping_amount=sum(group.shipping_amount for group in groups),
        tax_amount=sum(group.tax_amount for group in groups),
        total_amount=sum(group.total_amount for group in groups),
    )


def _untaxed(line: Line, rates: Mapping[str, int], tax_inclusive: bool) -> Line:
    """A line whose tax the buyer accounts for."""
    unit_amount = (
        relieved(line.unit_amount, listed_rate_of(line, rates)) if tax_inclusive else line.unit_amount
    )
    return msgspec.structs.replace(
        line, untaxed=True, unit_amount=unit_amount, listed_unit_amount=line.unit_amount
    )


def _reliefs(
    lines: Iterable[Line],
    rates: Mapping[str, int],
    reverse_charged: Collection[int],
    shipping_rates: Mapping[int, int],
) -> dict[int, int]:
    """The rate that listed shipping prices of these sellers contain: as told, else that of most of the goods."""
    listed: dict[int, dict[int, int]] = {}
    for line in lines:
        if line.seller_id in reverse_charged:
            by_rate = listed.setdefault(line.seller_id, {})
            rate = listed_rate_of(line, rates)
            by_rate[rate] = by_rate.get(rate, 0) + line.items_amount
    return {
        seller_id: shipping_rates.get(seller_id, _largest(by_rate)) for seller_id, by_rate in listed.items()
    }


def _largest(by_rate: Mapping[int, int]) -> int:
    return max(by_rate, key=lambda rate: (by_rate[rate], rate))


def _shipping(postage: Postage | None, lines: Sequence[Line], relief_bps: int) -> _Shipping:
    goods = _goods(lines)
    if postage is None:
        return _Shipping(amount=0, missing_amount=None, goods_amount=goods, relief_bps=relief_bps)
    amount, missing = postage.at(goods)
    return _Shipping(
        amount=relieved(amount, relief_bps), missing_amount=missing, goods_amount=goods, relief_bps=relief_bps
    )


def _goods(lines: Sequence[Line]) -> int:
    """What is to be paid for goods in terms of prices as listed, rounded per variant."""
    if not any(line.untaxed for line in lines):
        return sum(line.paid_amount for line in lines)
    value = 0
    for own in by_variant(lines).values():
        listed, items = sum(line.listed_amount for line in own), sum(line.items_amount for line in own)
        paid = sum(line.paid_amount for line in own)
        value += divide_half_up(paid * listed, items) if items else listed
    return value


def _off_shipping(one: Reduction, lines: Sequence[Line], shipping: Mapping[int, _Shipping]) -> Reduction:
    """What a coupon takes off the shipping that is still to be paid, noted there as well."""
    if one.missing_amount:
        return one
    open_amounts = {seller_id: found.paid_amount for seller_id, found in shipping.items()}
    off = reductions.on_shipping(lines, one.coupon, open_amounts)
    promotion = one.promotion_amount
    for seller_id, amount in off.items():
        promoted = reductions.promotion_of(one.coupon, amount)
        shipping[seller_id].discount_amount += amount
        shipping[seller_id].promotion_amount += promoted
        promotion += promoted
    return msgspec.structs.replace(one, shipping=off, promotion_amount=promotion) if off else one


def _group(
    seller_id: int,
    lines: list[Line],
    shipping: _Shipping,
    rates: Mapping[str, int],
    *,
    tax_inclusive: bool,
    told_shipping_rate: int | None,
) -> GroupPrice:
    by_rate: dict[int, list[Line]] = {}
    for line in lines:
        by_rate.setdefault(rate_of(line, rates), []).append(line)
    shipping_rate = told_shipping_rate
    if shipping_rate is None:
        shipping_rate = _largest(
            {rate: sum(line.paid_amount for line in own) for rate, own in by_rate.items()}
        )
    by_rate.setdefault(shipping_rate, [])
    priced: dict[UUID, LinePrice] = {}
    shipping_tax = 0
    for rate, of_rate in by_rate.items():
        taxed_shipping = shipping.paid_amount if rate == shipping_rate else 0
        base = sum(line.paid_amount for line in of_rate) + taxed_shipping
        tax = tax_within(base, rate) if tax_inclusive else basis_points_of(base, rate)
        shares, rest = _shared_with_shipping(tax, of_rate, taxed_shipping)
        shipping_tax += rest
        bases = _commission_bases(of_rate, shares, rate, rates, tax_inclusive)
        for line in of_rate:
            priced[line.item_id] = _line(line, shares[line.item_id], rate, tax_inclusive, bases[line.item_id])
    items_amount = sum(line.items_amount for line in priced.values())
    discount_amount = sum(line.discount_amount for line in priced.values()) + shipping.discount_amount
    tax_amount = sum(line.tax_amount for line in priced.values()) + shipping_tax
    return GroupPrice(
        seller_id=seller_id,
        lines=[priced[line.item_id] for line in lines],
        items_amount=items_amount,
        discount_amount=discount_amount,
        promotion_amount=sum(line.promotion_amount for line in priced.values()) + shipping.promotion_amount,
        shipping_amount=shipping.amount,
        shipping_discount_amount=shipping.discount_amount,
        shipping_promotion_amount=shipping.promotion_amount,
        shipping_tax_amount=shipping_tax,
        shipping_tax_rate_bps=shipping_rate,
        shipping_relief_bps=shipping.relief_bps,
        goods_amount=shipping.goods_amount,
        free_shipping_missing_amount=shipping.missing_amount,
        tax_amount=tax_amount,
        total_amount=items_amount + shipping.amount - discount_amount + (0 if tax_inclusive else tax_amount),
    )


def _line(line: Line, tax: int, rate: int, tax_inclusive: bool, commission_base_amount: int) -> LinePrice:
    net = line.paid_amount - tax if tax_inclusive else line.paid_amount
    return LinePrice(
        item_id=line.item_id,
        unit_amount=line.unit_amount,
        items_amount=line.items_amount,
        discount_amount=line.discount_amount,
        promotion_amount=line.promotion_amount,
        net_amount=net,
        tax_amount=tax,
        gross_amount=net + tax,
        tax_rate_bps=rate,
        commission_base_amount=commission_base_amount,
    )


def _shared_with_shipping(tax: int, lines: list[Line], shipping_amount: int) -> tuple[dict[UUID, int], int]:
    """The tax of one rate on each line, and on shipping."""
    variants = by_variant(lines)
    weights = {line.item_id: line.paid_amount for line in lines}
    *parts, rest = split_amount(
        tax, [*(sum(line.paid_amount for line in own) for own in variants.values()), shipping_amount]
    )
    shares: dict[UUID, int] = {}
    for own, part in zip(variants.values(), parts, strict=True):
        shares |= shared_within(part, own, weights)
    return shares, rest


def _commission_bases(
    lines: list[Line], tax: Mapping[UUID, int], rate: int, rates: Mapping[str, int], tax_inclusive: bool
) -> dict[UUID, int]:
    """Each line's net price as if only the seller's own discount had been taken off; all are of one tax rate."""
    before = {line.item_id: line.paid_amount + line.promotion_amount for line in lines}
    if not tax_inclusive:
        return before
    if any(line.promotion_amount for line in lines):
        tax = shared(tax_within(sum(before.values()), rate), lines, before, rates)
    return {item_id: amount - tax[item_id] for item_id, amount in before.items()}
