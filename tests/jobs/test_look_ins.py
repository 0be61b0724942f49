"""Whoever is asked to look in answers, by a key or by a text, and the ladder follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.people import ContactKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.timeline import EntryKind
from hopecare.queries.call_words import answer_to_key, words_of_call
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from hopecare.services.record_reply import record_reply
from models import (
    CheckInPlan,
    ContactPoint,
    Message,
    OtherContact,
    Person,
    RungClimbed,
    TimelineEntry,
)
from tests.factories.people import a_consent, a_phone, a_volunteer
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder

AT_TEN_PAST = timedelta(minutes=10)
two_way = pytest.mark.parametrize("channel_profile", ["two-way"])


@pytest.fixture
def keyholders(town):
    """Two who agreed to look in, the first of them first."""
    with town.database.writing(town.scope) as session:
        people = [a_volunteer(session, name=name, phone=a_phone()) for name in ("공숲", "한빛")]
        for position, person in enumerate(people, start=1):
            a_keyholder(town, session, person, position=position)
    return people


def fall_silent(town):
    """Let the first keyholder be asked."""
    for minutes in (10, 31, 90):
        town.work(timedelta(minutes=minutes))
    town.work(timedelta(minutes=2))


def press(town, person, key, *, sid="one"):
    """Pick the newest call to somebody up, press a key, and give what they hear."""
    with town.database.writing(AllTowns()) as session:
        asked = select(Message).where(
            Message.to_person_id == person.id,
            Message.channel == Channel.VOICE,
            Message.provider_sid.is_not(None),
        )
        message = session.scalars(asked.order_by(Message.not_before.desc())).first()
        assert words_of_call(session, message).listens
        meaning = record_keypress(
            session, message=message, provider="test", call_sid=f"{message.id}:{sid}", key=key,
            by=BY, now=town.clock(),
        )  # fmt: skip
        return answer_to_key(session, message, meaning, now=town.clock())


def write(town, person, body):
    with town.database.writing(AllTowns()) as session:
        text = IncomingText(
            provider="test", provider_sid=f"sm-{person.id}-{body}-{town.clock()}",
            from_number=town.phone_of(person.id), body=body,
        )  # fmt: skip
        return record_inbound(
            session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock()
        )


def answers(town):
    rows = sorted(town.rows(RungClimbed), key=lambda row: row.position)
    return [(row.person_id, row.answer) for row in rows if row.person_id and row.answer]


def asked(town, person):
    return [text for text in town.texts_to(person.id) if "연락이 닿지" in text]


def calls_to(town, person):
    number = town.phone_of(person.id)
    return [parcel.body for parcel in town.calls.sent if parcel.to == number]


def entries(town, kind):
    return [entry for entry in town.rows(TimelineEntry) if entry.kind is kind]


def test_where_no_text_comes_back_a_call_follows_the_text_and_takes_the_key(town, keyholders):
    first, second = keyholders
    fall_silent(town)

    assert len(asked(town, first)) == 1
    assert "곧 전화로" in asked(town, first)[0]
    (call,) = calls_to(town, first)
    assert all(f"{key}번" in call for key in "1234")
    assert "20분 뒤" in press(town, first, "1")
    assert answers(town) == [(first.id, LookInAnswer.GOING)]
    (entry,) = entries(town, EntryKind.RUNG_ANSWERED)
    assert entry.facts["answer"] == "going"
    assert town.slot_status == SlotStatus.SILENT
    assert asked(town, second) == []


def test_whoever_goes_by_key_is_rung_once_more_and_says_what_they_found(town, keyholders):
    first, _second = keyholders
    fall_silent(town)
    press(town, first, "1")
    town.work(timedelta(minutes=21))

    assert "다녀오셨나요" in calls_to(town, first)[1]
    assert "적어 두고" in press(town, first, "3")
    assert answers(town) == [(first.id, LookInAnswer.FOUND_WELL)]
    town.work(timedelta(minutes=60))
    assert len(calls_to(town, first)) == 2


def test_whoever_cannot_is_not_waited_for(town, keyholders):
    first, second = keyholders
    fall_silent(town)
    assert "괜찮아요" in press(town, first, "2")
    town.work()

    assert len(asked(town, second)) == 1
    town.work(timedelta(minutes=19))
    assert town.alerts == []
    town.work(timedelta(minutes=2))
    assert [alert.kind for alert in town.alerts] == [AlertKind.SILENCE]


def test_after_the_last_who_cannot_the_coordinator_hears_at_once(town, keyholders):
    fall_silent(town)
    press(town, keyholders[0], "2")
    town.work()
    town.work(timedelta(minutes=2))
    press(town, keyholders[1], "2")
    town.work()

    assert [alert.kind for alert in town.alerts] == [AlertKind.SILENCE]


def test_a_no_said_twice_moves_the_ladder_once(town, keyholders):
    first, second = keyholders
    fall_silent(town)
    press(town, first, "2")
    town.work()
    assert "괜찮아요" in press(town, first, "2", sid="again")
    town.work()

    assert len(asked(town, second)) == 1
    assert town.alerts == []
    assert len(entries(town, EntryKind.RUNG_ANSWERED)) == 1


def test_fine_by_a_keyholder_is_written_down_and_counts_for_nobody_else(town, keyholders):
    first, second = keyholders
    fall_silent(town)
    press(town, first, "3")
    assert town.slot_status == SlotStatus.SILENT
    assert town.slot.answered_at is None
    for _ in range(4):
        town.work(timedelta(minutes=21))

    assert asked(town, second) == []
    assert [entry.facts["reason"] for entry in entries(town, EntryKind.RUNG_SKIPPED)] == [
        "seen_well"
    ]
    assert [alert.kind for alert in town.alerts] == [AlertKind.SILENCE]


def test_fine_by_the_carer_whose_answer_counts_ends_it(town, keyholders):
    first, _second = keyholders
    with town.database.writing(town.scope) as session:
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.answer_of, plan.asked_person_id = AnswererKind.EITHER, first.id
    fall_silent(town)
    press(town, first, "1")
    town.work(timedelta(minutes=21))
    assert "다행이에요" in press(town, first, "3")

    assert town.slot_status == SlotStatus.ANSWERED
    assert town.slot.answered_by_id == first.id


def test_trouble_at_the_door_alarms_who_is_on_duty_at_once(town, keyholders):
    first, second = keyholders
    fall_silent(town)
    assert "119" in press(town, first, "4")
    town.work()

    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]
    assert len(town.texts_to(town.coordinator_id)) == 1
    (owed,) = [each for each in town.call_tasks if each.kind is CallTaskKind.HELP_ASKED]
    assert (owed.person_id, owed.about_person_id) == (first.id, town.resident_id)
    town.work(timedelta(hours=3))
    assert asked(town, second) == []
    press(town, first, "4", sid="again")
    assert len(town.alerts) == 1


def answer_fine(town):
    with town.database.writing(town.scope) as session:
        record_reply(
            session, slot=session.merge(town.slot), meaning=ReplyMeaning.FINE,
            from_person_id=town.resident_id, by=BY, now=town.clock(),
        )  # fmt: skip


def test_a_late_answer_changes_nothing_and_is_told_so_but_trouble_is_heard(town, keyholders):
    first, _second = keyholders
    fall_silent(town)
    answer_fine(town)
    assert "더 하실 일은 없어요" in press(town, first, "1")
    assert town.slot_status == SlotStatus.ANSWERED
    assert answers(town) == [(first.id, LookInAnswer.GOING)]
    press(town, first, "4", sid="later")
    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]


def test_an_all_clear_recalls_the_call_that_has_not_left(town, keyholders):
    for minutes in (10, 31, 90):
        town.work(timedelta(minutes=minutes))
    answer_fine(town)
    town.work(timedelta(minutes=5))

    assert calls_to(town, keyholders[0]) == []
    assert "안 가 보셔도 돼요" in town.texts_to(keyholders[0].id)[-1]


@two_way
def test_where_texts_come_back_the_text_says_how_and_each_word_is_answered(town, keyholders):
    first, second = keyholders
    fall_silent(town)
    assert "4로 답해 주세요" in asked(town, first)[0]
    assert calls_to(town, first) == []
    row = write(town, first, "1")
    town.work()
    assert not row.needs_review
    assert "3, 도움이" in town.texts_to(first.id)[-1]
    write(town, first, "2")
    town.work()
    assert len(asked(town, second)) == 1
    write(town, first, "3")
    assert answers(town)[0] == (first.id, LookInAnswer.FOUND_WELL)
    assert town.slot_status == SlotStatus.SILENT


@two_way
def test_a_text_after_the_all_clear_is_answered_and_needs_no_reader(town, keyholders):
    first, _second = keyholders
    fall_silent(town)
    answer_fine(town)
    town.work()
    row = write(town, first, "1")
    town.work()

    assert not row.needs_review
    assert "더 하실 일은 없어요" in town.texts_to(first.id)[-1]


@two_way
@pytest.mark.parametrize("body", ["4 문이 안 열려요", "4번이요", "대답이 없어요", "nobody opens"])
def test_trouble_at_the_door_is_heard_however_it_is_written(town, keyholders, body):
    first, second = keyholders
    fall_silent(town)
    row = write(town, first, body)
    town.work(timedelta(minutes=21))

    assert answers(town) == [(first.id, LookInAnswer.NEEDS_HELP)]
    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]
    assert row.needs_review is (body != "4번이요"), "what they say beyond it is read as well"
    assert asked(town, second) == []


@two_way
@pytest.mark.parametrize("body", ["지금 갈게요", "네 갈게요", "On my way"])
def test_whoever_writes_that_they_go_goes(town, keyholders, body):
    first, _second = keyholders
    fall_silent(town)
    row = write(town, first, body)
    town.work()

    assert answers(town) == [(first.id, LookInAnswer.GOING)]
    assert not row.needs_review
    assert "3, 도움이" in town.texts_to(first.id)[-1]


@two_way
def test_other_words_are_for_a_person(town, keyholders):
    fall_silent(town)
    assert write(town, keyholders[0], "지금 버스 안이에요").needs_review
    assert answers(town) == []


@two_way
def test_whoever_wants_no_texts_is_rung(town, keyholders):
    first, _second = keyholders
    with town.database.writing(town.scope) as session:
        (point,) = session.query(ContactPoint).filter_by(person_id=first.id)
        point.opted_out_at = town.clock()
    fall_silent(town)

    assert asked(town, first) == []
    assert len(calls_to(town, first)) == 1


def loses_the_telephone(session, town, person):
    session.query(ContactPoint).filter_by(person_id=person.id).delete()


def has_no_consent(session, town, person):
    session.query(OtherContact).filter_by(person_id=person.id).one().consent_entry_id = None


@pytest.mark.parametrize(
    ("happens", "reason"),
    [(loses_the_telephone, "no_telephone"), (has_no_consent, "no_consent")],
)
def test_whoever_cannot_be_asked_is_passed_over_with_the_reason(town, keyholders, happens, reason):
    first, second = keyholders
    with town.database.writing(town.scope) as session:
        happens(session, town, first)
    fall_silent(town)

    assert len(asked(town, second)) == 1
    (entry,) = entries(town, EntryKind.RUNG_SKIPPED)
    assert (entry.facts["reason"], entry.facts["neighbour_id"]) == (reason, str(first.id))
    town.work(timedelta(minutes=60))
    assert len(entries(town, EntryKind.RUNG_SKIPPED)) == 1


def test_without_the_residents_consent_nobody_is_asked_and_it_says_why(town, keyholders):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        at = town.clock() + timedelta(minutes=1)
        act = ConsentAct.WITHDRAWN
        a_consent(session, resident, ConsentPurpose.KEYHOLDER, act=act, at=at)
    fall_silent(town)

    assert all(asked(town, each) == [] for each in keyholders)
    reasons = [entry.facts["reason"] for entry in entries(town, EntryKind.RUNG_SKIPPED)]
    assert reasons == ["no_consent", "no_consent"]
    assert len(town.alerts) == 1


def test_a_landline_is_rung_at_once_and_once(town, keyholders):
    first, _second = keyholders
    with town.database.writing(town.scope) as session:
        (point,) = session.query(ContactPoint).filter_by(person_id=first.id)
        point.kind, point.can_text = ContactKind.LANDLINE, False
    for minutes in (10, 31, 90):
        town.work(timedelta(minutes=minutes))
    town.work(timedelta(minutes=5))

    assert len(calls_to(town, first)) == 1
    sent = [each for each in town.messages if each.to_person_id == first.id]
    assert [each.status for each in sent] == [MessageStatus.ACCEPTED]
