"""A refusal has the same dated steps as a refused application, whatever was begun with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import DECISION_OF, FollowUp, StepStands
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus, NeedStatus, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.referrals import referral_by_id
from hopecare.services.answer_referral import answer_referral
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.settle_application_step import settle_application_step
from models import Application, CallTask, LegalClock, Need
from tests.blueprints.test_applications import Desk
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY

DAYS_AGO = timedelta(days=8)


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def refused(desk, *, with_application=False, is_handed_in=False, ago=timedelta(0)):
    def act(session, case):
        referral = a_referral(session, case=case, now=NOW - ago)
        if with_application:
            application = an_application(session, case=case, referral=referral)
            if is_handed_in:
                its_submission(session, application)
        answer_referral(
            session, referral_id=referral.id, refusal=RefusalReason.OVER_INCOME,
            door=AnswerDoor.PHONE, answered_on=TODAY - ago, words="소득 초과", by=BY, now=NOW,
        )  # fmt: skip
        return referral

    return desk.write(act)


def decided(desk, outcome):
    def act(session, case):
        return the_outcome(session, a_referral(session, case=case), outcome)

    return desk.write(act)


def the_outcome(session, referral, outcome):
    return record_referral_outcome(
        session, referral_id=referral.id, outcome=outcome, outcome_on=TODAY,
        amount_minor=None, currency=None, by=BY, now=NOW,
    )  # fmt: skip


def steps(desk, referral):
    with desk.database.reading(desk.scope) as session:
        return list(steps_of(session, referral.id))


@pytest.mark.parametrize(("ago", "is_late"), [(timedelta(0), False), (DAYS_AGO, True)])
def test_its_first_step_stands_on_the_desk_due_a_week_after(desk, visitor, ago, is_late):
    here = f"/referrals/{refused(desk, ago=ago).id}"
    page = visitor.get("/desk?whose=centre&kind=follow_up")
    assert "What follows a decision: Read the reason" in page.main
    assert here in page.links
    late = visitor.get("/desk?whose=centre&kind=follow_up&due=overdue")
    assert (here in late.links) is is_late
    assert here in visitor.get(desk.page).links


def test_its_steps_are_settled_one_by_one_on_its_page(desk, visitor):
    here = f"/referrals/{refused(desk).id}"
    page = visitor.get(here)
    links = [link for link in page.links if "/steps/" in link]
    assert len(links) == len(FollowUp)
    assert "소득 초과" in visitor.get(links[0]).main
    visitor.post(links[0], {"stands": "done", "words": "함께 읽음"})
    page = visitor.get(here)
    assert "함께 읽음" in page.main
    assert "Check once more with the office" in page.main
    assert any("/assess/questions" in link for link in visitor.get(links[1]).links)
    assert f"{here}/objection" in visitor.get(links[2]).links
    assert any(link.endswith("/needs/new") for link in visitor.get(links[3]).links)
    for link in links[1:]:
        visitor.post(link, {"stands": "left"})
    assert here not in visitor.get("/desk?whose=centre&kind=follow_up").links


def test_an_objection_is_a_step_that_was_taken_and_nothing_follows_meanwhile(desk, visitor):
    made = refused(desk)
    here = f"/referrals/{made.id}"
    visitor.follow(visitor.post(f"{here}/objection", {"words": "소득을 다시 보아 주세요."}))
    objecting = next(each for each in steps(desk, made) if each.step is FollowUp.OBJECT)
    assert (objecting.stands, objecting.settled_on) == (StepStands.DONE, TODAY)
    assert here not in visitor.get("/desk?whose=centre&kind=follow_up").links


def objected(desk, made):
    """Everything about the first refusal is done, and it is with its office again."""

    def act(session, _case):
        for each in steps_of(session, made.id):
            settle_application_step(
                session, of_id=made.id, step_id=each.id, version=each.version,
                stands=StepStands.DONE, words="함께 읽음", by=BY, now=NOW,
            )  # fmt: skip
        return object_to_referral(session, referral_id=made.id, by=BY, now=NOW, words="다시")

    return desk.write(act)


def test_a_second_refusal_is_read_and_weighed_anew(desk, visitor):
    made = refused(desk)
    objected(desk, made)

    def again(session, _case):
        the_outcome(session, referral_by_id(session, made.id), ReferralOutcome.NOT_GRANTED)

    desk.write(again)
    assert {each.stands for each in steps(desk, made)} == {StepStands.OPEN}
    page = visitor.get("/desk?whose=centre&kind=follow_up")
    assert "What follows a decision: Read the reason" in page.main
    assert f"/referrals/{made.id}" in page.links
    assert "함께 읽음" in visitor.get(f"/referrals/{made.id}").main


@pytest.mark.parametrize("is_handed_in", [False, True])
def test_what_an_objection_brought_leaves_nothing_open(desk, is_handed_in):
    made = refused(desk, with_application=is_handed_in, is_handed_in=is_handed_in)

    def granted(session, _case):
        object_to_referral(session, referral_id=made.id, by=BY, now=NOW, words="다시")
        the_outcome(session, referral_by_id(session, made.id), ReferralOutcome.GRANTED)

    desk.write(granted)
    stands = {each.step: each.stands for each in steps(desk, made)}
    assert stands.pop(FollowUp.OBJECT) is StepStands.DONE
    assert set(stands.values()) == {StepStands.LEFT}
    assert all(each.settled_on == TODAY for each in steps(desk, made))


@pytest.mark.parametrize(
    ("outcome", "count"),
    [
        (ReferralOutcome.NOT_GRANTED, 4),
        (ReferralOutcome.PARTLY_GRANTED, 3),
        (ReferralOutcome.GRANTED, 0),
        (ReferralOutcome.OTHER, 0),
    ],
)
def test_an_outcome_that_gives_less_is_followed_up_too(desk, visitor, outcome, count):
    made = decided(desk, outcome)
    assert len(steps(desk, made)) == count
    page = visitor.get("/desk?whose=centre&kind=follow_up")
    assert (f"/referrals/{made.id}" in page.links) is bool(count)


@pytest.mark.parametrize("is_handed_in", [False, True])
def test_an_application_begun_with_it_does_not_silence_a_refusal(desk, visitor, is_handed_in):
    made = refused(desk, with_application=True, is_handed_in=is_handed_in)
    assert len(steps(desk, made)) == len(FollowUp)
    assert f"/referrals/{made.id}" in visitor.get("/desk?whose=centre&kind=follow_up").links


@pytest.mark.parametrize(("is_handed_in", "of_referral"), [(False, 4), (True, 0)])
def test_an_outcome_is_followed_once_on_the_application_it_decides_else_on_the_referral(
    desk, is_handed_in, of_referral
):
    def act(session, case):
        referral = a_referral(session, case=case)
        application = an_application(session, case=case, referral=referral)
        if is_handed_in:
            its_submission(session, application)
        the_outcome(session, referral, ReferralOutcome.NOT_GRANTED)
        return referral, application

    referral, application = desk.write(act)
    assert (len(steps(desk, referral)), len(steps(desk, application))) == (
        of_referral,
        len(FollowUp) - of_referral,
    )


def test_a_refusal_that_was_a_mistake_leaves_no_open_step(desk):
    made = refused(desk)

    def corrected(session, _case):
        row = referral_by_id(session, made.id, alone=True)
        return correct_referral_answer(session, row, by=BY, now=NOW)

    assert desk.write(corrected).status is ReferralStatus.SEEN
    assert steps(desk, made) == []


@pytest.mark.parametrize("outcome", [ReferralOutcome.GRANTED, ReferralOutcome.PARTLY_GRANTED])
def test_a_grant_decides_what_nobody_wrote_as_handed_in(desk, visitor, outcome):
    """The month of the law runs, and neighbours are asked no more."""

    def act(session, case):
        service = a_service(session, programme="emergency")
        referral = a_referral(session, case=case, service=service)
        application = an_application(
            session, case=case, referral=referral, programme="emergency",
            bridge=NeedKind.SIDE_DISHES,
        )  # fmt: skip
        the_outcome(session, referral, outcome)
        return referral, application

    referral, made = desk.write(act)
    application = desk.now(Application)
    assert (application.status, application.submitted_on, application.decision) == (
        ApplicationStatus.DECIDED, None, DECISION_OF[outcome],
    )  # fmt: skip
    assert desk.now(Need).status is NeedStatus.ENDED
    clocks = [desk.now(LegalClock)]
    assert [(each.kind, each.application_id) for each in clocks] == [
        (ClockKind.AFTER_CHECK, made.id)
    ]
    assert steps(desk, referral) == []
    page = visitor.get(f"/applications/{made.id}")
    assert "Ended with the decision" in page.main
    assert f"/applications/{made.id}" not in visitor.get("/desk?whose=centre&kind=hand_in").links


def test_a_refusal_leaves_what_was_not_handed_in_with_the_person(desk, visitor):
    def act(session, case):
        referral = a_referral(session, case=case)
        made = an_application(session, case=case, referral=referral, bridge=NeedKind.SIDE_DISHES)
        the_outcome(session, referral, ReferralOutcome.NOT_GRANTED)
        return made

    made = desk.write(act)
    assert desk.now(Application).status is ApplicationStatus.PREPARING
    assert desk.now(Need).status is not NeedStatus.ENDED
    assert f"/applications/{made.id}" in visitor.get("/desk?whose=centre&kind=hand_in").links


@pytest.mark.parametrize("outcome", [ReferralOutcome.GRANTED, ReferralOutcome.PARTLY_GRANTED])
def test_a_grant_that_was_a_mistake_leaves_the_application_as_it_was(desk, outcome):
    def act(session, case):
        service = a_service(session, programme="emergency")
        referral = a_referral(session, case=case, service=service)
        an_application(
            session, case=case, referral=referral, programme="emergency",
            bridge=NeedKind.SIDE_DISHES,
        )  # fmt: skip
        the_outcome(session, referral, outcome)
        session.flush()
        correct_referral_answer(session, referral, by=BY, now=NOW)

    desk.write(act)
    application = desk.now(Application)
    assert (application.status, application.decision) == (ApplicationStatus.PREPARING, None)
    assert steps(desk, application) == []
    with desk.database.reading(desk.scope) as session:
        assert all(each.ended_at for each in session.scalars(select(LegalClock)))
        owed = session.scalars(select(CallTask).where(CallTask.status == CallTaskStatus.OPEN))
        assert CallTaskKind.BRIDGE_SHORT in {each.kind for each in owed}
