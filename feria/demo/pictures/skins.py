"""What bodies are made of: colour, gloss and relief at points of their own space."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from feria.demo.pictures.fields import Array, Noise, blurred, mix, noise, sampled, smooth
from feria.demo.pictures.palette import hexed


@dataclass
class Surface:
    """Colours (n, 3), gloss 0…1, how far light goes in, own light (n, 3), tilt of the normal (3, n), paper's cover."""

    colour: Array
    gloss: Array | float = 0.0
    roughness: float = 0.08
    through: Array | float = 0.0
    glow: Array | float = 0.0
    tilt: Array | None = None
    metal: Array | float = 0.0
    cover: Array | None = None


Skin = Callable[[Array, Array], Surface]

# How colour wanders over clay, wax and syrup, everywhere alike.
SLOW = noise(np.random.default_rng(3), 4.0)
FINE = noise(np.random.default_rng(4), 0.9)
OF_WAX = noise(np.random.default_rng(5), 2.2)
OF_SYRUP = noise(np.random.default_rng(6), 2.6)


def plain(colour: Array, gloss: float = 0.1, roughness: float = 0.2, through: float = 0.0) -> Skin:
    """One colour, a little uneven."""
    field = noise(np.random.default_rng(7), 3.0)

    def skin(points: Array, normals: Array) -> Surface:
        shade = 1 + 0.025 * field(points)
        return Surface(colour * shade[:, None], gloss, roughness, through)

    return skin


def metal(colour: Array, roughness: float = 0.25) -> Skin:
    """Brushed or rolled metal."""

    def skin(points: Array, normals: Array) -> Surface:
        return Surface(np.broadcast_to(colour, (points.shape[1], 3)), 1.0, roughness, metal=0.8)

    return skin


def lacquered(colour: Array) -> Skin:
    """Sheet metal with paint on it."""
    return plain(colour, 0.55, 0.16)


def speckles(random: np.random.Generator, count: int, size: float) -> Array:
    """A wrapped picture of freckles, 0…1, for going round a body once."""
    high, wide = 640, 1280
    picture = np.zeros((high, wide), dtype=np.float32)
    for share, radius in ((0.7, 0.7), (0.22, 1.3), (0.08, 2.2)):
        layer = np.zeros((high, wide), dtype=np.float32)
        places = random.integers(0, high * wide, int(count * share))
        layer.ravel()[places] = random.uniform(0.5, 1.0, len(places)) * (radius * size * 3.2) ** 2
        picture = np.maximum(picture, np.clip(blurred(layer, radius * size), 0, 1))
    return picture[..., None]


def around(points: Array, low: float, high: float) -> tuple[Array, Array]:
    """Places on a wrapped picture: once round from the back, and down from `high` to `low`."""
    angle = np.arctan2(points[0], points[2]) / (2 * np.pi) + 0.5
    return angle, (high - points[1]) / (high - low)


