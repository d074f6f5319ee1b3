"""Returns and cases as people see them, one at a time, of an order, and in lists."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.money import Money
from feria.core.pages import Page
from feria.services.order.queries import access, claims, parcels, rows, views
from feria.services.order.queries.claims import ClaimStep, Picture, ReturnLineRow, ReturnRow, Seen
from feria.services.order.queries.parcels import LabelRow, ReturnEventRow
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.rules import Role, Worth
from feria.services.order.rules import returns as rules
from feria.services.order.rules.parcels import service_name, tracking_link
from feria.services.order.schemas import ParcelEventOut
from feria.services.order.schemas import returns as schemas
from feria.services.user import contract as user
from feria.services.user.contract import SellerCard

_KEY: type[tuple[datetime, UUID]] = tuple[datetime, UUID]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Filters and place of a list of returns or cases."""

    status: str | None = None
    task: str | None = None
    limit: int
    after: str | None = None

    def listing(self, name: str) -> str:
        """The list's name with all its filters, to which its cursors are bound."""
        return f"{name} {self.status} {self.task}"


class _Found(msgspec.Struct, frozen=True):
    seller_id: int
    id: UUID
    created_at: datetime


class _Around(msgspec.Struct, frozen=True, kw_only=True):
    """What the returns of one order have around them."""

    lines: Sequence[LineRow]
    inside: Sequence[ReturnLineRow]
    pictures: Sequence[Picture]
    steps: Sequence[ClaimStep]
    labels: Sequence[LabelRow]
    events: Sequence[ReturnEventRow]
    cards: dict[int, SellerCard]


async def return_view(tx: Tx, found: ReturnRow, seen: Seen) -> schemas.ReturnOut:
    """One return for whoever may see it."""
    around = await _around(tx, [seen.part], [found])
    return _return_out(found, seen, around)


async def returns_of_order(tx: Tx, order_id: str, token: str | None) -> schemas.OrderReturnsOut:
    """The returns of an order or of one seller order (by its id), and what can still be sent back."""
    order, parts, roles = await parts_for(tx, order_id, token)
    found = await claims.returns_of(tx, parts)
    around = await _around(tx, parts, found)
    by_id = {part.id: part for part in parts}
    return schemas.OrderReturnsOut(
        items=[
            _return_out(one, Seen(order=order, part=by_id[one.seller_order_id], roles=roles), around)
            for one in found
        ],
        returnable=[
            one
            for part in parts
            for one in _returnable(tx, part, around, in_open_returns(found, around.inside))
        ],
    )


def in_open_returns(found: Sequence[ReturnRow], inside: Sequence[ReturnLineRow]) -> dict[UUID, int]:
    """Units by line that are in open returns."""
    is_open = {one.id for one in found if one.status in rules.OPEN}
    units: dict[UUID, int] = {}
    for one in inside:
        if one.return_id in is_open:
            units[one.line_id] = units.get(one.line_id, 0) + one.quantity
    return units


def _returnable(
    tx: Tx, part: SellerOrderRow, around: _Around, taken: dict[UUID, int]
) -> list[schemas.ReturnableOut]:
    if part.delivered_at is None:
        return []
    until = rules.window_ends(part.delivered_at, part.returns_days)
    if until < tx.now:
        return []
    units = {
        line.id: rules.returnable(line, taken.get(line.id, 0))
        for line in around.lines
        if line.seller_order_id == part.id
    }
    return [
        schemas.ReturnableOut(
            seller_order_id=ids.encode("sord", part.id),
            line_id=ids.encode("line", line_id),
            quantity=quantity,
            until=until,
        )
        for line_id, quantity in units.items()
        if quantity
    ]


async def parts_for(
    tx: Tx, order_id: str, token: str | None
) -> tuple[OrderRow, list[SellerOrderRow], list[Role]]:
    """The order with all its parts, or with the one that is named, and the actor's roles; raises NotFound."""
    if order_id.startswith("sord_"):
        order, part, roles = await access.seller_order_for(tx, ids.path("sord", order_id), token)
        return order, [part], roles
    order, roles = await access.order_for(tx, ids.path("ord", order_id), token)
    return order, await rows.seller_orders(tx, order.seller_ids, [order.id]), roles


async def _around(tx: Tx, parts: list[SellerOrderRow], found: Sequence[ReturnRow]) -> _Around:
    return _Around(
        lines=await rows.lines(tx, parts),
        inside=await claims.return_lines(tx, found) if found else [],
        pictures=await claims.pictures(tx, found) if found else [],
        steps=await claims.steps(tx, found) if found else [],
        labels=await parcels.labels_of_returns(tx, found) if found else [],
        events=await parcels.events_of_returns(tx, found) if found else [],
        cards=await user.seller_cards(tx, [part.seller_id for part in parts]),
    )


