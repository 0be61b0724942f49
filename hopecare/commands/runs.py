"""`flask runs`: long work that ran or runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from hopecare.commands.edge import edge, scope_of, town_called, town_option
from hopecare.queries.runs import latest_runs

if TYPE_CHECKING:
    from models import Run


@click.group()
def runs() -> None:
    """Imports, exports and other long work."""


@runs.command("list")
@click.option("--limit", default=20, show_default=True, help="How many, newest first.")
@town_option
def list_(limit: int, slug: str | None) -> None:
    """List the newest runs, one a line: start, kind, state, progress, result."""
    with edge().database.reading(scope_of(town_called(slug))) as session:
        for run in latest_runs(session, limit=limit):
            click.echo(_line(run))


def _line(run: Run) -> str:
    """One run as codes and numbers."""
    result = " ".join(f"{name}={value}" for name, value in run.result.items())
    began = run.started_at.isoformat(timespec="seconds")
    return f"{began} {run.kind} {run.state} {run.done}/{run.total} {result}".rstrip()
