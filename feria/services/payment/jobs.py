"""What the clock starts in the payment service."""

from feria.core import jobs
from feria.core.platform import Platform
from feria.services.payment import flows
from feria.services.payment.actions import earnings
from feria.services.payment.gateways import directory
from feria.services.payment.queries import earnings as queries

RELEASE_BATCH = 500


@jobs.every(seconds=15)
async def poll_attempts(platform: Platform) -> int:
    """Ask providers about attempts whose result is not known."""
    return await flows.poll_attempts(platform)


@jobs.every(seconds=5)
async def send_refunds(platform: Platform) -> int:
    """Send refunds that were decided."""
    return await flows.send_refunds(platform)


@jobs.every(seconds=15)
async def process_webhooks(platform: Platform) -> int:
    """Apply webhooks that were stored and not applied."""
    return await flows.process_webhooks(platform)


@jobs.every(seconds=60)
async def release_earnings(platform: Platform) -> int:
    """Move earnings from pending to available once they are due, seller by seller."""
    async with platform.db.reading() as tx:
        due = await queries.due_earnings(tx, RELEASE_BATCH)
    return sum(
        [
            await platform.db.run(earnings.release_earnings, seller_id, seller_orders)
            for seller_id, seller_orders in due.items()
        ]
    )


@jobs.every(seconds=1)
async def send_test_webhooks(platform: Platform) -> int:
    """Let the test provider send its webhooks."""
    if not directory.allows_test_provider(platform.settings):
        return 0
    return await directory.test_provider(platform).send_webhooks()
