"""An independent model of the price calculation in exact fractions; each rule is written from docs, not from code."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from feria.services.cart.rules.coupons import MARKETPLACE, Coupon
from feria.services.cart.rules.lines import Line
from feria.services.user.contract import Postage


def half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


def parts(amount: int, weights: Sequence[int]) -> list[int]:
    """Largest remainder; equal remainders go to the earlier."""
    total = sum(weights)
    exact = [
        Fraction(amount * weight, total) if total else Fraction(amount, len(weights)) for weight in weights
    ]
    found = [math.floor(one) for one in exact]
    for place in sorted(range(len(weights)), key=lambda one: (found[one] - exact[one], one)):
        if sum(found) < amount:
            found[place] += 1
    return found


class Model:
    """A cart of variants: what of each is still to be paid, and what the marketplace pays of it."""

    def __init__(
        self, lines: Sequence[Line], rates: Mapping[str, int], *, inclusive: bool, untaxed: Collection[int]
    ) -> None:
        self.inclusive = inclusive
        self.of = {line.variant_id: line for line in lines}
        listed_rate = {
            key: Fraction(rates.get(line.tax_category, rates.get("standard", 0)), 10_000)
            for key, line in self.of.items()
        }
        self.rate = {
            key: Fraction(0) if self.of[key].seller_id in untaxed else rate
            for key, rate in listed_rate.items()
        }
        self.contained = {
            key: rate if inclusive and self.of[key].seller_id in untaxed else Fraction(0)
            for key, rate in listed_rate.items()
        }
        self.unit = {
            key: self.without(line.unit_amount, self.contained[key]) for key, line in self.of.items()
        }
        self.pieces: defaultdict[UUID, int] = defaultdict(int)
        for line in lines:
            self.pieces[line.variant_id] += line.quantity
        self.listed = {key: self.of[key].unit_amount * count for key, count in self.pieces.items()}
        self.whole = {key: self.unit[key] * count for key, count in self.pieces.items()}
        self.left = dict(self.whole)
        self.promoted = dict.fromkeys(self.listed, 0)
        self.order = sorted(self.listed, key=lambda key: (self.rate[key], key))

    @staticmethod
    def without(amount: int, rate: Fraction) -> int:
        return amount - half_up(amount * rate / (1 + rate))

    def goods(self, keys: Sequence[UUID]) -> int:
        """What is paid for goods, at prices as listed."""
        return sum(
            half_up(Fraction(self.left[key] * self.listed[key], self.whole[key]))
            if self.whole[key]
            else self.listed[key]
            for key in keys
        )

    def relief(self, keys: Sequence[UUID]) -> Fraction:
        """The rate in listed shipping prices that a business does not pay: that of most of the goods."""
        by_rate: defaultdict[Fraction, int] = defaultdict(int)
        for key in keys:
            by_rate[self.contained[key]] += self.listed[key]
        return max((amount, rate) for rate, amount in by_rate.items())[1]

    def tax(self, amount: int, rate: Fraction) -> int:
        return half_up(amount * rate / (1 + rate) if self.inclusive else amount * rate)

    def fitting(self, coupon: Coupon) -> list[UUID]:
        found = []
        for key in self.order:
            line = self.of[key]
            owned = coupon.seller_id in (MARKETPLACE, line.seller_id)
            named = not coupon.seller_ids or line.seller_id in coupon.seller_ids
            filed = not coupon.category_ids or bool(coupon.category_ids & set(line.category_ids))
            if owned and named and filed:
                found.append(key)
        return found

    def share(self, amount: int, weights: Mapping[UUID, int]) -> dict[UUID, int]:
        """Over rates first, then over the variants of each."""
        rates = sorted({self.rate[key] for key in weights})
        sums = parts(
            amount, [sum(weights[key] for key in weights if self.rate[key] == rate) for rate in rates]
        )
        found: dict[UUID, int] = {}
        for rate, part in zip(rates, sums, strict=True):
            keys = [key for key in self.order if key in weights and self.rate[key] == rate]
            found |= dict(zip(keys, parts(part, [weights[key] for key in keys]), strict=True))
        return found

    def net(self, keys: Sequence[UUID]) -> int:
        if not self.inclusive:
            return sum(self.left[key] for key in keys)
        by_rate: defaultdict[Fraction, int] = defaultdict(int)
        for key in keys:
            by_rate[self.rate[key]] += self.left[key]
        return sum(amount - self.tax(amount, rate) for rate, amount in by_rate.items())

    def cut(self, coupon: Coupon) -> None:
        keys = self.fitting(coupon)
        if not keys or sum(self.listed[key] for key in keys) < coupon.minimum_amount:
            return
        weights = {key: self.left[key] for key in keys}
        if coupon.kind == "buy_x_get_y":
            free = sum(self.pieces[key] for key in keys) // (coupon.buy_quantity + coupon.get_quantity)
            free *= coupon.get_quantity
            for key in sorted(keys, key=lambda one: (self.unit[one], one)):
                given = min(free, self.pieces[key])
                free -= given
                weights[key] = min(given * self.unit[key], self.left[key])
        sellers = sorted({self.of[key].seller_id for key in keys})
        own = {seller: [key for key in keys if self.of[key].seller_id == seller] for seller in sellers}
        most = [sum(weights[key] for key in own[seller]) for seller in sellers]
        if coupon.kind == "fixed":
            cuts = self.spread(min(coupon.amount, sum(most)), [self.net(own[one]) for one in sellers], most)
        elif coupon.kind == "free_shipping":
            cuts = [0] * len(sellers)
        else:
            cuts = [half_up(Fraction(amount * coupon.percent_bps, 10_000)) for amount in most]
        for seller, amount in zip(sellers, cuts, strict=True):
            taken = self.share(amount, {key: weights[key] for key in own[seller]})
            for key, part in self.share(promotion(coupon, amount), taken).items():
                self.promoted[key] += part
            for key, part in taken.items():
                self.left[key] -= part

    @staticmethod
    def spread(amount: int, weights: Sequence[int], most: Sequence[int]) -> list[int]:
        found = [0] * len(weights)
        places = list(range(len(weights)))
        while places:
            shares = dict(zip(places, parts(amount, [weights[one] for one in places]), strict=True))
            over = [one for one in places if shares[one] >= most[one]]
            for one in over or places:
                found[one] = min(shares[one], most[one]) if not over else most[one]
            if not over:
                break
            amount -= sum(most[one] for one in over)
            places = [one for one in places if one not in over]
        return found


def promotion(coupon: Coupon, amount: int) -> int:
    return amount - half_up(Fraction(amount * coupon.funded_by_seller_bps, 10_000))


def modelled(
    lines: Sequence[Line], postage: Mapping[int, Postage], rates: Mapping[str, int], coupons: Sequence[Coupon], *,
    inclusive: bool, untaxed: Collection[int],
) -> dict[int, tuple[int, int, int, int]]:  # fmt: skip
    """By seller: discount, what of it the marketplace pays, tax, total."""
    model = Model(lines, rates, inclusive=inclusive, untaxed=untaxed)
    ordered = sorted(coupons, key=lambda one: (one.seller_id == MARKETPLACE, one.seller_id, one.id))
    for coupon in ordered:
        model.cut(coupon)
    found = {}
    for seller in sorted({line.seller_id for line in lines}):
        keys = [key for key in model.order if model.of[key].seller_id == seller]
        goods = sum(model.left[key] for key in keys)
        service = postage[seller]
        free = service.free_from_amount is not None and model.goods(keys) >= service.free_from_amount
        listed = to_pay = 0 if free else model.without(service.amount, model.relief(keys))
        promoted = sum(model.promoted[key] for key in keys)
        for coupon in ordered:
            fitting = model.fitting(coupon)
            reached = sum(model.listed[key] for key in fitting) >= coupon.minimum_amount
            if coupon.kind == "free_shipping" and reached and set(fitting) & set(keys):
                promoted += promotion(coupon, to_pay)
                to_pay = 0
        by_rate: defaultdict[Fraction, int] = defaultdict(int)
        for key in keys:
            by_rate[model.rate[key]] += model.left[key]
        largest = max(by_rate.values())
        by_rate[max(rate for rate, amount in by_rate.items() if amount == largest)] += to_pay
        tax = sum(model.tax(amount, rate) for rate, amount in by_rate.items())
        discount = sum(model.whole[key] - model.left[key] for key in keys) + listed - to_pay
        found[seller] = (discount, promoted, tax, goods + to_pay + (0 if inclusive else tax))
    return found
