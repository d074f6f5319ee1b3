"""Bad addresses, queries and headers: a 4xx problem or an empty list, never a fault, and nothing changed."""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import Any
from uuid import uuid4

import httpx
import msgspec

from feria.core import ids, pages
from tests.api.permission_table import order_body, product_body
from tests.api.refusals import assert_refused
from tests.api.served import Opened
from tests.factories.orders import API

# Addresses: ids, cursors, queries.


def bad_ids(prefix: str, good: str) -> list[str]:
    body = good.removeprefix(prefix + "_")
    return [
        prefix, prefix + "_", body, good[:-1], good + "0", good.upper(), f"{prefix}_{'z' * len(body)}",
        f"{prefix}_{'i' * len(body)}", f"{prefix}-{body}", f"x{good}", "0", "-1", "9" * 40, "null", "%F0%9F%92%A5",
        "..%2F..%2Fetc%2Fpasswd", "%27%20OR%201=1--", "x" * 5_000, "\u202e" + good, f"{good}%0A",
    ]  # fmt: skip


async def test_ids_that_are_none(world: Opened, visitor: httpx.AsyncClient) -> None:
    m = world.place
    for prefix, good, path, headers in (
        ("prod", m.product.ref, "/products/{}", {}),
        ("sel", m.seller.ref, "/sellers/{}/settings", m.seller.headers),
        ("ord", str(m.order["id"]), "/orders/{}", m.buyer.headers),
        ("sord", m.part, "/orders/{}/tracking", m.buyer.headers),
        ("pay", m.payment, "/payments/{}", m.buyer.headers),
        ("usr", m.buyer.ref, "/users/{}", m.buyer.headers),
        ("imp", m.import_id, f"/sellers/{m.seller.ref}/imports/{{}}", m.seller.headers),
    ):
        assert (await visitor.get(API + path.format(good), headers=headers)).status_code == 200
        others = [m.product.ref, m.seller.ref, str(m.order["id"]), m.part, m.payment, m.item]
        for bad in [
            *bad_ids(prefix, good),
            *(one for one in others if not one.startswith(prefix) and prefix not in ("ord", "sord")),
        ]:
            assert_refused(await visitor.get(API + path.format(bad), headers=headers), 404)


async def test_ids_of_another_kind_in_bodies(world: Opened, visitor: httpx.AsyncClient) -> None:
    m = world.place
    wrong: list[Any] = [*bad_ids("var", m.product.variant_ref), m.product.ref, m.seller.ref, 1, None, [], ""]
    for value in wrong:
        answer = await visitor.post(f"{API}/cart/items", json={"variant_id": value}, headers=m.buyer.headers)
        assert_refused(answer, 422)
    body = product_body(m)
    for value in (m.product.ref, m.buyer.ref, "sel_", 1, None):
        answer = await visitor.post(
            f"{API}/products", json={**body, "seller_id": value}, headers=m.seller.headers
        )
        assert_refused(answer, 422)


def listings(world: Opened) -> list[tuple[str, dict[str, str]]]:
    m = world.place
    return [
        ("/products", {}),
        ("/sellers", {}),
        ("/orders", m.buyer.headers),
        (f"/sellers/{m.seller.ref}/orders", m.seller.headers),
        (f"/sellers/{m.seller.ref}/products", m.seller.headers),
        (f"/sellers/{m.seller.ref}/inventory", m.seller.headers),
        (f"/sellers/{m.seller.ref}/imports", m.seller.headers),
        (f"/sellers/{m.seller.ref}/imports/{m.import_id}/report", m.seller.headers),
        (f"/sellers/{m.seller.ref}/balance", m.seller.headers),
        (f"/sellers/{m.seller.ref}/ledger", m.seller.headers),
        ("/operator/orders", m.operator.headers),
        ("/operator/sellers", m.operator.headers),
    ]


