"""Whom to ring when it cannot wait: numbers of a country, each with what it is for and its source.

HopeCare is no emergency service: it names these numbers and rings none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class EmergencyUse(StrEnum):
    """What a number is for."""

    LIFE = "life"
    """Somebody's life is in danger."""
    POLICE = "police"
    DESPAIR = "despair"
    """Somebody does not want to live any more."""
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumber:
    """One number, what it is called in each language, and where that is written."""

    number: str
    use: EmergencyUse
    labels: Mapping[str, str]
    source: str
    address: str
    checked: date

    def label(self, language: str) -> str:
        """Say what it is for; in English where the language is missing."""
        return self.labels.get(language) or self.labels["en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyNumbers:
    """The numbers of one country, or those that mostly hold anywhere."""

    numbers: tuple[EmergencyNumber, ...]
    is_general: bool = False
    """Whether the country has no entry of its own."""

    @property
    def life(self) -> str:
        """The number to ring when somebody's life is in danger."""
        return self.numbers[0].number