def _return_out(found: ReturnRow, seen: Seen, around: _Around) -> schemas.ReturnOut:
    part, order = seen.part, seen.order
    lines = [line for line in around.lines if line.seller_order_id == part.id]
    inside = {one.line_id: one for one in around.inside if one.return_id == found.id}
    labels = [one for one in around.labels if one.return_id == found.id]
    fee = _fee(found, labels)
    is_shop = bool({"seller", "operator"} & set(seen.roles))
    return schemas.ReturnOut(
        id=ids.encode("ret", found.id),
        number=found.number,
        status=found.status,
        order_id=ids.encode("ord", order.id),
        order_number=order.number,
        seller_order_id=ids.encode("sord", part.id),
        seller_order_number=part.number,
        seller=views.shown_seller(around.cards[part.seller_id]),
        buyer_name=part.buyer_name,
        reason=found.reason,
        note=found.note,
        label_paid_by=rules.label_paid_by(found.reason),
        lines=[_line_out(line, inside[line.id]) for line in lines if line.id in inside],
        photos=shown_photos(around.pictures, found.id),
        timeline=shown_timeline(around.steps, found.id),
        answer=found.answer,
        instructions=found.instructions,
        has_label=bool(found.label_key),
        label_url=claims.LABELS_AT + found.label_key if found.label_key and "buyer" in seen.roles else None,
        labels=[
            _label_out(one, found, with_price=is_shop) for one in labels if is_shop or one.state == "bought"
        ],
        label_comes=found.status == "approved"
        and (found.label_due_at is not None or any(one.state == "requested" for one in labels)),
        label_problem=found.label_problem if is_shop else "",
        label_fee=Money(fee, found.currency),
        slip=f"{_at(found)}/slip.pdf" if found.status in rules.HAS_SLIP else None,
        carrier=found.carrier,
        tracking_number=found.tracking_number,
        tracking_url=tracking_link(found.carrier, found.tracking_number),
        parcel=views.as_is(found.parcel_state) if found.parcel_state else None,
        events=[
            ParcelEventOut(at=one.at, status=views.as_is(one.state), text=one.words, place=one.place)
            for one in around.events
            if one.return_id == found.id
        ],
        with_goods=found.with_goods,
        refundable=Money(refundable(found, part, lines, inside, fee).amount, found.currency),
        refunded=Money(found.refund_amount, found.currency) if found.status == "refunded" else None,
        deduction=Money(found.deduction_amount, found.currency),
        deduction_reason=found.deduction_reason,
        next=rules.next_statuses(seen.roles, found.status),
        created_at=found.created_at,
        due_at=found.due_at,
        sent_at=found.sent_at,
        received_at=found.received_at,
        ended_at=found.ended_at,
        version=found.version,
    )


def _at(found: ReturnRow) -> str:
    return f"/api/v1/returns/{ids.encode('ret', found.id)}"


def _fee(found: ReturnRow, labels: Sequence[LabelRow]) -> int:
    """What is kept for the label, or was."""
    if found.status not in rules.OPEN:
        return found.label_fee_amount
    return max((rules.label_fee(found, one) for one in labels), default=0)


def _label_out(one: LabelRow, found: ReturnRow, *, with_price: bool) -> schemas.ReturnLabelOut:
    is_kept = rules.label_kept_from(found.reason, one.currency, found.currency)
    return schemas.ReturnLabelOut(
        id=ids.encode("lbl", one.id),
        carrier=one.carrier,
        service_name=service_name(one.service),
        status=views.as_is(one.state),
        tracking_number=one.tracking_number,
        price=Money(one.price_amount, one.currency) if with_price or is_kept else None,
        kept_from_refund=is_kept,
        reason=one.reason,
        file=f"{_at(found)}/carrier-label" if one.state == "bought" else None,
        created_at=one.created_at,
    )


def refundable(
    found: ReturnRow,
    part: SellerOrderRow,
    lines: Sequence[LineRow],
    inside: dict[UUID, ReturnLineRow],
    fee: int = 0,
) -> Worth:
    """What goes back for a return without a deduction, as `rules.refund` gives it; nothing once it has ended."""
    if found.status not in rules.OPEN:
        return rules.NOTHING
    return rules.refund(part, lines, units_of(found, lines, inside), 0, fee)


def units_of(found: ReturnRow, lines: Sequence[LineRow], inside: dict[UUID, ReturnLineRow]) -> list[int]:
    """Units that a return's refund is for, line by line: those that came, or before that those that are meant to.

    What was refunded behind the return's back is left out.
    """
    came = found.status in rules.CAME_BACK
    units = []
    for line in lines:
        one = inside.get(line.id)
        wanted = 0 if one is None else one.received if came else one.quantity
        units.append(min(wanted, line.ordered - line.refunded))
    return units


