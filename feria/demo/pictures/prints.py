"""The subjects of Prensa Norte's prints and posters, each drawn on a sheet of 300 by 420."""

import math
from collections.abc import Callable
from random import Random

from feria.demo.pictures import lettering, patterns

WIDE, HIGH = 300, 420
Subject = Callable[[Random], str]
INK = "#2a2826"


def _rect(x: float, y: float, wide: float, high: float, fill: str, more: str = "") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}" {more}/>'


def _path(d: str, fill: str = "none", stroke: str = "none", thick: float = 0, more: str = "") -> str:
    return f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{thick}" stroke-linecap="round" {more}/>'


def _circle(x: float, y: float, radius: float, fill: str, more: str = "") -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" {more}/>'


def _ripples(chance: Random, top: float, bottom: float, ink: str, count: int = 26) -> str:
    lines = ""
    for _ in range(count):
        x, y, long = chance.uniform(-10, 260), chance.uniform(top, bottom), chance.uniform(18, 70)
        lines += f"M{x:.0f} {y:.0f}q{long / 4:.0f} -5 {long / 2:.0f} 0t{long / 2:.0f} 0"
    return _path(lines, stroke=ink, thick=2.2)


def _gull(x: float, y: float, size: float, ink: str) -> str:
    return _path(
        f"M{x - size} {y}q{size / 2} {-size * 0.7} {size} 0q{size / 2} {-size * 0.7} {size} 0",
        stroke=ink,
        thick=3,
    )


def low_tide(chance: Random) -> str:
    """Mud, two gulls and a bicycle."""
    wheel = "".join(_circle(x, 312, 27, "none", f'stroke="{INK}" stroke-width="4"') for x in (112, 186))
    frame = _path(
        "M112 312L132 268H172L186 312M132 268L150 312H186M150 312L170 268M126 260H140M168 262L184 256",
        stroke=INK,
        thick=4,
    )
    return (
        _rect(0, 0, 300, 420, "#e9d9b4") + _circle(214, 92, 34, "#c9892f")
        + _path("M0 168Q70 146 150 164T300 152V420H0Z", "#c9962f")
        + _path("M0 214Q90 190 190 222T300 208V420H0Z", "#a97a2c")
        + _path("M0 300Q110 262 180 300T300 292V420H0Z", "#86602a") + wheel + frame
        + _gull(92, 118, 20, INK) + _gull(58, 142, 14, INK) + _ripples(chance, 340, 412, "#6d4d22")
    )  # fmt: skip


def crane(chance: Random) -> str:
    """The red crane from underneath."""
    braces = "".join(
        f"M{118 - k * 3.4} {150 + k * 30}L{182 + k * 3.4 + 3} {180 + k * 30}"
        f"M{182 + k * 3.4} {150 + k * 30}L{118 - k * 3.4 - 3} {180 + k * 30}"
        for k in range(8)
    )
    jib = "".join(f"M{40 + k * 26} 92L{53 + k * 26} 116L{66 + k * 26} 92" for k in range(9))
    return (
        _rect(0, 0, 300, 420, "#e6e2d6") + _path("M0 380Q150 350 300 384V420H0Z", "#8f8a80")
        + _path("M118 150L86 400M182 150L214 400", stroke="#bf3527", thick=13)
        + _path(braces, stroke="#bf3527", thick=4.5)
        + _rect(104, 116, 92, 36, "#bf3527") + _path("M24 92H286M40 116H274", stroke="#bf3527", thick=8)
        + _path(jib, stroke="#bf3527", thick=4) + _path("M150 92L176 34L60 92M176 34L262 92", stroke="#bf3527", thick=5)
        + _path("M66 116V210", stroke=INK, thick=2.5) + _path("M58 210h16v12h-16z", INK)
        + _gull(230, 190, 15, INK) + _gull(252, 210, 10, INK)
    )  # fmt: skip


