"""Arithmetic on arrays that everything else here is written in: blending, noise, textures and blurs."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray

Array = NDArray[Any]
Noise = Callable[[Array], Array]

WAVES = 7


def smooth(low: float | Array, high: float | Array, value: Array) -> Array:
    """0 below `low`, 1 above `high`, without a kink between."""
    part = np.clip((value - low) / (high - low), 0.0, 1.0)
    return part * part * (3.0 - 2.0 * part)


def mix(first: Array, second: Array, amount: Array) -> Array:
    """Colours (…, 3) from first to second as the amounts (…) go from 0 to 1."""
    mixed: Array = first + (second - first) * np.asarray(amount)[..., None]
    return mixed


def length(vectors: Array) -> Array:
    """Lengths of the columns of (3, n), or (2, n)."""
    lengths: Array = np.sqrt(np.einsum("ij,ij->j", vectors, vectors))
    return lengths


def unit(vectors: Array) -> Array:
    """Columns at length one."""
    return vectors / np.maximum(length(vectors), 1e-9)


def dot(first: Array, second: Array) -> Array:
    """Products of columns."""
    products: Array = np.einsum("ij,ij->j", first, second)
    return products


def noise(random: np.random.Generator, size: float, dimensions: int = 3) -> Noise:
    """A smooth irregular field over (dimensions, n) points, about −1…1, whose bumps are about `size` wide."""
    ways = random.normal(size=(WAVES, dimensions))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    pace = (random.uniform(0.55, 1.75, (WAVES, 1)) * ways * (np.pi / size)).astype(np.float32)
    phase = random.uniform(0, 2 * np.pi, (WAVES, 1)).astype(np.float32)
    bend = random.uniform(0.4, 1.1, (WAVES, 1)).astype(np.float32)

    def field(points: Array) -> Array:
        waves = pace @ points + phase
        waves += bend * np.sin(np.roll(waves, 1, axis=0) * 0.53)
        total: Array = np.sin(waves).sum(axis=0) / 2.6
        return total

    return field


def sampled(picture: Array, across: Array, down: Array, repeated: bool = False) -> Array:
    """Colours of a picture (height, width, channels) at places 0…1, between pixels blended."""
    height, width = picture.shape[:2]
    x, y = across * width - 0.5, down * height - 0.5
    left, top = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    right, bottom = left + 1, top + 1
    part_x, part_y = (x - left)[:, None], (y - top)[:, None]
    if repeated:
        left, right, top, bottom = left % width, right % width, top % height, bottom % height
    else:
        left, right = np.clip(left, 0, width - 1), np.clip(right, 0, width - 1)
        top, bottom = np.clip(top, 0, height - 1), np.clip(bottom, 0, height - 1)
    upper = picture[top, left] * (1 - part_x) + picture[top, right] * part_x
    lower = picture[bottom, left] * (1 - part_x) + picture[bottom, right] * part_x
    blended: Array = upper * (1 - part_y) + lower * part_y
    return blended


def blurred(picture: Array, sigma: float) -> Array:
    """The picture out of focus; its border is continued."""
    if sigma < 0.3:
        return picture
    soft: Array = pyvips.Image.new_from_array(picture.astype(np.float32)).gaussblur(sigma).numpy()
    return soft


def resized(picture: Array, width: int, height: int) -> Array:
    """The picture at another size."""
    image = pyvips.Image.new_from_array(picture.astype(np.float32))
    done: Array = image.resize(width / image.width, vscale=height / image.height, kernel="linear").numpy()
    return done[:height, :width]


def linear(encoded: Array) -> Array:
    """Light of sRGB values 0…1."""
    light: Array = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    return light.astype(np.float32)


def encoded(light: Array) -> Array:
    """The sRGB values 0…1 of light."""
    light = np.clip(light, 0.0, 1.0)
    values: Array = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return values


def drawn(svg: str, width: int, height: int) -> Array:
    """An SVG's content for a view box of the given size in pixels, as linear RGB and coverage (height, width, 4)."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    pixels = pyvips.Image.svgload_buffer(f"{head}{svg}</svg>".encode()).numpy().astype(np.float32) / 255
    return np.concatenate([linear(pixels[..., :3]), pixels[..., 3:]], axis=2)
