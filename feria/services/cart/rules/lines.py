"""A line of a cart as the calculation sees it, and how an amount is shared out over lines."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from feria.core.money import split_amount

STANDARD = "standard"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is bought: pieces of a variant at a unit price as listed, less a discount on the line as a whole.

    `promotion_amount` is the part of the discount that the marketplace pays for. `category_ids` are the product's
    category and all above it. An `untaxed` line bears no tax, whatever its category; `listed_unit_amount` then is the
    unit price as listed, by which conditions are judged, where `unit_amount` is that price without its tax.
    `told_rate_bps` is what an online service told for it, and goes before the rate of its category.
    """

    item_id: UUID
    seller_id: int
    variant_id: UUID
    quantity: int
    unit_amount: int
    tax_category: str = STANDARD
    discount_amount: int = 0
    promotion_amount: int = 0
    product_id: UUID | None = None
    category_ids: Sequence[UUID] = ()
    untaxed: bool = False
    listed_unit_amount: int | None = None
    told_rate_bps: int | None = None

    @property
    def items_amount(self) -> int:
        """Before the discount."""
        return self.unit_amount * self.quantity

    @property
    def listed_amount(self) -> int:
        """As listed, by which minimums and thresholds are judged."""
        listed = self.unit_amount if self.listed_unit_amount is None else self.listed_unit_amount
        return listed * self.quantity

    @property
    def paid_amount(self) -> int:
        """After the discount."""
        return self.items_amount - self.discount_amount


def rate_of(line: Line, rates: Mapping[str, int]) -> int:
    """The line's tax rate in basis points: a category without one has `standard`, and 0 without that."""
    return 0 if line.untaxed else listed_rate_of(line, rates)


def listed_rate_of(line: Line, rates: Mapping[str, int]) -> int:
    """The line's rate, also where the buyer accounts for the tax."""
    if line.told_rate_bps is not None:
        return line.told_rate_bps
    return rates.get(line.tax_category, rates.get(STANDARD, 0))


def by_variant(lines: Iterable[Line]) -> dict[UUID, list[Line]]:
    """Lines by what they are pieces of, variants and lines in an order that does not depend on the given one."""
    found: dict[UUID, list[Line]] = {}
    for line in sorted(lines, key=lambda one: (one.variant_id, one.item_id)):
        found.setdefault(line.variant_id, []).append(line)
    return found


def shared(
    amount: int, lines: Iterable[Line], weights: Mapping[UUID, int], rates: Mapping[str, int]
) -> dict[UUID, int]:
    """An amount on lines by largest remainder: over the rates by weight, then over variants, then over their lines.

    `weights` are by line, and so is the answer. Ties go to the lower rate, the lower variant and the lower line, so
    that neither the order of lines nor their splitting changes what a variant bears.
    """
    variants = by_variant(lines)
    of_variant = {id: sum(weights[line.item_id] for line in own) for id, own in variants.items()}
    by_rate: dict[int, list[UUID]] = {}
    for variant_id, own in variants.items():
        by_rate.setdefault(rate_of(own[0], rates), []).append(variant_id)
    tax_rates = sorted(by_rate)
    of_rates = split_amount(amount, [sum(of_variant[id] for id in by_rate[rate]) for rate in tax_rates])
    shares: dict[UUID, int] = {}
    for rate, of_rate in zip(tax_rates, of_rates, strict=True):
        parts = split_amount(of_rate, [of_variant[id] for id in by_rate[rate]])
        for variant_id, part in zip(by_rate[rate], parts, strict=True):
            shares |= shared_within(part, variants[variant_id], weights)
    return shares


def shared_within(amount: int, lines: Sequence[Line], weights: Mapping[UUID, int]) -> dict[UUID, int]:
    """An amount on the lines of one variant by their weights; ties go to the earlier line."""
    parts = split_amount(amount, [weights[line.item_id] for line in lines])
    return {line.item_id: part for line, part in zip(lines, parts, strict=True)}
