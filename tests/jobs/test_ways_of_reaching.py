"""Shared telephones, landlines, shops that pass messages on, and people without a telephone."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus, SlotStatus
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.ladders import steps_written
from hopecare.domain.people import ContactKind, OtherContactKind
from hopecare.domain.phone import PhoneNumber
from hopecare.domain.replies import ReplyMeaning
from hopecare.language.texts import Words
from hopecare.language.wording_versions import stamp_of
from hopecare.language.wordings import Text
from hopecare.reading.ladders import ladder_named
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from models import CheckInPlan, ContactPoint, Message, OtherContact, Person
from notifications.outbox import promise
from tests.factories.people import a_consent, a_contact_point, a_person, a_volunteer
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_check_ins_run import press

AT_TEN_PAST = timedelta(minutes=10)
LANDLINE = "+82310000001"


def has_only(town, *, number=LANDLINE, kind=ContactKind.LANDLINE, can_text=False):
    """The resident's only way to be reached."""
    with town.database.writing(town.scope) as session:
        for point in session.query(ContactPoint).filter_by(person_id=town.resident_id):
            session.delete(point)
        session.flush()
        resident = session.get_one(Person, town.resident_id)
        point = a_contact_point(session, resident, phone=number, kind=kind)
        point.can_text = can_text


def shares_a_telephone(town):
    with town.database.writing(town.scope) as session:
        (point,) = session.query(ContactPoint).filter_by(person_id=town.resident_id)
        point.is_shared = True


def wishes(town, **wish):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        set_contact_safety(session, resident, SafetyWish(**wish), by=BY, now=town.clock())


def asks_for_neutral_words(town):
    wishes(town, neutral_only=True, note="전화 한 대를 남편과 같이 씁니다.")


@pytest.mark.parametrize("happens", [shares_a_telephone, asks_for_neutral_words])
def test_one_family_telephone_rings_with_words_anybody_may_hear(town, happens):
    happens(town)
    town.work(AT_TEN_PAST)

    (call,) = town.calls.sent
    assert call.body == (
        "안녕하세요. 오늘 어떠세요? 별일 없으시면 1번, 전화를 바라시면 2번을 눌러 주세요."
    )
    with town.database.reading(town.scope) as session:
        asked = session.get_one(Message, call.message_id)
    assert asked.wording == stamp_of(Text.NEUTRAL_CHECK_IN)
    assert press(town, "1") is ReplyMeaning.FINE
    assert town.slot_status == SlotStatus.ANSWERED


def test_a_call_for_help_from_the_family_telephone_tells_staff_plainly(town):
    asks_for_neutral_words(town)
    town.work(AT_TEN_PAST)
    press(town, "2")
    town.work()

    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]
    assert "김○○님(진접읍)" in town.texts_to(town.coordinator_id)[0]


def test_a_carer_at_a_shared_telephone_may_still_say_that_it_is_too_much(town):
    with town.database.writing(town.scope) as session:
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.answer_of = AnswererKind.EITHER
    shares_a_telephone(town)
    town.work(AT_TEN_PAST)

    assert "3번" in town.calls.sent[0].body
    assert press(town, "3") is ReplyMeaning.CANNOT_ANY_MORE
    assert [alert.kind for alert in town.alerts] == [AlertKind.CARER_AT_LIMIT]


def test_words_that_others_count_on_are_said_neutrally_too(town):
    asks_for_neutral_words(town)
    told(town, MessageKind.NOTICE, Text.TASK_ENDED)

    (text,) = town.texts_to(town.resident_id)
    assert text == "안녕하세요. 편하실 때 031-000-0000 번호로 전화해 주세요."


def test_thanks_to_a_shared_telephone_name_no_sender(town):
    shares_a_telephone(town)
    told(town, MessageKind.THANKS, Text.ANSWER_WELL)

    (text,) = town.texts_to(town.resident_id)
    assert "희망케어" not in text


def test_an_offer_nobody_may_read_is_held_and_never_said_neutrally(town):
    asks_for_neutral_words(town)
    told(town, MessageKind.OFFER, Text.STAND_DOWN)

    assert town.texts_to(town.resident_id) == []
    assert [message.status for message in town.messages] == [MessageStatus.HELD]


def told(town, kind, text):
    """Promise words to the resident and let the worker run."""
    with town.database.writing(town.scope) as session:
        values = {"helper": "공○○", "name": "김○○"}
        promise(
            session,
            town_id=town.scope.town_id,
            kind=kind,
            to_person_id=town.resident_id,
            dedup_key="words",
            words=Words(text=text, values=values),
            now=town.clock(),
        )
    town.work()


def test_a_shop_passes_a_neutral_text_on_and_is_asked_nothing(town):
    has_only(town, number="+821000009999", kind=ContactKind.KIOSK_MESSAGE, can_text=True)
    town.work(AT_TEN_PAST)

    assert town.calls.sent == []
    (text,) = town.texts_to(town.resident_id)
    assert text == "안녕하세요. 편하실 때 031-000-0000 번호로 전화해 주세요."
    assert town.slot_status == SlotStatus.WAITING


def test_a_shop_that_takes_no_texts_is_rung_by_a_person(town):
    has_only(town, number=LANDLINE, kind=ContactKind.KIOSK_MESSAGE)
    town.work(AT_TEN_PAST)

    assert (town.calls.sent, town.texts.sent) == ([], [])
    assert [task.kind.value for task in town.call_tasks] == ["not_asked"]


