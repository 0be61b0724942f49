"""A call owed where no machine could ask or tell is overdue: whoever is on duty hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.people import AgeBand
from hopecare.jobs.deliver import deliver
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.jobs.watch_calls import watch_calls
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.messages import find_message
from hopecare.services.disable_account import disable_account
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_alarm_end import follow_alarm_end
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.promise_call_back import promise_call_back
from hopecare.services.record_call_in import CallIn, record_call_in
from hopecare.services.ring_instead import ring_instead
from hopecare.services.take_crisis import take_crisis
from models import Account, Person
from notifications.outbox import promise
from tests.factories.cases import a_case
from tests.factories.crises import a_crisis
from tests.factories.people import (
    a_contact_point,
    a_phone,
    a_resident,
    a_staff_account,
    a_volunteer,
    an_identity,
)
from tests.factories.towns import NOW
from tests.jobs.conftest import BY

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SKIPPED = 3 * HOUR
"""The worker slept past the grace: the check-in is never asked."""


def overdue(town):
    return [each for each in town.alerts if each.kind is AlertKind.CALL_OVERDUE]


def after(town, wait):
    town.clock.advance(wait)
    handled = watch_calls(town.tools)
    pass_alerts_on(town.tools)
    deliver(town.tools)
    return handled


def owes(town, *names, age=None):
    """So many more people could not be asked; the call is due in two hours."""
    with town.database.writing(town.scope) as session:
        for name in names:
            person = a_resident(session, name=name)
            person.age_band = age
            owed = OwedCall(
                kind=CallTaskKind.NOT_ASKED,
                dedup_key=f"not_asked:{person.id}:today",
                due_at=town.clock() + 2 * HOUR,
                person_id=person.id,
                centre_id=session.get_one(Person, town.resident_id).centre_id,
            )
            open_call_task(session, town_id=town.scope.town_id, owed=owed, by=BY, now=town.clock())


def rung(town):
    """Every call that is owed is made."""
    with town.database.writing(town.scope) as session:
        for task in town.call_tasks:
            if task.status is CallTaskStatus.OPEN:
                finish_call_task(
                    session, task_id=task.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
                )


def texts(town):
    return len(town.texts_to(town.coordinator_id))


def test_a_check_in_nobody_could_ask_and_nobody_rang_for_is_told_once(town):
    town.work(SKIPPED)
    assert after(town, HOUR) == 0
    assert (overdue(town), texts(town)) == ([], 0)

    assert after(town, HOUR + MINUTE) == 1
    (alert,) = overdue(town)
    assert (alert.status, alert.person_id) == (AlertStatus.RAISED, town.resident_id)
    assert texts(town) == 1
    assert [after(town, 20 * MINUTE) for _ in range(3)] == [0, 0, 0]
    assert (len(overdue(town)), texts(town)) == (1, 1)


def test_a_death_nobody_makes_sure_of_is_told(town):
    with town.database.writing(town.scope) as session:
        died, now = AlertEnd.HAS_DIED, town.clock()
        follow_alarm_end(session, town.resident_id, ended_by=died, by=BY, now=now)
    after(town, 2 * HOUR - MINUTE)
    assert overdue(town) == []
    after(town, 2 * MINUTE)
    (alert,) = overdue(town)
    assert alert.person_id == town.resident_id
    after(town, 20 * MINUTE)
    assert (len(overdue(town)), texts(town)) == (1, 1)


def rings_us(town, person_id, *, sid="one"):
    """They ring our number and press the key for a call back."""
    with town.database.writing(town.scope) as session:
        call = CallIn(provider="test", call_sid=sid, from_number=town.phone_of(person_id))
        row = record_call_in(
            session, town_id=town.scope.town_id, call=call, by=BY, now=town.clock()
        )
        promise_call_back(session, row=row, by=BY, now=town.clock())


def test_a_call_back_a_resident_rang_us_for_is_told_once_after_its_half_hour(town):
    rings_us(town, town.resident_id)
    after(town, 29 * MINUTE)
    assert overdue(town) == []

    after(town, 2 * MINUTE)
    (alert,) = overdue(town)
    assert alert.person_id == town.resident_id
    after(town, 20 * MINUTE)
    assert (len(overdue(town)), texts(town)) == (1, 1)


def test_a_second_call_for_help_by_telephone_is_told_as_well(town):
    rings_us(town, town.resident_id)
    after(town, 31 * MINUTE)
    rings_us(town, town.resident_id, sid="two")
    after(town, 31 * MINUTE)

    assert len(overdue(town)) == 2


def test_a_call_back_that_was_made_is_told_to_nobody(town):
    rings_us(town, town.resident_id)
    rung(town)
    after(town, HOUR)

    assert overdue(town) == []


@pytest.mark.parametrize("hour", [NOW, NOW.replace(hour=13)], ids=["by day", "at night"])
def test_a_volunteer_who_rang_us_is_told_as_one_who_hung_up_would_be(town, hour):
    town.at(hour)
    with town.database.writing(town.scope) as session:
        volunteer_id = a_volunteer(session, phone=a_phone()).id
    rings_us(town, volunteer_id)
    after(town, 29 * MINUTE)
    assert overdue(town) == []

    after(town, 2 * MINUTE)
    assert [each.person_id for each in overdue(town)] == [volunteer_id]
    assert [after(town, 20 * MINUTE) for _ in range(3)] == [0, 0, 0]
    assert (len(overdue(town)), texts(town)) == (1, 1)


def test_it_goes_to_the_next_on_duty_when_nobody_takes_it(town):
    with town.database.writing(town.scope) as session:
        account = a_staff_account(session)
        a_contact_point(session, session.get_one(Person, account.person_id))
        next_id = account.person_id
    town.work(SKIPPED)
    after(town, 2 * HOUR + MINUTE)
    after(town, 16 * MINUTE)
    after(town, 16 * MINUTE)

    told = [each for each in town.messages if each.kind is MessageKind.ALERT]
    assert {town.coordinator_id, next_id} == {each.to_person_id for each in told}


def test_it_ends_by_itself_when_the_call_is_made(town):
    town.work(SKIPPED)
    after(town, 2 * HOUR + MINUTE)
    rung(town)

    assert after(town, MINUTE) == 1
    (alert,) = overdue(town)
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.HELPED)
    assert after(town, 20 * MINUTE) == 0
    assert texts(town) == 1


def test_many_are_one_text_with_their_number_and_the_most_fragile_first(town):
    owes(town, "남온새", "한가람")
    owes(town, "고하늘", age=AgeBand.OLDEST)

    assert after(town, 2 * HOUR + MINUTE) == 1
    (alert,) = overdue(town)
    (said,) = town.texts_to(town.coordinator_id)
    assert "3" in said
    with town.database.reading(town.scope) as session:
        assert session.get_one(Person, alert.person_id).age_band == AgeBand.OLDEST


def test_what_falls_overdue_soon_after_is_gathered_and_told_together(town):
    owes(town, "남온새")
    town.clock.advance(5 * MINUTE)
    owes(town, "한가람")
    town.clock.advance(MINUTE)
    owes(town, "고하늘")

    assert after(town, 2 * HOUR - 5 * MINUTE) == 1
    assert after(town, 6 * MINUTE) == 0, "the second is gathered"
    assert after(town, 10 * MINUTE) == 1, "and told with the third"
    assert after(town, 20 * MINUTE) == 0
    assert len(overdue(town)) == 2


@pytest.mark.parametrize(("kind", "is_told"), [(MessageKind.ALERT, 1), (MessageKind.NOTICE, 0)])
def test_an_alarm_that_could_not_be_told_and_was_not_rung(town, kind, is_told):
    with town.database.writing(town.scope) as session:
        message = promise(
            session,
            town_id=town.scope.town_id,
            kind=kind,
            to_person_id=town.coordinator_id,
            dedup_key="an alarm",
            words=Words(text=Text.NEUTRAL, values={"office": "031-000-0000"}),
            now=town.clock(),
        )
        found = find_message(session, message.id, alone=True)
        assert found is not None
        ring_instead(session, message=found, code="21211", by=BY, now=town.clock())

    watch_calls(town.tools)
    assert overdue(town) == [], "whoever rings has a quarter of an hour"
    town.clock.advance(16 * MINUTE)
    watch_calls(town.tools)
    assert len(overdue(town)) == is_told


def test_what_was_owed_days_ago_is_no_news(town):
    owes(town, "남온새")

    assert after(town, timedelta(days=3)) == 0
    assert overdue(town) == []


def test_a_crisis_whose_person_has_left_is_told_to_whoever_is_on_duty(town):
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        crisis = a_crisis(session, case=case)
        theirs = session.scalars(
            select(Account).where(Account.person_id == crisis.responsible_id)
        ).one()
        disable_account(session, account_id=theirs.id, now=town.clock())
    watch_calls(town.tools)
    (alert,) = overdue(town)
    assert alert.person_id == town.resident_id
    with town.database.writing(town.scope) as session:
        taker = an_identity(
            session,
            session.scalars(select(Account).where(Account.person_id == town.coordinator_id)).one(),
        )
        take_crisis(session, crisis_id=crisis.id, by=taker, now=town.clock())
    assert after(town, 20 * MINUTE) == 1
    (alert,) = overdue(town)
    assert alert.status is AlertStatus.RESOLVED
