"""Who may be asked: the box widens, places fall back, and nobody exact is read."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.distance import OFF_GRID_M, SQUARE_M, Point, distance_m
from hopecare.domain.matching.distance import on_grid as on_squares
from hopecare.domain.matching.score import Term
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.people import (
    HelperWish,
    HouseholdMemberRole,
    OtherContactKind,
    RelationKind,
    StartsFrom,
)
from hopecare.queries.candidates import candidates_for
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.place_volunteer import place_volunteer
from hopecare.services.set_helper_wish import set_helper_wish
from hopecare.services.write_workplace import write_workplace
from models import Household, HouseholdMember, OtherContact, Relationship
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, YES, a_task, an_offer
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


@pytest.mark.parametrize("wish", [True, False])
def test_a_resident_may_wish_for_no_colleague(database, town_scope, wish):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        colleague, elsewhere, nowhere = neighbours(session, 3)
        write_workplace(resident, "주식회사 한빛 식품")
        write_workplace(colleague, "한빛식품(주)")
        write_workplace(elsewhere, "가람초등학교")
        need = a_need(session, case=a_case(session, resident=resident))
        holds = HelperWish.NOBODY_OF_WORKPLACE
        set_helper_wish(session, resident, wish=holds, holds=wish, by=BY, now=NOW)
        lookup = candidates_for(session, need, now=NOW)
    assert lookup.excluded_by.get(Rule.SAME_WORKPLACE, 0) == wish
    assert (colleague.id in named(lookup)) is not wish
    assert {elsewhere.id, nowhere.id} <= set(named(lookup))


def test_a_resident_may_ask_for_somebody_who_does_not_know_them(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        case = a_case(session, resident=resident)
        helped, kin, lived, looks_in, upstairs, colleague, stranger = neighbours(session, 7)
        a_task(session, a_need(session, case=case), helped)
        related = Relationship(
            town_id=resident.town_id,
            person_id=kin.id,
            other_person_id=resident.id,
            kind=RelationKind.SIBLING,
            from_on=TODAY,
            until_on=TODAY,
        )
        before = a_household(session, lived, address="경기도 남양주시 나루로 2, 3호")
        moved_out = HouseholdMember(
            town_id=resident.town_id,
            household_id=before.id,
            person_id=resident.id,
            role=HouseholdMemberRole.OTHER,
            from_on=TODAY - timedelta(days=9),
            until_on=TODAY,
        )
        session.add_all([related, moved_out, a_keyholder(resident, looks_in)])
        a_household(session, upstairs, address="경기도 남양주시 가람로 1, 505호")
        write_workplace(resident, "가람시장")
        write_workplace(colleague, "가람 시장")
        session.flush()
        need = a_need(session, case=case)
        everybody = named(candidates_for(session, need, now=NOW))
        holds = HelperWish.ONLY_STRANGERS
        set_helper_wish(session, resident, wish=holds, holds=True, by=BY, now=NOW)
        lookup = candidates_for(session, need, now=NOW)
    assert len(everybody) == 7
    assert named(lookup) == [stranger.id]
    assert lookup.excluded_by == {
        Rule.NOT_A_STRANGER: 4,
        Rule.SAME_BUILDING: 1,
        Rule.SAME_WORKPLACE: 1,
    }


def a_keyholder(resident, person):
    return OtherContact(
        town_id=resident.town_id,
        resident_id=resident.id,
        person_id=person.id,
        kind=OtherContactKind.KEYHOLDER,
        position=1,
        from_on=TODAY,
    )


def test_a_wish_holds_at_once_for_whoever_is_asked_and_has_not_answered(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        need = a_need(session, case=a_case(session, resident=resident))
        upstairs, elsewhere = neighbours(session, 2)
        a_household(session, upstairs, address="경기도 남양주시 가람로 1, 505호")
        offers = [an_offer(session, need, each) for each in (upstairs, elsewhere)]
        holds = HelperWish.NOBODY_OF_BUILDING
        set_helper_wish(session, resident, wish=holds, holds=True, by=BY, now=NOW)
        assert [each.status for each in offers] == [OfferStatus.STOOD_DOWN, OfferStatus.STANDING]
        late = answer_offer(session, offer_id=offers[0].id, answer=YES, by=BY, now=NOW)
        yes = answer_offer(session, offer_id=offers[1].id, answer=YES, by=BY, now=NOW)
    assert (late.result, yes.result) == (OfferResult.OVER, OfferResult.YOURS)


def test_a_wide_place_is_said_so_and_never_measured_as_a_walk(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        exact, wide = neighbours(session, 2)
        place_volunteer(session, wide, profile_of(session, wide.id), starts_from=StartsFrom.SQUARE)
        session.flush()
        own = profile_of(session, wide.id)
        lookup = candidates_for(session, need, now=NOW)
    assert own.grid_lat is not None
    assert own.grid_lon is not None
    place = Point(own.grid_lat, own.grid_lon)
    assert distance_m(on_squares(place, size_m=SQUARE_M), place) < OFF_GRID_M
    by_id = {each.helper_id: each.is_rough for each in lookup.candidates}
    assert by_id == {exact.id: False, wide.id: True}
