"""Public holidays of a country: dated, with the source of each year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHoliday:
    """One day on which offices are shut."""

    on: date
    labels: Mapping[str, str]

    def label(self, language: str) -> str:
        """Name it; in English where the language is missing."""
        return self.labels.get(language) or self.labels["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHolidays:
    """The holidays of one country, in the years that are known."""

    years: frozenset[int]
    days: Mapping[date, PublicHoliday]

    def knows(self, on: date) -> bool:
        """Whether the year of a day is known at all."""
        return on.year in self.years
