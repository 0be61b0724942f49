"""A consent that had run out is renewed: what stopped only for want of it is looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus, OfferStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.queries.askings import find_live_asking
from hopecare.services.answer_consents import answer_consents
from hopecare.services.end_need import end_need
from hopecare.services.follow_consent_end import follow_consent_end
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.settle_missed_week import settle_missed_week
from hopecare.services.withdraw_asking import withdraw_asking
from models import CallTask, Case, Person, TimelineEntry
from tests.factories.askings import an_asking, look, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_consent
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, a_missed_week, a_weekly_task

pytestmark = pytest.mark.both_databases

RUNS_OUT = NOW + timedelta(days=2)
RENEWED = RUNS_OUT + timedelta(hours=3)


def resident_of(session, need):
    return session.get_one(Person, session.get_one(Case, need.case_id).resident_id)


def runs_out(session, need):
    person, purpose = resident_of(session, need), ConsentPurpose.PEER_HELP
    a_consent(session, person, purpose, at=NOW + timedelta(seconds=1), expires_on=RUNS_OUT.date())
    follow_consent_end(session, person_id=person.id, by=BY, now=RUNS_OUT)


def say(session, need, act=ConsentAct.GIVEN, *, now=RENEWED):
    said = ConsentSaid(purpose=ConsentPurpose.PEER_HELP, form=ConsentForm.VOICE, act=act)
    answer_consents(session, resident_of(session, need), [said], by=BY, now=now)


def told(session):
    kinds = select(TimelineEntry.kind)
    return session.scalars(kinds).all().count(EntryKind.ASKING_RESUMED)


def calls_for(session, need_id):
    owed = select(CallTask).where(
        CallTask.need_id == need_id, CallTask.status == CallTaskStatus.OPEN
    )
    return session.scalars(owed).all()


@pytest.fixture
def asked(session):
    neighbours(session, 4)
    need = a_need(session)
    an_asking(session, need)
    return need


def test_an_asking_that_stopped_is_taken_up_again_and_staff_read_it(session, asked):
    runs_out(session, asked)
    assert find_live_asking(session, asked.id) is None
    say(session, asked)

    asking = find_live_asking(session, asked.id)
    assert asking is not None
    assert (asking.due_at, told(session)) == (RENEWED, 1)
    assert look(session, asking, RENEWED)
    say(session, asked, now=RENEWED + timedelta(hours=1))
    assert told(session) == 1


def test_a_wave_that_found_no_consent_is_taken_up_again_too(session, asked):
    person, purpose = resident_of(session, asked), ConsentPurpose.PEER_HELP
    a_consent(session, person, purpose, at=NOW + timedelta(seconds=1), expires_on=RUNS_OUT.date())
    asking = find_live_asking(session, asked.id)
    assert asking is not None
    look(session, asking, RUNS_OUT)
    assert find_live_asking(session, asked.id) is None
    say(session, asked)
    assert find_live_asking(session, asked.id) is not None


def test_a_helper_who_left_while_nobody_might_be_asked_is_followed_then(session):
    people = neighbours(session, 3)
    need = a_need(session)
    task = a_task(session, need, people[0])
    runs_out(session, need)
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=RUNS_OUT)
    assert find_live_asking(session, need.id) is None
    say(session, need)
    assert find_live_asking(session, need.id) is not None


def test_whatever_was_stopped_by_hand_by_a_no_or_has_ended_stays_so(session, asked):
    asking = find_live_asking(session, asked.id)
    assert asking is not None
    withdraw_asking(session, asking_id=asking.id, by=BY, now=NOW)
    runs_out(session, asked)
    say(session, asked)
    assert (find_live_asking(session, asked.id), told(session)) == (None, 0)


def test_a_no_after_it_ran_out_is_a_no(session, asked):
    runs_out(session, asked)
    say(session, asked, ConsentAct.REFUSED)
    say(session, asked, now=RENEWED + timedelta(hours=1))
    assert (find_live_asking(session, asked.id), told(session)) == (None, 0)


def test_nobody_is_asked_for_what_has_ended(session, asked):
    runs_out(session, asked)
    end_need(session, need_id=asked.id, is_met=True, by=BY, now=RUNS_OUT)
    say(session, asked)
    assert (find_live_asking(session, asked.id), told(session)) == (None, 0)


def test_nobody_is_asked_for_a_day_that_has_passed(session):
    neighbours(session, 2)
    day = (NOW + timedelta(days=3)).date()
    need = a_need(session, from_on=day, until_on=day)
    an_asking(session, need)
    runs_out(session, need)
    say(session, need, now=NOW + timedelta(days=5))
    assert (find_live_asking(session, need.id), told(session)) == (None, 0)
    assert {each.status for each in offers_of(session, need)} == {OfferStatus.STOOD_DOWN}


def test_staff_ring_again_for_a_missed_day_that_was_left_to_them(session):
    task = a_weekly_task(session, neighbours(session, 1)[0])
    missed = a_missed_week(session, task)
    assert len(calls_for(session, missed.cover_need_id)) == 1
    runs_out(session, task)
    assert calls_for(session, missed.cover_need_id) == []
    say(session, task)
    # It is looked for as from the beginning, and there is nobody else to ask.
    settle_missed_week(session, missed_id=missed.id, by=BY, now=RENEWED)
    assert len(calls_for(session, missed.cover_need_id)) == 1


def test_staff_ring_for_a_day_whose_evening_came_before_the_yes(session):
    task = a_weekly_task(session, neighbours(session, 3)[0])
    missed = a_missed_week(session, task)
    runs_out(session, task)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert calls_for(session, missed.cover_need_id) == []
    say(session, task, now=EVENING + timedelta(minutes=30))
    assert len(calls_for(session, missed.cover_need_id)) == 1


def test_nobody_rings_for_a_missed_day_that_is_over(session):
    task = a_weekly_task(session, neighbours(session, 1)[0])
    missed = a_missed_week(session, task)
    runs_out(session, task)
    say(session, task, now=EVENING + timedelta(days=1, hours=7))
    assert calls_for(session, missed.cover_need_id) == []
