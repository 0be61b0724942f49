"""A town may say itself when it is night; the latest setting that holds on the day counts."""

from datetime import date, time

import pytest

from hopecare.domain.channel_profiles import Price
from hopecare.domain.town_settings import PRICES, QUIET_HOURS
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


def test_the_towns_own_prices_hold_in_its_own_money(database, town_scope):
    day = date(2026, 11, 1)
    with database.writing(town_scope) as session:
        town = a_town(session)
        value = {"text_part": 9_900_000, "call_minute": 0}
        session.add(
            SettingEntry(
                town_id=town.id, key=PRICES, value=value, from_on=day, reason="the contract"
            )
        )
        session.flush()
        profile = profile_of_town(session, town, on=day)
        before = profile_of_town(session, town, on=date(2026, 10, 31))
    assert profile.text_price == Price(micros=9_900_000, currency="KRW", source="", as_of=day)
    assert profile.call_price is None
    assert before.text_price is None
