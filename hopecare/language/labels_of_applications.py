"""Labels of applications, their clocks, papers and steps, and of a crisis. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.application_states import ApplicationEvent, ApplicationStatus
from hopecare.domain.applications import (
    BridgeTrouble,
    Decision,
    FollowUp,
    NoBridge,
    PaperStands,
    PaperTrouble,
    StepStands,
)
from hopecare.domain.clocks import ClockKind, ClockStanding
from hopecare.domain.crises import AfterCheck, CrisisEnd, EmergencyOutcome, RungBy
from hopecare.domain.decision_mistakes import BuiltOn, DecisionMistake
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (ApplicationStatus.PREPARING, N_("Papers are gathered")),
    (ApplicationStatus.WAITING, N_("With the office")),
    (ApplicationStatus.DECIDED, N_("The decision is in")),
    (ApplicationStatus.OBJECTED, N_("Objection is with the office")),
    (ApplicationStatus.WITHDRAWN, N_("Withdrawn by the resident")),
    (ApplicationEvent.SUBMITTED, N_("Handed in")),
    (ApplicationEvent.DECIDED, N_("The decision is in")),
    (ApplicationEvent.DECIDED_AHEAD, N_("Granted by the referral")),
    (ApplicationEvent.OBJECTED, N_("Objection made")),
    (ApplicationEvent.WITHDRAWN, N_("Withdrawn by the resident")),
    (ApplicationEvent.CORRECTED, N_("The office took its grant back")),
    (ApplicationEvent.TAKEN_BACK, N_("The decision was taken back")),
    (ApplicationEvent.BACK_TO_OBJECTION, N_("The decision on the objection was taken back")),
    (ApplicationEvent.REOPENED, N_("Opened again")),
    (ClockKind.APPLICATION, N_("The office's answer")),
    (ClockKind.OBJECTION, N_("Last day to object")),
    (ClockKind.OBJECTION_ANSWER, N_("The answer to the objection")),
    (ClockKind.AFTER_CHECK, N_("The check after the help")),
    (ClockStanding.RUNS, N_("Runs")),
    (ClockStanding.NEAR, N_("Near")),
    (ClockStanding.OVER, N_("Past its day")),
    (PaperStands.NEEDED, N_("Needed")),
    (PaperStands.HAVE, N_("There")),
    (PaperStands.NOT_NEEDED, N_("Not needed")),
    (PaperTrouble.HAS_RUN_OUT, N_("No longer valid")),
    (PaperTrouble.RUNS_OUT_FIRST, N_("Not valid any more on the day of the appointment")),
    (Decision.GRANTED, N_("Granted")),
    (Decision.PARTLY_GRANTED, N_("Partly granted")),
    (Decision.REFUSED, N_("Not granted")),
    (DecisionMistake.NOT_DECIDED, N_("The office has not decided yet")),
    (DecisionMistake.WRITTEN_WRONG, N_("It decided something else, or on another day")),
    (DecisionMistake.OTHER_APPLICATION, N_("It belongs to another application")),
    (DecisionMistake.OFFICE_TOOK_BACK, N_("The office itself took it back")),
    (BuiltOn.CASE_CLOSED, N_("The case was closed after it: open it again first")),
    (BuiltOn.AID_CHECKED, N_("The office has checked the help that it granted")),
    (BuiltOn.APPLIED_ANEW, N_("The same was applied for once more: withdraw that first")),
    (
        BuiltOn.REFERRED_ANEW,
        N_("They were referred to the same service once more: withdraw that first"),
    ),
    (NoBridge.NOT_NEEDED, N_("No help is needed until then")),
    (NoBridge.FAMILY_HELPS, N_("Their family helps until then")),
    (NoBridge.NOT_WISHED, N_("They do not wish any")),
    (NoBridge.NO_CONSENT, N_("They did not agree to neighbours' help")),
    (NoBridge.HELPED_ON, N_("A neighbour goes on helping, whatever is decided")),
    (BridgeTrouble.ENDED, N_("Nobody helps any more until the decision")),
    (BridgeTrouble.UNFILLED, N_("Nobody has taken it yet")),
    (BridgeTrouble.ENDS_FIRST, N_("Ends before the decision is due")),
    (FollowUp.READ_REASON, N_("Read the reason")),
    (FollowUp.REASSESS, N_("Check once more with the office's figures")),
    (FollowUp.OBJECT, N_("Object in writing")),
    (FollowUp.PEER_HELP, N_("Ask neighbours for help instead")),
    (StepStands.OPEN, N_("Not done yet")),
    (StepStands.DONE, N_("Done")),
    (StepStands.LEFT, N_("Not taken")),
    (CrisisEnd.ALL_CLEAR, N_("All-clear given")),
    (CrisisEnd.HAS_DIED, N_("Has died")),
    (RungBy.STAFF, N_("We rang")),
    (RungBy.HELPER, N_("A helper rang")),
    (RungBy.RESIDENT, N_("They rang themselves")),
    (RungBy.RELATIVE_OR_NEIGHBOUR, N_("A relative or neighbour rang")),
    (RungBy.NOT_KNOWN, N_("Who rang is not known")),
    (EmergencyOutcome.ON_THEIR_WAY, N_("Help is on its way")),
    (EmergencyOutcome.HELPED_THERE, N_("They helped there")),
    (EmergencyOutcome.TAKEN_TO_HOSPITAL, N_("Taken to hospital")),
    (EmergencyOutcome.FOUND_SAFE, N_("Found safe")),
    (EmergencyOutcome.NOBODY_FOUND, N_("Nobody was found there")),
    (EmergencyOutcome.ADVICE, N_("They gave advice")),
    (EmergencyOutcome.NOT_REACHED, N_("The service was not reached")),
    (AfterCheck.CONDITIONS_MET, N_("The conditions are met")),
    (AfterCheck.CONDITIONS_NOT_MET, N_("The conditions are not met")),
    (AfterCheck.TAKEN_OVER, N_("Another office looks at it")),
]
