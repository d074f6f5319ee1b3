"""Messages that follow from events: one row per person, never a mail from here."""

from datetime import timedelta
from uuid import UUID, uuid5

from feria.core.db import Tx
from feria.core.errors import NotFound
from feria.core.events import consumes
from feria.services.notification import actions, rules
from feria.services.order import contract as order
from feria.services.order.events import (
    CaseMoved,
    DeliveryAddressChanged,
    LatePaymentReturned,
    MessageWritten,
    OrderLinkRequested,
    OrderPlaced,
    ReturnLabelReady,
    ReturnMoved,
    SellerOrderCancelled,
    SellerOrderDelivered,
    ShipmentCreated,
    ShipmentTroubled,
)
from feria.services.product.events import (
    ProductDecided,
    ProductReviewed,
    ReviewAnswered,
    ReviewTakenAway,
)
from feria.services.user import contract as user
from feria.services.user.events import PasswordResetRequested

LINK_ONCE_IN_SECONDS = 600
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


@consumes(SellerOrderCancelled)
async def tell_both_when_seller_order_cancelled(tx: Tx, event: SellerOrderCancelled) -> None:
    """The buyer learns what will not come and what goes back; the shop learns it from everybody but itself."""
    summary = await order.order_summary(tx, event.order_id)
    data = {
        "order_id": event.order_id,
        "seller_id": event.seller_id,
        "seller_order_id": event.seller_order_id,
        "cancelled": {
            "units": event.units,
            "whole": event.whole,
            "amount": event.amount.amount,
            "by": event.by,
            "reason": event.reason,
        },
    }
    cause = uuid5(event.seller_order_id, str(event.version))
    await actions.write_messages(tx, "cancelled", cause, [(summary.email, summary.locale)], data)
    if event.by != "seller":
        members = await user.member_contacts(tx, event.seller_id)
        told = [(one.email, one.locale) for one in members]
        await actions.write_messages(tx, "cancelled_sale", cause, told, data)


@consumes(LatePaymentReturned)
async def tell_both_when_late_payment_returned(tx: Tx, event: LatePaymentReturned) -> None:
    """The buyer learns that the money comes back, each shop that it has nothing to send."""
    summary = await order.order_summary(tx, event.order_id)
    buyer = [(summary.email, summary.locale)]
    data = {"order_id": event.order_id}
    await actions.write_messages(tx, "paid_too_late", event.order_id, buyer, data)
    for seller_id, part_id in event.seller_orders:
        members = await user.member_contacts(tx, seller_id)
        await actions.write_messages(
            tx,
            "sale_paid_too_late",
            part_id,
            [(one.email, one.locale) for one in members],
            {"order_id": event.order_id, "seller_id": seller_id, "seller_order_id": part_id},
        )


@consumes(DeliveryAddressChanged)
async def tell_other_side_when_delivery_address_changed(tx: Tx, event: DeliveryAddressChanged) -> None:
    """The shop learns where to send it from everybody but itself, the buyer from everybody but himself."""
    summary = await order.order_summary(tx, event.order_id)
    data = {
        "order_id": event.order_id,
        "seller_id": event.seller_id,
        "seller_order_id": event.seller_order_id,
        "by": event.by,
        "reason": event.reason,
    }
    cause = uuid5(event.seller_order_id, str(event.version))
    if event.by != "buyer":
        await actions.write_messages(tx, "address_changed", cause, [(summary.email, summary.locale)], data)
    if event.by != "seller":
        members = await user.member_contacts(tx, event.seller_id)
        told = [(one.email, one.locale) for one in members]
        await actions.write_messages(tx, "sale_address_changed", cause, told, data)


@consumes(MessageWritten)
async def tell_other_side_when_message_written(tx: Tx, event: MessageWritten) -> None:
    """Who had read all before learns that there is something new; of what follows, only once that has been read."""
    thread = await order.thread_summary(tx, event.thread_id, event.message_id)
    data = {"thread_id": event.thread_id, "message_id": event.message_id, "by": event.by}
    if "seller" in event.told:
        members = await user.member_contacts(tx, event.seller_id)
        told = [(one.email, one.locale) for one in members]
        await actions.write_messages(tx, "message_to_shop", event.message_id, told, data)
    if "buyer" in event.told:
        buyer = await _writer(tx, thread)
        await actions.write_messages(tx, "message_to_buyer", event.message_id, buyer, data)


