"""An alert is answered by text or by a key, by the one who is first; the others hear of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus, MessageStatus
from hopecare.domain.ceiling import GATHER
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.roles import Role
from hopecare.jobs.deliver import deliver
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.queries.call_words import answer_to_key, words_of_call
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from hopecare.services.resolve_alert import resolve_alert
from models import CallTask, Centre, InboundMessage, Message, Person, TimelineEntry
from notifications.folding import FOLDED
from notifications.outbox import put
from tests.factories.desk import a_duty
from tests.factories.people import a_contact_point, a_staff_account
from tests.jobs.conftest import BY
from tests.jobs.test_alert_rules import rules

MINUTE = timedelta(minutes=1)
EVENING = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
"""Five past nine in the evening in Korea: the quiet hours have begun."""
two_way = pytest.mark.parametrize("channel_profile", ["two-way"])


@pytest.fixture
def other_id(town):
    """A second coordinator of the same centre: both are told while the rota names nobody."""
    with town.database.writing(town.scope) as session:
        centre_id = session.get_one(Person, town.resident_id).centre_id
        account = a_staff_account(session, roles=(Role.COORDINATOR,), full_name="박담당")
        person = session.get_one(Person, account.person_id)
        person.centre_id = centre_id
        person.called = "박담당"
        a_contact_point(session, person)
        return person.id


def on_duty_alone(session, town):
    """The rota names the town's own coordinator only."""
    resident = session.get_one(Person, town.resident_id)
    centre = session.get_one(Centre, resident.centre_id)
    a_duty(session, centre, session.get_one(Person, town.coordinator_id))


def alarm(town, kind=AlertKind.WORRY, *, key="worry:1"):
    with town.database.writing(town.scope) as session:
        cause = Cause(dedup_key=key, person_id=town.resident_id)
        alert = raise_alert(
            session,
            town_id=town.scope.town_id,
            kind=kind,
            cause=cause,
            by=BY,
            now=town.clock(),
        )
        alert_id = alert.id
    deliver(town.tools)
    town.clock.advance(MINUTE)
    return alert_id


def write(town, person_id, body):
    with town.database.writing(town.scope) as session:
        text = IncomingText(
            provider="twilio",
            provider_sid=f"SM{uuid4()}",
            from_number=town.phone_of(person_id),
            body=body,
        )
        row = record_inbound(
            session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock()
        )
        found = (row.meaning.value, row.needs_review)
    deliver(town.tools)
    return found


def alert_of(town, alert_id):
    return next(each for each in town.alerts if each.id == alert_id)


def last_text(town, person_id):
    return town.texts_to(person_id)[-1]


def press(town, person_id, key):
    """Pick up the call that came last, and press a key; gives what was said, then answered."""
    call = [m for m in town.messages if m.channel is Channel.VOICE and m.to_person_id == person_id][
        -1
    ]
    with town.database.writing(town.scope) as session:
        message = session.get_one(Message, call.id)
        words = words_of_call(session, message)
        meaning = record_keypress(
            session,
            message=message,
            provider="twilio",
            call_sid=f"CA{call.id}",
            key=key,
            by=BY,
            now=town.clock(),
        )
        return words, answer_to_key(session, message, meaning, now=town.clock())


@two_way
def test_the_text_says_how_and_a_reply_takes_it(town, other_id):
    alert_id = alarm(town)
    code = alert_of(town, alert_id).code
    assert f"1 {code}" in last_text(town, town.coordinator_id)

    assert write(town, town.coordinator_id, "1") == ("yes", False)

    alert = alert_of(town, alert_id)
    assert (alert.status, alert.acknowledged_by_id) == (
        AlertStatus.ACKNOWLEDGED,
        town.coordinator_id,
    )
    assert "맡으셨습니다" in last_text(town, town.coordinator_id)
    town.clock.advance(2 * MINUTE)
    deliver(town.tools)
    assert "이미 맡았습니다" in last_text(town, other_id)
    assert town.rows(InboundMessage)[-1].alert_id == alert_id


