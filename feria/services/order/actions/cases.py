"""Cases: a buyer asks the marketplace to step in; both sides write, the clock presses, the operator decides.

All of it under the order's lock. While a case is open, the earnings of its seller order stay pending.
"""

from typing import Any
from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, Forbidden, Invalid, PreconditionFailed, invalid
from feria.services.order.actions import claiming, freezing, steps
from feria.services.order.events import CaseMoved
from feria.services.order.queries import access, claims, rows
from feria.services.order.queries.claims import CaseRow
from feria.services.order.queries.rows import OrderRow, SellerOrderRow
from feria.services.order.rules import Role
from feria.services.order.rules import cases as rules
from feria.services.order.rules.cases import Reason
from feria.services.order.schemas.cases import CaseIn, CaseStepIn
from feria.services.payment import contract as payment
from feria.services.payment.contract import RefundPart

DECIDES = ("support", "finance")


class CaseTooEarly(Conflict):
    """Such a case may be opened later: not before the promised day has passed, or before it has arrived."""

    slug, title = "case-too-early", "It is too early for this."


class CaseTooLate(Conflict):
    """The hundred days are over, or there is nothing left that could go back."""

    slug, title = "case-too-late", "It is too late for this."


class CaseOpen(Conflict):
    """This seller order has an open case; `case_id` names it."""

    slug, title = "case-open", "There is an open case about this already."


class CaseConflict(Conflict):
    """The table of steps has no such step; nothing has changed."""

    slug, title = "case-conflict", "The case cannot take this step from where it is."


class CaseClosed(Conflict):
    """The case has been decided or closed, or holds as many messages as it can."""

    slug, title = "case-closed", "Nothing more can be said here."


