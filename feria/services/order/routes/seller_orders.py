"""A shop's list of orders: filters and kept views, one step for many at once, packing slips, and the list as a file."""

from datetime import date
from typing import Annotated

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from litestar.response import Stream

from feria.core import http, ids, pages
from feria.core.errors import Forbidden, NotFound
from feria.core.http import Request
from feria.core.types import Limit, Words
from feria.services.order.actions import order_views
from feria.services.order.actions.order_views import TooManyViews, ViewNameTaken
from feria.services.order.flows import bulk, documents, exports
from feria.services.order.queries import order_views as kept
from feria.services.order.queries import seller_lists, slips
from feria.services.order.queries.seller_lists import Selection
from feria.services.order.queries.slips import NothingToPack
from feria.services.order.routes.documents import PDF, pdf_file
from feria.services.order.routes.orders import SIGNED_IN
from feria.services.order.schemas import SellerOrderCardOut, SellerOrderStatus, SellerTask
from feria.services.order.schemas.selling import (
    STATUSES_MAX,
    BulkIn,
    BulkOut,
    Due,
    OrderViewIn,
    OrderViewOut,
    OrderViewsOut,
    Sort,
)

EXPORTS_PER_MINUTE_MAX = 6
BULKS_PER_MINUTE_MAX = 60
SLIPS_PER_MINUTE_MAX = 30

Statuses = Annotated[
    list[SellerOrderStatus] | None,
    QueryParameter(name="status", max_items=STATUSES_MAX, description="one or several states"),
]
From = Annotated[date | None, QueryParameter(name="from", description="first day, in the shop's time zone")]
To = Annotated[date | None, QueryParameter(name="to", description="last day, in the shop's time zone")]
Late = Annotated[
    bool | None, QueryParameter(description="whether something that was to be sent by now is still there")
]
DueChoice = Annotated[
    Due | None,
    QueryParameter(description="of what is to ship: what should have left, has to leave today, or later"),
]
SortChoice = Annotated[Sort, QueryParameter(description="the newest first, or what has to leave first")]