@two_way
def test_whoever_comes_second_hears_who_has_it(town, other_id):
    alert_id = alarm(town)
    write(town, other_id, "네")

    assert write(town, town.coordinator_id, "1") == ("yes", False)

    assert "박담당님이 이미 맡았습니다" in last_text(town, town.coordinator_id)
    assert alert_of(town, alert_id).acknowledged_by_id == other_id
    assert [entry.kind.value for entry in town.rows(TimelineEntry)].count("alert_acknowledged") == 1


@two_way
def test_the_same_answer_twice_comes_to_the_same(town):
    alert_id = alarm(town)
    for _ in range(2):
        write(town, town.coordinator_id, "1")
        assert "맡으셨습니다" in last_text(town, town.coordinator_id)
    with town.database.writing(town.scope) as session:
        resolve_alert(session, alert_id=alert_id, ended_by=AlertEnd.HELPED, by=BY, now=town.clock())
    write(town, town.coordinator_id, "1")
    assert "이미 마무리된" in last_text(town, town.coordinator_id)


@two_way
def test_with_several_open_a_code_is_needed_and_that_is_said_once(town):
    first, second = alarm(town), alarm(town, key="worry:2")

    for _ in range(2):
        assert write(town, town.coordinator_id, "1") == ("yes", True)
    asked = [text for text in town.texts_to(town.coordinator_id) if "여러 가지 있습니다" in text]
    assert len(asked) == 1
    assert all(each.code in asked[0] for each in town.alerts)
    assert {each.status for each in town.alerts} == {AlertStatus.RAISED}

    code = alert_of(town, first).code
    assert write(town, town.coordinator_id, f"1 {code.lower()}") == ("yes", False)
    assert alert_of(town, first).status is AlertStatus.ACKNOWLEDGED
    assert alert_of(town, second).status is AlertStatus.RAISED


@two_way
def test_whoever_was_told_of_several_in_one_text_hears_which_and_takes_one_by_its_code(town):
    every = [alarm(town, key=f"worry:{number}") for number in range(10)]
    deliver(town.tools)
    town.clock.advance(GATHER)
    deliver(town.tools)
    folded = [
        each.alert_id
        for each in town.messages
        if each.alert_id and each.status is MessageStatus.STOPPED
    ]
    assert len(folded) == 2
    assert alert_of(town, folded[0]).code not in "".join(town.texts_to(town.coordinator_id))
    with town.database.writing(town.scope) as session:
        for alert_id in set(every) - set(folded):
            acknowledge_alert(session, alert_id=alert_id, by=BY, now=town.clock())

    town.clock.advance(timedelta(hours=1))
    write(town, town.coordinator_id, "1")
    (said,) = [text for text in town.texts_to(town.coordinator_id) if "여러 가지 있습니다" in text]
    assert all(alert_of(town, each).code in said for each in folded)
    assert {alert_of(town, each).status for each in folded} == {AlertStatus.RAISED}

    write(town, town.coordinator_id, f"1 {alert_of(town, folded[0]).code}")
    assert [alert_of(town, each).status for each in folded] == [
        AlertStatus.ACKNOWLEDGED,
        AlertStatus.RAISED,
    ]
    write(town, town.coordinator_id, "1")
    assert alert_of(town, folded[1]).status is AlertStatus.ACKNOWLEDGED, "the only one left"


@two_way
def test_a_bare_two_among_several_is_no_call_for_help(town):
    alarm(town), alarm(town, key="worry:2")

    assert write(town, town.coordinator_id, "2") == ("no", True)

    assert {each.kind for each in town.alerts} == {AlertKind.WORRY}


@two_way
def test_a_cry_of_somebody_on_duty_is_still_heard(town):
    alarm(town)

    assert write(town, town.coordinator_id, "도와주세요") == ("help", True)

    assert {each.kind for each in town.alerts} == {AlertKind.WORRY, AlertKind.HELP_ASKED}


