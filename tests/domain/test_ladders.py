"""Whom we turn to while nobody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import LADDERS, ladder_named, step_at
from hopecare.errors import SettingsMissingError

each_ladder = pytest.mark.parametrize("name", sorted(LADDERS))


@each_ladder
def test_a_ladder_goes_up_and_comes_to_a_person_who_works_for_the_centre(name):
    waits = [step.after for step in ladder_named(name)]
    assert waits == sorted(set(waits))
    assert waits[0] > timedelta(0)
    assert Rung.COORDINATOR in {step.rung for step in ladder_named(name)}


@each_ladder
def test_steps_are_counted_from_the_first_and_end_above_the_last(name):
    steps = ladder_named(name)
    assert [step_at(name, position) for position in range(len(steps))] == list(steps)
    assert step_at(name, len(steps)) is None


def test_a_coordinator_hears_of_a_silence_within_three_hours():
    after = {step.rung: step.after for step in ladder_named("default")}
    assert after[Rung.REPEAT] == timedelta(minutes=30)
    assert after[Rung.COORDINATOR] <= timedelta(hours=3)


def test_an_unknown_ladder_is_refused_by_name():
    with pytest.raises(SettingsMissingError) as refused:
        ladder_named("slow")
    assert refused.value.facts == {"ladder": "slow"}
