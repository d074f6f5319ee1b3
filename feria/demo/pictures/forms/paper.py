"""Prints, desk pads, notebooks and cards of Prensa Norte, on a table."""

from random import Random

import numpy as np

from feria.demo.pictures import palette, patterns, prints, skins
from feria.demo.pictures import table as flat
from feria.demo.pictures.fields import Array, blurred, drawn, sampled, smooth
from feria.demo.pictures.subject import Subject
from feria.demo.pictures.table import Face, Layout, Painter, Slab

FRAMES = ("holm-oak", "ash", "walnut", "#26241f", "#efece4")
SHEET = "#f7f3ea"


def _art(subject: Subject) -> Array:
    svg = prints.SUBJECTS[subject.finish](Random(subject.number))
    return drawn(f'<g transform="scale(2)">{svg}</g>', prints.WIDE * 2, prints.HIGH * 2)


def _sheet(subject: Subject, border: float) -> Painter:
    """A print on its sheet with a margin, the ink a little worn where the block was."""
    art = _art(subject)
    linocut = subject.design == "LIN"

    def face(wide: int, high: int, scale: float) -> Face:
        sheet = np.broadcast_to(palette.hexed(SHEET), (high, wide, 3)).astype(np.float32).copy()
        gap = round(border * wide)
        inner = flat.printed(art, subject.number, 0.10, 0.55 if linocut else 0.28)(wide, high, scale).colour
        target_wide = wide - 2 * gap
        target_high = min(round(target_wide * prints.HIGH / prints.WIDE), high - 2 * gap)
        rows, columns = np.mgrid[0:target_high, 0:target_wide].astype(np.float32)
        found = sampled(inner, (columns.ravel() + 0.5) / target_wide, (rows.ravel() + 0.5) / target_high)
        sheet[gap : gap + target_high, gap : gap + target_wide] = found.reshape(target_high, target_wide, 3)
        base = flat.printed(sheet, subject.number + 1, 0.12)(wide, high, scale)
        if linocut:
            pressed = np.zeros((high, wide), dtype=np.float32)
            pressed[gap : gap + target_high, gap : gap + target_wide] = -1.0
            base.relief = (base.relief if base.relief is not None else 0) + blurred(pressed, 1.2) * 0.9
        return base

    return face


def print_(subject: Subject) -> Layout:
    """A linocut in a frame or as a sheet; a poster as a sheet. The second picture shows the other way."""
    size = (31.0, 42.5)
    turn = subject.chance.uniform(-3.5, 3.5)
    framed = (subject.design == "LIN" and subject.number % 4 != 1) != subject.other
    border = subject.chance.uniform(0.07, 0.10)
    if not framed:
        under = Slab(
            (size[0] + 0.6, size[1] + 0.6),
            flat.paper(palette.hexed("#d8d2c4"), 3),
            0.25,
            0.05,
            0.05,
            turn=turn - 3.2,
            at=(0.8, -0.6),
        )
        top = Slab(size, _sheet(subject, border), 0.22, 0.05, 0.05, turn=turn, lift=0.25, seed=subject.number)
        return Layout([under, top], (0.70, 0.72))
    frame = subject.chance.choice(FRAMES)
    bar = subject.chance.uniform(1.3, 2.0)
    outer = (size[0] + 2 * bar, size[1] + 2 * bar)
    wood = Slab(outer, _moulding(subject, frame), 2.4, 0.15, 0.35, turn=turn, seed=1)
    sheet = Slab(
        size, _inset(_sheet(subject, border * 1.25)), 0.0, 0.02, 0.01, turn=turn, seed=subject.number
    )
    return Layout([wood, sheet], (0.72, 0.74))


def _moulding(subject: Subject, frame: str) -> Painter:
    def face(wide: int, high: int, scale: float) -> Face:
        rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
        if frame.startswith("#"):
            colour = np.broadcast_to(palette.hexed(frame), (high, wide, 3)).astype(np.float32)
            return Face(colour, None)
        grain = skins.wood(palette.WOODS[frame], np.random.default_rng(subject.number), 40)
        x, y = columns / scale, rows / scale
        edge_x, edge_y = np.minimum(x, wide / scale - x), np.minimum(y, high / scale - y)
        level = edge_y < edge_x
        along, across = np.where(level, x, y), np.where(level, edge_y, edge_x)
        points = np.stack([along.ravel(), across.ravel() * 0.6, across.ravel() + 30 * level.ravel()])
        colour, _ = grain.grained(points.astype(np.float32))
        mitre = 1 - 0.35 * np.exp(-(((edge_x - edge_y) / 0.07) ** 2))
        return Face((colour.reshape(high, wide, 3) * mitre[..., None]).astype(np.float32), None)

    return face


