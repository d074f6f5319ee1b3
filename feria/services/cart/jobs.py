"""What the clock starts for carts."""

from feria.core import jobs
from feria.core.platform import Platform
from feria.services.cart.actions import ageing


@jobs.every(seconds=3600)
async def delete_old_guest_carts(platform: Platform) -> int:
    """Delete guests' carts that were not touched for 30 days, batch by batch."""
    return await platform.db.run(ageing.delete_old_guest_carts)
