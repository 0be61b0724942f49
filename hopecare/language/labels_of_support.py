"""Labels of what the rules say of a household, and where it leads. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.branching import Branch
from hopecare.domain.eligibility.assessment import CriterionStatus, Receipt, Verdict
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
]
