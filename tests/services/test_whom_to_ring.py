"""Lists of whom to ring name nobody who is to be left in peace, and nobody without consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MissedWeekStatus
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.services.set_away import set_away
from models import CallTask, Case, Person
from tests.factories.askings import an_asking, look
from tests.factories.cases import BY, a_need
from tests.factories.people import a_consent
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, a_missed_week, a_weekly_task


def calls(session):
    return {each.kind: each for each in session.scalars(select(CallTask))}


def test_whoever_rests_is_not_rung_for_what_begins_after_it_either(session):
    rests, other = neighbours(session, 2)
    until = TODAY + timedelta(days=5)
    set_away(session, person_id=rests.id, is_on_duty=True, away_until=until, by=BY, now=NOW)
    rests.called, other.called = "나○○", "박○○"
    need = a_need(session, from_on=TODAY + timedelta(days=8))
    asking = an_asking(session, need)
    look(session, asking, asking.opened_at + 0.8 * (asking.deadline - asking.opened_at))
    words = calls(session)[CallTaskKind.UNFILLED].words or ""
    assert rests.called not in words


@pytest.mark.parametrize("now", [NOW, EVENING])
def test_nobody_is_rung_for_a_missed_day_of_who_agrees_to_neighbours_no_more(session, now):
    task = a_weekly_task(session, neighbours(session, 4)[0])
    resident = session.get_one(Person, session.get_one(Case, task.case_id).resident_id)
    a_consent(session, resident, ConsentPurpose.PEER_HELP, act=ConsentAct.WITHDRAWN)
    missed = a_missed_week(session, task, now=now)
    assert missed.status is MissedWeekStatus.UNFILLED
    owed = calls(session)
    assert CallTaskKind.UNFILLED not in owed
    assert owed[CallTaskKind.CALL_BACK].person_id == resident.id
