"""A knock on the pages: the plan that wishes for it, the helper's own page, the board."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.check_ins import AskedBy, QuestionCode
from hopecare.services.finish_task import finish_task
from hopecare.services.open_due_knocks import open_due_knocks
from models import Account, CallTask, CheckInPlan, CheckInSlot, Task
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import a_call_task, a_plan
from tests.factories.offers import a_task
from tests.factories.people import a_resident, a_staff_account, a_volunteer
from tests.factories.towns import NOW, an_area
from tests.plugins.pages import Visitor, count_queries

PLAN = {"weekdays": ["mon", "thu"], "local_time": "10:30", "language": "ko"}


@pytest.fixture
def staff(database, town_scope, app, centre):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre)
    return Visitor(app).sign_in(account)


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_resident(
            session, name="김다래", centre=centre, area=an_area(session, covered_by=centre)
        )


@pytest.fixture
def helper(database, town_scope, resident):
    with database.writing(town_scope) as session:
        person = a_volunteer(session, name="한빛")
        case = a_case(session, resident=resident)
        a_task(session, a_need(session, case=case), person)
        return person


@pytest.fixture
def knock(database, town_scope, resident, helper):
    """A knock that is owed now."""
    with database.writing(town_scope) as session:
        a_plan(session, resident, asked_by=AskedBy.KNOCK, local_time=time(10, 30))
        open_due_knocks(session, limit=9, by=BY, now=NOW + timedelta(minutes=31))
        return session.scalars(select(CallTask).where(CallTask.kind == CallTaskKind.KNOCK)).one()


@pytest.fixture
def neighbour(database, town_scope, app, helper):
    return Visitor(app).sign_in(account_of(database, town_scope, helper))


def account_of(database, scope, person):
    with database.reading(scope) as session:
        return session.scalars(select(Account).where(Account.person_id == person.id)).one()


def slot_of(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(CheckInSlot)).one()


def plan_after(database, scope, staff, resident, way):
    """The plan once it was made by its form."""
    path = f"/residents/{resident.id}/check-ins"
    staff.post(path, PLAN | {"channel": way, "ladder": "default"}, on=path)
    assert staff.get(path).fields(path)["channel"] == way
    with database.reading(scope) as session:
        return session.scalars(select(CheckInPlan)).one()


def test_a_plan_may_wish_for_a_knock(database, town_scope, staff, resident):
    plan = plan_after(database, town_scope, staff, resident, "knock")
    assert plan.asked_by is AskedBy.KNOCK
    assert plan.next_due_at is not None
    assert "Next check-in" in staff.get(f"/residents/{resident.id}/check-ins").main


def test_a_plan_may_wish_for_nobody(database, town_scope, staff, resident):
    plan = plan_after(database, town_scope, staff, resident, "none")
    assert (plan.asked_by, plan.next_due_at) == (AskedBy.NOBODY, None)
    page = staff.get(f"/residents/{resident.id}/check-ins")
    assert "Nobody asks, by their own wish" in page.main


def test_the_helper_sees_the_knock_and_writes_what_they_found_once(
    database, town_scope, neighbour, knock
):
    home = neighbour.get("/my/")
    assert "Please knock today" in home.main
    path = f"/my/knocks/{knock.id}"
    page = neighbour.get(path)
    fields = page.fields(path)
    fields["found"], fields["words"] = "well", "웃으셨어요"
    neighbour.send(path, fields)
    neighbour.send(path, fields)
    assert slot_of(database, town_scope).status is SlotStatus.ANSWERED
    assert "Please knock today" not in neighbour.get("/my/").main


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (QuestionCode.WELLBEING, "How they are"),
        (QuestionCode.MEDICINE, "Whether they have taken their medicine"),
    ],
)
def test_the_page_of_a_knock_says_what_the_plan_wants_to_know(
    database, town_scope, neighbour, knock, question, said
):
    with database.writing(town_scope) as session:
        session.scalars(select(CheckInPlan)).one().question = question
    assert f"What to ask at the door: {said}" in neighbour.get(f"/my/knocks/{knock.id}").main


def test_the_page_of_a_knock_gives_no_address_of_its_own(neighbour, knock):
    page = neighbour.get(f"/my/knocks/{knock.id}")
    assert "김다래" not in page.html
    assert "가람로" not in page.html


def test_nothing_chosen_is_said_beside_the_field(neighbour, knock):
    page = neighbour.post(f"/my/knocks/{knock.id}", {"found": ""}, status=422)
    assert "found" in page.errors


def test_another_volunteer_and_one_who_helps_no_more_see_nothing(
    database, town_scope, app, neighbour, knock
):
    with database.writing(town_scope) as session:
        stranger = a_volunteer(session, name="공숲")
    other = Visitor(app).sign_in(account_of(database, town_scope, stranger))
    other.get(f"/my/knocks/{knock.id}", status=403)
    with database.writing(town_scope) as session:
        task = session.scalars(select(Task)).one()
        finish_task(session, task_id=task.id, by=BY, now=NOW)
    neighbour.get(f"/my/knocks/{knock.id}", status=403)
    assert "Please knock today" not in neighbour.get("/my/").main


def test_a_knock_written_down_opens_no_page_any_more(neighbour, knock):
    path = f"/my/knocks/{knock.id}"
    neighbour.post(path, {"found": "well"}, on=path)
    neighbour.get(path, status=403)


def test_the_board_and_the_calls_show_the_knock_and_staff_may_end_it(
    database, town_scope, staff, knock
):
    assert "A knock at the door" in staff.get("/check-ins").main
    assert "한빛" in staff.get("/call-tasks").main
    slot = slot_of(database, town_scope)
    assert "Somebody knocks by" in staff.get(f"/check-ins/{slot.id}").main
    path = f"/call-tasks/{knock.id}"
    staff.post(f"{path}/knock", {"found": "card_left"}, on=path)
    with database.reading(town_scope) as session:
        ended = session.get_one(CallTask, knock.id)
    assert (ended.status, ended.outcome) == (CallTaskStatus.DONE, CallOutcome.CARD_LEFT)
    assert slot_of(database, town_scope).status is SlotStatus.WAITING


def test_staff_are_told_beside_the_field_too(staff, knock):
    path = f"/call-tasks/{knock.id}"
    page = staff.post(f"{path}/knock", {"found": "lost"}, on=path, status=422)
    assert "found" in page.errors


def test_a_helpers_page_asks_no_more_for_many_knocks_than_for_one(
    database, town_scope, neighbour, knock, helper, centre
):
    def asked():
        with count_queries(database) as counted:
            neighbour.get("/my/")
        return counted.total

    asked()
    for_one = asked()
    with database.writing(town_scope) as session:
        for number in range(5):
            other = a_resident(session, name=f"박이{number}", centre=centre)
            a_call_task(session, other, kind=CallTaskKind.KNOCK, owner=helper)
    assert asked() == for_one
