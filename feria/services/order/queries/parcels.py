"""Reads about parcels and their labels: what is packed, what carriers said, what is asked, and how shops pack.

Rows of a label or parcel are reached with their seller, behind `access.seller_order_for` or from the directory.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.services.order.queries.claims import ReturnRow
from feria.services.order.queries.rows import LineRow, SellerOrderRow
from feria.services.order.rules.parcels import Consignment, ParcelState, Place


class LabelRow(msgspec.Struct, frozen=True, kw_only=True):
    """A label that was asked for; its price is what was expected until the carrier said what it costs.

    It is that of a parcel to the buyer (`shipment_id`) or that of a return.
    """

    seller_id: int
    id: UUID
    seller_order_id: UUID
    shipment_id: UUID | None
    return_id: UUID | None
    carrier: str
    service: str
    form: str
    consignment: dict[str, Any]
    state: str
    tracking_number: str
    file_key: str
    price_amount: int
    currency: str
    reason: str
    created_at: datetime

    def wanted(self) -> Consignment:
        """What the carrier is told."""
        return msgspec.convert(self.consignment, Consignment)


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a parcel's way."""

    shipment_id: UUID
    at: datetime
    state: str
    code: str
    words: str
    place: str


class ReturnEventRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the way of what comes back."""

    return_id: UUID
    at: datetime
    state: str
    words: str
    place: str


class PresetRow(msgspec.Struct, frozen=True, kw_only=True):
    """A box that a shop packs into."""

    seller_id: int
    id: UUID
    name: str
    length_mm: int
    width_mm: int
    height_mm: int
    weight_grams: int


class Tracked(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel that a carrier knows by this number: a shipment, or what comes back with a return."""

    carrier: str
    tracking_number: str
    seller_id: int
    parcel_id: UUID
    is_return: bool
    unchanged: int
    created_at: datetime


PRESETS_MAX = 50
_LABEL = """
SELECT seller_id, id, seller_order_id, shipment_id, return_id, carrier, service, form, consignment, state,
       tracking_number, file_key, price_amount, currency, reason, created_at
FROM "order".labels"""


async def label(tx: Tx, seller_id: int, label_id: UUID) -> LabelRow | None:
    """A label without a lock; whoever changes one has locked its order."""
    return await tx.one(LabelRow, _LABEL + " WHERE seller_id = $1 AND id = $2", seller_id, label_id)


async def label_of_parcel(tx: Tx, seller_id: int, shipment_id: UUID) -> LabelRow | None:
    """The label of a parcel, None for one shipped by hand."""
    return await tx.one(
        LabelRow, _LABEL + " WHERE seller_id = $1 AND shipment_id = $2", seller_id, shipment_id
    )


async def label_of_return(tx: Tx, found: ReturnRow) -> LabelRow | None:
    """The label of a return that counts, or of which the carrier has not said yet whether it does."""
    return await tx.one(
        LabelRow,
        _LABEL
        + """ WHERE seller_id = $1 AND return_id = $2 AND state IN ('requested', 'bought', 'void_requested')""",
        found.seller_id,
        found.id,
    )


async def labels_of_returns(tx: Tx, found: Sequence[ReturnRow]) -> list[LabelRow]:
    """All labels of these returns, also those that failed, the oldest first."""
    return await tx.all(
        LabelRow,
        _LABEL
        + " WHERE seller_id = ANY($1::bigint[]) AND return_id = ANY($2::uuid[]) ORDER BY created_at, id",
        sorted({one.seller_id for one in found}),
        [one.id for one in found],
    )


async def labels_of(tx: Tx, parts: Sequence[SellerOrderRow]) -> list[LabelRow]:
    """All labels of parcels of these seller orders, also those that failed, the oldest first; without returns'."""
    return await tx.all(
        LabelRow,
        _LABEL
        + """ WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[]) AND return_id IS NULL
              ORDER BY created_at, id""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )


async def packed(tx: Tx, parts: Sequence[SellerOrderRow]) -> dict[UUID, int]:
    """Units by line that are set aside in parcels which have not left."""
    found = await tx.fetch(
        """SELECT l.line_id, sum(l.quantity)::bigint AS quantity
           FROM "order".shipments s
           JOIN "order".shipment_lines l ON l.seller_id = s.seller_id AND l.shipment_id = s.id
           WHERE s.seller_id = ANY($1::bigint[]) AND s.seller_order_id = ANY($2::uuid[]) AND s.state = 'label_created'
           GROUP BY l.line_id""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )
    return {UUID(int=row["line_id"].int): row["quantity"] for row in found}