def _line_out(line: LineRow, one: ReturnLineRow) -> schemas.ReturnLineOut:
    return schemas.ReturnLineOut(
        line_id=ids.encode("line", line.id),
        title=line.product_title,
        variant_title=line.variant_title,
        sku=line.sku,
        image=views.image_of(line),
        quantity=one.quantity,
        received=one.received,
        restocked=one.restocked,
        unit_price=Money(line.unit_amount, line.currency),
    )


def shown_photos(pictures: Sequence[Picture], claim_id: UUID) -> list[schemas.ClaimPhotoOut]:
    """The pictures of one return or case with their secret addresses."""
    small, large = claims.WIDTHS
    return [
        schemas.ClaimPhotoOut(
            id=ids.encode("evi", one.id),
            url=f"{claims.PICTURES_AT}{one.key}-{large}.webp",
            thumbnail=f"{claims.PICTURES_AT}{one.key}-{small}.webp",
            width=one.width,
            height=one.height,
            by=one.author.partition(" ")[0],
        )
        for one in pictures
        if one.claim_id == claim_id
    ]


def shown_timeline(steps: Sequence[ClaimStep], claim_id: UUID) -> list[schemas.ClaimStepOut]:
    """The steps of one return or case."""
    return [
        schemas.ClaimStepOut(
            at=step.at,
            from_status=step.from_status or None,
            status=step.to_status,
            by=step.actor.partition(" ")[0],
            reason=step.reason,
        )
        for step in steps
        if step.claim_id == claim_id
    ]


async def returns_of_seller(tx: Tx, seller_id: int, wanted: Wanted) -> Page[schemas.ReturnCardOut]:
    """A shop's returns for its members and staff, newest first."""
    await require_member(tx, seller_id)
    listing = wanted.listing(f"returns {seller_id}")
    at, after_id = place_after(listing, wanted)
    found = await tx.all(
        _Found,
        """SELECT seller_id, id, created_at FROM "order".returns
           WHERE seller_id = $1 AND ($2::text IS NULL OR status = $2)
             AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
             AND CASE $5::text WHEN 'to_answer' THEN status = 'requested'
                     WHEN 'on_the_way' THEN status IN ('approved', 'in_transit')
                     WHEN 'to_refund' THEN status = 'received' ELSE true END
           ORDER BY created_at DESC, id DESC LIMIT $6""",
        seller_id,
        wanted.status,
        at,
        after_id,
        wanted.task,
        wanted.limit + 1,
    )
    page = pages.page(found, wanted.limit, listing, "created_at", "id")
    whole = {one.id: one for one in await _returns_by_id(tx, seller_id, [one.id for one in page.items])}
    parts = await rows.seller_orders_by_id(tx, seller_id, [one.seller_order_id for one in whole.values()])
    lines = {line.id: line for line in await rows.lines(tx, parts)}
    inside = await claims.return_lines(tx, list(whole.values()))
    names = {part.id: part.buyer_name for part in parts}
    return Page([_card(whole[one.id], names, lines, inside) for one in page.items], page.next)


def _card(
    found: ReturnRow, names: dict[UUID, str], lines: dict[UUID, LineRow], inside: Sequence[ReturnLineRow]
) -> schemas.ReturnCardOut:
    own = [one for one in inside if one.return_id == found.id]
    first = min((lines[one.line_id] for one in own), key=lambda line: line.position)
    return schemas.ReturnCardOut(
        id=ids.encode("ret", found.id),
        number=found.number,
        status=found.status,
        reason=found.reason,
        seller_order_id=ids.encode("sord", found.seller_order_id),
        buyer_name=names[found.seller_order_id],
        title=first.product_title,
        image=views.image_of(first),
        units=sum(one.quantity for one in own),
        refunded=Money(found.refund_amount, found.currency) if found.status == "refunded" else None,
        created_at=found.created_at,
        due_at=found.due_at,
    )


async def _returns_by_id(tx: Tx, seller_id: int, found: list[UUID]) -> list[ReturnRow]:
    return await tx.all(
        ReturnRow,
        f"""SELECT {", ".join(ReturnRow.__struct_fields__)} FROM "order".returns
            WHERE seller_id = $1 AND id = ANY($2::uuid[])""",  # noqa: S608 - names of fields
        seller_id,
        found,
    )


async def require_member(tx: Tx, seller_id: int) -> None:
    """Let the shop's members and staff pass; raises NotFound."""
    known = seller_id in await user.seller_cards(tx, [seller_id])
    if not known or not (tx.actor.member_of(seller_id) or tx.actor.is_operator("support", "finance")):
        raise NotFound


def place_after(listing: str, wanted: Wanted) -> tuple[datetime | None, UUID | None]:
    """Behind which row the page begins; raises BadCursor."""
    return (None, None) if wanted.after is None else pages.decode(listing, wanted.after, _KEY)