async def _writer(tx: Tx, thread: order.ThreadSummary) -> list[tuple[str, str]]:
    """Where the buyer of a thread gets mails: at the account, else as the order has it."""
    if thread.account_id is not None:
        contact = await user.account_contact(tx, thread.account_id)
        return [] if contact is None else [(contact.email, contact.locale)]
    assert thread.order_id is not None
    return await _buyer(tx, thread.order_id)


@consumes(OrderLinkRequested)
async def send_link_when_order_link_requested(tx: Tx, event: OrderLinkRequested) -> None:
    """Whoever placed the order gets its link, once in ten minutes however often it is asked for."""
    summary = await order.order_asked_for(tx, event.number, event.email)
    if summary is not None:
        tenth = str(int(tx.now.timestamp()) // LINK_ONCE_IN_SECONDS)
        await actions.write_messages(
            tx,
            "order_link",
            uuid5(summary.id, tenth),
            [(summary.email, summary.locale)],
            {"order_id": summary.id},
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


@consumes(ShipmentTroubled)
async def tell_both_when_shipment_troubled(tx: Tx, event: ShipmentTroubled) -> None:
    """Buyer and shop learn that a parcel does not get there, once each time that it happens."""
    summary = await order.order_summary(tx, event.order_id)
    data = {
        "order_id": event.order_id,
        "seller_id": event.seller_id,
        "seller_order_id": event.seller_order_id,
        "shipment_id": event.shipment_id,
        "trouble": {"state": event.state, "words": event.words},
    }
    cause = uuid5(event.shipment_id, f"{event.state} {event.at.isoformat()}")
    await actions.write_messages(tx, "parcel_trouble", cause, [(summary.email, summary.locale)], data)
    members = await user.member_contacts(tx, event.seller_id)
    told = [(one.email, one.locale) for one in members]
    await actions.write_messages(tx, "sale_parcel_trouble", cause, told, data)


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


@consumes(ReturnMoved)
async def tell_sides_when_return_moved(tx: Tx, event: ReturnMoved) -> None:
    """Buyer and shop learn of each step that the other side or the clock has made."""
    cause = uuid5(event.return_id, event.status)
    await _tell(tx, order.return_key(event.return_id), event.status, event.by, cause=cause)


@consumes(ReturnLabelReady)
async def tell_buyer_when_return_label_ready(tx: Tx, event: ReturnLabelReady) -> None:
    """The buyer learns that there is a label to print, once for each label."""
    key = order.return_key(event.return_id)
    await _tell(tx, key, "label_ready", "seller", cause=event.label_id)


@consumes(CaseMoved)
async def tell_sides_when_case_moved(tx: Tx, event: CaseMoved) -> None:
    """Buyer, shop and, when it is their turn, operator staff learn of each step of a case."""
    claim = await order.claim_summary(tx, order.case_key(event.case_id))
    if event.status == "closed" and claim.decided:
        return  # they know the decision, and nothing comes after it
    await _tell(tx, order.case_key(event.case_id), event.status, event.by, cause=event.step_id)


async def _tell(tx: Tx, key: order.ClaimKey, status: str, by: str, *, cause: UUID) -> None:
    """A message for everyone who is told of this step."""
    claim = await order.claim_summary(tx, key)
    for reader in rules.readers(key.kind, status, by):
        if reader == "buyer":
            found = await _buyer(tx, claim.order_id)
        else:
            contacts = (
                await user.member_contacts(tx, claim.seller_id)
                if reader == "seller"
                else await user.operator_contacts(tx, ("support", "finance"))
            )
            found = [(one.email, one.locale) for one in contacts]
        data = {"claim_id": key.id, "kind": key.kind, "status": status, "reader": reader}
        await actions.write_messages(tx, "claim", cause, found, data)


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
