"""Whose account was closed is told of no alert, rung about none and takes none up."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.alert_answers import AlertAnswer, AlertResult
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import RecallReason
from hopecare.queries.alerts_told import told_of
from hopecare.queries.rota import staff_choices
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.answer_alert import answer_alert
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.pass_alert_on import pass_alert_on
from hopecare.services.ring_alert import ring_alert
from models import Account, Message
from tests.factories.cases import BY
from tests.factories.gates import gate_about
from tests.factories.towns import NOW, TODAY
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


def words_to(centre, person_id):
    told = select(Message).where(Message.to_person_id == person_id).order_by(Message.id)
    return centre.session.scalars(told).all()


def test_words_that_wait_for_whose_account_was_closed_do_not_leave(centre):
    centre.alarm()
    waiting = words_to(centre, centre.first)
    has_their_account_closed(centre, centre.first)
    for person_id, reason in ((centre.first, RecallReason.ACCOUNT_CLOSED), (centre.second, None)):
        (message,) = words_to(centre, person_id)
        assert gate_about(centre.session, message, now=NOW).decision.recall is reason
    assert waiting


def test_an_alert_only_they_were_told_of_goes_on_at_once(centre):
    centre.on_duty(centre.second)
    alert = centre.alarm()
    has_their_account_closed(centre, centre.second)
    assert pass_alert_on(centre.session, alert_id=alert.id, by=BY, now=NOW) == centre.first


def test_what_they_took_up_is_told_anew_and_their_calls_are_anybodys(centre):
    centre.on_duty(centre.second)
    alert = centre.alarm()
    acknowledge_alert(centre.session, alert_id=alert.id, by=BY, now=NOW, taker_id=centre.second)
    owed = OwedCall(
        kind=CallTaskKind.HELP_ASKED,
        dedup_key="help:1",
        due_at=NOW,
        person_id=centre.resident.id,
        owner_id=centre.second,
    )
    call = open_call_task(centre.session, town_id=centre.town.id, owed=owed, by=BY, now=NOW)
    has_their_account_closed(centre, centre.second)
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.RAISED, None)
    assert set(told_of(centre.session, alert)) == {centre.first}
    assert call.owner_id is None


def test_whose_account_was_closed_is_not_offered_for_duty(centre):
    has_their_account_closed(centre, centre.second)
    choices = dict(staff_choices(centre.session, centre_id=centre.centre.id, on=TODAY))
    assert set(choices) == {centre.first}
