"""Every setting ships with a sound value and its words, and is obeyed where it is read."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.domain.asking import QuietHours
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.retention import KeptFor, retain_until
from hopecare.domain.town_settings import QUIET_HOURS, SETTINGS, faults_of
from hopecare.domain.urgency import Urgency
from hopecare.language.setting_words import PARTS, POLICIES, TITLES, UNITS, WHY_SHIPPED
from hopecare.queries.asking_policies import asking_policy, quiet_hours
from hopecare.reading.policies import shipped_retention
from hopecare.services.ask_neighbours import ask_neighbours
from hopecare.services.close_case import close_case
from hopecare.town_values import shipped_value, value_here
from models import Centre, SettingEntry
from tests.factories.cases import BY, a_case, a_need
from tests.factories.towns import NOW, TODAY, a_town
from tests.factories.volunteers import neighbours

DAY = timedelta(days=1)


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        yield session


@pytest.fixture
def town(session):
    return a_town(session)


def said(session, town, key, value, *, from_on=TODAY, centre=None):
    session.add(
        SettingEntry(
            town_id=town.id,
            key=key,
            value=value,
            from_on=from_on,
            reason="an example",
            centre_id=centre.id if centre else None,
        )
    )
    session.flush()


def asking(at_once, minutes, *, waits=True):
    return {
        "asked_at_once": at_once,
        "answer_within_minutes": minutes,
        "waits_for_morning": waits,
    }


def test_every_setting_ships_with_a_sound_value(town):
    for key, setting in SETTINGS.items():
        shipped = shipped_value(key, town)
        assert faults_of(setting, {part.name: shipped[part.name] for part in setting.parts}) == {}


def test_every_setting_has_its_words():
    assert set(TITLES) == set(WHY_SHIPPED) == set(SETTINGS)
    assert set(POLICIES) == {each.policy for each in SETTINGS.values()}
    parts = [part for each in SETTINGS.values() for part in each.parts]
    assert set(PARTS) == {part.name for part in parts}
    assert set(UNITS) == {part.unit for part in parts if part.unit}


def test_a_value_holds_from_its_day_on(session, town):
    said(session, town, QUIET_HOURS, {"from": "20:00", "until": "09:00"})
    assert value_here(session, town, QUIET_HOURS, on=TODAY)["from"] == "20:00"
    assert value_here(session, town, QUIET_HOURS, on=TODAY - DAY)["from"] == "21:00"


@pytest.mark.parametrize("urgency", list(Urgency))
def test_asking_obeys_the_town_and_before_it_the_centre(session, town, urgency):
    case, other = a_case(session, urgency=urgency), a_case(session, urgency=urgency)
    centre = session.get_one(Centre, case.centre_id)
    key = f"offers.{urgency.value}"
    said(session, town, key, asking(7, 33))
    found = asking_policy(session, case, now=NOW)
    assert (found.asked_at_once, found.answer_within) == (7, timedelta(minutes=33))
    said(session, town, key, asking(2, 44, waits=False), from_on=TODAY + DAY, centre=centre)
    assert asking_policy(session, case, now=NOW) == found
    tomorrow = asking_policy(session, case, now=NOW + DAY)
    assert (tomorrow.asked_at_once, tomorrow.waits_for_morning) == (2, False)
    assert asking_policy(session, other, now=NOW + DAY) == found


def test_a_wave_asks_as_many_and_as_long_as_the_town_says(session, town):
    need = a_need(session)
    neighbours(session, 3)
    said(session, town, "offers.ordinary", asking(2, 60))
    offers = ask_neighbours(session, need_id=need.id, by=BY, now=NOW)
    assert [each.lapses_at for each in offers] == [NOW + timedelta(minutes=60)] * 2


def test_an_offer_stands_over_the_towns_own_night(session, town):
    said(session, town, QUIET_HOURS, {"from": "10:30", "until": "12:00"})
    said(session, town, "offers.ordinary", asking(2, 60))
    assert quiet_hours(session, town.id, now=NOW) == QuietHours(
        zone="Asia/Seoul", starts=time(10, 30), ends=time(12)
    )
    need = a_need(session)
    neighbours(session, 1)
    (offer,) = ask_neighbours(session, need_id=need.id, by=BY, now=NOW)
    assert offer.lapses_at == NOW + timedelta(minutes=150)


def test_a_closed_case_is_kept_as_long_as_the_town_says(session, town):
    outcome = CaseOutcome.NEED_MET
    first, second = a_case(session), a_case(session)
    close_case(session, case_id=first.id, version=None, outcome=outcome, by=BY, now=NOW)
    shipped = retain_until(shipped_retention(), KeptFor.CASE_CLOSED, since=TODAY)
    assert first.retain_until == shipped
    said(session, town, "retention.case_closed", {"months": 12})
    close_case(session, case_id=second.id, version=None, outcome=outcome, by=BY, now=NOW)
    assert second.retain_until == TODAY.replace(year=TODAY.year + 1)
    assert first.retain_until == shipped
