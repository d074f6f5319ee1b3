"""Bodies in space as signed distances in centimetres, y upwards and z towards the viewer, and how they are placed."""

import math
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from feria.demo.pictures import grids
from feria.demo.pictures.fields import Array, length, unit
from feria.demo.pictures.skins import Skin

CELLS = 300
STRAP_CELLS = 160


class Shape(Protocol):
    """What can be drawn: distances and outward normals for (3, n) points of its own space, and its outline."""

    def distance(self, points: Array) -> Array: ...

    def normal(self, points: Array) -> Array: ...

    def outline(self) -> Array: ...


def gradient(shape: Shape, points: Array, step: float) -> Array:
    """The normal by four distances, for bodies that have no quicker way."""
    total = np.zeros_like(points)
    for way in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        along = np.array(way, dtype=np.float32)[:, None]
        total += along * shape.distance(points + along * step)
    return unit(total)


class Turned:
    """A body of revolution about the y axis."""

    def __init__(self, section: Array, rounding: float = 0.06, cells: int = CELLS) -> None:
        self.section = section
        self.rounding = rounding
        self.grid = grids.of_section(section, rounding, cells)

    def distance(self, points: Array) -> Array:
        return self.grid.distance(np.sqrt(points[0] ** 2 + points[2] ** 2), points[1])

    def normal(self, points: Array) -> Array:
        radius = np.sqrt(points[0] ** 2 + points[2] ** 2)
        outwards, upwards = self.grid.slopes(radius, points[1])
        part = outwards / np.maximum(radius, 1e-6)
        return unit(np.stack([points[0] * part, upwards, points[2] * part]))

    def outline(self) -> Array:
        turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        radius, height = self.section[:, 0][:, None] + self.rounding, self.section[:, 1][:, None]
        ring = np.stack([radius * np.cos(turn), height + 0 * turn, radius * np.sin(turn)])
        return ring.reshape(3, -1).astype(np.float32)


@dataclass(frozen=True)
class Block:
    """A cuboid of full `size`, standing on y = 0, its edges rounded."""

    size: tuple[float, float, float]
    rounding: float

    def distance(self, points: Array) -> Array:
        half = np.array(self.size, dtype=np.float32)[:, None] / 2
        away = np.abs(points - half * np.array([[0], [1], [0]], dtype=np.float32)) - half + self.rounding
        found: Array = length(np.maximum(away, 0)) + np.minimum(away.max(axis=0), 0) - self.rounding
        return found

    def normal(self, points: Array) -> Array:
        return gradient(self, points, self.rounding * 0.2 + 1e-3)

    def outline(self) -> Array:
        half = np.array(self.size) / 2
        corners = np.array([[x, y, z] for x in (-1, 1) for y in (0, 2) for z in (-1, 1)])
        return (corners * half).T.astype(np.float32)


@dataclass(frozen=True)
class Rod:
    """A straight rod between two points whose radius goes from one to another; round ends."""

    start: tuple[float, float, float]
    end: tuple[float, float, float]
    radii: tuple[float, float]

    def distance(self, points: Array) -> Array:
        start, end = (np.array(one, dtype=np.float32)[:, None] for one in (self.start, self.end))
        span = end - start
        part = np.clip((span * (points - start)).sum(axis=0) / float((span**2).sum()), 0, 1)
        radius = self.radii[0] + (self.radii[1] - self.radii[0]) * part
        found: Array = length(points - start - span * part) - radius
        return found

    def normal(self, points: Array) -> Array:
        return gradient(self, points, 0.02)

    def outline(self) -> Array:
        return _round_points([self.start, self.end], max(self.radii))


def _round_points(centres: list[tuple[float, float, float]], radius: float) -> Array:
    ways = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * radius * 0.75
    return np.concatenate([ways + np.array(one) for one in centres]).T.astype(np.float32)


@dataclass(frozen=True)
class Hoop:
    """A ring that lies flat around the axis at a height."""

    radius: float
    height: float
    thickness: float

    def distance(self, points: Array) -> Array:
        away = np.hypot(points[0], points[2]) - self.radius
        found: Array = np.hypot(away, points[1] - self.height) - self.thickness
        return found

    def normal(self, points: Array) -> Array:
        return gradient(self, points, 0.02)

    def outline(self) -> Array:
        turn = np.linspace(0, 2 * np.pi, 24)
        radius = self.radius + self.thickness
        return np.stack([radius * np.cos(turn), self.height + 0 * turn, radius * np.sin(turn)]).astype(
            np.float32
        )


