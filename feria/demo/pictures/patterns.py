"""Repeats for covers, cards, towels and tiles, as SVG over a sheet of a given size, no two sheets alike."""

import math
from collections.abc import Callable
from random import Random

Sheet = tuple[float, float]  # width, height
Repeat = Callable[[Random, Sheet, str, str], str]


def ground(size: Sheet, colour: str) -> str:
    """A sheet of one colour."""
    return f'<rect width="{size[0]:.1f}" height="{size[1]:.1f}" fill="{colour}"/>'


def dots(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """Dots in staggered rows; the roller skips at one place."""
    step = size[0] / chance.choice((5, 6, 7, 8))
    radius, shapes = step * chance.uniform(0.20, 0.32), []
    skipped = (chance.randrange(2, 6), chance.randrange(2, 5))
    for row in range(-1, int(size[1] / step / 0.87) + 2):
        for column in range(-1, int(size[0] / step) + 2):
            if (row, column) == skipped:
                continue
            x = (column + 0.5 * (row % 2)) * step + chance.gauss(0, step * 0.015)
            y = row * step * 0.87 + chance.gauss(0, step * 0.015)
            shapes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')
    return ground(size, paper) + f'<g fill="{ink}">{"".join(shapes)}</g>'


def stripes(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """The stripes of an awning, upright or aslant."""
    count = chance.choice((5, 6, 7, 9))
    step = size[0] / count
    slant = chance.choice((0, 0, 18, -32))
    shapes = "".join(
        f'<rect x="{(place * 2 - count) * step * 0.5 + (place % 2) * 0:.1f}" y="{-size[1]:.1f}" '
        f'width="{step * 0.5:.1f}" height="{size[1] * 3:.1f}"/>'
        for place in range(count * 3)
    )
    middle = f"{size[0] / 2:.1f} {size[1] / 2:.1f}"
    return ground(size, paper) + f'<g fill="{ink}" transform="rotate({slant} {middle})">{shapes}</g>'


def terrazzo(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """Chips of four colours."""
    colours = [ink, "#d9a441", "#5f8a8b", "#8c4a3c", "#f2ece0"]
    shapes = []
    for _ in range(130):
        x, y = chance.uniform(0, size[0]), chance.uniform(0, size[1])
        radius = size[0] * chance.choice((0.012, 0.02, 0.035, 0.055))
        turn, corners = chance.uniform(0, 6.28), chance.randrange(4, 7)
        points = " ".join(
            f"{x + radius * chance.uniform(0.6, 1.2) * math.cos(turn + corner * 6.28 / corners):.1f},"
            f"{y + radius * chance.uniform(0.5, 1.1) * math.sin(turn + corner * 6.28 / corners):.1f}"
            for corner in range(corners)
        )
        shapes.append(f'<polygon points="{points}" fill="{chance.choice(colours)}"/>')
    return ground(size, paper) + "".join(shapes)


def waves(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """Scalloped waves of two lines each, as cut in linoleum."""
    step = size[0] / chance.choice((3.5, 4, 4.5))
    shapes = []
    for row in range(int(size[1] / step * 2.4) + 3):
        for column in range(-1, int(size[0] / step) + 2):
            x, y = (column + 0.5 * (row % 2)) * step, row * step * 0.42
            shapes.append(
                f'<g transform="translate({x:.1f} {y:.1f})"><circle r="{step * 0.5:.1f}" fill="{paper}"/>'
                + "".join(
                    f'<circle r="{step * part:.1f}" fill="none" stroke="{ink}" stroke-width="{step * 0.075:.1f}"/>'
                    for part in (0.45, 0.24)
                )
                + "</g>"
            )
    return ground(size, paper) + "".join(shapes)


def checks(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """Squares set by eye."""
    step = size[0] / chance.choice((6, 7, 8))
    shapes = "".join(
        f'<rect x="{column * step + chance.gauss(0, step * 0.02):.1f}" '
        f'y="{row * step + chance.gauss(0, step * 0.02):.1f}" '
        f'width="{step * chance.uniform(0.95, 1.03):.1f}" height="{step * chance.uniform(0.95, 1.03):.1f}"/>'
        for row in range(-1, int(size[1] / step) + 1)
        for column in range(-1, int(size[0] / step) + 1)
        if (row + column) % 2
    )
    return ground(size, paper) + f'<g fill="{ink}">{shapes}</g>'


def bare(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """No print at all."""
    return ground(size, paper)


def leaf(x: float, y: float, size: float, turn: float, ink: str, vein: str) -> str:
    """A fig leaf of five lobes."""
    lobes = "M0 1.1C-.1 .8 -.2 .6 -.35 .55C-.9 .75 -1.1 .4 -.7 .15C-1.2 -.1 -1 -.6 -.45 -.35C-.5 -.9 0 -1.2 0 -1.2"
    right = "C0 -1.2 .5 -.9 .45 -.35C1 -.6 1.2 -.1 .7 .15C1.1 .4 .9 .75 .35 .55C.2 .6 .1 .8 0 1.1Z"
    lines = "M0 1.3V-.95M0 .45L-.65 .35M0 .45L.65 .35M0 .15L-.6 -.25M0 .15L.6 -.25"
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.0f}) scale({size:.2f})"><path d="{lobes}{right}" '
        f'fill="{ink}"/><path d="{lines}" stroke="{vein}" stroke-width=".06" fill="none"/></g>'
    )


def leaves(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """Inked leaves, pressed one by one."""
    step = size[0] / chance.choice((3, 3.6))
    shapes = "".join(
        leaf(
            (column + 0.5 * (row % 2)) * step + chance.gauss(0, step * 0.05),
            row * step * 0.92 + chance.gauss(0, step * 0.05),
            step * chance.uniform(0.34, 0.42),
            chance.uniform(-60, 60),
            ink,
            paper,
        )
        for row in range(-1, int(size[1] / step) + 3)
        for column in range(0, int(size[0] / step) + 2)
    )
    return ground(size, paper) + shapes


def pebbles(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """Ovals that fit together, more or less."""
    step = size[0] / chance.choice((5, 6))
    shapes = []
    for row in range(int(size[1] / step / 0.7) + 2):
        for column in range(-1, int(size[0] / step) + 2):
            x, y = (column + 0.5 * (row % 2)) * step, row * step * 0.72
            wide, high = step * chance.uniform(0.36, 0.48), step * chance.uniform(0.27, 0.34)
            turn, strength = chance.uniform(-16, 16), chance.choice((1, 1, 0.72, 0.5))
            shapes.append(
                f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{wide:.1f}" ry="{high:.1f}" fill-opacity="{strength}" '
                f'transform="rotate({turn:.0f} {x:.1f} {y:.1f})"/>'
            )
    return ground(size, paper) + f'<g fill="{ink}">{"".join(shapes)}</g>'


def rain(chance: Random, size: Sheet, paper: str, ink: str) -> str:
    """Fine rain, line by line."""
    shapes = []
    for _ in range(420):
        x, y, long = (
            chance.uniform(-10, size[0]),
            chance.uniform(-20, size[1]),
            chance.uniform(0.03, 0.09) * size[1],
        )
        shapes.append(f"M{x:.1f} {y:.1f}l{long * 0.22:.1f} {long:.1f}")
    thin = size[0] * 0.006
    return (
        ground(size, paper)
        + f'<path d="{"".join(shapes)}" stroke="{ink}" stroke-width="{thin:.2f}" fill="none"/>'
    )


def sardine(x: float, y: float, long: float, turn: float, ink: str, paper: str, *, flip: bool = False) -> str:
    """A fish in one ink, looking left or, flipped, right."""
    body = (
        "M-1 0C-.75 -.22 -.3 -.3 .1 -.24C.4 -.2 .62 -.1 .74 -.04L1 -.26Q.94 0 1 .26L.74 .04"
        "C.6 .14 .3 .26 -.1 .25C-.5 .24 -.8 .14 -1 0Z"
    )
    marks = "M-.66 -.17Q-.58 0 -.66 .17M-.5 -.06H.6M-.45 .06H.5M-.38 -.15H.34"
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.0f}) '
        f'scale({-long / 2 if flip else long / 2:.2f} {long / 2:.2f})">'
        f'<path d="{body}" fill="{ink}"/><path d="{marks}" stroke="{paper}" stroke-width=".035" fill="none"/>'
        f'<circle cx="-.8" cy="-.05" r=".05" fill="{paper}"/><path d="M-.1 -.26L.1 -.42L.24 -.24Z" fill="{ink}"/></g>'
    )


def tile(x: float, y: float, size: float, ink: str) -> str:
    """One azulejo of a repeat: a quatrefoil with corners."""
    return (
        f'<g transform="translate({x:.1f} {y:.1f}) scale({size / 2:.2f})" fill="{ink}">'
        "<path d='M0 -.78C.2 -.5 .2 -.3 0 -.12C-.2 -.3 -.2 -.5 0 -.78ZM0 .78C.2 .5 .2 .3 0 .12C-.2 .3 -.2 .5 0 .78Z"
        "M-.78 0C-.5 .2 -.3 .2 -.12 0C-.3 -.2 -.5 -.2 -.78 0ZM.78 0C.5 .2 .3 .2 .12 0C.3 -.2 .5 -.2 .78 0Z'/>"
        "<path d='M-1 -.62Q-.66 -.66 -.62 -1H-1ZM1 -.62Q.66 -.66 .62 -1H1Z"
        "M-1 .62Q-.66 .66 -.62 1H-1ZM1 .62Q.66 .66 .62 1H1Z'/>"
        "<circle cx='.44' cy='.44' r='.1'/><circle cx='-.44' cy='.44' r='.1'/><circle cx='.44' cy='-.44' r='.1'/>"
        "<circle cx='-.44' cy='-.44' r='.1'/></g>"
    )


REPEATS: dict[str, tuple[Repeat, str, str]] = {
    "dots": (dots, "#efe6d6", "#c2473a"),
    "stripes": (stripes, "#f1efe4", "#3f7a58"),
    "terrazzo": (terrazzo, "#e9c8c4", "#b4574f"),
    "waves": (waves, "#edeee9", "#2b62a0"),
    "checks": (checks, "#f0e6cf", "#cf9a35"),
    "plain-grey": (bare, "#a3a5a3", "#7d7f7e"),
    "leaves": (leaves, "#eceadb", "#4f7347"),
    "pebbles": (pebbles, "#e6e3dc", "#7a7c7f"),
    "rain": (rain, "#f3f1ec", "#dcd9d2"),
}
