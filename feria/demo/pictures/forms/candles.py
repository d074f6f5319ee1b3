"""Candles of Noite Acesa: in cups and tins, pillars, pairs, altar candles, and three wicks in a glass."""

import numpy as np

from feria.demo.pictures import labels, lettering, palette, profiles, skins
from feria.demo.pictures.fields import Array, drawn
from feria.demo.pictures.skins import Glaze, Wax
from feria.demo.pictures.solids import Part, Strap, Turned, turned
from feria.demo.pictures.stage import Flame, Scene
from feria.demo.pictures.subject import Subject

WICK = skins.plain(palette.hexed("#38322c"), 0.02, 0.5)


def _wick(x: float, y: float, z: float, tall: float, subject: Subject) -> Part:
    bend = subject.chance.uniform(-0.16, 0.16)
    path = np.array([[bend * part**2, -0.3 + (tall + 0.3) * part] for part in np.linspace(0, 1, 6)])
    return Part(Strap(path, 0.11, 0.11), WICK, (x, y, z), turned(subject.chance.uniform(0, 3)))


def _lit(subject: Subject) -> bool:
    """Every third is lit; the second picture shows the opposite."""
    return (subject.number % 3 == 0) != subject.other


def _wax(subject: Subject, top: float, depth: float = 3.0, lit: bool = False) -> Wax:
    colour = palette.hexed(palette.WAXES[subject.finish]) * subject.random.uniform(0.95, 1.03)
    foot = colour * 0.7 if subject.design == "DIN" else None
    return Wax(np.clip(colour, 0, 1), top, 0.55 if lit else 0.0, depth, foot)


def cup(subject: Subject) -> Scene:
    """Wax in a small unglazed cup; the scent's name is printed on the clay."""
    radius, height = subject.about(4.1, 0.05), subject.about(7.6, 0.06)
    lit = _lit(subject)
    knots = [(0, radius * 0.80), (0.4, radius * 0.86), (height * 0.6, radius * 0.98), (height, radius)]
    clay = Glaze(
        palette.hexed(palette.TERRACOTTA) * subject.random.uniform(0.94, 1.06),
        0.04,
        palette.hexed(palette.TERRACOTTA),
        height=height,
        rings=0.03,
        mottle=0.07,
    )
    ink = drawn(_stamp(subject), 600, 400)
    body = skins.labelled(
        clay, ink, height * 0.22, height * 0.74, turn=subject.chance.uniform(-0.35, 0.1), wide=0.26
    )
    level = height * subject.chance.uniform(0.80, 0.86)
    wax = Part(Turned(profiles.disc(radius * 0.93, level - 2.5, level), 0.05), _wax(subject, level, 1.2, lit))
    parts = [Part(Turned(profiles.vessel(knots, 0.36, 0.5)), body), wax, _wick(0, level, 0, 0.9, subject)]
    flames = [Flame((0, level + 0.75, 0), 2.7)] if lit else []
    return Scene(parts, 0.40, (0.58, 0.54 if lit else 0.48), flames, dim=0.82 if lit else 1.0)


def _stamp(subject: Subject) -> str:
    ink = "#f3e6d2"
    name = subject.finish.replace("-", " ") if subject.finish != "plain" else "no scent"
    return (
        lettering.fitted(name, 300, 150, 70, 540, ink, weight=1.3)
        + lettering.fitted(subject.shop.name, 300, 280, 34, 420, ink, weight=1.2)
        + f'<path d="M120 40H480M120 370H480" stroke="{ink}" stroke-width="5"/>'
    )


