"""Files that nothing refers to: found by going through the storage, folder by folder, and deleted.

A file that is used has a row from before it is stored (`actions.uploads`), so what has none when it is looked up after
it was listed will never be used. Only demo data and photographs of reviews are stored first, by seconds, which is why
what is young is left alone.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from feria.core import clock, ids
from feria.core.errors import NotFound
from feria.core.platform import Platform
from feria.core.storage import LISTED_MAX, Stored
from feria.services.product.actions import images, uploads
from feria.services.product.queries import files

LEFT_ALONE_FOR = timedelta(hours=1)
# A folder, and the names that we give to files there, with the picture's id in them.
FOLDERS = {
    "originals": re.compile(r"^originals/((?:img|pho)_[0-9a-z]{26})$"),
    "media": re.compile(r"^media/([0-9a-z]{26})-\d{3,4}\.webp$"),
}


async def delete_expired_uploads(platform: Platform) -> int:
    """End uploads that were not completed in time, and delete their files; how many."""
    expired = await platform.db.run(uploads.forget_expired)
    await platform.storage.delete(*(images.original_key(image_id) for image_id in expired))
    return len(expired)


async def sweep(platform: Platform, *, left_alone_for: timedelta = LEFT_ALONE_FOR) -> int:
    """Go through the next thousand files of each folder, and delete those that nothing refers to; how many."""
    return sum([await _sweep_folder(platform, folder, left_alone_for) for folder in FOLDERS])


async def _sweep_folder(platform: Platform, folder: str, left_alone_for: timedelta) -> int:
    async with platform.db.reading() as tx:
        position = await files.swept_to(tx, folder)
    found = await platform.storage.listed(folder, position)
    lost = await _lost(platform, folder, found, left_alone_for)
    await platform.storage.delete(*lost)
    following = found[-1].key if len(found) >= LISTED_MAX else ""
    await platform.db.run(uploads.note_sweep, folder, following)
    return len(lost)


async def _lost(
    platform: Platform, folder: str, found: Sequence[Stored], left_alone_for: timedelta
) -> list[str]:
    """The keys of those that have no row; what we have not named ourselves is not ours to delete."""
    # By the store's own clock, which the demo's does not move.
    until = clock.now() - clock.offset() - left_alone_for
    named = {
        one.key: image_id
        for one in found
        if one.changed_at <= until and (image_id := _image_id(folder, one.key)) is not None
    }
    if not named:
        return []
    async with platform.db.reading() as tx:
        used = await files.used(tx, set(named.values()))
    return [key for key, image_id in named.items() if image_id not in used]


def _image_id(folder: str, key: str) -> UUID | None:
    match = FOLDERS[folder].match(key)
    if match is None:
        return None
    try:
        return ids.path("img", f"img_{match[1][-26:]}")
    except NotFound:
        return None
