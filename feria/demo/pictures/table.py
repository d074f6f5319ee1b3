"""Flat things lying on a table, seen from straight above: slabs with faces, rounded edges and layered shadows."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from feria.demo.pictures import light, palette
from feria.demo.pictures.fields import Array, blurred, noise, sampled, smooth

LOW_OF_CENTRE = 0.012
ABOVE = np.array([-0.50, 0.52, 0.69], dtype=np.float32) / np.linalg.norm([-0.50, 0.52, 0.69])


@dataclass
class Face:
    """What is on top of a slab: colours (height, width, 3 or 4), and relief (height, width) in pixels of height."""

    colour: Array
    relief: Array | None = None
    gloss: float = 0.0


Painter = Callable[[int, int, float], Face]


@dataclass
class Slab:
    """A flat thing of a size in centimetres, lying at a place, turned by degrees; `rounding` is that of its edge."""

    size: tuple[float, float]
    face: Painter
    thick: float = 0.4
    corner: float = 0.1
    rounding: float = 0.1
    at: tuple[float, float] = (0.0, 0.0)
    turn: float = 0.0
    waver: float = 0.0
    lift: float = 0.0
    seed: int = 0
    bounds: tuple[float, float] | None = None
    outline: Callable[[Array, Array], Array] | None = None
    swell: Callable[[Array, Array], Array] | None = None

    def moved(self, x: float, y: float, scale: float = 1.0) -> "Slab":
        """The same elsewhere."""
        return Slab(**{**self.__dict__, "at": (self.at[0] * scale + x, self.at[1] * scale + y)})


@dataclass
class Layout:
    """Slabs from the lowest to the highest, and what share of the frame they fill."""

    slabs: list[Slab]
    fill: tuple[float, float] = (0.70, 0.70)
    loose: list[Slab] = field(default_factory=list)


def extent(slabs: list[Slab]) -> tuple[float, float, float, float]:
    """Left, right, low and high of the slabs in centimetres."""
    xs, ys = [], []
    for slab in slabs:
        wide, high = slab.bounds or slab.size
        turn = math.radians(slab.turn)
        for across in (-wide / 2, wide / 2):
            for up in (-high / 2, high / 2):
                xs.append(slab.at[0] + across * math.cos(turn) - up * math.sin(turn))
                ys.append(slab.at[1] + across * math.sin(turn) + up * math.cos(turn))
    return min(xs), max(xs), min(ys), max(ys)


def render(layout: Layout, hue: float, width: int, height: int) -> Array:
    """The layout as light (height, width, 3) on its stall's tint."""
    left, right, low, high = extent(layout.slabs)
    scale = min(layout.fill[0] * width / (right - left), layout.fill[1] * height / (high - low))
    middle = ((left + right) / 2, (low + high) / 2 + LOW_OF_CENTRE * height / scale)
    canvas = light.backdrop(hue, width, height, level=True)
    tint = palette.tint(hue)
    for slab in layout.slabs:
        _lay(canvas, slab, scale, middle, tint)
    return canvas


def _lay(canvas: Array, slab: Slab, scale: float, middle: tuple[float, float], tint: Array) -> None:
    height, width = canvas.shape[:2]
    centre_x = (slab.at[0] - middle[0]) * scale + width / 2
    centre_y = (middle[1] - slab.at[1]) * scale + height / 2
    reach = math.hypot(*slab.size) / 2 * scale + 4
    room = reach + (slab.thick + slab.lift) * scale * 4 + 30
    top, bottom = max(0, int(centre_y - room)), min(height, int(centre_y + room))
    start, end = max(0, int(centre_x - room)), min(width, int(centre_x + room))
    rows, columns = np.mgrid[top:bottom, start:end].astype(np.float32)
    turn = math.radians(slab.turn)
    right, up = (columns + 0.5 - centre_x) / scale, (centre_y - rows - 0.5) / scale
    x = right * math.cos(turn) + up * math.sin(turn)
    y = up * math.cos(turn) - right * math.sin(turn)
    inside = _depth(slab, x, y)
    cover = np.clip(inside * scale + 0.5, 0, 1)
    ground = canvas[top:bottom, start:end]
    on = cover > 0
    colour, relief = _face(slab, x[on], y[on], scale)
    if colour.shape[1] == 4:
        cover[on] *= colour[:, 3]
    _cast(ground, cover, slab, scale, tint)
    raised = np.zeros(cover.shape, dtype=np.float32)
    edge = np.clip(inside / max(slab.rounding, 1e-3), 0, 1)
    raised += np.sqrt(np.clip(1 - (1 - edge) ** 2, 0, 1)) * slab.rounding * scale
    if slab.swell is not None:
        raised += slab.swell(x, y) * scale
    if relief is not None:
        raised[on] += relief
    lit = _lit(raised, slab, on)
    shape = np.zeros((*cover.shape, 3), dtype=np.float32)
    shape[on] = colour[:, :3]
    ground[:] = ground * (1 - cover[..., None]) + shape * lit * cover[..., None]


