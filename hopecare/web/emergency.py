"""Whom to ring when it cannot wait, by country: data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hopecare.language import N_
from hopecare.web.town import find_current_town


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """One number that is answered day and night."""

    number: str
    label: str


NUMBERS: Final[dict[str, tuple[EmergencyNumber, ...]]] = {
    "KR": (
        EmergencyNumber("119", N_("Ambulance and fire")),
        EmergencyNumber("112", N_("Police")),
        EmergencyNumber("109", N_("Suicide prevention")),
        EmergencyNumber("129", N_("Health and welfare advice")),
    ),
    "GB": (
        EmergencyNumber("999", N_("Emergency services")),
        EmergencyNumber("111", N_("Health advice")),
        EmergencyNumber("116 123", N_("Samaritans")),
    ),
    "US": (
        EmergencyNumber("911", N_("Emergency services")),
        EmergencyNumber("988", N_("Suicide and crisis line")),
    ),
}
ANYWHERE: Final = (EmergencyNumber("112", N_("Emergency services")),)


def emergency_numbers() -> tuple[EmergencyNumber, ...]:
    """Give the numbers of the town's country."""
    town = find_current_town()
    return NUMBERS.get(town.country, ANYWHERE) if town else ANYWHERE
