"""A yes that ends by its own date: somebody asks in time, and what it carried stops on the day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, OfferStatus, ReferralStatus, TaskStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.delivery import HoldReason
from hopecare.domain.people import OtherContactKind
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.follow_consents import follow_consents
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.standing_consents import agrees_to
from models import CallTask, CheckInSlot, Offer, OtherContact, Person, Referral, Task
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.people import a_volunteer
from tests.factories.referrals import a_referral
from tests.factories.towns import TODAY

pytestmark = pytest.mark.both_databases

DAY = timedelta(days=1)


def agrees_until(town, ends_on: date, *purposes: ConsentPurpose) -> None:
    """The resident says yes again, until a day."""
    town.clock.advance(timedelta(seconds=1))
    with town.database.writing(town.scope) as session:
        person = session.get_one(Person, town.resident_id)
        for purpose in purposes:
            said = ConsentSaid(purpose=purpose, form=ConsentForm.VOICE, expires_on=ends_on)
            record_consent(session, person, said, by=BY, now=town.clock())


def asking_again(town) -> list[CallTask]:
    return [task for task in town.call_tasks if task.kind is CallTaskKind.ASK_AGAIN]


def test_one_call_asks_again_two_weeks_before_whatever_ends_that_day(town):
    agrees_until(town, TODAY + 20 * DAY, ConsentPurpose.CHECK_INS, ConsentPurpose.KEYHOLDER)
    assert follow_consents(town.tools) == 0
    town.clock.advance(6 * DAY)

    assert [follow_consents(town.tools) for _ in range(3)] == [1, 0, 0]
    (call,) = asking_again(town)
    assert call.person_id == town.resident_id
    assert call.due_at > town.clock()
    assert call.due_at.date() < TODAY + 20 * DAY
    assert "12월 13일" in (call.words or "")
    assert "안부 묻기" in (call.words or "")


def test_a_consent_without_an_end_and_one_renewed_in_time_are_left_alone(town):
    agrees_until(town, TODAY + 5 * DAY, ConsentPurpose.CHECK_INS)
    agrees_until(town, TODAY + 400 * DAY, ConsentPurpose.CHECK_INS)
    for _ in range(10):
        town.clock.advance(DAY)
        assert follow_consents(town.tools) == 0
    assert asking_again(town) == []


@pytest.mark.parametrize("late_by", [0, 30])
def test_a_worker_that_comes_late_says_once_what_has_run_out(town, late_by):
    agrees_until(town, TODAY + 20 * DAY, ConsentPurpose.CHECK_INS)
    town.clock.advance((20 + late_by) * DAY)

    assert [follow_consents(town.tools) for _ in range(2)] == [1, 0]
    (call,) = asking_again(town)
    assert "동의 기간이 지났습니다: 안부 묻기" in (call.words or "")
    assert town.story.count(EntryKind.CONSENT_EXPIRED.value) == 1


def test_the_call_to_ask_in_time_becomes_the_call_after_the_end(town):
    agrees_until(town, TODAY + DAY, ConsentPurpose.CHECK_INS)
    follow_consents(town.tools)
    town.clock.advance(DAY)
    follow_consents(town.tools)
    before, after = asking_again(town)
    assert (before.status, after.status) == (CallTaskStatus.CANCELLED, CallTaskStatus.OPEN)
    assert town.story.count(EntryKind.CALL_TASK_CANCELLED.value) == 1


def test_two_workers_at_once_owe_one_call(town):
    agrees_until(town, TODAY + DAY, ConsentPurpose.CHECK_INS)
    town.clock.advance(DAY)
    with ThreadPoolExecutor(2) as workers:
        owed = list(workers.map(follow_consents, [town.tools] * 2))
    assert sorted(owed) == [0, 1]
    assert len(asking_again(town)) == 1
    assert town.story.count(EntryKind.CONSENT_EXPIRED.value) == 1


def test_the_end_in_the_towns_own_day_counts(town):
    """Korea is a day ahead of the clock in the evening of the day before."""
    agrees_until(town, TODAY + DAY, ConsentPurpose.CHECK_INS)
    town.at(town.clock().replace(hour=14, minute=59))
    follow_consents(town.tools)
    assert EntryKind.CONSENT_EXPIRED.value not in town.story
    town.clock.advance(timedelta(minutes=1))
    follow_consents(town.tools)
    assert EntryKind.CONSENT_EXPIRED.value in town.story


def test_nobody_is_asked_how_they_are_once_that_consent_has_run_out(town):
    agrees_until(town, TODAY + DAY, ConsentPurpose.CHECK_INS)
    town.work(timedelta(minutes=10))
    asked = len(town.calls.sent)
    assert asked > 0
    for _ in range(3):
        town.work(DAY)
        follow_consents(town.tools)

    assert len(town.calls.sent) == asked
    assert town.story.count(EntryKind.CONSENT_EXPIRED.value) == 1
    assert EntryKind.SLOT_CANCELLED.value not in town.story
    assert len(town.rows(CheckInSlot)) == 1


def test_the_plan_goes_on_by_itself_once_they_agree_again(town):
    agrees_until(town, TODAY + DAY, ConsentPurpose.CHECK_INS)
    town.work(timedelta(minutes=10))
    asked = len(town.calls.sent)
    town.work(DAY)
    town.work(DAY)
    agrees_until(town, TODAY + 400 * DAY, ConsentPurpose.CHECK_INS)
    town.work(DAY)

    assert len(town.calls.sent) > asked


def test_a_question_that_was_promised_before_is_held_back(town):
    agrees_until(town, TODAY + DAY, ConsentPurpose.CHECK_INS)
    town.clock.advance(timedelta(minutes=10))
    ask_due_check_ins(town.tools)
    town.clock.advance(timedelta(seconds=1))
    with town.database.writing(town.scope) as session:
        person = session.get_one(Person, town.resident_id)
        no = ConsentSaid(
            purpose=ConsentPurpose.CHECK_INS, form=ConsentForm.VOICE, act=ConsentAct.WITHDRAWN
        )
        record_consent(session, person, no, by=BY, now=town.clock())
    deliver(town.tools)

    assert town.calls.sent == []
    assert HoldReason.NO_CONSENT in {message.hold_reason for message in town.messages}


def test_offers_end_with_true_words_and_the_task_waits_without_its_address(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        helper, neighbour = a_volunteer(session), a_volunteer(session, name="도란")
        case = a_case(session, resident=resident)
        a_task(session, a_need(session, case=case), helper, now=town.clock())
        stands = 3 * DAY
        need = a_need(session, case=case)
        offer = an_offer(session, need, neighbour, now=town.clock(), stands_for=stands)
        helper_id, neighbour_id, offer_id = helper.id, neighbour.id, offer.id
    agrees_until(town, TODAY + DAY, ConsentPurpose.PEER_HELP)
    town.work()
    town.clock.advance(DAY)
    assert follow_consents(town.tools) == 1
    town.work()

    with town.database.writing(town.scope) as session:
        assert session.get_one(Offer, offer_id).status is OfferStatus.STOOD_DOWN
        answered = answer_offer(session, offer_id=offer_id, answer=YES, by=BY, now=town.clock())
        assert answered.result is OfferResult.OVER
        assert session.scalars(select(Task.status)).all() == [TaskStatus.ACTIVE]
    assert any("이번 부탁은 끝났어요" in text for text in town.texts_to(neighbour_id))
    assert helper_id in {task.person_id for task in town.call_tasks}


def test_a_keyholder_is_not_asked_to_look_in_once_that_consent_has_run_out(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        keyholder = a_volunteer(session, name="마루")
        contact = NewContact(kind=OtherContactKind.KEYHOLDER, person_id=keyholder.id)
        add_other_contact(session, resident, contact, by=BY, now=town.clock())
        keyholder_id = keyholder.id
    agrees_until(town, TODAY + DAY, ConsentPurpose.KEYHOLDER)
    town.clock.advance(DAY)
    town.work(timedelta(minutes=10))
    for _ in range(24):
        town.work(timedelta(minutes=30))

    assert town.texts_to(keyholder_id) == []
    assert town.alerts


@pytest.mark.parametrize("purpose", [ConsentPurpose.SHARE_WITH_AGENCY, ConsentPurpose.KEEP_RECORD])
def test_a_referral_is_taken_back_once_the_consent_to_share_has_run_out(town, purpose):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        case = a_case(session, resident=resident)
        referral_id = a_referral(session, case=case).id
    agrees_until(town, TODAY + DAY, purpose)
    follow_consents(town.tools)
    with town.database.reading(town.scope) as session:
        assert session.get_one(Referral, referral_id).status is ReferralStatus.SENT
    town.clock.advance(DAY)
    assert [follow_consents(town.tools) for _ in range(2)] == [1, 0]
    with town.database.reading(town.scope) as session:
        assert session.get_one(Referral, referral_id).status is ReferralStatus.WITHDRAWN
    told = [task for task in town.call_tasks if task.kind is CallTaskKind.TELL_OFFICE]
    assert len(told) == 1


def test_a_keyholder_ends_once_that_consent_has_run_out_and_family_stays(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        for kind in (OtherContactKind.KEYHOLDER, OtherContactKind.FAMILY):
            new = NewContact(kind=kind, name="마루")
            add_other_contact(session, resident, new, by=BY, now=town.clock())
    agrees_until(town, TODAY + DAY, ConsentPurpose.KEYHOLDER)
    town.clock.advance(DAY)
    follow_consents(town.tools)
    ends = {contact.kind: contact.until_on for contact in town.rows(OtherContact)}
    assert ends == {OtherContactKind.KEYHOLDER: TODAY + DAY, OtherContactKind.FAMILY: None}


def test_a_proxys_paper_ends_like_any_other_yes(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        daughter = a_volunteer(session, name="하솔")
        said = ConsentSaid(
            purpose=ConsentPurpose.PEER_HELP,
            form=ConsentForm.PROXY,
            words="후견 등기사항증명서",
            proxy_id=daughter.id,
            expires_on=TODAY + 3 * DAY,
        )
        record_consent(session, resident, said, by=BY, now=town.clock() + timedelta(seconds=1))
    town.clock.advance(timedelta(minutes=1))
    assert follow_consents(town.tools) == 1
    town.clock.advance(3 * DAY)
    follow_consents(town.tools)
    with town.database.reading(town.scope) as session:
        assert ConsentPurpose.PEER_HELP not in agrees_to(session, town.resident_id, TODAY + 3 * DAY)
    assert town.story.count(EntryKind.CONSENT_EXPIRED.value) == 1