class Locked(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose order is locked."""

    order: OrderRow
    part: SellerOrderRow
    found: CaseRow


async def open_case(tx: Tx, token: str | None, data: CaseIn) -> UUID:
    """The buyer opens a case and freezes the earnings of the seller order; the case's id.

    Raises CaseTooEarly, CaseTooLate, CaseOpen.
    """
    seller_order_id = ids.decode("sord", data.seller_order_id, "seller_order_id")
    seen, seen_part, roles = await access.seller_order_for(tx, seller_order_id, token)
    if "buyer" not in roles:
        raise Forbidden
    order = await rows.locked_order(tx, seen.shopper_id, seen.id)
    part = await rows.seller_order_of(tx, order, seen_part.seller_id)
    require_openable(tx, part, data.reason)
    earlier = await claims.cases_of(tx, [part])
    is_open = next((one for one in earlier if one.is_open), None)
    if is_open is not None:
        raise CaseOpen(case_id=ids.encode("case", is_open.id))
    if len(earlier) >= rules.CASES_MAX:
        raise CaseTooLate("There were too many cases about this already.")
    case_id = ids.new(part.seller_id)
    await tx.execute(
        """INSERT INTO "order".cases (seller_id, id, seller_order_id, order_id, shopper_id, number, status, reason,
               currency, created_at, due_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, 'awaiting_seller', $7, $8, $9, $10, $9)""",
        part.seller_id,
        case_id,
        part.id,
        part.order_id,
        part.shopper_id,
        f"{part.number}-C{len(earlier) + 1}",
        data.reason,
        part.currency,
        tx.now,
        rules.due_at("awaiting_seller", tx.now),
    )
    await _write(tx, part.seller_id, case_id, data.text, "buyer")
    await payment.freeze_earnings(tx, part.seller_id, part.id, frozen=True)
    claiming.note_step(tx, part.seller_id, case_id=case_id, path=("", "opened"), role="buyer", reason="")
    await _tell(tx, part, case_id, ("opened", "awaiting_seller"), role="buyer", reason="")
    return case_id


def require_openable(tx: Tx, part: SellerOrderRow, reason: Reason) -> None:
    """Raise unless a case with this reason may be opened about a seller order now."""
    if part.placed_at is None or part.refunded_amount >= part.total_amount:
        raise CaseTooLate("There is nothing left that could go back.")
    when: dict[str, Any] = {
        "deliver_by": part.deliver_by,
        "delivered_at": part.delivered_at,
        "placed_at": part.placed_at,
    }
    opens = rules.opens_at(reason, **when)
    if opens is None or opens > tx.now:
        raise CaseTooEarly(opens_at=None if opens is None else opens.isoformat())
    if rules.closes_at(**when) < tx.now:
        raise CaseTooLate


async def _write(tx: Tx, seller_id: int, case_id: UUID, text: str, role: str) -> UUID:
    number = ids.new(seller_id)
    await tx.execute(
        """INSERT INTO "order".case_messages (seller_id, id, case_id, author, text, created_at)
           VALUES ($1, $2, $3, $4, $5, $6)""",
        seller_id,
        number,
        case_id,
        steps.actor_of(tx, role),
        text.strip(),
        tx.now,
    )
    return number


async def _tell(
    tx: Tx, part: SellerOrderRow, case_id: UUID, path: tuple[str, str], *, role: str, reason: str
) -> None:
    step_id = claiming.note_step(tx, part.seller_id, case_id=case_id, path=path, role=role, reason=reason)
    await tx.publish(
        CaseMoved(
            seller_id=part.seller_id,
            order_id=part.order_id,
            case_id=case_id,
            step_id=step_id,
            status=path[1],
            by=role,
        )
    )


async def _locked(tx: Tx, seen: CaseRow) -> Locked:
    order = await rows.locked_order(tx, seen.shopper_id, seen.order_id)
    part = await rows.seller_order_of(tx, order, seen.seller_id)
    found = await claims.case_row(tx, seen.id)
    assert found is not None
    return Locked(order=order, part=part, found=found)


async def write_message(tx: Tx, case_id: UUID, text: str, token: str | None) -> None:
    """Say something in an open case; the other side's turn begins when it was this one's. Raises CaseClosed."""
    row, seen = await claims.case_for(tx, case_id, token)
    role = seen.roles[0]
    if role == "operator" and not tx.actor.is_operator(*DECIDES):
        raise Forbidden
    locked = await _locked(tx, row)
    if not locked.found.is_open or len(await claims.messages(tx, locked.found)) >= rules.MESSAGES_MAX:
        raise CaseClosed
    await _write(tx, locked.part.seller_id, case_id, text, role)
    status = rules.status_after_message(locked.found.status, role)
    if status != locked.found.status:
        await _move(tx, locked, status, role=role)


async def _move(
    tx: Tx, locked: Locked, status: rules.Status, *, role: str, reason: str = "", **columns: object
) -> None:
    """Write the step: status, what the clock does next, these columns, history, event; an end thaws the earnings."""
    found, part = locked.found, locked.part
    is_open = status in rules.OPEN
    given = {"status": status, "is_open": is_open, "due_at": rules.due_at(status, tx.now), **columns}
    written = await tx.execute(
        f"""UPDATE "order".cases SET {", ".join(f"{name} = ${place}" for place, name in enumerate(given, 5))},
                updated_at = $3, version = version + 1
            WHERE seller_id = $1 AND id = $2 AND status = $4""",  # noqa: S608 - names of columns from below
        part.seller_id,
        found.id,
        tx.now,
        found.status,
        *given.values(),
    )
    assert written == 1, "the order is locked"
    if found.is_open and not is_open:
        await payment.freeze_earnings(tx, part.seller_id, part.id, frozen=False)
    await _tell(tx, part, found.id, (found.status, status), role=role, reason=reason)


async def change_case(
    tx: Tx, case_id: UUID, data: CaseStepIn, *, token: str | None, version: int | None = None
) -> None:
    """Take a case to a status as the table of steps allows it; the status it has already changes nothing.

    Raises Forbidden for what the actor's role never may, CaseConflict for what the state does not allow.
    """
    row, seen = await claims.case_for(tx, case_id, token)
    if not rules.may_request(seen.roles, data.status):
        raise Forbidden
    locked = await _locked(tx, row)
    if version is not None and version != locked.found.version:
        raise PreconditionFailed
    if locked.found.status == data.status:
        return
    role = rules.role_for(seen.roles, locked.found.status, data.status)
    if role is None:
        raise CaseConflict(f"It is {locked.found.status}.", status_now=locked.found.status)
    if role == "operator" and not tx.actor.is_operator(*DECIDES):
        raise Forbidden
    _check_form(data, role)
    if data.status in rules.DECIDED:
        await _decide(tx, locked, data, role)
    else:
        await _move(tx, locked, data.status, role=role, reason=data.reason)
    if role == "operator":
        tx.audit(f"case.{data.status}", ids.encode("case", case_id), reason=data.reason)


def _check_form(data: CaseStepIn, role: Role) -> None:
    faults = []
    if role == "operator" and not data.reason.strip():
        faults += invalid("reason", "is required of operator staff").errors
    if data.status == "split" and data.amount is None:
        faults += invalid("amount", "is required to split").errors
    if data.amount is not None and data.status not in ("split", "resolved_buyer"):
        faults += invalid("amount", "belongs to a decision for the buyer or to a split only").errors
    if data.amount is not None and role != "operator":
        faults += invalid(
            "amount", "is for operator staff to decide: a shop that gives in gives back all"
        ).errors
    if faults:
        raise Invalid(errors=faults)


async def _decide(tx: Tx, locked: Locked, data: CaseStepIn, role: Role) -> None:
    """Give back what was decided, and close the case; what went back meanwhile is not paid twice.

    For the buyer without an amount it is all that is left; what nobody has shipped is then cancelled.
    """
    part, paid = locked.part, 0
    refund_id = None
    left = part.total_amount - part.refunded_amount
    if data.status != "resolved_seller":
        paid = left if data.amount is None else data.amount
        if paid > left:
            raise invalid("amount", f"only {left} is left of what was paid")
        if data.status == "split" and paid == left:
            raise invalid("amount", "is all that is left: decide for the buyer")
        back = _back(part, paid)
        refund_id = await claiming.give_back(
            tx,
            locked.order,
            back,
            part,
            reason=f"case {locked.found.number}",
            cause_id=locked.found.id,
            by_hand=paid == left,
        )
        await steps.project(tx, locked.order, role=role, reason=data.reason)
    await _move(
        tx,
        locked,
        data.status,
        role=role,
        reason=data.reason,
        decision=data.reason,
        refund_id=refund_id,
        refund_amount=paid,
        decided_at=tx.now,
    )


def _back(part: SellerOrderRow, amount: int) -> RefundPart:
    """An amount of a seller order with commission, its tax and promotion in proportion, exactly the rest at the end."""
    gone = RefundPart(
        seller_id=part.seller_id,
        seller_order_id=part.id,
        amount=part.refunded_amount,
        commission_amount=part.refunded_commission_amount,
        commission_tax_amount=part.refunded_commission_tax_amount,
        promotion_amount=part.refunded_promotion_amount,
        remitted_tax_amount=part.refunded_remitted_tax_amount,
    )
    share = freezing.share_of(part)
    if amount == part.total_amount - part.refunded_amount:
        return payment.remainder(share, gone)
    wanted = payment.reversal(share, gone, amount)
    # Refunds of single lines may have taken more or less of the commission than their share of the whole.
    left = payment.remainder(share, gone)
    return msgspec.structs.replace(
        wanted,
        commission_amount=max(0, min(wanted.commission_amount, left.commission_amount)),
        commission_tax_amount=max(0, min(wanted.commission_tax_amount, left.commission_tax_amount)),
        promotion_amount=max(0, min(wanted.promotion_amount, left.promotion_amount)),
        remitted_tax_amount=max(0, min(wanted.remitted_tax_amount, left.remitted_tax_amount)),
    )


REASONS_OF_CLOCK = {
    "under_review": "The seller did not answer within three days.",
    "closed": "",
}


async def move_when_due(tx: Tx, seller_id: int, case_id: UUID) -> bool:
    """The clock ends a deadline: the operator takes over, or the case is closed; False when it moved meanwhile."""
    seen = await claims.case_row(tx, case_id)
    assert seen is not None
    locked = await _locked(tx, seen)
    target = rules.WHEN_DUE.get(locked.found.status)
    if target is None or locked.found.due_at is None or locked.found.due_at > tx.now:
        return False
    reason = (
        "The buyer did not answer within seven days."
        if locked.found.status == "awaiting_buyer"
        else REASONS_OF_CLOCK[target]
    )
    await _move(tx, locked, target, role="clock", reason=reason)
    return True
