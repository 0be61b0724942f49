"""Messages to many through their doors: looked at, sent once, followed, stopped."""

from __future__ import annotations

import re
from base64 import b85encode
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hopecare.clock import SetClock
from hopecare.domain.broadcasts import BroadcastState, LeftOut, NotBegun
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.people import ContactKind
from hopecare.domain.priorities import Priority
from hopecare.domain.roles import Role
from hopecare.domain.runs import RunState
from hopecare.domain.town_settings import COST_CAP, PRICES
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tidy_drafts import tidy_drafts
from hopecare.jobs.tools import Tools
from hopecare.jobs.write_broadcasts import write_broadcasts
from hopecare.services.keep_broadcast_people import keep_broadcast_people
from hopecare.services.plan_broadcast import plan_broadcast
from hopecare.services.promise_broadcast import promise_broadcast
from hopecare.services.record_death import record_death
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from models import (
    Broadcast,
    BroadcastPerson,
    CallTask,
    ContactPoint,
    CostDay,
    Message,
    MessageEvent,
    Person,
    Run,
    SettingEntry,
)
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_contact_point, a_resident, a_staff_account, a_volunteer
from tests.factories.towns import NOW, TODAY, a_centre, an_area
from tests.plugins.pages import count_queries, filled

KOREAN = "내일 오후 두 시, 센터에서 김장을 나눠요."
ENGLISH = "Kimchi for everybody, tomorrow at two, at the centre."
TO_RESIDENTS = {"audience": "residents", "reason": "김장 나눔", "korean": KOREAN}
NEW = "/broadcasts/new"
WITHOUT = [ConsentPurpose.KEEP_RECORD]


