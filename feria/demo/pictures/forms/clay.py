"""Mugs, bowls, vases, jars and bottles of stoneware: Casa Barro's glazes and Ilha Azul's painted ones."""

import math
from dataclasses import replace

import numpy as np

from feria.demo.pictures import palette, patterns, profiles, skins
from feria.demo.pictures.fields import drawn
from feria.demo.pictures.skins import Glaze
from feria.demo.pictures.solids import Part, Strap, Turned, turned
from feria.demo.pictures.stage import Scene
from feria.demo.pictures.subject import Subject

ILHA = "ilha-azul"
BLUE, SEA, LINE_GREY = "#2a62a4", "#3f9c97", "#8b9096"
INSIDES = {"slate-grey": "#8e9092", "raw-sand": "#d9c8ae", "olive": "#7f8450", "iron-black": "#3a322d"}
WRAP = (1600, 640)


def glaze(subject: Subject, height: float, girth: float, *, line: float = 0.0) -> Glaze:
    """The finish as it lies on a body of this height and circumference; `line` is where bare clay begins."""
    name, gloss = palette.GLAZES[subject.finish]
    colour = palette.hexed(name) * subject.random.uniform(0.94, 1.05)
    if subject.shop.slug == ILHA:
        return _painted(subject, Glaze(colour, gloss, palette.hexed("#e6e0d3"), height=height), height, girth)
    inside = palette.hexed(INSIDES[subject.finish]) if subject.finish in INSIDES else colour * 0.97
    clay = palette.hexed(palette.STONEWARE)
    freckles = {"ash-white": 520, "raw-sand": 700, "slate-grey": 260, "honey-ochre": 260, "olive": 200}
    bare = subject.finish == "raw-sand"
    rims = {"honey-ochre": "#7d4a18", "iron-black": "#6b4028", "ash-white": "#c3a988", "tin-blue": "#7b8fa5"}
    return Glaze(
        np.clip(colour, 0, 1),
        gloss,
        clay,
        line=-1.0 if bare or line <= 0 else height * line * subject.chance.uniform(0.75, 1.3),
        inside=np.clip(inside, 0, 1),
        rim=palette.hexed(rims[subject.finish]) if subject.finish in rims else None,
        height=height,
        freckles=skins.speckles(subject.random, freckles[subject.finish], subject.chance.uniform(0.75, 1.1))
        if subject.finish in freckles
        else None,
        rings=subject.chance.uniform(0.010, 0.022),
        mottle={"iron-black": 0.22, "tin-blue": 0.09, "honey-ochre": 0.13}.get(subject.finish, 0.05),
    )


def _painted(subject: Subject, plain: Glaze, height: float, girth: float) -> Glaze:
    wide, high = WRAP
    stretch = (wide / girth) / (high / height)  # how much wider than high a round dot must be drawn
    paint, inner = "", ""
    if subject.finish == "atlantic":
        paint = _dips(subject)
        plain = replace(plain, inside=palette.hexed("#3f93b8"), rim=palette.hexed("#5fb0a4"))
    elif subject.finish == "gull":
        y = high * subject.chance.uniform(0.16, 0.28)
        paint = (
            f'<rect y="{y:.0f}" width="{wide}" height="{high * 0.35 / height * 1.0:.1f}" fill="{LINE_GREY}"/>'
        )
    elif subject.finish == "tide":
        paint = _tide(subject)
    elif subject.finish == "tile":
        count = max(4, round(girth / min(5.4, height * 0.47)))
        size = wide / count
        rows = max(1, int(0.94 * high / (size / stretch)))
        inner_shapes = "".join(
            patterns.tile(
                (column + 0.5) * size, (row + 0.5) * size + 0.04 * high * stretch, size * 0.94, BLUE
            )
            for row in range(rows)
            for column in range(count)
        )
        paint = f'<g transform="scale(1 {1 / stretch:.4f})">{inner_shapes}</g>'
    elif subject.finish == "sardine":
        paint = f'<rect width="{wide}" height="{high * 0.03:.0f}" fill="{BLUE}"/>'
        inner = _shoal(subject, height, girth, stretch)
    elif subject.finish == "ink":
        plain = replace(plain, inside=palette.hexed("#252c58"), rim=palette.hexed("#efeee8"))
    return replace(
        plain,
        drawing=drawn(paint, wide, high) if paint else None,
        inner=drawn(inner, wide, high) if inner else None,
    )


