"""Bars and blocks of soap, shaving soap in tins, hand soap with a pump, bath salt: Sabão Velho."""

import math

import numpy as np

from feria.demo.pictures import labels, lettering, palette, profiles, skins
from feria.demo.pictures.fields import Array, drawn, mix, noise, sampled, smooth
from feria.demo.pictures.forms import pantry
from feria.demo.pictures.skins import Skin, Surface, Syrup
from feria.demo.pictures.solids import Block, Part, Strap, Turned, turned
from feria.demo.pictures.stage import Scene
from feria.demo.pictures.subject import Subject

FLECKS = {
    "lavender": "#6a568f",
    "oat": "#9a7a4a",
    "rosemary": "#4f6138",
    "orange": "#a14a16",
    "lemongrass": "#8a8a35",
}


def _soap(subject: Subject, stamp: Array, size: tuple[float, float, float]) -> Skin:
    """Colour all through, a little veined, with flecks and the year pressed into the top."""
    colour = palette.hexed(palette.SCENTS[subject.finish]) * subject.random.uniform(0.95, 1.04)
    vein, cloud = noise(subject.random, 2.4), noise(subject.random, 6.0)
    fleck = noise(subject.random, 0.34)
    dust = palette.hexed(FLECKS.get(subject.finish, "#000000"))

    def skin(points: Array, normals: Array) -> Surface:
        shade = 1 + 0.05 * cloud(points) + 0.05 * np.abs(vein(points + 0.8 * cloud(points)))
        found = colour * shade[:, None]
        if subject.finish in FLECKS:
            found = mix(found, np.broadcast_to(dust, found.shape), smooth(1.25, 1.5, fleck(points)) * 0.8)
        across, down = points[0] / (size[0] * 0.7) + 0.5, points[2] / (size[2] * 0.7) + 0.5
        on = (across > 0) & (across < 1) & (down > 0) & (down < 1) & (normals[1] > 0.8)
        press = sampled(stamp, np.clip(across, 0, 1), np.clip(down, 0, 1))[:, 3] * on
        found = found * (1 - 0.30 * press)[:, None]
        tilt = np.stack(
            [0.05 * vein(points * 1.5), 0.03 * cloud(points * 2), 0.05 * vein(points[::-1] * 1.3)]
        )
        return Surface(np.clip(found, 0, 1), 0.25, 0.25, 0.55, tilt=tilt)

    return skin


def _stamped(lines: tuple[str, ...], size: tuple[float, float]) -> Array:
    wide, high = round(size[0] * 90), round(size[1] * 90)
    step = high / (len(lines) + 1)
    text = "".join(
        lettering.fitted(one, wide / 2, step * (place + 0.72), step * 0.56, wide * 0.9, "#000", weight=1.7)
        for place, one in enumerate(lines)
    )
    frame = (
        f'<rect x="8" y="8" width="{wide - 16}" height="{high - 16}" rx="26" '
        'fill="none" stroke="#000" stroke-width="9"/>'
    )
    return drawn(frame + text, wide, high)


def bar(subject: Subject) -> Scene:
    """Two bars: one lies, one leans on it; some stand on edge."""
    size = (subject.about(8.6, 0.04), subject.about(3.0, 0.08), subject.about(5.6, 0.05))
    skin = _soap(subject, _stamped(("Sabão", "Velho"), (6, 3.9)), size)
    body = Block(size, subject.chance.uniform(0.45, 0.9))
    lying = Part(body, skin).moved(0, 0, subject.chance.uniform(0.2, 0.5))
    parts = [lying]
    if subject.number % 2 or subject.other:
        pose = turned(subject.chance.uniform(-0.5, -0.2))
        parts.append(
            Part(
                body,
                skin,
                (subject.chance.uniform(-0.6, 0.6), size[1] + 0.02, subject.chance.uniform(-0.3, 0.3)),
                pose,
            )
        )
    else:
        lean = turned(0.35, -1.12)
        parts.append(Part(body, skin, (1.4, 2.75, -3.2), lean))
    if subject.other:
        parts.append(Part(body, skin).moved(-2.0, size[2] * 1.25, -0.5))
    return Scene(parts, subject.chance.uniform(0.46, 0.56), (0.70, 0.5))


