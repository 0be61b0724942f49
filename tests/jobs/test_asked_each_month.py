"""Whoever owes an answer is asked for it each month, however it was asked for, until it is in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, NeedStatus, TaskStatus
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.jobs.follow_clocks import follow_clocks
from hopecare.jobs.settle_passed_help import settle_passed_help
from hopecare.services.answer_referral import answer_referral
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.settle_bridge import BridgeWish, settle_bridge
from hopecare.services.withdraw_application import withdraw_application
from hopecare.services.withdraw_referral import withdraw_referral
from models import Application, CallTask, Need, Person, Referral, Task
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.offers import a_task
from tests.factories.referrals import a_referral
from tests.factories.towns import TODAY
from tests.factories.volunteers import neighbours

SEOUL = ZoneInfo("Asia/Seoul")
DAY = timedelta(days=1)
DUE = TODAY + 30 * DAY
SILENT, NEAR = CallTaskKind.REFERRAL_SILENT, CallTaskKind.DEADLINE_NEAR


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


@pytest.mark.both_databases
@pytest.mark.parametrize("referred", [True, False], ids=["referred", "applied themself"])
@pytest.mark.parametrize("weekdays", [("mon", "thu"), ()], ids=["weekly", "once"])
def test_help_goes_on_until_an_office_that_is_late_has_decided(town, referred, weekdays):
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        referral = a_referral(session, case=case) if referred else None
        application = an_application(session, case=case, referral=referral)
        wish = BridgeWish(kind=NeedKind.SIDE_DISHES, weekdays=weekdays)
        settle_bridge(session, case, application, wish, by=BY, now=on(TODAY))
        its_submission(session, application)
        (helper,) = neighbours(session, 1)
        task_id = a_task(session, session.scalars(select(Need)).one(), helper).id
    for day in (0, 1, 2, 20, 31, 62, 95):
        looks(town, DUE + day * DAY)
        settle_passed_help(town.tools)
        with town.database.reading(town.scope) as session:
            need = session.scalars(select(Need)).one()
            assert need.status is NeedStatus.HELPED
            assert need.until_on >= DUE + day * DAY
            assert session.get_one(Task, task_id).status is TaskStatus.ACTIVE
            assert {each.kind for each in session.scalars(select(CallTask))} <= {SILENT, NEAR}
    decided = DUE + 96 * DAY
    does(
        town,
        Application,
        lambda session, found: its_decision(
            session, found, Decision.GRANTED, on=decided, now=on(decided)
        ),
    )
    with town.database.reading(town.scope) as session:
        assert session.scalars(select(Need.status)).one() is NeedStatus.MET


def test_a_last_day_somebody_set_later_is_not_cut_short(town):
    later = DUE + 200 * DAY
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        its_submission(session, an_application(session, case=case, bridge=NeedKind.KNOCK))
        session.scalars(select(Need)).one().until_on = later
    looks(town, DUE + DAY)
    with town.database.reading(town.scope) as session:
        assert session.scalars(select(Need.until_on)).one() == later


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
