"""Who may be asked: the box widens, places fall back, and nobody exact is read."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.score import Term
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.queries.candidates import candidates_for
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import answer_offer
from models import Household
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, a_task, an_offer
from tests.factories.people import a_household, a_resident, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours


def named(lookup):
    return [each.helper_id for each in lookup.candidates]


def test_somebody_far_who_goes_that_far_is_found(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        far = neighbours(session, 1, first_m=9_000, radius_m=10_000)[0]
        lookup = candidates_for(session, need, now=NOW)
    assert named(lookup) == [far.id]
    assert lookup.candidates[0].distance_m == pytest.approx(9_000, abs=5)


def test_the_first_of_many_are_the_same_however_wide_one_looks(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        neighbours(session, 40, step_m=45)
        near = candidates_for(session, need, now=NOW)
        all_of_them = candidates_for(session, need, now=NOW, enough=1_000)
    assert named(near)[:10] == named(all_of_them)[:10]
    assert near.looked_at < all_of_them.looked_at


def test_the_phone_needs_no_distance(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session, kind=NeedKind.PHONE_COMPANION)
        far = a_volunteer(session, skills=["phone_companion"], grid=(35.1, 129.0), radius_m=500)
        nowhere = a_volunteer(session, skills=["phone_companion"], grid=None)
        lookup = candidates_for(session, need, now=NOW)
    assert set(named(lookup)) == {far.id, nowhere.id}


def test_without_a_place_of_their_own_the_middle_of_the_district_counts(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        home = session.scalars(select(Household)).one()
        home.grid_lat = home.grid_lon = None
        need = a_need(session, case=a_case(session, resident=resident))
        helper = a_volunteer(session, area=area, grid=None)
        lost = a_volunteer(session, grid=None)
        lookup = candidates_for(session, need, now=NOW)
    assert lookup.is_centroid
    assert named(lookup) == [helper.id]
    assert lookup.excluded_by == {Rule.NO_PLACE: 1}
    assert lost.id not in named(lookup)


def test_a_known_face_comes_first_and_says_so(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        near, known = neighbours(session, 2, step_m=900)
        a_task(session, a_need(session, case=case), known)
        lookup = candidates_for(session, a_need(session, case=case), now=NOW)
    assert named(lookup) == [known.id, near.id]
    assert lookup.candidates[0].terms[Term.CONTINUITY] < 0


def test_whoever_said_no_to_this_need_is_not_asked_for_it_again(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        first, second = neighbours(session, 2)
        offer = an_offer(session, need, first)
        answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
        lookup = candidates_for(session, need, now=NOW)
    assert lookup.candidates[0].offer is OfferStatus.DECLINED
    assert [each.helper_id for each in lookup.first_to_ask(5)] == [second.id]


def test_a_check_that_runs_out_before_the_day_does_not_count(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        in_a_week = TODAY + timedelta(days=7)
        need = a_need(session, kind=NeedKind.TUTORING, from_on=in_a_week)
        a_volunteer(session, skills=["tutoring"], check_expires_on=TODAY + timedelta(days=6))
        lookup = candidates_for(session, need, now=NOW)
    assert lookup.excluded_by == {Rule.CHECK_EXPIRED: 1}


def test_nobody_is_asked_for_an_hour_they_do_not_have(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",), starts_at=time(19, 30))
        helper = neighbours(session, 1)[0]
        helper_free = candidates_for(session, need, now=NOW)
        profile_of(session, helper.id).slots = "0100" * 7
        session.flush()
        helper_busy = candidates_for(session, need, now=NOW)
    assert named(helper_free) == [helper.id]
    assert helper_busy.excluded_by == {Rule.NO_COMMON_SLOT: 1}


@pytest.mark.parametrize(
    ("wish", "stops"),
    [pytest.param(True, 1, id="nobody_of_the_building"), pytest.param(False, 0, id="no_such_wish")],
)
def test_a_resident_may_wish_for_nobody_of_the_same_building(database, town_scope, wish, stops):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        resident.nobody_of_building = wish
        need = a_need(session, case=a_case(session, resident=resident))
        upstairs, elsewhere = neighbours(session, 2)
        a_household(session, upstairs, address="경기도 남양주시 가람로 1, 505호")
        a_household(session, elsewhere, address="경기도 남양주시 나루로 9, 101호")
        lookup = candidates_for(session, need, now=NOW)
    assert lookup.excluded_by.get(Rule.SAME_BUILDING, 0) == stops
    assert elsewhere.id in named(lookup)
    assert (upstairs.id in named(lookup)) is not wish