def _wavy(subject: Subject, level: float, swing: float, close: bool = True) -> str:
    """A closed edge around the body that meets itself."""
    wide, high = WRAP
    turns = [
        (subject.chance.choice((2, 3)), subject.chance.uniform(0, 6.28)),
        (5, subject.chance.uniform(0, 6.28)),
    ]
    beyond = 40  # so that no stroke runs down the seam
    points = [
        (
            x,
            high
            * (level + swing * sum(math.sin(times * x / wide * 2 * math.pi + turn) for times, turn in turns)),
        )
        for x in range(-beyond, wide + beyond + 1, 20)
    ]
    edge = "L".join(f"{x} {y:.1f}" for x, y in points)
    return f"M{-beyond} {-beyond}L{edge}L{wide + beyond} {-beyond}Z" if close else f"M{edge}"


def _dips(subject: Subject) -> str:
    second = subject.chance.uniform(0.40, 0.62)
    edge = _wavy(subject, second, 0.012)
    return f'<path d="{edge}" fill="#14507f" stroke="{SEA}" stroke-width="16" stroke-opacity=".9"/>'


def _tide(subject: Subject) -> str:
    strokes = ""
    for place, level in enumerate((0.30, 0.52, 0.73)):
        path = _wavy(subject, level + subject.chance.uniform(-0.02, 0.02), 0.034, close=False)
        strokes += (
            f'<path d="{path}" fill="none" stroke="{BLUE}" stroke-width="{52 - place * 9}" stroke-opacity=".92"/>'
            f'<path d="{path}" fill="none" stroke="#dfe7ee" stroke-width="3" stroke-dasharray="90 60 20 140" '
            f'stroke-opacity=".8" transform="translate(0 {12 - place * 9})"/>'
        )
    return strokes


def _shoal(subject: Subject, height: float, girth: float, stretch: float) -> str:
    wide, high = WRAP
    count = 7 if subject.design == "SLD" else 3
    long = wide * (0.115 if subject.design == "SLD" else 0.22)
    fish = "".join(
        patterns.sardine((place + 0.5) * wide / count, high * 0.30 * stretch, long, 0, BLUE, "#f0f0ea")
        for place in range(count)
    )
    return f'<g transform="scale(1 {1 / stretch:.4f})">{fish}</g>'


def _handle(low: float, high: float, radius: float, reach: float, thick: float, skin: Glaze) -> Part:
    """An ear on the right: from the wall at `high` out and back to the wall at `low`."""
    turn = np.linspace(np.pi * 0.5, -np.pi * 0.5, 26)
    middle, half = (low + high) / 2, (high - low) / 2
    bow = np.cos(turn) ** 0.72
    path = np.stack([radius + reach * bow, middle + half * np.sin(turn) - reach * 0.10 * bow], axis=1)
    return Part(Strap(path, thick, thick * 1.75, 0.42), skin)


def mug(subject: Subject) -> Scene:
    """Breakfast mug: straight and heavy. Everyday mug: a round belly. Coffee cup: short and thin."""
    kind = subject.design
    if kind == "BRM":
        radius, height, wall = subject.about(4.1), subject.about(9.2), 0.38
        knots = [(0, radius * 0.90), (0.4, radius * 0.98), (height * 0.5, radius * 1.01), (height, radius)]
    elif kind == "MUG":
        radius, height, wall = subject.about(4.5), subject.about(8.8), 0.30
        knots = [
            (0, radius * 0.66),
            (0.5, radius * 0.70),
            (height * 0.40, radius),
            (height * 0.75, radius * 0.96),
            (height, radius * 0.93),
        ]
    else:
        radius, height, wall = subject.about(3.4), subject.about(5.4), 0.20
        knots = [(0, radius * 0.55), (0.4, radius * 0.58), (height * 0.5, radius * 0.93), (height, radius)]
    skin = glaze(subject, height, 2 * math.pi * radius, line=0.16 if kind == "BRM" else 0.0)
    body = Turned(profiles.vessel(knots, wall, wall * 1.6))
    side = np.interp([height * 0.28, height * 0.80], [knot[0] for knot in knots], [knot[1] for knot in knots])
    ear = _handle(
        height * 0.24,
        height * 0.80,
        float(side.min()) - wall * 0.7,
        radius * subject.about(0.72),
        wall * 1.25,
        skin,
    )
    turn = turned(subject.chance.uniform(-0.62, -0.15) - (0.4 if subject.other else 0))
    pitch = 0.52 if subject.finish == "sardine" or subject.other else subject.chance.uniform(0.24, 0.30)
    return Scene([Part(body, skin, pose=turn), Part(ear.shape, skin, pose=turn)], pitch, (0.66, 0.50))