def without(lines: Sequence[LineRow], units: dict[UUID, int]) -> list[LineRow]:
    """The lines as if what is set aside had left."""
    return [msgspec.structs.replace(line, shipped=line.shipped + units.get(line.id, 0)) for line in lines]


async def events_of(tx: Tx, parts: Sequence[SellerOrderRow]) -> list[EventRow]:
    """What was said of the parcels of these seller orders, the oldest first."""
    return await tx.all(
        EventRow,
        """SELECT e.shipment_id, e.at, e.state, e.code, e.words, e.place
           FROM "order".shipments s JOIN "order".parcel_events e ON e.seller_id = s.seller_id AND e.shipment_id = s.id
           WHERE s.seller_id = ANY($1::bigint[]) AND s.seller_order_id = ANY($2::uuid[])
           ORDER BY e.at, e.received_at, e.id""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )


async def states_of(tx: Tx, seller_id: int, shipment_id: UUID) -> list[tuple[datetime, ParcelState]]:
    """Times and states of everything that was said of one parcel."""
    rows = await tx.fetch(
        'SELECT at, state FROM "order".parcel_events WHERE seller_id = $1 AND shipment_id = $2',
        seller_id,
        shipment_id,
    )
    known = {state: state for state in get_args(ParcelState)}
    return [(row["at"], known[row["state"]]) for row in rows]


async def tracked(tx: Tx, carrier: str, tracking_number: str) -> list[Tracked]:
    """The parcels with this number at this carrier: one, but for numbers that two shops have typed in."""
    return await tx.all(
        Tracked,
        """SELECT carrier, tracking_number, seller_id, parcel_id, is_return, unchanged, created_at
           FROM "order".tracked_parcels WHERE carrier = $1 AND tracking_number = $2
           ORDER BY seller_id, parcel_id""",
        carrier,
        tracking_number,
    )


async def last_words(tx: Tx, seller_id: int, shipment_id: UUID, state: str) -> str:
    """What was said last of a parcel in this state; empty when nothing was."""
    found: str | None = await tx.fetchval(
        """SELECT words FROM "order".parcel_events WHERE seller_id = $1 AND shipment_id = $2 AND state = $3
           ORDER BY at DESC, received_at DESC, id DESC LIMIT 1""",
        seller_id,
        shipment_id,
        state,
    )
    return found or ""


async def states_of_return(tx: Tx, seller_id: int, return_id: UUID) -> list[tuple[datetime, ParcelState]]:
    """Times and states of everything that was said of the parcel of a return."""
    rows = await tx.fetch(
        'SELECT at, state FROM "order".return_events WHERE seller_id = $1 AND return_id = $2',
        seller_id,
        return_id,
    )
    known = {state: state for state in get_args(ParcelState)}
    return [(row["at"], known[row["state"]]) for row in rows]


async def events_of_returns(tx: Tx, found: Sequence[ReturnRow]) -> list[ReturnEventRow]:
    """What was said of the parcels of these returns, the oldest first."""
    return await tx.all(
        ReturnEventRow,
        """SELECT return_id, at, state, words, place FROM "order".return_events
           WHERE seller_id = ANY($1::bigint[]) AND return_id = ANY($2::uuid[]) ORDER BY at, received_at, id""",
        sorted({one.seller_id for one in found}),
        [one.id for one in found],
    )


def require_member(tx: Tx, seller_id: int) -> None:
    """Let members of the shop pass; for others it has no packing table."""
    if not tx.actor.member_of(seller_id):
        raise NotFound


async def ship_from(tx: Tx, seller_id: int) -> Place | None:
    """Where the shop's parcels start, None while it has not said."""
    found = await tx.fetchval('SELECT address FROM "order".ship_from WHERE seller_id = $1', seller_id)
    return None if found is None else msgspec.convert(found, Place)


async def labels_returns(tx: Tx, seller_id: int) -> bool:
    """Whether the shop has labels bought by itself for returns that it has to answer for."""
    return bool(
        await tx.fetchval('SELECT labels_returns FROM "order".ship_from WHERE seller_id = $1', seller_id)
    )


async def presets(tx: Tx, seller_id: int) -> list[PresetRow]:
    """The shop's boxes in the order they were made."""
    return await tx.all(
        PresetRow,
        """SELECT seller_id, id, name, length_mm, width_mm, height_mm, weight_grams
           FROM "order".package_presets WHERE seller_id = $1 ORDER BY created_at, id LIMIT $2""",
        seller_id,
        PRESETS_MAX,
    )
