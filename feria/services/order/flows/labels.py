"""Labels across the network: written down, bought, kept, recorded; what was lost on the way is found again or voided.

A label is bought at one place only, by the request that wrote it down. Everything else asks the carrier what it made
under the label's reference, so that no crash and no lost answer ever makes a second one.
"""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec
import structlog

from feria.core import clock, ids, money
from feria.core.auth import Principal
from feria.core.errors import Conflict, Problem, Unavailable, invalid
from feria.core.idempotency import Key
from feria.core.money import Money
from feria.core.platform import Platform
from feria.services.order.actions import labels, return_labels
from feria.services.order.actions.labels import LabelWish, ParcelLeft
from feria.services.order.gateways import Carrier, CarrierRefused, CarrierUnavailable, directory
from feria.services.order.queries.parcels import LabelRow
from feria.services.order.rules.parcels import Consignment, Label, LabelFormat, Package, Rate
from feria.services.order.schemas import LineQuantityIn

log = structlog.get_logger()

BATCH = 20
# For prices that a shop looks at while it packs; a checkout waits less long.
RATES_SECONDS = 8.0
SILENT = "does not answer right now"
# A carrier that does not know our reference by then never will: longer than any call and its indexes take.
UNHEARD_AFTER = timedelta(minutes=10)


