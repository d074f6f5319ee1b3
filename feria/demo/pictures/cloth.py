"""Woven cloth: colours and relief of warp and weft, stripes and checks, folds and fringes."""

from collections.abc import Callable

import numpy as np

from feria.demo.pictures.fields import Array, blurred, mix
from feria.demo.pictures.palette import hexed
from feria.demo.pictures.table import Face, Painter

THREAD_PIXELS = 4.2

Bands = list[tuple[float, float, str]]  # from, to (parts of the length), colour


def woven(
    base: Array,
    kind: str,
    seed: int,
    *,
    along: Bands = (),  # type: ignore[assignment]
    across: Bands = (),  # type: ignore[assignment]
    second: Array | None = None,
    thread: float = THREAD_PIXELS,
    folds: tuple[tuple[float, float, float], ...] = (),
    art: Callable[[int, int], Array] | None = None,
) -> Painter:
    """Cloth in plain weave, twill or herringbone; `along` bands lie across its length, `across` beside each other."""

    def face(wide: int, high: int, scale: float) -> Face:
        random = np.random.default_rng(seed)
        rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
        over = _weave(kind, rows / thread, columns / thread)
        weft = _banded(base, [*along], rows[:, 0] / high)
        warp = _banded(second if second is not None else base, [*across], columns[0] / wide)
        part = 0.5 + 0.5 * over if second is not None or not along else np.full_like(over, 0.12)
        if along and across:
            part = 0.5 + 0.16 * over
        elif across:
            part = np.full_like(over, 0.9)
        colour = mix(
            np.broadcast_to(weft[:, None], (high, wide, 3)),
            np.broadcast_to(warp[None], (high, wide, 3)),
            part,
        )
        if art is not None:
            paint = art(wide, high)
            colour = colour * (1 - paint[..., 3:] * 0.92) + paint[..., :3] * paint[..., 3:] * 0.92
        slubs = blurred(random.normal(size=(high, wide)).astype(np.float32), 1.0) * 0.9
        long = blurred(
            np.repeat(random.normal(size=(high, max(2, wide // 28))), 28, axis=1)[:, :wide].astype(
                np.float32
            ),
            2.0,
        )
        if long.shape[1] < wide:
            long = np.pad(long, ((0, 0), (0, wide - long.shape[1])), mode="edge")
        height = _relief(kind, rows / thread, columns / thread) * thread * 0.16
        colour = (
            colour
            * (1 + 0.035 * slubs + 0.05 * long)[..., None]
            * (0.93 + 0.10 * height / (thread * 0.16))[..., None]
        )
        relief = height + slubs * 0.35
        for place, depth, width in folds:
            line = columns / wide if place > 0 else rows / high
            relief = relief - depth * np.exp(-(((line - abs(place)) / width) ** 2))
        return Face(np.clip(colour, 0, 1).astype(np.float32), relief.astype(np.float32))

    return face


def _banded(base: Array, bands: Bands, places: Array) -> Array:
    colours = np.repeat(base[None], len(places), axis=0)
    for start, end, colour in bands:
        inside = (places >= start) & (places < end)
        colours[inside] = hexed(colour)
    return colours


def _weave(kind: str, rows: Array, columns: Array) -> Array:
    """-1 where the weft is on top, 1 where the warp is."""
    found: Array = np.where((np.floor(rows) + np.floor(columns)) % 2 == 0, 1.0, -1.0)
    if kind == "herringbone":
        turn = np.abs((columns % 24) - 12)
        found = np.clip(-2.2 * np.sin((rows + turn) * np.pi / 2), -1, 1)
    elif kind == "twill":
        found = np.sign(((np.floor(rows) + np.floor(columns)) % 4) - 1.5)
    return found


def _relief(kind: str, rows: Array, columns: Array) -> Array:
    if kind == "herringbone":
        turn = np.abs((columns % 24) - 12)
        ridges: Array = np.abs(np.sin((rows + turn) * np.pi / 4)) ** 0.8
        return ridges
    if kind == "twill":
        return 0.6 * np.abs(np.sin((rows + columns) * np.pi / 3)) + 0.4 * np.abs(np.sin(rows * np.pi))
    up, side = np.sin(rows * np.pi), np.sin(columns * np.pi)
    return np.abs(up) * 0.55 + np.abs(side) * 0.45


def fringe(colour: Array, seed: int) -> Painter:
    """A row of twisted ends hanging down, open between."""

    def face(wide: int, high: int, scale: float) -> Face:
        random = np.random.default_rng(seed)
        count = max(6, int(wide / 13))
        rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
        cover = np.zeros((high, wide), dtype=np.float32)
        height = np.zeros((high, wide), dtype=np.float32)
        for place in range(count):
            lean, bend = random.normal(0, 4.0), random.normal(0, 2.5)
            down = rows / high
            middle = (place + 0.5) * wide / count + lean * down + bend * down**2
            half = 3.4 + 1.6 * down
            inside = np.clip(half - np.abs(columns - middle) + 0.5, 0, 1) * (down < random.uniform(0.86, 1.0))
            cover = np.maximum(cover, inside)
            round_off = np.sqrt(np.clip(1 - ((columns - middle) / half) ** 2, 0, 1))
            twist = 0.35 * np.sin(rows * 0.9 + (columns - middle) * 0.8)
            height = np.maximum(height, (round_off * 3 + twist) * inside)
        shade = colour * (0.94 + 0.05 * height[..., None] / 3)
        return Face(
            np.concatenate([np.clip(shade, 0, 1), cover[..., None]], axis=2).astype(np.float32), height
        )

    return face
