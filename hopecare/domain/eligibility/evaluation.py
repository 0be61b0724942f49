"""Assesses one household: the same columns as for many, read out with margins, flips and gaps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.assessment import (
    AmountResult,
    Assessment,
    CriterionResult,
    CriterionStatus,
    ProgrammeResult,
    Range,
    Receipt,
    Verdict,
    telling,
)
from hopecare.domain.eligibility.checking import insist_on_good_facts
from hopecare.domain.eligibility.columns import frame_of
from hopecare.domain.eligibility.dependencies import with_later
from hopecare.domain.eligibility.judging import deciding_one
from hopecare.domain.eligibility.nearness import NEAR_PCT, is_within
from hopecare.domain.eligibility.probing import Findings, probe
from hopecare.domain.eligibility.spans import NO, YES, Span
from hopecare.domain.eligibility.unconfirmed import Doubts, doubts_of, judge_versions
from hopecare.domain.eligibility.units import show_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.judging import Judged, ProgrammeColumns
    from hopecare.domain.eligibility.pack import Criterion, Pack, Programme
    from hopecare.domain.eligibility.spans import FloatColumn

VERDICTS = {int(YES): Verdict.ELIGIBLE, int(NO): Verdict.INELIGIBLE, 0: Verdict.UNKNOWN}
STATUSES = {int(YES): CriterionStatus.MET, int(NO): CriterionStatus.NOT_MET}


def assess(pack: Pack, facts: HouseholdFacts, *, on: date, about: date | None = None) -> Assessment:
    """Give the whole answer for one household by the rules of this day.

    Where they stand for a later day, `about`, what has closed by then is not judged.
    """
    programmes = pack.programmes_on(on, about=about)
    insist_on_good_facts(pack, facts)
    known = frame_of(pack, facts, pack.figures(on))
    versions = judge_versions(pack, programmes, known, on)
    doubts = doubts_of(versions)
    judged = {key: columns.first() for key, columns in versions.judged.items()}
    findings = probe(pack, programmes, known, versions.frame, judged)
    found = [_found(programme, judged[programme.key], findings, doubts) for programme in programmes]
    results = tuple(_programme(item, facts) for item in found)
    return Assessment(
        pack=pack.key,
        version=pack.version,
        on=on,
        programmes=with_later(pack, programmes, known, results),
        figures=_figures(pack, versions.frame),
        next_questions=findings.questions,
    )


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found out about one programme, before it is read out."""

    programme: Programme
    columns: ProgrammeColumns
    decided: Mapping[str, tuple[int, int]]
    findings: Findings
    doubts: Doubts


def _found(
    programme: Programme, columns: ProgrammeColumns, findings: Findings, doubts: Doubts
) -> Found:
    truths = {path: int(judged.truth[0]) for path, judged in columns.criteria.items()}
    decided = {
        path: (holds, fails) for path, holds, fails in deciding_one(programme.require, truths)
    }
    return Found(programme, columns, decided, findings, doubts)


def _programme(found: Found, facts: HouseholdFacts) -> ProgrammeResult:
    programme, columns = found.programme, found.columns
    verdict = VERDICTS[int(columns.verdict[0])]
    receipt = _receipt(facts.receiving.get(programme.key))
    criteria = tuple(
        _criterion(found, path, criterion) for path, criterion in programme.criteria.items()
    )
    return ProgrammeResult(
        programme=programme.key,
        verdict=verdict,
        receipt=receipt,
        gap=verdict is Verdict.ELIGIBLE and receipt is Receipt.NOT_RECEIVING,
        to_a_person=verdict is Verdict.INELIGIBLE and receipt is Receipt.RECEIVING,
        near_miss=any(item.near_miss and item.flips for item in criteria),
        criteria=criteria,
        missing=_merged(item.missing for item in criteria),
        flips=tuple(item.id for item in criteria if item.flips),
        amount=_amount(found, verdict),
        unconfirmed=_merged(item.unconfirmed for item in telling(verdict, criteria)),
    )


