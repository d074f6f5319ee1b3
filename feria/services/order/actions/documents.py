"""Issuing documents: what is true now is frozen as a snapshot, and the number is taken last, in the same transaction.

The caller holds the lock on the order. Drawing the PDF is a flow's work, after the commit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.services.order.queries import documents as issued
from feria.services.order.queries import rows
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.rules import crediting
from feria.services.order.rules import documents as rules
from feria.services.order.rules.documents import Entry, Party, Reference, Snapshot, Taxing
from feria.services.payment import contract as payment
from feria.services.user import contract as user
from feria.services.user.contract import LegalIdentity

MARKETPLACE = 0


async def issue_invoice(tx: Tx, order: OrderRow, part: SellerOrderRow, lines: Sequence[LineRow]) -> None:
    """Invoice what of a locked seller order is neither cancelled nor, by that, refunded; once, with its first parcel.

    `lines` are those of the seller order, with what had been cancelled before.
    """
    if await issued.invoice_of(tx, part.seller_id, part.id) is not None:
        return
    seller = (await user.legal_identities(tx, [part.seller_id]))[part.seller_id]
    taxing = Taxing(inclusive=order.tax_inclusive, reason=part.tax_reason, vat_id=seller.vat_id)
    entries = [
        rules.units(line, line.cancelled, line.ordered - line.cancelled, taxing)
        for line in lines
        if line.ordered > line.cancelled
    ]
    postage = rules.postage(part, taxing)
    worth = sum(one.gross_amount for one in (*entries, *postage))
    open_amount = part.total_amount - part.refunded_amount
    if worth > open_amount:
        less = crediting.refunded_before(
            [*entries, *postage], worth - open_amount, tax_inclusive=order.tax_inclusive
        )
        entries += less
    place = await user.marketplace(tx)
    buyer = order.billing_address or order.shipping_address
    number = await next_number(tx, part.seller_id, seller.time_zone)
    found = rules.snapshot(
        entries,
        postage,
        kind="invoice",
        number=number.label,
        issued_on=number.at.date(),
        supplied_on=number.at.date(),
        currency=part.currency,
        locale=order.locale,
        tax_inclusive=order.tax_inclusive,
        issuer=issuer(seller),
        receiver=_receiver(buyer),
        ship_to=_receiver(part.shipping_address or order.shipping_address),
        order_number=part.number,
        ordered_on=order.created_at.astimezone(number.at.tzinfo).date(),
        notes=_notes(order, part, place.name),
        hue=seller.stall_hue,
        marketplace=place.name,
    )
    await write(tx, found, number, seller_id=part.seller_id, seller_order_id=part.id)


def _notes(order: OrderRow, part: SellerOrderRow, marketplace: str) -> list[str]:
    notes = [f"Paid with order {order.number} on {marketplace}."]
    if part.tax_reason in rules.TAX_NOTES:
        notes.append(rules.TAX_NOTES[part.tax_reason])
    if part.remitted_tax_amount:
        notes.append(f"{marketplace} pays the VAT of this order to the tax office in the seller's place.")
    return notes


# Credit notes.


async def note_refund(tx: Tx, refund_id: UUID, order: OrderRow, parts: Sequence[SellerOrderRow]) -> None:
    """Of a refund just asked for, note the parts that have an invoice: they get a credit note when it settles.

    What is refunded before there is an invoice never stands in one, and needs none.
    """
    detail = await payment.refund_detail(tx, refund_id)
    taken = {part.seller_order_id: part.amount for part in detail.parts if part.amount}
    wanted = [part for part in parts if part.id in taken]
    await tx.execute(
        """INSERT INTO "order".credits_due (seller_id, refund_id, seller_order_id, amount, currency, reason)
           SELECT p.seller_id, $1, p.id, p.amount, $2, $3
           FROM unnest($4::bigint[], $5::uuid[], $6::bigint[]) AS p (seller_id, id, amount)
           JOIN "order".documents d ON d.seller_id = p.seller_id AND d.seller_order_id = p.id AND d.kind = 'invoice'""",
        refund_id,
        order.currency,
        detail.reason,
        [part.seller_id for part in wanted],
        [part.id for part in wanted],
        [taken[part.id] for part in wanted],
    )


async def name_credited_units(
    tx: Tx, refund_id: UUID, order: OrderRow, part: SellerOrderRow, units: Sequence[tuple[LineRow, int, int]]
) -> None:
    """Say for which units a refund is, so that its credit note lists them: (line, units given back before, more)."""
    invoice = await issued.invoice_of(tx, part.seller_id, part.id)
    if invoice is None:
        return
    taxing = Taxing(
        inclusive=order.tax_inclusive, reason=part.tax_reason, vat_id=invoice.content.issuer.vat_id
    )
    entries = [rules.units(line, before, more, taxing) for line, before, more in units if more]
    await tx.execute(
        """UPDATE "order".credits_due SET lines = $4
           WHERE seller_id = $1 AND refund_id = $2 AND seller_order_id = $3""",
        part.seller_id,
        refund_id,
        part.id,
        msgspec.to_builtins(entries),
    )


class _Due(msgspec.Struct, frozen=True, kw_only=True):
    seller_id: int
    seller_order_id: UUID
    amount: int
    reason: str
    lines: list[Any]


async def issue_credit_notes(tx: Tx, refund_id: UUID, order: OrderRow) -> None:
    """The money of a refund has gone back: each of its seller orders with an invoice gets a credit note."""
    due = await tx.all(
        _Due,
        """DELETE FROM "order".credits_due WHERE seller_id = ANY($1::bigint[]) AND refund_id = $2
           RETURNING seller_id, seller_order_id, amount, reason, lines""",
        order.seller_ids,
        refund_id,
    )
    if not due:
        return
    parts = {part.id: part for part in await rows.seller_orders_of(tx, order)}
    sellers = await user.legal_identities(tx, [one.seller_id for one in due])
    for one in sorted(due, key=lambda one: one.seller_id):
        await _issue_credit_note(tx, one, refund_id, parts[one.seller_order_id], sellers[one.seller_id])


async def _issue_credit_note(
    tx: Tx, due: _Due, refund_id: UUID, part: SellerOrderRow, seller: LegalIdentity
) -> None:
    invoice, *earlier = await issued.of_seller_orders(tx, [part])
    before = invoice.content
    lines, shipping = crediting.credited(
        before, [one.content for one in earlier], due.amount, msgspec.convert(due.lines, list[Entry])
    )
    number = await next_number(tx, part.seller_id, seller.time_zone)
    found = rules.snapshot(
        lines,
        shipping,
        kind="credit_note",
        number=number.label,
        issued_on=number.at.date(),
        currency=part.currency,
        locale=before.locale,
        tax_inclusive=before.tax_inclusive,
        issuer=issuer(seller),
        receiver=before.receiver,
        order_number=part.number,
        corrects=Reference(before.number, before.issued_on),
        notes=[f"Reason: {due.reason}."] if due.reason else [],
        hue=seller.stall_hue,
        marketplace=before.marketplace,
    )
    await write(
        tx,
        found,
        number,
        seller_id=part.seller_id,
        seller_order_id=part.id,
        refund_id=refund_id,
        invoice_id=invoice.id,
    )


# What all documents share.


class Number(msgspec.Struct, frozen=True):
    """A document's number, and when it was taken by its issuer's clocks."""

    issuer: int
    year: int
    number: int
    at: datetime

    @property
    def label(self) -> str:
        return rules.label(self.year, self.number)


async def next_number(tx: Tx, issuer: int, time_zone: str) -> Number:
    """The next number of the issuer's year by its own calendar; its row stays locked until the transaction ends."""
    at = tx.now.astimezone(ZoneInfo(time_zone))
    number = await tx.fetchval(
        """INSERT INTO "order".document_counters AS c (issuer, year, last) VALUES ($1, $2, 1)
           ON CONFLICT (issuer, year) DO UPDATE SET last = c.last + 1 RETURNING last""",
        issuer,
        at.year,
    )
    return Number(issuer, at.year, number, at)


