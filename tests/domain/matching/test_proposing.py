"""A batch is brought together as cheaply as can be, and the proof of it is true."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import time, timedelta
from itertools import combinations
from uuid import UUID

import numpy as np
import pytest

from hopecare.domain.clashes import Hours
from hopecare.domain.matching.batch import Batch, BatchNeed
from hopecare.domain.matching.columns import Vocabulary, helper_columns
from hopecare.domain.matching.constraints import (
    HelperFacts,
    NeedFacts,
    Rule,
    broken_rules,
    distance_between,
    first_broken_rule,
)
from hopecare.domain.matching.distance import Point, moved
from hopecare.domain.matching.nearby import Nearby
from hopecare.domain.matching.pairs import broken, costs, distances, may_meet
from hopecare.domain.matching.proposing import propose
from hopecare.domain.matching.report import report_of
from hopecare.domain.matching.score import DEFAULT_WEIGHTS, cost_of
from hopecare.domain.matching.still_open import Dear, still_open
from hopecare.domain.needs import NeedKind, NeedRhythm
from tests.domain.matching.invented import MIDDLE, ON, greedy_nearest, invented_batch

SEEDS = [1, 2, 3]


@pytest.mark.parametrize("seed", SEEDS)
def test_many_pairs_at_once_are_judged_and_priced_like_one(seed):
    batch = invented_batch(40, 120, seed=seed)
    batch = replace(batch, needs=[_later(at, need) for at, need in enumerate(batch.needs)])
    helpers = helper_columns(
        batch.helpers, Vocabulary.of(need.facts for need in batch.needs), on=batch.on
    )
    everybody = np.arange(len(helpers))
    for need in batch.needs:
        rows, metres = may_meet(need.facts, helpers, everybody)
        fitting = [
            row
            for row, helper in enumerate(batch.helpers)
            if first_broken_rule(need.facts, helper, on=batch.on) is None
        ]
        assert rows.tolist() == fitting
        priced = costs(need.facts, helpers, rows, metres, DEFAULT_WEIGHTS)
        assert priced.tolist() == [
            cost_of(need.facts, batch.helpers[row]).metres for row in fitting
        ]
        by_rule = dict(broken(need.facts, helpers, everybody))
        by_rule[Rule.TOO_FAR] = distances(need.facts, helpers, everybody) > helpers.radius_m
        for row, helper in enumerate(batch.helpers):
            said = {rule for rule, breaks in by_rule.items() if breaks[row]}
            assert said == set(broken_rules(need.facts, helper, on=batch.on))


def _later(at, need):
    """The same need on a later day, with somebody asked for it and somebody set aside."""
    later = replace(
        need.facts,
        on=ON + timedelta(days=at % 5) if at % 3 else None,
        asked_ids=frozenset({f"V{at:06d}"}),
        set_aside_ids=frozenset({f"V{at + 1:06d}"}),
    )
    return replace(need, facts=later)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_run_changes_only_what_it_must_and_its_proof_stays_true(seed):
    batch = invented_batch(150, 200, seed=seed, is_tight=True)
    first = propose(batch)
    moved_on = replace(batch, helpers=batch.helpers[4:])
    anew, held = propose(moved_on), propose(replace(moved_on, kept=_pairs_of(first)))
    for pair, cost in held.pairs.items():
        need = next(each for each in batch.needs if each.need_id == pair.need_id)
        helper = next(each for each in batch.helpers if each.helper_id == pair.helper_id)
        assert cost == cost_of(need.facts, helper), "what is stored is what it costs"
    assert held.certificate.lower_bound <= anew.certificate.cost, "the bound is of the true costs"
    assert held.certificate.cost <= anew.certificate.cost + 500 * len(first.pairs)
    assert len(held.pairs.keys() & first.pairs.keys()) >= len(
        anew.pairs.keys() & first.pairs.keys()
    )
    assert propose(replace(batch, kept=_pairs_of(first))).pairs == first.pairs


def test_a_proposal_that_was_seen_stands_unless_another_is_much_better():
    need = BatchNeed(need_id="C1", facts=_wants_x(MIDDLE))
    near, seen = (
        _someone(row, moved(MIDDLE, north_m=at, east_m=0)) for row, at in ((1, 100), (2, 550))
    )
    kept = {"C1": frozenset({"V2"})}
    batch = Batch(needs=[need], helpers=[near, seen], on=ON)
    assert [pair.helper_id for pair in propose(batch).pairs] == ["V1"]
    assert [pair.helper_id for pair in propose(replace(batch, kept=kept)).pairs] == ["V2"]
    far = replace(seen, point=moved(MIDDLE, north_m=700, east_m=0))
    answer = propose(replace(batch, helpers=[near, far], kept=kept))
    assert [pair.helper_id for pair in answer.pairs] == ["V1"]


@pytest.mark.parametrize("lat", [0.0, 37.6, -62.0, 78.2])
@pytest.mark.parametrize("lon", [0.0, 127.2, 179.999, -179.999])
def test_the_grid_misses_nobody_within_reach_on_any_side_of_the_globe(lat, lon):
    here = Point(lat, lon)
    around = [
        moved(here, north_m=north, east_m=east)
        for north in (-2_000, -499, 0, 501, 1_990)
        for east in (-2_000, -10, 0, 640, 1_990)
    ]
    around = [replace(each, lon=(each.lon + 540) % 360 - 180) for each in around]
    around = [each for each in around if abs(each.lat) <= 90]
    nearby = Nearby(
        np.radians([each.lat for each in around]), np.radians([each.lon for each in around])
    )
    need = NeedFacts(point=here, kinds=frozenset({NeedKind.SIDE_DISHES}))
    for metres in (5, 600, 3_000):
        near = {
            row
            for row, each in enumerate(around)
            if (distance_between(need, _someone(row, each)) or 0) <= metres
        }
        assert near <= set(nearby.within(here, metres).tolist())


@pytest.mark.parametrize("is_tight", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_no_rule_is_broken_and_every_term_adds_up(seed, is_tight):
    batch = invented_batch(150, 200, seed=seed, is_tight=is_tight)
    answer = propose(batch)
    needs = {need.need_id: need for need in batch.needs}
    helpers = {helper.helper_id: helper for helper in batch.helpers}
    taken = Counter(pair.helper_id for pair in answer.pairs)
    filled = Counter(pair.need_id for pair in answer.pairs)
    for pair, cost in answer.pairs.items():
        need, helper = needs[pair.need_id], helpers[pair.helper_id]
        assert first_broken_rule(need.facts, helper, on=batch.on) is None
        assert sum(cost.terms.values()) == cost.metres
        assert cost == cost_of(need.facts, helper)
    for helper_id, times in taken.items():
        assert times <= helpers[helper_id].max_active - helpers[helper_id].active
    for need_id, places in filled.items():
        assert places == needs[need_id].people, "a visit of two gets both or nobody"
    still_open_cost = sum(n.whole_cost for n in batch.needs if not filled[n.need_id])
    paid = sum(cost.metres for cost in answer.pairs.values())
    assert answer.certificate.cost == paid + still_open_cost


@pytest.mark.parametrize("seed", range(12))
def test_a_small_batch_is_at_the_optimum_and_the_bound_is_not_above_it(seed):
    batch = invented_batch(5, 9, seed=seed, is_tight=True)
    best = _best_by_trying_everything(batch)
    certificate = propose(batch).certificate
    assert certificate.lower_bound <= best <= certificate.cost
    if all(need.people == 1 for need in batch.needs):
        exact = propose(batch, exactly=True).certificate
        assert exact.cost == best
        assert exact.lower_bound > best - 1
    assert certificate.cost <= best + 10 * sum(need.people for need in batch.needs)


@pytest.mark.parametrize("is_tight", [False, True])
def test_it_is_proven_close_and_better_than_nearest_first(is_tight):
    batch = invented_batch(400, 400 if is_tight else 4_000, seed=8, is_tight=is_tight)
    certificate = propose(batch).certificate
    assert certificate.gap <= 0.005
    assert certificate.cost < greedy_nearest(batch, _all_pairs(batch))


@pytest.mark.parametrize("seed", [79, 104, 237])
def test_no_visit_of_two_is_left_half_however_often_others_move(seed):
    """In these towns, setting halves aside once makes new ones."""
    batch = invented_batch(150, 100, seed=seed, is_tight=True)
    pairs_needed = [replace(need, people=2 if at % 3 else 1) for at, need in enumerate(batch.needs)]
    answer = propose(replace(batch, needs=pairs_needed))
    filled = Counter(pair.need_id for pair in answer.pairs)
    assert {need.people for need in pairs_needed if filled[need.need_id]} == {1, 2}
    assert all(filled[need.need_id] in (0, need.people) for need in pairs_needed)
    still_open_cost = sum(need.whole_cost for need in pairs_needed if not filled[need.need_id])
    paid = sum(cost.metres for cost in answer.pairs.values())
    assert answer.certificate.cost == paid + still_open_cost


def test_a_visit_of_two_may_cost_more_for_one_place_than_the_place_alone_is_worth():
    """Nobody would come so dearly alone; together they are cheaper than a visit left open."""
    near, busy = _someone(1, MIDDLE), replace(_someone(2, MIDDLE), recent_tasks=56)
    visit = BatchNeed(need_id="C1", people=2, facts=_wants_x(MIDDLE))
    answer = propose(Batch(needs=[visit], helpers=[near, busy], on=ON))
    assert {pair.helper_id for pair in answer.pairs} == {"V1", "V2"}
    assert answer.certificate.cost == 2_000 + 2_000 + 56 * 250 < visit.whole_cost
    assert answer.certificate.gap == 0.0


def test_a_visit_of_two_is_not_kept_where_what_it_takes_is_needed_more():
    near, busy = _someone(1, MIDDLE), replace(_someone(2, MIDDLE), recent_tasks=56)
    visit = BatchNeed(need_id="C1", people=2, facts=_wants_x(MIDDLE))
    others = [BatchNeed(need_id=f"C{at}", priority=2, facts=_wants_x(MIDDLE)) for at in (2, 3)]
    answer = propose(Batch(needs=[visit, *others], helpers=[near, busy], on=ON))
    assert {pair.need_id for pair in answer.pairs} == {"C2", "C3"}


@pytest.mark.parametrize("seed", range(8))
def test_where_most_visits_are_of_two_the_answer_is_near_the_best_of_all(seed):
    batch = invented_batch(5, 9, seed=seed, is_tight=True)
    batch = replace(batch, needs=[replace(each, people=2) for each in batch.needs])
    best = _best_by_trying_everything(batch)
    certificate = propose(batch).certificate
    assert certificate.lower_bound <= best <= certificate.cost <= best * 1.005


def test_the_bound_stays_close_where_many_visits_are_of_two():
    certificate = propose(invented_batch(300, 300, seed=4, is_tight=True)).certificate
    assert certificate.gap <= 0.005


def test_the_same_batch_gives_the_same_answer_in_any_order():
    batch = invented_batch(120, 150, seed=5, is_tight=True)
    first = propose(batch)
    assert propose(batch).pairs == first.pairs
    turned = replace(batch, needs=batch.needs[::-1], helpers=batch.helpers[::-1])
    assert propose(turned).pairs == first.pairs


def test_a_batch_of_nothing_is_answered():
    nothing = propose(Batch(needs=[], helpers=[], on=ON))
    assert nothing.pairs == {}
    assert (nothing.certificate.cost, nothing.certificate.gap) == (0, 0.0)
    lonely = invented_batch(3, 1, seed=1)
    alone = propose(replace(lonely, helpers=[]))
    assert alone.certificate.cost == sum(need.whole_cost for need in lonely.needs)
    assert alone.certificate.gap == 0.0


def test_an_open_place_names_the_rule_without_which_most_would_come():
    need = BatchNeed(
        need_id="C1", facts=NeedFacts(point=MIDDLE, kinds=frozenset({"x"}), check_level=2)
    )
    unchecked = [replace(_someone(row, MIDDLE), check_level=1) for row in range(3)]
    far = replace(
        _someone(9, moved(MIDDLE, north_m=9_000, east_m=0)), check_level=2, helper_id="far"
    )
    (found,) = still_open(propose(Batch(needs=[need], helpers=[*unchecked, far], on=ON)))
    assert (found.stopped_by, found.fitting) == (Rule.CHECK_LEVEL, 0)
    assert found.kept_out == {Rule.CHECK_LEVEL: 3, Rule.TOO_FAR: 1}


def test_whoever_is_dearer_than_the_open_place_fits_and_both_prices_are_said():
    far = replace(
        _someone(1, moved(MIDDLE, north_m=18_000, east_m=0)), radius_m=20_000, recent_tasks=2
    )
    need = BatchNeed(need_id="C1", facts=_wants_x(MIDDLE))
    answer = propose(Batch(needs=[need], helpers=[far], on=ON))
    (found,) = still_open(answer)
    assert (found.fitting, found.stopped_by, found.kept_out) == (1, None, {})
    assert found.dear == Dear(cost=18_000 + 2_000 + 2 * 250, open_cost=15_000)
    (said,) = report_of(answer)["open"]
    assert said["dearer_than_open"] == {"cost": 20_500, "open_cost": 15_000}


def _at(hour, minutes=60):
    return Hours(
        rhythm=NeedRhythm.ONCE, from_on=ON, until_on=None, weekdays=frozenset(),
        starts_at=time(hour), minutes=minutes,
    )  # fmt: skip


@pytest.mark.parametrize("exactly", [False, True])
def test_nobody_is_proposed_for_two_needs_at_one_hour(exactly):
    near = replace(_someone(1, MIDDLE), max_active=3)
    far = replace(_someone(2, moved(MIDDLE, north_m=900, east_m=0)), max_active=3)
    needs = [
        BatchNeed(need_id=f"C{at}", priority=1 + (at == 1), facts=_wants_x(MIDDLE), hours=hours)
        for at, hours in enumerate((_at(10), _at(10, 30), _at(14), None))
    ]
    answer = propose(Batch(needs=needs, helpers=[near, far], on=ON), exactly=exactly)
    who = {pair.need_id: pair.helper_id for pair in answer.pairs}
    assert who["C1"] == "V1", "the pressing one has the nearer"
    assert who["C0"] == "V2"
    assert len(who) == 4
    assert answer.certificate.lower_bound <= answer.certificate.cost


def test_where_only_one_could_meet_two_at_one_hour_one_stays_open_and_says_so():
    one = replace(_someone(1, MIDDLE), max_active=2)
    needs = [
        BatchNeed(need_id=f"C{at}", facts=_wants_x(MIDDLE), hours=_at(10, 20 + at))
        for at in range(2)
    ]
    answer = propose(Batch(needs=needs, helpers=[one], on=ON))
    assert len(answer.pairs) == 1
    (found,) = still_open(answer)
    assert (found.fitting, found.stopped_by) == (0, Rule.CLASHES)


def test_where_time_is_short_the_pressing_need_has_it_and_the_other_says_so():
    helper = _someone(1, MIDDLE)
    needs = [
        BatchNeed(need_id=f"C{priority}", priority=priority, facts=_wants_x(MIDDLE))
        for priority in (1, 3)
    ]
    answer = propose(Batch(needs=needs, helpers=[helper], on=ON))
    assert [pair.need_id for pair in answer.pairs] == ["C3"]
    (found,) = still_open(answer)
    assert (found.need_id, found.fitting, found.stopped_by) == ("C1", 1, None)
    assert answer.prices[0] > 0
    report = report_of(answer)
    assert (report["covered"], report["covered_by_priority"]) == (0.5, 0.8)


def _pairs_of(answer):
    kept: dict[str, frozenset[UUID | str]] = {}
    for pair in answer.pairs:
        kept[pair.need_id] = kept.get(pair.need_id, frozenset()) | {pair.helper_id}
    return kept


def _wants_x(point):
    return NeedFacts(point=point, kinds=frozenset({"x"}))


def _someone(row, point):
    return HelperFacts(helper_id=f"V{row}", point=point, radius_m=2_000, skills=frozenset({"x"}))


def _all_pairs(batch):
    return {
        (at, row): (
            cost_of(need.facts, helper).metres,
            round(distance_between(need.facts, helper) or 0),
        )
        for at, need in enumerate(batch.needs)
        for row, helper in enumerate(batch.helpers)
        if first_broken_rule(need.facts, helper, on=batch.on) is None
    }


def _best_by_trying_everything(batch):
    """Every way to serve the needs one after another."""
    pairs = _all_pairs(batch)
    free = tuple(max(0, helper.max_active - helper.active) for helper in batch.helpers)

    def best(at, left):
        if at == len(batch.needs):
            return 0
        need = batch.needs[at]
        found = need.whole_cost + best(at + 1, left)
        rows = [row for row in range(len(left)) if left[row] and (at, row) in pairs]
        for chosen in combinations(rows, need.people):
            rest = tuple(n - (row in chosen) for row, n in enumerate(left))
            cost = sum(pairs[at, row][0] for row in chosen)
            found = min(found, cost + best(at + 1, rest))
        return found

    return best(0, free)
