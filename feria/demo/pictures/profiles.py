"""Outlines of turned things: smooth curves through (height, radius), closed to cross-sections of solids and vessels."""

from collections.abc import Sequence

import numpy as np

from feria.demo.pictures.fields import Array

Knots = Sequence[tuple[float, float]]

SAMPLES = 120


def curve(knots: Knots, samples: int = SAMPLES) -> Array:
    """(samples, 2) of radius and height from the lowest knot up, by a monotone cubic (Fritsch and Carlson)."""
    heights = np.array([knot[0] for knot in knots], dtype=float)
    radii = np.array([knot[1] for knot in knots], dtype=float)
    gaps, rises = np.diff(heights), np.diff(radii)
    slopes = rises / gaps
    inner = np.zeros(len(knots))
    same = slopes[:-1] * slopes[1:] > 0
    weight_a, weight_b = 2 * gaps[1:] + gaps[:-1], gaps[1:] + 2 * gaps[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        harmonic = (weight_a + weight_b) / (weight_a / slopes[:-1] + weight_b / slopes[1:])
    inner[1:-1] = np.where(same, harmonic, 0.0)
    inner[0], inner[-1] = slopes[0], slopes[-1]
    at = np.linspace(heights[0], heights[-1], samples)
    place = np.clip(np.searchsorted(heights, at, side="right") - 1, 0, len(gaps) - 1)
    gap = gaps[place]
    part = (at - heights[place]) / gap
    below, above = radii[place], radii[place + 1]
    start, end = inner[place] * gap, inner[place + 1] * gap
    radius = (
        below * (2 * part**3 - 3 * part**2 + 1)
        + start * (part**3 - 2 * part**2 + part)
        + above * (-2 * part**3 + 3 * part**2)
        + end * (part**3 - part**2)
    )
    return np.stack([np.maximum(radius, 0.0), at], axis=1)


def solid(knots: Knots) -> Array:
    """The cross-section of a full body."""
    side = curve(knots)
    return np.concatenate([[[0.0, side[0, 1]]], side, [[0.0, side[-1, 1]]]])


def vessel(knots: Knots, wall: float, base: float) -> Array:
    """The cross-section of an open vessel with a wall and a base of the given thickness."""
    side = curve(knots)
    along = np.gradient(side, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    inside = side - wall * np.stack([along[:, 1], -along[:, 0]], axis=1)
    floor = side[0, 1] + base
    inside = inside[(inside[:, 1] > floor) & (inside[:, 0] > 0.02)]
    inside[:, 1] = np.minimum(inside[:, 1], side[-1, 1])
    inside[-1, 1] = side[-1, 1]
    corner = min(wall * 2.5, inside[0, 0] * 0.5)
    turn = np.linspace(0, np.pi / 2, 8)[:-1]
    rounded = np.stack(
        [inside[0, 0] - corner * (1 - np.sin(turn)), floor + corner * (1 - np.cos(turn))], axis=1
    )
    inside = inside[inside[:, 1] > floor + corner]
    return np.concatenate([[[0.0, side[0, 1]]], side, inside[::-1], rounded[::-1], [[0.0, floor]]])


def shell(knots: Knots, wall: float) -> Array:
    """The cross-section of a wall that is open at both ends, such as a lampshade."""
    side = curve(knots)
    inside = side.copy()
    inside[:, 0] = np.maximum(inside[:, 0] - wall, 0.0)
    return np.concatenate([side, inside[::-1]])


def disc(radius: float, bottom: float, top: float) -> Array:
    """The cross-section of a flat round plate."""
    return np.array([[0.0, bottom], [radius, bottom], [radius, top], [0.0, top]])
