"""`flask directory`: organisations and services as Open Referral (HSDS 3.0) writes them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hopecare.commands.directory_run import DirectoryImport
from hopecare.commands.directory_words import said_ending, said_plan, say_faults
from hopecare.commands.edge import (
    edge,
    file_refusals,
    language_option,
    scope_of,
    town_called,
    town_option,
)
from hopecare.errors import DirectoryNotAcceptedError
from hopecare.language import translator
from hopecare.queries.town_days import local_day
from hopecare.reading.hsds_files import read_directory
from hopecare.reading.hsds_terms import read_terms
from hopecare.reading.hsds_to_csv import package_of, zipped_package
from hopecare.reading.hsds_to_json import organizations_of, page_of, services_of, tables_of
from hopecare.services.gather_directory import gather_directory
from hopecare.services.set_directory_terms import set_directory_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hopecare.reading.hsds_entries import Directory
    from hopecare.services.plan_directory import DirectoryPlan

SOURCE: Final = "hsds"
_AS: Final[dict[str, Callable[[Directory], object]]] = {
    "organizations": lambda directory: page_of(list(organizations_of(directory))),
    "services": lambda directory: page_of(list(services_of(directory))),
    "tables": lambda directory: {
        f"{name}.csv": each for name, each in tables_of(directory).items()
    },
}
PATH: Final = click.Path(exists=True, path_type=Path)


@click.group()
def directory() -> None:
    """Organisations and services of a town."""


@directory.command("import")
@click.argument("path", type=PATH)
@click.option("--source", default=SOURCE, show_default=True, help="Whose directory it is.")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only say what would change.")
@click.option("--part", "is_part", is_flag=True, help="What is not named here stays as it is.")
@click.option("--ends-all", is_flag=True, help="Also a file that names no service: all end.")
@click.option("--overwrite", "overwrites", is_flag=True, help="Also what a hand corrected here.")
@town_option
@language_option
def import_(  # noqa: PLR0913  one argument an option
    path: Path,
    source: str,
    slug: str | None,
    language: str | None,
    *,
    is_dry: bool,
    is_part: bool,
    ends_all: bool,
    overwrites: bool,
) -> None:
    """Import a document, a CSV file, a folder or a .zip of HSDS 3.0, all of it or nothing."""
    town = town_called(slug)
    reader = language or town.language

    def tell(foreseen: DirectoryPlan) -> None:
        for line in said_ending(foreseen, language=reader):
            click.echo(line)

    with _refusals(reader):
        work = DirectoryImport(edge(), town, path, source=source, is_part=is_part)
        if is_dry:
            plan = work.rehearse()
        else:
            plan = work.carry_out(tell, overwrites=overwrites, ends_all=ends_all)
    say_faults(work.notes, reader)
    click.echo("\n".join(said_plan(plan, language=reader, is_dry=is_dry)))


@directory.command("check")
@click.argument("path", type=PATH)
@language_option
def check(path: Path, language: str | None) -> None:
    """Say what is wrong with a directory, and what one should know; nothing is taken in."""
    reader = language or "en"
    with file_refusals(reader):
        found = read_directory(path)
    say_faults(found.notes, reader)
    if found.faults:
        say_faults(found.faults, reader)
        raise SystemExit(1)
    said = translator(reader).gettext("%(number)s entries, none to correct")
    click.echo(said % {"number": len(found.entries)})


@directory.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--source", help="Only what came from this source, as it came.")
@click.option(
    "--as",
    "shape",
    type=click.Choice(sorted(_AS)),
    default="organizations",
    show_default=True,
    help="What a .json file holds.",
)
@town_option
@language_option
def export(
    path: Path, source: str | None, shape: str, slug: str | None, language: str | None
) -> None:
    """Write a .json document, a .zip of CSV files, or such files into a folder."""
    town = town_called(slug)
    with edge().database.reading(scope_of(town)) as session:
        today = local_day(session, town.id, edge().clock())
        found = gather_directory(session, on=today, source=source)
    if path.suffix == ".json":
        text = json.dumps(_AS[shape](found), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
    elif path.suffix == ".zip":
        path.write_bytes(zipped_package(found))
    else:
        path.mkdir(parents=True, exist_ok=True)
        for name, content in package_of(found).items():
            (path / name).write_bytes(content)
    said = translator(language or town.language).gettext("%(number)s entries written")
    click.echo(said % {"number": len(found.entries)})


@directory.command("terms")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@town_option
@language_option
def terms(path: Path, slug: str | None, language: str | None) -> None:
    """Say what terms mean here: a CSV with term, needs and programme. The next import obeys."""
    town = town_called(slug)
    reader = language or town.language
    with _refusals(reader):
        read = read_terms(path.read_bytes(), file=path.name)
        with edge().database.writing(scope_of(town)) as session:
            number = set_directory_terms(session, town_id=town.id, terms=read)
    said = translator(reader).gettext("%(number)s terms are known now")
    click.echo(said % {"number": number})


@contextmanager
def _refusals(language: str) -> Iterator[None]:
    """Turn a refused directory into one line a fault and exit code 1."""
    with file_refusals(language):
        try:
            yield
        except DirectoryNotAcceptedError as refusal:
            say_faults(refusal.faults, language)
            said = translator(language).gettext("Nothing was taken in.")
            raise click.ClickException(said) from refusal
