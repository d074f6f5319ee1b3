"""The operator's synonyms: what may stand in the list, and what questions find by it on every node."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from feria.core.platform import Platform
from feria.services.product.flows import catalogue as flow
from feria.services.product.gateways.catalogue import synonyms
from feria.services.product.gateways.catalogue.indexer import Indexer
from feria.services.product.gateways.catalogue.search import Catalogue
from feria.services.product.gateways.catalogue.synonyms import Set
from feria.services.product.gateways.catalogue.write import Writer
from tests.factories import products, users
from tests.factories.catalogue import refresh_index
from tests.factories.users import Account
from tests.product import relevance
from tests.product.catalogue_source import Products, ask, ordinals

SYNONYMS = "/api/v1/operator/synonyms"
SETS = [
    Set(("mug", "cup", "beaker")),
    Set(("bedspread", "wool throw"), ("blanket",)),
    Set(("light fixture", "lamp")),
    Set(("Windlicht", "candle")),
]


def found(catalogue: Catalogue, question: str) -> list[int]:
    return sorted(ordinals(ask(catalogue, q=question)))


async def test_questions_find_what_the_operator_says_words_mean(tmp_path: Path) -> None:
    source = Products(relevance.catalogue())
    with Writer(tmp_path, source.market_ids, "test") as writer:
        indexer = Indexer(source, tmp_path)
        await indexer.step(writer)
        catalogue = Catalogue(tmp_path)
        assert (found(catalogue, "bedspread"), found(catalogue, "blanket")) == ([], [11])
        source.synonym_sets, source.synonyms_version = SETS, 2
        assert await indexer.take_synonyms(writer)
        assert not await indexer.take_synonyms(writer)
        assert catalogue.poll()
        assert found(catalogue, "bedspreads") == found(catalogue, "wool throws") == [11]
        assert found(catalogue, "grey bedspread") == [11]
        assert found(catalogue, "desk light fixture") == [13]
        assert found(catalogue, "light fixtures") == [13, 14, 43, 53]  # lampe and lámpara have the same stem
        assert found(catalogue, "windlicht") == [8, 9, 10]
        answer = ordinals(ask(catalogue, q="beakers"))
        assert (answer[0], {1, 2, 3} <= set(answer)) == (4, True)
        source.synonym_sets, source.synonyms_version = [], 3
        assert await indexer.take_synonyms(writer)
        assert catalogue.poll()
        assert found(catalogue, "bedspread") == []


async def test_lost_or_foreign_synonyms_are_written_anew(tmp_path: Path) -> None:
    source = Products(relevance.catalogue())
    source.synonym_sets = SETS
    with Writer(tmp_path, source.market_ids, "test") as writer:
        indexer = Indexer(source, tmp_path)
        await indexer.step(writer)
        catalogue = Catalogue(tmp_path)
        for content in (None, b"{", b"[]", b'{"version":1,"source":"another database","sets":[]}'):
            path = tmp_path / synonyms.FILE
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_bytes(content)
            assert await indexer.take_synonyms(writer)
            assert catalogue.poll()
            assert found(catalogue, "bedspread") == [11]


async def test_the_list_is_replaced_as_a_whole(client: httpx.AsyncClient, platform: Platform) -> None:
    operator = await users.operator(platform, "moderator")
    word, other = uuid4().hex, uuid4().hex
    shop = await users.seller(platform)
    made = await products.product(platform, shop.id, title=f"A {word}")
    before = await client.get(SYNONYMS, headers=operator.headers)
    items = [
        {"kind": "equivalent", "words": [word, f"  Big   {other} "]},
        {"kind": "one_way", "words": ["x"], "means": ["y"]},
    ]
    headers = operator.headers | {"If-Match": before.headers["ETag"]}
    answer = await client.put(SYNONYMS, json={"items": items}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json() == (await client.get(SYNONYMS, headers=operator.headers)).json()
    assert answer.json()["items"] == [
        {"kind": "equivalent", "words": [word, f"big {other}"], "means": []},
        {"kind": "one_way", "words": ["x"], "means": ["y"]},
    ]
    stale = await client.put(SYNONYMS, json={"items": []}, headers=headers)
    assert (stale.status_code, stale.json()["type"].rpartition("/")[2]) == (412, "stale")
    await refresh_index(platform)
    params = {"q": f"big {other}"}
    assert [one["id"] for one in (await client.get("/api/v1/products", params=params)).json()["items"]] == [
        made.ref
    ]
    assert synonyms.read(flow.root_of(platform.settings)) is not None


@pytest.fixture(scope="module")
async def moderator(platform: Platform) -> Account:
    return await users.operator(platform, "moderator")


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"kind": "equivalent", "words": ["one"]}, "items[0].words"),
        ({"kind": "equivalent", "words": ["one", " ONE"]}, "items[0].words"),
        ({"kind": "equivalent", "words": ["one", "two"], "means": ["three"]}, "items[0].means"),
        ({"kind": "one_way", "words": ["one"]}, "items[0].means"),
        ({"kind": "one_way", "words": ["one"], "means": ["a b c d e"]}, "items[0].means[0]"),
        ({"kind": "one_way", "words": ["((("], "means": ["a"]}, "items[0].words[0]"),
        ({"kind": "both", "words": ["one", "two"]}, "items[0].kind"),
        ({"kind": "one_way", "words": [], "means": ["a"]}, "items[0].words"),
    ],
)
async def test_sets_that_say_nothing_are_refused(
    client: httpx.AsyncClient, moderator: Account, item: dict[str, Any], field: str
) -> None:
    before = (await client.get(SYNONYMS, headers=moderator.headers)).json()
    answer = await client.put(SYNONYMS, json={"items": [item]}, headers=moderator.headers | {"If-Match": "*"})
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])
    assert (await client.get(SYNONYMS, headers=moderator.headers)).json() == before
