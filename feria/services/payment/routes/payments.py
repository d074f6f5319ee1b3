"""Doors of buyers (pay, look, cancel) and of those who refund."""

import hashlib
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, HeaderParameter, JSONBody

from feria.core import http, ids
from feria.core.db import Tx
from feria.core.errors import Forbidden, NotFound
from feria.core.http import Request
from feria.core.idempotency import KeyMissing, KeyReused, StillRunning
from feria.core.shortcut import SHORTCUT
from feria.services.payment import flows
from feria.services.payment.actions import payments as actions
from feria.services.payment.actions.payments import Wish
from feria.services.payment.actions.refunds import NothingToRefund, RefundTooLarge
from feria.services.payment.queries import payments as stored
from feria.services.payment.queries import refunds as stored_refunds
from feria.services.payment.routes import answers
from feria.services.payment.schemas import AttemptOut, PaymentOut, ProcessIn, RefundIn, RefundOut

PROCESSED_PER_MINUTE = 60

OrderToken = Annotated[
    str | None,
    HeaderParameter(name="X-Order-Token", description="The secret of a guest's order.", max_length=200),
]
_IN_THE_WAY = (
    actions.PaymentInProgress,
    actions.AlreadyPaid,
    actions.PaymentOver,
    actions.PaymentUnderReview,
    KeyMissing,
    KeyReused,
    StillRunning,
)


def _hash(token: str | None) -> bytes | None:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest() if token else None


@post(
    "/api/v1/payments/process",
    status_code=200,
    opt={SHORTCUT: True},
    tags=["payment"],
    responses=http.problems(NotFound, *_IN_THE_WAY),
    cache_control=http.NO_STORE,
)
async def process_payment(
    request: Request, data: JSONBody[ProcessIn], order_token: OrderToken = None
) -> AttemptOut:
    """Pay an order. Needs an `Idempotency-Key`; guests send `X-Order-Token`.

    A declined attempt (`failed`) leaves the order payable: try again with a new key. `requires_action` names the page
    to send the buyer to, `processing` is settled later. The test provider takes `test_outcome`.
    """
    order_id = ids.decode("ord", data.order_id, "order_id")
    shopper_id = ids.owner_of(order_id)
    # The order is named by whoever asks, so a stranger's requests count as the stranger's own.
    await http.limit(request, "payments", PROCESSED_PER_MINUTE, who=f"{shopper_id} {request.visit.client}")
    key = await http.idempotency_key(request, shopper_id, "process_payment")
    wish = Wish(
        order_id=order_id,
        provider="test",
        method=data.payment_method,
        outcome=data.test_outcome,
        token_hash=_hash(order_token),
    )
    platform, visit = http.platform(request), request.visit
    attempt, replayed = await flows.process(platform, visit.actor, visit.request_id, wish, key)
    if replayed:
        visit.headers["Idempotent-Replayed"] = "true"
    return answers.attempt_out(attempt)


@get(
    "/api/v1/payments/{payment_id:str}",
    tags=["payment"],
    responses=http.problems(NotFound),
    cache_control=http.NO_STORE,
)
async def get_payment(
    request: Request, payment_id: FromPath[str], order_token: OrderToken = None
) -> PaymentOut:
    """How the payment stands, for its buyer, the guest with the order's token, and staff."""
    return await http.read(request, _look, ids.path("pay", payment_id), _hash(order_token))


@post(
    "/api/v1/payments/{payment_id:str}/cancel",
    status_code=200,
    tags=["payment"],
    responses=http.problems(NotFound, actions.AlreadyPaid),
    cache_control=http.NO_STORE,
)
async def cancel_payment_attempt(
    request: Request, payment_id: FromPath[str], order_token: OrderToken = None
) -> PaymentOut:
    """End the attempt under way, so that the order can be paid in another way or changed; without one, nothing."""
    number, token_hash = ids.path("pay", payment_id), _hash(order_token)
    visit = request.visit
    await flows.cancel(http.platform(request), visit.actor, visit.request_id, number, token_hash)
    return await http.read(request, _look, number, token_hash)


@post(
    "/api/v1/payments/{payment_id:str}/refund",
    status_code=201,
    tags=["payment"],
    guards=[http.signed_in],
    security=[{"bearer": []}],
    responses=http.problems(
        NotFound, Forbidden, NothingToRefund, RefundTooLarge, KeyMissing, KeyReused, StillRunning
    ),
    cache_control=http.NO_STORE,
)
async def refund_payment(request: Request, payment_id: FromPath[str], data: JSONBody[RefundIn]) -> RefundOut:
    """Refund all that is left: finance staff the whole payment, a seller's owner or manager the seller's own part.

    Needs an `Idempotency-Key`. `requested` means that the provider has not confirmed it yet.
    """
    visit = request.visit
    assert visit.actor.account_id is not None
    number = ids.path("pay", payment_id)
    key = await http.idempotency_key(request, visit.actor.account_id, f"refund_payment {number}")
    refund, replayed = await flows.refund(
        http.platform(request), visit.actor, visit.request_id, number, data.reason, key
    )
    if replayed:
        visit.headers["Idempotent-Replayed"] = "true"
    return answers.refund_out(refund)


async def _look(tx: Tx, payment_id: UUID, token_hash: bytes | None) -> PaymentOut:
    payment = await stored.payment_for(tx, payment_id, token_hash)
    attempt = await stored.last_attempt(tx, payment.shopper_id, payment.id)
    refunds = await stored_refunds.refunds_of_payment(tx, payment.shopper_id, payment.id)
    return answers.payment_out(payment, attempt, refunds)


routes = [process_payment, get_payment, cancel_payment_attempt, refund_payment]
