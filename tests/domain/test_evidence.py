"""Which entries of the timeline may stand in an evidence pack, and under what."""

from __future__ import annotations

import pytest

from hopecare.domain.calls import CallDirection, CallTaskKind
from hopecare.domain.evidence import KEPT_HERE, goes_along, is_attempt
from hopecare.domain.evidence import OF_BENEFITS as BENEFITS
from hopecare.domain.timeline import EntryKind
from hopecare.domain.timeline_groups import KINDS_OF, TimelineGroup

OWED = (
    EntryKind.CALL_TASK_OPENED,
    EntryKind.CALL_TASK_DONE,
    EntryKind.CALL_TASK_CANCELLED,
    EntryKind.CALL_TASK_PUT_OFF,
)
OF_BENEFITS = (
    "referral_silent", "tell_office", "office_asks", "ask_capacity", "deadline_near",
    "bridge_short",
)  # fmt: skip
TO_OTHERS = (
    *OF_BENEFITS, "unfilled", "family_after_death", "helper_after_death", "crisis_handed",
    "check_lapses",
    "case_left",
)  # fmt: skip


@pytest.mark.parametrize("group", [TimelineGroup.OFFICES, TimelineGroup.GAPS])
def test_whatever_stands_among_offices_and_gaps_is_of_benefits_or_stays_here(group):
    leaks = KINDS_OF[group] - BENEFITS - KEPT_HERE
    assert leaks == set()


@pytest.mark.parametrize("kind", OWED)
@pytest.mark.parametrize("call", CallTaskKind)
def test_a_call_about_a_benefit_goes_along_only_with_benefits(kind, call):
    facts = {"kind": call.value, "outcome": "spoke"}
    assert goes_along(kind, facts, with_benefits=True)
    assert goes_along(kind, facts, with_benefits=False) is (call.value not in OF_BENEFITS)


@pytest.mark.parametrize("call", CallTaskKind)
def test_a_call_to_somebody_else_is_no_try_to_reach_them(call):
    facts = {"kind": call.value, "outcome": "no_answer"}
    assert is_attempt(EntryKind.CALL_TASK_DONE, facts) is (call.value not in TO_OTHERS)
    assert not is_attempt(EntryKind.CALL_TASK_OPENED, facts)


def test_a_call_of_theirs_to_us_is_no_try_to_reach_them():
    for direction in CallDirection:
        facts = {"direction": direction.value, "outcome": "spoke"}
        is_ours = direction is not CallDirection.TAKEN
        assert is_attempt(EntryKind.CALL_LOGGED, facts) is is_ours
        assert goes_along(EntryKind.CALL_LOGGED, facts, with_benefits=False)


def test_what_is_no_owed_call_is_not_judged_by_its_kind():
    facts = {"kind": "tell_office"}
    assert is_attempt(EntryKind.REACH_TRIED, facts)
    assert goes_along(EntryKind.VISIT_LOGGED, facts, with_benefits=False)
    assert not goes_along(EntryKind.REFERRAL_MADE, {}, with_benefits=False)
    assert not goes_along(EntryKind.PACK_MADE, {}, with_benefits=True)


def test_the_check_after_a_crisis_is_of_benefits_and_who_steers_stays_here():
    assert not goes_along(EntryKind.CRISIS_CHECKED, {}, with_benefits=False)
    assert goes_along(EntryKind.CRISIS_CHECKED, {}, with_benefits=True)
    for kind in (
        EntryKind.CASE_OFFERED,
        EntryKind.CASE_TAKEN_OVER,
        EntryKind.CASE_NOT_TAKEN_OVER,
    ):
        assert not goes_along(kind, {}, with_benefits=True)
