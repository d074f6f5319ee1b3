"""What the clock starts for carts."""

from datetime import timedelta

from feria.core import jobs
from feria.core.platform import Platform
from feria.services.cart.actions import ageing


@jobs.every(seconds=3600)
async def delete_old_guest_carts(platform: Platform) -> int:
    """Delete guests' carts that were not touched for 30 days, batch by batch."""
    return await platform.db.run(ageing.delete_old_guest_carts)


@jobs.every(seconds=600)
async def tell_of_abandoned_carts(platform: Platform) -> int:
    """Say which accounts' carts have been left lying for `FERIA_CART_ABANDONED_HOURS`, batch by batch."""
    after = timedelta(hours=platform.settings.cart_abandoned_hours)
    return await platform.db.run(ageing.tell_of_abandoned_carts, after)
