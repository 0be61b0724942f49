"""Whose answer counts, and in which order neighbours are asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.ladders import steps_written
from hopecare.domain.people import OtherContactKind
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import CheckInPlan, OtherContact, RungClimbed
from tests.domain.test_ladders import ladder
from tests.factories.people import a_phone, a_volunteer
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder

AT_TEN_PAST = timedelta(minutes=10)


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def carer(town):
    """Who is asked in the resident's place."""
    with town.database.writing(town.scope) as session:
        person = a_volunteer(session, name="한빛", phone=a_phone())
        session.get_one(CheckInPlan, town.plan_id).asked_person_id = person.id
        return person


@pytest.fixture
def counts(town, carer):
    def set_it(whose):
        with town.database.writing(AllTowns()) as session:
            session.get_one(CheckInPlan, town.plan_id).answer_of = whose

    return set_it


def write(town, person_id, body="1", *, sid="a"):
    """Somebody writes a text."""
    number = town.phone_of(person_id)
    with town.database.writing(town.scope) as session:
        text = IncomingText(provider="memory", provider_sid=sid, from_number=number, body=body)
        return record_inbound(
            session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock()
        )


@pytest.mark.parametrize("whose", [AnswererKind.CARER, AnswererKind.EITHER])
def test_the_carers_answer_stops_the_ladder_where_it_counts(town, carer, counts, whose):
    counts(whose)
    town.work(AT_TEN_PAST)
    write(town, carer.id)
    assert town.slot_status == SlotStatus.ANSWERED
    assert town.slot.answered_by_id == carer.id


def test_the_carers_answer_is_recorded_and_stops_nothing_where_only_the_residents_counts(
    town, carer, counts
):
    counts(AnswererKind.RESIDENT)
    town.work(AT_TEN_PAST)
    row = write(town, carer.id)
    assert "reply_received" in town.story
    assert town.slot_status == SlotStatus.WAITING
    assert row.needs_review
    town.work(timedelta(hours=3))
    for _rung in ("keyholder", "coordinator"):
        town.work()
    assert not any("다행이에요" in text for text in town.texts_to(carer.id))
    assert town.slot_status == SlotStatus.SILENT
    assert len(town.alerts) == 1


@pytest.mark.parametrize("whose", [AnswererKind.RESIDENT, AnswererKind.EITHER])
def test_the_residents_own_answer_stops_the_ladder_though_a_carer_is_asked(
    town, carer, counts, whose
):
    counts(whose)
    town.work(AT_TEN_PAST)
    write(town, town.resident_id)
    assert town.slot_status == SlotStatus.ANSWERED
    assert town.slot.answered_by_id == town.resident_id


def test_the_residents_own_answer_is_recorded_and_stops_nothing_where_only_the_carers_counts(
    town, carer, counts
):
    counts(AnswererKind.CARER)
    town.work(AT_TEN_PAST)
    row = write(town, town.resident_id)
    assert "reply_received" in town.story
    assert town.slot_status == SlotStatus.WAITING
    assert row.needs_review


@pytest.mark.parametrize("whose", list(AnswererKind))
def test_a_text_of_anybody_else_is_kept_for_a_person_and_stops_nothing(town, carer, counts, whose):
    counts(whose)
    with town.database.writing(town.scope) as session:
        stranger = a_volunteer(session, name="공숲", phone=a_phone())
    town.work(AT_TEN_PAST)
    row = write(town, stranger.id)
    assert row.needs_review
    assert town.slot_status == SlotStatus.WAITING


@pytest.mark.parametrize("whose", list(AnswererKind))
def test_a_carers_call_for_help_always_brings_somebody(town, carer, counts, whose):
    counts(whose)
    town.work(AT_TEN_PAST)
    write(town, carer.id, "2")
    assert town.slot_status == SlotStatus.HELP_ASKED
    assert len(town.alerts) == 1


def test_keyholders_are_asked_one_by_one_in_the_consented_order(town):
    with town.database.writing(town.scope) as session:
        people = [a_volunteer(session, name=name, phone=a_phone()) for name in "가나다라"]
        for person, position in zip(people, (3, 1, 2, 4), strict=True):
            a_keyholder(town, session, person, position=position)
        last = session.query(OtherContact).filter_by(person_id=people[3].id).one()
        last.consent_entry_id = None
        assert last.kind is OtherContactKind.KEYHOLDER
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.steps = steps_written(
            ladder(
                ("keyholder", 10), ("keyholder", 20), ("keyholder", 30), ("keyholder", 40),
                ("coordinator", 90),
            )
        )  # fmt: skip
    town.work(AT_TEN_PAST)
    asked = []
    for _ in range(4):
        town.work(timedelta(minutes=10))
        town.work()
        asked.append([len(town.texts_to(person.id)) for person in people])

    assert asked[:3] == [[0, 1, 0, 0], [0, 1, 1, 0], [1, 1, 1, 0]]
    assert asked[3] == [1, 1, 1, 0]
    rows = sorted(town.rows(RungClimbed), key=lambda row: row.position)
    order = [people[1].id, people[2].id, people[0].id]
    assert [row.person_id for row in rows if row.person_id] == order


def test_the_shipped_ladder_asks_every_keyholder_in_their_order(town):
    with town.database.writing(town.scope) as session:
        people = [a_volunteer(session, name=name, phone=a_phone()) for name in "가나"]
        for person, position in zip(people, (2, 1), strict=True):
            a_keyholder(town, session, person, position=position)
    town.work(AT_TEN_PAST)
    town.work(timedelta(minutes=31))
    asked = []
    for minutes in (90, 20, 20):
        town.work(timedelta(minutes=minutes))
        texted = (*(person.id for person in people), town.coordinator_id)
        asked.append([len(town.texts_to(each)) for each in texted])

    assert asked == [[0, 1, 0], [1, 1, 0], [1, 1, 1]]
