"""An office that stays silent, by the worker's own job: said once, and rung once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, ReferralStatus
from hopecare.domain.outcomes import AnswerDoor, OfficeAnswer
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.follow_clocks import follow_clocks
from hopecare.services.answer_referral import answer_referral
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.hear_office import Heard, hear_office
from hopecare.services.name_answer_by import name_answer_by
from models import Application, CallTask, Case, Person, Referral, TimelineEntry
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_staff_account, an_identity
from tests.factories.referrals import a_referral
from tests.factories.towns import TODAY

pytestmark = pytest.mark.both_databases

SEOUL = ZoneInfo("Asia/Seoul")
DAY = timedelta(days=1)
DUE = TODAY + 30 * DAY
SILENT = CallTaskKind.REFERRAL_SILENT


def on(day, clock=time(9)):
    """A moment of the town's clock."""
    return datetime.combine(day, clock, SEOUL).astimezone(UTC)


@pytest.fixture
def referral_id(town):
    """A referral of the town's resident that waits for its answer."""
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        return a_referral(session, case=case).id


def status_of(town, referral_id):
    with town.database.reading(town.scope) as session:
        return session.get_one(Referral, referral_id).status


def owed(town):
    with town.database.reading(town.scope) as session:
        found = select(CallTask).order_by(CallTask.created_at, CallTask.id)
        return [each.kind for each in session.scalars(found) if each.status is CallTaskStatus.OPEN]


def times_said(town):
    with town.database.reading(town.scope) as session:
        kinds = session.scalars(select(TimelineEntry.kind)).all()
        return kinds.count(EntryKind.REFERRAL_NOT_ANSWERED)


def looks(town, day, clock=time(9)):
    town.at(on(day, clock))
    return follow_clocks(town.tools)


def with_application(town, referral_id, *, handed_in_on=TODAY):
    """An application that goes with the referral; handed in, its own clock runs."""
    with town.database.writing(town.scope) as session:
        referral = session.get_one(Referral, referral_id)
        case = session.get_one(Case, referral.case_id)
        application = an_application(session, case=case, referral=referral)
        if handed_in_on:
            its_submission(session, application, on=handed_in_on, now=on(handed_in_on))
        return application.id


@pytest.mark.parametrize(
    ("day", "clock", "is_silent"),
    [(DUE, time(23, 59), False), (DUE + DAY, time(0, 0), True), (DUE + 50 * DAY, time(9), True)],
)
def test_the_day_after_the_last_day_of_the_town_nobody_has_answered(
    town, referral_id, day, clock, is_silent
):
    looks(town, day, clock)
    stands = ReferralStatus.NO_ANSWER if is_silent else ReferralStatus.SENT
    assert status_of(town, referral_id) is stands
    assert owed(town) == [SILENT] * is_silent
    looks(town, day + 2 * DAY, clock)
    looks(town, day + 9 * DAY, clock)
    assert (owed(town), times_said(town)) == ([SILENT], 1)


