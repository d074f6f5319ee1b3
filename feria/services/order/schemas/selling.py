"""What a shop's list of orders takes and answers: kept filters, and what is done to many orders at once."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.types import Closed, OptionalLine, ShortLine
from feria.services.order.schemas import SellerOrderStatus

STATUSES_MAX = 9
BULK_MAX = 100

Due = Literal["overdue", "today", "later"]
Sort = Literal["newest", "ship_by"]
BulkAction = Literal["accept", "ship"]
BulkOutcome = Literal["done", "unchanged", "refused"]


class OrderFilters(Closed, frozen=True, kw_only=True):
    """Filters as the list takes them; `since` and `until` are its `from` and `to`."""

    status: Annotated[list[SellerOrderStatus], Meta(max_length=STATUSES_MAX)] = msgspec.field(
        default_factory=list
    )
    due: Due | None = None
    since: date | None = None
    until: date | None = None
    q: OptionalLine = ""
    sort: Sort = "newest"


class OrderViewIn(Closed, frozen=True, kw_only=True):
    """A view to keep: a name that the shop has once, and filters."""

    name: ShortLine
    filters: OrderFilters


class OrderViewOut(msgspec.Struct, frozen=True, kw_only=True):
    """A kept view."""

    id: str
    name: str
    filters: OrderFilters


class OrderViewsOut(msgspec.Struct, frozen=True, kw_only=True):
    """A shop's kept views, by name."""

    items: list[OrderViewOut]


class BulkIn(Closed, frozen=True, kw_only=True):
    """One step for many seller orders. `ship` needs a `carrier`; operator staff give a `reason`."""

    action: BulkAction
    orders: Annotated[list[ids.SellerOrderRef], Meta(min_length=1, max_length=BULK_MAX)]
    carrier: ShortLine | None = None
    reason: OptionalLine = ""


class BulkResultOut(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one of them; `unchanged` had taken the step before, and `reason` says why one was refused."""

    order_id: str
    number: str
    outcome: BulkOutcome
    reason: str = ""


class BulkOut(msgspec.Struct, frozen=True, kw_only=True):
    """What became of each, in the order in which they were given."""

    done: int
    unchanged: int
    refused: int
    results: list[BulkResultOut]
