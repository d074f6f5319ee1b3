"""Doors of payment providers, and of the test provider's own page."""

from typing import Annotated, Literal

from litestar import post
from litestar.params import FromPath, PathParameter

from feria.core import http, ids
from feria.core.errors import NotFound
from feria.core.http import Request
from feria.core.shortcut import SHORTCUT
from feria.services.payment import flows
from feria.services.payment.gateways import BadSignature
from feria.services.payment.schemas import Decision, Received

WEBHOOK_BYTES_MAX = 100_000
# Secrets of whoever calls are not ours to keep.
_NOT_KEPT = ("authorization", "cookie", "proxy-authorization")


@post(
    "/api/v1/webhooks/test",
    status_code=200,
    opt={SHORTCUT: True},
    tags=["payment"],
    responses=http.problems(NotFound, BadSignature, http.TooLarge),
    cache_control=http.NO_STORE,
    request_max_body_size=WEBHOOK_BYTES_MAX,
)
async def receive_test_webhook(request: Request) -> Received:
    """Webhooks of the built-in test provider, signed over the raw body (`X-Test-Signature`), at most 300 s old."""
    headers = {name: value for name, value in request.headers.items() if name not in _NOT_KEPT}
    await flows.receive_webhook(http.platform(request), "test", await request.body(), headers)
    return Received()


@post(
    "/api/v1/test-provider/{ref:str}/{decision:str}",
    status_code=200,
    tags=["payment"],
    responses=http.problems(NotFound),
    cache_control=http.NO_STORE,
)
async def decide_test_payment(
    request: Request,
    ref: Annotated[str, PathParameter(max_length=80)],
    decision: FromPath[Literal["approve", "decline"]],
) -> Decision:
    """What the buyer presses on the test provider's challenge page. The result comes by webhook, as from a real one."""
    platform = http.platform(request)
    status, order_id = await flows.decide_test_payment(platform, ref, approve=decision == "approve")
    return Decision(status, ids.encode("ord", order_id))


routes = [receive_test_webhook, decide_test_payment]
