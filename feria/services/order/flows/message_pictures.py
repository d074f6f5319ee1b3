"""Pictures in messages: drawn anew as WebP at once, stored under a secret name, then written as a message."""

import asyncio
import re
import secrets
from uuid import UUID

from feria.core import pictures
from feria.core.auth import Principal
from feria.core.errors import NotFound, Problem
from feria.core.platform import Platform
from feria.services.order.actions import messaging
from feria.services.order.actions.messaging import Letter
from feria.services.order.queries import threads

WIDTH_MAX = 1_200
_NAME = re.compile(r"[0-9a-f]{32}")


async def send_picture(
    platform: Platform, actor: Principal, thread_id: UUID, token: str | None, data: bytes, text: str
) -> UUID:
    """Add a message with a picture to a thread; its id. Raises BadPicture, NotFound, Unavailable.

    A file without its message is only wasted space, so it is stored first and deleted when the message is refused.
    """
    async with platform.db.reading(actor) as tx:
        await threads.thread_for(tx, thread_id, token)
    rendered = await asyncio.to_thread(pictures.render, data, (WIDTH_MAX,))
    key = secrets.token_hex(16)
    await platform.storage.put(_file(key), rendered.files[WIDTH_MAX])
    letter = Letter(text=text, picture=(key, rendered.width, rendered.height))
    try:
        return await platform.db.act(actor, "", messaging.answer, thread_id, token, letter)
    except Problem:
        await platform.storage.delete(_file(key))
        raise


async def picture(platform: Platform, name: str) -> bytes:
    """The file of a picture by its secret name; raises NotFound, Unavailable."""
    if _NAME.fullmatch(name) is None:
        raise NotFound
    return await platform.storage.get(_file(name))


def _file(key: str) -> str:
    return f"messages/{key}.webp"
