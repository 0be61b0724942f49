"""Who may be asked, in which order, and why the others may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.matching.candidates import rank_helpers
from hopecare.domain.matching.constraints import (
    WHOLE_WEEK,
    HelperFacts,
    NeedFacts,
    Rule,
    broken_rules,
    first_broken_rule,
    slots_from,
)
from hopecare.domain.matching.distance import Point, moved
from hopecare.domain.matching.score import Term, cost_of
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.people import GenderWish, Sex

TODAY = date(2026, 11, 23)
HOME = Point(37.65, 127.24)
NEED = NeedFacts(point=HOME, kinds=frozenset({NeedKind.SIDE_DISHES}), resident_id="darae")
HELPER = HelperFacts(
    helper_id="gong-sup",
    point=moved(HOME, north_m=400, east_m=0),
    radius_m=1_500,
    skills=frozenset({NeedKind.SIDE_DISHES, NeedKind.TUTORING}),
    sex=Sex.MALE,
    languages=frozenset({"ko"}),
)


@pytest.mark.parametrize(
    ("need", "helper", "rule"),
    [
        pytest.param({}, {}, None, id="may meet"),
        pytest.param({"resident_id": "gong-sup"}, {}, Rule.SAME_PERSON, id="the resident herself"),
        pytest.param(
            {"household_ids": frozenset({"gong-sup"})}, {}, Rule.SAME_HOUSEHOLD, id="lives with her"
        ),
        pytest.param({}, {"is_active": False}, Rule.NOT_ACTIVE, id="suspended"),
        pytest.param({}, {"away_until": date(2026, 11, 24)}, Rule.AWAY, id="away"),
        pytest.param({}, {"away_until": TODAY}, None, id="back today"),
        pytest.param(
            {"refused_ids": frozenset({"gong-sup"})}, {}, Rule.REFUSED, id="refused by the resident"
        ),
        pytest.param(
            {"building": "b1"}, {"building": "b1"}, Rule.SAME_BUILDING, id="same building"
        ),
        pytest.param({}, {"building": "b1"}, None, id="building does not matter"),
        pytest.param({}, {"active": 1}, Rule.NO_CAPACITY, id="holds enough"),
        pytest.param({}, {"max_active": 0}, Rule.NO_CAPACITY, id="wants none"),
        pytest.param({}, {"skills": frozenset()}, Rule.SKILLS, id="cannot"),
        pytest.param({"check_level": 2}, {"check_level": 1}, Rule.CHECK_LEVEL, id="check too low"),
        pytest.param(
            {"check_level": 1},
            {"check_level": 2, "check_expires_on": date(2026, 11, 22)},
            Rule.CHECK_EXPIRED,
            id="check has expired",
        ),
        pytest.param(
            {"check_level": 1},
            {"check_level": 2, "check_expires_on": TODAY},
            None,
            id="check ends today",
        ),
        pytest.param(
            {}, {"check_expires_on": date(2020, 1, 1)}, None, id="no check asked, none needed"
        ),
        pytest.param(
            {"language": "vi", "language_required": True}, {}, Rule.LANGUAGE, id="no Vietnamese"
        ),
        pytest.param({"language": "vi"}, {}, None, id="Vietnamese would be nice"),
        pytest.param(
            {"gender_wish": GenderWish.FEMALE_REQUIRED}, {}, Rule.GENDER, id="only a woman"
        ),
        pytest.param(
            {"gender_wish": GenderWish.MALE_REQUIRED}, {"sex": None}, Rule.GENDER, id="sex unknown"
        ),
        pytest.param({"slots": 1}, {"slots": 2}, Rule.NO_COMMON_SLOT, id="never the same hour"),
        pytest.param(
            {"flags": frozenset({"pets"})},
            {"avoids": frozenset({"pets"})},
            Rule.AVOIDS,
            id="avoids pets",
        ),
        pytest.param({}, {"point": None}, Rule.NO_PLACE, id="place unknown"),
        pytest.param({}, {"radius_m": 399}, Rule.TOO_FAR, id="too far"),
        pytest.param({"point": None}, {"radius_m": 1}, None, id="home unknown, nothing to measure"),
    ],
)
def test_each_rule_keeps_out_whom_it_should(need, helper, rule):
    assert first_broken_rule(replace(NEED, **need), replace(HELPER, **helper), on=TODAY) is rule


def test_help_by_telephone_knows_no_distance():
    need = replace(NEED, kinds=frozenset({NeedKind.PHONE_COMPANION}), by_telephone=True)
    far = replace(
        HELPER,
        skills=frozenset({NeedKind.PHONE_COMPANION}),
        point=moved(HOME, north_m=40_000, east_m=0),
    )
    assert first_broken_rule(need, far, on=TODAY) is None
    assert Term.DISTANCE not in cost_of(need, far).terms
    assert first_broken_rule(need, replace(far, point=None), on=TODAY) is None


def test_a_kind_that_only_others_call_so_knows_its_distance():
    need = replace(NEED, kinds=frozenset({NeedKind.PHONE_COMPANION}))
    far = replace(
        HELPER,
        skills=frozenset({NeedKind.PHONE_COMPANION}),
        point=moved(HOME, north_m=40_000, east_m=0),
    )
    assert first_broken_rule(need, far, on=TODAY) is Rule.TOO_FAR


@pytest.mark.parametrize(
    ("need", "helper", "terms"),
    [
        pytest.param({}, {}, {}, id="distance alone"),
        pytest.param({"language": "vi"}, {}, {Term.LANGUAGE_MISSING: 800}, id="language wished"),
        pytest.param(
            {"gender_wish": GenderWish.FEMALE_PREFERRED},
            {},
            {Term.GENDER_DIFFERS: 600},
            id="a woman wished",
        ),
        pytest.param({}, {"recent_tasks": 2}, {Term.LOAD: 500}, id="helped twice lately"),
        pytest.param({"slots": 1}, {}, {Term.ONE_COMMON_SLOT: 300}, id="one common hour"),
        pytest.param(
            {"previous_helper_id": "gong-sup"}, {}, {Term.CONTINUITY: -1_500}, id="known already"
        ),
    ],
)
def test_every_wish_has_its_price(need, helper, terms):
    cost = cost_of(replace(NEED, **need), replace(HELPER, **helper))
    assert dict(cost.terms) == {Term.PLACE_FILLED: 2_000, Term.DISTANCE: 400, **terms}
    assert cost.metres == sum(cost.terms.values())


def test_slots_are_read_from_their_text():
    assert slots_from("1" * 28) == WHOLE_WEEK
    assert slots_from("01" + "0" * 26) == 2
    assert slots_from("") == 0


METRES = st.integers(-6_000, 6_000)
HELPERS = st.lists(
    st.builds(
        lambda number, north, east, **facts: replace(
            HELPER,
            helper_id=f"v{number:03}",
            point=moved(HOME, north_m=north, east_m=east),
            **facts,
        ),
        st.integers(0, 999),
        METRES,
        METRES,
        radius_m=st.integers(0, 8_000),
        active=st.integers(0, 2),
        recent_tasks=st.integers(0, 4),
        sex=st.sampled_from([None, *Sex]),
        slots=st.integers(0, 15),
        check_level=st.sampled_from(list(CheckLevel)),
        is_active=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda helper: helper.helper_id,
)
NEEDS = st.builds(
    lambda **facts: replace(NEED, **facts),
    gender_wish=st.sampled_from(list(GenderWish)),
    check_level=st.sampled_from(list(CheckLevel)),
    slots=st.integers(1, 15),
    language=st.sampled_from([None, "ko", "vi"]),
    previous_helper_id=st.sampled_from([None, "v001"]),
)


@given(need=NEEDS, helpers=HELPERS)
def test_everybody_is_ranked_or_excluded_with_a_rule(need, helpers):
    ranking = rank_helpers(need, helpers, TODAY)
    by_id = {helper.helper_id: helper for helper in helpers}
    seen = [match.helper_id for match in ranking.ranked] + [
        excluded.helper_id for excluded in ranking.excluded
    ]
    assert sorted(seen) == sorted(by_id)
    for match in ranking.ranked:
        assert not broken_rules(need, by_id[match.helper_id], on=TODAY)
        assert match.cost == sum(match.terms.values())
    for excluded in ranking.excluded:
        assert excluded.rule in broken_rules(need, by_id[excluded.helper_id], on=TODAY)
    assert sum(ranking.excluded_by.values()) == len(ranking.excluded)


@given(need=NEEDS, helpers=HELPERS)
def test_the_order_of_the_list_makes_no_difference(need, helpers):
    assert rank_helpers(need, helpers, TODAY).ranked == (
        rank_helpers(need, list(reversed(helpers)), TODAY).ranked
    )


@given(need=NEEDS, helpers=HELPERS.filter(bool))
def test_one_more_volunteer_never_worsens_the_best_match(need, helpers):
    fewer = rank_helpers(need, helpers[:-1], TODAY).ranked
    more = rank_helpers(need, helpers, TODAY).ranked
    if fewer:
        assert more[0].cost <= fewer[0].cost
