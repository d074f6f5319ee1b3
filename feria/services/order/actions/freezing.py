"""The rows of a new order, frozen from a cart's quote: pure building, no statement."""

import secrets
from datetime import datetime
from uuid import UUID

import msgspec

from feria.core import ids
from feria.services.cart.contract import Quote, QuoteGroup
from feria.services.order import rules
from feria.services.order.queries.rows import LineRow, OrderRow, SellerOrderRow
from feria.services.order.schemas import OrderIn
from feria.services.payment.contract import CommissionLine, LineCommission, Share
from feria.services.user.contract import SellerCard

# Crockford's: no letter looks like a digit.
NUMBER_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH = 7


class Buyer(msgspec.Struct, frozen=True, kw_only=True):
    """Who orders, and where mails go in which language."""

    account_id: int | None
    email: str
    locale: str


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """A new order with its parts and lines, as they will be stored, and its sellers."""

    order: OrderRow
    parts: list[SellerOrderRow]
    lines: list[LineRow]
    cards: dict[int, SellerCard]


def commission_lines(quote: Quote) -> list[CommissionLine]:
    """The lines of all groups in the quote's order, as commissions are worked out for them."""
    return [
        CommissionLine(
            seller_id=line.seller_id,
            product_id=line.product_id,
            variant_id=line.variant_id,
            category_ids=line.category_ids,
            base_amount=line.commission_base_amount,
            quantity=line.quantity,
        )
        for group in quote.groups
        for line in group.lines
    ]


def frozen(
    now: datetime,
    secret: str,
    *,
    data: OrderIn,
    quote: Quote,
    buyer: Buyer,
    fees: list[LineCommission],
    number: str | None = None,
) -> Frozen:
    """The rows of a new order; its parts are numbered in the order of the quote, `fees` are in that of its lines.

    Its number is drawn by lot; demo data brings its own.
    """
    order_id = ids.new(quote.shopper_id)
    number = number or _drawn_number()
    remaining = iter(fees)
    parts, lines = [], []
    for position, group in enumerate(quote.groups, 1):
        of_group = [next(remaining) for _ in group.lines]
        part = _part(now, quote, group, of_group, order_id=order_id, number=f"{number}-{position}", data=data)
        parts.append(part)
        lines += _lines(part, group, of_group)
    order = OrderRow(
        shopper_id=quote.shopper_id,
        id=order_id,
        number=number,
        seller_ids=[part.seller_id for part in parts],
        account_id=buyer.account_id,
        email=buyer.email,
        locale=buyer.locale,
        token_hash=rules.token_hash(rules.order_token(secret, order_id)),
        market=quote.market,
        status="pending_payment",
        payment_status="unpaid",
        payment_id=ids.new(quote.shopper_id),
        payment_method=data.payment_method,
        tax_inclusive=quote.tax_inclusive,
        items_amount=quote.items_amount,
        shipping_amount=quote.shipping_amount,
        discount_amount=quote.discount_amount,
        tax_amount=quote.tax_amount,
        promotion_amount=quote.promotion_amount,
        total_amount=quote.total_amount,
        coupons={one.code: {"name": one.name, "amount": one.amount} for one in quote.coupons},
        currency=quote.currency,
        shipping_address=msgspec.to_builtins(data.shipping_address),
        billing_address=None if data.billing_address is None else msgspec.to_builtins(data.billing_address),
        cancel_reason="",
        created_at=now,
        expires_at=now + rules.PAYMENT_DEADLINE,
        placed_at=None,
        updated_at=now,
        version=1,
    )
    return Frozen(
        order=order, parts=parts, lines=lines, cards={group.seller_id: group.seller for group in quote.groups}
    )


def _drawn_number() -> str:
    """One look at the system's lots for all letters: a byte falls on each of the 32 equally often."""
    return "".join(NUMBER_LETTERS[byte % len(NUMBER_LETTERS)] for byte in secrets.token_bytes(NUMBER_LENGTH))