def tin(subject: Subject) -> Scene:
    """A painted tin with its lid leaning or lying beside it, the wax to be seen."""
    radius, height = subject.about(3.7, 0.04), subject.about(4.4, 0.05)
    paint = palette.hexed(palette.SCENTS[subject.finish]) * subject.random.uniform(0.95, 1.05)
    silver = skins.metal(palette.hexed("#c9c9c6"), 0.16)
    name = subject.finish.replace("-", " ") if subject.finish != "plain" else "no scent"
    ink = subject.chance.choice(("#2f2a28", palette.code(paint * 0.55)))
    paper = labels.label(subject.shop.name, name, ink, subject.chance, size=(720, 360), sign="flame")
    body = skins.labelled(skins.lacquered(paint), paper, height * 0.16, height * 0.86, turn=0.0, wide=0.30)
    wall = [(0, radius * 0.97), (0.15, radius), (height, radius)]
    pose = turned(subject.chance.uniform(-0.3, 0.3))
    level = height * 0.88
    lit = _lit(subject)
    wax = Part(
        Turned(profiles.disc(radius * 0.95, level - 1.5, level), 0.04), _wax_of_tin(subject, level, lit)
    )
    parts = [
        Part(Turned(profiles.vessel(wall, 0.10, 0.2), 0.03), body, pose=pose),
        wax,
        _wick(0, level, 0, 0.8, subject),
    ]
    cap = [
        (0, radius * 1.03),
        (1.2, radius * 1.03),
        (1.45, radius * 0.98),
        (1.5, radius * 0.86),
        (1.42, radius * 0.8),
    ]
    lid = np.concatenate(
        [
            profiles.curve(cap[:4], 40),
            [[radius * 0.84, 1.38], [0, 1.38], [0, 1.28], [radius * 0.95, 1.25], [radius * 0.97, 0]],
        ]
    )
    side = radius * 2.05
    parts.append(Part(Turned(lid, 0.03), silver, (side, 0, radius * subject.chance.uniform(0.2, 0.7))))
    flames = [Flame((0, level + 0.65, 0), 2.3)] if lit else []
    return Scene(parts, subject.chance.uniform(0.36, 0.44), (0.70, 0.46), flames, dim=0.85 if lit else 1.0)


def _wax_of_tin(subject: Subject, level: float, lit: bool) -> Wax:
    return Wax(palette.hexed(palette.WAXES[subject.finish]), level, 0.55 if lit else 0.0, 1.2)


def pillar(subject: Subject) -> Scene:
    """Pillars: one size in front, in the second picture burning."""
    lit = _lit(subject)
    radius, height = subject.about(3.6, 0.05), subject.about(15, 0.16)
    hollow = 0.7 if lit else 0.35
    section = np.array([
        [0, 0], [radius * 0.97, 0], [radius, 0.25], [radius, height - 0.25], [radius * 0.95, height],
        [radius * 0.80, height - 0.05], [radius * 0.55, height - hollow * 0.8], [radius * 0.2, height - hollow],
        [0, height - hollow],
    ])  # fmt: skip
    wax = _wax(subject, height, 4.0, lit)
    parts = [Part(Turned(section, 0.12), wax), _wick(0, height - hollow, 0, 1.3, subject)]
    if subject.number % 2:
        small = height * subject.chance.uniform(0.45, 0.62)
        lower = section.copy()
        lower[3:, 1] -= height - small
        second = Part(Turned(lower, 0.12), _wax(subject, small)).moved(radius * 2.5, radius * 0.9)
        parts += [second, _wick(radius * 2.5, small - hollow, radius * 0.9, 1.2, subject)]
    flames = [Flame((0, height - hollow + 1.0, 0), 3.4)] if lit else []
    return Scene(parts, 0.26, (0.60, 0.68 if lit else 0.62), flames, dim=0.78 if lit else 1.0)


