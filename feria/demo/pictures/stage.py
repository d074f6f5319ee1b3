"""Scenes of bodies drawn by sphere tracing: a camera, what it sees, soft shadows, and glass laid over the rest."""

from dataclasses import dataclass, field

import numpy as np

from feria.demo.pictures import light, palette
from feria.demo.pictures.fields import Array, blurred, length, mix, resized, unit
from feria.demo.pictures.skins import Surface
from feria.demo.pictures.solids import Part

FINER = 1.4
STEPS_MAX = 84
CAUTION = 0.78  # distances beyond a grid are estimates; a step too far would pierce a thin wall
SHADOW_STEPS = 15
DISTANCE = 6.5
LOW_OF_CENTRE = 0.03
FIRE = np.array([1.0, 0.60, 0.24], dtype=np.float32)


@dataclass
class Flame:
    """A flame on a wick in scene centimetres."""

    at: tuple[float, float, float]
    tall: float


@dataclass
class Scene:
    """Bodies on a floor at y = 0, from how far above they are seen (radians), and what share of the frame they fill."""

    parts: list[Part]
    pitch: float = 0.26
    fill: tuple[float, float] = (0.64, 0.66)
    flames: list[Flame] = field(default_factory=list)
    dim: float = 1.0
    halo: list[tuple[tuple[float, float, float], float, float]] = field(default_factory=list)


class Camera:
    """A long lens aimed at the scene, framed so that the bodies fill their share of the picture."""

    def __init__(self, scene: Scene, width: int, height: int) -> None:
        points = np.concatenate([part.outline() for part in scene.parts], axis=1)
        points[1] = np.maximum(points[1], 0)
        low, high = points.min(axis=1), points.max(axis=1)
        centre = (low + high) / 2
        self.size = float(length((high - low)[:, None])[0])
        up, out = np.sin(scene.pitch), np.cos(scene.pitch)
        self.eye = centre + DISTANCE * self.size * np.array([0, up, out])
        self.forward = np.array([0, -up, -out])
        self.right, self.up = np.array([1.0, 0, 0]), np.array([0, out, -up])
        self.width, self.height = width, height
        self.scale, self.middle = 1.0, np.zeros(2)
        x, y = self._plane(points)
        box = np.array([x.min(), x.max(), y.min(), y.max()])
        share = min(scene.fill[0] * width / (box[1] - box[0]), scene.fill[1] * height / (box[3] - box[2]))
        self.scale = share
        self.middle = np.array(
            [(box[0] + box[1]) / 2, (box[2] + box[3]) / 2 + LOW_OF_CENTRE * height / share]
        )
        self.pixel = DISTANCE * self.size / share  # centimetres to a pixel at the scene

    def _plane(self, points: Array) -> tuple[Array, Array]:
        away = points - self.eye[:, None]
        depth = self.forward @ away
        return (self.right @ away) / depth, (self.up @ away) / depth

    def project(self, points: Array) -> tuple[Array, Array]:
        """Pixels of points."""
        x, y = self._plane(points)
        return (
            (x - self.middle[0]) * self.scale + self.width / 2,
            (self.middle[1] - y) * self.scale + self.height / 2,
        )

    def rays(self, columns: Array, rows: Array) -> Array:
        """Directions (3, n) through pixels."""
        x = (columns + 0.5 - self.width / 2) / self.scale + self.middle[0]
        y = self.middle[1] - (rows + 0.5 - self.height / 2) / self.scale
        ways = self.forward[:, None] + self.right[:, None] * x + self.up[:, None] * y
        return unit(ways).astype(np.float32)


def render(scene: Scene, hue: float, width: int, height: int, *, finer: float = FINER) -> Array:
    """The scene as light (height, width, 3) on its stall's backdrop."""
    big = (round(width * finer), round(height * finer))
    camera = Camera(scene, *big)
    ground = _floor(scene, camera, hue, width, height)
    canvas = resized(ground, *big) if finer != 1 else ground.copy()
    nearest = np.full(big[0] * big[1], np.inf, dtype=np.float32)
    flat = canvas.reshape(-1, 3)
    tint = palette.tint(hue)
    seen = [(part, *_seen(part, camera)) for part in scene.parts]
    for part, at, _, depth in seen:
        if not part.glass:
            nearest[at] = np.minimum(nearest[at], depth)
    for part, at, rays, depth in seen:
        front = depth <= nearest[at] if not part.glass else depth < nearest[at]
        if front.any():
            _paint(scene, camera, part, flat, (at[front], rays[:, front], depth[front]), tint)
    picture = resized(canvas, width, height) if finer == 1 else _reduced(canvas, width, height)
    return _with_flames(picture, scene, camera, finer)


def _reduced(canvas: Array, width: int, height: int) -> Array:
    soft = blurred(np.minimum(canvas, 1.6), 0.62)
    return resized(soft, width, height)


