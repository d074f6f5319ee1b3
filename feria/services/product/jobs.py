"""What the clock starts for the catalogue."""

from feria.core import jobs
from feria.core.platform import Platform
from feria.services.product.actions import changes
from feria.services.product.flows import imports, pictures


@jobs.every(seconds=1)
async def render_images(platform: Platform) -> int:
    """Make the WebP renditions of pictures that were uploaded."""
    return await pictures.render_waiting(platform)


@jobs.every(seconds=1)
async def run_imports(platform: Platform) -> int:
    """Work through product files that were sent."""
    return await imports.run_next(platform)


@jobs.every(seconds=600)
async def clear_old_changes(platform: Platform) -> int:
    """Forget what every index has long read."""
    return await platform.db.run(changes.clear_old_changes)
