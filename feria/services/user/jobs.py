"""What the clock starts in the user service."""

from feria.core import jobs
from feria.core.platform import Platform
from feria.services.user.actions import sessions


@jobs.every(seconds=3600)
async def forget_old_sessions(platform: Platform) -> int:
    """Delete sessions, resets and counted attempts that matter no more."""
    return await platform.db.run(sessions.forget_old)
