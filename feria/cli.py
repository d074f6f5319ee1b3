"""The command line: `feria up` runs everything, the other commands run, inspect or mend one part."""

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click
import msgspec

from feria import __version__, supervisor
from feria.core import embedded, events, migrate, telemetry
from feria.core import settings as settings_module
from feria.core.db import Tx
from feria.core.errors import Problem
from feria.core.platform import Platform
from feria.core.settings import Settings, SettingsError

R = TypeVar("R")

LETTERS_SHOWN_MAX = 50
PLAIN_ERRORS = (SettingsError, embedded.EmbeddedError, supervisor.AlreadyRunning, migrate.MigrationError)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Feria")
def cli() -> None:
    """Feria, a self-hosted multi-vendor marketplace."""


def main() -> None:
    """Entry point: errors that a person can mend are one sentence, never a trace."""
    try:
        cli(standalone_mode=False)
    except PLAIN_ERRORS as error:
        _fail(str(error))
    except Problem as problem:
        lines = [problem.detail or problem.title, *(f"  {one.field}: {one.message}" for one in problem.errors)]
        _fail("\n".join(lines))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def _fail(sentence: str) -> None:
    click.echo(click.style("✗ ", fg="red") + sentence, err=True)
    sys.exit(1)


def _report(line: str) -> None:
    click.echo(f"  {line}")


def _settings() -> Settings:
    """The settings, with the embedded database started when no other is named."""
    return _with_database(settings_module.load())


def _with_database(settings: Settings) -> Settings:
    if settings.database_url:
        owner = settings.owner_database_url or settings.database_url
        return msgspec.structs.replace(settings, owner_database_url=owner)
    if settings.production:
        raise SettingsError("FERIA_DATABASE_URL is required when FERIA_ENV=production.")
    cluster = embedded.start(settings.home, _report, named=settings.pg_bin or None)
    return msgspec.structs.replace(settings, database_url=cluster.app_url, owner_database_url=cluster.owner_url)


def _run(settings: Settings, work: Callable[[Platform], Awaitable[R]]) -> R:
    """Run `work` with an open platform."""

    async def opened() -> R:
        platform = await Platform.open(settings)
        try:
            return await work(platform)
        finally:
            await platform.close()

    return asyncio.run(opened())


def _environment(settings: Settings) -> dict[str, str]:
    """What child processes need beyond our own environment."""
    return {
        "FERIA_HOME": str(settings.home),
        "FERIA_DATABASE_URL": settings.database_url,
        "FERIA_OWNER_DATABASE_URL": settings.owner_database_url,
    }


# Running


@cli.command()
@click.option("--reload", is_flag=True, help="Restart when a source file changes.")
@click.option("--demo/--no-demo", default=True, help="Load the demo marketplace into an empty database.")
def up(reload: bool, demo: bool) -> None:
    """Start the whole marketplace: database, migrations, demo data, web, indexer and worker."""
    settings = settings_module.load()
    address = f"http://localhost:{settings.port}" if settings.public_url.startswith("http://localhost") else settings.public_url
    with supervisor.interruptible(), supervisor.claim(settings.home, address):
        taken = supervisor.port_owner_sentence(settings.bind, settings.port)
        if taken:
            raise SettingsError(taken)
        own_database = not settings.database_url
        settings = _prepared(settings, demo=demo)
        try:
            _greet(settings, address)
            check = embedded.watch(settings.home, _report, named=settings.pg_bin or None) if own_database else None
            code = supervisor.run(
                [*_web_children(settings, "all", reload=reload), _child(settings, "worker", "worker")], _report, check=check
            )
        finally:
            if own_database:
                embedded.stop(settings.home)
    sys.exit(code)


def _prepared(settings: Settings, *, demo: bool) -> Settings:
    """The database started, migrated and, for a first visitor, filled."""
    with _stopping_on_failure(settings):
        click.echo("Starting Feria " + __version__)
        settings = _with_database(settings)
        migrate.migrate(settings.owner_database_url, settings.database_url, _report)
        if demo and not settings.production:
            from feria.demo import load

            _run(settings, lambda platform: load.load_if_empty(platform, _report))
        return settings


