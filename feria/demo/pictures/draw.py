"""From the catalogue to files: fronts, second pictures, groups and details of things, banners and logos of sellers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyvips

from feria.demo import catalogue, gallery
from feria.demo.catalogue import Shop, Thing
from feria.demo.gallery import Shot
from feria.demo.pictures import lettering, light, palette, stage, table
from feria.demo.pictures.fields import Array, drawn, mix
from feria.demo.pictures.forms import drawing
from feria.demo.pictures.stage import Flame, Scene
from feria.demo.pictures.subject import Subject
from feria.demo.pictures.table import Layout

WIDTH, HEIGHT = 800, 1000
BANNER = (1500, 500)
LOGO = 256
# Quality and most bytes of a file by its width. Cloth and paper have texture everywhere: they need more bytes, and show
# less of what compression takes. What is still too large is pressed harder, down to the least.
Pressure = dict[int, tuple[int, int]]
PRESSURE: Pressure = {160: (70, 2_500), 400: (74, 8_500), 800: (82, 30_000)}
PRESSURE_OF_SIGNS = (82, 40_000)
PRESSURE_OF_FLAT: Pressure = {160: (58, 2_500), 400: (62, 8_500), 800: (70, 30_000)}
PRESSURE_OF_DETAIL: Pressure = {160: (62, 2_500), 400: (76, 16_000)}
QUALITY_MIN, QUALITY_STEP = 34, 6
ROWS = {
    "casa-barro": ("BRM", "SHV", "SVB"), "ilha-azul": ("MUG", "WIN", "CLD"), "noite-acesa": ("CUP", "PIL", "TRI"),
    "folha-e-filho": ("TRB", "DRY", "BOX"), "prensa-norte": ("LIN", "NTB", "RIS"), "telar-lento": ("BLK", "HBN", "THR"),
    "luz-de-abril": ("BED", "TBL", "LAN"), "mel-do-vale": ("HON", "OIL", "CAN"), "sabao-velho": ("BAR", "HND", "SLT"),
}  # fmt: skip
DETAIL = (400, 500)

Report = Callable[[str], None]


def draw(folder: Path, numbers: frozenset[int] | None, report: Report) -> int:
    """Write the files of the things with these numbers, or everything; how many pictures were drawn."""
    count = 0
    for thing in catalogue.things():
        if numbers is None or thing.number in numbers:
            for shot, pixels in pictures(thing):
                write(folder, shot.name, pixels, _pressure(thing, shot))
                count += 1
            report(f"{thing.number} of {len(catalogue.things())}: {thing.title}")
    if numbers is None:
        for shop in catalogue.shops():
            if not shop.applied:
                write_signs(folder, shop)
                count += 2
    return count


def pictures(thing: Thing) -> Iterator[tuple[Shot, Array]]:
    """The thing's pictures as bytes (height, width, 3)."""
    front: Array | None = None
    for shot in gallery.shots(thing):
        if shot.kind == "detail":
            assert front is not None, "the front comes first"
            yield shot, detail(front)
        else:
            pixels = picture(thing, shot)
            front = pixels if shot.kind == "front" else front
            yield shot, pixels


