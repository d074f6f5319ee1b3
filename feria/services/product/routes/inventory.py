"""Stock of a shop, for its members."""

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from feria.core import http, ids, pages
from feria.core.errors import NotFound, PreconditionFailed
from feria.core.http import Request
from feria.core.types import Limit, Words
from feria.services.product.actions import movements
from feria.services.product.actions.movements import StockTooLow
from feria.services.product.queries import inventory
from feria.services.product.routes import answers
from feria.services.product.routes.products import WRITING
from feria.services.product.schemas import MovementIn, StockOut


@get(
    "/api/v1/sellers/{seller_id:str}/inventory",
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, pages.BadCursor),
    **WRITING,
)
async def list_inventory(
    request: Request,
    seller_id: FromPath[str],
    low: FromQuery[bool] = False,
    q: Words = "",
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> pages.Page[StockOut]:
    """Stock per variant; `low` only what is nearly sold out. `q` looks in titles and SKUs."""
    number = ids.path_owner("sel", seller_id)
    return await http.read(request, inventory.inventory, number, low=low, q=q, limit=limit, after=after)


@post(
    "/api/v1/sellers/{seller_id:str}/inventory/movements",
    status_code=201,
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, StockTooLow, PreconditionFailed),
    **WRITING,
)
async def move_stock(request: Request, seller_id: FromPath[str], data: JSONBody[MovementIn]) -> StockOut:
    """Add or take units with a reason, or write down what was counted; the stock afterwards."""
    number = ids.path_owner("sel", seller_id)
    variant_id = await http.write(request, movements.move_stock, number, data)
    answers.forget_hot_answers(request)
    return await http.read(request, inventory.stock_of, number, variant_id)


routes = [list_inventory, move_stock]
