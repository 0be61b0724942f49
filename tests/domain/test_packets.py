"""What may leave: the choice, and the hash by which what was seen is what is sent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hopecare.domain.packets import USUAL, PacketChoice, PacketItem, digest_of, faults_of_choice

TODAY = date(2026, 11, 27)


def test_by_itself_only_what_finds_a_person_goes_along():
    assert PacketChoice().items == frozenset(USUAL)
    assert not {PacketItem.OTHER_FINDINGS, PacketItem.OBSERVATIONS, PacketItem.REASONS} & set(USUAL)


@pytest.mark.parametrize(
    ("findings", "chosen_on", "faults"),
    [
        ((), None, {}),
        (("housing",), TODAY, {}),
        (("housing",), None, {"findings_chosen_on": ["choice_needed"]}),
        (("housing",), TODAY + timedelta(days=1), {"findings_chosen_on": ["date_in_future"]}),
    ],
)
def test_another_finding_needs_the_day_on_which_it_was_chosen(findings, chosen_on, faults):
    choice = PacketChoice(findings=findings, findings_chosen_on=chosen_on)
    assert faults_of_choice(choice, today=TODAY) == faults


def test_the_hash_is_of_what_is_said_and_not_of_its_order():
    assert digest_of({"a": 1, "b": "가"}) == digest_of({"b": "가", "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
