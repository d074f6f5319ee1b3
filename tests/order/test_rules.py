"""The order's rules as properties: parts make up the whole, and projections follow from the parts alone."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from feria.services.order import rules

PART = st.tuples(st.sampled_from(rules.SELLER_ORDER_STATUSES), st.booleans())


@given(st.integers(0, 10**12), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_units_cancelled_one_after_the_other_sum_to_the_line(amount: int, steps: list[int]) -> None:
    whole, before, parts = sum(steps), 0, []
    for step in steps:
        parts.append(rules.part_of(amount, whole, before, step))
        before += step
    assert sum(parts) == amount
    assert all(part >= 0 for part in parts)


@given(st.lists(PART, min_size=1, max_size=5))
def test_the_order_of_the_parts_does_not_matter(parts: list[tuple[str, bool]]) -> None:
    status = rules.order_status(parts)
    assert status in rules.ORDER_STATUSES
    assert status == rules.order_status(parts[::-1])


@given(st.integers(1, 5), st.sampled_from(["shipped", "delivered", "completed", "cancelled", "expired"]))
def test_parts_that_agree_give_their_status(count: int, status: str) -> None:
    assert rules.order_status([(status, False)] * count) == status


@given(st.data())
def test_the_status_by_lines_only_goes_forward(data: st.DataObject) -> None:
    ordered = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    lines = [rules.Quantities(count, 0, 0, 0) for count in ordered]
    status, seen = "accepted", ["accepted"]
    while any(rules.open_units(line) for line in lines):
        place = data.draw(st.sampled_from([i for i, line in enumerate(lines) if rules.open_units(line)]))
        units = data.draw(st.integers(1, rules.open_units(lines[place])))
        shipping = data.draw(st.booleans())
        lines[place] = rules.after(lines[place], **{"shipped" if shipping else "cancelled": units})
        status = rules.status_by_lines(status, lines)
        if status != seen[-1]:
            seen.append(status)
    ways = {
        ("accepted", "partially_shipped"),
        ("accepted", "shipped"),
        ("accepted", "cancelled"),
        ("partially_shipped", "shipped"),
    }
    assert set(pairwise(seen)) <= ways
    assert status == ("shipped" if any(line.shipped for line in lines) else "cancelled")


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_payment_status_follows_the_money(captured: int, refunded: int) -> None:
    status = rules.payment_status("succeeded", captured, refunded)
    if refunded == 0:
        assert status == "paid"
    else:
        assert status == ("refunded" if refunded >= captured else "partially_refunded")
    assert rules.payment_status("processing", 0, 0) == "processing"
    assert rules.payment_status("requires_payment", 0, 0) == "unpaid"
    assert rules.payment_status("cancelled", 0, 0) == "unpaid"
