"""What other services may ask of payment: commissions, opening and cancelling payments, refunds, and a check."""

from collections.abc import Sequence

from feria.core.db import Tx
from feria.services.payment.actions.earnings import freeze_earnings
from feria.services.payment.actions.labels import charge_label, return_label
from feria.services.payment.actions.payments import (
    AlreadyPaid,
    attempt_under_way,
    cancel_payment,
    open_payment,
)
from feria.services.payment.actions.refunds import NothingToRefund, RefundTooLarge, request_refund
from feria.services.payment.queries import commission as queries
from feria.services.payment.queries.checks import check
from feria.services.payment.queries.commission_entries import (
    CommissionEntry,
    commission_entries,
    commission_payers,
    commission_tax_rates,
)
from feria.services.payment.queries.earnings import Balance, balances_of_seller, may_see_money
from feria.services.payment.queries.payments import PaymentSummary, flagged_payments, payment_summary
from feria.services.payment.queries.refunds import RefundDetail, refund_detail
from feria.services.payment.queries.revenue import Span, commission_revenue
from feria.services.payment.rules import commission as rules
from feria.services.payment.rules.commission import CommissionLine, LineCommission
from feria.services.payment.rules.postings import RefundPart, Share, remainder, reversal

__all__ = [
    "AlreadyPaid",
    "Balance",
    "CommissionEntry",
    "CommissionLine",
    "LineCommission",
    "NothingToRefund",
    "PaymentSummary",
    "RefundDetail",
    "RefundPart",
    "RefundTooLarge",
    "Share",
    "Span",
    "attempt_under_way",
    "balances_of_seller",
    "cancel_payment",
    "charge_label",
    "check",
    "commission_entries",
    "commission_payers",
    "commission_revenue",
    "commission_tax_rates",
    "commissions",
    "flagged_payments",
    "freeze_earnings",
    "may_see_money",
    "open_payment",
    "payment_summary",
    "refund_detail",
    "remainder",
    "request_refund",
    "return_label",
    "reversal",
]


async def commissions(tx: Tx, lines: Sequence[CommissionLine], currency: str) -> list[LineCommission]:
    """The commission of each line by the current rules, in the lines' order, to be frozen on them."""
    return rules.commissions(await queries.remembered_rules(tx), lines, currency)
