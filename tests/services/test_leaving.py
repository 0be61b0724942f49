"""Whoever may not help any more gets nothing more, and leaving never waits for anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import (
    CaseStatus,
    NeedStatus,
    OfferStatus,
    TaskStatus,
)
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.offers import StopReason, TaskEnd
from hopecare.domain.outcomes import CaseOutcome
from hopecare.errors import NoConsentError
from hopecare.language.wordings import Text
from hopecare.queries.own_pages import task_view
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.ask_neighbours import ask_neighbours
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.services.record_death import record_death
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.reopen_case import reopen_case
from hopecare.services.stop_task import stop_task
from hopecare.services.suspend_volunteer import suspend_volunteer
from hopecare.services.withdraw_consent import withdraw_consent
from models import CallTask, Case, Message, Offer, Person, Task
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.people import a_consent, a_volunteer
from tests.factories.towns import NOW, TODAY, a_town
from tests.factories.volunteers import neighbours

LATER = NOW + timedelta(minutes=5)
NEEDED = pytest.mark.parametrize("purpose", [ConsentPurpose.PEER_HELP, ConsentPurpose.KEEP_RECORD])


def resident_of(session, need):
    return session.get_one(Person, session.get_one(Case, need.case_id).resident_id)


def withdraw(session, need, purpose):
    person, form = resident_of(session, need), ConsentForm.VOICE
    withdraw_consent(session, person, purpose=purpose, form=form, by=BY, now=LATER)


def expire(session, need, purpose):
    a_consent(session, resident_of(session, need), purpose, at=LATER, expires_on=TODAY)


def say_yes(session, offer):
    return answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)


def helper_ids_of(session, status):
    return set(session.scalars(select(Offer.helper_id).where(Offer.status == status)))


def called(session):
    """Whom staff owe a call."""
    return [call.person_id for call in session.scalars(select(CallTask))]


def told(session):
    """Who is told by a text that a task has ended."""
    ended = select(Message.to_person_id).where(
        Message.kind == MessageKind.NOTICE, Message.dedup_key.endswith(Text.TASK_ENDED.value)
    )
    return set(session.scalars(ended))


@NEEDED
@pytest.mark.parametrize("end", [withdraw, expire])
def test_a_late_yes_takes_nothing_once_the_resident_does_not_agree(
    database, town_scope, end, purpose
):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        offer = an_offer(session, need, a_volunteer(session))
        end(session, need, purpose)
        answered = say_yes(session, offer)
        tasks = session.scalars(select(Task)).all()
    assert (answered.result, answered.task) == (OfferResult.OVER, None)
    assert tasks == []


def test_consent_ends_with_the_towns_own_day(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        tomorrow = TODAY + timedelta(days=1)
        a_consent(
            session,
            resident_of(session, need),
            ConsentPurpose.PEER_HELP,
            at=NOW,
            expires_on=tomorrow,
        )
        first, second = (an_offer(session, need, helper) for helper in neighbours(session, 2))
        midnight = NOW.replace(hour=15, minute=0)
        late = answer_offer(session, offer_id=first.id, answer=YES, by=BY, now=midnight)
        eve = midnight - timedelta(minutes=1)
        in_time = answer_offer(session, offer_id=second.id, answer=YES, by=BY, now=eve)
    assert (late.result, in_time.result) == (OfferResult.OVER, OfferResult.YOURS)


@NEEDED
def test_nobody_is_asked_without_a_record_and_consent_to_neighbours(database, town_scope, purpose):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        neighbours(session, 1)
        expire(session, need, purpose)
        with pytest.raises(NoConsentError):
            ask_neighbours(session, need_id=need.id, by=BY, now=LATER)


@NEEDED
def test_a_withdrawal_stops_the_tasks_and_tells_the_helpers(database, town_scope, purpose):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        helper, _ = neighbours(session, 2)
        task = a_task(session, need, helper)
        withdraw(session, need, purpose)
        assert (task.status, task.ended_by) == (TaskStatus.ENDED, TaskEnd.STOPPED)
        assert told(session) == {helper.id}
        assert called(session) == [helper.id]
        assert helper_ids_of(session, OfferStatus.STANDING) == set()
        assert say_yes(session, session.scalars(select(Offer)).one()).result is OfferResult.OVER


def test_no_record_any_more_ends_the_case_and_sets_the_day_it_is_blanked(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        need = a_need(session, case=case)
        a_task(session, need, neighbours(session, 1)[0])
        person = resident_of(session, need)
        withdraw(session, need, ConsentPurpose.KEEP_RECORD)
        assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.DECLINED_FURTHER_HELP)
        assert need.status is NeedStatus.ENDED
        assert case.retain_until == TODAY.replace(year=TODAY.year + 5)
        assert person.retain_until == TODAY.replace(year=TODAY.year + 1)
        said = ConsentSaid(purpose=ConsentPurpose.KEEP_RECORD, form=ConsentForm.PAPER)
        again = LATER + timedelta(days=1)
        record_consent(session, person, said, by=BY, now=again)
        reopen_case(session, case_id=case.id, by=BY, now=again)
        assert not any([case.retain_until, person.retain_until])


@NEEDED
def test_while_consent_has_run_out_a_helper_sees_neither_address_nor_telephone(
    database, town_scope, purpose
):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        task = a_task(session, need, neighbours(session, 1)[0])
        before = task_view(session, task, now=LATER)
        expire(session, need, purpose)
        after = task_view(session, task, now=LATER)
    assert before.may_show
    assert before.home is not None
    assert before.ringing.numbers
    assert not after.may_show
    assert after.home is None
    assert not after.ringing.numbers


@NEEDED
def test_a_task_is_handed_back_without_consent_and_the_resident_is_rung(
    database, town_scope, purpose
):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        helper, _ = neighbours(session, 2)
        task = a_task(session, need, helper)
        expire(session, need, purpose)
        hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LATER)
        assert task.ended_by is TaskEnd.HANDED_BACK
        assert need.status is NeedStatus.OPEN
        assert helper_ids_of(session, OfferStatus.STANDING) == set()
        assert called(session) == [resident_of(session, need).id]


@pytest.mark.parametrize("consents", [True, False], ids=["consent stands", "consent is gone"])
def test_the_death_of_a_helper_is_recorded_and_nothing_is_sent_to_them(
    database, town_scope, consents
):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
        need = a_need(session)
        task = a_task(session, need, helper)
        asked = an_offer(session, a_need(session, case=a_case(session)), helper)
        if not consents:
            expire(session, need, ConsentPurpose.PEER_HELP)
        record_death(session, person_id=helper.id, died_on=TODAY, by=BY, now=LATER)
        assert task.status is TaskStatus.ENDED
        assert asked.status is OfferStatus.STOOD_DOWN
        assert say_yes(session, asked).result is OfferResult.OVER
        assert helper_ids_of(session, OfferStatus.STANDING) == set()
        unsent = select(Message).where(Message.status == "pending")
        assert session.scalars(unsent.where(Message.to_person_id == helper.id)).all() == []
        assert len(called(session)) == 2


def test_a_refused_helper_is_stood_down_and_takes_nothing(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        helper, other = neighbours(session, 2)
        held, asked = a_need(session, case=case), a_need(session, case=case)
        task = a_task(session, held, helper)
        offer = an_offer(session, asked, helper)
        elsewhere = an_offer(session, a_need(session, case=a_case(session)), helper)
        for _ in range(2):
            refuse_helper(
                session, resident_id=case.resident_id, helper_id=helper.id, by=BY, now=LATER
            )
        assert task.status is TaskStatus.ENDED
        assert offer.status is OfferStatus.STOOD_DOWN
        assert elsewhere.status is OfferStatus.STANDING
        assert told(session) == {helper.id}
        assert helper_ids_of(session, OfferStatus.STANDING) == {helper.id, other.id}
        assert say_yes(session, offer).result is OfferResult.OVER
        assert say_yes(session, elsewhere).result is OfferResult.YOURS


def test_an_offer_that_still_stands_is_of_no_use_to_a_refused_helper(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        helper = neighbours(session, 1)[0]
        resident_id = resident_of(session, need).id
        refuse_helper(session, resident_id=resident_id, helper_id=helper.id, by=BY, now=NOW)
        answered = say_yes(session, an_offer(session, need, helper))
    assert answered.result is OfferResult.OVER


@pytest.mark.parametrize("consents", [True, False], ids=["consent stands", "consent is gone"])
def test_a_suspended_volunteer_holds_nothing_and_each_resident_is_rung(
    database, town_scope, consents
):
    with database.writing(town_scope) as session:
        a_town(session)
        helper, other = neighbours(session, 2)
        need = a_need(session)
        task = a_task(session, need, helper)
        offer = an_offer(session, a_need(session, case=a_case(session)), helper)
        if not consents:
            expire(session, need, ConsentPurpose.PEER_HELP)
        suspend_volunteer(session, person_id=helper.id, is_suspended=True, by=BY, now=LATER)
        assert task.ended_by is TaskEnd.STOPPED
        assert offer.status is OfferStatus.STOOD_DOWN
        assert say_yes(session, offer).result is OfferResult.OVER
        assert helper_ids_of(session, OfferStatus.STANDING) == ({other.id} if consents else set())
        assert resident_of(session, need).id in called(session)


def test_staff_end_one_helpers_task_and_the_next_is_asked(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        helper, other = neighbours(session, 2)
        task = a_task(session, need, helper)
        for _ in range(2):
            reason = StopReason.RESIDENTS_WISH
            stop_task(session, task_id=task.id, reason=reason, by=BY, now=LATER)
        assert task.ended_by is TaskEnd.STOPPED
        assert told(session) == {helper.id}
        assert helper_ids_of(session, OfferStatus.STANDING) == {other.id}
        assert need.status is NeedStatus.ASKING
