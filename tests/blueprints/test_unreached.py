"""Could not reach: each cause has its next step, its day and its owner, and is counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.unreached import NEXT_STEPS, UNREACHED
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask, CheckInPlan
from tests.factories.cases import BY
from tests.factories.desk import a_call_task, a_plan
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, an_area
from tests.plugins.pages import count_queries

DAY = timedelta(days=1)


@pytest.fixture
def account(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_staff_account(session, centre=centre)


@pytest.fixture
def staff(visitor, account):
    return visitor.sign_in(account)


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        person = a_resident(session, name="김다래", centre=centre)
        a_plan(session, person)
        return person


@pytest.fixture
def owed(database, town_scope, resident):
    with database.writing(town_scope) as session:
        return a_call_task(session, resident)


def end(staff, owed, **said):
    path = f"/call-tasks/{owed.id}"
    return staff.post(f"{path}/end", said, on=path)


def following(database, scope):
    with database.reading(scope) as session:
        is_open = CallTask.status == CallTaskStatus.OPEN
        return session.scalars(select(CallTask).where(is_open)).one()


def plan_of(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(CheckInPlan)).one()


@pytest.mark.parametrize("outcome", UNREACHED)
def test_each_cause_has_its_next_step_its_day_and_its_owner(
    database, town_scope, staff, account, owed, outcome
):
    end(staff, owed, outcome=outcome.value)
    after, step = following(database, town_scope), NEXT_STEPS[outcome]
    assert after.kind is (step.kind or owed.kind)
    assert after.due_at == NOW + step.within
    assert (after.owner_id, after.person_id) == (account.person_id, owed.person_id)


def test_a_day_that_was_said_is_the_day(database, town_scope, staff, owed):
    end(staff, owed, outcome="moved", again_on="2026-11-30", again_at="09:00")
    assert following(database, town_scope).due_at.isoformat() == "2026-11-30T00:00:00+00:00"


def test_whoever_was_spoken_with_leads_to_nothing(database, town_scope, staff, owed):
    end(staff, owed, outcome="spoke")
    with database.reading(town_scope) as session:
        assert [task.status for task in session.scalars(select(CallTask))] == [CallTaskStatus.DONE]


def test_in_hospital_nobody_asks_until_the_day_somebody_asks_again(
    database, town_scope, staff, owed
):
    end(staff, owed, outcome="in_hospital", again_on="2026-12-04", again_at="10:00")
    plan = plan_of(database, town_scope)
    assert (plan.paused_from, plan.paused_until) == (date(2026, 11, 23), date(2026, 12, 4))
    page = staff.get(f"/call-tasks/{following(database, town_scope).id}")
    assert page.find("a", href=f"/residents/{owed.person_id}/check-ins") is not None


def test_a_longer_pause_is_not_cut_short(database, town_scope, staff, owed):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.paused_from, plan.paused_until = date(2026, 11, 20), date(2027, 2, 1)
    end(staff, owed, outcome="in_hospital")
    assert plan_of(database, town_scope).paused_until == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("ahead", "rests_until"),
    [
        ((date(2026, 12, 13), date(2026, 12, 23)), date(2026, 11, 30)),
        ((date(2026, 11, 28), date(2026, 12, 23)), date(2026, 12, 23)),
        ((date(2026, 11, 28), None), None),
    ],
    ids=["farther ahead", "before they are home", "before they are home, without an end"],
)
def test_a_pause_that_lies_ahead_leaves_nobody_in_hospital_asked(
    database, town_scope, staff, owed, ahead, rests_until
):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.paused_from, plan.paused_until = ahead
    end(staff, owed, outcome="in_hospital")
    plan = plan_of(database, town_scope)
    assert (plan.paused_from, plan.paused_until) == (date(2026, 11, 23), rests_until)


def test_a_holiday_that_lies_ahead_leaves_nobody_of_the_dead_asked(
    database, town_scope, staff, owed
):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.paused_from, plan.paused_until = date(2026, 12, 13), date(2026, 12, 23)
    end(staff, owed, outcome="has_died")
    plan = plan_of(database, town_scope)
    assert (plan.paused_from, plan.paused_until) == (date(2026, 11, 23), None)


def test_a_death_leads_to_the_page_where_it_is_recorded(database, town_scope, staff, owed):
    answer = end(staff, owed, outcome="has_died")
    assert answer.answer.headers["Location"] == f"/residents/{owed.person_id}/death"
    assert following(database, town_scope).kind is CallTaskKind.RECORD_DEATH


def test_once_a_call_told_of_a_death_nobody_asks_how_they_are(database, town_scope, staff, owed):
    end(staff, owed, outcome="has_died")
    plan = plan_of(database, town_scope)
    assert (plan.paused_from, plan.paused_until) == (date(2026, 11, 23), None)


@pytest.mark.parametrize("outcome", ["no_answer", "card_left", "has_died"])
def test_while_it_is_not_sure_that_they_live_nobody_asks(
    database, town_scope, staff, owed, outcome
):
    end(staff, owed, outcome="has_died")
    end(staff, following(database, town_scope), outcome=outcome)
    assert plan_of(database, town_scope).paused_from == date(2026, 11, 23)
    assert following(database, town_scope).kind is CallTaskKind.RECORD_DEATH


def test_that_the_emergency_number_was_rung_does_not_say_that_they_live(
    database, town_scope, staff, account, owed
):
    end(staff, owed, outcome="has_died")
    said = {"outcome": "emergency_rung", "note": "14시에 119에 전화함"}
    page = end(staff, following(database, town_scope), **said)
    assert "What comes next stands in the list" in staff.follow(page).text
    assert plan_of(database, town_scope).paused_from == date(2026, 11, 23)
    look = following(database, town_scope)
    assert (look.kind, look.person_id) == (CallTaskKind.RECORD_DEATH, owed.person_id)
    assert (look.due_at, look.owner_id) == (NOW + timedelta(hours=2), account.person_id)
    end(staff, look, outcome="spoke")
    assert plan_of(database, town_scope).paused_from is None


@pytest.mark.parametrize("outcome", ["spoke", "refused", "wrong_number", "moved"])
def test_whoever_lives_after_all_is_asked_again(
    database, town_scope, visitor, account, owed, outcome
):
    staff = visitor.sign_in(account)
    end(staff, owed, outcome="has_died")
    end(staff, following(database, town_scope), outcome="no_answer")
    staff.clock.advance(DAY)
    staff = visitor.sign_in(account)
    end(staff, following(database, town_scope), outcome=outcome)
    plan = plan_of(database, town_scope)
    assert (plan.paused_from, plan.paused_until) == (None, None)
    assert plan.next_due_at is not None


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("stay", "is_over"),
    [
        ((date(2026, 11, 20), date(2026, 12, 4)), False),
        ((date(2026, 11, 20), date(2026, 11, 24)), True),
        ((date(2026, 12, 13), date(2026, 12, 23)), False),
    ],
    ids=["they are there still", "they are home by now", "a holiday that lies ahead"],
)
def test_what_gave_way_to_a_death_that_is_denied_holds_again(  # noqa: PLR0917  fixtures
    database, town_scope, visitor, account, owed, stay, is_over
):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.paused_from, plan.paused_until = stay
    staff = visitor.sign_in(account)
    end(staff, owed, outcome="has_died")
    assert plan_of(database, town_scope).paused_until is None
    end(staff, following(database, town_scope), outcome="has_died")
    staff.clock.advance(DAY)
    staff = visitor.sign_in(account)
    end(staff, following(database, town_scope), outcome="spoke")
    plan = plan_of(database, town_scope)
    assert (plan.paused_from, plan.paused_until, plan.gave_way) == (
        *((None, None) if is_over else stay),
        None,
    )


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_holiday_that_gives_way_to_a_stay_in_hospital_is_named(
    database, town_scope, visitor, account, owed, language
):
    with database.writing(town_scope) as session:
        plan = session.scalars(select(CheckInPlan)).one()
        plan.paused_from, plan.paused_until = date(2026, 12, 13), date(2026, 12, 23)
    staff = visitor.sign_in(account).read_in(language)
    said = {
        "en": "A pause that was planned gave way",
        "ko": "안부 묻기를 쉬기로 한 다른 기간이 있습니다",
    }
    theirs = f"/residents/{owed.person_id}/check-ins"
    assert said[language] not in staff.get(theirs).main
    end(staff, owed, outcome="in_hospital")
    after = following(database, town_scope)
    for path in (theirs, f"/call-tasks/{after.id}"):
        assert said[language] in staff.get(path).main
    staff.clock.advance(8 * DAY)
    staff = visitor.sign_in(account).read_in(language)
    assert said[language] in staff.get(theirs).main, "they are home: it is still to be set anew"
    path = f"/check-in-plans/{plan.id}/pause"
    staff.post(path, {"paused_from": "2026-12-13", "paused_until": "2026-12-23"}, on=theirs)
    assert plan_of(database, town_scope).paused_until == date(2026, 12, 23)
    assert said[language] not in staff.get(theirs).main


def test_whoever_lies_in_hospital_instead_rests_until_somebody_asks_again(
    database, town_scope, staff, owed
):
    end(staff, owed, outcome="has_died")
    end(staff, following(database, town_scope), outcome="in_hospital")
    plan = plan_of(database, town_scope)
    assert (plan.paused_from, plan.paused_until) == (date(2026, 11, 23), date(2026, 11, 30))


def test_a_pause_of_their_own_wish_stays(database, town_scope, staff, owed):
    with database.writing(town_scope) as session:
        session.scalars(select(CheckInPlan)).one().paused_from = date(2026, 11, 20)
    end(staff, owed, outcome="has_died")
    end(staff, following(database, town_scope), outcome="spoke")
    assert plan_of(database, town_scope).paused_from == date(2026, 11, 20)


@pytest.fixture
def tried(database, town_scope, centre):
    """Tries that reached nobody, in two districts and nowhere."""

    def try_one(name, outcome, area, *, ago=0):
        with database.writing(town_scope) as session:
            person = a_resident(session, name=name, centre=centre, area=area)
            task = a_call_task(session, person)
            at = NOW - ago * DAY
            finish_call_task(session, task_id=task.id, outcome=outcome, by=BY, now=at)

    return try_one


@pytest.fixture
def areas(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return [an_area(session, name=name, covered_by=centre) for name in ("화도읍", "진접읍")]


def test_each_number_leads_to_exactly_its_rows(staff, tried, areas):
    tried("가하나", CallOutcome.MOVED, areas[0])
    tried("나두리", CallOutcome.MOVED, areas[0], ago=9)
    tried("다세찌", CallOutcome.WRONG_NUMBER, areas[1])
    tried("라네찌", CallOutcome.SPOKE, areas[0])
    tried("마다섯", CallOutcome.MOVED, areas[0], ago=40)
    tried("바여섯", CallOutcome.REFUSED, None)
    page = staff.get("/could-not-reach")
    links = [each for each in page.find_all("a") if "outcome=" in each.get("href", "")]
    counted = 0
    for link in links:
        table = staff.get(link.get("href")).find("table", class_="rows rows-stacked")
        rows = len(list(table.iter("tr"))) - 1
        assert rows == int("".join(link.itertext()).rpartition(":")[2])
        counted += rows
    assert (len(links), counted) == (3, 4)
    assert "마다섯" not in page.main
    assert "라네찌" not in page.main


def test_another_centres_tries_are_neither_counted_nor_listed(
    database, town_scope, staff, tried, areas
):
    with database.writing(town_scope) as session:
        stranger = a_resident(session, name="남모름", centre=a_centre(session), area=areas[0])
        task = a_call_task(session, stranger)
        finish_call_task(session, task_id=task.id, outcome=CallOutcome.MOVED, by=BY, now=NOW)
    page = staff.get("/could-not-reach")
    assert "남모름" not in page.main
    assert [each for each in page.find_all("a") if "outcome=" in each.get("href", "")] == []


def test_the_page_asks_no_more_for_many_than_for_one(database, staff, tried, areas):
    def asked():
        with count_queries(database) as counted:
            staff.get("/could-not-reach")
        return counted.total

    tried("가하나", CallOutcome.MOVED, areas[0])
    asked()
    for_one = asked()
    for number in range(4):
        tried(f"나{number}", list(UNREACHED)[number], areas[number % 2])
    assert asked() == for_one
