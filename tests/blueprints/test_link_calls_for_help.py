"""A call for help on a check-in's link reaches a person, whatever became of the question."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.answer_links import LinkAnswer
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, SlotEvent, SlotStatus
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_slot import move_slot
from hopecare.services.record_reply import record_reply
from hopecare.services.resolve_alert import resolve_alert
from models import Alert, AnswerLink, CallTask, CheckInPlan, CheckInSlot, Message, TimelineEntry
from tests.blueprints.linked import LinkedTown
from tests.blueprints.test_answer_links import (
    OPENS_NO_MORE,
    at_once,
    buttons,
    dies,
    gives_the_number_up,
    press,
    stops_texts,
)
from tests.factories.cases import BY
from tests.factories.towns import NOW
from tests.plugins.pages import Visitor


@pytest.fixture
def town(make_app, database, town_scope):
    return LinkedTown(make_app(database), database, town_scope)


@pytest.fixture
def phone(town):
    """A telephone that has never been here."""
    visitor = Visitor(town.app)
    visitor.client.delete_cookie("language")
    return visitor


def after(phone, path, form):
    """What is read after a press, whether on its own page or on the link's."""
    return phone.client.post(path, data=form, follow_redirects=True).text


def settled_by_the_resident(session, town):
    slot = slot_by_id(session, town.one(CheckInSlot).id)
    meaning, sender = ReplyMeaning.FINE, town.resident.id
    record_reply(session, slot=slot, meaning=meaning, from_person_id=sender, by=BY, now=NOW)


def no_longer_asked(session, town):
    move_slot(slot_by_id(session, town.one(CheckInSlot).id), event=SlotEvent.CANCELLED)


def carer_stops_texts(session, town):
    stops_texts(session, town, town.carer)


def carer_gives_the_number_up(session, town):
    gives_the_number_up(session, town, town.carer)


def asked_of_the_resident_alone(session, town):
    plan = session.get_one(CheckInPlan, town.one(CheckInPlan).id)
    plan.answer_of = AnswererKind.RESIDENT


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (LinkAnswer.HELP, AlertKind.HELP_ASKED),
        (LinkAnswer.CANNOT_ANY_MORE, AlertKind.CARER_AT_LIMIT),
    ],
)
@pytest.mark.parametrize(
    "happens",
    [
        settled_by_the_resident,
        no_longer_asked,
        carer_stops_texts,
        carer_gives_the_number_up,
        asked_of_the_resident_alone,
    ],
)
def test_a_call_for_help_is_heard_whatever_became_of_the_question(
    town, phone, happens, answer, kind
):
    path = town.link_to(town.ask(carer=True))
    form = phone.get(path).fields(path)
    with town.writing() as session:
        happens(session, town)

    form["answer"] = answer.value
    for _ in range(3):
        assert "알려 주셔서 고마워요" in after(phone, path, form)

    assert [alert.kind for alert in town.rows(Alert)] == [kind]
    calls = [task.kind for task in town.rows(CallTask)]
    assert calls.count(CallTaskKind.HELP_ASKED) == 1
    said = {EntryKind.REPLY_RECEIVED, EntryKind.SLOT_HELP_ASKED}
    assert len([entry for entry in town.rows(TimelineEntry) if entry.kind in said]) == 1


def test_a_second_thought_on_the_same_page_is_heard_and_no_third(town, phone):
    path = town.link_to(town.ask(carer=True))
    form = phone.get(path).fields(path)

    for each in ("fine", "help", "cannot_any_more", "help", "fine", "cannot_any_more"):
        form["answer"] = each
        after(phone, path, form)

    assert phone.get(path).h1 == "알려 주셔서 고마워요"
    assert town.one(AnswerLink).answer is LinkAnswer.CANNOT_ANY_MORE
    assert {alert.kind for alert in town.rows(Alert)} == {
        AlertKind.HELP_ASKED,
        AlertKind.CARER_AT_LIMIT,
    }
    asked = [e for e in town.rows(TimelineEntry) if e.kind is EntryKind.SLOT_HELP_ASKED]
    assert len(asked) == 2


