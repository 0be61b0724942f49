"""The morning's text: once a day to whoever is on duty, numbers only, and nothing for nothing."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import DIGEST, QUIET_HOURS
from hopecare.jobs.deliver import deliver
from hopecare.jobs.send_digests import send_digests
from hopecare.language.wording_versions import stamp_of
from hopecare.language.wordings import Text
from hopecare.queries.seen_wordings import HOLDS_NO_LONGER
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.see_wordings import see_wordings
from models import Centre, Person, SettingEntry, Town, WordingRehearsal
from tests.factories.desk import a_duty
from tests.factories.people import a_contact_point, a_staff_account
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY

pytestmark = pytest.mark.both_databases

MORNING = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""Half past eight of Tuesday in Korea."""
MINUTE = timedelta(minutes=1)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
USUAL = dict.fromkeys(WEEK, True) | {"at": "08:30", "coordinators_too": False}


def setting(town, key, value):
    with town.database.writing(town.scope) as session:
        session.add(
            SettingEntry(
                town_id=town.scope.town_id,
                key=key,
                value=value,
                from_on=TODAY,
                reason="an example",
            )
        )


@pytest.fixture
def waiting(town):
    """Yesterday's alert still waits for somebody."""
    with town.database.writing(town.scope) as session:
        cause = Cause(dedup_key="worry:1", person_id=town.resident_id)
        raise_alert(
            session,
            town_id=town.scope.town_id,
            kind=AlertKind.WORRY,
            cause=cause,
            by=BY,
            now=town.clock(),
        )
    deliver(town.tools)


@pytest.fixture
def on_duty_id(town):
    """Somebody else is on duty; the town's coordinator has the day off."""
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        centre = session.get_one(Centre, resident.centre_id)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
        person = session.get_one(Person, account.person_id)
        a_contact_point(session, person)
        a_duty(session, centre, person, until_at=MORNING + timedelta(hours=8))
        return person.id


def digests(town):
    return [m for m in town.messages if m.kind is MessageKind.DIGEST]


def work(town, moment):
    town.at(moment)
    send_digests(town.tools)
    deliver(town.tools)


@pytest.mark.usefixtures("waiting")
def test_it_goes_at_the_hour_once_to_whoever_is_on_duty(town, on_duty_id):
    work(town, MORNING - MINUTE)
    assert digests(town) == []

    for minutes in (0, 1, 60):
        work(town, MORNING + minutes * MINUTE)

    (digest,) = digests(town)
    assert digest.to_person_id == on_duty_id
    assert town.texts_to(on_duty_id)[-1] == digest.body
    assert "급한 알림 1" in digest.body


