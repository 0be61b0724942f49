"""The look-up finds exactly whom a full scan finds, and the numbers it searches by are true."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hopecare.domain.matching.bits import home_bits, language_bits, skill_bits, slot_bits
from hopecare.domain.matching.candidates import rank_helpers
from hopecare.domain.matching.cells import cell_of
from hopecare.domain.matching.constraints import WHOLE_WEEK, NeedFacts
from hopecare.domain.matching.score import DEFAULT_WEIGHTS
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import GenderWish
from hopecare.queries.candidate_facts import Near, facts_of_helpers, facts_of_need
from hopecare.queries.match_weights import match_weights
from hopecare.queries.nearest_helpers import nearest_helpers
from hopecare.reading.policies import shipped_weights
from models import Person, VolunteerProfile
from tests.factories.cases import a_case, a_need
from tests.factories.many_volunteers import HOMES, LANGUAGES, a_spot, a_spread, many_volunteers
from tests.factories.offers import a_task
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours

TEN = 10


def a_wanted(chance, spread, helper_ids):
    """One need of the invented town, asking for more or less."""
    kinds = frozenset(chance.sample(list(NeedKind), chance.choice((1, 1, 1, 2))))
    return NeedFacts(
        point=None if chance.random() < 0.1 else a_spot(chance, spread),
        kinds=kinds,
        check_level=chance.choice((0, 1, 2)),
        language=chance.choice((None, *LANGUAGES)),
        language_required=chance.random() < 0.5,
        gender_wish=chance.choice((GenderWish.NONE, *GenderWish)),
        slots=chance.choice((WHOLE_WEEK, 0b1110, 1 << 9)),
        flags=frozenset(word for word in HOMES if chance.random() < 0.15),
        refused_ids=frozenset(chance.sample(helper_ids, 5)),
        known_ids=frozenset(chance.sample(helper_ids, 5)),
        previous_helper_id=chance.choice((None, chance.choice(helper_ids))),
    )


def of(ranked):
    return [(each.helper_id, each.cost) for each in ranked]


@pytest.mark.parametrize("seed", range(3))
def test_the_best_ten_are_those_of_a_full_scan(database, town_scope, seed):
    chance = random.Random(seed)  # noqa: S311  an invented town is no secret
    with database.writing(town_scope) as session:
        town = a_town(session)
        area = an_area(session, covered_by=a_centre(session))
        many_volunteers(session, town.id, 1_200, chance=chance, nowhere=0.2)
        ids = list(session.scalars(select(Person.id)))
        # Some of those without a place have a district, some have not; some have died.
        session.execute(
            update(Person).where(Person.id.in_(chance.sample(ids, 600))).values(area_id=area.id)
        )
        session.execute(
            update(Person).where(Person.id.in_(chance.sample(ids, 60))).values(died_on=TODAY)
        )
    with database.writing(town_scope) as session:
        # Some hold tasks: of these one is full, one dearer.
        case = a_case(session)
        free = select(VolunteerProfile.person_id).where(
            VolunteerProfile.max_active > 0, VolunteerProfile.suspended_at.is_(None)
        )
        alive = free.join(Person, Person.id == VolunteerProfile.person_id).where(
            Person.died_on.is_(None)
        )
        for helper_id in chance.sample(list(session.scalars(alive)), 30):
            a_task(session, a_need(session, case=case), session.get_one(Person, helper_id))
    spread = a_spread(chance)
    with database.reading(town_scope) as session:
        everybody = facts_of_helpers(
            session, Near(point=None), town_id=town_scope.town_id, half_m=None, now=NOW
        )
        assert len(everybody) == 1_200
        for _ in range(60):
            need, on = a_wanted(chance, spread, ids), TODAY + timedelta(days=chance.randint(0, 1))
            found = nearest_helpers(
                session, need, town_id=town_scope.town_id, on=on, now=NOW, enough=TEN
            ).ranked
            scanned = rank_helpers(need, everybody, on).ranked
            assert of(found)[:TEN] == of(scanned)[:TEN]


def test_the_look_up_prices_by_the_policy_and_says_its_version(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        near, far = neighbours(session, 2, first_m=200, step_m=500)
        a_task(session, a_need(session), near)
        wanted = facts_of_need(session, a_need(session), now=NOW).facts
        found = [
            nearest_helpers(
                session, wanted, town_id=town_scope.town_id, on=TODAY, now=NOW, enough=TEN,
                weights=weights,
            )
            for weights in (None, replace(match_weights(), version="next", load_a_task=5_000))
        ]  # fmt: skip
    assert [each.weights_version for each in found] == [match_weights().version, "next"]
    assert [each.ranked[0].helper_id for each in found] == [near.id, far.id]
    assert match_weights() == shipped_weights() == DEFAULT_WEIGHTS


def numbers_are_true(session):
    rows = session.scalars(select(VolunteerProfile)).all()
    for row in rows:
        assert row.skill_bits == skill_bits(row.skills)
        assert row.language_bits == language_bits(row.languages)
        assert row.avoid_bits == home_bits(row.avoids)
        assert row.slot_bits == slot_bits(row.slots)
        assert row.near_cell == cell_of(row.grid_lat, row.grid_lon, row.radius_m)
    return rows


def test_numbers_follow_the_readable_rows_by_every_way_they_are_written(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
        many_volunteers(session, town_scope.town_id, 20, chance=random.Random(1))  # noqa: S311
    with database.writing(town_scope) as session:
        numbers_are_true(session)
        own = session.scalars(
            select(VolunteerProfile).where(VolunteerProfile.person_id == helper.id)
        ).one()
        before = own.skill_bits, own.slot_bits, own.near_cell
        own.grid_lat, own.grid_lon, own.radius_m = 37.651, 127.211, 4_000
        own.skills, own.slots, own.avoids = ["lift"], "01" * 14, ["pets", "snakes"]
    with database.reading(town_scope) as session:
        rows = {row.person_id: row for row in numbers_are_true(session)}
        found = rows[helper.id]
        after = found.skill_bits, found.slot_bits, found.near_cell
        assert not set(after) & set(before)
        assert rows[helper.id].avoid_bits == home_bits(["pets"])


def test_every_kind_of_help_has_a_bit_of_its_own():
    bits = [skill_bits([kind]) for kind in NeedKind]
    assert len(set(bits)) == len(bits)
    assert skill_bits(["something new"]) not in bits
