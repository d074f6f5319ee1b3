"""Turns what is stored into the shapes that the payment routes answer with."""

from feria.core import ids
from feria.core.money import Money
from feria.services.payment.queries.earnings import Balance, Earning, Entry
from feria.services.payment.queries.payments import Payment
from feria.services.payment.queries.refunds import Refund
from feria.services.payment.rules.attempts import Attempt
from feria.services.payment.rules.commission import Rule
from feria.services.payment.schemas import (
    AttemptOut,
    BalanceOut,
    EarningOut,
    EntryOut,
    PaymentOut,
    RefundOut,
    RuleOut,
    Status,
)

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
        number=earning.number,
        gross=Money(earning.gross_amount, earning.currency),
        refunded=Money(earning.refunded_amount, earning.currency),
        commission=Money(earning.commission_amount, earning.currency),
        commission_tax=Money(earning.commission_tax_amount, earning.currency),
        promotion=Money(earning.promotion_amount, earning.currency),
        remitted_tax=Money(earning.remitted_tax_amount, earning.currency),
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
        number=entry.number,
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
