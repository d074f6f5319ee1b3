"""Commission of the marketplace on order lines by the operator's ordered list of rules."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from feria.core import money


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule; a match field that is None matches everything. `currency` is that of the fixed amount per item."""

    id: UUID
    version: int
    name: str
    is_default: bool
    seller_id: int | None
    category_id: UUID | None
    product_id: UUID | None
    rate_bps: int
    fixed_amount: int
    currency: str | None
    tax_rate_bps: int

    def matches(self, line: "CommissionLine", currency: str) -> bool:
        """Whether the rule is for this line; a fixed amount is only for lines of its own currency."""
        return (
            self.seller_id in (None, line.seller_id)
            and self.product_id in (None, line.product_id)
            and (self.category_id is None or self.category_id in line.category_ids)
            and self.currency in (None, currency)
        )


class CommissionLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a commission is taken on: `base_amount` is the line's net price after the seller's own discounts."""

    seller_id: int
    product_id: UUID
    category_ids: Sequence[UUID]
    base_amount: int
    quantity: int
    variant_id: UUID = UUID(int=0)


class LineCommission(msgspec.Struct, frozen=True, kw_only=True):
    """The commission of one line, to be frozen on it: rule, version, base, rate, amount, and the tax on the amount."""

    rule_id: UUID
    rule_version: int
    base_amount: int
    rate_bps: int
    fixed_amount: int
    amount: int
    tax_amount: int


def rule_for(rules: Sequence[Rule], line: CommissionLine, currency: str) -> Rule:
    """The first rule that matches, else the default."""
    for rule in rules:
        if not rule.is_default and rule.matches(line, currency):
            return rule
    return next(rule for rule in rules if rule.is_default)


def commissions(
    rules: Sequence[Rule], lines: Sequence[CommissionLine], currency: str
) -> list[LineCommission]:
    """One commission per line, in the lines' order.

    Rounded half up once per seller and rate and shared by largest remainder, so that splitting or reordering lines
    changes no total. The fixed amount per item never takes more than the line's base.
    """
    chosen = [rule_for(rules, line, currency) for line in lines]
    groups: dict[tuple[int, int, int], list[int]] = {}
    for place, (line, rule) in enumerate(zip(lines, chosen, strict=True)):
        groups.setdefault((line.seller_id, rule.rate_bps, rule.tax_rate_bps), []).append(place)
    amounts, taxes = [0] * len(lines), [0] * len(lines)
    for (_, rate, tax_rate), places in groups.items():
        places.sort(
            key=lambda place: (lines[place].product_id, lines[place].variant_id, lines[place].base_amount)
        )
        bases = [lines[place].base_amount for place in places]
        percents = money.split_amount(money.basis_points_of(sum(bases), rate), bases)
        for place, percent, base in zip(places, percents, bases, strict=True):
            fixed = chosen[place].fixed_amount if chosen[place].currency == currency else 0
            amounts[place] = min(base, percent + fixed * lines[place].quantity)
        shares = [amounts[place] for place in places]
        tax_parts = money.split_amount(money.basis_points_of(sum(shares), tax_rate), shares)
        for place, tax in zip(places, tax_parts, strict=True):
            taxes[place] = tax
    return [
        LineCommission(
            rule_id=rule.id,
            rule_version=rule.version,
            base_amount=line.base_amount,
            rate_bps=rule.rate_bps,
            fixed_amount=rule.fixed_amount if rule.currency == currency else 0,
            amount=amounts[place],
            tax_amount=taxes[place],
        )
        for place, (line, rule) in enumerate(zip(lines, chosen, strict=True))
    ]