def _inset(painter: Painter) -> Painter:
    """The frame's shadow on what lies in it, and the faint sheen of its glass."""

    def face(wide: int, high: int, scale: float) -> Face:
        found = painter(wide, high, scale)
        rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32) / scale
        dark = (
            1
            - 0.30 * np.exp(-columns / 0.55)
            - 0.30 * np.exp(-rows / 0.60)
            - 0.08 * np.exp(-(wide / scale - columns) / 0.3)
        )
        slant = columns * 0.8 + rows
        sheen = 0.035 * smooth(8, 15, slant) * smooth(27, 20, slant)
        found.colour = (found.colour * dark[..., None] + sheen[..., None]).astype(np.float32)
        return found

    return face


def _pattern(subject: Subject, seed: int, paper_and_ink: tuple[str, str] | None = None) -> Painter:
    repeat, paper, ink = patterns.REPEATS[subject.finish]
    if paper_and_ink:
        paper, ink = paper_and_ink

    def art(wide: int, high: int) -> Array:
        return drawn(repeat(Random(seed), (wide, high), paper, ink), wide, high)

    return flat.printed(art, seed, 0.12, 0.35)


def notebook(subject: Subject) -> Layout:
    """A sewn notebook on another of its kind; the second picture opens it."""
    size = (subject.about(24, 0.02), subject.about(33, 0.02))
    turn = subject.chance.uniform(2, 7)
    cloth = palette.hexed(subject.chance.choice(("#2f3f70", "#8c3f33", "#3f5a46", "#2b2928", "#b98a3a")))
    slabs: list[Slab] = []
    if subject.other:
        pages = Slab((size[0] * 1.96, size[1]), _pages(subject), 0.9, 0.5, 0.3, turn=turn)
        cover = Slab(
            (size[0] * 2.03, size[1] + 0.8), _pattern(subject, subject.number), 0.5, 0.6, 0.2, turn=turn
        )
        return Layout([cover, pages], (0.80, 0.6))
    swapped = patterns.REPEATS[subject.finish][:0:-1]
    below = subject.chance.choice((-1, 1))
    slabs += _book(
        subject,
        size,
        -8.0 * below + turn * 0.3,
        (-4.4 * below, 0.4),
        cloth * 0.8,
        _pattern(subject, subject.number + 900, (swapped[0], swapped[1])),
    )
    slabs += _book(
        subject, size, turn * below * 0.5, (3.2 * below, -0.8), cloth, _pattern(subject, subject.number)
    )
    return Layout(slabs, (0.72, 0.70))


def _book(
    subject: Subject,
    size: tuple[float, float],
    turn: float,
    at: tuple[float, float],
    cloth: Array,
    cover: Painter,
) -> list[Slab]:
    angle = np.radians(turn)
    wide = size[0] * 0.10
    shift = -(size[0] - wide) / 2
    spine_at = (at[0] + shift * float(np.cos(angle)), at[1] + shift * float(np.sin(angle)))
    off = (at[0] + 0.18, at[1] - 0.18)
    return [
        Slab(
            (size[0] - 0.3, size[1] - 0.4), flat.paper(palette.hexed("#efe8d8"), 5), 1.0, 0.5, 0.3, off, turn
        ),
        Slab(size, cover, 0.35, 0.6, 0.16, at, turn, seed=subject.number),
        Slab((wide, size[1]), _cloth_spine(cloth, subject.number), 0.02, 0.12, 0.12, spine_at, turn),
    ]


def _cloth_spine(colour: Array, seed: int) -> Painter:
    def face(wide: int, high: int, scale: float) -> Face:
        rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
        weave = np.sin(rows * 1.6) * np.sin(columns * 1.6)
        return Face((colour * (1 + 0.10 * weave)[..., None]).astype(np.float32), weave * 0.35)

    return face