def cups(subject: Subject) -> Scene:
    """Two espresso cups without a handle, one a little darker."""
    parts = []
    for place, (x, z) in enumerate(((-3.6, -0.6), (3.5, 1.3))):
        radius, height = subject.about(3.0, 0.04), subject.about(5.6, 0.04)
        skin = glaze(subject, height, 2 * math.pi * radius, line=0.22)
        skin = replace(skin, colour=np.clip(skin.colour * (1.06 if place else 0.9), 0, 1))
        knots = [(0, radius * 0.78), (0.5, radius * 0.88), (height * 0.55, radius), (height, radius * 1.02)]
        parts.append(
            Part(Turned(profiles.vessel(knots, 0.32, 0.5)), skin).moved(x, z, subject.chance.uniform(0, 6))
        )
    return Scene(parts, 0.48 if subject.other else 0.30, (0.68, 0.45))


BOWLS: dict[str, tuple[float, float, list[tuple[float, float]]]] = {
    # radius, height, shape as (part of the height, part of the radius)
    "SPB": (8.0, 7.4, [(0, 0.44), (0.09, 0.43), (0.14, 0.56), (0.45, 0.93), (0.75, 1.0), (1, 0.955)]),
    "SVB": (12.4, 8.2, [(0, 0.36), (0.10, 0.35), (0.15, 0.46), (0.5, 0.80), (1, 1.0)]),
    "SHB": (11.2, 4.6, [(0, 0.46), (0.10, 0.46), (0.2, 0.66), (0.5, 0.90), (1, 1.0)]),
    "CLD": (7.6, 7.0, [(0, 0.40), (0.18, 0.37), (0.24, 0.48), (0.5, 0.86), (0.8, 0.99), (1, 1.0)]),
    "RIC": (6.0, 6.0, [(0, 0.44), (0.13, 0.42), (0.18, 0.52), (0.55, 0.88), (1, 1.0)]),
    "SLD": (
        14.0,
        9.4,
        [(0, 0.34), (0.10, 0.33), (0.16, 0.46), (0.5, 0.80), (0.88, 0.95), (0.96, 0.98), (1, 1.05)],
    ),
}


def bowl(subject: Subject) -> Scene:
    """Bowls by their shape: soup, serving, shallow, with a foot, for rice, for salad."""
    radius, height, shape = BOWLS[subject.design]
    radius, height = subject.about(radius), subject.about(height)
    knots = [
        (part * height, share * radius * (subject.about(1, 0.02) if 0.2 < part < 0.9 else 1))
        for part, share in shape
    ]
    wall = 0.36 if subject.shop.slug == ILHA else 0.45
    skin = glaze(subject, height, 2 * math.pi * radius, line=0.14)
    part = Part(
        Turned(profiles.vessel(knots, wall, height * 0.12 + wall)),
        skin,
        pose=turned(subject.chance.uniform(0, 6)),
    )
    pitch = {"SHB": 0.50, "SVB": 0.42}.get(subject.design, subject.chance.uniform(0.34, 0.40))
    if subject.finish == "sardine" or subject.other:
        pitch = 0.62
    return Scene([part], pitch, (0.70, 0.5))


def vase(subject: Subject) -> Scene:
    """Shoulder vase, bud vase the size of a pear, broad harbour vase."""
    kind = subject.design
    wall = 0.4
    if kind == "SHV":
        height, radius = subject.about(24, 0.10), subject.about(8.2, 0.10)
        level, neck = subject.chance.uniform(0.58, 0.72), subject.chance.uniform(0.34, 0.44)
        knots = [
            (0, 0.58),
            (0.02, 0.62),
            (level * 0.55, 0.90),
            (level, 1.0),
            (level + 0.14, 0.80),
            (0.87, neck),
            (0.93, neck * 0.96),
            (1, neck * 1.14),
        ]
    elif kind == "BDV":
        height, radius = subject.about(11, 0.08), subject.about(3.6, 0.08)
        level, neck, wall = subject.chance.uniform(0.28, 0.40), subject.chance.uniform(0.26, 0.34), 0.28
        knots = [
            (0, 0.66),
            (0.03, 0.72),
            (level, 1.0),
            (0.62, 0.62),
            (0.80, neck),
            (0.92, neck),
            (1, neck * 1.3),
        ]
    else:
        height, radius = subject.about(20, 0.06), subject.about(8.6, 0.06)
        knots = [
            (0, 0.74),
            (0.02, 0.78),
            (subject.chance.uniform(0.34, 0.46), 1.0),
            (0.72, 0.86),
            (0.88, 0.62),
            (0.93, 0.60),
            (1, 0.70),
        ]
    shape = [(part * height, share * radius) for part, share in knots]
    skin = glaze(subject, height, 2 * math.pi * radius, line=0.12)
    lean = turned(subject.chance.uniform(0, 6), 0, 0.025 if kind == "BDV" else 0)
    part = Part(Turned(profiles.vessel(shape, wall, 0.6)), skin, pose=lean)
    return Scene(
        [part],
        0.46 if subject.other else subject.chance.uniform(0.20, 0.26),
        (0.60, 0.68 if kind == "SHV" else 0.62),
    )