@contextmanager
def _stopping_on_failure(settings: Settings) -> Iterator[None]:
    """Leave no database behind when the start fails half-way."""
    try:
        yield
    except BaseException:
        if not settings.database_url:
            embedded.stop(settings.home)
        raise


def _greet(settings: Settings, address: str) -> None:
    from feria.demo import accounts

    lan = supervisor.lan_address() if settings.bind == "0.0.0.0" else None  # noqa: S104 - a comparison
    click.echo("")
    click.echo(f"  {click.style('Feria is ready', bold=True)}   {address}")
    if lan:
        click.echo(f"  on this network  http://{lan}:{settings.port}")
    click.echo(f"  API reference    {address}/api/docs")
    if not settings.production:
        click.echo(f"  mailbox          {address}/dev/mail")
        click.echo("")
        for email, role in accounts.LOGINS:
            click.echo(f"  {role:<16} {email}  {accounts.PASSWORD}")
    click.echo("\n  Ctrl-C stops everything.\n")


def _child(settings: Settings, name: str, *command: str) -> supervisor.Child:
    return supervisor.Child(name, [sys.executable, "-m", "feria", *command], _environment(settings))


def _web_children(settings: Settings, parts: str, *, reload: bool = False) -> list[supervisor.Child]:
    """The web server of these parts and, when the product service is among them, the node's one indexer."""
    children = [_child(settings, "web", "web", "--services", parts, *(["--reload"] if reload else []))]
    if "product" in _parts(parts):
        children.append(_child(settings, "indexer", "indexer"))
    return children


def _parts(text: str) -> tuple[str, ...]:
    from feria.app import PARTS

    if text == "all":
        return PARTS
    chosen = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [part for part in chosen if part not in PARTS]
    if unknown or not chosen:
        raise click.BadParameter(f"choose from {', '.join(PARTS)}", param_hint="--services")
    return chosen


services_option = click.option(
    "--services", default="all", show_default=True, help="Comma-separated services, or all."
)


@cli.command()
@services_option
def serve(services: str) -> None:
    """Serve HTTP for all or some services, with the catalogue's indexer beside it."""
    settings = _settings()
    sys.exit(supervisor.run(_web_children(settings, ",".join(_parts(services))), _report))


@cli.command()
@services_option
def worker(services: str) -> None:
    """Run event deliveries and timed jobs of all or some services."""
    supervisor.die_with_parent()
    from feria import worker as worker_module

    settings = _settings()
    chosen = [part for part in _parts(services) if part != "pages"]
    telemetry.configure_logs(settings.log_level, "worker", readable=sys.stdout.isatty())
    _loop_policy()
    asyncio.run(worker_module.work(settings, chosen))


@cli.command(hidden=True)
@services_option
@click.option("--reload", is_flag=True)
def web(services: str, reload: bool) -> None:
    """The web server alone, as `serve` and `up` start it."""
    supervisor.die_with_parent()
    from feria import web as web_module

    web_module.serve(settings_module.load(), _parts(services), reload=reload)


@cli.command(hidden=True)
def indexer() -> None:
    """The node's one writer of the catalogue index, as `serve` and `up` start it."""
    supervisor.die_with_parent()
    from feria.services.product import jobs as product

    settings = _settings()
    telemetry.configure_logs(settings.log_level, "indexer", readable=sys.stdout.isatty())
    _loop_policy()
    _run(settings, product.run_indexer_until_signal)


def _loop_policy() -> None:
    if sys.platform != "win32":
        import uvloop

        uvloop.install()


# Data


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database's schemas up to date."""
    settings = _settings()
    count = migrate.migrate(settings.owner_database_url, settings.database_url, _report)
    click.echo(f"{count} migrations applied." if count else "The database is up to date.")


