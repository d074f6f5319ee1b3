"""Payments, attempts and shares: the access functions, and the reads and locks that actions need."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from feria.core import idempotency, ids
from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.idempotency import Key
from feria.services.payment.rules.attempts import Attempt
from feria.services.payment.rules.postings import RefundPart, Share
from feria.services.user import contract as user

_PAYMENT = """shopper_id, id, order_id, token_hash, status, amount, captured_amount, refunded_amount, returned_amount,
    currency, captured_attempt_id, flag, expires_at"""
_ATTEMPT = """a.shopper_id, a.id, a.payment_id, a.order_id, a.provider, a.method, a.state, a.amount, a.currency,
    a.outcome, a.provider_ref, a.client_secret, a.redirect_url, a.failure_code"""


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as it is stored."""

    shopper_id: int
    id: UUID
    order_id: UUID
    token_hash: bytes
    status: str
    amount: int
    captured_amount: int
    refunded_amount: int
    returned_amount: int
    currency: str
    captured_attempt_id: UUID | None
    flag: str
    expires_at: datetime


class PaymentSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What other services show of a payment; `refunded_amount` counts refunds that are still on their way."""

    id: UUID
    status: str
    amount: int
    captured_amount: int
    refunded_amount: int
    currency: str
    method: str
    flag: str
    expires_at: datetime


async def flagged_payments(tx: Tx) -> int:
    """How many payments wait for the operator to look at them."""
    return int(await tx.fetchval("SELECT count(*) FROM payment.payments WHERE flag <> ''"))


async def payment_for(tx: Tx, payment_id: UUID, token_hash: bytes | None) -> Payment:
    """A payment that the actor may see: its buyer, the guest with the order's token, support or finance staff."""
    found = await tx.one(
        Payment,
        f"SELECT {_PAYMENT} FROM payment.payments WHERE shopper_id = $1 AND id = $2",  # noqa: S608 - constant columns
        ids.owner_of(payment_id),
        payment_id,
    )
    if found is None:
        raise NotFound
    if not tx.actor.is_operator("support", "finance") and not await _is_buyer(tx, found, token_hash):
        raise NotFound
    return found


async def payment_to_pay(
    tx: Tx, order_id: UUID, token_hash: bytes | None, key: Key
) -> tuple[Payment, UUID | None]:
    """The payment of an order that the actor bought, or holds the token of, and the attempt that this key had before.

    Raises NotFound for a stranger, then what `idempotency.begin` raises.
    """
    row, effect = await idempotency.begin_with(
        tx,
        key,
        f"SELECT {_PAYMENT} FROM payment.payments WHERE shopper_id = $5 AND order_id = $6",  # noqa: S608 - constant columns
        ids.owner_of(order_id),
        order_id,
    )
    found = Payment(**{name: row[name] for name in Payment.__struct_fields__})
    if not await _is_buyer(tx, found, token_hash):
        raise NotFound
    return found, effect()


async def payment_of_buyer(tx: Tx, payment_id: UUID, token_hash: bytes | None) -> Payment:
    """A payment that the actor bought with, or holds the token of."""
    found = await payment(tx, ids.owner_of(payment_id), payment_id)
    if found is None or not await _is_buyer(tx, found, token_hash):
        raise NotFound
    return found


async def payment(tx: Tx, shopper_id: int, payment_id: UUID) -> Payment | None:
    """The payment, whoever acts."""
    return await tx.one(
        Payment,
        f"SELECT {_PAYMENT} FROM payment.payments WHERE shopper_id = $1 AND id = $2",  # noqa: S608 - constant columns
        shopper_id,
        payment_id,
    )


async def locked_payment(tx: Tx, shopper_id: int, payment_id: UUID) -> Payment:
    """The payment, locked; cart, order and seller orders must be locked before (`PaymentTouched`)."""
    found = await tx.one(
        Payment,
        f"SELECT {_PAYMENT} FROM payment.payments WHERE shopper_id = $1 AND id = $2 FOR UPDATE",  # noqa: S608 - constant columns
        shopper_id,
        payment_id,
    )
    if found is None:
        raise NotFound
    return found


