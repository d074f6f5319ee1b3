"""The command line: `feria up` runs everything, the other commands run, inspect or mend one part."""

import sys

import click

from feria import __version__, supervisor
from feria.cli import data, run
from feria.core import embedded, migrate
from feria.core.errors import Problem
from feria.core.settings import SettingsError

PLAIN_ERRORS = (embedded.EmbeddedError, supervisor.AlreadyRunning, migrate.MigrationError)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Feria")
def cli() -> None:
    """Feria, a self-hosted multi-vendor marketplace."""


for command in (
    run.up, run.serve, run.worker, run.web, run.indexer,
    data.migrate_command, data.reset, data.config, data.check, data.gen,
    data.events_group, data.operator, data.import_group, data.demo,
):  # fmt: skip
    cli.add_command(command)


def main() -> None:
    """Entry point: errors that a person can mend are one sentence, never a trace."""
    try:
        cli(standalone_mode=False)
    except SettingsError as error:
        _fail(str(error), supervisor.EXIT_MISCONFIGURED)
    except PLAIN_ERRORS as error:
        _fail(str(error))
    except Problem as problem:
        lines = [
            problem.detail or problem.title,
            *(f"  {one.field}: {one.message}" for one in problem.errors),
        ]
        _fail("\n".join(lines))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


def _fail(sentence: str, code: int = 1) -> None:
    click.echo(click.style("✗ ", fg="red") + sentence, err=True)
    sys.exit(code)