def issuer(seller: LegalIdentity) -> Party:
    """A seller, or the marketplace, as it stands on what it issues."""
    return rules.party(
        seller.name,
        seller.legal_address,
        seller.country,
        company=seller.company,
        vat_id=seller.vat_id,
        ref=ids.encode_owner("sel", seller.id) if seller.id else "marketplace",
    )


def _receiver(address: Mapping[str, str]) -> Party:
    return rules.party(
        address["name"],
        address,
        address["country"],
        company=address.get("company", ""),
        vat_id=address.get("vat_id", ""),
    )


async def write(tx: Tx, found: Snapshot, number: Number, *, seller_id: int, **subject: Any) -> None:
    """Store a document; `subject` says what it is about."""
    values = {
        "seller_id": seller_id,
        "id": ids.new(seller_id),
        "kind": found.kind,
        "issuer": number.issuer,
        "year": number.year,
        "number": number.number,
        "label": found.number,
        "net_amount": found.net_amount,
        "tax_amount": found.tax_amount,
        "total_amount": found.total_amount,
        "currency": found.currency,
        "snapshot": msgspec.to_builtins(found),
        "template": rules.TEMPLATE,
        "issued_at": tx.now,
        **subject,
    }
    places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    await tx.execute(
        f'INSERT INTO "order".documents ({", ".join(values)}) VALUES ({places})',  # noqa: S608 - names from above
        *values.values(),
    )


async def record_drawn(tx: Tx, document_id: UUID, sha256: bytes) -> None:
    """Note what a document's file is, once and for ever."""
    await tx.execute(
        'UPDATE "order".documents SET sha256 = $3 WHERE seller_id = $1 AND id = $2 AND sha256 IS NULL',
        ids.owner_of(document_id),
        document_id,
        sha256,
    )