async def locked_attempt(tx: Tx, seen: Attempt) -> tuple[Attempt, Payment]:
    """An attempt with its payment, both locked; cart, order and seller orders must be locked before."""
    row = await tx.fetchrow(
        f"""SELECT {_ATTEMPT}, p.token_hash, p.status, p.captured_amount, p.refunded_amount, p.returned_amount,
                   p.captured_attempt_id, p.flag, p.expires_at, p.amount AS payment_amount,
                   p.currency AS payment_currency
            FROM payment.payments p JOIN payment.attempts a ON a.shopper_id = p.shopper_id AND a.payment_id = p.id
            WHERE p.shopper_id = $1 AND p.id = $2 AND a.id = $3 FOR UPDATE""",  # noqa: S608 - constant columns
        seen.shopper_id,
        seen.payment_id,
        seen.id,
    )
    assert row is not None
    payment_columns = {"id": "payment_id", "amount": "payment_amount", "currency": "payment_currency"}
    return (
        Attempt(**{name: row[name] for name in Attempt.__struct_fields__}),
        Payment(**{name: row[payment_columns.get(name, name)] for name in Payment.__struct_fields__}),
    )


async def attempt(tx: Tx, attempt_id: UUID) -> Attempt | None:
    """The attempt, whoever acts, not locked."""
    return await tx.one(
        Attempt,
        f"SELECT {_ATTEMPT} FROM payment.attempts a WHERE shopper_id = $1 AND id = $2",  # noqa: S608 - constant columns
        ids.owner_of(attempt_id),
        attempt_id,
    )


async def attempt_under_way(tx: Tx, shopper_id: int, payment_id: UUID) -> Attempt | None:
    """The one attempt of the payment that has not ended."""
    return await tx.one(
        Attempt,
        f"""SELECT {_ATTEMPT} FROM payment.attempts a
            WHERE shopper_id = $1 AND payment_id = $2 AND ended_at IS NULL""",  # noqa: S608 - constant columns
        shopper_id,
        payment_id,
    )


async def last_attempt(tx: Tx, shopper_id: int, payment_id: UUID) -> Attempt | None:
    """The newest attempt of the payment."""
    return await tx.one(
        Attempt,
        f"""SELECT {_ATTEMPT} FROM payment.attempts a WHERE shopper_id = $1 AND payment_id = $2
            ORDER BY created_at DESC, id DESC LIMIT 1""",  # noqa: S608 - constant columns
        shopper_id,
        payment_id,
    )


async def payment_summary(tx: Tx, shopper_id: int, payment_id: UUID) -> PaymentSummary:
    """What to show of a payment; raises NotFound."""
    found = await tx.one(
        PaymentSummary,
        """SELECT p.id, p.status, p.amount, p.captured_amount, p.refunded_amount, p.currency, p.flag, p.expires_at,
                  coalesce((SELECT method FROM payment.attempts a WHERE a.shopper_id = p.shopper_id
                            AND a.payment_id = p.id ORDER BY created_at DESC, a.id DESC LIMIT 1), '') AS method
           FROM payment.payments p WHERE p.shopper_id = $1 AND p.id = $2""",
        shopper_id,
        payment_id,
    )
    if found is None:
        raise NotFound
    return found


async def shares(tx: Tx, shopper_id: int, payment_id: UUID) -> list[tuple[Share, RefundPart]]:
    """Each seller order's share and what of it has been refunded; exact while the payment is locked."""
    rows = await tx.fetch(
        """SELECT seller_id, seller_order_id, number, gross_amount, commission_amount, commission_tax_amount,
                  net_amount, promotion_amount, remitted_tax_amount, refunded_amount, refunded_commission_amount,
                  refunded_commission_tax_amount, refunded_promotion_amount, refunded_remitted_tax_amount
           FROM payment.payment_shares WHERE shopper_id = $1 AND payment_id = $2 ORDER BY seller_id, seller_order_id""",
        shopper_id,
        payment_id,
    )
    return [
        (
            share_of(row),
            RefundPart(
                seller_id=row["seller_id"],
                seller_order_id=row["seller_order_id"],
                amount=row["refunded_amount"],
                commission_amount=row["refunded_commission_amount"],
                commission_tax_amount=row["refunded_commission_tax_amount"],
                promotion_amount=row["refunded_promotion_amount"],
                remitted_tax_amount=row["refunded_remitted_tax_amount"],
            ),
        )
        for row in rows
    ]


def share_of(row: asyncpg.Record) -> Share:
    """The share in a row that has its columns."""
    return Share(**{name: row[name] for name in Share.__struct_fields__})


async def _is_buyer(tx: Tx, payment: Payment, token_hash: bytes | None) -> bool:
    account_id = tx.actor.account_id
    if account_id == payment.shopper_id or token_hash == payment.token_hash:
        return True
    return account_id is not None and payment.shopper_id in await user.shoppers_of(tx, account_id)
