"""Limits of the style on Python sources: sizes, names, and calls that only one place may make."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.tidy.tree import Fault

FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = 400
POSITIONAL_MAX = 6
DOCSTRING_SENTENCES_MAX = 3

BANNED_STEMS = {"utils", "util", "helpers", "helper", "manager", "managers"}
BANNED_ONLY_WHOLE = {"base", "common", "misc", "shared"}

CLOCK_FILE = "feria/core/clock.py"
WALL_CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "datetime.datetime.now", "datetime.datetime.utcnow",
    "datetime.datetime.today", "date.today", "datetime.date.today", "time.time",
}  # fmt: skip
# What speaks to a person at a terminal.
PRINTING = ("feria/cli", "feria/supervisor", "feria/__main__", "bench/")
# Loops that have to survive any fault at all, and an edge; each `except` there gives its reason by `noqa: BLE001`.
BROAD_EXCEPT = {"feria/core/events.py", "feria/core/jobs.py", "feria/core/shortcut.py"}

_UNNUMBERED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]) + r")\b(?!\s*\(?#\d+)")
_SENTENCE_END = re.compile(r"[.!?][`\"')\]]*(?=\s+[A-Z`\"'(]|\s*$)")


def file_name_faults(path: str) -> list[Fault]:
    """Names that say nothing about what is inside."""
    faults = []
    for part in PurePosixPath(path).with_suffix("").parts:
        words = set(re.split(r"[_\-.]", part.lower()))
        if words & BANNED_STEMS or part.lower() in BANNED_ONLY_WHOLE:
            faults.append(Fault(path, 1, f"the name {part!r} says nothing about what is inside"))
    return faults


def unnumbered_notes(path: str, source: str) -> list[Fault]:
    """Notes for later without the number of an issue, in any kind of file."""
    return [
        Fault(path, number, f"{found[1]} without an issue's number, such as {found[1]}(#12)")
        for number, line in enumerate(source.splitlines(), 1)
        if (found := _UNNUMBERED.search(line))
    ]


def python_faults(path: str, source: str) -> list[Fault]:
    """Every breach in one Python source."""
    tree = ast.parse(source, path)
    faults = [*_size_faults(path, source), *_docstring_faults(path, tree)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            faults += _function_faults(path, node)
        elif isinstance(node, ast.ExceptHandler):
            faults += _except_faults(path, node)
        elif isinstance(node, ast.Call):
            faults += _call_faults(path, node)
    return faults


def _size_faults(path: str, source: str) -> Iterator[Fault]:
    lines = source.count("\n")
    if lines > FILE_LINES_MAX:
        yield Fault(
            path, lines, f"{lines} lines; {FILE_LINES_MAX} is the limit: make it a folder of the same name"
        )


def _docstring_faults(path: str, tree: ast.Module) -> Iterator[Fault]:
    if not tree.body:
        return
    docstring = ast.get_docstring(tree)
    if not docstring:
        yield Fault(path, 1, "a module opens with one to three sentences: what lives here, what does not")
    elif path.startswith("feria/"):
        sentences = len(_SENTENCE_END.findall(docstring))
        if sentences > DOCSTRING_SENTENCES_MAX:
            yield Fault(path, 1, f"the module's docstring has {sentences} sentences; three are the limit")


def _function_faults(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Fault]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > FUNCTION_LINES_MAX:
        yield Fault(path, node.lineno, f"{node.name} has {lines} lines; {FUNCTION_LINES_MAX} is the limit")
    positional = [argument.arg for argument in [*node.args.posonlyargs, *node.args.args]]
    if positional and positional[0] in {"self", "cls"}:
        positional = positional[1:]
    if len(positional) > POSITIONAL_MAX and not node.name.startswith("test_"):
        message = f"{node.name} takes {len(positional)} positional parameters; after {POSITIONAL_MAX} put a *"
        yield Fault(path, node.lineno, message)


def _except_faults(path: str, node: ast.ExceptHandler) -> Iterator[Fault]:
    if isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None:
        return  # it tidies up and passes the fault on
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    for kind in kinds:
        if (kind is None or ast.unparse(kind) in {"Exception", "BaseException"}) and path not in BROAD_EXCEPT:
            yield Fault(
                path, node.lineno, "name the errors that are expected here instead of catching everything"
            )


def _call_faults(path: str, node: ast.Call) -> Iterator[Fault]:
    name = ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
    if name in WALL_CLOCKS and path.startswith("feria/") and path != CLOCK_FILE:
        yield Fault(
            path, node.lineno, f"{name}() escapes the test clock: use clock.now(), or tx.now in a transaction"
        )
    if name == "print" and path.startswith("feria/") and not path.startswith(PRINTING):
        yield Fault(path, node.lineno, "print() outside the command line: log it")
