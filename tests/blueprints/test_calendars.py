"""Private calendars, read back by a kept library: calm, cancelled where cancelled, on wall time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.clocks import ClockKind
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.offers import StopReason
from hopecare.domain.roles import Role
from hopecare.passwords import hash_token
from hopecare.services.change_need import change_need
from hopecare.services.say_missed_week import say_missed_week
from hopecare.services.stop_task import stop_task
from models import Account, CalendarFeed, Case, LegalClock, Need, Person
from tests.factories.applications import (
    an_application,
    an_appointment,
    its_decision,
    its_submission,
)
from tests.factories.cases import BY, a_case, a_need, a_wish
from tests.factories.desk import a_call_task
from tests.factories.goals import a_goal
from tests.factories.offers import a_task
from tests.factories.people import a_phone, a_resident, a_staff_account, a_volunteer
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.plugins.pages import Visitor

PATH = "/account/calendar"
STREET = "숨은골목길 77"


@pytest.fixture
def town(database, town_scope):
    return made(database, town_scope)


def made(database, scope, zone="Asia/Seoul"):
    """A resident with a weekly need, a volunteer who took it, and a social worker."""
    with database.writing(scope) as session:
        a_town(session, zone=zone)
        centre = a_centre(session)
        area = an_area(session, name="화도읍", covered_by=centre)
        resident = a_resident(
            session, name="김다래", phone=a_phone(), centre=centre, area=area, address=STREET
        )
        case = a_case(session, resident=resident, centre=centre)
        need = a_need(
            session, case=case, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",), starts_at=time(18, 30),
            minutes=90, words="비밀번호 1234",
        )  # fmt: skip
        helper = a_volunteer(session, name="채나무", phone=a_phone(), centre=centre, area=area)
        task = a_task(session, need, helper)
        worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        account = session.scalars(select(Account).where(Account.person_id == helper.id)).one()
    return {"case": case, "need": need, "task": task, "worker": worker, "helper": account}


def address_of(visitor):
    """Make an address on one's own page and read it there."""
    page = visitor.follow(visitor.post(PATH))
    code = page.find("code", class_="break")
    return "/calendar/" + "".join(code.itertext()).strip().partition("/calendar/")[2]


def events(visitor, path):
    answer = visitor.fetch(path)
    assert answer.status_code == 200, answer.status
    assert answer.mimetype == "text/calendar"
    return Calendar.from_ical(answer.data), answer


def by_day(calendar):
    return {each.start.date(): each for each in calendar.events}


def test_a_helper_sees_their_days_without_whom_or_where(app, town):
    visitor = Visitor(app).sign_in(town["helper"])
    calendar, answer = events(Visitor(app), address_of(visitor))
    first = by_day(calendar)[date(2026, 11, 24)]
    assert str(first["summary"]) == "Side dishes · Jinjeop-eup"
    assert first.start == datetime(2026, 11, 24, 18, 30, tzinfo=ZoneInfo("Asia/Seoul"))
    assert first.end - first.start == timedelta(minutes=90)
    assert str(first["url"]).endswith(f"/tasks/{town['task'].id}")
    assert {each.start.weekday() for each in calendar.events} == {1}
    assert min(by_day(calendar)) >= TODAY
    text = answer.text.replace("\r\n ", "")
    for secret in ("김다래", "숨은골목길", "비밀번호", "채나무", "+82", "tel:"):
        assert secret not in text, secret


def test_keys_stay_and_the_sequence_rises_with_every_change(app, database, town_scope, town):
    visitor = Visitor(app).sign_in(town["helper"])
    path = address_of(visitor)
    before = by_day(events(Visitor(app), path)[0])
    with database.writing(town_scope) as session:
        need = session.get_one(Need, town["need"].id)
        wish = a_wish(
            NeedKind.SIDE_DISHES, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",), starts_at=time(9)
        )
        change_need(session, need_id=need.id, version=need.version, wish=wish, by=BY, now=NOW)
    after = by_day(events(Visitor(app), path)[0])
    assert {d: str(e["uid"]) for d, e in before.items()} == {
        d: str(e["uid"]) for d, e in after.items()
    }
    assert len({str(e["uid"]) for e in after.values()}) == len(after)
    for day, each in after.items():
        assert int(each["sequence"]) > int(before[day]["sequence"])
        assert each["dtstamp"].dt == NOW
        assert each.start.hour == 9


