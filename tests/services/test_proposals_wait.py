"""Confirming a list obeys what each volunteer set for themself, as a wave does."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.caps import REST_DAY, Cap
from hopecare.domain.matching.proposals import ListState, ProposalStatus
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import answer_offer
from hopecare.services.change_proposal import change_proposal
from hopecare.services.confirm_proposals import Confirmed, confirm_proposals
from models import Offer
from tests.factories.cases import BY, a_need
from tests.factories.offers import NO
from tests.factories.proposals import a_list, pairs_in
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries

DAY = timedelta(days=1)


def confirmed(session, made, pair, now=NOW):
    return confirm_proposals(
        session, list_id=made.id, need_id=pair.need_id, version=made.version, by=BY, now=now
    )


def asked(session):
    return session.scalars(select(Offer.helper_id)).all()


def _other_hours(profile):
    local = (NOW + timedelta(hours=9)).hour
    profile.asked_from, profile.asked_until = time(local + 1), time(local + 2)


def test_one_volunteer_placed_three_times_is_asked_once_and_then_one_after_another(session):
    for _ in range(3):
        a_need(session)
    (only,) = neighbours(session, 1)
    profile_of(session, only.id).max_active = 3
    made = a_list(session)
    pairs = pairs_in(session, made)
    assert [each.helper_id for each in pairs] == [only.id] * 3
    came = [confirmed(session, made, each) for each in pairs]
    assert came == [Confirmed(asked=1), Confirmed(waiting=1), Confirmed(waiting=1)]
    assert asked(session) == [only.id], "one asking at a time"
    assert [(each.status, each.reason) for each in pairs] == [
        (ProposalStatus.CONFIRMED, None),
        *[(ProposalStatus.PROPOSED, Cap.ASKED_NOW)] * 2,
    ]
    assert made.state(NOW) is ListState.DRAFT
    offer = session.scalars(select(Offer).where(Offer.status == OfferStatus.STANDING)).one()
    answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
    assert confirmed(session, made, pairs[1]) == Confirmed(waiting=1)
    assert pairs[1].reason == Cap.THIS_DAY
    assert asked(session) == [only.id]


def test_own_hours_are_kept_unless_a_person_chose_the_volunteer(session):
    a_need(session)
    near, other = neighbours(session, 2)
    for each in (near, other):
        _other_hours(profile_of(session, each.id))
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    assert confirmed(session, made, pair) == Confirmed(waiting=1)
    assert (pair.status, pair.reason) == (ProposalStatus.PROPOSED, Cap.OWN_HOURS)
    later = NOW + timedelta(hours=1, minutes=30)
    change_proposal(session, proposal_id=pair.id, helper_id=other.id, by=BY, now=NOW)
    assert confirmed(session, made, pair) == Confirmed(asked=1), "a person decided so"
    again = a_need(session)
    assert again.id != pair.need_id
    second = a_list(session)
    (waits,) = [each for each in pairs_in(session, second) if each.need_id == again.id]
    assert waits.helper_id == near.id
    assert confirmed(session, second, waits) == Confirmed(waiting=1)
    assert confirmed(session, second, waits, later) == Confirmed(asked=1), "within their hours"
    assert waits.reason is None


def test_a_visit_of_two_waits_whole_where_one_of_them_is_left_in_peace(session):
    a_need(session, people_needed=2)
    first, _ = neighbours(session, 2)
    _other_hours(profile_of(session, first.id))
    made = a_list(session)
    pairs = pairs_in(session, made)
    assert confirmed(session, made, pairs[0]) == Confirmed(waiting=1)
    assert {each.helper_id: each.reason for each in pairs}[first.id] == Cap.OWN_HOURS
    assert [each.reason for each in pairs].count(None) == 1
    assert asked(session) == []


def test_on_a_public_holiday_nobody_is_asked_for_what_can_wait(session):
    a_need(session)
    neighbours(session, 1)
    christmas = NOW.replace(month=12, day=25)
    made = a_list(session, now=christmas)
    (pair,) = pairs_in(session, made)
    assert confirmed(session, made, pair, christmas) == Confirmed(waiting=1)
    assert pair.reason == REST_DAY


def test_what_each_set_is_read_in_a_number_of_queries_that_does_not_grow(session, database):
    counted = []
    for people in (1, 2):
        need = a_need(session, people_needed=people)
        for each in neighbours(session, people, first_m=people * 100):
            _other_hours(profile_of(session, each.id))
        made = a_list(session)
        (pair, *_) = [each for each in pairs_in(session, made) if each.need_id == need.id]
        session.flush()
        session.expire_all()
        with count_queries(database) as queries:
            assert confirmed(session, made, pair) == Confirmed(waiting=people)
        counted.append(sum(each.startswith("SELECT") for each in queries.statements))
    assert counted[0] == counted[1]
