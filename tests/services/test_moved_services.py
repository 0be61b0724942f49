"""A service that moved to another office takes nothing along that was sent to the first one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.receiver_links import ReceiverAct, ReceiverState, Stood
from hopecare.domain.undoing import LeftReason
from hopecare.errors import OtherOfficeError
from hopecare.queries.receiver_links import receiver_view
from hopecare.services.answer_referral import answer_referral
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.press_receiver_link import Press, Pressed, press_receiver_link
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import Service
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def two_offices(session):
    """A referral to one office, and one to another that opens its list by a link."""
    centre = a_centre(session)
    area = an_area(session, covered_by=centre)

    def to_a(name):
        resident = a_resident(session, name=name, centre=centre, area=area)
        service = a_service(session, organisation=an_organisation(session, name=f"{name} 센터"))
        return a_referral(session, case=a_case(session, resident=resident), service=service)

    ours, theirs = to_a("서가람"), to_a("남온새")
    link = make_receiver_link(session, referral_id=theirs.id, for_all=True, by=BY, now=NOW).row
    return ours, theirs, link


def refused(session, referral):
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.OBLIGOR,
        door=AnswerDoor.LETTER, answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip


def moved(session, ours, theirs):
    """What an import writes for a service for which nobody waits."""
    service = session.get_one(Service, ours.service_id)
    service.organisation_id = session.get_one(Service, theirs.service_id).organisation_id
    session.flush()


def objected(session, referral):
    return object_to_referral(session, referral_id=referral.id, by=BY, now=LATER, words="아니오")


def corrected(session, referral):
    return correct_referral_answer(session, referral, by=BY, now=LATER)


@pytest.mark.parametrize("act", [objected, corrected])
def test_what_was_sent_to_one_office_is_not_opened_again_at_another(session, act):
    ours, theirs, link = two_offices(session)
    refused(session, ours)
    moved(session, ours, theirs)
    with pytest.raises(OtherOfficeError):
        act(session, ours)
    assert ours.status is ReferralStatus.REFUSED
    listed = [row.referral.id for row in receiver_view(session, link, None, now=LATER).rows]
    assert ours.id not in listed


def test_what_the_first_office_answered_by_its_link_is_on_no_list_of_the_other(session):
    ours, theirs, link = two_offices(session)
    own = make_receiver_link(session, referral_id=ours.id, for_all=True, by=BY, now=NOW).row
    press = Press(act=ReceiverAct.REFUSED, stood=Stood.UNANSWERED, refusal=RefusalReason.OBLIGOR)
    press_receiver_link(session, link_id=own.id, referral_id=ours.id, press=press, now=NOW)
    assert ours.status is ReferralStatus.REFUSED
    (answered,) = receiver_view(session, own, None, now=LATER).rows
    assert answered.referral.id == ours.id
    moved(session, ours, theirs)
    listed = [row.referral.id for row in receiver_view(session, link, None, now=LATER).rows]
    assert listed == [theirs.id]


def test_whatever_opened_it_shows_nothing_to_the_other_office(session):
    ours, theirs, link = two_offices(session)
    refused(session, ours)
    objected(session, ours)
    moved(session, ours, theirs)
    (row,) = receiver_view(session, link, ours.code, now=LATER).rows
    assert row.state is ReceiverState.STOPPED
    press = Press(act=ReceiverAct.READ, stood=Stood.UNANSWERED)
    came = press_receiver_link(
        session, link_id=link.id, referral_id=ours.id, press=press, now=LATER
    )
    assert came is Pressed.CLOSED


def test_one_whose_service_stayed_is_objected_to_as_ever(session):
    ours, _, _ = two_offices(session)
    refused(session, ours)
    assert objected(session, ours).status is ReferralStatus.SENT


def test_a_death_taken_back_leaves_it_withdrawn_and_says_why(session):
    ours, theirs, _ = two_offices(session)
    record_death(session, person_id=ours.person_id, died_on=TODAY, by=BY, now=NOW)
    moved(session, ours, theirs)
    record = undo_death(session, person_id=ours.person_id, by=BY, now=LATER)
    assert ours.status is ReferralStatus.WITHDRAWN
    assert record.stopped["left"]["referrals"] == {str(ours.id): LeftReason.OTHER_OFFICE}
