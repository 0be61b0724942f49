"""The clocks of the law as shipped: by country, each whole, dated and with its source."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.clocks import ClockKind, ClockRule, Clocks
from hopecare.errors import SettingsMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

CLOCKS: Final = "clocks"
TEXTS: Final = ("reason", "grade", "source", "address")
SHIPPED_GRADES: Final = frozenset({"A", "B"})
LENGTHS: Final = ("days", "months", "extended_days")
OPTIONAL: Final = ("since", "source_en")
MAY_BE_THERE: Final = frozenset({*LENGTHS, *OPTIONAL, "not_for"})
ALWAYS: Final = frozenset({"kind", "checked", *TEXTS})
REMINDERS: Final = ("shown_before_days", "rung_before_days")


def country_clocks(country: str) -> Clocks:
    """Give a country's clocks; none, but the reminders, where nobody has written them down."""
    every = shipped_clocks()
    return every.get(country, every[""])


@cache
def shipped_clocks() -> Mapping[str, Clocks]:
    """Give the clocks that ship with HopeCare, by country; under no name those of any other."""
    folder = resources.files("hopecare").joinpath("policies")
    return read_clocks(folder.joinpath(f"{CLOCKS}.toml").read_text("utf-8"))


def read_clocks(text: str) -> Mapping[str, Clocks]:
    """Read clocks by country; refuse a rule that is not whole or whose grade is not shipped."""
    found = tomllib.loads(text)
    if not isinstance(found.pop("version", None), str):
        raise SettingsMissingError(policy=CLOCKS, missing=["version"])
    before = {name: found.pop(name, None) for name in REMINDERS}
    if not all(type(days) is int and days > 0 for days in before.values()):
        raise SettingsMissingError(policy=CLOCKS, missing=sorted(REMINDERS))
    rules = {country: _rules(country, rows) for country, rows in found.items()}
    return MappingProxyType(
        {country: Clocks(rules=each, **before) for country, each in {**rules, "": ()}.items()}
    )


def _rules(country: str, rows: list[dict[str, Any]]) -> tuple[ClockRule, ...]:
    odd = [row.get("kind") for row in rows if not _is_whole(row)]
    if odd:
        raise SettingsMissingError(policy=CLOCKS, country=country, unknown=odd)
    return tuple(_rule(row) for row in rows)


def _is_whole(row: Mapping[str, Any]) -> bool:
    given = set(row)
    return (
        given >= ALWAYS
        and given <= ALWAYS | MAY_BE_THERE
        and row["kind"] in set(ClockKind)
        and row["grade"] in SHIPPED_GRADES
        and all(isinstance(row[name], str) and row[name] for name in TEXTS)
        and all(type(row[name]) is int and row[name] > 0 for name in LENGTHS if name in row)
        and type(row["checked"]) is date
    )


def _rule(row: Mapping[str, Any]) -> ClockRule:
    given = {name: row[name] for name in (*TEXTS, *LENGTHS, *OPTIONAL, "checked") if name in row}
    kind, others = ClockKind(row["kind"]), frozenset(row.get("not_for", ()))
    return ClockRule(kind=kind, not_for=others, **given)
