"""Lines of CSV files that people open in a spreadsheet: nothing in them is ever run there."""

import csv
import io
from collections.abc import Sequence

from feria.core.formulas import as_safe


def line(cells: Sequence[str]) -> str:
    """One record, as RFC 4180 has it; what a spreadsheet would take for a formula stands behind an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([as_safe(cell) for cell in cells])
    return out.getvalue()
