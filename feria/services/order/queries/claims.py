"""Rows of returns and cases with their history and pictures, and who may see them: whoever may see the seller order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.services.order.queries import access
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.order.rules import Role
from feria.services.order.rules.cases import Reason as CaseReason
from feria.services.order.rules.cases import Status as CaseStatus
from feria.services.order.rules.returns import Reason as ReturnReason
from feria.services.order.rules.returns import Status as ReturnStatus

PICTURES_AT = "/api/v1/claim-pictures/"
LABELS_AT = "/api/v1/return-labels/"
WIDTHS = (400, 1600)
HISTORY_MAX = 500


class ReturnRow(msgspec.Struct, frozen=True, kw_only=True):
    """A return as stored."""

    seller_id: int
    id: UUID
    seller_order_id: UUID
    order_id: UUID
    shopper_id: int
    number: str
    status: ReturnStatus
    reason: ReturnReason
    note: str
    answer: str
    instructions: str
    label_key: str
    carrier: str
    tracking_number: str
    parcel_state: str
    label_due_at: datetime | None
    label_problem: str
    with_goods: bool
    refund_id: UUID | None
    refund_amount: int
    deduction_amount: int
    deduction_reason: str
    label_fee_amount: int
    currency: str
    created_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    received_at: datetime | None
    ended_at: datetime | None
    version: int


class ReturnLineRow(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a line in a return."""

    return_id: UUID
    line_id: UUID
    quantity: int
    received: int
    restocked: int


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case as stored."""

    seller_id: int
    id: UUID
    seller_order_id: UUID
    order_id: UUID
    shopper_id: int
    number: str
    status: CaseStatus
    reason: CaseReason
    is_open: bool
    decision: str
    refund_id: UUID | None
    refund_amount: int
    currency: str
    created_at: datetime
    due_at: datetime | None
    decided_at: datetime | None
    version: int


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message in a case; `author` begins with the role."""

    id: UUID
    author: str
    text: str
    created_at: datetime


class ClaimStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a return or a case; an empty `from_status` is its beginning."""

    claim_id: UUID
    from_status: str
    to_status: str
    actor: str
    reason: str
    at: datetime


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that belongs to a return or a case."""

    id: UUID
    claim_id: UUID
    author: str
    key: str
    width: int
    height: int


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """The order and the seller order that a claim is about, and the actor's roles on them."""

    order: OrderRow
    part: SellerOrderRow
    roles: list[Role]


_RETURN = f'SELECT {", ".join(ReturnRow.__struct_fields__)} FROM "order".returns'  # noqa: S608 - names of fields
_CASE = f'SELECT {", ".join(CaseRow.__struct_fields__)} FROM "order".cases'  # noqa: S608 - names of fields


async def return_row(tx: Tx, return_id: UUID) -> ReturnRow | None:
    """A return, whoever acts."""
    return await tx.one(
        ReturnRow, f"{_RETURN} WHERE seller_id = $1 AND id = $2", ids.owner_of(return_id), return_id
    )


async def case_row(tx: Tx, case_id: UUID) -> CaseRow | None:
    """A case, whoever acts."""
    return await tx.one(CaseRow, f"{_CASE} WHERE seller_id = $1 AND id = $2", ids.owner_of(case_id), case_id)


async def return_for(tx: Tx, return_id: UUID, token: str | None) -> tuple[ReturnRow, Seen]:
    """A return for its buyer, its seller's members and staff; raises NotFound for all others."""
    found = await return_row(tx, return_id)
    if found is None:
        raise NotFound
    return found, await _seen(tx, found.seller_order_id, token)


async def case_for(tx: Tx, case_id: UUID, token: str | None) -> tuple[CaseRow, Seen]:
    """A case for its buyer, its seller's members and staff; raises NotFound for all others."""
    found = await case_row(tx, case_id)
    if found is None:
        raise NotFound
    return found, await _seen(tx, found.seller_order_id, token)


async def _seen(tx: Tx, seller_order_id: UUID, token: str | None) -> Seen:
    order, part, roles = await access.seller_order_for(tx, seller_order_id, token)
    return Seen(order=order, part=part, roles=roles)


