"""The time in which neighbours are asked ends by day: nobody's offer lapses while they sleep."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from hopecare.domain.asking import may_ask_from
from hopecare.domain.urgency import Urgency
from hopecare.queries.asking_policies import quiet_hours, wave_policy
from hopecare.services.keep_within_day import keep_within_day
from hopecare.services.open_asking import open_asking
from tests.factories.askings import look, offers_of
from tests.factories.cases import BY, a_case, a_need
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours

NIGHT = NOW - timedelta(hours=7)
"""Three in the morning in the town."""


def by_the_clock(moment):
    return moment.astimezone(ZoneInfo("Asia/Seoul")).strftime("%H:%M")


def begun_at_night(session, urgency):
    case = a_case(session, urgency=urgency)
    need = a_need(session, case=case)
    return open_asking(session, case, need, by=BY, now=NIGHT), case, need


@pytest.mark.parametrize("urgency", [Urgency.SOON, Urgency.ORDINARY])
def test_what_began_at_night_ends_in_the_morning(session, urgency):
    asking, case, _ = begun_at_night(session, urgency)
    limit = NIGHT + wave_policy(case.urgency).time_limit
    morning = may_ask_from(quiet_hours(session, case.town_id, now=NOW), now=limit)
    assert by_the_clock(limit) == "03:00"
    assert asking.deadline == morning > limit


def test_somebody_in_a_crisis_is_looked_for_by_night_too(session):
    asking, case, _ = begun_at_night(session, Urgency.CRISIS)
    assert asking.deadline == NIGHT + wave_policy(case.urgency).time_limit


def test_an_offer_of_the_last_evening_stands_until_the_morning(session):
    neighbours(session, 6)
    asking, _, need = begun_at_night(session, Urgency.SOON)
    evening = NIGHT + timedelta(days=1, hours=17)
    look(session, asking, evening)
    asked = offers_of(session, need)
    assert by_the_clock(evening) == "20:00"
    assert {by_the_clock(each.lapses_at) for each in asked} == {"08:00"}


def test_another_day_of_the_need_does_not_bring_the_night_back(session):
    asking, case, need = begun_at_night(session, Urgency.ORDINARY)
    ends = asking.deadline
    keep_within_day(session, case, need, now=NOW)
    assert asking.deadline == ends
