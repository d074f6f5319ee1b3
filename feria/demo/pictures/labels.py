"""Printed paper for jars, bottles and tins: the seller's name, what is inside, and a small drawing."""

from random import Random

from feria.demo.pictures import lettering
from feria.demo.pictures.fields import Array, drawn

PAPERS = ("#f6f1e4", "#f4f2ec", "#efe8d6")


def label(shop: str, what: str, ink: str, chance: Random, *, size: tuple[int, int], sign: str) -> Array:
    """A label (height, width, 4): one of four layouts in one ink on pale paper."""
    wide, high = size
    paper = chance.choice(PAPERS)
    layout = (_framed, _banded, _plain, _topped)[chance.randrange(4)]
    edge = f'<rect width="{wide}" height="{high}" rx="{min(size) * 0.03:.1f}" fill="{paper}"/>'
    return drawn(edge + layout(shop, what, ink, paper, size, sign), wide, high)


def _framed(shop: str, what: str, ink: str, paper: str, size: tuple[int, int], sign: str) -> str:
    wide, high = size
    margin = min(size) * 0.07
    return (
        f'<rect x="{margin}" y="{margin}" width="{wide - 2 * margin}" height="{high - 2 * margin}" fill="none" '
        f'stroke="{ink}" stroke-width="{min(size) * 0.012:.1f}"/>'
        + lettering.fitted(shop, wide / 2, high * 0.20, high * 0.085, wide * 0.7, ink)
        + _sign(sign, wide / 2, high * 0.50, min(size) * 0.17, ink)
        + lettering.fitted(what, wide / 2, high * 0.72, high * 0.10, wide * 0.74, ink, weight=1.4)
    )


def _banded(shop: str, what: str, ink: str, paper: str, size: tuple[int, int], sign: str) -> str:
    wide, high = size
    return (
        f'<rect y="{high * 0.60}" width="{wide}" height="{high * 0.24}" fill="{ink}"/>'
        + _sign(sign, wide / 2, high * 0.34, min(size) * 0.20, ink)
        + lettering.fitted(what, wide / 2, high * 0.665, high * 0.11, wide * 0.82, paper, weight=1.4)
        + lettering.fitted(shop, wide / 2, high * 0.89, high * 0.055, wide * 0.7, ink)
    )


def _plain(shop: str, what: str, ink: str, paper: str, size: tuple[int, int], sign: str) -> str:
    wide, high = size
    return (
        lettering.fitted(what, wide / 2, high * 0.16, high * 0.14, wide * 0.84, ink, weight=1.5)
        + f'<path d="M{wide * 0.1} {high * 0.40}H{wide * 0.9}" stroke="{ink}" stroke-width="{high * 0.012:.1f}"/>'
        + _sign(sign, wide / 2, high * 0.60, min(size) * 0.16, ink)
        + lettering.fitted(shop, wide / 2, high * 0.83, high * 0.07, wide * 0.7, ink)
    )


def _topped(shop: str, what: str, ink: str, paper: str, size: tuple[int, int], sign: str) -> str:
    wide, high = size
    return (
        f'<path d="M0 0H{wide}V{high * 0.34}Q{wide / 2} {high * 0.52} 0 {high * 0.34}Z" fill="{ink}"/>'
        + _sign(sign, wide / 2, high * 0.20, min(size) * 0.15, paper)
        + lettering.fitted(what, wide / 2, high * 0.56, high * 0.12, wide * 0.8, ink, weight=1.5)
        + lettering.fitted(shop, wide / 2, high * 0.80, high * 0.065, wide * 0.7, ink)
    )


def _sign(kind: str, x: float, y: float, size: float, ink: str) -> str:
    """A bee, an olive, a flame, a leaf, a drop or a wave about (x, y)."""
    shapes = {
        "bee": "<ellipse rx='.42' ry='.62'/>"
        "<path d='M-.4 -.2H.4M-.42 .12H.42M-.3 .4H.3' stroke='{p}' stroke-width='.12'/>"
        "<ellipse cx='-.62' cy='-.32' rx='.5' ry='.28' transform='rotate(28 -.62 -.32)' fill-opacity='.45'/>"
        "<ellipse cx='.62' cy='-.32' rx='.5' ry='.28' transform='rotate(-28 .62 -.32)' fill-opacity='.45'/>",
        "olive": "<path d='M-1 .5Q0 .1 1 -.6' fill='none' stroke='{i}' stroke-width='.1'/>"
        "<ellipse cx='-.15' cy='.55' rx='.3' ry='.4'/><ellipse cx='.5' cy='.25' rx='.27' ry='.36'/>"
        "<path d='M-.5 .3Q-.7 -.5 0 -.9Q.1 -.2 -.5 .3ZM.2 0Q.3 -.7 1 -.95Q.9 -.3 .2 0Z'/>",
        "flame": "<path d='M0 -1C.7 -.2 .62 .2 .5 .5A.55 .55 0 0 1 -.5 .5C-.62 .1 -.2 -.2 0 -1Z'/>"
        "<path d='M0 .98V1.25' stroke='{i}' stroke-width='.1'/>",
        "leaf": "<path d='M0 1Q-1 .2 0 -1Q1 .2 0 1Z'/><path d='M0 1.1V-.6M0 .4L.4 0M0 .4L-.4 0' stroke='{p}' "
        "stroke-width='.07' fill='none'/>",
        "drop": "<path d='M0 -1Q.75 0 .6 .4A.6 .6 0 0 1 -.6 .4Q-.75 0 0 -1Z'/>",
        "wave": "<path d='M-1.2 0q.3 -.5 .6 0t.6 0t.6 0t.6 0M-1.2 .45q.3 -.5 .6 0t.6 0t.6 0t.6 0' fill='none' "
        "stroke='{i}' stroke-width='.13'/>",
    }
    drawing = shapes[kind].replace("{i}", ink).replace("{p}", PAPERS[0])
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({size:.2f})" fill="{ink}">{drawing}</g>'
