"""A volunteer sets themself other limits: what they are asked for is held to what they say now."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.matching.distance import DistanceBand, Point, distance_m, moved
from hopecare.domain.matching.proposals import ProposalStatus
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.timeline import EntryKind
from hopecare.queries.own_pages import offer_view
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.change_volunteer import change_volunteer
from hopecare.services.confirm_proposals import confirm_proposals
from hopecare.services.join_as_volunteer import VolunteerWish
from models import Asking, CallTask, Message, TimelineEntry
from tests.factories.askings import an_asking, deliver_questions, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.people import a_volunteer
from tests.factories.proposals import a_list, pairs_in
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import HOME, neighbours

pytestmark = pytest.mark.both_databases

LATER = NOW + timedelta(minutes=5)
AS_IT_WAS = VolunteerWish(
    skills=(NeedKind.SIDE_DISHES, NeedKind.COMPANION_VISIT),
    languages=("ko", "vi"),
    check_level=CheckLevel.ENHANCED,
)
"""What the volunteers of the factories offer, more or less."""
MORNING: Any = {
    "from_on": TODAY + timedelta(days=1),
    "starts_at": time(10),
    "language": "vi",
    "language_required": True,
    "flags": ("pets",),
    "check_level": CheckLevel.BASIC,
}
"""What a need may ask of a helper, on the next morning."""
LIMITS = {
    "other help": {"skills": (NeedKind.COMPANION_VISIT,)},
    "at night alone": {"slots": "0001" * 7},
    "no such language": {"languages": ("ko",)},
    "no pets": {"avoids": ("pets",)},
    "nothing at all": {"max_active": 0},
}


def change(session, helper, *, with_check=False, **other):
    return change_volunteer(
        session,
        person_id=helper.id,
        version=profile_of(session, helper.id).version,
        wish=replace(AS_IT_WAS, **other),
        with_check=with_check,
        by=BY,
        now=LATER,
    )


def told(session, person):
    theirs = select(Message.body).where(Message.to_person_id == person.id)
    found = theirs.order_by(Message.created_at, Message.id)
    return [body for body in session.scalars(found) if body]


def away_by(session, metres):
    """A volunteer who lives so far north of the home."""
    place = moved(HOME, north_m=metres, east_m=0)
    return a_volunteer(session, grid=(place.lat, place.lon), radius_m=20_000)


def band_of(session, helper, offer):
    profile = profile_of(session, helper.id)
    view = offer_view(session, profile, offer.id, now=LATER)
    return view.band if view else None


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_what_is_outside_their_new_limits_is_let_go_kindly_and_others_are_asked(session, limit):
    people = neighbours(session, 3)
    for each in people:
        change(session, each)
    need = a_need(session, **MORNING)
    an_asking(session, need)
    first = offers_of(session, need)[0]
    helper = next(each for each in people if each.id == first.helper_id)
    deliver_questions(session)
    change(session, helper, **limit)

    assert first.status is OfferStatus.STOOD_DOWN
    assert "끝났어요" in told(session, helper)[-1]
    assert session.scalars(select(Asking.next_wave_at)).one() <= LATER
    others = offers_of(session, need)[1:]
    assert {each.status for each in others} <= {OfferStatus.STANDING}
    ended = select(TimelineEntry.facts).where(TimelineEntry.kind == EntryKind.OFFER_STOOD_DOWN)
    assert [each["cause"] for each in session.scalars(ended)] == ["helper_changed"]


def test_staff_who_lower_the_check_let_go_what_asks_for_it(session):
    [helper] = neighbours(session, 1)
    offer = an_offer(session, a_need(session, check_level=CheckLevel.ENHANCED), helper)
    change(session, helper, check_level=CheckLevel.BASIC, with_check=True)
    assert offer.status is OfferStatus.STOOD_DOWN


def test_what_fits_as_before_still_stands_and_nobody_is_told_anything(session):
    [helper] = neighbours(session, 1)
    offer = an_offer(session, a_need(session), helper)
    deliver_questions(session)
    change(session, helper, radius_m=3000, languages=("ko",), askings_a_week=1)

    assert offer.status is OfferStatus.STANDING
    assert len(told(session, helper)) == 1


def test_what_staff_asked_of_them_past_their_limits_is_not_taken_back_by_another_change(session):
    """Whoever chose them knew that they had said so before."""
    [helper] = neighbours(session, 1)
    change(session, helper, slots="0001" * 7)
    offer = an_offer(session, a_need(session, starts_at=time(10)), helper)
    change(session, helper, slots="0001" * 7, languages=("ko", "en"))
    assert offer.status is OfferStatus.STANDING


def test_how_far_they_go_is_held_to_the_band_they_read_and_to_nothing_finer(session):
    """Whoever could lower it step by step until a request ends would measure the way to a home."""
    ends = {}
    for away in (1150, 1500, 3000, 5800):
        helper = away_by(session, away)
        offer = an_offer(session, a_need(session), helper)
        band = band_of(session, helper, offer)
        for radius in range(6000, 499, -250):
            change(session, helper, radius_m=radius)
            if offer.status is OfferStatus.STOOD_DOWN:
                break
        ends[away] = (band, radius if offer.status is OfferStatus.STOOD_DOWN else None)
    edges = {
        DistanceBand.UNDER_500_M: None,
        DistanceBand.UNDER_1_KM: None,
        DistanceBand.UNDER_2_KM: 750,
        DistanceBand.UNDER_5_KM: 1750,
        DistanceBand.FARTHER: 4750,
    }
    assert {band for band, _ in ends.values()} >= {DistanceBand.UNDER_2_KM, DistanceBand.UNDER_5_KM}
    assert [at for _, at in ends.values()] == [edges[band] for band, _ in ends.values()]


def test_where_they_work_lets_nothing_go_that_would_tell_where_a_resident_works(session):
    [helper] = neighbours(session, 1)
    offer = an_offer(session, a_need(session), helper)
    change(session, helper, workplace="누리식품")
    assert offer.status is OfferStatus.STANDING


def test_a_yes_counts_nevertheless_while_nobody_was_faster(session):
    helper = away_by(session, 1600)
    offer = an_offer(session, a_need(session), helper)
    deliver_questions(session)
    change(session, helper, radius_m=600)
    assert offer.status is OfferStatus.STOOD_DOWN
    came = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    assert came.result is OfferResult.YOURS


def test_whoever_helps_goes_on_and_nobody_is_rung(session):
    [helper] = neighbours(session, 1)
    task = a_task(session, a_need(session), helper)
    change(session, helper, skills=(NeedKind.COMPANION_VISIT,), radius_m=500, max_active=0)
    assert task.status is TaskStatus.ACTIVE
    assert session.scalars(select(CallTask)).all() == []


@pytest.mark.parametrize("limit", [*LIMITS.values(), {"radius_m": 500}], ids=[*LIMITS, "too far"])
def test_somebody_proposed_whom_a_rule_keeps_out_since_is_not_asked(session, limit):
    place = moved(HOME, north_m=700, east_m=0)
    assert distance_m(Point(place.lat, place.lon), HOME) > 600
    helper = a_volunteer(session, grid=(place.lat, place.lon))
    change(session, helper)
    need = a_need(session, **MORNING)
    made = a_list(session)
    [proposed] = pairs_in(session, made)
    change(session, helper, **limit)
    came = confirm_proposals(
        session, list_id=made.id, need_id=need.id, version=made.version, by=BY, now=LATER
    )
    assert (came.asked, proposed.status) == (0, ProposalStatus.GONE)
    assert offers_of(session, need) == []
