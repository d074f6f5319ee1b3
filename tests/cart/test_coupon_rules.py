"""What coupons take off, against an independent model in exact fractions of the major unit, and its invariances."""

import random
from fractions import Fraction
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.core import ids
from feria.services.cart.rules import pricing
from feria.services.cart.rules.coupons import MARKETPLACE, Coupon
from feria.services.cart.rules.lines import Line
from feria.services.cart.rules.pricing import CartPrice
from feria.services.user.contract import Postage
from tests.cart.price_model import half_up, modelled

SELLERS = (1001, 1002, 1003, 1004, 1005)
CATEGORIES = ("standard", "books", "food")
TREE = [UUID(int=number) for number in range(1, 4)]
# Two variants of a tax category each for every seller, at prices that do not depend on the line.
VARIANTS = [
    (seller, ids.at(seller, number, number, number), CATEGORIES[number % 3], TREE[: number % 4])
    for seller in SELLERS
    for number in range(6)
]
UNIT = st.sampled_from((0, 1, 7, 99, 333, 1999, 10_001, 10**9))


@st.composite
def carts(draw: st.DrawFn) -> list[Line]:
    """1 to 20 lines of 1 to 5 sellers; the places of their ids say nothing about their order."""
    chosen = draw(st.lists(st.integers(0, len(VARIANTS) - 1), min_size=1, max_size=20))
    prices = {place: draw(UNIT) for place in sorted(set(chosen))}
    return [
        Line(
            item_id=ids.at(9, (place * 7) % 23, 0, place),
            seller_id=VARIANTS[one][0],
            variant_id=VARIANTS[one][1],
            product_id=VARIANTS[one][1],
            category_ids=VARIANTS[one][3],
            quantity=draw(st.sampled_from((1, 1, 2, 3, 5, 999))),
            unit_amount=prices[one],
            tax_category=VARIANTS[one][2],
        )
        for place, one in enumerate(chosen)
    ]


def coupon_of(number: int, owner: int) -> st.SearchStrategy[Coupon]:
    return st.builds(
        Coupon,
        id=st.just(ids.at(owner, number, number, number)),
        seller_id=st.just(owner),
        code=st.just(f"CODE-{number}"),
        kind=st.sampled_from(("percent", "fixed", "free_shipping", "buy_x_get_y")),
        percent_bps=st.sampled_from((1, 333, 1000, 5000, 9999, 10_000)),
        amount=st.sampled_from((1, 500, 1999, 10**6, 10**12)),
        minimum_amount=st.sampled_from((0, 0, 1, 2000, 10**7)),
        buy_quantity=st.integers(1, 3),
        get_quantity=st.integers(1, 2),
        seller_ids=st.frozensets(st.sampled_from(SELLERS), max_size=2 if owner == MARKETPLACE else 0),
        category_ids=st.frozensets(st.sampled_from(TREE), max_size=1),
        product_ids=st.frozensets(st.sampled_from([one[1] for one in VARIANTS]), max_size=0),
        funded_by_seller_bps=st.sampled_from((0, 0, 3333, 10_000)) if owner == MARKETPLACE else st.just(10_000),
    )  # fmt: skip


COUPONS = st.tuples(
    st.none() | coupon_of(1, MARKETPLACE), *(st.none() | coupon_of(2, seller) for seller in SELLERS[:2])
).map(lambda found: [one for one in found if one is not None])
_FEE = st.sampled_from((0, 490, 1999))
POSTAGE = st.tuples(*(st.tuples(_FEE, st.sampled_from((None, 0, 5000))) for _ in SELLERS)).map(
    lambda fees: {
        seller: Postage(amount=fee, free_from_amount=free_from)
        for seller, (fee, free_from) in zip(SELLERS, fees, strict=True)
    }
)
RATES = st.sampled_from(
    ({}, {"standard": 1900, "books": 700}, {"standard": 2550, "food": 0}, {"standard": 10_000})
)


