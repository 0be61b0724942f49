"""`flask messages`: what is on its way, what is in doubt, and one round of work by hand."""

from __future__ import annotations

import click
from flask.cli import ScriptInfo

from hopecare.commands.edge import edge, scope_of, town_called, town_option
from hopecare.extensions import DESK
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.jobs.reconcile import reconcile
from hopecare.jobs.tools import Tools
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


@messages.command()
def work() -> None:
    """Do one round of the worker's work now: ask, climb, send, settle what is in doubt."""
    desk = click.get_current_context().ensure_object(ScriptInfo).load_app().extensions[DESK]
    tools = Tools(database=desk.database, networks=desk.networks, clock=desk.clock)
    for job in (ask_due_check_ins, climb_ladders, deliver, reconcile):
        click.echo(f"{job.__name__} {job(tools)}")
