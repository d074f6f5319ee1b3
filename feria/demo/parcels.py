"""Parcels of the demo that a carrier carries: one in every state, told by the built-in fakes of UPS and FedEx.

Numbers and labels are the same each time, for they follow from the labels' ids.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from feria.core import events, idempotency
from feria.core.db import Tx
from feria.core.money import Money
from feria.core.platform import Platform
from feria.demo import catalogue, people
from feria.demo.catalogue import Shop
from feria.services.order.actions import labels, packages, return_labels
from feria.services.order.actions.labels import LabelWish
from feria.services.order.flows import tracking
from feria.services.order.gateways import directory
from feria.services.order.queries import parcels
from feria.services.order.queries.rows import SellerOrderRow
from feria.services.order.rules.parcels import Package, Place
from feria.services.order.schemas.parcels import PresetIn

SHOP = "casa-barro"
SERVICES = {"ups": "ups_standard_eu", "fedex": "fedex_international_economy"}
EXPECTED = Money(1_290, "EUR")
BOX = Package(weight_grams=2_300, length_mm=380, width_mm=280, height_mm=190)
_BOXES = (
    ("Bowl box", 260, 260, 140, 180),
    ("Vase box", 380, 280, 190, 320),
    ("Plate box", 330, 330, 110, 260),
)


@dataclass(frozen=True)
class Carried:
    """A parcel that is bought a label for: how it ends, and how long before the loading its label was made."""

    carrier: str
    outcome: str
    hours: float
    has_left: bool = True

    @property
    def age(self) -> timedelta:
        """How long ago the label was made."""
        return timedelta(hours=self.hours)


# By the age of the order: the states of these parcels are to be seen when the demo has just been loaded.
BY_AGE = {
    timedelta(hours=25): Carried("ups", "delivered", 1, has_left=False),
    timedelta(hours=50): Carried("fedex", "delivered", 9),
    timedelta(hours=97): Carried("ups", "delivered", 50),
    timedelta(hours=112): Carried("fedex", "exception", 55),
    timedelta(hours=149): Carried("ups", "returned", 100),
    timedelta(hours=170): Carried("fedex", "delivered", 60),
    timedelta(days=33, hours=19, minutes=58): Carried("ups", "lost", 770),
}


def carried(age: timedelta, shop: Shop) -> Carried | None:
    """How the parcel of an order of this age travels; None for those that the shop posts by itself."""
    return BY_AGE.get(age) if shop.slug == SHOP else None


async def settle_in(platform: Platform) -> None:
    """Let each shop say where its parcels start, and the demo's first keep its boxes; once more changes nothing."""
    for shop in catalogue.shops():
        _, _, street, postal_code = shop.legal
        if not street:
            continue  # it has just applied
        place = Place(
            name=shop.owner_name,
            company=shop.name,
            line1=street,
            city=shop.town,
            postal_code=postal_code,
            country=shop.country,
            phone="+351 220 000 000",
        )
        owner = people.owner_of(shop)
        await platform.db.act(owner, "", packages.set_ship_from, shop.number, place)
        if shop.slug == SHOP:
            await platform.db.act(owner, "", _keep_boxes, shop.number)


async def _keep_boxes(tx: Tx, seller_id: int) -> None:
    if await parcels.presets(tx, seller_id):
        return
    for name, length, width, height, grams in _BOXES:
        box = PresetIn(name=name, length_mm=length, width_mm=width, height_mm=height, weight_grams=grams)
        await packages.add_preset(tx, seller_id, box)


async def buy_label(tx: Tx, platform: Platform, part: SellerOrderRow, how: Carried) -> None:
    """Buy the label as the shop would, let the fake know how the parcel ends, and hand it over."""
    wish = LabelWish(
        carrier=how.carrier,
        service=SERVICES[how.carrier],
        form="pdf",
        package=BOX,
        price=EXPECTED,
        items=None,
        reason="",
    )
    assert tx.actor.account_id is not None
    key = idempotency.key_for(tx.actor.account_id, "buy_label", f"demo-{part.number}", b"")
    label, _ = await labels.begin_label(tx, part.id, wish, key)
    made = await directory.carrier(platform, how.carrier).buy_label(label.wanted(), label.service, "pdf")
    file_key = f"labels/demo-{part.number}.pdf"
    await platform.storage.put(file_key, made.content)
    # The fake's own books, in which the hour is that of this story: several are told at once, by one clock.
    async with platform.db.reading() as far:
        await far.execute(
            """UPDATE "order".fake_parcels SET outcome = $3, made_at = $4
               WHERE carrier = $1 AND tracking_number = $2""",
            how.carrier,
            made.tracking_number,
            how.outcome,
            tx.now,
        )
    await labels.record_label(
        tx,
        part.seller_id,
        label.id,
        tracking_number=made.tracking_number,
        price=made.price,
        file_key=file_key,
    )
    if how.has_left and label.shipment_id is not None:
        await labels.hand_over(tx, part.id, label.shipment_id, "")


async def label_return(tx: Tx, platform: Platform, return_id: UUID) -> None:
    """Buy a label for an approved return, as the shop would."""
    wish = LabelWish(
        carrier="ups",
        service=SERVICES["ups"],
        form="pdf",
        package=BOX,
        price=EXPECTED,
        items=None,
        reason="",
    )
    assert tx.actor.account_id is not None
    key = idempotency.key_for(tx.actor.account_id, "buy_return_label", f"demo-{return_id.hex}", b"")
    label, _ = await return_labels.begin_return_label(tx, return_id, wish, key)
    made = await directory.carrier(platform, "ups").buy_label(label.wanted(), label.service, "pdf")
    file_key = f"labels/demo-{return_id.hex}.pdf"
    await platform.storage.put(file_key, made.content)
    await labels.record_label(
        tx,
        label.seller_id,
        label.id,
        tracking_number=made.tracking_number,
        price=made.price,
        file_key=file_key,
    )


async def catch_up(platform: Platform) -> None:
    """Ask the carriers until they have nothing new, and deliver what that published."""
    while await tracking.poll(platform):
        continue
    await events.drain(platform)
