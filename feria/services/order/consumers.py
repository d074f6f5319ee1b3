"""What the order does when payment speaks; all of it inside payment's transaction."""

from feria.core import events
from feria.core.db import Tx
from feria.services.order.actions import settling, steps
from feria.services.payment.events import (
    PaymentFailed,
    PaymentSettled,
    PaymentStarted,
    PaymentTouched,
    RefundRequested,
    RefundSettled,
)


@events.consumes(PaymentTouched, inside=True)
async def lock_order_when_payment_touched(tx: Tx, event: PaymentTouched) -> None:
    """Cart and order, and with it its parts, are locked before the payment."""
    await settling.lock_for_payment(tx, event.shopper_id, event.order_id)


@events.consumes(PaymentStarted, inside=True)
async def project_order_when_payment_started(tx: Tx, event: PaymentStarted) -> None:
    """The payment status becomes `processing`; the order is locked before the payment."""
    await steps.note_payment_started(tx, event.shopper_id, event.order_id)


@events.consumes(PaymentSettled, inside=True)
async def place_order_when_payment_settled(tx: Tx, event: PaymentSettled) -> None:
    """Place the order, or give the money back."""
    await settling.settle_order(tx, event.shopper_id, event.order_id)


@events.consumes(PaymentFailed, inside=True)
async def project_order_when_payment_failed(tx: Tx, event: PaymentFailed) -> None:
    """The order stays payable; its stock stays reserved."""
    await settling.follow_payment(tx, event.shopper_id, event.order_id)


@events.consumes(RefundRequested, inside=True)
async def note_refund_when_refund_requested(tx: Tx, event: RefundRequested) -> None:
    """Seller orders that are refunded as a whole say so on their lines; by hand, what is open is cancelled."""
    await settling.note_refund(tx, event)


@events.consumes(RefundSettled, inside=True)
async def credit_order_when_refund_settled(tx: Tx, event: RefundSettled) -> None:
    """What had been invoiced gets its credit notes, and the payment status follows."""
    await settling.settle_refund(tx, event)
