"""Files of returns and cases on their way in: checked, drawn anew, stored, and only then known to the database.

A file without its row is only wasted space, so files are stored first and deleted when the row is refused.
"""

import asyncio
import secrets
from uuid import UUID

from feria.core import ids, pictures
from feria.core.auth import Principal
from feria.core.db import Tx
from feria.core.errors import Problem
from feria.core.platform import Platform
from feria.services.order.actions import evidence, returning
from feria.services.order.queries import claims

KEY_BYTES = 16
LABEL_WIDTH = 1600


async def add_picture(
    platform: Platform,
    actor: Principal,
    request_id: str,
    claim: evidence.Claim,
    data: bytes,
    token: str | None,
) -> UUID:
    """Add a picture to a return or a case; its id.

    Raises BadPicture, NotFound, Forbidden, EvidenceClosed, Unavailable.
    """
    async with platform.db.reading(actor) as tx:
        await evidence.require_open(tx, claim, token)
    rendered = await asyncio.to_thread(pictures.render, data, claims.WIDTHS)
    key = secrets.token_hex(KEY_BYTES)
    files = {claims.picture_file(key, width): file for width, file in rendered.files.items()}
    for name, file in files.items():
        await platform.storage.put(name, file)
    picture_id = ids.new(ids.owner_of(claim.id))

    async def add(tx: Tx) -> None:
        await evidence.add_picture(
            tx, claim, picture_id, key=key, size=(rendered.width, rendered.height), token=token
        )

    try:
        await platform.db.act(actor, request_id, add)
    except Problem:
        await platform.storage.delete(*files)
        raise
    return picture_id


async def give_label(
    platform: Platform, actor: Principal, request_id: str, return_id: UUID, data: bytes
) -> None:
    """Give the buyer a label, drawn anew from a picture. Raises BadPicture, NotFound, Forbidden, ReturnConflict."""
    async with platform.db.reading(actor) as tx:
        await claims.return_for(tx, return_id, None)
    rendered = await asyncio.to_thread(pictures.render, data, (LABEL_WIDTH,))
    key = f"{secrets.token_hex(KEY_BYTES)}.webp"
    await platform.storage.put(claims.label_file(key), rendered.files[LABEL_WIDTH])
    try:
        before = await platform.db.act(actor, request_id, returning.attach_label, return_id, key)
    except Problem:
        await platform.storage.delete(claims.label_file(key))
        raise
    if before:
        await platform.storage.delete(claims.label_file(before))
