"""Turned bowls, boxes and vases, boards and stools of Folha & Filho."""

import math

import numpy as np

from feria.demo.pictures import palette, profiles, skins
from feria.demo.pictures.fields import Array, smooth
from feria.demo.pictures.skins import Wood
from feria.demo.pictures.solids import Hoop, Part, Rod, Strap, Turned, Warped, turned
from feria.demo.pictures.stage import Scene
from feria.demo.pictures.subject import Subject
from feria.demo.pictures.table import Face, Layout, Painter, Slab


def _grain(subject: Subject, size: float, gloss: float = 0.25) -> Wood:
    return skins.wood(palette.WOODS[subject.finish], subject.random, size, gloss)


def bowl(subject: Subject) -> Scene:
    """A turned bowl, or one whose rim follows the outside of the trunk."""
    natural = subject.design == "FRB"
    radius = subject.about(15.0 if natural else 10.0, 0.08)
    height = radius * subject.chance.uniform(0.42, 0.52) * (1.1 if natural else 1.15)
    foot = subject.chance.uniform(0.34, 0.44)
    knots = [
        (0, foot),
        (0.06, foot * 0.99),
        (0.10, foot * 1.12),
        (0.4, 0.80),
        (0.75, 0.97),
        (1, subject.chance.uniform(0.96, 1.02)),
    ]
    shape = Turned(profiles.vessel([(h * height, r * radius) for h, r in knots], 0.55, height * 0.14), 0.12)
    grain = _grain(subject, radius * 1.5)
    pose = turned(subject.chance.uniform(0, 6))
    if not natural:
        return Scene(
            [Part(shape, grain, pose=pose)],
            0.6 if subject.other else subject.chance.uniform(0.34, 0.42),
            (0.70, 0.5),
        )
    waves = tuple(
        (times, subject.chance.uniform(0.03, 0.11), subject.chance.uniform(0, 6)) for times in (1, 2, 3, 5)
    )
    pale = Wood(**{**grain.__dict__, "sap_from": radius * 0.9})
    return Scene(
        [Part(Warped(shape, height, waves), _barked(pale, height), pose=pose)],
        0.6 if subject.other else 0.40,
        (0.74, 0.5),
    )


def _barked(grain: Wood, height: float) -> skins.Skin:
    """Paler towards the natural edge, as sapwood is."""

    def skin(points: Array, normals: Array) -> skins.Surface:
        found = grain(points, normals)
        edge = smooth(height * 0.72, height * 0.95, points[1] + 0.35 * grain.field(points))[:, None]
        found.colour = found.colour * (1 - edge * 0.8) + grain.sap * edge * 0.8
        return found

    return skin


def box(subject: Subject) -> Scene:
    """A lidded box turned from one block, so that the grain runs through."""
    radius, height = subject.about(5.2, 0.1), subject.about(8.0, 0.12)
    grain = _grain(subject, 12)
    knots = [(0, radius * 0.92), (0.3, radius * 0.97), (height * 0.5, radius), (height, radius * 0.98)]
    body = Part(Turned(profiles.vessel(knots, 0.6, 0.8), 0.1), grain)
    rise = subject.chance.uniform(0.9, 1.6)
    lid = [
        (0, radius * 0.99),
        (0.9, radius * 1.0),
        (rise + 0.3, radius * 0.86),
        (rise + 0.8, radius * 0.30),
        (rise + 1.1, radius * 0.15),
        (rise + 1.7, radius * 0.16),
        (rise + 2.1, radius * 0.2),
        (rise + 2.3, radius * 0.08),
    ]
    above = Wood(
        **{**grain.__dict__, "offset": tuple(np.array(grain.offset) + grain.trunk @ np.array([0, height, 0]))}
    )
    top = Part(Turned(profiles.solid(lid), 0.08), above, (0, height + 0.14, 0))
    if subject.other:
        top = top.moved(radius * 1.8, radius * 1.1, 0.5, -height - 0.1)
    return Scene([body, top], 0.46 if subject.other else subject.chance.uniform(0.24, 0.30), (0.62, 0.54))


