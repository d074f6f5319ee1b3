"""What the clock does to orders: expire, cancel what nobody accepted, deliver, complete; a transaction for each."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import structlog

from feria.core import ids, jobs
from feria.core.db import Tx
from feria.core.errors import Problem
from feria.core.platform import Platform
from feria.services.order.actions import (
    cancelling,
    cases,
    closing,
    commission_invoices,
    return_clock,
    shipping,
)
from feria.services.order.flows import documents, labels, tracking
from feria.services.order.queries import claims, rows
from feria.services.order.rules.cases import WHEN_DUE
from feria.services.payment import contract as payment

log = structlog.get_logger()

BATCH_MAX = 100


@jobs.every(seconds=10)
async def expire_orders(platform: Platform) -> int:
    """Expire orders that were not paid in time."""
    async with platform.db.reading() as tx:
        found = await rows.orders_to_expire(tx, BATCH_MAX)
    return await _each(platform, "expire_order", found, closing.expire_order)


@jobs.every(seconds=60)
async def cancel_unaccepted_orders(platform: Platform) -> int:
    """Cancel and refund seller orders that were not accepted within 48 hours."""
    return await _when_due(platform, "placed", cancelling.cancel_unaccepted)


@jobs.every(seconds=60)
async def deliver_orders(platform: Platform) -> int:
    """Take shipped seller orders for delivered, three days after the promise or 14 days after shipping."""
    return await _when_due(platform, "shipped", shipping.deliver_when_due)


@jobs.every(seconds=60)
async def complete_orders(platform: Platform) -> int:
    """Complete seller orders 14 days after their delivery."""
    return await _when_due(platform, "delivered", shipping.complete_when_due)


@jobs.every(seconds=60)
async def approve_returns(platform: Platform) -> int:
    """Approve returns that their sellers left unanswered for 48 hours."""
    async with platform.db.reading() as tx:
        found = await claims.returns_due(tx, "requested", BATCH_MAX)
    return await _each(platform, "approve return", found, return_clock.approve_when_due)


@jobs.every(seconds=60)
async def close_unsent_returns(platform: Platform) -> int:
    """Close returns that were approved and not sent within 14 days."""
    async with platform.db.reading() as tx:
        found = await claims.returns_due(tx, "approved", BATCH_MAX)
    return await _each(platform, "close return", found, return_clock.close_when_due)


@jobs.every(seconds=60)
async def move_cases(platform: Platform) -> int:
    """End the deadlines of cases: the operator takes over from a silent seller, decided and silent ones are closed."""
    count = 0
    for status in WHEN_DUE:
        async with platform.db.reading() as tx:
            found = await claims.cases_due(tx, status, BATCH_MAX)
        count += await _each(platform, f"case {status}", found, cases.move_when_due)
    return count


@jobs.every(seconds=20)
async def draw_documents(platform: Platform) -> int:
    """Draw documents that nobody has asked for yet."""
    return await documents.draw_documents(platform)


@jobs.every(seconds=900)
async def issue_commission_invoices(platform: Platform) -> int:
    """Bill sellers for a month that is over, the oldest first; how many were billed."""
    month = await platform.db.run(commission_invoices.open_month)
    if month is None:
        return 0
    async with platform.db.reading() as tx:
        payers = await payment.commission_payers(tx, month.since, month.until)
    count = 0
    for seller_id, currency in payers:
        count += await platform.db.run(
            commission_invoices.issue_commission_invoice, seller_id, currency, month
        )
    await platform.db.run(commission_invoices.close_month, month.month)
    return count + 1


Step = Callable[[Tx, int, UUID], Awaitable[bool]]


async def _when_due(platform: Platform, status: str, step: Step) -> int:
    async with platform.db.reading() as tx:
        found = await rows.seller_orders_due(tx, status, BATCH_MAX)
    return await _each(platform, f"{status} and due", found, step)


async def _each(platform: Platform, what: str, found: list[tuple[int, UUID]], step: Step) -> int:
    """Take the step for each; one that fails is logged and does not hold up the others."""
    count = 0
    for owner, row_id in found:
        try:
            count += await platform.db.run(step, owner, row_id)
        except (Problem, asyncpg.PostgresError) as error:
            log.error("order step failed", what=what, id=ids.encode("id", row_id), exc_info=error)
    return count


@jobs.every(seconds=15)
async def settle_labels(platform: Platform) -> int:
    """Find out about labels whose carrier did not answer, and take back those that nobody needs."""
    return await labels.settle(platform)


@jobs.every(seconds=20)
async def buy_return_labels(platform: Platform) -> int:
    """Buy labels for returns whose shops pay the way back and have set it so."""
    return await labels.buy_for_returns(platform)


@jobs.every(seconds=60)
async def track_parcels(platform: Platform) -> int:
    """Ask carriers where parcels are."""
    return await tracking.poll(platform)
