"""Shapes of requests and answers of the payment routes."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core import ids
from feria.core.ids import CategoryRef, OrderRef, PaymentRef, ProductRef, RefundRef, SellerOrderRef, SellerRef
from feria.core.money import Money
from feria.core.types import BasisPoints, Closed, Line, ShortLine
from feria.services.payment.queries.earnings import Balance, Earning, Entry
from feria.services.payment.queries.payments import Payment
from feria.services.payment.queries.refunds import Refund
from feria.services.payment.rules.attempts import Attempt
from feria.services.payment.rules.commission import Rule

Status = Literal["requires_payment", "requires_action", "processing", "succeeded", "failed", "cancelled"]
RuleRef = Annotated[str, Meta(pattern="^rule_[0-9a-hjkmnp-tv-z]{26}$")]


class ProcessIn(Closed):
    """Pay this order by this method. `test_outcome` steers the built-in test provider only."""

    order_id: OrderRef
    payment_method: ShortLine
    test_outcome: Literal["succeed", "decline", "challenge", "late"] = "succeed"


class AttemptOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How this attempt to pay stands; `failed` leaves the order payable."""

    id: PaymentRef
    order_id: OrderRef
    status: Status
    amount: Money
    client_secret: str | None = None
    redirect_url: str | None = None
    failure_code: str | None = None


class RefundOut(msgspec.Struct, frozen=True, kw_only=True):
    """Money on its way back, or arrived (`succeeded`)."""

    id: RefundRef
    payment_id: PaymentRef
    amount: Money
    status: Literal["requested", "succeeded", "failed"]
    reason: str
    created_at: datetime


class PaymentOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The payment of an order. `refunded` counts refunds that are still on their way."""

    id: PaymentRef
    order_id: OrderRef
    status: Status
    amount: Money
    refunded: Money
    expires_at: datetime
    refunds: list[RefundOut] = []
    client_secret: str | None = None
    redirect_url: str | None = None
    failure_code: str | None = None


class RefundIn(Closed):
    """Why all that is left goes back."""

    reason: Line


class Received(msgspec.Struct, frozen=True):
    """The webhook was kept."""

    received: bool = True


class Decision(msgspec.Struct, frozen=True):
    """How the test provider's payment stands after the decision."""

    status: str


class BalanceOut(msgspec.Struct, frozen=True, kw_only=True):
    """A seller's money in one currency."""

    currency: str
    pending: Money
    available: Money


class EarningOut(msgspec.Struct, frozen=True, kw_only=True):
    """What one seller order brings: gross − refunded − commission − its tax = net."""

    seller_order_id: SellerOrderRef
    gross: Money
    refunded: Money
    commission: Money
    commission_tax: Money
    net: Money
    status: Literal["pending", "available", "reversed"]
    created_at: datetime
    available_on: datetime | None


class BalancePage(msgspec.Struct, frozen=True, kw_only=True):
    """The seller's balance per currency, and a page of the earnings behind it, newest first."""

    balances: list[BalanceOut]
    items: list[EarningOut]
    next: str | None


