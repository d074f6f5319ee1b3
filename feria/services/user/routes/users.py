"""Accounts, for their own people and the operator's support."""

from litestar import Response, get, put
from litestar.params import FromPath, JSONBody

from feria.core import http, ids
from feria.core.errors import NotFound, PreconditionFailed
from feria.core.http import Request
from feria.services.user import queries
from feria.services.user.actions import accounts
from feria.services.user.routes import answers
from feria.services.user.schemas import AccountOut, ProfileIn


@get(
    "/api/v1/users/{user_id:str}",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound),
)
async def get_user(request: Request, user_id: FromPath[str]) -> Response[AccountOut]:
    """An account; `me` is one's own. Others see theirs and, as the operator's support, all."""
    person = await http.read(request, queries.person_for, account_of(request, user_id))
    # No 304: roles and shops are part of the answer, but not of the account's version.
    headers = {"ETag": http.etag(person.account.version), "Cache-Control": http.NO_STORE_VALUE}
    return Response(answers.account(person), headers=headers)


@put(
    "/api/v1/users/{user_id:str}",
    tags=["user"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(NotFound, PreconditionFailed),
)
async def put_user(
    request: Request, user_id: FromPath[str], data: JSONBody[ProfileIn]
) -> Response[AccountOut]:
    """Change name, phone and language of one's own account; `If-Match` is heeded when sent."""
    account_id = account_of(request, user_id)
    version = http.if_match(request, required=False)
    await http.write(
        request,
        accounts.update_profile,
        account_id,
        version,
        name=data.name.strip(),
        phone=data.phone,
        locale=data.locale,
    )
    person = await http.read(request, queries.person_for, account_id)
    return answers.versioned(request, answers.account(person), person.account.version)


def account_of(request: Request, user_id: str) -> int:
    """The number of an account in an address, where `me` is one's own."""
    own = http.actor(request).account_id
    return own if user_id == "me" and own is not None else ids.path_owner("usr", user_id)


routes = [get_user, put_user]
