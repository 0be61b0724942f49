"""The inbox and the review queue: what came in, in which order, and the ways to be done with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.channels import Channel
from hopecare.domain.replies import NothingToDo, ReplyMeaning
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import Urgency
from hopecare.services.ask_for_review import ask_for_review
from models import Alert, CallTask, ContactPoint, InboundMessage, Report, Reporter
from tests.factories.cases import BY
from tests.factories.desk import a_message, a_reply, a_slot
from tests.factories.people import (
    a_contact_point,
    a_phone,
    a_resident,
    a_volunteer,
)
from tests.factories.towns import NOW, a_centre


@pytest.fixture
def comes(database, town_scope):
    """Let something come in, as it lies in the queue."""

    def come(**said):
        with database.writing(town_scope) as session:
            said = {"from_number": a_phone(), "town_id": town_scope.town_id, **said}
            way = said.pop("channel", Channel.SMS)
            row = a_reply(session, **said)
            row.channel = way
            if row.needs_review:
                ask_for_review(session, row=row, by=BY, now=said.get("now", NOW))
            return row

    return come


@pytest.fixture
def rows(database, town_scope):
    def read(table):
        with database.reading(town_scope) as session:
            return session.scalars(select(table).order_by(table.id)).all()

    return read


def press(staff, reply, act, *, looking_for="", status=303, **values):
    """Press a button of the reply's page."""
    path = f"/replies/{reply.id}"
    form = staff.get(f"{path}?q={looking_for}").fields(f"{path}/{act}")
    for name, value in values.items():
        form[name] = str(value)
    return staff.send(f"{path}/{act}", form, status=status)


def test_one_press_makes_a_report_of_a_text_and_links_both_ways(staff, comes, rows):
    reply = comes(body="윗집 할머니가 며칠째 안 보여요")

    page = staff.follow(press(staff, reply, "report", about="neighbour"))

    (report,) = rows(Report)
    assert (report.words, report.door) == (reply.body, ReportDoor.TEXT)
    assert (report.about_self, report.urgency) == (False, Urgency.ORDINARY)
    assert (report.about_phone, rows(Reporter)[0].phone) == (None, reply.from_number)
    assert f"/replies/{reply.id}" in page.links
    done = staff.get(f"/replies/{reply.id}")
    assert f"/reports/{report.id}" in done.links
    assert "이담당" in done.main
    assert [task.status for task in rows(CallTask)] == [CallTaskStatus.CANCELLED]
    assert rows(InboundMessage)[0].report_id == report.id


def test_pressed_again_by_somebody_else_it_is_the_same_report(
    staff, comes, rows, database, town_scope
):
    reply = comes()
    path = f"/replies/{reply.id}/report"
    form = staff.get(f"/replies/{reply.id}").fields(path)
    press(staff, reply, "report", about="neighbour")

    form["op"] = "another press"
    again = staff.send(path, form, status=303)

    (report,) = rows(Report)
    assert staff.follow(again).path == f"/reports/{report.id}"


def test_words_of_distress_that_nobody_was_alarmed_by_make_the_report_urgent(staff, comes, rows):
    reply = comes(body="살려주세요", meaning=ReplyMeaning.UNCLEAR)
    press(staff, reply, "report", about="myself")
    assert rows(Report)[0].urgency is Urgency.SOON


@pytest.mark.parametrize("meaning", [ReplyMeaning.HELP, ReplyMeaning.CANNOT_ANY_MORE])
def test_a_call_for_help_that_raised_an_alert_is_a_crisis_and_wakes_nobody_twice(
    staff, comes, rows, meaning
):
    reply = comes(body="와 주세요", meaning=meaning)
    (alert,) = rows(Alert)

    press(staff, reply, "report", about="myself")

    (report,) = rows(Report)
    assert report.urgency is Urgency.CRISIS
    assert [(each.id, each.report_id) for each in rows(Alert)] == [(alert.id, report.id)]


def test_whoever_wrote_stands_first_among_those_it_may_be_about(staff, comes, database, town_scope):
    with database.writing(town_scope) as session:
        number = a_phone()
        for name in ("박하나", "최둘", "이셋"):
            a_resident(session, name=name, phone=number)
        writer = a_volunteer(session, name="한빛", phone=number)
    reply = comes(from_number=number, person=writer)

    page = staff.follow(press(staff, reply, "report", about="myself"))

    named = [name for name in ("박하나", "최둘", "이셋", "한빛") if name in page.main]
    assert min(named, key=page.main.index) == "한빛"


def test_a_residents_own_text_is_a_report_about_them(staff, comes, rows, database, town_scope):
    with database.writing(town_scope) as session:
        number = a_phone()
        resident = a_resident(session, name="김다래", phone=number)
    reply = comes(from_number=number, person=resident)

    press(staff, reply, "report", about="myself")

    (report,) = rows(Report)
    assert (report.resident_id, report.about_phone) == (resident.id, number)


@pytest.mark.parametrize("reason", NothingToDo)
def test_nothing_to_do_is_written_down_with_its_reason(staff, comes, rows, reason):
    reply = comes()

    press(staff, reply, "aside", reason=reason.value)

    (row,) = rows(InboundMessage)
    assert (row.nothing_to_do, row.reviewed_at) == (reason, staff.clock())
    assert [task.status for task in rows(CallTask)] == [CallTaskStatus.CANCELLED]
    assert "이담당" in staff.get("/inbox").main
    assert "이담당" in staff.get(f"/replies/{reply.id}").main


