"""Turns every exception that reaches the edge of the API into a problem+json answer."""

from typing import Any

import asyncpg
import structlog
from litestar import Response
from litestar.exceptions import ClientException, HTTPException, ValidationException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR

from feria.core.db import UNREACHABLE
from feria.core.errors import (
    MEDIA_TYPE,
    FieldError,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Problem,
    Unavailable,
)
from feria.core.http import Request, TooLarge, UnsupportedMediaType

log = structlog.get_logger()


class MethodNotAllowed(Problem):
    """The address exists, but not for this method."""

    status, slug, title = 405, "method-not-allowed", "This address does not take this method."


class Fault(Problem):
    """Something unforeseen happened; the request id finds it in the logs."""

    status, slug, title = 500, "fault", "Something went wrong on our side. Nothing was changed."


NO_TEXT = "A field of this form is not text in a character set that we know."
NO_BODY = "This request needs a body."
# What Litestar says of an empty body where a handler takes one.
_SAID_OF_NO_BODY = [{"message": "'data'", "key": "data", "source": "body"}]
_BY_STATUS: dict[int, type[Problem]] = {
    400: Malformed,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: TooLarge,
    415: UnsupportedMediaType,
}


def _response(problem: Problem) -> Response[Any]:
    return Response(
        problem.body(), status_code=problem.status, media_type=MEDIA_TYPE, headers=problem.headers
    )


def on_problem(_: Request, problem: Problem) -> Response[Any]:
    """Our own errors say everything themselves."""
    return _response(problem)


def on_http_exception(_: Request, error: HTTPException) -> Response[Any]:
    """Litestar's errors (unknown route, wrong method, a parameter of the wrong form) in our form."""
    if isinstance(error, ValidationException):
        return _response(_invalid(error))
    problem = _BY_STATUS.get(error.status_code, Malformed if isinstance(error, ClientException) else Fault)()
    if error.status_code == HTTP_500_INTERNAL_SERVER_ERROR:
        log.error("fault", exc_info=error)
    if error.headers:
        problem.headers = {name: value for name, value in error.headers.items() if name.lower() == "allow"}
    return _response(problem)


def on_fault(request: Request, error: Exception) -> Response[Any]:
    """Anything else: an unreachable database is 503, a bug is 500; both are logged, neither is shown."""
    if isinstance(error, (*UNREACHABLE, asyncpg.QueryCanceledError)):
        log.warning("dependency away", reason=str(error))
        return _response(Unavailable())
    if _is_of_form(request, error):
        return _response(Malformed(NO_TEXT))
    log.error("fault", exc_info=error, **{"url.path": request.scope["path"]})
    return _response(Fault())


def _is_of_form(request: Request, error: Exception) -> bool:
    """Whether Litestar could not decode a field of a form: it takes the sender's word for the character set."""
    is_form = request.headers.get("content-type", "").lower().startswith("multipart/form-data")
    return is_form and (isinstance(error, UnicodeError) or type(error) is LookupError)


def _invalid(error: ValidationException) -> Problem:
    found = []
    if error.extra == _SAID_OF_NO_BODY:
        return Malformed(NO_BODY)
    for one in error.extra if isinstance(error.extra, list) else []:
        if isinstance(one, dict):
            found.append(FieldError(str(one.get("key", "")), str(one.get("message", ""))))
    return Invalid("" if found else error.detail, found)


HANDLERS: dict[Any, Any] = {Problem: on_problem, HTTPException: on_http_exception, Exception: on_fault}


def answer(request: Request, error: Exception) -> Response[Any]:
    """The problem that an exception is, for who has caught it himself."""
    if isinstance(error, Problem):
        return on_problem(request, error)
    return on_http_exception(request, error) if isinstance(error, HTTPException) else on_fault(request, error)
