"""Events that the payment service publishes. All but the last are handled inside its transaction by `order`."""

from typing import ClassVar
from uuid import UUID

from feria.core.events import Event
from feria.core.ids import encode
from feria.core.money import Money


class _OfPayment(Event, frozen=True, kw_only=True):
    payment_id: UUID
    order_id: UUID
    shopper_id: int

    @property
    def subject(self) -> str:
        return encode("pay", self.payment_id)


class PaymentTouched(_OfPayment, frozen=True, kw_only=True):
    """Somebody is about to lock this payment: lock cart and order first (lock order)."""

    name: ClassVar[str] = "payment.touched"


class PaymentStarted(_OfPayment, frozen=True, kw_only=True):
    """An attempt begins, its payment not locked yet; the order's payment status becomes `processing`."""

    name: ClassVar[str] = "payment.started"


class PaymentSettled(_OfPayment, frozen=True, kw_only=True):
    """The buyer's money has arrived in full. The order may have expired meanwhile."""

    name: ClassVar[str] = "payment.settled"
    amount: Money


class PaymentFailed(_OfPayment, frozen=True, kw_only=True):
    """The attempt failed or was cancelled; the order stays payable until its deadline."""

    name: ClassVar[str] = "payment.failed"


class RefundRequested(_OfPayment, frozen=True, kw_only=True):
    """Money goes back for these seller orders; written to the ledger, not yet sent.

    By hand it is all that was left of them, and what nobody has shipped yet need not be shipped any more.
    """

    name: ClassVar[str] = "refund.requested"
    refund_id: UUID
    seller_order_ids: list[UUID]
    amount: Money
    by_hand: bool


class RefundSettled(_OfPayment, frozen=True, kw_only=True):
    """The provider has confirmed a refund; `refunded` is the sum of all confirmed refunds of the payment."""

    name: ClassVar[str] = "refund.settled"
    refund_id: UUID
    refunded: Money
    captured: Money


class PaymentFlagged(_OfPayment, frozen=True, kw_only=True):
    """What the provider reports does not match (amount, currency, order); nothing was applied, the operator looks."""

    name: ClassVar[str] = "payment.flagged"
    reason: str
