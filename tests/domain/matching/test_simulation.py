"""The simulator: usual ways of asking as they are, and figures that say what they claim."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace

import pytest

from hopecare.domain.matching.simulation.calibration import (
    Calibration,
    calibration_of,
    mean_calibration,
)
from hopecare.domain.matching.simulation.districts import Districts
from hopecare.domain.matching.simulation.figures import figures_of, mean_of
from hopecare.domain.matching.simulation.people import Hidden, answer_call, is_night, react
from hopecare.domain.matching.simulation.play import play
from hopecare.domain.matching.simulation.policies import POLICIES, THEN_ALL_AFTER
from hopecare.domain.matching.simulation.town import invented_town
from hopecare.domain.matching.wave_facts import RULES
from hopecare.domain.matching.waves import DAY, HOUR


@pytest.fixture(scope="module")
def town():
    return invented_town(400, 6, 30, seed=5)


@pytest.fixture(scope="module")
def logs(town):
    return {name: play(town, POLICIES[name], seed=2) for name in POLICIES}


def by_need(log):
    found = defaultdict(list)
    for at, need_id, _ in log.askings:
        found[need_id].append(at)
    return found


def test_staff_ring_in_working_hours_and_three_in_ten_minutes_at_most(logs):
    times = [at for at, _, _ in logs["phone list"].askings]
    assert times
    assert all(9 * HOUR <= at % DAY < 18 * HOUR for at in times)
    assert max(times.count(at) for at in set(times)) <= 3


@pytest.mark.parametrize("name", ["nearest five by day", "three live", "seven live", "ours"])
def test_who_keeps_the_night_asks_nobody_then(logs, name):
    assert logs[name].askings
    assert not any(is_night(at) for at, _, _ in logs[name].askings)
    assert any(is_night(at) for at, _, _ in logs["nearest five"].askings)


def test_the_near_ones_are_asked_first_and_the_others_a_quarter_of_an_hour_later():
    crowded = invented_town(4_000, 2, 21, seed=5)
    log, waited = play(crowded, POLICIES["near, then all"], seed=2), 0
    for need_id, times in by_need(log).items():
        first, *later = sorted(set(times))
        candidates = log.fates[need_id].coming.candidates
        assert times.count(first) == min(20, len(candidates))
        if later and later[0] - first < DAY - HOUR:
            waited += 1
            assert later[0] - first == pytest.approx(THEN_ALL_AFTER, abs=10)
    assert waited


@pytest.mark.parametrize(("name", "most"), [("three live", 3), ("seven live", 7)])
def test_no_more_are_asked_at_once_than_are_meant_to_be(logs, name, most):
    for times in by_need(logs[name]).values():
        assert max(times.count(at) for at in set(times)) <= most


def test_only_ours_foretells_and_it_is_judged_by_what_came(town, logs):
    for name, log in logs.items():
        found = figures_of(town, log, since_day=14)
        assert (found.foretold is not None) == name.startswith("ours")
        assert found.worst_district <= found.covered <= found.best_district
        assert found.mean_km <= found.p90_km
    asked = [at for at, _, _ in logs["ours"].askings if at >= 14 * DAY]
    ours = judged(figures_of(town, logs["ours"], since_day=14).foretold)
    assert sum(part.askings for part in ours.parts) == len(asked)


def judged(found: Calibration | None) -> Calibration:
    assert found is not None
    return found


def test_the_mean_of_towns_is_the_mean_of_each_figure(town, logs):
    one = figures_of(town, logs["ours"], since_day=14)
    other = figures_of(town, logs["three live"], since_day=14)
    both = mean_of([one, other])
    assert both.covered == pytest.approx((one.covered + other.covered) / 2)
    foretold = judged(one.foretold)
    assert both.foretold == mean_calibration([foretold])
    assert judged(mean_of([one, one]).foretold).brier == pytest.approx(foretold.brier)
    assert mean_of([other]).foretold is None


def test_chances_are_judged_by_how_often_they_come_true_and_in_which_order():
    said = [0.1] * 10 + [0.6] * 10
    came = [False] * 9 + [True] + [True] * 6 + [False] * 4
    found = judged(calibration_of(said, came))
    assert found.foretold == pytest.approx(0.35)
    assert found.observed == pytest.approx(0.35)
    assert found.brier == pytest.approx((10 * 0.1 * 0.9 + 10 * 0.6 * 0.4) / 20)
    # Of 91 pairs of a yes and a no, 54 are told apart, 4 the wrong way round, and 33 are ties.
    assert found.auc == pytest.approx((54 + 33 / 2) / 91)
    assert [part.askings for part in found.parts] == [2] * 10
    assert calibration_of([], []) is None
    assert judged(calibration_of([0.3, 0.4], [True, True])).auc == 0.5


def test_whoever_is_rung_answers_on_the_spot_and_is_not_scared_away():
    chance = random.Random(1)  # noqa: S311  an invented town is no secret
    rung, written = (Hidden(ready=0.0, tastes={}) for _ in range(2))
    calls = [answer_call(rung, 0.5, at, chance) for at in range(2_000)]
    assert all(each.after == 5 for each in calls)
    assert sum(each.says_yes for each in calls) / 2_000 == pytest.approx(0.35, abs=0.04)
    assert not rung.has_left
    for at in range(2_000):
        react(written, 0.5, at, chance)
    assert written.has_left


def test_a_district_that_finds_much_less_often_than_its_town_is_known():
    districts = Districts(RULES)
    for at in range(20):
        districts.comes(f"A{at}", 1)
        districts.is_helped(f"A{at}")
        districts.is_helped(f"A{at}")
    for at in range(4):
        districts.comes(f"B{at}", 2)
    assert not districts.is_unserved("B0"), "four needs say nothing"
    districts.comes("B4", 2)
    assert districts.is_unserved("B0")
    assert not districts.is_unserved("A0")
    for at in range(4):
        districts.is_helped(f"B{at}")
    assert not districts.is_unserved("B0"), "four of five is near the town's own"


def test_a_simulated_town_calls_a_district_unserved_by_the_numbers_of_its_policy():
    strict = Districts(replace(RULES, unserved_below=0.9, unserved_least=2))
    for at in range(4):
        for name, district in (("A", 1), ("B", 2)):
            strict.comes(f"{name}{at}", district)
            if district == 1 or at:
                strict.is_helped(f"{name}{at}")
    assert strict.is_unserved("B0"), "three of four, where the town finds seven of eight"
