"""Table lamps, bedside lamps, dome lamps and lanterns of Luz de Abril, half of them burning."""

import math

import numpy as np

from feria.demo.pictures import palette, profiles, skins
from feria.demo.pictures.fields import Array, noise, smooth
from feria.demo.pictures.forms import clay
from feria.demo.pictures.skins import Skin, Surface
from feria.demo.pictures.solids import Part, Pierced, Strap, Turned, turned
from feria.demo.pictures.stage import Flame, Scene
from feria.demo.pictures.subject import Subject

NATURAL, WHITE = ("#e0d3b5", "#d9cbab"), "#f5f1e8"
BULB = np.array([1.0, 0.70, 0.38], dtype=np.float32)


def _lit(subject: Subject) -> bool:
    return (subject.number % 2 == 0) != subject.other


def _shade(subject: Subject, low: float, high: float, lit: bool) -> Skin:
    """Linen: threads both ways, brighter about the bulb when lit."""
    natural = subject.chance.choice(NATURAL if subject.design == "TBL" else (*NATURAL, WHITE))
    cream = palette.hexed(WHITE if subject.white else natural)
    slub = noise(subject.random, 0.5)
    bulb = low + (high - low) * 0.42

    def skin(points: Array, normals: Array) -> Surface:
        angle = np.arctan2(points[0], points[2])
        thread = np.sin(points[1] * 34) * 0.5 + np.sin(angle * 300) * 0.5
        stretched = slub(points * np.array([[0.4], [4.0], [0.4]], dtype=np.float32))
        shade = 1 + 0.03 * thread + 0.03 * stretched
        hem = smooth(0.55, 0.40, points[1] - low) + smooth(0.40, 0.25, high - points[1])
        colour = cream * (shade * (1 - 0.10 * np.clip(hem, 0, 1)))[:, None]
        strength = (0.62 if lit else 0.0) * np.exp(-(((points[1] - bulb) / ((high - low) * 0.62)) ** 2))
        strength = strength * (0.80 + 0.20 * normals[2]) * (1 - 0.35 * np.clip(hem, 0, 1)) * shade
        inwards = (points[0] * normals[0] + points[2] * normals[2]) < 0
        strength = np.where(inwards, strength * 1.5, strength)
        return Surface(colour, 0.02, 0.5, 0.5, strength[:, None] * BULB * (0.75 + 0.25 * cream))

    return skin


def _cable(radius: float, subject: Subject) -> Part:
    steps = np.linspace(0, 1, 20)
    side = subject.chance.choice((-1, 1))
    path = np.stack(
        [side * (radius * 0.9 + steps * radius * 1.3), radius * 0.5 * np.sin(steps * 3.0) * 0.5], axis=1
    )
    dark = skins.plain(palette.hexed(subject.chance.choice(("#3a3633", "#c9bfa8", "#8c3f33"))), 0.03, 0.5)
    return Part(Strap(path, 0.22, 0.22), dark, (0, 0.22, -radius * 0.1), turned(0, -math.pi / 2))


def table(subject: Subject) -> Scene:
    """A full-bodied foot with a linen shade; the bedside lamp is small and low."""
    small = subject.design == "BED"
    lit = _lit(subject)
    tall, radius = (
        (subject.about(12, 0.06), subject.about(5.4, 0.06))
        if small
        else (subject.about(22, 0.07), subject.about(7.0, 0.08))
    )
    foot = _foot(subject, tall, radius, small)
    skin = clay.glaze(subject, tall, 2 * math.pi * radius)
    body = Part(Turned(profiles.solid(foot), 0.12), skin)
    brass = skins.metal(palette.hexed("#b98f4a"), 0.25)
    stem = Part(
        Turned(profiles.solid([(0, 0.8), (0.4, 0.9), (0.7, 0.5), (4.2, 0.5)])), brass, (0, tall - 0.1, 0)
    )
    low, shade_high = tall + 1.4, (9.5 if small else 15.0) * subject.about(1, 0.06)
    bottom, top = (8.2, 5.2) if small else (12.6, 7.6)
    top *= subject.chance.choice((0.85, 1.0, 1.25))
    wall = profiles.shell([(low, bottom), (low + shade_high, min(top, bottom * 0.96))], 0.16)
    linen = Part(Turned(wall, 0.05), _shade(subject, low, low + shade_high, lit), stops=0.85)
    parts = [body, stem, linen, _cable(radius, subject)]
    halo = [((0.0, low + shade_high * 0.4, 0.0), bottom * 2.2, 0.20)] if lit else []
    return Scene(
        parts,
        subject.chance.uniform(0.16, 0.20),
        (0.62, 0.70 if not small else 0.64),
        dim=0.70 if lit else 1.0,
        halo=halo,
    )


def _foot(subject: Subject, tall: float, radius: float, small: bool) -> list[tuple[float, float]]:
    kind = subject.number % 4
    shapes = [
        [(0, 0.62), (0.04, 0.66), (0.38, 1.0), (0.72, 0.62), (0.90, 0.30), (1, 0.26)],
        [(0, 0.80), (0.05, 0.84), (0.12, 0.50), (0.45, 0.96), (0.74, 0.66), (0.90, 0.24), (1, 0.24)],
        [(0, 0.88), (0.06, 0.92), (0.60, 0.92), (0.80, 0.72), (0.92, 0.28), (1, 0.24)],
        [(0, 0.70), (0.06, 0.78), (0.28, 0.98), (0.52, 0.62), (0.68, 0.56), (0.84, 0.44), (1, 0.22)],
    ]
    return [(part * tall, share * radius) for part, share in shapes[kind]]