def _pages(subject: Subject) -> Painter:
    """An open spread: dots or lines, a gutter with the linen thread."""

    def face(wide: int, high: int, scale: float) -> Face:
        base = flat.paper(palette.hexed("#f3eee1"), subject.number)(wide, high, scale)
        rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
        step = scale * 1.25
        kind = subject.number % 3
        if kind == 1:
            mark = np.exp(-((((rows + step / 2) % step - step / 2) / 0.8) ** 2)) * 0.35
        elif kind == 2:
            mark = (
                np.exp(-((np.hypot((rows % step) - step / 2, (columns % step) - step / 2) / 1.3) ** 2)) * 0.7
            )
        else:
            mark = np.zeros_like(rows)
        inside = (rows > step * 1.2) & (rows < high - step) & (np.abs(columns - wide / 2) > step * 0.7)
        gutter = np.abs(columns - wide / 2) / wide
        colour = (
            base.colour
            * (1 - 0.4 * mark * inside)[..., None]
            * (1 - 0.38 * np.exp(-gutter / 0.018))[..., None]
        )
        thread = (np.abs(columns - wide / 2) < 1.4) & ((rows % (high / 5)) < high / 10)
        colour = np.where(thread[..., None], palette.hexed("#d8cbb0"), colour)
        bulge = 9.0 * np.exp(-(((gutter - 0.13) / 0.13) ** 2))
        return Face(
            colour.astype(np.float32),
            ((base.relief if base.relief is not None else 0) + bulge).astype(np.float32),
        )

    return face


def cards(subject: Subject) -> Layout:
    """A fan of cards over their envelopes."""
    repeat_paper, ink = patterns.REPEATS[subject.finish][1:]
    size = (15.0, 21.0)
    kraft = palette.hexed(subject.chance.choice(("#c9a77c", "#dfe3e6", "#e8dcc4", "#b9c2b0")))
    slabs = [
        Slab((22.0, 15.6), _envelope(kraft), 0.25, 0.15, 0.08, (2.4, 5.6), subject.chance.uniform(-9, 4))
    ]
    places = ((-7.2, -1.0, 9.0), (0.4, -2.2, -1.0), (7.8, -3.2, -9.0))
    order = (1, 0, 2) if subject.other else (0, 1, 2)
    inks = (
        [(repeat_paper, ink), (ink, repeat_paper), (repeat_paper, ink)]
        if subject.finish != "rain"
        else [(repeat_paper, ink)] * 3
    )
    for place in order:
        x, y, turn = places[place]
        turn += subject.chance.uniform(-2, 2)
        face = _bordered(subject, subject.number * 10 + place, inks[place])
        slabs.append(Slab(size, face, 0.30, 0.08, 0.10, (x, y), turn, seed=place))
    return Layout(slabs, (0.82, 0.70))


def _bordered(subject: Subject, seed: int, paper_and_ink: tuple[str, str]) -> Painter:
    """A card: the pattern deep in cotton paper, a plain margin."""
    pattern = _pattern(subject, seed, paper_and_ink)

    def face(wide: int, high: int, scale: float) -> Face:
        base = flat.paper(palette.hexed("#f8f5ee"), seed, 0.16)(wide, high, scale)
        gap = round(wide * 0.085)
        inner = pattern(wide - 2 * gap, high - 2 * gap, scale)
        colour = base.colour.copy()
        colour[gap : high - gap, gap : wide - gap] = inner.colour[: high - 2 * gap, : wide - 2 * gap]
        dark = blurred(
            np.where(colour.mean(axis=2) < base.colour.mean() * 0.93, -1.0, 0.0).astype(np.float32), 0.7
        )
        deep = 2.6 if subject.finish == "rain" else 1.1
        return Face(colour.astype(np.float32), (base.relief if base.relief is not None else 0) + dark * deep)

    return face


def _envelope(colour: Array) -> Painter:
    def face(wide: int, high: int, scale: float) -> Face:
        base = flat.paper(colour, 9)(wide, high, scale)
        rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
        flap = np.abs(columns / wide - 0.5) * 2 * high * 0.55 + rows - high * 0.56
        line = 0.16 * np.exp(-((flap / 1.4) ** 2)) + 0.10 * np.exp(-np.maximum(flap, 0) / 6) * (flap > 0)
        return Face((base.colour * (1 - line)[..., None]).astype(np.float32), base.relief)

    return face


