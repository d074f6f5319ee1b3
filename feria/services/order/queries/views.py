"""Orders as people see them: a whole order with its parts, one seller's part, and where the parcels are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids, money
from feria.core.db import Tx
from feria.core.money import Money
from feria.services.order import rules, schemas
from feria.services.order.queries import parcels, rows
from feria.services.order.queries.parcels import EventRow, LabelRow
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow, ShipmentRow, StepRow
from feria.services.order.rules import Role
from feria.services.order.rules.parcels import service_name, tracking_link
from feria.services.payment import contract as payment
from feria.services.product import contract as product
from feria.services.user import contract as user
from feria.services.user.contract import DeliveryOut, SellerCard

IMAGE_WIDTH = 400


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """An order, some or all of its parts, and what belongs to them."""

    order: OrderRow
    parts: Sequence[SellerOrderRow]
    lines: Sequence[LineRow]
    cards: Mapping[int, SellerCard]
    shipments: Sequence[ShipmentRow] = ()
    labels: Sequence[LabelRow] = ()
    events: Sequence[EventRow] = ()
    steps: Sequence[StepRow] = ()
    now: datetime | None = None


async def order_view(tx: Tx, order: OrderRow, roles: Sequence[Role]) -> schemas.OrderOut:
    """The order for its buyer or the operator."""
    whole = await _whole(tx, order, await rows.seller_orders(tx, order.seller_ids, [order.id]))
    paid = await payment.payment_summary(tx, order.shopper_id, order.payment_id)
    return shown_order(whole, roles, payment_status=paid.status)


async def seller_order_view(
    tx: Tx, order: OrderRow, part: SellerOrderRow, roles: Sequence[Role]
) -> schemas.SellerOrderOut:
    """One seller's part, for its members, the buyer or the operator."""
    return shown_part(await _whole(tx, order, [part]), part, roles)


async def tracking_view(tx: Tx, order: OrderRow, part: SellerOrderRow | None) -> schemas.TrackingOut:
    """The parcels of an order, or of one part of it."""
    parts = await rows.seller_orders(tx, order.seller_ids, [order.id]) if part is None else [part]
    lines = {line.id: line for line in await rows.lines(tx, parts)}
    events = await parcels.events_of(tx, parts)
    return schemas.TrackingOut(
        number=order.number if part is None else part.number,
        status=order.status if part is None else part.status,
        shipments=[shown_shipment(one, lines, events) for one in await rows.shipments(tx, parts)],
    )


async def _whole(tx: Tx, order: OrderRow, parts: list[SellerOrderRow]) -> Whole:
    return Whole(
        order=order,
        parts=parts,
        lines=await rows.lines(tx, parts),
        cards=await user.seller_cards(tx, [part.seller_id for part in parts]),
        shipments=await rows.shipments(tx, parts),
        labels=await parcels.labels_of(tx, parts),
        events=await parcels.events_of(tx, parts),
        steps=await rows.steps(tx, order, parts),
        now=tx.now,
    )


def shown_order(
    whole: Whole, roles: Sequence[Role], *, payment_status: str, token: str | None = None
) -> schemas.OrderOut:
    """The whole order from its rows."""
    order = whole.order
    open_parts = [part for part in whole.parts if part.status in rules.CANCELLABLE_BY_BUYER]
    until = order.expires_at if order.status == "pending_payment" else None
    if open_parts and order.placed_at is not None:
        until = order.placed_at + rules.BUYER_CANCELS_WITHIN
    return schemas.OrderOut(
        id=ids.encode("ord", order.id),
        number=order.number,
        status=as_is(order.status),
        payment_status=as_is(order.payment_status),
        email=order.email,
        seller_orders=[shown_part(whole, part, roles) for part in whole.parts],
        timeline=_timeline(whole, order.number, None, first="pending_payment"),
        subtotal=_money(order.items_amount, order),
        discount=_money(order.discount_amount, order),
        coupons=[
            schemas.UsedCouponOut(code=code, name=one["name"], discount=_money(one["amount"], order))
            for code, one in order.coupons.items()
        ],
        shipping=_money(order.shipping_amount, order),
        tax=_money(order.tax_amount, order),
        tax_inclusive=order.tax_inclusive,
        total=_money(order.total_amount, order),
        refunded=_money(sum(part.refunded_amount for part in whole.parts), order),
        payment=schemas.PaymentOut(id=ids.encode("pay", order.payment_id), status=payment_status),
        payment_method=order.payment_method,
        shipping_address=schemas.AddressOut(**order.shipping_address),
        billing_address=None
        if order.billing_address is None
        else schemas.AddressOut(**order.billing_address),
        cancel_reason=order.cancel_reason,
        cancellable_until=until,
        created_at=order.created_at,
        expires_at=order.expires_at,
        placed_at=order.placed_at,
        version=order.version + sum(part.version for part in whole.parts),  # it shows them, too
        token=token,
    )