@dataclass(frozen=True)
class Glaze:
    """A potter's surface: glaze down to a wavering line, bare clay below, another colour inside if wanted."""

    colour: Array
    gloss: float
    clay: Array
    line: float = -1.0
    inside: Array | None = None
    rim: Array | None = None
    height: float = 10.0
    freckles: Array | None = None
    rings: float = 0.012
    mottle: float = 0.05
    drawing: Array | None = None
    inner: Array | None = None
    field: Noise = SLOW
    fine: Noise = FINE

    def __call__(self, points: Array, normals: Array) -> Surface:
        outwards = points[0] * normals[0] + points[2] * normals[2]
        in_there = (outwards < -0.02) | ((normals[1] > 0.6) & (points[1] < self.height * 0.35))
        waver = self.field(points)
        shade = 1 + self.mottle * waver + 0.02 * self.fine(points)
        pooled = 1 - 0.14 * smooth(0.25, 0.0, points[1] / self.height) * (self.gloss > 0.15)
        colour = self.colour * (shade * pooled)[:, None]
        if self.inside is not None:
            colour = mix(colour, self.inside * shade[:, None], in_there.astype(np.float32))
        for picture, there in ((self.drawing, ~in_there), (self.inner, in_there)):
            if picture is not None:
                across, down = around(points, 0.0, self.height)
                paint = sampled(picture, across, np.clip(down, 0.001, 0.999), repeated=True)
                colour = mix(colour, paint[:, :3] * shade[:, None], paint[:, 3] * there)
        if self.freckles is not None:
            across, down = around(points, 0.0, self.height)
            iron = sampled(self.freckles, across, down, repeated=True)[:, 0]
            colour = mix(colour, colour * np.array([0.42, 0.28, 0.18]), iron * 0.85)
        if self.rim is not None:
            edge = smooth(self.height * 0.94, self.height * 0.985, points[1] + 0.12 * waver)
            colour = mix(colour, np.broadcast_to(self.rim, colour.shape), edge)
        gloss = np.full(points.shape[1], self.gloss, dtype=np.float32)
        if self.line > 0:
            bare = smooth(self.line + 0.02, self.line - 0.02, points[1] + 0.18 * waver) * ~in_there
            edge = smooth(0.16, 0.0, np.abs(points[1] + 0.18 * waver - self.line - 0.08)) * ~in_there
            colour = colour * (1 - 0.25 * edge)[:, None]
            colour = mix(colour, self.clay * shade[:, None], bare)
            gloss = gloss * (1 - bare) + 0.04 * bare
        return Surface(colour, gloss, 0.05 + 0.25 * (1 - self.gloss) ** 2, tilt=self._tilt(points))

    def _tilt(self, points: Array) -> Array:
        spiral = points[1] * 7.5 + np.arctan2(points[0], points[2]) + 0.6 * self.field(points)
        tilt = np.zeros_like(points)
        tilt[1] = self.rings * (np.cos(spiral) + 0.6 * np.cos(spiral * 0.37))
        return tilt


@dataclass(frozen=True)
class Wood:
    """Grain as rings about a trunk's axis that lies across, a little askew, with pores and figure."""

    heart: Array
    grain: Array
    sap: Array
    trunk: Array
    offset: tuple[float, float, float]
    pace: float
    wild: float
    field: Noise
    fine: Noise
    sap_from: float = 1e9
    gloss: float = 0.22

    def __call__(self, points: Array, normals: Array) -> Surface:
        return Surface(*self.grained(points), roughness=0.3)

    def grained(self, points: Array) -> tuple[Array, Array]:
        """Colour and gloss at points in centimetres."""
        shifted: Array = self.trunk @ points + np.array(self.offset, dtype=np.float32)[:, None]
        place: Array = shifted + self.wild * np.stack(
            [self.field(shifted * [[1], [1], [0.22]]), self.field(shifted[::-1]), 0 * shifted[0]]
        )
        radius = np.hypot(place[0], place[1])
        ring = radius * self.pace
        wave = ring - np.floor(ring)
        late = smooth(0.35, 0.93, wave) * smooth(1.0, 0.93, wave)
        years = 0.65 + 0.35 * np.sin(np.floor(ring) * 2.4) * 0.8
        streak = self.fine(place * np.array([[1.0], [1.0], [0.07]], dtype=np.float32))
        pores = smooth(1.05, 1.5, self.fine(place * np.array([[2.6], [2.6], [0.16]], dtype=np.float32) + 9))
        colour = mix(
            np.broadcast_to(self.heart, (len(late), 3)), self.grain, np.clip(late * years * 0.75, 0, 1)
        )
        colour = colour * (1 + 0.07 * streak + 0.04 * self.field(place * 0.6))[:, None]
        colour = colour * (1 - 0.28 * pores)[:, None]
        pale = smooth(self.sap_from - 0.25, self.sap_from + 0.25, radius + 0.2 * self.field(place))
        colour = mix(colour, self.sap * (1 - 0.15 * late)[:, None], pale * 0.9)
        return np.clip(colour, 0, 1), np.full(len(late), self.gloss, dtype=np.float32) * (1 - 0.5 * pores)


