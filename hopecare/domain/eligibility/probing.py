"""Tries possible answers to what is not known: which facts still matter, and which settle most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hopecare.domain.eligibility.assessment import NextQuestion
from hopecare.domain.eligibility.columns import presence, row_facts, short_key, spread, wholes
from hopecare.domain.eligibility.facts import Fact, FactKind
from hopecare.domain.eligibility.frame import first_of
from hopecare.domain.eligibility.judging import (
    Judged,
    ProgrammeColumns,
    open_criteria,
    with_earlier,
)
from hopecare.domain.eligibility.ordering import Standing
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.domain.eligibility.rejudging import judge_again, reached_by
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, FloatColumn, Span, Truth
from hopecare.domain.eligibility.tracing import Tracer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.frame import Column, Frame, Rows
    from hopecare.domain.eligibility.pack import ListDeclaration, Pack, Programme

# Whoever is asked mostly receives nothing yet.
RECEIVED = (0.1, 0.9)
Mask = NDArray[np.bool_]
UNMOVED = np.array([False])
UNBOUNDED_SAMPLES = (0.0, 1e5, 1e6, 1e7, 1e8, 1e9)


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact that is not known: its key as asked (`members.0.wage`), and its row if it has one."""

    key: str
    fact: Fact
    row: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """One possible answer to one gap, and how likely it is among the samples."""

    gap: Gap
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Findings:
    """For each programme and criterion path the facts that matter, and the questions in order."""

    missing: Mapping[tuple[str, str], tuple[str, ...]]
    questions: tuple[NextQuestion, ...]


def probe(
    pack: Pack,
    programmes: Sequence[Programme],
    known: Frame,
    worked_out: Frame,
    base: Mapping[str, ProgrammeColumns],
) -> Findings:
    """Try an answer for each gap and see what it would change."""
    still_open = [item for item in programmes if base[item.key].verdict[0] == UNDECIDED]
    missing = _missing(Tracer(pack, worked_out, base), still_open)
    asked = {fact for facts in missing.values() for fact in facts}
    gaps = [gap for gap in _gaps(pack, known) if gap.key in asked]
    gaps.sort(key=lambda gap: interview_place(pack, gap.fact, gap.row))
    trials = [trial for gap in gaps for trial in _trials(gap, known)]
    if not trials:
        return Findings(missing, ())
    wanted = with_earlier(programmes, [item.key for item in still_open])
    reached = reached_by(pack, _changed(pack, trials))
    frame = _tried_frame(pack, first_of(worked_out, known), trials, reached)
    tried = judge_again(pack, wanted, frame, base, reached)
    return Findings(missing, _questions(Standing(pack, known, gaps), trials, tried, missing))


def interview_place(pack: Pack, fact: Fact, row: int | None) -> tuple[int, int, int]:
    """Order facts as an interview goes: as declared, but each person's questions together."""
    first, own = pack.interview.get(fact.key, (len(pack.facts), len(pack.facts)))
    return first, row or 0, own


def _gaps(pack: Pack, frame: Frame) -> Iterator[Gap]:
    for fact in (*wholes(pack), *(receipt_fact(item) for item in pack.programmes.values())):
        if _open(frame.columns[fact.key], 0):
            yield Gap(fact.key, fact, None)
    for key in pack.lists:
        rows = frame.rows[key]
        for place in np.flatnonzero(rows.present == YES):
            for fact in row_facts(pack, key):
                if _open(rows.columns[fact.key], int(place)):
                    yield Gap(f"{key}.{place}.{short_key(fact)}", fact, int(place))


def receipt_fact(programme: Programme) -> Fact:
    """Give what may be known of a programme's receipt, as a fact like others."""
    return Fact(
        key=RECEIVING + programme.key,
        kind=FactKind.YES_NO,
        unit="",
        lo=float(NO),
        hi=float(YES),
        name=programme.name,
        question=programme.name,
        group="receiving",
        known_by="resident",
        samples=(float(YES), float(NO)),
        weights=RECEIVED,
    )


def _open(column: Column, place: int) -> bool:
    if isinstance(column, Span):
        return bool(column.lo[place] != column.hi[place])
    return bool(column[place] == UNDECIDED)


def _trials(gap: Gap, frame: Frame) -> list[Trial]:
    values = _samples(gap, frame)
    weights = dict(zip(gap.fact.samples, gap.fact.weights, strict=False))
    raw = [weights.get(value, 1.0 if not weights else 0.01) for value in values]
    return [Trial(gap, value, one / sum(raw)) for value, one in zip(values, raw, strict=True)]


def _samples(gap: Gap, frame: Frame) -> list[float]:
    if gap.fact.kind is FactKind.YES_NO:
        return [float(YES), float(NO)]
    rows = gap.fact.rows
    column = (frame.columns if rows is None else frame.rows[rows].columns)[gap.fact.key]
    if not isinstance(column, Span):
        raise TypeError(gap.key)
    lo, hi = float(column.lo[gap.row or 0]), float(column.hi[gap.row or 0])
    if gap.fact.kind is FactKind.CHOICE:
        return [float(place) for place in range(int(lo), int(hi) + 1)]
    offered = [value for value in gap.fact.samples or UNBOUNDED_SAMPLES if lo < value < hi]
    ends = [bound for bound in (lo, hi) if np.isfinite(bound)]
    return sorted({*offered, *ends})


