"""Labels of who may receive what: verdicts, answers that turned, the gap ledger. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.branching import Branch
from hopecare.domain.eligibility.assessment import CriterionStatus, Receipt, Verdict
from hopecare.domain.gaps import GapEnding, GapReason, LedgerPart
from hopecare.domain.resident_sheets import SheetObstacle
from hopecare.domain.screening import TurnDone, TurnKind
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

# Members of two enums may be equal as words, so each enum has a place of its own.
LABELS: Final[list[tuple[Enum, str]]] = [
    (Branch.CRISIS, N_("This is urgent: help first, check after")),
    (Branch.REFER, N_("Refer what may be due to the office")),
    (Branch.ASK_ON, N_("Go on asking: not enough is known yet")),
    (Branch.PEER_HELP, N_("Ask neighbours: no further support fits now")),
    (Verdict.ELIGIBLE, N_("May well qualify")),
    (Verdict.INELIGIBLE, N_("Seems not possible now")),
    (Verdict.UNKNOWN, N_("More has to be found out")),
    (Receipt.RECEIVING, N_("Receives it")),
    (Receipt.NOT_RECEIVING, N_("Does not receive it")),
    (Receipt.UNKNOWN, N_("Not known")),
    (CriterionStatus.MET, N_("Holds")),
    (CriterionStatus.NOT_MET, N_("Does not hold")),
    (CriterionStatus.UNKNOWN, N_("Not known")),
    (TurnKind.NEWLY_MAY, N_("Newly may qualify")),
    (TurnKind.NEWLY_OUT, N_("Seems not possible any more")),
    (TurnKind.ASK_AGAIN, N_("Has to be asked again")),
    (TurnDone.HELPED_TO_APPLY, N_("Helped them to apply")),
    (TurnDone.REFERRED, N_("Referred to an office")),
    (TurnDone.TOLD_THEM, N_("Talked with them about it")),
    (TurnDone.ASKED_ANEW, N_("Asked again and checked anew")),
    (TurnDone.PEER_HELP, N_("Arranged help by neighbours")),
    (TurnDone.NOTHING_NEEDED, N_("Nothing has to be done")),
    (TurnDone.OVERTAKEN, N_("Overtaken by a newer answer")),
    (GapReason.NEVER_APPLIED, N_("Never applied")),
    (GapReason.NOT_WANTED, N_("They do not want it")),
    (GapReason.REFUSED, N_("The office said no")),
    (GapReason.PAPER_MISSING, N_("A paper is missing")),
    (GapReason.CUT_OFF, N_("Something was over a limit")),
    (GapReason.OTHER, N_("Another reason")),
    (GapEnding.RECEIVED, N_("Is received now")),
    (GapEnding.NO_LONGER_DUE, N_("Seems not possible any more")),
    (GapEnding.MERGED, N_("From the second record of the same person")),
    (LedgerPart.GAPS, N_("Missed benefits")),
    (LedgerPart.TO_TALK_ABOUT, N_("Received, to be talked about")),
    (SheetObstacle.DIED, N_("They have died, so this sheet stays empty.")),
    (SheetObstacle.NOT_ASKED, N_("Nobody was asked for this answer, so this sheet stays empty.")),
    (SheetObstacle.NEWER, N_("There is a newer answer.")),
    (
        SheetObstacle.OTHER_DAY,
        N_("This answer is for another day, so this sheet stays empty. Please ask them for today."),
    ),
]
