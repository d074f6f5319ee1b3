"""The price calculation as one pure function: lines, coupons, shipping and tax; each service shows what it says.

Sources: the marketplace's domain rules (rounding, shares) and, for tax within a price, Directive 2006/112/EC art. 78.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from feria.core.money import basis_points_of, split_amount, tax_within
from feria.services.cart.rules import coupons as reductions
from feria.services.cart.rules.coupons import Coupon, Reduction
from feria.services.cart.rules.lines import Line, by_variant, rate_of, shared, shared_within


class Postage(msgspec.Struct, frozen=True, kw_only=True):
    """What a seller's parcel service costs, and from which value of goods on it is free (None: never)."""

    amount: int
    free_from_amount: int | None = None


class LinePrice(msgspec.Struct, frozen=True, kw_only=True):
    """A priced line. `items_amount` is unit price × quantity as listed; gross = net + tax is after the discount.

    `promotion_amount` is the part of the discount that the marketplace pays for; `commission_base_amount` is the net
    price as if only the seller's own part had been taken off.
    """

    item_id: UUID
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

    `shipping_amount` is as listed, `free_shipping_missing_amount` how much more of goods would make it free (None: it
    is, or never is). Discount and promotion are those of the lines and of shipping, `tax_amount` as well.
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
) -> CartPrice:
    """Price a cart; amounts are minor units of one currency, whatever number of decimals it has.

    `postage` is each seller's one parcel service (a seller without an entry: 0), as listed, so with tax in an inclusive
    market and without it in an exclusive one. `rates` maps a tax category to basis points at the destination; a
    category that is not in it takes `standard`, and 0 without that.

    Coupons come off first (`rules/coupons.py`), then the value of goods decides on free shipping. Tax is rounded half
    up once per seller and rate, over all its lines of that rate together, and never per line. Each such sum is shared
    by largest remainder over its variants (ties: the lower variant id) and shipping (last), and a variant's part in the
    same way over its lines. So splitting a line or giving lines in another order changes no total and no other line.
    Shipping bears the rate that carries most of the seller's goods by amount (ties: the higher rate), as an ancillary
    supply does.

    Inclusive: the total is items + shipping − discount, and tax is what it contains. Exclusive: tax comes on top.
    """
    for line in lines:
        if not 0 <= line.promotion_amount <= line.discount_amount <= line.items_amount:
            raise ValueError(f"a discount of {line.discount_amount} does not fit its line")
    reduced, taken = reductions.on_lines(lines, coupons, rates, tax_inclusive=tax_inclusive)
    by_seller: dict[int, list[Line]] = {}
    for line in reduced:
        by_seller.setdefault(line.seller_id, []).append(line)
    shipping = {seller_id: _shipping(postage.get(seller_id), own) for seller_id, own in by_seller.items()}
    taken = [_off_shipping(one, reduced, shipping) for one in taken]
    groups = [
        _group(seller_id, by_seller[seller_id], shipping[seller_id], rates, tax_inclusive)
        for seller_id in sorted(by_seller)
    ]
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


def shipping_price(postage: Postage, paid_for_items: int) -> tuple[int, int | None]:
    """What shipping costs at this value of goods, and how much more would make it free (None: never, or is)."""
    if postage.free_from_amount is None:
        return postage.amount, None
    if paid_for_items >= postage.free_from_amount:
        return 0, None
    return postage.amount, postage.free_from_amount - paid_for_items


def _shipping(postage: Postage | None, lines: Iterable[Line]) -> _Shipping:
    if postage is None:
        return _Shipping(amount=0, missing_amount=None)
    amount, missing = shipping_price(postage, sum(line.paid_amount for line in lines))
    return _Shipping(amount=amount, missing_amount=missing)


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
    seller_id: int, lines: list[Line], shipping: _Shipping, rates: Mapping[str, int], tax_inclusive: bool
) -> GroupPrice:
    by_rate: dict[int, list[Line]] = {}
    for line in lines:
        by_rate.setdefault(rate_of(line, rates), []).append(line)
    shipping_rate = max(by_rate, key=lambda rate: (sum(line.paid_amount for line in by_rate[rate]), rate))
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
        free_shipping_missing_amount=shipping.missing_amount,
        tax_amount=tax_amount,
        total_amount=items_amount + shipping.amount - discount_amount + (0 if tax_inclusive else tax_amount),
    )


def _line(line: Line, tax: int, rate: int, tax_inclusive: bool, commission_base_amount: int) -> LinePrice:
    net = line.paid_amount - tax if tax_inclusive else line.paid_amount
    return LinePrice(
        item_id=line.item_id,
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
