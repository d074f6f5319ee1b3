"""HTTP doors of documents: invoices, credit notes and commission invoices as PDF and in lists, and packing slips."""

from datetime import date
from typing import Annotated

from litestar import Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from feria.core import http, ids, pages
from feria.core.db import Tx
from feria.core.errors import Conflict, Forbidden, NotFound
from feria.core.http import Request
from feria.core.types import Limit
from feria.services.order.flows import documents as flows
from feria.services.order.flows.documents import DocumentDiffers
from feria.services.order.queries import access
from feria.services.order.queries import documents as issued
from feria.services.order.queries.documents import DocumentRow, Sought
from feria.services.order.routes.orders import SIGNED_IN, OrderToken
from feria.services.order.rules.documents import Kind
from feria.services.order.schemas.documents import DocumentOut, DocumentsOut

PDF = "application/pdf"
From = Annotated[date | None, QueryParameter(name="from", description="first day")]
To = Annotated[date | None, QueryParameter(name="to", description="last day")]


class NoInvoiceYet(Conflict):
    """An invoice is issued when the first parcel of a seller order leaves."""

    slug, title = "no-invoice-yet", "There is no invoice yet. It is issued when the first parcel leaves."


def pdf_file(data: bytes, name: str) -> Response[bytes]:
    """A PDF to look at or keep, that nobody else keeps."""
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return Response(data, media_type=PDF, headers=headers)


async def _drawn(request: Request, document: DocumentRow) -> Response[bytes]:
    data = await flows.document_file(http.platform(request), document)
    return pdf_file(data, f"{document.kind.replace('_', '-')}-{document.label}")


@get(
    "/api/v1/orders/{order_id:str}/invoice.pdf",
    tags=["order"],
    media_type=PDF,
    responses=http.problems(NotFound, NoInvoiceYet, DocumentDiffers),
)
async def get_invoice(
    request: Request, order_id: FromPath[str], order_token: OrderToken = None
) -> Response[bytes]:
    """The invoice of a seller order, for its buyer, shop and staff: PDF/A-3 with the e-invoice (Factur-X) inside."""
    return await _drawn(request, await http.read(request, _invoice, order_id, order_token))


async def _invoice(tx: Tx, order_id: str, token: str | None) -> DocumentRow:
    _, part, _ = await access.seller_order_for(tx, ids.path("sord", order_id), token)
    found = await issued.invoice_of(tx, part.seller_id, part.id)
    if found is None:
        raise NoInvoiceYet
    return found


@get(
    "/api/v1/orders/{order_id:str}/packing-slip.pdf",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    media_type=PDF,
    responses=http.problems(NotFound),
)
async def get_packing_slip(request: Request, order_id: FromPath[str]) -> Response[bytes]:
    """What to pack for a seller order, without prices; for its members and staff."""
    number = ids.path("sord", order_id)
    data = await flows.packing_slip(http.platform(request), http.actor(request), number)
    return pdf_file(data, "packing-slip")


@get(
    "/api/v1/orders/{order_id:str}/documents",
    tags=["order"],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def list_order_documents(
    request: Request, order_id: FromPath[str], order_token: OrderToken = None
) -> DocumentsOut:
    """Invoices and credit notes of an order, or of one seller's part of it, oldest first."""
    return await http.read(request, _of_order, order_id, order_token)


async def _of_order(tx: Tx, order_id: str, token: str | None) -> DocumentsOut:
    if order_id.startswith("sord_"):
        _, part, _ = await access.seller_order_for(tx, ids.path("sord", order_id), token)
        return DocumentsOut(items=issued.shown(await issued.of_seller_orders(tx, [part])))
    order, _ = await access.order_named(tx, order_id, token)
    return DocumentsOut(items=await issued.of_order(tx, order))


@get(
    "/api/v1/documents/{document_id:str}/file.pdf",
    tags=["order"],
    media_type=PDF,
    responses=http.problems(NotFound, DocumentDiffers),
)
async def get_document(
    request: Request, document_id: FromPath[str], order_token: OrderToken = None
) -> Response[bytes]:
    """A document by its id, for those who may see it; the same bytes for ever."""
    number = ids.path("doc", document_id)
    return await _drawn(request, await http.read(request, issued.document_for, number, order_token))


@get(
    "/api/v1/sellers/{seller_id:str}/documents",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, pages.BadCursor),
)
async def list_seller_documents(
    request: Request,
    seller_id: FromPath[str],
    *,
    kind: FromQuery[Kind | None] = None,
    since: From = None,
    until: To = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[DocumentOut]:
    """A shop's invoices and credit notes, and the commission invoices that it was sent, newest first."""
    sought = Sought(kind=kind, since=since, until=until, limit=limit, after=after)
    return await http.read(request, issued.of_seller, ids.path_owner("sel", seller_id), sought)


@get(
    "/api/v1/operator/documents",
    tags=["order"],
    guards=[http.operator(*issued.READERS)],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, pages.BadCursor),
)
async def list_commission_invoices(
    request: Request,
    *,
    since: From = None,
    until: To = None,
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[DocumentOut]:
    """What the marketplace has billed its sellers for, newest first."""
    sought = Sought(since=since, until=until, limit=limit, after=after)
    return await http.read(request, issued.of_marketplace, sought)


routes = [
    get_invoice,
    get_packing_slip,
    list_order_documents,
    get_document,
    list_seller_documents,
    list_commission_invoices,
]
