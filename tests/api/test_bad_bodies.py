"""Bad bodies and fields: always a 4xx problem, never a fault, and nothing changed."""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from feria.core import http
from tests.api.permission_table import order_body, product_body
from tests.api.refusals import assert_refused
from tests.api.served import Opened
from tests.factories.orders import API

JSON = {"Content-Type": "application/json"}
EUR = {"amount": 100, "currency": "EUR"}


# One writing route of each service, with a body that it would take.


def routes(world: Opened) -> list[tuple[str, str, dict[str, Any], dict[str, str]]]:
    m = world.place
    key = {"Idempotency-Key": uuid4().hex}
    return [
        ("POST", f"{API}/auth/register", {"email": "x@example.test", "password": "x" * 12, "name": "X"}, {}),
        ("PUT", f"{API}/users/me", {"name": "X"}, m.buyer.headers),
        ("POST", f"{API}/sellers", {"name": "X", "country": "PT"}, m.buyer.headers),
        ("POST", f"{API}/products", product_body(m), m.seller.headers),
        (
            "POST",
            f"{API}/sellers/{m.seller.ref}/inventory/movements",
            {"variant_id": m.product.variant_ref, "delta": 1, "reason": "x"},
            m.seller.headers,
        ),
        ("POST", f"{API}/categories", {"name": uuid4().hex}, m.operator.headers),
        ("POST", f"{API}/cart/items", {"variant_id": m.product.variant_ref}, m.other_buyer.headers),
        ("PUT", f"{API}/cart/address", {"country": "PT"}, m.other_buyer.headers),
        ("POST", f"{API}/orders", order_body(m), m.other_buyer.headers | key),
        ("PUT", f"{API}/orders/{m.part}/status", {"status": "shipped"}, m.seller.headers),
        ("POST", f"{API}/orders/{m.part}/shipments", {"carrier": "CTT"}, m.seller.headers),
        (
            "POST",
            f"{API}/payments/process",
            {"order_id": str(m.unpaid_order["id"]), "payment_method": "test"},
            m.buyer.headers | key,
        ),
        ("POST", f"{API}/payments/{m.payment}/refund", {"reason": "x"}, m.operator.headers | key),
        (
            "PUT",
            f"{API}/operator/commission-rules",
            {"rules": [{"name": "x", "rate_bps": 1, "is_default": True}]},
            m.operator.headers | {"If-Match": "*"},
        ),
    ]


def deep(levels: int) -> bytes:
    return b'{"x":' + b"[" * levels + b"]" * levels + b"}"


# A body that is none, and the answer to it: as a whole, whatever the route.
BODIES: dict[str, tuple[bytes, tuple[int, ...]]] = {
    "empty": (b"", (400,)),
    "blank": (b"   ", (400,)),
    "half": (b'{"name": "x"', (400,)),
    "two": (b"{} {}", (400,)),
    "comment": (b"{} // x", (400,)),
    "not UTF-8": (b'{"name": "\xff\xfe"}', (400,)),
    "UTF-16": ('{"name": "x"}'.encode("utf-16"), (400,)),
    "byte order mark": (b"\xef\xbb\xbf{}", (400,)),
    "NUL byte": (b'{"name": "a\x00b"}', (400,)),
    "NUL": (b'{"name": "a\\u0000b"}', (400,)),
    "NUL in a name": (b'{"na\\u0000me": "ab"}', (400,)),
    "lone high surrogate": (b'{"name": "\\ud800"}', (400,)),
    "lone low surrogate": (b'{"name": "\\udc00x"}', (400,)),
    "surrogates the wrong way round": (b'{"name": "\\udc00\\ud800"}', (400,)),
    "the same field twice": (b'{"name": "a", "name": "b"}', (400,)),
    "deep": (deep(5_000), (400,)),
    "deep objects": (b'{"x":' * 5_000 + b"1" + b"}" * 5_000, (400,)),
    "deep with escapes": (b'{"\\u0041":' + deep(5_000) + b"}", (400,)),
    "NaN": (b'{"name": NaN}', (400,)),
    "Infinity": (b'{"name": -Infinity}', (400,)),
    "a number of 10,000 digits": (b'{"name": ' + b"9" * 10_000 + b"}", (400, 422)),
    "a number too large for a double": (b'{"name": 1e999}', (400, 422)),
    "null": (b"null", (422,)),
    "a list": (b"[]", (422,)),
    "a string": (b'"x"', (422,)),
    "a number": (b"1", (422,)),
    "an unknown field": (b'{"surprise": 1}', (422,)),
    "a field of Python's": (b'{"__class__": 1}', (422,)),
}


