"""A centre's own rule decides when its staff are told; the rest of the town keeps the town's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hopecare.domain.alerts import AlertKind
from hopecare.domain.channels import Channel
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import alert_key
from hopecare.jobs.deliver import deliver
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.services.raise_alert import Cause, raise_alert
from models import Centre, Person, SettingEntry
from tests.factories.desk import a_duty
from tests.factories.people import a_contact_point, a_staff_account
from tests.factories.towns import TODAY, a_centre
from tests.jobs.conftest import BY

NIGHT = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
"""Half past eleven in the evening in Korea."""
MINUTE = timedelta(minutes=1)
RULE = {"text_by_day": True, "text_by_night": True, "rung": False, "pass_on_after_minutes": 15}


def rules(town, kind, *, centre_id=None, **wished):
    with town.database.writing(town.scope) as session:
        session.add(
            SettingEntry(
                town_id=town.scope.town_id,
                key=alert_key(kind),
                value=RULE | wished,
                from_on=TODAY,
                reason="an example",
                centre_id=centre_id,
            )
        )


def centre_of(town):
    with town.database.reading(town.scope) as session:
        return session.get_one(Person, town.resident_id).centre_id


def alarm(town, kind=AlertKind.WORRY):
    with town.database.writing(town.scope) as session:
        cause = Cause(dedup_key=f"{kind}:{town.clock()}", person_id=town.resident_id)
        raise_alert(
            session, town_id=town.scope.town_id, kind=kind, cause=cause, by=BY, now=town.clock()
        )
    deliver(town.tools)


def texts(town):
    return len(town.texts_to(town.coordinator_id))


def after(town, wait):
    town.clock.advance(wait)
    handled = pass_alerts_on(town.tools)
    deliver(town.tools)
    return handled


def test_what_may_wait_for_the_morning_is_told_when_the_quiet_hours_end(town):
    rules(town, AlertKind.WORRY, text_by_night=False)
    town.at(NIGHT)

    alarm(town)
    after(town, timedelta(hours=8))
    assert texts(town) == 0
    after(town, timedelta(minutes=30))
    assert texts(town) == 1


@pytest.mark.parametrize("waits", [True, False])
def test_it_goes_to_whoever_is_on_duty_when_it_leaves(town, waits):
    with town.database.writing(town.scope) as session:
        centre = session.get_one(Centre, session.get_one(Person, town.resident_id).centre_id)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
        by_night = session.get_one(Person, account.person_id)
        a_contact_point(session, by_night)
        by_day = session.get_one(Person, town.coordinator_id)
        morning = NIGHT + timedelta(hours=8)
        a_duty(session, centre, by_night, from_at=NIGHT - MINUTE, until_at=morning)
        a_duty(session, centre, by_day, from_at=morning, until_at=morning + timedelta(hours=9))
        night_id = by_night.id
    rules(town, AlertKind.WORRY, text_by_night=not waits)
    town.at(NIGHT)
    alarm(town)
    town.at(NIGHT + timedelta(hours=8, minutes=31))
    deliver(town.tools)
    assert len(town.texts_to(night_id)) == int(not waits)
    assert texts(town) == int(waits)


def test_it_goes_on_from_the_morning_and_not_from_the_night(town):
    with town.database.writing(town.scope) as session:
        account = a_staff_account(session, roles=(Role.COORDINATOR,))
        person = session.get_one(Person, account.person_id)
        person.centre_id = a_centre(session, name="남부희망케어센터").id
        a_contact_point(session, person)
        next_id = person.id
    rules(town, AlertKind.WORRY, text_by_night=False)
    town.at(NIGHT)
    alarm(town)

    assert after(town, timedelta(hours=8, minutes=44)) == 0
    assert after(town, MINUTE) == 1
    assert len(town.texts_to(next_id)) == 1


def test_what_may_wait_for_the_digest_tells_nobody_and_goes_nowhere(town):
    rules(town, AlertKind.WORRY, text_by_day=False, text_by_night=False, rung=True)

    alarm(town)
    assert after(town, timedelta(hours=1)) == 0

    assert town.messages == []
    assert len(town.alerts) == 1


def test_a_centre_has_its_own_rule(town):
    rules(town, AlertKind.WORRY, text_by_day=False, text_by_night=False)
    rules(town, AlertKind.WORRY, centre_id=centre_of(town))

    alarm(town)

    assert texts(town) == 1


@pytest.mark.parametrize("is_rung", [True, False])
def test_the_centre_says_what_is_rung_and_how_soon_it_goes_on(town, is_rung):
    rules(town, AlertKind.UNFILLED, rung=is_rung, pass_on_after_minutes=60)

    alarm(town, AlertKind.UNFILLED)
    assert after(town, timedelta(minutes=5)) == int(is_rung)

    rung = [m for m in town.messages if m.channel is Channel.VOICE]
    assert len(rung) == int(is_rung)
    assert after(town, timedelta(minutes=54)) == 0


def test_a_call_for_help_is_told_in_the_middle_of_the_night(town):
    town.at(NIGHT)
    alarm(town, AlertKind.HELP_ASKED)
    assert texts(town) == 1
