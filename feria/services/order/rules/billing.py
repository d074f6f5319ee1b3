"""What stands in a commission invoice: the commission of a month by tax rate, less what refunds gave back."""

from collections.abc import Iterable, Mapping

import msgspec

from feria.core import money
from feria.services.order.rules.documents import Entry, Taxing


class Share(msgspec.Struct, frozen=True):
    """Commission and its tax at one rate, of one payment or refund."""

    tax_rate_bps: int
    amount: int
    tax_amount: int
    is_refund: bool


def shares_by_rate(
    amount: int, tax_amount: int, weights: Mapping[int, int], *, is_refund: bool
) -> list[Share]:
    """What was taken or given back at once, by tax rate; `weights` is the commission of the order's lines by rate.

    The tax is shared by what each rate makes of its part, so that a rate of zero bears none.
    """
    rates = sorted(weights)
    amounts = money.split_amount(amount, [weights[rate] for rate in rates])
    burdens = [abs(part) * rate for part, rate in zip(amounts, rates, strict=True)]
    taxes = money.split_amount(tax_amount, burdens)
    found = zip(rates, amounts, taxes, strict=True)
    return [Share(rate, part, tax, is_refund) for rate, part, tax in found if part or tax]


def commission_lines(shares: Iterable[Share], taxing: Taxing) -> list[Entry]:
    """A line for each tax rate: what was taken on how many orders, less what refunds gave back."""
    by_rate: dict[int, list[Share]] = {}
    for share in shares:
        by_rate.setdefault(share.tax_rate_bps, []).append(share)
    lines = []
    for rate in sorted(by_rate, reverse=True):
        own = by_rate[rate]
        back = sum(1 for share in own if share.is_refund)
        net, tax = sum(share.amount for share in own), sum(share.tax_amount for share in own)
        if not (net or tax):
            continue
        taken = f"{len(own) - back} orders" if len(own) - back != 1 else "1 order"
        given = f", less {back} refunds" if back > 1 else ", less 1 refund" if back else ""
        lines.append(
            Entry(
                title="Commission",
                detail=f"On {taken}{given}",
                quantity=-1 if net < 0 else 1,
                unit_amount=abs(net),
                listed_amount=net,
                net_amount=net,
                tax_amount=tax,
                gross_amount=net + tax,
                tax_rate_bps=rate,
                tax_category=taxing.category(rate),
            )
        )
    return lines