@pytest.mark.parametrize(
    ("start", "end", "called"),
    [
        pytest.param(time(11), time(15), True, id="later the same morning"),
        pytest.param(time(14), time(15), False, id="after the question has lapsed"),
    ],
)
def test_safe_hours_are_waited_for_or_a_person_calls(town, start, end, called):
    wishes(town, safe_from=start, safe_until=end)
    town.work(AT_TEN_PAST)
    assert town.calls.sent == []
    town.work(timedelta(minutes=55))

    assert len(town.calls.sent) == int(called)
    assert [task.kind.value for task in town.call_tasks] == ([] if called else ["not_asked"])
    assert town.slot_status == (SlotStatus.WAITING if called else SlotStatus.NOT_ASKED)


class TestWhereTextsAreAnswered:
    """The town in which a check-in usually is a text."""

    @pytest.fixture
    def channel_profile(self):
        return "two-way"

    def test_a_landline_is_rung_and_never_texted(self, town):
        has_only(town)
        town.work(AT_TEN_PAST)

        assert town.texts.sent == []
        (call,) = town.calls.sent
        assert "1번" in call.body
        press(town, "1")
        town.work()
        assert town.slot_status == SlotStatus.ANSWERED
        assert town.texts.sent == []

    def test_a_landline_is_rung_again_while_nobody_answers(self, town):
        has_only(town)
        town.work(AT_TEN_PAST)
        town.work(timedelta(minutes=31))

        assert len(town.calls.sent) == 2
        assert town.texts.sent == []

    def test_a_shared_telephone_gets_a_neutral_text_without_a_sender(self, town):
        shares_a_telephone(town)
        town.work(AT_TEN_PAST)

        (text,) = town.texts_to(town.resident_id)
        assert text == (
            "안녕하세요. 오늘 어떠세요? 별일 없으시면 1, 전화를 바라시면 2로 답해 주세요."
        )


def test_somebody_without_a_telephone_is_knocked_at_the_same_day(town):
    with town.database.writing(town.scope) as session:
        session.query(ContactPoint).filter_by(person_id=town.resident_id).delete()
    town.work(AT_TEN_PAST)

    assert (town.calls.sent, town.texts.sent) == ([], [])
    (task,) = town.call_tasks
    assert (task.kind.value, task.status) == ("not_asked", CallTaskStatus.OPEN)
    assert task.due_at - town.clock() <= timedelta(hours=2)
    assert town.slot_status == SlotStatus.NOT_ASKED
    assert "slot_not_asked" in town.story


def a_keyholder(town, session, person, *, position=1):
    consent = a_consent(session, person, ConsentPurpose.KEYHOLDER)
    session.add(
        OtherContact(
            town_id=town.scope.town_id,
            resident_id=town.resident_id,
            person_id=person.id,
            kind=OtherContactKind.KEYHOLDER,
            position=position,
            from_on=TODAY,
            consent_entry_id=consent.id,
        )
    )


def test_a_keyholder_with_a_landline_is_rung(town):
    with town.database.writing(town.scope) as session:
        keyholder = a_volunteer(session, name="노을", phone=LANDLINE)
        a_keyholder(town, session, keyholder)
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    town.work(timedelta(minutes=90))

    assert any("들여다보고" in call.body for call in town.calls.sent)


def test_the_second_keyholder_hears_of_it_though_the_first_ended_after_being_asked(town):
    with town.database.writing(town.scope) as session:
        first, second = (a_volunteer(session, name=name) for name in ("노을", "공숲"))
        for position, person in enumerate((first, second), start=1):
            a_keyholder(town, session, person, position=position)
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    town.work(timedelta(minutes=90))
    assert len(town.texts_to(first.id)) == 1
    with town.database.writing(town.scope) as session:
        asked = select(OtherContact).where(OtherContact.person_id == first.id)
        session.scalars(asked).one().until_on = TODAY
        # Its third rung, the next one, turns to a keyholder as well.
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.steps = steps_written(ladder_named("quick"))
    town.work(timedelta(minutes=30))

    assert len(town.texts_to(first.id)) == 1
    assert any("들여다보고" in text for text in town.texts_to(second.id))


def test_a_keyholder_without_a_telephone_is_gone_to_by_a_person(town):
    with town.database.writing(town.scope) as session:
        a_keyholder(town, session, a_person(session, name="노을"))
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    town.work(timedelta(minutes=90))

    (task,) = town.call_tasks
    assert task.kind.value == "call_back"
    assert task.due_at == town.clock()
    assert "들여다보고" in task.words
    assert "rung_skipped" in town.story
    assert len(town.alerts) == 1


def test_a_new_number_keeps_the_wish_for_no_texts(town):
    with town.database.writing(town.scope) as session:
        (old,) = session.query(ContactPoint).filter_by(person_id=town.resident_id)
        old.opted_out_at = town.clock()
        number = PhoneNumber("+821000008888")
        new = change_contact_point(
            session,
            session.get_one(Person, town.resident_id),
            NewPoint(number=number, replaces_id=old.id),
            by=BY,
            now=town.clock(),
        )

        assert new.opted_out_at == town.clock()
