"""Whoever texted has died: what they wrote of somebody else goes on, and is read."""

from __future__ import annotations

import pytest

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.services.record_death import record_death
from tests.factories.people import a_phone, a_resident
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_whose_answer import write
from tests.jobs.test_whose_end_of_a_text import (
    HELP,
    end,
    helps,
    is_asked_in_their_place,
    looks_in,
    looks_in_and_is_a_resident,
)

UNREAD = "할머니가 요즘 좀 이상하세요"


@pytest.fixture
def channel_profile():
    return "two-way"


def dies(town, person_id):
    with town.database.writing(town.scope) as session:
        return record_death(session, person_id=person_id, died_on=TODAY, by=BY, now=town.clock())


def reviews(town):
    return [each.status for each in town.call_tasks if each.kind is CallTaskKind.REVIEW_REPLY]


@pytest.mark.parametrize(
    "who", [looks_in, looks_in_and_is_a_resident, is_asked_in_their_place, helps]
)
def test_a_call_for_help_that_may_be_about_another_outlives_whoever_wrote_it(town, who):
    with town.database.writing(town.scope) as session:
        person = who(town, session)
    write(town, person.id, HELP)
    record = dies(town, person.id)
    (alert,) = town.alerts
    assert (alert.status, reviews(town)) == (AlertStatus.RAISED, [CallTaskStatus.OPEN])
    assert record.stopped["alerts"] == []
    pass_alerts_on(town.tools)
    town.work()
    assert any(alert.code in each for each in town.texts_to(town.coordinator_id))


def test_a_call_for_help_of_a_resident_about_themselves_ends_with_their_death(town):
    with town.database.writing(town.scope) as session:
        person = a_resident(session, name="박 노을", phone=a_phone())
    write(town, person.id, HELP)
    dies(town, person.id)
    (alert,) = town.alerts
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.HAS_DIED)
    assert reviews(town) == [CallTaskStatus.CANCELLED]


def test_other_words_that_may_be_about_another_are_read_after_a_death_too(town):
    with town.database.writing(town.scope) as session:
        person = looks_in(town, session)
    write(town, person.id, UNREAD)
    dies(town, person.id)
    assert reviews(town) == [CallTaskStatus.OPEN]


def test_who_lies_in_hospital_is_found_out_though_whoever_wrote_of_them_has_died(town):
    with town.database.writing(town.scope) as session:
        person = looks_in(town, session)
    write(town, person.id, HELP)
    dies(town, person.id)
    end(town, AlertEnd.IN_HOSPITAL)
    (call,) = [each for each in town.call_tasks if each.kind is CallTaskKind.CALL_BACK]
    assert (call.person_id, call.status) == (None, CallTaskStatus.OPEN)
