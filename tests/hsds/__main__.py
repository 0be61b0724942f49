"""Read public examples of HSDS, write them again, and hold both to the schemas: `make hsds`.

Neither examples nor schemas are ours: they stay where they lie, and nothing of them is kept.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import click
import jsonschema
from click.testing import CliRunner, Result

from hopecare.clock import utc_now
from hopecare.commands.directory import directory
from hopecare.commands.edge import Edge
from hopecare.database import AllTowns, Database
from hopecare.migrations import migrate
from hopecare.reading.hsds_csv import read_tables
from hopecare.reading.hsds_entries import Directory
from hopecare.reading.hsds_format import TABLES
from hopecare.reading.hsds_to_json import tables_of
from tests.factories.towns import a_town

WHOLE = "organization_full.json"
"""The example that every public set of them holds."""
NAME_IT = "Say where the public examples lie: make hsds EXAMPLES=DIR, with examples/ and schema/."
Broken = tuple[str, str, Any]
"""Where something is changed, in which field, and into what; None takes it away."""
BROKEN: tuple[Broken, ...] = (
    ("organization", "name", None),
    ("organization", "description", None),
    ("organization", "id", "seven"),
    ("organization", "email", "nobody"),
    ("organization", "website", "example"),
    ("organization", "year_incorporated", "long ago"),
    ("service", "status", "open"),
    ("service", "name", None),
    ("service", "id", None),
    ("service", "minimum_age", "twelve"),
    ("service", "phones", {"number": "1"}),
    ("phone", "number", None),
    ("phone", "id", "1"),
    ("schedule", "opens_at", "ten"),
    ("schedule", "valid_from", "soon"),
    ("location", "location_type", "house"),
    ("location", "latitude", "north"),
    ("address", "country", None),
)

LISTS = {
    "service": "services",
    "phone": "phones",
    "schedule": "schedules",
    "location": "locations",
    "address": "addresses",
}


class Schemas:
    """The compiled schemas that lie beside the examples."""

    def __init__(self, found: Path) -> None:
        self._read = {
            name: json.loads((found / f"{name}.json").read_text("utf-8"))
            for name in ("organization", "service", "tabular")
        }

    def faults(self, name: str, document: object) -> list[str]:
        """What the schema says about a document, each with its place."""
        return self._said(self._read[name], document)

    def faults_of_line(self, table: str, line: object) -> list[str]:
        """What the schema says about one line of a table."""
        described = self._read["tabular"]["properties"][TABLES[table].one]["items"]
        return self._said(described, line)

    def _said(self, schema: Any, document: object) -> list[str]:
        checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        return [
            f"{'/'.join(map(str, each.path))}: {each.message[:200]}"
            for each in checker.iter_errors(document)
        ]


class Town:
    """A town of its own in a database of its own, worked through the real commands."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        database = Database(f"sqlite:///{folder / 'town.db'}")
        migrate(database)
        with database.writing(AllTowns()) as session:
            a_town(session)
        self._edge = Edge(database=database, clock=utc_now)

    def run(self, *words: object) -> Result:
        said = [*(str(word) for word in words), "--language", "en"]
        return CliRunner().invoke(directory, said, obj=self._edge)

    def take_in(self, path: Path, source: str) -> Result:
        return self.run("import", path, "--source", source)

    def documents(self, source: str, shape: str) -> Any:
        path = self._folder / f"{source}.{shape}.json"
        self.run("export", path, "--source", source, "--as", shape)
        return json.loads(path.read_text("utf-8"))

    def package(self, source: str) -> Path:
        path = self._folder / f"{source}.package"
        self.run("export", path, "--source", source)
        return path


@click.command()
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False
)
def main(folder: Path | None) -> None:
    """Read the examples of a folder, and hold what is written of them to the schemas."""
    if folder is None:
        raise click.UsageError(NAME_IT)
    examples, schema = places_in(folder.resolve())
    sys.exit(min(_show(examples, Schemas(schema)), 1))


def places_in(folder: Path) -> tuple[Path, Path]:
    """Find examples and compiled schemas: in a folder of both, or in that of the examples."""
    for examples, beside in ((folder / "examples", folder), (folder, folder.parent)):
        for schema in (beside / "schema" / "compiled", beside / "schema"):
            if (examples / WHOLE).is_file() and (schema / "service.json").is_file():
                return examples, schema
    raise click.UsageError(f"{folder} holds no {WHOLE} with its schemas beside it. {NAME_IT}")


def _show(examples: Path, schemas: Schemas) -> int:
    """Show what became of each example and of each broken copy; says how many did not do well."""
    with tempfile.TemporaryDirectory() as folder:
        town = Town(Path(folder))
        bad = _show_examples(examples, town, schemas)
        bad += _show_broken(examples, town, Path(folder))
    click.echo(f"\n{bad} that did not do well")
    return bad