def umbrellas(chance: Random) -> str:
    """Thirty-one of them from the third floor, one broken."""
    shapes = _rect(0, 0, 300, 420, "#c9ccd6") + _path(
        "M0 70L300 40M0 400L300 360", stroke="#aeb2c2", thick=10
    )
    colours = ["#2b3266", "#2b3266", "#4a5391", "#1f2347", "#8b93bd", "#d9a33a"]
    for place in range(31):
        x, y = 34 + place % 5 * 58 + chance.uniform(-13, 13), 34 + place // 5 * 58 + chance.uniform(-12, 12)
        radius, turn = chance.uniform(20, 27), chance.uniform(0, 45)
        points = [(radius * math.cos(k * 0.785), radius * math.sin(k * 0.785)) for k in range(8)]
        edge = (
            "M"
            + "".join(
                f"{a:.1f} {b:.1f}Q{(a + c) * 0.42:.1f} {(b + d) * 0.42:.1f} "
                for (a, b), (c, d) in zip(points, points[1:] + points[:1], strict=True)
            )
            + f"{points[0][0]:.1f} {points[0][1]:.1f}Z"
        )
        ribs = "".join(f"M0 0L{a:.1f} {b:.1f}" for a, b in points[: 5 if place == 17 else 8])
        shapes += (
            f'<g transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})">'
            + _path(edge, chance.choice(colours))
            + _path(ribs, stroke="#e9eaf0", thick=1.2)
            + _circle(0, 0, 2.4, "#e9eaf0")
            + "</g>"
        )
    return shapes


def sardines(chance: Random) -> str:
    """Six of them on newspaper."""
    columns = "".join(
        _rect(24 + column * 88, 26 + row * 11.5, 74 * chance.uniform(0.8, 1), 3.6, "#c6c6c0")
        for column in range(3)
        for row in range(32)
    )
    fish = "".join(
        patterns.sardine(
            150 + chance.uniform(-8, 8),
            62 + k * 59,
            232,
            chance.uniform(-5, 5),
            "#2d5c8c",
            "#e8e8e2",
            flip=k == 3,
        )
        for k in range(6)
    )
    return _rect(0, 0, 300, 420, "#dedfd9") + columns + fish


def market(chance: Random) -> str:
    """Peppers in rows under an awning."""
    awning = "".join(
        _path(f"M{k * 38 - 4} 0H{k * 38 + 34}V74a19 19 0 0 1 -38 0Z", "#3f7a4c" if k % 2 else "#efe9da")
        for k in range(8)
    )
    rows = ""
    for row in range(4):
        for place in range(7):
            x, y = 26 + place * 41 + chance.uniform(-3, 3), 240 + row * 46
            colour = ("#3f7a4c", "#b63a2a", "#6f8f3a", "#d99a2e")[row]
            rows += _path(
                f"M{x - 15} {y}q0 -18 15 -12q15 -6 15 12q-3 26 -15 28q-13 -3 -15 -28Z", colour
            ) + _path(f"M{x} {y - 12}q1 -9 6 -10", stroke="#2f5a38", thick=4)
    back = (
        _circle(150, 134, 21, INK)
        + _path("M102 226Q104 160 150 160T198 226Z", "#7a4b3a")
        + _circle(150, 116, 9, INK)
    )
    return _rect(0, 0, 300, 420, "#eee6d2") + back + _rect(0, 214, 300, 206, "#c9ad7e") + rows + awning


