"""Help until the decision that staff choose to keep goes on, at the page and by the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision, NoBridge
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    ApplicationStatus,
    CallTaskStatus,
    NeedStatus,
    TaskStatus,
)
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.decision_mistakes import DecisionMistake
from hopecare.domain.identity import ReceiverHolder
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.domain.roles import Role
from hopecare.language.wordings import Text
from hopecare.services.ask_companion import ask_companion
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.settle_bridge import BridgeWish, settle_bridge
from hopecare.services.take_back_decision import take_back_decision
from hopecare.services.warn_bridge import warn_bridge
from models import Application, CallTask, Case, Message, Need, Task
from tests.factories.applications import an_application, an_appointment, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_resident, a_staff_account, a_volunteer
from tests.factories.referrals import a_referral
from tests.factories.systems import a_token
from tests.factories.towns import NOW, TODAY, an_area

DAY = timedelta(days=1)
LATER = NOW + timedelta(minutes=10)


class Desk:
    """A social worker with a resident who applied by a referral, and whom a neighbour helps."""

    def __init__(self, database, scope, visitor, centre):
        self.database, self.scope, self.visitor = database, scope, visitor
        with database.writing(scope) as session:
            area = an_area(session, covered_by=centre)
            resident = a_resident(session, centre=centre, area=area)
            a_consent(session, resident, ConsentPurpose.SHARE_WITH_AGENCY)
            self.case = a_case(session, resident=resident)
            self.helper = a_volunteer(session, name="이웃", centre=centre, area=area)
            self.referral = a_referral(session, case=self.case)
            self.applied = an_application(
                session, case=self.case, bridge=NeedKind.SIDE_DISHES, referral=self.referral
            )
            its_submission(session, self.applied)
            self.account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
            case = session.get_one(Case, self.case.id)
            case.owner_id = self.account.person_id
        self.need_id = self.applied.bridge_need_id
        self.page = f"/referrals/{self.referral.id}"

    def write(self, act):
        with self.database.writing(self.scope) as session:
            return act(session)

    def read(self, table, row_id):
        with self.database.reading(self.scope) as session:
            return session.get_one(table, row_id)

    @property
    def need(self):
        return self.read(Need, self.need_id)

    @property
    def application(self):
        return self.read(Application, self.applied.id)

    def is_helped(self):
        self.write(
            lambda session: a_task(session, session.get_one(Need, self.need_id), self.helper)
        )

    def goes_along(self):
        def act(session):
            applied = session.get_one(Application, self.applied.id)
            an_appointment(session, applied, on=TODAY + 7 * DAY)
            return ask_companion(session, application_id=applied.id, by=BY, now=NOW).id

        return self.write(act)

    def decided(self, outcome="partly_granted", **given):
        self.visitor.sign_in(self.account)
        sent = {"outcome": outcome, "door": "letter", **given}
        return self.visitor.post(f"{self.page}/outcome", sent)

    def api(self, app, **given):
        """Another system of the same desk writes the outcome."""
        token = self.write(lambda session: a_token(session, self.account))
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k" * 20}
        sent = {"outcome": "granted", "outcome_on": str(TODAY), **given}
        path = f"/api/v1{self.page}/outcome"
        return app.test_client().post(path, json=sent, headers=headers)

    def texts(self):
        with self.database.reading(self.scope) as session:
            told = select(Message.wording).where(Message.to_person_id == self.helper.id)
            return {str(each).partition("@")[0] for each in session.scalars(told)}

    def calls(self):
        with self.database.reading(self.scope) as session:
            owed = select(CallTask.dedup_key).where(
                CallTask.kind == CallTaskKind.BRIDGE_SHORT, CallTask.status == CallTaskStatus.OPEN
            )
            return list(session.scalars(owed))

    def tasks(self):
        with self.database.reading(self.scope) as session:
            return {each.need_id: each.status for each in session.scalars(select(Task))}

    def take_back(self):
        def act(session):
            row = session.get_one(Application, self.applied.id)
            take_back_decision(
                session, application_id=row.id, version=row.version,
                mistake=DecisionMistake.NOT_DECIDED, by=BY, now=LATER,
            )  # fmt: skip

        self.write(act)


@pytest.fixture
def desk(database, town_scope, visitor, centre):
    return Desk(database, town_scope, visitor, centre)


@pytest.mark.both_databases
@pytest.mark.parametrize("outcome", ["granted", "partly_granted", "not_granted"])
@pytest.mark.parametrize("is_helped", [True, False])
def test_help_that_was_unticked_goes_on_as_any_other(desk, outcome, is_helped):
    if is_helped:
        desk.is_helped()
    desk.decided(outcome, need_ids=None)
    row = desk.application
    assert (row.status, row.bridge_need_id) == (ApplicationStatus.DECIDED, None)
    assert row.no_bridge is NoBridge.HELPED_ON
    need = desk.need
    assert need.status is (NeedStatus.HELPED if is_helped else NeedStatus.OPEN)
    assert (need.bridges_referral_id, need.until_on) == (None, None)
    assert Text.TASK_ENDED.value not in desk.texts()
    if is_helped:
        assert set(desk.tasks().values()) == {TaskStatus.ACTIVE}
        assert Text.TASK_CHANGED.value in desk.texts()


def test_help_that_stayed_ticked_ends_with_the_outcome_and_is_thanked_for(desk):
    desk.is_helped()
    desk.decided()
    assert desk.need.status is NeedStatus.MET
    assert desk.application.bridge_need_id == desk.need_id
    assert Text.TASK_ENDED.value in desk.texts()


def test_the_pages_say_that_it_goes_on(desk, visitor):
    desk.is_helped()
    visitor.sign_in(desk.account)
    assert "Neighbours who bridge the wait" in visitor.get(desk.page).main
    desk.decided(need_ids=None)
    assert "Neighbours who bridge the wait" not in visitor.get(desk.page).main
    said = visitor.get(f"/applications/{desk.applied.id}").main
    assert "A neighbour goes on helping, whatever is decided" in said
    assert f"need-{desk.need_id}" in visitor.get(f"/cases/{desk.case.id}").answer.text


def test_whoever_was_to_go_along_does_not_come_although_the_help_goes_on(desk):
    companion = desk.goes_along()
    desk.is_helped()
    desk.decided("granted", need_ids=None)
    assert desk.read(Need, companion).status is NeedStatus.ENDED
    assert desk.need.status is NeedStatus.HELPED


def test_nobody_is_warned_of_a_clock_and_nothing_ends_when_it_is_taken_back(desk):
    desk.is_helped()
    desk.decided("granted", need_ids=None)
    desk.take_back()
    row = desk.application
    assert (row.status, row.no_bridge) == (ApplicationStatus.WAITING, NoBridge.HELPED_ON)
    desk.write(lambda session: warn_bridge(session, application_id=row.id, by=BY, now=LATER))
    assert desk.calls() == []
    desk.decided("granted")
    assert desk.need.status is NeedStatus.HELPED


def test_a_warning_about_it_is_over_once_the_help_is_kept(desk):
    desk.write(lambda session: warn_bridge(session, application_id=desk.applied.id, by=BY, now=NOW))
    assert len(desk.calls()) == 1
    desk.decided(need_ids=None)
    assert desk.calls() == []


def test_a_day_that_staff_had_set_for_the_help_stands(desk):
    def act(session):
        session.get_one(Need, desk.need_id).until_on = TODAY + 5 * DAY

    desk.write(act)
    desk.decided(need_ids=None)
    assert (desk.need.status, desk.need.until_on) == (NeedStatus.OPEN, TODAY + 5 * DAY)


def test_help_that_was_agreed_while_the_form_was_open_ends_as_nobody_chose(desk, visitor):
    visitor.sign_in(desk.account)
    form = visitor.get(f"{desk.page}/outcome").fields(f"{desk.page}/outcome")

    def act(session):
        row = session.get_one(Application, desk.applied.id)
        wish = BridgeWish(kind=NeedKind.KNOCK, weekdays=("tue",))
        settle_bridge(session, session.get_one(Case, desk.case.id), row, wish, by=BY, now=NOW)
        return row.bridge_need_id

    other = desk.write(act)
    form.poplist("need_ids")
    form["outcome"], form["door"] = "granted", "phone"
    visitor.send(f"{desk.page}/outcome", form)
    assert desk.read(Need, other).status is NeedStatus.ENDED


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        ({}, NeedStatus.MET),
        ({"need_ids": []}, NeedStatus.HELPED),
        ({"need_ids": ["this"]}, NeedStatus.MET),
    ],
)
def test_another_system_names_what_ends_or_leaves_it_to_the_decision(app, desk, given, stands):
    desk.is_helped()
    sent = {name: [str(desk.need_id)] * len(value) for name, value in given.items()}
    answer = desk.api(app, **sent)
    assert answer.status_code == 200, answer.text
    assert desk.need.status is stands
    assert (desk.application.no_bridge is NoBridge.HELPED_ON) is (stands is NeedStatus.HELPED)


def test_an_outcome_by_a_door_where_nobody_is_asked_ends_it(desk):
    desk.is_helped()
    by = ReceiverHolder(link_id=desk.referral.id)

    def act(session):
        record_referral_outcome(
            session, referral_id=desk.referral.id, outcome=ReferralOutcome.GRANTED,
            outcome_on=TODAY, amount_minor=None, currency=None, by=by, now=NOW,
        )  # fmt: skip

    desk.write(act)
    assert desk.need.status is NeedStatus.MET
    assert desk.application.decision is Decision.GRANTED


def test_who_is_helped_anyway_keeps_that_help_when_it_is_said(desk):
    desk.is_helped()

    def act(session):
        row = session.get_one(Application, desk.applied.id)
        wish = BridgeWish(none_because=NoBridge.HELPED_ON)
        settle_bridge(session, session.get_one(Case, desk.case.id), row, wish, by=BY, now=NOW)

    desk.write(act)
    assert desk.need.status is NeedStatus.HELPED
    assert desk.application.bridge_need_id is None
