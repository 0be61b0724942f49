"""Telling a resident by text that an office answered: offered, once, and never what it said."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.care_path import CaseStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.phone import at_home
from hopecare.domain.roles import Role
from hopecare.errors import AlreadyTakenError
from hopecare.queries.message_subjects import is_over
from hopecare.queries.outcome_texts import find_referral_telling
from hopecare.services.answer_referral import answer_referral
from hopecare.services.miss_referral_answer import miss_referral_answer
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from hopecare.services.tell_outcome import tell_outcome
from hopecare.services.withdraw_consent import withdraw_consent
from models import Application, CallTask, Case, ContactPoint, Message, Person, Referral, Town
from notifications.neutral import is_overheard
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_phone, a_resident, a_staff_account, an_identity
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import filled

FRIDAY = TODAY + timedelta(days=4)


class Told:
    """A resident whose referral was refused and whose application was refused too."""

    def __init__(self, session):
        a_town(session)
        self.centre, self.elsewhere = a_centre(session), a_centre(session, name="서부")
        area = an_area(session, covered_by=self.centre)
        resident = a_resident(session, phone=a_phone(), centre=self.centre, area=area)
        case = a_case(session, resident=resident, centre=self.centre)
        referral = a_referral(session, case=case)
        application = its_submission(session, an_application(session, case=case))
        self.resident_id, self.case_id = resident.id, case.id
        self.referral_id, self.application_id = referral.id, application.id


@pytest.fixture
def told(database, town_scope):
    with database.writing(town_scope) as session:
        made = Told(session)
        answer_referral(
            session,
            referral_id=made.referral_id,
            refusal=RefusalReason.OVER_INCOME,
            door=AnswerDoor.PHONE,
            answered_on=TODAY,
            words=None,
            by=BY,
            now=NOW,
        )
    return made


@pytest.fixture
def worker(database, town_scope, visitor, told):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=told.centre)
        told.me = an_identity(session, account)
    return visitor.sign_in(account)


def texts(database, town_scope):
    with database.reading(town_scope) as session:
        found = select(Message).where(Message.dedup_key.contains(":told:"))
        return list(session.scalars(found))


def calls(database, town_scope):
    with database.reading(town_scope) as session:
        found = select(CallTask).where(CallTask.dedup_key.contains(":told:"))
        return list(session.scalars(found))


def address(told):
    return f"/referrals/{told.referral_id}/tell"


def test_the_sentence_is_shown_then_sent_once_and_says_nothing_of_the_answer(
    database, town_scope, worker, told
):
    assert address(told) in worker.get(f"/referrals/{told.referral_id}").links
    shown = worker.get(address(told))
    worker.post(address(told), {"call_by": str(FRIDAY)}, on=address(told))
    (text,) = texts(database, town_scope)
    assert text.to_person_id == told.resident_id
    assert "답이 왔어요" in text.body
    before, _, after = text.body.partition("까지")
    assert before.rsplit(" ", 3)[0] in shown.text
    assert after.strip() in shown.text
    for word in ("소득", "생계", "급여", "행정복지센터", "진접", "거절", "신청"):
        assert word not in text.body
    (call,) = calls(database, town_scope)
    assert (call.case_id, call.person_id) == (told.case_id, told.resident_id)
    assert call.due_at.date() == FRIDAY
    assert "기관이 무엇이라고 답했는지" in call.words
    assert "They were texted about this already." in worker.get(address(told)).text
    assert address(told) not in worker.get(f"/referrals/{told.referral_id}").links


def test_nothing_of_it_arrives_after_the_call_it_promises(database, town_scope, worker, told):
    worker.post(address(told), {"call_by": str(FRIDAY)}, on=address(told))
    (text,), (call,) = texts(database, town_scope), calls(database, town_scope)
    assert text.valid_until == call.due_at


@pytest.mark.parametrize(("hour", "status"), [(16, 303), (17, 422)])
def test_no_call_is_promised_for_an_evening(database, town_scope, worker, told, hour, status):
    evening = datetime.combine(TODAY, time(hour), ZoneInfo("Asia/Seoul"))
    worker.clock.advance(evening - worker.clock())
    worker.post(address(told), {"call_by": str(TODAY)}, on=address(told), status=status)
    assert len(texts(database, town_scope)) == (status == 303)


def test_what_changes_after_the_promise_is_minded_when_it_leaves(
    database, town_scope, worker, told
):
    worker.post(address(told), {"call_by": str(FRIDAY)}, on=address(told))
    (text,) = texts(database, town_scope)
    with database.reading(town_scope) as session, session.no_autoflush:
        point = session.scalars(select(ContactPoint)).first()
        assert not is_overheard(text, point)
        point.is_shared = True
        assert is_overheard(text, point)
        session.get_one(Case, told.case_id).status = CaseStatus.CLOSED
        assert not is_over(session, text)
        session.expire_all()


def test_a_second_one_about_the_same_answer_is_refused(database, town_scope, worker, told):
    form = worker.get(address(told)).fields(address(told))
    for key, status in (("one-of-two", 303), ("two-of-two", 409)):
        values = {**form, "call_by": str(FRIDAY), "op": key}
        worker.send(address(told), values, status=status)
    assert len(texts(database, town_scope)) == 1
    assert len(calls(database, town_scope)) == 1


def test_what_was_found_before_the_case_was_held_is_looked_at_again(
    database, town_scope, worker, told
):
    with database.writing(town_scope) as session:
        referral = session.get_one(Referral, told.referral_id)
        found = find_referral_telling(session, referral, now=NOW)
        assert found is not None
    worker.post(address(told), {"call_by": str(FRIDAY)}, on=address(told))
    with database.writing(town_scope) as session, pytest.raises(AlreadyTakenError):
        tell_outcome(session, found, call_by=FRIDAY, is_safe=True, by=told.me, now=NOW)
    assert len(texts(database, town_scope)) == 1


@pytest.mark.parametrize("day", ["", "2020-01-01", "2062-01-01", "어느날"])
def test_a_day_that_cannot_be_promised_is_refused(database, town_scope, worker, told, day):
    worker.post(address(told), {"call_by": day}, on=address(told), status=422)
    assert texts(database, town_scope) == []
    assert calls(database, town_scope) == []


def test_with_care_it_goes_only_by_a_further_word(database, town_scope, worker, told):
    with database.writing(town_scope) as session:
        wish = SafetyWish(neutral_only=True)
        set_contact_safety(session, _resident(session, told), wish, by=BY, now=NOW)
    page = worker.get(address(told))
    assert "Something must be minded" in page.text
    assert "is_safe" not in page.fields(address(told))
    assert "답이 왔어요" not in page.text
    with database.reading(town_scope) as session:
        office_phone = session.scalars(select(Town)).one().office_phone
    assert at_home(office_phone) in page.text
    worker.post(address(told), {"call_by": str(FRIDAY)}, on=address(told), status=422)
    assert texts(database, town_scope) == []
    worker.post(address(told), {"call_by": str(FRIDAY), "is_safe": "yes"}, on=address(told))
    assert len(texts(database, town_scope)) == 1


def _forbidden(session, resident):
    set_contact_safety(session, resident, SafetyWish(forbidden=True), by=BY, now=NOW)


def _not_agreed(session, resident):
    withdraw_consent(
        session,
        resident,
        purpose=ConsentPurpose.CHECK_INS,
        form=ConsentForm.VOICE,
        by=BY,
        now=NOW,
    )


def _shared(session, resident):
    _point(session, resident).is_shared = True


def _wants_none(session, resident):
    _point(session, resident).opted_out_at = NOW


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (_forbidden, "must not be texted"),
        (_not_agreed, "did not agree"),
        (_shared, "Others use their telephone"),
        (_wants_none, "no telephone that takes texts"),
    ],
)
def test_where_it_may_not_go_it_is_not_offered_and_does_not_go(
    database, town_scope, worker, told, happens, said
):
    form = worker.get(address(told)).fields(address(told))
    with database.writing(town_scope) as session:
        happens(session, _resident(session, told))
    here = worker.get(f"/referrals/{told.referral_id}")
    assert said in here.text
    assert address(told) not in here.links
    refused = filled(form, {"call_by": str(FRIDAY), "is_safe": "yes"})
    assert said in worker.send(address(told), refused, status=422).text
    assert texts(database, town_scope) == []
    assert calls(database, town_scope) == []


def test_a_decision_of_an_application_is_told_once_it_is_made(database, town_scope, worker, told):
    here = f"/applications/{told.application_id}/tell"
    assert worker.client.get(here).status_code == 303
    with database.writing(town_scope) as session:
        row = session.get_one(Application, told.application_id)
        its_decision(session, row, Decision.REFUSED)
    worker.post(here, {"call_by": str(FRIDAY)}, on=here)
    (text,) = texts(database, town_scope)
    assert "답이 왔어요" in text.body
    assert "답이 왔어요" in worker.get(f"/applications/{told.application_id}").text


def test_no_answer_is_told_in_other_words(database, town_scope, worker, told):
    with database.writing(town_scope) as session:
        case = session.get_one(Case, told.case_id)
        referral = a_referral(session, case=case, service=a_service(session))
        referral.answer_due_on = TODAY - timedelta(days=1)
        miss_referral_answer(session, referral_id=referral.id, by=BY, now=NOW)
        here = f"/referrals/{referral.id}/tell"
    worker.post(here, {"call_by": str(FRIDAY)}, on=here)
    (text,) = texts(database, town_scope)
    assert "아직 답이 없어요" in text.body
    with database.reading(town_scope) as session:
        promised = select(CallTask.words).where(CallTask.dedup_key == f"{text.dedup_key}:call")
        assert "기관의 답이 아직 없다는 것" in session.scalars(promised).one()


def test_another_centre_neither_sees_nor_sends_it(database, town_scope, visitor, told):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=told.elsewhere)
    stranger = visitor.sign_in(account)
    stranger.get(address(told), status=403)
    assert texts(database, town_scope) == []


def _resident(session, told):
    return session.get_one(Person, told.resident_id)


def _point(session, resident):
    points = select(ContactPoint).where(ContactPoint.person_id == resident.id)
    return session.scalars(points).one()
