"""The demo's pictures: that they are shipped, put up by the loading, and what the generator draws."""

from pathlib import Path

import numpy as np
import pytest
import pyvips
from click.testing import CliRunner

from feria.cli import cli
from feria.core.platform import Platform
from feria.demo import catalogue, gallery
from feria.demo.pictures import draw
from feria.demo.pictures.forms import DRAWINGS
from feria.services.product.flows import pictures
from feria.services.product.queries.products import RENDITIONS
from feria.services.user.actions.shops import Sign
from feria.services.user.flows import pictures as brand

FOLDER = Path(catalogue.__file__).parent / "data" / "pictures"
BYTES_MAX = 48_000
BYTES_OF_ALL_MAX = 14_000_000
# A bar of soap, a notebook and a bowl: a body, flat things, something turned.
DRAWN_AGAIN = (282, 186, 20)


def names() -> dict[str, set[str]]:
    """What has to be shipped, by folder."""
    wanted: dict[str, set[str]] = {}
    for thing in catalogue.things():
        for shot in gallery.shots(thing):
            for width in shot.widths:
                wanted.setdefault(str(width), set()).add(shot.name)
    for shop in catalogue.shops():
        if not shop.applied:
            wanted.setdefault(gallery.SELLERS, set()).update(
                f"{kind}-{shop.slug}" for kind in gallery.SELLER_KINDS
            )
    return wanted


def pixels(data: bytes) -> np.ndarray:
    """A file's pixels, without alpha."""
    found: np.ndarray = pyvips.Image.new_from_buffer(data, "").numpy()
    return found[..., :3]


def test_exactly_the_wanted_files_are_shipped() -> None:
    shipped: dict[str, set[str]] = {}
    for path in FOLDER.glob("*/*"):
        assert path.suffix == ".webp"
        shipped.setdefault(path.parent.name, set()).add(path.stem)
    assert shipped == names()
    sizes = [path.stat().st_size for path in FOLDER.glob("*/*")]
    assert max(sizes) <= BYTES_MAX
    assert sum(sizes) <= BYTES_OF_ALL_MAX


def test_the_files_have_their_sizes() -> None:
    for thing in catalogue.things():
        for shot in gallery.shots(thing):
            wide, high = draw.DETAIL if shot.kind == "detail" else (draw.WIDTH, draw.HEIGHT)
            assert gallery.dimensions(gallery.shipped(shot.name, shot.widths[-1])) == (wide, high), shot.name
    for shop in catalogue.shops():
        if not shop.applied:
            assert gallery.dimensions(gallery.seller_picture(shop.slug, "banner")) == draw.BANNER
            assert gallery.dimensions(gallery.seller_picture(shop.slug, "logo")) == (draw.LOGO, draw.LOGO)
    front = gallery.shipped("001-front", 800)
    image = pyvips.Image.new_from_buffer(front, "")
    assert gallery.dimensions(front) == (image.width, image.height)


def test_every_family_has_a_drawing() -> None:
    assert {(thing.shop.slug, thing.design) for thing in catalogue.things()} == set(DRAWINGS)
    assert {thing.form for thing in catalogue.things()} == set(gallery.OTHERS)


def test_the_featured_things_have_more() -> None:
    assert len(gallery.featured()) == gallery.FEATURED
    for number in gallery.featured():
        thing = catalogue.things()[number - 1]
        kinds = [shot.kind for shot in gallery.shots(thing) if shot.kind != "white"]
        assert kinds == ["front", "other", "group"]
        others = gallery.companions(number)
        assert len({number, *(one.number for one in others)}) == 3
        assert {one.shop.slug for one in others} == {thing.shop.slug}


@pytest.mark.parametrize("number", DRAWN_AGAIN)
def test_a_picture_is_the_same_each_time(number: int) -> None:
    thing = catalogue.things()[number - 1]
    shot = gallery.shots(thing)[0]
    first, second = (draw.picture(thing, shot, (200, 250)) for _ in range(2))
    assert first.shape == (250, 200, 3)
    assert np.array_equal(first, second)


def test_the_command_draws_what_is_shipped(tmp_path: Path) -> None:
    """Within what another processor's rounding and another libvips' encoder may change."""
    number = DRAWN_AGAIN[0]
    answer = CliRunner().invoke(cli, ["demo", "pictures", "--only", str(number), "--folder", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    for shot in gallery.shots(catalogue.things()[number - 1]):
        for width in shot.widths:
            drawn = pixels((tmp_path / str(width) / f"{shot.name}.webp").read_bytes())
            shipped = pixels(gallery.shipped(shot.name, width))
            assert drawn.shape == shipped.shape
            assert np.abs(drawn.astype(int) - shipped.astype(int)).mean() < 2


async def test_every_product_has_a_ready_front_picture(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT p.id, p.status, i.id AS image_id, i.state, i.width, i.height, i.alt, i.placeholder
               FROM product.products p
               LEFT JOIN product.images i ON i.seller_id = p.seller_id AND i.product_id = p.id AND i.position = 0"""
        )
    things = {thing.id: thing for thing in catalogue.things()}
    assert len(rows) == len(things)
    for row in rows:
        assert (row["state"], row["width"], row["height"]) == ("ready", 800, 1000)
        assert row["placeholder"].startswith("data:image/webp;base64,")
        assert row["alt"] == f"{things[row['id']].title}, front"
        assert row["image_id"] == gallery.image_id(things[row["id"]], 0)


async def test_all_renditions_are_stored(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        keys = [row["key"] for row in await tx.fetch("SELECT key FROM product.images ORDER BY id")]
        states = {row["state"] for row in await tx.fetch("SELECT DISTINCT state FROM product.images")}
    assert states == {"ready"}
    assert len(keys) == sum(len(gallery.shots(thing)) for thing in catalogue.things())
    for key in keys[::17]:
        for width in RENDITIONS:
            data = await lonja.storage.get(pictures.file_key(key, width))
            assert gallery.dimensions(data)[0] <= width


async def test_every_seller_has_logo_and_banner(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        rows = await tx.fetch(
            'SELECT slug, logo_key, banner_key FROM "user".sellers WHERE status = $1', "active"
        )
    assert len(rows) == 9
    for row in rows:
        signs: dict[Sign, str] = {"logo": row["logo_key"], "banner": row["banner_key"]}
        for sign, key in signs.items():
            data = await lonja.storage.get(brand.file_key(key))
            assert gallery.dimensions(data) == brand.FRAMES[sign][:2]
            assert data == gallery.seller_picture(row["slug"], sign)


async def test_each_shade_of_a_lamp_has_its_picture(lonja: Platform) -> None:
    async with lonja.db.reading() as tx:
        rows = await tx.fetch(
            """SELECT v.options, i.alt FROM product.variants v
               JOIN product.images i ON i.seller_id = v.seller_id AND i.id = v.image_id
               WHERE v.active AND i.product_id = v.product_id"""
        )
    lamps = [thing for thing in catalogue.things() if thing.option == gallery.WHITE_OPTION]
    assert len(rows) == 2 * len(lamps) > 0
    for row in rows:
        assert row["options"]["Shade"] == (
            "White linen" if row["alt"].endswith("white shade") else "Natural linen"
        )
