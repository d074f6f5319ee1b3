"""How a shop packs: its boxes, and where its parcels start."""

from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound
from feria.services.order.queries import parcels
from feria.services.order.queries.parcels import PresetRow
from feria.services.order.rules.parcels import Place
from feria.services.order.schemas.parcels import PresetIn


class TooManyPackages(Conflict):
    """A shop keeps a limited number of boxes."""

    slug, title = "too-many-packages", f"A shop can keep {parcels.PRESETS_MAX} boxes. Remove one first."


async def add_preset(tx: Tx, seller_id: int, data: PresetIn) -> PresetRow:
    """Keep a box; for members of the shop. Raises TooManyPackages."""
    parcels.require_member(tx, seller_id)
    # One after the other, so that two at once cannot pass the limit.
    await tx.execute("SELECT pg_advisory_xact_lock(7002, $1::int)", seller_id % 2**31)
    if len(await parcels.presets(tx, seller_id)) >= parcels.PRESETS_MAX:
        raise TooManyPackages
    row = PresetRow(seller_id=seller_id, id=ids.new(seller_id), **msgspec.structs.asdict(data))
    await tx.execute(
        """INSERT INTO "order".package_presets (seller_id, id, name, length_mm, width_mm, height_mm, weight_grams,
               created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
        row.seller_id,
        row.id,
        row.name,
        row.length_mm,
        row.width_mm,
        row.height_mm,
        row.weight_grams,
        tx.now,
    )
    return row


async def remove_preset(tx: Tx, seller_id: int, preset_id: UUID) -> None:
    """Forget a box; raises NotFound."""
    parcels.require_member(tx, seller_id)
    gone = await tx.execute(
        'DELETE FROM "order".package_presets WHERE seller_id = $1 AND id = $2', seller_id, preset_id
    )
    if not gone:
        raise NotFound


async def set_ship_from(tx: Tx, seller_id: int, place: Place) -> None:
    """Say where the shop's parcels start; labels that are bought keep what they were bought with."""
    parcels.require_member(tx, seller_id)
    await tx.execute(
        """INSERT INTO "order".ship_from (seller_id, address, updated_at) VALUES ($1, $2, $3)
           ON CONFLICT (seller_id) DO UPDATE SET address = excluded.address, updated_at = excluded.updated_at""",
        seller_id,
        msgspec.to_builtins(place),
        tx.now,
    )
