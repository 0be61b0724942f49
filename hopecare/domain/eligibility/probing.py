"""Tries possible answers to what is not known: which facts still matter, and which settle most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.assessment import NextQuestion
from hopecare.domain.eligibility.columns import row_facts, short_key, wholes
from hopecare.domain.eligibility.facts import Fact, FactKind
from hopecare.domain.eligibility.frame import first_of, open_at
from hopecare.domain.eligibility.judging import ProgrammeColumns, open_criteria
from hopecare.domain.eligibility.ordering import Standing
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES, Truth
from hopecare.domain.eligibility.tracing import Tracer
from hopecare.domain.eligibility.trying import Gap, OpenCriteria, Tries, tries_of, try_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.pack import Pack, Programme

# Whoever is asked mostly receives nothing yet.
RECEIVED = (0.1, 0.9)


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
    criteria = {item.key: dict(open_criteria(item, base[item.key])) for item in still_open}
    missing = _missing(Tracer(pack, worked_out, base), criteria)
    asked = {fact for facts in missing.values() for fact in facts}
    gaps = [gap for gap in gaps_of(pack, known) if gap.key in asked]
    gaps.sort(key=lambda gap: interview_place(pack, gap.fact, gap.row))
    tries = [tries_of(gap, known) for gap in gaps]
    if not tries:
        return Findings(missing, ())
    frame = first_of(worked_out, known)
    tried = try_out(pack, frame, base, criteria, tries)
    return Findings(missing, _questions(Standing(pack, known, gaps), tries, tried, missing))


def interview_place(pack: Pack, fact: Fact, row: int | None) -> tuple[int, int, int]:
    """Order facts as an interview goes: as declared, but each person's questions together."""
    first, own = pack.interview.get(fact.key, (len(pack.facts), len(pack.facts)))
    return first, row or 0, own


def gaps_of(pack: Pack, frame: Frame) -> Iterator[Gap]:
    """Give every fact that is not known of one household, and of each who surely lives there."""
    for fact in (*wholes(pack), *(receipt_fact(item) for item in pack.programmes.values())):
        if open_at(frame.columns[fact.key], 0):
            yield Gap(fact.key, fact, None)
    for key in pack.lists:
        rows = frame.rows[key]
        for place in np.flatnonzero(rows.present == YES):
            for fact in row_facts(pack, key):
                if open_at(rows.columns[fact.key], int(place)):
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


def _missing(tracer: Tracer, still_open: OpenCriteria) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the facts behind each open criterion; a group gathers those of its open parts."""
    found = {}
    for programme, items in still_open.items():
        tests = {
            path: tracer.facts_behind(item.test)
            for path, item in items.items()
            if item.test is not None
        }
        for path in items:
            found[programme, path] = tests[path] if path in tests else _gathered(tests, path + ".")
    return found


def _gathered(tests: Mapping[str, tuple[str, ...]], group: str) -> tuple[str, ...]:
    below = (facts for path, facts in tests.items() if path.startswith(group))
    return tuple(dict.fromkeys(chain.from_iterable(below)))


def _questions(
    standing: Standing,
    tries: Sequence[Tries],
    tried: Mapping[str, Truth],
    missing: Mapping[tuple[str, str], tuple[str, ...]],
) -> tuple[NextQuestion, ...]:
    weights = np.array([weight for item in tries for weight in item.weights])
    programmes = np.zeros(weights.shape)
    for verdict in tried.values():
        programmes += verdict != UNDECIDED
    settled = _by_gap(tries, (programmes * weights).tolist())
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


def _by_gap(tries: Sequence[Tries], scores: Iterable[float]) -> dict[str, float]:
    """Add up for each gap the scores of its answers."""
    score = iter(scores)
    return {item.gap.key: round(sum(islice(score, len(item.values)), 0.0), 6) for item in tries}


def _concerned(missing: Mapping[tuple[str, str], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for (programme, _), facts in missing.items():
        for fact in facts:
            found.setdefault(fact, {})[programme] = None
    return {fact: tuple(programmes) for fact, programmes in found.items()}
