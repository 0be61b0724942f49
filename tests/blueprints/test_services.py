"""Staff find a service by what is needed, see all about it, and write down how full it is."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.domain.matching.distance import Point, distance_m
from hopecare.domain.needs import NeedKind
from hopecare.domain.opening_hours import END_OF_DAY
from hopecare.domain.roles import Role
from hopecare.domain.service_facts import CapacityState
from models import Person, Service, ServiceContact
from tests.factories.cases import a_case
from tests.factories.desk import a_holiday
from tests.factories.directory import gives, opens, said_capacity, serves, speaks, stands_at
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import count_queries, said_by

LIST = "/organisations"
HOME = Point(37.7201, 127.1899)


@pytest.fixture
def town(database, town_scope):
    """Two services, one of which everything is known, and somebody who lives near."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre, lat=HOME.lat, lon=HOME.lon)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        resident = a_resident(session, name="김다래", centre=centre, area=area)
        elsewhere = a_resident(session, name="박머루", centre=a_centre(session))
        kitchen = a_service(session, name="반찬 나눔", programme="medical")
        kitchen.name_en, kitchen.description = "Side dishes", "혼자 사는 분께 반찬"
        kitchen.qualifies, kitchen.least_age = "혼자 사는 분", 65
        kitchen.papers, kitchen.fees = "신분증", "무료"
        gives(session, kitchen, NeedKind.SIDE_DISHES)
        speaks(session, kitchen, "ko", "vi")
        opens(session, kitchen, TODAY.weekday(), at=time(9), until=time(12))
        serves(session, kitchen, area, "구리시 일부")
        stands_at(session, kitchen, 37.7301, 127.1899, address="큰길 12")
        said_capacity(session, kitchen, CapacityState.FULL, as_of=NOW - timedelta(days=12))
        far = a_service(
            session, organisation=an_organisation(session, name="가람복지관"), name="말벗"
        )
        far.name_en = "Company"
        stands_at(session, far, 37.82, 127.19)
        session.add(
            ServiceContact(
                town_id=far.town_id,
                organisation_id=kitchen.organisation_id,
                name="나주방",
                duty="주방장",
                phone="031-555-0103",
            )
        )
        session.flush()
        ids = {each.name: each.id for each in (kitchen, far)}
        people = {each.full_name: each.id for each in (resident, elsewhere)}
        return account, ids, people


@pytest.fixture
def at_desk(visitor, town):
    return visitor.sign_in(town[0]).read_in("ko")


def rows(page):
    table = page.find("table", class_="rows")
    return [] if table is None else [said_by(row) for row in list(table.iter("tr"))[1:]]


def names(page):
    return ["반찬 나눔" if "반찬 나눔" in row else "말벗" for row in rows(page)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["말벗", "반찬 나눔"]),
        ("kind=side_dishes", ["반찬 나눔"]),
        ("kind=tutoring", []),
        ("language=vi", ["반찬 나눔"]),
        ("language=ja", []),
        ("programme=medical", ["반찬 나눔"]),
        ("words=side+DISHES", ["반찬 나눔"]),
        ("words=반찬나눔", ["반찬 나눔"]),
        ("words=혼자+사는", ["반찬 나눔"]),
        ("words=가람", ["말벗"]),
        ("words=%25", []),
        ("open_now=yes", ["반찬 나눔"]),
        ("open_on=2026-11-23", ["반찬 나눔"]),
        ("open_on=2026-11-24", []),
        ("open_on=2026-11-23&open_at=11:59", ["반찬 나눔"]),
        ("open_on=2026-11-23&open_at=12:00", []),
        ("kind=side_dishes&language=ko&open_now=yes", ["반찬 나눔"]),
    ],
)
def test_services_are_found_by_what_is_needed(at_desk, query, found):
    assert names(at_desk.get(f"{LIST}?{query}")) == found


@pytest.mark.both_databases
def test_on_a_holiday_of_the_town_only_those_are_found_who_are_there_day_and_night(
    database, town_scope, at_desk, town
):
    with database.writing(town_scope) as session:
        a_holiday(session, day=TODAY)
        company = session.get_one(Service, town[1]["말벗"])
        opens(session, company, TODAY.weekday(), at=time.min, until=END_OF_DAY)
    for query in ("open_now=yes", "open_on=2026-11-23", "open_on=2026-11-23&open_at=11:59"):
        assert names(at_desk.get(f"{LIST}?{query}")) == ["말벗"], query
    said = at_desk.get(f"{LIST}/services/{town[1]['반찬 나눔']}").main
    assert "오늘은 공휴일이라 닫혀 있음" in said


@pytest.mark.both_databases
@pytest.mark.parametrize("column", ["closed_for_now_since", "vanished_on"])
def test_nobody_is_open_who_is_closed_for_now_or_no_longer_listed(
    database, town_scope, at_desk, town, column
):
    with database.writing(town_scope) as session:
        setattr(session.get_one(Service, town[1]["반찬 나눔"]), column, TODAY)
    for query in ("open_now=yes", "open_on=2026-11-23"):
        assert names(at_desk.get(f"{LIST}?{query}")) == [], query
    assert "반찬 나눔" in names(at_desk.get(LIST))
    is_gone = column == "vanished_on"
    found = names(at_desk.get(f"{LIST}?open_now=yes&gone=yes"))
    assert found == (
        ["반찬 나눔"] if is_gone else []
    )  # whoever waits there is rung while it is open


