"""Sign-up, sign-in and the end of sessions, and the keys that verify access tokens."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody
from msgspec import convert

from feria.core import http
from feria.core.auth import ACCESS_TOKEN_LIFETIME, Tokens
from feria.core.http import ACCESS_COOKIE, REFRESH_COOKIE, Request
from feria.services.user import flows, queries
from feria.services.user.actions import sessions
from feria.services.user.actions.accounts import EmailTaken, InvalidResetToken
from feria.services.user.actions.sessions import (
    SESSION_LIFETIME,
    InvalidCredentials,
    InvalidRefreshToken,
    OpenSession,
)
from feria.services.user.routes import answers
from feria.services.user.schemas import (
    ForgotPasswordIn,
    LoginIn,
    RefreshIn,
    RegisterIn,
    ResetPasswordIn,
    SessionOut,
)
from feria.services.user.schemas.marketplace import KeysOut

SIGN_UPS_PER_MINUTE = 30
SIGN_INS_PER_MINUTE = 60
REFRESHES_PER_MINUTE = 240
RESETS_PER_MINUTE = 20


@post(
    "/api/v1/auth/register",
    status_code=201,
    tags=["user"],
    cache_control=http.NO_STORE,
    responses=http.problems(EmailTaken),
)
async def register(request: Request, data: JSONBody[RegisterIn]) -> Response[SessionOut]:
    """Create an account and sign in. Tokens come in the body and as HttpOnly cookies."""
    await http.limit(request, "sign-up", SIGN_UPS_PER_MINUTE)
    opened = await flows.register(
        http.platform(request),
        data.email,
        data.password,
        data.name.strip(),
        user_agent=_user_agent(request),
        request_id=request.visit.request_id,
    )
    return await _session(request, opened, 201)


@post(
    "/api/v1/auth/login",
    status_code=200,
    tags=["user"],
    cache_control=http.NO_STORE,
    responses=http.problems(InvalidCredentials),
)
async def login(request: Request, data: JSONBody[LoginIn]) -> Response[SessionOut]:
    """Sign in. After ten failures for an address from one client: 429 for up to 15 minutes."""
    await http.limit(request, "sign-in", SIGN_INS_PER_MINUTE)
    opened = await flows.sign_in(
        http.platform(request),
        data.email,
        data.password,
        client=request.visit.client,
        user_agent=_user_agent(request),
        request_id=request.visit.request_id,
    )
    return await _session(request, opened, 200)


@post(
    "/api/v1/auth/refresh",
    status_code=200,
    tags=["user"],
    cache_control=http.NO_STORE,
    responses=http.problems(InvalidRefreshToken),
)
async def refresh(request: Request, data: JSONBody[RefreshIn | None] = None) -> Response[SessionOut]:
    """Exchange the refresh token (of the body, else of the cookie) for the next pair.

    A token may be sent again within 30 seconds, as parallel tabs do; later, the session ends.
    """
    await http.limit(request, "refresh", REFRESHES_PER_MINUTE)
    token = _refresh_token(request, data)
    if token is None:
        raise InvalidRefreshToken
    opened = await http.write(request, sessions.rotate, http.platform(request).settings.secret, token)
    if opened is None:
        raise InvalidRefreshToken
    return await _session(request, opened, 200)


@post(
    "/api/v1/auth/logout",
    status_code=204,
    tags=["user"],
    cache_control=http.NO_STORE,
    responses=http.problems(),
)
async def logout(request: Request, data: JSONBody[RefreshIn | None] = None) -> Response[None]:
    """End this session: that of the access token, and that of the refresh token of body or cookie."""
    await http.limit(request, "refresh", REFRESHES_PER_MINUTE)
    await http.write(request, sessions.sign_out, _refresh_token(request, data))
    _tokens(request).forget_verified()
    return Response(
        None,
        status_code=204,
        cookies=[http.cookie(request, ACCESS_COOKIE, "", 0), http.cookie(request, REFRESH_COOKIE, "", 0)],
    )


@post(
    "/api/v1/auth/forgot-password",
    status_code=202,
    tags=["user"],
    cache_control=http.NO_STORE,
    responses=http.problems(),
)
async def forgot_password(request: Request, data: JSONBody[ForgotPasswordIn]) -> None:
    """Ask for a link to set a new password. Always 202, whether the address has an account or not."""
    await http.limit(request, "password-reset", RESETS_PER_MINUTE)
    await flows.forget_password(http.platform(request), data.email, request_id=request.visit.request_id)


@post(
    "/api/v1/auth/reset-password",
    status_code=204,
    tags=["user"],
    cache_control=http.NO_STORE,
    responses=http.problems(InvalidResetToken),
)
async def reset_password(request: Request, data: JSONBody[ResetPasswordIn]) -> None:
    """Set a new password by the link of the mail; ends every session of the account."""
    await http.limit(request, "password-reset", RESETS_PER_MINUTE)
    await flows.reset_password(
        http.platform(request), data.token, data.password, request_id=request.visit.request_id
    )
    _tokens(request).forget_verified()


@get("/.well-known/jwks.json", tags=["user"], cache_control=http.PUBLIC, responses=http.problems())
async def access_token_keys(request: Request) -> KeysOut:
    """The keys that verify access tokens (EdDSA), as a JSON Web Key Set."""
    return _keys(_tokens(request).public_keys())


def _keys(document: dict[str, Any]) -> KeysOut:
    return convert(document, KeysOut)


def _tokens(request: Request) -> Tokens:
    found: Tokens = request.app.state.tokens
    return found


def _user_agent(request: Request) -> str:
    return request.headers.get("user-agent", "")


def _refresh_token(request: Request, data: RefreshIn | None) -> str | None:
    if data is not None and isinstance(data.refresh_token, str):
        return data.refresh_token
    return http.cookie_value(request, REFRESH_COOKIE)


async def _session(request: Request, opened: OpenSession, status_code: int) -> Response[SessionOut]:
    person = await http.read(request, queries.person, opened.account_id)
    access = _tokens(request).issue(opened.account_id, opened.id)
    seconds = int(ACCESS_TOKEN_LIFETIME.total_seconds())
    cookies: list[Cookie] = [
        http.cookie(request, ACCESS_COOKIE, access, seconds),
        http.cookie(request, REFRESH_COOKIE, opened.refresh_token, int(SESSION_LIFETIME.total_seconds())),
    ]
    body = SessionOut(
        account=answers.account(person),
        access_token=access,
        refresh_token=opened.refresh_token,
        expires_in=seconds,
    )
    return Response(body, status_code=status_code, cookies=cookies)


routes = [register, login, refresh, logout, forgot_password, reset_password, access_token_keys]
