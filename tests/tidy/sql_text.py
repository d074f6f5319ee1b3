"""Reading SQL just well enough for the lints: statements, created tables, their columns and constraints."""

import ast
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

_NAME = r'(?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?'
_CREATE_TABLE = re.compile(
    rf"\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?({_NAME})\s*\(", re.I
)
_ALTER_TABLE = re.compile(rf"\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?({_NAME})\s+([^;]*)", re.I)
_ADD_COLUMN = re.compile(r'\badd\s+(?:column\s+)(?:if\s+not\s+exists\s+)?("[^"]+"|\w+)\s+([^,;]+)', re.I)
_UNIQUE_INDEX = re.compile(
    rf"\bcreate\s+unique\s+index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?\w*\s*on\s+(?:only\s+)?({_NAME})"
    r"\s*(?:using\s+\w+\s*)?\(",
    re.I,
)
_TABLE_CONSTRAINT = re.compile(
    r"^(?:constraint|primary\s+key|unique|foreign\s+key|check|exclude|like)\b", re.I
)
_STARTS_SQL = re.compile(
    r"^\s*(?:--[^\n]*\n\s*)*(?:select|insert\s+into|update|delete\s+from|with|merge\s+into|lock\s+table|create|alter)\s",
    re.I,
)


class Column(NamedTuple):
    """One column: its name, and all that follows it."""

    name: str
    definition: str


@dataclass
class Table:
    """A created table with what the lints ask of it."""

    name: str  # with its schema, unquoted
    line: int
    remark: str  # the comment right above `create table`
    columns: list[Column] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)

    @cached_property
    def column_names(self) -> set[str]:
        return {column.name for column in self.columns}

    @property
    def primary_key(self) -> list[str]:
        for constraint in self.constraints:
            if found := re.search(r"primary\s+key\s*\(([^)]*)\)", constraint, re.I):
                return names_in(found[1])
        return [
            column.name for column in self.columns if re.search(r"\bprimary\s+key\b", column.definition, re.I)
        ]

    @property
    def owner_column(self) -> str | None:
        """The column the table is sharded by; None where a remark keeps it on the coordinator."""
        if re.search(r"\b(?:coordinator|directory|reference table)\b", self.remark, re.I):
            return None
        return next((name for name in ("seller_id", "shopper_id") if name in self.column_names), None)


def unquoted(name: str) -> str:
    """`"order".lines` → `order.lines`."""
    return name.replace('"', "").lower()


def names_in(columns: str) -> list[str]:
    """The column names of a parenthesised list, without their sort order."""
    return [unquoted(part.split()[0]) for part in split_at_commas(columns) if part.strip()]


def split_at_commas(body: str) -> list[str]:
    """Splits at the commas that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for position, sign in enumerate(body):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append(body[start:position].strip())
            start = position + 1
    return [*parts, body[start:].strip()]


def bracketed(sql: str, start: int) -> str:
    """What stands in the brackets that open just before `start`."""
    depth = 1
    for position in range(start, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[position], 0)
        if depth == 0:
            return sql[start:position]
    return sql[start:]


def blanked(sql: str) -> str:
    """The text with comments and string literals blanked, every character in its old place."""
    pattern = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.S)
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), sql)


def line_of(text: str, position: int) -> int:
    """The line, from 1, of a character."""
    return text.count("\n", 0, position) + 1


def tables_in(sql: str) -> list[Table]:
    """The tables that a migration creates, with the columns it adds to them later in the same text."""
    plain = blanked(sql)
    tables = []
    for found in _CREATE_TABLE.finditer(plain):
        table = Table(unquoted(found[1]), line_of(plain, found.start()), _remark_above(sql, found.start()))
        for part in split_at_commas(bracketed(plain, found.end())):
            if _TABLE_CONSTRAINT.match(part):
                table.constraints.append(part)
            elif part:
                name, _, definition = part.partition(" ")
                table.columns.append(Column(unquoted(name), definition.strip()))
        tables.append(table)
    return tables


def alterations(sql: str, tables: dict[str, Table]) -> None:
    """Adds to `tables` the columns and constraints that the text's `alter table` statements bring."""
    for found in _ALTER_TABLE.finditer(blanked(sql)):
        table = tables.get(unquoted(found[1]))
        if table is None:
            continue
        table.columns += [Column(unquoted(name), rest) for name, rest in _ADD_COLUMN.findall(found[2])]
        table.constraints += [
            re.sub(r"^add\s+", "", part, flags=re.I)
            for part in split_at_commas(found[2])
            if re.match(r"add\s+(?:constraint|unique|foreign|primary)\b", part, re.I)
        ]
        table.__dict__.pop("column_names", None)


def unique_indexes(sql: str) -> list[tuple[str, list[str], int]]:
    """(table, columns, line) of every unique index that is created by a statement of its own."""
    plain = blanked(sql)
    return [
        (unquoted(found[1]), names_in(bracketed(plain, found.end())), line_of(plain, found.start()))
        for found in _UNIQUE_INDEX.finditer(plain)
    ]


def reads_like_sql(text: str) -> bool:
    """True when the text opens as a statement does."""
    return _STARTS_SQL.match(text) is not None


def strings_in_python(source: str) -> list[tuple[int, str]]:
    """(line, text) of every string in a Python source, with ` ? ` for what is filled in; no docstrings."""
    tree = ast.parse(source)
    skipped: set[int] = set()
    found: list[tuple[ast.expr, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            skipped.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            skipped.update(id(part) for part in node.values)
            parts = [str(part.value) if isinstance(part, ast.Constant) else " ? " for part in node.values]
            found.append((node, "".join(parts)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append((node, node.value))
    return [(node.lineno, text) for node, text in found if id(node) not in skipped]


def _remark_above(sql: str, position: int) -> str:
    lines = sql[:position].rstrip(" \t").splitlines()
    remark: list[str] = []
    while lines and lines[-1].lstrip().startswith("--"):
        remark.append(lines.pop())
    return " ".join(reversed(remark))
