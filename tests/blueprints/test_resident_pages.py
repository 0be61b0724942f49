"""A resident through the door: opened with consent, changed, reached safely, and mourned."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.people import HelperWish
from hopecare.queries.candidates import candidates_for
from hopecare.standing_consents import agrees_to
from models import (
    AccessLogEntry,
    ContactPoint,
    ContactSafetyRule,
    Household,
    Message,
    OtherContact,
    Person,
    VolunteerProfile,
)
from tests.factories.assessments import an_assessment
from tests.factories.cases import a_case, a_need
from tests.factories.desk import a_plan
from tests.factories.offers import a_task
from tests.factories.people import a_phone, a_resident, a_staff_account
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import Visitor, count_queries


class Desk:
    """A coordinator at work, a district, and a resident."""

    def __init__(self, database, town_scope, visitor):
        self.database, self.scope, self.visitor = database, town_scope, visitor
        with database.writing(town_scope) as session:
            a_town(session)
            self.centre, self.other = a_centre(session), a_centre(session, name="남부희망케어센터")
            self.area = an_area(session, covered_by=self.centre)
            self.account = a_staff_account(session, centre=self.centre)
            self.resident = a_resident(session, centre=self.centre, area=self.area)
        visitor.sign_in(self.account)

    @property
    def path(self):
        return f"/residents/{self.resident.id}"

    def rows(self, kind):
        with self.database.reading(self.scope) as session:
            return session.scalars(select(kind)).all()

    def person(self, name):
        return next(each for each in self.rows(Person) if each.full_name == name)


@pytest.fixture
def at_desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor)


def _opening(at_desk, **changed):
    return {
        "full_name": "남온새",
        "area_id": at_desk.area.id,
        "address": "남양주시 가람로 7",
        "phone": "010-0000-7777",
        "purposes": ["keep_record", "check_ins"],
        "form": "paper",
        **changed,
    }


def test_a_report_becomes_a_resident_with_consent(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        report = a_report(session, name="남온새", centre=at_desk.centre, area=at_desk.area)
    on = f"/residents/new?report_id={report.id}"
    assert at_desk.visitor.get(on).fields("/residents/new")["full_name"] == "남온새"
    opened = at_desk.visitor.post("/residents/new", _opening(at_desk), on=on)
    page = at_desk.visitor.follow(opened)
    assert page.h1 == "남온새"
    assert "010-0000-7777" in page.text
    with at_desk.database.reading(at_desk.scope) as session:
        agreed = agrees_to(session, at_desk.person("남온새").id, TODAY)
    assert agreed == {ConsentPurpose.KEEP_RECORD, ConsentPurpose.CHECK_INS}
    assert (
        f"/residents/{at_desk.person('남온새').id}"
        in at_desk.visitor.get(f"/reports/{report.id}").links
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"purposes": ["check_ins"]}, "purposes", id="no yes to a record"),
        pytest.param({"form": "interpreter"}, "consent_words", id="no interpreter named"),
        pytest.param({"form": "proxy", "proxy_name": "임"}, "consent_words", id="no paper seen"),
        pytest.param({"full_name": ""}, "full_name", id="no name"),
        pytest.param({"full_name": "남🙏"}, "full_name", id="an emoji in a name"),
        pytest.param({"birth_on": "2050-01-01"}, "birth_on", id="born in the future"),
        pytest.param({"phone": "1234"}, "phone", id="a wrong phone"),
        pytest.param({"area_id": ""}, "area_id", id="no district"),
        pytest.param({"note": "x" * 10_000_000}, "note", id="a ten megabyte note"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(at_desk, changed, field):
    told = _opening(at_desk, **changed)
    page = at_desk.visitor.post("/residents/new", told, status=422)
    assert list(page.errors) == [field]
    assert page.fields("/residents/new")["address"] == "남양주시 가람로 7"
    assert [person.full_name for person in at_desk.rows(Person)].count("남온새") == 0


def test_a_proxys_answer_without_a_proxy_is_said_beside_the_field(at_desk):
    path = f"{at_desk.path}/consents"
    said = {"purposes": ["check_ins"], "form": "proxy", "consent_words": "후견 결정문"}
    page = at_desk.visitor.post(path, said, status=422)
    assert list(page.errors) == ["proxy_id"]
    assert page.find("select", id="proxy_id") is not None


def test_somebody_known_is_pointed_out_while_opening(at_desk):
    told = _opening(at_desk, full_name="김 다래", purposes=["check_ins"])
    page = at_desk.visitor.post("/residents/new", told, status=422)
    assert at_desk.path in page.links


def test_residents_are_found_by_name_number_and_district(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        a_resident(session, name="하돌", centre=at_desk.centre, phone="+821000004711")
        a_resident(session, name="문이슬", centre=at_desk.other)
    page = at_desk.visitor.get("/residents")
    assert "하돌" in page.main
    assert "김다래" in page.main
    assert "문이슬" not in page.main
    assert "김다래" not in at_desk.visitor.get("/residents?q=하").main
    assert "하돌" in at_desk.visitor.get("/residents?q=01000004711").main
    assert "하돌" not in at_desk.visitor.get(f"/residents?area_id={at_desk.area.id}").main


@pytest.mark.parametrize(
    ("language", "centre"), [("en", "East Centre"), ("ko", "동부희망케어센터")]
)
def test_the_list_names_a_centre_in_the_readers_language(at_desk, language, centre):
    listed = at_desk.visitor.read_in(language).get("/residents").main
    assert centre in listed
    assert ("희망케어센터" in listed) == (language == "ko")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_of_a_resident_shows_one_timeline_and_is_logged(at_desk, language):
    with at_desk.database.writing(at_desk.scope) as session:
        a_case(session, resident=at_desk.resident, centre=at_desk.centre)
    page = at_desk.visitor.read_in(language).get(at_desk.path)
    assert page.h1 == "김다래"
    assert page.find("ol", class_="timeline") is not None
    looks = at_desk.rows(AccessLogEntry)
    assert str(at_desk.resident.id) in looks[-1].person_ids


def test_a_resident_of_another_centre_is_not_open(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        other = a_resident(session, centre=at_desk.other)
    for path in ("", "/edit", "/consents", "/reach", "/death"):
        at_desk.visitor.get(f"/residents/{other.id}{path}", status=403)


def test_whoever_saves_second_sees_both_and_nothing_is_overwritten(at_desk, app):
    path = f"{at_desk.path}/edit"
    second = Visitor(app).sign_in(at_desk.account)
    mine = second.get(path).fields(path)
    at_desk.visitor.post(path, {"full_name": "김달래"})
    mine["note"] = "개가 있어요"
    mine["full_name"] = "김단비"
    page = second.send(path, mine, status=409)
    assert "김달래" in page.text
    assert "김단비" in page.text
    assert at_desk.person("김달래").note is None


def test_consent_is_recorded_and_withdrawn(at_desk):
    path, visitor = f"{at_desk.path}/consents", at_desk.visitor
    before = visitor.get(path).main
    assert "Check-ins stop at once." in before
    assert "check-ins, offers, sharing or keyholders" not in before
    visitor.post(f"{path}/withdraw", on=path)
    assert "withdrawn on" in visitor.get(path).main
    said_no = {"purposes": ["peer_help"], "agrees": "no", "form": "voice"}
    visitor.post(path, said_no)
    with at_desk.database.reading(at_desk.scope) as session:
        agreed = agrees_to(session, at_desk.resident.id, TODAY)
    assert ConsentPurpose.PEER_HELP not in agreed
    page = visitor.get(at_desk.path)
    assert "Consent withdrawn" in page.text


@pytest.mark.parametrize(
    ("purposes", "says"),
    [
        (["peer_help"], "Stopped now: help by neighbours (1)."),
        (["check_ins", "peer_help"], "Stopped now: check-ins, help by neighbours (1)."),
        (["keep_record"], "Stopped now: check-ins, help by neighbours (1), the case."),
        (["share_with_agency"], "Nothing was going on that rested on it."),
    ],
)
@pytest.mark.parametrize("door", ["refused", "withdrawn"])
def test_a_no_says_what_it_has_stopped(at_desk, purposes, says, door):
    with at_desk.database.writing(at_desk.scope) as session:
        a_plan(session, at_desk.resident)
        case = a_case(session, resident=at_desk.resident, centre=at_desk.centre)
        a_task(session, a_need(session, case=case), neighbours(session, 1)[0])
    path, visitor = f"{at_desk.path}/consents", at_desk.visitor
    if door == "withdrawn" and len(purposes) == 1:
        sent = visitor.post(f"{path}/withdraw", {"purpose": purposes[0]}, on=path)
    else:
        sent = visitor.post(path, {"purposes": purposes, "agrees": "no", "form": "voice"})
    assert says in visitor.follow(sent).main


def test_a_yes_stops_nothing(at_desk):
    path = f"{at_desk.path}/consents"
    sent = at_desk.visitor.post(path, {"purposes": ["peer_help"], "form": "voice"})
    assert "It is written down." in (page := at_desk.visitor.follow(sent)).main
    assert "Stopped" not in page.main


def test_numbers_safety_home_and_contacts_are_changed(at_desk):
    path, visitor = f"{at_desk.path}/reach", at_desk.visitor
    visitor.post(f"{at_desk.path}/phones", {"phone": "010-0000-1234"}, on=path)
    visitor.post(
        f"{at_desk.path}/safety",
        {"channel": "sms", "forbidden": "yes", "note": "남편이 봅니다"},
        on=path,
    )
    visitor.post(f"{at_desk.path}/home", {"area_id": at_desk.area.id, "address": "새집 3"}, on=path)
    keyholder = {"kind": "keyholder", "name": "이이웃", "contact_phone": "010-0000-5678"}
    visitor.post(f"{at_desk.path}/contacts", keyholder, on=path)
    visitor.post(f"{at_desk.path}/relatives", {"relation": "sibling"}, on=path)
    page = visitor.get(at_desk.path)
    assert "Brother or sister" in page.text
    for words in ("010-0000-1234", "남편이 봅니다", "새집 3", "이이웃", "010-0000-5678"):
        assert words in page.text
    assert "Unsafe to contact" in page.text
    assert len(at_desk.rows(Household)) == 2


def test_what_no_longer_holds_ends_and_stays_in_the_past(at_desk):
    path, visitor = f"{at_desk.path}/reach", at_desk.visitor
    visitor.post(f"{at_desk.path}/safety", {"neutral_only": "yes"}, on=path)
    visitor.post(f"{at_desk.path}/contacts", {"kind": "family", "name": "하솔"}, on=path)
    rule, contact = at_desk.rows(ContactSafetyRule)[0], at_desk.rows(OtherContact)[0]
    point = next(p for p in at_desk.rows(ContactPoint) if p.person_id == at_desk.resident.id)
    for what in (f"safety/{rule.id}", f"contacts/{contact.id}", f"phones/{point.id}"):
        visitor.post(f"{at_desk.path}/{what}/end", on=path)
    page = visitor.get(at_desk.path)
    assert "Unsafe to contact" not in page.text
    assert "No telephone" in page.text


@pytest.mark.parametrize(
    ("act", "told", "field"),
    [
        pytest.param("phones", {"phone": "x"}, "phone", id="no number"),
        pytest.param("safety", {}, "forbidden", id="nothing to mind"),
        pytest.param("safety", {"safe_from": "09:00"}, "safe_until", id="one hour only"),
        pytest.param("contacts", {"kind": "family"}, "name", id="nobody named"),
        pytest.param("home", {}, "area_id", id="no district"),
    ],
)
def test_a_wrong_change_is_said_beside_its_field(at_desk, act, told, field):
    path = f"{at_desk.path}/reach"
    page = at_desk.visitor.post(f"{at_desk.path}/{act}", told, on=path, status=422)
    assert list(page.errors) == [field]


def test_a_death_is_written_down_and_undone(at_desk):
    path, visitor = f"{at_desk.path}/death", at_desk.visitor
    refused = visitor.post(path, {"died_on": "2050-01-01", "sure": "yes"}, status=422)
    assert list(refused.errors) == ["died_on"]
    visitor.post(path, {"died_on": TODAY.isoformat(), "sure": "yes"})
    page = visitor.get(at_desk.path)
    assert "Has died on" in page.text
    assert "김다래" not in visitor.get("/residents").main
    assert "김다래" in visitor.get("/residents?standing=died").main
    visitor.post(f"{path}/undo", on=at_desk.path)
    assert at_desk.person("김다래").died_on is None
    undone = visitor.get(f"{path}/undone")
    assert "Calls to make" in undone.main
    assert undone.main.count("김다래") > 1


def test_what_does_not_come_back_is_listed_with_its_reason(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        resident = session.get_one(Person, at_desk.resident.id)
        helper = neighbours(session, 1, centre=at_desk.centre)[0]
        a_task(session, a_need(session, case=a_case(session, resident=resident)), helper)
    path, visitor = f"{at_desk.path}/death", at_desk.visitor
    visitor.get(f"{path}/undone", status=404)
    visitor.post(path, {"died_on": TODAY.isoformat(), "sure": "yes"})
    with at_desk.database.writing(at_desk.scope) as session:
        profile = select(VolunteerProfile).where(VolunteerProfile.person_id == helper.id)
        session.scalars(profile).one().suspended_at = NOW
    visitor.post(f"{path}/undo", on=at_desk.path)
    listed = visitor.get(f"{path}/undone").main
    assert "the helper cannot go on with it" in listed
    assert helper.full_name in listed


def test_the_page_asks_no_more_for_a_long_history(at_desk):
    with count_queries(at_desk.database) as few:
        at_desk.visitor.get(at_desk.path)
    path = f"{at_desk.path}/reach"
    for _ in range(4):
        at_desk.visitor.post(f"{at_desk.path}/phones", {"phone": a_phone()}, on=path)
    with at_desk.database.writing(at_desk.scope) as session:
        a_case(session, resident=at_desk.resident, centre=at_desk.centre, now=NOW)
    with count_queries(at_desk.database) as many:
        at_desk.visitor.get(at_desk.path)
    assert many.total == few.total
    assert many.total <= 44


def test_a_resident_may_refuse_a_helper_and_think_again(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        helper = neighbours(session, 1, centre=at_desk.centre)[0]
        need = a_need(session, case=a_case(session, resident=at_desk.resident))
    page, visitor = f"{at_desk.path}/helpers", at_desk.visitor
    assert page in visitor.get(at_desk.path).links
    found = f"{page}?q={helper.full_name}"
    visitor.post(f"{page}/{helper.id}/refuse", {}, on=found)
    with at_desk.database.reading(at_desk.scope) as session:
        assert candidates_for(session, need, now=NOW).excluded_by == {Rule.REFUSED: 1}
    visitor.post(f"{page}/{helper.id}/allow", {}, on=page)
    with at_desk.database.reading(at_desk.scope) as session:
        assert [each.helper_id for each in candidates_for(session, need, now=NOW).candidates] == [
            helper.id
        ]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (HelperWish.NOBODY_OF_BUILDING, "Nobody of the same building is asked"),
        (HelperWish.ONLY_STRANGERS, "Nobody who knows them is asked"),
        (HelperWish.MAY_BE_NAMED, "Whoever is asked may read on their page"),
    ],
)
def test_a_wish_about_helpers_is_told_and_taken_back(at_desk, wish, said):
    page = f"{at_desk.path}/helpers"
    assert said not in at_desk.visitor.get(page).main
    told = at_desk.visitor.post(f"{page}/wish", {"wish": wish.value, "holds": "yes"}, on=page)
    assert said in at_desk.visitor.follow(told).main
    at_desk.visitor.post(f"{page}/wish", {"wish": wish.value, "holds": "no"}, on=page)
    assert not getattr(at_desk.person(at_desk.resident.full_name), wish.value)


def test_a_wish_for_no_colleagues_says_that_it_needs_the_workplace_and_is_kept_with_it(at_desk):
    page = f"{at_desk.path}/helpers"
    wish = {"nobody_of_workplace": "yes"}
    at_desk.visitor.post(f"{page}/workplace", {"workplace": "", **wish}, on=page)
    seen = at_desk.visitor.get(page)
    assert "It has no effect until the workplace is written down" in seen.main
    assert "Nobody of the same workplace is asked" not in seen.main
    assert "checked" in next(
        each.attrib for each in seen.find_all("input") if each.attrib.get("id") in wish
    )
    at_desk.visitor.post(f"{page}/workplace", {"workplace": "가람상회", **wish}, on=page)
    assert "Nobody of the same workplace is asked" in at_desk.visitor.get(page).main
    person = at_desk.person(at_desk.resident.full_name)
    assert (person.workplace, person.nobody_of_workplace) == ("가람상회", True)
    at_desk.visitor.post(
        f"{page}/workplace", {"workplace": "가람상회", "nobody_of_workplace": ""}, on=page
    )
    assert "Colleagues may be asked." in at_desk.visitor.get(page).main


def test_where_a_resident_works_is_kept_encrypted_and_forgotten_when_emptied(at_desk):
    page = f"{at_desk.path}/helpers"
    at_desk.visitor.post(f"{page}/workplace", {"workplace": "(주)한빛식품"}, on=page)
    person = at_desk.person(at_desk.resident.full_name)
    assert person.workplace == "(주)한빛식품"
    assert person.workplace_index not in (None, person.workplace)
    with at_desk.database.reading(at_desk.scope) as session:
        raw = session.scalars(
            select(type_coerce(Person.workplace, LargeBinary())).where(Person.id == person.id)
        ).one()
    assert "한빛".encode() not in bytes(raw)
    at_desk.visitor.post(f"{page}/workplace", {"workplace": ""}, on=page)
    person = at_desk.person(at_desk.resident.full_name)
    assert (person.workplace, person.workplace_index) == (None, None)


def test_the_next_step_is_shown_and_then_what_is_missed(at_desk):
    page = at_desk.visitor.get(at_desk.path)
    assert "What comes next" in page.main
    with at_desk.database.writing(at_desk.scope) as session:
        an_assessment(session, at_desk.resident)
        a_case(session, resident=at_desk.resident)
    page = at_desk.visitor.get(at_desk.path)
    assert "What comes next" not in page.main
    assert "missed benefit" in page.main


def test_whoever_helps_hears_that_they_have_moved(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        [helper] = neighbours(session, 1)
        resident = session.get_one(Person, at_desk.resident.id)
        a_task(session, a_need(session, case=a_case(session, resident=resident)), helper)
    home = {"area_id": at_desk.area.id, "address": "새집 3"}
    at_desk.visitor.post(f"{at_desk.path}/home", home, on=f"{at_desk.path}/reach")
    assert any("이사하셨어요" in (message.body or "") for message in at_desk.rows(Message))
