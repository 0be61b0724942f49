"""`flask messages`: how many texts and calls stand where."""

from __future__ import annotations

import click

from hopecare.commands.edge import edge, scope_of, town_called, town_option
from hopecare.queries.messages import counts_by_status, oldest_waiting


@click.group()
def messages() -> None:
    """Texts and automated calls."""


@messages.command()
@town_option
def status(slug: str | None) -> None:
    """Count messages by status, and say since when the oldest one waits."""
    with edge().database.reading(scope_of(town_called(slug))) as session:
        for name, count in counts_by_status(session):
            click.echo(f"{name.value} {count}")
        oldest = oldest_waiting(session, now=edge().clock())
    if oldest is not None:
        click.echo(f"oldest due since {oldest.isoformat(timespec='seconds')}")
