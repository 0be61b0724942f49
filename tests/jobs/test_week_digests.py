"""The week's numbers as a text: once a week to whoever wishes for it, nothing for nothing."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.digest import WEEKDAYS
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import QUIET_HOURS, WEEK_DIGEST
from hopecare.jobs.deliver import deliver
from hopecare.jobs.send_weeks import send_weeks
from hopecare.language.wordings import Text
from hopecare.services.wish_week_digest import wish_week_digest
from models import Account, Centre, Person, SettingEntry, WordingRehearsal
from tests.factories.cases import a_case
from tests.factories.people import a_contact_point, a_staff_account
from tests.factories.towns import TODAY

pytestmark = pytest.mark.both_databases

MONDAY = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""Half past eight of Monday in Korea."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
USUAL = dict.fromkeys(WEEKDAYS, False) | {"monday": True, "at": "08:30"}


@pytest.fixture(autouse=True)
def _nobody_steers(town):
    """One case of the centre that nobody steers, and silent by now."""
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        a_case(session, resident=resident)


def setting(town, key, value):
    with town.database.writing(town.scope) as session:
        session.add(
            SettingEntry(
                town_id=town.scope.town_id, key=key, value=value, from_on=TODAY, reason="시험"
            )
        )


def wish(town, person_id, *, wants):
    with town.database.writing(town.scope) as session:
        mine = session.scalars(select(Account).where(Account.person_id == person_id)).one()
        wish_week_digest(session, account_id=mine.id, wants=wants)


@pytest.fixture
def worker_id(town):
    """A social worker of the same centre, who has said nothing."""
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        centre = session.get_one(Centre, resident.centre_id)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        a_contact_point(session, session.get_one(Person, account.person_id))
        return account.person_id


def weeks(town):
    return [m for m in town.messages if m.kind is MessageKind.DIGEST]


def work(town, moment):
    town.at(moment)
    send_weeks(town.tools)
    deliver(town.tools)


def test_it_goes_once_a_week_to_the_coordinator(town, worker_id):
    work(town, MONDAY - MINUTE)
    assert weeks(town) == []

    for later in (timedelta(), MINUTE, 60 * MINUTE, DAY):
        work(town, MONDAY + later)

    (text,) = weeks(town)
    assert text.to_person_id == town.coordinator_id
    assert text.status is MessageStatus.ACCEPTED
    assert "담당 없음 1" in text.body
    work(town, MONDAY + 7 * DAY)
    assert len(weeks(town)) == 2
    assert worker_id not in {each.to_person_id for each in weeks(town)}


def test_it_names_nobody_and_leads_nowhere(town):
    work(town, MONDAY)

    (text,) = weeks(town)
    with town.database.reading(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        assert resident.called not in text.body
        assert resident.full_name not in text.body
    assert not re.search("님|동\\)|http", text.body)


def test_each_hears_it_as_they_wish(town, worker_id):
    wish(town, worker_id, wants=True)
    wish(town, town.coordinator_id, wants=False)

    work(town, MONDAY)

    assert {each.to_person_id for each in weeks(town)} == {worker_id}


@pytest.mark.parametrize(
    ("wished", "at", "count"),
    [
        ({"at": "10:15"}, MONDAY, 0),
        ({"at": "10:15"}, MONDAY + 105 * MINUTE, 1),
        ({"monday": False}, MONDAY, 0),
        ({"monday": False, "friday": True}, MONDAY + 4 * DAY, 1),
        ({}, MONDAY + 209 * MINUTE, 1),
        ({}, MONDAY + 210 * MINUTE, 0),
    ],
)
def test_day_and_hour_are_the_towns_and_a_worker_that_slept_is_not_late(town, wished, at, count):
    setting(town, WEEK_DIGEST, USUAL | wished)
    work(town, at)
    assert len(weeks(town)) == count


def test_with_several_days_ticked_it_is_still_one_a_week(town):
    setting(town, WEEK_DIGEST, USUAL | dict.fromkeys(WEEKDAYS, True))
    for days in range(7):
        work(town, MONDAY + days * DAY)
    assert len(weeks(town)) == 1


def test_quiet_hours_are_kept(town):
    setting(town, QUIET_HOURS, {"from": "21:00", "until": "09:00"})

    work(town, MONDAY)
    assert weeks(town)[0].status is MessageStatus.PENDING
    work(town, MONDAY + 30 * MINUTE)
    assert weeks(town)[0].status is MessageStatus.ACCEPTED


def test_two_workers_send_it_once(town):
    town.at(MONDAY)
    racers = [threading.Thread(target=send_weeks, args=(town.tools,)) for _ in range(3)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    deliver(town.tools)

    assert [each.status for each in weeks(town)] == [MessageStatus.ACCEPTED]


def test_whoever_left_hears_nothing(town):
    with town.database.writing(town.scope) as session:
        mine = session.scalars(select(Account).where(Account.person_id == town.coordinator_id))
        mine.one().disabled_at = MONDAY - DAY
    work(town, MONDAY)
    assert weeks(town) == []


def test_none_begins_in_words_nobody_has_ever_looked_at(town):
    looks = delete(WordingRehearsal).where(WordingRehearsal.wording == Text.WEEK.value)
    with town.database.writing(town.scope) as session:
        session.execute(looks)
    work(town, MONDAY)
    assert weeks(town) == []
