"""Old words are erased by night: what is open stays, the facts stay, a kill costs nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.retention import KeptWords
from hopecare.jobs.erase_words import erase_words
from hopecare.jobs.tools import Tools
from hopecare.services.begin_erasing_words import begin_erasing_words
from hopecare.services.erase_old_words import AT_ONCE, erase_old_words
from models import Alert, InboundMessage, Message, MessageEvent, Person, SettingEntry, WordErasure
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.desk import a_call_task, a_message, a_reply, a_slot, an_alert
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town

pytestmark = pytest.mark.both_databases

OLD, YOUNG = NOW - timedelta(days=400), NOW - timedelta(days=300)
NIGHT = NOW + timedelta(hours=17)  # three in the morning in Korea


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        return a_centre(session)


@pytest.fixture
def resident(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_resident(session, name="김다래", centre=centre)


def tools_of(database, now=NIGHT):
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network)
    return Tools(database=database, networks=networks, clock=SetClock(now))


def lay(database, scope, *makers):
    """Make rows and give their ids."""
    with database.writing(scope) as session:
        return [make(session).id for make in makers]


def message(resident, **told):
    return lambda session: a_message(session, session.merge(resident), **{"now": OLD, **told})


def reply(resident, **told):
    return lambda session: a_reply(
        session, from_number="+821055500001", person=session.merge(resident),
        **{"now": OLD, "needs_review": False, **told},
    )  # fmt: skip


def has_words(database, scope, table, row_id):
    with database.reading(scope) as session:
        return session.get_one(table, row_id).body is not None


def night_of(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(WordErasure)).one()


def test_old_words_go_and_that_they_were_stays(database, town_scope, resident):
    old, young = lay(database, town_scope, message(resident), message(resident, now=YOUNG))
    heard, lately = lay(
        database, town_scope, reply(resident, meaning=ReplyMeaning.STOP), reply(resident, now=YOUNG)
    )
    with database.reading(town_scope) as session:
        before = session.get_one(Message, old)
        facts = (before.kind, before.status, before.created_at, before.to_person_id)
        index = session.get_one(InboundMessage, heard).from_index
        events = len(session.scalars(select(MessageEvent)).all())
    assert erase_words(tools_of(database)) == 2
    assert [has_words(database, town_scope, Message, each) for each in (old, young)] == [
        False,
        True,
    ]
    with database.reading(town_scope) as session:
        after = session.get_one(Message, old)
        assert (after.kind, after.status, after.created_at, after.to_person_id) == facts
        assert len(session.scalars(select(MessageEvent)).all()) == events
        gone, kept = session.get_one(InboundMessage, heard), session.get_one(InboundMessage, lately)
        assert (gone.body, gone.from_number, gone.erased_at) == (None, "", NIGHT)
        # A STOP holds for ever: by the keyed index, from which no number can be read.
        assert (gone.meaning, gone.from_index) == (ReplyMeaning.STOP, index)
        assert (kept.body, kept.from_number) == ("글쎄요", "+821055500001")


@pytest.mark.parametrize(
    "status", [MessageStatus.PENDING, MessageStatus.SENDING, MessageStatus.UNKNOWN]
)
def test_what_has_not_ended_or_nobody_is_sure_of_stays(database, town_scope, resident, status):
    (kept,) = lay(database, town_scope, message(resident, status=status))
    assert erase_words(tools_of(database)) == 0
    assert has_words(database, town_scope, Message, kept)
    assert night_of(database, town_scope).left == 1


@pytest.mark.parametrize("how", ["alert", "check-in", "call", "law", "law about the person"])
def test_what_belongs_to_something_open_or_held_by_law_stays_until_it_ends(
    database, town_scope, resident, how
):
    with database.writing(town_scope) as session:
        person = session.merge(resident)
        slot = a_slot(session, person, status=SlotStatus.ANSWERED, due_at=OLD)
        told: dict[str, Any] = {}
        if how == "alert":
            told = {"alert_id": an_alert(session, person, now=OLD).id}
        elif how in ("check-in", "call"):
            told = {"slot_id": slot.id}
            slot.status = SlotStatus.SILENT if how == "check-in" else SlotStatus.NOT_ASKED
        if how == "call":
            a_call_task(session, person).slot_id = slot.id
        ours = a_message(session, person, now=OLD, **told)
        theirs = a_reply(
            session, from_number="+821055500001", person=person, now=OLD, needs_review=False
        )
        for name, value in told.items():
            setattr(theirs, name, value)
        if how == "law":
            ours.held_by = theirs.held_by = "court-1"
        elif how == "law about the person":
            person.held_by = "court-1"
    assert erase_words(tools_of(database)) == 0
    assert night_of(database, town_scope).left == 2
    with database.writing(town_scope) as session:
        session.get_one(Person, resident.id).held_by = None
        session.get_one(Message, ours.id).held_by = None
        session.get_one(InboundMessage, theirs.id).held_by = None
        for row in (session.get_one(Message, ours.id), session.get_one(InboundMessage, theirs.id)):
            row.alert_id = row.slot_id = None
    # The next night begins at the oldest that stayed.
    assert erase_words(tools_of(database, NIGHT + timedelta(days=1))) == 2


def test_a_reply_nobody_has_read_stays(database, town_scope, resident):
    (unread,) = lay(database, town_scope, reply(resident, needs_review=True))
    assert erase_words(tools_of(database)) == 0
    assert has_words(database, town_scope, InboundMessage, unread)


def test_it_runs_once_a_night_in_the_small_hours(database, town_scope, resident):
    lay(database, town_scope, message(resident))
    assert erase_words(tools_of(database, NOW + timedelta(hours=15, minutes=30))) == 0
    assert erase_words(tools_of(database)) == 1
    lay(database, town_scope, message(resident))
    assert erase_words(tools_of(database, NIGHT + timedelta(hours=5))) == 0
    assert night_of(database, town_scope).messages == 1


def test_a_town_says_itself_how_long(database, town_scope, resident):
    (young,) = lay(database, town_scope, message(resident, now=YOUNG))
    with database.writing(town_scope) as session:
        session.add(
            SettingEntry(
                town_id=resident.town_id,
                key="retention.message",
                value={"months": 6},
                from_on=TODAY,
                reason="our officer",
            )
        )
    assert erase_words(tools_of(database)) == 1
    assert not has_words(database, town_scope, Message, young)


def test_a_night_that_was_cut_off_goes_on_and_does_nothing_twice(database, town_scope, resident):
    lay(database, town_scope, *[message(resident) for _ in range(AT_ONCE + 3)])
    (open_one,) = lay(database, town_scope, message(resident, status=MessageStatus.UNKNOWN))
    with database.writing(town_scope) as session:
        begin_erasing_words(session, town_id=resident.town_id, now=NIGHT)
    with database.writing(town_scope) as session:
        first = erase_old_words(
            session, town_id=resident.town_id, kind=KeptWords.MESSAGES, after=None, now=NIGHT
        )
    assert len(first) == AT_ONCE
    # Killed here.
    assert erase_words(tools_of(database)) == 3
    night = night_of(database, town_scope)
    assert (night.messages, night.left, night.ended_at) == (AT_ONCE + 3, 1, NIGHT)
    assert has_words(database, town_scope, Message, open_one)
    assert erase_words(tools_of(database, NIGHT + timedelta(days=1))) == 0


def test_the_page_says_how_long_words_are_kept_and_what_the_night_did(
    database, town_scope, visitor, centre, resident
):
    (old,) = lay(database, town_scope, message(resident))
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre)
    staff = visitor.sign_in(account)
    page = staff.get("/messages/health").main
    assert "kept for 12 months" in page
    assert "No night has gone through them yet." in page
    erase_words(tools_of(database))
    assert "Texts and calls erased 1" in staff.get("/messages/health").main
    assert "The words were old and are erased." in staff.get(f"/messages/{old}").main


def test_an_alert_that_ended_keeps_no_words(database, town_scope, resident):
    with database.writing(town_scope) as session:
        alert = an_alert(session, session.merge(resident), now=OLD)
        told = a_message(session, session.merge(resident), now=OLD, alert_id=alert.id)
    with database.writing(town_scope) as session:
        row = session.get_one(Alert, alert.id)
        row.status, row.resolved_at = "resolved", OLD
    assert erase_words(tools_of(database)) >= 1
    assert not has_words(database, town_scope, Message, told.id)