def vase(subject: Subject) -> Scene:
    """A slender vase with dried stems in it."""
    height, radius = subject.about(21, 0.08), subject.about(4.6, 0.1)
    level = subject.chance.uniform(0.22, 0.40)
    knots = [(0, 0.60), (0.02, 0.64), (level, 1.0), (0.62, 0.52), (0.82, 0.30), (0.94, 0.30), (1, 0.42)]
    body = Part(
        Turned(profiles.vessel([(h * height, r * radius) for h, r in knots], 0.5, 1.0), 0.1),
        _grain(subject, 20),
    )
    return Scene([body, *_stems(subject, height)], 0.36 if subject.other else 0.20, (0.6, 0.74))


def _stems(subject: Subject, height: float) -> list[Part]:
    straw = skins.plain(palette.hexed("#c2a266"), 0.05, 0.5)
    parts = []
    for place in range(3):
        lean = (place - 1) * subject.chance.uniform(1.6, 2.8) + subject.chance.uniform(-0.6, 0.6)
        rise = subject.chance.uniform(8, 13)
        turn = subject.chance.uniform(-0.6, 0.6)
        steps = np.linspace(0, 1, 12)
        path = np.stack([lean * steps**2, height - 5 + (rise + 5) * steps], axis=1)
        parts.append(Part(Strap(path, 0.10, 0.10), straw, pose=turned(turn)))
        for row in range(7):
            part = 0.74 + row * 0.045
            x, y = lean * part**2, height - 5 + (rise + 5) * part
            for side in (-1, 1):
                start, end = (x, y, 0.0), (x + side * 0.34 + lean * 0.04, y + 0.75, side * 0.12)
                parts.append(Part(Rod(start, end, (0.20, 0.12)), straw, pose=turned(turn)))
    return parts


def _figure(subject: Subject, size: float, *, groove: float = 0.0, staves: int = 1) -> Painter:
    grain = _grain(subject, size, 0.2)

    def face(wide: int, high: int, scale: float) -> Face:
        rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
        x, y = columns.ravel() / scale, rows.ravel() / scale
        stave = np.minimum((x / (wide / scale) * staves).astype(int), staves - 1)
        points = np.stack([x + stave * 17.0, 0.35 * np.sin(y * 0.05) + stave * 3.1, y + stave * 31.0]).astype(
            np.float32
        )
        colour = grain.grained(points[::-1])[0].reshape(high, wide, 3)
        if staves > 1:
            colour = colour * np.random.default_rng(subject.number).uniform(0.93, 1.06, staves)[
                stave
            ].reshape(high, wide, 1)
        relief = (colour.mean(axis=2) - colour.mean()) * 3.0
        if groove:
            away = (
                np.minimum(np.minimum(rows, high - rows), np.minimum(columns, wide - columns)) / scale
                - groove
            )
            relief = relief - 2.6 * np.exp(-((away / 0.42) ** 2))
            colour = colour * (1 - 0.16 * np.exp(-((away / 0.40) ** 2)))[..., None]
        return Face(np.clip(colour, 0, 1).astype(np.float32), relief.astype(np.float32))

    return face


