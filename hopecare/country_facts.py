"""What holds in every town of a country: emergency numbers and public holidays, from dated data.

It stands below reads and messages, since pages, texts and calls all name the same number.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.emergency import EmergencyNumber, EmergencyNumbers, EmergencyUse
from hopecare.domain.holidays import PublicHoliday, PublicHolidays
from hopecare.errors import SettingsMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

ANYWHERE: Final = "anywhere"
EMERGENCY: Final = "emergency"
HOLIDAYS: Final = "holidays"
NO_HOLIDAYS: Final = PublicHolidays(years=frozenset(), days=MappingProxyType({}))
LANGUAGES: Final = ("ko", "en")
TEXTS: Final = ("number", *LANGUAGES, "source", "address")


def emergency_numbers(country: str) -> EmergencyNumbers:
    """Give a country's numbers; those that hold anywhere, and say so, where it has none."""
    shipped = shipped_emergency_numbers()
    return shipped.get(country, shipped[ANYWHERE])


@cache
def shipped_emergency_numbers() -> Mapping[str, EmergencyNumbers]:
    """Give the numbers that ship with HopeCare, by country."""
    return read_emergency_numbers(_text_of(EMERGENCY))


def public_holidays(country: str) -> PublicHolidays:
    """Give a country's holidays; none, and no year known, where nobody has written them down."""
    return shipped_public_holidays().get(country, NO_HOLIDAYS)


@cache
def shipped_public_holidays() -> Mapping[str, PublicHolidays]:
    """Give the holidays that ship with HopeCare, by country."""
    return read_public_holidays(_text_of(HOLIDAYS))


def read_emergency_numbers(text: str) -> Mapping[str, EmergencyNumbers]:
    """Read numbers by country; each whole and with its source, the first one for danger to life."""
    found = tomllib.loads(text)
    if not isinstance(found.pop("version", None), str):
        raise SettingsMissingError(policy=EMERGENCY, missing=["version"])
    if ANYWHERE not in found:
        raise SettingsMissingError(policy=EMERGENCY, missing=[ANYWHERE])
    return MappingProxyType({country: _numbers(country, rows) for country, rows in found.items()})


def read_public_holidays(text: str) -> Mapping[str, PublicHolidays]:
    """Read holidays by country and year; each day within its year, once, in every language."""
    found = tomllib.loads(text)
    if not isinstance(found.pop("version", None), str):
        raise SettingsMissingError(policy=HOLIDAYS, missing=["version"])
    return MappingProxyType({country: _holidays(country, rows) for country, rows in found.items()})


def _holidays(country: str, years: list[dict[str, Any]]) -> PublicHolidays:
    odd = [year.get("year") for year in years if not _is_whole_year(year)]
    if odd:
        raise SettingsMissingError(policy=HOLIDAYS, country=country, unknown=odd)
    rows = [row for year in years for row in year["days"]]
    days = {row["on"]: PublicHoliday(on=row["on"], labels=_labels(row)) for row in rows}
    if len(days) < len(rows):
        raise SettingsMissingError(policy=HOLIDAYS, country=country, unknown=["twice"])
    known = frozenset(year["year"] for year in years)
    return PublicHolidays(years=known, days=MappingProxyType(days))


def _is_whole_year(year: Mapping[str, Any]) -> bool:
    return (
        set(year) == {"year", "source", "address", "checked", "days"}
        and all(isinstance(year[name], str) and year[name] for name in ("source", "address"))
        and type(year["checked"]) is date
        and all(_is_whole_day(row, year["year"]) for row in year["days"])
    )


def _is_whole_day(row: Mapping[str, Any], year: int) -> bool:
    on = row.get("on")
    return (
        set(row) == {"on", *LANGUAGES}
        and type(on) is date
        and on.year == year
        and all(isinstance(row[name], str) and row[name] for name in LANGUAGES)
    )


def _labels(row: Mapping[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({language: row[language] for language in LANGUAGES})


def _numbers(country: str, rows: list[dict[str, Any]]) -> EmergencyNumbers:
    odd = [row for row in rows if not _is_whole(row)]
    if odd:
        raise SettingsMissingError(policy=EMERGENCY, country=country, unknown=odd)
    numbers = tuple(_number(row) for row in rows)
    if not numbers or numbers[0].use is not EmergencyUse.LIFE:
        raise SettingsMissingError(policy=EMERGENCY, country=country, missing=["life"])
    return EmergencyNumbers(numbers=numbers, is_general=country == ANYWHERE)


def _is_whole(row: Mapping[str, Any]) -> bool:
    """Every field there, none unknown, and a number that can be dialled."""
    texts = [row.get(name) for name in TEXTS]
    return (
        set(row) == {*TEXTS, "use", "checked"}
        and all(isinstance(each, str) and each for each in texts)
        and str(row["number"]).replace(" ", "").isdecimal()
        and row["use"] in set(EmergencyUse)
        and type(row["checked"]) is date
    )


def _number(row: Mapping[str, Any]) -> EmergencyNumber:
    return EmergencyNumber(
        number=row["number"],
        use=EmergencyUse(row["use"]),
        labels=_labels(row),
        source=row["source"],
        address=row["address"],
        checked=row["checked"],
    )


def _text_of(name: str) -> str:
    return resources.files("hopecare").joinpath("policies", f"{name}.toml").read_text("utf-8")
