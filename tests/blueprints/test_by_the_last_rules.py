"""On 5 January 2027 the figures of 2027 are not in: work goes on by those of 2026, and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.queries.assessments import answer_of
from models import Assessment
from tests.blueprints.test_assessments import ANSWERS
from tests.factories.assessments import a_gap, a_turn, an_assessment, said, works_at
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import said_by

THEN = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)
TO_STAFF = {
    "en": "The figures of 2027 are not in yet. This goes by those of 2026; ask the office.",
    "ko": "2027년 기준 금액이 아직 들어 있지 않습니다. "
    "2026년 기준 금액으로 보았으니 담당 기관에 확인해 주십시오.",
}
TO_THEM = {
    "en": TO_STAFF["en"],
    "ko": "2027년 기준 금액이 아직 나오지 않았어요. "
    "2026년 금액으로 살펴봤으니 주민센터에 물어봐 주세요.",
}


@pytest.fixture
def office(database, town_scope, visitor):
    """A social worker on 5 January 2027, and a resident who was assessed in November."""

    class Office:
        def __init__(self, facts=None, **given):
            with database.writing(town_scope) as session:
                a_town(session)
                self.centre = a_centre(session)
                self.resident = a_resident(session, centre=self.centre, phone="", **given)
                self.november = an_assessment(session, self.resident, facts=facts)
                self.account = a_staff_account(
                    session, roles=(Role.SOCIAL_WORKER,), centre=self.centre
                )
            visitor.clock.advance(THEN - NOW)
            visitor.sign_in(self.account)
            self.page = f"/residents/{self.resident.id}"
            self.ask = f"{self.page}/assess"

        def newest(self):
            with database.reading(town_scope) as session:
                asked = select(Assessment).order_by(Assessment.made_at.desc())
                return session.scalars(asked).first()

        def assess(self, facts=None):
            with database.writing(town_scope) as session:
                return an_assessment(session, self.resident, facts=facts, on=THEN.date(), now=THEN)

    return Office


def test_an_answer_of_2027_is_made_and_kept_by_the_rules_of_2026(office, visitor):
    here = office()
    seen = visitor.post(here.ask, {**ANSWERS, "do": "look"}, status=200)
    assert "KRW 502,556 to spare" in seen.main
    page = visitor.follow(visitor.post(here.ask, {**ANSWERS, "do": "save"}))
    kept = here.newest()
    assert (kept.on_date, answer_of(kept).on) == (date(2027, 1, 5), date(2026, 12, 31))
    assert "By the rules of Thu 31 Dec 2026" in page.main
    assert page.main.count(TO_STAFF["en"]) == 1


def test_one_question_at_a_time_goes_on_too(office, visitor):
    path = f"{office().ask}/questions"
    page = visitor.get(path)
    assert page.main.count(TO_STAFF["en"]) == 1
    assert "How it stands now" in page.main
    after = visitor.send(path, page.fields(path) | {"do": "unknown"}, status=200)
    assert after.main.count(TO_STAFF["en"]) == 1


@pytest.fixture
def pages(office, database, town_scope):
    """Every page that goes by the rules, of somebody with one of everything about them."""
    here = office()
    with database.writing(town_scope) as session:
        turn = a_turn(session, here.resident)
        answer = a_gap(session, here.resident)
    return here, [
        here.ask,
        f"{here.ask}/questions",
        f"/assessments/{turn.assessment_id}",
        here.page,
        f"{here.page}/missed-benefits",
        f"/missed-benefits/{answer.id}",
        "/missed-benefits",
        "/missed-benefits/sum",
        "/answers-that-turned",
        f"/answers-that-turned/{turn.id}",
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_page_says_so_once(pages, visitor, language):
    _, paths = pages
    visitor.read_in(language)
    found = {path: visitor.get(path).main.count(TO_STAFF[language]) for path in paths}
    assert found == dict.fromkeys(paths, 1)


def test_on_the_last_day_of_the_rules_no_page_says_so(pages, visitor):
    here, paths = pages
    visitor.clock.advance(datetime(2026, 12, 31, 1, tzinfo=UTC) - THEN)
    visitor.sign_in(here.account)
    assert [path for path in paths if "not in yet" in visitor.get(path).main] == []


def test_an_answer_by_older_rules_names_their_year_and_no_other(
    office, visitor, database, town_scope
):
    here = office()
    with database.writing(town_scope) as session:
        old = an_assessment(session, here.resident, on=date(2025, 3, 1), now=THEN)
    words = visitor.get(f"/assessments/{old.id}").main
    assert "By the rules of Sat 1 Mar 2025" in words
    assert "This goes by those of 2025; ask the office." in words
    assert "those of 2026" not in words


def test_a_day_gone_by_is_judged_by_its_own_rules_and_says_so(office, visitor):
    here = office()
    page = visitor.post(here.ask, {**ANSWERS, "on": "2025-03-01", "do": "look"}, status=200)
    assert "This goes by those of 2025; ask the office." in page.main
    assert "those of 2026" not in page.main


def test_a_day_that_is_chosen_past_the_end_says_so_in_november_too(office, visitor):
    here = office()
    visitor.clock.advance(NOW - THEN + timedelta(hours=1))
    visitor.sign_in(here.account)
    page = visitor.post(here.ask, {**ANSWERS, "on": "2027-02-01", "do": "look"}, status=200)
    assert page.main.count(TO_STAFF["en"]) == 1
    assert "KRW 502,556 to spare" in page.main


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_residents_sheet_says_so_in_their_words(office, visitor, language):
    here = office(facts=works_at(64), birth_on=date(1962, 2, 1))
    page = visitor.get(f"/assessments/{here.november.id}/sheet?language={language}")
    (article,) = page.find_all("article")
    words = said_by(article)
    assert words.count(TO_THEM[language]) == 1
    assert "2027" in words
    assert "니다" not in words
    for again in ("We looked by the amounts of 2026.", "2026년 금액으로 살펴봤어요."):
        assert again not in words


def test_before_the_end_the_sheet_says_it_of_what_lies_beyond(office, visitor):
    here = office(facts=works_at(64), birth_on=date(1962, 2, 1))
    visitor.clock.advance(NOW - THEN)
    visitor.sign_in(here.account)
    page = visitor.get(f"/assessments/{here.november.id}/sheet")
    assert "2027년 2월 1일(월)에 만 65세가 되는 분이 있어요." in page.main
    assert "2026년 금액으로 살펴봤어요." in page.main
    assert "아직 나오지 않았어요. 2026년" not in page.main


def test_an_office_is_told_by_which_figures_it_was(office, visitor, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        answer = an_assessment(session, here.resident, facts=said(), on=THEN.date(), now=THEN)
        case = a_case(session, resident=here.resident, centre=here.centre, now=THEN)
        made = a_referral(session, case=case, assessment=answer, now=THEN)
    sheet = visitor.get(f"/referrals/{made.id}/sheet?language=en").main
    assert "It goes by the figures of 2026: those of 2027 were not in yet." in sheet
    korean = visitor.get(f"/referrals/{made.id}/sheet?language=ko").main
    assert "2026년 기준 금액으로 보았습니다." in korean


def test_ages_go_by_the_day_itself_and_not_by_that_of_the_rules(office, visitor):
    """Asked on 5 January of somebody who turned 65 on the 3rd, and asked again a year later."""
    here = office(birth_on=date(1962, 1, 3))
    here.assess(facts=works_at(65))
    visitor.clock.advance(timedelta(days=365))
    visitor.sign_in(here.account)
    assert visitor.get(here.ask).fields()["members-0-age"] == "66"


VOUCHER = {"en": "Energy voucher", "ko": "에너지바우처"}
MISSES_IT = replace(said(), receiving={**said().receiving, "energy_voucher": False})


@pytest.fixture(params=[date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 5)], ids=str)
def on_a_day(request, office, visitor):
    """Somebody who may have had the voucher by the answer of November, seen on each of the days."""
    here = office(facts=MISSES_IT)
    visitor.clock.advance(datetime.combine(request.param, THEN.time(), UTC) - THEN)
    visitor.sign_in(here.account)
    return here, request.param, request.param.year == 2026


@pytest.mark.parametrize("language", ["en", "ko"])
def test_after_its_last_day_no_sheet_sends_to_the_voucher(on_a_day, visitor, language):
    here, _, is_open = on_a_day
    page = visitor.get(f"/assessments/{here.november.id}/sheet?language={language}")
    (article,) = page.find_all("article")
    assert (VOUCHER[language] in said_by(article)) is is_open


def test_after_its_last_day_no_way_leads_to_a_referral_for_it(
    on_a_day, visitor, database, town_scope
):
    here, _, is_open = on_a_day
    with database.writing(town_scope) as session:
        a_case(session, resident=here.resident, centre=here.centre)
    page = visitor.get(f"/assessments/{here.november.id}")
    offered = [link for link in page.links if "programme=energy_voucher" in link]
    assert bool(offered) is is_open
    due = page.main[page.main.index("May be due and is not known") :]
    assert (VOUCHER["en"] in due[: due.index("A neighbour can help")]) is is_open
    assert ("The last day to apply was Thu 31 Dec" in page.main) is not is_open
    assert [link for link in page.links if "programme=livelihood" in link]


def test_after_its_last_day_the_ledger_says_when_it_was(on_a_day, visitor):
    here, _, is_open = on_a_day
    page = visitor.get(f"{here.page}/missed-benefits")
    assert VOUCHER["en"] in page.main
    assert page.main.count("The last day to apply was Thu 31 Dec") == (not is_open)


def test_an_answer_made_after_its_last_day_does_not_judge_it(
    on_a_day, visitor, database, town_scope
):
    here, day, is_open = on_a_day
    with database.writing(town_scope) as session:
        kept = an_assessment(session, here.resident, facts=MISSES_IT, on=day, now=visitor.clock())
    judged = {each.programme for each in answer_of(kept).programmes}
    assert ("energy_voucher" in judged) is is_open
    page = visitor.get(f"{here.page}/missed-benefits")
    assert (VOUCHER["en"] in page.main) is is_open
    seen = visitor.get(f"/assessments/{kept.id}")
    assert ("One may apply these days." in seen.main) is is_open