def block(subject: Subject) -> Scene:
    """A plain household block with the weight stamped on it, a slice cut off."""
    size = (subject.about(14, 0.04), subject.about(5.6, 0.05), subject.about(6.4, 0.05))
    skin = _soap(subject, _stamped(("Sabão", "400 g"), (9.8, 4.5)), size)
    parts = [Part(Block(size, 0.35), skin).moved(0, 0, 0.42)]
    piece = (size[0] * 0.22, size[1], size[2])
    parts.append(
        Part(Block(piece, 0.3), _soap(subject, _stamped(("400",), (2, 4)), piece)).moved(
            size[0] * 0.66, size[2] * 0.25, 0.62
        )
    )
    return Scene(parts, 0.52 if not subject.other else 0.7, (0.72, 0.5))


def shaving(subject: Subject) -> Scene:
    """Soap in a tin, the lid against its side."""
    radius, height = subject.about(4.4, 0.03), subject.about(3.2, 0.05)
    silver = skins.metal(palette.hexed("#cdccc8"), 0.18)
    colour = palette.hexed(palette.SCENTS[subject.finish])
    paper = labels.label(
        "Sabão Velho", "shaving", palette.code(colour * 0.5), subject.chance, size=(900, 300), sign="leaf"
    )
    body = skins.labelled(silver, paper, height * 0.12, height * 0.86, turn=0.0, wide=0.36)
    wall = [(0, radius * 0.97), (0.15, radius), (height, radius)]
    cake = [
        (0, radius * 0.9),
        (height * 0.72, radius * 0.94),
        (height * 0.9, radius * 0.86),
        (height * 0.96, radius * 0.4),
    ]
    soap = _soap(subject, _stamped(("Velho",), (4, 4)), (radius * 1.7, 1, radius * 1.7))
    cap = [(0, radius * 1.03), (1.3, radius * 1.03), (1.55, radius * 0.97)]
    parts = [
        Part(Turned(profiles.vessel(wall, 0.12, 0.2), 0.03), body),
        Part(Turned(profiles.solid(cake), 0.15), soap, (0, 0.2, 0)),
    ]
    lid_skin = _lidded(silver, colour)
    if subject.number % 2 == 0 or subject.other:
        parts.append(Part(Turned(profiles.solid(cap), 0.05), lid_skin, (radius * 2.15, 0, radius * 0.5)))
    else:
        pose = turned(0.35, 1.15)
        parts.append(
            Part(
                Turned(profiles.solid(cap), 0.05),
                lid_skin,
                (radius * 1.75, radius * 0.945, -radius * 0.2),
                pose,
            )
        )
    return Scene(parts, 0.44, (0.72, 0.46))


def _lidded(metal: Skin, colour: Array) -> Skin:
    """A metal lid with a painted round and the seller's letters on top."""
    art = drawn(
        '<circle cx="300" cy="300" r="250" fill="#fff"/>' + lettering.line("SV", 300, 210, 180, "#222", 1.3),
        600,
        600,
    )

    def skin(points: Array, normals: Array) -> Surface:
        found = metal(points, normals)
        across, down = points[0] / 8.6 + 0.5, points[2] / 8.6 + 0.5
        on = (np.hypot(points[0], points[2]) < 4.2) & (np.abs(normals[1]) > 0.9)
        ink = sampled(art, np.clip(across, 0, 1), np.clip(down, 0, 1))
        cover = ink[:, 3] * on
        paint = ink[:, :1] * colour + (1 - ink[:, :1]) * colour * 0.25
        found.colour = mix(np.asarray(found.colour), paint, cover)
        found.metal = found.metal * (1 - cover)
        found.gloss = 1 - 0.6 * cover
        return found

    return skin


