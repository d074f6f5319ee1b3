"""Writing to each other: a thread for each thing, messages in it, what is unread, and what is reported."""

from uuid import UUID

import msgspec

from feria.core import ids
from feria.core.db import Tx
from feria.core.errors import Conflict, NotFound, Unauthenticated, invalid
from feria.services.order.events import MessageWritten
from feria.services.order.queries import access, threads
from feria.services.order.schemas.messages import FirstMessageIn, ReportIn, Side
from feria.services.product import contract as product
from feria.services.user import contract as user

EXCERPT_LENGTH = 140


class OwnShop(Conflict):
    """Members do not ask their own shop."""

    slug, title = "own-shop", "This is your own shop."


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What is written: text, a picture that is stored already, or both."""

    text: str
    picture: tuple[str, int, int] | None = None


class _New(msgspec.Struct, frozen=True, kw_only=True):
    """A thread that may be there already."""

    seller_id: int
    shopper_id: int
    account_id: int | None
    kind: str
    subject_id: UUID | None
    order_id: UUID | None
    title: str
    buyer_name: str


async def start(tx: Tx, data: FirstMessageIn, token: str | None) -> tuple[UUID, UUID]:
    """Write about something, in its thread if there is one; ids of thread and message.

    About an order its buyer (guests by its token) and its shop may write, about products and shops whoever is signed
    in. Raises NotFound, Unauthenticated, OwnShop, Invalid.
    """
    prefix = data.about.partition("_")[0]
    if prefix == "sord":
        new, side = await _about_order(tx, ids.decode("sord", data.about, "about"), token)
    elif prefix == "prod":
        new, side = await _about_product(tx, ids.decode("prod", data.about, "about")), "buyer"
    elif prefix == "sel":
        new, side = await _about_shop(tx, ids.decode_owner("sel", data.about, "about")), "buyer"
    else:
        raise invalid("about", "is not an id of a seller order, a product or a shop")
    thread_id = await _opened(tx, new)
    return thread_id, await _write(tx, new.seller_id, thread_id, side, Letter(text=data.text))


async def _about_order(tx: Tx, seller_order_id: UUID, token: str | None) -> tuple[_New, Side]:
    order, part, roles = await access.seller_order_for(tx, seller_order_id, token)
    if "seller" not in roles and "buyer" not in roles:
        raise NotFound
    if part.placed_at is None:
        raise NotFound
    new = _New(
        seller_id=part.seller_id,
        shopper_id=order.shopper_id,
        account_id=order.account_id,
        kind="order",
        subject_id=part.id,
        order_id=order.id,
        title=part.number,
        buyer_name=part.buyer_name,
    )
    return new, "seller" if "seller" in roles else "buyer"


async def _about_product(tx: Tx, product_id: UUID) -> _New:
    seller_id = ids.owner_of(product_id)
    title = await product.title_on_sale(tx, product_id)
    return await _asked(tx, seller_id, kind="product", subject_id=product_id, title=title)


async def _about_shop(tx: Tx, seller_id: int) -> _New:
    card = (await user.seller_cards(tx, [seller_id])).get(seller_id)
    if card is None or card.status != "active":
        raise NotFound
    return await _asked(tx, seller_id, kind="shop", subject_id=None, title=card.name)


async def _asked(tx: Tx, seller_id: int, *, kind: str, subject_id: UUID | None, title: str) -> _New:
    account_id = tx.actor.account_id
    if account_id is None:
        raise Unauthenticated
    if tx.actor.member_of(seller_id):
        raise OwnShop
    contact = await user.account_contact(tx, account_id)
    if contact is None:
        raise Unauthenticated
    return _New(
        seller_id=seller_id,
        shopper_id=account_id,
        account_id=account_id,
        kind=kind,
        subject_id=subject_id,
        order_id=None,
        title=title,
        buyer_name=contact.name,
    )


async def _opened(tx: Tx, new: _New) -> UUID:
    """The thread about this between these two, made unless it is there."""
    await tx.execute(
        """INSERT INTO "order".threads (seller_id, id, shopper_id, account_id, kind, subject_id, order_id, title,
               buyer_name, last_at, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
           ON CONFLICT (seller_id, shopper_id, kind, subject_id) DO NOTHING""",
        new.seller_id,
        ids.new(new.seller_id),
        new.shopper_id,
        new.account_id,
        new.kind,
        new.subject_id,
        new.order_id,
        new.title,
        new.buyer_name,
        tx.now,
    )
    found: UUID = await tx.fetchval(
        """SELECT id FROM "order".threads WHERE seller_id = $1 AND shopper_id = $2 AND kind = $3
               AND subject_id IS NOT DISTINCT FROM $4""",
        new.seller_id,
        new.shopper_id,
        new.kind,
        new.subject_id,
    )
    return UUID(int=found.int)


async def answer(tx: Tx, thread_id: UUID, token: str | None, letter: Letter) -> UUID:
    """Write in a thread as the side on which the actor stands; the message's id. Raises NotFound."""
    found, side = await threads.thread_for(tx, thread_id, token)
    if side == "operator":
        tx.audit("thread.answered", ids.encode("thr", found.id))
    return await _write(tx, found.seller_id, found.id, side, letter)


async def _write(tx: Tx, seller_id: int, thread_id: UUID, side: Side, letter: Letter) -> UUID:
    """Add a message. A side that had nothing unread before it is told by mail; until it has looked, of no other."""
    text = letter.text.strip()
    if not text and letter.picture is None:
        raise invalid("text", "has nothing in it that can be seen")
    row = await tx.fetchrow(
        """UPDATE "order".threads SET messages = messages + 1, last_at = $3, last_by = $4, last_text = $5,
               buyer_unread = CASE WHEN $4 = 'buyer' THEN 0 ELSE buyer_unread + 1 END,
               seller_unread = CASE WHEN $4 = 'seller' THEN 0 ELSE seller_unread + 1 END
           WHERE seller_id = $1 AND id = $2 RETURNING buyer_unread, seller_unread""",
        seller_id,
        thread_id,
        tx.now,
        side,
        " ".join(text.split())[:EXCERPT_LENGTH],
    )
    assert row is not None
    # Drawn under the thread's lock, so that ids are in the order in which messages came.
    message_id = ids.new(seller_id)
    key, width, height = letter.picture or (None, None, None)
    await tx.execute(
        """INSERT INTO "order".messages (seller_id, id, thread_id, author, account_id, text, picture_key,
               picture_width, picture_height, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        seller_id,
        message_id,
        thread_id,
        side,
        tx.actor.account_id,
        text,
        key,
        width,
        height,
        tx.now,
    )
    told: list[Side] = [one for one in ("buyer", "seller") if one != side and row[f"{one}_unread"] == 1]
    if told:
        await tx.publish(
            MessageWritten(
                seller_id=seller_id, thread_id=thread_id, message_id=message_id, by=side, told=list(told)
            )
        )
    return message_id


async def mark_read(tx: Tx, thread_id: UUID, token: str | None) -> None:
    """The actor's side has seen all of a thread; staff leaves the counts alone. Raises NotFound."""
    found, side = await threads.thread_for(tx, thread_id, token)
    if found.unread_of(side):
        column = {"buyer": "buyer_unread", "seller": "seller_unread"}[side]
        await tx.execute(
            f'UPDATE "order".threads SET {column} = 0 WHERE seller_id = $1 AND id = $2',  # noqa: S608 - as above
            found.seller_id,
            found.id,
        )


async def report(tx: Tx, thread_id: UUID, token: str | None, data: ReportIn) -> None:
    """Have the operator look at a message of the other side; a second report of it changes nothing. Raises NotFound."""
    found, side = await threads.thread_for(tx, thread_id, token)
    one = await threads.message(tx, found, ids.decode("msg", data.message_id, "message_id"))
    if side == "operator" or one.author in (side, "operator"):
        raise invalid("message_id", "is not a message of the other side")
    changed = await tx.execute(
        """UPDATE "order".messages SET reported_by = $3, report_reason = $4
           WHERE seller_id = $1 AND id = $2 AND reported_by IS NULL""",
        found.seller_id,
        one.id,
        side,
        data.reason,
    )
    if changed:
        await tx.execute(
            'UPDATE "order".threads SET reported = true WHERE seller_id = $1 AND id = $2',
            found.seller_id,
            found.id,
        )
        tx.audit("message.reported", ids.encode("msg", one.id), reason=data.reason)


async def view(tx: Tx, thread_id: UUID, reason: str) -> None:
    """Note that staff reads what others wrote, and why; raises NotFound."""
    found = await threads.thread(tx, thread_id)
    if found is None:
        raise NotFound
    tx.audit("thread.viewed", ids.encode("thr", found.id), reason=reason)
