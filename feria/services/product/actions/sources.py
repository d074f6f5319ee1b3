"""Addresses of pictures that a file has named: claimed, fetched, put off, given up, tried again."""

from datetime import timedelta
from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.services.product.actions import images, uploads
from feria.services.product.queries import imports, products

ATTEMPTS_MAX = 6
BACK_OFF_SECONDS_MAX = 3_600
FAILURE_LENGTH_MAX = 500


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """An address of a picture; its id becomes the picture's."""

    seller_id: int
    id: UUID
    product_id: UUID
    variant_id: UUID | None
    position: int
    url: str
    alt: str
    attempts: int


async def claim_sources(tx: Tx, limit: int, claimed_for: timedelta) -> list[Source]:
    """The addresses that are due, put off by `claimed_for` in case this process dies over them; in their order."""
    found = await tx.all(
        Source,
        """WITH due AS (
               SELECT seller_id, id FROM product.image_sources WHERE state = 'waiting' AND run_at <= $1
               ORDER BY run_at, position, id LIMIT $2
           )
           UPDATE product.image_sources s SET run_at = $3 FROM due
           WHERE s.seller_id = due.seller_id AND s.id = due.id AND s.state = 'waiting' AND s.run_at <= $1
           RETURNING s.seller_id, s.id, s.product_id, s.variant_id, s.position, s.url, s.alt, s.attempts""",
        tx.now,
        limit,
        tx.now + claimed_for,
    )
    return sorted(found, key=lambda one: (one.product_id, one.position))


async def open_source(tx: Tx, source: Source, size_bytes: int) -> None:
    """Keep the picture's place before its file is stored; raises NotFound, TooManyImages."""
    await uploads.open_upload(
        tx, source.product_id, source.id, alt=source.alt, size_bytes=size_bytes, media_type=""
    )


async def complete_source(tx: Tx, source: Source, size: tuple[int, int]) -> None:
    """The file is stored: a picture of the product, and of the variant that it was named for. Raises NotFound."""
    await uploads.complete_upload(tx, source.product_id, source.id, size)
    if source.variant_id is not None:
        await tx.execute(
            """UPDATE product.variants SET image_id = $3
               WHERE seller_id = $1 AND id = $2 AND product_id = $4 AND image_id IS NULL""",
            source.seller_id,
            source.variant_id,
            source.id,
            source.product_id,
        )
    await tx.execute(
        "UPDATE product.image_sources SET state = 'fetched' WHERE seller_id = $1 AND id = $2",
        source.seller_id,
        source.id,
    )


async def put_off_source(tx: Tx, source: Source, reason: str) -> None:
    """Try again later, at most six times."""
    if source.attempts + 1 >= ATTEMPTS_MAX:
        await give_up_source(tx, source, reason)
        return
    pause = timedelta(seconds=min(BACK_OFF_SECONDS_MAX, 8 ** (source.attempts + 1)))
    await tx.execute(
        "UPDATE product.image_sources SET attempts = attempts + 1, run_at = $3 WHERE seller_id = $1 AND id = $2",
        source.seller_id,
        source.id,
        tx.now + pause,
    )


async def give_up_source(tx: Tx, source: Source, reason: str) -> None:
    """Keep the address with the reason, and show the seller a failed picture, where there is room for one."""
    given_up = await tx.execute(
        """UPDATE product.image_sources SET state = 'failed', failure = $3
           WHERE seller_id = $1 AND id = $2 AND state = 'waiting'""",
        source.seller_id,
        source.id,
        reason.rstrip(".")[:FAILURE_LENGTH_MAX],
    )
    if given_up:
        product = await products.product_for(tx, source.product_id, edit=True, lock=True)
        try:
            await images.check_room(tx, product.seller_id, product.id)
        except images.TooManyImages:
            return
        await images.append_image(tx, product.id, source.id, alt=source.alt, size=(0, 0))
        await images.give_up(tx, product.seller_id, source.id, f"{reason.rstrip('.')} ({source.url})")


async def try_again(tx: Tx, seller_id: int, import_id: UUID) -> int:
    """Let the import's pictures that failed wait once more; how many. Raises NotFound, Forbidden."""
    await imports.import_for(tx, seller_id, import_id)
    rows = await tx.fetch(
        """UPDATE product.image_sources SET state = 'waiting', failure = '', attempts = 0, run_at = $3
           WHERE seller_id = $1 AND import_id = $2 AND state = 'failed' RETURNING id""",
        seller_id,
        import_id,
        tx.now,
    )
    again = [row["id"] for row in rows]
    await tx.execute(
        "UPDATE product.variants SET image_id = NULL WHERE seller_id = $1 AND image_id = ANY($2::uuid[])",
        seller_id,
        again,
    )
    await tx.execute(
        "DELETE FROM product.images WHERE seller_id = $1 AND id = ANY($2::uuid[]) AND state = 'failed'",
        seller_id,
        again,
    )
    return len(again)


async def drop_source(tx: Tx, source: Source) -> bool:
    """Forget the address; whether it was still there."""
    done = await tx.execute(
        "DELETE FROM product.image_sources WHERE seller_id = $1 AND id = $2", source.seller_id, source.id
    )
    return bool(done)
