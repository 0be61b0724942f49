"""What an office asks by its link: a call with its own number, and never words of its outcome."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.web.language import LANGUAGE_COOKIE
from models import CallTask, Referral, ServiceContact
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, a_centre, a_town

QUESTION = "통장 사본이 있나요?"
DESK_PHONE = "+82310000204"


@pytest.fixture
def asked(database, town_scope, visitor):
    """A referral that was taken on, a question about it, and the number of the service's desk."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        case = a_case(session, resident=a_resident(session, centre=centre))
        office = an_organisation(session)
        service = a_service(session, organisation=office)
        session.add(
            ServiceContact(
                town_id=case.town_id,
                organisation_id=office.id,
                service_id=service.id,
                phone=DESK_PHONE,
            )
        )
        referral = a_referral(session, case=case, service=service)
        made = make_receiver_link(session, referral_id=referral.id, for_all=False, by=BY, now=NOW)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    link = f"/o/{made.token}"
    visitor.send(link, {"act": "accepted", "stood": "unanswered"})
    question = {"act": "asked", "stood": "accepted", "words": QUESTION}
    page = visitor.follow(visitor.send(link, question))
    return link, referral, account, page


def test_what_was_asked_is_not_said_again_with_the_outcome(asked, visitor, database, town_scope):
    link, referral, _, page = asked
    assert QUESTION not in page.main
    fields = {each.attrib["name"]: each.text or "" for each in page.find_all("textarea")}
    visitor.send(link, {**fields, "outcome": "granted", "stood": "accepted"})
    with database.reading(town_scope) as session:
        assert session.get_one(Referral, referral.id).answer_words is None


def test_whoever_rings_sees_the_question_and_the_number_of_the_services_desk(
    asked, visitor, database, town_scope
):
    _, referral, account, _ = asked
    visitor.sign_in(account)
    page = visitor.get(f"/referrals/{referral.id}")
    assert QUESTION in page.main
    with database.reading(town_scope) as session:
        task = session.scalars(select(CallTask)).one()
    assert f"/call-tasks/{task.id}" in page.html
    call = visitor.get(f"/call-tasks/{task.id}")
    assert QUESTION in call.main
    assert f"tel:{DESK_PHONE}" in call.html
    assert f"/referrals/{referral.id}" in call.html


def test_the_cover_speaks_one_language_to_a_device_that_chose_none(asked, visitor):
    link, _, _, _ = asked
    visitor.client.delete_cookie(LANGUAGE_COOKIE)
    answer = visitor.client.get(link, headers={"Accept-Language": "en-GB"})
    page = answer.get_data(as_text=True)
    assert "동부희망케어센터" in page
    assert "East Centre" not in page


def test_an_office_is_not_asked_to_have_died(asked, visitor, database, town_scope):
    _, _, account, _ = asked
    visitor.sign_in(account)
    with database.reading(town_scope) as session:
        task = session.scalars(select(CallTask)).one()
    page = visitor.get(f"/call-tasks/{task.id}")
    offered = {each.attrib["value"] for each in page.find_all("input", name="outcome")}
    assert offered == {"spoke", "no_answer", "call_later", "wrong_number"}