def _show_examples(examples: Path, town: Town, schemas: Schemas) -> int:
    click.echo(f"{'example':32}{'entries':>8}{'again':>7}{'schema errors':>15}  tables")
    bad = 0
    for path in _examples(examples):
        result = town.take_in(path, path.name)
        if result.exit_code:
            bad += 1
            click.echo(f"{path.name:32} REFUSED {result.output.strip()[:300]}")
            continue
        counted, faults = _written_again(town, path.name, schemas)
        is_same = not counted or _comes_in_unchanged(town, path.name)
        bad += len(faults) + (not is_same)
        same = "same" if is_same else "NOT"
        click.echo(
            f"{path.name:32}{counted.total():>8}{same:>7}{len(faults):>15}  {_listed(counted)}"
        )
        for fault in faults:
            click.echo(f"    {fault}")
    return bad


def _comes_in_unchanged(town: Town, source: str) -> bool:
    said = town.take_in(town.package(source), source).output
    return "0 new, 0 changed" in said and "0 gone" in said


def _examples(folder: Path) -> list[Path]:
    folders = (each for each in sorted(folder.iterdir()) if each.is_dir())
    packages = [each for each in folders if list(each.glob("*.csv"))]
    return [*sorted(folder.glob("*.json")), *packages]


def _written_again(town: Town, source: str, schemas: Schemas) -> tuple[Counter[str], list[str]]:
    """Write what came in as documents, tables and a package; each is held to its schema."""
    faults: list[str] = []
    for name in ("organization", "service"):
        for document in town.documents(source, f"{name}s")["contents"]:
            faults += schemas.faults(name, document)
    counted: Counter[str] = Counter()
    tables = town.documents(source, "tables")
    packaged = Directory()
    package = town.package(source)
    read_tables(packaged, {each.name: each.read_bytes() for each in package.iterdir()})
    for lines in (tables, {f"{name}.csv": each for name, each in tables_of(packaged).items()}):
        for name, each in lines.items():
            table = name.removesuffix(".csv")
            counted[table] = len(each)
            faults += [fault for line in each for fault in schemas.faults_of_line(table, line)]
    return counted, faults


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counted.items())


def _show_broken(examples: Path, town: Town, folder: Path) -> int:
    """Break a whole document in one place each: every copy has to be refused by that place."""
    whole = json.loads((examples / WHOLE).read_text("utf-8"))
    click.echo(f"\n{'broken copy':40}what is said of it")
    bad = 0
    for kind, field, value in BROKEN:
        copy = _broken(whole, kind, field, value)
        bad += not _is_refused(town, folder, f"{kind}.{field}", field, copy)
    for name, content, field in _broken_tables(examples):
        path = folder / f"{name}.csv"
        path.write_text(content, encoding="utf-8")
        bad += not _said_refused(town, path, f"{name}.csv", field)
    return bad


def _broken(whole: Any, kind: str, field: str, value: Any) -> Any:
    copy = deepcopy(whole)
    for each in _of_kind(copy, kind):
        each.pop(field, None)
        if value is not None:
            each[field] = value
    return copy


def _of_kind(node: Any, kind: str) -> Iterator[Any]:
    """Every entry of a kind in a document, wherever it stands."""
    if kind == "organization":
        yield node
        return
    if isinstance(node, dict):
        for key, value in node.items():
            if key == LISTS[kind] and isinstance(value, list):
                yield from value
            elif key == kind and isinstance(value, dict):
                yield value
            yield from _of_kind(value, kind)
    elif isinstance(node, list):
        for each in node:
            yield from _of_kind(each, kind)


def _broken_tables(examples: Path) -> Iterator[tuple[str, str, str]]:
    """Lines whose links lead nowhere, and a line that stands twice."""
    services = (examples / "csv" / "services.csv").read_text("utf-8")
    yield "services", services, "organization_id"
    organizations = (examples / "csv" / "organizations.csv").read_text("utf-8").splitlines()
    yield "organizations", "\n".join([*organizations, organizations[1]]), "id"


def _is_refused(town: Town, folder: Path, name: str, field: str, document: Any) -> bool:
    path = folder / "broken.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return _said_refused(town, path, name, field)


def _said_refused(town: Town, path: Path, name: str, field: str) -> bool:
    result = town.take_in(path, "broken")
    first = next((line for line in result.output.splitlines() if field in line), "")
    is_refused = result.exit_code == 1 and bool(first) and "Nothing was taken in." in result.output
    click.echo(f"{name:40}{first[:110] if is_refused else 'NOT REFUSED: ' + result.output[:200]}")
    return is_refused


if __name__ == "__main__":
    main(prog_name="make hsds")