def ferry(chance: Random) -> str:
    """The transporter bridge with one passenger."""
    towers = "".join(
        _path(f"M{x - 13} 330L{x - 5} 70H{x + 5}L{x + 13} 330", "none", "#28517d", 5)
        + _path(
            "".join(f"M{x - 12 + k} {310 - k * 38}L{x + 10 - k} {275 - k * 38}" for k in range(6)),
            stroke="#28517d",
            thick=2.5,
        )
        for x in (48, 252)
    )
    return (
        _rect(0, 0, 300, 420, "#e3e6e4") + _circle(196, 150, 26, "#d98f3e") + towers
        + _path("M0 112H300M0 126H300", stroke="#28517d", thick=5)
        + _path("".join(f"M{k * 14} 112l7 14l7 -14" for k in range(22)), stroke="#28517d", thick=2)
        + _path("M48 72Q150 128 252 72M0 112L48 72M252 72L300 112", stroke="#28517d", thick=3)
        + _path("M118 126L126 296M182 126L174 296M140 126L146 296M160 126L154 296", stroke="#28517d", thick=1.8)
        + _rect(110, 294, 80, 26, "#28517d") + _rect(118, 300, 64, 9, "#e3e6e4") + _circle(152, 304, 4, INK)
        + _path("M0 340Q80 330 150 340T300 336V420H0Z", "#4f82ab") + _ripples(chance, 352, 412, "#e3e6e4")
    )  # fmt: skip


def sirimiri(chance: Random) -> str:
    """Rain, cut line by line, over roofs."""
    roofs = _path("M0 330L40 290L84 326V300L130 262L180 306V284L226 250L268 288L300 270V420H0Z", "#8d9296")
    lines = ""
    for _ in range(620):
        x, y, long = chance.uniform(-20, 300), chance.uniform(-30, 420), chance.uniform(12, 34)
        lines += f"M{x:.0f} {y:.0f}l{long * 0.24:.1f} {long:.1f}"
    windows = "".join(
        _rect(chance.randrange(12, 280), chance.randrange(330, 400), 8, 12, "#e2b54c") for _ in range(5)
    )
    return _rect(0, 0, 300, 420, "#e4e5e3") + roofs + windows + _path(lines, stroke="#5f666c", thick=1.3)


def kitchen(chance: Random) -> str:
    """A coffee pot, a basil plant and washing behind the panes."""
    washing = _path("M30 96Q150 118 270 92", stroke=INK, thick=2) + _path(
        "M64 102h34v46h-34zM120 108l10 -2h24l10 2l-6 14l-6 -4v34h-28v-34l-6 4zM196 104h40v30h-40z", "#c86a45"
    )
    basil = "".join(
        _circle(
            204 + chance.uniform(-34, 34),
            226 + chance.uniform(-30, 24),
            chance.uniform(10, 17),
            chance.choice(("#5a7f3f", "#6f9450", "#48692f")),
        )
        for _ in range(24)
    )
    pot = (
        _path(
            "M76 330L84 262H130L138 330ZM84 262L90 236H124L130 262M138 322Q166 300 146 272L132 268",
            "#3a3836",
            "#3a3836",
            6,
        )
        + _circle(107, 228, 6, "#3a3836")
        + _path("M82 300H134", stroke="#e9d5a8", thick=2.5)
    )
    return (
        _rect(0, 0, 300, 420, "#d9a441") + _rect(22, 22, 256, 312, "#efe3c4") + washing
        + _rect(146, 22, 8, 312, "#d9a441") + _rect(22, 170, 256, 7, "#d9a441")
        + basil + _path("M172 262H240L230 330H182Z", "#b4552f") + pot
        + _rect(0, 330, 300, 90, "#a8702c") + _path("M0 352H300M0 384H300", stroke="#8d5b22", thick=2)
    )  # fmt: skip


def dog(chance: Random) -> str:
    """He waits on the landing."""
    stairs = "".join(
        _rect(k * 34 - 6, 330 - k * 34, 330, 34.6, ("#c9a77c", "#b8946a")[k % 2]) for k in range(10)
    )
    rails = _path(
        "".join(f"M{k * 34 + 10} {330 - k * 34}V{230 - k * 34}" for k in range(10)) + "M-20 250L300 -70",
        stroke="#5a3a26",
        thick=5,
    )
    body = (
        "M92 374Q84 312 112 280L108 246L92 226L114 232Q132 214 156 226L182 244Q186 258 170 262L158 264"
        "Q176 292 178 330Q206 344 214 376Z"
    )
    return (
        _rect(0, 0, 300, 420, "#e6d8bd")
        + stairs
        + rails
        + _rect(0, 364, 300, 56, "#9c774f")
        + _path(body, "#4a2f20")
        + _path("M208 374Q246 366 240 330", stroke="#4a2f20", thick=9)
        + _circle(146, 242, 3.4, "#e6d8bd")
        + _circle(182, 248, 5, "#1f1510")
    )


