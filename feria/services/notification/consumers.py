"""Messages that follow from events: one row per person, never a mail from here."""

from datetime import timedelta
from uuid import UUID, uuid5

from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.events import consumes
from feria.services.notification import actions
from feria.services.order import contract as order
from feria.services.order.events import OrderPlaced, SellerOrderDelivered, ShipmentCreated
from feria.services.product.events import (
    ProductDecided,
    ProductReviewed,
    ReviewAnswered,
    ReviewTakenAway,
)
from feria.services.user import contract as user
from feria.services.user.events import PasswordResetRequested

REVIEWS_ASKED_FOR_AFTER = timedelta(days=3)


@consumes(OrderPlaced)
async def confirm_order_when_order_placed(tx: Tx, event: OrderPlaced) -> None:
    """The buyer learns that the order is paid; each seller's members learn that there is something to send."""
    summary = await order.order_summary(tx, event.order_id)
    await actions.write_messages(
        tx,
        "order_confirmation",
        event.order_id,
        [(summary.email, summary.locale)],
        {"order_id": event.order_id},
    )
    for part in event.seller_orders:
        members = await user.member_contacts(tx, part.seller_id)
        await actions.write_messages(
            tx,
            "new_order",
            part.id,
            [(one.email, one.locale) for one in members],
            {"seller_id": part.seller_id, "seller_order_id": part.id},
        )


@consumes(ShipmentCreated)
async def tell_buyer_when_shipment_created(tx: Tx, event: ShipmentCreated) -> None:
    """The buyer learns that a parcel is on its way."""
    summary = await order.order_summary(tx, event.order_id)
    await actions.write_messages(
        tx,
        "shipped",
        event.shipment_id,
        [(summary.email, summary.locale)],
        {
            "order_id": event.order_id,
            "seller_id": event.seller_id,
            "seller_order_id": event.seller_order_id,
            "shipment_id": event.shipment_id,
        },
    )


@consumes(SellerOrderDelivered)
async def ask_for_reviews_when_seller_order_delivered(tx: Tx, event: SellerOrderDelivered) -> None:
    """Three days after it has arrived the buyer is asked, once, what it is like."""
    summary = await order.order_summary(tx, event.order_id)
    await actions.write_messages(
        tx,
        "review_request",
        event.seller_order_id,
        [(summary.email, summary.locale)],
        {
            "order_id": event.order_id,
            "seller_id": event.seller_id,
            "seller_order_id": event.seller_order_id,
        },
        later=REVIEWS_ASKED_FOR_AFTER,
    )


@consumes(ProductReviewed)
async def tell_members_when_product_reviewed(tx: Tx, event: ProductReviewed) -> None:
    """The shop's members learn of a review when it can be seen for the first time."""
    members = await user.member_contacts(tx, event.seller_id)
    await actions.write_messages(
        tx,
        "new_review",
        event.review_id,
        [(one.email, one.locale) for one in members],
        {"product_id": event.product_id, "stars": event.stars},
    )


async def _buyer(tx: Tx, order_id: UUID) -> list[tuple[str, str]]:
    """Address and language of an order's buyer; a review may outlive its order, and then nobody is written to."""
    try:
        summary = await order.order_summary(tx, order_id)
    except NotFound:
        return []
    return [(summary.email, summary.locale)]


@consumes(ReviewAnswered)
async def tell_author_when_review_answered(tx: Tx, event: ReviewAnswered) -> None:
    """Who wrote a review learns of the shop's first answer, and of none after it."""
    await actions.write_messages(
        tx,
        "review_answered",
        event.review_id,
        await _buyer(tx, event.order_id),
        {"order_id": event.order_id, "product_id": event.product_id, "shop_id": event.seller_id},
    )


@consumes(ReviewTakenAway)
async def tell_author_when_review_taken_away(tx: Tx, event: ReviewTakenAway) -> None:
    """Who wrote a review learns that it is not shown, and why."""
    await actions.write_messages(
        tx,
        "review_taken_away",
        uuid5(event.review_id, str(event.version)),
        await _buyer(tx, event.order_id),
        {"order_id": event.order_id, "product_id": event.product_id, "review_id": event.review_id},
    )


@consumes(ProductDecided)
async def tell_members_when_product_decided(tx: Tx, event: ProductDecided) -> None:
    """The shop's members learn that a product is on sale now, or what it lacks."""
    members = await user.member_contacts(tx, event.seller_id)
    await actions.write_messages(
        tx,
        "product_approved" if event.approved else "product_sent_back",
        uuid5(event.product_id, str(event.version)),
        [(one.email, one.locale) for one in members],
        {"product_id": event.product_id, "version": event.version},
    )


@consumes(PasswordResetRequested)
async def send_link_when_password_reset_requested(tx: Tx, event: PasswordResetRequested) -> None:
    """The account's owner gets the link."""
    contact = await user.account_contact(tx, event.account_id)
    if contact is not None:
        await actions.write_messages(
            tx,
            "password_reset",
            event.reset_id,
            [(contact.email, contact.locale)],
            {"reset_id": event.reset_id},
        )
