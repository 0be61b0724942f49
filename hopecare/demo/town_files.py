"""Read the files of a demonstration town: places, centres, organisations, staff."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import date

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class TownFile:
    """One town as its file describes it."""

    town: dict[str, Any]
    centres: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    organisations: list[dict[str, Any]]
    covered_from: date
    staff: list[dict[str, Any]]


def read_toml(name: str) -> dict[str, Any]:
    """Read one of the demonstration's own files."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_town(slug: str) -> TownFile:
    """Read a town and its staff."""
    said = read_toml(f"{slug}.toml")
    staff = read_toml("staff.toml")
    return TownFile(
        town=said["town"],
        centres=said["centres"],
        areas=said["areas"],
        organisations=said["organisations"],
        covered_from=said["coverage"]["from_on"],
        staff=staff[slug],
    )
