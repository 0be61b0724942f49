"""The questions one at a time, through the pages."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import HouseholdMemberRole
from hopecare.domain.roles import Role
from hopecare.queries.households import find_membership
from models import AccessLogEntry, Assessment, HouseholdMember
from tests.factories.assessments import an_assessment, said
from tests.factories.people import a_person, a_resident, a_staff_account
from tests.factories.towns import TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries

TOLD = {
    "household.size": "1",
    "care.needs_help": "no",
    "members.0.pay": "0",
    "income.benefits": "31만8천",
    "home.deposit": "4,500만원",
    "property.savings": "320만",
    "household.covered": "yes",
}
"""What a widow alone says; whatever else is asked of her is nothing, or no."""


class Office:
    """A social worker, signed in, with one resident of a district of Namyangju."""

    def __init__(self, database, scope, visitor, **given: Any):
        self.database, self.scope, self.visitor = database, scope, visitor
        with database.writing(scope) as session:
            a_town(session)
            self.centre = a_centre(session)
            area = an_area(session, code="41360253", covered_by=self.centre)
            known: dict[str, Any] = {"birth_on": date(1959, 4, 2), "area": area} | given
            self.resident = a_resident(session, centre=self.centre, **known)
            account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=self.centre)
        visitor.sign_in(account)
        self.path = f"/residents/{self.resident.id}/assess/questions"

    def begin(self, **said):
        page = self.visitor.get(self.path)
        return self.say(page, **said) if said else page

    def say(self, page, *, do="next", status=200, **answers):
        form = page.fields(self.path)
        for name, value in answers.items():
            form[name.replace("__", "-")] = value
        return self.visitor.send(self.path, form | {"do": do}, status=status)

    def keep(self, page):
        return self.visitor.follow(self.say(page, do="save", status=303))

    def until(self, page, key):
        for _ in range(40):
            if key in self.asked(page):
                return page
            page = self.say(page, do="unknown")
        raise AssertionError(key)

    def asked(self, page):
        return page.fields(self.path).get("shown", "").split()

    def kept(self):
        with self.database.reading(self.scope) as session:
            return list(session.scalars(select(Assessment).order_by(Assessment.made_at)))


@pytest.fixture
def office(database, town_scope, visitor):
    return partial(Office, database, town_scope, visitor)


def ordinary(page, key):
    """Answer as the widow does, else with nothing or no."""
    name = key.replace(".", "-")
    kinds = {field.attrib.get("type") for field in page.find_all("input", name=name)}
    return TOLD.get(key, "no" if "radio" in kinds else "0")


def test_the_record_answers_what_it_knows_and_the_first_question_fits(office, visitor):
    here = office()
    page = here.begin()
    assert here.asked(page) == ["household.size"]
    assert "How many people are in the household" in page.main
    assert "The person or the family knows this." in page.main
    assert "Paper: resident register extract" in page.main
    carried = page.fields(here.path)
    assert (carried["members-0-age"], carried["household-region"]) == ("67", "gyeonggi")
    after = here.say(page, household__size="1")
    assert here.asked(after) == ["care.needs_help"]
    assert "You may stop at any time." in after.main
    assert "At most" not in after.main


def test_who_lives_there_is_not_asked_where_the_record_says_so(office, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        child = a_person(session, name="김하나", birth_on=date(2015, 1, 1))
        home = find_membership(session, here.resident.id)
        assert home is not None
        session.add(
            HouseholdMember(
                town_id=home.town_id,
                household_id=home.household_id,
                person_id=child.id,
                role=HouseholdMemberRole.CHILD,
                from_on=TODAY,
            )
        )
    page = here.begin()
    assert here.asked(page) == ["household.single_parent"]
    assert page.fields(here.path)["members-1-age"] == "11"


def test_a_widow_is_asked_until_all_is_settled_and_it_is_kept(office, visitor):
    here = office()
    page, asked, counted = here.begin(), [], []
    while keys := here.asked(page):
        asked += keys
        counted += [int(each) for each in re.findall(r"At most (\d+) more", page.main)]
        assert len(asked) < 60
        is_known = not keys[0].startswith(("finding.", "household.emergency_foreigner"))
        answers = {key.replace(".", "__"): ordinary(page, key) for key in keys}
        page = here.say(page, **answers) if is_known else here.say(page, do="unknown")
    assert len(asked) == len(set(asked))
    assert counted
    assert max(counted) <= 10
    assert counted[-1] == 1
    assert not [key for key in asked if "school" in key or "parents" in key or "region" in key]
    assert "Nothing is left to ask that is likely to matter." in page.main
    assert here.kept() == []
    answer = here.keep(page)
    (kept,) = here.kept()
    assert answer.path.endswith(f"/assessments/{kept.id}")
    assert kept.facts["facts"]["home.deposit"] == 45_000_000
    assert kept.facts["facts"]["income.benefits"] == 318_000
    assert kept.facts["members"][0] == {"age": 67, "relation": "self", "pay": 0}
    assert kept.facts["receiving"]["livelihood"] is False
    assert "Missed benefit" in answer.main


def test_after_each_answer_stands_what_it_changed(office):
    here = office()
    page = here.say(here.begin(household__size="1"), care__needs_help="no")
    changed = page.main[page.main.index("This changed:") :]
    assert changed.index("Long-term care grade") < changed.index("Seems not possible now")
    assert "Understood:" in page.main
    page = here.say(page, do="unknown")
    assert "This changed:" not in page.main


def test_do_not_know_stays_unknown_and_is_not_asked_again(office, visitor):
    here = office()
    first = here.begin(household__size="1")
    page = here.say(first, do="unknown", care__needs_help="no")
    assert here.asked(page) != ["care.needs_help"]
    page = here.keep(page)
    (kept,) = here.kept()
    assert "care.needs_help" not in kept.facts["facts"]


def test_how_many_live_there_unknown_is_not_taken_as_one(office, visitor):
    here = office()
    page = here.say(here.begin(), do="unknown")
    here.keep(page)
    (kept,) = here.kept()
    assert "household.size" not in kept.facts["facts"]
    assert here.asked(here.begin()) == ["household.size"]


def test_those_listed_last_time_are_not_taken_for_all(office, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        an_assessment(session, here.resident, facts=said(household_size=None))
    assert here.asked(here.begin()) == ["household.size"]


@pytest.mark.parametrize(
    ("how", "first", "second", "bounds"),
    [
        ("at_most", "40만", "", {"min": 0.0, "max": 400_000.0}),
        ("between", "30만", "40만 원", {"min": 300_000.0, "max": 400_000.0}),
        ("between", "", "40만 원", {"min": 0.0, "max": 400_000.0}),
    ],
)
def test_a_limit_is_an_answer(office, visitor, how, first, second, bounds):
    here = office()
    page = here.say(here.begin(household__size="1"), do="unknown")
    assert here.asked(page) == ["members.0.pay"]
    name = "members-0-pay"
    page = here.say(page, **{name: first, f"{name}-how": how, f"{name}-to": second})
    assert here.asked(page) != ["members.0.pay"]
    here.keep(page)
    (kept,) = here.kept()
    assert kept.facts["members"][0]["pay"] == bounds
    assert here.begin().fields(here.path)["members-0-pay-how"] == how.replace(
        "between", "between" if first else "at_most"
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"members-0-pay": "a little"}, "members-0-pay"),
        ({"members-0-pay": "30만", "members-0-pay-how": "between"}, "members-0-pay-to"),
        (
            {"members-0-pay": "9", "members-0-pay-how": "between", "members-0-pay-to": "3"},
            "members-0-pay",
        ),
    ],
)
def test_what_cannot_be_read_is_asked_again_and_nothing_is_lost(office, wrong, field):
    here = office()
    page = here.say(here.begin(household__size="1"), do="unknown")
    refused = here.say(page, status=422, **wrong)
    assert set(refused.errors) == {field}
    assert here.asked(refused) == ["members.0.pay"]
    assert refused.fields(here.path)["household-size"] == "1"
    assert here.asked(here.say(refused, do="back")) == ["care.needs_help"]


def test_what_is_wrong_elsewhere_is_shown_with_all_questions(office, visitor):
    here = office()
    form = here.begin(household__size="1").fields(here.path) | {"home-owned": "lots"}
    page = visitor.send(here.path, form, status=422)
    assert set(page.errors) == {"home-owned"}
    assert page.fields(here.path.removesuffix("/questions"))["household-size"] == "1"


def test_back_shows_the_question_before_with_its_answer(office):
    here = office()
    page = here.say(here.begin(household__size="1"), care__needs_help="yes")
    before = here.say(page, do="back")
    assert here.asked(before) == ["care.needs_help"]
    assert before.fields(here.path)["care-needs_help"] == "yes"
    first = here.say(before, do="back")
    assert here.asked(first) == ["household.size"]
    assert here.asked(here.say(first, household__size="1")) != ["household.size"]


def test_anything_said_may_be_changed(office, visitor):
    here = office()
    page = here.begin(household__size="1")
    form = page.fields(here.path) | {"show": "members.0.age"}
    page = visitor.send(here.path, form, status=200)
    assert here.asked(page) == ["members.0.age"]
    page = here.say(page, **{"members-0-age": "44"})
    assert "Basic pension" in page.main[page.main.index("This changed:") :]


def test_a_larger_household_is_asked_in_rows(office):
    here = office()
    page = here.begin(household__size="3")
    page = here.until(page, "members.1.age")
    assert here.asked(page) == ["members.1.age", "members.2.age"]
    assert "Person 2" in page.main
    page = here.say(page, **{"members-1-age": "40", "members-2-age": "9"})
    page = here.until(page, "members.2.school")
    assert here.asked(page) == ["members.2.school"]


def test_all_questions_on_one_page_have_what_was_said_and_lead_back(office, visitor):
    here = office()
    page = here.begin(household__size="1")
    form = page.fields(here.path) | {"do": "all", "care-needs_help": "no"}
    whole = visitor.post(here.path.removesuffix("/questions"), form, status=200)
    assert whole.fields()["care-needs_help"] == "no"
    assert "not kept yet" not in whole.main
    back = visitor.send(here.path, whole.fields(here.path.removesuffix("/questions")), status=200)
    assert here.asked(back) == ["members.0.pay"]


def test_a_sign_in_that_lapsed_loses_nothing(office, visitor):
    here = office()
    page = here.begin(household__size="1")
    form = page.fields(here.path) | {"do": "next", "care-needs_help": "no"}
    lapsed = visitor.lapse().send(here.path, form, status=401)
    kept = lapsed.find_all("input", name="kept")
    assert kept
    assert kept[0].attrib["value"]
    assert "needs_help" not in lapsed.path


def test_the_questions_ask_the_database_little_and_keep_no_answer(office, database):
    here = office()
    page = here.begin(household__size="1")
    with count_queries(database) as counted:
        page = here.say(page, care__needs_help="no")
    # Six of them are what every page may say above all: stopped, nobody on duty, new words.
    assert counted.total <= 31
    assert here.kept() == []


def test_without_consent_it_may_be_looked_at_and_not_kept(office):
    here = office(consents=(ConsentPurpose.PEER_HELP,))
    page = here.begin()
    assert "Nobody has agreed to a record" in page.main
    assert "Stop here and keep it" not in page.main
    here.say(page, do="save", status=409)


def test_a_second_time_only_what_is_open_is_asked(office, database, town_scope):
    here = office()
    with database.writing(town_scope) as session:
        an_assessment(session, here.resident, facts=said(income_gifts=None))
    page = here.begin()
    assert here.asked(page) == ["income.gifts"]
    assert "Said last time." in page.main


def test_keys_nobody_asks_lead_to_the_next_question(office, visitor):
    here = office()
    form = here.begin().fields(here.path)
    for wanted in ("members.99.age", "moon", "members..", "household.size care.score"):
        page = visitor.send(here.path, form | {"show": wanted}, status=200)
        assert "What is known so far" in page.main


def test_the_questions_are_asked_in_korean(office, visitor):
    here = office()
    visitor.read_in("ko")
    page = here.begin(household__size="1")
    assert "혼자서 일상생활을 하기 어려운 상태가" in page.main
    assert "한 번에 하나씩" in page.main
    assert "모름" in page.main


def test_yes_reads_the_same_on_the_button_and_in_what_was_understood(office, visitor):
    here = office()
    visitor.read_in("ko")
    page = here.until(here.begin(household__size="1"), "household.covered")
    assert "예 아니요" in page.main
    assert "네" not in page.main.split()
    after = here.say(page, household__covered="yes")
    assert "국적 기준 예" in after.main


@pytest.mark.parametrize(("language", "said"), [("en", "pay of 김하나"), ("ko", "김하나님의")])
def test_who_is_known_is_named_and_the_look_is_noted(
    office, visitor, database, town_scope, language, said
):
    here = office()
    with database.writing(town_scope) as session:
        child = a_person(session, name="김하나", birth_on=date(2010, 1, 1))
        home = find_membership(session, here.resident.id)
        assert home is not None
        session.add(
            HouseholdMember(
                town_id=home.town_id,
                household_id=home.household_id,
                person_id=child.id,
                role=HouseholdMemberRole.CHILD,
                from_on=TODAY,
            )
        )
    visitor.read_in(language)
    page = here.until(here.begin(), "members.1.pay")
    assert "김하나" in page.main
    after = here.say(page, **dict.fromkeys(("members-0-pay", "members-1-pay"), "0"))
    assert said in after.main
    for each in (page, after, visitor.get(here.path.removesuffix("/questions"))):
        assert "Person 2" not in each.main
        assert "2번째 사람" not in each.main
    with database.reading(town_scope) as session:
        looks = session.scalars(select(AccessLogEntry)).all()
    assert all({str(child.id), str(here.resident.id)} == set(each.person_ids) for each in looks)
