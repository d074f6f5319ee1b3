"""The price calculation as one pure function, the tax rate of a destination, and the limits of a cart.

Sources: the marketplace's domain rules (rounding, shares) and, for tax within a price, Directive 2006/112/EC art. 78.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from feria.core.money import basis_points_of, split_amount, tax_within

LINES_MAX = 100
QUANTITY_MAX = 999
STANDARD = "standard"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is bought: pieces of a variant at a unit price as listed, less a discount on the line as a whole."""

    item_id: UUID
    seller_id: int
    variant_id: UUID
    quantity: int
    unit_amount: int
    tax_category: str = STANDARD
    discount_amount: int = 0


class LinePrice(msgspec.Struct, frozen=True, kw_only=True):
    """A priced line. `items_amount` is unit price × quantity as listed; gross = net + tax is after the discount."""

    item_id: UUID
    items_amount: int
    discount_amount: int
    net_amount: int
    tax_amount: int
    gross_amount: int
    tax_rate_bps: int


class GroupPrice(msgspec.Struct, frozen=True, kw_only=True):
    """One seller's part. `tax_amount` is of lines and shipping; `lines` are in the order in which they were given."""

    seller_id: int
    lines: list[LinePrice]
    items_amount: int
    discount_amount: int
    shipping_amount: int
    shipping_tax_amount: int
    shipping_tax_rate_bps: int
    tax_amount: int
    total_amount: int


class CartPrice(msgspec.Struct, frozen=True, kw_only=True):
    """The whole: the sums of its groups, which are sorted by seller."""

    groups: list[GroupPrice]
    items_amount: int
    discount_amount: int
    shipping_amount: int
    tax_amount: int
    total_amount: int