def _seen(part: Part, camera: Camera) -> tuple[Array, Array, Array]:
    """Pixels of the part, the rays through them, and how far along they meet it."""
    x, y = camera.project(part.outline())
    left, right = max(0, int(x.min()) - 4), min(camera.width, int(x.max()) + 5)
    top, bottom = max(0, int(y.min()) - 4), min(camera.height, int(y.max()) + 5)
    rows, columns = np.mgrid[top:bottom, left:right].reshape(2, -1)
    if not len(rows):
        return rows, np.zeros((3, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
    rays = camera.rays(columns, rows)
    middle = float(np.linalg.norm(part.centre - camera.eye))
    hit, depth = _march(part, camera, rays, middle - part.reach * 1.05, middle + part.reach * 1.05)
    return (rows * camera.width + columns)[hit], rays[:, hit], depth


def _march(part: Part, camera: Camera, rays: Array, near: float, far: float) -> tuple[Array, Array]:
    origin = (part.pose.T @ (camera.eye - np.array(part.at)))[:, None].astype(np.float32)
    ways = part.pose.T @ rays
    depth = np.full(ways.shape[1], near, dtype=np.float32)
    left = np.arange(ways.shape[1])
    found = np.zeros(ways.shape[1], dtype=bool)
    close = camera.pixel * 0.35
    for _ in range(STEPS_MAX):
        gap = part.shape.distance(origin + ways[:, left] * depth[left])
        met = gap < close
        found[left[met]] = True
        depth[left] += np.where(met, 0, gap * CAUTION)
        left = left[~met & (depth[left] < far)]
        if not len(left):
            break
    return found, depth[found]


def _paint(
    scene: Scene, camera: Camera, part: Part, flat: Array, hits: tuple[Array, Array, Array], tint: Array
) -> None:
    at, rays, depth = hits
    points = camera.eye[:, None].astype(np.float32) + rays * depth
    own = part.inside(points)
    own_normals = part.shape.normal(own)
    surface = part.skin(own, own_normals)
    if surface.tilt is not None:
        surface.tilt = part.pose @ surface.tilt
    normals = part.pose @ own_normals
    some, of_each = _blocks(at, camera.width)
    few, upright = points[:, some], normals[:, some]
    but = part if part.glass else None
    lit = shadow(scene, few + upright * camera.pixel * 2, camera.size, but)[of_each]
    open_sky = openness(scene, few, upright, camera.size, but)[of_each]
    colour = light.shade(surface, normals, rays, lit, open_sky, tint=tint, dim=scene.dim)
    if part.glass:
        colour = _through_glass(part, camera, (own, points, rays), surface, colour, flat[at])
    flat[at] = colour


def _blocks(at: Array, width: int) -> tuple[Array, Array]:
    """One pixel of each two by two, and for every pixel which of these: soft light needs no more."""
    rows, columns = at // width, at % width
    _, some, of_each = np.unique((rows // 2) * width + columns // 2, return_index=True, return_inverse=True)
    return some, of_each


def _through_glass(
    part: Part,
    camera: Camera,
    places: tuple[Array, Array, Array],
    surface: Surface,
    colour: Array,
    behind: Array,
) -> Array:
    """What lies behind, weakened by how much glass the ray crosses, under the reflection; paper covers both."""
    own, _, rays = places
    ways = part.pose.T @ rays
    crossed = np.zeros(own.shape[1], dtype=np.float32)
    travelled = np.full(own.shape[1], camera.pixel * 2, dtype=np.float32)
    for _ in range(26):
        gap = part.shape.distance(own + ways * travelled)
        step = np.maximum(np.abs(gap), 0.04)
        crossed += np.where(gap < 0, step, 0)
        travelled += np.where(travelled < part.reach * 2.2, step, 0)
    body = surface.colour
    passing = np.exp(-crossed[:, None] * (1 - body) * 1.1) * 0.97
    normals = part.pose @ part.shape.normal(own)
    cosine = np.clip(-np.einsum("ij,ij->j", normals, rays), 0, 1)
    fresnel = (0.04 + 0.8 * (1 - cosine) ** 4)[:, None]
    mirror = light.reflected(rays + 2 * cosine * normals, 0.05, behind.mean(axis=0))
    clear: Array = behind * passing * (1 - fresnel * 0.55) + mirror * fresnel * 0.8
    if surface.cover is None:
        return clear
    return mix(clear, colour, surface.cover)


def shadow(scene: Scene, points: Array, size: float, but: Part | None = None) -> Array:
    """How much of the window points see, 0…1, with a wide soft edge."""
    towards = light.WINDOW[:, None]
    total = np.ones(points.shape[1], dtype=np.float32)
    for part in scene.parts:
        if part is but:
            continue
        offset = part.centre[:, None] - points
        along = (towards * offset).sum(axis=0)
        apart = length(offset - towards * along)
        maybe = np.flatnonzero(
            (apart < part.reach * 1.0 + 0.16 * np.maximum(along, 0)) & (along > -part.reach)
        )
        if not len(maybe):
            continue
        start, way = part.inside(points[:, maybe]), part.pose.T @ towards
        gone = np.maximum(along[maybe] - part.reach * 1.1, size * 0.006)
        last = along[maybe] + part.reach
        seen = np.ones(len(maybe), dtype=np.float32)
        for _ in range(SHADOW_STEPS):
            gap = part.shape.distance(start + way * gone)
            seen = np.minimum(seen, 0.5 + 0.5 * gap / (0.13 * gone + 0.004 * size))
            gone = gone + np.clip(np.abs(gap), size * 0.012, size * 0.2) * (gone < last)
        seen = np.clip(seen, 0, 1)
        total[maybe] *= 1 - part.stops * (1 - seen * seen * (3 - 2 * seen))
    return total


def openness(scene: Scene, points: Array, normals: Array, size: float, but: Part | None = None) -> Array:
    """How much of the room points see, 0…1."""
    closed = np.zeros(points.shape[1], dtype=np.float32)
    for part_of_size, weight in ((0.02, 0.34), (0.06, 0.36), (0.15, 0.34), (0.32, 0.26)):
        step = part_of_size * size
        tips = points + normals * step
        free = np.maximum(tips[1], 0) if but is None else np.full(points.shape[1], step)
        for part in scene.parts:
            if part is but or part.stops < 0.3:
                continue
            near = np.flatnonzero(length(tips - part.centre[:, None]) < part.reach + step)
            if len(near):
                free[near] = np.minimum(free[near], part.distance(tips[:, near]))
        closed += weight * np.clip(1 - free / step, 0, 1)
    return np.clip(1 - closed, 0.14, 1)


def _floor(scene: Scene, camera: Camera, hue: float, width: int, height: int) -> Array:
    """The backdrop with the shadows that fall on it, taken at a quarter of the size since they are soft."""
    stage = light.backdrop(hue, width, height, level=False, dim=scene.dim)
    small = (width // 3, height // 3)
    rows, columns = np.mgrid[0 : small[1], 0 : small[0]].reshape(2, -1)
    rays = camera.rays(
        (columns + 0.5) * camera.width / small[0] - 0.5, (rows + 0.5) * camera.height / small[1] - 0.5
    )
    depth = -camera.eye[1] / np.minimum(rays[1], -1e-4)
    points = camera.eye[:, None].astype(np.float32) + rays * depth
    near = np.abs(points[0]) + np.abs(points[2]) < 6 * camera.size
    near &= rays[1] < -1e-3
    points = points[:, near].astype(np.float32)
    points[1] = 0
    upwards = np.broadcast_to(np.array([[0], [1], [0]], dtype=np.float32), points.shape)
    factor = np.ones((len(rows), 3), dtype=np.float32)
    lit = shadow(scene, points, camera.size)
    open_sky = openness(scene, points, upwards, camera.size)
    tone = palette.tint(hue) ** 0.9
    dark = 1 - 0.40 * (1 - lit) * (1 - 0.25 * (1 - open_sky)) - 0.46 * (1 - open_sky)
    factor[near] = dark[:, None] * (tone + (1 - tone) * np.clip(dark, 0, 1)[:, None] ** 0.6)
    factor = blurred(factor.reshape(small[1], small[0], 3), 0.8)
    return stage * resized(factor, width, height) + _haloes(scene, camera, width, height)


def _haloes(scene: Scene, camera: Camera, width: int, height: int) -> Array:
    """The light of lamps on what is behind them (height, width, 3)."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    share = camera.width / width
    total = np.zeros((height, width), dtype=np.float32)
    for place, radius, strength in scene.halo:
        x, y = camera.project(np.array(place, dtype=float)[:, None])
        away = np.hypot(columns - x[0] / share, rows - y[0] / share) / (radius / camera.pixel / share)
        total += strength * np.exp(-(away**1.3))
    return total[..., None] * FIRE


def _with_flames(picture: Array, scene: Scene, camera: Camera, finer: float) -> Array:
    """Flames with their glow, added as light."""
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    for flame in scene.flames:
        x, y = camera.project(np.array(flame.at, dtype=float)[:, None])
        tall = flame.tall / camera.pixel / finer
        up = (y[0] / finer - rows) / tall
        across = (columns - x[0] / finer) / tall
        wide = 0.21 * np.sqrt(np.clip(up, 0, 1)) * (1 - np.clip(up, 0, 1)) ** 0.7 * 1.75
        body = np.clip((wide - np.abs(across)) / 0.05, 0, 1) * (up > 0) * (up < 1)
        body = blurred(body, tall * 0.02)
        core = np.clip(1.15 - np.abs(across) / np.maximum(wide, 0.02), 0, 1) * np.clip(up * 2.2, 0.15, 1)
        away = np.hypot(across, up - 0.4)
        bright = body[..., None] * (np.array([1.0, 0.72, 0.28]) + core[..., None] * np.array([0.4, 0.5, 0.5]))
        picture = picture * (1 - body[..., None] * 0.85) + bright * 1.05
        picture = (
            picture
            + (0.42 * np.exp(-((away / 0.9) ** 1.2)) + 0.08 * np.exp(-away / 2.6))[..., None] * FIRE * 0.6
        )
    return picture
