"""How and when a shop ships, kept by its owners and managers, and what a parcel would cost."""

from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody

from feria.core import http, ids
from feria.core.errors import Forbidden, NotFound, PreconditionFailed, PreconditionRequired
from feria.core.http import Request
from feria.core.money import Money
from feria.services.user import queries
from feria.services.user.actions import shipping
from feria.services.user.actions.shipping import ShippingOffer
from feria.services.user.queries import parcels
from feria.services.user.queries.rows import SellerRow, ShippingProfile
from feria.services.user.routes import answers
from feria.services.user.rules.delivery import Calendar
from feria.services.user.rules.shipping import PickupPlace, ValueStep, WeightStep, Zone, ZonePlace
from feria.services.user.schemas import shipping as schemas


@get(
    "/api/v1/sellers/{seller_id:str}/shipping-profiles",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses={**http.problems(NotFound), **answers.NOT_MODIFIED},
)
async def get_shipping_profiles(
    request: Request, seller_id: FromPath[str]
) -> Response[schemas.ShippingProfilesOut]:
    """The shop's ways to ship, for its members and the operator; the ETag is the shop's."""
    number = ids.path_owner("sel", seller_id)
    row = await http.read(request, queries.seller_known_to, number)
    profiles = await http.read(request, queries.shipping_profiles_of, [number], None)
    return answers.versioned(request, _profiles(profiles), row.version)


@put(
    "/api/v1/sellers/{seller_id:str}/shipping-profiles",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, PreconditionFailed, PreconditionRequired),
)
async def put_shipping_profiles(
    request: Request, seller_id: FromPath[str], data: JSONBody[schemas.ShippingProfilesIn]
) -> Response[schemas.ShippingProfilesOut]:
    """Set all of the shop's ways to ship; owner and manager, with the shop's `If-Match`."""
    number, version = ids.path_owner("sel", seller_id), http.if_match(request)
    offers = [_offer(place, one) for place, one in enumerate(data.items)]
    row = await http.write(request, shipping.replace_shipping_profiles, number, version, offers)
    profiles = await http.read(request, queries.shipping_profiles_of, [number], None)
    return answers.versioned(request, _profiles(profiles), row.version)


@get(
    "/api/v1/sellers/{seller_id:str}/shipping-calendar",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses={**http.problems(NotFound), **answers.NOT_MODIFIED},
)
async def get_shipping_calendar(request: Request, seller_id: FromPath[str]) -> Response[schemas.CalendarOut]:
    """When the shop works, for its members and the operator; the ETag is the shop's."""
    row = await http.read(request, queries.seller_known_to, ids.path_owner("sel", seller_id))
    return answers.versioned(request, _calendar(row), row.version)


@put(
    "/api/v1/sellers/{seller_id:str}/shipping-calendar",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, PreconditionFailed, PreconditionRequired),
)
async def put_shipping_calendar(
    request: Request, seller_id: FromPath[str], data: JSONBody[schemas.CalendarIn]
) -> Response[schemas.CalendarOut]:
    """Say when the shop works; owner and manager, with the shop's `If-Match`. Orders keep what they were promised."""
    number, version = ids.path_owner("sel", seller_id), http.if_match(request)
    wanted = Calendar(
        working_days=data.working_days, closed_on=data.closed_on, cut_off_hour=data.cut_off_hour
    )
    row = await http.write(request, shipping.set_calendar, number, version, wanted)
    return answers.versioned(request, _calendar(row), row.version)