def test_a_missed_week_and_an_ended_task_are_marked(app, database, town_scope, town):
    visitor = Visitor(app).sign_in(town["helper"])
    path = address_of(visitor)
    off, later = date(2026, 12, 1), date(2026, 12, 15)
    plain = by_day(events(Visitor(app), path)[0])
    with database.writing(town_scope) as session:
        say_missed_week(session, task_id=town["task"].id, on_date=off, reason=None, by=BY, now=NOW)
    missed = by_day(events(Visitor(app), path)[0])
    assert str(missed[off]["status"]) == "CANCELLED"
    assert str(missed[off]["summary"]).startswith("Cancelled: ")
    assert int(missed[off]["sequence"]) > int(plain[off]["sequence"])
    assert str(missed[later]["status"]) == "CONFIRMED"
    with database.writing(town_scope) as session:
        reason = StopReason.HELPER_REFUSED
        stop_task(session, task_id=town["task"].id, reason=reason, by=BY, now=NOW)
    ended = by_day(events(Visitor(app), path)[0])
    assert {str(ended[day]["status"]) for day in (off, later)} == {"CANCELLED"}
    assert int(ended[later]["sequence"]) > int(missed[later]["sequence"])


def test_the_hour_stays_the_walls_hour_across_daylight_saving(app, database, town_scope):
    town = made(database, town_scope, zone="Europe/London")
    app.extensions["hopecare.desk"].clock.advance(timedelta(days=112))
    visitor = Visitor(app).sign_in(town["helper"])
    calendar, _ = events(Visitor(app), address_of(visitor))
    days = by_day(calendar)
    winter, summer = days[date(2027, 3, 23)], days[date(2027, 3, 30)]
    assert winter.start.hour == summer.start.hour == 18
    utc = ZoneInfo("UTC")
    assert (winter.start.astimezone(utc).hour, summer.start.astimezone(utc).hour) == (18, 17)
    assert [str(each["tzid"]) for each in calendar.timezones] == ["Europe/London"]


def test_a_need_without_an_hour_is_a_whole_day(app, database, town_scope, town):
    with database.writing(town_scope) as session:
        case = session.get_one(Case, town["case"].id)
        helper = town["helper"].person_id
        once = a_need(session, case=case, kind=NeedKind.LIFT, from_on=TODAY + timedelta(days=3))

        a_task(session, once, session.get_one(Person, helper))
    visitor = Visitor(app).sign_in(town["helper"])
    calendar, _ = events(Visitor(app), address_of(visitor))
    (whole,) = [each for each in calendar.events if not isinstance(each.start, datetime)]
    assert whole.start == TODAY + timedelta(days=3)


def test_staff_see_what_is_due_by_codes(app, database, town_scope, town):
    with database.writing(town_scope) as session:
        case = session.get_one(Case, town["case"].id)
        case.owner_id, case.review_on = town["worker"].person_id, TODAY + timedelta(days=7)
        referral = a_referral(session, case=case)

        a_call_task(session, session.get_one(Person, case.resident_id))
    visitor = Visitor(app).sign_in(town["worker"])
    calendar, answer = events(Visitor(app), address_of(visitor))
    said = {str(each["summary"]): each for each in calendar.events}
    assert f"Answer due: referral {referral.code}" in said
    review = said[f"Look again: case {case.code}"]
    assert review.start == TODAY + timedelta(days=7)
    assert any(words.startswith("A call to make") for words in said)
    assert "김다래" not in answer.text.replace("\r\n ", "")
    assert str(review["url"]).endswith(f"/cases/{case.id}")


