"""Blankets, throws, tea towels and runners of Telar Lento, and the printed towels of Ilha Azul."""

from collections.abc import Callable

import numpy as np

from feria.demo.pictures import cloth, palette, patterns
from feria.demo.pictures.fields import Array, drawn
from feria.demo.pictures.forms.clay import BLUE, LINE_GREY
from feria.demo.pictures.subject import Subject
from feria.demo.pictures.table import Layout, Painter, Slab

PARTNERS = {
    "undyed": ("#a89a84", "#c9bda4"), "moor": ("#5d422c", "#b08d66"), "madder": ("#7a2b25", "#e6dcc6"),
    "weld": ("#e6dcc6", "#a97f24"), "indigo": ("#e6dcc6", "#1f2b52"), "slate": ("#d9d6cf", "#55585c"),
    "fern": ("#e6dcc6", "#435c38"), "heather": ("#8d5f6d", "#e6d5cf"),
}  # fmt: skip


def _bands(subject: Subject, kind: str) -> cloth.Bands:
    first, second = PARTNERS[subject.finish]
    chance = subject.chance
    if kind == "THR":
        return [(0.10, 0.17, first), (0.83, 0.90, first)]
    if kind == "BBY":
        return [(0.07, 0.085, first), (0.10, 0.105, first)]
    if subject.finish == "moor":
        return [(0.0, 0.34, "#6b4c32"), (0.34, 0.68, "#8a6746"), (0.68, 1.0, "#b08d66")]
    start = chance.uniform(0.10, 0.24)
    wide = chance.uniform(0.05, 0.11)
    bands = [
        (start, start + wide * 0.35, first),
        (start + wide * 0.6, start + wide * 1.6, second),
        (start + wide * 1.85, start + wide * 2.2, first),
    ]
    low = chance.uniform(0.68, 0.80)
    return [*bands, (low, low + wide, first), (low + wide, low + wide * 1.3, second)]


def blanket(subject: Subject) -> Layout:
    """A folded blanket: the lower layers show at the edge, the fringe hangs out below."""
    kind = subject.design
    base = palette.hexed(palette.DYES[subject.finish]) * subject.random.uniform(0.95, 1.04)
    weave = {"HBN": "herringbone", "THR": "twill", "BBY": "plain", "BLK": "twill"}[kind]
    second = palette.hexed("#e3dac6") if kind == "HBN" else base * 0.86 if kind in ("THR", "BLK") else None
    bands = [] if kind == "HBN" else _bands(subject, kind)
    thread = {"HBN": 5.0, "THR": 4.2, "BBY": 5.4, "BLK": 4.6}[kind]
    size = (46.0, subject.about(54, 0.05)) if kind != "BBY" else (44.0, subject.about(46, 0.04))
    turn = subject.chance.choice((-1, 1)) * subject.chance.uniform(2, 8)
    folds = tuple((subject.chance.uniform(0.25, 0.8), subject.chance.uniform(2, 5), 0.03) for _ in range(2))

    def face(seed: int, shade: float) -> Painter:
        return cloth.woven(
            base * shade,
            weave,
            seed,
            along=bands,
            second=None if second is None else second * shade,
            thread=thread,
            folds=folds,
        )

    return Layout(
        _folded(subject, size, turn, base, face, fringed=kind in ("BLK", "HBN", "THR")), (0.72, 0.72)
    )


