"""Drawing documents: from the snapshot to the PDF in the storage, outside of any transaction.

Whatever is broken off is simply done again: the same snapshot gives the same bytes, and only one hash is ever noted.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, time
from importlib.resources import files
from uuid import UUID

import structlog

from feria.core import ids, typeset
from feria.core.auth import Principal
from feria.core.errors import NotFound, Unavailable
from feria.core.platform import Platform
from feria.core.typeset import Attachment
from feria.services.order.actions import documents
from feria.services.order.queries import documents as issued
from feria.services.order.queries import slips
from feria.services.order.queries.documents import DocumentRow
from feria.services.order.rules import einvoice

log = structlog.get_logger()

DRAWN_AT_ONCE_MAX = 20


class DocumentDiffers(Unavailable):
    """A file was lost, and what is drawn anew is not what was issued: another typesetter, or changed data."""

    slug, title = "document-differs", "This document cannot be shown as it was issued."


def template(name: str) -> str:
    """A template of this service."""
    return (files("feria.services.order") / "templates" / f"{name}.typ").read_text("utf-8")


def drawn(document: DocumentRow) -> bytes:
    """The PDF of a document, with its e-invoice inside where there is one; slow, so called in a thread."""
    content = document.content
    attachment = None
    if einvoice.obstacle(content) is None:
        attachment = Attachment(
            data=einvoice.written(content),
            schema=einvoice.PDF_SCHEMA,
            properties=einvoice.PDF_PROPERTIES,
        )
    at = datetime.combine(content.issued_on, time(), UTC)
    return typeset.pdf(template(f"document.{document.template}"), content, at=at, attachment=attachment)


def file_key(document_id: UUID) -> str:
    """Where a document's file lies."""
    return f"documents/{ids.encode('doc', document_id)}.pdf"


async def document_file(platform: Platform, document: DocumentRow) -> bytes:
    """The document's PDF: as it is kept, or drawn now if it never was, is lost, or is no longer what it was.

    Raises DocumentDiffers, Unavailable.
    """
    if document.sha256 is not None:
        try:
            kept = await platform.storage.get(file_key(document.id))
        except NotFound:
            kept = b""
        if hashlib.sha256(kept).digest() == document.sha256:
            return kept
    made = await asyncio.to_thread(drawn, document)
    found = hashlib.sha256(made).digest()
    if document.sha256 not in (None, found):
        log.error("document differs from what was issued", document=ids.encode("doc", document.id))
        raise DocumentDiffers
    await platform.storage.put(file_key(document.id), made)
    if document.sha256 is None:
        await platform.db.run(documents.record_drawn, document.id, found)
    return made


async def draw_documents(platform: Platform) -> int:
    """Draw some of those that nobody has asked for yet; how many."""
    async with platform.db.reading() as tx:
        waiting = await issued.to_draw(tx, DRAWN_AT_ONCE_MAX)
    for document_id in waiting:
        async with platform.db.reading() as tx:
            document = await issued.document(tx, document_id)
        assert document is not None
        await document_file(platform, document)
    return len(waiting)


async def packing_slip(platform: Platform, actor: Principal, seller_order_id: UUID) -> bytes:
    """What lies in the parcels of a seller order, for its members and staff; drawn anew each time. Raises NotFound."""
    async with platform.db.reading(actor) as tx:
        slip = await slips.packing_slip(tx, seller_order_id)
    return await asyncio.to_thread(typeset.pdf, template("packing-slip"), [slip], at=slip.at)


async def packing_slips(
    platform: Platform, actor: Principal, seller_id: int, order_ids: Sequence[UUID]
) -> bytes:
    """The slips of many seller orders as one file, each on a page of its own. Raises NotFound, NothingToPack."""
    async with platform.db.reading(actor) as tx:
        found = await slips.packing_slips(tx, seller_id, order_ids)
    at = max(one.at for one in found)
    return await asyncio.to_thread(typeset.pdf, template("packing-slip"), found, at=at)


async def return_slip(
    platform: Platform, actor: Principal, return_id: UUID, token: str | None
) -> tuple[bytes, str]:
    """The note that goes into the parcel of a return, and the return's number. Raises NotFound, NoSlip."""
    async with platform.db.reading(actor) as tx:
        slip = await slips.return_slip(tx, return_id, token)
    return await asyncio.to_thread(typeset.pdf, template("return-slip"), slip, at=slip.at), slip.number
