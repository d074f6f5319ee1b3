"""Cells that a spreadsheet would take for a formula: exported behind an apostrophe, read without it.

CWE-1236: a cell that begins with one of these signs may run a command on the machine of whoever opens the file.
"""

import re

MARK = "'"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def as_safe(text: str) -> str:
    """The cell as it is written; plain numbers stay numbers."""
    return MARK + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_meant(text: str) -> str:
    """The cell as it was before `as_safe`."""
    return text[1:] if text.startswith(MARK) and _FORMULA.match(text) else text