def board(subject: Subject) -> Layout:
    """Bread board rounded at one end, chopping board with a groove, serving board with a handle."""
    turn = subject.chance.choice((-1, 1)) * subject.chance.uniform(3, 10)
    if subject.other:
        turn = -turn * 2.4
    if subject.design == "CHP":
        size = (subject.about(30, 0.04), subject.about(42, 0.04))
        return Layout(
            [
                Slab(
                    size,
                    _figure(subject, 40, groove=1.9, staves=4),
                    3.2,
                    1.2,
                    0.5,
                    turn=turn,
                    seed=subject.number,
                )
            ],
            (0.66, 0.72),
        )
    if subject.design == "BRD":
        size = (subject.about(18, 0.08), subject.about(36, 0.04))
        round_end = subject.chance.uniform(3.5, 8.5)
        return Layout(
            [Slab(size, _figure(subject, 30), 2.2, round_end, 0.6, turn=turn, seed=subject.number)],
            (0.62, 0.72),
        )
    wide, long = subject.about(18, 0.1), subject.about(46, 0.04)
    handle, neck = subject.about(12, 0.08), subject.chance.uniform(1.7, 2.3)

    def outline(x: Array, y: Array) -> Array:
        top = long / 2 - handle
        body = _rounded(x, y + handle / 2, wide / 2, (long - handle) / 2, wide * 0.30)
        grip = _rounded(x, y - (top + handle / 2 - 1.0), neck, handle / 2 + 1.0, neck)
        joined = -_joined(-body, -grip, 2.4)
        return np.minimum(joined, np.hypot(x, y - (long / 2 - 2.2)) - 0.75)

    slab = Slab(
        (wide, long), _figure(subject, 34), 1.8, 1, 0.45, turn=turn, outline=outline, seed=subject.number
    )
    return Layout([slab], (0.60, 0.74))


def _rounded(x: Array, y: Array, half_wide: float, half_high: float, corner: float) -> Array:
    away_x, away_y = np.abs(x) - half_wide + corner, np.abs(y) - half_high + corner
    outside = np.hypot(np.maximum(away_x, 0), np.maximum(away_y, 0))
    depth: Array = corner - outside - np.minimum(np.maximum(away_x, away_y), 0)
    return depth


def _joined(first: Array, second: Array, soft: float) -> Array:
    """The union of two distances with a fillet."""
    part = np.clip(0.5 + 0.5 * (second - first) / soft, 0, 1)
    joined: Array = second + (first - second) * part - soft * part * (1 - part)
    return joined


def stool(subject: Subject) -> Scene:
    """Three legs and a hollowed seat, or four turned legs with a ring for the feet."""
    tall = subject.design == "TLS"
    high, radius = (
        (subject.about(65, 0.02), 17.0) if tall else (subject.about(38, 0.04), subject.about(17.0, 0.05))
    )
    grain = _grain(subject, 30, 0.25)
    seat = [
        (0, radius * 0.86),
        (0.8, radius * 0.97),
        (2.4, radius),
        (3.4, radius * 0.97),
        (3.6, radius * 0.9),
        (3.3, radius * 0.6),
    ]
    hollow = np.concatenate(
        [profiles.curve(seat[:5], 60), [[radius * 0.62, 3.15], [radius * 0.3, 2.85], [0, 2.8]]]
    )
    section = np.concatenate([[[0, 0]], hollow])
    parts = [Part(Turned(section, 0.3), grain, (0, high - 3.4, 0), turned(subject.chance.uniform(0, 6)))]
    count, spread = (4, radius * 0.98) if tall else (3, radius * 1.12)
    begin = subject.chance.uniform(0.25, 0.55) if tall else subject.chance.uniform(-0.25, 0.25)
    for place in range(count):
        angle = begin + place * 2 * math.pi / count + (0.6 if subject.other else 0)
        way = np.array([math.sin(angle), math.cos(angle)])
        foot, head = way * spread, way * radius * 0.56
        leg = Wood(
            **{
                **grain.__dict__,
                "trunk": np.array([[1, 0, 0], [0, 0, 1], [0, 1, 0]], dtype=np.float32),
                "offset": (1.5 + place, 2.0, 0.0),
            }
        )
        thin, thick = (1.05, 1.5) if tall else (1.15, 1.7)
        parts.append(
            Part(Rod((foot[0], thin * 0.7, foot[1]), (head[0], high - 2.6, head[1]), (thin, thick)), leg)
        )
    if tall:
        level = high * 0.34
        reach = spread + (radius * 0.56 - spread) * level / high
        parts.append(Part(Hoop(reach, level, 0.85), grain))
    return Scene(
        parts, 0.42 if subject.other else subject.chance.uniform(0.24, 0.32), (0.64, 0.72 if tall else 0.60)
    )
