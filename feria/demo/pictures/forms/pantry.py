"""Honey in jars, oil in bottles and tins, vinegar: Mel do Vale."""

import math

import numpy as np

from feria.demo.pictures import labels, palette, profiles, skins
from feria.demo.pictures.fields import Array, mix, sampled
from feria.demo.pictures.skins import Skin, Surface, Syrup
from feria.demo.pictures.solids import Block, Part, Turned, turned
from feria.demo.pictures.stage import Scene
from feria.demo.pictures.subject import Subject

NAMES = {
    "orange-blossom": "orange blossom", "arbutus": "strawberry tree", "cobrancosa": "cobrançosa",
    "early": "early harvest", "smoked": "smoked", "honey-vinegar": "honey vinegar", "fig-vinegar": "fig vinegar",
    "spring": "spring flowers",
}  # fmt: skip
INKS = ("#3a2a1c", "#7a2f22", "#2f4a34", "#27395f", "#8a5a14")
BITS = {"walnuts": "#6b4526", "almonds": "#e6cfa6", "pollen": "#f2d45c"}


def crystal(points: Array, normals: Array) -> Surface:
    """Clear glass."""
    tint = np.array([0.93, 0.965, 0.95], dtype=np.float32)
    return Surface(np.broadcast_to(tint, (points.shape[1], 3)), 1.0, 0.04)


def name_of(subject: Subject) -> str:
    """What stands on the label."""
    return NAMES.get(subject.finish, subject.finish)


def wrapped(
    subject: Subject, base: Skin, radius: float, levels: tuple[float, float], sign: str, share: float = 0.30
) -> Skin:
    """A label around a share of the circumference, between two heights."""
    low, high = levels
    wide = 2 * math.pi * radius * share
    size = (round(90 * wide), round(90 * (high - low)))
    paper = labels.label(
        subject.shop.name, name_of(subject), subject.chance.choice(INKS), subject.chance, size=size, sign=sign
    )
    return skins.labelled(base, paper, low, high, turn=subject.chance.uniform(-0.12, 0.12), wide=share)


def honey(subject: Subject) -> Scene:
    """Honey in a glass with a metal lid; the low jars hold something more."""
    low = subject.design == "MIX"
    radius = subject.about(4.5 if low else 4.2, 0.04)
    height = subject.about(6.4 if low else 9.4, 0.05)
    neck = radius * 0.90
    knots = [
        (0, radius * 0.90),
        (0.5, radius * 0.99),
        (height * 0.3, radius),
        (height * 0.80, radius),
        (height * 0.92, neck),
        (height, neck),
    ]
    colour = palette.hexed(palette.LIQUIDS[subject.finish])
    bits = (
        skins.speckles(subject.random, 260, 5.5 if subject.finish != "pollen" else 1.5)
        if subject.finish in BITS
        else None
    )
    creamy = subject.finish in ("rosemary", "cinnamon")
    syrup = Syrup(
        colour,
        0.25 if creamy else 1.0,
        0.5,
        bits,
        palette.hexed(BITS[subject.finish]) if bits is not None else None,
        height,
    )
    inner = [(h + 0.25, max(r - 0.05, 0.1)) for h, r in knots[:-2]] + [(height * 0.93, neck - 0.05)]
    paper = wrapped(subject, crystal, radius, (height * 0.14, height * 0.74), "bee")
    lid_colour = subject.chance.choice(("#d1a84a", "#d1a84a", "#c9c9c6", "#2f2d2b", "#efe9dc"))
    metal = (
        skins.metal(palette.hexed(lid_colour), 0.22)
        if lid_colour[1] in "dc"
        else skins.lacquered(palette.hexed(lid_colour))
    )
    lid = [(0, neck * 1.07), (0.15, neck * 1.09), (1.25, neck * 1.08), (1.5, neck * 1.02)]
    parts = [
        Part(Turned(profiles.solid(inner), 0.05), syrup, stops=0.75),
        Part(Turned(profiles.solid(lid), 0.05), metal, (0, height - 0.7, 0)),
        Part(Turned(profiles.vessel(knots, 0.14, 0.3), 0.04), paper, glass=True, stops=0.2),
    ]
    if subject.other:
        parts[1] = parts[1].moved(radius * 1.7, radius * 1.2, 0, 0.7 - height)
    pose_pitch = 0.40 if subject.other else subject.chance.uniform(0.22, 0.27)
    return Scene(parts, pose_pitch, (0.58, 0.50 if low else 0.58))


def _dark_glass(colour: Array) -> Syrup:
    return Syrup(colour, 0.30, 1.0, height=30.0)


