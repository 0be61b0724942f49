"""A social worker's desk: cases by what is due next, and every number leads to exactly its rows."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from blueprints.casework.routes_desk import TILES
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import NeedStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.due import DeskClock, DueWhen
from hopecare.domain.offers import VisitResult
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.roles import Role
from hopecare.queries.needs import needs_of_case
from hopecare.queries.urgent_referrals import at_once_key
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.close_case import close_case
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.reopen_case import reopen_case
from hopecare.services.set_setting import SettingWish, set_setting
from models import AccessLogEntry, Person, SettingEntry, Town
from tests.factories.applications import (
    an_application,
    an_appointment,
    its_decision,
    its_submission,
)
from tests.factories.cases import BY, a_case, a_wish
from tests.factories.crises import a_crisis
from tests.factories.desk import a_call_task, a_plan, an_alert
from tests.factories.offers import a_task
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries, said_by

A_DAY = timedelta(days=1)
PASSWORD = "several plain words"


@pytest.fixture
def place(database, town_scope):
    """A centre with a district."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session, name="동부")
        area = an_area(session, covered_by=centre)
    return centre, area


@pytest.fixture
def worker(database, town_scope, place):
    with database.writing(town_scope) as session:
        return a_staff_account(
            session, roles=(Role.SOCIAL_WORKER,), centre=place[0], full_name="이돌봄"
        )


@pytest.fixture
def case_of(database, town_scope, place):
    """Open a case somebody steers; check-ins are planned unless it is asked otherwise."""

    def opened(
        account, name, *, is_asked=True, then=lambda _session, _case, _resident: None, **said
    ):
        with database.writing(town_scope) as session:
            centre, area = place
            resident = a_resident(session, name=name, centre=centre, area=area)
            case = a_case(session, resident=resident, centre=centre, **said)
            case.owner_id = account.person_id if account else None
            if is_asked:
                a_plan(session, resident)
            then(session, case, resident)
            return case

    return opened


def _rows(page):
    table = page.find("table", class_="rows")
    return [] if table is None else [said_by(row) for row in list(table.iter("tr"))[1:]]


def _names(page):
    table = page.find("table", class_="rows")
    return [] if table is None else [said_by(row.find("td")) for row in list(table.iter("tr"))[1:]]


def _tiles(page):
    return [
        (int(said_by(each.find("span"))), each.attrib["href"])
        for each in page.find_all("a", class_="stat")
    ]


def _review(day):
    def then(_session, case, _resident):
        case.review_on = day

    return then


def test_what_is_overdue_stands_first_and_each_case_is_one_row(visitor, worker, case_of):
    case_of(worker, "다음", then=_review(TODAY + 5 * A_DAY))
    case_of(
        worker, "오늘", then=lambda s, _c, r: a_call_task(s, r, due_at=NOW + timedelta(hours=2))
    )
    case_of(worker, "늦음", then=_review(TODAY - 3 * A_DAY))
    case_of(worker, "없음")
    case_of(worker, "급함", then=_both)
    page = visitor.sign_in(worker).get("/desk")
    assert _names(page) == ["급함", "늦음", "오늘", "다음", "없음"]
    urgent, late, *_, nothing = _rows(page)
    assert "Review day" in late
    assert "3 days ago" in late
    assert "An alert nobody has settled" in urgent
    assert "Nothing is planned" in nothing


@pytest.mark.parametrize(
    ("due_in", "order"),
    [
        (timedelta(hours=20), ["늦음", "응급", "오늘"]),
        (timedelta(hours=-1), ["응급", "늦음", "오늘"]),
    ],
)
def test_what_is_late_stands_before_an_emergencys_call_that_is_in_time(
    visitor, worker, case_of, due_in, order
):
    """Among what is late it is the first, and among what is in time too."""

    def at_once(session, _case, resident):
        call = a_call_task(session, resident, due_at=NOW + due_in)
        call.dedup_key = at_once_key(uuid4())

    def soon(session, _case, resident):
        a_call_task(session, resident, due_at=NOW + timedelta(hours=2))

    case_of(worker, "늦음", then=_review(TODAY - 3 * A_DAY))
    case_of(worker, "오늘", then=soon)
    case_of(worker, "응급", then=at_once)
    assert _names(visitor.sign_in(worker).get("/desk")) == order


