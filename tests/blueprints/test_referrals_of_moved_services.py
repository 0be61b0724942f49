"""A service moved to another office: every list names the one that was sent the person's words."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.packets import OverrideReason
from hopecare.domain.roles import Role
from hopecare.queries.referrals import referrals_of_case
from hopecare.services.fill_offices_sent import fill_offices_sent
from hopecare.services.override_sharing import Override
from hopecare.services.refer import Sending
from models import Case, Organisation, Referral, ReferralPacket, Service
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import (
    PAST_DOUBTS,
    a_referral,
    a_service,
    an_organisation,
    its_refusal,
)
from tests.factories.systems import a_token
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import count_queries

SENT_TO, HAS_IT_NOW = "퇴계원 행정복지센터", "별내 행정복지센터"
NO_SHARING = tuple(each for each in ConsentPurpose if each is not ConsentPurpose.SHARE_WITH_AGENCY)
MOVED = {"en": "another office has this service now", "ko": "지금은 다른 기관이 맡음"}


class Town:
    """Somebody whose referral was refused before its service moved to another office."""

    case: Case
    referral: Referral

    def __init__(self, database, scope, visitor):
        self.database, self.scope = database, scope
        with database.writing(scope) as session:
            a_town(session)
            self.centre = a_centre(session)
            self.area = an_area(session, covered_by=self.centre)
            self.worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=self.centre)
        self.page = visitor.sign_in(self.worker)

    def refused(self, name="김다래", *, sending=PAST_DOUBTS, consents=(*ConsentPurpose,)):
        with self.database.writing(self.scope) as session:
            resident = a_resident(
                session, name=name, centre=self.centre, area=self.area, consents=consents
            )
            self.case = a_case(session, resident=resident, centre=self.centre)
            first = an_organisation(session, name=SENT_TO)
            service = a_service(session, organisation=first)
            self.referral = a_referral(session, case=self.case, service=service, sending=sending)
            its_refusal(session, self.referral)
        return self

    def moves(self):
        """What an import writes for a service for which nobody waits."""
        with self.database.writing(self.scope) as session:
            service = session.get_one(Service, self.referral.service_id)
            service.organisation_id = an_organisation(session, name=HAS_IT_NOW).id
        return self

    def office(self, name):
        with self.database.reading(self.scope) as session:
            return session.scalars(select(Organisation.id).where(Organisation.name == name)).first()


@pytest.fixture
def town(database, town_scope, visitor):
    return Town(database, town_scope, visitor)


def lists_of(town):
    return [
        "/referrals?which=refused",
        "/referrals/board",
        f"/cases/{town.case.id}",
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_list_names_the_office_that_was_sent_it_and_says_that_the_service_moved(
    town, language
):
    town.refused().moves()
    town.page.read_in(language)
    for path in lists_of(town):
        said = town.page.get(path).main
        if language == "ko":
            assert SENT_TO in said
        assert MOVED[language] in said
    with town.database.reading(town.scope) as session:
        (view,) = referrals_of_case(session, town.case.id)
    assert (view.organisation.name, view.has_moved) == (SENT_TO, True)


def test_the_case_rings_the_office_that_owes_the_answer_by_its_own_number(town):
    with town.database.writing(town.scope) as session:
        resident = a_resident(session, name="김다래", centre=town.centre, area=town.area)
        case = a_case(session, resident=resident, centre=town.centre)
        first = an_organisation(session, name=SENT_TO, phone="031-000-0111")
        service = a_service(session, organisation=first)
        a_referral(session, case=case, service=service)
        now = an_organisation(session, name=HAS_IT_NOW, phone="031-000-0222")
        service.organisation_id = now.id
    said = town.page.read_in("ko").get(f"/cases/{case.id}").main
    owing = said.partition("답을 기다리는 기관")[2]
    assert f"{SENT_TO} · 031-000-0111" in owing
    assert "031-000-0222" not in said


def test_where_nothing_moved_nothing_is_said(town):
    town.refused()
    for path in lists_of(town):
        assert MOVED["en"] not in town.page.get(path).main


def test_the_list_is_narrowed_to_the_office_that_was_sent_it(town):
    town.refused().moves()

    def listed(office):
        at = f"/referrals?which=refused&organisation_id={town.office(office)}"
        return "김다래" in town.page.get(at).main

    assert listed(SENT_TO)
    assert not listed(HAS_IT_NOW)


def test_other_systems_read_it_in_the_list_as_of_one(app, town):
    town.refused().moves()
    with town.database.writing(town.scope) as session:
        token = a_token(session, town.worker)

    def read(path):
        headers = {"Authorization": f"Bearer {token}"}
        return app.test_client().get(f"/api/v1{path}", headers=headers).json

    (listed,) = read("/referrals?which=refused")["referrals"]
    one = read(f"/referrals/{town.referral.id}")
    for each in (listed, one):
        assert each["organisation_id"] == str(town.office(SENT_TO))
        assert each["has_moved"] is True


def test_what_was_shared_without_a_yes_names_who_was_told(town):
    told = Override(reason=OverrideReason.CHILD_AT_RISK, words="아이가 혼자 있습니다.")
    sending = Sending(override=told, despite=PAST_DOUBTS.despite)
    town.refused(sending=sending, consents=NO_SHARING).moves()
    said = town.page.read_in("ko").get("/referrals/overrides").main
    assert SENT_TO in said
    assert HAS_IT_NOW not in said


@pytest.mark.both_databases
def test_one_from_before_is_named_by_what_was_sent(town):
    town.refused().moves()
    with town.database.writing(town.scope) as session:
        session.execute(update(Referral).values(sent_to_id=None))
        before = session.scalars(select(Referral.version)).one()
        assert fill_offices_sent(session) == 1
        assert fill_offices_sent(session) == 0
        assert session.scalars(select(Referral.version)).one() == before
    with town.database.reading(town.scope) as session:
        (view,) = referrals_of_case(session, town.case.id)
    assert view.organisation.name == SENT_TO


def test_one_whose_words_were_erased_is_of_whoever_has_the_service(town):
    town.refused()
    with town.database.writing(town.scope) as session:
        session.execute(update(Referral).values(sent_to_id=None))
        session.execute(update(ReferralPacket).values(snapshot=None))
        assert fill_offices_sent(session) == 1
    assert town.office(SENT_TO) is not None
    with town.database.reading(town.scope) as session:
        (view,) = referrals_of_case(session, town.case.id)
    assert view.organisation.name == SENT_TO


def test_the_lists_ask_no_more_for_many_that_moved(town):
    def asked(path):
        with count_queries(town.database) as counted:
            town.page.get(path)
        return counted.total

    town.refused().moves()
    paths = lists_of(town)[:2]
    for path in paths:
        asked(path)
    before = [asked(path) for path in paths]
    for number in range(6):
        town.refused(f"박{number}").moves()
    assert [asked(path) for path in paths] == before
