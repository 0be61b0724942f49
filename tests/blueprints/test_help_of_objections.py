"""Who objects waits once more: the page and the desk ask who helps until the answer, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision, NoBridge
from hopecare.domain.needs import NeedKind
from hopecare.domain.roles import Role
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.object_to_referral import object_to_referral
from models import Application, Case, Need
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town

ASKED = "Until the objection is answered: who helps?"
ON_THE_DESK = "/desk?kind=bridge"


class Desk:
    """A social worker signed in, with a case that was refused."""

    def __init__(self, database, scope, visitor):
        self.database, self.scope, self.visitor = database, scope, visitor
        with database.writing(scope) as session:
            a_town(session)
            centre = a_centre(session)
            account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
            case = a_case(session, resident=a_resident(session, centre=centre))
            case.owner_id = account.person_id
            self.case_id = case.id
        visitor.sign_in(account)

    def write(self, act):
        with self.database.writing(self.scope) as session:
            return act(session, session.get_one(Case, self.case_id))

    def refused(self, **given):
        def act(session, case):
            applied = its_submission(session, an_application(session, case=case, **given))
            return its_decision(session, applied, object_by=TODAY + timedelta(days=60)).id

        return f"/applications/{self.write(act)}"

    def owed(self):
        return [link for link in self.visitor.get(ON_THE_DESK).links if "/applications/" in link]

    def row(self):
        with self.database.reading(self.scope) as session:
            return session.scalars(select(Application)).one()


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor)


@pytest.mark.parametrize("before", [NeedKind.KNOCK, None])
def test_who_helps_until_the_answer_is_asked_where_the_objection_is_written_down(
    desk, visitor, before
):
    here = desk.refused(bridge=before)
    assert desk.owed() == []
    there = visitor.follow(
        visitor.post(f"{here}/objection", {"objected_on": str(TODAY), "due_on": "2027-01-20"})
    )
    assert ASKED in there.main
    assert there.links.count(f"{here}/bridge") == 1
    assert desk.owed() == [here]
    assert ASKED in visitor.get(f"/cases/{desk.case_id}").main
    assert here in visitor.get("/desk?kind=bridge&due=week").links


@pytest.mark.parametrize("answer", [NeedKind.SIDE_DISHES.value, NoBridge.FAMILY_HELPS.value])
def test_once_it_is_said_nobody_is_asked_again(desk, visitor, answer):
    here = desk.refused(bridge=NeedKind.KNOCK)
    visitor.post(f"{here}/objection", {"objected_on": str(TODAY), "due_on": "2027-01-20"})
    page = visitor.follow(visitor.post(f"{here}/bridge", {"bridge": answer}))
    assert ASKED not in page.main
    assert desk.owed() == []
    row = desk.row()
    if row.bridge_need_id:
        with desk.database.reading(desk.scope) as session:
            assert session.get_one(Need, row.bridge_need_id).until_on.isoformat() == "2027-01-20"


def test_what_the_objection_came_to_asks_for_nobody(desk, visitor):
    here = desk.refused()
    visitor.post(f"{here}/objection", {"objected_on": str(TODAY), "due_on": "2027-01-20"})
    visitor.post(f"{here}/decision", {"decision": "granted", "decided_on": str(TODAY)})
    assert desk.owed() == []
    assert ASKED not in visitor.get(here).main


@pytest.mark.parametrize("is_at_referral", [True, False])
def test_an_objection_at_either_door_asks_once(desk, visitor, is_at_referral):
    def act(session, case):
        referral = a_referral(session, case=case)
        applied = its_submission(session, an_application(session, case=case, referral=referral))
        its_decision(session, applied, Decision.PARTLY_GRANTED)
        due_on = TODAY + timedelta(days=40)
        if is_at_referral:
            object_to_referral(
                session, referral_id=referral.id, words="다시", due_on=due_on, by=BY, now=NOW
            )
        else:
            object_to_decision(
                session,
                application_id=applied.id,
                objected_on=TODAY,
                due_on=due_on,
                by=BY,
                now=NOW,
            )
        return f"/applications/{applied.id}", f"/referrals/{referral.id}"

    here, referral = desk.write(act)
    assert desk.owed() == [here]
    page = visitor.get(referral)
    assert page.main.count(ASKED) == 1
    assert f"{here}/bridge" in page.links


@pytest.mark.parametrize(("days", "is_late"), [(3, False), (4, True)])
def test_it_is_late_three_days_after_the_objection(desk, visitor, days, is_late):
    here = desk.refused()

    def act(session, _case):
        row = session.scalars(select(Application)).one()
        row.decided_on = row.notice_on = row.submitted_on = TODAY - timedelta(days=9)
        object_to_decision(
            session, application_id=row.id, objected_on=TODAY - timedelta(days=days),
            due_on=TODAY + timedelta(days=40), by=BY, now=NOW,
        )  # fmt: skip

    desk.write(act)
    assert (here in visitor.get("/desk?kind=bridge&due=overdue").links) is is_late


def test_help_that_is_chosen_then_is_until_the_objection_is_answered(desk, visitor):
    here = desk.refused()
    visitor.post(f"{here}/objection", {"objected_on": str(TODAY)})
    form = visitor.get(f"{here}/bridge")
    assert "Help until the objection is answered" in form.h1
    assert "ends by itself with the answer" in form.main
    assert "until the decision" not in form.main
    page = visitor.follow(visitor.post(f"{here}/bridge", {"bridge": "side_dishes"}))
    assert "Help until the objection is answered" in page.main
    assert "no last day is known yet" in page.main
    assert "Help until the decision" not in page.main
