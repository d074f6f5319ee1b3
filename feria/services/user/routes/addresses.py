"""The addresses that a person keeps for orders to come."""

from typing import Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from feria.core import http, ids
from feria.core.errors import NotFound
from feria.core.http import Request
from feria.core.pages import Page
from feria.services.user.actions import addresses
from feria.services.user.actions.addresses import TooManyAddresses
from feria.services.user.queries import addresses as queries
from feria.services.user.routes.users import account_of
from feria.services.user.schemas.addresses import SavedAddressIn, SavedAddressOut

_SIGNED_IN: dict[str, Any] = {
    "tags": ["user"],
    "guards": [http.signed_in],
    "security": [{"bearer": []}],
    "cache_control": http.NO_STORE,
}


@get("/api/v1/users/{user_id:str}/addresses", responses=http.problems(NotFound), **_SIGNED_IN)
async def list_addresses(request: Request, user_id: FromPath[str]) -> Page[SavedAddressOut]:
    """All addresses of an account, at most fifty, the default first; for itself and the operator's support."""
    found = await http.read(request, queries.addresses_for, account_of(request, user_id))
    return Page([_out(one) for one in found], None)


@post(
    "/api/v1/users/{user_id:str}/addresses",
    status_code=201,
    response_headers=[http.location("/api/v1/users/{user_id}/addresses/{id}")],
    responses=http.problems(NotFound, TooManyAddresses),
    **_SIGNED_IN,
)
async def add_address(
    request: Request, user_id: FromPath[str], data: JSONBody[SavedAddressIn]
) -> Response[SavedAddressOut]:
    """Keep an address of one's own. The first is the default; another one with `is_default` takes its place."""
    account_id = account_of(request, user_id)
    address_id = await http.write(request, addresses.add_address, account_id, data)
    out = _out(await http.read(request, queries.own_address, account_id, address_id))
    return Response(out, status_code=201, headers={"Location": f"/api/v1/users/{user_id}/addresses/{out.id}"})


@put(
    "/api/v1/users/{user_id:str}/addresses/{address_id:str}", responses=http.problems(NotFound), **_SIGNED_IN
)
async def replace_address(
    request: Request, user_id: FromPath[str], address_id: FromPath[str], data: JSONBody[SavedAddressIn]
) -> SavedAddressOut:
    """Write an address anew. The default one stays the default until another becomes it."""
    account_id, found = account_of(request, user_id), ids.path("adr", address_id)
    await http.write(request, addresses.replace_address, account_id, found, data)
    return _out(await http.read(request, queries.own_address, account_id, found))


@delete(
    "/api/v1/users/{user_id:str}/addresses/{address_id:str}",
    status_code=204,
    responses=http.problems(NotFound),
    **_SIGNED_IN,
)
async def delete_address(request: Request, user_id: FromPath[str], address_id: FromPath[str]) -> None:
    """Forget an address. After the default one, the newest other address is the default."""
    account_id, found = account_of(request, user_id), ids.path("adr", address_id)
    await http.write(request, addresses.remove_address, account_id, found)


def _out(row: queries.Address) -> SavedAddressOut:
    return SavedAddressOut(**{**msgspec.structs.asdict(row), "id": ids.encode("adr", row.id)})


routes = [list_addresses, add_address, replace_address, delete_address]