def dome(subject: Subject) -> Scene:
    """Foot and shade in one curve of porcelain that glows and shines downwards."""
    radius, tall = subject.about(10.5, 0.06), subject.about(27, 0.05)
    waist, level = subject.chance.uniform(0.13, 0.20), subject.chance.uniform(0.50, 0.58)
    lit = not subject.other
    skin = clay.glaze(subject, tall, 2 * math.pi * radius)
    foot = [
        (0, radius * 0.62),
        (0.3, radius * 0.64),
        (tall * 0.05, radius * 0.50),
        (tall * 0.16, radius * waist * 1.4),
        (tall * 0.40, radius * waist),
        (tall * 0.62, radius * waist),
    ]
    steps = np.linspace(0, 1, 60)
    high = tall * (1 - level)
    outer = np.stack(
        [radius * np.cos(steps * np.pi / 2) ** 0.62, tall * level + high * np.sin(steps * np.pi / 2)], axis=1
    )
    inner = np.stack(
        [np.maximum(outer[:, 0] - 0.35, 0), np.maximum(outer[:, 1] - 0.35 * steps, tall * level)], axis=1
    )
    section = np.concatenate([outer, inner[::-1]])
    dark = subject.finish == "ink-blue"
    glowing = _glowing(skin, tall * level, high, 0.0 if dark or not lit else 0.30, lit)
    parts = [
        Part(Turned(profiles.solid(foot), 0.1), _glowing(skin, 0, tall * 0.4, 0.10 if lit else 0.0, lit)),
        Part(Turned(section, 0.06), glowing, stops=0.8),
    ]
    parts.append(_cable(radius * 0.6, subject))
    halo = [((0.0, tall * level * 0.6, 0.0), radius * 1.5, 0.24)] if lit else []
    return Scene(parts, 0.17, (0.60, 0.62), dim=0.72 if lit else 1.0, halo=halo)


def _glowing(base: Skin, low: float, high: float, outside: float, lit: bool) -> Skin:
    """Porcelain with a light inside: strongest at the lower edge, full on the inner side."""

    def skin(points: Array, normals: Array) -> Surface:
        found = base(points, normals)
        part = np.clip((points[1] - low) / high, 0, 1)
        inwards = ((points[0] * normals[0] + points[2] * normals[2]) < -0.02) | (normals[1] < -0.6)
        strength = np.where(inwards, 0.9 if lit else 0.0, outside * (1 - part) ** 1.4)
        found.glow = strength[:, None] * BULB * (0.5 + 0.5 * np.asarray(found.colour))
        found.through = 0.4
        return found

    return skin


def lantern(subject: Subject) -> Scene:
    """A pierced lantern; light falls through its holes."""
    radius, tall = subject.about(7.2, 0.07), subject.about(19, 0.08)
    lit = _lit(subject)
    level = subject.chance.uniform(0.32, 0.48)
    knots = [(0, 0.74), (0.03, 0.78), (level, 1.0), (0.80, 0.62), (0.92, 0.42), (1, 0.46)]
    shape = [(h * tall, r * radius) for h, r in knots]
    heights, radii = [knot[0] for knot in shape], [knot[1] for knot in shape]
    rows, count = [], subject.chance.choice((14, 16, 18))
    for row in range(8):
        height = tall * (0.16 + 0.078 * row)
        girth = float(np.interp(height, heights, radii))
        size = 0.62 * girth / radius * (1.0 if row % 2 else 0.72) * 16 / count
        rows.append((height, count, size, row * math.pi / count))
    skin = clay.glaze(subject, tall, 2 * math.pi * radius)
    body = Turned(profiles.vessel(shape, 0.45, 0.6), 0.06)
    parts = [
        Part(
            Pierced(body, tuple(rows)),
            _glowing(skin, 0, 1, 0.0, lit),
            pose=turned(subject.chance.uniform(0, 1)),
        )
    ]
    wax = skins.Wax(palette.hexed("#f1e7cf"), 5.0, 0.9 if lit else 0.0)
    parts.append(Part(Turned(profiles.disc(1.9, 0.7, 5.0)), wax))
    rope = np.stack(
        [
            radius * 0.44 * np.cos(np.linspace(0, np.pi, 24)),
            tall + radius * 0.75 * np.sin(np.linspace(0, np.pi, 24)),
        ],
        axis=1,
    )
    hemp = skins.plain(palette.hexed("#b79c6e"), 0.02, 0.5)
    parts.append(Part(Strap(rope, 0.20, 0.20), hemp, pose=turned(subject.chance.uniform(-0.5, 0.5))))
    halo = [((0.0, tall * 0.42, 0.0), radius * 1.8, 0.20)] if lit else []
    flames: list[Flame] = []
    return Scene(parts, 0.22, (0.60, 0.66), flames, dim=0.66 if lit else 1.0, halo=halo)
