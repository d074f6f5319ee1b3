"""Rules for SQL that keep the clock in our hands, money beside its currency, and sharding by seller possible."""

import re

from tests.tidy import sql_text
from tests.tidy.sql_text import Table
from tests.tidy.tree import Fault

_WALL_CLOCK = re.compile(
    r"(?<![.\w])(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)"
    r"|\b(?:current_timestamp|current_date|current_time|localtimestamp|localtime)\b",
    re.I,
)
_LOCKS_MANY = re.compile(r"\bseller_id\s*=\s*any\s*\(.*\bfor\s+(?:no\s+key\s+)?update\b", re.I | re.S)
_VOLATILE_UPSERT = re.compile(
    r"\bdo\s+update\s+set\b.*\b(?:random|nextval|gen_random_uuid|setval)\s*\(", re.I | re.S
)
_UNDISTRIBUTABLE = re.compile(r"\bwith\s+recursive\b|\brollup\s*\(|\blateral\b", re.I)
_TRIGGER = re.compile(
    r'\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\s+\w+\s.*?\bon\s+((?:"[^"]+"|\w+)\.\w+)',
    re.I | re.S,
)
_REFERENCES = re.compile(r'\breferences\s+((?:"[^"]+"|\w+)\.(?:"[^"]+"|\w+)|\w+)\s*(?:\(([^)]*)\))?', re.I)
_FOREIGN_KEY = re.compile(r"\bforeign\s+key\s*\(([^)]*)\)", re.I)
_WHOLE_NUMBER = re.compile(r"^(?:bigint|int8|integer|int|int4|numeric|decimal)\b", re.I)
# Words that mean money even without `_amount` behind them.
MONEY_WORDS = {
    "amount", "price", "total", "subtotal", "gross", "net", "commission", "commission_tax", "balance", "revenue", "fee",
}  # fmt: skip


def clock_faults(path: str, line: int, sql: str) -> list[Fault]:
    """The database's own clock, anywhere in a migration, a statement or a part of one."""
    plain = sql_text.blanked(sql)
    return [
        Fault(
            path,
            line + sql_text.line_of(plain, found.start()) - 1,
            f"{found[0]} escapes the test clock: pass the time in",
        )
        for found in _WALL_CLOCK.finditer(plain)
    ]


def statement_faults(path: str, line: int, sql: str, sharded: set[str]) -> list[Fault]:
    """What Citus refuses in one statement; `sharded` are the names of the sharded tables."""
    plain = sql_text.blanked(sql)
    faults = []
    if _LOCKS_MANY.search(plain):
        faults.append(
            Fault(path, line, "locks rows of several sellers at once: loop over the sellers in sorted order")
        )
    if _VOLATILE_UPSERT.search(plain):
        faults.append(Fault(path, line, "DO UPDATE SET may only use what does not change between calls"))
    if found := _UNDISTRIBUTABLE.search(plain):
        names = {sql_text.unquoted(name) for name in re.findall(r'(?:"[^"]+"|\w+)\.\w+', plain)}
        if touched := sorted(names & sharded):
            message = f"{found[0].strip()} over the sharded table {touched[0]}: fetch the ids first"
            faults.append(Fault(path, line, message))
    return faults


def money_faults(path: str, table: Table) -> list[Fault]:
    """An amount is a bigint and stands beside its currency."""
    faults = []
    for name, definition in table.columns:
        amount = name.endswith("_amount") or (name in MONEY_WORDS and _WHOLE_NUMBER.match(definition))
        if not amount:
            continue
        if not re.match(r"(?:bigint|int8)\b", definition, re.I):
            faults.append(Fault(path, table.line, f"{table.name}.{name} is money in minor units: a bigint"))
        own = name.removesuffix("_amount") + "_currency"
        if not {"currency", own} & table.column_names:
            faults.append(Fault(path, table.line, f"{table.name}.{name} has no currency beside it"))
    return faults


def key_faults(path: str, table: Table) -> list[Fault]:
    """Keys of a sharded table start with, or at least contain, its owner's column."""
    owner = table.owner_column
    if owner is None:
        return []
    faults = []
    if table.primary_key[:1] != [owner]:
        message = (
            f"{table.name} has a {owner}, so its primary key starts with it"
            " (or a comment above says why it is a directory, a reference table or stays on the coordinator)"
        )
        faults.append(Fault(path, table.line, message))
    uniques = [
        found[1]
        for part in table.constraints
        if (found := re.search(r"\bunique\b[^(]*\(([^)]*)\)", part, re.I))
    ]
    uniques += [column.name for column in table.columns if re.search(r"\bunique\b", column.definition, re.I)]
    faults += [
        Fault(path, table.line, f"{table.name}: unique ({columns}) lacks {owner}")
        for columns in uniques
        if owner not in sql_text.names_in(columns)
    ]
    return faults


def reference_faults(path: str, table: Table, tables: dict[str, Table]) -> list[Fault]:
    """Foreign keys stay inside their schema, and among sharded tables carry the owner's column."""
    faults = []
    schema = table.name.partition(".")[0]
    for definition in [*table.constraints, *(f"{name} {rest}" for name, rest in table.columns)]:
        found = _REFERENCES.search(definition)
        if found is None:
            continue
        target = sql_text.unquoted(found[1])
        if "." in target and target.partition(".")[0] != schema:
            faults.append(Fault(path, table.line, f"{table.name} refers to {target} in another schema"))
        own = _FOREIGN_KEY.search(definition)
        columns = sql_text.names_in(own[1]) if own else [definition.split()[0]]
        other = tables.get(target) or tables.get(f"{schema}.{target}")
        if table.owner_column and other and other.owner_column and table.owner_column not in columns:
            message = f"{table.name}: the foreign key to {target} lacks {table.owner_column}"
            faults.append(Fault(path, table.line, message))
    return faults


def trigger_faults(path: str, sql: str, tables: dict[str, Table]) -> list[Fault]:
    """Citus knows no triggers on sharded tables; the ledger's stay on the coordinator."""
    plain = sql_text.blanked(sql)
    faults = []
    for found in _TRIGGER.finditer(plain):
        name = sql_text.unquoted(found[1])
        ledger = name.startswith("payment.ledger_")
        if not ledger and name in tables and tables[name].owner_column:
            faults.append(
                Fault(path, sql_text.line_of(plain, found.start()), f"a trigger on the sharded table {name}")
            )
    return faults


def index_faults(path: str, sql: str, tables: dict[str, Table]) -> list[Fault]:
    """Unique indexes of sharded tables contain the owner's column."""
    return [
        Fault(path, line, f"the unique index on {name} lacks {tables[name].owner_column}")
        for name, columns, line in sql_text.unique_indexes(sql)
        if name in tables and tables[name].owner_column and tables[name].owner_column not in columns
    ]


def schema_faults(path: str, tables: list[Table], schema: str) -> list[Fault]:
    """A service creates tables in its own schema only, and says so in their names."""
    return [
        Fault(path, table.line, f"{table.name} is not written as {schema}.<table>")
        for table in tables
        if table.name.partition(".")[0] != schema or "." not in table.name
    ]