def picture(thing: Thing, shot: Shot, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Array:
    """One picture of a thing as bytes (height, width, 3)."""
    if shot.kind == "group":
        drawings = [drawing(Subject.of(one)) for one in (thing, *gallery.companions(thing.number))]
        seen: Scene | Layout = together(drawings)
    else:
        seen = drawing(Subject.of(thing, other=shot.kind == "other", white=shot.kind == "white"))
    return _developed(seen, thing.shop, size, thing.number)


def _developed(seen: Scene | Layout, shop: Shop, size: tuple[int, int], seed: int) -> Array:
    render = (
        stage.render(seen, shop.stall_hue, *size)
        if isinstance(seen, Scene)
        else table.render(seen, shop.stall_hue, *size)
    )
    return light.developed(render, seed)


def detail(front: Array) -> Array:
    """The middle of the front picture, as it is."""
    top, left = (HEIGHT - DETAIL[1]) * 46 // 100, (WIDTH - DETAIL[0]) // 2
    return front[top : top + DETAIL[1], left : left + DETAIL[0]]


def _pressure(thing: Thing, shot: Shot) -> Pressure:
    if shot.kind == "detail":
        return PRESSURE_OF_DETAIL
    table_of_kind = PRESSURE_OF_FLAT if thing.form in gallery.FLAT_FORMS else PRESSURE
    return {width: table_of_kind[width] for width in shot.widths}


def write(folder: Path, name: str, pixels: Array, pressure: Pressure) -> None:
    """Store the picture as WebP at each width; it is never enlarged."""
    image = pyvips.Image.new_from_array(np.ascontiguousarray(pixels))
    for width, (quality, bytes_max) in pressure.items():
        place = folder / str(width)
        place.mkdir(parents=True, exist_ok=True)
        sized = image if width >= image.width else image.thumbnail_image(width, height=10_000)
        (place / f"{name}.webp").write_bytes(_pressed(sized, quality, bytes_max))


def write_signs(folder: Path, shop: Shop) -> None:
    """Store a seller's logo and banner."""
    place = folder / gallery.SELLERS
    place.mkdir(parents=True, exist_ok=True)
    for kind, pixels in (("logo", logo(shop)), ("banner", banner(shop))):
        image = pyvips.Image.new_from_array(np.ascontiguousarray(pixels))
        (place / f"{kind}-{shop.slug}.webp").write_bytes(_pressed(image, *PRESSURE_OF_SIGNS))


def _pressed(image: pyvips.Image, quality: int, bytes_max: int) -> bytes:
    """The picture as WebP at this quality, or the best below it that is small enough."""
    while True:
        data = bytes(image.webpsave_buffer(Q=quality, effort=6, smart_subsample=True, keep="none"))
        if len(data) <= bytes_max or quality - QUALITY_STEP < QUALITY_MIN:
            return data
        quality -= QUALITY_STEP


def together(drawings: list[Scene | Layout]) -> Scene | Layout:
    """The first thing in front of two others."""
    scenes = [one for one in drawings if isinstance(one, Scene)]
    if scenes:
        widths = [_span(scene) for scene in scenes]
        left = -(widths[0] + widths[1]) * 0.40
        right = (widths[0] + widths[2]) * 0.40
        depth = max(widths) * 0.42
        placed = [_moved(scenes[1], left, -depth), _moved(scenes[2], right, -depth * 0.8), scenes[0]]
        return _joined(placed, min(scene.pitch for scene in scenes) + 0.06, (0.84, 0.64))
    first, second, third = (one for one in drawings if isinstance(one, Layout))
    left_, right_, low, high = table.extent(first.slabs)
    wide, tall = right_ - left_, high - low
    slabs = [
        *(slab.moved(-wide * 0.52, tall * 0.30) for slab in _alike(second, wide, tall).slabs),
        *(slab.moved(wide * 0.52, tall * 0.18) for slab in _alike(third, wide, tall).slabs),
        *(slab.moved(0, -tall * 0.16) for slab in first.slabs),
    ]
    return Layout(slabs, (0.88, 0.80))


def _alike(layout: Layout, wide: float, tall: float) -> Layout:
    """The layout, centred."""
    left, right, low, high = table.extent(layout.slabs)
    return Layout([slab.moved(-(left + right) / 2, -(low + high) / 2) for slab in layout.slabs])


def _span(scene: Scene) -> float:
    across = np.concatenate([part.outline()[0] for part in scene.parts])
    return float(across.max() - across.min())


def _moved(scene: Scene, across: float, towards: float) -> Scene:
    """The scene elsewhere, its middle at `across`."""
    xs = np.concatenate([part.outline()[0] for part in scene.parts])
    across -= float(xs.max() + xs.min()) / 2
    return Scene(
        [part.moved(across, towards) for part in scene.parts],
        scene.pitch,
        scene.fill,
        [
            Flame((flame.at[0] + across, flame.at[1], flame.at[2] + towards), flame.tall)
            for flame in scene.flames
        ],
        scene.dim,
        [((at[0] + across, at[1], at[2] + towards), radius, strength) for at, radius, strength in scene.halo],
    )


def _joined(scenes: list[Scene], pitch: float, fill: tuple[float, float]) -> Scene:
    return Scene(
        [part for scene in scenes for part in scene.parts],
        pitch,
        fill,
        [flame for scene in scenes for flame in scene.flames],
        min(scene.dim for scene in scenes),
        [halo for scene in scenes for halo in scene.halo],
    )


def banner(shop: Shop) -> Array:
    """Three of the seller's things in a row on its tint."""
    own = [thing for thing in catalogue.things() if thing.shop == shop]
    things = []
    for place, design in enumerate(ROWS[shop.slug]):
        family = [thing for thing in own if thing.design == design]
        things.append(family[(2 * place + 1) % len(family)])
    drawings = [drawing(Subject.of(thing)) for thing in things]
    return _developed(in_a_row(drawings), shop, BANNER, 1_000 + shop.number)


def in_a_row(drawings: list[Scene | Layout]) -> Scene | Layout:
    """The things beside each other with air between."""
    scenes = [one for one in drawings if isinstance(one, Scene)]
    if scenes:
        spans = [_span(scene) for scene in scenes]
        gap, at, placed = 0.42 * sum(spans) / len(spans), 0.0, []
        for place, (scene, span) in enumerate(zip(scenes, spans, strict=True)):
            placed.append(_moved(scene, at + span / 2, (0.0, 0.25, -0.1)[place] * span))
            at += span + gap
        return _joined(placed, 0.22, (0.62, 0.70))
    slabs, at = [], 0.0
    for layout in (one for one in drawings if isinstance(one, Layout)):
        left, right, low, high = table.extent(layout.slabs)
        slabs += [slab.moved(at - left, -(low + high) / 2) for slab in layout.slabs]
        at += (right - left) * 1.30
    return Layout(slabs, (0.66, 0.82))


def logo(shop: Shop) -> Array:
    """The seller's initials on its band, with the awning's scallops above."""
    band, ink = palette.band(shop.stall_hue), palette.code(palette.dark(shop.stall_hue) * 0.55)
    initials = "".join(word[0] for word in shop.name.replace("&", " ").split())[:2]
    size = float(LOGO)
    scallop = size / 5
    edge = "".join(f"a{scallop / 2} {scallop / 2} 0 0 1 {-scallop} 0" for _ in range(5))
    pale = palette.code(mix(band, np.ones(3, dtype=np.float32), np.array(0.62, dtype=np.float32)))
    awning = f'<path d="M0 0H{size}V{size * 0.13}{edge}Z" fill="{pale}"/>'
    letters = lettering.line(initials, size / 2, size * 0.40, size * 0.34, ink, 1.45)
    art = drawn(awning + letters, LOGO, LOGO)
    return light.developed(band * (1 - art[..., 3:]) + art[..., :3] * art[..., 3:], 2_000 + shop.number)
