"""Labels of what is due, and of whose cases a desk shows. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.due import DueKind, DueWhen, Whose
from hopecare.domain.later_calls import LaterAt, LaterReason
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (DueKind.CRISIS, N_("A crisis without an all-clear")),
    (DueKind.ALERT, N_("An alert nobody has settled")),
    (DueKind.WORRY, N_("A helper is worried")),
    (DueKind.CALL, N_("A call is owed")),
    (DueKind.REFERRAL, N_("An office owes an answer")),
    (DueKind.NEED, N_("A need nobody helps with")),
    (DueKind.GOAL, N_("The day of a goal")),
    (DueKind.LEGAL_CLOCK, N_("A day the law sets")),
    (DueKind.HAND_IN, N_("An application is not handed in yet")),
    (DueKind.BRIDGE, N_("Until the objection is answered: who helps?")),
    (DueKind.FOLLOW_UP, N_("What follows a decision")),
    (DueKind.CHECK_INS, N_("No check-ins are planned yet")),
    (DueKind.CLOSING, N_("A closing waits for a second person")),
    (DueKind.CLOSING_SENT_BACK, N_("Your closing was sent back")),
    (DueKind.OWNERLESS, N_("Nobody steers this case")),
    (DueKind.TRANSFER, N_("A colleague has not answered your offer")),
    (DueKind.TRANSFER_DECLINED, N_("A colleague does not take it over")),
    (DueKind.REVIEW, N_("Review day")),
    (LaterReason.NO_ANSWER, N_("Nobody answered")),
    (LaterReason.ASKED_LATER, N_("It was not a good time for them")),
    (LaterReason.NOT_TRIED, N_("I have not rung yet: I ring then")),
    (LaterAt.IN_AN_HOUR, N_("In an hour")),
    (LaterAt.THIS_AFTERNOON, N_("This afternoon at three")),
    (LaterAt.TOMORROW_MORNING, N_("Tomorrow morning")),
    (LaterAt.NEXT_WEEK, N_("Next week, on Monday morning")),
    (LaterAt.CHOSEN, N_("On another day, at another hour")),
    (DueWhen.OVERDUE, N_("Overdue")),
    (DueWhen.TODAY, N_("Due today")),
    (DueWhen.WEEK, N_("Within seven days")),
    (DueWhen.NOTHING, N_("Nothing is planned")),
    (Whose.MINE, N_("My cases")),
    (Whose.CENTRE, N_("Every case of the centre")),
    (Whose.NOBODY, N_("Cases nobody steers")),
]
