"""What the clock starts for the catalogue."""

from feria.core import jobs
from feria.core.platform import Platform
from feria.services.product.actions import changes, products, sales, searches
from feria.services.product.flows import fetching, imports, mapping, pictures, review_photos, tidying
from feria.services.product.queries import catalogue, inventory


@jobs.every(seconds=1)
async def render_images(platform: Platform) -> int:
    """Make the WebP renditions of pictures that were uploaded."""
    return await pictures.render_waiting(platform)


@jobs.every(seconds=2)
async def fetch_images(platform: Platform) -> int:
    """Fetch pictures whose addresses came with a file."""
    return await fetching.fetch_waiting(platform)


@jobs.every(seconds=1)
async def render_review_photos(platform: Platform) -> int:
    """Make the WebP renditions of photographs of reviews."""
    return await review_photos.render_waiting(platform)


@jobs.every(seconds=1)
async def run_imports(platform: Platform) -> int:
    """Work through product files that were sent."""
    return await imports.run_next(platform)


@jobs.every(seconds=600)
async def end_unmapped_imports(platform: Platform) -> int:
    """Delete files of which nobody said what their columns are."""
    return await mapping.end_waiting(platform)


@jobs.every(seconds=5)
async def publish_scheduled(platform: Platform) -> int:
    """Put drafts on sale whose time has come."""
    async with platform.db.reading() as tx:
        due = await inventory.drafts_due(tx)
    return sum([await platform.db.run(products.publish_when_due, product_id) for product_id in due])


@jobs.every(seconds=60)
async def delete_expired_uploads(platform: Platform) -> int:
    """Delete files that were sent but never completed."""
    return await tidying.delete_expired_uploads(platform)


@jobs.every(seconds=600)
async def delete_lost_files(platform: Platform) -> int:
    """Delete files that nothing refers to, going through the storage a thousand at a time."""
    return await tidying.sweep(platform)


@jobs.every(seconds=60)
async def count_sales(platform: Platform) -> int:
    """Add the units of placed orders to their products, seller by seller."""
    async with platform.db.reading() as tx:
        sellers = await catalogue.sellers_with_sales_to_count(tx)
    return sum([await platform.db.run(sales.count_sales, seller_id) for seller_id in sellers])


@jobs.every(seconds=600)
async def clear_old_changes(platform: Platform) -> int:
    """Forget what every index has long read."""
    return await platform.db.run(changes.clear_old_changes)


@jobs.every(seconds=3600)
async def forget_searches(platform: Platform) -> int:
    """Keep the list of popular searches short."""
    return await platform.db.run(searches.forget_searches)