class EntryOut(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the seller's ledger; money received is positive."""

    at: datetime
    transfer: str
    account: str
    seller_order_id: SellerOrderRef | None
    amount: Money


class RuleIn(Closed):
    """A commission rule; what is not given to match by matches everything. `fixed` is taken per item."""

    name: Line
    rate_bps: BasisPoints
    id: RuleRef | None = None
    is_default: bool = False
    seller_id: SellerRef | None = None
    category_id: CategoryRef | None = None
    product_id: ProductRef | None = None
    fixed: Money | None = None
    tax_rate_bps: BasisPoints = 0


class RulesIn(Closed):
    """The whole list, in order; the first rule that matches counts, the default at last."""

    rules: Annotated[list[RuleIn], Meta(min_length=1, max_length=200)]


class RuleOut(msgspec.Struct, frozen=True, kw_only=True):
    """A commission rule as it is now."""

    id: RuleRef
    version: int
    name: str
    is_default: bool
    seller_id: SellerRef | None
    category_id: CategoryRef | None
    product_id: ProductRef | None
    rate_bps: int
    fixed: Money | None
    tax_rate_bps: int


class RulesOut(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in order, and the version of the list (also its ETag)."""

    version: int
    items: list[RuleOut]


_OF_ATTEMPT: dict[str, Status] = {
    "created": "processing",
    "flagged": "processing",
    "requires_action": "requires_action",
    "processing": "processing",
    "succeeded": "succeeded",
    "failed": "failed",
    "cancelled": "cancelled",
}


def attempt_out(attempt: Attempt) -> AttemptOut:
    """The answer to `POST /payments/process`."""
    return AttemptOut(
        id=ids.encode("pay", attempt.payment_id),
        order_id=ids.encode("ord", attempt.order_id),
        status=_OF_ATTEMPT[attempt.state],
        amount=Money(attempt.amount, attempt.currency),
        client_secret=attempt.client_secret or None,
        redirect_url=attempt.redirect_url or None,
        failure_code=attempt.failure_code or None,
    )


def payment_out(payment: Payment, attempt: Attempt | None, refunds: list[Refund]) -> PaymentOut:
    """The payment with what its newest attempt needs of the buyer."""
    waiting = attempt is not None and attempt.state == "requires_action"
    return PaymentOut(
        id=ids.encode("pay", payment.id),
        order_id=ids.encode("ord", payment.order_id),
        status=payment.status,  # type: ignore[arg-type]
        amount=Money(payment.amount, payment.currency),
        refunded=Money(payment.refunded_amount, payment.currency),
        expires_at=payment.expires_at,
        refunds=[refund_out(refund) for refund in refunds],
        client_secret=attempt.client_secret or None if attempt and waiting else None,
        redirect_url=attempt.redirect_url or None if attempt and waiting else None,
        failure_code=attempt.failure_code or None
        if attempt and payment.status == "requires_payment"
        else None,
    )


def refund_out(refund: Refund) -> RefundOut:
    """A refund."""
    return RefundOut(
        id=ids.encode("ref", refund.id),
        payment_id=ids.encode("pay", refund.payment_id),
        amount=Money(refund.amount, refund.currency),
        status=refund.state,  # type: ignore[arg-type]
        reason=refund.reason,
        created_at=refund.created_at,
    )


def balance_out(balance: Balance) -> BalanceOut:
    """A balance."""
    return BalanceOut(
        currency=balance.currency,
        pending=Money(balance.pending_amount, balance.currency),
        available=Money(balance.available_amount, balance.currency),
    )


def earning_out(earning: Earning) -> EarningOut:
    """The earnings of a seller order."""
    return EarningOut(
        seller_order_id=ids.encode("sord", earning.seller_order_id),
        gross=Money(earning.gross_amount, earning.currency),
        refunded=Money(earning.refunded_amount, earning.currency),
        commission=Money(earning.commission_amount, earning.currency),
        commission_tax=Money(earning.commission_tax_amount, earning.currency),
        net=Money(earning.net_amount, earning.currency),
        status=earning.state,  # type: ignore[arg-type]
        created_at=earning.created_at,
        available_on=earning.available_on,
    )


def entry_out(entry: Entry) -> EntryOut:
    """A ledger entry."""
    return EntryOut(
        at=entry.at,
        transfer=entry.transfer,
        account=entry.account,
        seller_order_id=None if entry.seller_order_id is None else ids.encode("sord", entry.seller_order_id),
        amount=Money(entry.amount, entry.currency),
    )


def rule_out(rule: Rule) -> RuleOut:
    """A commission rule."""
    return RuleOut(
        id=ids.encode("rule", rule.id),
        version=rule.version,
        name=rule.name,
        is_default=rule.is_default,
        seller_id=None if rule.seller_id is None else ids.encode_owner("sel", rule.seller_id),
        category_id=None if rule.category_id is None else ids.encode("cat", rule.category_id),
        product_id=None if rule.product_id is None else ids.encode("prod", rule.product_id),
        rate_bps=rule.rate_bps,
        fixed=None if rule.currency is None else Money(rule.fixed_amount, rule.currency),
        tax_rate_bps=rule.tax_rate_bps,
    )
