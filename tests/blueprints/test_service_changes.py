"""What an office says of its service is corrected by hand, and never over somebody else's words."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import delete, select

from hopecare.domain.needs import NeedKind
from hopecare.domain.roles import Role
from models import (
    AccessLogEntry,
    Centre,
    Organisation,
    Service,
    ServiceArea,
    ServiceContact,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
)
from tests.factories.cases import a_case
from tests.factories.directory import gives, opens, speaks
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import PAST_DOUBTS, a_referral, a_service
from tests.factories.towns import TODAY, a_centre, a_town, an_area


@pytest.fixture
def service(database, town_scope, visitor):
    """A service open on Monday mornings, in Vietnamese and in one language nobody offers here."""
    with database.writing(town_scope) as session:
        a_town(session)
        service = a_service(session, name="반찬 나눔")
        opens(session, service, 0, at=time(9), until=time(12))
        summer = ServiceHours(
            town_id=service.town_id, service_id=service.id, weekday=5, opens=time(9),
            closes=time(11), valid_from=date(2026, 6, 1), valid_to=date(2027, 8, 31),
        )  # fmt: skip
        session.add(summer)
        speaks(session, service, "vi", "fr")
        gives(session, service, NeedKind.SIDE_DISHES)
        centre = a_centre(session)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
    visitor.sign_in(account)
    return service.id


@pytest.fixture
def known(database, town_scope, service):
    """What is written down of it now."""

    def known():
        with database.reading(town_scope) as session:
            hours = select(ServiceHours).order_by(ServiceHours.weekday, ServiceHours.opens)
            return {
                "hours": [
                    (each.weekday, f"{each.opens:%H:%M}-{each.closes:%H:%M}", each.valid_from)
                    for each in session.scalars(hours)
                ],
                "languages": set(session.scalars(select(ServiceLanguage.language))),
                "needs": set(session.scalars(select(ServiceNeed.kind))),
                "row": session.get_one(Service, service),
            }

    return known


def path(service):
    return f"/organisations/services/{service}/change"


SUMMER = (5, "09:00-11:00", date(2026, 6, 1))


def test_what_nobody_touched_stays_as_it_was(visitor, service, known):
    before = known()
    visitor.post(path(service))
    after = known()
    assert {**after, "row": None} == {**before, "row": None}
    assert after["row"].checked_on == TODAY


def test_it_is_corrected_and_its_page_says_so(visitor, service, known):
    page = visitor.get(f"/organisations/services/{service}")
    assert path(service) in page.links
    said = {
        "qualifies": "혼자 사는 65세 이상", "mon": "", "tue": "13:00 ~ 18:00,9:00-12:00",
        "languages": ["ko"], "needs": ["goods", "papers"], "reached_by": ["link", "telephone"],
    }  # fmt: skip
    made = visitor.follow(visitor.post(path(service), said))
    assert "혼자 사는 65세 이상" in made.main
    found = known()
    assert found["hours"] == [(1, "09:00-12:00", None), (1, "13:00-18:00", None), SUMMER]
    assert found["languages"] == {"ko"}
    assert found["needs"] == {NeedKind.GOODS, NeedKind.PAPERS}
    assert found["row"].reached_by == ["link", "telephone"]


@pytest.mark.parametrize(
    "hours",
    [
        "25:00-26:00",
        "24:00-25:00",
        "22:00-06:00, 23:00-23:30",
        "12:00-09:00",
        "09:00",
        "09:00-12:00, 11:00-13:00",
        "=1+1",
        "9-12",
        "1" * 200,
    ],
)
def test_hours_that_are_none_are_refused_by_their_day(visitor, service, known, hours):
    refused = visitor.post(path(service), {"wed": hours}, status=422)
    assert set(refused.errors) == {"wed"}
    assert known()["row"].checked_on is None


def test_hours_alone_count_as_a_change_for_whoever_comes_second(visitor, service, known):
    form = visitor.get(path(service)).fields()
    visitor.post(path(service), {"fri": "10:00-11:00"})
    form["fri"] = "14:00-15:00"
    stale = visitor.send(path(service), form, status=409)
    assert "10:00-11:00" in stale.main
    assert (4, "14:00-15:00", None) not in known()["hours"]


def test_what_a_directory_lists_says_what_its_import_does_to_it(
    visitor, service, database, town_scope
):
    assert "next import" not in visitor.get(path(service)).main
    with database.writing(town_scope) as session:
        session.get_one(Service, service).source = "county"
    assert "stays at the next import of county" in visitor.get(path(service)).main


def test_names_places_and_whom_to_ask_are_written_down(
    visitor, service, known, database, town_scope
):
    with database.writing(town_scope) as session:
        area = an_area(session, name="화도읍")
    said = {
        "name": "반찬 두 번", "name_en": "Side dishes twice", "programme": "livelihood",
        "area_ids": [str(area.id)], "contact_name": "박온유", "contact_duty": "복지팀",
        "contact_phone": "031-590-1234 (내선 12)", "contact_email": "welfare@example.org",
    }  # fmt: skip
    made = visitor.follow(visitor.post(path(service), said))
    for words in ("Side dishes twice", "박온유", "(내선 12)", "welfare@example.org"):
        assert words in made.main
    with database.reading(town_scope) as session:
        places = session.scalars(select(ServiceArea)).all()
        assert [(each.area_id, each.words) for each in places] == [(area.id, "화도읍")]
        assert session.scalars(select(ServiceContact.name)).all() == ["박온유"]
    nobody = dict.fromkeys(("contact_name", "contact_duty", "contact_phone", "contact_email"), "")
    visitor.post(path(service), nobody)
    with database.reading(town_scope) as session:
        assert session.scalars(select(ServiceContact)).all() == []
        assert session.scalars(select(ServiceArea)).one().area_id == area.id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("contact_email", "=1+1"),
        ("contact_phone", "전화 없음"),
        ("programme", "가" * 61),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(visitor, service, known, field, value):
    assert set(visitor.post(path(service), {field: value}, status=422).errors) == {field}
    assert known()["row"].version == 1


def test_a_place_of_nowhere_is_refused_and_nothing_is_written(visitor, service, known):
    form = visitor.get(path(service)).fields()
    form.setlist("area_ids", [str(service)])
    form["qualifies"] = "누구나"
    visitor.send(path(service), form, status=404)
    assert known()["row"].qualifies is None


def test_closed_or_ended_it_names_who_waits_there_and_who_is_to_be_told(
    visitor, service, database, town_scope
):
    with database.writing(town_scope) as session:
        mine = session.scalars(select(Centre)).one()
        other = a_centre(session, name="서부 센터")
        for name, centre in {"김다래": mine, "남모름": other}.items():
            case = a_case(session, resident=a_resident(session, name=name, centre=centre))
            here = session.get_one(Service, service)
            a_referral(session, case=case, service=here, sending=PAST_DOUBTS)
    here = f"/organisations/services/{service}"
    before = visitor.get(here)
    assert "2 referrals are open there" in before.main
    assert "somebody waits there" not in before.main
    closed = visitor.follow(visitor.post(path(service), {"closed_for_now": "yes"}))
    assert "It is closed for the time being, and somebody waits there." in closed.main
    ended = visitor.follow(visitor.post(f"{here}/end", {}, on=here))
    assert "It has ended, and somebody still waits there." in ended.main
    assert "김다래" in ended.main
    assert "남모름" not in ended.main
    assert "1 of another centre: ring" in ended.main
    with database.reading(town_scope) as session:
        shown = session.scalars(select(AccessLogEntry.purpose)).all()
        assert "organisation.read" in shown


def test_an_office_is_corrected_and_its_number_is_dialled_as_before(
    visitor, service, database, town_scope
):
    with database.reading(town_scope) as session:
        office = session.get_one(Service, service).organisation_id
    here = f"/organisations/{office}/change"
    assert here in visitor.get(f"/organisations/services/{service}").links
    visitor.post(here, {"name": "가람 복지관", "url": "garam.example.org", "email": "a@b.kr"})
    with database.reading(town_scope) as session:
        row = session.get_one(Organisation, office)
        assert (row.name, row.url, row.email) == (
            "가람 복지관", "https://garam.example.org", "a@b.kr",
        )  # fmt: skip
        assert row.checked_on == TODAY
    for field, value in {"name": "", "url": "javascript:alert(1)", "email": "a b"}.items():
        assert set(visitor.post(here, {field: value}, status=422).errors) == {field}


def test_a_social_worker_reads_it_only(visitor, service, database, town_scope):
    with database.writing(town_scope) as session:
        account = a_staff_account(
            session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session, name="서부")
        )
    visitor.sign_in(account)
    visitor.get(path(service), status=403)


def test_a_night_is_written_said_and_found_by_who_asks_in_it(visitor, service, known):
    """From Saturday evening until Sunday morning, as a door says it."""
    made = visitor.follow(visitor.post(path(service), {"mon": "", "sat": "22:00 - 06:00"}))
    assert "22:00 until 06:00 the next morning" in made.main
    assert visitor.get(path(service)).fields()["sat"] == "22:00-06:00"
    for asked, found in (
        ("open_on=2026-11-28&open_at=23:30", True),
        ("open_on=2026-11-29&open_at=05:59", True),
        ("open_on=2026-11-29&open_at=06:00", False),
        ("open_on=2026-11-28&open_at=05:00", False),
    ):
        assert ("Free places" in visitor.get(f"/organisations?{asked}").main) is found, asked
    before = known()["hours"]
    visitor.post(path(service))
    assert known()["hours"] == before


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.mark.parametrize("written", ["00:00-24:00", "24h", "24시간", "0:00 ~ 24:00"])
def test_round_the_clock_is_written_and_said_in_words(
    visitor, service, database, town_scope, written
):
    with database.writing(town_scope) as session:
        session.execute(delete(ServiceHours).where(ServiceHours.valid_from.is_not(None)))
    made = visitor.follow(visitor.post(path(service), dict.fromkeys(DAYS, written)))
    assert "Every day day and night" in made.main
    assert "Open now" in made.main
    assert visitor.get(path(service)).fields()["sun"] == "00:00-24:00"
    for hour in ("00:00", "12:00", "23:59"):
        asked = f"/organisations?open_on=2026-11-29&open_at={hour}"
        assert "Free places" in visitor.get(asked).main
    said = visitor.read_in("ko").get(f"/organisations/services/{service}").main
    assert "매일 밤낮으로 (24시간)" in said