async def test_cursors_damaged_and_foreign(world: Opened, visitor: httpx.AsyncClient) -> None:
    foreign = pages.encode("another list", 1, ids.new(0))
    whole = (await visitor.get(f"{API}/sellers", params={"limit": 1})).json()["next"]
    assert whole is not None
    damaged = [whole[:-1], whole[1:], whole + "A", whole[::-1], whole.swapcase(), f"{whole}="]
    for path, headers in listings(world):
        for cursor in [
            "",
            "0",
            "null",
            "=",
            "====",
            "ä",
            "%",
            "\u202e",
            "A" * 401,
            "A" * 10_000,
            foreign,
            *damaged,
        ]:
            answer = await visitor.get(API + path, params={"after": cursor}, headers=headers)
            assert_refused(answer, 400)
    filtered = await visitor.get(
        f"{API}/operator/sellers",
        params={"status": "active", "limit": 1},
        headers=world.place.operator.headers,
    )
    elsewhere = await visitor.get(
        f"{API}/operator/sellers",
        params={"status": "applied", "after": filtered.json()["next"]},
        headers=world.place.operator.headers,
    )
    assert_refused(elsewhere, 400)


async def test_cursors_made_by_others(world: Opened, visitor: httpx.AsyncClient) -> None:
    body = msgspec.msgpack.encode((2**64 - 1,))
    mark = blake2b(b"sellers\x00" + body, digest_size=6).digest()
    cursor = urlsafe_b64encode(mark + body).decode().rstrip("=")
    assert_refused(await visitor.get(f"{API}/sellers", params={"after": cursor}), 400)


async def test_limits_of_lists(world: Opened, visitor: httpx.AsyncClient) -> None:
    for path, headers in listings(world):
        for limit in ("0", "-1", "101", "1.5", "x", "", "9" * 30, "٣", "true"):
            answer = await visitor.get(API + path, params={"limit": limit}, headers=headers)
            assert_refused(answer, 422)


QUERIES = [
    "%", "%%%", "_", "((((", "))))", '"', '"""', "*", "***", "?", "a*", "~", "a~99", "^", "[", "[a TO b]", "{a TO *}",
    "AND", "OR NOT", "+-!", "title:x", "title:", "/.*/", "/(a+)+$/", "\\", "\\\\'", "'; DROP TABLE x; --", "$1", "{}",
    "\u202eabc", "\u200b", "\ufeff", "a\u0301" * 50, "e" + "\u0301" * 100, "💥" * 50, "ß", "İ", "ﷺ" * 20, "中文",
    "क्षि", "\u2028", "x" * 200, " ", "-", "null", "undefined", "NaN", "<script>",
]  # fmt: skip


async def test_odd_words_find_nothing_and_break_nothing(world: Opened, visitor: httpx.AsyncClient) -> None:
    m = world.place
    searched = [
        ("/products", {}),
        (f"/sellers/{m.seller.ref}/orders", m.seller.headers),
        (f"/sellers/{m.seller.ref}/products", m.seller.headers),
        (f"/sellers/{m.seller.ref}/inventory", m.seller.headers),
        ("/operator/orders", m.operator.headers),
    ]
    for path, headers in searched:
        for q in QUERIES:
            answer = await visitor.get(API + path, params={"q": q}, headers=headers)
            assert answer.status_code == 200, f"{path} {q!r} {answer.text[:200]}"
        for q in ("%", "_", "((((", "\\", "*"):
            answer = await visitor.get(API + path, params={"q": q}, headers=headers)
            assert path == "/products" or answer.json()["items"] == [], f"{q!r} is no wildcard"
        for q in ("x" * 201, "x" * 10_000):
            assert_refused(await visitor.get(API + path, params={"q": q}, headers=headers), 400, 422)
        for q in ("a\nb", "a\x07"):
            answer = await visitor.get(API + path, params={"q": q}, headers=headers)
            assert answer.status_code == 422 or answer.json()["items"] == []
        for raw in ("%00", "%ff", "%ed%a0%80", "%C0%80"):
            answer = await visitor.get(f"{API}{path}?q={raw}", headers=headers)
            assert answer.status_code in (200, 400, 422), answer.text


DATES = ["2026-02-30", "2026-13-01", "0000-01-01", "9999-12-31", "10000-01-01", "-0001-01-01", "1-1-1", "yesterday",
    "20260101", "2026-01-01T25:00:00Z", "", "1e9", "2026-01-01' OR 1=1"]  # fmt: skip


async def test_dates_that_are_none(world: Opened, visitor: httpx.AsyncClient) -> None:
    m = world.place
    for path, headers in (
        (f"/sellers/{m.seller.ref}/orders", m.seller.headers),
        ("/operator/orders", m.operator.headers),
        ("/analytics/sales", m.seller.headers),
    ):
        for name in ("from", "to"):
            for value in DATES:
                answer = await visitor.get(API + path, params={name: value}, headers=headers)
                if value in ("9999-12-31", "0000-01-01") and answer.status_code == 200:
                    continue  # far away, but a date
                assert_refused(answer, 422, 400)


