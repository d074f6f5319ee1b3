"""What the clock starts: sending the mails that wait."""

from feria.core import jobs
from feria.core.platform import Platform
from feria.services.notification import flows
from feria.services.notification.gateways import mailer


@jobs.every(seconds=0.5)
async def send_messages(platform: Platform) -> int:
    """Send what is due."""
    return await flows.send_due(platform, mailer(platform))
