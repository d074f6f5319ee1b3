"""Tracking across the network: carriers are asked in batches, or tell by webhook; `actions.tracking` alone decides."""

from collections.abc import Mapping, Sequence

import asyncpg
import structlog

from feria.core import ids
from feria.core.errors import Problem
from feria.core.platform import Platform
from feria.services.order.actions import tracking
from feria.services.order.gateways import TRACKED_AT_ONCE_MAX, CarrierUnavailable, directory
from feria.services.order.queries import parcels
from feria.services.order.rules.parcels import Event, Tracked

log = structlog.get_logger()


async def poll(platform: Platform) -> int:
    """Ask each carrier about the parcels that are due; how many it was asked about.

    A carrier that does not answer is asked again once their lease is over.
    """
    count = 0
    for name in directory.names(platform.settings):
        due = await platform.db.run(tracking.claim_parcels, name, TRACKED_AT_ONCE_MAX)
        if not due:
            continue
        count += len(due)
        try:
            found = await directory.carrier(platform, name).track(
                sorted({one.tracking_number for one in due})
            )
        except CarrierUnavailable as error:
            log.warning("parcels not tracked", carrier=name, reason=str(error))
            continue
        told = {one.tracking_number: one.events for one in found}
        for known in due:
            await _record(platform, known, told.get(known.tracking_number, []), polled=True)
    return count


async def receive_webhook(platform: Platform, name: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Believe a carrier's webhook, or not: what it tells of our parcels counts as if it had been asked.

    Raises BadSignature, Malformed, NotFound for a carrier that is not offered here. Of others' parcels nothing happens.
    """
    carrier = directory.carrier(platform, name)
    carrier.verify(body, headers)
    for told in carrier.read(body)[:TRACKED_AT_ONCE_MAX]:
        await _record_told(platform, name, told)


async def _record_told(platform: Platform, name: str, told: Tracked) -> None:
    async with platform.db.reading() as tx:
        known = await parcels.tracked(tx, name, told.tracking_number)
    for one in known:
        await _record(platform, one, told.events, polled=False)


async def _record(
    platform: Platform, known: parcels.Tracked, events: Sequence[Event], *, polled: bool
) -> None:
    """One parcel that cannot be moved is logged, and does not hold up the others; polling comes back to it."""
    try:
        await platform.db.run(tracking.record_answer if polled else tracking.record_tracking, known, events)
    except (Problem, asyncpg.PostgresError) as error:
        log.error("parcel not moved", parcel=ids.encode("shp", known.parcel_id), exc_info=error)
