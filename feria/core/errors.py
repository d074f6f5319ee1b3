"""Errors that an API caller may see, as RFC 9457 problems.

Each module declares its own beside the code that raises it.
"""

from typing import Any, ClassVar

import msgspec

PROBLEM_TYPE_BASE = "https://feria.example/problems/"
MEDIA_TYPE = "application/problem+json"


class FieldError(msgspec.Struct, frozen=True):
    """One thing wrong with one field of a request; `field` is a path such as `items[0].quantity`."""

    field: str
    message: str


class ProblemOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of every error answer."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[FieldError] = []


class Problem(Exception):  # noqa: N818 - its subclasses are sentences
    """An error with a status, a stable slug, a title, and what this case adds (`detail`, `errors`, further members)."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be used."
    headers: dict[str, str]

    def __init__(self, detail: str = "", errors: list[FieldError] | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.errors = errors or []
        self.extra = extra
        self.headers = {}

    def body(self) -> dict[str, Any]:
        """The problem document as plain values."""
        out: dict[str, Any] = {
            "type": PROBLEM_TYPE_BASE + self.slug,
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            out["detail"] = self.detail
        if self.errors:
            out["errors"] = self.errors
        return out | self.extra


class Malformed(Problem):
    """The request cannot be parsed at all."""

    slug, title = "malformed", "The request is not well formed."


class Unauthenticated(Problem):
    """Nobody is signed in, or the token no longer counts."""

    status, slug, title = 401, "unauthenticated", "Sign in to do this."


class Forbidden(Problem):
    """Signed in, but the role is missing."""

    status, slug, title = 403, "forbidden", "Your role does not allow this."


class NotFound(Problem):
    """Not there or not yours; both answers are identical."""

    status, slug, title = 404, "not-found", "There is nothing here."


class Conflict(Problem):
    """The state of things does not allow this now."""

    status, slug, title = 409, "conflict", "This cannot be done in the current state."


class PreconditionFailed(Problem):
    """`If-Match` names a version that is no longer the current one."""

    status, slug, title = 412, "stale", "It has changed since you read it. Read it again."


class PreconditionRequired(Problem):
    """The write needs `If-Match`, so that nobody overwrites what he has not seen."""

    status, slug, title = 428, "if-match-required", "Send If-Match with the ETag you read."


class Invalid(Problem):
    """Well-formed, but one or more fields break a rule."""

    status, slug, title = 422, "invalid", "Some fields need attention."


class RateLimited(Problem):
    """Too many requests of one kind."""

    status, slug, title = 429, "rate-limited", "Too many requests. Wait a little."

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__()
        self.headers = {"Retry-After": str(max(1, retry_after_seconds))}


class Unavailable(Problem):
    """A part that this answer needs does not respond right now."""

    status, slug, title = (
        503,
        "unavailable",
        "This part of the marketplace does not answer right now. Try again shortly.",
    )

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": "2"}


def invalid(field: str, message: str) -> Invalid:
    """An Invalid with a single field."""
    return Invalid(errors=[FieldError(field, message)])