def _both(session, case, resident):
    """Two things that are due: the earlier one is what comes next."""
    case.review_on = TODAY + A_DAY
    an_alert(session, resident, now=NOW - timedelta(hours=1))


def test_a_silence_somebody_has_taken_up_and_an_alert_of_no_danger_stand_by_their_hour(
    database, town_scope, visitor, worker, case_of
):
    def taken_up(session, _case, resident):
        alert = an_alert(session, resident, now=NOW - timedelta(hours=2))
        acknowledge_alert(session, alert_id=alert.id, by=an_identity(session, worker), now=NOW)

    def unfilled(session, _case, resident):
        an_alert(session, resident, kind=AlertKind.UNFILLED, now=NOW - timedelta(hours=1))

    case_of(worker, "맡음", then=taken_up)
    case_of(worker, "늦음", then=_review(TODAY - 3 * A_DAY))
    case_of(worker, "빈자리", then=unfilled)
    assert _names(visitor.sign_in(worker).get("/desk")) == ["늦음", "맡음", "빈자리"]


def test_every_number_leads_to_exactly_the_rows_it_counts(visitor, worker, case_of):
    case_of(worker, "늦음", then=_review(TODAY - A_DAY))
    case_of(worker, "오늘", then=_review(TODAY))
    case_of(worker, "주", then=_review(TODAY + 7 * A_DAY))
    case_of(worker, "나중", then=_review(TODAY + 8 * A_DAY))
    case_of(worker, "도움", needs=(a_wish(from_on=TODAY + 2 * A_DAY),))
    case_of(worker, "기관", then=lambda session, case, _r: a_referral(session, case=case))
    case_of(worker, "조용", now=NOW - 20 * A_DAY)
    case_of(worker, "안부", is_asked=False)
    case_of(None, "남", then=_review(TODAY - A_DAY))
    visitor.sign_in(worker)
    tiles = _tiles(visitor.get("/desk"))
    # What cannot wait stands first; the third is of the centre: nobody's case is everybody's.
    assert len(tiles) == len(TILES) + 1
    assert [number for number, _ in tiles] == [1, 1, 1, 2, 1, 1, 1, 1]
    for number, href in tiles:
        assert len(_rows(visitor.get(href))) == number, href


@pytest.mark.parametrize("whose", ["centre", "nobody"])
def test_the_numbers_of_another_desk_lead_to_that_desk(visitor, worker, case_of, whose):
    case_of(None, "남", then=_review(TODAY - A_DAY))
    case_of(worker, "나", then=_review(TODAY - A_DAY))
    page = visitor.sign_in(worker).get(f"/desk?whose={whose}")
    number, href = _tiles(page)[0]
    assert number == {"centre": 2, "nobody": 1}[whose]
    assert len(_rows(visitor.get(href))) == number


def test_a_coordinator_looks_at_a_colleagues_desk(
    database, town_scope, visitor, worker, case_of, place
):
    case_of(worker, "김하나")
    with database.writing(town_scope) as session:
        lead = a_staff_account(session, roles=(Role.COORDINATOR,), centre=place[0])
    visitor.sign_in(lead)
    assert _names(visitor.get("/desk")) == []
    page = visitor.get("/desk")
    assert "이돌봄" in page.main
    assert _names(visitor.get(f"/desk?owner_id={worker.person_id}")) == ["김하나"]


def test_another_centres_cases_stay_there(database, town_scope, visitor, worker, case_of):
    case_of(worker, "김하나")
    with database.writing(town_scope) as session:
        other = a_staff_account(
            session, roles=(Role.COORDINATOR,), centre=a_centre(session, name="서부")
        )
    visitor.sign_in(other)
    assert _names(visitor.get("/desk?whose=centre")) == []
    assert _names(visitor.get(f"/desk?owner_id={worker.person_id}")) == []


@pytest.mark.parametrize(
    ("role", "lands_on"), [(Role.SOCIAL_WORKER, "/desk"), (Role.COORDINATOR, "/today")]
)
def test_whoever_steers_cases_lands_on_the_desk_and_a_coordinator_on_today(
    database, town_scope, visitor, place, role, lands_on
):
    with database.writing(town_scope) as session:
        a_staff_account(session, roles=(role,), centre=place[0], name="kim", password=PASSWORD)
    answer = visitor.post("/sign-in", {"name": "kim", "password": PASSWORD})
    assert answer.answer.headers["Location"] == lands_on


