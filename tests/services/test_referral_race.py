"""An office, staff and the resident act on one referral at once: each act is whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.domain.roles import Role
from hopecare.errors import NoConsentError
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.silent_referrals import silent_calls_of
from hopecare.services.answer_referral import answer_referral
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.miss_referral_answer import miss_referral_answer
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.refer import refer
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.standing_consents import agrees_to
from models import Case, Centre, Organisation, Person, ReceiverLink, Referral
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town

pytestmark = pytest.mark.both_databases


@pytest.fixture
def both(database, town_scope):
    """Do one thing, and before it is over the other; each in its own transaction."""

    def both(first, second, then=lambda _: None):
        held = Event()

        def begin():
            with database.writing(town_scope) as session:
                first(session)
                session.flush()
                held.set()
                sleep(0.5)
                then(session)

        def follow():
            held.wait(10)
            with database.writing(town_scope) as session:
                second(session)

        with ThreadPoolExecutor(2) as pool:
            acts = [pool.submit(begin), pool.submit(follow)]
            for each in acts:
                each.result(30)

    return both


@pytest.fixture
def stood(database, town_scope, ours):
    """Say what the resident agrees to, and how every referral stands."""

    def stood():
        with database.reading(town_scope) as session:
            agreed = agrees_to(session, ours["person"], TODAY)
            return ConsentPurpose.SHARE_WITH_AGENCY in agreed, sorted(
                each.status.value for each in session.scalars(select(Referral))
            )

    return stood


@pytest.fixture
def ours(database, town_scope):
    """A resident, their case, a service, and a referral into it."""
    with database.writing(town_scope) as session:
        a_town(session)
        resident = a_resident(session, centre=a_centre(session))
        case, service = a_case(session, resident=resident), a_service(session)
        referral = a_referral(session, case=case, service=service)
        return {
            "person": resident.id, "case": case.id, "referral": referral.id,
            "other": a_service(session).id, "office": service.organisation_id,
        }  # fmt: skip


def says_no(person_id):
    def act(session):
        withdraw_consent(
            session, session.get_one(Person, person_id),
            purpose=ConsentPurpose.SHARE_WITH_AGENCY, form=ConsentForm.VOICE, by=BY, now=NOW,
        )  # fmt: skip

    return act


def accepts(referral_id):
    def act(session):
        answer_referral(
            session, referral_id=referral_id, refusal=None, door=AnswerDoor.LINK,
            answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip

    return act


def decides(referral_id):
    def act(session):
        record_referral_outcome(
            session, referral_id=referral_id, outcome=ReferralOutcome.GRANTED, outcome_on=TODAY,
            amount_minor=None, currency=None, by=BY, now=NOW,
        )  # fmt: skip

    return act


def refers(case_id, service_id):
    def act(session):
        refer(session, case_id=case_id, service_id=service_id, by=BY, now=NOW)

    return act


def makes_a_list(referral_id):
    def act(session):
        make_receiver_link(session, referral_id=referral_id, for_all=True, by=BY, now=NOW)

    return act


def test_a_no_finds_what_is_referred_at_that_moment(both, ours, stood):
    both(refers(ours["case"], ours["other"]), says_no(ours["person"]))
    assert stood() == (False, ["withdrawn", "withdrawn"])


def test_nothing_is_referred_after_a_no_at_that_moment(both, ours, stood):
    with pytest.raises(NoConsentError):
        both(says_no(ours["person"]), refers(ours["case"], ours["other"]))
    assert stood() == (False, ["withdrawn"])


def test_the_case_is_held_before_its_referral(both, ours, stood):
    """As a death does it: cases first, and an office that presses meanwhile waits for both."""

    def presses(session):
        referral_by_id(session, ours["referral"], alone=True)
        case_by_id(session, ours["case"], alone=True)
        accepts(ours["referral"])(session)

    both(
        lambda session: case_by_id(session, ours["case"], alone=True),
        presses,
        then=lambda session: referral_by_id(session, ours["referral"], alone=True),
    )
    assert stood() == (True, ["accepted"])


def test_two_lists_of_one_office_made_at_once_leave_one_that_opens(
    both, ours, database, town_scope
):
    with database.writing(town_scope) as session:
        again = a_referral(
            session,
            case=session.get_one(Case, ours["case"]),
            service=a_service(session, organisation=session.get_one(Organisation, ours["office"])),
        ).id
    both(makes_a_list(ours["referral"]), makes_a_list(again))
    with database.reading(town_scope) as session:
        links = session.scalars(select(ReceiverLink)).all()
    assert sorted(each.revoked_at is None for each in links) == [False, True]


def test_a_no_is_whole_while_the_office_accepts(both, ours, stood):
    both(accepts(ours["referral"]), says_no(ours["person"]))
    assert stood() == (False, ["withdrawn"])


def test_a_no_is_whole_while_the_office_tells_the_outcome(both, ours, stood, database, town_scope):
    with database.writing(town_scope) as session:
        accepts(ours["referral"])(session)
    both(decides(ours["referral"]), says_no(ours["person"]))
    assert stood() == (False, ["done"])


def test_an_office_that_answers_while_its_call_is_written_down_waits_for_nobody_in_a_ring(
    both, ours, database, town_scope
):
    with database.writing(town_scope) as session:
        referral = referral_by_id(session, ours["referral"])
        referral.answer_due_on = TODAY - timedelta(days=1)
        miss_referral_answer(session, referral_id=referral.id, by=BY, now=NOW)
        (task_id,) = [each.id for each in silent_calls_of(session, referral.id)]
        centre = session.scalars(select(Centre)).first()
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        identity = an_identity(session, account)

    def holds_the_case(session):
        case_by_id(session, ours["case"], alone=True)

    def writes_the_call_down(session):
        came = CameOfCall(outcome=CallOutcome.NO_ANSWER)
        end_owed_call(session, task_id=task_id, came=came, by=identity, now=NOW)

    both(holds_the_case, writes_the_call_down, accepts(ours["referral"]))
    with database.reading(town_scope) as session:
        assert session.scalars(select(Referral.status)).one() is ReferralStatus.ACCEPTED
        assert silent_calls_of(session, ours["referral"]) == []
