"""Commission: the operator's list over HTTP, and the rules that no split or reordering may change a total."""

from uuid import UUID

import httpx
from hypothesis import given
from hypothesis import strategies as st

from feria.core import ids
from feria.core.platform import Platform
from feria.services.payment import contract
from feria.services.payment.contract import CommissionLine, LineCommission, RefundPart, Share
from feria.services.payment.rules import commission as rules
from feria.services.payment.rules import postings
from feria.services.payment.rules.commission import Rule
from tests.factories import users

PATH = "/api/v1/operator/commission-rules"


def rule(rate: int = 1000, *, default: bool = True, **match: object) -> Rule:
    values: dict[str, object] = {
        "id": ids.new(0), "version": 1, "name": "a rule", "is_default": default, "seller_id": None,
        "category_id": None, "product_id": None, "rate_bps": rate, "fixed_amount": 0, "currency": None,
        "tax_rate_bps": 0,
    }  # fmt: skip
    return Rule(**(values | match))  # type: ignore[arg-type]


def line(
    base: int, *, seller: int = 1, product: int = 1, quantity: int = 1, category: UUID | None = None
) -> CommissionLine:
    return CommissionLine(
        seller_id=seller,
        product_id=UUID(int=product),
        category_ids=[category] if category else [],
        base_amount=base,
        quantity=quantity,
    )


def test_first_match_wins_and_the_default_comes_last() -> None:
    category = ids.new(0)
    listed = [
        rule(500, default=False, product_id=UUID(int=7)),
        rule(1500, default=False, category_id=category),
        rule(0, default=False, seller_id=9),
        rule(1000),
    ]
    lines = [
        line(10_000, product=7, category=category),
        line(10_000, category=category),
        line(10_000, seller=9),
        line(10_000),
    ]
    assert [one.amount for one in rules.commissions(listed, lines, "EUR")] == [500, 1500, 0, 1000]


def test_fixed_amounts_are_per_item_in_their_currency_and_never_above_the_base() -> None:
    listed = [rule(0, fixed_amount=30, currency="EUR", tax_rate_bps=2000)]
    found = rules.commissions(listed, [line(1000, quantity=3), line(20)], "EUR")
    assert [(one.amount, one.tax_amount) for one in found] == [(90, 18), (20, 4)]
    assert rules.commissions(listed, [line(1000)], "USD")[0].amount == 0


bases = st.lists(st.integers(0, 10**7), min_size=1, max_size=8)


@given(bases, st.integers(0, 10_000), st.integers(0, 10_000))
def test_parts_sum_to_one_rounding(amounts: list[int], rate: int, tax_rate: int) -> None:
    lines = [line(amount, product=place) for place, amount in enumerate(amounts)]
    found = rules.commissions([rule(rate, tax_rate_bps=tax_rate)], lines, "EUR")
    total = sum(one.amount for one in found)
    assert total == (sum(amounts) * rate + 5_000) // 10_000
    assert sum(one.tax_amount for one in found) == (total * tax_rate + 5_000) // 10_000
    assert all(0 <= one.amount <= base for one, base in zip(found, amounts, strict=True))


@given(
    bases.flatmap(lambda found: st.tuples(st.just(found), st.permutations(range(len(found))))),
    st.integers(0, 10_000),
)
def test_order_of_lines_changes_nothing(mixed: tuple[list[int], list[int]], rate: int) -> None:
    amounts, places = mixed
    lines = [line(amount, product=place) for place, amount in enumerate(amounts)]
    shuffled = [lines[place] for place in places]
    listed = [rule(rate)]

    def by_product(given_lines: list[CommissionLine]) -> dict[UUID, LineCommission]:
        found = rules.commissions(listed, given_lines, "EUR")
        return {one.product_id: commission for one, commission in zip(given_lines, found, strict=True)}

    assert by_product(shuffled) == by_product(lines)