# Whether prices are with tax, and of which sellers the buyer accounts for it.
TAXED = st.tuples(st.booleans(), st.frozensets(st.sampled_from(SELLERS), max_size=3))


@given(carts(), POSTAGE, RATES, COUPONS, TAXED, st.randoms(use_true_random=False))
def test_every_total_equals_the_model_in_any_order_and_however_lines_are_split(
    lines: list[Line],
    postage: dict[int, Postage],
    rates: dict[str, int],
    coupons: list[Coupon],
    taxed: tuple[bool, frozenset[int]],
    chance: random.Random,
) -> None:
    inclusive, untaxed = taxed

    def price(given: list[Line], coupons: list[Coupon]) -> CartPrice:
        return pricing.price(
            given, postage, rates, tax_inclusive=inclusive, coupons=coupons, reverse_charged=untaxed
        )

    priced = price(lines, coupons)
    assert {
        group.seller_id: (group.discount_amount, group.promotion_amount, group.tax_amount, group.total_amount)
        for group in priced.groups
    } == modelled(lines, postage, rates, coupons, inclusive=inclusive, untaxed=untaxed)
    _assert_parts(priced)
    _assert_commission_bases(priced, inclusive=inclusive)

    mixed = coupons.copy()
    chance.shuffle(mixed)
    again = price(_split(lines, chance), mixed)
    assert _totals(priced) == _totals(again)
    assert [one.amount for one in priced.reductions] == [one.amount for one in again.reductions]

    whole = Coupon(id=UUID(int=1), seller_id=MARKETPLACE, code="ALL", kind="percent", percent_bps=10_000)
    free = Coupon(id=UUID(int=2), seller_id=MARKETPLACE, code="FREE", kind="free_shipping")
    nothing = price(lines, [whole, free])
    assert (nothing.total_amount, nothing.tax_amount) == (0, 0)


def _assert_parts(priced: CartPrice) -> None:
    assert sum(one.amount for one in priced.reductions) == priced.discount_amount
    assert sum(one.promotion_amount for one in priced.reductions) == priced.promotion_amount
    for group in priced.groups:
        assert (
            group.discount_amount
            == sum(one.discount_amount for one in group.lines) + group.shipping_discount_amount
        )
        assert (
            group.promotion_amount
            == sum(one.promotion_amount for one in group.lines) + group.shipping_promotion_amount
        )
        assert group.total_amount >= 0
        for one in group.lines:
            assert 0 <= one.promotion_amount <= one.discount_amount <= one.items_amount
            assert 0 <= one.commission_base_amount <= one.items_amount


def _assert_commission_bases(priced: CartPrice, *, inclusive: bool) -> None:
    """Per seller and rate the net price as if the marketplace had promoted nothing; without promotion just the net."""
    for group in priced.groups:
        for rate in {one.tax_rate_bps for one in group.lines}:
            own = [one for one in group.lines if one.tax_rate_bps == rate]
            before = sum(one.items_amount - one.discount_amount + one.promotion_amount for one in own)
            if not any(one.promotion_amount for one in own):
                assert [one.commission_base_amount for one in own] == [one.net_amount for one in own]
            elif inclusive:
                tax = half_up(before * Fraction(rate, 10_000 + rate))
                assert sum(one.commission_base_amount for one in own) == before - tax
            else:
                assert sum(one.commission_base_amount for one in own) == before


def _totals(priced: CartPrice) -> list[object]:
    return [msgspec.structs.replace(group, lines=[]) for group in priced.groups]


def _split(lines: list[Line], chance: random.Random) -> list[Line]:
    """The same pieces in up to two lines for each, in another order."""
    numbers = chance.sample(range(1_000), 2 * len(lines))
    split = []
    for line in lines:
        first = chance.randint(0, line.quantity)
        for quantity in (first, line.quantity - first):
            if quantity:
                split.append(
                    msgspec.structs.replace(line, item_id=UUID(int=numbers.pop()), quantity=quantity)
                )
    chance.shuffle(split)
    return split


