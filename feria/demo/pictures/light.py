"""The one light of all pictures: a window at the upper left, a pale room, a backdrop in the stall's tint; grain."""

import numpy as np

from feria.demo.pictures import palette
from feria.demo.pictures.fields import Array, blurred, dot, encoded, mix, smooth, unit
from feria.demo.pictures.skins import Surface

HORIZON = 0.6
GRAIN = 0.006
WINDOW = np.array([-0.62, 0.66, 0.50], dtype=np.float32) / np.linalg.norm([-0.62, 0.66, 0.50])
PANE = np.array([-0.70, 0.16, 0.66], dtype=np.float32) / np.linalg.norm([-0.70, 0.16, 0.66])
SUN = np.array([1.0, 0.965, 0.91], dtype=np.float32) * 0.85
ROOM = np.array([0.96, 0.985, 1.0], dtype=np.float32)
WARM = np.array([1.0, 0.95, 0.88], dtype=np.float32)


def backdrop(hue: float, width: int, height: int, *, level: bool, dim: float = 1.0) -> Array:
    """The empty stage (height, width, 3): a wall and a floor that meet without a seam, or a table seen from above."""
    down, across = np.meshgrid(np.linspace(0, 1, height), np.linspace(0, 1, width), indexing="ij")
    across = (across - 0.5) * width / height * 1.25 + 0.5
    down, across = down.astype(np.float32), across.astype(np.float32)
    tint = palette.tint(hue)
    if level:
        falls = np.exp(-((across - 0.12) ** 2 * 0.55 + (down - 0.08) ** 2 * 0.45))
        light = 0.80 + 0.24 * falls
        colour = np.broadcast_to(tint, (height, width, 3))
    else:
        pool = np.exp(-((across - 0.30) ** 2 * 2.6 + (down - 0.30) ** 2 * 3.2))
        wall = 0.80 + 0.22 * pool
        floor = 0.93 + 0.10 * np.exp(-((across - 0.38) ** 2 * 2.0 + (down - 0.86) ** 2 * 5.0))
        seam = smooth(HORIZON - 0.085, HORIZON + 0.11, down)
        light = wall + (floor - wall) * seam - 0.045 * np.exp(-(((down - HORIZON) / 0.055) ** 2))
        pale = mix(tint, np.ones(3, dtype=np.float32) * tint.mean() * 1.08, np.array(0.22, dtype=np.float32))
        colour = mix(tint[None, None], pale[None, None], seam)
    vignette = 1 - 0.10 * smooth(0.45, 0.95, np.hypot((across - 0.5) * 0.9, down - 0.5))
    return (colour * (light * vignette * dim)[..., None]).astype(np.float32)


def shade(
    surface: Surface, normals: Array, view: Array, lit: Array, open_sky: Array, *, tint: Array, dim: float
) -> Array:
    """Light (n, 3) that leaves a surface towards the eye; `lit` and `open_sky` say what reaches it, 0…1."""
    if surface.tilt is not None:
        normals = unit(normals + surface.tilt)
    through = np.asarray(surface.through, dtype=np.float32)
    facing = dot(normals, np.broadcast_to(WINDOW[:, None], normals.shape))
    wrap = 0.18 + 0.5 * through
    direct = np.clip((facing + wrap) / (1 + wrap), 0, 1) * (lit + (1 - lit) * 0.45 * through)
    upwards = normals[1]
    sky = 0.36 + 0.13 * upwards - 0.09 * normals[0] + 0.05 * normals[2]
    bounce = np.clip(-upwards * 0.6 + 0.30, 0, 1) * 0.46
    ambient = sky[:, None] * ROOM * (0.82 + 0.18 * tint) + bounce[:, None] * WARM * tint
    light = direct[:, None] * SUN + ambient * open_sky[:, None]
    colour = surface.colour
    crevice = mix(
        colour, np.ones_like(colour), open_sky
    )  # light that bounces in a hollow takes on its colour
    diffuse: Array = colour * light * (0.55 + 0.45 * crevice)
    metal = np.asarray(surface.metal, dtype=np.float32)
    result: Array = diffuse * np.atleast_1d(1 - metal)[:, None] + _shine(
        surface, normals, view, lit, open_sky, tint
    )
    result = result * dim + surface.glow
    return result