def shown_part(whole: Whole, part: SellerOrderRow, roles: Sequence[Role]) -> schemas.SellerOrderOut:
    """One part from its rows; the commission is for seller and operator."""
    with_commission = "seller" in roles or "operator" in roles
    lines = {line.id: line for line in whole.lines if line.seller_order_id == part.id}
    return schemas.SellerOrderOut(
        id=ids.encode("sord", part.id),
        number=part.number,
        order_id=ids.encode("ord", part.order_id),
        order_number=whole.order.number,
        seller=shown_seller(whole.cards[part.seller_id]),
        status=as_is(part.status),
        payment_status=as_is(whole.order.payment_status),
        lines=[_line(line, with_commission) for line in lines.values()],
        shipments=[
            shown_shipment(one, lines, whole.events)
            for one in whole.shipments
            if one.seller_order_id == part.id and (with_commission or one.tracking_number or one.shipped_at)
        ],
        labels=[shown_label(one) for one in whole.labels if one.seller_order_id == part.id]
        if with_commission
        else None,
        timeline=_timeline(whole, part.number, part.id, first="awaiting_payment"),
        shipping_name=part.shipping_name,
        shipping_kind=part.shipping_kind,
        pickup=None if part.pickup is None else user.PickupPlace(**part.pickup),
        gift_note=part.gift_note,
        subtotal=_money(part.items_amount, part),
        discount=_money(part.discount_amount, part),
        shipping=_money(part.shipping_amount, part),
        tax=_money(part.tax_amount, part),
        tax_inclusive=whole.order.tax_inclusive,
        tax_reason=as_is(part.tax_reason),
        total=_money(part.total_amount, part),
        refunded=_money(part.refunded_amount, part),
        commission=_money(part.commission_amount - part.refunded_commission_amount, part)
        if with_commission
        else None,
        promotion=_money(part.promotion_amount - part.refunded_promotion_amount, part)
        if with_commission
        else None,
        remitted_tax=_money(part.remitted_tax_amount - part.refunded_remitted_tax_amount, part)
        if with_commission
        else None,
        buyer_name=part.buyer_name,
        shipping_address=schemas.AddressOut(**(part.shipping_address or whole.order.shipping_address)),
        cancel_reason=part.cancel_reason,
        created_at=part.created_at,
        placed_at=part.placed_at,
        ship_by=part.ship_by,
        deliver_by=part.deliver_by,
        delivery=shown_delivery(part, whole.cards[part.seller_id]),
        accept_by=part.due_at if part.status == "placed" else None,
        late=whole.now is not None and rules.late(part.status, part.ship_by, whole.now),
        version=whole.order.version + part.version,  # what it shows of the order changes too
    )


def shown_seller(card: SellerCard) -> schemas.SellerOut:
    """Whose part it is."""
    return schemas.SellerOut(
        id=ids.encode_owner("sel", card.id),
        slug=card.slug,
        name=card.name,
        stall_hue=card.stall_hue,
        logo=card.logo,
    )


def shown_delivery(part: SellerOrderRow, card: SellerCard) -> DeliveryOut | None:
    """The days that were promised when the part was placed; what is not sent has none."""
    if part.deliver_from is None or part.deliver_by is None:
        return None
    return user.delivery(part.deliver_from, part.deliver_by, card.time_zone)


