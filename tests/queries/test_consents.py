"""A consent ends with the town's own day, not with the day of the machine."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.consents import find_standing_consent
from models import ConsentEntry
from tests.factories.people import a_resident
from tests.factories.towns import a_town

SEOUL = ZoneInfo("Asia/Seoul")
MIDNIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=SEOUL)
"""Nine hours before it is the 24th in UTC."""


@pytest.mark.parametrize(
    ("away", "stands"),
    [
        pytest.param(timedelta(minutes=-30), True, id="half_an_hour_before_midnight"),
        pytest.param(timedelta(minutes=30), False, id="half_past_midnight"),
    ],
)
def test_a_consent_ends_at_the_towns_own_midnight(database, town_scope, away, stands):
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, now=MIDNIGHT - timedelta(days=30))
        for entry in session.scalars(select(ConsentEntry)):
            entry.expires_on = date(2026, 11, 24)
    with database.reading(town_scope) as session:
        found = find_standing_consent(
            session,
            person_id=resident.id,
            purpose=ConsentPurpose.PEER_HELP,
            now=MIDNIGHT + away,
        )
    assert (found is not None) is stands
