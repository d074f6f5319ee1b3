"""`POST /orders`: the cart becomes an order in one transaction of a fixed number of set-based statements."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from feria.core import idempotency, ids
from feria.core.db import TransactionConflict, Tx
from feria.core.errors import Conflict, invalid
from feria.core.money import Money
from feria.services.cart import contract as cart
from feria.services.cart.contract import Quote
from feria.services.order.actions import closing, freezing, inserting
from feria.services.order.actions.freezing import Buyer, Frozen
from feria.services.order.queries import rows
from feria.services.order.queries.rows import OrderRow
from feria.services.order.schemas import OrderIn
from feria.services.payment import contract as payment
from feria.services.product import contract as product
from feria.services.user import contract as user
from feria.services.user.contract import Place

ROUTE = "place_order"


class PriceChanged(Conflict):
    """The cart costs something else than the buyer was shown; `total` is the new total. Nothing was ordered."""

    slug, title = "price-changed", "The total has changed. Look at it again before you order."


class AlreadyOrdered(Conflict):
    """This very cart is an order already; `order_id` and `number` name it."""

    slug, title = (
        "already-ordered",
        "You have ordered this already. Pay that order, or change the cart first.",
    )


class PaymentInProgress(Conflict):
    """The open order of this cart is being paid right now; `order_id`, `number` and `payment_id` name it."""

    slug, title = (
        "payment-in-progress",
        "A payment of your previous order is under way. Finish or cancel it first.",
    )


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """A request to place an order: what was sent, by whom, and under which key. The demo brings a `number` along.

    `taxed_by_service` are the countries whose taxes an online service tells, before there is an order.
    """

    data: OrderIn
    body: bytes
    key: str
    cart_token: str | None
    secret: str
    taxed_by_service: Collection[str] = ()
    number: str | None = None


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """An order's identity, and its rows while they are fresh; None for a replay."""

    shopper_id: int
    order_id: UUID
    fresh: Frozen | None


async def place_order(tx: Tx, wish: Placement) -> Placed:
    """Price the cart again, supersede its open order, freeze and reserve everything, or change nothing.

    A key that had its effect leads to the same order again.
    """
    shopper_id = await cart.shopper_of(tx, wish.cart_token)
    if shopper_id is None:
        raise cart.CartEmpty
    key = idempotency.key_for(shopper_id, ROUTE, wish.key, wish.body)
    done = await idempotency.begin(tx, key)
    if done is not None:
        return Placed(shopper_id=shopper_id, order_id=done, fresh=None)
    buyer = await _buyer(tx, wish.data)
    quote = await _quote(tx, shopper_id, wish)
    superseded = None if quote.open_order_id is None else await _make_way(tx, quote, key)
    expected, total = wish.data.expected_total, Money(quote.total_amount, quote.currency)
    if expected != total:
        raise quote.refused or PriceChanged(total=total)
    fees = await payment.commissions(tx, freezing.commission_lines(quote), quote.currency)
    fresh = freezing.frozen(
        tx.now, wish.secret, data=wish.data, quote=quote, buyer=buyer, fees=fees, number=wish.number
    )
    order = fresh.order
    inserting.insert_order(tx, fresh)
    payment.open_payment(
        tx,
        payment_id=order.payment_id,
        shopper_id=order.shopper_id,
        order_id=order.id,
        token_hash=order.token_hash,
        amount=order.total_amount,
        currency=order.currency,
        shares=[freezing.share_of(part) for part in fresh.parts],
        expires_at=order.expires_at,
    )
    for part in sorted(fresh.parts, key=lambda one: one.seller_id):
        wanted = [(line.variant_id, line.ordered) for line in fresh.lines if line.seller_id == part.seller_id]
        await product.reserve_stock(tx, part.seller_id, wanted, cause="order_placed", reference=part.id)
    idempotency.finish(tx, key, order.id)
    await cart.tie_to_order(tx, shopper_id, order.id, quote.cart_version)
    await cart.use_coupons(
        tx,
        order.id,
        quote.coupons,
        names=cart.OrderNames(
            number=order.number, parts={part.seller_id: (part.id, part.number) for part in fresh.parts}
        ),
        account_id=buyer.account_id,
        email=buyer.email,
        currency=quote.currency,
        instead_of=superseded.id if superseded is not None and superseded.coupons else None,
    )
    return Placed(shopper_id=shopper_id, order_id=order.id, fresh=fresh)


async def _buyer(tx: Tx, data: OrderIn) -> Buyer:
    """Address and language for mails: as given, else the account's."""
    account_id = tx.actor.account_id
    contact = None if account_id is None else await user.account_contact(tx, account_id)
    email = data.email or (contact.email if contact else None)
    if email is None:
        raise invalid("email", "is required to order without an account")
    locale = contact.locale if contact else (await user.marketplace(tx)).locale
    return Buyer(account_id=account_id, email=email, locale=locale)


async def _quote(tx: Tx, shopper_id: int, wish: Placement) -> Quote:
    data = wish.data
    address, billed = data.shipping_address, data.billing_address or data.shipping_address
    shipping = {ids.decode_owner("sel", ref, "shipping"): option for ref, option in data.shipping.items()}
    place = Place(country=address.country, region=address.region, postal_code=address.postal_code)
    return await cart.checkout_quote(
        tx,
        shopper_id,
        place=place,
        shipping=shipping,
        company=billed.company,
        vat_id=billed.vat_id,
        taxed_by_service=wish.taxed_by_service,
    )


async def _make_way(tx: Tx, quote: Quote, key: idempotency.Key) -> OrderRow | None:
    """Close the open order of a changed cart, which keeps its coupons for the caller to give back; None without one.

    Raises AlreadyOrdered or PaymentInProgress, which name it.
    """
    assert quote.open_order_id is not None
    owner = ids.owner_of(quote.open_order_id)
    if owner != quote.shopper_id:  # a guest's order, its cart since merged into the account's
        await cart.lock_cart(tx, owner)
    order = await rows.locked_order(tx, owner, quote.open_order_id)
    if order.status != "pending_payment":
        return None
    named: dict[str, Any] = {"order_id": ids.encode("ord", order.id), "number": order.number}
    if quote.cart_version == quote.ordered_version:
        # A request with the same key may have ended between our look at the keys and the lock on the cart.
        if await idempotency.begin(tx, key) is not None:
            raise TransactionConflict
        raise AlreadyOrdered(f"It is order {order.number}.", **named)
    parts = await rows.seller_orders_of(tx, order)
    if await payment.attempt_under_way(tx, owner, order.payment_id):
        raise PaymentInProgress(payment_id=ids.encode("pay", order.payment_id), **named)
    return await closing.close_unpaid(
        tx, order, parts, to_status="cancelled", reason="superseded", role="buyer"
    )