def wood(kind: tuple[str, str, str], random: np.random.Generator, size: float, gloss: float = 0.22) -> Wood:
    """A piece of a kind's wood, sawn somewhere else each time; `size` is about the piece's length."""
    heart, grain, sap = (hexed(colour) for colour in kind)
    askew = random.uniform(-0.12, 0.12, 3)
    trunk = np.array([[0, 1, askew[0]], [askew[1], 0, 1], [1, askew[2], 0]], dtype=np.float32)
    wild = {"#c69a5c": 0.6, "#74513a": 0.35}.get(kind[0], 0.2)
    return Wood(
        heart=heart * random.uniform(0.92, 1.06),
        grain=grain,
        sap=sap,
        trunk=trunk,
        offset=(random.uniform(2, 5), random.uniform(-3, 3), random.uniform(0, 90)),
        pace=random.uniform(1.3, 1.9) * (14 / max(size, 8)) ** 0.4,
        wild=wild * random.uniform(0.8, 1.3) * (size / 14) ** 0.5,
        field=noise(random, 3.2 * (size / 14) ** 0.5),
        fine=noise(random, 0.22),
        gloss=gloss,
    )


@dataclass(frozen=True)
class Wax:
    """Wax lets light in; a lit one glows below its flame."""

    colour: Array
    top: float
    lit: float = 0.0
    depth: float = 3.0
    foot: Array | None = None
    field: Noise = OF_WAX

    def __call__(self, points: Array, normals: Array) -> Surface:
        shade = 1 + 0.035 * self.field(points)
        colour = self.colour * shade[:, None]
        if self.foot is not None:
            colour = mix(
                colour, self.foot * shade[:, None], smooth(3.0, 0.5, points[1] + 0.3 * self.field(points))
            )
        below = np.maximum(self.top - points[1], 0)
        warm = self.lit * np.exp(-below / self.depth)[:, None]
        glow = warm * (self.colour**0.55) * np.array([1.0, 0.62, 0.28])
        tilt = np.zeros_like(points)
        tilt[1] = 0.02 * self.field(points * 1.7)
        return Surface(colour, 0.28, 0.22, 0.75, glow, tilt)


@dataclass(frozen=True)
class Syrup:
    """Honey, oil or glass full of something: deep in the middle, light at the edge and away from the window."""

    colour: Array
    clear: float = 1.0
    gloss: float = 0.5
    bits: Array | None = None
    bits_colour: Array | None = None
    height: float = 10.0
    field: Noise = OF_SYRUP

    def __call__(self, points: Array, normals: Array) -> Surface:
        away = np.clip(normals[0] * 0.75 - normals[1] * 0.3 + 0.15 * normals[2], 0, 1)
        edge = 1 - np.abs(normals[2])
        shade = 1 + 0.03 * self.field(points)
        deep = self.colour ** (1.0 + 0.35 * self.clear)
        colour = mix(deep, self.colour**0.82, np.clip(0.75 * edge**2, 0, 1)) * shade[:, None]
        if self.bits is not None and self.bits_colour is not None:
            across, down = around(points, 0.0, self.height)
            there = sampled(self.bits, across * 1.0, down, repeated=True)[:, 0]
            colour = mix(colour, self.bits_colour * shade[:, None], np.clip(there, 0, 1) * 0.85)
        glow = (self.clear * (0.06 + 0.5 * away**1.5))[:, None] * self.colour**0.75
        return Surface(colour, self.gloss, 0.06, 0.5, glow)


def labelled(base: Skin, label: Array, low: float, high: float, *, turn: float, wide: float) -> Skin:
    """A body with a printed paper around `wide` of its circumference (0…1), its middle at `turn`."""

    def skin(points: Array, normals: Array) -> Surface:
        found = base(points, normals)
        angle = (np.arctan2(points[0], points[2]) - turn + np.pi) % (2 * np.pi) - np.pi
        across, down = angle / (2 * np.pi * wide) + 0.5, (high - points[1]) / (high - low)
        outwards = points[0] * normals[0] + points[2] * normals[2]
        on = (across > 0) & (across < 1) & (down > 0) & (down < 1) & (outwards > 0)
        paper = sampled(label, np.clip(across, 0, 1), np.clip(down, 0, 1))
        cover = paper[:, 3] * on
        found.colour = mix(np.broadcast_to(found.colour, paper[:, :3].shape), paper[:, :3], cover)
        found.gloss = found.gloss * (1 - cover) + 0.08 * cover
        found.through = found.through * (1 - cover)
        glow = np.broadcast_to(np.asarray(found.glow, dtype=np.float32), paper[:, :3].shape)
        found.glow = glow * (1 - cover)[:, None]
        found.metal = found.metal * (1 - cover)
        found.cover = cover
        return found

    return skin