def _part(
    now: datetime,
    quote: Quote,
    group: QuoteGroup,
    fees: list[LineCommission],
    *,
    order_id: UUID,
    number: str,
    data: OrderIn,
) -> SellerOrderRow:
    return SellerOrderRow(
        seller_id=group.seller_id,
        id=ids.new(group.seller_id),
        order_id=order_id,
        shopper_id=quote.shopper_id,
        number=number,
        status="awaiting_payment",
        buyer_name=data.shipping_address.name,
        shipping_id=group.shipping_id,
        shipping_name=group.shipping_name,
        shipping_kind=group.shipping_kind,
        pickup=None if group.pickup is None else msgspec.to_builtins(group.pickup),
        gift_note=group.gift_note,
        processing_days=max(line.processing_days for line in group.lines),
        min_days=group.min_days,
        max_days=group.max_days,
        returns_days=group.seller.returns_days,
        items_amount=group.items_amount,
        shipping_amount=group.shipping_amount,
        shipping_discount_amount=group.shipping_discount_amount,
        shipping_tax_amount=group.shipping_tax_amount,
        shipping_tax_rate_bps=group.shipping_tax_rate_bps,
        discount_amount=group.discount_amount,
        tax_amount=group.tax_amount,
        tax_reason=group.tax_reason,
        remitted_by=group.remitted_by,
        promotion_amount=group.promotion_amount,
        total_amount=group.total_amount,
        commission_amount=sum(fee.amount for fee in fees),
        commission_tax_amount=sum(fee.tax_amount for fee in fees),
        refunded_amount=0,
        refunded_commission_amount=0,
        refunded_commission_tax_amount=0,
        refunded_promotion_amount=0,
        refunded_remitted_tax_amount=0,
        currency=quote.currency,
        cancel_reason="",
        created_at=now,
        placed_at=None,
        accepted_at=None,
        shipped_at=None,
        delivered_at=None,
        ship_by=None,
        deliver_from=None,
        deliver_by=None,
        due_at=None,
        updated_at=now,
        version=1,
    )


def _lines(part: SellerOrderRow, group: QuoteGroup, fees: list[LineCommission]) -> list[LineRow]:
    return [
        LineRow(
            seller_id=part.seller_id,
            id=ids.new(part.seller_id),
            seller_order_id=part.id,
            position=position,
            product_id=line.product_id,
            variant_id=line.variant_id,
            product_title=line.product_title,
            variant_title=line.variant_title,
            options=line.options,
            sku=line.sku,
            slug=line.slug,
            image_key=line.image_key,
            personalisation=line.personalisation,
            fulfilment=line.fulfilment,
            tax_category=line.tax_category,
            tax_rate_bps=line.tax_rate_bps,
            tax_source=group.tax_source,
            unit_amount=line.unit_amount,
            gross_amount=line.gross_amount,
            discount_amount=line.discount_amount,
            promotion_amount=line.promotion_amount,
            net_amount=line.net_amount,
            tax_amount=line.tax_amount,
            commission_rule_id=fee.rule_id,
            commission_rule_version=fee.rule_version,
            commission_base_amount=fee.base_amount,
            commission_rate_bps=fee.rate_bps,
            commission_fixed_amount=fee.fixed_amount,
            commission_amount=fee.amount,
            commission_tax_amount=fee.tax_amount,
            currency=part.currency,
            ordered=line.quantity,
        )
        for position, (line, fee) in enumerate(zip(group.lines, fees, strict=True), 1)
    ]


def share_of(part: SellerOrderRow) -> Share:
    """What of the payment is for this seller order."""
    return Share(
        seller_id=part.seller_id,
        seller_order_id=part.id,
        number=part.number,
        gross_amount=part.total_amount,
        commission_amount=part.commission_amount,
        commission_tax_amount=part.commission_tax_amount,
        promotion_amount=part.promotion_amount,
        remitted_tax_amount=part.remitted_tax_amount,
        net_amount=part.total_amount
        + part.promotion_amount
        - part.commission_amount
        - part.commission_tax_amount
        - part.remitted_tax_amount,
    )
