"""The drafts of an import published one by one, each in its own transaction, so that a refusal stays one."""

from uuid import UUID

from feria.core import ids
from feria.core.auth import Principal
from feria.core.errors import NotFound
from feria.core.platform import Platform
from feria.services.product.actions import products
from feria.services.product.actions.products import NotPublishable, SellerNotActive
from feria.services.product.flows.editing import reason_of
from feria.services.product.queries import imports
from feria.services.product.schemas import RefusedProductOut
from feria.services.product.schemas.imports import ImportPublishedOut

LOOKED_AT_MAX = 1_000


async def publish_drafts(
    platform: Platform, actor: Principal, request_id: str, seller_id: int, import_id: UUID, after: str | None
) -> ImportPublishedOut:
    """Put those of the next thousand drafts on sale that may be; raises NotFound, Forbidden, BadCursor.

    Whatever ends it half-way, what is on sale stays so, and doing it again goes on with the rest.
    """
    async with platform.db.reading(actor) as tx:
        page = await imports.drafts_after(tx, seller_id, import_id, after, LOOKED_AT_MAX)
    published = submitted = 0
    refused: list[RefusedProductOut] = []
    for draft in page.items:
        try:
            status = await platform.db.act(
                actor, request_id, products.publish_product, draft.id, only_draft=True
            )
            published += status == "published"
            submitted += status == "in_review"
        except (NotPublishable, SellerNotActive) as error:
            refused.append(
                RefusedProductOut(
                    product_id=ids.encode("prod", draft.id),
                    title=draft.title,
                    reason=reason_of(error),
                    errors=error.errors,
                )
            )
        except NotFound:
            continue  # it has gone meanwhile
    return ImportPublishedOut(published=published, submitted=submitted, refused=refused, next=page.next)
