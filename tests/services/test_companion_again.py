"""A grant that was pressed by mistake leaves nobody alone on the way to their appointment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, NeedStatus
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.identity import ReceiverHolder
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.queries.needs import LIVE
from hopecare.services.ask_companion import ask_companion
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.end_need import end_need
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.record_referral_outcome import record_referral_outcome
from models import Application, Asking, CallTask, Need, Person
from tests.factories.applications import an_application, an_appointment
from tests.factories.cases import BY, a_case
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_resident, a_volunteer
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(minutes=10)


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def accompanied(session, *, on=TODAY + timedelta(days=7)):
    """A referral with an application in preparation, and a neighbour who goes along."""
    centre = a_centre(session)
    area = an_area(session, covered_by=centre)
    case = a_case(session, resident=a_resident(session, centre=centre, area=area))
    referral = a_referral(session, case=case)
    applied = an_appointment(session, an_application(session, case=case, referral=referral), on=on)
    need = ask_companion(session, application_id=applied.id, by=BY, now=NOW)
    a_task(session, need, a_volunteer(session, name="동행", centre=centre, area=area))
    return referral, applied


def granted(session, referral, *, by=BY):
    record_referral_outcome(
        session, referral_id=referral.id, outcome=ReferralOutcome.GRANTED, outcome_on=TODAY,
        amount_minor=None, currency=None, door=AnswerDoor.LINK, by=by, now=SOON,
    )  # fmt: skip


def companion(session, applied):
    return session.get_one(Need, session.get_one(Application, applied.id).companion_need_id)


def calls(session):
    return [each for each in session.scalars(select(CallTask)) if "companion" in each.dedup_key]


@pytest.mark.parametrize("is_by_link", [False, True])
def test_neighbours_are_asked_again_for_an_appointment_that_stands(session, is_by_link):
    referral, applied = accompanied(session)
    link = make_receiver_link(session, referral_id=referral.id, for_all=False, by=BY, now=NOW).row
    by = ReceiverHolder(link_id=link.id) if is_by_link else BY
    first = companion(session, applied)
    granted(session, referral, by=by)
    assert first.status is NeedStatus.ENDED
    correct_referral_answer(session, referral, by=by, now=LATER)
    assert applied.status is ApplicationStatus.PREPARING
    again = companion(session, applied)
    assert again.id != first.id
    assert (again.status in LIVE, again.from_on) == (True, applied.appointment_on)
    asked = select(Asking.id).where(Asking.need_id == again.id)
    assert len(session.scalars(asked).all()) == 1
    assert calls(session) == []


def refuses_neighbours(session, referral):
    person = session.get_one(Person, referral.person_id)
    a_consent(session, person, ConsentPurpose.PEER_HELP, act=ConsentAct.WITHDRAWN, at=SOON)


@pytest.mark.parametrize(
    ("on", "happens"), [(TODAY + timedelta(days=7), refuses_neighbours), (TODAY, None)]
)
def test_where_nobody_can_be_asked_the_person_is_rung(session, on, happens):
    referral, applied = accompanied(session, on=TODAY + timedelta(days=7))
    granted(session, referral)
    applied.appointment_on = on
    if happens:
        happens(session, referral)
    first = companion(session, applied)
    correct_referral_answer(session, referral, by=BY, now=LATER)
    assert companion(session, applied).id == first.id
    (call,) = calls(session)
    assert (call.kind, call.person_id) == (CallTaskKind.CALL_BACK, referral.person_id)


def test_whom_somebody_had_sent_away_before_is_not_asked_again(session):
    referral, applied = accompanied(session)
    first = companion(session, applied)
    end_need(session, need_id=first.id, is_met=False, by=BY, now=NOW + timedelta(minutes=1))
    granted(session, referral)
    correct_referral_answer(session, referral, by=BY, now=LATER)
    assert companion(session, applied).id == first.id
    assert calls(session) == []