def test_help_called_again_after_its_alert_ended_is_heard_again(town, phone):
    path = town.link_to(town.ask())
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.HELP.value
    after(phone, path, form)
    with town.writing() as session:
        alert_id = town.one(Alert).id
        resolve_alert(session, alert_id=alert_id, ended_by=AlertEnd.HELPED, by=BY, now=NOW)

    for _ in range(2):
        after(phone, path, form)

    assert [alert.status for alert in town.rows(Alert)] == [
        AlertStatus.RESOLVED,
        AlertStatus.RAISED,
    ]


def test_help_called_again_is_heard_though_nobody_said_that_the_taken_alert_ended(town, phone):
    path = town.link_to(town.ask())
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.HELP.value
    after(phone, path, form)
    with town.writing() as session:
        acknowledge_alert(session, alert_id=town.one(Alert).id, by=BY, now=town.clock())
        (call,) = [each for each in town.rows(CallTask) if each.kind is CallTaskKind.HELP_ASKED]
        spoke = CallOutcome.SPOKE
        finish_call_task(session, task_id=call.id, outcome=spoke, by=BY, now=town.clock())
    town.clock.advance(timedelta(hours=5))

    for _ in range(2):
        assert "알려 주셔서 고마워요" in after(phone, path, form)

    taken, raised = sorted(town.rows(Alert), key=lambda alert: alert.raised_at)
    assert (taken.status, raised.status) == (AlertStatus.ACKNOWLEDGED, AlertStatus.RAISED)
    told = [each for each in town.rows(Message) if each.alert_id == raised.id]
    assert [each.to_person_id for each in told] == [town.coordinator.person_id]
    calls = [each.status for each in town.rows(CallTask) if each.kind is CallTaskKind.HELP_ASKED]
    assert sorted(calls) == [CallTaskStatus.DONE, CallTaskStatus.OPEN]


def test_whoever_wants_no_more_texts_may_still_answer_the_one_they_have(town, phone):
    asked = town.ask()
    path = town.link_to(asked)
    with town.writing() as session:
        stops_texts(session, town, asked)

    assert buttons(phone.get(path)) == ["fine", "help"]
    press(phone, path, LinkAnswer.FINE)
    assert town.one(CheckInSlot).status is SlotStatus.ANSWERED


def test_after_its_time_a_call_for_help_is_told_whom_to_ring(town, phone):
    path = town.link_to(town.ask())
    form = phone.get(path).fields(path)
    town.clock.advance(timedelta(hours=25))

    form["answer"] = LinkAnswer.HELP.value
    page = phone.follow(phone.send(path, form))

    assert page.h1 == "답하실 수 있는 시간이 지났어요"
    assert "tel:031-000-0000" in page.links
    assert town.rows(Alert) == []


def test_nobody_calls_for_help_as_somebody_who_is_not_there_any_more(town, phone):
    asked = town.ask()
    path = town.link_to(asked)
    form = phone.get(path).fields(path)
    with town.writing() as session:
        dies(session, town, asked)
    before = town.everything()

    form["answer"] = LinkAnswer.HELP.value
    page = phone.send(path, form, status=404)

    assert page.h1 in OPENS_NO_MORE
    assert town.everything() == before


def test_of_two_words_at_one_moment_the_call_for_help_stands(town):
    path = town.link_to(town.ask())

    at_once(town.app, [(path, LinkAnswer.FINE), (path, LinkAnswer.HELP)])

    assert town.one(AnswerLink).answer is LinkAnswer.HELP
    assert town.one(CheckInSlot).status is SlotStatus.HELP_ASKED
    assert town.one(Alert).kind is AlertKind.HELP_ASKED
