"""Labels of what is due, and of whose cases a desk shows. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.due import DueKind, DueWhen, Whose
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (DueKind.ALERT, N_("An alert nobody has settled")),
    (DueKind.WORRY, N_("A helper is worried")),
    (DueKind.CALL, N_("A call is owed")),
    (DueKind.REFERRAL, N_("An office owes an answer")),
    (DueKind.NEED, N_("A need nobody helps with")),
    (DueKind.CHECK_INS, N_("No check-ins are planned yet")),
    (DueKind.REVIEW, N_("Review day")),
    (DueWhen.OVERDUE, N_("Overdue")),
    (DueWhen.TODAY, N_("Due today")),
    (DueWhen.WEEK, N_("Within seven days")),
    (DueWhen.NOTHING, N_("Nothing is planned")),
    (Whose.MINE, N_("My cases")),
    (Whose.CENTRE, N_("Every case of the centre")),
    (Whose.NOBODY, N_("Cases nobody steers")),
]
