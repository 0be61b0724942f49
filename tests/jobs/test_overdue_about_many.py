"""One alert tells of several late calls: where one of them has died, it goes on for the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus, MessageStatus
from hopecare.domain.people import AgeBand
from hopecare.jobs.deliver import deliver
from hopecare.jobs.watch_calls import watch_calls
from hopecare.services.record_death import record_death
from models import CallTask, Message, Person
from notifications.outbox import put
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_watch_calls import HOUR, MINUTE, after, overdue, owes, rung


def dies(town, person_id):
    with town.database.writing(town.scope) as session:
        record_death(session, person_id=person_id, died_on=TODAY, by=BY, now=town.clock())


def told_of(town):
    """The alert about everybody, raised before anybody rang."""
    owes(town, "고하늘", age=AgeBand.OLDEST)
    owes(town, "남온새")
    assert after(town, 2 * HOUR + MINUTE) == 1
    (alert,) = overdue(town)
    return alert


def test_it_goes_on_for_the_others_and_names_the_most_fragile_of_them(town):
    alert = told_of(town)
    dies(town, alert.person_id)
    (standing,) = overdue(town)
    assert standing.status is AlertStatus.RAISED
    assert standing.person_id != alert.person_id
    with town.database.reading(town.scope) as session:
        assert session.get_one(Person, standing.person_id).died_on is None
    for _ in range(3):
        after(town, 20 * MINUTE)
    assert [each.status for each in overdue(town)] == [AlertStatus.RAISED]


def test_it_ends_by_itself_once_the_others_were_rung(town):
    alert = told_of(town)
    dies(town, alert.person_id)
    rung(town)
    after(town, MINUTE)
    assert AlertStatus.RAISED not in [each.status for each in overdue(town)]


def test_where_it_was_about_them_alone_it_ends_with_their_death(town):
    owes(town, "고하늘")
    after(town, 2 * HOUR + MINUTE)
    (alert,) = overdue(town)
    dies(town, alert.person_id)
    (ended,) = overdue(town)
    assert (ended.status, ended.ended_by) == (AlertStatus.RESOLVED, AlertEnd.HAS_DIED)


@pytest.mark.parametrize("rings", [True, False])
def test_what_falls_overdue_later_keeps_no_older_alert_alive(town, rings):
    owes(town, "고하늘")
    town.clock.advance(timedelta(hours=1))
    owes(town, "남온새")
    after(town, HOUR + MINUTE)
    (alert,) = overdue(town)
    if rings:
        rung(town)
    dies(town, alert.person_id)
    assert [each.status for each in overdue(town)] == [AlertStatus.RESOLVED]
    assert alert.kind is AlertKind.CALL_OVERDUE
    assert town.rows(CallTask)


def promised(town):
    """The alert's text waits in the outbox."""
    owes(town, "고하늘", age=AgeBand.OLDEST)
    owes(town, "남온새")
    town.clock.advance(2 * HOUR + MINUTE)
    watch_calls(town.tools)
    (alert,) = overdue(town)
    return alert


@pytest.mark.both_databases
@pytest.mark.parametrize("status", [MessageStatus.PENDING, MessageStatus.HELD])
def test_words_that_had_not_left_name_nobody_who_has_died_since(town, status):
    alert = promised(town)
    (message,) = [each for each in town.messages if each.alert_id == alert.id]
    assert "고○○" in message.body
    with town.database.writing(town.scope) as session:
        put(session, session.get_one(Message, message.id), status, at=town.clock())
    dies(town, alert.person_id)
    (now_says,) = [each for each in town.messages if each.alert_id == alert.id]
    assert "고○○" not in now_says.body
    assert "남○○" in now_says.body
    assert "1" in now_says.body
    assert now_says.status is status


def test_the_text_leaves_in_its_new_words_and_another_death_ends_it(town):
    alert = promised(town)
    dies(town, alert.person_id)
    deliver(town.tools)
    (said,) = town.texts_to(town.coordinator_id)
    assert "남○○" in said
    (standing,) = overdue(town)
    dies(town, standing.person_id)
    assert [each.status for each in overdue(town)] == [AlertStatus.RESOLVED]


def test_words_that_left_before_the_death_stay_as_they_were_said(town):
    alert = promised(town)
    deliver(town.tools)
    (said,) = town.texts_to(town.coordinator_id)
    dies(town, alert.person_id)
    bodies = [each.body for each in town.messages if each.alert_id == alert.id]
    assert any("고○○" in each for each in bodies if each), said