def _folded(
    subject: Subject,
    size: tuple[float, float],
    turn: float,
    base: Array,
    face: Callable[[int, float], Painter],
    fringed: bool,
) -> list[Slab]:
    wide, high = size
    seed = subject.number
    slabs = [_fringe(base * 0.95, seed, (wide, 6.0), (0.2, -high / 2 - 1.8), turn)] if fringed else []
    for layer in range(3):
        shift = (0.5 - 0.25 * layer, -0.55 + 0.3 * layer)
        below = Slab(
            (wide - 0.4 * layer, high - 0.35 * layer), face(seed + layer, 0.90), 1.1, 2.4, 1.3,
            waver=0.22, seed=seed + layer,
        )  # fmt: skip
        slabs.append(_put(below, shift, turn))
    across = subject.other != (subject.number % 3 == 0)
    if across:
        part = 0.52
        at = (0.0, high * (1 - part) / 2 + 0.2)
        upper = Slab((wide, high * part), face(seed + 7, 1.0), 1.6, 2.0, 1.6, waver=0.25, seed=seed + 9)
    else:
        part = subject.chance.uniform(0.50, 0.60)
        at = (-wide * (1 - part) / 2 - 0.1, 0.1)
        upper = Slab((wide * part, high), face(seed + 7, 1.0), 1.6, 2.2, 1.8, waver=0.25, seed=seed + 9)
    slabs.append(_put(upper, at, turn))
    if fringed and across:
        slabs.append(_fringe(base, seed + 3, (wide, 5.0), (0.1, high * (0.5 - part) - 2.2), turn))
    return slabs


def _fringe(
    colour: Array, seed: int, size: tuple[float, float], at: tuple[float, float], turn: float
) -> Slab:
    thick = 0.5 if size[1] > 5.0 else 0.4
    return _put(Slab((size[0] * 0.97, size[1]), cloth.fringe(colour, seed), thick, 0.1, 0.2), at, turn)


def _put(slab: Slab, at: tuple[float, float], turn: float) -> Slab:
    """A slab at a place of a frame that is turned as a whole."""
    angle = np.radians(turn)
    x = at[0] * np.cos(angle) - at[1] * np.sin(angle)
    y = at[0] * np.sin(angle) + at[1] * np.cos(angle)
    return Slab(**{**slab.__dict__, "at": (float(x), float(y)), "turn": turn + slab.turn})


def towel(subject: Subject) -> Layout:
    """A tea towel folded once lengthwise and laid down, or a pack of them."""
    face = _printed(subject) if subject.shop.slug == "ilha-azul" else _linen(subject)
    turn = subject.chance.choice((-1, 1)) * subject.chance.uniform(3, 9)
    size = (34.0, subject.about(50, 0.03))
    slabs = [
        _put(Slab(size, face(1), 0.35, 0.25, 0.3, waver=0.16, seed=subject.number), (0.5, -0.5), turn),
        _put(
            Slab(
                (size[0] - 0.6, size[1] - 0.5), face(0), 0.55, 0.35, 0.45, waver=0.2, seed=subject.number + 1
            ),
            (0, 0),
            turn,
        ),
    ]
    if subject.other:
        slabs.append(
            _put(
                Slab((size[0], size[1] * 0.42), face(2), 0.6, 0.35, 0.5, waver=0.2, seed=subject.number + 2),
                (0.2, -size[1] * 0.30),
                turn,
            )
        )
    loop = Slab((1.1, 3.2), cloth.woven(palette.hexed("#d9cfba"), "plain", 3), 0.2, 0.3, 0.2)
    slabs.insert(0, _put(loop, (size[0] * 0.42, size[1] / 2 + 0.6), turn))
    return Layout(slabs, (0.66, 0.72))


