"""A check-in from its moment to its answer, or to the person who goes and looks."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, MessageStatus, SlotStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import HoldReason
from hopecare.domain.people import OtherContactKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.look_ins import looks_in
from hopecare.queries.messages import find_message
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from hopecare.services.stop_asking_them import stop_asking_them
from models import (
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    ContactSafetyRule,
    OtherContact,
    Person,
)
from tests.factories.people import a_consent, a_resident, a_volunteer
from tests.factories.towns import NOW, TODAY
from tests.jobs.conftest import BY

pytestmark = pytest.mark.both_databases

AT_TEN_PAST = timedelta(minutes=10)


def press(town, key: str, *, sid: str = "call-1") -> ReplyMeaning:
    """Press a key in the last call that asked how somebody is."""
    with town.database.writing(AllTowns()) as session:
        calls = [find_message(session, each.message_id, alone=True) for each in town.calls.sent]
        message = [each for each in calls if each is not None and not looks_in(each)][-1]
        return record_keypress(
            session,
            message=message,
            provider="memory",
            call_sid=sid,
            key=key,
            by=BY,
            now=town.clock(),
        )


def write_back(town, body: str, *, sid: str = "text-1", sent_at=None):
    """The resident writes a text."""
    number = town.phone_of(town.resident_id)
    with town.database.writing(town.scope) as session:
        text = IncomingText(
            provider="memory", provider_sid=sid, from_number=number, body=body, sent_at=sent_at
        )
        return record_inbound(
            session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock()
        )


def test_nobody_is_asked_before_the_moment(town):
    town.work(timedelta(minutes=1))

    assert town.messages == []


def test_a_resident_is_rung_once_at_the_chosen_time(town):
    town.work(AT_TEN_PAST)
    town.work()

    (call,) = town.calls.sent
    assert "1번" in call.body
    assert "김○○님" in call.body
    assert town.slot_status == SlotStatus.WAITING
    assert town.slot.asked_at == town.clock()


def test_pressing_1_settles_the_day(town):
    town.work(AT_TEN_PAST)

    assert press(town, "1") is ReplyMeaning.FINE
    assert press(town, "1") is ReplyMeaning.FINE
    town.work(timedelta(hours=6))

    assert town.slot_status == SlotStatus.ANSWERED
    assert len(town.calls.sent) == 1
    assert town.texts.sent == []
    assert town.story.count("slot_answered") == 1


def test_pressing_2_brings_somebody_to_the_telephone(town):
    town.work(AT_TEN_PAST)
    press(town, "2")
    town.work()

    assert town.slot_status == SlotStatus.HELP_ASKED
    (alert,) = town.alerts
    assert alert.kind is AlertKind.HELP_ASKED
    (text,) = town.texts_to(town.coordinator_id)
    asks, how = "통화 요청: 김○○님(진접읍). 전화해 주십시오.", "급한 알림 화면에서 눌러 주십시오."
    assert text == f"[희망케어] {asks} 맡으시려면 {how}"
    assert [task.kind.value for task in town.call_tasks] == ["help_asked"]


def test_a_wrong_key_answers_nothing(town):
    town.work(AT_TEN_PAST)

    assert press(town, "9") is ReplyMeaning.UNCLEAR
    assert town.slot_status == SlotStatus.WAITING
    (task,) = town.call_tasks
    assert task.kind.value == "review_reply"
    assert task.due_at - town.clock() <= timedelta(hours=1)
    assert press(town, "1") is ReplyMeaning.FINE
    assert [task.status for task in town.call_tasks] == [CallTaskStatus.CANCELLED]


def test_a_call_for_help_after_all_was_well_still_brings_somebody(town):
    town.work(AT_TEN_PAST)
    press(town, "1")
    press(town, "2")
    town.work()

    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]
    assert len(town.texts_to(town.coordinator_id)) == 1


def test_a_call_for_help_about_a_cancelled_check_in_still_brings_somebody(town):
    town.work(AT_TEN_PAST)
    with town.database.writing(town.scope) as session:
        stop_asking_them(session, person_id=town.resident_id, by=BY, now=town.clock())

    press(town, "2")

    assert town.slot_status == SlotStatus.HELP_ASKED
    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]


def test_silence_is_asked_again_then_brings_the_coordinator_then_an_all_clear(town):
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    assert len(town.calls.sent) == 2
    assert town.slot_status == SlotStatus.WAITING

    town.work(timedelta(hours=2))
    town.work()

    assert town.slot_status == SlotStatus.SILENT
    (alert,) = town.alerts
    assert alert.kind is AlertKind.SILENCE
    assert "아직 답 없음" in town.texts_to(town.coordinator_id)[0]

    press(town, "1", sid="call-2")
    town.work()

    assert town.slot_status == SlotStatus.ANSWERED
    assert "무사 확인" in town.texts_to(town.coordinator_id)[1]
    (alert,) = town.alerts
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.ALL_CLEAR)
    town.work(timedelta(hours=8))
    assert len(town.texts_to(town.coordinator_id)) == 2


def test_an_overslept_check_in_is_never_asked_late_and_a_person_calls(town):
    town.work(timedelta(days=2, hours=6))

    assert town.calls.sent == []
    assert {message.status for message in town.messages} <= {MessageStatus.EXPIRED}
    (task,) = town.call_tasks
    assert (task.kind.value, task.status) == ("not_asked", CallTaskStatus.OPEN)
    assert town.story.count("slot_not_asked") == 3


def has_died(session, town):
    session.get_one(Person, town.resident_id).died_on = TODAY


def is_unsafe_to_call(session, town):
    rule = ContactSafetyRule(
        town_id=town.scope.town_id, person_id=town.resident_id, from_on=TODAY, forbidden=True
    )
    session.add(rule)


def has_no_telephone(session, town):
    for point in session.query(ContactPoint).filter_by(person_id=town.resident_id):
        point.valid_until = TODAY


@pytest.mark.parametrize(
    ("happens", "reason", "status", "calls_owed"),
    [
        (has_died, HoldReason.HAS_DIED, SlotStatus.CANCELLED, 0),
        (is_unsafe_to_call, HoldReason.UNSAFE, SlotStatus.NOT_ASKED, 1),
        (has_no_telephone, HoldReason.NO_CONTACT_POINT, SlotStatus.NOT_ASKED, 1),
    ],
)
def test_what_holds_at_the_moment_of_sending_decides(town, happens, reason, status, calls_owed):
    with town.database.writing(town.scope) as session:
        happens(session, town)

    town.work(AT_TEN_PAST)

    assert town.calls.sent == []
    (message,) = town.messages
    assert (message.status, message.hold_reason) == (MessageStatus.HELD, reason)
    assert town.slot_status == status
    assert len(town.call_tasks) == calls_owed


def test_nobody_is_rung_at_night(town):
    with town.database.writing(town.scope) as session:
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.next_due_at = NOW + timedelta(hours=13)

    town.work(timedelta(hours=13))

    assert town.calls.sent == []
    assert town.slot_status == SlotStatus.NOT_ASKED
    assert len(town.call_tasks) == 1


def test_a_keyholder_looks_in_before_the_office_is_alarmed_and_hears_the_all_clear(town):
    with town.database.writing(town.scope) as session:
        keyholder = a_volunteer(session, name="공숲")
        consent = a_consent(session, keyholder, ConsentPurpose.KEYHOLDER)
        session.add(
            OtherContact(
                town_id=town.scope.town_id,
                resident_id=town.resident_id,
                person_id=keyholder.id,
                kind=OtherContactKind.KEYHOLDER,
                position=1,
                from_on=TODAY,
                consent_entry_id=consent.id,
            )
        )
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    town.work(timedelta(minutes=90))

    assert "들여다보고" in town.texts_to(keyholder.id)[0]
    assert town.texts_to(town.coordinator_id) == []
    town.work(timedelta(minutes=30))
    assert len(town.texts_to(town.coordinator_id)) == 1

    press(town, "1")
    town.work()

    assert "안 가 보셔도 돼요" in town.texts_to(keyholder.id)[1]
    assert "무사 확인" in town.texts_to(town.coordinator_id)[1]


def test_an_answer_of_somebody_whose_answer_does_not_count_stops_nothing(town):
    with town.database.writing(town.scope) as session:
        carer = a_volunteer(session, name="한빛")
        session.get_one(CheckInPlan, town.plan_id).asked_person_id = carer.id
    town.work(AT_TEN_PAST)

    press(town, "1")

    assert town.slot_status == SlotStatus.WAITING
    assert "reply_received" in town.story


class TestWhereTextsAreAnswered:
    """The town whose network brings answers back."""

    @pytest.fixture
    def channel_profile(self):
        return "two-way"

    def test_1_means_fine_and_is_thanked_for(self, town):
        town.work(AT_TEN_PAST)
        assert "1" in town.texts_to(town.resident_id)[0]

        row = write_back(town, "1")
        again = write_back(town, "1")
        town.work()

        assert row.id == again.id
        assert not row.needs_review
        assert town.slot_status == SlotStatus.ANSWERED
        assert "다행이에요" in town.texts_to(town.resident_id)[1]
        assert len(town.texts_to(town.resident_id)) == 2

    def test_words_we_do_not_know_are_read_by_a_person(self, town):
        town.work(AT_TEN_PAST)

        row = write_back(town, "내일은 아들네 가요")

        assert row.needs_review
        assert town.slot_status == SlotStatus.WAITING
        (task,) = town.call_tasks
        assert task.kind.value == "review_reply"
        assert task.due_at - town.clock() <= timedelta(hours=1)

    @pytest.mark.parametrize("body", ["help me please I fell", "살려주세요 넘어졌어요"])
    def test_a_call_for_help_in_a_sentence_reaches_a_person_at_once(self, town, body):
        town.work(AT_TEN_PAST)

        row = write_back(town, body)
        town.work()

        assert town.slot_status == SlotStatus.HELP_ASKED
        assert row.needs_review
        assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]
        (told,) = town.texts_to(town.coordinator_id)
        assert "도와 달라는 글" in told, "she wrote it, and somebody has to read it"
        assert [task.kind.value for task in town.call_tasks] == ["help_asked"]

    def test_a_call_for_help_of_a_stranger_reaches_a_person_at_once(self, town):
        with town.database.writing(town.scope) as session:
            text = IncomingText(
                provider="memory",
                provider_sid="x",
                from_number="+821099999999",
                body="도와주세요 아파요",
            )
            record_inbound(session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock())
        town.work()

        (told,) = town.texts_to(town.coordinator_id)
        assert "도움을 청하는 문자로 보입니다" in told

    def test_stop_ends_texts_not_care(self, town):
        town.work(AT_TEN_PAST)

        row = write_back(town, "Stop. thank you")
        town.work()
        town.work(timedelta(hours=24))

        assert not row.needs_review
        assert len(town.texts_to(town.resident_id)) == 1
        assert "문자 원하지 않음" in town.texts_to(town.coordinator_id)[0]
        assert {task.kind.value for task in town.call_tasks} >= {"texts_stopped", "not_asked"}
        assert "slot_answered" not in town.story

    def test_a_call_for_help_with_no_open_question_alarms(self, town):
        write_back(town, "도와주세요")
        town.work()

        (alert,) = town.alerts
        assert alert.kind is AlertKind.HELP_ASKED
        assert len(town.texts_to(town.coordinator_id)) == 1

    def test_several_open_questions_are_never_guessed_at(self, town):
        number = town.phone_of(town.resident_id)
        with town.database.writing(town.scope) as session:
            husband = a_resident(session, name="남온새", phone=number)
            wish = CheckInWish(local_time=time(10, 5))
            plan_check_ins(session, person_id=husband.id, wish=wish, by=BY, now=NOW)
        town.work(AT_TEN_PAST)

        row = write_back(town, "1")

        assert row.needs_review
        assert row.person_id is None
        assert [slot.status for slot in town.rows(CheckInSlot)] == [SlotStatus.WAITING] * 2

    def test_start_brings_texts_back(self, town):
        write_back(town, "STOP", sid="a")
        write_back(town, "start", sid="b")
        town.work(AT_TEN_PAST)

        assert len(town.texts_to(town.resident_id)) == 1