def test_what_was_set_aside_stays_so_when_another_page_was_open(staff, comes, rows):
    reply = comes()
    path = f"/replies/{reply.id}/aside"
    late = staff.get(f"/replies/{reply.id}").fields(path)
    press(staff, reply, "aside", reason="advertising")

    late["reason"] = "wrong_number"
    staff.send(path, late, status=303)

    assert rows(InboundMessage)[0].nothing_to_do is NothingToDo.ADVERTISING


def test_somebody_says_whose_it_is_and_their_questions_stand_open(
    staff, comes, rows, database, town_scope, centre
):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        slot = a_slot(session, resident)
    reply = comes(body="잘 있어")
    path = f"/replies/{reply.id}"

    press(staff, reply, "whose", looking_for="김다래", person_id=resident.id)
    page = staff.get(path)

    assert "김다래" in page.main
    staff.post(path, {"meaning": "fine", "question": f"slot:{slot.id}"})
    assert rows(InboundMessage)[0].person_id == resident.id


def test_people_of_another_centre_are_not_named(staff, comes, database, town_scope):
    with database.writing(town_scope) as session:
        number = a_phone()
        other = a_centre(session, name="동부희망케어센터")
        theirs = a_resident(session, name="박여울", phone=number, centre=other)
        slot = a_slot(session, theirs)
    reply = comes(from_number=number)
    path = f"/replies/{reply.id}"

    page, looked = staff.get(path), staff.get(f"{path}?q=박여울")

    for each in (page, looked):
        assert "박여울" not in each.main
    assert "East Centre" in page.main
    assert str(slot.id) not in page.html
    form = page.fields(f"{path}/aside")
    form["person_id"] = str(theirs.id)
    staff.send(f"{path}/whose", form, status=403)


def test_calls_for_help_stand_first_and_then_what_waits_longest(staff, comes):
    bodies = {"newer": 1, "older": 5, "help": 0}
    for body, hours in bodies.items():
        meaning = ReplyMeaning.HELP if body == "help" else ReplyMeaning.UNCLEAR
        comes(body=body, meaning=meaning, now=NOW - timedelta(hours=hours))

    main = staff.get("/replies").main

    assert sorted(bodies, key=main.index) == ["help", "older", "newer"]


def test_what_we_last_said_to_the_telephone_is_shown(staff, comes, database, town_scope, centre):
    with database.writing(town_scope) as session:
        number = a_phone()
        resident = a_resident(session, phone=number, centre=centre)
        point = session.scalars(
            select(ContactPoint).where(ContactPoint.person_id == resident.id)
        ).one()
        elsewhere = a_contact_point(session, resident)
        for hours in range(1, 6):
            sent = a_message(session, resident, body=f"{hours}시간 전 말씀")
            sent.contact_point_id, sent.sent_at = point.id, NOW - timedelta(hours=hours)
        other = a_message(session, resident, body="다른 번호로 보낸 말씀")
        other.contact_point_id, other.sent_at = elsewhere.id, NOW - timedelta(hours=1)
    reply = comes(from_number=number, person=resident)

    main = staff.get(f"/replies/{reply.id}").main

    said = [f"{hours}시간 전 말씀" for hours in range(1, 6)]
    assert [each for each in said if each in main] == said[:3]
    assert "다른 번호로 보낸 말씀" not in main


@pytest.fixture
def full(comes, rows, staff, database, town_scope, centre):
    """One of each kind that came in, named by its words."""
    with database.writing(town_scope) as session:
        number = a_phone()
        resident = a_resident(session, phone=number, centre=centre)
    comes(body="waits here")
    comes(body="understood", needs_review=False, meaning=ReplyMeaning.FINE)
    comes(body="spoken", channel=Channel.VOICE, now=NOW - timedelta(days=3))
    comes(body="from known", from_number=number, person=resident)
    read = comes(body="read by us")
    press(staff, read, "aside", reason="only_thanks")
    return resident


ALL = ["waits here", "understood", "spoken", "from known", "read by us"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ALL),
        ("which=waits", ["waits here", "spoken", "from known"]),
        ("which=read", ["read by us"]),
        ("which=understood", ["understood"]),
        ("channel=voice", ["spoken"]),
        ("meaning=fine", ["understood"]),
        ("sender=known", ["from known"]),
        ("sender=unknown", ["waits here", "understood", "spoken", "read by us"]),
        ("until_on=2026-03-01", []),
        ("person_id={resident}", ["from known"]),
        (
            "from_on={today}&until_on={today}",
            ["waits here", "understood", "from known", "read by us"],
        ),
        ("until_on={yesterday}", ["spoken"]),
    ],
)
def test_each_filter_shows_exactly_its_rows(staff, full, query, wanted):
    today = NOW.date()
    query = query.format(resident=full.id, today=today, yesterday=today - timedelta(days=1))

    main = staff.get(f"/inbox?{query}").main

    assert sorted(body for body in ALL if body in main) == sorted(wanted)


def test_the_call_that_is_owed_leads_to_what_came_in(staff, comes, rows):
    reply = comes()
    (task,) = rows(CallTask)
    assert f"/replies/{reply.id}" in staff.get(f"/call-tasks/{task.id}").links


def test_one_press_owes_a_call_back_to_whoever_rang(staff, comes, rows, database, town_scope):
    with database.writing(town_scope) as session:
        number = a_phone()
        resident = a_resident(session, name="김다래", phone=number)
    reply = comes(from_number=number, person=resident, channel=Channel.VOICE, body=None)

    staff.post(f"/replies/{reply.id}", {"meaning": "later"}, on=f"/replies/{reply.id}")

    owed = [task for task in rows(CallTask) if task.kind.value == "call_back"]
    assert [(task.person_id, task.status.value) for task in owed] == [(resident.id, "open")]
