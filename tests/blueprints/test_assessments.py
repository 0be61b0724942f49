"""The social worker's questionnaire and its answer, through the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.eligibility.facts import Decision, HouseholdFacts
from hopecare.domain.roles import Role
from hopecare.queries.assessments import answer_of
from hopecare.services.rescreen_household import rescreen_household
from models import AccessLogEntry, Assessment
from tests.factories.assessments import an_assessment, said, told_otherwise
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import count_queries

ANSWERS = {
    "household-size": "1",
    "household-region": "gyeonggi",
    "household-covered": "yes",
    "household-counted_with_parents": "no",
    "members-0-pay": "0",
    "members-0-school": "none",
    "members-0-disability": "none",
    "income-benefits": "318,000",
    "income-property": "0",
    "income-gifts": "0",
    "spending-medical": "0",
    "spending-pension": "0",
    "home-owned": "0",
    "home-deposit": "45,000,000원",
    "property-general": "0",
    "property-savings": "3200000",
    "property-debt": "0",
    "car-value": "0",
    "obligor-exists": "no",
    "receiving-livelihood": "no",
    "receiving-medical": "no",
    "receiving-housing": "no",
    "receiving-education": "no",
}


@pytest.fixture
def office(database, town_scope, visitor):
    """A social worker of a centre, signed in, with one resident."""

    class Office:
        def __init__(self, **given):
            with database.writing(town_scope) as session:
                a_town(session, **given.pop("town", {}))
                self.centre = a_centre(session)
                self.resident = a_resident(session, centre=self.centre, **given)
                self.account = a_staff_account(
                    session, roles=(Role.SOCIAL_WORKER,), centre=self.centre
                )
            visitor.sign_in(self.account)
            self.ask = f"/residents/{self.resident.id}/assess"

        def kept(self):
            with database.reading(town_scope) as session:
                return list(session.scalars(select(Assessment).order_by(Assessment.made_at)))

        def assess(self, **given):
            with database.writing(town_scope) as session:
                return an_assessment(session, self.resident, **given)

    return Office


def test_the_answer_is_seen_before_it_is_kept(office, visitor):
    here = office()
    seen = visitor.post(here.ask, {**ANSWERS, "do": "look"}, status=200)
    assert "May well qualify" in seen.main
    assert "KRW 502,556 to spare" in seen.main
    assert "The office in charge decides." in seen.main
    assert here.kept() == []
    assert seen.find("input", id="income-benefits").attrib["value"] == "318,000"


def test_keeping_it_leads_to_the_answer_with_what_is_missed(office, visitor):
    here = office()
    page = visitor.follow(visitor.post(here.ask, {**ANSWERS, "do": "save"}))
    (kept,) = here.kept()
    assert page.path.endswith(f"/assessments/{kept.id}")
    assert page.main.count("Missed benefit") == 3
    assert "About KRW 502,556 a month." in page.main
    assert "art. 8(2)" in page.main
    assert kept.made_by_id == here.account.person_id


def test_an_answer_is_said_anew_in_the_readers_language(office, visitor):
    here = office()
    kept = here.assess()
    page = visitor.read_in("ko").get(f"/assessments/{kept.id}")
    assert "받을 수 있어 보여요" in page.main
    assert "502,556원 남음" in page.main
    assert "제8조 제2항" in page.main
    assert "결정은 담당 기관이 합니다." in page.main
    assert "놓친 지원" in page.main


def test_what_is_left_empty_is_not_known_and_less_than_is_an_answer(office, visitor):
    here = office()
    answers = {
        **ANSWERS,
        "income-benefits": "400,000",
        "income-benefits-how": "at_most",
        "property-savings": "",
        "do": "save",
    }
    page = visitor.follow(visitor.post(here.ask, answers))
    (kept,) = here.kept()
    assert kept.facts["facts"]["income.benefits"] == {"min": 0.0, "max": 400_000.0}
    assert "property.savings" not in kept.facts["facts"]
    assert "More has to be found out" in page.main
    assert "What are bank accounts, savings, insurance and shares worth" in page.main
    again = visitor.get(here.ask)
    assert again.find("input", id="income-benefits").attrib["value"] == "400,000"
    assert again.fields().get("income-benefits-how") == "at_most"


def test_a_second_person_gets_a_row_and_nothing_written_is_lost(office, visitor):
    here = office()
    page = visitor.post(here.ask, {**ANSWERS, "do": "add"}, status=200)
    fields = page.fields()
    assert fields["rows"] == "2"
    assert fields["home-deposit"] == "45,000,000원"
    assert "members-1-age" in fields
    assert here.kept() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"income-benefits": "about three"}, "income-benefits", id="no amount"),
        pytest.param({"members-0-age": "240"}, "members-0-age", id="no age"),
        pytest.param({"household-region": "atlantis"}, "household-region", id="no region"),
        pytest.param({"finding-car_for_living": "yes"}, "finding-car_for_living-because", id="why"),
        pytest.param({"on": "2022-12-31"}, "on", id="no rules on that day"),
    ],
)
def test_what_is_wrong_stands_beside_its_question_and_the_rest_is_kept(
    office, visitor, wrong, field
):
    here = office()
    page = visitor.post(here.ask, {**ANSWERS, **wrong, "do": "save"}, status=422)
    assert set(page.errors) == {field}
    assert page.fields()["property-savings"] == "3200000"
    assert here.kept() == []


def test_more_people_named_than_counted_is_said_beside_the_count(office, visitor):
    here = office()
    two = visitor.post(here.ask, {**ANSWERS, "household-size": "1", "do": "add"}, status=200)
    form = two.fields()
    form["members-1-age"] = "17"
    form["do"] = "look"
    page = visitor.send(here.ask, form, status=422)
    assert set(page.errors) == {"household-size"}


def test_without_consent_to_a_record_the_answer_is_shown_and_not_kept(office, visitor):
    here = office(consents=(ConsentPurpose.PEER_HELP,))
    page = visitor.get(here.ask)
    assert "Nobody has agreed to a record" in page.main
    form = page.fields()
    form.update({**ANSWERS, "do": "save"})
    visitor.send(here.ask, form, status=409)
    assert here.kept() == []


def test_a_later_answer_says_what_changed(office, visitor):
    here = office()
    here.assess()
    later = here.assess(facts=said(income_benefits=1_100_000), now=NOW + timedelta(hours=1))
    page = visitor.get(f"/assessments/{later.id}")
    assert "What changed since" in page.main
    change = page.main[page.main.index("Livelihood benefit") :]
    assert change.index("May well qualify") < change.index("Seems not possible now")
    assert "KRW 318,000" in page.main
    assert "KRW 279,444 over" in page.main


def test_a_near_miss_is_named_and_leads_to_neighbours(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        a_case(session, resident=here.resident)
    kept = here.assess(facts=said(income_benefits=830_000))
    page = visitor.get(f"/assessments/{kept.id}")
    assert "Missed by a little: KRW 9,444 over" in page.main
    assert "Ask neighbours instead" in page.main
    assert "Refer" in page.main


def primary(page):
    links = page.find_all("a")
    return [each.attrib["href"] for each in links if "btn-primary" in each.attrib.get("class", "")]


def test_what_is_missed_leads_to_the_office_first(office, visitor, database, town_scope):
    here = office()
    kept = here.assess()
    page = visitor.get(f"/assessments/{kept.id}")
    assert "Refer what may be due to the office" in page.main
    assert primary(page) == [f"/residents/{here.resident.id}/open-case"]
    with database.writing(town_scope) as session:
        case = a_case(session, resident=here.resident)
    page = visitor.get(f"/assessments/{kept.id}")
    (first,) = primary(page)
    assert first.startswith(f"/cases/{case.id}/refer?programme=livelihood")
    assert f"/cases/{case.id}/needs/new" in page.links


def test_without_consent_to_share_the_consent_comes_first(office, visitor):
    here = office(consents=(ConsentPurpose.KEEP_RECORD,))
    page = visitor.get(f"/assessments/{here.assess().id}")
    assert primary(page) == [f"/residents/{here.resident.id}/consents"]


def test_a_crisis_leads_to_help_today_and_an_urgent_case(office, visitor):
    here = office()
    found = {"finding.crisis": Decision(holds=True, because="가스가 끊겼습니다")}
    page = visitor.get(f"/assessments/{here.assess(facts=replace(said(), decisions=found)).id}")
    assert "This is urgent: help first, check after" in page.main
    assert primary(page) == [f"/residents/{here.resident.id}/open-case"]
    assert visitor.get(primary(page)[0]).fields()["urgency"] == "crisis"


@pytest.mark.parametrize(("days", "is_fresh"), [(29, True), (31, False)])
def test_a_crisis_found_long_ago_makes_no_new_case_urgent_though_answers_turned_since(
    office, visitor, database, town_scope, days, is_fresh
):
    here = office()
    found = {"finding.crisis": Decision(holds=True, because="가스가 끊겼습니다")}
    facts = replace(said(), decisions=found)
    before, later = here.assess(facts=facts), NOW + timedelta(days=days)
    with database.writing(town_scope) as session:
        told_otherwise(session, before, livelihood="ineligible")
        turn = rescreen_household(
            session,
            before=(here.resident.id, before.id),
            facts=facts,
            on=later.date(),
            by=BY,
            now=later,
        )[0]
    visitor.clock.advance(timedelta(days=days, minutes=1))
    visitor.sign_in(here.account)
    form = visitor.get(f"/residents/{here.resident.id}/open-case")
    assert (form.fields()["urgency"] == "crisis") is is_fresh
    page = visitor.get(f"/assessments/{turn.assessment_id}")
    assert ("This is urgent: help first, check after" in page.main) is is_fresh


def test_open_questions_lead_back_to_the_questions(office, visitor):
    here = office()
    kept = here.assess(facts=HouseholdFacts(values={"household.size": 1}))
    page = visitor.get(f"/assessments/{kept.id}")
    assert primary(page) == [f"{here.ask}/questions"]


def test_what_is_out_of_reach_leads_to_neighbours(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        case = a_case(session, resident=here.resident)
    judged = {
        key: Decision(holds=False, because="살펴봤습니다")
        for key in ("finding.crisis", "finding.gyeonggi_crisis", "finding.near_poor")
    }
    facts = replace(said(income_benefits=5_000_000), decisions=judged)
    page = visitor.get(f"/assessments/{here.assess(facts=facts).id}")
    assert primary(page) == [f"/cases/{case.id}/needs/new"]


def test_a_country_without_rules_says_so(office, visitor):
    here = office(town={"country": "GB"})
    assert "no rules for this country yet" in visitor.get(here.ask).main


def test_another_centre_sees_neither_questions_nor_answer(office, visitor, database, town_scope):
    here = office()
    kept = here.assess()
    with database.writing(town_scope) as session:
        other = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session))
    visitor.sign_in(other)
    visitor.get(here.ask, status=403)
    visitor.get(f"/assessments/{kept.id}", status=403)


def test_a_coordinator_reads_the_answer_and_asks_no_questions(
    office, visitor, database, town_scope
):
    here = office()
    kept = here.assess()
    with database.writing(town_scope) as session:
        coordinator = a_staff_account(session, roles=(Role.COORDINATOR,), centre=here.centre)
    visitor.sign_in(coordinator)
    visitor.get(here.ask, status=403)
    page = visitor.get(f"/assessments/{kept.id}")
    assert here.ask not in page.links


def test_reading_an_answer_is_noted_and_asks_the_database_little(
    office, visitor, database, town_scope
):
    here = office()
    kept = [here.assess(now=NOW + timedelta(hours=hours)) for hours in range(4)][-1]
    with count_queries(database) as counted:
        visitor.get(f"/assessments/{kept.id}")
    with database.reading(town_scope) as session:
        purposes = session.scalars(select(AccessLogEntry.purpose)).all()
    assert "assessment.read" in purposes
    # Six of them are what every page may say above all: stopped, nobody on duty, new words.
    assert counted.total <= 26
    assert answer_of(kept).version == "2026.4"
