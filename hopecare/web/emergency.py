"""Whom to ring when it cannot wait, on every page: the numbers of the town's country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare import country_facts
from hopecare.web.town import find_current_town

if TYPE_CHECKING:
    from hopecare.domain.emergency import EmergencyNumber


def emergency_numbers() -> tuple[EmergencyNumber, ...]:
    """Give the numbers of the town's country."""
    return country_facts.emergency_numbers(_country()).numbers


def emergency_number() -> str:
    """Give the number for danger to life in the town's country."""
    return country_facts.emergency_numbers(_country()).life


def _country() -> str:
    town = find_current_town()
    return town.country if town else country_facts.ANYWHERE
