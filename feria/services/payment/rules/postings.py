"""What each money event posts to the ledger; the parts of every transfer sum to zero. Debits are positive."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from feria.core import money

MARKETPLACE = 0


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """One seller order's part of a payment; gross + promotion = commission + its tax + remitted tax + net.

    `promotion_amount` is what the marketplace pays of the seller's price, `remitted_tax_amount` the buyer's tax that it
    remits in the seller's place. `number` is what people call the order by.
    """

    seller_id: int
    seller_order_id: UUID
    number: str
    gross_amount: int
    commission_amount: int
    commission_tax_amount: int
    net_amount: int
    promotion_amount: int = 0
    remitted_tax_amount: int = 0


class RefundPart(msgspec.Struct, frozen=True, kw_only=True):
    """What goes back of one seller order, and how much of its commission and the like is reversed.

    `commission_tax_amount` is the tax on the commission, `remitted_tax_amount` the buyer's that the marketplace remits.
    """

    seller_id: int
    seller_order_id: UUID
    amount: int
    commission_amount: int
    commission_tax_amount: int
    promotion_amount: int = 0
    remitted_tax_amount: int = 0

    @property
    def moves(self) -> bool:
        """Whether there is anything to give back: of an order that cost nothing, what the marketplace had paid."""
        return bool(self.amount or self.promotion_amount)

    @property
    def net_amount(self) -> int:
        """What the seller gives back."""
        kept = self.commission_amount + self.commission_tax_amount + self.remitted_tax_amount
        return self.amount + self.promotion_amount - kept


class Posting(msgspec.Struct, frozen=True):
    """One line of a transfer."""

    kind: str
    owner: int
    amount: int
    seller_order_id: UUID | None = None


def settlement(shares: Sequence[Share]) -> list[Posting]:
    """The buyer's money arrives: sellers get their net, the marketplace its commission, the tax office its tax.

    What the marketplace pays of a price is its expense; the buyer's tax that it remits itself is its debt.
    """
    lines = [Posting("provider_clearing", MARKETPLACE, sum(share.gross_amount for share in shares))]
    for share in shares:
        of = share.seller_order_id
        lines += [
            Posting("promotion_expense", MARKETPLACE, share.promotion_amount, of),
            Posting("seller_pending", share.seller_id, -share.net_amount, of),
            Posting("commission_revenue", MARKETPLACE, -share.commission_amount, of),
            Posting("tax_payable", MARKETPLACE, -share.commission_tax_amount, of),
            Posting("tax_payable", MARKETPLACE, -share.remitted_tax_amount, of),
        ]
    return _without_zeros(lines)


def refund_due(parts: Sequence[tuple[RefundPart, bool]]) -> list[Posting]:
    """A refund is decided; the flag of a part says whether its earnings were already released."""
    lines = [Posting("buyer_refunds_due", MARKETPLACE, -sum(part.amount for part, _ in parts))]
    for part, released in parts:
        of = part.seller_order_id
        lines += [
            Posting(
                "seller_available" if released else "seller_pending", part.seller_id, part.net_amount, of
            ),
            Posting("promotion_expense", MARKETPLACE, -part.promotion_amount, of),
            Posting("commission_revenue", MARKETPLACE, part.commission_amount, of),
            Posting("tax_payable", MARKETPLACE, part.commission_tax_amount, of),
            Posting("tax_payable", MARKETPLACE, part.remitted_tax_amount, of),
        ]
    return _without_zeros(lines)


def refund_paid(amount: int) -> list[Posting]:
    """The provider has sent a refund."""
    return _without_zeros(
        [
            Posting("buyer_refunds_due", MARKETPLACE, amount),
            Posting("provider_clearing", MARKETPLACE, -amount),
        ]
    )


def release(seller_id: int, seller_order_id: UUID, amount: int) -> list[Posting]:
    """What is left of a seller order's net may be paid out."""
    return _without_zeros(
        [
            Posting("seller_pending", seller_id, amount, seller_order_id),
            Posting("seller_available", seller_id, -amount, seller_order_id),
        ]
    )


def label(seller_id: int, amount: int) -> list[Posting]:
    """The marketplace has bought a shipping label for a shop; a negative amount is that of one taken back."""
    return _without_zeros(
        [
            Posting("seller_available", seller_id, amount),
            Posting("carrier_payable", MARKETPLACE, -amount),
        ]
    )


def remainder(share: Share, refunded: RefundPart) -> RefundPart:
    """All of a share that has not been refunded yet."""
    return RefundPart(
        seller_id=share.seller_id,
        seller_order_id=share.seller_order_id,
        amount=share.gross_amount - refunded.amount,
        commission_amount=share.commission_amount - refunded.commission_amount,
        commission_tax_amount=share.commission_tax_amount - refunded.commission_tax_amount,
        promotion_amount=share.promotion_amount - refunded.promotion_amount,
        remitted_tax_amount=share.remitted_tax_amount - refunded.remitted_tax_amount,
    )


def reversal(share: Share, refunded: RefundPart, amount: int) -> RefundPart:
    """The part for refunding `amount` more, all else in proportion; the last refund takes exactly the rest."""
    after = refunded.amount + amount
    return RefundPart(
        seller_id=share.seller_id,
        seller_order_id=share.seller_order_id,
        amount=amount,
        commission_amount=_in_proportion(share.commission_amount, after, share.gross_amount)
        - refunded.commission_amount,
        commission_tax_amount=_in_proportion(share.commission_tax_amount, after, share.gross_amount)
        - refunded.commission_tax_amount,
        promotion_amount=_in_proportion(share.promotion_amount, after, share.gross_amount)
        - refunded.promotion_amount,
        remitted_tax_amount=_in_proportion(share.remitted_tax_amount, after, share.gross_amount)
        - refunded.remitted_tax_amount,
    )


def _in_proportion(amount: int, part: int, whole: int) -> int:
    return money.divide_half_up(amount * part, whole) if whole else 0


def _without_zeros(lines: list[Posting]) -> list[Posting]:
    return [line for line in lines if line.amount]
