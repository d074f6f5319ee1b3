"""Colours as light: OKLCH to linear sRGB, the stalls' tints, and what glazes, woods, waxes and dyes look like."""

import math

import numpy as np

from feria.demo.pictures.fields import Array, encoded, linear


def oklch(lightness: float, chroma: float, hue: float) -> Array:
    """Linear sRGB of a colour, by Ottosson's matrices; what lies outside the gamut is clipped."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    light = [
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    ]
    return np.clip(np.array(light, dtype=np.float32), 0.0, 1.0)


def code(colour: Array) -> str:
    """The colour as `#rrggbb`, for SVG."""
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in encoded(colour))


def hexed(text: str) -> Array:
    """Linear sRGB of `#rrggbb`."""
    values = np.array([int(text[place : place + 2], 16) for place in (1, 3, 5)], dtype=np.float32)
    return linear(values / 255)


def tint(hue: float) -> Array:
    """A stall's backdrop, a little fuller than its tint on the page, since light falls off over it."""
    return oklch(0.925, 0.041, hue)


def band(hue: float) -> Array:
    """A stall's band."""
    return oklch(0.72, 0.10, hue)


def dark(hue: float) -> Array:
    """A stall's text."""
    return oklch(0.42, 0.07, hue)


# Casa Barro, Ilha Azul, Luz de Abril: the glaze, and how glossy it is.
GLAZES = {
    "ash-white": ("#ece6d9", 0.75),
    "slate-grey": ("#7d8084", 0.25),
    "honey-ochre": ("#b87a2c", 0.9),
    "iron-black": ("#2b2624", 0.8),
    "olive": ("#6f7440", 0.7),
    "tin-blue": ("#5b86b4", 0.85),
    "raw-sand": ("#cdb497", 0.1),
    "atlantic": ("#1d6fa3", 0.9),
    "gull": ("#f1f1ec", 0.85),
    "tide": ("#eef0ee", 0.85),
    "fog": ("#a9a7b6", 0.6),
    "tile": ("#f0f1ee", 0.85),
    "sardine": ("#f0f0ea", 0.85),
    "ink": ("#20264d", 0.9),
    "chalk": ("#ece7dc", 0.08),
    "terracotta": ("#b5613f", 0.22),
    "sea-green": ("#6fa394", 0.8),
    "ink-blue": ("#28396b", 0.55),
    "lemon": ("#e6c044", 0.45),
    "smoke": ("#93938f", 0.4),
    "blush": ("#e5b5a8", 0.4),
    "black": ("#2a2727", 0.5),
}
STONEWARE, TERRACOTTA = "#dccbb0", "#b9704c"

# Heartwood, the dark of the grain, and sapwood.
WOODS = {
    "olive": ("#c69a5c", "#6b4526", "#e0c28c"),
    "chestnut": ("#b08556", "#7c5733", "#d3b184"),
    "walnut": ("#74513a", "#3f291c", "#c3a078"),
    "cherry": ("#b8724a", "#8a4a2c", "#deb389"),
    "ash": ("#dcc69f", "#b5966a", "#ead9b8"),
    "holm-oak": ("#a67f52", "#69482b", "#cba877"),
}
OAK = WOODS["holm-oak"]

WAXES = {
    "fig-leaf": "#dfe6cd", "orange-clove": "#f0d9b8", "rosemary-rain": "#dcdfd8", "pine-resin": "#d5dcc0",
    "sea-salt": "#dbe4e8", "cedar": "#e2d3bf", "laurel": "#d3dcc2", "plain": "#f2ead6", "natural": "#d9a441",
    "ivory": "#f1e7cf", "brick": "#a5402f", "moss": "#4c5a37", "midnight": "#27305a", "smoke": "#a7a8a6",
}  # fmt: skip
# The paint of a scent's label or tin.
SCENTS = {
    "fig-leaf": "#5f7f4b", "orange-clove": "#cf6a2a", "rosemary-rain": "#7b8b8c", "pine-resin": "#3c5f45",
    "sea-salt": "#5c8fa6", "cedar": "#8a5a3c", "laurel": "#6d8443", "plain": "#d8c7a0", "lavender": "#8672ad",
    "charcoal": "#2c2b2b", "orange": "#d77a2e", "oat": "#d9c6a1", "rosemary": "#7f9068", "clay": "#d49a90",
    "lemongrass": "#d6c150", "sea": "#86aec0", "olive": "#8d9350", "white": "#efece2", "blue": "#6f9cc9",
}  # fmt: skip
DYES = {
    "undyed": "#e6dcc6", "moor": "#8a6746", "madder": "#a23f36", "weld": "#d2a83e", "indigo": "#2f3f70",
    "slate": "#7c7f84", "fern": "#5f7a4d", "heather": "#c18f9b", "stripe": "#ece8df", "chequer": "#ece6dc",
    "atlantic": "#2a6d9c", "gull": "#eeece5", "tide": "#eeeee8", "tile": "#eeede6", "sardine": "#edebe2",
}  # fmt: skip
# Honey, oil and vinegar: the light that comes through a finger's breadth.
LIQUIDS = {
    "heather": "#8a3f12", "chestnut": "#6e300e", "rosemary": "#f2d68e", "orange-blossom": "#eea83a",
    "lavender": "#e9b45a", "eucalyptus": "#c0701c", "spring": "#f2b930", "forest": "#33160a", "thyme": "#d98f24",
    "arbutus": "#a4591e", "galega": "#a79a2c", "cobrancosa": "#8b922a", "early": "#7c9a1f", "lemon": "#c9b53a",
    "smoked": "#b0862a", "walnuts": "#b9691b", "almonds": "#dd9a35", "pollen": "#e9b436", "cinnamon": "#dcb98c",
    "honey-vinegar": "#d08a3a", "fig-vinegar": "#5a2418", "orange": "#b8621f", "olive": "#b9a556",
}  # fmt: skip
