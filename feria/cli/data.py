"""Commands about data: migrations, checks, events, operators, imports, the demo."""

import shutil
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from feria import supervisor
from feria.cli import context
from feria.core import embedded, events, migrate
from feria.core import settings as settings_module
from feria.core.db import Tx
from feria.core.platform import Platform
from feria.core.settings import SettingsError

R = TypeVar("R")

LETTERS_SHOWN_MAX = 50


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database's schemas up to date."""
    settings = context.settings()
    count = migrate.migrate(settings.owner_database_url, settings.database_url, context.report)
    click.echo(f"{count} migrations applied." if count else "The database is up to date.")


@click.command()
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


@click.command()
def config() -> None:
    """Print the settings, secrets masked."""
    for name, value in settings_module.shown(settings_module.load()):
        click.echo(f"{name}={value}")


@click.command()
def check() -> None:
    """Verify references between services, stock and every money rule; exit code 1 if anything is wrong."""
    from feria import checks

    faults = context.run(context.settings(), checks.run)
    for fault in faults:
        click.echo(f"✗ {fault}")
    click.echo("Everything adds up." if not faults else f"{len(faults)} faults.")
    sys.exit(1 if faults else 0)


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Fail when a file is stale, write nothing.")
def gen(only_check: bool) -> None:
    """Write every generated file: openapi.json, gateway configuration, mail templates, reference pages."""
    from feria import generate

    stale = generate.files(Path.cwd(), write=not only_check)
    for path in stale:
        click.echo(f"{'stale' if only_check else 'written'}: {path}")
    sys.exit(1 if only_check and stale else 0)


@click.group("events")
def events_group() -> None:
    """Show and re-drive event deliveries."""


@events_group.command("list")
@click.option("--state", type=click.Choice(["dead", "pending"]), default="dead", show_default=True)
def list_events(state: str) -> None:
    """Show dead letters, or deliveries that wait."""

    async def work(platform: Platform) -> list[events.Letter]:
        async with platform.db.reading() as tx:
            return await events.letters(tx, state, LETTERS_SHOWN_MAX)

    letters = context.run(context.settings(), work)
    for letter in letters:
        click.echo(
            f"{letter.id}  {letter.event} {letter.subject} → {letter.handler}  {letter.attempts} attempts"
        )
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

    return context.run(context.settings(), work)


async def _call(tx: Tx, fn: Callable[..., Awaitable[R]], args: Sequence[object]) -> R:
    return await fn(tx, *args)


@click.group()
def operator() -> None:
    """People who run the marketplace."""


@operator.command("create")
@click.argument("email")
@click.option("--name", default="Operator", show_default=True)
@click.password_option(envvar="FERIA_OPERATOR_PASSWORD")
def create_operator(email: str, name: str, password: str) -> None:
    """Make an operator (admin) account, or give an existing account the role."""
    from feria.services.user import flows as user

    context.run(
        context.settings(),
        lambda platform: user.make_operator(platform, email=email, name=name, password=password),
    )
    click.echo(f"{email} is an operator.")


@click.group("import")
def import_group() -> None:
    """Bring data in from files."""


@import_group.command("products")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seller", required=True, help="The seller's slug.")
@click.option("--dry-run", is_flag=True, help="Report only, change nothing.")
@click.option("--atomic", is_flag=True, help="All lines or none.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file that says which column is what, for a CSV of another format.",
)
def import_products(file: Path, seller: str, dry_run: bool, atomic: bool, mapping: Path | None) -> None:
    """Import a product CSV (Feria's own, Shopify's, WooCommerce's or any other) for a seller."""
    from feria.core import parsing
    from feria.services.product.flows import imports as files
    from feria.services.product.rules.importing.mapping import ColumnMapping
    from feria.services.product.schemas.imports import ColumnMappingIn

    said = None
    if mapping is not None:
        given = parsing.decode(mapping.read_bytes(), ColumnMappingIn)
        said = ColumnMapping(given.columns, given.decimal_comma)

    async def work(platform: Platform) -> bool:
        done = await files.import_file(
            platform,
            file,
            seller_slug=seller,
            dry_run=dry_run,
            atomic=atomic,
            mapping=said,
            progress=_progress,
        )
        for line in done.report_lines:
            click.echo(line)
        click.echo(done.summary)
        return done.clean

    sys.exit(0 if context.run(context.settings(), work) else 1)


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r  {done:,} of {total:,} lines", nl=False, err=True)


@click.group()
def demo() -> None:
    """The demo marketplace."""


@demo.command("load")
def load_demo() -> None:
    """Load the demo marketplace Lonja into an empty database."""
    from feria.demo import load

    if not context.run(context.settings(), lambda platform: load.load_if_empty(platform, context.report)):
        click.echo("Nothing was loaded: the database is not empty.")


@demo.command("advance")
@click.argument("length")
def advance_demo(length: str) -> None:
    """Move the clock on by LENGTH (30d, 12h, 1d12h) and do all that becomes due: deadlines, deliveries, earnings."""
    from feria import app
    from feria.demo import advance

    try:
        by = advance.length_of(length)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    app.register_consumers()
    app.modules("jobs", app.SERVICES)
    context.run(context.settings(), lambda platform: advance.advance(platform, by, context.report))


@demo.command("pictures")
@click.option(
    "--only", "numbers", type=int, multiple=True, help="The number of a product, from 1; may be repeated."
)
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where to, if not into the package."
)
def demo_pictures(numbers: tuple[int, ...], folder: Path | None) -> None:
    """Draw the demo's pictures anew; it takes about a quarter of an hour, and the results are kept in git."""
    try:
        from feria.demo.pictures import draw
    except ModuleNotFoundError as error:
        if error.name != "numpy":
            raise
        raise click.ClickException("Drawing needs numpy, which `make venv-dev` installs.") from None
    target = folder or Path(__file__).parents[1] / "demo" / "data" / "pictures"
    count = draw.draw(target, frozenset(numbers) or None, context.report)
    click.echo(f"{count} pictures are in {target}.")
