"""What is not known is never judged: no completion of the facts contradicts a definite answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hopecare.domain.eligibility.columns import row_facts, short_key, wholes
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Bounds, Decision, Fact, FactKind, HouseholdFacts
from hopecare.domain.eligibility.pack import Pack
from tests.packs_read import read_once

DAY = date(2026, 7, 1)  # a day on which one may apply for every programme
KOREA = read_once()
TAKES = {
    (fact.key if fact.rows is None else short_key(fact)): (fact.lo, fact.hi)
    for fact in KOREA.facts.values()
}
DEFINITE = ("eligible", "ineligible")


def answers(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.kind is FactKind.YES_NO:
        return st.booleans()
    if fact.kind is FactKind.CHOICE:
        return st.sampled_from(fact.choices)
    top = int(min(fact.hi, 400_000_000 if fact.unit == "KRW" else 4_000_000))
    ordinary = [int(value) for value in fact.samples] or [int(fact.lo)]
    return st.one_of(st.sampled_from(ordinary), st.integers(int(fact.lo), top))


@st.composite
def complete(draw: st.DrawFn, pack: Pack) -> HouseholdFacts:
    size = draw(st.integers(1, 3))
    said = {fact.key: draw(answers(fact)) for fact in wholes(pack)}
    said["household.size"] = size
    found = {key: said.pop(key) for key, fact in pack.facts.items() if fact.judged_by}
    members = tuple(
        {short_key(fact): draw(answers(fact)) for fact in row_facts(pack, "members")}
        for _ in range(size)
    )
    return HouseholdFacts(
        values=said,
        rows={"members": members},
        receiving={key: draw(st.booleans()) for key in pack.programmes},
        decisions={key: Decision(holds=holds, because="seen") for key, holds in found.items()},
    )


@st.composite
def with_gaps(draw: st.DrawFn, whole: HouseholdFacts) -> HouseholdFacts:
    """Forget some facts, and blur some numbers into bounds that hold the truth."""

    def forget(row: Any) -> dict[str, Any]:
        kept = {}
        for key, value in row.items():
            fate = draw(st.sampled_from(("keep", "keep", "keep", "blur", "forget")))
            if fate == "blur" and type(value) is int and key != "household.size":
                least, most = TAKES[key]
                kept[key] = Bounds(lo=max(value // 2, least), hi=min(value * 2, most))
            elif fate != "forget":
                kept[key] = value
        return kept

    rows = {key: tuple(forget(row) for row in rows) for key, rows in whole.rows.items()}
    if draw(st.booleans()) and draw(st.booleans()):
        rows = {}
    return HouseholdFacts(
        values=forget(whole.values),
        rows=rows,
        receiving=forget(whole.receiving),
        decisions=forget(whole.decisions),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_definite_answer_survives_every_completion(data):
    whole = data.draw(complete(KOREA))
    partly = data.draw(with_gaps(whole))
    truth, known = assess(KOREA, whole, on=DAY), assess(KOREA, partly, on=DAY)
    for full, part in zip(truth.programmes, known.programmes, strict=True):
        # With everything said, only a figure that nobody has confirmed leaves an answer open.
        assert full.verdict in DEFINITE or not full.missing
        if part.verdict in DEFINITE:
            assert part.verdict == full.verdict
        else:
            assert part.missing or full.verdict not in DEFINITE
        for whole_item, part_item in zip(full.criteria, part.criteria, strict=True):
            assert part_item.status in {"unknown", whole_item.status}


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_fact_that_is_not_missing_cannot_change_an_open_answer(data):
    whole = data.draw(complete(KOREA))
    partly = data.draw(with_gaps(whole))
    known = assess(KOREA, partly, on=DAY)
    asked = {fact for item in known.programmes for fact in item.missing}
    added = {
        key: value
        for key, value in whole.values.items()
        if key not in asked and key not in partly.values
    }
    if "household.size" in added:
        added.pop("household.size")
    receipts = {
        key: value for key, value in whole.receiving.items() if f"receiving.{key}" not in asked
    }
    fuller = HouseholdFacts(
        values={**partly.values, **added},
        rows=partly.rows,
        receiving={**receipts, **partly.receiving},
        decisions=partly.decisions,
    )
    again = assess(KOREA, fuller, on=DAY)
    assert [item.verdict for item in again.programmes] == [
        item.verdict for item in known.programmes
    ]


@pytest.mark.parametrize("programme", list(KOREA.programmes))
def test_nothing_known_settles_nothing(programme):
    answer = assess(KOREA, HouseholdFacts(), on=DAY)
    assert answer.programme(programme).verdict == "unknown"
    size, age, first, *_ = [question.fact for question in answer.next_questions]
    # Who lives there comes first; then what settles most of all that fits without more.
    assert (size, age, first) == ("household.size", "members.0.age", "care.needs_help")
