"""Distances in a plane kept on a grid: to closed outlines with a sign, to open lines without."""

import numpy as np

from feria.demo.pictures.fields import Array

MARGIN_CELLS = 8


class Grid:
    """Values at the corners of square cells, with slopes; beyond the grid distances are continued."""

    def __init__(self, low: Array, high: Array, cell: float) -> None:
        self.cell = cell
        self.low = np.asarray(low, dtype=np.float32)
        self.columns = int((high[0] - low[0]) / cell) + 2
        self.rows = int((high[1] - low[1]) / cell) + 2
        self.layers = np.zeros((3, 0), dtype=np.float32)

    def corners(self) -> tuple[Array, Array]:
        """Places of all corners."""
        x, y = np.meshgrid(
            np.arange(self.columns) * self.cell + self.low[0], np.arange(self.rows) * self.cell + self.low[1]
        )
        return x.ravel().astype(np.float32), y.ravel().astype(np.float32)

    def fill(self, values: Array) -> None:
        """Keep the values at the corners, and their slopes."""
        table = values.reshape(self.rows, self.columns).astype(np.float32)
        up, across = np.gradient(table)
        self.layers = np.stack([table, across / self.cell, up / self.cell]).reshape(3, -1).astype(np.float32)

    def distance(self, x: Array, y: Array) -> Array:
        """Between corners blended; beyond the grid by the law of cosines from its border."""
        column, row = (x - self.low[0]) / self.cell, (y - self.low[1]) / self.cell
        column_in, row_in = np.clip(column, 0, self.columns - 1.001), np.clip(row, 0, self.rows - 1.001)
        found = self._blended(0, column_in, row_in)
        beyond = np.flatnonzero((column != column_in) | (row != row_in))
        if len(beyond):
            at = (column_in[beyond], row_in[beyond])
            past_x, past_y = (column[beyond] - at[0]) * self.cell, (row[beyond] - at[1]) * self.cell
            along = past_x * self._blended(1, *at) + past_y * self._blended(2, *at)
            square = found[beyond] ** 2 + past_x**2 + past_y**2 + 2 * found[beyond] * along
            found[beyond] = np.sqrt(np.maximum(square, 1e-6)) * 0.97
        return found

    def slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        """How the distance grows with x and with y."""
        column = np.clip((x - self.low[0]) / self.cell, 0, self.columns - 1.001)
        row = np.clip((y - self.low[1]) / self.cell, 0, self.rows - 1.001)
        return self._blended(1, column, row), self._blended(2, column, row)

    def _blended(self, layer: int, column: Array, row: Array) -> Array:
        left, below = np.floor(column), np.floor(row)
        part_x, part_y = column - left, row - below
        values, at = self.layers[layer], (below * self.columns + left).astype(np.int32)
        lower = values[at] * (1 - part_x) + values[at + 1] * part_x
        at += self.columns
        upper = values[at] * (1 - part_x) + values[at + 1] * part_x
        found: Array = lower * (1 - part_y) + upper * part_y
        return found


def of_section(section: Array, rounding: float, cells: int) -> Grid:
    """Signed distances to a closed outline of (radius, height), its edges inflated by `rounding`."""
    low, high = section[:, 1].min(), section[:, 1].max()
    wide = section[:, 0].max()
    cell = max(high - low, wide) / cells
    margin = MARGIN_CELLS * cell + rounding
    grid = Grid(np.array([0.0, low - margin]), np.array([wide + margin, high + margin]), cell)
    grid.fill(_outline_distance(section, *grid.corners()) - rounding)
    grid.layers[1].reshape(grid.rows, grid.columns)[:, 0] = 0.0
    return grid


def _outline_distance(section: Array, radius: Array, height: Array) -> Array:
    """Signed distances to a closed polygon; its edges on the axis divide and do not count."""
    least = np.full(radius.shape, 1e9, dtype=np.float32)
    inside = np.zeros(radius.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(section, np.roll(section, -1, axis=0), strict=True):
        span_x, span_y = float(x1 - x0), float(y1 - y0)
        if span_y:
            inside ^= ((y0 > height) != (y1 > height)) & (radius < span_x * (height - y0) / span_y + x0)
        if max(x0, x1) < 1e-6:
            continue
        part = ((radius - x0) * span_x + (height - y0) * span_y) / max(span_x**2 + span_y**2, 1e-12)
        part = np.clip(part, 0, 1)
        least = np.minimum(least, (radius - x0 - part * span_x) ** 2 + (height - y0 - part * span_y) ** 2)
    found: Array = np.sqrt(least) * np.where(inside, -1, 1)
    return found


def of_line(path: Array, cells: int) -> tuple[Grid, Array]:
    """Distances to an open line, and at each corner how far along the line (0…1) the nearest point lies."""
    low, high = path.min(axis=0), path.max(axis=0)
    cell = float((high - low).max()) / cells
    grid = Grid(low - MARGIN_CELLS * 2 * cell, high + MARGIN_CELLS * 2 * cell, cell)
    x, y = grid.corners()
    least = np.full(x.shape, 1e9, dtype=np.float32)
    along = np.zeros(x.shape, dtype=np.float32)
    count = len(path) - 1
    for place in range(count):
        (x0, y0), (x1, y1) = path[place], path[place + 1]
        span_x, span_y = float(x1 - x0), float(y1 - y0)
        part = np.clip(((x - x0) * span_x + (y - y0) * span_y) / max(span_x**2 + span_y**2, 1e-9), 0, 1)
        square = (x - x0 - part * span_x) ** 2 + (y - y0 - part * span_y) ** 2
        along = np.where(square < least, (place + part) / count, along)
        least = np.minimum(least, square)
    grid.fill(np.sqrt(least))
    return grid, along
