"""What the clock does to orders: expire, cancel what nobody accepted, deliver, complete; a transaction for each."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg
import structlog

from feria.core import ids, jobs
from feria.core.db import Tx
from feria.core.errors import Problem
from feria.core.platform import Platform
from feria.services.order.actions import cancelling, closing, shipping
from feria.services.order.queries import rows

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
