"""Migrations and statements keep the rules of `sql_rules`, and each of these can fail."""

import hashlib
import re
from collections.abc import Callable

import pytest

from tests.tidy import sql_rules, sql_text, tree
from tests.tidy.sql_text import Table
from tests.tidy.tree import Fault

RELEASED = "tests/tidy/migrations.sha256"
_MIGRATION = re.compile(
    r"feria/(?:services/(?P<service>\w+)|core)/migrations/(?P<number>\d{4})\.[a-z0-9-]+\.sql"
)


def migrations() -> list[str]:
    return [path for path in tree.files_below("feria/", suffix=".sql") if "/migrations/" in path]


def created() -> dict[str, tuple[str, Table]]:
    """Every table by its name, with the migration that creates it."""
    found = {
        table.name: (path, table) for path in migrations() for table in sql_text.tables_in(tree.text(path))
    }
    for path in migrations():
        sql_text.alterations(tree.text(path), {name: table for name, (_, table) in found.items()})
    return found


def tables() -> dict[str, Table]:
    return {name: table for name, (_, table) in created().items()}


def test_tables_keep_money_keys_and_references() -> None:
    known = tables()
    faults: list[Fault] = []
    for path, table in created().values():
        faults += sql_rules.money_faults(path, table)
        faults += sql_rules.key_faults(path, table)
        faults += sql_rules.reference_faults(path, table, known)
    assert not faults, tree.report(faults)


def test_migrations_keep_schema_triggers_indexes_and_clock() -> None:
    known = tables()
    faults: list[Fault] = []
    for path in migrations():
        sql = tree.text(path)
        named = _MIGRATION.fullmatch(path)
        schema = (named and named["service"]) or "core"
        faults += sql_rules.schema_faults(path, sql_text.tables_in(sql), schema)
        faults += sql_rules.trigger_faults(path, sql, known)
        faults += sql_rules.index_faults(path, sql, known)
        faults += sql_rules.clock_faults(path, 1, sql)
    assert not faults, tree.report(faults)


def test_statements_in_python_can_be_distributed_and_know_no_clock() -> None:
    sharded = {name for name, table in tables().items() if table.owner_column}
    faults: list[Fault] = []
    for path in tree.files_below("feria/", suffix=".py"):
        for line, text in sql_text.strings_in_python(tree.text(path)):
            faults += sql_rules.clock_faults(path, line, text)
            if sql_text.reads_like_sql(text):
                faults += sql_rules.statement_faults(path, line, text, sharded)
    assert not faults, tree.report(faults)


def test_migrations_are_numbered_without_gap() -> None:
    by_folder: dict[str, list[int]] = {}
    for path in migrations():
        named = _MIGRATION.fullmatch(path)
        assert named, f"{path} is not named like 0001.what-it-does.sql"
        by_folder.setdefault(path.rpartition("/")[0], []).append(int(named["number"]))
    for folder, numbers in by_folder.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), f"{folder} has a gap or a double number"


def released_faults(listing: str, read: Callable[[str], bytes | None]) -> list[str]:
    """Released migrations that changed or vanished; the listing has lines as `sha256sum` writes them."""
    lines = [line.split(maxsplit=1) for line in listing.splitlines() if line and not line.startswith("#")]
    return [path for digest, path in lines if hashlib.sha256(read(path) or b"").hexdigest() != digest]


def test_released_migrations_are_never_edited() -> None:
    listing = tree.text(RELEASED)

    def read(path: str) -> bytes | None:
        file = tree.ROOT / path
        return file.read_bytes() if file.is_file() else None

    changed = released_faults(listing, read)
    assert not changed, f"released, so never to be edited; write a new migration instead: {changed}"
    released = re.search(r"^## \[?\d+\.\d+", tree.text("CHANGELOG.md"), re.M)
    assert not released or re.search(r"^[0-9a-f]{64} ", listing, re.M), (
        f"a release lists its migrations in {RELEASED}"
    )


def test_an_edited_migration_is_found() -> None:
    listing = f"# released\n{hashlib.sha256(b'one').hexdigest()}  a.sql\n"
    assert released_faults(listing, lambda _: b"one") == []
    assert released_faults(listing, lambda _: b"two") == ["a.sql"]
    assert released_faults(listing, lambda _: None) == ["a.sql"]


GOOD = """
create table product.variants (
    seller_id bigint not null,
    id uuid not null, -- a comment, with a comma
    price_amount bigint not null check (price_amount >= 0),
    currency char(3) not null default 'EUR',
    sku text not null,
    primary key (seller_id, id),
    unique (seller_id, sku)
);
-- Directory table: sku without an owner.
create table product.skus (sku text primary key, seller_id bigint not null, id uuid not null);
create unique index variants_sku on product.variants (seller_id, lower(sku));
"""


