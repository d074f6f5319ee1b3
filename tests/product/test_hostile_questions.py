"""Whatever stands in the address of a list or of suggestions: a problem or a plain answer, and little work for it."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
import pytest

from feria.app import Application
from feria.core import pages
from feria.core.platform import Platform
from feria.services.product.gateways.catalogue.query import SearchQuery
from tests.factories import products, users
from tests.factories.catalogue import refresh_index

PRODUCTS, SUGGEST = "/api/v1/products", "/api/v1/products/suggest"
# A plain search makes some 900 calls. More than one of the index are those for spelling: one for each wrong word, and
# the ones that count what would be found instead.
CALLS_MAX, REFUSED_CALLS_MAX, INDEX_CALLS_MAX = 6_000, 1_800, 24
INDEX_CALLS = frozenset({"search", "aggregate", "terms_with_prefix"})

REFUSED: list[tuple[str, int]] = [
    # limit
    *((f"limit={limit}", 422) for limit in ("0", "-1", "101", "x", "", "1.5", "0x10", "NaN", "9" * 40)),
    ("limit=%D9%A1%D9%A2", 422),  # Arabic digits
    ("limit=1&limit=2", 422),
    # cursors
    *((f"after={after}", 400) for after in ("x", "", "A" * 500, "%00", "..%2F..%2Fetc", "%F0%9F%98%80")),
    # sort, market, filters
    *((f"sort={sort}", 422) for sort in ("cheapest", "", "PRICE", "price;drop", "--price")),
    *((f"market={market}", 422) for market in ("moon", "NO!", "%25", "")),
    *((f"min_price={amount}", 422) for amount in ("-1", "1.5", "99999999999999999999999", "", "%25")),
    ("max_price=99999999999999999999999", 422),
    *((f"category={ref}", 422) for ref in ("x", "", "cat_", "cat_%25", "sel_1", "cat_" + "z" * 300)),
    ("seller=prod_1", 422),
    *((f"rating={stars}", 422) for stars in ("0", "6", "-1", "five")),
    *((f"in_stock={flag}", 422) for flag in ("maybe", "2", "")),
    ("surprise=1", 422),
    ("brand=%00", 400),
    ("sort=price%00", 400),
    ("brand=" + "b" * 201, 422),
    ("attr.=x", 422),
    ("attr.a=", 422),
    ("attr.a=%00", 400),
    ("attr.a=" + "x" * 201, 422),
    ("attr." + "a" * 41 + "=x", 422),
    ("&".join(f"attr.a{n}=1" for n in range(30)), 422),
    ("&".join(f"brand={n}" for n in range(30)), 422),
    ("&".join(f"brand={n}" for n in range(100)), 400),
    # questions
    ("q=a&q=b", 422),
    ("q=" + "x" * 201, 422),
    ("q=" + "x" * 10_000, 400),
    ("q=" + "%20a" * 2_500, 400),
    ("q=%00", 400),
    ("q=mug%00", 400),
    ("q=%ff", 400),
    ("q=%c0%ae", 400),  # a full stop, longer than it must be
    ("q=%ed%a0%80", 400),  # a lone surrogate
    ("q=%ed%a0%80%ed%b0%80", 400),  # a pair of them, as no UTF-8 writes it
    ("q=\xe9", 400),
]

ANSWERED = [
    "", " ", "%", "%%%%", "_", "((((", "))))", "((((((a))))))", "*", "*" * 200, "?" * 200, "a*", "*a", "\\", "\\" * 200,
    "'", '"', "' OR 1=1 --", "a AND (", "NOT", "title:mug", "mug^9999", "[a TO z]", "/(a+)+$/", "+-&|!(){}[]^~?:",
    "mug~2", "<script>", "{{7*7}}", "${jndi:ldap://x}", "\u200f\u202e", "\u202emug\u202c", "\ufffd", "\ufeffmug",
    "\u200b" * 200, "a\u0301" * 100, "e" + "\u0301" * 199, "é" * 200, "ß", "İ", "ﷺ" * 200, "😀", "😀" * 100, "!?…",
    "a", "a " * 100, "ab " * 66, "x" * 200, "mug " * 50, " ".join(chr(97 + n) * 8 for n in range(22)),
    "qwzxvbnk wqxzvbnk xqwzvbnk zqwxvbnk vqwzxbnk bqwzxvnk nqwzxvbk kqwzxvbn", "0" * 200, "1e999", "-1", "null",
    "\r\nSet-Cookie: a=b", "..%2f..%2f", "%00", "\x7f\x01\x1f", "ａｂｃ", "𝕞𝕦𝕘",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
async def shelf(app: Application, platform: Platform) -> None:
    """A few things to be found, by a process that has answered before."""
    shop = await users.seller(platform)
    for title in ("Breakfast mug", "Two mugs", "Oak board", "Linen towel"):
        await products.product(platform, shop.id, title=title, brand="Acme")
    await refresh_index(platform)
    for query in ("q=mug&facets=true", "limit=0"):
        await asked(app, PRODUCTS, query)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Counts the calls of Python and C functions, and those of the index by their names."""
    found: Counter[str] = Counter()

    def note(frame: FrameType, event: str, arg: Any) -> None:
        if event in ("call", "c_call"):
            found["all"] += 1
            if event == "c_call" and type(arg.__self__).__module__.startswith("tantivy"):
                found["index"] += arg.__name__ in INDEX_CALLS

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(before)