def pines(chance: Random) -> str:
    """Bent by the wind, all the same way."""
    trees = ""
    for x, base, size in (
        (70, 330, 1.1),
        (128, 316, 1.45),
        (186, 326, 1.2),
        (238, 336, 0.85),
        (34, 342, 0.7),
    ):
        trees += f'<g transform="translate({x} {base}) scale({size})">' + _path(
            "M0 0Q4 -50 34 -92", stroke="#3b2f24", thick=7
        )
        trees += (
            "".join(
                f'<ellipse cx="{34 + a}" cy="{-98 + b}" rx="{c}" ry="{c * 0.42:.0f}" fill="{d}" '
                'transform="rotate(-14 34 -98)"/>'
                for a, b, c, d in ((4, 0, 44, "#35603f"), (24, -16, 34, "#447a4f"), (-12, 10, 24, "#2b4f35"))
            )
            + "</g>"
        )
    return (
        _rect(0, 0, 300, 420, "#e4e8dc")
        + _circle(86, 96, 30, "#d9b45a")
        + _rect(0, 262, 300, 60, "#8fb0ad")
        + _ripples(chance, 270, 312, "#e4e8dc", 16)
        + _path("M0 344Q90 300 170 318T300 330V420H0Z", "#5f7f4a")
        + trees
        + _path("M0 384Q120 350 300 380V420H0Z", "#466a3d")
    )


def moon_tide(chance: Random) -> str:
    """The water of a year as one curve, with the moons above."""
    curves = ""
    for row in range(12):
        y = 128 + row * 22
        wave = "".join(
            f"{'M' if k == 0 else 'L'}{24 + k * 4.2:.1f} "
            f"{y - (7 + 6 * math.sin(k * 0.21 + row)) * math.sin(k * 0.9):.1f}"
            for k in range(61)
        )
        curves += _path(wave, stroke="#2c3a7d" if row % 2 else "#d9713c", thick=2.6)
    moons = "".join(
        _circle(42 + k * 36, 62, 13, "#2c3a7d")
        + _circle(42 + k * 36 + (k - 3) * 7, 62, 13, "#efeada" if k != 3 else "#e0b13f")
        for k in range(7)
    )
    return (
        _rect(0, 0, 300, 420, "#efeada") + moons + curves + lettering.line("BILBAO", 150, 398, 11, "#2c3a7d")
    )


def pintxos(chance: Random) -> str:
    """Twenty-four, named and to scale."""
    shapes = _rect(0, 0, 300, 420, "#f1e8d8") + lettering.line("PINTXOS", 150, 20, 16, "#b83227", 1.5)
    for place in range(24):
        x, y = 45 + place % 4 * 70, 78 + place // 4 * 58
        top = chance.choice(("#b83227", "#d9772e", "#2f3f6e", "#e0b13f"))
        shapes += f'<g transform="translate({x} {y})">' + _path("M-18 10Q0 18 18 10L16 0H-16Z", "#d9a85f")
        shapes += (
            _circle(-6, -5, 7, top) + _circle(6, -5, 7, top),
            _path("M-15 0Q0 -22 15 0Z", top),
            _rect(-13, -9, 26, 9, top, 'rx="4"'),
        )[chance.randrange(3)]
        shapes += (
            _path("M4 -26L-1 4", stroke=INK, thick=1.6)
            + _circle(4, -26, 3, "#6f8f3a")
            + _rect(-14, 17, chance.uniform(16, 28), 2.6, "#b83227")
            + "</g>"
        )
    return shapes


