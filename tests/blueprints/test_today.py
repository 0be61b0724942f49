"""The page a working day begins with: people first, every number leads to exactly its rows."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

import pytest
from sqlalchemy import select

from blueprints.coordination.today_sections import COORDINATORS_DAY, SHOWN
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import NeedStatus, SlotStatus, TaskStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.needs import NeedKind
from hopecare.domain.offers import VisitResult
from hopecare.domain.people import AgeBand
from hopecare.domain.roles import Role
from hopecare.domain.urgency import Urgency
from hopecare.queries.needs import needs_of_case
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.log_visit import VisitMade, log_visit
from models import AccessLogEntry, Case, Centre, ConsentEntry, Person, Task
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY, a_case, a_wish
from tests.factories.crises import a_crisis
from tests.factories.desk import a_call_task, a_duty, a_plan, a_reply, a_slot, an_alert
from tests.factories.offers import a_task
from tests.factories.people import (
    a_consent,
    a_phone,
    a_resident,
    a_staff_account,
    wants_no_texts,
)
from tests.factories.referrals import a_referral
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries, said_by

SECTIONS = {each.name for each in COORDINATORS_DAY}


@pytest.fixture
def centres(database, town_scope):
    """Two centres with a little of everything each."""
    with database.writing(town_scope) as session:
        a_town(session)
        centres = [a_centre(session, name=name) for name in ("동부", "서부")]
        for centre in centres:
            _fill(session, centre)
    return centres


def _fill(session, centre):
    area = an_area(session, covered_by=centre)
    a_report(session, centre=centre, urgency=Urgency.CRISIS)
    a_report(session, centre=centre)
    residents = [a_resident(session, centre=centre, area=area) for _ in range(4)]
    for resident, status in zip(
        residents,
        (SlotStatus.SILENT, SlotStatus.HELP_ASKED, SlotStatus.WAITING, SlotStatus.ANSWERED),
        strict=True,
    ):
        a_slot(session, resident, status=status)
    plan = a_plan(session, residents[0])
    yesterday = NOW - timedelta(days=1)
    a_slot(session, residents[0], status=SlotStatus.SILENT, due_at=yesterday, plan=plan)
    an_alert(session, residents[0])
    a_call_task(session, residents[1])
    case = a_case(session, resident=residents[2], centre=centre, needs=(a_wish(),) * 3)
    a_referral(session, case=case).answer_due_on = TODAY - timedelta(days=1)
    a_crisis(session, case=case)
    untaken, given_back, taken = needs_of_case(session, case.id)
    helpers = neighbours(session, 2, centre=centre, area=area)
    a_task(session, taken, helpers[0])
    task = a_task(session, given_back, helpers[1])
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=NOW)
    a_consent(session, residents[2], ConsentPurpose.SHARE_WITH_AGENCY, expires_on=TODAY)
    assert untaken.status is NeedStatus.OPEN
    waits = a_case(session, resident=residents[3], centre=centre)
    late = an_application(session, case=waits, bridge=NeedKind.KNOCK, now=NOW - timedelta(days=40))
    its_submission(session, late, on=TODAY - timedelta(days=40))
    a_reply(session, from_number=a_phone(), person=residents[3])
    texts_no_more = a_resident(session, phone=a_phone(), centre=centre, area=area)
    a_plan(session, texts_no_more, channel=Channel.SMS)
    wants_no_texts(session, texts_no_more)
    a_plan(session, a_resident(session, centre=centre, area=area)).moved_over_at = NOW


@pytest.fixture
def coordinator(database, town_scope, centres):
    with database.writing(town_scope) as session:
        return a_staff_account(session, roles=(Role.COORDINATOR,), centre=centres[0])


def _inside(element, tag, name):
    return [each for each in element.iter(tag) if name in each.attrib.get("class", "").split()]


def _see_all(page):
    """Each section's link: its heading's id, its number and where it leads."""
    found = {}
    for section in page.find_all("section", class_="people"):
        link = _inside(section, "a", "see-all")[0]
        number = _inside(section, "span", "people-number")[0]
        found[section.attrib["aria-labelledby"]] = (int(said_by(number)), link.attrib["href"])
    return found


def _people(page, name):
    """The rows of one section, as said."""
    for section in page.find_all("section", class_="people"):
        if section.attrib["aria-labelledby"] == name:
            return _inside(section, "a", "person-line")
    return []


def test_every_number_leads_to_exactly_the_rows_it_counts(visitor, coordinator):
    visitor.sign_in(coordinator)
    today = visitor.get("/today")
    numbers = [
        (int(said_by(each.find("span"))), each.attrib["href"])
        for each in today.find_all("a", class_="stat")
    ]
    sections = _see_all(today)
    assert set(sections) == SECTIONS
    assert len(numbers) >= 6
    for number, href in [*numbers, *sections.values()]:
        assert _rows(visitor.get(href)) == number, href


def test_help_that_was_given_back_says_since_when_and_not_how_long_it_waits(visitor, coordinator):
    visitor.sign_in(coordinator)
    assert "given back just now" in visitor.get("/today").main


def test_the_first_of_each_section_are_shown_with_one_way_on(visitor, coordinator):
    visitor.sign_in(coordinator)
    today = visitor.get("/today")
    for name, (number, _href) in _see_all(today).items():
        rows = _people(today, name)
        assert len(rows) == min(number, SHOWN), name
        for row in rows:
            assert visitor.get(row.attrib["href"]).answer.status_code == HTTPStatus.OK, name


def test_a_person_is_called_as_they_wish_and_their_district_stands_beside(
    database, town_scope, visitor, coordinator, centres
):
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, centres[0].id)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, name="김소나무", centre=centre, area=area)
        resident.called = "소나무 할머니"
        a_slot(session, resident, status=SlotStatus.SILENT, due_at=NOW - timedelta(days=3))
    rows = [
        said_by(row) for row in _people(visitor.sign_in(coordinator).get("/today"), "check-ins")
    ]
    ours = next(row for row in rows if "소나무 할머니" in row)
    assert "Jinjeop-eup" in ours
    assert "No answer yet" in ours
    assert "3 days ago" in ours
    assert "김소나무" not in ours


def test_more_than_five_are_counted_and_not_shown(
    database, town_scope, visitor, coordinator, centres
):
    with database.writing(town_scope) as session:
        for _ in range(7):
            an_alert(session, a_resident(session, centre=session.get_one(Centre, centres[0].id)))
    today = visitor.sign_in(coordinator).get("/today")
    assert _see_all(today)["alerts"][0] == 8
    assert len(_people(today, "alerts")) == SHOWN


def test_whoever_is_most_fragile_is_rung_first(database, town_scope, visitor, coordinator, centres):
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, centres[0].id)
        young, old, sick, asked = (
            a_resident(session, name=name, centre=centre)
            for name in ("젊음", "나이", "위기", "도움")
        )
        young.age_band, old.age_band = AgeBand.ADULT.value, AgeBand.OLDEST.value
        a_case(session, resident=sick, centre=centre, urgency=Urgency.CRISIS)
        for count, person in enumerate((young, old, sick)):
            a_call_task(session, person, due_at=NOW - timedelta(hours=9 - count))
        a_call_task(session, asked, kind=CallTaskKind.HELP_ASKED)
        a_call_task(session, young, due_at=NOW + timedelta(days=2))
        wanted = [person.called for person in (asked, sick, old, young)]
    rows = _people(visitor.sign_in(coordinator).get("/today"), "calls")
    shown = [said_by(row.find(".//strong")) for row in rows]
    assert [name for name in shown if name in wanted] == wanted


def test_a_crisis_that_goes_on_is_rung_first_whatever_the_case_says_and_the_order_is_said(
    database, town_scope, visitor, coordinator, centres
):
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, centres[0].id)
        old, found = (a_resident(session, name=name, centre=centre) for name in ("나이", "쓰러짐"))
        old.age_band = AgeBand.OLDEST.value
        a_crisis(session, case=a_case(session, resident=found, centre=centre))
        for count, person in enumerate((old, found)):
            a_call_task(session, person, due_at=NOW - timedelta(hours=9 - count))
        wanted = [person.called for person in (found, old)]
    today = visitor.sign_in(coordinator).get("/today")
    shown = [said_by(row.find(".//strong")) for row in _people(today, "calls")]
    assert [name for name in shown if name in wanted] == wanted
    assert "is in a crisis comes first" in today.main


@pytest.mark.parametrize("minutes", [-10, 10], ids=["23:50", "00:10"])
def test_the_evening_is_seen_on_both_sides_of_midnight(
    database, town_scope, visitor, coordinator, centres, minutes
):
    midnight = NOW + timedelta(hours=14)
    visitor.clock.at = midnight + timedelta(minutes=minutes)
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="새벽", centre=session.get_one(Centre, centres[0].id))
        resident.called = "새벽님"
        a_call_task(session, resident, due_at=midnight + timedelta(minutes=26))
        a_slot(session, resident, due_at=midnight - timedelta(minutes=30))
    today = visitor.sign_in(coordinator).get("/today")
    (row,) = [said_by(each) for each in _people(today, "calls") if "새벽님" in said_by(each)]
    assert "12:26 am" in row
    waiting = next(
        each for each in today.find_all("a", class_="stat") if "status=waiting" in each.get("href")
    )
    assert int(said_by(waiting.find("span"))) == _rows(visitor.get(waiting.get("href"))) == 2
    assert "tomorrow" not in visitor.get("/call-tasks").main


def test_a_new_helper_is_introduced_until_they_have_met(
    database, town_scope, visitor, coordinator, centres
):
    visitor.sign_in(coordinator)
    today = visitor.get("/today")
    assert ["said yes" in said_by(row) for row in _people(today, "new-helpers")] == [True]
    with database.writing(town_scope) as session:
        task = session.scalars(
            select(Task)
            .join(Case)
            .where(Case.centre_id == centres[0].id, Task.status == TaskStatus.ACTIVE)
        ).one()
        visit = VisitMade(visited_at=NOW, minutes=30, result=VisitResult.MET)
        log_visit(session, task_id=task.id, made=visit, by=BY, now=NOW)
    assert _people(visitor.get("/today"), "new-helpers") == []


def test_one_person_with_five_consents_is_one_row(
    database, town_scope, visitor, coordinator, centres
):
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, centres[0].id)
        one, other = (
            a_resident(session, name=name, centre=centre, consents=()) for name in ("하나", "다른")
        )
        one.called, other.called = "하나님", "다른님"
        for purpose in ConsentPurpose:
            for person in (one, other):
                a_consent(session, person, purpose, expires_on=TODAY + timedelta(days=3))
    today = visitor.sign_in(coordinator).get("/today")
    rows = [said_by(row) for row in _people(today, "consents")]
    assert [len([row for row in rows if name in row]) for name in ("하나님", "다른님")] == [1, 1]
    row = next(each for each in rows if "하나님" in each)
    assert "Check-ins" in row
    assert "Help by neighbours" in row
    assert _see_all(today)["consents"][0] == len(rows) - 2 + 2 * len(ConsentPurpose)


def test_a_consent_that_was_asked_for_again_has_not_ended(
    database, town_scope, visitor, coordinator, centres
):
    visitor.sign_in(coordinator)
    assert _see_all(visitor.get("/today"))["consents"][0] == 1
    with database.writing(town_scope) as session:
        entry = session.scalars(
            select(ConsentEntry)
            .join(Person, Person.id == ConsentEntry.person_id)
            .where(ConsentEntry.expires_on.is_not(None), Person.centre_id == centres[0].id)
        ).one()
        person = session.get_one(Person, entry.person_id)
        a_consent(session, person, entry.purpose, at=NOW + timedelta(minutes=1))
    assert "consents" not in _see_all(visitor.get("/today"))


def test_looking_at_the_day_is_in_the_access_log(database, town_scope, visitor, coordinator):
    visitor.sign_in(coordinator)
    today = visitor.get("/today")
    with database.reading(town_scope) as session:
        entry = session.scalars(
            select(AccessLogEntry).where(AccessLogEntry.purpose == "dashboard.read")
        ).one()
        called = {session.get_one(Person, UUID(person_id)).called for person_id in entry.person_ids}
    people = {said_by(row.find(".//strong")) for row in today.find_all("a", class_="person-line")}
    assert people - {"Name not known", "김다래"} <= called


def test_a_social_worker_begins_with_what_only_they_can_do(database, town_scope, visitor, centres):
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, centres[0].id)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    names = list(_see_all(visitor.sign_in(account).get("/today")))
    assert set(names) == SECTIONS
    assert names.index("referrals") < names.index("calls")


def test_an_empty_day_says_what_is_well_and_what_to_do(database, town_scope, visitor, coordinator):
    with database.writing(town_scope) as session:
        centre = a_centre(session, name="새 센터")
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
    today = visitor.sign_in(account).get("/today")
    assert _see_all(today) == {}
    assert "Nobody waits for a call today." in today.text
    assert "ring somebody who lives alone" in today.text


def test_it_says_plainly_when_nobody_is_on_duty(
    database, town_scope, visitor, coordinator, centres
):
    visitor.sign_in(coordinator)
    assert "Nobody is on duty now" in visitor.get("/today").text
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, centres[0].id)
        staff = a_staff_account(session, centre=centre)

        a_duty(session, centre, session.get_one(Person, staff.person_id))
    assert "Nobody is on duty now" not in visitor.get("/today").text


def test_it_asks_the_database_no_more_when_there_is_more(
    database, town_scope, visitor, coordinator, centres
):
    visitor.sign_in(coordinator)
    with count_queries(database) as before:
        visitor.get("/today")
    with database.writing(town_scope) as session:
        _fill(session, session.get_one(Centre, centres[0].id))
    with count_queries(database) as after:
        visitor.get("/today")
    # One is what does not suit, four are the next gap and the ways to agree; six what every page
    # may say above all; one the closings that wait for a second person.
    assert after.total == before.total <= 36


def _rows(page):
    body = page.find("tbody")
    return 0 if body is None else len(body.findall("tr"))
