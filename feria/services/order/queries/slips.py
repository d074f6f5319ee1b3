"""Slips for parcels: what has to be in those of a seller order, and the note that goes into one that comes back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound
from feria.services.order.queries import access, claims, parcels, rows
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.rules import documents as rules
from feria.services.order.rules import returns
from feria.services.order.rules.documents import Party
from feria.services.order.rules.parcels import Place
from feria.services.user import contract as user
from feria.services.user.contract import LegalIdentity

SLIPS_MAX = 100
NOTHING_TO_PACK = ("awaiting_payment", "cancelled", "expired")


class NothingToPack(Conflict):
    """All of them are cancelled or not paid for."""

    slug, title = "nothing-to-pack", "There is nothing to pack in these orders."


class SlipLine(msgspec.Struct, frozen=True, kw_only=True):
    """What to pack."""

    quantity: int
    title: str
    variant: str
    personalisation: str
    sku: str


class PackingSlip(msgspec.Struct, frozen=True, kw_only=True):
    """What a packing slip shows; `facts` are pairs of a word and what is so."""

    number: str
    at: datetime
    seller: Party
    to: Party
    phone: str
    facts: list[tuple[str, str]]
    lines: list[SlipLine]
    pieces: int
    gift_note: str
    hue: int


class ReturnSlip(msgspec.Struct, frozen=True, kw_only=True):
    """What the note in a returned parcel shows; `note` is what the seller says, where it is not the address itself."""

    number: str
    at: datetime
    seller: Party
    to: list[str]
    note: str
    facts: list[tuple[str, str]]
    lines: list[SlipLine]
    pieces: int
    hue: int


class NoSlip(Conflict):
    """Nothing is to be sent back: the return is not approved, or it has ended."""

    slug, title = "no-return-slip", "There is no slip for this return: nothing is to be sent back now."


async def packing_slip(tx: Tx, seller_order_id: UUID) -> PackingSlip:
    """Everything of a seller order that is not cancelled; for its members and staff, NotFound for the buyer, too."""
    order, part, roles = await access.seller_order_for(tx, seller_order_id, None)
    if not {"seller", "operator"} & set(roles):
        raise NotFound
    seller = (await user.legal_identities(tx, [part.seller_id]))[part.seller_id]
    return _slip(part, order, await rows.lines(tx, [part]), seller)


async def packing_slips(tx: Tx, seller_id: int, order_ids: Sequence[UUID]) -> list[PackingSlip]:
    """The slips of these orders of a shop, in this order; those with nothing to pack have none. Raises NotFound.

    NotFound as well if one of them is not the shop's; NothingToPack if none has anything to pack.
    """
    if not (tx.actor.member_of(seller_id) or tx.actor.is_operator(*access.STAFF)):
        raise NotFound
    parts = {one.id: one for one in await rows.seller_orders_by_id(tx, seller_id, list(order_ids))}
    if parts.keys() != set(order_ids):
        raise NotFound
    seller = (await user.legal_identities(tx, [seller_id]))[seller_id]
    wanted = [parts[one] for one in dict.fromkeys(order_ids) if parts[one].status not in NOTHING_TO_PACK]
    if not wanted:
        raise NothingToPack
    found = await rows.orders(tx, [one.shopper_id for one in wanted], [one.order_id for one in wanted])
    orders = {one.id: one for one in found}
    lines = await rows.lines(tx, wanted)
    return [
        _slip(
            part, orders[part.order_id], [line for line in lines if line.seller_order_id == part.id], seller
        )
        for part in wanted
    ]


def _slip(
    part: SellerOrderRow, order: OrderRow, of_part: Sequence[LineRow], seller: LegalIdentity
) -> PackingSlip:
    lines = [
        SlipLine(
            quantity=line.ordered - line.cancelled,
            title=line.product_title,
            variant=line.variant_title,
            personalisation=line.personalisation,
            sku=line.sku,
        )
        for line in of_part
        if line.ordered > line.cancelled
    ]
    zone = ZoneInfo(seller.time_zone)
    facts = [("Ordered", _day(part.created_at, zone))]
    if part.ship_by is not None:
        facts.append(("Ship by", _day(part.ship_by, zone)))
    if part.shipping_name:
        facts.append(("Service", part.shipping_name))
    to = part.shipping_address or order.shipping_address
    return PackingSlip(
        number=part.number,
        at=part.updated_at,
        seller=rules.party(seller.name, seller.legal_address, seller.country),
        to=rules.party(to["name"], to, to["country"], company=to.get("company", "")),
        phone=to.get("phone", ""),
        facts=facts,
        lines=lines,
        pieces=sum(line.quantity for line in lines),
        gift_note=part.gift_note,
        hue=seller.stall_hue,
    )


def _day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y}"


async def return_slip(tx: Tx, return_id: UUID, token: str | None) -> ReturnSlip:
    """The note for the parcel of a return; for its buyer, its shop and staff. Raises NotFound, NoSlip."""
    found, seen = await claims.return_for(tx, return_id, token)
    if found.status not in returns.HAS_SLIP:
        raise NoSlip
    seller = (await user.legal_identities(tx, [found.seller_id]))[found.seller_id]
    party = rules.party(seller.name, seller.legal_address, seller.country)
    label = await parcels.label_of_return(tx, found)
    place = await parcels.ship_from(tx, found.seller_id)
    to = [seller.name, *party.address]
    if label is not None or (place is not None and not found.instructions):
        to = _place_lines(label.wanted().recipient if label is not None else place)
    elif found.instructions:
        to = found.instructions.splitlines()
    inside = {one.line_id: one.quantity for one in await claims.return_lines(tx, [found])}
    lines = [
        SlipLine(
            quantity=inside[line.id],
            title=line.product_title,
            variant=line.variant_title,
            personalisation="",
            sku=line.sku,
        )
        for line in await rows.lines(tx, [seen.part])
        if line.id in inside
    ]
    zone = ZoneInfo(seller.time_zone)
    return ReturnSlip(
        number=found.number,
        at=found.created_at,
        seller=party,
        to=to,
        note=found.instructions if label is not None else "",
        facts=[
            ("From", seen.part.buyer_name),
            ("Order", seen.part.number),
            ("Asked on", _day(found.created_at, zone)),
            ("Reason", _REASONS[found.reason]),
        ],
        lines=lines,
        pieces=sum(line.quantity for line in lines),
        hue=seller.stall_hue,
    )


_REASONS = {
    "changed_mind": "Changed my mind",
    "does_not_fit": "Does not fit",
    "wrong_item": "Wrong item",
    "damaged": "Damaged",
    "not_as_described": "Not as described",
}


def _place_lines(place: Place | None) -> list[str]:
    assert place is not None
    address = msgspec.structs.asdict(place)
    shown = rules.party(place.company or place.name, address, place.country)
    second = [place.name] if place.company else []
    return [shown.name, *second, *shown.address]
