"""A yes by a proxy rings nobody without the paper: neither by its plan nor at the gate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.attachments import AttachmentPurpose, RemovalReason
from hopecare.domain.care_path import CaseStatus, ReferralStatus, TaskStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.delivery import HoldReason
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.services.remove_attachment import remove_attachment
from models import Attachment, CheckInPlan, ConsentEntry, Person
from tests.factories.cases import a_case, a_need
from tests.factories.offers import a_task
from tests.factories.papers import a_paper
from tests.factories.people import a_consent
from tests.factories.referrals import a_referral
from tests.factories.volunteers import neighbours
from tests.jobs.conftest import BY

AT_TEN_PAST = timedelta(minutes=10)


def decided_by_proxy(session, person, purposes, *, at):
    """A proxy's word after a no, so that nothing older stands by itself."""
    paper = a_paper(session, person, purpose=AttachmentPurpose.PROXY_PAPER, title=None)
    for purpose in purposes:
        entry = ConsentEntry(
            town_id=person.town_id,
            person_id=person.id,
            purpose=purpose,
            act=ConsentAct.GIVEN,
            form=ConsentForm.PROXY,
            at=at,
            recorded_by_id=None,
            proxy_id=person.id,
            paper_id=paper.id,
        )
        session.add(entry)
    session.flush()
    return paper


def remove(session, person, paper, *, now):
    reason = RemovalReason.WRONG_PERSON
    remove_attachment(session, person, paper.id, reason=reason, by=BY, now=now)


def says_no(session, person, purpose, *, at):
    a_consent(session, person, purpose, act=ConsentAct.REFUSED, at=at)


def test_a_proxys_yes_after_a_no_rings_with_its_paper_only(town):
    now = town.clock() + timedelta(seconds=1)
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        says_no(session, resident, ConsentPurpose.CHECK_INS, at=now)
        decided_by_proxy(
            session, resident, [ConsentPurpose.CHECK_INS], at=now + timedelta(seconds=1)
        )
    town.clock.advance(AT_TEN_PAST)
    ask_due_check_ins(town.tools)
    with town.database.writing(town.scope) as session:
        # Blanked as it would be by its time: the gate is asked, no verb has stopped anything.
        paper = session.scalars(select(Attachment)).one()
        kept = paper.media_type
        paper.media_type = ""
    deliver(town.tools)
    assert town.calls.sent == []
    assert [each.hold_reason for each in town.messages] == [HoldReason.NO_CONSENT]
    with town.database.writing(town.scope) as session:
        session.scalars(select(Attachment)).one().media_type = kept
    town.work(timedelta(days=1))
    assert len(town.calls.sent) == 1


def test_a_paper_taken_away_ends_the_plan_that_rested_on_it(town):
    now = town.clock() + timedelta(seconds=1)
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        says_no(session, resident, ConsentPurpose.CHECK_INS, at=now)
        later = now + timedelta(seconds=1)
        paper = decided_by_proxy(session, resident, [ConsentPurpose.CHECK_INS], at=later)
        remove(session, resident, paper, now=later)
        plan = session.get_one(CheckInPlan, town.plan_id)
        assert (plan.ended_at, plan.next_due_at) == (later, None)
    town.work(AT_TEN_PAST)
    assert town.calls.sent == []
    assert town.messages == []


@pytest.mark.parametrize("stands", [True, False], ids=["own yes stands", "rested on it"])
def test_a_record_without_its_paper_keeps_the_case_and_stops_the_rest(town, stands):
    now = town.clock()
    with town.database.writing(town.scope) as session:
        case = a_case(session)
        resident = session.get_one(Person, case.resident_id)
        task = a_task(session, a_need(session, case=case), neighbours(session, 1)[0])
        referral = a_referral(session, case=case)
        later = now + timedelta(seconds=1)
        if not stands:
            says_no(session, resident, ConsentPurpose.KEEP_RECORD, at=later)
        said_at = later + timedelta(seconds=1) if not stands else now - timedelta(days=1)
        paper = decided_by_proxy(session, resident, [ConsentPurpose.KEEP_RECORD], at=said_at)
        remove(session, resident, paper, now=later + timedelta(seconds=2))
        assert case.status is not CaseStatus.CLOSED
        assert resident.retain_until is None
        ended = (TaskStatus.ENDED, ReferralStatus.WITHDRAWN)
        running = (TaskStatus.ACTIVE, ReferralStatus.SENT)
        assert (task.status, referral.status) == (running if stands else ended)
