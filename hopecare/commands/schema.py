"""`flask schema`: bring the database to the newest schema, and say whether it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from hopecare.commands.edge import edge, scope_of
from hopecare.database import AllTowns
from hopecare.migrations import is_current, migrate
from hopecare.services.fill_last_digits import AT_A_TIME, fill_last_digits
from hopecare.services.fill_offices_sent import fill_offices_sent
from models import Town

if TYPE_CHECKING:
    from collections.abc import Callable

    from hopecare.database import TownScope


@click.group()
def schema() -> None:
    """The database's schema."""


@schema.command("upgrade")
def upgrade() -> None:
    """Migrate; safe to run again, and when two run at once."""
    migrate(edge().database)
    click.echo("The schema is current.")


@schema.command("fill")
def fill() -> None:
    """Fill what a newer schema added beside older rows; safe to run again, while all is served."""
    with edge().database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town).order_by(Town.slug)).all()
    scopes = [scope_of(town) for town in towns]
    numbers = sum(_fill(scope, fill_last_digits) for scope in scopes)
    offices = sum(_fill(scope, fill_offices_sent) for scope in scopes)
    click.echo(f"Filled: {numbers} telephone numbers, {offices} referrals.")


def _fill(scope: TownScope, some: Callable[..., int]) -> int:
    """Fill one town, some rows a transaction, so that nobody waits."""
    total, done = 0, AT_A_TIME
    while done == AT_A_TIME:
        with edge().database.writing(scope) as session:
            done = some(session, limit=AT_A_TIME)
        total += done
    return total


@schema.command("check")
def check() -> None:
    """Say whether the schema is current; exit code 1 where it is not."""
    if not is_current(edge().database):
        raise click.ClickException(
            "The schema is older than the program. Run: flask schema upgrade"
        )
    click.echo("The schema is current.")
