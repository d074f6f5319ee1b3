"""Shapes of requests and answers of the payment routes."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core.ids import CategoryRef, OrderRef, PaymentRef, ProductRef, RefundRef, SellerOrderRef, SellerRef
from feria.core.money import Money
from feria.core.types import BasisPoints, Closed, Line, ShortLine

Status = Literal["requires_payment", "requires_action", "processing", "succeeded", "failed", "cancelled"]
RuleRef = Annotated[str, Meta(pattern="^rule_[0-9a-hjkmnp-tv-z]{26}$")]


class ProcessIn(Closed, frozen=True, kw_only=True):
    """Pay this order by this method. `test_outcome` steers the built-in test provider only."""

    order_id: OrderRef
    payment_method: ShortLine
    test_outcome: Literal["succeed", "decline", "challenge", "late"] = "succeed"


class AttemptOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How this attempt to pay stands; `failed` leaves the order payable."""

    id: PaymentRef
    order_id: OrderRef
    status: Status
    amount: Money
    client_secret: str | None = None
    redirect_url: str | None = None
    failure_code: str | None = None


class RefundOut(msgspec.Struct, frozen=True, kw_only=True):
    """Money on its way back, or arrived (`succeeded`)."""

    id: RefundRef
    payment_id: PaymentRef
    amount: Money
    status: Literal["requested", "succeeded", "failed"]
    reason: str
    created_at: datetime


class PaymentOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The payment of an order. `refunded` counts refunds that are still on their way."""

    id: PaymentRef
    order_id: OrderRef
    status: Status
    amount: Money
    refunded: Money
    expires_at: datetime
    refunds: list[RefundOut] = []
    client_secret: str | None = None
    redirect_url: str | None = None
    failure_code: str | None = None


class RefundIn(Closed, frozen=True, kw_only=True):
    """Why all that is left goes back."""

    reason: Line


class Received(msgspec.Struct, frozen=True):
    """The webhook was kept."""

    received: bool = True


class Decision(msgspec.Struct, frozen=True):
    """How the test provider's payment stands after the decision, and which order it pays."""

    status: str
    order_id: OrderRef


class BalanceOut(msgspec.Struct, frozen=True, kw_only=True):
    """A seller's money in one currency."""

    currency: str
    pending: Money
    available: Money


class EarningOut(msgspec.Struct, frozen=True, kw_only=True):
    """What one seller order brings: gross − refunded + promotion − commission − its tax − remitted tax = net.

    `promotion` is what the marketplace pays of the seller's price, `remitted_tax` the buyer's tax that it remits in the
    seller's place. `number` is the seller order's.
    """

    seller_order_id: SellerOrderRef
    number: str
    gross: Money
    refunded: Money
    commission: Money
    commission_tax: Money
    promotion: Money
    remitted_tax: Money
    net: Money
    status: Literal["pending", "available", "reversed"]
    created_at: datetime
    available_on: datetime | None


class BalancePage(msgspec.Struct, frozen=True, kw_only=True):
    """The seller's balance per currency, and a page of the earnings behind it, newest first."""

    balances: list[BalanceOut]
    items: list[EarningOut]
    next: str | None


class EntryOut(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the seller's ledger; money received is positive."""

    at: datetime
    transfer: str
    account: str
    seller_order_id: SellerOrderRef | None
    number: str | None
    amount: Money


class RuleIn(Closed, frozen=True, kw_only=True):
    """A commission rule; what is not given to match by matches everything. `fixed` is taken per item."""

    name: Line
    rate_bps: BasisPoints
    id: RuleRef | None = None
    is_default: bool = False
    seller_id: SellerRef | None = None
    category_id: CategoryRef | None = None
    product_id: ProductRef | None = None
    fixed: Money | None = None
    tax_rate_bps: BasisPoints = 0


class RulesIn(Closed, frozen=True, kw_only=True):
    """The whole list, in order; the first rule that matches counts, the default at last."""

    rules: Annotated[list[RuleIn], Meta(min_length=1, max_length=200)]


class RuleOut(msgspec.Struct, frozen=True, kw_only=True):
    """A commission rule as it is now."""

    id: RuleRef
    version: int
    name: str
    is_default: bool
    seller_id: SellerRef | None
    category_id: CategoryRef | None
    product_id: ProductRef | None
    rate_bps: int
    fixed: Money | None
    tax_rate_bps: int


class RulesOut(msgspec.Struct, frozen=True, kw_only=True):
    """The rules in order, and the version of the list (also its ETag)."""

    version: int
    items: list[RuleOut]
