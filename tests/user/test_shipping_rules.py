"""What ways to ship cost, against an independent model, and promises counted day by day."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feria.core.money import Money
from feria.services.user.queries.rows import ShippingProfile
from feria.services.user.rules import delivery, shipping
from feria.services.user.rules.delivery import Calendar
from feria.services.user.rules.shipping import Parcel, Place, ValueStep, WeightStep, Zone, ZonePlace

ID = UUID(int=7)
HERE = Place(country="PT", postal_code="4050-262")
AMOUNTS = st.integers(0, 3_000)


def profile(**parts: object) -> ShippingProfile:
    given = {"kind": "flat", "amount": 0, "free_from_amount": None, "min_days": 2, "max_days": 4, **parts}
    fixed = {"seller_id": 1, "id": ID, "name": "Post", "market": "eu", "currency": "EUR"}
    return msgspec.convert({**fixed, **given}, ShippingProfile)


@st.composite
def profiles(draw: st.DrawFn) -> ShippingProfile:
    kind = draw(st.sampled_from(("free", "flat", "additional", "weight", "value", "zone")))
    free_from = None if kind == "free" else draw(st.none() | st.integers(0, 20_000))
    parts: dict[str, object] = {"kind": kind, "free_from_amount": free_from}
    rising = sorted(draw(st.sets(st.integers(1, 20_000), min_size=1, max_size=4)))
    if kind in ("flat", "additional"):
        parts["amount"] = draw(AMOUNTS)
    if kind == "additional":
        parts["additional_amount"] = draw(AMOUNTS)
    if kind == "weight":
        amounts = sorted(draw(AMOUNTS) for _ in rising)
        parts["weight_steps"] = [
            WeightStep(up_to_grams=up_to, amount=amount)
            for up_to, amount in zip(rising, amounts, strict=True)
        ]
    if kind == "value":
        starts = [0, *rising]
        parts["value_steps"] = [ValueStep(from_amount=start, amount=draw(AMOUNTS)) for start in starts]
    if kind == "zone":
        places = draw(st.lists(st.sampled_from(("PT", "ES", "FR")), min_size=1, max_size=3, unique=True))
        parts["zones"] = [
            Zone(
                name=country, places=[ZonePlace(country=country)], amount=draw(AMOUNTS),
                additional_amount=draw(AMOUNTS), min_days=1, max_days=3,
            )
            for country in places
        ]  # fmt: skip
    return profile(**parts)


LINES = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 3_000), st.integers(0, 5_000)), min_size=1, max_size=8
)


def model(one: ShippingProfile, lines: list[tuple[int, int, int]], country: str) -> Decimal | None:
    """The price in the major unit, written down from the guide and not from the code."""
    pieces = sum(quantity for quantity, _, _ in lines)
    grams = sum(quantity * weight for quantity, weight, _ in lines)
    value = sum(quantity * price for quantity, _, price in lines)
    if one.kind == "free":
        return Decimal(0)
    found: int | None
    if one.kind == "weight":
        found = min((step.amount for step in one.weight_steps if grams <= step.up_to_grams), default=None)
    elif one.kind == "value":
        found = [step.amount for step in one.value_steps if step.from_amount <= value][-1]
        if any(step.amount == 0 and value >= step.from_amount for step in one.value_steps):
            found = 0  # what has become free once does not cost again
    elif one.kind == "zone":
        zones = [zone for zone in one.zones if zone.places[0].country == country]
        found = zones[0].amount + (pieces - 1) * zones[0].additional_amount if zones else None
    else:
        found = one.amount + (pieces - 1) * one.additional_amount
    if found is None:
        return None
    is_free = one.free_from_amount is not None and value >= one.free_from_amount
    return Decimal(0) if is_free else Decimal(found) / 100


def cost(one: ShippingProfile, lines: list[tuple[int, int, int]], country: str = "PT") -> int | None:
    pieces = sum(quantity for quantity, _, _ in lines)
    grams = sum(quantity * weight for quantity, weight, _ in lines)
    rate = shipping.rate(one, Parcel(pieces=pieces, weight_grams=grams), Place(country=country))
    if rate is None:
        return None
    return rate.postage.at(sum(quantity * price for quantity, _, price in lines))[0]


@given(profiles(), LINES, st.sampled_from(("PT", "ES", "DE")))
def test_prices_equal_the_model(
    one: ShippingProfile, lines: list[tuple[int, int, int]], country: str
) -> None:
    found, expected = cost(one, lines, country), model(one, lines, country)
    assert (None if found is None else Decimal(found) / 100) == expected
    # Neither their order nor splitting a line changes a price.
    pieces = [(1, weight, price) for quantity, weight, price in reversed(lines) for _ in range(quantity)]
    assert cost(one, pieces, country) == found


@given(profiles(), LINES, st.integers(1, 9), st.integers(0, 3_000))
def test_more_to_send_never_costs_less_unless_value_makes_it_cheaper(
    one: ShippingProfile, lines: list[tuple[int, int, int]], quantity: int, weight: int
) -> None:
    before, after = cost(one, lines), cost(one, [*lines, (quantity, weight, 0)])
    if before is None:
        assert after is None
    else:
        assert after is None or after >= before


@given(profiles(), LINES)
def test_what_is_missing_to_free_makes_it_free(
    one: ShippingProfile, lines: list[tuple[int, int, int]]
) -> None:
    pieces = sum(quantity for quantity, _, _ in lines)
    rate = shipping.rate(one, Parcel(pieces=pieces, weight_grams=0), HERE)
    if rate is not None:
        value = sum(quantity * price for quantity, _, price in lines)
        amount, missing = rate.postage.at(value)
        assert missing is None or (
            amount > 0 and missing > 0 and rate.postage.at(value + missing) == (0, None)
        )
        assert missing is None or rate.postage.at(value + missing - 1)[0] > 0


def test_the_closest_zone_counts() -> None:
    def zone(name: str, *places: ZonePlace) -> Zone:
        return Zone(name=name, places=list(places), amount=1, additional_amount=0, min_days=1, max_days=2)

    zones = [
        zone("Portugal", ZonePlace(country="PT")),
        zone("Islands", ZonePlace(country="PT", postal_codes=["9"])),
        zone("Madeira", ZonePlace(country="PT", regions=["Madeira"], postal_codes=["90", "91"])),
        zone("Canaries", ZonePlace(country="ES", postal_codes=["35", "38"])),
    ]

    def name(country: str, postal_code: str = "", region: str = "") -> str | None:
        found = shipping.zone_of(zones, Place(country=country, postal_code=postal_code, region=region))
        return None if found is None else found.name

    assert name("PT") == name("PT", "4050-262") == "Portugal"
    assert name("PT", "9500-001") == "Islands"
    assert name("PT", "90 00-001") == "Madeira"
    assert name("PT", region=" madeira ") == "Madeira"
    assert name("ES", "35001") == "Canaries"
    assert (name("ES", "28001"), name("ES"), name("FR")) == (None, None, None)
    assert shipping.named_twice(zones) is None
    assert shipping.named_twice([*zones, zone("Again", ZonePlace(country="PT"))]) == "PT"
    assert (
        shipping.named_twice([*zones, zone("Again", ZonePlace(country="PT", postal_codes=["9 "]))])
        == "9 in PT"
    )


@pytest.mark.parametrize(
    "named", ["Azores", "PT-20", "20", "açores", " AÇORES ", "Região Autónoma dos Açores"]
)
@pytest.mark.parametrize("typed", ["Azores", "pt-20", "20", "Acores"])
def test_a_region_is_one_however_it_is_written(named: str, typed: str) -> None:
    def zone(name: str, place: ZonePlace) -> Zone:
        return Zone(name=name, places=[place], amount=1, additional_amount=0, min_days=1, max_days=2)

    zones = [
        zone("Portugal", ZonePlace(country="PT")),
        zone("Islands", ZonePlace(country="PT", regions=[named, "PT-30"])),
    ]

    def name(region: str) -> str:
        found = shipping.zone_of(zones, Place(country="PT", region=region))
        assert found is not None
        return found.name

    assert (name(typed), name("madeira"), name("Lisboa"), name("")) == (
        "Islands",
        "Islands",
        "Portugal",
        "Portugal",
    )
    again = zone("Again", ZonePlace(country="PT", regions=[typed]))
    assert shipping.named_twice([*zones, again]) == f"{typed} in PT"


def test_regions_that_nobody_knows_are_compared_as_written() -> None:
    place = ZonePlace(country="DE", regions=["DE-Bayern"])
    zones = [Zone(name="South", places=[place], amount=1, additional_amount=0, min_days=1, max_days=2)]
    assert shipping.zone_of(zones, Place(country="DE", region="bayern ")) is zones[0]
    assert shipping.zone_of(zones, Place(country="DE", region="Hessen")) is None
    assert shipping.zone_of(zones, Place(country="DE")) is None


def test_live_rates_fall_back_to_the_profile() -> None:
    live = profile(kind="live", amount=900, carrier="ups", free_from_amount=5_000)
    parcel = Parcel(pieces=2, weight_grams=800)

    def told(*rates: Money) -> int:
        rate = shipping.rate(live, parcel, HERE, dict(zip([ID], rates, strict=False)))
        assert rate is not None
        return rate.postage.at(100)[0]

    assert told() == 900
    assert told(Money(1234, "EUR")) == 1234
    assert told(Money(1234, "USD")) == 900  # amounts of different currencies are never mixed


DAYS = st.integers(0, 12)
FIRST_DAY = date(2026, 3, 20)


@given(
    st.builds(
        Calendar,
        time_zone=st.just("Europe/Lisbon"),  # its clocks go forward on 29 March
        cut_off_hour=st.integers(1, 24),
        working_days=st.sets(st.integers(1, 7), min_size=1).map(sorted),
        closed_on=st.sets(
            st.integers(0, 40).map(lambda days: FIRST_DAY + timedelta(days=days)), max_size=10
        ).map(sorted),
    ),
    st.integers(0, 500),
    st.tuples(DAYS, DAYS, DAYS),
)
def test_promises_count_working_days(calendar: Calendar, hours: int, counts: tuple[int, int, int]) -> None:
    zone = ZoneInfo("Europe/Lisbon")
    local = (datetime(2026, 3, 20, 0, 30, tzinfo=UTC) + timedelta(hours=hours)).astimezone(zone)
    processing, least, more = counts
    days = [local.date() + timedelta(days=count) for count in range(400)]
    works = [
        day
        for day in days[local.hour >= calendar.cut_off_hour :]
        if day.isoweekday() in calendar.working_days and day not in calendar.closed_on
    ]
    promised = delivery.promise(calendar, local.astimezone(UTC), processing, least, least + more)
    expected = (works[processing], works[processing + least], works[processing + least + more])
    assert tuple(one.date() for one in promised) == expected
    assert all(one == datetime.combine(one.date(), time(23, 59, 59), zone) for one in promised)
    shown = delivery.delivery(promised.earliest, promised.latest, "Europe/Lisbon")
    assert (shown.earliest, shown.latest) == expected[1:]


@pytest.mark.parametrize(
    ("ordered", "ship_by"), [("2026-12-23T13:59", "2026-12-23"), ("2026-12-23T14:00", "2026-12-28")]
)
def test_the_cut_off_hour_and_holidays(ordered: str, ship_by: str) -> None:
    calendar = Calendar(
        time_zone="Europe/Madrid", cut_off_hour=14, closed_on=[date(2026, 12, 24), date(2026, 12, 25)]
    )
    at = datetime.fromisoformat(ordered).replace(tzinfo=ZoneInfo("Europe/Madrid"))
    assert delivery.promise(calendar, at, 0, 1, 2).ship_by.date() == date.fromisoformat(ship_by)