@two_way
@pytest.mark.parametrize(
    ("body", "meaning", "status"),
    [("1", "yes", AlertStatus.ACKNOWLEDGED), ("2", "no", AlertStatus.RAISED)],
)
def test_what_was_kept_for_the_morning_is_answered_in_the_morning(town, body, meaning, status):
    rules(town, AlertKind.WORRY, text_by_night=False)
    town.at(EVENING)
    alert_id = alarm(town)
    town.at(EVENING + timedelta(hours=11, minutes=5))
    deliver(town.tools)
    assert len(town.texts_to(town.coordinator_id)) == 1
    town.clock.advance(timedelta(hours=1))

    assert write(town, town.coordinator_id, body) == (meaning, False)

    assert alert_of(town, alert_id).status is status
    assert {each.kind for each in town.alerts} == {AlertKind.WORRY}


@two_way
def test_what_was_written_before_the_alert_was_told_is_no_answer_to_it(town):
    early = town.clock() - MINUTE
    alert_id = alarm(town)
    with town.database.writing(town.scope) as session:
        text = IncomingText(
            provider="twilio",
            provider_sid="SM-early",
            from_number=town.phone_of(town.coordinator_id),
            body="1",
            sent_at=early,
        )
        record_inbound(session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock())

    assert alert_of(town, alert_id).status is AlertStatus.RAISED
    assert town.rows(InboundMessage)[-1].needs_review


@two_way
def test_a_two_by_text_passes_it_on_once(town, other_id):
    with town.database.writing(town.scope) as session:
        on_duty_alone(session, town)
    alert_id = alarm(town)
    assert town.texts_to(other_id) == []

    for _ in range(2):
        assert write(town, town.coordinator_id, "2") == ("no", False)
        assert "다음 분께" in last_text(town, town.coordinator_id)
    assert len(town.texts_to(other_id)) == 1
    assert alert_of(town, alert_id).status is AlertStatus.RAISED

    assert write(town, other_id, "2") == ("no", False)
    assert "더 알릴 분이 없습니다" in last_text(town, other_id)


@two_way
def test_where_texts_are_answered_nobody_is_rung(town):
    alarm(town, AlertKind.HELP_ASKED)
    town.clock.advance(6 * MINUTE)

    pass_alerts_on(town.tools)

    assert {m.channel for m in town.messages} == {Channel.SMS}


def test_without_replies_the_text_asks_for_none_and_a_call_follows(town, other_id):
    alert_id = alarm(town, AlertKind.HELP_ASKED)
    assert "답해" not in last_text(town, town.coordinator_id)
    assert "급한 알림 화면" in last_text(town, town.coordinator_id)
    assert pass_alerts_on(town.tools) == 0

    town.clock.advance(5 * MINUTE)
    assert pass_alerts_on(town.tools) == 2
    assert pass_alerts_on(town.tools) == 0
    deliver(town.tools)

    words, said = press(town, town.coordinator_id, "1")
    assert words.listens
    assert "1번" in words.words
    assert "맡으셨습니다" in said
    assert alert_of(town, alert_id).acknowledged_by_id == town.coordinator_id
    words, said = press(town, other_id, "1")
    assert not words.listens
    assert "이미 맡았습니다" in words.words
    assert "이미 맡았습니다" in said


def test_two_in_the_call_goes_on_at_once_and_another_key_changes_nothing(town, other_id):
    with town.database.writing(town.scope) as session:
        on_duty_alone(session, town)
    alert_id = alarm(town, AlertKind.HELP_ASKED)
    town.clock.advance(5 * MINUTE)
    pass_alerts_on(town.tools)
    deliver(town.tools)

    _, said = press(town, town.coordinator_id, "7")
    assert "아직 기다리고" in said
    assert town.rows(CallTask) == []
    _, said = press(town, town.coordinator_id, "2")
    assert "다음 분께" in said
    deliver(town.tools)
    assert len(town.texts_to(other_id)) == 1
    assert alert_of(town, alert_id).status is AlertStatus.RAISED


