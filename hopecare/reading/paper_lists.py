"""The papers offices may want to see, as shipped: by country, each with its source."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.paper_lists import ListedPaper
from hopecare.errors import SettingsMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping

PAPERS: Final = "papers"
LANGUAGES: Final = ("ko", "en")
TEXTS: Final = ("code", "source", "address", "grade", *LANGUAGES, "why_ko", "why_en")
MAY_BE_KNOWN: Final = ("issued_by", "where")
NUMBERS: Final = ("cost_minor", "valid_days")
SHIPPED_GRADES: Final = frozenset({"A", "B"})


def papers_of(country: str, programme: str | None) -> tuple[ListedPaper, ...]:
    """Give the papers a programme of a country may want to see, in the order of the list."""
    listed = shipped_papers().get(country, ())
    return tuple(each for each in listed if programme in each.programmes)


def find_paper(country: str, code: str | None) -> ListedPaper | None:
    """Find a paper by its code; None for one that has left the list."""
    return next((each for each in shipped_papers().get(country, ()) if each.code == code), None)


@cache
def shipped_papers() -> Mapping[str, tuple[ListedPaper, ...]]:
    """Give the papers that ship with HopeCare, by country."""
    folder = resources.files("hopecare").joinpath("policies")
    return read_papers(folder.joinpath(f"{PAPERS}.toml").read_text("utf-8"))


def read_papers(text: str) -> Mapping[str, tuple[ListedPaper, ...]]:
    """Read papers by country; each whole, each code once."""
    found = tomllib.loads(text)
    if not isinstance(found.pop("version", None), str):
        raise SettingsMissingError(policy=PAPERS, missing=["version"])
    return MappingProxyType({country: _papers(country, rows) for country, rows in found.items()})


def _papers(country: str, rows: list[dict[str, Any]]) -> tuple[ListedPaper, ...]:
    odd = [row.get("code") for row in rows if not _is_whole(row)]
    codes = [row.get("code") for row in rows]
    if odd or len(set(codes)) < len(codes):
        raise SettingsMissingError(policy=PAPERS, country=country, unknown=odd or codes)
    return tuple(_paper(row) for row in rows)


def _is_whole(row: Mapping[str, Any]) -> bool:
    known = {f"{name}_{language}" for name in MAY_BE_KNOWN for language in LANGUAGES}
    always = {*TEXTS, "for", "checked"}
    return (
        set(row) >= always
        and set(row) <= always | known | set(NUMBERS)
        and all(isinstance(row[name], str) and row[name] for name in TEXTS)
        and isinstance(row["for"], list)
        and row["grade"] in SHIPPED_GRADES
        and type(row["checked"]) is date
    )


def _paper(row: Mapping[str, Any]) -> ListedPaper:
    return ListedPaper(
        code=row["code"],
        programmes=frozenset(row["for"]),
        labels={language: row[language] for language in LANGUAGES},
        why=_said(row, "why") or {},
        source=row["source"],
        address=row["address"],
        grade=row["grade"],
        checked=row["checked"],
        issued_by=_said(row, "issued_by"),
        where=_said(row, "where"),
        cost_minor=row.get("cost_minor"),
        valid_days=row.get("valid_days"),
    )


def _said(row: Mapping[str, Any], name: str) -> Mapping[str, str] | None:
    """What is known in both languages, or nothing."""
    said = {language: row.get(f"{name}_{language}", "") for language in LANGUAGES}
    return said if all(said.values()) else None