@pytest.mark.usefixtures("waiting")
def test_it_names_nobody(town):
    work(town, MORNING)

    (digest,) = digests(town)
    with town.database.reading(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        assert resident.called not in digest.body
        assert resident.full_name not in digest.body
    assert not re.search("님|동\\)", digest.body)


@pytest.mark.usefixtures("waiting")
def test_every_coordinator_hears_it_where_the_centre_wants_it(town, on_duty_id):
    setting(town, DIGEST, USUAL | {"coordinators_too": True})

    work(town, MORNING)

    assert {m.to_person_id for m in digests(town)} == {on_duty_id, town.coordinator_id}


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize(
    ("wished", "at", "count"),
    [
        ({"at": "10:15"}, MORNING, 0),
        ({"at": "10:15"}, MORNING + 105 * MINUTE, 1),
        ({"tuesday": False}, MORNING, 0),
        ({"monday": False}, MORNING, 1),
    ],
)
def test_hour_and_days_are_the_towns(town, wished, at, count):
    setting(town, DIGEST, USUAL | wished)
    work(town, at)
    assert len(digests(town)) == count


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize(("late", "count"), [(209, 1), (210, 0), (600, 0)])
def test_a_worker_that_slept_sends_it_before_noon_or_not_at_all(town, late, count):
    work(town, MORNING + late * MINUTE)
    assert len(digests(town)) == count


@pytest.mark.usefixtures("waiting")
def test_what_waited_for_the_network_until_noon_is_not_sent_any_more(town):
    town.at(MORNING)
    send_digests(town.tools)
    town.at(MORNING + 211 * MINUTE)
    deliver(town.tools)

    (digest,) = digests(town)
    assert digest.status is MessageStatus.EXPIRED


@pytest.mark.usefixtures("waiting")
def test_quiet_hours_are_kept(town):
    setting(town, QUIET_HOURS, {"from": "21:00", "until": "09:00"})

    work(town, MORNING)
    assert digests(town)[0].status is MessageStatus.PENDING
    work(town, MORNING + 30 * MINUTE)
    assert digests(town)[0].status is MessageStatus.ACCEPTED


def test_a_quiet_morning_sends_nothing_and_stays_quiet(town):
    work(town, MORNING)
    assert [m.status for m in digests(town)] == [MessageStatus.STOPPED]

    with town.database.writing(town.scope) as session:
        cause = Cause(dedup_key="worry:2", person_id=town.resident_id)
        raise_alert(
            session,
            town_id=town.scope.town_id,
            kind=AlertKind.WORRY,
            cause=cause,
            by=BY,
            now=town.clock(),
        )
    work(town, MORNING + 60 * MINUTE)
    assert len(digests(town)) == 1
    assert not [text for text in town.texts_to(town.coordinator_id) if "오늘 아침" in text]


@pytest.mark.usefixtures("waiting")
def test_two_workers_send_it_once(town):
    town.at(MORNING)
    racers = [threading.Thread(target=send_digests, args=(town.tools,)) for _ in range(3)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    deliver(town.tools)

    (digest,) = digests(town)
    assert digest.status is MessageStatus.ACCEPTED


@pytest.mark.usefixtures("waiting")
def test_whoever_may_read_no_lists_gets_no_numbers(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        centre = session.get_one(Centre, resident.centre_id)
        a_duty(session, centre, resident, until_at=MORNING + timedelta(hours=8))

    work(town, MORNING)

    assert town.resident_id not in {each.to_person_id for each in digests(town)}


@pytest.mark.usefixtures("waiting")
def test_none_begins_in_words_nobody_has_ever_looked_at(town):
    looks = delete(WordingRehearsal).where(WordingRehearsal.wording == Text.DIGEST.value)
    with town.database.writing(town.scope) as session:
        session.execute(looks)
    work(town, MORNING)
    assert digests(town) == []

    with town.database.writing(town.scope) as session:
        one = session.get_one(Town, town.scope.town_id)
        stamps = [stamp_of(Text.DIGEST)]
        see_wordings(session, town=one, stamps=stamps, by=BY, now=town.clock())
    work(town, MORNING + MINUTE)
    assert len(digests(town)) == 1


@pytest.mark.usefixtures("waiting")
def test_what_runs_goes_on_in_words_that_have_changed(town):
    mine = WordingRehearsal.wording == Text.DIGEST.value
    with town.database.writing(town.scope) as session:
        session.execute(update(WordingRehearsal).where(mine).values(version="of other words"))
        session.add(said_otherwise(town))
    work(town, MORNING)
    assert len(digests(town)) == 1


@pytest.mark.usefixtures("waiting")
def test_that_the_network_says_it_otherwise_is_nobodys_look(town):
    mine = WordingRehearsal.wording == Text.DIGEST.value
    with town.database.writing(town.scope) as session:
        session.execute(delete(WordingRehearsal).where(mine))
        session.add(said_otherwise(town))
    work(town, MORNING)
    assert digests(town) == []


def said_otherwise(town):
    """What is written where a town changes its network."""
    return WordingRehearsal(
        town_id=town.scope.town_id, wording=Text.DIGEST.value, version=HOLDS_NO_LONGER,
        seen_at=town.clock(), seen_by=BY.code,
    )  # fmt: skip