def pad(subject: Subject) -> Layout:
    """A pad glued at the top, with a pencil on it."""
    size = (38.0, 28.0)
    turn = subject.chance.uniform(-6, 6)
    stack = [Slab((size[0], size[1]), flat.paper(palette.hexed("#e9e4d8"), 2), 1.4, 0.1, 0.1, turn=turn)]
    stack.append(Slab(size, _ruled(subject), 0.1, 0.1, 0.06, (-0.05, 0.08), turn + 0.4, seed=subject.number))
    angle = np.radians(turn + 0.4)
    up = size[1] / 2 - 0.7
    glue = palette.hexed(subject.chance.choice(("#b83227", "#2f3f70", "#3f5a46", "#2b2928")))
    stack.append(
        Slab(
            (size[0] + 0.1, 1.5),
            _cloth_spine(glue, 4),
            0.05,
            0.1,
            0.1,
            (-up * float(np.sin(angle)), up * float(np.cos(angle))),
            turn + 0.4,
        )
    )
    lean = subject.chance.uniform(38, 66) * (-1 if subject.other else 1)
    stack += pencil((7.5, -3.0), lean, subject)
    return Layout(stack, (0.74, 0.62))


def pencil(at: tuple[float, float], turn: float, subject: Subject) -> list[Slab]:
    """A pencil: its painted length, the bare cone, the lead."""
    paint = palette.hexed(subject.chance.choice(("#c9962f", "#b83227", "#2f5f8a", "#2f4a34")))
    angle = np.radians(turn)
    along = np.array([np.cos(angle), np.sin(angle)])
    tip = np.array(at) + along * 8.3

    def cone(x: Array, y: Array) -> Array:
        half = 0.42 * np.clip((1.0 - x) / 2.0, 0, 1)
        return np.minimum(half - np.abs(y), np.minimum(x + 1.0, 1.0 - x))

    def face(wide: int, high: int, scale: float) -> Face:
        columns = np.linspace(0, 1, wide)[None, :, None]
        colour = np.where(columns < 0.72, palette.hexed("#dcbb8a"), palette.hexed("#33302e"))
        return Face(np.broadcast_to(colour, (high, wide, 3)).astype(np.float32))

    return [
        Slab((14.6, 0.84), flat.paper(paint, 8, 0.05), 0.75, 0.1, 0.40, at, turn),
        Slab((2.0, 0.84), face, 0.4, 0.1, 0.3, (float(tip[0]), float(tip[1])), turn, outline=cone),
    ]


def _ruled(subject: Subject) -> Painter:
    """What is printed on a sheet of the pad."""
    ink = "#b9b4a8"

    def art(wide: int, high: int) -> Array:
        sheet = patterns.ground((wide, high), "#f6f2e8")
        if subject.finish == "dots":
            step = wide / 34
            sheet += "".join(
                f'<circle cx="{(c + 1) * step:.1f}" cy="{(r + 2) * step:.1f}" r="1.5" fill="#8f8a80"/>'
                for r in range(23)
                for c in range(33)
            )
        elif subject.finish == "checks":
            for box in range(8):
                x, y = wide * (0.05 + 0.23 * (box % 4)), high * (0.14 + 0.42 * (box // 4))
                place = f'<rect x="{x:.0f}" y="{y:.0f}" width="{wide * 0.205:.0f}"'
                sheet += (
                    f'{place} height="{high * 0.37:.0f}" fill="none" stroke="#cf9a35" stroke-width="2.6"/>'
                )
                sheet += f'{place} height="{high * 0.05:.0f}" fill="#cf9a35"/>'
        elif subject.finish == "waves":
            sheet = patterns.waves(Random(subject.number), (wide, high), "#edeee9", "#2b62a0")
            sheet += (
                f'<rect x="{wide * 0.11:.0f}" y="{wide * 0.11:.0f}" width="{wide * 0.78:.0f}" '
                f'height="{high - wide * 0.2:.0f}" fill="#f6f2e8"/>'
            )
        else:
            sheet = patterns.ground((wide, high), ink)
        return drawn(sheet, wide, high)

    return flat.printed(art, subject.number, 0.10)
