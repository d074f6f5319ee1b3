"""The operator's table of tax rates: one by one, by files, and what carts make of it."""

import asyncio
from typing import Any

import httpx
import pytest

from feria.app import Application
from feria.core.platform import Platform
from feria.services.cart.rules import rate_files
from tests.conftest import Later
from tests.factories import products, users
from tests.factories.orders import API, Shopper
from tests.factories.users import Account

RATES = f"{API}/operator/tax-rates"
HEADER = ",".join(rate_files.COLUMNS) + "\n"


@pytest.fixture
async def finance(platform: Platform) -> Account:
    return await users.operator(platform, "finance")


async def table(client: httpx.AsyncClient, who: Account, **filters: str) -> tuple[dict[str, Any], str]:
    """The rates that fit, and what is sent as `If-Match`."""
    answer = await client.get(RATES, params=filters, headers=who.headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()), answer.headers["etag"]


def rate(country: str, **fields: Any) -> dict[str, Any]:
    return {
        "country": country, "tax_category": "standard", "valid_from": "2026-01-01", "rate_bps": 2000,
        "source": "a test", **fields,
    }  # fmt: skip


async def send(
    client: httpx.AsyncClient, who: Account, text: str | bytes, etag: str | None = None
) -> httpx.Response:
    """Import a file, as a dry run unless the table's version is given."""
    content = text if isinstance(text, bytes) else text.encode()
    return await client.post(
        f"{RATES}/import",
        headers=who.headers | ({"If-Match": etag} if etag else {}),
        files={"file": ("rates.csv", content)},
        data={} if etag else {"dry_run": "true"},
    )


async def test_a_newer_rate_takes_the_place_of_an_older_one_on_its_day(
    app: Application, platform: Platform, client: httpx.AsyncClient, finance: Account, later: Later
) -> None:
    shop = await users.seller(platform)
    thing = await products.product(platform, shop.id, price=12_000)
    buyer = Shopper(app)
    await buyer.add(thing)

    async def tax(country: str) -> int:
        answer = await buyer.http.put(f"{API}/cart/address", json={"country": country})
        return int(answer.json()["tax"]["amount"])

    before, etag = await table(client, finance, country="LU")
    assert [(one["tax_category"], one["state"]) for one in before["items"]] == [
        ("standard", "in_force"),
        ("books", "in_force"),
        ("food", "in_force"),
    ]
    assert await tax("LU") == 1815  # 124.90 at 17 %
    async with platform.db.reading() as tx:
        tomorrow = (tx.now.date()).toordinal() + 1
    day = type(tx.now.date()).fromordinal(tomorrow).isoformat()
    made = await client.post(RATES, json=rate("LU", valid_from=day, rate_bps=2500), headers=finance.headers)
    assert (made.status_code, made.json()["state"], made.json()["rate_bps"]) == (201, "future", 2500)
    assert await tax("LU") == 1815
    later(days=1)
    assert await tax("LU") == 2498
    finance = await users.operator(platform, "finance")
    after, _ = await table(client, finance, country="LU", tax_category="standard")
    assert [one["state"] for one in after["items"]] == ["superseded", "in_force"]
    # A correction is seen at once by the process that made it, and its old version is no longer taken.
    ref = made.json()["id"]
    stale = await client.put(
        f"{RATES}/{ref}", json={"rate_bps": 1}, headers=finance.headers | {"If-Match": etag}
    )
    assert stale.status_code == 412
    changed = await client.put(
        f"{RATES}/{ref}",
        json={"rate_bps": 0, "source": "corrected"},
        headers=finance.headers | {"If-Match": f'"{after["version"]}"'},
    )
    assert (changed.json()["rate_bps"], changed.json()["source"]) == (0, "corrected")
    assert await tax("LU") == 0
    gone = await client.delete(
        f"{RATES}/{ref}", headers=finance.headers | {"If-Match": changed.headers["etag"]}
    )
    assert gone.status_code == 204
    assert await tax("LU") == 1815
    async with platform.db.reading() as tx:
        audited = await tx.fetch("SELECT action FROM core.audit WHERE subject = $1 ORDER BY at", ref)
    assert [row["action"] for row in audited] == ["tax_rate.added", "tax_rate.changed", "tax_rate.deleted"]


async def test_regions_are_meant_by_name_and_by_code(client: httpx.AsyncClient, finance: Account) -> None:
    made = await client.post(RATES, json=rate("US", region="california"), headers=finance.headers)
    assert (made.json()["region"], made.json()["region_name"]) == ("CA", "California")
    again = await client.post(RATES, json=rate("US", region="CA"), headers=finance.headers)
    assert again.status_code == 409
    for region in ("Bavaria", "ZZ"):
        refused = await client.post(RATES, json=rate("US", region=region), headers=finance.headers)
        assert refused.status_code == 422, refused.text


async def test_the_last_standard_rate_of_a_served_country_goes_only_when_confirmed(
    client: httpx.AsyncClient, finance: Account
) -> None:
    found, etag = await table(client, finance, country="MT", tax_category="standard")
    [one] = found["items"]
    headers = finance.headers | {"If-Match": etag}
    refused = await client.delete(f"{RATES}/{one['id']}", headers=headers)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "last-standard-rate")
    assert (await table(client, finance, country="MT", tax_category="standard"))[0] == found
    gone = await client.delete(f"{RATES}/{one['id']}", params={"confirmed": "true"}, headers=headers)
    assert gone.status_code == 204
    again = {name: one[name] for name in ("country", "tax_category", "valid_from", "rate_bps", "source")}
    assert (await client.post(RATES, json=again, headers=finance.headers)).status_code == 201


