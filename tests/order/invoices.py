"""What the tests of documents share: files over HTTP, their text, their e-invoice, and who judges that."""

import hashlib
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import facturx
import httpx
import pypdf
import saxonche
from lxml import etree

from feria.core.platform import Platform
from feria.services.payment import jobs
from tests.factories.orders import API

_FOLDER = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931"
_FAILED = re.compile(r'<svrl:failed-assert.*?id="(.*?)"', re.DOTALL)
NAMESPACES = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}


def text_of(pdf: bytes) -> str:
    """What a reader finds in a PDF, all pages, without its line breaks."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def attached(pdf: bytes) -> bytes | None:
    """The e-invoice inside a PDF."""
    found = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    return found["factur-x.xml"][0] if "factur-x.xml" in found else None


def faults(invoices: Iterable[bytes]) -> list[str]:
    """What schema and rules of EN 16931 (Factur-X's own Schematron) find wrong with these e-invoices."""
    found: list[str] = []
    with saxonche.PySaxonProcessor(license=False) as processor:
        rules = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(_FOLDER / "FACTUR-X_EN16931.xslt")
        )
        for invoice in invoices:
            facturx.xml_check_xsd(invoice, flavor="factur-x", level="en16931")
            report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=invoice.decode()))
            found += _FAILED.findall(report)
    return found


def amounts(invoice: bytes, name: str) -> list[str]:
    """The texts of all elements of this name, in their order."""
    tree = etree.fromstring(invoice)
    return [str(one.text) for one in tree.iterfind(f".//ram:{name}", NAMESPACES)]


async def pdf(client: httpx.AsyncClient, address: str, **headers: str) -> bytes:
    """A document that must be there."""
    answer = await client.get(address, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    return answer.content


async def documents(client: httpx.AsyncClient, ref: str) -> list[dict[str, Any]]:
    """The documents of an order or a seller order."""
    answer = await client.get(f"{API}/orders/{ref}/documents")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def settled(
    platform: Platform, client: httpx.AsyncClient, ref: str, count: int
) -> list[dict[str, Any]]:
    """The documents once all refunds have been sent, which must be so many."""
    while await jobs.send_refunds(platform):
        pass
    found = await documents(client, ref)
    assert len(found) == count
    return found


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def digest(pdf: bytes) -> str:
    """Its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(pdf).hexdigest()