class Answer(NamedTuple):
    status: int
    type: str
    body: dict[str, Any]
    calls: Counter[str]


async def asked(app: Application, path: str, query: str) -> Answer:
    """Asks without a client, whose own work would count."""
    scope: Any = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": query.encode("latin-1"),
        "headers": [(b"host", b"feria.test"), (b"cache-control", b"no-cache")],
        "client": ("127.0.0.1", 1), "server": ("feria.test", 80), "extensions": {},
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    with counted() as calls:
        await app.asgi(scope, receive, send)
    headers = dict(sent[0]["headers"])
    body = msgspec.json.decode(b"".join(one["body"] for one in sent[1:]))
    return Answer(sent[0]["status"], headers[b"content-type"].decode(), body, calls)


@pytest.mark.parametrize(("query", "status"), REFUSED, ids=lambda one: str(one)[:30])
async def test_bad_questions_are_refused_before_the_index_is_asked(
    app: Application, query: str, status: int
) -> None:
    answer = await asked(app, PRODUCTS, query)
    assert answer.status == status, answer.body
    assert answer.type == "application/problem+json"
    assert answer.calls["index"] == 0
    assert answer.calls["all"] < REFUSED_CALLS_MAX


@pytest.mark.parametrize("q", ANSWERED, ids=lambda one: repr(one)[:30])
async def test_any_question_has_an_answer_that_costs_little(app: Application, q: str) -> None:
    status = 400 if "\x00" in q else 200
    for path, query in ((PRODUCTS, f"q={quote(q)}&facets=true"), (SUGGEST, f"q={quote(q)}")):
        answer = await asked(app, path, query)
        assert answer.status == status, answer.body
        assert 0 <= answer.calls["index"] <= INDEX_CALLS_MAX, answer.calls
        assert answer.calls["all"] <= CALLS_MAX, answer.calls


@pytest.mark.parametrize(
    "values", [(-1, 0), (0, -1), (2**63, 2**63), (-(2**63), -(2**63)), (2**64 - 1, 1), (10**9, 0)], ids=str
)
@pytest.mark.parametrize("sort", ["relevance", "newest", "price"])
async def test_cursors_made_by_hand_find_nothing_or_a_page(
    app: Application, sort: Any, values: tuple[int, int]
) -> None:
    query = SearchQuery(market="eu", q="mug", sort=sort)
    after = pages.encode(f"products:{query.order()}:{query.what()!r}", *values)
    answer = await asked(app, PRODUCTS, f"q=mug&sort={sort}&limit=2&after={after}")
    assert answer.status == 200, answer.body
    assert len(answer.body["items"]) <= 2
    assert answer.calls["index"] <= 2


@pytest.mark.parametrize("values", [(), (1,), (1, 2, 3), ("a", "b"), (1.5, 0), (None, 0), ([1], 0)], ids=str)
async def test_cursors_of_other_values_are_refused(app: Application, values: tuple[Any, ...]) -> None:
    query = SearchQuery(market="eu", q="mug")
    after = pages.encode(f"products:{query.order()}:{query.what()!r}", *values)
    answer = await asked(app, PRODUCTS, f"q=mug&after={after}")
    assert (answer.status, answer.body["type"].rpartition("/")[2]) == (400, "bad-cursor")
    assert answer.calls["index"] == 0
