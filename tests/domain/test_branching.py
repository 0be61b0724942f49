"""Where an answer leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hopecare.domain.branching import Branch, missed_in, way_on
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Decision, HouseholdFacts
from tests.factories.assessments import said
from tests.packs_read import read_once

DAY = date(2026, 6, 1)
KOREA = read_once()


def way(facts):
    return way_on(assess(KOREA, facts, on=DAY))


def with_all_received(facts):
    return replace(facts, receiving=dict.fromkeys(KOREA.programmes, True))


def test_what_may_be_due_and_is_not_received_is_referred():
    found = way(said())
    assert found.branch is Branch.REFER
    assert "livelihood" in found.programmes


def test_a_crisis_that_somebody_found_comes_before_everything():
    crisis = {"finding.crisis": Decision(holds=True, because="the gas is cut off")}
    found = way(replace(said(), decisions=crisis))
    assert (found.branch, found.programmes[0]) == (Branch.CRISIS, "emergency")
    assert "livelihood" in missed_in(assess(KOREA, replace(said(), decisions=crisis), on=DAY))


def test_a_crisis_that_no_longer_counts_leaves_the_way_to_what_may_be_due():
    crisis = {"finding.crisis": Decision(holds=True, because="the gas is cut off")}
    answer = assess(KOREA, replace(said(), decisions=crisis), on=DAY)
    assert way_on(answer, crisis_counts=False).branch is Branch.REFER


def test_one_that_was_looked_for_and_not_found_is_none():
    none = {"finding.crisis": Decision(holds=False, because="all is paid")}
    assert way(replace(said(), decisions=none)).branch is Branch.REFER


def test_with_open_questions_it_is_gone_on_asking():
    assert way(HouseholdFacts()).branch is Branch.ASK_ON


@pytest.mark.parametrize(
    ("benefits", "near"), [(5_000_000, ()), (1_235_000, ("housing",))], ids=["clear", "near"]
)
def test_what_is_out_of_reach_or_received_leads_to_neighbours(benefits, near):
    # Whether there is a crisis nobody has judged: that keeps nobody asking.
    judged = {"finding.near_poor": Decision(holds=False, because="looked at")}
    facts = replace(with_all_received(said(income_benefits=benefits)), decisions=judged)
    found = way(facts)
    assert found.branch is Branch.PEER_HELP
    assert set(near) <= set(found.programmes)
