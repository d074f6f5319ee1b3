"""What a card shows besides the product's own row: pictures in all widths, the stall's colour, "from" prices."""

from typing import Any
from uuid import uuid4

import httpx

from feria.core import events
from feria.core.platform import Platform
from feria.services.product import jobs
from feria.services.product.queries.products import RENDITIONS
from tests.factories import products, users
from tests.factories.catalogue import refresh_index
from tests.factories.hostile_files import picture
from tests.product.test_images import upload

EUR = {"currency": "EUR"}


async def card_of(client: httpx.AsyncClient, platform: Platform, word: str) -> dict[str, Any]:
    await events.drain(platform)
    await refresh_index(platform)
    answer = await client.get("/api/v1/products", params={"q": word})
    (card,) = answer.json()["items"]
    found: dict[str, Any] = card
    return found


async def test_a_card_has_two_pictures_in_every_width(client: httpx.AsyncClient, platform: Platform) -> None:
    shop, word = await users.seller(platform), uuid4().hex
    made = await products.product(platform, shop.id, title=f"Bowl {word}")
    for alt in ("From the front", "", "Seen by nobody"):
        assert (await upload(client, shop, made.ref, picture(), alt=alt)).status_code == 201
    assert (await card_of(client, platform, word))["image"] is None
    await jobs.render_images(platform)
    card = await card_of(client, platform, word)
    shown = (await client.get(f"/api/v1/products/{made.ref}")).json()["images"]
    assert card["image"] == {
        "url": shown[0]["urls"]["400"],
        "alt": "From the front",
        "width": 1200,
        "height": 900,
        "placeholder": shown[0]["placeholder"],
        "urls": shown[0]["urls"],
    }
    assert card["image"]["placeholder"].startswith("data:image/webp;base64,")
    assert card["second_image"]["placeholder"] == ""
    assert card["second_image"]["urls"] == shown[1]["urls"]
    assert card["second_image"]["alt"] == f"Bowl {word}"
    assert list(card["image"]["urls"]) == [str(width) for width in RENDITIONS]


async def test_a_new_stall_colour_reaches_the_cards(client: httpx.AsyncClient, platform: Platform) -> None:
    shop, word = await users.seller(platform), uuid4().hex
    await products.product(platform, shop.id, title=f"Bowl {word}")
    before = (await card_of(client, platform, word))["seller"]
    hue = 140 if before["stall_hue"] != 140 else 20
    body = {
        "name": "Casa Nova", "country": "PT", "town": "Porto", "story": "", "stall_hue": hue, "time_zone": "UTC",
        "locale": "en", "vat_id": "", "company": "", "auto_accept": True,
    }  # fmt: skip
    changed = await client.put(
        f"/api/v1/sellers/{shop.ref}", json=body, headers={**shop.headers, "If-Match": "*"}
    )
    assert changed.status_code == 200, changed.text
    after = (await card_of(client, platform, word))["seller"]
    assert after == {"id": shop.ref, "slug": shop.slug, "name": "Casa Nova", "stall_hue": hue}


async def test_from_stands_before_a_price_that_not_all_variants_have(
    client: httpx.AsyncClient, platform: Platform
) -> None:
    shop = await users.seller(platform)
    for amounts, lowest, price_from in (
        ((1900, 1900), 1900, False),
        ((2500, 1900, 2500), 1900, True),
        ((1900,), 1900, False),
    ):
        word = uuid4().hex
        variants = [
            {"price": {"amount": amount, **EUR}, "options": {"Size": f"No. {place}"}}
            for place, amount in enumerate(amounts)
        ]
        made = await products.product(platform, shop.id, title=f"Bowl {word}", variants=variants)
        card = await card_of(client, platform, word)
        assert (card["price"], card["price_from"]) == ({"amount": lowest, **EUR}, price_from)
        published = (await client.get(f"/api/v1/products/{made.ref}")).json()["published_at"]
        assert card["published_at"] == published[:19] + "Z"