def test_an_empty_desk_says_what_to_do(visitor, worker):
    page = visitor.sign_in(worker).get("/desk")
    assert "Open one from a resident's page" in page.main


def test_a_closed_case_is_on_no_desk_and_a_helped_need_waits_for_nobody(
    database, town_scope, visitor, worker, case_of, place
):
    def helped(session, case, _resident):
        (need,) = needs_of_case(session, case.id)
        (helper,) = neighbours(session, 1, centre=place[0], area=place[1])
        a_task(session, need, helper)
        assert need.status is NeedStatus.HELPED

    case_of(worker, "도움", needs=(a_wish(),), then=helped)
    visitor.sign_in(worker)
    assert _names(visitor.get("/desk?kind=need")) == []
    assert _names(visitor.get("/desk?due=nothing")) == ["도움"]


def test_who_agreed_to_check_ins_and_has_no_plan_is_named_quietly_and_never_late(
    visitor, worker, case_of
):
    case_of(worker, "안부", is_asked=False, now=NOW - 50 * A_DAY)
    case_of(worker, "둘", is_asked=False, then=_review(TODAY - A_DAY), now=NOW - 50 * A_DAY)
    late, quiet = _rows(visitor.sign_in(worker).get("/desk"))
    assert "Review day" in late
    assert "No check-ins are planned yet" in quiet
    assert _names(visitor.get("/desk?due=overdue")) == ["둘"]
    assert sorted(_names(visitor.get("/desk?kind=check_ins"))) == ["둘", "안부"]


def test_who_did_not_agree_to_check_ins_lacks_no_plan(database, town_scope, visitor, worker, place):
    with database.writing(town_scope) as session:
        resident = a_resident(
            session, name="싫음", centre=place[0], area=place[1],
            consents=(ConsentPurpose.KEEP_RECORD,),
        )  # fmt: skip
        a_case(session, resident=resident, centre=place[0]).owner_id = worker.person_id
    assert "Nothing is planned" in _rows(visitor.sign_in(worker).get("/desk"))[0]


def _letter_is_late(session, case, _resident):
    """The law's day was three days ago, and a review is late for longer."""
    case.review_on = TODAY - 20 * A_DAY
    its_submission(session, an_application(session, case=case), on=TODAY - 33 * A_DAY)


def test_a_day_of_the_law_that_is_over_is_counted_behind_whatever_is_late_for_longer(
    database, town_scope, visitor, worker, case_of, place
):
    case = case_of(worker, "김하나", then=_letter_is_late)
    visitor.sign_in(worker)
    assert "Review day" in _rows(visitor.get("/desk"))[0]
    (row,) = _rows(visitor.get("/desk?kind=legal_clock&due=overdue"))
    assert "A day the law sets: The office's answer" in row
    assert "3 days ago" in row
    with database.writing(town_scope) as session:
        lead = a_staff_account(session, roles=(Role.COORDINATOR,), centre=place[0])
    visitor.sign_in(lead)
    week = visitor.get("/digest/week")
    (law,) = [
        each
        for each in week.find_all("a", class_="stat")
        if "the law sets is over" in said_by(each)
    ]
    assert said_by(law.find("span")) == "1"
    assert len(_rows(visitor.get(law.attrib["href"]))) == 1
    assert "A day the law sets" in said_by(
        visitor.get(f"/cases/{case.id}").find("section", id="next-due")
    )


def test_a_crisis_stands_before_everything_also_on_the_desk_of_whoever_is_responsible(
    database, town_scope, visitor, worker, case_of
):
    def in_crisis(session, case, _resident):
        case.review_on = TODAY - 20 * A_DAY
        me = session.get_one(Person, worker.person_id)
        a_crisis(session, case=case, responsible=me, now=NOW - timedelta(hours=3))

    case_of(worker, "늦음", then=_review(TODAY - 3 * A_DAY))
    case = case_of(None, "위기", then=in_crisis)
    first, second = _rows(visitor.sign_in(worker).get("/desk"))
    assert "위기" in first
    assert "A crisis without an all-clear" in first
    assert "늦음" in second
    coming = said_by(visitor.get(f"/cases/{case.id}").find("section", id="next-due"))
    assert coming.index("A crisis without") < coming.index("Review day")


