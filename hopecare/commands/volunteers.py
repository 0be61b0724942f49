"""`flask volunteers`: lists as centres keep them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from hopecare.commands.edge import language_option, town_option
from hopecare.commands.import_people import PeopleList
from hopecare.commands.people_words import import_file
from hopecare.domain.roles import Role
from hopecare.domain.runs import RunKind
from hopecare.reading.people_columns import VOLUNTEER_COLUMNS
from hopecare.reading.people_rows import read_volunteers
from hopecare.services.plan_volunteers import plan_volunteers

LISTING: Final = PeopleList(
    kind=RunKind.IMPORT_VOLUNTEERS,
    role=Role.VOLUNTEER,
    columns=VOLUNTEER_COLUMNS,
    read=read_volunteers,
    plan=plan_volunteers,
)


@click.group()
def volunteers() -> None:
    """Volunteers of a town."""


@volunteers.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", "is_dry", is_flag=True, help="Only say what would be imported.")
@town_option
@language_option
def import_(path: Path, slug: str | None, language: str | None, *, is_dry: bool) -> None:
    """Import a CSV or XLSX list. Lines to correct go into PATH's .errors.csv."""
    import_file(path, LISTING, slug=slug, language=language, is_dry=is_dry)
