"""A case is never left with somebody who has gone, unnoticed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.roles import Role
from hopecare.services.accept_case import accept_case
from hopecare.services.assign_case import assign_case
from hopecare.services.close_case import close_case
from hopecare.services.disable_account import disable_account
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.offer_case import offer_case
from hopecare.services.reopen_account import reopen_account
from models import CallTask
from tests.factories.cases import BY, a_case
from tests.factories.people import a_staff_account, an_identity
from tests.factories.towns import NOW, a_centre, a_town

DAY = timedelta(days=1)


class Team:
    """A case, whoever steers it, and a colleague of the same centre."""

    def __init__(self, session):
        self.session = session
        a_town(session)
        centre = a_centre(session)
        self.leaver, self.stays = (
            a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre) for _ in range(2)
        )
        self.case = a_case(session, centre=centre)
        self.case.owner_id = self.leaver.person_id
        self.by = an_identity(session, self.stays)
        session.flush()

    def leaves(self):
        disable_account(self.session, account_id=self.leaver.id, now=NOW)

    def owed(self):
        waits = select(CallTask).where(
            CallTask.kind == CallTaskKind.CASE_LEFT, CallTask.status == CallTaskStatus.OPEN
        )
        return list(self.session.scalars(waits))


@pytest.fixture
def team(database, town_scope):
    with database.writing(town_scope) as session:
        yield Team(session)


def test_whoever_leaves_leaves_a_call_to_their_centre_once(team):
    team.leaves()
    team.leaves()
    (call,) = team.owed()
    assert (call.owner_id, call.centre_id, call.case_id) == (
        None, team.case.centre_id, team.case.id,
    )  # fmt: skip
    assert call.due_at == NOW + DAY


def test_who_steers_nothing_leaves_nothing(team):
    team.case.owner_id = team.stays.person_id
    team.leaves()
    assert team.owed() == []


def test_a_closed_case_needs_nobody(team):
    close_case(
        team.session, case_id=team.case.id, version=None, outcome=CaseOutcome.NEED_MET, by=BY,
        now=NOW,
    )  # fmt: skip
    team.leaves()
    assert team.owed() == []


def named(team):
    to_id = team.stays.person_id
    assign_case(team.session, case_id=team.case.id, to_id=to_id, by=team.by, now=NOW)


def accepted(team):
    to_id = team.stays.person_id
    offer = offer_case(
        team.session, case_id=team.case.id, to_id=to_id, words=None, by=team.by, now=NOW
    )
    accept_case(team.session, transfer_id=offer.id, version=offer.version, by=team.by, now=NOW)


def closed(team):
    close_case(
        team.session, case_id=team.case.id, version=None, outcome=CaseOutcome.MOVED, by=BY, now=NOW
    )


def comes_back(team):
    password = "a long new pass phrase"
    reopen_account(team.session, account_id=team.leaver.id, password=password, now=NOW)


@pytest.mark.parametrize("way", [named, accepted, closed, comes_back])
def test_the_call_ends_as_soon_as_somebody_steers_it_or_nobody_has_to(team, way):
    team.leaves()
    way(team)
    assert team.owed() == []


def test_words_on_the_telephone_name_nobody_who_steers_it(team):
    team.leaves()
    came = CameOfCall(outcome=CallOutcome.SPOKE)
    end_owed_call(team.session, task_id=team.owed()[0].id, came=came, by=team.by, now=NOW + DAY)
    (call,) = team.owed()
    assert (call.owner_id, call.due_at) == (None, NOW + 2 * DAY)
    named(team)
    assert team.owed() == []
