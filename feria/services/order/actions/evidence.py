"""Pictures that show what is wrong: the buyer's with a return, both sides' with a case."""

from typing import Literal
from uuid import UUID

import msgspec

from feria.core.db import Tx
from feria.core.errors import Conflict, Forbidden
from feria.services.order.actions import steps
from feria.services.order.queries import claims, rows
from feria.services.order.queries.claims import CaseRow, ReturnRow, Seen
from feria.services.order.rules import cases as case_rules
from feria.services.order.rules import returns as return_rules


class Claim(msgspec.Struct, frozen=True):
    """What a picture belongs to."""

    kind: Literal["return", "case"]
    id: UUID


class EvidenceClosed(Conflict):
    """The return has been answered, the case has been decided, or there are enough pictures already."""

    slug, title = "evidence-closed", "No more pictures can be added here."


async def require_open(tx: Tx, claim: Claim, token: str | None) -> tuple[ReturnRow | CaseRow, Seen, str]:
    """The claim, and the role of whoever may add a picture to it now; raises NotFound, Forbidden, EvidenceClosed."""
    found: ReturnRow | CaseRow
    if claim.kind == "return":
        found, seen = await claims.return_for(tx, claim.id, token)
        if "buyer" not in seen.roles:
            raise Forbidden
        if found.status != "requested":
            raise EvidenceClosed
        return found, seen, "buyer"
    found, seen = await claims.case_for(tx, claim.id, token)
    role = next((role for role in seen.roles if role in ("seller", "buyer")), None)
    if role is None:
        raise Forbidden
    if found.status not in case_rules.OPEN:
        raise EvidenceClosed
    return found, seen, role


async def add_picture(
    tx: Tx, claim: Claim, picture_id: UUID, *, key: str, size: tuple[int, int], token: str | None
) -> None:
    """Note a picture whose files are stored, under the order's lock; raises as `require_open`."""
    _, seen, _ = await require_open(tx, claim, token)
    await rows.locked_order(tx, seen.order.shopper_id, seen.order.id)
    found, _, role = await require_open(tx, claim, token)
    most = return_rules.PHOTOS_MAX if claim.kind == "return" else case_rules.PICTURES_MAX
    there = [one for one in await claims.pictures(tx, [found]) if one.author.startswith(role)]
    if len(there) >= most:
        raise EvidenceClosed(f"At most {most} pictures can be added.")
    await tx.execute(
        """INSERT INTO "order".evidence (seller_id, id, return_id, case_id, author, key, width, height, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        found.seller_id,
        picture_id,
        claim.id if claim.kind == "return" else None,
        claim.id if claim.kind == "case" else None,
        steps.actor_of(tx, role),
        key,
        *size,
        tx.now,
    )
