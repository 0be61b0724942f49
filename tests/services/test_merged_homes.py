"""A merge, or its undo, moves somebody: whoever is asked for them or helps hears it as ever."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus, MessageStatus, OfferStatus, TaskStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.merging import MergeField
from hopecare.domain.roles import Role
from hopecare.queries.merge_views import may_undo
from hopecare.queries.places import find_household
from hopecare.queries.search_terms import workplace_index
from hopecare.queries.volunteers import profile_of
from hopecare.queries.yes_rules import rules_broken_by
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.undo_merge import undo_merge
from models import CallTask, Message, Offer
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.people import a_consent, a_person, a_resident
from tests.factories.towns import a_centre, an_area
from tests.factories.two_homes import FAR, LATER, LATEST, NEAR, lives, merge, near


@pytest.fixture
def place(session):
    centre = a_centre(session)
    return {"centre": centre, "area": an_area(session, covered_by=centre)}


@pytest.fixture
def two(session, place):
    """The first record lives far away, the second near."""
    first = a_resident(session, name="김다래", **place)
    second = a_resident(session, name="김 다래", **place)
    lives(session, first, FAR)
    lives(session, second, NEAR)
    return first, second


def helped(session, place, resident):
    """One holds a task, another is asked, a third was asked until a while ago."""
    case = a_case(session, resident=resident)
    held, asked = a_need(session, case=case), a_need(session, case=case)
    helper, other, late = (near(session, place, name) for name in ("공숲", "도란", "마루"))
    task = a_task(session, held, helper)
    lapsed = an_offer(session, asked, late)
    lapsed.status = OfferStatus.LAPSED
    return task, an_offer(session, asked, other), lapsed


def calls_to(session, person_id):
    owed = select(CallTask).where(
        CallTask.person_id == person_id, CallTask.status == CallTaskStatus.OPEN
    )
    return [call.dedup_key.split(":")[-3] for call in session.scalars(owed)]


@pytest.mark.parametrize("case_of", [0, 1], ids=["home is chosen", "home stands"])
def test_whoever_is_asked_or_helps_hears_of_the_other_home(session, place, two, case_of):
    two = two if case_of else two[::-1]
    chosen = frozenset() if case_of else frozenset({MergeField.HOME})
    task, asked, lapsed = helped(session, place, two[case_of])
    merge(session, two, from_other=chosen)
    home = find_household(session, two[0].id)
    assert home
    assert home.address == FAR[0]
    assert task.status is TaskStatus.ACTIVE
    assert len(calls_to(session, task.helper_id)) == 1
    assert asked.status is OfferStatus.STOOD_DOWN
    question = select(Message.status).where(Message.to_person_id == asked.helper_id)
    assert session.scalars(question).all() == [MessageStatus.STOPPED]
    yes = answer_offer(session, offer_id=lapsed.id, answer=YES, by=BY, now=LATER)
    assert yes.result is OfferResult.CHANGED


def test_the_undo_moves_the_case_back_and_everybody_hears_it_again(session, place, two):
    task, _, _ = helped(session, place, two[1])
    done = merge(session, two)
    before = calls_to(session, task.helper_id)
    assert may_undo(session, done)
    profile_of(session, task.helper_id).grid_lat = FAR[1][0]
    profile_of(session, task.helper_id).grid_lon = FAR[1][1]
    session.flush()
    undo_merge(session, merge_id=done.id, by=BY, now=LATEST)
    assert len(calls_to(session, task.helper_id)) == len(before) + 1


def test_two_records_of_one_home_move_nobody(session, place, two):
    lives(session, two[0], NEAR)
    task, asked, _ = helped(session, place, two[1])
    merge(session, two)
    assert asked.status is OfferStatus.STANDING
    assert calls_to(session, task.helper_id) == []


@pytest.mark.parametrize("is_undone", [False, True])
def test_a_volunteer_who_lives_elsewhere_by_it_is_asked_around_the_home_that_stands(
    session, place, two, is_undone
):
    volunteer = near(session, place, "김다래")
    lives_near = [a_resident(session, name=name, **place) for name in ("한솔", "은별")]
    needs = []
    for resident in lives_near:
        lives(session, resident, NEAR)
        needs.append(a_need(session, case=a_case(session, resident=resident)))
    task, asked = a_task(session, needs[0], volunteer), an_offer(session, needs[1], volunteer)
    done = merge(session, (two[0], volunteer))
    profile = profile_of(session, two[0].id)
    assert (profile.grid_lat, profile.grid_lon) == FAR[1]
    assert Rule.TOO_FAR in rules_broken_by(session, needs[0], [two[0].id], now=LATER)[two[0].id]
    assert task.status is TaskStatus.ACTIVE
    assert len(calls_to(session, two[0].id)) == 1
    assert asked.status is OfferStatus.STOOD_DOWN
    if is_undone:
        assert may_undo(session, done)
        undo_merge(session, merge_id=done.id, by=BY, now=LATEST)
        profile = profile_of(session, volunteer.id)
        assert (profile.grid_lat, profile.grid_lon) == NEAR[1]


def test_a_stricter_wish_of_the_other_record_ends_what_it_keeps_out_without_a_word(
    session, place, two
):
    """The home stays the same; whoever works at the same place is asked no more."""
    first, second = two
    lives(session, first, NEAR)
    neighbour = near(session, place, "공숲")
    for each in (first, neighbour):
        each.workplace, each.workplace_index = "한빛서점", workplace_index("한빛서점")
    asked = an_offer(session, a_need(session, case=a_case(session, resident=first)), neighbour)
    second.nobody_of_workplace = True
    told = select(Message.id).where(Message.to_person_id == neighbour.id)
    before = set(session.scalars(told))
    merge(session, two)
    assert session.get_one(Offer, asked.id).status is OfferStatus.STOOD_DOWN
    assert set(session.scalars(told)) == before


def only_district(session, name, centre, area):
    """A resident of whom nobody wrote down where they live, but for the district."""
    person = a_person(session, name=name, roles=(Role.RESIDENT,), centre=centre, area=area)
    for purpose in ConsentPurpose:
        a_consent(session, person, purpose)
    return person


@pytest.mark.parametrize("is_undone", [False, True])
def test_a_late_yes_is_held_to_another_district_too(session, is_undone):
    centre = a_centre(session)
    areas = [
        an_area(session, name=name, covered_by=centre, lat=lat, lon=lon)
        for name, (lat, lon) in (("별내동", FAR[1]), ("진접읍", NEAR[1]))
    ]
    first, second = (
        only_district(session, name, centre, area)
        for name, area in zip(("김다래", "김 다래"), areas, strict=True)
    )
    place = {"centre": centre, "area": areas[1]}
    need = a_need(session, case=a_case(session, resident=second))
    lapsed = an_offer(session, need, near(session, place, "공숲"))
    lapsed.status = OfferStatus.LAPSED
    done, at = merge(session, (first, second)), LATER
    if is_undone:
        undo_merge(session, merge_id=done.id, by=BY, now=LATEST)
        # Whoever was asked for the other district meanwhile.
        lapsed = an_offer(session, need, near(session, place, "도란"), now=LATER)
        lapsed.status, at = OfferStatus.LAPSED, LATEST
        profile = profile_of(session, lapsed.helper_id)
        profile.grid_lat, profile.grid_lon = FAR[1]
    session.flush()
    yes = answer_offer(session, offer_id=lapsed.id, answer=YES, by=BY, now=at)
    assert yes.result is OfferResult.CHANGED
