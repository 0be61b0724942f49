"""The switch on its page: who may press it, what it shows, where its numbers lead."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select, update

from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.roles import Role
from hopecare.domain.runs import RunState
from hopecare.domain.urgency import Urgency
from hopecare.jobs.ring_for_all import ring_for_all
from hopecare.services.clear_channel_alert import clear_channel_alert
from hopecare.services.disable_account import disable_account
from hopecare.services.raise_channel_alert import raise_channel_alert
from hopecare.services.ring_some import AT_ONCE
from models import Account, CallTask, PersonRole, Run, SendingStop
from notifications.memory_sms import MemoryNetwork
from tests.blueprints.test_broadcasts import tools_of
from tests.factories.cases import BY, a_case
from tests.factories.desk import a_message, a_slot, a_stop
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre
from tests.plugins.pages import Visitor, count_queries, said_by

HOUR = timedelta(hours=1)
PENDING = MessageStatus.PENDING
PAGE = "/messages/switch"


@pytest.fixture
def write(database, town_scope):
    def written(make):
        with database.writing(town_scope) as session:
            return make(session)

    return written


def waits(session, resident, kind=MessageKind.CHECK_IN, **told):
    told.setdefault("valid_until", NOW + 2 * HOUR)
    return a_message(session, resident, kind=kind, status=PENDING, **told)


def numbers_on(page):
    """Every link into the list of messages, with the number it stands under."""
    links = [each for each in page.find_all("a") if each.attrib["href"].startswith("/messages?")]
    return [(each.attrib["href"], int(re.findall(r"\d+", said_by(each))[0])) for each in links]


def rows_behind(staff, link):
    page = staff.get(link)
    table = page.find("table", class_="rows")
    return 0 if table is None else len(list(table.iter("tr"))) - 1


def test_pressing_stop_and_start_leaves_who_when_and_why(staff, write, centre):
    assert "What a stop would hold now" in staff.get(PAGE).main
    stopped = staff.post(f"{PAGE}/stop", {"why": "a wrong text went out"}, on=PAGE)
    assert "Stopped. What is promised waits here." in staff.follow(stopped).main
    page = staff.get(PAGE)
    for words in ("a wrong text went out", "이담당", "Nobody is texted while it stands"):
        assert words in page.main
    staff.post(f"{PAGE}/start", {"reason": "mended"}, on=PAGE)
    page = staff.get(PAGE)
    assert "mended" in page.main
    assert "Nobody is texted" not in page.main
    (stop,) = write(lambda session: session.scalars(select(SendingStop)).all())
    assert (stop.channel, stop.started_at, stop.start_reason) == (None, NOW, "mended")


@pytest.mark.parametrize("path", ["/today", "/messages", "/residents", "/alerts"])
def test_a_red_line_stands_on_every_page_of_staff_while_it_stands(staff, write, path):
    assert "stopped since" not in staff.get(path).html
    write(a_stop)
    assert "Nothing leaves: texts and calls are stopped since" in staff.get(path).html


def test_the_red_line_names_the_channel(staff, write):
    write(lambda session: a_stop(session, channel=Channel.VOICE))
    assert "Telephone call: stopped since" in staff.get("/today").html


@pytest.mark.parametrize("path", ["/today", "/residents", "/alerts"])
def test_what_does_not_get_through_is_said_on_every_page_of_staff(staff, write, path, town_scope):
    told = {"town_id": town_scope.town_id, "by": BY, "now": NOW}
    assert "get through since" not in staff.get(path).html
    write(lambda session: raise_channel_alert(session, channel=Channel.SMS, **told))
    page = staff.get(path)
    assert "Text message: they do not get through since" in page.html
    assert PAGE in page.links
    write(lambda session: raise_channel_alert(session, channel=Channel.VOICE, **told))
    assert "Neither texts nor calls get through since" in staff.get(path).html
    write(lambda session: clear_channel_alert(session, channel=Channel.SMS, **told))
    assert "Telephone call: they do not get through since" in staff.get(path).html


def test_a_social_worker_sees_the_page_and_has_no_switch(database, town_scope, app, write, centre):
    account = write(
        lambda session: a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    )
    worker = Visitor(app).sign_in(account)
    page = worker.get(PAGE)
    assert "Why is it stopped?" not in page.main
    worker.send(f"{PAGE}/stop", worker.get(PAGE).fields("/sign-out"), status=403)
    assert write(lambda session: session.scalar(select(func.count(SendingStop.id)))) == 0


def test_a_reason_is_asked_for(staff):
    page = staff.post(f"{PAGE}/stop", {"why": " "}, on=PAGE, status=422)
    assert set(page.errors) == {"why"}


def test_every_number_leads_to_exactly_its_rows(staff, write, centre):
    def make(session):
        resident = a_resident(session, centre=centre)
        for _ in range(3):
            waits(session, resident)
        waits(session, resident, valid_until=NOW + HOUR / 2)
        waits(session, resident, channel=Channel.VOICE)
        waits(session, resident, MessageKind.THANKS)
        waits(session, resident, MessageKind.SIGN_IN_CODE)
        a_message(session, resident, kind=MessageKind.CHECK_IN)
        elsewhere = a_resident(session, name="박여울", centre=a_centre(session))
        waits(session, elsewhere)
        a_stop(session)

    write(make)
    page = staff.get(PAGE)
    numbers = numbers_on(page)
    assert sorted(number for _, number in numbers) == [1, 1, 1, 4, 6]
    assert {link: rows_behind(staff, link) for link, _ in numbers} == dict(numbers)


def test_what_was_too_late_while_it_stood_is_said_and_linked(staff, write, centre):
    def make(session):
        resident = a_resident(session, centre=centre)
        for until in (NOW - 3 * HOUR, NOW - HOUR, NOW - HOUR / 2, NOW + HOUR):
            a_message(
                session, resident, status=MessageStatus.EXPIRED, now=NOW - 5 * HOUR,
                valid_until=until,
            )  # fmt: skip
        a_stop(session, stopped_at=NOW - 2 * HOUR, started_at=NOW)

    write(make)
    ((link, number),) = numbers_on(staff.get(PAGE))
    assert (number, rows_behind(staff, link)) == (2, 2)


def test_the_most_fragile_stand_first_with_their_numbers(staff, write, centre):
    def make(session):
        for name, phone, year, crisis in (
            ("김젊은", "+82100000111", 1990, False),
            ("박고령", "+82100000222", 1930, False),
            ("최위기", "+82100000333", 1980, True),
        ):
            resident = a_resident(
                session, name=name, centre=centre, birth_on=date(year, 1, 1), phone=phone
            )
            if crisis:
                a_case(session, resident=resident, urgency=Urgency.CRISIS)
            waits(session, resident)
        a_stop(session)

    write(make)
    main = staff.get(PAGE).main
    assert main.index("최위기") < main.index("박고령") < main.index("김젊은")
    assert "Who must be rung: 3" in main
    assert "tel:+82100000222" in staff.get(PAGE).html


def test_one_press_owes_a_call_to_all_of_them_once(staff, write, centre):
    def make(session):
        for name in ("김다래", "박여울"):
            resident = a_resident(session, name=name, centre=centre)
            waits(session, resident, slot_id=a_slot(session, resident, status=SlotStatus.DUE).id)
        a_stop(session)

    write(make)
    form = staff.get(PAGE).fields(f"{PAGE}/calls")
    for _ in range(2):
        staff.send(f"{PAGE}/calls", form)
    staff.post(f"{PAGE}/calls", on=PAGE)
    assert write(lambda session: session.scalar(select(func.count(CallTask.id)))) == 2
    assert "김다래" in staff.get("/call-tasks").main


def test_a_whole_town_is_rung_for_some_at_a_time(database, staff, write, centre):
    def make(session):
        resident = a_resident(session, centre=centre)
        for _ in range(AT_ONCE + 1):
            waits(session, resident, MessageKind.TASK_DETAILS)
        a_stop(session)

    write(make)
    form = staff.get(PAGE).fields(f"{PAGE}/calls")
    ends: list[object] = []
    owed_at: list[int] = []

    def look(_connection, _cursor, statement, *_):
        if statement.startswith("INSERT INTO call_tasks"):
            owed_at.append(len(ends))

    def end(connection):
        ends.append(connection)

    event.listen(database.engine, "before_cursor_execute", look)
    event.listen(database.engine, "commit", end)
    try:
        to = [staff.send(f"{PAGE}/calls", form) for _ in range(2)][-1]
        assert len(owed_at) == AT_ONCE
        assert f"{AT_ONCE} of {AT_ONCE + 1}" in staff.follow(to).main
        for _ in range(2):
            ring_for_all(tools_of(database, MemoryNetwork(), NOW))
    finally:
        event.remove(database.engine, "before_cursor_execute", look)
        event.remove(database.engine, "commit", end)
    assert max(Counter(owed_at).values()) <= AT_ONCE
    assert write(lambda session: session.scalar(select(func.count(CallTask.id)))) == len(owed_at)
    assert len(owed_at) == AT_ONCE + 1
    (run,) = write(lambda session: session.scalars(select(Run)).all())
    assert (run.state, run.done, run.result) == (RunState.DONE, 201, {"held_words": 201})
    assert "each with its call: 201" in staff.get(f"/runs/{run.id}").main


def test_what_leaves_again_meanwhile_is_rung_for_no_more(database, staff, write, centre):
    def make(session):
        resident = a_resident(session, centre=centre)
        for _ in range(AT_ONCE + 1):
            waits(session, resident, MessageKind.TASK_DETAILS)
        return a_stop(session)

    write(make)
    staff.post(f"{PAGE}/calls", on=PAGE)
    staff.post(f"{PAGE}/start", {"reason": "mended"}, on=PAGE)
    ring_for_all(tools_of(database, MemoryNetwork(), NOW))

    assert write(lambda session: session.scalar(select(func.count(CallTask.id)))) == AT_ONCE
    (run,) = write(lambda session: session.scalars(select(Run)).all())
    assert (run.state, run.result) == (RunState.DONE, {"held_words": AT_ONCE})


def loses_the_role(session, account):
    theirs = update(PersonRole).where(PersonRole.person_id == account.person_id)
    session.execute(theirs.values(until_on=NOW.date()))


def loses_the_account(session, account):
    disable_account(session, account_id=account.id, now=NOW)


@pytest.mark.parametrize("happens", [loses_the_role, loses_the_account])
def test_whoever_may_not_do_it_any_more_leaves_a_run_that_failed(
    database, app, write, centre, happens
):
    account = write(lambda session: a_staff_account(session, centre=centre))
    other = write(lambda session: a_staff_account(session, centre=centre))

    def make(session):
        resident = a_resident(session, centre=centre)
        for _ in range(AT_ONCE + 1):
            waits(session, resident, MessageKind.TASK_DETAILS)
        a_stop(session)

    write(make)
    staff = Visitor(app).sign_in(account)
    staff.post(f"{PAGE}/calls", on=PAGE)
    write(lambda session: happens(session, session.get_one(Account, account.id)))
    ring_for_all(tools_of(database, MemoryNetwork(), NOW))

    (run,) = write(lambda session: session.scalars(select(Run)).all())
    assert (run.state, run.done) == (RunState.FAILED, AT_ONCE)
    assert run.result == {"held_words": AT_ONCE, "stopped_by": "not_allowed"}
    page = Visitor(app).sign_in(other).get(f"/runs/{run.id}").main
    assert "Whoever began it may not do it any more." in page
    assert f"each with its call: {AT_ONCE}" in page


def test_the_page_asks_no_more_for_many_than_for_one(database, staff, write, centre):
    def one(session):
        resident = a_resident(session, centre=centre)
        waits(session, resident, slot_id=a_slot(session, resident, status=SlotStatus.DUE).id)

    write(one)
    write(a_stop)
    with count_queries(database) as few:
        staff.get(PAGE)
    for _ in range(8):
        write(one)
    with count_queries(database) as many:
        staff.get(PAGE)
    assert many.total == few.total, many.statements


def test_who_stands_on_the_list_of_calls_already_is_marked(staff, write, centre):
    def make(session):
        resident = a_resident(session, name="김다래", centre=centre)
        waits(session, resident, slot_id=a_slot(session, resident, status=SlotStatus.DUE).id)
        a_stop(session)

    write(make)
    assert "Stands on the list of calls" not in staff.get(PAGE).main
    staff.post(f"{PAGE}/calls", on=PAGE)
    assert "Stands on the list of calls" in staff.get(PAGE).main
    (task,) = write(lambda session: session.scalars(select(CallTask)).all())
    assert f"/call-tasks/{task.id}" in staff.get(PAGE).links
