"""Tries possible answers to what is not known: which facts still matter, and which settle most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hopecare.domain.eligibility.assessment import NextQuestion
from hopecare.domain.eligibility.columns import presence, row_facts, short_key, spread, wholes
from hopecare.domain.eligibility.facts import Fact, FactKind
from hopecare.domain.eligibility.judging import Judged, ProgrammeColumns, judge, paths
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, FloatColumn, Span, Truth
from hopecare.domain.eligibility.tracing import facts_behind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.frame import Column, Frame, Rows
    from hopecare.domain.eligibility.pack import Criterion, ListDeclaration, Pack, Programme

# Below this expected number of settled programmes the order of an interview is the better guide.
WORTH_IT = 0.25
# A finding needs a person's look and a written reason; a question needs a minute.
DEAREST = 3.0
Mask = NDArray[np.bool_]
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
    missing = _missing(pack, worked_out, _open_criteria(programmes, base))
    asked = {fact for facts in missing.values() for fact in facts}
    gaps = [gap for gap in _gaps(pack, known) if gap.key in asked]
    gaps.sort(key=lambda gap: interview_place(pack, gap.fact, gap.row))
    trials = [trial for gap in gaps for trial in _trials(gap, known)]
    if not trials:
        return Findings(missing, ())
    tried = judge(pack, programmes, _tried_frame(pack, known, trials))
    return Findings(missing, _questions(trials, tried, missing))


def interview_place(pack: Pack, fact: Fact, row: int | None) -> tuple[int, int, int]:
    """Order facts as an interview goes: as declared, but each person's questions together."""
    order = list(pack.facts)
    own = order.index(fact.key)
    if fact.rows is None:
        return own, 0, own
    first = min(order.index(item.key) for item in row_facts(pack, fact.rows))
    return first, row or 0, own


def _gaps(pack: Pack, frame: Frame) -> Iterator[Gap]:
    for fact in wholes(pack):
        if _open(frame.columns[fact.key], 0):
            yield Gap(fact.key, fact, None)
    for key in pack.lists:
        rows = frame.rows[key]
        for place in np.flatnonzero(rows.present == YES):
            for fact in row_facts(pack, key):
                if _open(rows.columns[fact.key], int(place)):
                    yield Gap(f"{key}.{place}.{short_key(fact)}", fact, int(place))


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


def _tried_frame(pack: Pack, known: Frame, trials: Sequence[Trial]) -> Frame:
    """Lay the trials side by side, as if each were a household of its own."""
    frame = spread(pack, known, len(trials))
    for place, trial in enumerate(trials):
        key, rows_name, row = trial.gap.fact.key, trial.gap.fact.rows, trial.gap.row
        if rows_name is None or row is None:
            frame.columns[key] = _put(frame.columns[key], place, trial.value, frame.count)
        else:
            rows = frame.rows[rows_name]
            length = known.rows[rows_name].owner.shape[0]
            at = place * length + row
            rows.columns[key] = _put(rows.columns[key], at, trial.value, rows.owner.shape[0])
    for key, listed in pack.lists.items():
        frame.rows[key].present = _present(frame, frame.rows[key], listed)
    return frame


def _present(frame: Frame, rows: Rows, listed: ListDeclaration) -> Truth:
    length = rows.owner.shape[0] // frame.count
    position = np.tile(np.arange(length, dtype=np.float64), frame.count)
    return presence(position, frame.span(listed.counted_by).take(rows.owner))


def _put(column: Column, place: int, value: float, count: int) -> Column:
    """Give a copy of the column, as wide as the trials, with one value known."""
    if not isinstance(column, Span):
        truths = np.resize(column, count)
        truths[place] = np.int8(value)
        return truths
    lo, hi = np.resize(column.lo, count), np.resize(column.hi, count)
    lo[place] = hi[place] = value
    return Span(lo, hi)


def _open_criteria(
    programmes: Sequence[Programme], base: Mapping[str, ProgrammeColumns]
) -> list[tuple[str, str, Criterion]]:
    """Give the undecided criteria of undecided programmes whose groups are undecided too."""
    found = []
    for programme in programmes:
        result = base[programme.key]
        if result.verdict[0] != UNDECIDED:
            continue
        settled: tuple[str, ...] = ()
        for path, criterion in paths(programme.require):
            if path.startswith(settled):
                continue
            if result.criteria[path].truth[0] == UNDECIDED:
                found.append((programme.key, path, criterion))
            else:
                settled = (*settled, path + ".")
    return found


def _missing(
    pack: Pack, frame: Frame, open_items: Sequence[tuple[str, str, Criterion]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the facts behind each open criterion; a group gathers those of its open parts."""
    tests = {
        (key, path): facts_behind(pack, criterion.test, frame)
        for key, path, criterion in open_items
        if criterion.test is not None
    }
    found = {}
    for key, path, _ in open_items:
        below = [
            facts
            for (programme, leaf), facts in tests.items()
            if programme == key and (leaf == path or leaf.startswith(path + "."))
        ]
        found[key, path] = tuple(dict.fromkeys(fact for facts in below for fact in facts))
    return found


def differs(before: Judged, after: Judged, count: int) -> Mask:
    """Tell for each trial whether a criterion's truth or either of its sides has moved."""
    moved = np.broadcast_to(after.truth != before.truth[0], (count,))
    for old, new in ((before.left, after.left), (before.right, after.right)):
        moved = moved | spans_differ(old, new, count)
    return moved


def spans_differ(before: Span | None, after: Span | None, count: int) -> Mask:
    """Tell for each trial whether a number or its bounds have moved."""
    if before is None or after is None:
        return np.zeros(count, dtype=np.bool_)
    moved = (after.lo != before.lo[0]) | (after.hi != before.hi[0])
    return np.broadcast_to(moved, (count,))


def _questions(
    trials: Sequence[Trial],
    tried: Mapping[str, ProgrammeColumns],
    missing: Mapping[tuple[str, str], tuple[str, ...]],
) -> tuple[NextQuestion, ...]:
    count = len(trials)
    programmes = np.zeros(count)
    for key in {key for key, _ in missing}:
        programmes += np.broadcast_to(tried[key].verdict, (count,)) != UNDECIDED
    settled = _by_gap(trials, programmes * np.array([trial.weight for trial in trials]))
    facts = {trial.gap.key: trial.gap.fact for trial in trials}
    questions = [
        NextQuestion(fact=key, settles=settled[key], programmes=concerned)
        for key, concerned in _concerned(missing).items()
        if key in facts
    ]
    order = {key: place for place, key in enumerate(settled)}
    questions.sort(key=lambda item: (*_worth(item, facts[item.fact]), order[item.fact]))
    return tuple(questions)


def _worth(question: NextQuestion, fact: Fact) -> tuple[float, bool]:
    """Rank by what is settled for the trouble of asking; a person's findings come last."""
    cost = DEAREST if fact.judged_by else 1.0
    worth = question.settles / cost
    return (-worth if worth >= WORTH_IT else 0.0, fact.judged_by is not None)


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
