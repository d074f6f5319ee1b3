"""The hand-written content and the plan of orders, without a database."""

from collections import Counter

from feria.demo import catalogue, orders, people


def test_three_hundred_things_of_nine_sellers_in_twelve_categories() -> None:
    things = catalogue.things()
    assert len(things) == 300
    assert len({thing.title for thing in things}) == 300
    assert len({thing.id for thing in things}) == 300
    assert len({piece.sku for thing in things for piece in thing.pieces}) == sum(
        len(one.pieces) for one in things
    )
    assert len({thing.shop.slug for thing in things}) == 9
    assert len(catalogue.categories()) == 12
    assert {thing.category for thing in things} <= {entry["path"] for entry in catalogue.categories()}
    assert [shop.slug for shop in catalogue.shops() if shop.applied] == ["vidro-claro"]


def test_prices_and_texts_look_real() -> None:
    amounts = [piece.amount for thing in catalogue.things() for piece in thing.pieces]
    assert (min(amounts), max(amounts)) == (450, 24_000)
    for shop in catalogue.shops():
        assert 40 <= len(shop.story.split()) <= 80, shop.name
    for thing in catalogue.things():
        assert "!" not in thing.title + thing.description
        assert thing.description.count("<p>") == 3
        for piece in thing.pieces:
            assert piece.compare_at_amount is None or piece.compare_at_amount > piece.amount


def test_there_is_every_kind_of_stock_and_state() -> None:
    things = catalogue.things()
    states = Counter(thing.status for thing in things)
    assert states["draft"] >= 5
    assert states["in_review"] >= 2
    assert states["archived"] >= 5
    left = [piece.left for thing in things for piece in thing.pieces]
    assert left.count(0) >= 10
    assert sum(1 for count in left if 0 < count <= 3) >= 20
    assert sum(thing.made_to_order for thing in things) >= 10


def test_the_plan_is_the_same_each_time() -> None:
    first = orders.plans()
    orders.plans.cache_clear()
    assert orders.plans() == first
    assert len({plan.number for plan in first}) == len(first) == 176
    assert [plan.age for plan in first] == sorted((plan.age for plan in first), reverse=True)
    guests = [plan.guest_number for plan in first if plan.guest_number is not None]
    assert len(set(guests)) == len(guests)
    assert max(guests) < 1_000
    assert len(people.people()) >= 25