def _depth(slab: Slab, x: Array, y: Array) -> Array:
    """How far inside the outline points are, in centimetres; negative outside."""
    if slab.waver:
        field = noise(np.random.default_rng(slab.seed), 9.0, 2)
        places = np.stack([x.ravel(), y.ravel()])
        x = x + slab.waver * field(places).reshape(x.shape)
        y = y + slab.waver * field(places[::-1] + 40).reshape(x.shape)
    if slab.outline is not None:
        return slab.outline(x, y)
    away_x = np.abs(x) - slab.size[0] / 2 + slab.corner
    away_y = np.abs(y) - slab.size[1] / 2 + slab.corner
    outside = np.hypot(np.maximum(away_x, 0), np.maximum(away_y, 0))
    depth: Array = slab.corner - outside - np.minimum(np.maximum(away_x, away_y), 0)
    return depth


def _cast(ground: Array, cover: Array, slab: Slab, scale: float, tint: Array) -> None:
    """Darken what lies below: close to the edge, and softly to the lower right."""
    tall = (slab.thick + slab.lift) * scale
    total = np.zeros_like(cover)
    for move, spread, strength in ((0.22, 0.20, 0.34), (0.60, 0.50, 0.30), (1.15, 1.15, 0.20)):
        shift = round(tall * move)
        soft = blurred(cover, max(0.8, tall * spread))
        moved = np.zeros_like(soft)
        rows, columns = max(len(soft) - shift, 0), max(soft.shape[1] - shift, 0)
        moved[shift:, shift:] = soft[:rows, :columns]
        total += strength * moved
    dark = 1 - total
    ground *= dark[..., None] ** (1.25 - 0.55 * tint)


def _face(slab: Slab, x: Array, y: Array, scale: float) -> tuple[Array, Array | None]:
    wide, high = max(8, round(slab.size[0] * scale)), max(8, round(slab.size[1] * scale))
    face = slab.face(wide, high, scale)
    across, down = x / slab.size[0] + 0.5, 0.5 - y / slab.size[1]
    colour = sampled(face.colour, across, down)
    relief = None if face.relief is None else sampled(face.relief[..., None], across, down)[:, 0]
    return colour, relief


def _lit(raised: Array, slab: Slab, on: Array) -> Array:
    """The light (height, width, 3) on a surface of these heights in pixels."""
    down, across = np.gradient(raised)
    steep = np.sqrt(1 + across**2 + down**2)
    facing = (-across * ABOVE[0] + down * ABOVE[1] + ABOVE[2]) / steep
    direct = np.clip((facing + 0.15) / 1.15, 0, 1.2)
    sky = 0.5 + 0.5 / steep
    flat = (ABOVE[2] + 0.15) / 1.15
    amount = 0.50 * direct / flat + 0.46 * sky
    falls = np.linspace(1.05, 0.95, raised.shape[1])[None] * np.linspace(1.03, 0.96, raised.shape[0])[:, None]
    warm = np.array([1.0, 0.992, 0.975], dtype=np.float32)
    result: Array = (amount * falls)[..., None] * warm
    return result


def paper(colour: Array, seed: int = 0, rough: float = 0.10) -> Painter:
    """Plain uncoated paper or board."""

    def face(wide: int, high: int, scale: float) -> Face:
        tooth = light.paper_tooth(seed, wide, high)
        return Face(colour * (1 + 0.012 * tooth[..., None]), rough * tooth)

    return face


def printed(
    art: Array | Callable[[int, int], Array], seed: int, rough: float = 0.10, worn: float = 0.0
) -> Painter:
    """Paper with a picture on it; `worn` lets the paper show through flat inks as a hand press does."""

    def face(wide: int, high: int, scale: float) -> Face:
        colour = art(wide, high) if callable(art) else art
        colour = colour[..., :3]
        tooth = light.paper_tooth(seed, colour.shape[1], colour.shape[0])
        if worn:
            pale = colour + (1 - colour) * 0.5
            salt = smooth(1.9, 2.7, tooth + 0.8 * blurred(tooth, 3.0))[..., None] * worn
            colour = colour * (1 - salt) + pale * salt
        return Face(colour * (1 + 0.012 * tooth[..., None]), rough * tooth)

    return face