def altar(subject: Subject) -> Scene:
    """The tall candle of the churches, on a brass foot."""
    lit = _lit(subject)
    radius, height = subject.about(2.6, 0.05), subject.about(42, 0.05)
    brass = skins.metal(palette.hexed("#c79a4a"), 0.2)
    plate = [(0, 5.6), (0.25, 5.8), (0.7, 5.5), (0.95, 3.2), (1.6, 3.0), (2.0, 3.1)]
    section = np.array(
        [
            [0, 0],
            [radius * 1.06, 0],
            [radius, height * 0.3],
            [radius * 0.94, height - 0.3],
            [radius * 0.85, height],
            [0, height - 0.4],
        ]
    )
    parts = [
        Part(Turned(profiles.solid(plate), 0.08), brass),
        Part(Turned(section, 0.15), _wax(subject, height, 6.0, lit), (0, 1.9, 0)),
        _wick(0, height + 1.6, 0, 1.5, subject),
    ]
    flames = [Flame((0, height + 2.7, 0), 4.2)] if lit else []
    return Scene(parts, 0.16, (0.5, 0.74), flames, dim=0.76 if lit else 1.0)


def pair(subject: Subject) -> Scene:
    """Two dipped candles that taper, standing in low holders of iron or clay."""
    lit = _lit(subject)
    iron = skins.plain(palette.hexed(subject.chance.choice(("#2e2c2b", "#b9704c", "#d8d2c6"))), 0.25, 0.3)
    parts, flames = [], []
    for place, x in enumerate((-3.6, 3.4)):
        height = subject.about(23, 0.03)
        z = subject.chance.uniform(-0.5, 0.8) + place
        knots = [
            (0, 1.15),
            (height * 0.12, 1.22),
            (height * 0.55, 0.98),
            (height * 0.9, 0.62),
            (height * 0.985, 0.35),
            (height, 0.10),
        ]
        foot = [(0, 2.9), (0.3, 3.0), (0.9, 2.7), (1.2, 1.6), (2.2, 1.35), (2.6, 1.5)]
        parts.append(Part(Turned(profiles.solid(foot), 0.08), iron, (x, 0, z)))
        parts.append(
            Part(
                Turned(profiles.solid(knots), 0.06),
                _wax(subject, height, 4.0, lit),
                (x, 2.2, z),
                turned(0, 0, subject.chance.uniform(-0.012, 0.012)),
            )
        )
        parts.append(_wick(x, height + 2.1, z, 0.9, subject))
        if lit:
            flames.append(Flame((x, height + 2.8, z), 3.0))
    return Scene(parts, 0.20, (0.60, 0.70), flames, dim=0.78 if lit else 1.0)


def glass(subject: Subject) -> Scene:
    """A wide glass with three wicks."""
    lit = _lit(subject)
    radius, height = subject.about(6.6, 0.05), subject.about(9.2, 0.06)
    wall = [(0, radius * 0.95), (0.3, radius * 0.99), (height, radius)]
    level = height * subject.chance.uniform(0.68, 0.76)
    wax = Part(Turned(profiles.disc(radius * 0.985, 0.9, level), 0.08), _wax(subject, level, 2.6, lit))
    paper = labels.label(
        subject.shop.name,
        subject.finish.replace("-", " "),
        palette.code(palette.hexed(palette.SCENTS[subject.finish]) * 0.55),
        subject.chance,
        size=(640, 420),
        sign="flame",
    )
    clear = skins.labelled(
        _clear, paper, height * 0.18, height * 0.62, turn=subject.chance.uniform(-0.2, 0.1), wide=0.16
    )
    parts = [wax]
    flames = []
    for place in range(3):
        angle = 0.5 + place * 2.0944
        x, z = radius * 0.42 * float(np.sin(angle)), radius * 0.42 * float(np.cos(angle))
        parts.append(_wick(x, level, z, 0.8, subject))
        if lit:
            flames.append(Flame((x, level + 0.6, z), 2.2))
    parts.append(Part(Turned(profiles.vessel(wall, 0.30, 0.75)), clear, glass=True, stops=0.12))
    return Scene(parts, 0.34, (0.66, 0.5), flames, dim=0.82 if lit else 1.0)


def _clear(points: Array, normals: Array) -> skins.Surface:
    return skins.Surface(
        np.broadcast_to(np.array([0.90, 0.95, 0.93], dtype=np.float32), (points.shape[1], 3)), 1.0, 0.04
    )