@get(
    "/api/v1/sellers/{seller_id:str}/orders",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, pages.BadCursor),
)
async def list_seller_orders(
    request: Request,
    seller_id: FromPath[str],
    *,
    statuses: Statuses = None,
    task: FromQuery[SellerTask | None] = None,
    since: From = None,
    until: To = None,
    late: Late = None,
    due: DueChoice = None,
    q: Words = "",
    sort: SortChoice = "newest",
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[SellerOrderCardOut]:
    """A shop's seller orders that were paid, newest first; `q` looks in numbers, buyers' names, titles and SKUs.

    `task` picks those that the dashboard counts under this name.
    """
    found = ids.path_owner("sel", seller_id)
    chosen = Selection(
        statuses=tuple(statuses or ()),
        task=task,
        since=since,
        until=until,
        late=late,
        due=due,
        q=q,
        sort=sort,
    )
    return await http.read(request, seller_lists.orders_of_seller, found, chosen, limit=limit, after=after)


@get(
    "/api/v1/sellers/{seller_id:str}/exports/orders.csv",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    media_type="text/csv",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def export_orders(
    request: Request,
    seller_id: FromPath[str],
    *,
    statuses: Statuses = None,
    since: From = None,
    until: To = None,
    late: Late = None,
    due: DueChoice = None,
    q: Words = "",
    sort: SortChoice = "newest",
) -> Stream:
    """The same list as a file for a spreadsheet, one line for each line of an order.

    What a whole order costs stands on its first line only, so that the column can be summed.
    """
    found = ids.path_owner("sel", seller_id)
    await http.limit(
        request, "export-orders", EXPORTS_PER_MINUTE_MAX, who=str(http.actor(request).account_id)
    )
    chosen = Selection(
        statuses=tuple(statuses or ()), since=since, until=until, late=late, due=due, q=q, sort=sort
    )
    lines = await exports.export(http.platform(request), http.actor(request), found, chosen)
    return Stream(lines, headers={"content-disposition": 'attachment; filename="orders.csv"'})


@get(
    "/api/v1/sellers/{seller_id:str}/packing-slips.pdf",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    media_type=PDF,
    responses=http.problems(NotFound, NothingToPack),
)
async def get_packing_slips(
    request: Request,
    seller_id: FromPath[str],
    orders: Annotated[
        list[str],
        QueryParameter(
            name="order", min_items=1, max_items=slips.SLIPS_MAX, description="ids of seller orders"
        ),
    ],
) -> Response[bytes]:
    """The packing slips of up to a hundred seller orders as one file to print, each on a page of its own.

    Orders with nothing to pack (cancelled, or not paid for) have none.
    """
    found = ids.path_owner("sel", seller_id)
    await http.limit(request, "packing-slips", SLIPS_PER_MINUTE_MAX, who=str(http.actor(request).account_id))
    wanted = [ids.path("sord", one) for one in orders]
    data = await documents.packing_slips(http.platform(request), http.actor(request), found, wanted)
    return pdf_file(data, "packing-slips")


@post(
    "/api/v1/sellers/{seller_id:str}/orders/bulk",
    status_code=200,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(Forbidden, NotFound),
)
async def change_orders(request: Request, seller_id: FromPath[str], data: JSONBody[BulkIn]) -> BulkOut:
    """Accept up to a hundred seller orders, or mark them as shipped without a label; each is answered for by itself.

    `ship` sends all that is open of an order as one parcel of this carrier, without a tracking number. What has taken
    the step before is `unchanged`, so that the same request may be sent again. An order that is not the shop's is 404
    for all of them, and nothing changes.
    """
    found = ids.path_owner("sel", seller_id)
    await http.limit(request, "bulk-orders", BULKS_PER_MINUTE_MAX, who=str(http.actor(request).account_id))
    visit = request.visit
    return await bulk.change_orders(http.platform(request), visit.actor, visit.request_id, found, data)


@get(
    "/api/v1/sellers/{seller_id:str}/order-views",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def list_order_views(request: Request, seller_id: FromPath[str]) -> OrderViewsOut:
    """The views of its list of orders that the shop keeps; for its members."""
    return await http.read(request, kept.views_of, ids.path_owner("sel", seller_id))


@post(
    "/api/v1/sellers/{seller_id:str}/order-views",
    status_code=201,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, ViewNameTaken, TooManyViews),
)
async def keep_order_view(
    request: Request, seller_id: FromPath[str], data: JSONBody[OrderViewIn]
) -> OrderViewOut:
    """Keep filters under a name for all members of the shop."""
    row = await http.write(request, order_views.keep_view, ids.path_owner("sel", seller_id), data)
    return kept.shown(row)


@put(
    "/api/v1/sellers/{seller_id:str}/order-views/{view_id:str}",
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, ViewNameTaken),
)
async def change_order_view(
    request: Request, seller_id: FromPath[str], view_id: FromPath[str], data: JSONBody[OrderViewIn]
) -> OrderViewOut:
    """Give a view another name, or other filters."""
    number, found = ids.path_owner("sel", seller_id), ids.path("oview", view_id)
    return kept.shown(await http.write(request, order_views.change_view, number, found, data))


@delete(
    "/api/v1/sellers/{seller_id:str}/order-views/{view_id:str}",
    status_code=204,
    tags=["order"],
    guards=[http.signed_in],
    security=SIGNED_IN,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def forget_order_view(request: Request, seller_id: FromPath[str], view_id: FromPath[str]) -> None:
    """Delete a view for all members; orders are not touched."""
    number, found = ids.path_owner("sel", seller_id), ids.path("oview", view_id)
    await http.write(request, order_views.forget_view, number, found)


routes = [
    list_seller_orders,
    export_orders,
    get_packing_slips,
    change_orders,
    list_order_views,
    keep_order_view,
    change_order_view,
    forget_order_view,
]
