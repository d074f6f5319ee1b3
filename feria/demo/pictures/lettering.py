"""A small alphabet of strokes, so that labels need no font of the machine they are drawn on."""

import unicodedata

# Width, then the strokes in a box ten high, y downwards.
_GLYPHS: dict[str, tuple[float, str]] = {
    "A": (7, "M0 10L3.5 0L7 10M1.3 6.6H5.7"),
    "B": (6, "M0 0V10H3.3A2.7 2.7 0 0 0 3.3 4.6H0M3 4.6A2.3 2.3 0 0 0 3 0H0"),
    "C": (7, "M7 2A4.4 5 0 1 0 7 8"),
    "D": (7, "M0 0V10H2.2A4.8 5 0 0 0 2.2 0Z"),
    "E": (5.4, "M5.4 0H0V10H5.4M0 4.8H4.7"),
    "F": (5.2, "M5.2 0H0V10M0 4.8H4.5"),
    "G": (7.6, "M7 2A4.4 5 0 1 0 7.4 7V5.4H4.6"),
    "H": (6.6, "M0 0V10M6.6 0V10M0 4.8H6.6"),
    "I": (0.4, "M0.2 0V10"),
    "J": (4.6, "M4.6 0V7A2.3 3 0 0 1 0 7"),
    "K": (6.2, "M0 0V10M6 0L0 6M2 4.2L6.2 10"),
    "L": (5, "M0 0V10H5"),
    "M": (8, "M0 10V0L4 7L8 0V10"),
    "N": (6.8, "M0 10V0L6.8 10V0"),
    "O": (8.4, "M4.2 0A4.2 5 0 1 0 4.2 10A4.2 5 0 1 0 4.2 0Z"),
    "P": (6, "M0 10V0H3.2A2.8 2.8 0 0 1 3.2 5.6H0"),
    "Q": (8.4, "M4.2 0A4.2 5 0 1 0 4.2 10A4.2 5 0 1 0 4.2 0ZM5.2 7.4L8.2 10.6"),
    "R": (6.2, "M0 10V0H3.2A2.7 2.7 0 0 1 3.2 5.4H0M3 5.4L6.2 10"),
    "S": (
        6,
        "M5.7 1.7C5 0.3 3.9 0 2.9 0C1.4 0 0.3 1 0.3 2.4C0.3 5.8 6 4 6 7.5C6 9 4.8 10 3.1 10C1.7 10 0.6 9.4 0 8",
    ),
    "T": (6.4, "M0 0H6.4M3.2 0V10"),
    "U": (6.6, "M0 0V6.6A3.3 3.4 0 0 0 6.6 6.6V0"),
    "V": (6.8, "M0 0L3.4 10L6.8 0"),
    "W": (9.6, "M0 0L2.5 10L4.8 1.6L7.1 10L9.6 0"),
    "X": (6.4, "M0 0L6.4 10M6.4 0L0 10"),
    "Y": (6.4, "M0 0L3.2 5L6.4 0M3.2 5V10"),
    "Z": (6, "M0 0H6L0 10H6"),
    "0": (6.4, "M3.2 0A3.2 5 0 1 0 3.2 10A3.2 5 0 1 0 3.2 0Z"),
    "1": (2.4, "M0 2L2.2 0V10"),
    "2": (5.6, "M0.2 2.6A2.6 2.6 0 1 1 4.8 4.2L0 10H5.6"),
    "3": (5.4, "M0.3 1.4A2.5 2.4 0 1 1 2.6 4.7A2.6 2.6 0 1 1 0.1 8.4"),
    "4": (6, "M4.4 10V0L0 7H6"),
    "5": (5.4, "M5 0H1L0.6 4.4A2.9 2.9 0 1 1 0.1 8.6"),
    "6": (5.8, "M4.6 0L0.8 5.4A2.8 2.8 0 1 0 5 5.4A2.8 2.8 0 0 0 0.8 5.4"),
    "7": (5.4, "M0 0H5.4L1.8 10"),
    "8": (5.6, "M2.8 4.6A2.3 2.3 0 1 1 2.9 4.6A2.7 2.7 0 1 1 2.8 4.6Z"),
    "9": (5.8, "M1.2 10L5 4.6A2.8 2.8 0 1 0 0.8 4.6A2.8 2.8 0 0 0 5 4.6"),
    "&": (7.2, "M7.2 10L1.6 3A1.8 1.8 0 1 1 4.6 2.2C4.6 4.6 0.2 5 0.2 7.6A2.6 2.5 0 0 0 5.6 8L6.8 5.2"),
    "%": (7, "M7 0L0 10M1.6 0A1.6 1.8 0 1 0 1.7 0ZM5.4 6.4A1.6 1.8 0 1 0 5.5 6.4Z"),
    ".": (0.4, "M0.2 9.6V10"),
    "-": (3, "M0 5.4H3"),
    " ": (3.2, ""),
}
_MARKS = {
    "\u0303": "M{0} -2.2q.9 -1.2 1.8 0t1.8 0",
    "\u0301": "M{1} -1.6L{2} -3.4",
    "\u0327": "M{1} 10.6q1.4 .9 -.4 2",
}
GAP = 2.3


def width(text: str, size: float) -> float:
    """How wide a line of capitals of the given height is."""
    letters = _letters(text)
    return sum(_GLYPHS[letter][0] + GAP for letter, _ in letters) * size / 10 - GAP * size / 10


def line(text: str, x: float, y: float, size: float, colour: str, weight: float = 1.1) -> str:
    """SVG of a line of capitals `size` high whose middle is x and whose top is y; `weight` is a tenth of the height."""
    pen, strokes = 0.0, []
    for letter, marks in _letters(text):
        wide, path = _GLYPHS[letter]
        centre = wide / 2
        shapes = path + "".join(
            _MARKS[mark].format(centre - 1.8, centre - 0.3, centre + 1.1) for mark in marks if mark in _MARKS
        )
        if shapes:
            strokes.append(f'<path transform="translate({pen:.2f} 0)" d="{shapes}"/>')
        pen += wide + GAP
    left = x - width(text, size) / 2
    return (
        f'<g transform="translate({left:.2f} {y:.2f}) scale({size / 10:.4f})" fill="none" stroke="{colour}" '
        f'stroke-width="{weight}" stroke-linejoin="round" stroke-linecap="round">{"".join(strokes)}</g>'
    )


def fitted(
    text: str, x: float, y: float, size: float, widest: float, colour: str, *, weight: float = 1.1
) -> str:
    """The line, smaller where it would be wider than `widest`."""
    size_fitting = min(size, size * widest / max(width(text, size), 1e-6))
    return line(text, x, y + (size - size_fitting) / 2, size_fitting, colour, weight)


def _letters(text: str) -> list[tuple[str, str]]:
    """Base letters with their combining marks; what the alphabet lacks is left out."""
    found: list[tuple[str, str]] = []
    for letter in unicodedata.normalize("NFD", text.upper()):
        if unicodedata.combining(letter) and found:
            found[-1] = (found[-1][0], found[-1][1] + letter)
        elif letter in _GLYPHS:
            found.append((letter, ""))
    return found