class LabelRefused(Conflict):
    """The carrier does not make this label, or does not take it back; `detail` is what it says."""

    slug, title = "label-refused", "The carrier refuses."


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Prices of all services, the cheapest first, and the carriers that could not be asked, with what they say."""

    rates: list[Rate]
    refused: dict[str, str]


async def rates(
    platform: Platform,
    actor: Principal,
    request_id: str,
    seller_order_id: UUID,
    package: Package,
    items: list[LineQuantityIn] | None,
) -> Asked:
    """What a parcel of a seller order would cost with each carrier; one that is slow or refuses is left out.

    Raises NotFound for strangers, ShipFromMissing, NothingToShip.
    """
    async with platform.db.reading(actor, request_id=request_id) as tx:
        wanted = await labels.consignment_for(tx, seller_order_id, package, items)
    return await _ask(platform, wanted)


async def rates_of_return(
    platform: Platform, actor: Principal, request_id: str, return_id: UUID, package: Package
) -> Asked:
    """The same of a parcel that comes back with a return. Raises NotFound, ReturnConflict, ShipFromMissing."""
    async with platform.db.reading(actor, request_id=request_id) as tx:
        wanted = await return_labels.consignment_for(tx, return_id, package)
    return await _ask(platform, wanted)


async def _ask(platform: Platform, wanted: Consignment) -> Asked:
    names = directory.names(platform.settings)
    await directory.prepare()
    found: list[Rate] = []
    refused: dict[str, str] = {}

    async def ask(name: str) -> None:
        try:
            async with asyncio.timeout(RATES_SECONDS):
                found.extend(await directory.carrier(platform, name).rates(wanted))
        except CarrierRefused as error:
            refused[name] = str(error)
        except (CarrierUnavailable, TimeoutError) as error:
            log.warning("no rates", carrier=name, reason=str(error))
            refused[name] = SILENT

    await asyncio.gather(*(ask(name) for name in names))
    return Asked(rates=sorted(found, key=lambda rate: (rate.price.amount, rate.service)), refused=refused)


async def buy(
    platform: Platform, actor: Principal, request_id: str, seller_order_id: UUID, wish: LabelWish, key: Key
) -> tuple[LabelRow, bool]:
    """Buy a label: write down, ask the carrier, keep the file, record; and whether this key did so before.

    Raises what `begin_label` raises, LabelRefused, and Unavailable when the carrier is silent: then `settle` finds out
    what became of it, and the same key tells.
    """
    _require_offered(platform, wish)
    label, replayed = await platform.db.act(actor, request_id, labels.begin_label, seller_order_id, wish, key)
    return await _bought(platform, label, replayed=replayed)


async def buy_for_return(
    platform: Platform, actor: Principal, request_id: str, return_id: UUID, wish: LabelWish, key: Key
) -> tuple[LabelRow, bool]:
    """The same for a parcel that comes back. Raises what `begin_return_label` raises, LabelRefused, Unavailable."""
    _require_offered(platform, wish)
    label, replayed = await platform.db.act(
        actor, request_id, return_labels.begin_return_label, return_id, wish, key
    )
    return await _bought(platform, label, replayed=replayed)


async def buy_for_returns(platform: Platform) -> int:
    """Buy the cheapest label for each return that waits for one by its shop's own setting; how many were looked at.

    What a carrier refuses is the shop's to mend; one that does not answer is asked again later.
    """
    due = await platform.db.run(return_labels.claim_returns, BATCH)
    for return_id in due:
        try:
            problem = await _buy_by_clock(platform, return_id)
        except (Problem, asyncpg.PostgresError) as error:
            log.warning("no return label yet", id=ids.encode("ret", return_id), reason=str(error))
        else:
            await platform.db.run(return_labels.stop_trying, return_id, problem)
    return len(due)


async def _buy_by_clock(platform: Platform, return_id: UUID) -> str:
    """Why there is no label although nothing broke; empty when there is one, or none is needed."""
    async with platform.db.reading() as tx:
        wanted = await return_labels.consignment_by_clock(tx, return_id)
    if wanted is None:
        return ""
    asked = await _ask(platform, wanted)
    if not asked.rates:
        if any(said == SILENT for said in asked.refused.values()):
            raise Unavailable("no carrier has told a price")
        return "; ".join(sorted(set(asked.refused.values()))) or "No carrier goes there."
    cheapest = asked.rates[0]
    wish = LabelWish(
        carrier=cheapest.carrier,
        service=cheapest.service,
        form="pdf",
        package=wanted.package,
        price=cheapest.price,
        items=None,
        reason="",
    )
    label = await platform.db.run(return_labels.begin_by_clock, return_id, wish)
    if label is not None:
        try:
            await _bought(platform, label, replayed=False)
        except LabelRefused as error:
            return error.detail
    return ""


def _require_offered(platform: Platform, wish: LabelWish) -> None:
    if wish.carrier not in directory.names(platform.settings):
        raise invalid("carrier", "is not offered here")
    if wish.price.amount < 0 or wish.price.currency not in money.CURRENCIES:
        raise invalid("price", "is no price")


async def _bought(platform: Platform, label: LabelRow, *, replayed: bool) -> tuple[LabelRow, bool]:
    """Ask the carrier for a label that was just written down; of one written down before, what became of it."""
    if replayed:
        return await _resume(platform, label) if label.state == "requested" else label, True
    carrier = directory.carrier(platform, label.carrier)
    try:
        made = await carrier.buy_label(label.wanted(), label.service, _form(label))
        if made.price is None:
            made = msgspec.structs.replace(made, price=await _asked_price(carrier, label))
    except CarrierRefused as error:
        await platform.db.run(labels.fail_label, label.seller_id, label.id, str(error))
        raise LabelRefused(str(error)) from error
    except CarrierUnavailable as error:
        log.warning("label not answered", label=ids.encode("lbl", label.id), reason=str(error))
        raise Unavailable(
            "The carrier does not answer right now. We look what became of the label."
        ) from error
    return await _keep(platform, label, made), False


async def void(
    platform: Platform,
    actor: Principal,
    request_id: str,
    seller_order_id: UUID,
    shipment_id: UUID,
    reason: str,
) -> LabelRow:
    """Take a label back. Undoes `buy`.

    Raises NotFound, ParcelLeft, LabelRefused; when the carrier is silent the label stays `void_requested` and
    `settle` goes on.
    """
    label = await platform.db.act(
        actor, request_id, labels.request_void, seller_order_id, shipment_id, reason
    )
    return await _voided(platform, label)


async def void_of_return(
    platform: Platform, actor: Principal, request_id: str, return_id: UUID, reason: str
) -> LabelRow:
    """The same with the label of a return that has not left."""
    label = await platform.db.act(actor, request_id, return_labels.request_void, return_id, reason)
    return await _voided(platform, label)


async def _voided(platform: Platform, label: LabelRow) -> LabelRow:
    if label.state != "void_requested":
        raise ParcelLeft
    try:
        label = await _void(platform, label)
    except CarrierUnavailable:
        return label
    if label.state != "voided":
        raise LabelRefused(label.reason)
    return label


async def settle(platform: Platform) -> int:
    """Go on with labels whose carrier has not answered: bought or not, voided or not; how many were looked at."""
    due = await platform.db.run(labels.claim_labels, BATCH)
    for label in due:
        try:
            await (_resume if label.state == "requested" else _void)(platform, label)
        except (CarrierUnavailable, Problem) as error:
            log.warning("label not settled", label=ids.encode("lbl", label.id), reason=str(error))
    return len(due)


async def file_of(
    platform: Platform, actor: Principal, request_id: str, seller_order_id: UUID, shipment_id: UUID
) -> tuple[LabelRow, bytes]:
    """A label and its file, for members of the shop and staff; raises NotFound."""
    async with platform.db.reading(actor, request_id=request_id) as tx:
        label = await labels.label_to_print(tx, seller_order_id, shipment_id)
    return label, await platform.storage.get(label.file_key)


async def file_of_return(
    platform: Platform, actor: Principal, request_id: str, return_id: UUID, token: str | None
) -> tuple[LabelRow, bytes]:
    """The same of a return, for its buyer, too; raises NotFound."""
    async with platform.db.reading(actor, request_id=request_id) as tx:
        label = await return_labels.label_to_print(tx, return_id, token)
    return label, await platform.storage.get(label.file_key)


async def _resume(platform: Platform, label: LabelRow) -> LabelRow:
    """Look for a label whose answer was lost; what was found without its picture is voided."""
    if clock.now() - label.created_at < labels.LEASE:
        return label  # whoever wrote it down is still buying it
    carrier = directory.carrier(platform, label.carrier)
    found = await _found(carrier, label)
    if found is None:
        if clock.now() - label.created_at < UNHEARD_AFTER:
            return label
        return await platform.db.run(
            labels.fail_label, label.seller_id, label.id, "The carrier did not get the order. Buy it again."
        )
    number, made = found
    price = (made and made.price) or await _asked_price(carrier, label)
    if made is not None:
        return await _keep(platform, label, msgspec.structs.replace(made, price=price))
    label = await platform.db.run(labels.lose_label, label.seller_id, label.id, number, price)
    return await _void(platform, label) if label.state == "void_requested" else label


async def _asked_price(carrier: Carrier, label: LabelRow) -> Money | None:
    """What the carrier asks for such a label, where it does not tell what it asked for this one.

    What the shop says that it was shown counts only if nobody knows better.
    """
    try:
        asked = await carrier.rates(label.wanted())
    except CarrierRefused:
        return None
    return next((rate.price for rate in asked if rate.service == label.service), None)


async def _found(carrier: Carrier, label: LabelRow) -> tuple[str, Label | None] | None:
    wanted = label.wanted()
    found = await carrier.find_label(wanted.reference, _form(label), wanted.ship_on)
    return None if found is None else (found.tracking_number, found.label)


async def _keep(platform: Platform, label: LabelRow, made: Label) -> LabelRow:
    """Store the file, then record; the key is the label's own, so that a second time writes the same."""
    key = f"labels/{ids.encode('lbl', label.id)}.{label.form}"
    await platform.storage.put(key, made.content)
    label = await platform.db.run(
        labels.record_label,
        label.seller_id,
        label.id,
        tracking_number=made.tracking_number,
        price=made.price,
        file_key=key,
    )
    return label


async def _void(platform: Platform, label: LabelRow) -> LabelRow:
    try:
        await directory.carrier(platform, label.carrier).void_label(label.tracking_number)
    except CarrierRefused as error:
        return await platform.db.run(labels.refuse_void, label.seller_id, label.id, str(error))
    return await platform.db.run(labels.record_void, label.seller_id, label.id)


def _form(label: LabelRow) -> LabelFormat:
    return "zpl" if label.form == "zpl" else "pdf"
