"""Labels of the directory of services: free places, and how an office is reached. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.service_facts import CapacityState, HeardBy, ReachedBy
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (CapacityState.OPEN, N_("Takes people in")),
    (CapacityState.WAITING_LIST, N_("Has a waiting list")),
    (CapacityState.FULL, N_("Has no free place")),
    (HeardBy.TELEPHONE, N_("By telephone")),
    (HeardBy.IN_PERSON, N_("Face to face")),
    (HeardBy.LETTER, N_("In writing")),
    (HeardBy.ONLINE, N_("On its own page")),
    (ReachedBy.LINK, N_("A link by text or mail")),
    (ReachedBy.TELEPHONE, N_("A phone call")),
    (ReachedBy.SHEET_BY_HAND, N_("A sheet brought by hand")),
    (ReachedBy.SHEET_BY_POST, N_("A sheet by post")),
    (ReachedBy.SHEET_BY_FAX, N_("A sheet by fax")),
]