async def test_only_one_of_many_adds_a_rate(client: httpx.AsyncClient, finance: Account) -> None:
    body = rate("IS", rate_bps=2400)
    answers = await asyncio.gather(
        *(client.post(RATES, json=body, headers=finance.headers) for _ in range(10))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9


@pytest.mark.parametrize(
    "wrong",
    [{"country": "QQ"}, {"country": "pt"}, {"rate_bps": 10_001}, {"rate_bps": -1}, {"tax_category": "Books"},
     {"valid_from": "31.12.2026"}, {"source": "two\nlines"}, {"more": 1}, {"region": "Algarve", "country": "PT"}],
)  # fmt: skip
async def test_what_is_no_rate_is_refused(
    client: httpx.AsyncClient, finance: Account, wrong: dict[str, Any]
) -> None:
    before, _ = await table(client, finance)
    answer = await client.post(RATES, json=rate("NO") | wrong, headers=finance.headers)
    assert answer.status_code == 422, answer.text
    assert (await table(client, finance))[0] == before


async def test_a_file_is_previewed_and_then_taken_as_a_whole(
    client: httpx.AsyncClient, finance: Account
) -> None:
    text = HEADER + (
        "CH,,standard,2024-01-01,8.1,Swiss Federal Tax Administration\n"
        'ch,,books,2024-01-01,"2,6",\'=cmd()\n'
        "CA,Ontario,standard,2024-01-01,13,\n"
        "PT,,standard,2025-01-01,23,European Commission; Taxes in Europe\n"
        'DE,,books,2025-01-01,7.00,"European Commission, Taxes in Europe Database"\n'
    )
    before, etag = await table(client, finance)
    seen = (await send(client, finance, text)).json()
    assert (seen["added"], seen["changed"], seen["unchanged"], seen["faults"]) == (3, 1, 1, [])
    assert [(one["line"], one["effect"]) for one in seen["lines"]] == [
        (2, "added"), (3, "added"), (4, "added"), (5, "changed"),
    ]  # fmt: skip
    assert (await table(client, finance))[0] == before
    done = await send(client, finance, text, etag)
    assert done.status_code == 200, done.text
    assert done.json()["version"] == before["version"] + 1
    swiss, _ = await table(client, finance, country="CH")
    assert [(one["rate_bps"], one["source"]) for one in swiss["items"]] == [
        (810, "Swiss Federal Tax Administration"), (260, "=cmd()"),
    ]  # fmt: skip
    assert (await send(client, finance, text, etag)).status_code == 412
    missing = await client.post(
        f"{RATES}/import", headers=finance.headers, files={"file": ("rates.csv", text.encode())}
    )
    assert missing.status_code == 428
    # What is exported runs nothing in a spreadsheet, and imports as what it is.
    exported = await client.get(f"{RATES}.csv", headers=finance.headers)
    assert exported.headers["content-type"].startswith("text/csv")
    assert "CH,,books,2024-01-01,2.60,'=cmd()" in exported.text.splitlines()
    again = (await send(client, finance, exported.content)).json()
    assert (again["added"], again["changed"], again["faults"]) == (0, 0, [])


async def test_one_wrong_line_refuses_the_file_and_every_wrong_line_is_named(
    client: httpx.AsyncClient, finance: Account
) -> None:
    text = HEADER + (
        "NO,,standard,2024-01-01,25,\n"
        "Norway,,standard,2024-01-01,25,\n"
        "NO,Oslo,standard,2024-01-01,25,\n"
        "\n"
        "NO,,Standard,01.01.2024,101,\n"
        "NO,,standard,2024-01-01,12,again\n"
        "QQ,,standard,2024-01-01,12,\n"
    )
    before, etag = await table(client, finance)
    seen = (await send(client, finance, text)).json()
    faults = [(one["line"], one["column"]) for one in seen["faults"]]
    assert faults == [(3, "country"), (4, "region"), (6, "tax_category"), (6, "valid_from"), (6, "rate_percent"),
                      (7, "")]  # fmt: skip
    refused = await send(client, finance, text, etag)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]][:2] == ["line 3, country", "line 4, region"]
    assert (await table(client, finance))[0] == before
    unknown = (await send(client, finance, HEADER + "QQ,,standard,2024-01-01,12,\n")).json()
    assert [(one["line"], one["column"]) for one in unknown["faults"]] == [(2, "country")]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"a,b\n1,2\n", HEADER.encode() + b'"open,\n' * 3, HEADER.encode() + b"\xff\xfe,,\n",
     b"\xff\xfe" + HEADER.encode("utf-16-le"), HEADER.encode() + b"P\x00T,,standard,2024-01-01,1,\n",
     HEADER.encode() + b"PT," * 10_000, HEADER.encode() + "ＰＴ,,standard,２０２４-01-01,１,\n".encode(),
     HEADER.encode() + b"PT,,standard,2024-01-01," + b"9" * 5000 + b",\n",
     HEADER.encode() + "PT,,standard,2024-01-01,1,\u202eevil\n".encode(), HEADER.encode() + b"x\n" * 5000],
)  # fmt: skip
async def test_hostile_files_do_no_harm(client: httpx.AsyncClient, finance: Account, content: bytes) -> None:
    before, etag = await table(client, finance)
    seen = await send(client, finance, content)
    assert (seen.status_code, seen.json()["lines"]) == (200, [])
    assert 1 <= len(seen.json()["faults"]) <= rate_files.FAULTS_MAX
    assert (await send(client, finance, content, etag)).status_code == 422
    assert (await table(client, finance))[0] == before


async def test_a_file_that_is_too_large_is_not_read(client: httpx.AsyncClient, finance: Account) -> None:
    assert (await send(client, finance, b"x" * 1_100_000)).status_code == 413
