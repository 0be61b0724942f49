"""An office, staff and the resident act on one referral at once: each act is whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.services.answer_referral import answer_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.standing_consents import agrees_to
from models import Person, Referral
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town


@pytest.fixture
def both(database, town_scope):
    """Do one thing, and before it is over the other; each in its own transaction."""

    def both(first, second):
        held = Event()

        def begin():
            with database.writing(town_scope) as session:
                first(session)
                session.flush()
                held.set()
                sleep(0.5)

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
            "other": a_service(session).id,
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


def test_a_no_is_whole_while_the_office_accepts(both, ours, stood):
    both(accepts(ours["referral"]), says_no(ours["person"]))
    assert stood() == (False, ["withdrawn"])


def test_a_no_is_whole_while_the_office_tells_the_outcome(both, ours, stood, database, town_scope):
    with database.writing(town_scope) as session:
        accepts(ours["referral"])(session)
    both(decides(ours["referral"]), says_no(ours["person"]))
    assert stood() == (False, ["done"])
