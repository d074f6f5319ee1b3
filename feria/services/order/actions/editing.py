"""Changing what has not left yet: where it goes, and what of it the shop cannot send."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, PreconditionFailed, invalid
from feria.services.order import rules
from feria.services.order.actions import cancelling, steps
from feria.services.order.actions.steps import StatusConflict
from feria.services.order.events import DeliveryAddressChanged
from feria.services.order.queries import access, rows
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.order.rules import Role, addresses
from feria.services.order.schemas import CancelIn
from feria.services.order.schemas.editing import AddressChangeIn


class AddressClosed(Conflict):
    """The buyer's hour is over, a parcel or its label is made, or nothing will be sent any more."""

    slug, title = "address-closed", "The address can no longer be changed. Ask the seller."


class AddressElsewhere(Conflict):
    """Another country, region or VAT id would change tax or delivery; so may another postal code."""

    slug = "address-elsewhere"
    title = "To that place, or with that VAT id, it may cost something else. Cancel, and order again."


async def change_address(
    tx: Tx, order_id: UUID, token: str | None, data: AddressChangeIn, version: int | None
) -> None:
    """Send all of an order that has not left to another address; what has left keeps the one it went to.

    The buyer may within the hour, support with a reason. Raises AddressClosed, AddressElsewhere, Forbidden, NotFound,
    PreconditionFailed when it is not this version any more (None: whatever it is).
    """
    seen, roles = await access.order_for(tx, order_id, token)
    role = _role(tx, roles, data.reason)
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    parts = await rows.seller_orders_of(tx, order)
    wanted = [part for part in parts if part.status in rules.ADDRESS_OPEN]
    wanted = await _open(tx, order, wanted, role)
    if not wanted:
        raise AddressClosed
    if version not in (None, order.version + sum(part.version for part in parts)):
        raise PreconditionFailed
    address = await _address(tx, order.shipping_address, data, wanted)
    if address == order.shipping_address and all(part.shipping_address is None for part in wanted):
        return
    rest = [part for part in parts if part not in wanted and part.shipping_address is None]
    await tx.execute(
        """WITH stays AS (
               UPDATE "order".seller_orders SET shipping_address = $4
               WHERE seller_id = ANY($5::bigint[]) AND id = ANY($6::uuid[])
           )
           UPDATE "order".orders SET shipping_address = $3, updated_at = $7, version = version + 1
           WHERE shopper_id = $1 AND id = $2""",
        order.shopper_id,
        order.id,
        address,
        order.shipping_address,
        [part.seller_id for part in rest],
        [part.id for part in rest],
        tx.now,
    )
    await _write(tx, order, wanted, address, role=role, reason=data.reason, own=None)


async def change_part_address(
    tx: Tx, seller_order_id: UUID, token: str | None, data: AddressChangeIn, version: int | None
) -> None:
    """Send one seller's part to another address; its shop may, too, with a reason. Raises as `change_address`."""
    seen, part, roles = await access.seller_order_for(tx, seller_order_id, token)
    role = _role(tx, roles, data.reason)
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, part.seller_id)
    if not await _open(tx, order, [part], role):
        raise AddressClosed
    if version not in (None, order.version + part.version):
        raise PreconditionFailed
    before = part.shipping_address or order.shipping_address
    address = await _address(tx, before, data, [part])
    if address != before:
        await _write(tx, order, [part], address, role=role, reason=data.reason, own=address)


def _role(tx: Tx, roles: Sequence[Role], reason: str) -> Role:
    if "buyer" in roles and "seller" not in roles:
        return "buyer"
    role = access.acting_seller(tx, roles, reason)
    if not reason.strip():
        raise invalid("reason", "is required of a shop: the buyer is told")
    return role


async def _open(tx: Tx, order: OrderRow, parts: Sequence[SellerOrderRow], role: Role) -> list[SellerOrderRow]:
    """Those of locked parts whose address this role may change now: nothing of them is in a parcel yet."""
    packed = {one.seller_order_id for one in await rows.shipments(tx, list(parts))} if parts else set()
    return [part for part in parts if part.id not in packed and _may(tx, order, part, role)]


def _may(tx: Tx, order: OrderRow, part: SellerOrderRow, role: Role) -> bool:
    if part.status not in rules.ADDRESS_OPEN:
        return False
    if part.status == "awaiting_payment":
        return role != "seller"
    if role != "buyer":
        return True
    return order.placed_at is not None and tx.now - order.placed_at <= rules.BUYER_CANCELS_WITHIN


async def _address(
    tx: Tx, now: Mapping[str, str], data: AddressChangeIn, parts: Sequence[SellerOrderRow]
) -> dict[str, Any]:
    """The new address of these parts; raises AddressElsewhere when it would change the price."""
    address: dict[str, Any] = msgspec.to_builtins(data.address)
    taxed = [line.tax_source for line in await rows.lines(tx, list(parts))]
    if not addresses.same_price_there(now, address, [part.shipping_kind for part in parts], taxed):
        raise AddressElsewhere
    return address


async def _write(
    tx: Tx,
    order: OrderRow,
    parts: Sequence[SellerOrderRow],
    address: Mapping[str, Any],
    *,
    role: Role,
    reason: str,
    own: Mapping[str, Any] | None,
) -> None:
    """Note the new address of these parts, as their own or as their order's (`own` None), and tell the other side."""
    await tx.execute(
        """UPDATE "order".seller_orders
           SET shipping_address = $3, buyer_name = $4, updated_at = $5, version = version + 1
           WHERE seller_id = ANY($1::bigint[]) AND id = ANY($2::uuid[])""",
        [part.seller_id for part in parts],
        [part.id for part in parts],
        own,
        address["name"],
        tx.now,
    )
    for part in parts:
        before = part.shipping_address or order.shipping_address
        detail = {"from": addresses.address_line(before), "to": addresses.address_line(address)}
        steps.note_change(tx, part, "address_changed", detail, role=role, reason=reason)
        if role == "operator":
            tx.audit("seller_order.address_changed", ids.encode("sord", part.id), reason=reason)
        if part.placed_at is not None:
            await tx.publish(
                DeliveryAddressChanged(
                    seller_id=part.seller_id,
                    seller_order_id=part.id,
                    order_id=order.id,
                    by=role,
                    reason=reason,
                    version=part.version + 1,
                )
            )


async def cancel_part(tx: Tx, seller_order_id: UUID, token: str | None, data: CancelIn) -> None:
    """Cancel one seller's part or some units of it: the buyer within the hour, the shop and support what has not left.

    Raises CancellationClosed for the buyer, StatusConflict for the shop, Forbidden, NotFound.
    """
    seen, part, roles = await access.seller_order_for(tx, seller_order_id, token)
    if "buyer" in roles and "seller" not in roles:
        await cancelling.cancel_seller_order(tx, seen, part, data)
        return
    role = access.acting_seller(tx, roles, data.reason)
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, part.seller_id)
    if part.status not in rules.TO_SHIP:
        raise StatusConflict(f"It is {part.status}.", status_now=part.status)
    lines = await rows.lines(tx, [part])
    if data.lines is None:
        units = {line.id: rules.open_units(line) for line in lines if rules.open_units(line)}
    else:
        units = cancelling.asked_units({line.id: line for line in lines}, data.lines, "lines")
    await cancelling.cancel_units(tx, order, [part], units, lines=lines, reason=data.reason, role=role)
    if role == "operator":
        tx.audit("seller_order.cancelled", ids.encode("sord", part.id), reason=data.reason)
