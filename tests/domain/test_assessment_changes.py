"""What changed between two assessments, and an answer read back from its trace."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hopecare.domain.assessment_changes import changed_answers, changed_facts
from hopecare.domain.assessment_traces import assessment_from_trace
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Bounds
from hopecare.reading.country_packs import country_pack, find_country_pack
from tests.factories.assessments import said
from tests.factories.towns import TODAY

STANDS = {"livelihood": ("ineligible", "no"), "housing": ("eligible", "no")}


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        pytest.param(STANDS, [], id="nothing"),
        pytest.param({**STANDS, "livelihood": ("eligible", "no")}, ["livelihood"], id="a verdict"),
        pytest.param({**STANDS, "housing": ("eligible", "yes")}, ["housing"], id="received now"),
        pytest.param({**STANDS, "medical": ("unknown", "no")}, ["medical"], id="newly asked"),
        pytest.param({"housing": ("eligible", "no")}, ["livelihood"], id="asked no more"),
    ],
)
def test_only_what_stands_otherwise_is_named(after, changed):
    assert [each.programme for each in changed_answers(STANDS, after)] == changed


def test_a_receipt_alone_is_no_change_of_verdict():
    (change,) = changed_answers(STANDS, {**STANDS, "housing": ("eligible", "yes")})
    assert not change.is_verdict


def test_facts_are_named_as_they_are_asked():
    before = {
        "facts": {"income.benefits": 1},
        "members": [{"age": 66}],
        "receiving": {"housing": False},
        "decisions": {"finding.car_for_living": {"holds": False, "because": "x"}},
        "pack": "kr",
    }
    after = {
        "facts": {"income.benefits": {"min": 0, "max": 5}},
        "members": [{"age": 67}, {"age": 4}],
        "receiving": {"housing": True},
        "decisions": {"finding.car_for_living": {"holds": True, "because": "y"}},
    }
    changed = {each.fact: (each.before, each.after) for each in changed_facts(before, after)}
    assert changed == {
        "income.benefits": (1, {"min": 0, "max": 5}),
        "members.0.age": (66, 67),
        "members.1.age": (None, 4),
        "receiving.housing": (False, True),
        "finding.car_for_living": (False, True),
    }


@settings(max_examples=25, deadline=None)
@given(
    benefits=st.one_of(st.none(), st.integers(0, 3_000_000)),
    savings=st.one_of(st.none(), st.integers(0, 90_000_000)),
    debt=st.integers(0, 50_000_000),
)
def test_every_answer_reads_back_from_its_trace_as_it_was(benefits, savings, debt):
    facts = said(
        income_benefits=benefits,
        property_savings=savings,
        property_debt=Bounds(lo=0, hi=debt),
    )
    answer = assess(country_pack("KR"), facts, on=TODAY)
    stored = json.loads(json.dumps(answer.trace()))
    assert assessment_from_trace(stored) == answer


def test_a_country_without_rules_has_no_pack():
    assert find_country_pack("ZZ") is None
