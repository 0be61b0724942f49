"""Where an assessment leads: help first, a referral, more questions, or neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.assessment import CriterionStatus, Receipt, Verdict

if TYPE_CHECKING:
    from hopecare.domain.eligibility.assessment import Assessment, ProgrammeResult

CRISIS_KIND: Final = "crisis"
"""The kind of a criterion by which a pack says that somebody found a crisis."""
CRISIS_COUNTS_FOR: Final = timedelta(days=30)
"""A crisis is found on one day; a month later it has been helped, or has to be looked at again."""


class Branch(StrEnum):
    """The next step of the care path, the most pressing first."""

    CRISIS = "crisis"
    """Help first, check after."""
    REFER = "refer"
    """Something may be due that is not received: a neighbour bridges until the office decides."""
    ASK_ON = "ask_on"
    """Nothing is due for sure yet, and questions are open that may change it."""
    PEER_HELP = "peer_help"
    """Nothing more seems to be due: neighbours help with what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The branch, and the programmes because of which it is this one."""

    branch: Branch
    programmes: tuple[str, ...]


def way_on(answer: Assessment, *, crisis_counts: bool = True) -> Way:
    """Say where an answer leads; a crisis that somebody found too long ago leads nowhere."""
    groups = {
        Branch.CRISIS: [item for item in answer.programmes if crisis_counts and _has_crisis(item)],
        Branch.REFER: [item for item in answer.programmes if _may_be_missed(item)],
        Branch.ASK_ON: [item for item in answer.programmes if _is_open(answer, item)],
    }
    for branch, found in groups.items():
        if found:
            return Way(branch=branch, programmes=tuple(item.programme for item in found))
    near = tuple(item.programme for item in answer.programmes if item.near_miss)
    return Way(branch=Branch.PEER_HELP, programmes=near)


def missed_in(answer: Assessment) -> tuple[str, ...]:
    """Give the programmes that may be due and are not known to be received."""
    return tuple(item.programme for item in answer.programmes if _may_be_missed(item))


def _has_crisis(result: ProgrammeResult) -> bool:
    return any(
        item.kind == CRISIS_KIND and item.status is CriterionStatus.MET for item in result.criteria
    )


def _may_be_missed(result: ProgrammeResult) -> bool:
    return result.verdict is Verdict.ELIGIBLE and result.receipt is not Receipt.RECEIVING


def _is_open(answer: Assessment, result: ProgrammeResult) -> bool:
    """Tell whether something is left to ask that fits.

    What rarely fits keeps nobody waiting, nor does help in a crisis that nobody has found.
    """
    asked = (item for item in answer.next_questions if not item.rarely)
    return (
        result.verdict is Verdict.UNKNOWN
        and not _waits_for_a_crisis(result)
        and any(result.programme in item.programmes for item in asked)
    )


def _waits_for_a_crisis(result: ProgrammeResult) -> bool:
    return any(
        item.kind == CRISIS_KIND and item.status is CriterionStatus.UNKNOWN
        for item in result.criteria
    )