def test_two_workers_say_it_once(town, referral_id):
    town.at(on(DUE + DAY))
    barrier = Barrier(2)

    def look():
        barrier.wait(timeout=30)
        follow_clocks(town.tools)

    workers = [Thread(target=look) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(timeout=60)
    assert status_of(town, referral_id) is ReferralStatus.NO_ANSWER
    assert (owed(town), times_said(town)) == ([SILENT], 1)


def test_the_call_says_whom_to_ring_and_ends_with_a_late_answer(town, referral_id):
    looks(town, DUE + DAY)
    with town.database.writing(town.scope) as session:
        task = session.scalars(select(CallTask)).one()
        assert "031-000-0100" in task.words
        answer_referral(
            session, referral_id=referral_id, refusal=None, door=AnswerDoor.PHONE,
            answered_on=DUE + DAY, words=None, by=BY, now=town.clock.at,
        )  # fmt: skip
    assert status_of(town, referral_id) is ReferralStatus.ACCEPTED
    assert owed(town) == []
    assert looks(town, DUE + 20 * DAY) == 0


def names_day(town, referral_id, door, due_on):
    """The office, late already, says by when it answers."""
    with town.database.writing(town.scope) as session:
        referral = session.get_one(Referral, referral_id, with_for_update=True)
        if door is AnswerDoor.LINK:
            name_answer_by(session, referral, due_on=due_on, by=BY, now=town.clock.at)
            return
        worker = an_identity(session, a_staff_account(session, roles=(Role.SOCIAL_WORKER,)))
        heard = Heard(
            answer=OfficeAnswer.LOOKING, door=door, on=town.clock.at.date(), due_on=due_on
        )
        hear_office(session, referral_id=referral_id, heard=heard, by=worker, now=town.clock.at)


@pytest.mark.parametrize("door", [AnswerDoor.PHONE, AnswerDoor.LINK])
def test_an_office_once_late_that_names_a_day_is_asked_again_after_it(town, referral_id, door):
    for times, named in enumerate((DUE + 10 * DAY, DUE + 20 * DAY), start=1):
        looks(town, named - 9 * DAY)
        assert (status_of(town, referral_id), owed(town)) == (ReferralStatus.NO_ANSWER, [SILENT])
        names_day(town, referral_id, door, named)
        assert (status_of(town, referral_id), owed(town)) == (ReferralStatus.SEEN, [])
        looks(town, named)
        assert (owed(town), times_said(town)) == ([], times)
    looks(town, DUE + 21 * DAY)
    assert (status_of(town, referral_id), owed(town)) == (ReferralStatus.NO_ANSWER, [SILENT])
    looks(town, DUE + 60 * DAY)
    assert (owed(town), times_said(town)) == ([SILENT], 3)


def test_a_day_named_after_the_clock_of_the_law_ran_out_is_asked_about_by_itself(town, referral_id):
    with_application(town, referral_id)
    looks(town, DUE + DAY)
    with town.database.writing(town.scope) as session:
        task = session.scalars(select(CallTask).where(CallTask.kind == SILENT)).one()
        spoke = CallOutcome.SPOKE
        finish_call_task(session, task_id=task.id, outcome=spoke, by=BY, now=town.clock.at)
    names_day(town, referral_id, AnswerDoor.PHONE, DUE + 10 * DAY)
    looks(town, DUE + 10 * DAY)
    assert SILENT not in owed(town)
    looks(town, DUE + 11 * DAY)
    assert owed(town).count(SILENT) == 1


def test_where_the_clock_of_the_application_asks_the_referral_does_not(town, referral_id):
    with_application(town, referral_id)
    looks(town, DUE + DAY)
    assert status_of(town, referral_id) is ReferralStatus.NO_ANSWER
    assert owed(town) == [SILENT]
    looks(town, DUE + 9 * DAY)
    assert (owed(town), times_said(town)) == ([SILENT], 1)


def test_an_office_that_has_more_time_by_law_is_not_silent_yet(town, referral_id):
    with_application(town, referral_id, handed_in_on=TODAY + 10 * DAY)
    looks(town, DUE + DAY)
    assert status_of(town, referral_id) is ReferralStatus.SENT
    assert SILENT not in owed(town)
    looks(town, DUE + 11 * DAY)
    assert status_of(town, referral_id) is ReferralStatus.NO_ANSWER
    assert owed(town).count(SILENT) == 1


def test_what_is_handed_in_after_the_call_was_owed_asks_no_second_time(town, referral_id):
    looks(town, DUE + DAY)
    with_application(town, referral_id, handed_in_on=DUE + DAY)
    looks(town, DUE + 32 * DAY)
    assert owed(town).count(SILENT) == 1


def test_while_papers_are_gathered_the_office_is_asked_for_its_yes_or_no(town, referral_id):
    with_application(town, referral_id, handed_in_on=None)
    looks(town, DUE + DAY)
    assert owed(town) == [SILENT]


def test_an_office_that_decided_the_application_is_not_silent(town, referral_id):
    application_id = with_application(town, referral_id)
    with town.database.writing(town.scope) as session:
        its_decision(session, session.get_one(Application, application_id), now=on(TODAY + 5 * DAY))
    looks(town, DUE + DAY)
    assert status_of(town, referral_id) is ReferralStatus.DONE
    assert SILENT not in owed(town)
