"""Nobody is told more in an hour than they can read; what cannot wait leaves first, and at once."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.priorities import Priority, priority_of
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import CEILING
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.disable_account import disable_account
from hopecare.services.resolve_alert import resolve_alert
from models import Account, CallTask, Message, MessageEvent, Person, SettingEntry
from notifications.ceiling import told_lately
from notifications.memory_sms import MemoryNetwork
from notifications.outbox import URGENT, promise
from notifications.routing import Networks
from tests.factories.desk import a_duty, an_alert, sent_years_ago
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.jobs.conftest import BY

pytestmark = pytest.mark.both_databases

MOST = 8
HOUR, GATHER = timedelta(hours=1), timedelta(minutes=5)
CODE = "1 [0-9A-Z]{8}"
"""How an alert is named in an answer."""


class Desk:
    """A town, a network that remembers, and a clock."""

    def __init__(self, database, scope):
        self.database, self.scope = database, scope
        self.network, self.clock = MemoryNetwork(), SetClock(NOW)

    def deliver(self, after=timedelta(0)):
        self.clock.advance(after)
        networks = Networks(texts=self.network, calls=self.network)
        deliver(Tools(database=self.database, networks=networks, clock=self.clock))
        return len(self.network.sent)

    def promise(self, person, count, *, kind=MessageKind.NOTICE, valid_for=None, not_before=None):
        with self.database.writing(self.scope) as session:
            for number in range(count):
                promise(
                    session,
                    town_id=self.scope.town_id,
                    kind=kind,
                    to_person_id=person.id,
                    dedup_key=f"{kind}:{person.id}:{number}",
                    words=Words(text=Text.ANSWER_WELL),
                    channel=Channel.SMS,
                    not_before=not_before,
                    valid_until=self.clock() + valid_for if valid_for else None,
                    now=self.clock(),
                )

    def rows(self, table):
        with self.database.reading(AllTowns()) as session:
            return session.scalars(select(table)).all()


@pytest.fixture
def desk(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session, channel_profile="two-way")
    return Desk(database, town_scope)


@pytest.fixture
def resident(desk):
    with desk.database.writing(desk.scope) as session:
        return a_resident(session)


def test_ordinary_words_above_the_ceiling_wait_for_the_next_hour(desk, resident):
    desk.promise(resident, MOST + 3)
    assert desk.deliver() == MOST
    assert desk.deliver(HOUR - timedelta(seconds=5)) == MOST
    assert desk.deliver(timedelta(seconds=10)) == MOST + 3
    assert Counter(event.code for event in desk.rows(MessageEvent))["too_many"] == 3


@pytest.mark.parametrize("days", [2, 40])
def test_words_promised_days_before_count_when_they_leave(desk, resident, days):
    """A message to many is written days ahead; the hour in which it leaves is as full."""
    ahead = timedelta(days=days)
    desk.promise(resident, MOST, not_before=NOW + ahead, valid_for=ahead + 6 * HOUR)
    assert desk.deliver(ahead) == MOST
    desk.promise(resident, 2, kind=MessageKind.STAND_DOWN)
    assert desk.deliver(timedelta(minutes=1)) == MOST
    assert desk.deliver(HOUR) == MOST + 2


def test_what_is_on_its_way_counts_as_told_and_a_code_does_not(desk, resident):
    desk.promise(resident, 4)
    desk.promise(resident, 1, kind=MessageKind.SIGN_IN_CODE)
    desk.deliver()
    with desk.database.writing(desk.scope) as session:
        notices = select(Message).where(Message.kind == MessageKind.NOTICE).order_by(Message.id)
        sent, long_ago, on_its_way, long_on_its_way = session.scalars(notices).all()
        long_ago.sent_at -= HOUR
        for message in (on_its_way, long_on_its_way):
            message.sent_at, message.status = None, MessageStatus.UNKNOWN
            message.claimed_at = NOW + timedelta(minutes=1)
        long_on_its_way.claimed_at = NOW - HOUR
        sent_at, claimed_at = sent.sent_at, on_its_way.claimed_at
    with desk.database.reading(desk.scope) as session:
        told = told_lately(session, {resident.id}, now=NOW)
    assert {key: sorted(moments) for key, moments in told.items()} == {
        resident.id: [sent_at, claimed_at]
    }


def test_what_was_told_within_the_hour_is_found_by_when_it_left(desk, resident):
    """A person with years of messages is asked about as quickly as one with few."""
    said = []

    def keep(_connection, _cursor, statement, parameters, *_):
        said.append((statement, parameters))

    is_sqlite = desk.database.engine.dialect.name == "sqlite"
    desk.promise(resident, 1)
    desk.deliver()
    with desk.database.writing(AllTowns()) as session:  # as the worker asks
        sent_years_ago(session, session.scalars(select(Message)).one(), 2000)
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", keep)
        told = told_lately(session, {resident.id}, now=NOW)
        event.remove(connection, "before_cursor_execute", keep)
        ((statement, parameters),) = said
        how = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        rows = connection.exec_driver_sql(how + statement, parameters).all()
    assert told == {resident.id: [NOW]}
    plan = "\n".join(str(row) for row in rows)
    for index, moment in (("told", "sent_at"), ("leaving", "claimed_at")):
        assert f"ix_messages_{index}" in plan, plan
        assert re.search(rf"to_person_id\W.* AND \(?{moment} ?> ?", plan), plan


def test_words_that_cannot_wait_so_long_expire_and_say_so(desk, resident):
    desk.promise(resident, MOST + 2, valid_for=timedelta(minutes=50))
    assert desk.deliver() == MOST
    expired = [m for m in desk.rows(Message) if m.status is MessageStatus.EXPIRED]
    assert [message.error_code for message in expired] == ["too_many"] * 2
    assert {call.person_id for call in desk.rows(CallTask)} == {resident.id}


def test_the_town_says_how_many(desk, resident):
    with desk.database.writing(desk.scope) as session:
        session.add(
            SettingEntry(
                town_id=desk.scope.town_id,
                key=CEILING,
                value={"most_an_hour": 3},
                from_on=TODAY,
                reason="an example",
            )
        )
    desk.promise(resident, 5)
    assert desk.deliver() == 3


@pytest.mark.parametrize("kind", sorted(URGENT))
def test_what_somebody_waits_for_is_never_held_back(desk, resident, kind):
    desk.promise(resident, MOST)
    desk.deliver()
    desk.promise(resident, 2, kind=kind)
    assert desk.deliver() == MOST + 2


def test_what_cannot_wait_leaves_before_ordinary_words_promised_earlier(desk):
    with desk.database.writing(desk.scope) as session:
        people = [a_resident(session) for _ in range(90)]
    for person in people:
        desk.promise(person, 1)
    desk.clock.advance(timedelta(minutes=1))
    at_once = {kind for kind in MessageKind if priority_of(kind) is Priority.AT_ONCE}
    for kind in sorted(at_once):
        desk.promise(people[0], 1, kind=kind)
    desk.deliver()
    kinds = {message.id: message.kind for message in desk.rows(Message)}
    first = [kinds[parcel.message_id] for parcel in desk.network.sent[:40]]
    assert at_once <= set(first)


def staff_on_duty(desk):
    with desk.database.writing(desk.scope) as session:
        centre = a_centre(session)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
        person = session.get_one(Person, account.person_id)
        a_contact_point(session, person)
        a_duty(session, centre, person)
        return centre


def raise_alerts(desk, centre, count):
    with desk.database.writing(desk.scope) as session:
        for _ in range(count):
            an_alert(session, a_resident(session, centre=centre), centre=centre, now=desk.clock())


def test_a_flood_of_alerts_is_told_as_one_text_and_none_is_dropped(desk):
    centre = staff_on_duty(desk)
    raise_alerts(desk, centre, 20)
    assert desk.deliver() == MOST
    raise_alerts(desk, centre, 5)
    assert desk.deliver(timedelta(minutes=1)) == MOST
    assert desk.deliver(GATHER) == MOST + 1
    assert "17" in desk.network.sent[-1].body
    assert desk.deliver(GATHER) == MOST + 1

    alerts = [message for message in desk.rows(Message) if message.alert_id is not None]
    assert len(alerts) == 25
    assert {message.status for message in alerts} == {
        MessageStatus.ACCEPTED,
        MessageStatus.STOPPED,
    }
    assert Counter(e.code for e in desk.rows(MessageEvent))["folded"] == 17


def test_one_alert_above_the_ceiling_leaves_within_minutes_as_it_stands(desk):
    centre = staff_on_duty(desk)
    raise_alerts(desk, centre, MOST + 1)
    assert desk.deliver() == MOST
    assert desk.deliver(GATHER) == MOST + 1
    assert len({re.sub(CODE, "", parcel.body) for parcel in desk.network.sent}) == 1
    assert len(re.findall(CODE, desk.network.sent[-1].body)) == 1


def closes_account_of_staff(desk):
    with desk.database.writing(desk.scope) as session:
        account = session.scalars(select(Account)).one()
        disable_account(session, account_id=account.id, now=desk.clock())
        return session.get_one(Person, account.person_id)


def test_whoever_works_here_no_more_gets_no_text_for_several(desk):
    raise_alerts(desk, staff_on_duty(desk), MOST + 4)
    assert desk.deliver() == MOST
    reader = closes_account_of_staff(desk)
    desk.promise(reader, 1, kind=MessageKind.ALERT)  # as one for several that has not left yet
    assert desk.deliver(GATHER) == MOST
    waited = [event.code for event in desk.rows(MessageEvent) if event.code == "folded"]
    assert waited == [], "each is taken back by itself"


def test_alerts_that_have_ended_are_not_counted_among_those_that_wait(desk):
    raise_alerts(desk, staff_on_duty(desk), MOST + 3)
    assert desk.deliver() == MOST
    waiting = [each for each in desk.rows(Message) if each.status is MessageStatus.PENDING]
    with desk.database.writing(desk.scope) as session:
        for message in waiting[:2]:
            end = {"ended_by": AlertEnd.ALL_CLEAR, "by": BY, "now": desk.clock()}
            resolve_alert(session, alert_id=message.alert_id, **end)
    assert desk.deliver(GATHER) == MOST + 1
    assert re.search(CODE, desk.network.sent[-1].body), "the only one left leaves as it stands"
