"""What every command needs: the database, the clock, the town, and words for what was refused."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from flask.cli import ScriptInfo
from sqlalchemy import select

from hopecare.database import AllTowns, Database, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.errors import FileNotAcceptedError
from hopecare.extensions import DESK
from hopecare.reading.fault_words import file_sentence
from models import Town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.clock import Clock

BY = SystemActor(name="command")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The database and the clock a command works with."""

    database: Database
    clock: Clock


def edge() -> Edge:
    """The edge a test handed in, or that of the application `flask` was started with."""
    context = click.get_current_context()
    given = context.find_object(Edge)
    if given is not None:
        return given
    desk = context.ensure_object(ScriptInfo).load_app().extensions[DESK]
    return Edge(database=desk.database, clock=desk.clock)


def town_called(slug: str | None) -> Town:
    """The town of this name, or the only one there is."""
    with edge().database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town).order_by(Town.slug)).all()
    fitting = [town for town in towns if slug is None or town.slug == slug]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(town.slug for town in towns) or "none yet"
    raise click.UsageError(f"Name the town with --town. Known: {known}")


def scope_of(town: Town) -> TownScope:
    """The scope of one town's rows."""
    return TownScope(town.id)


town_option = click.option("--town", "slug", metavar="NAME", help="Which town, if several.")
language_option = click.option("--language", metavar="CODE", help="Words in ko or en.")


@contextmanager
def file_refusals(language: str) -> Iterator[None]:
    """Turn a refused file into one sentence and exit code 1; one of several is named."""
    try:
        yield
    except FileNotAcceptedError as refusal:
        said = file_sentence(refusal, language=language)
        name = refusal.facts.get("in_file")
        raise click.ClickException(f"{name}: {said}" if name else said) from refusal
