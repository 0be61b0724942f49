"""An office that said yes: what came of it is waited for by a day, and asked for until it is in."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, ReferralStatus
from hopecare.domain.outcomes import AnswerDoor, OfficeAnswer, ReferralOutcome
from hopecare.domain.roles import Role
from hopecare.jobs.follow_clocks import follow_clocks
from hopecare.services.answer_referral import answer_referral
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.hear_office import Heard, hear_office
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.withdraw_referral import withdraw_referral
from models import CallTask, Case, Person, ReceiverLink, Referral
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_staff_account, an_identity
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY

SEOUL = ZoneInfo("Asia/Seoul")
DAY = timedelta(days=1)
DUE = TODAY + 30 * DAY
SILENT = CallTaskKind.REFERRAL_SILENT


def on(day):
    """Nine in the morning by the town's clock."""
    return datetime.combine(day, time(9), SEOUL).astimezone(UTC)


@pytest.fixture
def referral_id(town):
    """A referral with a link that its office took on today."""
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        referral = a_referral(session, case=case)
        make_receiver_link(session, referral_id=referral.id, for_all=False, by=BY, now=NOW)
        answer_referral(
            session, referral_id=referral.id, refusal=None, door=AnswerDoor.PHONE,
            answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip
        return referral.id


def looks(town, day):
    town.at(on(day))
    return follow_clocks(town.tools)


def owed(town):
    with town.database.reading(town.scope) as session:
        calls = session.scalars(select(CallTask).where(CallTask.kind == SILENT)).all()
        return sum(each.status is CallTaskStatus.OPEN for each in calls)


def does(town, referral_id, act):
    with town.database.writing(town.scope) as session:
        return act(session, session.get_one(Referral, referral_id))


def rings(town, referral_id, day):
    """Somebody makes the call that is owed, and hears that nothing is decided."""

    def made(session, _):
        open_ones = (CallTask.kind == SILENT, CallTask.status == CallTaskStatus.OPEN)
        task = session.scalars(select(CallTask).where(*open_ones)).one()
        finish_call_task(session, task_id=task.id, outcome=CallOutcome.SPOKE, by=BY, now=on(day))

    does(town, referral_id, made)


def due_of(town, referral_id):
    return does(town, referral_id, lambda _, referral: referral.answer_due_on)


def is_told(town, referral_id, named):
    def act(session, _):
        worker = an_identity(session, a_staff_account(session, roles=(Role.SOCIAL_WORKER,)))
        said_on, due_on = named
        heard = Heard(answer=OfficeAnswer.LOOKING, door=AnswerDoor.PHONE, on=said_on, due_on=due_on)
        hear_office(session, referral_id=referral_id, heard=heard, by=worker, now=on(said_on))

    does(town, referral_id, act)


def test_an_office_that_said_yes_is_asked_once_the_day_is_over_and_each_month_again(
    town, referral_id
):
    assert due_of(town, referral_id) == DUE
    looks(town, DUE)
    assert owed(town) == 0
    looks(town, DUE + DAY)
    looks(town, DUE + 2 * DAY)
    assert owed(town) == 1

    rings(town, referral_id, DUE + 2 * DAY)
    looks(town, DUE + 3 * DAY)
    assert owed(town) == 0
    looks(town, DUE + 31 * DAY)
    assert owed(town) == 1


@pytest.mark.parametrize("ends", ["outcome", "withdrawn"])
def test_what_ends_it_takes_the_call_back(town, referral_id, ends):
    looks(town, DUE + DAY)

    def end(session, _):
        if ends == "outcome":
            record_referral_outcome(
                session, referral_id=referral_id, outcome=ReferralOutcome.GRANTED, outcome_on=TODAY,
                amount_minor=None, currency=None, by=BY, now=on(DUE + DAY),
            )  # fmt: skip
        else:
            withdraw_referral(session, referral_id=referral_id, by=BY, now=on(DUE + DAY))

    does(town, referral_id, end)
    assert owed(town) == 0
    looks(town, DUE + 60 * DAY)
    assert owed(town) == 0


def test_a_day_the_office_names_goes_first_and_ends_the_call(town, referral_id):
    looks(town, DUE + DAY)
    is_told(town, referral_id, (DUE + DAY, DUE + 15 * DAY))
    assert (owed(town), due_of(town, referral_id)) == (0, DUE + 15 * DAY)
    looks(town, DUE + 15 * DAY)
    assert owed(town) == 0
    looks(town, DUE + 16 * DAY)
    assert owed(town) == 1


def test_the_links_open_until_somebody_has_been_asked(town, referral_id):
    def opens(session, _):
        return session.scalars(select(ReceiverLink.expires_at)).one()

    looks(town, DUE + DAY)
    first = does(town, referral_id, opens)
    assert first > on(DUE + 30 * DAY)
    looks(town, DUE + 31 * DAY)
    assert does(town, referral_id, opens) > on(DUE + 60 * DAY)


def handed_in(town, referral_id):
    """They apply with it on the tenth day; gives the day by which the law has it decided."""

    def act(session, referral):
        case = session.get_one(Case, referral.case_id)
        application = an_application(session, case=case, referral=referral)
        its_submission(session, application, on=TODAY + 10 * DAY, now=on(TODAY + 10 * DAY))

    does(town, referral_id, act)
    return TODAY + 40 * DAY


def test_what_is_handed_in_with_it_waits_by_the_law(town, referral_id):
    by_law = handed_in(town, referral_id)
    assert due_of(town, referral_id) == by_law
    looks(town, DUE + DAY)
    assert owed(town) == 0
    looks(town, by_law + DAY)
    assert owed(town) == 1
    assert does(town, referral_id, lambda _, row: row.status) is ReferralStatus.ACCEPTED


def test_after_a_clock_of_the_law_ran_out_the_office_is_asked_each_month_as_well(town, referral_id):
    by_law = handed_in(town, referral_id)
    looks(town, by_law + DAY)
    rings(town, referral_id, by_law + 2 * DAY)
    looks(town, by_law + 3 * DAY)
    assert owed(town) == 0
    for month in (1, 2, 3):
        looks(town, by_law + month * 30 * DAY)
        assert owed(town) == 0
        looks(town, by_law + (month * 30 + 1) * DAY)
        assert owed(town) == 1
        looks(town, by_law + (month * 30 + 2) * DAY)
        assert owed(town) == 1
        rings(town, referral_id, by_law + (month * 30 + 3) * DAY)


def test_the_call_of_the_clock_is_not_doubled_while_nobody_has_made_it(town, referral_id):
    by_law = handed_in(town, referral_id)
    for day in (1, 31, 61):
        looks(town, by_law + day * DAY)
        assert owed(town) == 1


def test_a_clock_looked_at_late_is_the_call_of_that_month(town, referral_id):
    by_law = handed_in(town, referral_id)
    looks(town, by_law + 50 * DAY)
    assert owed(town) == 1
    rings(town, referral_id, by_law + 50 * DAY)
    looks(town, by_law + 51 * DAY)
    assert owed(town) == 0
    looks(town, by_law + 80 * DAY)
    assert owed(town) == 1


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("applied", "made", "asked"),
    [(36, 0, [31, 41, 71, 101]), (32, 6, [31, 61, 91])],
    ids=["the law's day is asked about", "a call waits on the law's day"],
)
def test_a_day_of_the_law_that_is_over_keeps_nobody_from_asking_a_month_later(
    town, applied, made, asked
):
    """No answer came; then they apply themselves, and the office names a day that passes too."""
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        silent_id = a_referral(session, case=case).id

    def applies(session, referral):
        case, day = session.get_one(Case, referral.case_id), TODAY + applied * DAY
        application = an_application(session, case=case, referral=referral)
        its_submission(session, application, on=day, due_on=day + 4 * DAY, now=on(day))

    days = []
    for number in range(110):
        if number == applied:
            does(town, silent_id, applies)
        before = owed(town)
        looks(town, TODAY + number * DAY)
        if owed(town) > before:
            days.append(number)
        if owed(town) and number - days[-1] >= made:
            rings(town, silent_id, TODAY + number * DAY)
    assert days == asked
