"""Pictures: only whole ones come in, and only what we rendered ourselves goes out."""

from typing import Any

import httpx
import pytest
import pyvips

from feria.core.platform import Platform
from feria.services.product import jobs
from tests.factories import hostile_files, products, users
from tests.factories.hostile_files import picture, png
from tests.factories.users import Seller


@pytest.fixture(scope="module")
async def shop(platform: Platform) -> Seller:
    return await users.seller(platform)


async def upload(
    client: httpx.AsyncClient, shop: Seller, ref: str, data: bytes, **form: Any
) -> httpx.Response:
    return await client.post(
        f"/api/v1/products/{ref}/images", files={"file": ("a.jpg", data)}, data=form, headers=shop.headers
    )


@pytest.mark.parametrize("kind", [".jpg", ".png", ".webp"])
async def test_a_picture_is_rendered_and_served(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, kind: str
) -> None:
    while await jobs.render_images(platform):
        pass  # what other tests have left
    made = await products.product(platform, shop.id)
    answer = await upload(client, shop, made.ref, picture(kind), alt="A pot")
    assert answer.status_code == 201, answer.text
    assert (answer.json()["state"], answer.json()["urls"], answer.json()["alt"]) == ("pending", {}, "A pot")
    assert (await client.get(f"/api/v1/products/{made.ref}")).json()["images"] == []
    assert await jobs.render_images(platform) == 1
    (image,) = (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json()["images"]
    assert (image["state"], image["width"], image["height"]) == ("ready", 1200, 900)
    for width, size in (("160", 160), ("400", 400), ("800", 800), ("1600", 1200)):
        served = await client.get(image["urls"][width])
        assert served.headers["content-type"] == "image/webp"
        assert "immutable" in served.headers["cache-control"]
        assert b"secret" not in served.content
        assert pyvips.Image.new_from_buffer(served.content, "").width == size
    gone = await client.delete(f"/api/v1/products/{made.ref}/images/{image['id']}", headers=shop.headers)
    assert gone.status_code == 204
    assert (await client.get(image["urls"]["400"])).status_code == 404


@pytest.mark.parametrize("name", hostile_files.hostile())
async def test_hostile_files_are_refused(
    client: httpx.AsyncClient, platform: Platform, shop: Seller, name: str
) -> None:
    data, words = hostile_files.hostile()[name]
    made = await products.product(platform, shop.id)
    answer = await upload(client, shop, made.ref, data)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"] == [{"field": "file", "message": words}]
    assert (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json()["images"] == []


async def test_what_only_rendering_finds_out_fails_there(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id)
    hollow = png(400, 300)  # a fair header over pixels that are not there
    assert (await upload(client, shop, made.ref, hollow)).status_code == 201
    while await jobs.render_images(platform):
        pass
    (image,) = (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json()["images"]
    assert (image["state"], image["urls"]) == ("failed", {})
    assert (await client.get(f"/api/v1/products/{made.ref}")).json()["images"] == []


async def test_bad_forms_are_refused(client: httpx.AsyncClient, platform: Platform, shop: Seller) -> None:
    made = await products.product(platform, shop.id)
    address = f"/api/v1/products/{made.ref}/images"
    assert (await client.post(address, json={"file": "x"}, headers=shop.headers)).status_code in (
        400,
        415,
        422,
    )
    assert (await client.post(address, data={"alt": "x"}, headers=shop.headers)).status_code in (
        400,
        415,
        422,
    )
    assert (await client.post(address, files={"other": b"x"}, headers=shop.headers)).status_code in (400, 422)
    twice = [("file", ("a", b"x")), ("file", ("b", b"x"))]
    assert (await client.post(address, files=twice, headers=shop.headers)).status_code in (400, 422)
    assert (await upload(client, shop, made.ref, b"x", alt="y" * 201)).status_code in (400, 422)
    assert (await upload(client, shop, made.ref, b"\xff\xd8\xff" * 7_000_000)).status_code in (413, 422)
    broken = shop.headers | {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await client.post(address, content=b"nonsense", headers=broken)).status_code in (400, 422)


async def test_pictures_are_ordered_and_described(
    client: httpx.AsyncClient, platform: Platform, shop: Seller
) -> None:
    made = await products.product(platform, shop.id)
    sent = [
        (await upload(client, shop, made.ref, picture(width=40, height=30))).json()["id"] for _ in range(3)
    ]
    address = f"/api/v1/products/{made.ref}/images/{sent[2]}"
    moved = await client.put(address, json={"alt": "Front", "position": 0}, headers=shop.headers)
    assert (moved.status_code, moved.json()["alt"]) == (200, "Front")
    whole = (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json()
    assert [one["id"] for one in whole["images"]] == [sent[2], sent[0], sent[1]]
    other = await users.seller(platform)
    body = {"alt": "Mine", "position": 0}
    assert (await client.put(address, json=body, headers=other.headers)).status_code == 404
    assert (await client.delete(address, headers=other.headers)).status_code == 404
    assert (await upload(client, other, made.ref, picture(width=40, height=30))).status_code == 404
    assert (await client.get(f"/api/v1/products/{made.ref}", headers=shop.headers)).json() == whole


async def test_media_names_are_ours_only(client: httpx.AsyncClient) -> None:
    for name in (
        "x",
        "..%2f..%2foriginals",
        "0" * 26 + "-400.webp",
        "0" * 26 + "-401.webp",
        "0" * 26 + "-400.svg",
    ):
        assert (await client.get(f"/api/v1/media/{name}")).status_code == 404
