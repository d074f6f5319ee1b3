"""What a shop and the marketplace show of themselves: policies, logo, banner, and how much is on sale."""

from typing import Any

import httpx
import pytest
import pyvips

from feria.core.platform import Platform
from tests.factories import users
from tests.factories.hostile_files import picture, png
from tests.factories.users import Account, Seller

ANY = {"If-Match": "*"}
SIZES = {"logo": (256, 256), "banner": (1500, 500)}


async def send(client: httpx.AsyncClient, address: str, data: bytes, person: Account) -> httpx.Response:
    return await client.post(address, files={"file": ("a.png", data)}, headers=person.headers)


async def shown(client: httpx.AsyncClient, shop: Seller) -> dict[str, Any]:
    return dict((await client.get(f"/api/v1/sellers/{shop.slug}")).json())


async def test_a_new_shop_shows_what_the_law_asks(client: httpx.AsyncClient, platform: Platform) -> None:
    shop = await users.seller(platform)
    body = await shown(client, shop)
    assert (body["logo"], body["banner"], body["product_count"]) == (None, None, 0)
    assert body["policies"] == {"returns_days": 14, "returns": "", "shipping": ""}
    listed = (await client.get("/api/v1/sellers?limit=100")).json()
    while shop.ref not in {one["id"] for one in listed["items"]}:
        listed = (await client.get(f"/api/v1/sellers?limit=100&after={listed['next']}")).json()
    assert body in listed["items"]


async def test_shops_are_found_by_their_ids(client: httpx.AsyncClient, platform: Platform) -> None:
    shops = [await users.seller(platform) for _ in range(3)]
    waiting = await users.seller(platform, status="applied")
    wanted = ",".join(shop.ref for shop in (shops[2], waiting, shops[0]))
    found = (await client.get("/api/v1/sellers", params={"ids": wanted})).json()
    assert [one["id"] for one in found["items"]] == [shops[0].ref, shops[2].ref]
    assert found["next"] is None
    for bad in ("x", f"{wanted},", ",".join([shops[0].ref] * 101)):
        assert (await client.get("/api/v1/sellers", params={"ids": bad})).status_code == 422


async def test_policies_are_the_owners_and_managers(client: httpx.AsyncClient, platform: Platform) -> None:
    shop, other = await users.seller(platform), await users.seller(platform)
    manager = await users.member(platform, shop, "manager")
    staff = await users.member(platform, shop, "staff")
    address = f"/api/v1/sellers/{shop.ref}/policies"
    wanted = {"returns_days": 30, "returns": "In the box it came in.\nAsk first.", "shipping": "On Mondays."}
    tag = (await client.get(f"/api/v1/sellers/{shop.ref}/settings", headers=shop.headers)).headers["etag"]
    said = await client.put(address, json=wanted, headers={**manager.headers, "If-Match": tag})
    assert said.status_code == 200, said.text
    assert said.json()["policies"] == wanted == (await shown(client, shop))["policies"]
    stale = await client.put(address, json=wanted, headers={**shop.headers, "If-Match": tag})
    assert stale.status_code == 412
    assert (await client.put(address, json=wanted, headers=shop.headers)).status_code == 428
    for person, status in ((staff, 403), (other.owner, 404)):
        answer = await client.put(address, json=wanted, headers={**person.headers, **ANY})
        assert answer.status_code == status
    for bad in (
        {"returns_days": 13},
        {"returns_days": 366},
        {"returns": "x" * 5_001},
        {"refunds": "none"},
        {"shipping": None},
    ):
        refused = await client.put(address, json={**wanted, **bad}, headers={**shop.headers, **ANY})
        assert refused.status_code == 422, bad
    assert (await shown(client, shop))["policies"] == wanted


