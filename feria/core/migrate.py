"""Migrations: plain SQL files per service schema, recorded by yoyo.

They run as the owning role; the application's role only gets rights.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

# psycopg and yoyo are imported where they are used: every command imports this module, few of them migrate.
if TYPE_CHECKING:
    import psycopg

# Order of creation; core first, since every service writes its tables.
SCHEMAS = ("core", "user", "product", "cart", "order", "payment", "notification", "analytics")
LOCK_TIMEOUT_SECONDS = 10
ADVISORY_LOCK = 7_000_001


class MigrationError(Exception):
    """A migration did not apply; the message says which and why, nothing of it was kept."""


def folder(schema: str) -> Path:
    """The folder that holds the schema's migrations."""
    package = "feria.core" if schema == "core" else f"feria.services.{schema}"
    return Path(str(files(package))) / "migrations"


def migrate(owner_url: str, app_url: str, report: Callable[[str], None] = lambda _: None) -> int:
    """Bring all schemas up to date, one runner at a time; the number of migrations applied. Raises MigrationError."""
    import psycopg

    try:
        with _alone(owner_url) as connection:
            return sum(_migrate_schema(connection, owner_url, app_url, schema, report) for schema in SCHEMAS)
    except psycopg.OperationalError as error:
        raise MigrationError(f"The database cannot be migrated: {error}") from error


def _migrate_schema(
    connection: "psycopg.Connection[Any]",
    owner_url: str,
    app_url: str,
    schema: str,
    report: Callable[[str], None],
) -> int:
    import psycopg
    from yoyo import read_migrations

    if not folder(schema).is_dir():
        return 0
    _ensure_schema(connection, schema, urlsplit(owner_url).username, urlsplit(app_url).username)
    backend = _backend(owner_url, schema)
    try:
        backend.execute(f"SET lock_timeout = '{LOCK_TIMEOUT_SECONDS}s'")
        migrations = backend.to_apply(read_migrations(str(folder(schema))))
        for one in migrations:
            report(f"migrating {schema}: {one.id}")
            try:
                backend.apply_one(one)
            except psycopg.Error as error:
                raise MigrationError(f"Migration {schema}/{one.id} failed: {error}") from error
        return len(migrations)
    finally:
        backend.connection.close()


def _ensure_schema(
    connection: "psycopg.Connection[Any]", schema: str, owner: str | None, app: str | None
) -> None:
    from psycopg import sql

    name = sql.Identifier(schema)
    connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
    if not app or app == owner:
        return
    role = sql.Identifier(app)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(name, role))
    tables = sql.SQL(
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}"
    )
    sequences = sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT USAGE, SELECT ON SEQUENCES TO {}")
    for statement in (tables, sequences):
        connection.execute(statement.format(name, role))


def _backend(owner_url: str, schema: str) -> Any:
    from yoyo import get_backend

    parts = urlsplit(owner_url)
    query = urlencode([*parse_qsl(parts.query), ("schema", f'"{schema}"')])
    return get_backend(parts._replace(scheme="postgresql+psycopg", query=query).geturl())


@contextmanager
def _alone(owner_url: str) -> Iterator["psycopg.Connection[Any]"]:
    """A connection that holds the migration lock; it ends with the connection, so a killed runner leaves none."""
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (ADVISORY_LOCK,))
        yield connection