def oil(subject: Subject) -> Scene:
    """Olive oil in dark glass: round shoulders, a pourer's cap."""
    height, radius = subject.about(24, 0.05), subject.about(3.6, 0.05)
    shoulder = subject.chance.uniform(0.56, 0.66)
    knots = [
        (0, 0.92),
        (0.015, 0.98),
        (0.03, 1.0),
        (shoulder, 1.0),
        (shoulder + 0.11, 0.66),
        (shoulder + 0.18, 0.36),
        (0.93, 0.33),
        (0.94, 0.40),
        (0.965, 0.40),
        (1, 0.36),
    ]
    glass = palette.hexed(subject.chance.choice(("#3a4a1c", "#2f3f1f", "#4a3414", "#41501e")))
    skin = wrapped(
        subject, _dark_glass(glass), radius, (height * 0.10, height * (shoulder - 0.07)), "olive", 0.34
    )
    body = Part(Turned(profiles.solid([(h * height, r * radius) for h, r in knots]), 0.08), skin)
    return Scene(
        [body, _cap(subject, radius * 0.40, height)],
        0.36 if subject.other else subject.chance.uniform(0.16, 0.20),
        (0.5, 0.72),
    )


def _cap(subject: Subject, radius: float, height: float) -> Part:
    colour = palette.hexed(subject.chance.choice(("#262423", "#b98d5e", "#c2a24e")))
    skin = skins.plain(colour, 0.35, 0.3)
    return Part(
        Turned(profiles.solid([(0, radius * 1.02), (1.5, radius * 1.02), (1.9, radius * 0.96)]), 0.08),
        skin,
        (0, height - 0.7, 0),
    )


def vinegar(subject: Subject) -> Scene:
    """Vinegar in clear glass with a cork; the colour is its own."""
    height, radius = subject.about(23, 0.04), subject.about(3.3, 0.05)
    knots = [
        (0, 0.92),
        (0.02, 1.0),
        (0.52, 1.0),
        (0.66, 0.62),
        (0.76, 0.38),
        (0.94, 0.35),
        (0.95, 0.45),
        (1, 0.45),
    ]
    shape = [(h * height, r * radius) for h, r in knots]
    inner = [(h + 0.3, r - 0.06) for h, r in shape if h < height * 0.78]
    syrup = Syrup(palette.hexed(palette.LIQUIDS[subject.finish]), 0.9, 0.6, height=height)
    skin = wrapped(subject, crystal, radius, (height * 0.10, height * 0.46), "drop", 0.34)
    cork = skins.plain(palette.hexed("#b98d5e"), 0.04, 0.5)
    parts = [
        Part(Turned(profiles.solid(inner), 0.05), syrup, stops=0.7),
        Part(
            Turned(profiles.solid([(0, radius * 0.30), (2.6, radius * 0.40)]), 0.1),
            cork,
            (0, height - 1.4, 0),
        ),
        Part(Turned(profiles.vessel(shape, 0.18, 0.4), 0.05), skin, glass=True, stops=0.2),
    ]
    return Scene(parts, 0.36 if subject.other else 0.18, (0.5, 0.72))


def can(subject: Subject) -> Scene:
    """Oil in a rectangular tin with a screw cap, printed all over the front."""
    wide, deep, high = subject.about(11.5, 0.05), subject.about(7.0, 0.05), subject.about(17.5, 0.05)
    ink = subject.chance.choice(INKS)
    ground = palette.hexed({"galega": "#6f7f3a", "cobrancosa": "#c9b24a", "early": "#4e7a4a"}[subject.finish])
    paper = labels.label(
        subject.shop.name, name_of(subject), ink, subject.chance, size=(760, 1080), sign="olive"
    )
    front = _fronted(skins.lacquered(ground), paper, wide * 0.80, (high * 0.10, high * 0.90))
    pose = turned(subject.chance.uniform(0.28, 0.45) * (-1 if subject.other else 1))
    silver = skins.metal(palette.hexed("#cfcfca"), 0.2)
    cap = Part(
        Turned(profiles.solid([(0, 1.5), (1.3, 1.5), (1.5, 1.4)]), 0.06),
        skins.plain(palette.hexed("#26302a"), 0.3, 0.3),
        (wide * 0.26, high + 0.3, 0),
    )
    parts = [
        Part(Block((wide, high, deep), 0.7), front, pose=pose),
        Part(Block((wide * 0.97, 0.45, deep * 0.97), 0.2), silver, (0, high - 0.1, 0), pose),
        cap.moved(0, 0, math.atan2(pose[0, 2], pose[0, 0])),
    ]
    return Scene(parts, subject.chance.uniform(0.20, 0.26), (0.58, 0.64))


def _fronted(base: Skin, paper: Array, wide: float, levels: tuple[float, float]) -> Skin:
    """A printed front on a box's face towards z."""

    def skin(points: Array, normals: Array) -> Surface:
        found = base(points, normals)
        across, down = points[0] / wide + 0.5, (levels[1] - points[1]) / (levels[1] - levels[0])
        on = (across > 0) & (across < 1) & (down > 0) & (down < 1) & (normals[2] > 0.7)
        ink = sampled(paper, np.clip(across, 0, 1), np.clip(down, 0, 1))
        found.colour = mix(np.asarray(found.colour), ink[:, :3], ink[:, 3] * on)
        return found

    return skin
