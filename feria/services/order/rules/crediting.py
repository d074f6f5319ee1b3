"""What goes back of an invoice, as documents say it: by units where they are known, else by rate, never below zero."""

from collections.abc import Mapping, Sequence

import msgspec

from feria.core import money
from feria.services.order.rules.documents import Entry, Snapshot, TaxCategory, tax_sums


def refunded_before(entries: Sequence[Entry], amount: int, *, tax_inclusive: bool) -> list[Entry]:
    """Lines below zero over what went back without a unit (a gesture, a case) before there was an invoice, by rate."""
    left = {
        (one.tax_rate_bps, one.tax_category): (one.net_amount + one.tax_amount, one.tax_amount)
        for one in tax_sums(entries)
    }
    taken = _spread(left, amount)
    return [
        turned(_plain("Refunded before", gross, tax, key, tax_inclusive=tax_inclusive))
        for key, (gross, tax) in taken.items()
        if gross
    ]


def turned(line: Entry) -> Entry:
    """The line with all signs turned."""
    return msgspec.structs.replace(
        line,
        quantity=-line.quantity,
        listed_amount=-line.listed_amount,
        discount_amount=-line.discount_amount,
        net_amount=-line.net_amount,
        tax_amount=-line.tax_amount,
        gross_amount=-line.gross_amount,
    )


def credited(
    invoice: Snapshot, earlier: Sequence[Snapshot], amount: int, wanted: Sequence[Entry]
) -> tuple[list[Entry], list[Entry]]:
    """Lines and shipping of a credit note over `amount` of an invoice, of which `earlier` ones took their part.

    All of an invoice at once is the invoice again. Else `wanted` are the units that the refund is for: they stand as
    they are if they fit, and what is more than they (shipping, a gesture) is spread over the rates by what is left of
    each. The last credit note takes the rest of every rate, so that in the end each is credited to nothing.
    """
    left = _left(invoice, earlier)
    last = amount == sum(gross for gross, _ in left.values())
    if last and not earlier:
        return invoice.lines, invoice.shipping
    lines = list(wanted) if sum(one.gross_amount for one in wanted) <= amount and _fits(wanted, left) else []
    for one in lines:
        key = (one.tax_rate_bps, one.tax_category)
        left[key] = (left[key][0] - one.gross_amount, left[key][1] - one.tax_amount)
    rest = _spread(left, amount - sum(one.gross_amount for one in lines))
    lines += [
        _plain("Refund", gross, tax, key, tax_inclusive=invoice.tax_inclusive)
        for key, (gross, tax) in rest.items()
        if gross
    ]
    return lines, []


_Rate = tuple[int, TaxCategory]


def _spread(left: Mapping[_Rate, tuple[int, int]], amount: int) -> dict[_Rate, tuple[int, int]]:
    """An amount over the rates by what is left of each: gross and tax."""
    keys = sorted(left, key=lambda key: (-key[0], key[1]))
    shares = money.split_amount(amount, [left[key][0] for key in keys])
    return {key: (gross, _tax_of(gross, key[0], left[key])) for key, gross in zip(keys, shares, strict=True)}


def _tax_of(gross: int, rate_bps: int, left: tuple[int, int]) -> int:
    """The tax within a part of what is left of a rate, so that neither the part's net nor the rest's is below zero."""
    least = left[1] - (left[0] - gross)
    return min(max(money.tax_within(gross, rate_bps), least), left[1], gross)


def _left(invoice: Snapshot, earlier: Sequence[Snapshot]) -> dict[tuple[int, TaxCategory], tuple[int, int]]:
    """Gross and tax by rate that no credit note has taken yet."""
    left = {
        (one.tax_rate_bps, one.tax_category): (one.net_amount + one.tax_amount, one.tax_amount)
        for one in invoice.taxes
    }
    for note in earlier:
        for one in note.taxes:
            gross, tax = left[one.tax_rate_bps, one.tax_category]
            left[one.tax_rate_bps, one.tax_category] = (
                gross - one.net_amount - one.tax_amount,
                tax - one.tax_amount,
            )
    return left


def _fits(wanted: Sequence[Entry], left: Mapping[tuple[int, TaxCategory], tuple[int, int]]) -> bool:
    """Whether each rate has as much left as these units need of it."""
    return all(
        (one.tax_rate_bps, one.tax_category) in left
        and one.tax_amount <= left[one.tax_rate_bps, one.tax_category][1]
        and one.net_amount <= _net(left[one.tax_rate_bps, one.tax_category])
        for one in tax_sums(wanted)
    )


def _net(left: tuple[int, int]) -> int:
    gross, tax = left
    return gross - tax


def _plain(title: str, gross: int, tax: int, key: tuple[int, TaxCategory], *, tax_inclusive: bool) -> Entry:
    listed = gross if tax_inclusive else gross - tax
    return Entry(
        title=title,
        unit_amount=listed,
        listed_amount=listed,
        net_amount=gross - tax,
        tax_amount=tax,
        gross_amount=gross,
        tax_rate_bps=key[0],
        tax_category=key[1],
    )
