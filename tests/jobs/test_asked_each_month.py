"""Whoever owes an answer is asked for it each month, however it was asked for, until it is in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.jobs.follow_clocks import follow_clocks
from hopecare.services.answer_referral import answer_referral
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.withdraw_application import withdraw_application
from hopecare.services.withdraw_referral import withdraw_referral
from models import Application, CallTask, Person, Referral
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.referrals import a_referral
from tests.factories.towns import TODAY

SEOUL = ZoneInfo("Asia/Seoul")
DAY = timedelta(days=1)
DUE = TODAY + 30 * DAY
SILENT = CallTaskKind.REFERRAL_SILENT


def on(day):
    """Nine in the morning by the town's clock."""
    return datetime.combine(day, time(9), SEOUL).astimezone(UTC)


def waits(town, *, applied, referred):
    """A resident applies, is referred, or both."""
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        referral = a_referral(session, case=case) if referred else None
        if applied:
            its_submission(session, an_application(session, case=case, referral=referral))


def looks(town, day):
    """The job runs twice that day; gives how many calls about a silence are owed after it."""
    town.at(on(day))
    for _ in range(2):
        follow_clocks(town.tools)
    with town.database.reading(town.scope) as session:
        return len(open_calls(session))


def open_calls(session):
    wanted = (CallTask.kind == SILENT, CallTask.status == CallTaskStatus.OPEN)
    return session.scalars(select(CallTask).where(*wanted)).all()


def rings(town, day):
    """Somebody makes the call that is owed, and hears that nothing is decided."""
    with town.database.writing(town.scope) as session:
        (task,) = open_calls(session)
        spoke = CallOutcome.SPOKE
        finish_call_task(session, task_id=task.id, outcome=spoke, by=BY, now=on(day))


def does(town, rows, act):
    with town.database.writing(town.scope) as session:
        act(session, session.scalars(select(rows)).one())


WAYS = pytest.mark.parametrize(
    ("applied", "referred"),
    [(True, False), (False, True), (True, True)],
    ids=["applied themself", "an office that never answered", "both"],
)


@WAYS
@pytest.mark.both_databases
def test_silence_is_asked_about_once_a_month(town, applied, referred):
    waits(town, applied=applied, referred=referred)
    assert looks(town, DUE) == 0
    for month in range(4):
        asked_on = DUE + (1 + 30 * month) * DAY
        assert looks(town, asked_on) == 1, month
        assert looks(town, asked_on + 5 * DAY) == 1, month
        rings(town, asked_on + 6 * DAY)
        assert looks(town, asked_on + 29 * DAY) == 0, month


@WAYS
def test_a_call_that_nobody_has_made_is_not_doubled(town, applied, referred):
    waits(town, applied=applied, referred=referred)
    assert [looks(town, DUE + day * DAY) for day in (1, 31, 61, 95)] == [1, 1, 1, 1]


@pytest.mark.parametrize("ends", ["decided", "withdrawn", "objected"])
def test_what_ends_an_application_ends_the_asking(town, ends):
    waits(town, applied=True, referred=False)
    looks(town, DUE + DAY)
    rings(town, DUE + DAY)
    day = DUE + 2 * DAY

    def end(session, application):
        if ends == "withdrawn":
            withdraw_application(session, application_id=application.id, by=BY, now=on(day))
            return
        its_decision(session, application, on=day, now=on(day))
        if ends == "objected":
            object_to_decision(
                session, application_id=application.id, objected_on=day, due_on=day + 10 * DAY,
                by=BY, now=on(day),
            )  # fmt: skip

    does(town, Application, end)
    if ends == "objected":
        assert [looks(town, day + n * DAY) for n in (10, 11)] == [0, 1]
        rings(town, day + 11 * DAY)
        assert [looks(town, day + n * DAY) for n in (40, 41)] == [0, 1]
    else:
        assert [looks(town, day + n * DAY) for n in (30, 60)] == [0, 0]


@pytest.mark.parametrize("ends", ["refused", "withdrawn"])
def test_what_ends_a_silent_referral_ends_the_asking(town, ends):
    waits(town, applied=False, referred=True)
    assert looks(town, DUE + DAY) == 1

    def end(session, referral):
        if ends == "withdrawn":
            withdraw_referral(session, referral_id=referral.id, by=BY, now=on(DUE + DAY))
        else:
            answer_referral(
                session, referral_id=referral.id, refusal=RefusalReason.NO_CAPACITY,
                door=AnswerDoor.PHONE, answered_on=DUE + DAY, words=None, by=BY, now=on(DUE + DAY),
            )  # fmt: skip

    does(town, Referral, end)
    assert [looks(town, DUE + n * DAY) for n in (2, 31, 62)] == [0, 0, 0]


def test_an_application_whose_referral_was_withdrawn_is_asked_about_by_itself(town):
    waits(town, applied=True, referred=True)
    assert looks(town, DUE + DAY) == 1
    rings(town, DUE + DAY)
    does(
        town,
        Referral,
        lambda session, row: withdraw_referral(session, referral_id=row.id, by=BY, now=on(DUE)),
    )
    assert [looks(town, DUE + n * DAY) for n in (30, 31)] == [0, 1]
