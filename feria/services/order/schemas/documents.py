"""Shapes of invoices, credit notes and commission invoices in lists."""

from datetime import date, datetime

import msgspec

from feria.core import ids
from feria.core.money import Money
from feria.services.order.rules.documents import Kind


class DocumentOut(msgspec.Struct, frozen=True, kw_only=True):
    """A document. `number` is gapless per issuer and year; `file` is where its PDF is fetched.

    `order_number` names the seller order, `period_start` the first day of a commission invoice's month.
    """

    id: ids.DocumentRef
    kind: Kind
    number: str
    seller_id: ids.SellerRef
    seller_name: str
    seller_order_id: ids.SellerOrderRef | None
    order_number: str | None
    period_start: date | None
    issued_at: datetime
    net: Money
    tax: Money
    total: Money
    file: str


class DocumentsOut(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of an order, oldest first."""

    items: list[DocumentOut]
