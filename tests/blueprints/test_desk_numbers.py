"""Wherever an office is to be rung, the number of the service's own desk stands there.

The office has no number of its own here: whoever looks for the office's alone finds none.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.roles import Role
from hopecare.domain.service_facts import CapacityState
from hopecare.services.ask_capacity import ask_capacity
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import CallTask, Case, Organisation, Service, ServiceContact
from tests.factories.assessments import an_assessment
from tests.factories.cases import BY, a_case
from tests.factories.directory import said_capacity
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import count_queries, said_by

DESK, ANYBODY, OWN = "031-000-0203", "031-000-0299", "031-000-0100"


class Office:
    """A case, and a service whose desk alone has a number; with a social worker signed in."""

    def __init__(self, database, scope, visitor):
        self.database, self.scope, self.visitor = database, scope, visitor
        with database.writing(scope) as session:
            a_town(session)
            centre = a_centre(session)
            self.resident = a_resident(session, centre=centre, name="김다래")
            self.case = a_case(session, resident=self.resident)
            self.service = self.offers(session, "주거급여 신청", DESK)
            old = NOW - timedelta(days=45)
            said_capacity(session, self.service, CapacityState.OPEN, as_of=old)
            roles = (Role.SOCIAL_WORKER, Role.COORDINATOR)
            account = a_staff_account(session, roles=roles, centre=centre)
            self.case.owner_id = account.person_id
            self.me = an_identity(session, account)
        visitor.sign_in(account)

    def offers(self, session, name, phone, organisation=None):
        organisation = organisation or an_organisation(session, phone=None)
        service = a_service(session, name=name, organisation=organisation)
        self.rings(session, service, phone)
        return service

    def rings(self, session, service, phone, *, of_all=False):
        session.add(
            ServiceContact(
                town_id=service.town_id,
                organisation_id=service.organisation_id,
                service_id=None if of_all else service.id,
                phone=phone,
            )
        )

    def write(self, act):
        with self.database.writing(self.scope) as session:
            return act(session)

    def asks_places(self):
        given = {"case_id": self.case.id, "service_id": self.service.id}
        return self.write(lambda session: ask_capacity(session, **given, by=self.me, now=NOW))

    def refers(self):
        def act(session):
            case = session.get_one(Case, self.case.id)
            return a_referral(session, case=case, service=session.get_one(Service, self.service.id))

        return self.write(act)

    def looks(self):
        chosen = {"service_id": str(self.service.id), "do": "look"}
        return self.visitor.post(f"/cases/{self.case.id}/refer", chosen, status=200)


@pytest.fixture
def office(database, town_scope, visitor):
    return Office(database, town_scope, visitor)


def test_ring_first_offers_the_number_of_the_desk(office):
    page = office.looks()
    assert "No telephone number of this office is written down." not in page.main
    assert f"tel:{DESK}" in page.html


@pytest.mark.parametrize(
    ("desk", "own", "anybody", "rings"),
    [
        (DESK, OWN, ANYBODY, DESK),
        (None, OWN, ANYBODY, OWN),
        (None, None, ANYBODY, ANYBODY),
        (None, "", ANYBODY, ANYBODY),
        ("", OWN, None, OWN),
    ],
)
def test_the_desk_is_rung_else_the_office_else_whoever_is_asked_for(
    office, desk, own, anybody, rings
):
    def act(session):
        session.get_one(Organisation, office.service.organisation_id).phone = own
        named = session.scalars(select(ServiceContact)).one()
        named.phone = desk
        office.rings(session, office.service, anybody, of_all=True)

    office.write(act)
    assert f"tel:{rings}" in office.looks().html


def test_the_owed_call_about_places_names_the_office_and_its_number(office, visitor):
    call = office.asks_places()
    assert DESK in call.words
    page = visitor.get(f"/call-tasks/{call.id}")
    assert "A number we do not know yet" not in page.main
    assert f"tel:{DESK}" in page.html
    assert "Jinjeop-eup office" in page.main
    assert "Referral code" not in page.main, "nothing was referred yet"


def test_an_owed_call_shows_the_number_that_stands_there_now(office, visitor):
    call = office.asks_places()
    office.write(
        lambda session: setattr(session.scalars(select(ServiceContact)).one(), "phone", ANYBODY)
    )
    assert f"tel:{ANYBODY}" in visitor.get(f"/call-tasks/{call.id}").html


def test_the_list_of_services_shows_it(office, visitor):
    page = visitor.get("/organisations")
    assert DESK in said_by(page.find("table", class_="rows"))
    assert DESK in visitor.fetch("/organisations?format=csv").text


def test_the_page_of_the_service_offers_it_where_the_office_is_to_be_rung(office, visitor):
    office.write(
        lambda session: setattr(
            session.get_one(Organisation, office.service.organisation_id), "phone", OWN
        )
    )
    page = visitor.get(f"/organisations/services/{office.service.id}")
    places, _, rest = page.html.partition("Hours")
    assert f"tel:{DESK}" in places
    assert f"tel:{OWN}" not in places
    assert OWN in rest, "the office's own number stands under how to reach them"


def test_the_page_of_a_case_shows_each_desk_that_owes_an_answer(office, visitor, database):
    office.refers()
    path = f"/cases/{office.case.id}"
    assert f"tel:{DESK}" in visitor.get(path).html
    with count_queries(database) as few:
        visitor.get(path)

    def more(session):
        case = session.get_one(Case, office.case.id)
        for number in range(4):
            organisation = an_organisation(session, name=f"기관 {number}", phone=None)
            service = office.offers(session, "신청", f"031-000-030{number}", organisation)
            a_referral(session, case=case, service=service)

    office.write(more)
    with count_queries(database) as many:
        page = visitor.get(path)
    assert all(f"tel:031-000-030{number}" in page.html for number in range(4))
    assert many.total == few.total


def test_two_desks_of_one_office_are_two_numbers(office, visitor):
    office.refers()

    def more(session):
        organisation = session.get_one(Organisation, office.service.organisation_id)
        service = office.offers(session, "의료급여 신청", ANYBODY, organisation)
        a_referral(session, case=session.get_one(Case, office.case.id), service=service)

    office.write(more)
    page = visitor.get(f"/cases/{office.case.id}")
    assert f"tel:{DESK}" in page.html
    assert f"tel:{ANYBODY}" in page.html


def test_the_sheet_a_resident_takes_home_names_it(office, visitor):
    answer = office.write(lambda session: an_assessment(session, office.resident))
    article, *_ = visitor.get(f"/assessments/{answer.id}/sheet").find_all("article")
    assert f"({DESK})" in said_by(article)


def test_a_referral_that_stands_again_is_told_at_the_desk(office):
    referral = office.refers()
    whose = {"person_id": referral.person_id, "by": BY, "now": NOW}

    def act(session):
        record_death(session, died_on=TODAY, **whose)
        undo_death(session, **whose)
        owed = select(CallTask.words).where(
            CallTask.dedup_key.startswith("stands_again:"),
            CallTask.status == CallTaskStatus.OPEN,
        )
        return session.scalars(owed).one()

    assert f"{DESK} {referral.code}" in office.write(act)


def test_a_number_found_wrong_is_named_as_it_was_rung(office):
    """No desk and no office has a number here: whoever is asked for at the office was rung."""
    office.write(
        lambda session: setattr(session.scalars(select(ServiceContact)).one(), "service_id", None)
    )
    call = office.asks_places()
    office.visitor.post(
        f"/call-tasks/{call.id}/end",
        {"outcome": "wrong_number"},
        on=f"/call-tasks/{call.id}",
        status=303,
    )

    def work(session):
        return session.scalars(
            select(CallTask.words).where(CallTask.dedup_key.startswith("office_number:"))
        ).one()

    assert DESK in office.write(work)