def part_of(share: Share, amount: int, commission: int) -> RefundPart:
    return RefundPart(
        seller_id=share.seller_id,
        seller_order_id=share.seller_order_id,
        amount=amount,
        commission_amount=commission,
        commission_tax_amount=0,
    )


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=6), st.integers(0, 10_000))
def test_refunds_reverse_exactly_the_whole_in_the_end(amounts: list[int], rate: int) -> None:
    gross = sum(amounts)
    commission = gross * rate // 10_000
    share = Share(
        seller_id=1, seller_order_id=ids.new(1), number="F7K2M9-1", gross_amount=gross,
        commission_amount=commission,        commission_tax_amount=0, net_amount=gross - commission,
    )  # fmt: skip
    gone = part_of(share, 0, 0)
    for amount in amounts:
        part = postings.reversal(share, gone, amount)
        assert 0 <= part.commission_amount <= part.amount
        assert sum(one.amount for one in postings.refund_due([(part, False)])) == 0
        gone = part_of(share, gone.amount + amount, gone.commission_amount + part.commission_amount)
    assert gone.commission_amount == commission


async def test_list_is_replaced_with_new_versions(client: httpx.AsyncClient, platform: Platform) -> None:
    finance = await users.operator(platform, "finance")
    seller = await users.seller(platform)
    before = await client.get(PATH, headers=finance.headers)
    etag, items = before.headers["etag"], before.json()["items"]
    assert [item["is_default"] for item in items].count(True) == 1
    (default,) = [item for item in items if item["is_default"]]
    kept = {name: default[name] for name in ("id", "name", "rate_bps", "is_default", "tax_rate_bps")}
    special = {"name": "Guest of honour", "rate_bps": 0, "seller_id": seller.ref}
    body = {"rules": [special, kept]}
    answer = await client.put(PATH, headers=finance.headers | {"If-Match": etag}, json=body)
    assert answer.status_code == 200, answer.text
    assert [(item["name"], item["version"]) for item in answer.json()["items"]] == [
        ("Guest of honour", 1), (default["name"], default["version"]),
    ]  # fmt: skip
    stale = await client.put(PATH, headers=finance.headers | {"If-Match": etag}, json=body)
    assert stale.status_code == 412
    found = await platform.db.run(contract.commissions, [line(1000, seller=seller.id), line(1000)], "EUR")
    assert [one.amount for one in found] == [0, default["rate_bps"] // 10]
    changed = {"rules": [kept | {"rate_bps": 1200}]}
    current = answer.headers["etag"]
    answer = await client.put(PATH, headers=finance.headers | {"If-Match": current}, json=changed)
    assert [(item["rate_bps"], item["version"]) for item in answer.json()["items"]] == [
        (1200, default["version"] + 1)
    ]
    back = {"rules": [kept]}  # other tests reckon with the default of ten percent
    answer = await client.put(PATH, headers=finance.headers | {"If-Match": answer.headers["etag"]}, json=back)
    assert answer.json()["items"][0]["version"] == default["version"] + 2


async def test_bad_lists_change_nothing(client: httpx.AsyncClient, platform: Platform) -> None:
    finance = await users.operator(platform, "finance")
    before = await client.get(PATH, headers=finance.headers)
    headers = finance.headers | {"If-Match": before.headers["etag"]}
    default = {"name": "Default", "rate_bps": 1000, "is_default": True}
    bad = [
        {"rules": []},
        {"rules": [default, default]},
        {"rules": [default | {"is_default": False}]},
        {"rules": [default | {"seller_id": "sel_00000001"}]},
        {"rules": [default | {"rate_bps": 10_001}]},
        {"rules": [default | {"fixed": {"amount": -1, "currency": "EUR"}}]},
        {"rules": [default | {"fixed": {"amount": 1, "currency": "ZZZ"}}]},
        {"rules": [default | {"id": ids.encode("rule", ids.new(0))}]},
        {"rules": [default | {"floor": 1}]},
    ]
    for body in bad:
        assert (await client.put(PATH, headers=headers, json=body)).status_code == 422, body
    unmatched = await client.put(PATH, headers=finance.headers, json={"rules": [default]})
    assert unmatched.status_code == 428
    assert (await client.get(PATH, headers=finance.headers)).json() == before.json()


async def test_only_finance_keeps_the_list(client: httpx.AsyncClient, platform: Platform) -> None:
    support, buyer = await users.operator(platform, "support"), await users.account(platform)
    for headers, status in (({}, 401), (buyer.headers, 403), (support.headers, 403)):
        assert (await client.get(PATH, headers=headers)).status_code == status
        answer = await client.put(PATH, headers=headers | {"If-Match": '"1"'}, json={"rules": []})
        assert answer.status_code == status
