"""What a shop shows beside its profile: policies, logo and banner, how many things it has on sale, and its rating."""

from collections.abc import Mapping
from typing import Literal

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import PreconditionFailed
from feria.services.user import queries
from feria.services.user.queries.rows import SellerRow
from feria.services.user.schemas import PoliciesIn

Sign = Literal["logo", "banner"]


async def update_policies(tx: Tx, seller_id: int, version: int | None, wanted: PoliciesIn) -> SellerRow:
    """Set returns and shipping policy; for owner and manager. Raises PreconditionFailed."""
    found = await queries.seller_for(tx, seller_id, "manager", lock=True)
    if version is not None and found.version != version:
        raise PreconditionFailed
    await tx.execute(
        """UPDATE "user".sellers SET returns_days = $2, returns_policy = $3, shipping_policy = $4,
                  version = version + 1, updated_at = $5 WHERE id = $1""",
        seller_id,
        wanted.returns_days,
        wanted.returns.strip(),
        wanted.shipping.strip(),
        tx.now,
    )
    queries.forget_terms(tx, seller_id)
    tx.audit("seller.policies_updated", ids.encode_owner("sel", seller_id))
    return await queries.seller(tx, seller_id)


async def hang_up(tx: Tx, seller_id: int, sign: Sign, key: str) -> tuple[SellerRow, str]:
    """Show the stored picture of this key as logo or banner, none for an empty one; for owner and manager.

    Returns the seller and the key of the picture that it had before.
    """
    found = await queries.seller_for(tx, seller_id, "manager", lock=True)
    before = found.logo_key if sign == "logo" else found.banner_key
    if key == before:
        return found, before
    await tx.execute(
        """UPDATE "user".sellers SET logo_key = CASE WHEN $2 = 'logo' THEN $3 ELSE logo_key END,
                  banner_key = CASE WHEN $2 = 'banner' THEN $3 ELSE banner_key END,
                  version = version + 1, updated_at = $4 WHERE id = $1""",
        seller_id,
        sign,
        key,
        tx.now,
    )
    queries.forget_terms(tx, seller_id)
    tx.audit(f"seller.{sign}_changed", ids.encode_owner("sel", seller_id))
    return await queries.seller(tx, seller_id), before


async def count_products(tx: Tx, more: Mapping[int, int]) -> None:
    """Add to the numbers of products that these sellers have on sale, in the one order in which they never deadlock."""
    for seller_id in sorted(more):
        await tx.execute(
            'UPDATE "user".sellers SET product_count = product_count + $2 WHERE id = $1',
            seller_id,
            more[seller_id],
        )


async def count_reviews(tx: Tx, more: Mapping[int, tuple[int, int]]) -> None:
    """Add stars and reviews to what these sellers show, in the same order as above."""
    for seller_id in sorted(more):
        await tx.execute(
            """UPDATE "user".sellers SET rating_sum = rating_sum + $2, review_count = review_count + $3
               WHERE id = $1""",
            seller_id,
            *more[seller_id],
        )
