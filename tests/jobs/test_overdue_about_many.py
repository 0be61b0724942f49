"""One alert tells of several late calls: where one of them has died, it goes on for the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.people import AgeBand
from hopecare.services.record_death import record_death
from models import CallTask, Person
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
