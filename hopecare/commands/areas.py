"""`flask areas`: shapes of a town's districts, in and out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from hopecare.commands.edge import (
    BY,
    edge,
    file_refusals,
    language_option,
    scope_of,
    town_called,
    town_option,
)
from hopecare.domain.runs import RunKind
from hopecare.language import translator
from hopecare.queries.area_counts import area_collection, area_counts
from hopecare.reading.geojson import read_areas
from hopecare.services.finish_run import finish_run
from hopecare.services.import_areas import import_areas
from hopecare.services.start_run import start_run


@click.group()
def areas() -> None:
    """Areas of a town."""


@areas.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--attribution", help="Whom to thank wherever the shapes are shown.")
@town_option
@language_option
def import_(path: Path, attribution: str | None, slug: str | None, language: str | None) -> None:
    """Import a GeoJSON FeatureCollection of polygons, all of it or nothing."""
    town, now = town_called(slug), edge().clock()
    reader = language or town.language
    with file_refusals(reader):
        file = read_areas(path.read_bytes())
        with edge().database.writing(scope_of(town)) as session:
            run = start_run(
                session,
                town_id=town.id,
                kind=RunKind.IMPORT_AREAS,
                total=len(file.areas),
                by=BY,
                now=now,
            )
            report = import_areas(session, town_id=town.id, file=file, attribution=attribution)
            numbers = {"added": report.added, "changed": report.changed}
            finish_run(session, run_id=run.id, result=numbers, now=edge().clock())
    said = translator(reader).gettext(
        "Areas: %(added)s new, %(changed)s changed, %(unchanged)s as before"
    )
    click.echo(said % {**numbers, "unchanged": report.unchanged})


@areas.command("export")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), default="-")
@click.option("--counts/--no-counts", "with_counts", default=True, help="With the numbers.")
@town_option
def export(path: Path, slug: str | None, *, with_counts: bool) -> None:
    """Write the areas, with their numbers of people and cases, as GeoJSON."""
    town = town_called(slug)
    with edge().database.reading(scope_of(town)) as session:
        collection = area_collection(area_counts(session), with_counts=with_counts)
    text = json.dumps(collection, ensure_ascii=False) + "\n"
    if str(path) == "-":
        click.echo(text, nl=False)
    else:
        path.write_text(text, encoding="utf-8")
