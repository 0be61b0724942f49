"""Who corrects a decision in two presses asks no neighbour and sends none away in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.care_path import AskingStatus, NeedStatus
from hopecare.domain.decision_mistakes import DecisionMistake
from hopecare.domain.identity import SystemActor
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.services.ask_companion import ask_companion
from hopecare.services.ask_next_wave import ask_next_wave
from hopecare.services.begin_asking import begin_asking
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.take_back_decision import take_back_decision
from models import Application, Asking, Message, Need, Offer
from tests.factories.applications import (
    an_application,
    an_appointment,
    its_decision,
    its_submission,
)
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_volunteer
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

SOON, LATER, RIGHT = (NOW + timedelta(minutes=each) for each in (5, 10, 20))
WAITED = LATER + timedelta(minutes=30)


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


@pytest.fixture
def centre(session):
    return a_centre(session)


@pytest.fixture
def area(session, centre):
    return an_area(session, covered_by=centre)


@pytest.fixture
def case(session, centre, area):
    return a_case(session, resident=a_resident(session, centre=centre, area=area))


def comes_by(session, area):
    """Somebody who may be asked to go along, and was not asked today."""
    a_volunteer(session, name="동행", area=area, skills=(NeedKind.ESCORT.value,))


def decided(session, case, area):
    """Handed in, somebody to go along is looked for, and a decision that was none."""
    applied = an_appointment(
        session,
        its_submission(session, an_application(session, case=case)),
        on=TODAY + timedelta(days=7),
    )
    ask_companion(session, application_id=applied.id, by=BY, now=NOW)
    its_decision(session, applied, Decision.GRANTED, now=SOON)
    comes_by(session, area)

    def back():
        take_back_decision(
            session, application_id=applied.id, version=applied.version,
            mistake=DecisionMistake.WRITTEN_WRONG, by=BY, now=LATER,
        )  # fmt: skip

    def right():
        its_decision(session, applied, Decision.REFUSED, now=RIGHT)

    return applied, back, right


def granted(session, case, area):
    """In preparation with a referral whose office granted by mistake."""
    referral = a_referral(session, case=case)
    applied = an_appointment(
        session,
        an_application(session, case=case, referral=referral),
        on=TODAY + timedelta(days=7),
    )
    ask_companion(session, application_id=applied.id, by=BY, now=NOW)

    def comes(outcome, now):
        record_referral_outcome(
            session, referral_id=referral.id, outcome=outcome, outcome_on=TODAY,
            amount_minor=None, currency=None, door=AnswerDoor.PHONE, by=BY, now=now,
        )  # fmt: skip

    comes(ReferralOutcome.GRANTED, SOON)
    comes_by(session, area)

    def back():
        correct_referral_answer(session, referral, by=BY, now=LATER)

    def right():
        comes(ReferralOutcome.PARTLY_GRANTED, RIGHT)

    return applied, back, right


def again(session, applied):
    return session.get_one(Need, session.get_one(Application, applied.id).companion_need_id)


def asked(session, need):
    return session.scalars(select(Offer).where(Offer.need_id == need.id)).all()


def asking_of(session, need):
    return session.scalars(select(Asking).where(Asking.need_id == need.id)).one()


BOTH = pytest.mark.parametrize("how", [decided, granted])


@BOTH
def test_the_right_decision_after_the_wrong_one_asks_nobody_and_sends_nobody_away(
    session, case, area, how
):
    applied, back, right = how(session, case, area)
    before = len(session.scalars(select(Message)).all())
    back()
    need = again(session, applied)
    right()
    assert asked(session, need) == []
    assert need.status is NeedStatus.ENDED
    assert asking_of(session, need).status is AskingStatus.WITHDRAWN
    assert len(session.scalars(select(Message)).all()) == before


@BOTH
def test_where_nothing_follows_neighbours_are_asked_after_half_an_hour(session, case, area, how):
    applied, back, _ = how(session, case, area)
    back()
    need = again(session, applied)
    asking = asking_of(session, need)
    assert (asking.status, asking.due_at) == (AskingStatus.OPEN, WAITED)
    by = SystemActor(name="ask_in_waves")
    ask_next_wave(session, asking_id=asking.id, by=by, now=WAITED - timedelta(minutes=1))
    assert asked(session, need) == []
    ask_next_wave(session, asking_id=asking.id, by=by, now=WAITED)
    assert len(asked(session, need)) == 1


def test_whoever_knows_better_asks_them_at_once(session, case, area):
    applied, back, _ = decided(session, case, area)
    back()
    need = again(session, applied)
    begin_asking(session, need_id=need.id, by=BY, now=RIGHT)
    assert len(asked(session, need)) == 1