@pytest.fixture
def account(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_staff_account(session, centre=centre, full_name="이담당")


@pytest.fixture
def staff(visitor, account):
    return visitor.sign_in(account)


@pytest.fixture
def drafted(staff):
    """Write to many and give the page on which it is looked at."""

    def write(**values):
        answer = staff.post("/broadcasts", {**TO_RESIDENTS, **values}, on=NEW)
        return answer.answer.headers["Location"]

    return write


@pytest.fixture
def send(database, staff):
    """Press "send" on the page that was looked at, and let the worker lay it."""

    def press(path, **more):
        page = staff.post(f"{path}/send", on=path, **more)
        lay(database)
        return page

    return press


def residents(database, scope, centre, *names, **facts):
    with database.writing(scope) as session:
        return [a_resident(session, name=name, centre=centre, **facts) for name in names]


def rows(database, scope, table):
    with database.reading(scope) as session:
        return session.scalars(select(table).order_by(table.id)).all()


def texts(database, scope):
    return [m for m in rows(database, scope, Message) if m.kind is MessageKind.BROADCAST]


def test_looking_writes_nothing_and_sending_reaches_exactly_those(
    database, town_scope, staff, centre, drafted, send
):
    one, two = residents(database, town_scope, centre, "김다래", "박가람")
    path = drafted()
    page = staff.get(path)
    assert "2 people, 2 texts" in page.main
    assert "[희망케어] " + KOREAN in page.main
    assert "Nothing is written in English" in page.main
    assert "김다래" in page.main
    assert rows(database, town_scope, Message) == []
    assert rows(database, town_scope, BroadcastPerson) == []

    send(path)
    sent = texts(database, town_scope)
    assert {m.to_person_id for m in sent} == {one.id, two.id}
    assert {m.body for m in sent} == {"[희망케어] " + KOREAN}
    assert not any(m.is_urgent for m in sent)
    assert {m.priority for m in sent} == {Priority.TO_MANY}
    (broadcast,) = rows(database, town_scope, Broadcast)
    assert broadcast.state is BroadcastState.WRITTEN
    assert {m.dedup_key for m in sent} == {
        f"broadcast:{broadcast.id}:{m.to_person_id}" for m in sent
    }
    (run,) = rows(database, town_scope, Run)
    assert (run.state, run.done, run.total) == (RunState.DONE, 2, 2)
    assert "김장 나눔" in staff.get("/broadcasts").main


def test_everybody_left_out_is_told_with_the_reason(
    database, town_scope, staff, centre, drafted, send
):
    make = lambda *names, **facts: residents(database, town_scope, centre, *names, **facts)  # noqa: E731
    make("가도달")
    make("나전화없음", phone="")
    make("다집전화", phone="+82315550100")
    make("라동의없음", consents=WITHOUT)
    (opted,) = make("마문자싫음")
    (careful,) = make("바조심")
    (dead,) = make("사떠남")
    with database.writing(town_scope) as session:
        points = select(ContactPoint).where(ContactPoint.person_id == opted.id)
        session.scalars(points).one().opted_out_at = NOW
        wish = SafetyWish(forbidden=True, note="위험")
        set_contact_safety(session, session.merge(careful), wish, by=BY, now=NOW)
        record_death(session, person_id=dead.id, died_on=TODAY, by=BY, now=NOW)
    path = drafted()
    main = staff.get(path).main
    assert "1 person, 1 text" in main
    assert "The price of a text is not set." in main
    assert "1 min after the first" in main
    for words in (
        "No telephone: 1 나전화없음",
        "Landline only: 1 다집전화",
        "No consent: 1 라동의없음",
        "Asked for no texts: 1 마문자싫음",
        "Unsafe to contact: 1 바조심",
        "Has died: 1 사떠남",
    ):
        assert words in main, main
    send(path)
    assert len(texts(database, town_scope)) == 1
    left = [p.left_out for p in rows(database, town_scope, BroadcastPerson) if p.left_out]
    later = {LeftOut.TOO_LATE, LeftOut.CAME_LATER, LeftOut.OF_THE_GROUP_NO_MORE}
    assert sorted(left) == sorted(set(LeftOut) - later)
    assert "No consent: 1 라동의없음" in staff.get(path).main


def spent_out(session, centre):
    today = CostDay(
        town_id=centre.town_id,
        day=TODAY,
        channel=Channel.SMS,
        messages=1,
        without_price=0,
        segments=1,
        micros=100,
    )
    cap = SettingEntry(
        town_id=centre.town_id,
        key=COST_CAP,
        value={"a_month": 100},
        from_on=TODAY,
        reason="the budget",
    )
    session.add_all([today, cap])


def test_once_the_months_money_is_spent_the_page_says_so_and_nothing_is_sent(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김다래")
    path = drafted()
    form = staff.get(path).fields(f"{path}/send")
    with database.writing(town_scope) as session:
        spent_out(session, centre)
    main = staff.get(path).main
    assert "The month's money is spent: 1 김다래" in main
    assert "Nobody can be reached. Nothing can be sent." in main
    staff.send(f"{path}/send", form)
    lay(database)
    assert "Nobody of the group could be reached, so nothing was sent." in staff.get(path).main
    assert texts(database, town_scope) == []


@pytest.fixture
def priced(database, town_scope, centre):
    """A text costs ten won, and twenty-five may be spent."""
    values = {
        PRICES: {"text_part": 10_000_000, "call_minute": 0},
        COST_CAP: {"a_month": 25_000_000},
    }
    with database.writing(town_scope) as session:
        for key, value in values.items():
            entry = SettingEntry(
                town_id=centre.town_id, key=key, value=value, from_on=TODAY, reason="the budget"
            )
            session.add(entry)


@pytest.mark.usefixtures("priced")
def test_the_preview_says_what_it_costs_against_what_is_left(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김하나", "박둘")
    main = staff.get(drafted()).main
    assert "Cost ₩20" in main
    assert "Left of the month's money ₩25" in main


@pytest.mark.usefixtures("priced")
def test_what_the_months_money_does_not_carry_is_not_begun(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김하나", "박둘", "최셋")
    path = drafted()
    page = staff.get(path)
    assert "This costs more than is left of the month's money" in page.main
    assert page.find("form", action=f"{path}/send") is None
    assert texts(database, town_scope) == []


@pytest.mark.usefixtures("priced")
def test_money_that_another_message_still_needs_is_not_spent_twice(
    database, town_scope, staff, centre, drafted, send
):
    residents(database, town_scope, centre, "김하나", "박둘")
    first, second = drafted(), drafted(reason="다른 소식")
    form = staff.get(second).fields(f"{second}/send")
    send(first)

    staff.send(f"{second}/send", form)
    lay(database)
    page = staff.get(second)
    assert "It costs more than is left of the month's money, so nothing was sent." in page.main
    assert page.find("form", action=f"{second}/send") is None
    assert "Left of the month's money ₩5" in page.main
    assert len(texts(database, town_scope)) == 2

    staff.post(f"{first}/stop", on=first)
    send(second)
    assert len(texts(database, town_scope)) == 4


def test_each_reads_their_own_language(database, town_scope, staff, centre, drafted, send):
    residents(database, town_scope, centre, "김다래")
    residents(database, town_scope, centre, "Kim", language="en")
    path = drafted(english=ENGLISH)
    send(path)
    assert {(m.language, m.body) for m in texts(database, town_scope)} == {
        ("ko", "[희망케어] " + KOREAN),
        ("en", "[HopeCare] " + ENGLISH),
    }


def test_filters_name_the_group(database, town_scope, staff, centre, drafted):
    with database.writing(town_scope) as session:
        area = an_area(session, covered_by=centre)
        helped = a_resident(session, name="김도움", centre=centre, area=area)
        a_resident(session, name="박혼자", centre=centre)
        helper = a_volunteer(session, name="공숲", centre=centre)
        case = a_case(session, resident=helped, centre=centre)
        a_task(session, a_need(session, case=case), helper)
    for values, named in (
        ({}, {"김도움", "박혼자"}),
        ({"area_id": area.id}, {"김도움"}),
        ({"has_helper": "yes"}, {"김도움"}),
        ({"language": "en"}, set()),
        ({"audience": "volunteers"}, {"공숲"}),
    ):
        main = staff.get(drafted(**values)).main
        assert {name for name in ("김도움", "박혼자", "공숲") if name in main} == named, values


def test_volunteers_agreed_by_joining(database, town_scope, staff, centre, drafted, send):
    with database.writing(town_scope) as session:
        a_volunteer(session, name="공숲", centre=centre)
    path = drafted(audience="volunteers")
    send(path)
    network = MemoryNetwork()
    deliver(tools_of(database, network, NOW))
    assert [parcel.body for parcel in network.sent] == ["[희망케어] " + KOREAN]


def tools_of(database, network, now):
    networks = Networks(texts=network, calls=network)
    return Tools(database=database, networks=networks, clock=SetClock(now))


def test_at_night_nobody_is_disturbed_and_what_is_over_by_then_is_not_written(
    database, town_scope, visitor, account, centre
):
    residents(database, town_scope, centre, "김다래")
    visitor.clock.at = NOW + timedelta(hours=12)  # 22:00 in Korea
    staff = visitor.sign_in(account)
    values = {**TO_RESIDENTS, "until_on": str(TODAY + timedelta(days=1))}
    long = staff.post("/broadcasts", {**values, "until_clock": "18:00"}, on=NEW)
    main = staff.get(long.answer.headers["Location"]).main
    assert "1 person" in main
    assert "may be disturbed again Tue 24 Nov, 8 am" in main
    short = staff.post("/broadcasts", {**values, "until_clock": "07:00"}, on=NEW)
    main = staff.get(short.answer.headers["Location"]).main
    assert "Its time is over before it could reach them: 1" in main
    assert "Nobody can be reached" in main


def test_exactly_those_who_were_seen_and_may_still_be_written_to_are(
    database, town_scope, staff, centre, drafted
):
    _, opted, careful, moved = residents(
        database, town_scope, centre, "김다래", "이문자싫음", "최조심", "정이사"
    )
    path = drafted()
    form = staff.get(path).fields(f"{path}/send")
    residents(database, town_scope, centre, "박새로")
    with database.writing(town_scope) as session:
        points = select(ContactPoint).where(ContactPoint.person_id == opted.id)
        session.scalars(points).one().opted_out_at = NOW
        wish = SafetyWish(forbidden=True, note="위험")
        set_contact_safety(session, session.merge(careful), wish, by=BY, now=NOW)
        session.merge(moved).centre_id = a_centre(session, name="서부희망케어센터").id
    staff.send(f"{path}/send", form)
    assert texts(database, town_scope) == []
    lay(database)
    assert len(texts(database, town_scope)) == 1
    main = staff.get(path).main
    for words in (
        "1Messages",
        "Asked for no texts: 1 이문자싫음",
        "Unsafe to contact: 1 최조심",
        "Could be reached only after you had looked: 1 박새로",
    ):
        assert words in main, main
    left = {p.person_id: p.left_out for p in rows(database, town_scope, BroadcastPerson)}
    assert left[moved.id] is LeftOut.OF_THE_GROUP_NO_MORE
    (run,) = rows(database, town_scope, Run)
    assert (run.state, run.done, run.total) == (RunState.DONE, 1, 1)


def test_where_too_much_changed_nothing_is_begun_and_it_is_a_draft_again(
    database, town_scope, staff, centre, drafted, send
):
    residents(database, town_scope, centre, "김다래")
    path = drafted()
    form = staff.get(path).fields(f"{path}/send")
    residents(database, town_scope, centre, *(f"박{n}" for n in range(150)))
    staff.send(f"{path}/send", form)
    lay(database)
    assert rows(database, town_scope, BroadcastPerson) == texts(database, town_scope) == []
    (broadcast,) = rows(database, town_scope, Broadcast)
    assert broadcast.state is BroadcastState.DRAFT
    assert "So much of the group changed since you looked" in staff.get(path).main
    (run,) = rows(database, town_scope, Run)
    assert run.state is RunState.FAILED
    assert "So much of the group changed" in staff.get(f"/runs/{run.id}").main
    send(path)
    assert len(texts(database, town_scope)) == 151


def test_what_a_former_release_kept_of_the_group_is_looked_at_again(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김다래")
    path = drafted()
    staff.post(f"{path}/send", on=path)
    with database.writing(town_scope) as session:
        session.scalars(select(Broadcast)).one().seen = b85encode(bytes(2880)).decode()
    lay(database)
    (broadcast,) = rows(database, town_scope, Broadcast)
    assert broadcast.state is BroadcastState.DRAFT
    assert broadcast.not_begun is NotBegun.GROUP_CHANGED
    assert texts(database, town_scope) == []


def test_whoever_may_not_do_it_any_more_sends_nothing(
    database, town_scope, staff, centre, drafted, account
):
    residents(database, town_scope, centre, "김다래")
    path = drafted()
    staff.post(f"{path}/send", on=path)
    with database.writing(town_scope) as session:
        session.merge(account).disabled_at = NOW
    lay(database)
    (broadcast,) = rows(database, town_scope, Broadcast)
    assert broadcast.not_begun is NotBegun.NOT_ALLOWED
    assert texts(database, town_scope) == []


def test_until_the_worker_has_laid_it_the_page_says_how_far_it_is_and_if_it_stands_still(
    database, town_scope, visitor, staff, centre, drafted
):
    residents(database, town_scope, centre, "김다래", "박가람")
    path = drafted()
    staff.post(f"{path}/send", on=path)
    page = staff.get(path)
    assert "Being made ready for 2 people" in page.main
    assert 'http-equiv="refresh"' in page.answer.text
    assert "Nothing has moved since" not in page.main
    visitor.clock.at = NOW + timedelta(minutes=3)
    assert "Nothing has moved since" in staff.get(path).main
    lay(database)
    page = staff.get(path)
    assert 'http-equiv="refresh"' not in page.answer.text
    assert "Being made ready" not in page.main


def test_a_kill_while_the_group_is_kept_doubles_nobody_and_loses_nobody(
    database, town_scope, staff, centre, drafted
):
    people = residents(database, town_scope, centre, *(f"김{n}" for n in range(5)))
    path = drafted()
    staff.post(f"{path}/send", on=path)
    (broadcast,) = rows(database, town_scope, Broadcast)
    with database.reading(town_scope) as session:
        planned = plan_broadcast(session, broadcast_id=broadcast.id, now=NOW)
    assert not isinstance(planned, NotBegun)
    with database.writing(town_scope) as session:
        some = planned[:2]
        keep_broadcast_people(
            session, broadcast_id=broadcast.id, people=some, is_last=False, now=NOW
        )
    # Killed here: nobody is written to before the whole group is kept.
    assert texts(database, town_scope) == []
    lay(database)
    lay(database)
    told = [m.to_person_id for m in texts(database, town_scope)]
    assert sorted(told) == sorted(person.id for person in people)
    (run,) = rows(database, town_scope, Run)
    assert (run.state, run.done, run.total) == (RunState.DONE, 5, 5)


def test_who_says_no_while_it_is_being_laid_is_left_out_and_named(
    database, town_scope, staff, centre, drafted
):
    people = residents(database, town_scope, centre, *(f"김{n}" for n in range(5)))
    path = drafted()
    broadcast_id = begun(database, town_scope, staff, path, laid=2)
    with database.writing(town_scope) as session:
        points = select(ContactPoint).where(ContactPoint.person_id == people[4].id)
        session.scalars(points).one().opted_out_at = NOW
    lay(database)
    assert len(texts(database, town_scope)) == 4
    assert "Asked for no texts: 1 김4" in staff.get(path).main
    with database.reading(town_scope) as session:
        run = session.get_one(Run, session.get_one(Broadcast, broadcast_id).run_id)
        assert (run.done, run.total, run.result["written"]) == (5, 5, 4)


def test_stopping_while_it_is_being_laid_says_how_many_never_will_be_written(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, *(f"김{n}" for n in range(5)))
    path = drafted()
    begun(database, town_scope, staff, path, laid=2)
    assert "Being written: 2 of 5." in staff.get(path).main
    staff.post(f"{path}/stop", on=path)
    lay(database)
    assert len(texts(database, town_scope)) == 2
    assert {m.status for m in texts(database, town_scope)} == {MessageStatus.STOPPED}
    assert "3 messages were not written, and never will be." in staff.get(path).main


def test_stopping_before_the_group_is_kept_writes_nothing(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김하나", "박둘")
    path = drafted()
    staff.post(f"{path}/send", on=path)
    staff.post(f"{path}/stop", on=path)
    lay(database)
    assert rows(database, town_scope, BroadcastPerson) == texts(database, town_scope) == []
    assert "2 messages were not written, and never will be." in staff.get(path).main


def test_sending_asks_as_little_for_many_as_for_one(database, town_scope, staff, centre, drafted):
    residents(database, town_scope, centre, "김다래")
    one, many = drafted(), drafted()
    form = staff.get(one).fields(f"{one}/send")
    with count_queries(database) as few:
        staff.send(f"{one}/send", form)
    lay(database)
    residents(database, town_scope, centre, *(f"박{n}" for n in range(250)))
    form = staff.get(many).fields(f"{many}/send")
    with count_queries(database) as more:
        staff.send(f"{many}/send", form)
    assert len(more.statements) == len(few.statements)
    assert len(texts(database, town_scope)) == 1
    lay(database)
    assert len(texts(database, town_scope)) == 252


def begun(database, scope, staff, path, *, laid):
    """Sent, kept, and laid for the first few; as far as a worker came that was killed."""
    staff.post(f"{path}/send", on=path)
    (broadcast,) = rows(database, scope, Broadcast)
    with database.reading(scope) as session:
        planned = plan_broadcast(session, broadcast_id=broadcast.id, now=NOW)
    assert not isinstance(planned, NotBegun)
    with database.writing(scope) as session:
        keep_broadcast_people(
            session, broadcast_id=broadcast.id, people=planned, is_last=True, now=NOW
        )
    with database.writing(scope) as session:
        promise_broadcast(session, broadcast_id=broadcast.id, now=NOW, limit=laid)
    return broadcast.id


def lay(database):
    return write_broadcasts(tools_of(database, MemoryNetwork(), NOW))


def test_only_what_was_looked_at_can_be_sent(database, town_scope, staff, centre, drafted):
    residents(database, town_scope, centre, "김다래")
    path, other = drafted(), drafted(korean="다른 말이에요.")
    form = staff.get(path).fields(f"{path}/send")
    foreign = staff.get(other).fields(f"{other}/send")["seen"]
    for seen in (None, "forged", foreign):
        assert "seen" in staff.send(f"{path}/send", filled(form, {"seen": seen}), status=422).errors
    assert texts(database, town_scope) == []


def test_whose_time_is_over_cannot_be_sent_and_says_so(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김다래")
    path = drafted(until_on="2026-11-23", until_clock="12:00")
    seen = staff.get(path).fields(f"{path}/send")
    staff.clock.advance(timedelta(hours=2))
    main = staff.get(path).main
    assert "Nobody can be reached. Nothing can be sent." in main
    assert "Its time is over before it could reach them: 1" in main

    # Who pressed in time and was late all the same sees it on the page; the worker does not break.
    staff.send(f"{path}/send", filled(seen, {}))
    write_broadcasts(tools_of(database, MemoryNetwork(), staff.clock()))
    (broadcast,) = rows(database, town_scope, Broadcast)
    assert broadcast.state is BroadcastState.DRAFT
    assert broadcast.not_begun is NotBegun.NOBODY_REACHABLE
    assert texts(database, town_scope) == []


def test_what_a_worker_slept_through_is_named_as_too_late(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김다래", "박가람", "이나루")
    path = drafted(until_on="2026-11-23", until_clock="12:00")
    staff.post(f"{path}/send", on=path)
    (broadcast,) = rows(database, town_scope, Broadcast)
    with database.reading(town_scope) as session:
        people = plan_broadcast(session, broadcast_id=broadcast.id, now=NOW)
    assert not isinstance(people, NotBegun)
    with database.writing(town_scope) as session:
        keep_broadcast_people(
            session, broadcast_id=broadcast.id, people=people, is_last=True, now=NOW
        )
        promise_broadcast(session, broadcast_id=broadcast.id, now=NOW, limit=1)
    staff.clock.advance(timedelta(hours=3))

    write_broadcasts(tools_of(database, MemoryNetwork(), staff.clock()))
    (broadcast,) = rows(database, town_scope, Broadcast)
    assert broadcast.state is BroadcastState.WRITTEN
    assert len(texts(database, town_scope)) == 1
    late = [each.left_out for each in rows(database, town_scope, BroadcastPerson)]
    assert late.count(LeftOut.TOO_LATE) == 2
    assert "Its time is over before it could reach them: 2" in staff.get(path).main


def test_pressing_twice_sends_once(database, town_scope, staff, centre, drafted):
    residents(database, town_scope, centre, "김다래")
    path = drafted()
    one, two = (staff.get(path).fields(f"{path}/send") for _ in range(2))
    staff.send(f"{path}/send", one)
    staff.send(f"{path}/send", one)
    staff.send(f"{path}/send", two, status=409)
    lay(database)
    assert len(texts(database, town_scope)) == 1


def test_a_crash_half_way_doubles_nobody_and_loses_nobody(
    database, town_scope, staff, centre, drafted, send
):
    people = residents(database, town_scope, centre, *(f"김{n}" for n in range(5)))
    path = drafted()
    send(path)
    with database.writing(town_scope) as session:
        (broadcast,) = session.scalars(select(Broadcast))
        broadcast.written_at = None
        run = session.get_one(Run, broadcast.run_id)
        run.state, run.done, run.finished_at = RunState.RUNNING, 2, None
        kept = session.scalars(select(BroadcastPerson).order_by(BroadcastPerson.id)).all()
        # As after a power cut: two lost with their messages, one message there without its mark.
        lost = [each.person_id for each in kept[:2]]
        for each in kept[:3]:
            each.promised_at = None
        gone = session.scalars(select(Message).where(Message.to_person_id.in_(lost))).all()
        for message in gone:
            for event in session.scalars(
                select(MessageEvent).where(MessageEvent.message_id == message.id)
            ):
                session.delete(event)
        session.flush()
        for message in gone:
            session.delete(message)
    with database.writing(town_scope) as session:
        assert promise_broadcast(session, broadcast_id=broadcast.id, now=NOW, limit=1) == 1
    tools = tools_of(database, MemoryNetwork(), NOW)
    assert write_broadcasts(tools) == 2
    assert write_broadcasts(tools) == 0
    told = [m.to_person_id for m in texts(database, town_scope)]
    assert sorted(told) == sorted(person.id for person in people)
    (run,) = rows(database, town_scope, Run)
    assert (run.state, run.done, run.total) == (RunState.DONE, 5, 5)


def test_what_has_not_left_can_be_stopped(database, town_scope, staff, centre, drafted, send):
    residents(database, town_scope, centre, "김다래", "박가람")
    path = drafted()
    send(path)
    staff.post(f"{path}/stop", on=path)
    network = MemoryNetwork()
    deliver(tools_of(database, network, NOW))
    assert network.sent == []
    assert {m.status for m in texts(database, town_scope)} == {MessageStatus.STOPPED}
    page = staff.get(path)
    assert "Stopped before its end" in page.text
    assert page.find("form", action=f"{path}/stop") is None
    message = texts(database, town_scope)[0]
    assert "The message to many was stopped." in staff.get(f"/messages/{message.id}").main


def test_what_nobody_sent_is_taken_away_after_two_weeks(
    database, town_scope, staff, centre, drafted, send
):
    residents(database, town_scope, centre, "김다래")
    sent = drafted()
    send(sent)
    drafted(reason="잊은 말")

    network = MemoryNetwork()
    assert tidy_drafts(tools_of(database, network, NOW + timedelta(days=13))) == 0
    assert tidy_drafts(tools_of(database, network, NOW + timedelta(days=15))) == 1
    (kept,) = rows(database, town_scope, Broadcast)
    assert kept.sent_at is not None


def test_stopping_before_the_rest_is_written_leaves_it_unwritten(
    database, town_scope, staff, centre, drafted, send
):
    residents(database, town_scope, centre, "김다래")
    path = drafted()
    send(path)
    with database.writing(town_scope) as session:
        (broadcast,) = session.scalars(select(Broadcast))
        broadcast.written_at = None
        session.get_one(Run, broadcast.run_id).state = RunState.RUNNING
        (person,) = session.scalars(select(BroadcastPerson))
        person.promised_at = None
    staff.post(f"{path}/stop", on=path)
    assert write_broadcasts(tools_of(database, MemoryNetwork(), NOW)) == 0
    (run,) = rows(database, town_scope, Run)
    assert run.state is RunState.FAILED
    assert run.result["stopped_by"] == "stopped"


def test_each_number_leads_to_exactly_its_rows(database, town_scope, staff, centre, drafted, send):
    people = residents(database, town_scope, centre, "김하나", "박둘", "최셋")
    residents(database, town_scope, centre, "나전화없음", phone="")
    path = drafted()
    send(path)
    deliver(tools_of(database, MemoryNetwork(), NOW))
    with database.writing(town_scope) as session:
        told = session.scalars(select(Message).where(Message.to_person_id == people[0].id)).one()
        told.status = MessageStatus.DELIVERED
    page = staff.get(path)
    assert re.search(r"3\s*Messages", page.main)
    assert re.search(r"1\s*Arrived", page.main)
    (arrived,) = [link for link in page.links if "status=delivered" in link]
    listed = staff.get(arrived).main
    assert "김하나" in listed
    assert "박둘" not in listed


def test_a_household_with_one_telephone_is_told_once_and_its_page_says_by_whom(
    database, town_scope, staff, centre, drafted, send
):
    people = residents(database, town_scope, centre, "김하나", "박둘", phone="+821012345678")
    path = drafted()
    send(path)
    network, later = MemoryNetwork(), NOW + timedelta(minutes=2)
    for moment in (NOW, later):
        deliver(tools_of(database, network, moment))
    assert len(network.sent) == 1
    page = staff.get(path)
    assert re.search(r"1\s*Told by another&#39;s message|1\s*Told by another's message", page.main)
    assert "Recalled before sending" not in page.main
    (together,) = [link for link in page.links if "together=yes" in link]
    told = next(m for m in texts(database, town_scope) if m.status is MessageStatus.STOPPED)
    spoken = next(each for each in people if each.id != told.to_person_id)
    listed = staff.get(together).main
    assert spoken.full_name not in listed
    life = staff.get(f"/messages/{told.id}").main
    assert f"with what was written to {spoken.full_name}" in life
    assert "Told by another" in listed
    assert "Recalled before sending" not in life


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"korean": "", "english": ""}, "korean"),
        ({"korean": " \n "}, "korean"),
        ({"korean": "가" * 1601}, "korean"),
        ({"korean": "김장을 나눠요 🥬"}, "korean"),
        ({"english": "Kimchi — for all"}, "english"),
        ({"reason": ""}, "reason"),
        ({"audience": "everybody"}, "audience"),
        ({"language": "xx"}, "language"),
        ({"until_on": "2026-11-22"}, "until_on"),
        ({"until_on": "2026-11-23", "until_clock": "09:59"}, "until_on"),
        ({"after_clock": "25:00"}, "after_clock"),
        ({"area_id": "01980000-0000-7000-8000-00000000beef"}, "area_id"),
    ],
)
def test_what_cannot_be_said_is_refused_beside_its_field(database, town_scope, staff, wrong, field):
    values = {"after_clock": "09:00", **TO_RESIDENTS, **wrong}
    form = filled(staff.get(NEW).fields("/broadcasts"), values)
    page = staff.send("/broadcasts", form, status=422)
    assert list(page.errors) == [field]
    assert rows(database, town_scope, Broadcast) == []


def test_a_sign_no_telephone_shows_is_named_with_its_place(staff):
    form = filled(
        staff.get(NEW).fields("/broadcasts"), {**TO_RESIDENTS, "korean": "김장을 나눠요 🥬"}
    )
    page = staff.send("/broadcasts", form, status=422)
    assert '"🥬" (sign 9)' in page.errors["korean"]


def test_a_draft_is_changed_and_the_old_one_is_gone(database, town_scope, staff, centre, drafted):
    residents(database, town_scope, centre, "김다래")
    where = drafted(english=ENGLISH)
    fields = staff.get(f"{where}/change").fields("/broadcasts")
    assert (fields["reason"], fields["korean"], fields["english"]) == ("김장 나눔", KOREAN, ENGLISH)
    done = staff.send("/broadcasts", filled(fields, {"reason": "김장"}), status=303)
    (kept,) = rows(database, town_scope, Broadcast)
    assert kept.reason == "김장"
    assert done.answer.headers["Location"].endswith(str(kept.id))
    staff.get(f"{where}/change", status=404)


def test_a_draft_is_thrown_away_and_what_was_sent_is_not(
    database, town_scope, staff, centre, drafted, send
):
    residents(database, town_scope, centre, "김다래")
    where = drafted()
    staff.post(f"{where}/discard", on=where)
    assert rows(database, town_scope, Broadcast) == []
    assert "thrown away" in staff.get("/broadcasts").text
    sent = drafted()
    fields = staff.get(sent).fields(f"{sent}/discard")
    send(sent)
    staff.send(f"{sent}/discard", fields, status=409)
    staff.get(f"{sent}/change", status=409)
    assert len(rows(database, town_scope, Broadcast)) == 1


def test_the_form_says_who_is_put_in_front_and_the_missing_price_leads_on(
    database, town_scope, staff, centre, drafted, visitor
):
    residents(database, town_scope, centre, "김다래")
    assert "stands in front by itself, and counts" in staff.get(NEW).main
    where = drafted()
    assert "The price of a text is not set." in staff.get(where).main
    assert "An administrator sets what a text costs, under Settings." in staff.get(where).main
    assert f"/settings/{PRICES}" not in staff.get(where).links
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre, roles=set(Role) - {Role.VOLUNTEER})
    assert f"/settings/{PRICES}" in visitor.sign_in(account).get(where).links


def test_a_group_of_nobody_cannot_be_written_to(database, town_scope, staff, drafted):
    path = drafted()
    page = staff.get(path)
    assert "Nobody can be reached. Nothing can be sent." in page.main
    assert page.find("form", action=f"{path}/send") is None


def test_another_centre_neither_sees_it_nor_is_written_to(
    database, town_scope, visitor, centre, staff, drafted
):
    with database.writing(town_scope) as session:
        west = a_centre(session, name="서부희망케어센터")
        a_resident(session, name="박서부", centre=west)
        stranger = a_staff_account(session, centre=west)
        worker = a_staff_account(session, centre=centre, roles={Role.SOCIAL_WORKER})
    residents(database, town_scope, centre, "김다래")
    path = drafted()
    assert "박서부" not in staff.get(path).main
    form = staff.get(path).fields(f"{path}/send")
    visitor.sign_in(stranger)
    visitor.get(path, status=403)
    visitor.send(f"{path}/send", filled(form, {"csrf_token": token(visitor)}), status=403)
    assert "김장 나눔" not in visitor.get("/broadcasts").main
    visitor.sign_in(worker)
    visitor.get("/broadcasts", status=403)
    assert texts(database, town_scope) == []


def test_the_towns_own_is_read_in_a_centre_but_sent_and_stopped_by_the_town(
    database, town_scope, visitor, centre, account, staff
):
    with database.writing(town_scope) as session:
        town_wide = a_staff_account(session)
    residents(database, town_scope, centre, "김다래")
    visitor.sign_in(town_wide)
    made = visitor.post("/broadcasts", TO_RESIDENTS, on=NEW)
    path = made.answer.headers["Location"]
    form = visitor.get(path).fields(f"{path}/send")

    visitor.sign_in(account)
    page = visitor.get(path)
    assert "1 person, 1 text" in page.main
    assert page.find("form", action=f"{path}/send") is None
    visitor.send(f"{path}/send", filled(form, {"csrf_token": token(visitor)}), status=403)
    assert texts(database, town_scope) == []

    visitor.sign_in(town_wide)
    visitor.post(f"{path}/send", on=path)
    lay(database)
    stop = visitor.get(path).fields(f"{path}/stop")
    visitor.sign_in(account)
    assert visitor.get(path).find("form", action=f"{path}/stop") is None
    visitor.send(f"{path}/stop", filled(stop, {"csrf_token": token(visitor)}), status=403)
    assert {m.status for m in texts(database, town_scope)} == {MessageStatus.PENDING}

    visitor.sign_in(town_wide)
    visitor.post(f"{path}/stop", on=path)
    assert {m.status for m in texts(database, town_scope)} == {MessageStatus.STOPPED}


def token(visitor):
    return visitor.get(NEW).fields("/broadcasts")["csrf_token"]


def test_whoever_says_no_after_it_was_sent_is_not_told(
    database, town_scope, staff, centre, drafted, send
):
    (one,) = residents(database, town_scope, centre, "김다래")
    path = drafted()
    send(path)
    with database.writing(town_scope) as session:
        points = select(ContactPoint).where(ContactPoint.person_id == one.id)
        session.scalars(points).one().opted_out_at = NOW
    network = MemoryNetwork()
    deliver(tools_of(database, network, NOW))
    assert network.sent == []
    assert [m.status for m in texts(database, town_scope)] == [MessageStatus.HELD]


def test_looking_asks_as_much_for_ten_as_for_one(database, town_scope, staff, centre, drafted):
    residents(database, town_scope, centre, "김다래")
    path = drafted()
    with count_queries(database) as few:
        staff.get(path)
    residents(database, town_scope, centre, *(f"박{n}" for n in range(9)))
    with count_queries(database) as many:
        staff.get(path)
    assert len(many.statements) == len(few.statements)
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count(Broadcast.id))) == 1


RING = "Put a call to 1 person on the list"


def with_landline(database, scope, centre, name, **facts):
    with database.writing(scope) as session:
        resident = a_resident(session, name=name, centre=centre, phone="", **facts)
        point = a_contact_point(session, resident, phone="+82310000001", kind=ContactKind.LANDLINE)
        point.can_text = False
        return resident


def calls(database, scope):
    return [each for each in rows(database, scope, CallTask) if "broadcast:" in each.dedup_key]


def test_the_preview_offers_to_ring_them_with_its_words_once(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김다래")
    landline = with_landline(database, town_scope, centre, "박여울")
    path = drafted()
    assert RING in staff.get(path).main
    form = staff.get(path).fields(f"{path}/calls")
    for _ in range(2):
        staff.send(f"{path}/calls", form)
    assert RING not in staff.get(path).main
    (call,) = calls(database, town_scope)
    assert (call.person_id, call.kind) == (landline.id, CallTaskKind.CALL_BACK)
    assert call.words == KOREAN
    assert KOREAN in staff.get(f"/call-tasks/{call.id}").main


def test_a_changed_draft_calls_off_what_nobody_has_rung_yet(
    database, town_scope, staff, centre, drafted
):
    landline = with_landline(database, town_scope, centre, "박여울")
    path = drafted()
    staff.post(f"{path}/calls", on=path)
    changed = drafted(korean="모레 오후 두 시예요.", replaces=path.rpartition("/")[2])
    staff.post(f"{changed}/calls", on=changed)
    found = {each.words: each.status.value for each in calls(database, town_scope)}
    assert found == {KOREAN: "cancelled", "모레 오후 두 시예요.": "open"}
    assert {each.person_id for each in calls(database, town_scope)} == {landline.id}


def test_after_it_was_sent_they_can_still_be_rung_and_nobody_twice(
    database, town_scope, staff, centre, drafted, send
):
    residents(database, town_scope, centre, "김다래")
    with_landline(database, town_scope, centre, "박여울")
    path = drafted()
    send(path)
    assert RING in staff.get(path).main
    staff.post(f"{path}/calls", on=path)
    assert len(calls(database, town_scope)) == 1
    assert RING not in staff.get(path).main


def test_whom_a_rule_forbids_to_ring_who_does_not_agree_or_has_died_is_not_put_there(
    database, town_scope, staff, centre, drafted
):
    residents(database, town_scope, centre, "김다래")
    unsafe = with_landline(database, town_scope, centre, "박여울")
    with_landline(database, town_scope, centre, "최느티", consents=WITHOUT)
    gone = with_landline(database, town_scope, centre, "정가람")
    with database.writing(town_scope) as session:
        wish = SafetyWish(channel=Channel.VOICE, forbidden=True, note="전화 금지")
        set_contact_safety(session, session.get_one(Person, unsafe.id), wish, by=BY, now=NOW)
        record_death(session, person_id=gone.id, died_on=TODAY, by=BY, now=NOW)
    path = drafted()
    page = staff.get(path)
    assert page.find("form", action=f"{path}/calls") is None
