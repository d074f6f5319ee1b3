"""Documents as they were issued: single ones for those who may see them, of an order, and lists by keyset pages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids, pages
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.money import Money
from feria.core.pages import Page
from feria.services.order.queries import access, lists, rows
from feria.services.order.queries.lists import Wanted
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.order.rules.documents import Kind, Snapshot
from feria.services.order.schemas.documents import DocumentOut
from feria.services.user import contract as user

READERS = ("support", "finance")


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A document; `sha256` is None until it has been drawn."""

    seller_id: int
    id: UUID
    kind: Kind
    label: str
    seller_order_id: UUID | None
    refund_id: UUID | None
    invoice_id: UUID | None
    period_start: date | None
    net_amount: int
    tax_amount: int
    total_amount: int
    currency: str
    snapshot: dict[str, Any]
    template: int
    issued_at: datetime
    sha256: bytes | None

    @property
    def content(self) -> Snapshot:
        """What stands in it."""
        return msgspec.convert(self.snapshot, Snapshot)


_DOCUMENT = f'SELECT {", ".join(DocumentRow.__struct_fields__)} FROM "order".documents'  # noqa: S608 - the fields above


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A month for which sellers are billed; `closed_at` is None while somebody's invoice is missing."""

    month: date
    since: datetime
    until: datetime
    closed_at: datetime | None


class Sought(Wanted, frozen=True, kw_only=True):
    """Filters and place of a list of documents; its days are those of the shop, or of the marketplace."""

    kind: Kind | None = None


async def document(tx: Tx, document_id: UUID) -> DocumentRow | None:
    """A document, whoever asks."""
    return await tx.one(
        DocumentRow, _DOCUMENT + " WHERE seller_id = $1 AND id = $2", ids.owner_of(document_id), document_id
    )


async def document_for(tx: Tx, document_id: UUID, token: str | None) -> DocumentRow:
    """A document for its shop's members, for the buyer of its order, and for staff; raises NotFound for all others."""
    found = await document(tx, document_id)
    if found is None:
        raise NotFound
    if tx.actor.member_of(found.seller_id) or tx.actor.is_operator(*READERS):
        return found
    if found.seller_order_id is None:
        raise NotFound
    await access.seller_order_for(tx, found.seller_order_id, token)
    return found


async def of_seller_orders(tx: Tx, parts: list[SellerOrderRow]) -> list[DocumentRow]:
    """The invoices and credit notes of these seller orders, oldest first."""
    return await tx.all(
        DocumentRow,
        _DOCUMENT
        + """ WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[])
              ORDER BY issued_at, issuer, year, number""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )


async def invoice_of(tx: Tx, seller_id: int, seller_order_id: UUID) -> DocumentRow | None:
    """The invoice of a seller order."""
    return await tx.one(
        DocumentRow,
        _DOCUMENT + " WHERE seller_id = $1 AND seller_order_id = $2 AND kind = 'invoice'",
        seller_id,
        seller_order_id,
    )


async def of_order(tx: Tx, order: OrderRow) -> list[DocumentOut]:
    """All documents of an order, oldest first."""
    parts = await rows.seller_orders(tx, order.seller_ids, [order.id])
    return shown(await of_seller_orders(tx, parts), parts)


async def of_seller(tx: Tx, seller_id: int, sought: Sought) -> Page[DocumentOut]:
    """A seller's documents and its commission invoices, newest first, for its members and staff."""
    card = (await user.seller_cards(tx, [seller_id])).get(seller_id)
    if card is None or not (tx.actor.member_of(seller_id) or tx.actor.is_operator(*READERS)):
        raise NotFound
    return await _page(tx, f"documents {seller_id}", seller_id, sought, card.time_zone)


async def of_marketplace(tx: Tx, sought: Sought) -> Page[DocumentOut]:
    """What the marketplace has issued to its sellers, newest first."""
    place = await user.marketplace(tx)
    return await _page(tx, "operator documents", None, sought, place.time_zone)


async def _page(
    tx: Tx, name: str, seller_id: int | None, sought: Sought, time_zone: str
) -> Page[DocumentOut]:
    listing = f"{sought.listing(name)} {sought.kind}"
    at, after_id = lists.place_after(listing, sought)
    since, until = lists.moments(sought.since, sought.until, time_zone)
    found = await tx.all(
        DocumentRow,
        _DOCUMENT
        + f""" WHERE {"issuer = 0" if seller_id is None else "seller_id = $7"}
              AND ($1::text IS NULL OR kind = $1)
              AND ($2::timestamptz IS NULL OR (issued_at, id) < ($2, $3::uuid))
              AND ($4::timestamptz IS NULL OR issued_at >= $4) AND ($5::timestamptz IS NULL OR issued_at < $5)
              ORDER BY issued_at DESC, id DESC LIMIT $6""",
        sought.kind,
        at,
        after_id,
        since,
        until,
        sought.limit + 1,
        *(() if seller_id is None else (seller_id,)),
    )
    page = pages.page(found, sought.limit, listing, "issued_at", "id")
    return Page(shown(page.items), page.next)


async def to_draw(tx: Tx, limit: int) -> list[UUID]:
    """Documents that nobody has drawn yet, the oldest first."""
    found = await tx.fetch(
        'SELECT id FROM "order".documents WHERE sha256 IS NULL ORDER BY issued_at LIMIT $1', limit
    )
    return [UUID(int=row["id"].int) for row in found]


def shown(found: list[DocumentRow], parts: list[SellerOrderRow] | None = None) -> list[DocumentOut]:
    """Documents as an answer lists them."""
    numbers = {part.id: part.number for part in parts or []}
    return [
        DocumentOut(
            id=ids.encode("doc", one.id),
            kind=one.kind,
            number=one.label,
            seller_id=ids.encode_owner("sel", one.seller_id),
            seller_name=one.snapshot["receiver" if one.period_start else "issuer"]["name"],
            seller_order_id=ids.encode("sord", one.seller_order_id) if one.seller_order_id else None,
            order_number=numbers.get(one.seller_order_id or one.id) or one.snapshot["order_number"] or None,
            period_start=one.period_start,
            issued_at=one.issued_at,
            net=Money(one.net_amount, one.currency),
            tax=Money(one.tax_amount, one.currency),
            total=Money(one.total_amount, one.currency),
            file=f"/api/v1/documents/{ids.encode('doc', one.id)}/file.pdf",
        )
        for one in found
    ]