class TaxRate(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the dated table; `region` is empty for a whole country."""

    country: str
    region: str
    tax_category: str
    valid_from: date
    rate_bps: int


def price(
    lines: Sequence[Line],
    shipping: Mapping[int, int],
    rates: Mapping[str, int],
    *,
    tax_inclusive: bool,
) -> CartPrice:
    """Price a cart; amounts are minor units of one currency, whatever number of decimals it has.

    `shipping` is the amount to be paid to each seller for its one parcel service (a seller without an entry: 0), as
    listed, so with tax in an inclusive market and without it in an exclusive one. `rates` maps a tax category to
    basis points at the destination; a category that is not in it takes `standard`, and 0 without that.

    Tax is rounded half up once per seller and rate, over all its lines of that rate together, and never per line. Each
    such sum is shared by largest remainder over its variants (ties: the lower variant id) and shipping (last), and a
    variant's part in the same way over its lines. So splitting a line or giving lines in another order changes no
    total and no other line. Shipping bears the rate that carries most of the seller's goods by amount (ties: the
    higher rate), as an ancillary supply does.

    Inclusive: the total is items + shipping − discount, and tax is what it contains. Exclusive: tax comes on top.
    """
    by_seller: dict[int, list[Line]] = {}
    for line in lines:
        if not 0 <= line.discount_amount <= line.unit_amount * line.quantity:
            raise ValueError(f"a discount of {line.discount_amount} does not fit its line")
        by_seller.setdefault(line.seller_id, []).append(line)
    groups = [
        _group(seller_id, by_seller[seller_id], shipping.get(seller_id, 0), rates, tax_inclusive)
        for seller_id in sorted(by_seller)
    ]
    return CartPrice(
        groups=groups,
        items_amount=sum(group.items_amount for group in groups),
        discount_amount=sum(group.discount_amount for group in groups),
        shipping_amount=sum(group.shipping_amount for group in groups),
        tax_amount=sum(group.tax_amount for group in groups),
        total_amount=sum(group.total_amount for group in groups),
    )


def _paid(line: Line) -> int:
    return line.unit_amount * line.quantity - line.discount_amount


def _group(
    seller_id: int, lines: list[Line], shipping_amount: int, rates: Mapping[str, int], tax_inclusive: bool
) -> GroupPrice:
    by_rate: dict[int, list[Line]] = {}
    for line in lines:
        rate = rates.get(line.tax_category, rates.get(STANDARD, 0))
        by_rate.setdefault(rate, []).append(line)
    shipping_rate = max(by_rate, key=lambda rate: (sum(map(_paid, by_rate[rate])), rate))
    priced: dict[UUID, LinePrice] = {}
    shipping_tax = 0
    for rate, of_rate in by_rate.items():
        taxed_shipping = shipping_amount if rate == shipping_rate else 0
        base = sum(map(_paid, of_rate)) + taxed_shipping
        tax = tax_within(base, rate) if tax_inclusive else basis_points_of(base, rate)
        shares, rest = _shared(tax, of_rate, taxed_shipping)
        shipping_tax += rest
        for line in of_rate:
            priced[line.item_id] = _line(line, shares[line.item_id], rate, tax_inclusive)
    items_amount = sum(line.items_amount for line in priced.values())
    discount_amount = sum(line.discount_amount for line in priced.values())
    tax_amount = sum(line.tax_amount for line in priced.values()) + shipping_tax
    return GroupPrice(
        seller_id=seller_id,
        lines=[priced[line.item_id] for line in lines],
        items_amount=items_amount,
        discount_amount=discount_amount,
        shipping_amount=shipping_amount,
        shipping_tax_amount=shipping_tax,
        shipping_tax_rate_bps=shipping_rate,
        tax_amount=tax_amount,
        total_amount=items_amount + shipping_amount - discount_amount + (0 if tax_inclusive else tax_amount),
    )


def _line(line: Line, tax: int, rate: int, tax_inclusive: bool) -> LinePrice:
    paid = _paid(line)
    net = paid - tax if tax_inclusive else paid
    return LinePrice(
        item_id=line.item_id,
        items_amount=line.unit_amount * line.quantity,
        discount_amount=line.discount_amount,
        net_amount=net,
        tax_amount=tax,
        gross_amount=net + tax,
        tax_rate_bps=rate,
    )


def _shared(tax: int, lines: list[Line], shipping_amount: int) -> tuple[dict[UUID, int], int]:
    """The tax of one rate on each line, and on shipping."""
    by_variant: dict[UUID, list[Line]] = {}
    for line in lines:
        by_variant.setdefault(line.variant_id, []).append(line)
    variants = sorted(by_variant)
    *parts, rest = split_amount(
        tax, [*(sum(map(_paid, by_variant[variant])) for variant in variants), shipping_amount]
    )
    shares: dict[UUID, int] = {}
    for variant, part in zip(variants, parts, strict=True):
        own = sorted(by_variant[variant], key=lambda line: line.item_id)
        amounts = split_amount(part, [_paid(line) for line in own])
        shares.update(zip((line.item_id for line in own), amounts, strict=True))
    return shares, rest


def rates_at(rows: Iterable[TaxRate], country: str, region: str, on: date) -> dict[str, int]:
    """Basis points by tax category at a destination on a day: the newest row of the region, else of the country."""
    newest: dict[str, tuple[bool, date, int]] = {}
    for row in rows:
        if row.country != country or row.region not in ("", region) or row.valid_from > on:
            continue
        rank = (row.region != "", row.valid_from, row.rate_bps)
        if rank[:2] > newest.get(row.tax_category, (False, date.min, 0))[:2]:
            newest[row.tax_category] = rank
    return {category: rate for category, (_, _, rate) in newest.items()}


def shipping_price(amount: int, free_from_amount: int | None, paid_for_items: int) -> tuple[int, int | None]:
    """What flat shipping costs at this value of goods, and how much more would make it free (None: never, or is)."""
    if free_from_amount is None:
        return amount, None
    if paid_for_items >= free_from_amount:
        return 0, None
    return amount, free_from_amount - paid_for_items


def quantity_max(max_per_order: int | None, available: int | None) -> int:
    """How many pieces of a variant can be bought: limited by line, seller and stock (None: no limit)."""
    return max(0, min([QUANTITY_MAX, *(limit for limit in (max_per_order, available) if limit is not None)]))


def merged_quantity(account: int, guest: int, most: int) -> int:
    """The quantity when two carts hold the same line: the sum within `most`, never less than the account's own or 1."""
    return max(min(account + guest, most), account, 1)