def test_an_hour_long_gone_is_said_as_its_day(visitor, worker, case_of):
    case_of(worker, "김하나", then=lambda s, _c, r: a_call_task(s, r, due_at=NOW - 64 * A_DAY))
    (row,) = _rows(visitor.sign_in(worker).get("/desk"))
    assert "64 days ago" in row
    assert ":" not in row.split("A call is owed: ")[1].split("(")[0]


def test_a_visit_ends_the_silence_and_the_towns_own_days_count(
    database, town_scope, visitor, worker, case_of, place
):
    def visited(session, case, _resident):
        (need,) = needs_of_case(session, case.id)
        (helper,) = neighbours(session, 1, centre=place[0], area=place[1])
        task = a_task(session, need, helper)
        made = VisitMade(visited_at=NOW - 6 * A_DAY, minutes=30, result=VisitResult.MET)
        log_visit(session, task_id=task.id, made=made, by=BY, now=NOW)

    case_of(worker, "방문", needs=(a_wish(),), then=visited, now=NOW - 30 * A_DAY)
    case_of(worker, "조용", now=NOW - 30 * A_DAY)
    visitor.sign_in(worker)
    assert _names(visitor.get("/desk?silent=yes")) == ["조용"]
    with database.writing(town_scope) as session:
        wish = SettingWish(
            key="cases.silent_days", value={"silent_after": 5}, from_on=TODAY, reason="시험"
        )
        set_setting(session, wish=wish, by=an_identity(session, worker), now=NOW)
    assert sorted(_names(visitor.get("/desk?silent=yes"))) == ["방문", "조용"]


@pytest.mark.both_databases
def test_a_case_is_not_silent_from_before_it_was_opened(visitor, worker, case_of):
    def spoken_to(session, _case, resident):
        by = an_identity(session, worker)
        note = CallNote(
            direction=CallDirection.MADE, outcome=CallOutcome.SPOKE, person_id=resident.id
        )
        log_call(session, note=note, by=by, now=NOW - 40 * A_DAY)

    def reopened(session, case, resident):
        spoken_to(session, case, resident)
        closes = {"case_id": case.id, "version": None, "outcome": CaseOutcome.MOVED}
        close_case(session, **closes, by=BY, now=NOW - 30 * A_DAY)
        reopen_case(session, case_id=case.id, by=BY, now=NOW)

    case_of(worker, "오늘", then=spoken_to)
    case_of(worker, "다시", then=reopened, now=NOW - 60 * A_DAY)
    case_of(worker, "조용", then=spoken_to, now=NOW - 30 * A_DAY)
    assert _names(visitor.sign_in(worker).get("/desk?silent=yes")) == ["조용"]


def test_looking_at_a_desk_is_in_the_access_log(database, town_scope, visitor, worker, case_of):
    case = case_of(worker, "김하나")
    visitor.sign_in(worker).get("/desk")
    with database.reading(town_scope) as session:
        entry = session.query(AccessLogEntry).filter_by(purpose="case.read").one()
    assert entry.person_ids == [str(case.resident_id)]


def test_more_cases_ask_the_database_no_more_often(database, visitor, worker, case_of):
    case_of(worker, "하나", needs=(a_wish(),))
    visitor.sign_in(worker)
    with count_queries(database) as before:
        visitor.get("/desk")
    for name in ("둘", "셋", "넷"):
        case_of(worker, name, needs=(a_wish(),), then=_both)
    with count_queries(database) as after:
        visitor.get("/desk")
    # Five of them count the closings that wait or came back, cases that are offered, and nobody's.
    assert after.total == before.total <= 32


@pytest.mark.parametrize("query", ["owner_id=nobody", "due=never", "whose=%00", "kind=", "after=x"])
def test_an_address_that_makes_no_sense_shows_my_desk(visitor, worker, case_of, query):
    case_of(worker, "김하나")
    page = visitor.sign_in(worker).get(f"/desk?{query}")
    assert page.answer.status_code == HTTPStatus.OK
    assert _names(page) == ["김하나"]


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/New_York"])
def test_a_day_is_late_from_the_next_midnight_in_the_town(zone):
    clock = DeskClock(now=NOW, zone=zone)
    begins, ends = clock.span(DueWhen.TODAY)
    assert begins == int(NOW.timestamp()) < ends
    last_second = int((date.toordinal(clock.today) - 719163) * 86400 + 86399 - clock.shift)
    assert begins <= last_second < ends
    assert last_second - 86400 < begins


