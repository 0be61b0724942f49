"""The shipped ladders are whole, and a ladder with a mistake is refused by name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.escalation import Rung
from hopecare.errors import SettingsMissingError
from hopecare.reading.ladders import ladder_named, read_ladders, shipped_ladders
from hopecare.town_values import policy_text

SHIPPED = policy_text("ladders")


def test_two_ladders_ship():
    assert set(shipped_ladders()) == {"default", "quick"}


def test_a_coordinator_hears_of_a_silence_within_three_hours():
    after = {step.rung: step.after for step in ladder_named("default")}
    assert after[Rung.REPEAT] == timedelta(minutes=30)
    assert after[Rung.COORDINATOR] <= timedelta(hours=3)


def test_an_unknown_ladder_is_refused_by_name():
    with pytest.raises(SettingsMissingError) as refused:
        ladder_named("slow")
    assert refused.value.facts == {"ladder": "slow"}


def test_each_wait_has_its_reason():
    waits = [line for line in SHIPPED.splitlines() if line.startswith("minutes")]
    assert len(waits) == sum(map(len, shipped_ladders().values()))
    assert all(line.partition("#")[2].strip() for line in waits)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (SHIPPED.replace("version", "edition"), {"missing": ["version"]}),
        (SHIPPED.replace('"social_worker"', '"mayor"', 1), {"ladder": "default"}),
        (SHIPPED.replace("minutes = 120 ", 'minutes = "120" ', 1), {"ladder": "default"}),
        (SHIPPED.replace("minutes = 120 ", "minutes = 20 ", 1), {"flaw": "waits_do_not_rise"}),
        (SHIPPED.replace('"coordinator"', '"keyholder"', 1), {"flaw": "nobody_on_duty"}),
    ],
    ids=["no version", "no such step", "a word for a number", "a wait that falls", "nobody"],
)
def test_a_ladder_with_a_mistake_is_refused(text, facts):
    with pytest.raises(SettingsMissingError) as refused:
        read_ladders(text)
    assert facts.items() <= refused.value.facts.items()