def _shine(surface: Surface, normals: Array, view: Array, lit: Array, open_sky: Array, tint: Array) -> Array:
    gloss = np.broadcast_to(np.asarray(surface.gloss, dtype=np.float32), lit.shape)
    cosine = np.clip(-dot(normals, view), 0, 1)
    fresnel = 0.04 + 0.96 * (1 - cosine) ** 5 * 0.75
    bounced = view + 2 * cosine * normals
    seen = reflected(bounced, surface.roughness, tint)
    seen = seen * (0.35 + 0.65 * open_sky)[:, None]
    metal = np.broadcast_to(np.asarray(surface.metal, dtype=np.float32), lit.shape)
    strength = (fresnel * gloss)[:, None] * (1 - metal)[:, None] + metal[:, None] * surface.colour * 0.95
    result: Array = seen * strength
    return result


def reflected(ways: Array, roughness: float, tint: Array) -> Array:
    """What a mirror of this roughness sees of the room in these directions: the window, its panes, a pale card."""
    side = unit(np.cross([0, 1, 0], PANE)[:, None])
    over = unit(np.cross(PANE, side[:, 0])[:, None])
    ahead = np.einsum("ij,i->j", ways, PANE)
    part = np.maximum(ahead, 1e-3)
    x, y = np.einsum("ij,i->j", ways, side[:, 0]) / part, np.einsum("ij,i->j", ways, over[:, 0]) / part
    edge = 0.03 + roughness * 0.9
    frame = smooth(0.24 + edge, 0.24 - edge, np.abs(x)) * smooth(0.85 + edge, 0.85 - edge, np.abs(y - 0.2))
    bars = smooth(0.0, 0.035 + edge * 0.6, np.abs(x)) * smooth(0.0, 0.035 + edge * 0.6, np.abs(y - 0.42))
    window = frame * (0.35 + 0.65 * bars) * (ahead > 0) * (7.5 / (1 + 5.5 * roughness))
    card = smooth(0.72, 0.90, ways[0]) * smooth(-0.25, 0.15, ways[1]) * smooth(0.75, 0.3, ways[1]) * 0.9
    room = 0.42 + 0.38 * smooth(-0.1, 0.9, ways[1]) + 0.1 * smooth(0.2, -0.8, ways[0])
    floor = smooth(0.08, -0.12, ways[1])
    result: Array = mix(room[:, None] * ROOM, np.broadcast_to(tint * 0.85, (len(x), 3)), floor)
    result = result + (window + card)[:, None] * WARM
    return result


def developed(light: Array, seed: int) -> Array:
    """The picture as bytes (height, width, 3): a soft shoulder for what is too bright, grain, sRGB."""
    over = np.maximum(light - 0.80, 0)
    light = np.where(light > 0.80, 0.80 + 0.20 * (1 - np.exp(-over / 0.20)), light)
    random = np.random.default_rng(seed)
    height, width = light.shape[:2]
    grain = blurred(random.normal(size=(height, width)).astype(np.float32), 0.6) * 2.0
    values = encoded(light) + (grain * GRAIN)[..., None]
    return (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)


def paper_tooth(seed: int, width: int, height: int) -> Array:
    """A faint unevenness (height, width) about 0 that keeps wide plain areas alive."""
    random = np.random.default_rng(seed)
    coarse = blurred(random.normal(size=(height, width)).astype(np.float32), 2.2) * 5
    tooth: Array = coarse + random.normal(size=(height, width)).astype(np.float32) * 0.5
    return tooth