@post(
    "/api/v1/sellers/{seller_id:str}/shipping-preview",
    status_code=200,
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def preview_shipping(
    request: Request, seller_id: FromPath[str], data: JSONBody[schemas.ParcelIn]
) -> schemas.ParcelOffersOut:
    """What each of the shop's profiles would cost for a cart, and when it would arrive; members and the operator."""
    return await http.read(request, parcels.offers_for, ids.path_owner("sel", seller_id), data)


def _offer(place: int, one: schemas.ShippingProfileIn) -> ShippingOffer:
    stated = {
        "price": one.price,
        "additional_price": one.additional_price,
        "free_from": one.free_from,
        **{f"weight_steps[{at}].price": step.price for at, step in enumerate(one.weight_steps)},
        **{f"value_steps[{at}].from": step.from_value for at, step in enumerate(one.value_steps)},
        **{f"value_steps[{at}].price": step.price for at, step in enumerate(one.value_steps)},
        **{f"zones[{at}].price": zone.price for at, zone in enumerate(one.zones)},
        **{f"zones[{at}].additional_price": zone.additional_price for at, zone in enumerate(one.zones)},
    }
    return ShippingOffer(
        id=None if one.id is None else ids.decode("ship", one.id, f"items[{place}].id"),
        market=one.market,
        name=one.name.strip(),
        kind=one.kind,
        amount=None if one.price is None else one.price.amount,
        additional_amount=None if one.additional_price is None else one.additional_price.amount,
        weight_steps=[
            WeightStep(up_to_grams=step.up_to_grams, amount=step.price.amount) for step in one.weight_steps
        ],
        value_steps=[
            ValueStep(from_amount=step.from_value.amount, amount=step.price.amount)
            for step in one.value_steps
        ],
        zones=[_zone(zone) for zone in one.zones],
        pickup=None if one.pickup is None else _pickup(one.pickup),
        carrier=one.carrier,
        service=one.service,
        free_from_amount=None if one.free_from is None else one.free_from.amount,
        min_days=one.min_days,
        max_days=one.max_days,
        currencies={field: money.currency for field, money in stated.items() if money is not None},
    )


def _zone(zone: schemas.ZoneIn) -> Zone:
    return Zone(
        name=zone.name.strip(),
        places=[
            ZonePlace(
                country=one.country,
                regions=[name.strip() for name in one.regions],
                postal_codes=[code.strip() for code in one.postal_codes],
            )
            for one in zone.places
        ],
        amount=zone.price.amount,
        additional_amount=0 if zone.additional_price is None else zone.additional_price.amount,
        min_days=zone.min_days,
        max_days=zone.max_days,
    )


def _pickup(one: schemas.PickupIn) -> PickupPlace:
    return PickupPlace(
        line1=one.line1.strip(),
        line2=one.line2.strip(),
        postal_code=one.postal_code.strip(),
        city=one.city.strip(),
        country=one.country,
        note=one.note.strip(),
    )


def _calendar(row: SellerRow) -> schemas.CalendarOut:
    return schemas.CalendarOut(
        working_days=row.working_days,
        closed_on=row.closed_on,
        cut_off_hour=row.cut_off_hour,
        time_zone=row.time_zone,
    )


def _profiles(profiles: list[ShippingProfile]) -> schemas.ShippingProfilesOut:
    return schemas.ShippingProfilesOut(items=[_profile(one) for one in profiles])


def _profile(one: ShippingProfile) -> schemas.ShippingProfileOut:
    def money(amount: int) -> Money:
        return Money(amount, one.currency)

    return schemas.ShippingProfileOut(
        id=ids.encode("ship", one.id),
        name=one.name,
        kind=one.kind,
        market=one.market,
        price=money(one.amount) if one.kind in ("flat", "additional", "live") else None,
        additional_price=money(one.additional_amount) if one.kind == "additional" else None,
        weight_steps=[
            schemas.WeightStepOut(up_to_grams=step.up_to_grams, price=money(step.amount))
            for step in one.weight_steps
        ],
        value_steps=[
            schemas.ValueStepOut(from_value=money(step.from_amount), price=money(step.amount))
            for step in one.value_steps
        ],
        zones=[
            schemas.ZoneOut(
                name=zone.name,
                places=[
                    schemas.ZonePlaceOut(
                        country=place.country, regions=place.regions, postal_codes=place.postal_codes
                    )
                    for place in zone.places
                ],
                price=money(zone.amount),
                additional_price=money(zone.additional_amount),
                min_days=zone.min_days,
                max_days=zone.max_days,
            )
            for zone in one.zones
        ],
        pickup=one.pickup,
        carrier=one.carrier,
        service=one.service,
        free_from=None if one.free_from_amount is None else money(one.free_from_amount),
        min_days=one.min_days,
        max_days=one.max_days,
    )


routes = [
    get_shipping_profiles,
    put_shipping_profiles,
    get_shipping_calendar,
    put_shipping_calendar,
    preview_shipping,
]
