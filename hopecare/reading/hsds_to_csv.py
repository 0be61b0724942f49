"""Writes a directory as the tabular package of HSDS: a CSV file a table, described beside them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

from hopecare.reading.hsds_csv import PACKAGE, escaped
from hopecare.reading.hsds_format import TABLES, VERSION, Table, Value
from hopecare.reading.hsds_to_json import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hopecare.reading.hsds_entries import Directory

_TYPES: Final[Mapping[Value, str]] = {
    Value.NUMBER: "number",
    Value.DAY: "date",
    Value.CLOCK: "time",
    Value.MOMENT: "datetime",
}
_FORMATS: Final[Mapping[Value, str]] = {
    Value.ID: "uuid",
    Value.WEB: "uri",
    Value.EMAIL: "email",
}
# Times and moments are written in more than one way by those who publish.
_AS_WRITTEN: Final = frozenset({"time", "datetime"})


def package_of(directory: Directory) -> dict[str, bytes]:
    """Give the files of a package by name: UTF-8 with its mark, and nothing a sheet calculates."""
    tables = tables_of(directory)
    files = {f"{name}.csv": _csv(TABLES[name], lines) for name, lines in tables.items()}
    described = _described(tables)
    return {PACKAGE: json.dumps(described, ensure_ascii=False, indent=2).encode(), **files}


def _csv(table: Table, lines: list[dict[str, Any]]) -> bytes:
    columns = _columns(table, lines)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([escaped(each) for each in columns])
    writer.writerows([_cell(line.get(each)) for each in columns] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _columns(table: Table, lines: Iterable[dict[str, Any]]) -> list[str]:
    """Every known column, whether anybody fills it or not, and the unknown ones that came."""
    unknown = dict.fromkeys(name for line in lines for name in line)
    return list(dict.fromkeys((*table.columns, *unknown)))


def _cell(value: object) -> str:
    """A number stands as it is, also below nought; words never look like a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, dict | list | bool):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _described(tables: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "name": "hsds",
        "hsds_version": VERSION,
        "profile": "tabular-data-package",
        "resources": [_resource(TABLES[name], lines) for name, lines in tables.items()],
    }


def _resource(table: Table, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(table, name) for name in _columns(table, lines)],
            "primaryKey": "id",
        },
    }


def _field(table: Table, name: str) -> dict[str, Any]:
    is_id = name == "id" or name in table.links
    kind = Value.ID if is_id else table.fields.get(name, Value.TEXT)
    described: dict[str, Any] = {"name": name, "type": _TYPES.get(kind, "string")}
    if described["type"] in _AS_WRITTEN:
        described["format"] = "any"
    elif kind in _FORMATS:
        described["format"] = _FORMATS[kind]
    if name == "id" or name in table.needed:
        described["constraints"] = {"required": True}
    return described


def zipped_package(directory: Directory) -> bytes:
    """Give the package in one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in package_of(directory).items():
            package.writestr(name, content)
    return packed.getvalue()
