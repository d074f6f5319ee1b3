"""Commands that run processes: `up`, `serve`, `worker`, and the parts that those start."""

import asyncio
import shutil
import signal
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from feria import __version__, supervisor
from feria.cli import context
from feria.core import embedded, migrate, telemetry
from feria.core import settings as settings_module
from feria.core.settings import Settings, SettingsError

READY_SECONDS_MAX = 120.0
READY_POLL_SECONDS = 0.1


@click.command()
@click.option(
    "--reload", is_flag=True, help="Restart when Python changes, and redraw at port 5173 when web/ does."
)
@click.option("--demo/--no-demo", default=True, help="Load the demo marketplace into an empty database.")
def up(reload: bool, demo: bool) -> None:
    """Start the whole marketplace: database, migrations, demo data, web, indexer and worker."""
    settings = settings_module.load()
    address = (
        f"http://localhost:{settings.port}"
        if settings.public_url.startswith("http://localhost")
        else settings.public_url
    )
    with supervisor.interruptible(), supervisor.claim(settings.home, address):
        taken = supervisor.port_owner_sentence(settings.bind, settings.port)
        if taken:
            raise SettingsError(taken)
        own_database = not settings.database_url
        settings = _prepared(settings, demo=demo)
        try:
            threading.Thread(target=_greet_when_ready, args=(settings, address, demo), daemon=True).start()
            check = (
                embedded.watch(settings.home, context.report, named=settings.pg_bin or None)
                if own_database
                else None
            )
            children = [*_web_children(settings, "all", reload=reload), _child(settings, "worker", "worker")]
            if reload:
                children += _vite(settings)
            code = supervisor.run(children, context.report, check=check)
        finally:
            if own_database:
                embedded.stop(settings.home)
    sys.exit(code)


def _prepared(settings: Settings, *, demo: bool) -> Settings:
    """The database started, migrated and, for a first visitor, filled."""
    with _stopping_on_failure(settings):
        click.echo("Starting Feria " + __version__)
        settings = context.with_database(settings)
        migrate.migrate(settings.owner_database_url, settings.database_url, context.report)
        if demo and not settings.production:
            from feria.demo import load

            context.run(settings, lambda platform: load.load_if_empty(platform, context.report))
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


def _greet_when_ready(settings: Settings, address: str, demo: bool) -> None:
    """Wait until the web server answers, then say where."""
    host = "127.0.0.1" if settings.bind == "0.0.0.0" else settings.bind  # noqa: S104 - a comparison
    deadline = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < deadline:
        with suppress(OSError):
            urllib.request.urlopen(f"http://{host}:{settings.port}/readyz", timeout=5).close()
            _greet(settings, address, demo)
            return
        time.sleep(READY_POLL_SECONDS)
    context.report("The web server does not answer yet; its output says why.")


def _greet(settings: Settings, address: str, demo: bool) -> None:
    from feria.demo import accounts

    lan = supervisor.lan_address() if settings.bind == "0.0.0.0" else None  # noqa: S104 - a comparison
    click.echo("")
    click.echo(f"  {click.style('Feria is ready', bold=True)}   {address}")
    if lan:
        click.echo(f"  on this network  http://{lan}:{settings.port}")
    click.echo(f"  sellers          {address}/sell")
    click.echo(f"  operator         {address}/operator")
    click.echo(f"  API reference    {address}/api/docs")
    if not settings.production:
        click.echo(f"  mailbox          {address}/dev/mail")
    if demo and not settings.production:
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


def _vite(settings: Settings) -> list[supervisor.Child]:
    """Vite's server in front of the web server, in a checkout whose web apps have been built (web/vite.config.ts)."""
    web = Path(__file__).parents[2] / "web"
    program = web / "node_modules" / "vite" / "bin" / "vite.js"
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None or not program.is_file():
        return []
    environment = {"FERIA_DEV_BACKEND": f"http://localhost:{settings.port}"}
    return [supervisor.Child("vite", [node, str(program), str(web), "--clearScreen", "false"], environment)]


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


@click.command()
@services_option
def serve(services: str) -> None:
    """Serve HTTP for all or some services, with the catalogue's indexer beside it."""
    settings = context.settings()
    sys.exit(supervisor.run(_web_children(settings, ",".join(_parts(services))), context.report))


@click.command()
@services_option
def worker(services: str) -> None:
    """Run event deliveries and timed jobs of all or some services."""
    supervisor.die_with_parent()
    from feria import worker as worker_module

    settings = context.settings()
    chosen = [part for part in _parts(services) if part != "pages"]
    telemetry.configure_logs(settings.log_level, "worker", readable=not settings.production)
    _loop_policy()
    asyncio.run(worker_module.work(settings, chosen))


@click.command(hidden=True)
@services_option
@click.option("--reload", is_flag=True)
def web(services: str, reload: bool) -> None:
    """The web server alone, as `serve` and `up` start it."""
    supervisor.die_with_parent()
    from feria import web as web_module

    run = web_module.serve_reloading if reload else web_module.serve
    run(settings_module.load(), _parts(services))


@click.command(hidden=True)
def indexer() -> None:
    """The node's one writer of the catalogue index, as `serve` and `up` start it."""
    supervisor.die_with_parent()
    from feria.services.product.flows import catalogue

    settings = context.settings()
    telemetry.configure_logs(settings.log_level, "indexer", readable=not settings.production)
    _loop_policy()
    context.run(settings, lambda platform: catalogue.run_indexer(platform, _stopped()))


def _environment(settings: Settings) -> dict[str, str]:
    """What child processes need beyond our own environment."""
    return {
        "FERIA_HOME": str(settings.home),
        "FERIA_DATABASE_URL": settings.database_url,
        "FERIA_OWNER_DATABASE_URL": settings.owner_database_url,
    }


def _loop_policy() -> None:
    if sys.platform != "win32":
        import uvloop

        uvloop.install()


def _stopped() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set; called inside the running loop."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
