"""Labels of matching: rules, how lists and proposals stand, and why something does not suit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.proposals import AppealReason, ListState, ProposalStatus
from hopecare.domain.matching.waiting import Waiting
from hopecare.domain.offers import StandDownCause
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

# Members of two enums may be equal as words, so each enum has a place of its own.
LABELS: Final[list[tuple[Enum, str]]] = [
    (StandDownCause.FILLED, N_("Somebody else said yes")),
    (StandDownCause.CHANGED, N_("What is needed has changed")),
    (StandDownCause.HELPER_MOVED, N_("The volunteer lives elsewhere now")),
    (StandDownCause.HELPER_CHANGED, N_("The volunteer offers something else now")),
    (StandDownCause.MEASURED, N_("It was measured since, and is too far")),
    (StandDownCause.TIME_OVER, N_("Nobody was found in time")),
    (StandDownCause.ENDED, N_("Nobody is asked any more")),
    (StandDownCause.SET_ASIDE, N_("Staff said that the two do not suit each other")),
    (Rule.SAME_PERSON, N_("Is the resident")),
    (Rule.SAME_HOUSEHOLD, N_("Lives in the same household")),
    (Rule.NOT_ACTIVE, N_("Does not take requests now")),
    (Rule.AWAY, N_("Is away that day")),
    (Rule.REFUSED, N_("The resident would rather not")),
    (Rule.ASKED_ALREADY, N_("Was asked for this already")),
    (Rule.SET_ASIDE, N_("Was set aside lately as unsuitable")),
    (Rule.CLASHES, N_("Has promised to be elsewhere then")),
    (Rule.SAME_BUILDING, N_("Lives in the same building")),
    (Rule.SAME_WORKPLACE, N_("Works or learns at the same place")),
    (Rule.NOT_A_STRANGER, N_("Knows the resident, who asks for a stranger")),
    (Rule.NO_CAPACITY, N_("Holds as many tasks as they wish")),
    (Rule.SKILLS, N_("Does not offer this kind of help")),
    (Rule.CHECK_LEVEL, N_("Lacks the check this help asks for")),
    (Rule.CHECK_EXPIRED, N_("Has a check that has run out")),
    (Rule.LANGUAGE, N_("Does not speak the language")),
    (Rule.GENDER, N_("Is not of the required gender")),
    (Rule.NO_COMMON_SLOT, N_("Has no time then")),
    (Rule.AVOIDS, N_("Avoids something in this home")),
    (Rule.NO_PLACE, N_("Nothing tells where they start from")),
    (Rule.TOO_FAR, N_("Lives farther away than they go")),
    (ListState.MAKING, N_("Being made")),
    (ListState.DRAFT, N_("Draft")),
    (ListState.CONFIRMED, N_("Decided")),
    (ListState.EXPIRED, N_("Run out")),
    (ListState.WITHDRAWN, N_("Withdrawn")),
    (ProposalStatus.PROPOSED, N_("Proposed")),
    (ProposalStatus.CHANGED, N_("Chosen by hand")),
    (ProposalStatus.DROPPED, N_("Left out")),
    (ProposalStatus.CONFIRMED, N_("Asked")),
    (ProposalStatus.APPEALED, N_("Does not suit")),
    (ProposalStatus.GONE, N_("Could not be asked any more")),
    (AppealReason.DID_NOT_GET_ON, N_("They did not get on")),
    (AppealReason.KNOW_EACH_OTHER, N_("They know each other in another way")),
    (AppealReason.WAY_IS_HARDER, N_("The way is harder than it looks")),
    (AppealReason.DOES_ENOUGH, N_("The volunteer does enough already")),
    (AppealReason.KIND_OF_HELP, N_("This kind of help")),
    (AppealReason.TOO_FAR, N_("The distance")),
    (AppealReason.WRONG_HOURS, N_("The hours")),
    (AppealReason.TOO_OFTEN, N_("Being asked too often")),
    (AppealReason.OTHER, N_("Another reason than these")),
    (Waiting.TODAY, N_("Since today")),
    (Waiting.THIS_WEEK, N_("One to seven days")),
    (Waiting.LONGER, N_("Longer than a week")),
]
