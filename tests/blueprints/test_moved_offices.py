"""A referral is told of with the office it was sent to, wherever its service is listed by now."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.queries.office_calls import office_to_ask
from hopecare.queries.referrals import referral_by_id
from hopecare.services.answer_referral import answer_referral
from hopecare.services.owe_office_call import OfficeCall, owe_office_call
from models import CallTask, Service
from tests.blueprints.test_api_referrals import System
from tests.blueprints.test_applications import Desk
from tests.factories.cases import BY
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY

FIRST, NOW_ITS = "First office", "Office that has it now"


def an_office(session, name):
    office = an_organisation(session, name=name)
    office.name_en = name
    session.flush()
    return office


def refused_and_moved(session, case):
    """Refused by one office; an import has listed its service under another since."""
    first, other = an_office(session, FIRST), an_office(session, NOW_ITS)
    service = a_service(session, organisation=first)
    referral = a_referral(session, case=case, service=service)
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.OBLIGOR, door=AnswerDoor.PHONE,
        answered_on=TODAY, words="x", by=BY, now=NOW,
    )  # fmt: skip
    session.get_one(Service, service.id).organisation_id = other.id
    session.flush()
    return referral.id, first.id


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


@pytest.mark.parametrize("where", ["", "/sheet", "/last-day"])
def test_its_page_and_its_sheet_name_the_office_that_was_sent_it(desk, visitor, where):
    referral, _ = desk.write(refused_and_moved)
    page = visitor.get(f"/referrals/{referral}{where}").main
    assert FIRST in page
    assert NOW_ITS not in page


def test_the_call_about_its_refusal_rings_the_office_that_refused(desk, visitor):
    referral, _ = desk.write(refused_and_moved)
    task_id = desk.write(lambda session, _: session.scalars(last_day_of(referral)).one())
    page = visitor.get(f"/call-tasks/{task_id}").main
    assert FIRST in page
    assert NOW_ITS not in page


def test_a_call_owed_after_the_move_names_the_office_that_refused(desk):
    referral, _ = desk.write(refused_and_moved)
    asked = desk.write(lambda session, _: office_to_ask(session, referral, on=TODAY))
    assert asked is not None
    assert FIRST in asked


def test_words_of_a_call_that_is_owed_later_name_the_office_that_was_sent_it(desk):
    def act(session, case):
        referral_id, _ = refused_and_moved(session, case)
        owed = OfficeCall(kind=CallTaskKind.TELL_OFFICE, key=f"tell:{referral_id}:x")
        referral = referral_by_id(session, referral_id)
        return owe_office_call(session, referral, owed, by=BY, now=NOW).words

    words = desk.write(act)
    assert FIRST in words
    assert NOW_ITS not in words


def last_day_of(referral_id):
    return select(CallTask.id).where(CallTask.dedup_key == f"last_day:{referral_id}")


def test_the_bundle_is_owned_by_the_office_that_answered(desk, visitor):
    referral, first = desk.write(refused_and_moved)
    bundle = visitor.client.get(f"/referrals/{referral}/fhir.json").get_json(force=True)
    found = {each["resource"]["resourceType"]: each["resource"] for each in bundle["entry"]}
    assert str(first) in str(found["Task"]["owner"])
    assert str(first) in str(found["ServiceRequest"]["performer"])
    assert NOW_ITS not in str(bundle)


def test_other_systems_read_the_office_that_was_sent_it(app, database, town_scope):
    system = System(app, database, town_scope)
    with database.writing(town_scope) as session:
        referral, first = refused_and_moved(session, system.case)
    assert system.get(f"/referrals/{referral}").json["organisation_id"] == str(first)
    bundle = system.get(f"/referrals/{referral}/fhir")
    assert NOW_ITS not in bundle.text
    assert FIRST in bundle.text
