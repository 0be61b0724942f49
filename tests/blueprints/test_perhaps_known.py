"""A report taken by telephone: who may be meant is pointed out at once, settled by one press."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import ReportStatus
from hopecare.queries.duplicates import MOST_CANDIDATES
from models import Alert, Centre, KeptApart, Message, Person, Report
from tests.factories.desk import a_duty
from tests.factories.likenesses import BORN, HOME, KNOWN, LIKENESSES, PHONE
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import count_queries

TOLD = {"about": "neighbour", "words": "불이 며칠째 꺼져 있어요"}


@pytest.fixture
def known(database, town_scope, visitor):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        account = a_staff_account(session, centre=centre)
        person = a_resident(
            session,
            name=KNOWN,
            phone=PHONE,
            birth_on=BORN,
            address=HOME,
            centre=centre,
            area=area,
        )
    visitor.sign_in(account)
    return person


@pytest.fixture
def one(database, town_scope):
    """The only row of a kind."""

    def one(kind):
        with database.reading(town_scope) as session:
            return session.scalars(select(kind)).one()

    return one


@pytest.mark.parametrize("alike", LIKENESSES.values(), ids=LIKENESSES)
def test_a_report_taken_by_telephone_points_out_who_is_known(visitor, known, alike):
    told = TOLD | {
        "name": alike.name,
        "phone": alike.local_phone,
        "birth_on": alike.born,
        "address": alike.address or "",
    }
    page = visitor.follow(visitor.post("/reports/new", told))
    assert f"/residents/{known.id}" in page.links
    assert alike.says in page.main
    assert page.main.index("Perhaps known already") < page.main.index("What was told")


@pytest.mark.parametrize(("language", "said"), [("en", "The same tele"), ("ko", "전화번호가 같음")])
def test_who_it_may_be_stands_on_the_form_while_they_talk(visitor, known, language, said):
    page = visitor.read_in(language).get("/reports/new?phone=010-0000-4711")
    assert KNOWN in page.main
    assert said in page.main


CRISIS = {"signs": "violence"}
PATH = "/reports/new?phone=010-0000-4711"


@pytest.fixture
def taken_for(visitor, known):
    """Take a report in for the resident who is known; gives the page that follows."""

    def taken_for(**more):
        told = TOLD | {"name": "", "resident_id": known.id} | more
        return visitor.follow(visitor.post("/reports/new", told, on=PATH))

    return taken_for


@pytest.mark.parametrize("signs", [{}, CRISIS], ids=["ordinary", "crisis"])
def test_a_report_taken_for_a_resident_waits_in_triage_under_their_name(
    visitor, known, one, taken_for, signs
):
    page = taken_for(**signs)
    report = one(Report)
    assert (report.resident_id, report.status) == (known.id, ReportStatus.RECEIVED)
    assert (report.area_id, report.centre_id) == (known.area_id, known.centre_id)
    assert "The report is in triage." in page.text
    assert f"Taken in for {KNOWN}" in page.main
    assert known.called in visitor.get("/triage").main
    assert (known.called in visitor.get("/today").main) == bool(signs)


def test_a_crisis_wakes_who_is_on_duty_for_the_residents_centre(
    database, town_scope, visitor, known, one, taken_for
):
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, known.centre_id)
        on_duty = a_staff_account(session, centre=centre, full_name="이당번")
        person = session.get_one(Person, on_duty.person_id)
        a_duty(session, centre, person)
        a_staff_account(session, centre=a_centre(session, name_en="South Centre"))
    taken_for(**CRISIS)
    alert = one(Alert)
    assert (alert.person_id, alert.centre_id) == (known.id, known.centre_id)
    assert one(Message).to_person_id == on_duty.person_id
    page = visitor.get(f"/alerts/{alert.id}")
    assert KNOWN in page.main
    assert "Nobody was on duty" not in page.main


def test_a_report_taken_for_a_resident_is_joined_by_one_press(visitor, known, one, taken_for):
    taken_for()
    path = f"/reports/{one(Report).id}"
    visitor.post(f"{path}/join", on=path)
    assert one(Report).status is ReportStatus.JOINED


@pytest.mark.parametrize("way", ["keep-apart", "undo-join"])
def test_what_a_resident_lent_to_a_report_goes_when_it_is_not_them(
    visitor, known, one, taken_for, way
):
    taken_for(**CRISIS)
    path = f"/reports/{one(Report).id}"
    if way == "undo-join":
        visitor.post(f"{path}/join", on=path)
    visitor.post(f"{path}/{way}", on=path)
    report = one(Report)
    assert (report.resident_id, report.about_name, one(Alert).person_id) == (None, None, None)
    assert report.status in (ReportStatus.RECEIVED, ReportStatus.LOOKING)
    assert report.centre_id == known.centre_id


def test_one_choice_keeps_it_apart_from_everybody_who_looks_alike(visitor, known, one):
    path = "/reports/new?phone=010-0000-4711"
    page = visitor.follow(
        visitor.post("/reports/new", TOLD | {"name": KNOWN, "apart": "yes"}, on=path)
    )
    assert one(Report).status is ReportStatus.RECEIVED
    assert one(KeptApart).person_id == known.id
    assert "Somebody looked: not the same person" in page.main


def test_a_report_is_kept_apart_by_one_press_and_can_still_be_joined(visitor, known, one):
    visitor.post("/reports/new", TOLD | {"name": KNOWN, "phone": "010-0000-4711"})
    path = f"/reports/{one(Report).id}"
    apart = {"resident_id": known.id}
    visitor.post(f"{path}/keep-apart", apart, on=path)
    page = visitor.follow(visitor.post(f"{path}/join", on=path))
    assert one(KeptApart).person_id == known.id
    assert f"Belongs to {KNOWN}" in page.text


def test_nobody_is_joined_to_a_person_of_another_centre(visitor, known, one, database, town_scope):
    with database.writing(town_scope) as session:
        other = a_centre(session, name_en="South Centre")
        session.get_one(Person, known.id).centre_id = session.get_one(Centre, other.id).id
    page = visitor.get("/reports/new?phone=010-0000-4711")
    assert "Known to South Centre" in page.main
    assert KNOWN not in page.main
    visitor.post("/reports/new", TOLD | {"name": "이", "resident_id": known.id}, status=403)
    with database.reading(town_scope) as session:
        assert session.scalars(select(Report)).all() == []


def test_the_form_asks_no_more_for_many_likenesses(visitor, known, database, town_scope):
    path = "/reports/new?phone=010-0000-4711"
    with count_queries(database) as few:
        visitor.get(path)
    with database.writing(town_scope) as session:
        for _ in range(8):
            a_resident(session, phone=PHONE)
    with count_queries(database) as many:
        visitor.get(path)
    assert many.total == few.total


def test_the_same_name_and_telephone_are_found_under_many_newer_people_of_one_beginning(
    visitor, known, database, town_scope
):
    with database.writing(town_scope) as session:
        for number in range(MOST_CANDIDATES + 5):
            a_resident(session, name=f"{KNOWN[:2]}{chr(ord('가') + number)}", phone=None)
    page = visitor.get(f"/reports/new?phone=010-0000-4711&name={KNOWN}")
    assert "The same telephone The same name" in page.main
