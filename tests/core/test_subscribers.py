"""The short list of handlers that run inside the publisher's transaction: each must be atomic with it."""

from feria import app
from feria.core import events

INSIDE = {
    "order.lock_order_when_payment_touched",
    "order.note_refund_when_refund_requested",
    "order.place_order_when_payment_settled",
    "order.project_order_when_payment_failed",
    "order.project_order_when_payment_started",
    "order.credit_order_when_refund_settled",
}


def test_the_list_of_inside_handlers_stays_short() -> None:
    app.register_consumers()
    found = {one.name for one in events.consumers(inside=True)}
    assert found == INSIDE
