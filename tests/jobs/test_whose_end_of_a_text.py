"""A text's alert ends with a death or a stay in hospital: whose it is, the text does not say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.queries.call_pages import call_task_view
from hopecare.services.end_alert import end_alert
from hopecare.services.record_death import record_death
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import Account, Centre, CheckInPlan
from tests.factories.desk import an_alert
from tests.factories.people import a_phone, a_resident, a_volunteer, an_identity
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder
from tests.jobs.test_whose_answer import write

HELP = "할머니가 쓰러지셨어요 도와주세요"
FOLLOWS = {
    AlertEnd.HAS_DIED: CallTaskKind.RECORD_DEATH,
    AlertEnd.IN_HOSPITAL: CallTaskKind.AFTER_HOSPITAL,
}


@pytest.fixture
def channel_profile():
    return "two-way"


def looks_in(town, session):
    """A neighbour with the key."""
    person = a_volunteer(session, name="한빛", phone=a_phone())
    a_keyholder(town, session, person, position=1)
    return person


def looks_in_and_is_a_resident(town, session):
    person = a_resident(session, name="박 노을", phone=a_phone())
    a_keyholder(town, session, person, position=1)
    return person


def is_asked_in_their_place(town, session):
    person = a_resident(session, name="박 노을", phone=a_phone())
    session.flush()
    session.get_one(CheckInPlan, town.plan_id).asked_person_id = person.id
    return person


def helps(town, session):
    return a_volunteer(session, name="한빛", phone=a_phone())


def end(town, how):
    (alert,) = town.alerts
    with town.database.writing(town.scope) as session:
        theirs = select(Account).where(Account.person_id == town.coordinator_id)
        by = an_identity(session, session.scalars(theirs).one(), now=town.clock())
        for _ in range(2):
            end_alert(session, alert_id=alert.id, ended_by=how, note="x", by=by, now=town.clock())


@pytest.mark.parametrize("how", FOLLOWS)
@pytest.mark.parametrize(
    "who", [looks_in, looks_in_and_is_a_resident, is_asked_in_their_place, helps]
)
def test_what_became_of_somebody_is_not_written_to_whoever_texted_of_them(town, who, how):
    with town.database.writing(town.scope) as session:
        person = who(town, session)
    write(town, person.id, HELP)
    end(town, how)
    assert [each for each in town.call_tasks if each.kind is FOLLOWS[how]] == []
    (call,) = [each for each in town.call_tasks if each.kind is CallTaskKind.CALL_BACK]
    assert (call.person_id, call.status) == (person.id, CallTaskStatus.OPEN)
    assert "확인" in call.words


@pytest.mark.parametrize("how", FOLLOWS)
def test_what_became_of_a_resident_who_wrote_of_themselves_is_followed(town, how):
    with town.database.writing(town.scope) as session:
        person = a_resident(session, name="박 노을", phone=a_phone())
    write(town, person.id, HELP)
    end(town, how)
    (call,) = [each for each in town.call_tasks if each.kind is FOLLOWS[how]]
    assert (call.person_id, call.status) == (person.id, CallTaskStatus.OPEN)


def test_another_end_owes_nothing(town):
    with town.database.writing(town.scope) as session:
        person = looks_in(town, session)
    write(town, person.id, HELP)
    end(town, AlertEnd.HELPED)
    assert [each for each in town.call_tasks if each.kind is CallTaskKind.CALL_BACK] == []


@pytest.mark.parametrize("how", FOLLOWS)
def test_a_second_end_of_a_texts_alert_owes_nothing(town, how):
    with town.database.writing(town.scope) as session:
        person = looks_in(town, session)
    write(town, person.id, HELP)
    end(town, AlertEnd.HELPED)
    end(town, how)
    (alert,) = town.alerts
    assert alert.ended_by is AlertEnd.HELPED
    assert [each for each in town.call_tasks if each.kind is CallTaskKind.CALL_BACK] == []


def from_nobody_we_know(town):
    with town.database.writing(town.scope) as session:
        text = IncomingText(provider="memory", provider_sid="a", from_number=a_phone(), body=HELP)
        record_inbound(session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock())


def from_a_telephone_of_two(town):
    with town.database.writing(town.scope) as session:
        phone = a_phone()
        first = a_resident(session, name="박 노을", phone=phone)
        a_resident(session, name="박 한결", phone=phone)
    write(town, first.id, HELP)


@pytest.mark.parametrize("how", FOLLOWS)
@pytest.mark.parametrize("come_in", [from_nobody_we_know, from_a_telephone_of_two])
def test_of_whom_it_is_true_is_found_out_where_nobody_knows_who_wrote(town, come_in, how):
    come_in(town)
    (alert,) = town.alerts
    assert alert.person_id is None
    end(town, how)
    (call,) = [each for each in town.call_tasks if each.kind is CallTaskKind.CALL_BACK]
    assert (call.person_id, call.status) == (None, CallTaskStatus.OPEN)
    assert call.due_at == town.clock() + timedelta(hours=2)
    with town.database.reading(town.scope) as session:
        view = call_task_view(session, call.id, on=TODAY)
        assert view.came_in is not None
        assert view.came_in.body == HELP


def test_an_alert_of_nobody_that_no_text_raised_owes_nothing(town):
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).one()
        an_alert(session, kind=AlertKind.CALL_OVERDUE, centre=centre)
    end(town, AlertEnd.HAS_DIED)
    assert town.call_tasks == []


def test_whoever_was_to_say_of_whom_and_dies_leaves_the_question_to_staff(town):
    with town.database.writing(town.scope) as session:
        person = looks_in(town, session)
    write(town, person.id, HELP)
    end(town, AlertEnd.IN_HOSPITAL)
    with town.database.writing(town.scope) as session:
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=town.clock())
    (call,) = [each for each in town.call_tasks if each.kind is CallTaskKind.CALL_BACK]
    assert (call.person_id, call.status) == (None, CallTaskStatus.OPEN)
