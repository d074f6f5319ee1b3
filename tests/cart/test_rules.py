"""The price calculation against an independent model in exact decimals of the major unit, and its invariances."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.core import ids, money
from feria.services.cart.rules import limits, pricing, tax
from feria.services.cart.rules.lines import Line
from feria.services.cart.rules.pricing import CartPrice
from feria.services.cart.rules.tax import TaxRate
from feria.services.user.contract import Postage

SELLERS = (1001, 1002, 1003)
CATEGORIES = ("standard", "books", "food", "other")
VARIANTS = [
    (seller, ids.at(seller, number, number, number), category)
    for seller in SELLERS
    for number, category in enumerate(CATEGORIES)
]


AMOUNT = st.integers(0, 2_000) | st.integers(0, 10**12)
PARTS = st.tuples(st.sampled_from(VARIANTS), st.integers(1, 999), AMOUNT, st.sampled_from((0, 0, 0, 1, 3, 7)))


def lines_of(parts: list[tuple[tuple[int, UUID, str], int, int, int]]) -> list[Line]:
    """Lines whose discount is some sevenths of them; the places of their ids say nothing about their order."""
    return [
        Line(
            item_id=ids.at(9, (place * 5) % 11, 0, place),
            seller_id=seller,
            variant_id=variant,
            quantity=quantity,
            unit_amount=unit,
            tax_category=category,
            discount_amount=unit * quantity * sevenths // 7,
        )
        for place, ((seller, variant, category), quantity, unit, sevenths) in enumerate(parts)
    ]


LINES = st.lists(PARTS, min_size=1, max_size=5).map(lines_of)
_FEE = st.sampled_from((0, 1, 300, 490, 1999, 10**9))
SHIPPING = st.tuples(_FEE, _FEE, _FEE).map(lambda fees: dict(zip(SELLERS, fees, strict=True)))
_RATE = st.sampled_from((None, 0, 1, 400, 550, 700, 1350, 1900, 2000, 2550, 2700, 9999, 10_000))
RATES = st.tuples(_RATE, _RATE, _RATE).map(
    lambda rates: {
        name: rate
        for name, rate in zip(("standard", "books", "food"), rates, strict=True)
        if rate is not None
    }
)
CURRENCY = st.sampled_from(("JPY", "EUR", "KWD", "UYW"))


def posted(fees: Mapping[int, int]) -> dict[int, Postage]:
    """A parcel service of each seller at this price."""
    return {seller: Postage(amount=fee) for seller, fee in fees.items()}


def model_total_and_tax(
    lines: Sequence[Line],
    shipping: Mapping[int, int],
    rates: Mapping[str, int],
    *,
    inclusive: bool,
    currency: str,
) -> tuple[Decimal, Decimal]:
    """Total and tax in the major unit, written down from the rule and not from the code."""
    with localcontext() as context:
        context.prec = 60
        unit = Decimal(10) ** -money.decimals(currency)
        total = tax = Decimal(0)
        for seller in sorted({one.seller_id for one in lines}):
            bases: defaultdict[Decimal, Decimal] = defaultdict(Decimal)
            for one in lines:
                if one.seller_id == seller:
                    bps = rates[one.tax_category] if one.tax_category in rates else rates.get("standard", 0)
                    bases[Decimal(bps) / 10_000] += unit * (
                        one.unit_amount * one.quantity - one.discount_amount
                    )
            largest = max(bases.values())
            bases[max(rate for rate in bases if bases[rate] == largest)] += unit * shipping.get(seller, 0)
            own_tax = sum(
                (
                    (base * rate / (1 + rate) if inclusive else base * rate).quantize(unit, ROUND_HALF_UP)
                    for rate, base in bases.items()
                ),
                Decimal(0),
            )
            tax += own_tax
            total += sum(bases.values(), Decimal(0)) + (0 if inclusive else own_tax)
        return total, tax


@given(LINES, SHIPPING, RATES, st.booleans(), CURRENCY)
def test_totals_equal_the_decimal_model_and_their_parts(
    lines: list[Line], shipping: dict[int, int], rates: dict[str, int], inclusive: bool, currency: str
) -> None:
    priced = pricing.price(lines, posted(shipping), rates, tax_inclusive=inclusive)
    total, tax = model_total_and_tax(lines, shipping, rates, inclusive=inclusive, currency=currency)
    unit = Decimal(10) ** -money.decimals(currency)
    with localcontext() as context:
        context.prec = 60
        assert unit * priced.total_amount == total
        assert unit * priced.tax_amount == tax
    _assert_parts_sum_up(priced, lines, inclusive=inclusive)


def _assert_parts_sum_up(priced: CartPrice, lines: list[Line], *, inclusive: bool) -> None:
    assert [group.seller_id for group in priced.groups] == sorted({one.seller_id for one in lines})
    for name in ("items_amount", "discount_amount", "shipping_amount", "tax_amount", "total_amount"):
        assert getattr(priced, name) == sum(getattr(group, name) for group in priced.groups)
    for group in priced.groups:
        assert [one.item_id for one in group.lines] == [
            one.item_id for one in lines if one.seller_id == group.seller_id
        ]
        assert group.tax_amount == sum(one.tax_amount for one in group.lines) + group.shipping_tax_amount
        gross_shipping = group.shipping_amount + (0 if inclusive else group.shipping_tax_amount)
        assert group.total_amount == sum(one.gross_amount for one in group.lines) + gross_shipping
        assert group.shipping_tax_amount >= 0
        assert group.total_amount >= 0
        for one in group.lines:
            assert one.gross_amount == one.net_amount + one.tax_amount
            assert one.net_amount >= 0
            assert one.tax_amount >= 0
            assert (
                one.gross_amount if inclusive else one.net_amount
            ) == one.items_amount - one.discount_amount


def _totals(priced: CartPrice) -> list[tuple[int, ...]]:
    return [
        (
            group.seller_id,
            group.items_amount,
            group.discount_amount,
            group.shipping_amount,
            group.shipping_tax_amount,
            group.tax_amount,
            group.total_amount,
        )
        for group in priced.groups
    ]


@given(LINES, SHIPPING, RATES, st.booleans(), st.randoms(use_true_random=False))
def test_order_of_lines_changes_nothing(
    lines: list[Line], shipping: dict[int, int], rates: dict[str, int], inclusive: bool, chance: random.Random
) -> None:
    priced = pricing.price(lines, posted(shipping), rates, tax_inclusive=inclusive)
    mixed = lines.copy()
    chance.shuffle(mixed)
    again = pricing.price(mixed, posted(shipping), rates, tax_inclusive=inclusive)
    assert _totals(priced) == _totals(again)
    assert {one.item_id: one for group in priced.groups for one in group.lines} == {
        one.item_id: one for group in again.groups for one in group.lines
    }


@given(LINES, SHIPPING, RATES, st.booleans(), st.data())
def test_splitting_a_line_changes_no_total_and_no_other_variant(
    lines: list[Line], shipping: dict[int, int], rates: dict[str, int], inclusive: bool, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    whole = lines[place]
    if whole.quantity == 1:
        return
    first = data.draw(st.integers(1, whole.quantity - 1))
    most = min(whole.discount_amount, whole.unit_amount * first)
    least = max(0, whole.discount_amount - whole.unit_amount * (whole.quantity - first))
    discount = data.draw(st.integers(least, most))
    one = Line(
        item_id=UUID(int=1 << 100),
        seller_id=whole.seller_id,
        variant_id=whole.variant_id,
        quantity=first,
        unit_amount=whole.unit_amount,
        tax_category=whole.tax_category,
        discount_amount=discount,
    )
    other = Line(
        item_id=whole.item_id,
        seller_id=whole.seller_id,
        variant_id=whole.variant_id,
        quantity=whole.quantity - first,
        unit_amount=whole.unit_amount,
        tax_category=whole.tax_category,
        discount_amount=whole.discount_amount - discount,
    )
    priced = pricing.price(lines, posted(shipping), rates, tax_inclusive=inclusive)
    split = [*lines[:place], one, other, *lines[place + 1 :]]
    again = pricing.price(split, posted(shipping), rates, tax_inclusive=inclusive)
    assert _totals(priced) == _totals(again)
    assert _tax_by_variant(priced, lines) == _tax_by_variant(again, split)


def _tax_by_variant(priced: CartPrice, lines: list[Line]) -> dict[UUID, int]:
    variant = {one.item_id: one.variant_id for one in lines}
    found: defaultdict[UUID, int] = defaultdict(int)
    for group in priced.groups:
        for one in group.lines:
            found[variant[one.item_id]] += one.tax_amount
    return found


def _line(number: int, unit: int, quantity: int = 1, category: str = "standard", discount: int = 0) -> Line:
    return Line(
        item_id=UUID(int=number),
        seller_id=7,
        variant_id=UUID(int=100 + number),
        quantity=quantity,
        unit_amount=unit,
        tax_category=category,
        discount_amount=discount,
    )


def test_tax_is_rounded_once_per_rate_and_not_per_line() -> None:
    # 3 × 0.35 at 20 %: per line 0.06 each (0.18); together 1.05 / 6 = 0.175, half up 0.18. 19 %: 3 × 0.10.
    lines = [_line(number, 10) for number in (1, 2, 3)]
    priced = pricing.price(lines, {}, {"standard": 1900}, tax_inclusive=True)
    assert priced.tax_amount == 5  # 0.30 × 19/119 = 0.0479; three times 0.016 rounded would be 0.06
    assert [one.tax_amount for one in priced.groups[0].lines] == [2, 2, 1]  # ties go to the lower variant ids


def test_half_a_cent_is_rounded_up() -> None:
    assert pricing.price([_line(1, 3)], {}, {"standard": 2000}, tax_inclusive=True).tax_amount == 1  # 0.5
    assert pricing.price([_line(1, 50)], {}, {"standard": 100}, tax_inclusive=False).tax_amount == 1  # 0.5


def test_shipping_bears_the_rate_of_most_of_the_goods() -> None:
    lines = [_line(1, 2000, category="books"), _line(2, 1000)]
    priced = pricing.price(
        lines, {7: Postage(amount=490)}, {"standard": 1900, "books": 700}, tax_inclusive=True
    )
    group = priced.groups[0]
    assert group.shipping_tax_rate_bps == 700
    assert group.tax_amount == 163 + 160  # 24.90 × 7/107 = 1.629, 10.00 × 19/119 = 1.597
    assert group.shipping_tax_amount == 32
    assert group.total_amount == 3490
    # At equal value the higher rate counts.
    lines = [_line(1, 1000, category="books"), _line(2, 1000)]
    priced = pricing.price(
        lines, {7: Postage(amount=490)}, {"standard": 1900, "books": 700}, tax_inclusive=True
    )
    assert priced.groups[0].shipping_tax_rate_bps == 1900


def test_exclusive_prices_get_tax_on_top() -> None:
    priced = pricing.price(
        [_line(1, 1000, 3)], {7: Postage(amount=500)}, {"standard": 825}, tax_inclusive=False
    )
    assert (priced.items_amount, priced.shipping_amount, priced.tax_amount) == (3000, 500, 289)
    assert priced.total_amount == 3789


def test_everything_off_is_exactly_nothing() -> None:
    for inclusive in (True, False):
        priced = pricing.price(
            [_line(1, 999, 3, discount=2997)], {}, {"standard": 1900}, tax_inclusive=inclusive
        )
        assert (priced.total_amount, priced.tax_amount) == (0, 0)


def test_a_discount_above_the_line_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        pricing.price([_line(1, 999, discount=1000)], {}, {}, tax_inclusive=True)
    assert pricing.price([], {7: Postage(amount=490)}, {}, tax_inclusive=True).total_amount == 0


def test_rates_come_from_the_newest_row_that_counts() -> None:
    def row(category: str, valid_from: date, rate: int, country: str = "EE", region: str = "") -> TaxRate:
        return TaxRate(
            country=country, region=region, tax_category=category, valid_from=valid_from, rate_bps=rate
        )

    rows = [
        row("standard", date(2025, 7, 1), 2400),
        row("standard", date(2025, 1, 1), 2200),
        row("standard", date(2025, 1, 1), 1900, "DE"),
        row("books", date(2025, 1, 1), 900),
        row("standard", date(2024, 1, 1), 1000, region="X"),
    ]
    assert tax.rates_at(rows, "EE", "", date(2025, 6, 30)) == {"standard": 2200, "books": 900}
    assert tax.rates_at(rows, "EE", "", date(2025, 7, 1)) == {"standard": 2400, "books": 900}
    assert tax.rates_at(rows, "EE", "X", date(2026, 1, 1)) == {"standard": 1000, "books": 900}
    assert tax.rates_at(rows, "EE", "", date(2024, 12, 31)) == {}
    assert tax.rates_at(rows, "US", "", date(2026, 1, 1)) == {}


def test_shipping_is_free_from_its_threshold() -> None:
    assert Postage(amount=490).at(10**6) == (490, None)
    assert Postage(amount=490, free_from_amount=5000).at(4480) == (490, 520)
    assert Postage(amount=490, free_from_amount=5000).at(5000) == (0, None)


def test_limits() -> None:
    assert limits.quantity_max(None, None) == 999
    assert limits.quantity_max(5, None) == 5
    assert limits.quantity_max(5, 3) == 3
    assert limits.quantity_max(None, -2) == 0
    assert limits.merged_quantity(2, 3, 999) == 5
    assert limits.merged_quantity(2, 3, 4) == 4
    assert limits.merged_quantity(2, 3, 1) == 2  # what the account chose itself is announced, not taken away
    assert limits.merged_quantity(0, 3, 0) == 1