@pytest.mark.parametrize(("days", "is_late"), [(7, False), (8, True)])
def test_what_follows_a_refusal_is_due_a_week_after_it(visitor, worker, case_of, days, is_late):
    def refused(session, case, _resident):
        told_on = TODAY - days * A_DAY
        application = an_application(session, case=case)
        its_decision(session, its_submission(session, application, on=told_on), on=told_on)

    case = case_of(worker, "거절", then=refused)
    row = "What follows a decision: Read the reason"
    page = visitor.sign_in(worker).get("/desk?kind=follow_up")
    assert row in page.main
    assert (row in visitor.get("/desk?kind=follow_up&due=overdue").main) is is_late
    assert row in visitor.get(f"/cases/{case.id}").main


@pytest.mark.parametrize(("begun", "agreed", "is_late"), [
    (14, None, False), (15, None, True), (40, 0, False), (2, -1, True),
])  # fmt: skip
def test_an_application_nobody_handed_in_is_due_on_its_day_or_two_weeks_after_it_was_begun(
    visitor, worker, case_of, begun, agreed, is_late
):
    """Aid counts from the day it is handed in: whoever never went is asked about it."""

    def begins(session, case, _resident):
        application = an_application(session, case=case, now=NOW - begun * A_DAY)
        if agreed is not None:
            an_appointment(session, application, on=TODAY + agreed * A_DAY)
        made.append(f"/applications/{application.id}")

    made: list[Any] = []
    case = case_of(worker, "서류", then=begins)
    page = visitor.sign_in(worker).get("/desk?kind=hand_in")
    assert made[0] in page.links
    assert (made[0] in visitor.get("/desk?kind=hand_in&due=overdue").links) is is_late
    assert "An application is not handed in yet" in visitor.get(f"/cases/{case.id}").main
    assert made[0] in visitor.get("/today").links
    assert made[0] in visitor.get("/applications?which=near").links


def test_a_town_says_within_how_many_days_an_application_is_handed_in(
    database, town_scope, visitor, worker, case_of
):
    made: list[Any] = []

    def begins(session, case, _resident):
        application = an_application(session, case=case, now=NOW - 10 * A_DAY)
        made.append(f"/applications/{application.id}")

    case_of(worker, "서류", then=begins)
    visitor.sign_in(worker)
    assert made[0] not in visitor.get("/desk?kind=hand_in&due=overdue").links
    with database.writing(town_scope) as session:
        town = session.scalars(select(Town)).one()
        session.add(SettingEntry(
            town_id=town.id, key="applications.hand_in", from_on=TODAY,
            value={"days_to_hand_in": 9}, reason="aid is paid from that day",
        ))  # fmt: skip
    assert made[0] in visitor.get("/desk?kind=hand_in&due=overdue").links
    assert "Sun 22 Nov" in _rows(visitor.get("/applications"))[0]
    assert made[0] in visitor.get("/today").links


def test_an_application_that_was_handed_in_or_whose_day_is_far_is_not_asked_about(
    visitor, worker, case_of
):
    def begins(session, case, _resident):
        its_submission(session, an_application(session, case=case), due_on=TODAY + 30 * A_DAY)
        an_appointment(session, an_application(session, case=case, programme="medical"),
                       on=TODAY + 20 * A_DAY)  # fmt: skip

    case_of(worker, "서류", then=begins)
    page = visitor.sign_in(worker).get("/desk?kind=hand_in")
    assert len(_rows(page)) == 1
    assert _rows(visitor.get("/desk?kind=hand_in&due=week")) == []
    assert "Handing it in" not in visitor.get("/applications?which=near").main


def test_after_an_appointment_that_passed_the_page_says_to_ask_how_it_went(
    visitor, worker, case_of
):
    def begins(session, case, _resident):
        application = an_application(session, case=case)
        made.append(an_appointment(session, application, on=TODAY - A_DAY))

    made: list[Any] = []
    case_of(worker, "서류", then=begins)
    page = visitor.sign_in(worker).get(f"/applications/{made[0].id}")
    assert "ask them how it went" in page.main


def test_the_way_to_aid_stands_above_the_numbers_and_not_at_the_file_of_the_cases(worker, visitor):
    visitor.sign_in(worker)
    html = visitor.get("/desk").html
    assert html.count("Aid that was given") == 1
    assert html.index("Aid that was given") < html.index("stats-title")