def _linen(subject: Subject) -> Callable[[int], Painter]:
    base = palette.hexed(palette.DYES[subject.finish])
    along: cloth.Bands = []
    across: cloth.Bands = []
    if subject.finish == "stripe":
        across = [(0.07 + 0.045 * place, 0.088 + 0.045 * place, "#3f6294") for place in range(7)]
        across += [(0.86, 0.878, "#3f6294"), (0.905, 0.923, "#3f6294")]
    elif subject.finish == "chequer":
        steps = [(place / 22, place / 22 + 1 / 44, "#b1483f") for place in range(22)]
        across = steps
        along = [(place / 32, place / 32 + 1 / 64, "#b1483f") for place in range(32)]
    elif subject.finish == "moor":
        along = [(0.08, 0.16, "#6b4c32"), (0.19, 0.27, "#8a6746"), (0.30, 0.38, "#b08d66")]
        base = palette.hexed("#d9ccb2")
    elif subject.finish in ("indigo", "slate", "madder"):
        along = [(0.05, 0.062, "#e6dcc6"), (0.938, 0.95, "#e6dcc6")]
    else:
        along = [(0.06, 0.068, "#b8aa8c"), (0.08, 0.088, "#b8aa8c")]

    def face(layer: int) -> Painter:
        folds = ((0.5, 2.2, 0.012), (-0.33, 1.6, 0.010), (-0.67, 1.6, 0.010))
        return cloth.woven(
            base * (0.93 if layer == 1 else 1.0),
            "plain",
            subject.number + layer,
            along=along,
            across=across,
            thread=3.2,
            folds=folds,
        )

    return face


def _printed(subject: Subject) -> Callable[[int], Painter]:
    """Ilha Azul's drawings on linen and cotton."""
    base = palette.hexed("#efece3")

    def art(wide: int, high: int) -> Array:
        return drawn(_drawing(subject, wide, high), wide, high)

    def face(layer: int) -> Painter:
        folds = ((-0.5, 2.2, 0.012),)
        return cloth.woven(
            base * (0.94 if layer == 1 else 1.0),
            "plain",
            subject.number + layer,
            thread=3.2,
            folds=folds,
            art=art,
        )

    return face


def _drawing(subject: Subject, wide: int, high: int) -> str:
    if subject.finish == "atlantic":
        return f'<rect x="{wide * 0.07:.0f}" width="{wide * 0.86:.0f}" height="{high}" fill="#2a6d9c"/>'
    if subject.finish == "gull":
        return f'<rect y="{high * 0.13:.0f}" width="{wide}" height="{high * 0.008:.1f}" fill="{LINE_GREY}"/>'
    if subject.finish == "tide":
        lines = ""
        for place in range(9):
            x = wide * (0.08 + 0.105 * place)
            step = high / 6
            lines += f"M{x:.0f} {-step:.0f}" + "".join(
                f"q{14 if k % 2 else -14} {step / 2:.0f} 0 {step:.0f}" for k in range(8)
            )
        return f'<path d="{lines}" fill="none" stroke="{BLUE}" stroke-width="{wide * 0.032:.1f}"/>'
    if subject.finish == "tile":
        size = wide / 6.6
        return "".join(
            patterns.tile(wide * 0.5 + (c - 2.5) * size, high * 0.5 + (r - 3.5) * size, size * 0.94, BLUE)
            for r in range(8)
            for c in range(6)
        )
    return "".join(
        patterns.sardine(
            wide * (0.28 + 0.44 * (k % 2)),
            high * (0.12 + 0.152 * (k // 2)),
            wide * 0.36,
            0,
            BLUE,
            "#efece3",
            flip=k == 7,
        )
        for k in range(12)
    )


def runner(subject: Subject) -> Layout:
    """A table runner rolled out from a fold, longer than the picture is high would allow: folded in three."""
    turn = subject.chance.choice((-1, 1)) * subject.chance.uniform(4, 9)
    face = _linen(subject)
    size = (24.0, 52.0)
    slabs = [
        _put(
            Slab(
                (size[0] - 0.3 * k, size[1] - 0.7 * k),
                face(k),
                0.6,
                0.4,
                0.6,
                waver=0.2,
                seed=subject.number + k,
            ),
            (0.3 - 0.2 * k, -0.4 + 0.3 * k),
            turn,
        )
        for k in range(3)
    ]
    slabs.append(
        _put(
            Slab((size[0], size[1] * 0.36), face(4), 0.8, 0.5, 0.8, waver=0.2, seed=subject.number + 5),
            (0.2, size[1] * 0.30),
            turn,
        )
    )
    return Layout(slabs, (0.58, 0.74))
