"""A town may say itself when it is night; the latest setting that holds on the day counts."""

from datetime import date, time

import pytest

from hopecare.domain.town_settings import QUIET_HOURS
from models import SettingEntry
from notifications.town_channels import profile_of_town
from tests.factories.towns import a_town


def said(session, town, starts, ends, *, from_on):
    value = {"from": starts, "until": ends}
    session.add(
        SettingEntry(
            town_id=town.id, key=QUIET_HOURS, value=value, from_on=from_on, reason="an example"
        )
    )
    session.flush()


@pytest.mark.parametrize(
    ("on", "night"),
    [
        pytest.param(date(2026, 10, 31), (time(21), time(8)), id="as shipped before"),
        pytest.param(date(2026, 11, 1), (time(20), time(9)), id="from the day on"),
        pytest.param(date(2026, 12, 1), (time(0), time(0)), id="the newer one"),
    ],
)
def test_the_setting_that_holds_on_the_day_counts(database, town_scope, on, night):
    with database.writing(town_scope) as session:
        town = a_town(session)
        said(session, town, "20:00", "09:00", from_on=date(2026, 11, 1))
        said(session, town, "00:00", "00:00", from_on=date(2026, 12, 1))
        profile = profile_of_town(session, town, on=on)
    assert (profile.quiet_from, profile.quiet_until) == night
