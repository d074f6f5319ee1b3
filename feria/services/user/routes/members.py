"""Who works for a shop; its owners decide."""

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from feria.core import http, ids
from feria.core.errors import Forbidden, NotFound
from feria.core.http import Request
from feria.services.user import queries
from feria.services.user.actions import members
from feria.services.user.actions.members import AlreadyMember, LastOwner, NoSuchAccount, TooManyMembers
from feria.services.user.routes import answers
from feria.services.user.schemas import MemberIn, MemberOut, MembersOut, RoleIn

ADDITIONS_PER_MINUTE = 20  # the answer tells whether an address has an account


@get(
    "/api/v1/sellers/{seller_id:str}/members",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound),
)
async def list_members(request: Request, seller_id: FromPath[str]) -> MembersOut:
    """Who works for the shop, for its members and the operator."""
    number = ids.path_owner("sel", seller_id)
    await http.read(request, queries.seller_known_to, number)
    found = await http.read(request, queries.members_of, number)
    return MembersOut(items=[answers.member(row) for row in found])


@post(
    "/api/v1/sellers/{seller_id:str}/members",
    status_code=201,
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, NoSuchAccount, AlreadyMember, TooManyMembers),
)
async def add_member(request: Request, seller_id: FromPath[str], data: JSONBody[MemberIn]) -> MemberOut:
    """Let somebody who has an account work for the shop; owners only."""
    await http.limit(request, "member", ADDITIONS_PER_MINUTE, who=http.actor(request).label)
    row = await http.write(
        request, members.add_member, ids.path_owner("sel", seller_id), data.email, data.role
    )
    _act_at_once(request)
    return answers.member(row)


@put(
    "/api/v1/sellers/{seller_id:str}/members/{account_id:str}",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, LastOwner),
)
async def put_member(
    request: Request, seller_id: FromPath[str], account_id: FromPath[str], data: JSONBody[RoleIn]
) -> MemberOut:
    """Give a member another role; owners only."""
    number, account = ids.path_owner("sel", seller_id), ids.path_owner("usr", account_id)
    row = await http.write(request, members.change_role, number, account, data.role)
    _act_at_once(request)
    return answers.member(row)


@delete(
    "/api/v1/sellers/{seller_id:str}/members/{account_id:str}",
    status_code=204,
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    cache_control=http.NO_STORE,
    responses=http.problems(NotFound, Forbidden, LastOwner),
)
async def remove_member(
    request: Request, seller_id: FromPath[str], account_id: FromPath[str]
) -> Response[None]:
    """End a membership; owners only. The person loses access within 30 seconds."""
    number, account = ids.path_owner("sel", seller_id), ids.path_owner("usr", account_id)
    await http.write(request, members.remove_member, number, account)
    _act_at_once(request)
    return Response(None, status_code=204)


def _act_at_once(request: Request) -> None:
    """This process heeds the new roles with the next request, the others within 30 s."""
    request.app.state.tokens.forget_verified()


routes = [list_members, add_member, put_member, remove_member]
