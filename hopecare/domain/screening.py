"""Re-screening: which answers have turned by the day or the rules, why, and what staff did."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.assessment import CriterionStatus, Verdict
from hopecare.domain.eligibility.columns import frame_of_many
from hopecare.domain.eligibility.evaluation import VERDICTS
from hopecare.domain.eligibility.judging import judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.assessment_changes import AnswerChange
    from hopecare.domain.eligibility.assessment import CriterionResult, ProgrammeResult, Range
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.eligibility.spans import FloatColumn, Span

RECEIVES = "yes"
NO_STATUS = "-"
Verdicts = dict[str, str]
"""The verdict on each programme, by its key."""
Amounts = dict[str, tuple[float, float]]
"""Between which two sums each programme pays that may be due and says how much, by its key."""


class TurnKind(StrEnum):
    """Which way an answer turned, as staff sort their list."""

    NEWLY_MAY = "newly_may"
    NEWLY_OUT = "newly_out"
    ASK_AGAIN = "ask_again"
    """What was settled is open again: a question has to be asked."""


class TurnDone(StrEnum):
    """What a person did about an answer that turned."""

    HELPED_TO_APPLY = "helped_to_apply"
    REFERRED = "referred"
    TOLD_THEM = "told_them"
    ASKED_ANEW = "asked_anew"
    PEER_HELP = "peer_help"
    NOTHING_NEEDED = "nothing_needed"
    OVERTAKEN = "overtaken"
    """Nobody did anything: the answer turned once more before."""


BY_A_PERSON = tuple(each for each in TurnDone if each is not TurnDone.OVERTAKEN)


def verdicts_of_many(
    pack: Pack, households: Sequence[HouseholdFacts], *, on: date, about: date | None = None
) -> list[Verdicts]:
    """Judge many households in one walk; their facts must have been checked."""
    return [verdicts for verdicts, _ in answers_of_many(pack, households, on=on, about=about)]


def answers_of_many(
    pack: Pack, households: Sequence[HouseholdFacts], *, on: date, about: date | None = None
) -> list[tuple[Verdicts, Amounts]]:
    """Judge many households in one walk, with what each would be paid.

    Where the rules stand for a later day, `about`, what has closed by then is not judged.
    """
    if not households:
        return []
    frame = frame_of_many(pack, households, pack.figures(on))
    judged = judge(pack, pack.programmes_on(on, about=about), frame)
    count = len(households)
    columns = {
        key: [VERDICTS[int(truth)].value for truth in np.broadcast_to(item.verdict, count)]
        for key, item in judged.items()
    }
    paid = {
        key: _ends(item.amount, count) for key, item in judged.items() if item.amount is not None
    }
    found: list[tuple[Verdicts, Amounts]] = []
    for place in range(count):
        verdicts = {key: said[place] for key, said in columns.items()}
        due = {key: ends for key, ends in paid.items() if verdicts[key] == Verdict.ELIGIBLE}
        amounts = {key: (float(lo[place]), float(hi[place])) for key, (lo, hi) in due.items()}
        found.append((verdicts, amounts))
    return found


def other_amounts(before: Mapping[str, Range | None], after: Amounts) -> list[str]:
    """Name the gaps that would pay another amount by now, or one that nobody has computed yet."""
    found = []
    for key, stood in before.items():
        if key in after and np.isfinite(after[key][1]):
            known = None if stood is None else (stood.lo, stood.hi)
            if known != after[key]:
                found.append(key)
    return found


def _ends(amount: Span, count: int) -> tuple[FloatColumn, FloatColumn]:
    return np.broadcast_to(amount.lo, count), np.broadcast_to(amount.hi, count)


def turn_of(change: AnswerChange) -> TurnKind | None:
    """Say which way an answer turned; None where nobody has to look at it."""
    before, after = change.verdict_before, change.verdict_after
    receives = RECEIVES in (change.receiving_after, change.receiving_before)
    if before == after or (before is None and after != Verdict.ELIGIBLE):
        return None
    match after:
        case Verdict.ELIGIBLE:
            return None if receives else TurnKind.NEWLY_MAY
        case Verdict.UNKNOWN:
            return TurnKind.ASK_AGAIN
        case None:
            return TurnKind.NEWLY_OUT if before == Verdict.ELIGIBLE or receives else None
        case _:
            return TurnKind.NEWLY_OUT


def has_turned(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Say whether some verdict is another one; a new programme counts once it may be due."""
    moved = any(before[key] != after[key] for key in before.keys() & after.keys())
    fresh = any(after[key] == Verdict.ELIGIBLE for key in after.keys() - before.keys())
    gone = any(before[key] == Verdict.ELIGIBLE for key in before.keys() - after.keys())
    return moved or fresh or gone


def only_opens(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Say whether all that turned is not known any more: the rules may lack the day's figures."""
    known = {key: said for key, said in after.items() if said != Verdict.UNKNOWN}
    kept = {key: said for key, said in before.items() if key in known or key not in after}
    return not has_turned(kept, known)


def turned_criteria(before: ProgrammeResult | None, after: ProgrammeResult | None) -> list[str]:
    """Name the criteria that turned, from what to what: `income:met:not_met`, codes only.

    Those that could turn the verdict by themselves come first. A group stands for its parts only
    where none of them has turned.
    """
    old = {} if before is None else {item.id: item for item in before.criteria}
    new = {} if after is None else {item.id: item for item in after.criteria}
    paths = [
        path
        for path in [*new, *(path for path in old if path not in new)]
        if _status(old, path) != _status(new, path)
    ]
    leaves = [path for path in paths if not any(each.startswith(path + ".") for each in paths)]
    leaves.sort(key=lambda path: not (path in new and new[path].flips))
    return [f"{path}:{_status(old, path)}:{_status(new, path)}" for path in leaves]


def read_turned(code: str) -> tuple[str, CriterionStatus | None, CriterionStatus | None]:
    """Read back which criterion turned, from what, to what; None where it was not asked."""
    path, before, after = code.rsplit(":", 2)
    return path, _read_status(before), _read_status(after)


def _status(found: Mapping[str, CriterionResult], path: str) -> str:
    item = found.get(path)
    return NO_STATUS if item is None else item.status.value


def _read_status(code: str) -> CriterionStatus | None:
    return None if code == NO_STATUS else CriterionStatus(code)
