"""What coupons take off a cart, and who pays for it: pure functions over lines and shipping.

Sellers' coupons come first, the marketplace's then on what is left. Each discount is rounded half up once per seller,
never per line, and comes off before tax.
"""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from feria.core.money import basis_points_of, split_amount, tax_within
from feria.services.cart.rules import lines as rules
from feria.services.cart.rules.lines import Line

MARKETPLACE = 0
ALL_BPS = 10_000
Kind = Literal["percent", "fixed", "free_shipping", "buy_x_get_y"]


class Coupon(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon as the calculation needs it; amounts are minor units of the cart's currency.

    `seller_id` owns it, 0 is the marketplace; a seller's touches that seller's lines only. Empty scopes hold
    everything. `percent_bps` is the reduction of `percent` and, of the pieces that are given, of `buy_x_get_y`.
    `funded_by_seller_bps` of the discount is the sellers' own loss, the marketplace pays the rest.
    """

    id: UUID
    seller_id: int
    code: str
    kind: Kind
    percent_bps: int = 0
    amount: int = 0
    minimum_amount: int = 0
    buy_quantity: int = 0
    get_quantity: int = 0
    seller_ids: frozenset[int] = frozenset()
    category_ids: frozenset[UUID] = frozenset()
    product_ids: frozenset[UUID] = frozenset()
    funded_by_seller_bps: int = ALL_BPS

    def fits(self, line: Line) -> bool:
        """Whether it is for this line."""
        return (
            self.seller_id in (MARKETPLACE, line.seller_id)
            and (not self.seller_ids or line.seller_id in self.seller_ids)
            and (not self.product_ids or line.product_id in self.product_ids)
            and (not self.category_ids or not self.category_ids.isdisjoint(line.category_ids))
        )


class Reduction(msgspec.Struct, frozen=True, kw_only=True):
    """What one coupon takes off: by line, and of shipping by seller. `missing_amount` is short of its minimum.

    The marketplace pays `promotion_amount` of it all.
    """

    coupon: Coupon
    lines: dict[UUID, int] = {}
    shipping: dict[int, int] = {}
    promotion_amount: int = 0
    missing_amount: int = 0

    @property
    def amount(self) -> int:
        """All of it."""
        return sum(self.lines.values()) + sum(self.shipping.values())


def in_order(coupons: Sequence[Coupon]) -> list[Coupon]:
    """Coupons in the order in which they are taken off, whatever order they were entered in."""
    return sorted(coupons, key=lambda one: (one.seller_id == MARKETPLACE, one.seller_id, one.id))


def on_lines(
    lines: Sequence[Line], coupons: Sequence[Coupon], rates: Mapping[str, int], *, tax_inclusive: bool
) -> tuple[list[Line], list[Reduction]]:
    """The lines with what these coupons take off them, and what each takes; shipping is another matter.

    `percent` is of what is to be paid for the lines that fit. `fixed` is no more than that, and over several sellers it
    is spread by the net value of their lines. `buy_x_get_y` reduces the cheapest y of every x + y pieces.
    """
    left = list(lines)
    reductions = []
    for coupon in in_order(coupons):
        fitting = [line for line in left if coupon.fits(line)]
        missing = coupon.minimum_amount - sum(line.listed_amount for line in fitting)
        if not fitting or missing > 0:
            reductions.append(Reduction(coupon=coupon, missing_amount=max(0, missing) if fitting else 0))
            continue
        by_line: dict[UUID, int] = {}
        promoted: dict[UUID, int] = {}
        for own, taken, weights in _by_seller(coupon, fitting, rates, tax_inclusive):
            reduced = rules.shared(taken, own, weights, rates)
            by_line |= reduced
            if (promotion := promotion_of(coupon, taken)) == taken:
                promoted |= reduced
            elif promotion:
                promoted |= rules.shared(promotion, own, reduced, rates)
        left = [
            msgspec.structs.replace(
                line,
                discount_amount=line.discount_amount + by_line.get(line.item_id, 0),
                promotion_amount=line.promotion_amount + promoted.get(line.item_id, 0),
            )
            for line in left
        ]
        reductions.append(
            Reduction(
                coupon=coupon,
                lines={item_id: cut for item_id, cut in by_line.items() if cut},
                promotion_amount=sum(promoted.values()),
            )
        )
    return left, reductions


def on_shipping(lines: Sequence[Line], coupon: Coupon, shipping: Mapping[int, int]) -> dict[int, int]:
    """What a coupon whose minimum is reached takes off the shipping, by seller: all of it where a line fits."""
    if coupon.kind != "free_shipping":
        return {}
    sellers = {line.seller_id for line in lines if coupon.fits(line)}
    return {seller_id: shipping[seller_id] for seller_id in sorted(sellers) if shipping.get(seller_id)}


def promotion_of(coupon: Coupon, amount: int) -> int:
    """The part of a discount that the marketplace pays for; the sellers' is rounded half up."""
    return amount - basis_points_of(amount, coupon.funded_by_seller_bps)


def _by_seller(
    coupon: Coupon, fitting: list[Line], rates: Mapping[str, int], tax_inclusive: bool
) -> list[tuple[list[Line], int, dict[UUID, int]]]:
    """For each seller its lines that fit, what is taken off them together, and what of each it can be taken from."""
    bases = _given(coupon, fitting) if coupon.kind == "buy_x_get_y" else None
    of_sellers: dict[int, list[Line]] = {}
    for line in fitting:
        of_sellers.setdefault(line.seller_id, []).append(line)
    groups = [of_sellers[seller_id] for seller_id in sorted(of_sellers)]
    weights = [
        {line.item_id: line.paid_amount if bases is None else bases[line.item_id] for line in own}
        for own in groups
    ]
    whole = [sum(own.values()) for own in weights]
    if coupon.kind == "fixed":
        net = [_net(own, rates, tax_inclusive) for own in groups]
        taken = _spread(min(coupon.amount, sum(whole)), net, whole)
    elif coupon.kind == "free_shipping":
        taken = [0] * len(groups)
    else:
        taken = [basis_points_of(amount, coupon.percent_bps) for amount in whole]
    return list(zip(groups, taken, weights, strict=True))


def _given(coupon: Coupon, lines: Sequence[Line]) -> dict[UUID, int]:
    """What of each line is given for what is bought: the cheapest pieces as listed, and no more than is to be paid."""
    variants = rules.by_variant(lines)
    cheapest = sorted((own[0].unit_amount, id, own) for id, own in variants.items())
    pieces = sum(line.quantity for line in lines)
    left = pieces // (coupon.buy_quantity + coupon.get_quantity) * coupon.get_quantity
    given: dict[UUID, int] = {}
    for unit_amount, _, own in cheapest:
        taken = min(left, sum(line.quantity for line in own))
        left -= taken
        paid = {line.item_id: line.paid_amount for line in own}
        given |= rules.shared_within(min(unit_amount * taken, sum(paid.values())), own, paid)
    return given


def _net(lines: Sequence[Line], rates: Mapping[str, int], tax_inclusive: bool) -> int:
    """What the lines are worth without tax, which is rounded once per rate."""
    by_rate: dict[int, int] = {}
    for line in lines:
        rate = rules.rate_of(line, rates)
        by_rate[rate] = by_rate.get(rate, 0) + line.paid_amount
    return sum(
        amount - (tax_within(amount, rate) if tax_inclusive else 0) for rate, amount in by_rate.items()
    )


def _spread(amount: int, weights: Sequence[int], most: Sequence[int]) -> list[int]:
    """An amount by weight, on none more than its most; what does not fit goes to the others by their weights."""
    parts = [0] * len(weights)
    open_places = list(range(len(weights)))
    while open_places and amount:
        shares = split_amount(amount, [weights[place] for place in open_places])
        full = [place for place, share in zip(open_places, shares, strict=True) if share >= most[place]]
        if not full:
            for place, share in zip(open_places, shares, strict=True):
                parts[place] = share
            break
        for place in full:
            parts[place] = most[place]
            amount -= most[place]
        open_places = [place for place in open_places if place not in full]
    return parts
