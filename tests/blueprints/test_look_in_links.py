"""Whoever is asked to look in answers by the link of the text: opening it changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertKind
from hopecare.domain.answer_links import LinkAnswer
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.people import OtherContactKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.services.record_reply import record_reply
from models import Alert, AnswerLink, CheckInSlot, OtherContact, RungClimbed, TimelineEntry
from tests.blueprints.linked import LinkedTown, path_in
from tests.factories.cases import BY
from tests.factories.people import a_consent, a_phone, a_volunteer
from tests.factories.towns import TODAY
from tests.plugins.pages import Visitor


@pytest.fixture
def town(app, database, town_scope):
    return LinkedTown(app, database, town_scope)


@pytest.fixture
def keyholders(town):
    """Two who agreed; the resident is asked and stays silent until the first is asked."""
    with town.writing() as session:
        people = [a_volunteer(session, name=name, phone=a_phone()) for name in ("공숲", "한빛")]
        for position, person in enumerate(people, start=1):
            consent = a_consent(session, person, ConsentPurpose.KEYHOLDER)
            session.add(
                OtherContact(
                    town_id=town.scope.town_id,
                    resident_id=town.resident.id,
                    person_id=person.id,
                    kind=OtherContactKind.KEYHOLDER,
                    position=position,
                    from_on=TODAY,
                    consent_entry_id=consent.id,
                )
            )
    town.ask()
    for minutes in (0, 31, 90):
        work(town, minutes)
    return people


def work(town, minutes=0):
    town.clock.advance(timedelta(minutes=minutes))
    for job in (climb_ladders, deliver):
        job(town.tools)


@pytest.fixture
def phone(town):
    return Visitor(town.app, language="ko")


def press(phone, path, answer):
    form = phone.get(path).fields(path)
    form["answer"] = answer.value
    return phone.send(path, form)


def texts_to(town, person):
    number = town.point_of(person).value
    return [each.body for each in town.network.sent if each.to == number]


def path_to(town, person):
    return path_in(texts_to(town, person)[-1])


def said(town):
    return [each.answer for each in town.rows(RungClimbed) if each.answer]


def test_opening_the_link_changes_nothing_and_shows_the_four_answers(town, keyholders, phone):
    path = path_to(town, keyholders[0])
    before = town.everything()
    page = phone.get(path)

    assert town.everything() == before
    values = [button.get("value") for button in page.find_all("button") if button.get("value")]
    assert [each for each in values if each in set(LinkAnswer)] == [
        "going", "cannot", "found_well", "needs_help",
    ]  # fmt: skip


def test_whoever_goes_may_say_afterwards_what_they_found(town, keyholders, phone):
    path = path_to(town, keyholders[0])
    press(phone, path, LinkAnswer.GOING)
    assert said(town) == [LookInAnswer.GOING]
    assert "가 주셔서 고마워요" in phone.get(path).text
    press(phone, path, LinkAnswer.FOUND_WELL)

    assert said(town) == [LookInAnswer.FOUND_WELL]
    assert town.one(CheckInSlot).status is SlotStatus.SILENT
    assert "적어 두었어요" in phone.get(path).text


def test_a_no_asks_the_next_at_once(town, keyholders, phone):
    first, second = keyholders
    assert texts_to(town, second) == []
    press(phone, path_to(town, first), LinkAnswer.CANNOT)
    work(town)

    assert len(texts_to(town, second)) == 1
    assert "/r/" in texts_to(town, second)[0]


@pytest.mark.parametrize("before", [None, LinkAnswer.GOING, LinkAnswer.FOUND_WELL])
def test_trouble_is_heard_whatever_was_said_before(town, keyholders, phone, before):
    path = path_to(town, keyholders[0])
    form = phone.get(path).fields(path)
    for answer in filter(None, (before, LinkAnswer.NEEDS_HELP, LinkAnswer.NEEDS_HELP)):
        phone.client.post(path, data=form | {"answer": answer.value})

    assert [alert.kind for alert in town.rows(Alert)] == [AlertKind.HELP_ASKED]
    assert town.one(CheckInSlot).status is SlotStatus.HELP_ASKED
    assert said(town) == [LookInAnswer.NEEDS_HELP]


def answer_fine(town):
    with town.database.writing(AllTowns()) as session:
        record_reply(
            session, slot=session.merge(town.one(CheckInSlot)), meaning=ReplyMeaning.FINE,
            from_person_id=town.resident.id, by=BY, now=town.clock(),
        )  # fmt: skip


def test_after_the_all_clear_it_says_so_and_only_trouble_is_heard(town, keyholders, phone):
    path = path_to(town, keyholders[0])
    form = phone.get(path).fields(path)
    answer_fine(town)
    phone.send(path, form | {"answer": "going"})

    assert said(town) == []
    assert "저희가 챙기고 있어요" in phone.get(path).text
    phone.client.post(path, data=form | {"answer": "needs_help"})
    assert [alert.kind for alert in town.rows(Alert)] == [AlertKind.HELP_ASKED]


@pytest.mark.parametrize("answer", ["fine", "help", "cannot_any_more", "yes", "take"])
def test_what_is_asked_of_others_is_no_answer_here(town, keyholders, phone, answer):
    path = path_to(town, keyholders[0])
    phone.send(path, phone.get(path).fields(path) | {"answer": answer})

    assert said(town) == []
    assert town.one(CheckInSlot).status is SlotStatus.SILENT
    assert town.rows(Alert) == []


@pytest.mark.parametrize("answer", ["going", "cannot", "found_well", "needs_help"])
def test_a_residents_own_link_takes_none_of_them(town, phone, answer):
    town.ask()
    path = town.link_to(town.resident)
    phone.send(path, phone.get(path).fields(path) | {"answer": answer})

    assert town.one(CheckInSlot).status is SlotStatus.WAITING
    assert town.one(AnswerLink).answer is None
    assert town.rows(Alert) == []


def late_words(town):
    return [
        (entry.person_id, entry.facts["answer"], entry.by_person_id)
        for entry in town.rows(TimelineEntry)
        if entry.kind is EntryKind.RUNG_ANSWERED and entry.facts.get("late")
    ]


def test_a_late_answer_stands_on_the_residents_timeline_once(town, keyholders, phone):
    path = path_to(town, keyholders[0])
    form = phone.get(path).fields(path)
    answer_fine(town)
    for _ in range(3):
        phone.send(path, form | {"answer": "found_well"})

    assert late_words(town) == [(town.resident.id, "found_well", keyholders[0].id)]
    assert said(town) == []


def test_so_does_one_after_the_link_has_run_out(town, keyholders, phone):
    path = path_to(town, keyholders[0])
    form = phone.get(path).fields(path)
    town.clock.advance(timedelta(days=9))
    phone.send(path, form | {"answer": "going"})

    assert late_words(town) == [(town.resident.id, "going", keyholders[0].id)]
    assert said(town) == []


def test_what_was_taken_is_not_late(town, keyholders, phone):
    path = path_to(town, keyholders[0])
    form = phone.get(path).fields(path)
    for _ in range(2):
        phone.client.post(path, data=form | {"answer": "found_well"})

    assert late_words(town) == []
    assert said(town) == [LookInAnswer.FOUND_WELL]