def _criterion(found: Found, path: str, criterion: Criterion) -> CriterionResult:
    judged, place = found.columns.criteria[path], (found.programme.key, path)
    status = STATUSES.get(int(judged.truth[0]), CriterionStatus.UNKNOWN)
    return CriterionResult(
        id=path,
        group=path.rpartition(".")[0] or None,
        kind=criterion.kind,
        status=status,
        left=_range(judged.left),
        right=_range(judged.right),
        margin=_range(judged.margin),
        margin_pct=_percent(judged),
        unit=_unit(criterion),
        source=None if criterion.origin is None else criterion.origin.source,
        grade=None if criterion.origin is None else criterion.origin.grade,
        judged_by=criterion.judged_by,
        flips=_flips(found, path),
        near_miss=status is CriterionStatus.NOT_MET and _is_near(judged),
        unconfirmed=found.doubts.criteria.get(place, ()),
        missing=found.findings.missing.get(place, ()),
    )


def _unit(criterion: Criterion) -> str:
    if criterion.test is None or criterion.test.sides is None:
        return ""
    sides = criterion.test.sides
    return show_unit(sides.left.unit or sides.right.unit)


def _flips(found: Found, path: str) -> bool:
    """Tell whether this criterion alone could turn the verdict, or settle an open one."""
    holds, fails = found.decided[path]
    match int(found.columns.verdict[0]):
        case 1:
            return fails == int(NO)
        case -1:
            return holds == int(YES)
        case _:
            return holds == int(YES) or fails == int(NO)


def _percent(judged: Judged) -> Range | None:
    """Give the margin in percent of the limit, where the limit is known and not nothing."""
    margin, right = judged.margin, judged.right
    if margin is None or right is None or not _is_share(right):
        return None
    share = abs(float(right.lo[0])) / 100.0
    return Range(lo=_share(margin.lo, share), hi=_share(margin.hi, share))


def _share(margin: FloatColumn, share: float) -> float | None:
    """Give how often the share goes into a margin, to two decimals."""
    bound = _bound(float(margin[0]) / share)
    return None if bound is None else round(bound * 100) / 100


def _is_share(limit: Span) -> bool:
    """Tell whether a limit is known and not nothing, so that it may be shared out."""
    return bool(limit.lo[0] == limit.hi[0] != 0)


def _is_near(judged: Judged) -> bool:
    """Tell whether what is missed is missed by a little, all of what it may be."""
    margin, right = judged.margin, judged.right
    if margin is None or right is None or not _is_share(right):
        return False
    return bool(is_within(margin.lo[:1], right.lo[:1], NEAR_PCT)[0])


def _receipt(receiving: bool | None) -> Receipt:  # noqa: FBT001 - three states, read from a fact
    if receiving is None:
        return Receipt.UNKNOWN
    return Receipt.RECEIVING if receiving else Receipt.NOT_RECEIVING


def _amount(found: Found, verdict: Verdict) -> AmountResult | None:
    amount, column = found.programme.amount, found.columns.amount
    if amount is None or column is None or verdict is Verdict.INELIGIBLE:
        return None
    value = _range(column)
    if value is None or value.hi is None:
        return None
    return AmountResult(
        value=value,
        unit=amount.unit,
        unconfirmed=found.doubts.amounts.get(found.programme.key, ()),
    )


def _figures(pack: Pack, frame: Frame) -> dict[str, Range]:
    """Give every derived number of the household, for the trace."""
    found = {}
    for derived in pack.derived:
        column = frame.columns.get(derived.key)
        value = _range(column) if isinstance(column, Span) else None
        if value is not None:
            found[derived.key] = value
    return found


def _range(span: Span | None) -> Range | None:
    if span is None:
        return None
    return Range(lo=_bound(float(span.lo[0])), hi=_bound(float(span.hi[0])))


def _bound(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _merged(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for group in groups for key in group))
