"""Setting a value: dated, with a reason, never in the past, and only where it may differ."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.domain.town_settings import QUIET_HOURS
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.services.set_setting import SettingWish, set_setting
from models import SettingEntry
from tests.factories.people import a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY, a_centre

NIGHT = {"from": "20:00", "until": "09:00"}
DAY = timedelta(days=1)


@pytest.fixture
def by(session):
    return an_identity(session, a_staff_account(session, roles=(Role.ADMINISTRATOR,)))


def wish(**wished):
    plain: dict[str, Any] = {
        "key": QUIET_HOURS,
        "value": NIGHT,
        "from_on": TODAY,
        "reason": " Winter. ",
    }
    return SettingWish(**(plain | wished))


def test_who_set_it_from_when_and_why_is_written(session, by):
    set_setting(session, wish=wish(from_on=TODAY + DAY), by=by, now=NOW)
    (entry,) = session.scalars(select(SettingEntry)).all()
    assert (entry.value, entry.reason) == (NIGHT, "Winter.")
    assert (entry.from_on, entry.by_account_id) == (TODAY + DAY, by.account_id)


@pytest.mark.parametrize(
    ("wrong", "faults"),
    [
        ({"from_on": TODAY - DAY}, {"from_on": ["date_in_past"]}),
        ({"reason": "  "}, {"reason": ["reason_needed"]}),
        ({"value": {"from": "20:00"}}, {"until": ["not_a_time"]}),
        ({"centre_id": uuid4()}, {"centre_id": ["not_a_choice"]}),
        (
            {"key": "retention.reporter", "value": {"months": 0}},
            {"months": ["out_of_range"]},
        ),
    ],
    ids=["yesterday", "no reason", "half a night", "no such centre", "nothing kept"],
)
def test_what_is_wrong_is_told_and_nothing_is_written(session, by, wrong, faults):
    with pytest.raises(InvalidInputError) as refused:
        set_setting(session, wish=wish(**wrong), by=by, now=NOW)
    assert refused.value.fields == faults
    assert session.scalars(select(SettingEntry)).all() == []


def test_a_centre_differs_only_where_it_may(session, by):
    centre = a_centre(session)
    with pytest.raises(InvalidInputError):
        set_setting(session, wish=wish(centre_id=centre.id), by=by, now=NOW)
    asks = {"asked_at_once": 2, "answer_within_minutes": 60, "waits_for_morning": True}
    own = wish(key="offers.soon", value=asks, centre_id=centre.id)
    assert set_setting(session, wish=own, by=by, now=NOW).centre_id == centre.id


def test_what_nothing_reads_cannot_be_set(session, by):
    with pytest.raises(NotFoundError):
        set_setting(session, wish=wish(key="retention.attachment"), by=by, now=NOW)