def hills(chance: Random) -> str:
    """Seven hills overprinted in three inks."""
    shapes = _rect(0, 0, 300, 420, "#f0eddc") + _circle(206, 98, 38, "#e0b13f")
    inks = ["#3f9c8a", "#e0b13f", "#3f6fa8"]
    for place in range(7):
        top = 150 + place * 34
        peak, swing = chance.uniform(40, 260), chance.uniform(26, 54)
        shapes += _path(
            f"M0 {top + 30}Q{peak / 2:.0f} {top - swing:.0f} {peak:.0f} {top:.0f}T300 {top + 10}V420H0Z",
            inks[place % 3],
            more='style="mix-blend-mode:multiply" fill-opacity=".62"',
        )
    return shapes


def night_bus(chance: Random) -> str:
    """One lit window with one sleeper."""
    stars = "".join(
        _circle(chance.uniform(10, 290), chance.uniform(10, 150), chance.uniform(1, 2.2), "#e9e455")
        for _ in range(40)
    )
    bus = _rect(24, 196, 252, 130, "#3a4bb0", 'rx="16"') + "".join(
        _rect(40 + k * 47, 214, 38, 44, "#e9e455" if k == 3 else "#1a2150", 'rx="4"') for k in range(5)
    )
    sleeper = _circle(206, 240, 9, "#1a2150") + _path("M190 258Q192 246 206 247T218 258Z", "#1a2150")
    return (
        _rect(0, 0, 300, 420, "#151a40")
        + stars
        + _path("M0 326H300V420H0Z", "#0f1330")
        + bus
        + sleeper
        + _rect(24, 276, 252, 9, "#e9e455")
        + "".join(_circle(x, 328, 24, "#0b0e26") + _circle(x, 328, 9, "#5a68c4") for x in (78, 222))
        + _path("M276 300L300 290V340L276 316Z", "#e9e455", more='fill-opacity=".7"')
        + _path("M20 384H80M120 384H180M220 384H280", stroke="#5a68c4", thick=4)
    )


def alphabet(chance: Random) -> str:
    """From awl to zip-pliers."""
    shapes = _rect(0, 0, 300, 420, "#ece9e0")
    for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        x, y = 40 + place % 5 * 55, 34 + place // 5 * 63
        red = place % 7 == 3
        shapes += lettering.line(letter, x, y, 23, "#c2412f" if red else INK, 2.1)
        tool = (
            "M-16 38H16M-16 34V42",
            "M-16 38H6M6 33h8v10h-8z",
            "M-14 34L14 42M-14 42L14 34",
            "M-16 38q8 -7 16 0t16 0",
            "M-14 38H14M14 34l4 4l-4 4",
        )[place % 5]
        shapes += f'<g transform="translate({x} {y - 4})">' + _path(tool, stroke=INK, thick=2) + "</g>"
    return shapes


def swimmers(chance: Random) -> str:
    """Pink caps on a great deal of blue."""
    shapes = _rect(0, 0, 300, 420, "#3f86bf") + _ripples(chance, 6, 414, "#6fa9d6", 70)
    for place in range(16):
        x, y = 40 + place % 4 * 72 + chance.uniform(-20, 20), 50 + place // 4 * 98 + chance.uniform(-28, 28)
        if place == 9:
            shapes += _gull(x, y, 13, "#f3f0ea")
            continue
        shapes += (
            f'<ellipse cx="{x:.0f}" cy="{y + 9:.0f}" rx="17" ry="4.5" fill="#2c6799"/>'
            + _circle(x, y, 10.5, "#e98aa0")
            + _path(f"M{x + 8:.0f} {y + 5:.0f}q16 -16 26 2", stroke="#e6b795", thick=5)
        )
    return shapes


SUBJECTS: dict[str, Subject] = {
    "low-tide": low_tide, "crane": crane, "umbrellas": umbrellas, "sardines": sardines, "market": market,
    "ferry": ferry, "rain": sirimiri, "kitchen": kitchen, "dog": dog, "pines": pines, "moon-tide": moon_tide,
    "pintxos": pintxos, "hills": hills, "night-bus": night_bus, "alphabet": alphabet, "swimmers": swimmers,
}  # fmt: skip
