"""The development mailbox at `/dev/mail`: every mail this installation would have sent."""

from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from feria.core import http
from feria.core.errors import NotFound
from feria.core.http import Request
from feria.pages.html import html
from feria.services.notification import contract as notification


@get("/dev/mail", include_in_schema=False, cache_control=http.NO_STORE)
async def mailbox_page(request: Request, to: FromQuery[str | None] = None) -> Response[str]:
    """The list of mails, newest first, or those to one address."""
    mails = await http.read(request, notification.mailbox, to)
    return html("mailbox.html", mails=mails, to=to)


@get("/dev/mail/{message_id:str}", include_in_schema=False, cache_control=http.NO_STORE)
async def mail_page(request: Request, message_id: FromPath[str]) -> Response[str]:
    """One mail as its reader sees it."""
    mail = await http.read(request, notification.mailbox_mail, f"<{message_id}>")
    if mail is None:
        raise NotFound
    return html("mail.html", mail=mail)


routes: list[BaseRouteHandler] = [mailbox_page, mail_page]