def line(number: int, unit: int, quantity: int = 1, *, seller: int = 7, category: str = "standard") -> Line:
    return Line(
        item_id=UUID(int=number),
        seller_id=seller,
        variant_id=UUID(int=100 + number),
        quantity=quantity,
        unit_amount=unit,
        tax_category=category,
    )


def coupon(kind: str, owner: int = MARKETPLACE, **terms: object) -> Coupon:
    given: dict[str, object] = {"id": UUID(int=1), "seller_id": owner, "code": "X", "kind": kind, **terms}
    return Coupon(**given)  # type: ignore[arg-type]


def test_a_fixed_amount_is_spread_by_net_value() -> None:
    # 100.00 at 19 % is 84.03 net, 100.00 at 7 % is 93.46: of 10.00 they bear 4.73 and 5.27.
    lines = [line(1, 10_000, seller=7), line(2, 10_000, seller=8, category="books")]
    priced = pricing.price(
        lines,
        {},
        {"standard": 1900, "books": 700},
        tax_inclusive=True,
        coupons=[coupon("fixed", amount=1000)],
    )
    assert [group.discount_amount for group in priced.groups] == [473, 527]


def test_a_fixed_amount_is_never_more_than_what_it_is_for() -> None:
    lines = [line(1, 100, seller=7), line(2, 10_000, seller=8)]
    own = coupon("fixed", owner=7, amount=10**6)
    priced = pricing.price(lines, {}, {}, tax_inclusive=True, coupons=[own])
    assert [group.total_amount for group in priced.groups] == [0, 10_000]


def test_the_cheapest_pieces_are_given() -> None:
    # Buy two, get one: of four pieces one is given, the cheapest; of six, two.
    lines = [line(1, 1000, 3), line(2, 400, 1)]
    deal = coupon("buy_x_get_y", buy_quantity=2, get_quantity=1, percent_bps=10_000)
    priced = pricing.price(lines, {}, {}, tax_inclusive=True, coupons=[deal])
    assert priced.discount_amount == 400
    priced = pricing.price([line(1, 1000, 5), line(2, 400, 1)], {}, {}, tax_inclusive=True, coupons=[deal])
    assert priced.discount_amount == 1400


def test_the_marketplaces_coupon_comes_after_the_sellers() -> None:
    own = coupon("percent", owner=7, percent_bps=5000, id=UUID(int=2))
    all_of_it = coupon("percent", percent_bps=1000, funded_by_seller_bps=2500)
    priced = pricing.price(
        [line(1, 10_000)], {}, {"standard": 1900}, tax_inclusive=True, coupons=[all_of_it, own]
    )
    [group] = priced.groups
    assert group.discount_amount == 5000 + 500
    assert group.promotion_amount == 375  # three quarters of the marketplace's own
    # The commission is on what the seller gets: 48.75 with 19 % in it.
    assert group.lines[0].commission_base_amount == 4875 - 778


@pytest.mark.parametrize(("minimum", "missing"), [(10_000, 0), (10_001, 1)])
def test_below_its_minimum_a_coupon_says_what_is_missing(minimum: int, missing: int) -> None:
    deal = coupon("percent", percent_bps=1000, minimum_amount=minimum)
    priced = pricing.price([line(1, 10_000)], {}, {}, tax_inclusive=True, coupons=[deal])
    assert priced.reductions[0].missing_amount == missing
    assert priced.discount_amount == (0 if missing else 1000)


def test_free_shipping_counts_where_something_fits() -> None:
    lines = [line(1, 1000, seller=7), line(2, 1000, seller=8)]
    deal = coupon("free_shipping", seller_ids=frozenset((8,)), funded_by_seller_bps=0)
    priced = pricing.price(
        lines, {7: Postage(amount=490), 8: Postage(amount=690)}, {}, tax_inclusive=True, coupons=[deal]
    )
    assert [group.total_amount for group in priced.groups] == [1490, 1000]
    assert priced.promotion_amount == 690
    assert priced.shipping_amount == 1180