def shown_shipment(
    one: ShipmentRow, lines: Mapping[UUID, LineRow], events: Sequence[EventRow]
) -> schemas.ShipmentOut:
    """A parcel from its row, with what was said of it."""
    return schemas.ShipmentOut(
        id=ids.encode("shp", one.id),
        seller_order_id=ids.encode("sord", one.seller_order_id),
        carrier=one.carrier,
        tracking_number=one.tracking_number,
        tracking_url=tracking_link(one.carrier, one.tracking_number),
        status=as_is(one.state),
        created_at=one.created_at,
        shipped_at=one.shipped_at,
        delivered_at=one.delivered_at,
        items=[
            schemas.ShippedItemOut(
                line_id=ids.encode("line", line_id), title=lines[line_id].product_title, quantity=quantity
            )
            for line_id, quantity in zip(one.line_ids, one.quantities, strict=True)
        ],
        events=[
            schemas.ParcelEventOut(
                at=event.at, status=as_is(event.state), text=event.words, place=event.place
            )
            for event in events
            if event.shipment_id == one.id
        ],
    )


def shown_label(one: LabelRow) -> schemas.LabelOut:
    """The label of a parcel from its row."""
    assert one.shipment_id is not None
    return schemas.LabelOut(
        id=ids.encode("lbl", one.id),
        shipment_id=ids.encode("shp", one.shipment_id),
        carrier=one.carrier,
        service=one.service,
        service_name=service_name(one.service),
        format=as_is(one.form),
        status=as_is(one.state),
        tracking_number=one.tracking_number,
        price=Money(one.price_amount, one.currency),
        reason=one.reason,
        created_at=one.created_at,
    )


def _line(line: LineRow, with_commission: bool) -> schemas.LineOut:
    return schemas.LineOut(
        id=ids.encode("line", line.id),
        product_id=ids.encode("prod", line.product_id),
        variant_id=ids.encode("var", line.variant_id),
        title=line.product_title,
        variant_title=line.variant_title,
        options=line.options,
        sku=line.sku,
        slug=line.slug,
        image=image_of(line),
        image_key=line.image_key,
        personalisation=line.personalisation,
        quantity=line.ordered,
        quantities=schemas.QuantitiesOut(
            ordered=line.ordered,
            cancelled=line.cancelled,
            shipped=line.shipped,
            delivered=line.delivered,
            returned=line.returned,
            refunded=line.refunded,
        ),
        unit_price=_money(line.unit_amount, line),
        discount=_money(line.discount_amount, line),
        tax=_money(line.tax_amount, line),
        tax_rate_bps=line.tax_rate_bps,
        tax_source=line.tax_source,
        total=_money(line.total_amount, line),
        commission=_money(line.commission_amount, line) if with_commission else None,
    )


def image_of(line: LineRow) -> str | None:
    """Where the picture that the line had is fetched."""
    return product.rendition_url(line.image_key, IMAGE_WIDTH) if line.image_key else None


def _timeline(whole: Whole, subject: str, part_id: UUID | None, *, first: str) -> list[schemas.TimelineOut]:
    start = schemas.TimelineOut(
        at=whole.order.created_at, subject=subject, from_status=None, status=first, actor="buyer", reason=""
    )
    return [
        start,
        *(
            schemas.TimelineOut(
                at=step.at,
                subject=subject,
                from_status=step.from_status,
                status=step.to_status,
                actor=step.actor.partition(" ")[0],
                reason=step.reason,
                note=_note(step),
            )
            for step in whole.steps
            if step.seller_order_id == part_id
        ),
    ]


def _note(step: StepRow) -> str:
    """What a change that is no step was about, in one line."""
    detail = step.detail
    if step.to_status == "address_changed":
        return f"{detail['from']} → {detail['to']}"
    if step.to_status == "units_cancelled":
        back = money.shown(Money(detail["amount"], detail["currency"]))
        return f"{', '.join(detail['units'])}: {back}"
    return ""


def _money(amount: int, row: OrderRow | SellerOrderRow | LineRow) -> Money:
    return Money(amount, row.currency)


def as_is(status: str) -> Any:
    """A status out of the database, whose checks name the same states as the Literal in the answer."""
    return status