def jar(subject: Subject) -> Scene:
    """Salt jar with an oak lid; sugar jar whose lid is of the same clay, with a knob."""
    radius, height = subject.about(5.4), subject.about(9.4)
    knots = [
        (0, radius * 0.82),
        (0.5, radius * 0.90),
        (height * 0.5, radius),
        (height * 0.85, radius * 0.93),
        (height, radius * 0.86),
    ]
    skin = glaze(subject, height, 2 * math.pi * radius, line=0.18)
    parts = [Part(Turned(profiles.vessel(knots, 0.42, 0.6)), skin)]
    if subject.design == "SLT":
        grain = skins.wood(palette.OAK, subject.random, 12)
        lid = [
            (0, radius * 0.88),
            (0.25, radius * 0.94),
            (1.0, radius * 0.94),
            (1.25, radius * 0.88),
            (1.3, radius * 0.22),
            (1.6, radius * 0.15),
            (2.3, radius * 0.22),
            (2.7, radius * 0.2),
            (2.8, radius * 0.1),
        ]
        parts.append(Part(Turned(profiles.solid(lid), 0.08), grain, (0, height + 0.1, 0)))
    else:
        top = replace(skin, drawing=None, line=-1.0, height=99.0, rim=None, inner=None)
        lid = [
            (0, radius * 0.90),
            (0.3, radius * 0.93),
            (0.8, radius * 0.78),
            (1.6, radius * 0.38),
            (1.9, radius * 0.16),
            (2.2, radius * 0.15),
            (2.7, radius * 0.26),
            (3.1, radius * 0.22),
            (3.3, radius * 0.05),
        ]
        parts.append(Part(Turned(profiles.solid(lid), 0.08), top, (0, height + 0.05, 0)))
    if subject.other:
        lid_part = parts.pop()
        parts.append(lid_part.moved(radius * 1.9, radius * 0.9, 0.4, -height))
    return Scene(parts, 0.44 if subject.other else subject.chance.uniform(0.24, 0.30), (0.62, 0.56))


def bottle(subject: Subject) -> Scene:
    """Oil bottle with cork, slim water carafe with its saucer, wine carafe with a neck set on."""
    kind = subject.design
    height = subject.about({"OIL": 19.0, "CRF": 25.0, "WIN": 24.0}[kind], 0.05)
    radius = subject.about({"OIL": 4.4, "CRF": 4.4, "WIN": 6.2}[kind], 0.05)
    shoulder = subject.chance.uniform(0.46, 0.58)
    shapes = {
        "OIL": [
            (0, 0.86),
            (0.03, 0.92),
            (shoulder * 0.7, 1.0),
            (shoulder, 0.96),
            (0.76, 0.38),
            (0.84, 0.27),
            (0.95, 0.26),
            (0.97, 0.36),
            (1, 0.36),
        ],
        "CRF": [(0, 0.84), (0.02, 0.90), (0.30, 1.0), (0.58, 0.80), (0.78, 0.50), (0.92, 0.50), (1, 0.66)],
        "WIN": [
            (0, 0.72),
            (0.02, 0.78),
            (0.22, 1.0),
            (shoulder * 0.8, 0.86),
            (0.66, 0.34),
            (0.86, 0.28),
            (1, 0.48),
        ],
    }
    knots = [(part * height, share * radius) for part, share in shapes[kind]]
    skin = glaze(subject, height, 2 * math.pi * radius, line=0.12)
    parts = [Part(Turned(profiles.vessel(knots, 0.32, 0.6)), skin, pose=turned(subject.chance.uniform(0, 6)))]
    if kind == "OIL":
        cork = skins.plain(palette.hexed("#b98d5e"), 0.04, 0.5)
        parts.append(Part(Turned(profiles.solid([(0, 0.86), (2.2, 1.0)]), 0.1), cork, (0, height - 0.7, 0)))
    if kind == "CRF" and subject.finish == "slate-grey":
        plate = [(0, radius * 0.9), (0.3, radius * 1.0), (0.9, radius * 1.5), (1.3, radius * 1.62)]
        parts = [part.moved(0, 0, 0, 0.6) for part in parts]
        parts.append(Part(Turned(profiles.vessel(plate, 0.35, 0.55)), replace(skin, line=-1.0, height=30.0)))
    return Scene(parts, 0.42 if subject.other else subject.chance.uniform(0.18, 0.23), (0.6, 0.70))