async def returns_of(tx: Tx, parts: Sequence[SellerOrderRow]) -> list[ReturnRow]:
    """The returns of these seller orders, newest first."""
    return await tx.all(
        ReturnRow,
        f"""{_RETURN} WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[])
            ORDER BY created_at DESC, id DESC""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )


async def cases_of(tx: Tx, parts: Sequence[SellerOrderRow]) -> list[CaseRow]:
    """The cases of these seller orders, newest first."""
    return await tx.all(
        CaseRow,
        f"""{_CASE} WHERE seller_id = ANY($1::bigint[]) AND seller_order_id = ANY($2::uuid[])
            ORDER BY created_at DESC, id DESC""",
        sorted({part.seller_id for part in parts}),
        [part.id for part in parts],
    )


async def cases_by_id(tx: Tx, found: Sequence[tuple[int, UUID]]) -> list[CaseRow]:
    """These cases, each by its seller and its id, in no particular order."""
    return await tx.all(
        CaseRow,
        f"{_CASE} WHERE seller_id = ANY($1::bigint[]) AND id = ANY($2::uuid[])",
        sorted({seller_id for seller_id, _ in found}),
        [case_id for _, case_id in found],
    )


async def return_lines(tx: Tx, found: Sequence[ReturnRow]) -> list[ReturnLineRow]:
    """What is in these returns."""
    return await tx.all(
        ReturnLineRow,
        """SELECT return_id, line_id, quantity, received, restocked FROM "order".return_lines
           WHERE seller_id = ANY($1::bigint[]) AND return_id = ANY($2::uuid[]) ORDER BY return_id, line_id""",
        sorted({one.seller_id for one in found}),
        [one.id for one in found],
    )


async def last_instructions(tx: Tx, seller_id: int) -> str:
    """Where this seller had the last return sent; empty when there was none."""
    found: str | None = await tx.fetchval(
        """SELECT instructions FROM "order".returns WHERE seller_id = $1 AND instructions <> ''
           ORDER BY created_at DESC, id DESC LIMIT 1""",
        seller_id,
    )
    return found or ""


async def messages(tx: Tx, case: CaseRow) -> list[MessageRow]:
    """What was said in a case, oldest first."""
    return await tx.all(
        MessageRow,
        """SELECT id, author, text, created_at FROM "order".case_messages
           WHERE seller_id = $1 AND case_id = $2 ORDER BY created_at, id""",
        case.seller_id,
        case.id,
    )


async def steps(tx: Tx, found: Sequence[ReturnRow | CaseRow]) -> list[ClaimStep]:
    """The history of these returns or cases, oldest first."""
    return await tx.all(
        ClaimStep,
        """SELECT coalesce(return_id, case_id) AS claim_id, from_status, to_status, actor, reason, at
           FROM "order".claim_history
           WHERE seller_id = ANY($1::bigint[]) AND (return_id = ANY($2::uuid[]) OR case_id = ANY($2::uuid[]))
           ORDER BY at, id LIMIT $3""",
        sorted({one.seller_id for one in found}),
        [one.id for one in found],
        HISTORY_MAX,
    )


async def pictures(tx: Tx, found: Sequence[ReturnRow | CaseRow]) -> list[Picture]:
    """The pictures of these returns or cases, oldest first."""
    return await tx.all(
        Picture,
        """SELECT id, coalesce(return_id, case_id) AS claim_id, author, key, width, height FROM "order".evidence
           WHERE seller_id = ANY($1::bigint[]) AND (return_id = ANY($2::uuid[]) OR case_id = ANY($2::uuid[]))
           ORDER BY created_at, id""",
        sorted({one.seller_id for one in found}),
        [one.id for one in found],
    )


async def returns_due(tx: Tx, status: str, limit: int) -> list[tuple[int, UUID]]:
    """Returns in a status that the clock ends now, the oldest first."""
    found = await tx.fetch(
        """SELECT seller_id, id FROM "order".returns WHERE status = $1 AND due_at <= $2
           ORDER BY due_at LIMIT $3""",
        status,
        tx.now,
        limit,
    )
    return [(row["seller_id"], row["id"]) for row in found]


async def cases_due(tx: Tx, status: str, limit: int) -> list[tuple[int, UUID]]:
    """Cases in a status that the clock ends now, the oldest first."""
    found = await tx.fetch(
        """SELECT seller_id, id FROM "order".cases WHERE status = $1 AND due_at <= $2
           ORDER BY due_at LIMIT $3""",
        status,
        tx.now,
        limit,
    )
    return [(row["seller_id"], row["id"]) for row in found]


def picture_file(key: str, width: int) -> str:
    """Where a picture lies in the store."""
    return f"claims/{key}-{width}.webp"


def label_file(key: str) -> str:
    """Where a label lies in the store; its key says of which kind it is."""
    return f"labels/{key}"