def test_the_nearest_to_a_home_comes_first_with_its_distance(at_desk, town):
    page = at_desk.get(f"{LIST}?person_id={town[2]['김다래']}")
    assert names(page) == ["반찬 나눔", "말벗"]
    assert round(distance_m(HOME, Point(37.7301, 127.1899)), -1) == 1110
    assert "1.1 km" in rows(page)[0]
    assert "김다래" in page.main


@pytest.mark.parametrize(("days", "tone"), [(29, "good"), (30, "soon")])
def test_good_news_grows_old(database, town_scope, at_desk, town, days, tone):
    with database.writing(town_scope) as session:
        far = session.get_one(Service, town[1]["말벗"])
        said_capacity(session, far, CapacityState.OPEN, as_of=NOW - timedelta(days=days))
    page = at_desk.get(f"{LIST}?words=말벗")
    assert [said_by(pill) for pill in page.find_all("span", class_=f"pill pill-{tone}")] == [
        f"신청 받음 · {days}일 전"
    ]


def test_how_far_it_is_from_a_home_that_one_may_not_read_is_not_said(at_desk, town):
    at_desk.get(f"{LIST}?person_id={town[2]['박머루']}", status=403)


def test_many_services_cost_no_more_readings_than_a_few(database, town_scope, at_desk, town):
    path = f"{LIST}?person_id={town[2]['김다래']}"
    at_desk.get(path)
    with count_queries(database) as few:
        at_desk.get(path)
    with database.writing(town_scope) as session:
        for count in range(20):
            service = a_service(session, name=f"말벗 {count}")
            said_capacity(session, service, CapacityState.OPEN)
            stands_at(session, service, 37.8, 127.2)
    with count_queries(database) as many:
        at_desk.get(path)
    assert many.total == few.total


def test_a_service_says_all_that_is_known_of_it(at_desk, town):
    said = at_desk.get(f"{LIST}/services/{town[1]['반찬 나눔']}").main
    for words in (
        "지금 열려 있음", "09:00–12:00", "빈자리 없음", "12일", "혼자 사는 분", "65세부터",
        "신분증", "무료", "한국어", "베트남어", "진접읍", "구리시 일부", "나주방",
        "031-555-0103", "큰길 12",
    ):  # fmt: skip
        assert words in said, words


def test_of_what_nobody_asked_the_page_says_so_and_asks_to_ring(at_desk, town):
    said = at_desk.get(f"{LIST}/services/{town[1]['말벗']}").main
    assert "아직 물어보지 않음" in said
    assert "연계하기 전에 전화해" in said
    assert "여는 시간을 모릅니다" in said


def test_what_a_call_says_about_free_places_is_written_down(at_desk, town):
    path = f"{LIST}/services/{town[1]['말벗']}"
    answer = at_desk.post(f"{path}/capacity", {"state": "open", "free_places": "2"}, on=path)
    said = at_desk.follow(answer).main
    assert "빈자리 2" in said
    assert "전화로" in said
    assert "연계하기 전에 전화해" not in said


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"state": ""}, "state"),
        ({"state": "half"}, "state"),
        ({"state": "full", "free_places": "2"}, "free_places"),
        ({"state": "open", "free_places": "0"}, "free_places"),
        ({"state": "open", "free_places": "many"}, "free_places"),
        ({"state": "open", "heard_by": "dream"}, "heard_by"),
    ],
)
def test_a_word_that_cannot_be_is_refused_beside_its_field(at_desk, town, values, wrong):
    path = f"{LIST}/services/{town[1]['말벗']}"
    page = at_desk.post(f"{path}/capacity", values, on=path, status=422)
    assert set(page.errors) == {wrong}


def test_a_service_its_source_let_go_stands_on_today_while_somebody_waits(
    database, town_scope, at_desk, town
):
    with database.writing(town_scope) as session:
        service = session.get_one(Service, town[1]["말벗"])
        resident = session.get_one(Person, town[2]["김다래"])
        a_referral(session, case=a_case(session, resident=resident), service=service)
        service.vanished_on = TODAY
    page = at_desk.get("/today")
    assert "목록에서 빠진 서비스로 보낸 연계" in page.main
    assert "김다래" in at_desk.get("/referrals?which=gone").main
    assert names(at_desk.get(f"{LIST}?gone=yes")) == ["말벗"]
    said = at_desk.get(f"{LIST}/services/{service.id}").main
    assert "기관에 전화해" in said


def test_from_a_cases_search_one_press_refers_the_person_there(database, town_scope, at_desk, town):
    with database.writing(town_scope) as session:
        resident = session.get_one(Person, town[2]["김다래"])
        case = a_case(session, resident=resident)
        case_id, kitchen = case.id, town[1]["반찬 나눔"]
    case_page = at_desk.get(f"/cases/{case_id}")
    (search,) = [each for each in case_page.links if each.startswith(f"{LIST}?")]
    found = at_desk.get(f"{search}&words=반찬나눔")
    target = f"/cases/{case_id}/refer?service_id={kitchen}"
    assert target in found.links
    assert "이 분을 연계하기" in rows(found)[0]
    (details,) = [each for each in found.links if f"/services/{kitchen}" in each]
    assert target in at_desk.get(details).links
    form = at_desk.get(target).fields(f"/cases/{case_id}/refer")
    assert form["service_id"] == str(kitchen)


def test_without_a_case_a_service_refers_nobody(at_desk, town):
    assert "이 분을 연계하기" not in at_desk.get(LIST).main
    assert "이 분을 연계하기" not in at_desk.get(f"{LIST}/services/{town[1]['말벗']}").main
