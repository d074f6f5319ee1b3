"""Doors of sellers to their money."""

from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery

from feria.core import http, ids, pages
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound
from feria.core.http import Request
from feria.core.pages import BadCursor, Page
from feria.core.types import Limit
from feria.services.payment.queries import earnings as queries
from feria.services.payment.routes import answers
from feria.services.payment.schemas import BalancePage, EntryOut


@get(
    "/api/v1/sellers/{seller_id:str}/balance",
    tags=["payment"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, BadCursor),
    cache_control=http.NO_STORE,
)
async def get_seller_balance(
    request: Request,
    seller_id: FromPath[str],
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> BalancePage:
    """What is pending and available per currency, with the earnings of each seller order: gross − commission = net."""
    return await http.read(request, _balance, ids.path_owner("sel", seller_id), limit, after)


@get(
    "/api/v1/sellers/{seller_id:str}/ledger",
    tags=["payment"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, Forbidden, BadCursor),
    cache_control=http.NO_STORE,
)
async def list_seller_ledger(
    request: Request,
    seller_id: FromPath[str],
    limit: Limit = pages.LIMIT_DEFAULT,
    after: FromQuery[str | None] = None,
) -> Page[EntryOut]:
    """The entries of the seller's accounts in the ledger, newest first; they sum to the balance."""
    return await http.read(request, _ledger, ids.path_owner("sel", seller_id), limit, after)


async def _balance(tx: Tx, seller_id: int, limit: int, after: str | None) -> BalancePage:
    listing = f"balance {seller_id}"
    key = None if after is None else pages.decode(listing, after, tuple[datetime, UUID])
    balances = await queries.balances_of_seller(tx, seller_id)
    rows = await queries.earnings_of_seller(tx, seller_id, key, limit + 1)
    page = pages.page(rows, limit, listing, "created_at", "seller_order_id")
    return BalancePage(
        balances=[answers.balance_out(balance) for balance in balances],
        items=[answers.earning_out(earning) for earning in page.items],
        next=page.next,
    )


async def _ledger(tx: Tx, seller_id: int, limit: int, after: str | None) -> Page[EntryOut]:
    listing = f"ledger {seller_id}"
    key = None if after is None else pages.decode(listing, after, tuple[int])[0]
    rows = await queries.entries_of_seller(tx, seller_id, key, limit + 1)
    page = pages.page(rows, limit, listing, "id")
    return Page([answers.entry_out(entry) for entry in page.items], page.next)


routes = [get_seller_balance, list_seller_ledger]
