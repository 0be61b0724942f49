"""Papers an office may want to see: for which programmes, why, and how one gets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPaper:
    """One paper; what no source says is None, and is asked at the office."""

    code: str
    programmes: frozenset[str]
    labels: Mapping[str, str]
    why: Mapping[str, str]
    source: str
    address: str
    grade: str
    checked: date
    issued_by: Mapping[str, str] | None = None
    where: Mapping[str, str] | None = None
    cost_minor: int | None = None
    valid_days: int | None = None

    def label(self, language: str) -> str:
        """Name it; in English where the language is missing."""
        return self.labels.get(language) or self.labels["en"]

    def reason(self, language: str) -> str:
        """Say why it is wanted; in English where the language is missing."""
        return self.why.get(language) or self.why["en"]

    def said(self, known: Mapping[str, str] | None, language: str) -> str | None:
        """Say something that may be known, such as who issues it."""
        return None if known is None else known.get(language) or known["en"]

    def valid_until(self, got_on: date) -> date | None:
        """Say until when one that was got on a day is valid, where that is known."""
        return None if self.valid_days is None else got_on + timedelta(days=self.valid_days)
