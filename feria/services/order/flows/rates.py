"""Carriers' prices for a cart, asked for before it is ordered and kept with it, so that no order waits for a carrier.

All sellers are asked at once and together for two seconds at most (a setting). Who has not answered by then costs what
the shop's profile says.
"""

import asyncio
import hashlib
from zoneinfo import ZoneInfo

import msgspec
import structlog

from feria.core import clock
from feria.core.auth import Principal
from feria.core.money import Money
from feria.core.platform import Platform
from feria.services.cart import contract as cart
from feria.services.cart.contract import LiveWish
from feria.services.order.gateways import CarrierRefused, CarrierUnavailable, directory
from feria.services.order.queries import parcels
from feria.services.order.rules.parcels import USUAL_BOX, Consignment, Package, Place, Rate
from feria.services.user import contract as user

log = structlog.get_logger()

KEPT_SECONDS = 24 * 3600
WISHES_MAX = 50


async def tell_rates(platform: Platform, actor: Principal, request_id: str, cart_token: str | None) -> int:
    """Ask carriers what the cart's live ways to ship cost, and keep what they told; how many did in time."""
    asked = []
    async with platform.db.reading(actor, request_id=request_id) as tx:
        found = await cart.live_wishes(tx, cart_token)
        shopper_id, wishes = found or (0, [])
        cards = await user.seller_cards(tx, [wish.seller_id for wish in wishes]) if wishes else {}
        for wish in wishes[:WISHES_MAX]:
            origin = await parcels.ship_from(tx, wish.seller_id)
            if origin is not None and wish.carrier in directory.names(platform.settings):
                boxes = await parcels.presets(tx, wish.seller_id)
                asked.append((wish, _consignment(wish, origin, boxes[:1], cards[wish.seller_id].time_zone)))
    if not asked:
        return 0
    tasks = [asyncio.create_task(_price(platform, *one)) for one in asked]
    done, late = await asyncio.wait(tasks, timeout=platform.settings.rates_seconds)
    for task in late:
        task.cancel()
    if late:
        log.warning("carriers are too slow for a checkout", late=len(late), asked=len(tasks))
    told = [answer for task in tasks if task in done and (answer := task.result()) is not None]
    if told:
        await platform.db.run(cart.keep_live_rates, shopper_id, told)
    return len(told)


def _consignment(
    wish: LiveWish, origin: Place, boxes: list[parcels.PresetRow], time_zone: str
) -> Consignment:
    """One box with everything, at home at the buyer's; only country and postal code are known of it."""
    box = boxes[0] if boxes else USUAL_BOX
    own = boxes[0].weight_grams if boxes else 0
    return Consignment(
        reference="checkout",
        sender=origin,
        recipient=Place(
            name="Buyer",
            line1="-",
            city="-",
            region=wish.place.region,
            postal_code=wish.place.postal_code,
            country=wish.place.country,
        ),
        package=Package(
            weight_grams=(wish.weight_grams or USUAL_BOX.weight_grams) + own,
            length_mm=box.length_mm,
            width_mm=box.width_mm,
            height_mm=box.height_mm,
        ),
        ship_on=clock.now().astimezone(ZoneInfo(time_zone)).date(),
        goods=[],
        currency=wish.currency,
    )


async def _price(platform: Platform, wish: LiveWish, sent: Consignment) -> tuple[LiveWish, Money] | None:
    """The price of one way to ship, from the cache where the same was asked today; None when nobody told one."""
    name = msgspec.json.encode([wish.carrier, msgspec.structs.replace(sent, goods=[])])
    key = f"rates:{hashlib.sha256(name).hexdigest()}"
    kept = await platform.cache.get(key)
    if kept is not None:
        rates = msgspec.json.decode(kept, type=list[Rate])
    else:
        try:
            rates = await directory.carrier(platform, wish.carrier).rates(sent)
        except (CarrierUnavailable, CarrierRefused) as error:
            log.warning("no rates for a checkout", carrier=wish.carrier, reason=str(error))
            return None
        await platform.cache.set(key, msgspec.json.encode(rates), KEPT_SECONDS)
    fitting = [
        rate
        for rate in rates
        if rate.price.currency == wish.currency and wish.service in ("", rate.service, rate.name)
    ]
    return (wish, fitting[0].price) if fitting else None