def pump(subject: Subject) -> Scene:
    """Liquid soap in glass with a pump."""
    height, radius = subject.about(14, 0.05), subject.about(3.7, 0.05)
    knots = [(0, 0.92), (0.03, 1.0), (0.72, 1.0), (0.88, 0.68), (0.94, 0.42), (1, 0.42)]
    shape = [(h * height, r * radius) for h, r in knots]
    amber = subject.finish in ("orange", "olive")
    liquid = Syrup(
        palette.hexed(
            {"orange": "#a3571c", "olive": "#9a8a3a", "rosemary": "#b9bf86", "lavender": "#b3a3cc"}[
                subject.finish
            ]
        ),
        0.7,
        0.8,
        height=height,
    )
    inner = [(h + 0.3, r - 0.06) for h, r in shape if h < height * 0.9]
    paper = pantry.wrapped(
        subject, pantry.crystal if not amber else _amber, radius, (height * 0.14, height * 0.64), "drop", 0.34
    )
    black = skins.plain(palette.hexed(subject.chance.choice(("#262525", "#d8d6d0", "#b79a62"))), 0.5, 0.2)
    spout = np.array([[0, 0], [0, 2.2], [-0.2, 2.9], [-1.0, 3.2], [-2.6, 3.15], [-3.3, 2.75]])
    collar = [
        (0, radius * 0.50),
        (1.5, radius * 0.50),
        (1.8, radius * 0.36),
        (2.2, radius * 0.22),
        (3.4, radius * 0.20),
    ]
    pose = turned(subject.chance.uniform(-0.5, 0.1) + (0.9 if subject.other else 0))
    parts = [
        Part(Turned(profiles.solid(inner), 0.05), liquid, stops=0.7),
        Part(Turned(profiles.solid(collar), 0.06), black, (0, height - 0.5, 0)),
        Part(Strap(spout, 0.42, 0.5), black, (0, height + 2.2, 0), pose),
        Part(Turned(profiles.solid([(0, 0.85), (0.5, 1.0), (0.8, 0.9)]), 0.1), black, (0, height + 5.0, 0)),
        Part(Turned(profiles.vessel(shape, 0.2, 0.4), 0.05), paper, glass=True, stops=0.2),
    ]
    return Scene(parts, 0.20, (0.56, 0.68))


def _amber(points: Array, normals: Array) -> Surface:
    tint = np.array([0.62, 0.33, 0.10], dtype=np.float32)
    return Surface(np.broadcast_to(tint, (points.shape[1], 3)), 1.0, 0.04)


def salt(subject: Subject) -> Scene:
    """Coarse salt in a preserving jar with a wooden spoon beside it."""
    radius, height = subject.about(4.6, 0.04), subject.about(11, 0.05)
    neck = radius * 0.84
    knots = [
        (0, radius * 0.92),
        (0.4, radius),
        (height * 0.78, radius),
        (height * 0.90, neck),
        (height, neck),
    ]
    inner = [
        (0.35, radius * 0.86),
        (0.8, radius - 0.06),
        (height * 0.72, radius - 0.06),
        (height * 0.745, radius * 0.7),
    ]
    grains = _grains(subject)
    paper = pantry.wrapped(subject, pantry.crystal, radius, (height * 0.22, height * 0.64), "wave", 0.28)
    cork = skins.plain(palette.hexed("#c2996a"), 0.05, 0.5)
    wood = skins.wood(palette.OAK, subject.random, 12)
    spoon = np.array([[-3.4, 0.30], [-1.0, 0.42], [2.4, 0.62], [4.6, 0.55]])
    hollow = [(0, 0.7), (0.2, 1.1), (0.8, 1.5), (1.0, 1.55)]
    z = radius * 1.35
    turn = subject.chance.uniform(-0.45, 0.15)
    parts = [
        Part(Turned(profiles.solid(inner), 0.08), grains, stops=0.9),
        Part(
            Turned(profiles.solid([(0, neck * 0.92), (1.7, neck * 1.02)]), 0.12), cork, (0, height - 0.6, 0)
        ),
        Part(Turned(profiles.vessel(knots, 0.16, 0.35), 0.04), paper, glass=True, stops=0.2),
        Part(Strap(spoon, 0.26, 0.42), wood).moved(0.6, z, turn),
        Part(Turned(profiles.vessel(hollow, 0.22, 0.3), 0.06), wood).moved(
            0.6 - 4.2 * math.cos(turn), z + 4.2 * math.sin(turn)
        ),
    ]
    return Scene(parts, 0.42 if subject.other else 0.30, (0.62, 0.60))


def _grains(subject: Subject) -> Skin:
    fine, coarse = noise(subject.random, 0.22), noise(subject.random, 0.5)
    dust = palette.hexed(palette.SCENTS[subject.finish])

    def skin(points: Array, normals: Array) -> Surface:
        rough = fine(points)
        colour = np.array([0.86, 0.87, 0.87]) * (1 + 0.10 * rough + 0.05 * coarse(points))[:, None]
        if subject.finish != "sea":
            colour = mix(
                colour, np.broadcast_to(dust, colour.shape), smooth(1.0, 1.3, coarse(points[::-1] + 3)) * 0.8
            )
        tilt = 0.22 * np.stack([rough, fine(points[::-1]), coarse(points * 1.3)])
        return Surface(np.clip(colour, 0, 1), 0.5, 0.2, 0.5, tilt=tilt)

    return skin