def faults_of(sql: str) -> str:
    known = {table.name: table for table in sql_text.tables_in(sql)}
    sql_text.alterations(sql, known)
    faults = [
        *(fault for table in known.values() for fault in sql_rules.money_faults("x.sql", table)),
        *(fault for table in known.values() for fault in sql_rules.key_faults("x.sql", table)),
        *(fault for table in known.values() for fault in sql_rules.reference_faults("x.sql", table, known)),
        *sql_rules.schema_faults("x.sql", list(known.values()), "product"),
        *sql_rules.trigger_faults("x.sql", sql, known),
        *sql_rules.index_faults("x.sql", sql, known),
        *sql_rules.clock_faults("x.sql", 1, sql),
    ]
    return "\n".join(str(fault) for fault in faults)


def test_a_good_migration_passes() -> None:
    assert faults_of(GOOD) == ""


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("create table product.a (id uuid primary key, price_amount bigint);", "no currency beside it"),
        ("create table product.a (id uuid primary key, total bigint);", "no currency beside it"),
        (
            "create table product.a (id uuid); alter table product.a add column fee_amount bigint;",
            "no currency",
        ),
        ("create table product.a (price_amount numeric(12,2), currency char(3));", "a bigint"),
        ("create table product.a (id uuid primary key, seller_id bigint);", "primary key starts with it"),
        (
            "create table product.a (id uuid, shopper_id bigint, primary key (id));",
            "primary key starts with it",
        ),
        (GOOD.replace("unique (seller_id, sku)", "unique (sku)"), "unique (sku) lacks seller_id"),
        (GOOD.replace("sku text not null,", "sku text not null unique,"), "unique (sku) lacks seller_id"),
        (
            GOOD + "create unique index a on product.variants using btree (sku);",
            "index on product.variants lacks",
        ),
        (GOOD + 'create table "order".a (id uuid primary key);', "not written as product."),
        (GOOD + "create table a (id uuid primary key);", "not written as product."),
        ('create table product.a (id uuid references "order".b (id));', "another schema"),
        (
            GOOD
            + "create table product.b (seller_id bigint, id uuid, variant_id uuid, primary key (seller_id, id),"
            " foreign key (variant_id) references product.variants (id));",
            "lacks seller_id",
        ),
        (GOOD + "create trigger a after insert on product.variants execute function f();", "a trigger on"),
        (
            "create table product.a (id uuid primary key, at timestamptz default now());",
            "escapes the test clock",
        ),
        (
            "create table product.a (id uuid primary key, at date default CURRENT_DATE);",
            "escapes the test clock",
        ),
    ],
)
def test_a_bad_migration_is_found(sql: str, complaint: str) -> None:
    assert complaint in faults_of(sql)


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("select 1 from product.stock where seller_id = any($1) order by 1 for update", "several sellers"),
        ("with recursive t as (select 1 from product.stock) select * from t", "sharded table product.stock"),
        ('select 1 from "product".stock s, lateral (select 1) x', "sharded table product.stock"),
        ("select 1 from product.stock group by rollup (a)", "sharded table product.stock"),
        ("insert into t values (1) on conflict (a) do update set b = random()", "DO UPDATE SET"),
    ],
)
def test_a_bad_statement_is_found(statement: str, complaint: str) -> None:
    source = f'"""Doc."""\nrows = tx.fetch("""{statement}""")\n'
    ((line, text),) = sql_text.strings_in_python(source)
    assert sql_text.reads_like_sql(text)
    assert complaint in str(sql_rules.statement_faults("a.py", line, text, {"product.stock"}))


def test_the_clock_of_the_database_is_found_in_parts_of_statements() -> None:
    source = (
        'def f():\n    """Never now()."""\n    a = f" and run_at < now() {b}"\n    c = "use clock.now()"\n'
    )
    found = [sql_rules.clock_faults("a.py", line, text) for line, text in sql_text.strings_in_python(source)]
    assert [str(fault) for faults in found for fault in faults] == [
        "a.py:3: now() escapes the test clock: pass the time in"
    ]


def test_good_statements_pass() -> None:
    for statement in [
        "select 1 from product.stock where seller_id = $1 and variant_id = any($2) order by 2 for update",
        "with recursive t as (select 1 from product.categories) select * from t",
        "select 'now()' -- now()",
    ]:
        assert sql_rules.statement_faults("a.py", 1, statement, {"product.stock"}) == []
        assert sql_rules.clock_faults("a.py", 1, statement) == []
