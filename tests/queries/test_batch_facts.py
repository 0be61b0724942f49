"""Many needs at once are read as one is, in a constant number of statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, true

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.matching.constraints import Rule, first_broken_rule
from hopecare.domain.matching.proposals import AppealReason
from hopecare.domain.matching.proposing import propose
from hopecare.domain.matching.still_open import still_open
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.people import GenderWish, HelperWish, HouseholdMemberRole
from hopecare.domain.urgency import Urgency
from hopecare.queries.batch_facts import open_needs, town_batch
from hopecare.queries.batch_helpers import active_helpers, helpers_of
from hopecare.queries.candidate_facts import Near, facts_of_helpers, facts_of_need
from hopecare.queries.need_times import first_day_of
from hopecare.queries.volunteers import profile_of
from hopecare.reading.policies import shipped_weights
from hopecare.services.answer_offer import answer_offer
from hopecare.services.close_case import close_case
from hopecare.services.write_workplace import write_workplace
from models import (
    Case,
    Household,
    HouseholdMember,
    MatchAppeal,
    Need,
    Person,
    RefusedHelper,
    VolunteerProfile,
)
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, a_task, an_offer
from tests.factories.people import a_consent, a_resident, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries


def all_open(session, town_scope, only=None):
    only = true() if only is None else only
    return open_needs(session, town_id=town_scope.town_id, now=NOW, only=only)


def batch_of(session, town_scope):
    return town_batch(
        session,
        town_id=town_scope.town_id,
        now=NOW,
        only=true(),
        weights=shipped_weights(),
        kept={},
    )


def a_mixed_town(session):
    """Needs and people of every sort: with wishes, without a place, refused, helped before."""
    a_town(session)
    centre = a_centre(session)
    area = an_area(session, covered_by=centre)
    first, second, third = neighbours(session, 3, centre=centre, area=area)
    wishful = a_resident(session, centre=centre, area=area)
    wishful.nobody_of_building = True
    case = a_case(session, resident=wishful, urgency=Urgency.CRISIS)
    a_need(
        session, case=case, kind=NeedKind.COMPANION_VISIT, rhythm=NeedRhythm.WEEKLY,
        weekdays=("tue", "fri"), starts_at=time(19, 30), language="vi", language_required=True,
        gender_wish=GenderWish.FEMALE_PREFERRED, check_level=1, flags=("pets",), people_needed=2,
    )  # fmt: skip
    a_task(session, a_need(session, case=case), first)
    a_need(session, case=case, from_on=TODAY + timedelta(days=9))
    session.add(
        RefusedHelper(
            town_id=wishful.town_id, resident_id=wishful.id, helper_id=second.id, from_on=TODAY
        )
    )
    nowhere = a_resident(session, centre=centre, area=area, address=None)
    for home in session.scalars(
        select(Household)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(HouseholdMember.person_id == nowhere.id)
    ):
        home.grid_lat = home.grid_lon = None
    a_need(session, case=a_case(session, resident=nowhere))
    together = a_resident(session, centre=centre)
    home = session.scalars(
        select(HouseholdMember).where(HouseholdMember.person_id == together.id)
    ).one()
    session.add(
        HouseholdMember(
            town_id=home.town_id, household_id=home.household_id, person_id=third.id,
            role=HouseholdMemberRole.OTHER, from_on=TODAY,
        )
    )  # fmt: skip
    a_need(session, case=a_case(session, resident=together))
    session.flush()
    return first, second, third


def test_each_need_is_read_as_it_is_alone(database, town_scope):
    with database.writing(town_scope) as session:
        a_mixed_town(session)
    with database.reading(town_scope) as session:
        found = all_open(session, town_scope)
        assert len(found.needs) == 4
        for need in found.needs:
            row = session.scalars(select(Need).where(Need.id == UUID(need.need_id))).one()
            alone = facts_of_need(session, row, now=NOW)
            assert replace(need.facts, asked_ids=frozenset(), on=None) == alone.facts
            assert found.places[need.need_id].is_rough == alone.near.is_centroid
            assert need.facts.on == first_day_of(session, row, now=NOW)
        assert {need.people for need in found.needs} == {1, 2}
        assert {need.priority for need in found.needs} == {1, 3}


@pytest.mark.parametrize("wish", [HelperWish.NOBODY_OF_WORKPLACE, HelperWish.ONLY_STRANGERS])
def test_what_residents_wish_about_helpers_is_read_as_it_is_alone(database, town_scope, wish):
    with database.writing(town_scope) as session:
        a_mixed_town(session)
        for person in session.scalars(select(Person)):
            write_workplace(person, "가람시장")
            setattr(person, wish.value, True)
    with database.reading(town_scope) as session:
        needs = all_open(session, town_scope).needs
        for need in needs:
            row = session.scalars(select(Need).where(Need.id == UUID(need.need_id))).one()
            alone = facts_of_need(session, row, now=NOW).facts
            assert replace(need.facts, asked_ids=frozenset(), on=None) == alone
            assert need.facts.workplace is not None
        wants_strangers = wish is HelperWish.ONLY_STRANGERS
        assert any(need.facts.known_ids for need in needs) is wants_strangers
        assert any(need.facts.building for need in needs)


def test_each_volunteer_is_read_as_they_are_alone(database, town_scope):
    with database.writing(town_scope) as session:
        a_mixed_town(session)
        off = a_volunteer(session)
        profile_of(session, off.id).is_on_duty = False
    with database.reading(town_scope) as session:
        everybody = facts_of_helpers(
            session, Near(point=None), town_id=town_scope.town_id, half_m=None, now=NOW
        )
        active = active_helpers(session, now=NOW)
        assert active == [each for each in everybody if each.is_active]
        assert len(active) == len(everybody) - 1
        assert helpers_of(session, [off.id], now=NOW) == [
            each for each in everybody if each.helper_id == off.id
        ]


def test_only_what_lacks_somebody_and_may_be_asked_is_looked_at(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helpers = neighbours(session, 3)
        open_, half, full, over, silent = (
            a_need(session, people_needed=n) for n in (1, 2, 1, 1, 1)
        )
        a_task(session, half, helpers[0])
        a_task(session, full, helpers[1])
        close_case(session, case_id=over.case_id, version=None, outcome=CaseOutcome.NEED_MET, by=BY,
                   now=NOW)  # fmt: skip
        resident_id = facts_of_need(session, silent, now=NOW).facts.resident_id
        a_consent(
            session, _person(session, resident_id), ConsentPurpose.PEER_HELP,
            act=ConsentAct.WITHDRAWN, at=NOW,
        )  # fmt: skip
        found = all_open(session, town_scope)
    assert {need.need_id: need.people for need in found.needs} == {
        str(open_.id): 1,
        str(half.id): 1,
    }
    assert found.without_consent == {silent.id}


def _person(session, person_id):
    return session.get_one(Person, person_id)


def test_whoever_said_no_stands_asked_or_was_set_aside_is_not_proposed(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session, people_needed=2)
        said_no, asked, aside, old, free = neighbours(session, 5)
        offer = an_offer(session, need, said_no)
        answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
        an_offer(session, need, asked)
        for helper, days in ((aside, 29), (old, 31)):
            _set_aside(session, need, helper, NOW - timedelta(days=days))
        facts = all_open(session, town_scope).needs[0].facts
        rules = {
            helper.helper_id: first_broken_rule(facts, helper, on=TODAY)
            for helper in active_helpers(session, now=NOW)
        }
    assert rules == {
        said_no.id: Rule.ASKED_ALREADY,
        asked.id: Rule.ASKED_ALREADY,
        aside.id: Rule.SET_ASIDE,
        old.id: None,
        free.id: None,
    }


def _set_aside(session, need, helper, when):
    resident_id = session.get_one(Case, need.case_id).resident_id
    session.add(
        MatchAppeal(
            town_id=need.town_id, need_id=need.id, case_id=need.case_id, resident_id=resident_id,
            helper_id=helper.id, by_staff=True, reason=AppealReason.OTHER, made_at=when,
            made_by_id=None,
        )
    )  # fmt: skip
    session.flush()


def test_the_statements_do_not_grow_with_needs_or_volunteers(database, town_scope):
    with database.writing(town_scope) as session:
        a_mixed_town(session)
    with database.reading(town_scope) as session, count_queries(database) as few:
        batch_of(session, town_scope)
    with database.writing(town_scope) as session:
        for _ in range(12):
            a_need(session)
        neighbours(session, 12)
    with database.reading(town_scope) as session, count_queries(database) as many:
        read = batch_of(session, town_scope)
    assert len(read.batch.needs) == 16
    assert len(many.statements) == len(few.statements) <= 17


BAD_PLACES = {
    "swapped": (127.19, 37.72),
    "at 0/0": (0.0, 0.0),
    "outside the town": (35.1, 129.0),
    "missing": None,
}


@pytest.mark.parametrize("grid", BAD_PLACES.values(), ids=BAD_PLACES)
def test_a_volunteer_with_a_wrong_place_is_kept_out_and_harms_nobody(database, town_scope, grid):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        lost = a_volunteer(session, grid=grid)
        read = batch_of(session, town_scope)
        (found,) = still_open(propose(read.batch))
        good = neighbours(session, 1)[0]
        pairs = propose(batch_of(session, town_scope).batch).pairs
    assert found.stopped_by in {Rule.TOO_FAR, Rule.NO_PLACE}
    assert [(pair.need_id, pair.helper_id) for pair in pairs] == [(str(need.id), good.id)]
    assert lost.id != good.id


@pytest.mark.parametrize("grid", [each for each in BAD_PLACES.values() if each], ids=str)
def test_a_resident_with_a_wrong_place_stays_open_and_says_too_far(database, town_scope, grid):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        neighbours(session, 2)
        home = session.scalars(select(Household)).one()
        home.grid_lat, home.grid_lon = grid
        session.flush()
        (found,) = still_open(propose(batch_of(session, town_scope).batch))
    assert (found.need_id, found.stopped_by) == (str(need.id), Rule.TOO_FAR)


def test_bad_facts_of_volunteers_are_rules_and_not_failures(database, town_scope):
    """An expired check, more tasks than wished, the resident themself, and nobody at all."""
    with database.writing(town_scope) as session:
        a_town(session)
        nobody = propose(batch_of(session, town_scope).batch)
        need = a_need(session, check_level=1)
        assert still_open(propose(batch_of(session, town_scope).batch))[0].fitting == 0
        expired, busy, slow = neighbours(session, 3)
        profile_of(session, expired.id).check_expires_on = TODAY - timedelta(days=1)
        profile_of(session, slow.id).radius_m = 100
        for _ in range(2):
            a_task(session, a_need(session), busy)
        profile_of(session, busy.id).max_active = 1
        himself = _person(session, facts_of_need(session, need, now=NOW).facts.resident_id)
        _enrol(session, himself)
        facts = all_open(session, town_scope).needs[0].facts
        rules = {
            helper.helper_id: first_broken_rule(facts, helper, on=TODAY)
            for helper in active_helpers(session, now=NOW)
        }
    assert nobody.pairs == {}
    assert rules == {
        expired.id: Rule.CHECK_EXPIRED,
        busy.id: Rule.NO_CAPACITY,
        slow.id: Rule.TOO_FAR,
        himself.id: Rule.SAME_PERSON,
    }


def _enrol(session, person):
    session.add(
        VolunteerProfile(
            town_id=person.town_id, person_id=person.id, joined_on=TODAY, centre_id=None,
            skills=["side_dishes"], grid_lat=37.72, grid_lon=127.19,
        )
    )  # fmt: skip
    session.flush()