@pytest.mark.parametrize("name", BODIES)
async def test_what_is_no_request_is_refused_everywhere(
    world: Opened, visitor: httpx.AsyncClient, name: str
) -> None:
    content, statuses = BODIES[name]
    for method, path, _, headers in routes(world):
        assert_refused(
            await visitor.request(method, path, content=content, headers=headers | JSON), *statuses
        )


async def test_an_unknown_field_is_named(world: Opened, visitor: httpx.AsyncClient) -> None:
    for method, path, body, headers in routes(world):
        answer = await visitor.request(method, path, json={**body, "is_admin": True}, headers=headers)
        assert_refused(answer, 422)
        assert [one["field"] for one in answer.json()["errors"]] == ["is_admin"]


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json5", "", "//"],
)
async def test_another_content_type_is_415(world: Opened, visitor: httpx.AsyncClient, kind: str) -> None:
    for method, path, body, headers in routes(world):
        answer = await visitor.request(
            method, path, content=json.dumps(body).encode(), headers=headers | {"Content-Type": kind}
        )
        assert_refused(answer, 415)


async def test_a_body_over_a_megabyte_is_413(world: Opened, visitor: httpx.AsyncClient) -> None:
    content = b'{"name": "' + b"x" * http.BODY_BYTES_MAX + b'"}'

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 65_536):
            yield content[start : start + 65_536]

    for method, path, _, headers in routes(world):
        whole = await visitor.request(method, path, content=content, headers=headers | JSON)
        assert_refused(whole, 413)
        chunked = await visitor.request(method, path, content=in_pieces(), headers=headers | JSON)
        assert "content-length" not in chunked.request.headers
        assert_refused(chunked, 413)


# Single fields.

NO_COUNTS: list[Any] = [
    0, -1, 1000, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1.5, 1.0, 1e300, "1", "one", "", True, None, [], [1], {},
]  # fmt: skip


@pytest.mark.parametrize("quantity", NO_COUNTS, ids=lambda value: json.dumps(value)[:20])
async def test_quantities(world: Opened, visitor: httpx.AsyncClient, quantity: Any) -> None:
    m = world.place
    item = {"variant_id": m.product.variant_ref, "quantity": quantity}
    added = await visitor.post(f"{API}/cart/items", json=item, headers=m.buyer.headers)
    assert_refused(added, 422, 400)
    changed = await visitor.put(
        f"{API}/cart/items/{m.item}", json={"quantity": quantity}, headers=m.buyer.headers
    )
    assert_refused(changed, 422, 400)
    shipped = await visitor.post(
        f"{API}/orders/{m.part}/shipments",
        json={"carrier": "CTT", "items": [{"id": m.line, "quantity": quantity}]},
        headers=m.seller.headers,
    )
    assert_refused(shipped, 422, 400)


NO_PRICES: list[Any] = [
    {"amount": -1, "currency": "EUR"}, {"amount": 10**12 + 1, "currency": "EUR"}, {"amount": 2**63, "currency": "EUR"},
    {"amount": 19.99, "currency": "EUR"}, {"amount": "1999", "currency": "EUR"}, {"amount": 1999, "currency": "eur"},
    {"amount": 1999, "currency": "ZZZ"}, {"amount": 1999, "currency": "USD"}, {"amount": 1999, "currency": "EU"},
    {"amount": 1999}, {"currency": "EUR"}, {"amount": True, "currency": "EUR"}, 1999, "19.99", None,
]  # fmt: skip


