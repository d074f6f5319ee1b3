"""What a way to ship costs for what is to be sent and where to, as a pure function over the profile as it is stored.

Only sums go in (pieces, grams, value), so that neither the order of lines nor their splitting changes a price.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from feria.core.money import Money
from feria.services.user.rules.regions import region_key

Kind = Literal["free", "flat", "additional", "weight", "value", "zone", "pickup", "live"]
FREE_KINDS = ("free", "pickup")


class WeightStep(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent up to this weight costs so much; heavier than the last step is not sent."""

    up_to_grams: int
    amount: int


class ValueStep(msgspec.Struct, frozen=True, kw_only=True):
    """From this value of goods on it costs so much; the first step starts at 0."""

    from_amount: int
    amount: int


class ZonePlace(msgspec.Struct, frozen=True, kw_only=True):
    """A country, or those of its regions and beginnings of postal codes that are named."""

    country: str
    regions: list[str] = []
    postal_codes: list[str] = []


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """Places with a price and days of their own: the first piece at `amount`, each further one more."""

    name: str
    places: list[ZonePlace]
    amount: int
    additional_amount: int
    min_days: int
    max_days: int


class PickupPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where goods are collected, and what to know about it (opening hours, where to ring)."""

    line1: str
    postal_code: str
    city: str
    country: str
    line2: str = ""
    note: str = ""


class Profile(Protocol):
    """What a profile says of its price; which of it counts depends on the kind."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def additional_amount(self) -> int: ...
    @property
    def weight_steps(self) -> Sequence[WeightStep]: ...
    @property
    def value_steps(self) -> Sequence[ValueStep]: ...
    @property
    def zones(self) -> Sequence[Zone]: ...
    @property
    def free_from_amount(self) -> int | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def min_days(self) -> int: ...
    @property
    def max_days(self) -> int: ...


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """All that one seller sends of a cart: pieces and their weight. What needs no shipping is not in it."""

    pieces: int
    weight_grams: int


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where to; without a postal code or region only whole countries are found."""

    country: str
    region: str = ""
    postal_code: str = ""


class Postage(msgspec.Struct, frozen=True, kw_only=True):
    """What shipping costs by the value of goods: `amount`, or the last of the steps that is reached.

    From `free_from_amount` on it is free (None: never).
    """

    amount: int
    value_steps: Sequence[ValueStep] = ()
    free_from_amount: int | None = None

    def at(self, value: int) -> tuple[int, int | None]:
        """What it costs at this value of goods, and how much more would make it free (None: never, or is)."""
        if self.free_from_amount is not None and value >= self.free_from_amount:
            return 0, None
        amount = self.amount
        for step in self.value_steps:
            if value >= step.from_amount:
                amount = step.amount
        missing = None if self.free_from_amount is None or amount == 0 else self.free_from_amount - value
        return amount, missing


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """A profile as it is offered for one parcel to one place: its price, and the days on the way."""

    postage: Postage
    min_days: int
    max_days: int


NO_RATES: Mapping[UUID, Money] = {}


def rate(
    profile: Profile, parcel: Parcel, place: Place, live_rates: Mapping[UUID, Money] = NO_RATES
) -> Rate | None:
    """The profile's offer for this parcel and place; None when it is not offered there, or not for so heavy a parcel.

    `live_rates` are carriers' prices by profile. A live profile without one, or with one of another currency, costs
    its own fallback price.
    """
    if profile.kind == "zone":
        zone = zone_of(profile.zones, place)
        if zone is None:
            return None
        amount = zone.amount + zone.additional_amount * (parcel.pieces - 1)
        postage = Postage(amount=amount, free_from_amount=profile.free_from_amount)
        return Rate(postage=postage, min_days=zone.min_days, max_days=zone.max_days)
    found = _postage(profile, parcel, live_rates)
    if found is None:
        return None
    return Rate(postage=found, min_days=profile.min_days, max_days=profile.max_days)


def _postage(profile: Profile, parcel: Parcel, live_rates: Mapping[UUID, Money]) -> Postage | None:
    free_from = profile.free_from_amount
    if profile.kind in FREE_KINDS:
        return Postage(amount=0)
    if profile.kind == "value":
        steps = profile.value_steps
        free = [step.from_amount for step in steps if step.amount == 0]
        if free_from is not None:
            free.append(free_from)
        return Postage(amount=steps[0].amount, value_steps=steps, free_from_amount=min(free, default=None))
    if profile.kind == "weight":
        reached = next(
            (step for step in profile.weight_steps if parcel.weight_grams <= step.up_to_grams), None
        )
        return None if reached is None else Postage(amount=reached.amount, free_from_amount=free_from)
    amount = profile.amount
    if profile.kind == "additional":
        amount += profile.additional_amount * (parcel.pieces - 1)
    elif profile.kind == "live":
        told = live_rates.get(profile.id)
        if told is not None and told.currency == profile.currency:
            amount = told.amount
    return Postage(amount=amount, free_from_amount=free_from)


def zone_of(zones: Sequence[Zone], place: Place) -> Zone | None:
    """The zone that names the place most closely: by a longer beginning of its postal code, by region, by country."""
    found, closest = None, -1
    code, region = normal_code(place.postal_code), region_key(place.country, place.region)
    for zone in zones:
        for one in zone.places:
            if one.country == place.country:
                near = _nearness(one, region, code)
                if near > closest:
                    found, closest = zone, near
    return found


def _nearness(one: ZonePlace, region: str, code: str) -> int:
    """-1: not in it; 0: in the country as a whole; 1: the region; more: the postal code."""
    if not one.regions and not one.postal_codes:
        return 0
    near = 1 if region and any(region_key(one.country, name) == region for name in one.regions) else -1
    matching = [len(start) for start in map(normal_code, one.postal_codes) if code.startswith(start)]
    return max([near, *(1 + length for length in matching)])


def normal_code(code: str) -> str:
    """A postal code, or its beginning, without what people write differently."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


# Which parts a profile of a kind consists of; `service` of a live one may stay empty.
PARTS: Mapping[str, tuple[str, ...]] = {
    "free": (),
    "flat": ("price",),
    "additional": ("price", "additional_price"),
    "weight": ("weight_steps",),
    "value": ("value_steps",),
    "zone": ("zones",),
    "pickup": ("pickup",),
    "live": ("price", "carrier"),
}


def wrong_steps(starts: Sequence[int]) -> int | None:
    """The place of the first step that does not come after the one before; None if all do."""
    return next((place for place in range(1, len(starts)) if starts[place] <= starts[place - 1]), None)


def named_twice(zones: Sequence[Zone]) -> str | None:
    """A country, region or beginning of postal codes that two entries name, as words; None if none is."""
    seen = set()
    for zone in zones:
        for one in zone.places:
            names = [("", one.country, "")] if not one.regions and not one.postal_codes else []
            names += [("region", region_key(one.country, name), name.strip()) for name in one.regions]
            names += [("code", normal_code(start), normal_code(start)) for start in one.postal_codes]
            for kind, key, name in names:
                if (one.country, kind, key) in seen:
                    return one.country if not kind else f"{name} in {one.country}"
                seen.add((one.country, kind, key))
    return None