def _changed(pack: Pack, trials: Sequence[Trial]) -> set[str]:
    """Give the facts that are tried, and the lists whose length is."""
    facts = {trial.gap.fact.key for trial in trials}
    return facts | {key for key, listed in pack.lists.items() if listed.counted_by in facts}


def _tried_frame(
    pack: Pack, known: Frame, trials: Sequence[Trial], reached: frozenset[str]
) -> Frame:
    """Lay the trials side by side, as if each were a household of its own."""
    anew = {item.key for item in pack.derived if item.key in reached}
    frame = spread(known, len(trials), without=anew)
    answers: dict[tuple[str | None, str], list[tuple[int, float]]] = {}
    for place, trial in enumerate(trials):
        rows_name, at = trial.gap.fact.rows, place
        if rows_name is not None:
            at = place * known.rows[rows_name].owner.shape[0] + (trial.gap.row or 0)
        answers.setdefault((rows_name, trial.gap.fact.key), []).append((at, trial.value))
    for (rows_name, key), given in answers.items():
        if rows_name is None:
            frame.columns[key] = _put(frame.columns[key], given, frame.count)
        else:
            rows = frame.rows[rows_name]
            rows.columns[key] = _put(rows.columns[key], given, rows.owner.shape[0])
    for key, listed in pack.lists.items():
        frame.rows[key].present = _present(frame, frame.rows[key], listed)
    return frame


def _present(frame: Frame, rows: Rows, listed: ListDeclaration) -> Truth:
    length = rows.owner.shape[0] // frame.count
    position = np.tile(np.arange(length, dtype=np.float64), frame.count)
    return presence(position, frame.span(listed.counted_by).take(rows.owner))


def _put(column: Column, given: Sequence[tuple[int, float]], count: int) -> Column:
    """Give a copy of the column, as wide as the trials, with these values known."""
    places, values = [place for place, _ in given], [value for _, value in given]
    if not isinstance(column, Span):
        truths = np.repeat(column, count // column.shape[0])
        truths[places] = values
        return truths
    lo, hi = (np.repeat(end, count // end.shape[0]) for end in (column.lo, column.hi))
    lo[places] = hi[places] = values
    return Span(lo, hi)


def _missing(
    tracer: Tracer, programmes: Sequence[Programme]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the facts behind each open criterion; a group gathers those of its open parts."""
    found = {}
    for programme in programmes:
        items = dict(open_criteria(programme, tracer.judged[programme.key]))
        tests = {
            path: tracer.facts_behind(item.test)
            for path, item in items.items()
            if item.test is not None
        }
        for path in items:
            below = (
                facts
                for leaf, facts in tests.items()
                if leaf == path or leaf.startswith(path + ".")
            )
            found[programme.key, path] = tuple(dict.fromkeys(chain.from_iterable(below)))
    return found


def differs(before: Judged, after: Judged) -> Mask:
    """Tell for each trial whether a criterion's truth or either of its sides has moved.

    A mask of one stands for every trial.
    """
    moved = after.truth != before.truth[0]
    for old, new in ((before.left, after.left), (before.right, after.right)):
        moved = moved | spans_differ(old, new)
    return np.asarray(moved)


def spans_differ(before: Span | None, after: Span | None) -> Mask:
    """Tell for each trial whether a number or its bounds have moved."""
    if before is None or after is None:
        return UNMOVED
    moved = after.lo != before.lo[0]
    return np.asarray(moved if after.exact else moved | (after.hi != before.hi[0]))


def _questions(
    standing: Standing,
    trials: Sequence[Trial],
    tried: Mapping[str, ProgrammeColumns],
    missing: Mapping[tuple[str, str], tuple[str, ...]],
) -> tuple[NextQuestion, ...]:
    count = len(trials)
    programmes = np.zeros(count)
    for key in {key for key, _ in missing}:
        programmes += np.broadcast_to(tried[key].verdict, (count,)) != UNDECIDED
    settled = _by_gap(trials, programmes * np.array([trial.weight for trial in trials]))
    questions = [
        NextQuestion(
            fact=key,
            settles=settled[key],
            programmes=concerned,
            rarely=standing.stances[key] == int(NO),
        )
        for key, concerned in _concerned(missing).items()
        if key in settled
    ]
    return standing.in_order(questions)


def _by_gap(trials: Sequence[Trial], scores: FloatColumn) -> dict[str, float]:
    totals: dict[str, float] = {}
    for trial, score in zip(trials, scores, strict=True):
        totals[trial.gap.key] = totals.get(trial.gap.key, 0.0) + float(score)
    return {key: round(total, 6) for key, total in totals.items()}


def _concerned(missing: Mapping[tuple[str, str], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for (programme, _), facts in missing.items():
        for fact in facts:
            found.setdefault(fact, {})[programme] = None
    return {fact: tuple(programmes) for fact, programmes in found.items()}
