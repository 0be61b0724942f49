"""The roles a person may hold; each is dated, and one person may hold several."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is to the town."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    SOCIAL_WORKER = "social_worker"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


STAFF: Final = frozenset({Role.SOCIAL_WORKER, Role.COORDINATOR, Role.ADMINISTRATOR})
"""Those who work for a centre."""
DESK_ROLES: Final = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
"""Who may decide about the cases of colleagues."""
