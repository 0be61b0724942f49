"""Staff end the help of one volunteer; a helper whose resident must be asked again sees nothing."""

from __future__ import annotations

import pytest

from hopecare.domain.care_path import TaskStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.roles import Role
from models import Account, RefusedHelper, Task
from tests.factories.cases import a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours


@pytest.fixture
def helped(database, town_scope):
    """A task, a social worker's account and the helper's, and the resident."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        resident = a_resident(session, centre=centre, area=an_area(session, covered_by=centre))
        [helper] = neighbours(session, 1)
        case = a_case(session, resident=resident, centre=centre)
        task = a_task(session, a_need(session, case=case), helper)
        worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        own = session.query(Account).filter_by(person_id=helper.id).one()
    return task, worker, own, resident


def test_staff_end_one_helpers_task_with_a_reason(database, town_scope, visitor, helped):
    task, worker, _, _ = helped
    visitor.sign_in(worker)
    path = f"/tasks/{task.id}/stop"
    assert path in visitor.get(f"/cases/{task.case_id}").html
    assert visitor.post(path, {}, status=422).errors
    visitor.post(path, {"reason": "helper_suspended"}, status=422)
    visitor.post(path, {"reason": "no_good_match"})
    with database.reading(town_scope) as session:
        assert session.get_one(Task, task.id).status is TaskStatus.ENDED
    assert "They do not go well together" in visitor.get(f"/cases/{task.case_id}").main


def test_the_helper_sees_no_address_while_consent_has_run_out(
    database, town_scope, visitor, helped
):
    task, _, own, resident = helped
    visitor.sign_in(own)
    assert "가람로" in visitor.get(f"/my/tasks/{task.id}").main
    with database.writing(town_scope) as session:
        a_consent(session, resident, ConsentPurpose.PEER_HELP, at=NOW, expires_on=TODAY)
    page = visitor.get(f"/my/tasks/{task.id}")
    assert "This task rests for now" in page.main
    assert "가람로" not in page.html
    assert "010" not in page.main


def test_a_refused_helper_is_told_that_it_does_not_go_on(database, town_scope, visitor, helped):
    task, _, own, resident = helped
    with database.writing(town_scope) as session:
        session.add(
            RefusedHelper(
                town_id=task.town_id,
                resident_id=resident.id,
                helper_id=task.helper_id,
                from_on=TODAY,
            )
        )
    page = visitor.sign_in(own).get(f"/my/tasks/{task.id}")
    assert "This task does not go on with you" in page.main
    assert "Please do not visit any more" in page.main
    assert "rests for now" not in page.main
    assert "가람로" not in page.html
