"""Where each entry of a TOML file stands: the reader of the standard library keeps no lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import tomllib

TABLE: Final = re.compile(r"^\[([\w.-]+)\]")
ENTRY: Final = re.compile(r"^([\w-]+)\s*=")
PLACE: Final = re.compile(r"at line (\d+)")


def lines_of(text: str) -> dict[str, int]:
    """Give the line of each table and entry by its dotted name, as `price.text.currency`."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := TABLE.match(line):
            table = heading.group(1) + "."
            found.setdefault(heading.group(1), number)
        elif entry := ENTRY.match(line):
            found.setdefault(table + entry.group(1), number)
    return found


def line_of_mistake(error: tomllib.TOMLDecodeError) -> int:
    """Give the line at which a file stops being TOML."""
    place = PLACE.search(str(error))
    return int(place.group(1)) if place else 1
