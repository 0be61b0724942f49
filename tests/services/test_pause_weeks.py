"""A consent runs out while a day of help every week is missed: help waits, nobody said no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus, MissedWeekStatus, OfferStatus, TaskStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.services.answer_consents import answer_consents
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.follow_consent_end import follow_consent_end
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.settle_missed_week import settle_missed_week
from models import Backup, CallTask, Case, Message, Offer, Person
from tests.factories.askings import deliver_questions
from tests.factories.cases import BY
from tests.factories.offers import YES
from tests.factories.people import a_consent
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, a_backup, a_missed_week, a_weekly_task

pytestmark = pytest.mark.both_databases

RUNS_OUT = NOW + timedelta(days=2)
"""Wednesday; the day that is missed is Friday."""
RENEWED = RUNS_OUT + timedelta(hours=3)


@pytest.fixture
def helped(session):
    """Help every week by the first of six, with the second as backup; agreed to until Wednesday."""
    people = neighbours(session, 6)
    task = a_weekly_task(session, people[0])
    a_backup(session, task.need_id, people[1])
    agrees_until(session, task, RUNS_OUT.date())
    return task, people


def agrees_until(session, task, day):
    person, purpose = resident_of(session, task), ConsentPurpose.PEER_HELP
    a_consent(session, person, purpose, at=NOW + timedelta(seconds=1), expires_on=day)


def resident_of(session, task):
    return session.get_one(Person, session.get_one(Case, task.case_id).resident_id)


def runs_out(session, task):
    person_id = resident_of(session, task).id
    follow_consent_end(session, person_id=person_id, by=BY, now=RUNS_OUT)


def renew(session, task):
    said = ConsentSaid(purpose=ConsentPurpose.PEER_HELP, form=ConsentForm.VOICE)
    answer_consents(session, resident_of(session, task), [said], by=BY, now=RENEWED)


def asked(session, need_id):
    found = select(Offer).where(Offer.need_id == need_id, Offer.status == OfferStatus.STANDING)
    return session.scalars(found).all()


def a_taken_week(session, task):
    missed = a_missed_week(session, task)
    [offer] = asked(session, missed.cover_need_id)
    answered = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW)
    return missed, answered.task


def called(session):
    owed = select(CallTask.person_id).where(CallTask.status == CallTaskStatus.OPEN)
    return set(session.scalars(owed))


def test_who_said_yes_for_the_day_comes_once_they_agree_again(session, helped):
    task, people = helped
    missed, standin = a_taken_week(session, task)
    runs_out(session, task)

    assert (missed.status, standin.status) == (MissedWeekStatus.TAKEN, TaskStatus.ACTIVE)
    # The very words for whoever holds a task: why they cannot read the address just now.
    assert {people[0].id, people[1].id} <= called(session)
    assert missed.due_at is not None


def test_the_backup_stays(session, helped):
    task, people = helped
    runs_out(session, task)
    [backup] = session.scalars(select(Backup))
    assert (backup.helper_id, backup.until) == (people[1].id, None)


def test_a_day_still_looked_for_is_looked_for_again_once_they_agree(session, helped):
    task, people = helped
    missed = a_missed_week(session, task)
    deliver_questions(session)
    runs_out(session, task)
    assert asked(session, missed.cover_need_id) == []
    paused = missed.status

    renew(session, task)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=RENEWED)
    assert paused is MissedWeekStatus.ASKED_BACKUP
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
    assert people[0].id not in {offer.helper_id for offer in asked(session, missed.cover_need_id)}
    assert asked(session, missed.cover_need_id)


def test_a_day_without_an_answer_is_left_to_staff_on_its_evening(session, helped):
    task, _ = helped
    missed = a_missed_week(session, task)
    runs_out(session, task)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert missed.status is MissedWeekStatus.UNFILLED


def test_a_yes_for_the_day_counts_after_they_agreed_again(session, helped):
    task, _ = helped
    missed = a_missed_week(session, task)
    [offer] = asked(session, missed.cover_need_id)
    runs_out(session, task)
    answer = {"offer_id": offer.id, "answer": YES, "by": BY}
    assert answer_offer(session, **answer, now=RUNS_OUT).result is OfferResult.OVER
    renew(session, task)
    assert answer_offer(session, **answer, now=RENEWED).result is OfferResult.YOURS
    assert missed.status is MissedWeekStatus.TAKEN


def test_nobody_is_rung_for_a_day_left_to_staff_and_the_resident_hears(session):
    """Its call names neighbours, who may not be rung for somebody who does not agree."""
    task = a_weekly_task(session, neighbours(session, 1)[0])
    agrees_until(session, task, RUNS_OUT.date())
    missed = a_missed_week(session, task)
    assert missed.status is MissedWeekStatus.UNFILLED
    runs_out(session, task)
    to_find = select(CallTask.status).where(CallTask.need_id == missed.cover_need_id)
    assert session.scalars(to_find).all() == [CallTaskStatus.CANCELLED]
    assert missed.status is MissedWeekStatus.UNFILLED
    told = select(Message.dedup_key).where(Message.to_person_id == resident_of(session, task).id)
    assert f"missed_week:{missed.id}:nobody" in session.scalars(told).all()


def test_a_day_left_to_staff_for_want_of_consent_is_offered_once_they_agree(session, helped):
    task, people = helped
    runs_out(session, task)
    missed = a_missed_week(session, task, now=RUNS_OUT)
    left, nobody = missed.status, asked(session, missed.cover_need_id)
    renew(session, task)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=RENEWED)
    assert (left, nobody) == (MissedWeekStatus.UNFILLED, [])
    assert [each.helper_id for each in asked(session, missed.cover_need_id)] == [people[1].id]
    assert (missed.status, missed.due_at) == (MissedWeekStatus.ASKED_BACKUP, EVENING)
    ask_for_consent = select(CallTask.status).where(
        CallTask.dedup_key.startswith(f"no_consent:{missed.cover_need_id}")
    )
    assert session.scalars(ask_for_consent).all() == [CallTaskStatus.CANCELLED]


def test_where_staff_ring_already_they_go_on(session):
    task = a_weekly_task(session, neighbours(session, 1)[0])
    missed = a_missed_week(session, task)
    rung = select(CallTask.id).where(
        CallTask.need_id == missed.cover_need_id, CallTask.status == CallTaskStatus.OPEN
    )
    before = session.scalars(rung).all()
    said = ConsentSaid(purpose=ConsentPurpose.PEER_HELP, form=ConsentForm.VOICE)
    answer_consents(session, resident_of(session, task), [said], by=BY, now=RENEWED)
    assert missed.status is MissedWeekStatus.UNFILLED
    assert before
    assert session.scalars(rung).all() == before


def test_a_day_nobody_is_left_for_goes_back_to_staff_once_they_agree(session):
    task = a_weekly_task(session, neighbours(session, 1)[0])
    agrees_until(session, task, RUNS_OUT.date())
    missed = a_missed_week(session, task)
    runs_out(session, task)
    renew(session, task)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=RENEWED)
    assert missed.status is MissedWeekStatus.UNFILLED
    to_find = select(CallTask.status).where(CallTask.need_id == missed.cover_need_id)
    assert CallTaskStatus.OPEN in session.scalars(to_find).all()


def test_where_they_agree_on_its_evening_a_person_rings(session, helped):
    task, _ = helped
    runs_out(session, task)
    missed = a_missed_week(session, task, now=RUNS_OUT)
    said = ConsentSaid(purpose=ConsentPurpose.PEER_HELP, form=ConsentForm.VOICE)
    answer_consents(session, resident_of(session, task), [said], by=BY, now=EVENING)
    to_find = select(CallTask.status).where(CallTask.need_id == missed.cover_need_id)
    assert missed.status is MissedWeekStatus.UNFILLED
    assert session.scalars(to_find).all() == [CallTaskStatus.OPEN]