def test_words_that_have_not_left_are_recalled_when_somebody_takes_it(town, other_id):
    with town.database.writing(town.scope) as session:
        cause = Cause(dedup_key="worry:1", person_id=town.resident_id)
        alert = raise_alert(
            session,
            town_id=town.scope.town_id,
            kind=AlertKind.WORRY,
            cause=cause,
            by=BY,
            now=town.clock(),
        )
        acknowledge_alert(session, alert_id=alert.id, by=BY, now=town.clock())
    town.clock.advance(2 * MINUTE)
    deliver(town.tools)

    assert town.texts.sent == []


def test_several_that_were_taken_are_told_in_one_text(town, other_id):
    found = [alarm(town, key=f"worry:{each}") for each in range(3)]
    with town.database.writing(town.scope) as session:
        for alert_id in found:
            acknowledge_alert(
                session,
                alert_id=alert_id,
                by=BY,
                now=town.clock(),
                taker_id=town.coordinator_id,
            )
    town.clock.advance(2 * MINUTE)
    deliver(town.tools)

    news = [text for text in town.texts_to(other_id) if "맡았습니다" in text]
    assert len(news) == 1
    assert "3가지" in news[0]
    assert [m for m in town.messages if m.kind is MessageKind.ALERT_NEWS and m.body]
    assert not [t for t in town.texts_to(town.coordinator_id) if "맡았습니다" in t]


def test_who_read_of_it_in_one_text_with_others_hears_that_it_is_taken(town, other_id):
    alert_id = alarm(town)
    with town.database.writing(town.scope) as session:
        mine = select(Message).where(Message.alert_id == alert_id, Message.to_person_id == other_id)
        for told in session.scalars(mine):
            put(session, told, MessageStatus.STOPPED, at=town.clock(), code=FOLDED)
        acknowledge_alert(
            session, alert_id=alert_id, by=BY, now=town.clock(), taker_id=town.coordinator_id
        )
    town.clock.advance(2 * MINUTE)
    deliver(town.tools)

    assert len([text for text in town.texts_to(other_id) if "맡았습니다" in text]) == 1


def test_news_whose_time_is_over_is_told_in_no_text(town, other_id):
    found = [alarm(town, key=f"worry:{each}") for each in range(2)]
    with town.database.writing(town.scope) as session:
        for alert_id in found:
            acknowledge_alert(
                session,
                alert_id=alert_id,
                by=BY,
                now=town.clock(),
                taker_id=town.coordinator_id,
            )
    town.clock.advance(180 * MINUTE)
    deliver(town.tools)

    assert [text for text in town.texts_to(other_id) if "맡았습니다" in text] == []
    news = [m.status for m in town.messages if m.kind is MessageKind.ALERT_NEWS]
    assert news == [MessageStatus.EXPIRED] * 2


def test_news_whose_time_is_over_is_not_counted_in_the_next(town, other_id):
    found = [alarm(town, key=f"worry:{each}") for each in range(2)]
    with town.database.writing(town.scope) as session:
        for alert_id in found:
            acknowledge_alert(
                session,
                alert_id=alert_id,
                by=BY,
                now=town.clock(),
                taker_id=town.coordinator_id,
            )
        late = session.scalars(
            select(Message).where(
                Message.kind == MessageKind.ALERT_NEWS, Message.to_person_id == other_id
            )
        ).first()
        late.valid_until = late.not_before + timedelta(seconds=1)
    town.clock.advance(2 * MINUTE)
    deliver(town.tools)

    news = [text for text in town.texts_to(other_id) if "맡았습니다" in text]
    assert len(news) == 1
    assert "2가지" not in news[0]