@cli.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Delete the local data folder: embedded database, files and index."""
    settings = settings_module.load()
    if settings.production:
        raise SettingsError("`feria reset` is not there when FERIA_ENV=production.")
    if settings.home.exists() and (yes or click.confirm(f"Delete everything in {settings.home}?")):
        with supervisor.claim(settings.home, "reset"):
            embedded.erase(settings.home)
        shutil.rmtree(settings.home)
        click.echo("Deleted. The next start begins afresh.")


@cli.command()
def config() -> None:
    """Print the settings, secrets masked."""
    for name, value in settings_module.shown(settings_module.load()):
        click.echo(f"{name}={value}")


@cli.command()
def check() -> None:
    """Verify references between services, stock and every money rule; exit code 1 if anything is wrong."""
    from feria import checks

    faults = _run(_settings(), checks.run)
    for fault in faults:
        click.echo(f"✗ {fault}")
    click.echo("Everything adds up." if not faults else f"{len(faults)} faults.")
    sys.exit(1 if faults else 0)


@cli.command()
@click.option("--check", "only_check", is_flag=True, help="Fail when a file is stale, write nothing.")
def gen(only_check: bool) -> None:
    """Write every generated file: openapi.json, gateway configuration, mail templates, reference pages."""
    from feria import gen as gen_module

    stale = gen_module.generate(Path.cwd(), write=not only_check)
    for path in stale:
        click.echo(f"{'stale' if only_check else 'written'}: {path}")
    sys.exit(1 if only_check and stale else 0)


@cli.group("events")
def events_group() -> None:
    """Show and re-drive event deliveries."""


@events_group.command("list")
@click.option("--state", type=click.Choice(["dead", "pending"]), default="dead", show_default=True)
def list_events(state: str) -> None:
    """Show dead letters, or deliveries that wait."""

    async def work(platform: Platform) -> list[events.Letter]:
        async with platform.db.reading() as tx:
            return await events.letters(tx, state, LETTERS_SHOWN_MAX)

    letters = _run(_settings(), work)
    for letter in letters:
        click.echo(f"{letter.id}  {letter.event} {letter.subject} → {letter.handler}  {letter.attempts} attempts")
        if letter.last_error:
            click.echo(f"    {letter.last_error}")
    if not letters:
        click.echo(f"No {state} deliveries.")


@events_group.command("redrive")
@click.argument("ids", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All dead letters.")
def redrive_events(ids: tuple[int, ...], everything: bool) -> None:
    """Make dead letters due again."""
    if not ids and not everything:
        raise click.UsageError("Name the deliveries, or say --all.")
    count = _act(events.redrive, None if everything else list(ids))
    click.echo(f"{count} deliveries are due again.")


def _act(fn: Callable[..., Awaitable[R]], *args: object) -> R:
    """One action as the system, in one transaction."""

    async def work(platform: Platform) -> R:
        result: R = await platform.db.run(_call, fn, args)
        return result

    return _run(_settings(), work)


async def _call(tx: Tx, fn: Callable[..., Awaitable[R]], args: Sequence[object]) -> R:
    return await fn(tx, *args)


@cli.group()
def operator() -> None:
    """People who run the marketplace."""


@operator.command("create")
@click.argument("email")
@click.option("--name", default="Operator", show_default=True)
@click.password_option(envvar="FERIA_OPERATOR_PASSWORD")
def create_operator(email: str, name: str, password: str) -> None:
    """Make an operator (admin) account, or give an existing account the role."""
    from feria.services.user import contract as user

    _run(_settings(), lambda platform: user.create_operator(platform, email=email, name=name, password=password))
    click.echo(f"{email} is an operator.")


@cli.group("import")
def import_group() -> None:
    """Bring data in from files."""


@import_group.command("products")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seller", required=True, help="The seller's slug.")
@click.option("--dry-run", is_flag=True, help="Report only, change nothing.")
@click.option("--atomic", is_flag=True, help="All lines or none.")
def import_products(file: Path, seller: str, dry_run: bool, atomic: bool) -> None:
    """Import a product CSV (Feria's own or Shopify's) for a seller."""
    from feria.services.product import contract as product

    async def work(platform: Platform) -> bool:
        done = await product.import_file(
            platform, file, seller_slug=seller, dry_run=dry_run, atomic=atomic, progress=_progress
        )
        for line in done.report_lines:
            click.echo(line)
        click.echo(done.summary)
        return done.clean

    sys.exit(0 if _run(_settings(), work) else 1)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r  {done:,} of {total:,} lines", nl=False, err=True)


@cli.group()
def demo() -> None:
    """The demo marketplace."""


@demo.command("load")
def load_demo() -> None:
    """Load the demo marketplace Lonja into an empty database."""
    from feria.demo import load

    _run(_settings(), lambda platform: load.load_if_empty(platform, _report))