async def test_odd_queries(world: Opened, visitor: httpx.AsyncClient) -> None:
    m = world.place
    for path, params in (
        ("/products", {"sort": "price; DROP"}),
        ("/products", {"surprise": "1"}),
        ("/products", {"min_price": "-1"}),
        ("/products", {"max_price": "9" * 30}),
        ("/products", {"rating": "6"}),
        ("/products", {"in_stock": "perhaps"}),
        ("/products", {"category": m.product.ref}),
        ("/products", {"seller": "sel_"}),
        ("/products", {"market": "nowhere"}),
        ("/products", {"attr.": "x"}),
        ("/products", {"attr." + "x" * 41: "x"}),
        (f"/products/{m.product.ref}", {"market": "NOWHERE"}),
        (f"/products/{m.product.ref}", {"market": "x" * 21}),
    ):
        assert_refused(await visitor.get(API + path, params=params), 400, 422)
    for params in ({"seller_id": "usr_00000001"}, {"interval": "second"}, {"market": "x" * 300}):
        answer = await visitor.get(f"{API}/analytics/sales", params=params, headers=m.operator.headers)
        assert_refused(answer, 422)


# Headers.


def latin(headers: dict[str, str], name: str, value: str) -> dict[bytes, bytes]:
    """Headers with one more, whose value may hold what only Latin-1 can."""
    plain = {key.encode(): text.encode() for key, text in headers.items()}
    return plain | {name.encode(): value.encode("latin-1")}


async def test_odd_headers(world: Opened, visitor: httpx.AsyncClient) -> None:
    m = world.place
    body = order_body(m)
    for key in ("", " ", "a b", "é", "x" * 256, "x" * 8_000, "\x7f"):
        headers = latin(m.other_buyer.headers, "Idempotency-Key", key)
        assert_refused(await visitor.post(f"{API}/orders", json=body, headers=headers), 400, 422)
    for token in (
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a.b.c",
        "Basic dXNlcjpwYXNz",
        "Bearer " + "x" * 8_000,
    ):
        answer = await visitor.get(f"{API}/orders", headers={"Authorization": token})
        assert_refused(answer, 401)
    for tag in (
        "x",
        '"x"',
        "1,2",
        '"-1"',
        '"' + "9" * 40 + '"',
        "W/",
        '"1" OR 1=1',
        "²",
    ):
        answer = await visitor.delete(
            f"{API}/products/{m.product.ref}", headers=latin(m.seller.headers, "If-Match", tag)
        )
        assert_refused(answer, 412)
    for token in ("x", "x" * 8_000, "é", "' OR 1=1"):
        assert (await visitor.get(f"{API}/cart", headers=latin({}, "X-Cart-Token", token))).json()[
            "groups"
        ] == []
        guest = latin({}, "X-Order-Token", token)
        assert_refused(await visitor.get(f"{API}/orders/{m.order['id']}", headers=guest), 404, 422)
        assert_refused(await visitor.get(f"{API}/payments/{m.payment}", headers=guest), 404, 422)
    for cookie in ("feria_access", "feria_access=", "feria_access=x", "=;;=", "feria_access=" + "x" * 8_000):
        assert_refused(await visitor.get(f"{API}/orders", headers={"Cookie": cookie}), 401)


async def test_unknown_addresses_and_methods(visitor: httpx.AsyncClient) -> None:
    for path in (
        "/api/v1",
        f"{API}/",
        f"{API}/nowhere",
        f"{API}/products/x/y/z",
        "/api/v2/products",
    ):
        assert_refused(await visitor.get(path), 404)
    for method in ("PATCH", "TRACE", "PROPFIND", "X" * 100):
        answer = await visitor.request(method, f"{API}/products")
        assert_refused(answer, 405)
        assert answer.headers["allow"] == "GET, OPTIONS, POST"


async def test_what_callers_make_up_is_no_label_of_a_metric(visitor: httpx.AsyncClient) -> None:
    made_up = uuid4().hex
    for headers in ({}, {"Authorization": "Bearer x"}):
        for method in ("GET", made_up.upper()):
            assert_refused(await visitor.request(method, f"{API}/{made_up}", headers=headers), 404, 405, 401)
    labels = (await visitor.get("/metrics")).text
    assert made_up not in labels
    assert made_up.upper() not in labels
    assert 'method="other"' in labels
