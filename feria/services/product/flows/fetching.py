"""Pictures whose addresses came with a file: fetched from the public internet only, then as if they had been sent."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby

from feria.core import fetch, pictures
from feria.core.errors import NotFound, Unavailable
from feria.core.fetch import FetchFailed, FetchRefused
from feria.core.platform import Platform
from feria.services.product.actions import images, sources
from feria.services.product.actions.sources import Source

FETCHED_AT_ONCE_MAX = 40
PRODUCTS_AT_ONCE_MAX = 4
# Longer than the longest round: every one of them answers as slowly as it may.
CLAIMED_FOR = timedelta(seconds=FETCHED_AT_ONCE_MAX * fetch.WHOLE_SECONDS_MAX)


async def fetch_waiting(platform: Platform) -> int:
    """Fetch the pictures that are due, of several products at a time; how many were looked at."""
    waiting = await platform.db.run(sources.claim_sources, FETCHED_AT_ONCE_MAX, CLAIMED_FOR)
    room = asyncio.Semaphore(PRODUCTS_AT_ONCE_MAX)

    async def fetch_in_order(of_product: Iterable[Source]) -> None:
        async with room:
            for source in of_product:
                await _fetch(platform, source)

    async with asyncio.TaskGroup() as group:
        for _, of_product in groupby(waiting, key=lambda source: source.product_id):
            group.create_task(fetch_in_order(list(of_product)))
    return len(waiting)


async def _fetch(platform: Platform, source: Source) -> None:
    try:
        await _fetched(platform, source)
    except NotFound:
        await platform.db.run(sources.drop_source, source)
    except pictures.BadPicture as error:
        reason = "; ".join(one.message for one in error.errors)
        await platform.db.run(sources.give_up_source, source, reason)
    except (FetchRefused, images.TooManyImages) as error:
        await platform.db.run(sources.give_up_source, source, error.detail or error.title)
    except (FetchFailed, Unavailable) as error:
        await platform.db.run(sources.put_off_source, source, error.detail or error.title)


async def _fetched(platform: Platform, source: Source) -> None:
    """Fetch, look at, store; the place is kept before the file is stored, as for every picture."""
    data = await fetch.fetch(
        platform.transport, source.url, bytes_max=pictures.UPLOAD_BYTES_MAX, reach=platform.reach
    )
    size = await asyncio.to_thread(pictures.look_at, data)
    await platform.db.run(sources.open_source, source, len(data))
    await platform.storage.put(images.original_key(source.id), data)
    await platform.db.run(sources.complete_source, source, size)
