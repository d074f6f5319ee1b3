"""Sending: take a due message in one transaction, render and hand it over, record the result in another."""

from importlib.resources import files
from typing import Any
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from feria.core import ids, money
from feria.core.db import Tx
from feria.core.money import Money
from feria.core.platform import Platform
from feria.core.settings import Settings
from feria.services.notification import actions, rules
from feria.services.notification.gateways import Mail, Mailer, Refused
from feria.services.notification.schemas import Message
from feria.services.order import contract as order
from feria.services.product import contract as product
from feria.services.user import contract as user

BATCH_MAX = 20

TEMPLATES = tuple(
    sorted(
        one.name.removesuffix(".txt")
        for one in (files(__package__) / "templates").iterdir()
        if one.name.endswith(".txt")
    )
)


# What a message says that is told nowhere else.
_GIVEN = ("cancelled", "by", "reason", "trouble")


def _environment(*, escaped: bool) -> Environment:
    made = Environment(
        loader=PackageLoader("feria.services.notification"),
        autoescape=select_autoescape() if escaped else False,  # noqa: S701 - the plain text part is no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=50,
    )
    made.filters["money"] = lambda amount, currency: money.shown(Money(amount, currency))
    return made


_html, _plain = _environment(escaped=True), _environment(escaped=False)


async def send_due(platform: Platform, mailer: Mailer) -> int:
    """Send up to twenty due messages; how many were taken.

    Each is taken when it is its turn, so that one that breaks down or takes long keeps no other. After a crash a later
    run takes it again.
    """
    for count in range(BATCH_MAX):
        taken = await platform.db.run(actions.take_messages, 1)
        if not taken:
            return count
        await _send(platform, mailer, taken[0])
    return BATCH_MAX


async def _send(platform: Platform, mailer: Mailer, message: Message) -> None:
    async with platform.db.reading() as tx:
        mail = render(platform.settings, message, await _values(tx, platform.settings, message))
    try:
        await mailer.send(mail)
    except Refused as refusal:
        await platform.db.run(actions.record_refused, message, str(refusal), permanent=refusal.permanent)
    else:
        await platform.db.run(actions.record_sent, message.id)


def render(settings: Settings, message: Message, values: dict[str, Any]) -> Mail:
    """The mail of a message: the text template's first line is the subject."""
    text = _plain.get_template(f"{message.template}.txt").render(values)
    subject, _, body = text.strip().partition("\n")
    html = _html.get_template(f"{message.template}.html").render(
        values | {"subject": subject, "preview": subject}
    )
    domain = settings.public_url.split("://")[-1].split("/")[0].split(":")[0]
    return Mail(
        message_id=f"<{message.id}@{domain}>",
        sender=settings.mail_from,
        recipient=message.recipient,
        subject=" ".join(subject.split()),
        text=body.strip() + "\n",
        html=html,
    )


async def _values(tx: Tx, settings: Settings, message: Message) -> dict[str, Any]:
    """What the template may say, read when the mail is made."""
    data = message.data
    values: dict[str, Any] = {"marketplace": await user.marketplace(tx)}
    if "reset_id" in data:
        token = user.password_reset_token(settings.secret, UUID(data["reset_id"]))
        values["link"] = f"{settings.public_url}/reset-password?token={token}"
    if "thread_id" in data:
        values |= await _thread_values(tx, settings, data)
    if "order_id" in data:
        values["order"] = summary = await order.order_summary(tx, UUID(data["order_id"]))
        values["order_link"] = _order_link(settings, summary)
    values |= {name: data[name] for name in _GIVEN if name in data}
    if "seller_order_id" in data:
        part_id = UUID(data["seller_order_id"])
        values["part"] = await order.seller_order_summary(tx, data["seller_id"], part_id)
        values["part_link"] = f"{settings.public_url}/sell/orders/{ids.encode('sord', part_id)}"
    if "claim_id" in data:
        values |= await _claim_values(tx, settings, data)
    if "product_id" in data:
        values |= await _product_values(tx, settings, UUID(data["product_id"]), data)
    if "shipment_id" in data:
        values["shipment"] = await order.shipment_summary(tx, data["seller_id"], UUID(data["shipment_id"]))
    return values


async def _claim_values(tx: Tx, settings: Settings, data: dict[str, Any]) -> dict[str, Any]:
    """What a message about a step of a return or a case says; the words are those of the step, not of today."""
    kind, reader = data["kind"], data["reader"]
    key = order.ClaimKey(kind, UUID(data["claim_id"]))
    claim = await order.claim_summary(tx, key)
    words = rules.WORDS[kind, data["status"], reader]
    filled = {
        "number": claim.number,
        "buyer": claim.buyer_name,
        "seller": claim.seller_name,
        "title": claim.title,
        "amount": money.shown(Money(claim.refund_amount, claim.currency)),
    }
    place = f"{kind}s/{ids.encode('ret' if kind == 'return' else 'case', key.id)}"
    if reader == "buyer":
        summary = await order.order_summary(tx, claim.order_id)
        page, hash_, token = _order_link(settings, summary).partition("#")
        link = f"{page}/{place}{hash_}{token}"
    else:
        link = f"{settings.public_url}/{'sell' if reader == 'seller' else 'operator'}/{place}"
    asked = kind == "return" and data["status"] == "approved" and reader == "buyer"
    return {
        "claim": claim,
        "heading": words.heading.format(**filled),
        "sentence": words.sentence.format(**filled),
        "button": words.button,
        "instructions": claim.instructions if asked else "",
        "link": link,
    }


async def _thread_values(tx: Tx, settings: Settings, data: dict[str, Any]) -> dict[str, Any]:
    """What a message about a letter may say; guests read it on their order's page."""
    thread = await order.thread_summary(tx, UUID(data["thread_id"]), UUID(data["message_id"]))
    ref = ids.encode("thr", thread.id)
    buyer_link = f"{settings.public_url}/account/messages?thread={ref}"
    if thread.account_id is None and thread.order_id is not None:
        buyer_link = _order_link(settings, await order.order_summary(tx, thread.order_id))
    shop_link = f"{settings.public_url}/sell/messages?thread={ref}"
    return {"thread": thread, "buyer_link": buyer_link, "shop_link": shop_link}


async def _product_values(
    tx: Tx, settings: Settings, product_id: UUID, data: dict[str, Any]
) -> dict[str, Any]:
    """What a message about a product or a review of it may say."""
    values: dict[str, Any] = {"title": await product.title_of(tx, product_id)}
    if "stars" in data:
        values |= {"stars": data["stars"], "link": f"{settings.public_url}/sell/reviews"}
    if "version" in data:
        values["reason"] = await product.rejection_of(tx, product_id, data["version"])
        values["link"] = f"{settings.public_url}/sell/products/{ids.encode('prod', product_id)}"
    if "review_id" in data:
        values["reason"] = await product.reason_of_review(tx, UUID(data["review_id"]))
    if "shop_id" in data:
        cards = await user.seller_cards(tx, [data["shop_id"]])
        values["shop_name"] = cards[data["shop_id"]].name
    return values


def _order_link(settings: Settings, summary: order.OrderSummary) -> str:
    """The order's page; a guest's secret stands behind the #, so that no server and no log sees it."""
    link = f"{settings.public_url}/orders/{summary.number}"
    return link if summary.account_id else f"{link}#token={order.order_token(settings.secret, summary.id)}"