@pytest.mark.parametrize("sign", ["logo", "banner"])
@pytest.mark.parametrize("kind", [".jpg", ".png", ".webp"])
async def test_a_logo_and_a_banner_are_rendered_at_once(
    client: httpx.AsyncClient, platform: Platform, sign: str, kind: str
) -> None:
    shop = await users.seller(platform)
    address = f"/api/v1/sellers/{shop.ref}/{sign}"
    before = (await shown(client, shop)).copy()
    answer = await send(client, address, picture(kind), shop.owner)
    assert answer.status_code == 200, answer.text
    url = answer.json()[sign]
    served = await client.get(url)
    assert served.headers["content-type"] == "image/webp"
    assert "immutable" in served.headers["cache-control"]
    assert b"secret" not in served.content
    image = pyvips.Image.new_from_buffer(served.content, "")
    assert (image.width, image.height) == SIZES[sign]
    assert await shown(client, shop) == {**before, sign: url}
    # A new picture has a new address, and the old file goes.
    second = (await send(client, address, picture(".png", 300, 40), shop.owner)).json()
    assert second[sign] != url
    assert second["version"] == answer.json()["version"] + 1
    assert (await client.get(url)).status_code == 404
    for _ in range(2):
        gone = await client.delete(address, headers=shop.headers)
        assert (gone.status_code, gone.json()[sign], gone.json()["version"]) == (
            200,
            None,
            second["version"] + 1,
        )
    assert (await client.get(second[sign])).status_code == 404
    assert await shown(client, shop) == before


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:-2_000],
        png(60_000, 60_000),
        picture(width=8),
    ],
    ids=["empty", "svg", "cut", "bomb", "narrow"],
)
async def test_what_is_no_usable_picture_is_refused(
    client: httpx.AsyncClient, platform: Platform, data: bytes
) -> None:
    shop, admin = await users.seller(platform), await users.operator(platform)
    for address, person in (
        (f"/api/v1/sellers/{shop.ref}/logo", shop.owner),
        (f"/api/v1/sellers/{shop.ref}/banner", shop.owner),
        ("/api/v1/operator/settings/logo", admin),
    ):
        answer = await send(client, address, data, person)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "bad-picture")
        as_json = await client.post(address, json={}, headers=person.headers)
        assert as_json.status_code == 415
    assert (await shown(client, shop))["logo"] is None


async def test_only_owners_and_managers_hang_up_signs(client: httpx.AsyncClient, platform: Platform) -> None:
    shop, other = await users.seller(platform), await users.seller(platform)
    staff = await users.member(platform, shop, "staff")
    for sign in SIZES:
        address = f"/api/v1/sellers/{shop.ref}/{sign}"
        for person, status in ((staff, 403), (other.owner, 404)):
            assert (await send(client, address, picture(), person)).status_code == status
            assert (await client.delete(address, headers=person.headers)).status_code == status


async def test_the_marketplace_has_a_logo(client: httpx.AsyncClient, platform: Platform) -> None:
    admin = await users.operator(platform)
    address = "/api/v1/operator/settings/logo"
    shown = await send(client, address, picture(".png", 1200, 900), admin)
    assert shown.status_code == 200, shown.text
    url = shown.json()["logo"]
    assert (await client.get("/api/v1/marketplace")).json()["logo"] == url
    image = pyvips.Image.new_from_buffer((await client.get(url)).content, "")
    assert (image.width, image.height) == (213, 160)  # fitted in, not cut
    body = {
        "name": "Lonja", "support_email": "", "accent_hue": 345, "locale": "en", "time_zone": "UTC",
        "default_market": "eu",
    }  # fmt: skip
    put = await client.put("/api/v1/operator/settings", json=body, headers={**admin.headers, **ANY})
    assert put.json()["logo"] == url  # other settings leave it alone
    for _ in range(2):
        assert (await client.delete(address, headers=admin.headers)).json()["logo"] is None
    assert (await client.get("/api/v1/marketplace")).json()["logo"] is None
    assert (await client.get(url)).status_code == 404


async def test_no_other_name_leads_to_a_file(client: httpx.AsyncClient) -> None:
    for name in ("x.webp", "..%2Fusers.webp", "0" * 26, "0" * 26 + ".png", "0" * 26 + ".webp"):
        assert (await client.get(f"/api/v1/media/brand/{name}")).status_code == 404
