"""The sheet a resident takes home: their own matters, in their words, and nothing that hurts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.domain.roles import Role
from hopecare.queries.assessments import AFTER_DEATH
from hopecare.services.assess_household import assess_household
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from models import AccessLogEntry, Person
from tests.factories.assessments import an_assessment, said, works_at
from tests.factories.cases import BY
from tests.factories.everything import everything
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.language.hurtful import hurtful_in
from tests.plugins.pages import count_queries, said_by

DAY = timedelta(days=1)


@pytest.fixture
def office(database, town_scope, visitor):
    """A social worker signed in, and somebody who was assessed."""

    class Office:
        def __init__(self, *, facts=None, on=TODAY, **given):
            with database.writing(town_scope) as session:
                a_town(session)
                self.centre = a_centre(session)
                self.resident = a_resident(
                    session, centre=self.centre, phone="", **{"language": "ko"} | given
                )
                self.account = a_staff_account(
                    session, roles=(Role.SOCIAL_WORKER,), centre=self.centre
                )
            self.answer = self.assess(facts, on=on)
            visitor.sign_in(self.account)

        @property
        def path(self):
            return f"/assessments/{self.answer.id}/sheet"

        def assess(self, facts=None, *, on=TODAY, now=NOW):
            with database.writing(town_scope) as session:
                return an_assessment(session, self.resident, facts=facts, on=on, now=now)

        def sheet(self, language=""):
            page = visitor.get(self.path + (f"?language={language}" if language else ""))
            (article,) = page.find_all("article")
            return said_by(article)

    return Office


def test_the_answer_leads_to_a_sheet_that_says_what_may_fit_and_who_decides(office, visitor):
    here = office()
    page = visitor.get(f"/assessments/{here.answer.id}")
    assert here.path in page.links
    words = here.sheet("en")
    assert "you may qualify. The office decides." in words
    may = words[words.index("You may qualify for these") : words.index("What to bring")]
    assert "Livelihood benefit · About KRW 502,556 a month." in may
    assert "Apply at the community service centre of your district." in may
    assert "East Centre 031-000-0001" in words
    assert "Meanwhile your neighbours can help" in words


SAYS = {"ko": "결정은 주민센터(담당 기관)가 해요.", "en": "The office decides."}


@pytest.mark.parametrize("reads", ["en", "ko"])
@pytest.mark.parametrize("speaks", ["ko", "en"])
def test_it_is_in_the_residents_language_whoever_prints_it(office, visitor, reads, speaks):
    here = office(language=speaks)
    page = visitor.read_in(reads).get(here.path)
    (article,) = page.find_all("article")
    assert article.attrib["lang"] == speaks
    assert SAYS[speaks] in said_by(article)
    assert page.h1 == ("Sheet for the resident" if reads == "en" else "주민께 드리는 안내문")
    other = "en" if speaks == "ko" else "ko"
    (switch,) = [link for link in page.links if link.endswith(f"/sheet?language={other}")]
    assert visitor.get(switch).find_all("article")[0].attrib["lang"] == other


def test_it_is_said_to_the_resident_and_not_to_staff(office):
    words = office(facts=said(income_benefits=830_000)).sheet()
    assert "김다래님, 받을 수 있는 지원을 함께 살펴봤어요" in words
    assert "니다" not in words
    assert "십시오" not in words


def test_where_to_apply_is_the_agency_that_gives_it_in_their_district(office, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        a_service(session, organisation=an_organisation(session))
        elsewhere = a_service(
            session, organisation=an_organisation(session, name="와부읍 행정복지센터")
        )
        elsewhere.area_id = an_area(session).id
        a_service(
            session, organisation=an_organisation(session, name="옛 주민센터"), ended_on=TODAY
        )
    words = here.sheet()
    livelihood = words[words.index("생계급여") : words.index("의료급여")]
    assert "신청하는 곳: 진접읍 행정복지센터 (031-000-0100)" in livelihood
    assert "그 밖의 신청은 사시는 곳의 주민센터에서 해요." in words
    assert "와부읍" not in words
    assert "옛 주민센터" not in words


def test_only_papers_of_what_was_said_to_be_there_are_asked_for(office):
    words = office().sheet("en")
    papers = words[words.index("What to bring") : words.index("Go even if")]
    for needed in ("Your identity card", "resident register extract", "rent contract"):
        assert needed in papers
    for unneeded in ("car registration", "pay slip", "certificate of debt"):
        assert unneeded not in papers


def test_a_near_miss_says_what_changes_it(office):
    words = office(facts=said(income_benefits=830_000)).sheet("en")
    watched = words[words.index("Difficult now, but it may change") :]
    assert "Livelihood benefit Missed by a little: KRW 9,444 over" in watched
    assert "please tell us if you have this. From KRW 9,444 a month on you may qualify." in watched


def test_a_birthday_is_named_by_its_day(office):
    here = office(facts=works_at(64), birth_on=date(1961, 12, 3))
    assert "12월 3일(목)에 만 65세가 되는 분이 있어요." in here.sheet()
    assert "From Thu 3 Dec somebody in your home is 65" in here.sheet("en")


def test_what_is_received_stands_apart_whatever_the_rules_say(office):
    receives = replace(said(income_benefits=5_000_000), receiving={"livelihood": True})
    words = office(facts=receives).sheet("en")
    received = words[words.index("You receive these already") :]
    assert received.startswith("You receive these already Livelihood benefit")
    assert words.count("Livelihood benefit") == 1


def test_where_nothing_fits_it_says_so_kindly_and_that_neighbours_can_help(office):
    words = office(facts=said(income_benefits=9_000_000)).sheet("en")
    assert "Right now we see nothing new to apply for." in words
    assert "What to bring" not in words
    assert "We also looked at these, and they look difficult now" in words
    assert "Meanwhile your neighbours can help" in words


ANSWERS = {
    "may": said(),
    "near": said(income_benefits=830_000),
    "difficult": said(income_benefits=9_000_000),
    "birthday": works_at(64),
    "open": HouseholdFacts(values={"household.size": 1}),
    "received": replace(said(income_benefits=9_000_000), receiving={"livelihood": True}),
}


@pytest.mark.parametrize("facts", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_answer_hurts_and_each_says_who_decides(office, facts, language):
    words = office(facts=facts).sheet(language)
    assert SAYS[language] in words
    assert hurtful_in(words) == []


def test_nobody_else_stands_on_it(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        made = everything(session, centre, an_area(session, covered_by=centre))
        answer = an_assessment(session, made.resident, now=NOW + timedelta(hours=1))
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        others = {
            each.full_name
            for each in session.scalars(select(Person))
            if each.full_name != made.resident.full_name
        }
    page = visitor.sign_in(account).get(f"/assessments/{answer.id}/sheet")
    (article,) = page.find_all("article")
    words = said_by(article)
    assert made.resident.full_name in words
    assert others
    assert [each for each in (*others, *made.numbers) if each in words] == []


def test_where_contact_is_unsafe_it_is_handed_over_in_private(
    office, visitor, database, town_scope
):
    here = office()
    private = "Hand it over only where nobody else reads it."
    assert private not in visitor.get(here.path).main
    with database.writing(town_scope) as session:
        wish = SafetyWish(forbidden=True, note="가족이 함께 봅니다")
        person = session.get_one(Person, here.resident.id)
        set_contact_safety(session, person, wish, by=BY, now=NOW)
    page = visitor.get(here.path)
    assert private in page.main
    (article,) = page.find_all("article")
    assert "가족이 함께 봅니다" not in page.main
    assert private not in said_by(article)


def test_an_older_answer_leads_to_the_sheet_of_the_newest(office, visitor):
    here = office()
    newer = here.assess(said(income_benefits=5_000_000), now=NOW + timedelta(hours=1))
    page = visitor.get(here.path)
    assert page.find_all("article") == []
    assert f"/assessments/{newer.id}/sheet" in page.links
    assert here.path not in visitor.get(f"/assessments/{here.answer.id}").links


def test_an_answer_for_another_day_takes_no_sheet_away(office, visitor):
    here = office()
    here.assess(said(), on=TODAY + timedelta(days=20), now=NOW + timedelta(hours=1))
    assert visitor.get(here.path).find_all("article")


@pytest.mark.parametrize("day", [date(2024, 3, 1), TODAY - DAY, TODAY + DAY])
def test_an_answer_for_another_day_makes_no_sheet_and_leads_to_asking_today(office, visitor, day):
    here = office(on=day)
    page = visitor.get(here.path)
    assert page.find_all("article") == []
    assert "This answer is for another day" in page.main
    assert f"/residents/{here.resident.id}/assess/questions" in page.links


def test_one_for_another_day_leads_to_the_sheet_of_today(office, visitor):
    here = office()
    of_today, here.answer = here.path, here.assess(on=date(2024, 3, 1), now=NOW + DAY)
    page = visitor.get(here.path)
    assert page.find_all("article") == []
    assert of_today in page.links


def test_an_answer_that_looked_ahead_makes_a_sheet_from_its_day_on(office, visitor):
    here = office(on=TODAY + DAY)
    visitor.clock.advance(2 * DAY)
    visitor.sign_in(here.account)
    assert visitor.get(here.path).find_all("article")


def test_who_has_died_gets_none(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        session.get_one(Person, here.resident.id).died_on = TODAY
    assert visitor.get(here.path).find_all("article") == []
    assert here.path not in visitor.get(f"/assessments/{here.answer.id}").links


def test_what_nobody_was_asked_about_is_not_handed_over(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        here.answer = assess_household(
            session,
            person_id=here.resident.id,
            facts=said(),
            on=TODAY,
            by=BY,
            now=NOW + timedelta(hours=1),
            computed=AFTER_DEATH,
        )
    page = visitor.get(here.path)
    assert page.find_all("article") == []
    assert f"/residents/{here.resident.id}/assess/questions" in page.links
    assert here.path not in visitor.get(f"/assessments/{here.answer.id}").links


def test_printing_it_is_noted_and_asks_the_database_little(office, visitor, database, town_scope):
    here = office()
    with count_queries(database) as counted:
        visitor.get(here.path)
    # Six of them are what every page may say above all: stopped, nobody on duty, new words.
    assert counted.total <= 26
    with database.reading(town_scope) as session:
        (look,) = session.scalars(select(AccessLogEntry))
    assert (look.purpose, look.person_ids) == ("assessment.print", [str(here.resident.id)])


def test_only_who_may_see_the_answer_prints_it(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        other = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session))
        coordinator = a_staff_account(session, roles=(Role.COORDINATOR,), centre=here.centre)
        volunteer = a_staff_account(session, roles=(Role.VOLUNTEER,), centre=here.centre)
    for account, status in ((other, 403), (volunteer, 403), (coordinator, 200)):
        visitor.sign_in(account).get(here.path, status=status)