def test_days_of_the_law_appointments_and_goals_stand_in_it_by_codes(
    app, database, town_scope, town
):
    with database.writing(town_scope) as session:
        case = session.get_one(Case, town["case"].id)
        case.owner_id = town["worker"].person_id
        goal = a_goal(session, case=case, words="둘레길 걷기")
        answered = its_submission(session, an_application(session, case=case, programme="housing"))
        its_decision(
            session, its_submission(session, an_application(session, case=case)),
            object_by=TODAY + timedelta(days=60),
        )  # fmt: skip
        emergency = an_application(session, case=case, programme="emergency")
        its_decision(session, its_submission(session, emergency), Decision.GRANTED)
        coming = an_application(session, case=case, programme="education")
        an_appointment(session, coming, on=TODAY + timedelta(days=3))
        coming.appointment_at = time(10, 30)
        kinds = {each.kind: each.due_on for each in session.scalars(select(LegalClock))}
    assert set(kinds) == {ClockKind.APPLICATION, ClockKind.OBJECTION, ClockKind.AFTER_CHECK}
    visitor = Visitor(app).sign_in(town["worker"])
    calendar, answer = events(Visitor(app), address_of(visitor))
    said = {str(each["summary"]): each for each in calendar.events}
    of_law = {words: each.start for words, each in said.items() if "A day of the law" in words}
    assert sorted(of_law.values()) == sorted(kinds.values())
    assert all(case.code in words for words in of_law)
    links = {str(each["url"]) for each in calendar.events}
    assert any(link.endswith(f"/applications/{answered.id}") for link in links)
    office = said[f"Appointment with an office: case {case.code}"]
    assert office.start == datetime(2026, 11, 26, 10, 30, tzinfo=ZoneInfo("Asia/Seoul"))
    assert said[f"The day of a goal: case {case.code}"].start == goal.target_on
    text = answer.text.replace("\r\n ", "")
    for secret in ("김다래", "둘레길", "읍사무소", "livelihood", "소득"):
        assert secret not in text, secret


def test_another_workers_days_and_what_is_over_stand_in_nobodys_calendar(
    app, database, town_scope, town
):
    with database.writing(town_scope) as session:
        case = session.get_one(Case, town["case"].id)
        a_goal(session, case=case)
        an_appointment(session, an_application(session, case=case))
        its_submission(session, an_application(session, case=case, programme="housing"))
    visitor = Visitor(app).sign_in(town["worker"])
    calendar, _ = events(Visitor(app), address_of(visitor))
    assert not [each for each in calendar.events if case.code in str(each["summary"])]


def test_a_call_put_off_without_a_try_stands_at_its_chosen_hour(app, database, town_scope, town):
    with database.writing(town_scope) as session:
        case = session.get_one(Case, town["case"].id)
        task = a_call_task(session, session.get_one(Person, case.resident_id))
        task.put_off_until = NOW + timedelta(hours=5)
    visitor = Visitor(app).sign_in(town["worker"])
    calendar, _ = events(Visitor(app), address_of(visitor))
    (call,) = [each for each in calendar.events if str(each["uid"]).startswith("call-")]
    assert call.start == NOW + timedelta(hours=5)


def test_a_renewed_or_revoked_address_opens_nothing(app, database, town_scope, town):
    visitor = Visitor(app).sign_in(town["helper"])
    first = address_of(visitor)
    second = address_of(visitor)
    assert first != second
    assert Visitor(app).fetch(first).status_code == 404
    assert Visitor(app).fetch(second).status_code == 200
    visitor.post(f"{PATH}/end", on=PATH)
    assert Visitor(app).fetch(second).status_code == 404
    assert Visitor(app).fetch("/calendar/nonsense.ics").status_code == 404
    with database.reading(town_scope) as session:
        kept = session.scalars(select(CalendarFeed.token_hash)).all()
    token = second.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in kept
    assert hash_token(token) in kept


def test_a_closed_account_has_no_calendar(app, database, town_scope, town):
    path = address_of(Visitor(app).sign_in(town["helper"]))
    with database.writing(town_scope) as session:
        session.get_one(Account, town["helper"].id).disabled_at = NOW
    assert Visitor(app).fetch(path).status_code == 404
