"""`flask schema`: bring the database to the newest schema, and say whether it is."""

from __future__ import annotations

import click

from hopecare.commands.edge import edge
from hopecare.migrations import is_current, migrate


@click.group()
def schema() -> None:
    """The database's schema."""


@schema.command("upgrade")
def upgrade() -> None:
    """Migrate; safe to run again, and when two run at once."""
    migrate(edge().database)
    click.echo("The schema is current.")


@schema.command("check")
def check() -> None:
    """Say whether the schema is current; exit code 1 where it is not."""
    if not is_current(edge().database):
        raise click.ClickException(
            "The schema is older than the program. Run: flask schema upgrade"
        )
    click.echo("The schema is current.")
