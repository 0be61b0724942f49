"""A town's own quiet hours are obeyed by the gate from their day on."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.identity import Identity
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import QUIET_HOURS
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.set_setting import SettingWish, set_setting
from notifications.outbox import promise
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, TODAY
from tests.jobs.conftest import BY

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def is_set(town, starts, ends, *, from_on):
    with town.database.writing(town.scope) as session:
        account = a_staff_account(session, roles=(Role.ADMINISTRATOR,))
        by = Identity(
            account_id=account.id,
            person_id=account.person_id,
            town_id=town.scope.town_id,
            centre_id=None,
            roles=frozenset({Role.ADMINISTRATOR}),
            language="ko",
        )
        value = {"from": starts, "until": ends}
        wish = SettingWish(key=QUIET_HOURS, value=value, from_on=from_on, reason="as agreed")
        set_setting(session, wish=wish, by=by, now=town.clock())


@pytest.fixture
def told(town):
    """Promise the resident a text and let the worker run; say how many texts have come."""

    def tell(name):
        with town.database.writing(town.scope) as session:
            promise(
                session,
                town_id=town.scope.town_id,
                kind=MessageKind.NOTICE,
                to_person_id=town.resident_id,
                dedup_key=name,
                words=Words(text=Text.HELPER_FOUND, values={"helper": "공○○", "name": "김○○"}),
                now=town.clock(),
            )
        town.work()
        return len(town.texts_to(town.resident_id))

    return tell


def test_the_gate_obeys_from_the_day_on(town, told):
    is_set(town, "09:00", "12:00", from_on=TODAY + DAY)
    assert told("ten o'clock today") == 1
    town.at(NOW + DAY)
    assert told("ten o'clock tomorrow") == 1
    town.work(HOUR)
    assert len(town.texts_to(town.resident_id)) == 1
    town.work(HOUR)
    assert len(town.texts_to(town.resident_id)) == 2


def test_a_town_without_quiet_hours_is_reached_at_night(town, told):
    town.at(NOW + 13 * HOUR)
    assert told("eleven at night") == 0
    is_set(town, "00:00", "00:00", from_on=TODAY)
    assert told("eleven at night, again") == 1
    assert MessageStatus.PENDING in {message.status for message in town.messages}


def stays(town, zone):
    """The resident is at their family's, by whose clock they are asked how they are."""
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=time(10, 5), zone=zone)
        plan_check_ins(session, person_id=town.resident_id, wish=wish, by=BY, now=town.clock())


def test_whoever_stays_elsewhere_is_left_in_peace_by_their_own_night(town, told):
    stays(town, "Europe/London")
    assert told("ten here, one at night there") == 0
    town.work(timedelta(hours=6, minutes=55))
    assert len(town.texts_to(town.resident_id)) == 0
    town.work(timedelta(minutes=10))
    assert len(town.texts_to(town.resident_id)) == 1, "eight in the morning there"


def test_the_night_of_the_town_is_not_that_of_whoever_stays_elsewhere(town, told):
    stays(town, "Europe/London")
    town.at(NOW + 13 * HOUR)
    assert told("eleven at night here, two in the afternoon there") == 1


def test_who_was_asked_there_once_and_is_asked_no_more_is_in_the_town(town, told):
    stays(town, "Europe/London")
    stays(town, None)
    assert told("ten here") == 1
