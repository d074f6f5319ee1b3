"""What the message routes take and answer."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from feria.core.types import Closed, Line
from feria.services.order.schemas import SellerOut

TEXT_LENGTH_MAX = 4_000
# At least one character that can be seen, no control characters beside line breaks and tabs.
MessageText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=TEXT_LENGTH_MAX,
        pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x08\x0b-\x1f\x7f]*$",
    ),
]
Side = Literal["buyer", "seller", "operator"]


class MessageIn(Closed, frozen=True, kw_only=True):
    """What is written in a thread."""

    text: MessageText


class FirstMessageIn(Closed, frozen=True, kw_only=True):
    """What is written about a seller order (`sord_…`), a product (`prod_…`) or a shop (`sel_…`)."""

    about: Annotated[str, Meta(max_length=60)]
    text: MessageText


class ReportIn(Closed, frozen=True, kw_only=True):
    """Why a message should be looked at by the operator."""

    message_id: Annotated[str, Meta(max_length=60)]
    reason: Line


class ViewIn(Closed, frozen=True, kw_only=True):
    """Why somebody else's letters are read; kept for ever."""

    reason: Line


class AboutOut(msgspec.Struct, frozen=True, kw_only=True):
    """What a thread is about; `title` is an order's number, a product's title or the shop's name."""

    kind: Literal["order", "product", "shop"]
    id: str
    title: str


class ThreadCardOut(msgspec.Struct, frozen=True, kw_only=True):
    """A thread in a list; `unread` counts for the side that asks. Operator staff see no text in lists."""

    id: str
    about: AboutOut
    order_id: str | None
    seller: SellerOut
    buyer_name: str
    unread: int
    messages: int
    last_at: datetime
    last_by: Side
    last_text: str
    reported: bool


class PictureOut(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a message. Whoever has its address can see it."""

    url: str
    width: int
    height: int


class MessageOut(msgspec.Struct, frozen=True, kw_only=True):
    """One message; `reported` tells whether one's own side has reported it (staff: whether anybody has)."""

    id: str
    by: Side
    author_name: str
    text: str
    picture: PictureOut | None
    at: datetime
    reported: bool
    report_reason: str


class ThreadOut(msgspec.Struct, frozen=True, kw_only=True):
    """A thread as `side` sees it; its messages come newest first, and `next` leads to the ones before."""

    id: str
    side: Side
    about: AboutOut
    order_id: str | None
    order_number: str | None
    seller: SellerOut
    buyer_name: str
    unread: int
    items: list[MessageOut]
    next: str | None


class UnreadOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many threads have something unread."""

    threads: int
