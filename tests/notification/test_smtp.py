"""The SMTP gateway against a real receiver: delivered, refused for good, refused for now, away."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from feria.services.notification.gateways import Mail, Refused
from feria.services.notification.gateways.smtp import Smtp
from tests.integration.processes import free_port


class Receiver:
    """Keeps what it is given; refuses `…@refused.test` for good and `…@busy.test` for now."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.endswith("@refused.test"):
            return "550 no such person"
        if address.endswith("@busy.test"):
            return "450 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(BytesParser(policy=SMTP).parsebytes(envelope.content))
        return "250 taken"


@pytest.fixture
def receiver() -> Iterator[tuple[Receiver, str]]:
    handler = Receiver()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield handler, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def mail(recipient: str) -> Mail:
    return Mail(
        message_id="<one@feria.test>",
        sender="Feria <no-reply@feria.test>",
        recipient=recipient,
        subject="Größe · 你好",
        text="Schöne Grüße\n",
        html="<p>Schöne Grüße</p>",
    )


async def test_a_mail_arrives_whole(receiver: tuple[Receiver, str]) -> None:
    handler, url = receiver
    await Smtp(url).send(mail("ana@example.test"))
    received = handler.mails[0]
    assert received["Subject"] == "Größe · 你好"
    assert received["Message-ID"] == "<one@feria.test>"
    plain, html = received.get_body(("plain",)), received.get_body(("html",))
    assert plain is not None and "Schöne Grüße" in plain.get_content()
    assert html is not None and "<p>Schöne Grüße</p>" in html.get_content()


@pytest.mark.parametrize(("recipient", "permanent"), [("a@refused.test", True), ("a@busy.test", False)])
async def test_refusals_tell_whether_to_try_again(
    receiver: tuple[Receiver, str], recipient: str, permanent: bool
) -> None:
    with pytest.raises(Refused) as refusal:
        await Smtp(receiver[1]).send(mail(recipient))
    assert refusal.value.permanent is permanent


async def test_a_server_that_is_away_is_tried_again() -> None:
    with pytest.raises(Refused) as refusal:
        await Smtp(f"smtp://127.0.0.1:{free_port()}").send(mail("ana@example.test"))
    assert not refusal.value.permanent


@pytest.mark.parametrize("address", ["a@[b.cd", ":#@b.cd", "a,b@c.de", "(a@b.cd"])
async def test_what_only_looks_like_an_address_is_refused_for_good(
    receiver: tuple[Receiver, str], address: str
) -> None:
    """The standard library breaks down over some of them: then no other mail would be sent either."""
    handler, url = receiver
    with pytest.raises(Refused) as refused:
        await Smtp(url).send(mail(address))
    assert refused.value.permanent
    assert handler.mails == []