@pytest.mark.parametrize("price", NO_PRICES, ids=json.dumps)
async def test_prices(world: Opened, visitor: httpx.AsyncClient, price: Any) -> None:
    m = world.place
    body = product_body(m)
    body["variants"][0]["price"] = price
    assert_refused(await visitor.post(f"{API}/products", json=body, headers=m.seller.headers), 422)
    profile = {"name": "Post", "market": "eu", "min_days": 1, "max_days": 2, "price": price}
    answer = await visitor.put(
        f"{API}/sellers/{m.seller.ref}/shipping-profiles",
        json={"items": [profile]},
        headers=m.seller.headers | {"If-Match": "*"},
    )
    assert_refused(answer, 422)
    order = order_body(m) | {"expected_total": price}
    answer = await visitor.post(
        f"{API}/orders", json=order, headers=m.other_buyer.headers | {"Idempotency-Key": uuid4().hex}
    )
    assert_refused(answer, 422, 409)


HUGE = "x" * 900_000
NO_NAMES = ["", " ", "\t", "a\nb", "a\x1bb", "\x7f", "x" * 201, HUGE, 1, None, True, ["x"], {"x": "y"}]


@pytest.mark.parametrize("name", NO_NAMES, ids=lambda value: json.dumps(value)[:20])
async def test_names(world: Opened, visitor: httpx.AsyncClient, name: Any) -> None:
    m = world.place
    for method, path, body, headers in routes(world):
        for field in {"name", "title", "carrier", "reason"} & body.keys():
            if path.endswith("/movements"):
                continue  # its reason is free text
            answer = await visitor.request(method, path, json={**body, field: name}, headers=headers)
            assert_refused(answer, 422)
    order = order_body(m)
    order["shipping_address"] = {**order["shipping_address"], "name": name}
    headers = m.other_buyer.headers | {"Idempotency-Key": uuid4().hex}
    assert_refused(await visitor.post(f"{API}/orders", json=order, headers=headers), 422)


@pytest.mark.parametrize("email", ["", "a", "a@b", "@b.c", "a@b.c d", "a b@c.d", "a@b@c.d", "a\r\nBcc: x@y.z@b.c",
    "<a@b.c>", "x" * 250 + "@b.c", "a@b.c\n", "a@.", 1, None])  # fmt: skip
async def test_addresses_of_mail(world: Opened, visitor: httpx.AsyncClient, email: Any) -> None:
    m = world.place
    body = {"email": email, "password": "x" * 12, "name": "X"}
    assert_refused(await visitor.post(f"{API}/auth/register", json=body), 422)
    answer = await visitor.post(
        f"{API}/sellers/{m.seller.ref}/members",
        json={"email": email, "role": "staff"},
        headers=m.seller.headers,
    )
    assert_refused(answer, 422)


# Forms with files.

BOUNDARY = "multipart/form-data; boundary=x"
FORMS: dict[str, tuple[str, bytes]] = {
    "JSON": ("application/json", b"{}"),
    "no boundary": ("multipart/form-data", b""),
    "another boundary": (
        BOUNDARY,
        b'--y\r\nContent-Disposition: form-data; name="file"\r\n\r\nz\r\n--y--\r\n',
    ),
    "empty": (BOUNDARY, b""),
    "no part": (BOUNDARY, b"--x--\r\n"),
    "no end": (BOUNDARY, b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nz'),
    "no name": (BOUNDARY, b"--x\r\nContent-Disposition: form-data\r\n\r\nz\r\n--x--\r\n"),
    "no file": (BOUNDARY, b'--x\r\nContent-Disposition: form-data; name="alt"\r\n\r\nz\r\n--x--\r\n'),
    "text for a file": (
        BOUNDARY,
        b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nz\r\n--x--\r\n',
    ),
    "no picture": (
        BOUNDARY,
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a\x00.png"\r\n\r\n\xff\x00z\r\n--x--\r\n',
    ),
}


@pytest.mark.parametrize("name", FORMS)
async def test_forms(world: Opened, visitor: httpx.AsyncClient, name: str) -> None:
    m = world.place
    kind, content = FORMS[name]
    for path in (f"/products/{m.product.ref}/images", f"/sellers/{m.seller.ref}/imports"):
        headers = m.seller.headers | {"Content-Type": kind}
        assert_refused(await visitor.post(API + path, content=content, headers=headers), 400, 415, 422)
    if kind.startswith("multipart"):
        body = {**m.other_buyer.headers, "Content-Type": kind}
        assert_refused(
            await visitor.post(f"{API}/cart/items", content=content, headers=body),
            400 if not content else 415,
        )
