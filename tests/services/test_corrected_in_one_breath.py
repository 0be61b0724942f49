"""An office that puts one decision in the place of another moves nobody who waits for neither."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus, NeedStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.domain.receiver_links import ReceiverAct, Stood
from hopecare.queries.needs import LIVE
from hopecare.services.ask_companion import ask_companion
from hopecare.services.bring_companion_back import RIGHT_ONE_WITHIN
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.press_receiver_link import Press, Pressed, press_receiver_link
from models import Asking, CallTask, Message, Need, Offer
from tests.factories.applications import an_application, an_appointment
from tests.factories.cases import BY, a_case
from tests.factories.offers import a_task
from tests.factories.people import a_resident, a_volunteer
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, an_area
from tests.factories.volunteers import neighbours

SOON, LATER, LAST = (NOW + timedelta(minutes=each) for each in (5, 10, 15))


class Office:
    """An office with a link, a resident who applies with its referral, and neighbours who help."""

    def __init__(self, session):
        self.session = session
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        case = a_case(session, resident=resident)
        self.referral = a_referral(session, case=case)
        begun = an_application(
            session, case=case, referral=self.referral, bridge=NeedKind.SIDE_DISHES
        )
        self.applied = an_appointment(session, begun, on=TODAY + timedelta(days=7))
        need = ask_companion(session, application_id=self.applied.id, by=BY, now=NOW)
        a_task(session, need, a_volunteer(session, name="동행", centre=centre, area=area))
        neighbours(session, 3, centre=centre, area=area, skills=("escort",))
        made = make_receiver_link(
            session, referral_id=self.referral.id, for_all=False, by=BY, now=NOW
        )
        self.link_id = made.row.id
        self.presses(ReferralOutcome.GRANTED, stood=Stood.UNANSWERED, now=SOON)
        assert self.companion().status is NeedStatus.ENDED
        self.offers = len(session.scalars(select(Offer.id)).all())
        self.needs = len(session.scalars(select(Need.id)).all())

    def presses(self, outcome, *, stood=Stood.DONE, now=LATER):
        press = Press(
            act=ReceiverAct.OUTCOME, stood=stood, outcome=outcome, version=self.referral.version
        )
        came_to = press_receiver_link(
            self.session, link_id=self.link_id, referral_id=self.referral.id, press=press, now=now
        )
        assert came_to is Pressed.OUTCOME

    def companion(self):
        return self.session.get_one(Need, self.applied.companion_need_id)

    def owed(self):
        asked = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
        return [each for each in self.session.scalars(asked) if "_again:" in each.dedup_key]


@pytest.fixture
def office(session):
    return Office(session)


def test_a_part_in_the_place_of_a_grant_asks_no_neighbour_and_stands_nobody_down(session, office):
    office.presses(ReferralOutcome.PARTLY_GRANTED)
    assert office.applied.status is ApplicationStatus.DECIDED
    assert office.applied.decision is Decision.PARTLY_GRANTED
    assert len(session.scalars(select(Offer.id)).all()) == office.offers
    assert len(session.scalars(select(Need.id)).all()) == office.needs
    told = select(Message.id).where(
        Message.kind.in_((MessageKind.OFFER, MessageKind.STAND_DOWN)), Message.created_at >= LATER
    )
    assert session.scalars(told).all() == []
    assert office.owed() == []


@pytest.mark.parametrize("outcome", [ReferralOutcome.NOT_GRANTED, ReferralOutcome.OTHER])
def test_what_leaves_it_to_be_handed_in_looks_for_whoever_goes_along(session, office, outcome):
    first = office.companion()
    office.presses(outcome)
    assert office.applied.status is ApplicationStatus.PREPARING
    assert office.companion().id != first.id
    assert office.companion().status in LIVE
    asks_at = select(Asking.due_at).where(Asking.need_id == office.companion().id)
    assert session.scalars(asks_at).one() == LATER + RIGHT_ONE_WITHIN
    assert len(session.scalars(select(Offer.id)).all()) == office.offers
    (call,) = office.owed()
    assert call.dedup_key.startswith("bridge_again:")


def test_a_grant_once_more_ends_what_was_asked_again_meanwhile(session, office):
    office.presses(ReferralOutcome.NOT_GRANTED)
    office.presses(ReferralOutcome.GRANTED, now=LAST)
    assert office.applied.decision is Decision.GRANTED
    assert office.companion().status is NeedStatus.ENDED
    assert office.owed() == []