class Strap:
    """A band along a curve in the plane z = 0, thicker towards its ends: handles, cables, wicks, stems."""

    def __init__(self, path: Array, thick: float, wide: float, flare: float = 0.0) -> None:
        self.path, self.thick, self.wide, self.flare = path, thick, wide, flare
        self.grid, along = grids.of_line(path, STRAP_CELLS)
        swell = (1 + flare * np.abs(2 * along - 1) ** 6).astype(np.float32)
        self.swell = swell.reshape(self.grid.rows, self.grid.columns)

    def distance(self, points: Array) -> Array:
        away = self.grid.distance(points[0], points[1])
        column = np.clip((points[0] - self.grid.low[0]) / self.grid.cell + 0.5, 0, self.grid.columns - 1)
        row = np.clip((points[1] - self.grid.low[1]) / self.grid.cell + 0.5, 0, self.grid.rows - 1)
        swell = self.swell[row.astype(np.int32), column.astype(np.int32)]
        scaled = np.hypot(away / (self.thick * swell), points[2] / (self.wide * swell))
        found: Array = (scaled - 1) * min(self.thick, self.wide)
        return found

    def normal(self, points: Array) -> Array:
        return gradient(self, points, self.grid.cell)

    def outline(self) -> Array:
        reach = max(self.thick, self.wide) * (1 + self.flare)
        return _round_points([(float(x), float(y), 0.0) for x, y in self.path], reach)


@dataclass(frozen=True)
class Pierced:
    """A turned body with round holes in rows about the axis."""

    body: Turned
    rows: tuple[tuple[float, int, float, float], ...]  # height, count around, radius of a hole, turn

    def distance(self, points: Array) -> Array:
        found = self.body.distance(points)
        close = found < 1.0
        near = points[:, close]
        if near.shape[1]:
            radius, angle = np.hypot(near[0], near[2]), np.arctan2(near[0], near[2])
            hole = np.full(near.shape[1], 1e9, dtype=np.float32)
            for height, count, size, turn in self.rows:
                step = 2 * math.pi / count
                off = (angle - turn + step / 2) % step - step / 2
                hole = np.minimum(hole, np.hypot(radius * off, near[1] - height) - size)
            found[close] = np.maximum(found[close], np.where(radius > 1.0, -hole, -1.0))
        return found

    def normal(self, points: Array) -> Array:
        return gradient(self, points, 0.03)

    def outline(self) -> Array:
        return self.body.outline()


@dataclass(frozen=True)
class Warped:
    """A body whose points are moved before it is asked, such as a bowl with the outline of the trunk."""

    body: Turned
    lift: float
    waves: tuple[tuple[int, float, float], ...]  # times around, strength, turn

    def _moved(self, points: Array) -> Array:
        angle = np.arctan2(points[0], points[2])
        rise = sum(strength * np.sin(times * angle + turn) for times, strength, turn in self.waves)
        part = np.clip(points[1] / self.lift, 0, 1.2) ** 2
        out = 1 + 0.07 * part * np.sin(2 * angle + 1)
        return np.stack([points[0] / out, points[1] - self.lift * part * rise, points[2] / out])

    def distance(self, points: Array) -> Array:
        return self.body.distance(self._moved(points)) * 0.8

    def normal(self, points: Array) -> Array:
        return gradient(self, points, 0.08)

    def outline(self) -> Array:
        points = self.body.outline()
        points[[0, 2]] *= 1.07
        points[1] *= 1 + sum(strength for _, strength, _ in self.waves)
        return points


@dataclass(frozen=True)
class Part:
    """A body with its skin at a place in the scene; `stops` says how much of the light it takes from others."""

    shape: Shape
    skin: Skin
    at: tuple[float, float, float] = (0.0, 0.0, 0.0)
    pose: Array = field(default_factory=lambda: np.eye(3, dtype=np.float32))
    glass: bool = False
    stops: float = 1.0

    def __post_init__(self) -> None:
        ends = self.outline()
        centre = (ends.min(axis=1) + ends.max(axis=1)) / 2
        object.__setattr__(self, "centre", centre.astype(np.float32))
        object.__setattr__(self, "reach", float(length(ends - centre[:, None]).max()) * 1.02 + 0.05)

    centre: Array = field(init=False)
    reach: float = field(init=False)

    def inside(self, points: Array) -> Array:
        """Points of the scene in the body's own space."""
        return self.pose.T @ (points - np.array(self.at, dtype=np.float32)[:, None])

    def distance(self, points: Array) -> Array:
        return self.shape.distance(self.inside(points))

    def outline(self) -> Array:
        return self.pose @ self.shape.outline() + np.array(self.at, dtype=np.float32)[:, None]

    def moved(self, across: float, towards: float, turn: float = 0.0, up: float = 0.0) -> "Part":
        """The part with its scene turned about the axis and set elsewhere."""
        spin = turned(turn)
        place = spin @ np.array(self.at, dtype=np.float32) + np.array([across, up, towards], dtype=np.float32)
        at = (float(place[0]), float(place[1]), float(place[2]))
        return Part(self.shape, self.skin, at, spin @ self.pose, self.glass, self.stops)


def turned(about: float, lean: float = 0.0, roll: float = 0.0) -> Array:
    """A rotation: roll about z, then lean about x, then a turn about the upright axis; radians."""
    c, s = math.cos(roll), math.sin(roll)
    first = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    c, s = math.cos(lean), math.sin(lean)
    second = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    c, s = math.cos(about), math.sin(about)
    third = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    rotation: Array = third @ second @ first
    return rotation.astype(np.float32)
