"""Billing sellers for commission: one invoice per seller, currency and month of the marketplace's calendar.

It says what the ledger says of the month: what was taken with payments, less what refunds gave back. Where more went
back than was taken it is a credit note.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from feria.core.db import TransactionConflict, Tx
from feria.services.order.actions import documents
from feria.services.order.queries import rows
from feria.services.order.queries.documents import Month
from feria.services.order.rules import billing, crediting
from feria.services.order.rules import documents as rules
from feria.services.order.rules.billing import Share
from feria.services.order.rules.documents import Entry, Taxing
from feria.services.payment import contract as payment
from feria.services.user import contract as user
from feria.services.user.contract import LegalIdentity

MONTHS_BACK_MAX = 12
# What began before midnight is committed by then.
PATIENCE = timedelta(hours=1)


async def open_month(tx: Tx) -> Month | None:
    """The oldest month of the last twelve that is over and not closed, with its bounds written; None if all are."""
    place = await user.marketplace(tx)
    zone = ZoneInfo(place.time_zone)
    found = {
        month.month: month
        for month in await tx.all(
            Month, 'SELECT month, since, until, closed_at FROM "order".commission_months'
        )
    }
    this = tx.now.astimezone(zone).date().replace(day=1)
    for back in range(MONTHS_BACK_MAX, 0, -1):
        first = _first_of(this, -back)
        known = found.get(first)
        if known is not None and known.closed_at is not None:
            continue
        until = datetime.combine(_first_of(first, 1), time(), zone)
        if until + PATIENCE > tx.now:
            return None
        before = found.get(_first_of(first, -1))
        since = before.until if before is not None else datetime.combine(first, time(), zone)
        return known or await _write_month(tx, first, since, until)
    return None


async def _write_month(tx: Tx, first: date, since: datetime, until: datetime) -> Month | None:
    """The month as it now stands; another process may have been quicker."""
    await tx.execute(
        """INSERT INTO "order".commission_months (month, since, until) VALUES ($1, $2, $3)
           ON CONFLICT (month) DO NOTHING""",
        first,
        since,
        until,
    )
    return await tx.one(
        Month, 'SELECT month, since, until, closed_at FROM "order".commission_months WHERE month = $1', first
    )


async def close_month(tx: Tx, first: date) -> None:
    """Every seller has been billed for this month."""
    await tx.execute(
        'UPDATE "order".commission_months SET closed_at = $2 WHERE month = $1 AND closed_at IS NULL',
        first,
        tx.now,
    )


async def issue_commission_invoice(tx: Tx, seller_id: int, currency: str, month: Month) -> bool:
    """Bill a seller for a month, once; False when that was done before or comes to nothing."""
    known = await tx.fetchval(
        """SELECT true FROM "order".documents
           WHERE seller_id = $1 AND period_start = $2 AND currency = $3 AND issuer = 0""",
        seller_id,
        month.month,
        currency,
    )
    shares = [] if known else await _shares(tx, seller_id, currency, month)
    if not shares:
        return False
    seller = (await user.legal_identities(tx, [seller_id]))[seller_id]
    operator = await user.legal_identity_of_marketplace(tx)
    lines = billing.commission_lines(shares, _taxing(operator, seller))
    if not lines:
        return False
    if sum(line.gross_amount for line in lines) < 0:
        lines = [crediting.turned(line) for line in lines]
        await _issue(tx, lines, seller, operator, month, currency, kind="commission_credit_note")
    else:
        await _issue(tx, lines, seller, operator, month, currency, kind="commission_invoice")
    return True


def _taxing(operator: LegalIdentity, seller: LegalIdentity) -> Taxing:
    """Without tax between companies of two countries the seller accounts for it."""
    abroad = bool(operator.vat_id and seller.vat_id) and operator.country != seller.country
    reason = "reverse_charge" if abroad else "standard"
    return Taxing(inclusive=False, reason=reason, vat_id=operator.vat_id)


async def _shares(tx: Tx, seller_id: int, currency: str, month: Month) -> list[Share]:
    """The month's entries by tax rate, as the rules by which each line was charged say."""
    entries = await payment.commission_entries(tx, seller_id, currency, month.since, month.until)
    rates = await payment.commission_tax_rates(tx)
    weights: dict[UUID, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    wanted = sorted({entry.seller_order_id for entry in entries})
    for line in await rows.lines(tx, await rows.seller_orders_by_id(tx, seller_id, wanted)):
        rate = rates[line.commission_rule_id, line.commission_rule_version]
        weights[line.seller_order_id][rate] += line.commission_amount
    return [
        share
        for entry in entries
        for share in billing.shares_by_rate(
            entry.amount, entry.tax_amount, weights[entry.seller_order_id], is_refund=entry.is_refund
        )
    ]


async def _issue(
    tx: Tx,
    lines: list[Entry],
    seller: LegalIdentity,
    operator: LegalIdentity,
    month: Month,
    currency: str,
    *,
    kind: rules.Kind,
) -> None:
    number = await documents.next_number(tx, documents.MARKETPLACE, operator.time_zone)
    last = _first_of(month.month, 1) - timedelta(days=1)
    found = rules.snapshot(
        lines,
        [],
        kind=kind,
        number=number.label,
        issued_on=number.at.date(),
        supplied_on=last,
        period=(month.month, last),
        currency=currency,
        locale="en",
        tax_inclusive=False,
        issuer=documents.issuer(operator),
        receiver=documents.issuer(seller),
        notes=_notes(lines, operator),
        hue=operator.stall_hue,
        marketplace=operator.name,
    )
    try:
        await documents.write(tx, found, number, seller_id=seller.id, period_start=month.month)
    except asyncpg.UniqueViolationError as error:
        raise TransactionConflict from error  # somebody was quicker; the number goes back with the transaction


def _notes(lines: list[Entry], operator: LegalIdentity) -> list[str]:
    notes = [f"{operator.name} has kept this amount from your sales; nothing is to be paid."]
    if any(line.tax_category == "AE" for line in lines):
        notes.append(rules.TAX_NOTES["reverse_charge"])
    return notes


def _first_of(month: date, months: int) -> date:
    """The first day of the month so many months later."""
    count = month.year * 12 + month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
