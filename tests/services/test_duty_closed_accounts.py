"""Whose account was closed is told of no alert, rung about none and takes none up."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.alert_answers import AlertAnswer, AlertResult
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channels import ReplyWay
from hopecare.services.answer_alert import answer_alert
from hopecare.services.ring_alert import ring_alert
from models import Account
from tests.factories.cases import BY
from tests.factories.towns import NOW
from tests.services.test_alerts import AN_HOUR, Centre
from tests.services.test_duty_leave import has_their_account_closed


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        yield Centre(session)


def test_without_a_rota_whose_account_was_closed_is_told_of_nobody(centre):
    has_their_account_closed(centre, centre.first)
    centre.alarm()
    assert centre.told() == {centre.second}


def test_who_never_had_an_account_takes_alerts(centre):
    mine = select(Account).where(Account.person_id == centre.first)
    centre.session.delete(centre.session.scalars(mine).one())
    centre.alarm()
    assert centre.told() == {centre.first, centre.second}


def test_whose_account_was_closed_takes_nothing_up_and_the_next_is_told_at_once(centre):
    centre.on_duty(centre.second)
    alert = centre.alarm()
    has_their_account_closed(centre, centre.second)
    result = answer_alert(
        centre.session,
        alert_id=alert.id,
        answer=AlertAnswer.TAKE,
        from_person_id=centre.second,
        way=ReplyWay.KEYPRESS,
        by=BY,
        now=NOW,
    )
    assert (result, alert.status) == (AlertResult.PASSED_ON, AlertStatus.RAISED)
    assert centre.told() == {centre.first, centre.second}


def test_whose_account_was_closed_is_rung_about_nothing(centre):
    centre.on_duty(centre.second)
    alert = centre.alarm()
    has_their_account_closed(centre, centre.second)
    assert ring_alert(centre.session, alert_id=alert.id, now=NOW + AN_HOUR / 4) == []
