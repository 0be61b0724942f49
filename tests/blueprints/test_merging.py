"""Two records side by side, merged and taken back through the door."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.identity import SystemActor
from hopecare.domain.roles import Role
from hopecare.domain.runs import RunKind
from hopecare.queries.places import find_household
from hopecare.services.finish_run import finish_run
from hopecare.services.start_run import start_run
from models import KeptApart, Merge, Person
from tests.factories.desk import a_plan
from tests.factories.likenesses import BORN, HOME, KNOWN, LIKENESSES, PHONE
from tests.factories.people import a_consent, a_contact_point, a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries


class Two:
    """A social worker, and two records of one person in their centre."""

    def __init__(self, database, town_scope, visitor):
        self.database, self.scope, self.visitor = database, town_scope, visitor
        with database.writing(town_scope) as session:
            a_town(session)
            self.centre = a_centre(session)
            self.area = an_area(session, covered_by=self.centre)
            roles = (Role.SOCIAL_WORKER,)
            account = a_staff_account(session, roles=roles, centre=self.centre)
            self.first = self.resident(session, name=KNOWN, phone=PHONE, address=HOME)
        visitor.sign_in(account)

    def resident(self, session, *, centre=None, birth_on=BORN, **details):
        centre = centre or self.centre
        return a_resident(session, centre=centre, area=self.area, birth_on=birth_on, **details)

    def second(self, **details):
        with self.database.writing(self.scope) as session:
            details.setdefault("name", "김 다래")
            return self.resident(session, **details)

    def paths(self, second):
        aside = f"/residents/{self.first.id}/alike/{second.id}"
        return f"/residents/{self.first.id}/alike", aside

    def merged(self, second, **chosen):
        _, aside = self.paths(second)
        return self.visitor.follow(self.visitor.post(aside, chosen, on=aside))


@pytest.fixture
def two(database, town_scope, visitor):
    return Two(database, town_scope, visitor)


@pytest.mark.parametrize("alike", LIKENESSES.values(), ids=LIKENESSES)
def test_a_second_record_is_found_with_its_reasons(two, alike):
    second = two.second(
        name=alike.name,
        phone=alike.phone,
        birth_on=alike.birth_on,
        address=alike.address or "경기도 남양주시 다른길 9",
    )
    alike_page, aside = two.paths(second)
    page = two.visitor.get(alike_page)
    assert aside in page.links
    assert alike.says in page.main
    assert alike.says in two.visitor.get(aside).main


@pytest.mark.parametrize("language", ["en", "ko"])
def test_two_records_become_one_page_one_search_and_one_row(two, language):
    second = two.second(phone="+821000004712")
    visitor = two.visitor.read_in(language)
    page = two.merged(second)
    assert f"/residents/{two.first.id}" == page.path
    assert "010-0000-4711" in page.main
    assert "010-0000-4712" in page.main
    listed = visitor.get("/residents")
    assert f"/residents/{second.id}" not in listed.links
    assert f"/residents/{two.first.id}" in visitor.get("/residents?q=010-0000-4712").links
    led = visitor.follow(visitor.get(f"/residents/{second.id}", status=303))
    assert led.path == page.path


def test_a_chosen_word_of_the_other_record_stands(two):
    second = two.second(romanised="Kim Darae", birth_on=None)
    _, aside = two.paths(second)
    compared = two.visitor.get(aside)
    assert "Kim Darae" in compared.main
    page = two.merged(second, from_other=["full_name", "romanised"])
    assert page.h1 == "김 다래"
    assert "Kim Darae" in page.main


def test_a_merge_is_undone_on_the_page(two):
    second = two.second()
    two.merged(second)
    alike_page, _ = two.paths(second)
    merge_id = two.visitor.get(alike_page).form().attrib["action"].split("/")[-2]
    path = f"/residents/{two.first.id}/merges/{merge_id}/undo"
    page = two.visitor.follow(two.visitor.post(path, on=alike_page))
    assert page.path == f"/residents/{second.id}"
    assert page.h1 == "김 다래"


def test_one_plan_is_chosen_of_two(two):
    second = two.second()
    with two.database.writing(two.scope) as session:
        for each in (two.first, second):
            a_plan(session, session.get_one(Person, each.id))
    _, aside = two.paths(second)
    assert "Which check-ins go on?" in two.visitor.get(aside).main
    assert two.merged(second).path == f"/residents/{two.first.id}"


def test_what_stands_in_the_way_is_said_and_nothing_is_merged(two):
    second = two.second()
    with two.database.writing(two.scope) as session:
        withdrawn = ConsentAct.WITHDRAWN
        a_consent(session, second, ConsentPurpose.KEEP_RECORD, act=withdrawn)
    _, aside = two.paths(second)
    page = two.visitor.get(aside)
    assert "Ask them again" in page.main
    assert "Merge them" not in page.main


def test_two_people_are_kept_apart(two):
    second = two.second()
    alike_page, aside = two.paths(second)
    page = two.visitor.follow(two.visitor.post(f"{aside}/apart", on=aside))
    assert page.path == alike_page
    assert "Somebody looked: not the same person" in page.main
    with two.database.reading(two.scope) as session:
        assert session.scalar(select(func.count()).select_from(KeptApart)) == 1


def test_of_another_centres_record_only_the_centre_is_said(two):
    with two.database.writing(two.scope) as session:
        south = a_centre(session, name_en="South Centre")
        second = two.resident(session, name="김 다래", centre=south)
    alike_page, aside = two.paths(second)
    page = two.visitor.get(alike_page)
    assert "Known to South Centre" in page.main
    assert aside not in page.links
    two.visitor.get(aside, status=403)
    with two.database.writing(two.scope) as session:
        everywhere = a_staff_account(session, roles=(Role.SOCIAL_WORKER,))
        assert session.scalars(select(Merge)).all() == []
    two.visitor.sign_in(everywhere)
    assert "Two centres know them" in two.visitor.get(aside).main
    assert two.merged(second).path == f"/residents/{two.first.id}"


def test_a_yes_of_the_other_record_that_ends_stands_on_the_list(two):
    second = two.second(name="Kim Darae")
    with two.database.writing(two.scope) as session:
        later, ends_on = NOW + timedelta(seconds=1), TODAY + timedelta(days=5)
        a_consent(session, second, ConsentPurpose.PEER_HELP, at=later, expires_on=ends_on)
    two.merged(second)
    page = two.visitor.get("/consents")
    assert f"/residents/{two.first.id}/consents" in page.links
    assert "Kim Darae" not in page.main


def test_somebody_who_was_faster_is_not_overwritten(two):
    second = two.second()
    _, aside = two.paths(second)
    fields = two.visitor.get(aside).fields(aside)
    with two.database.writing(two.scope) as session:
        session.get_one(Person, second.id).note = "새 소식"
    two.visitor.post(aside, fields, status=409)


def _new_number(session, two, second):
    a_contact_point(session, session.get_one(Person, second.id), phone="+821000007777")


def _moved_house(session, two, second):
    home = find_household(session, two.first.id)
    assert home is not None
    home.address = "경기도 남양주시 다른길 9"


def _withdrew(session, two, second):
    person = session.get_one(Person, second.id)
    a_consent(session, person, ConsentPurpose.CHECK_INS, act=ConsentAct.WITHDRAWN)


def _planned(session, two, second):
    a_plan(session, session.get_one(Person, two.first.id))


@pytest.mark.parametrize("change", [_new_number, _moved_house, _withdrew, _planned])
def test_what_changed_beside_the_records_is_looked_at_first(two, change):
    second = two.second()
    _, aside = two.paths(second)
    fields = two.visitor.get(aside).fields(aside)
    with two.database.writing(two.scope) as session:
        change(session, two, second)
    two.visitor.send(aside, fields, status=409)
    with two.database.reading(two.scope) as session:
        assert session.scalars(select(Merge)).all() == []
    two.merged(second)


def test_looks_at_a_merged_record_are_looks_at_the_one_person(two, visitor):
    second = two.second()
    visitor.get(f"/residents/{second.id}")
    two.merged(second)
    with two.database.writing(two.scope) as session:
        administrator = a_staff_account(session, roles=(Role.ADMINISTRATOR,))
    visitor.sign_in(administrator)
    only = visitor.get(f"/access-log?person_id={two.first.id}")
    looks = [visitor.get(link).main for link in only.links if link.startswith("/access-log/")]
    assert any(second.full_name in look and KNOWN not in look for look in looks)


def test_the_page_of_an_import_leads_to_who_may_be_known(two):
    second = two.second(name="Kim Darae", phone=PHONE)
    row = {
        "line": 7,
        "person_id": str(second.id),
        "known_line": None,
        "reasons": ["same_phone", "same_name_in_letters"],
    }
    with two.database.writing(two.scope) as session:
        boss = a_staff_account(session, centre=two.centre)
        kind, by = RunKind.IMPORT_RESIDENTS, SystemActor(name="test")
        run = start_run(session, town_id=two.first.town_id, kind=kind, total=1, by=by, now=NOW)
        details = {"rows": [], "look_at": [row]}
        finish_run(session, run_id=run.id, result={}, now=NOW, failed=False, details=details)
    two.visitor.sign_in(boss)
    page = two.visitor.get(f"/runs/{run.id}")
    assert "The same telephone, The same name in another spelling" in page.main
    (link,) = (each for each in page.links if each.endswith("/alike"))
    assert KNOWN in two.visitor.get(link).main


def test_looking_asks_no_more_for_many_likenesses(two):
    second = two.second()
    alike_page, _ = two.paths(second)
    with count_queries(two.database) as few:
        two.visitor.get(alike_page)
    for _ in range(6):
        two.second()
    with count_queries(two.database) as many:
        two.visitor.get(alike_page)
    assert many.total == few.total


def test_looking_asks_no_more_for_many_merged_records(two):
    two.merged(two.second())
    alike_page = f"/residents/{two.first.id}/alike"
    with count_queries(two.database) as few:
        two.visitor.get(alike_page)
    for count in range(3):
        two.merged(two.second(phone=f"+82100000880{count}"))
    with count_queries(two.database) as many:
        page = two.visitor.get(alike_page)
    assert many.total == few.total
    assert len([each for each in page.find_all("form") if "/undo" in each.attrib["action"]]) == 1
