"""Of two towns that know a telephone, the one whose question stands open is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from hopecare.database import AllTowns, TownScope
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, OfferStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.escalation import Rung
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.roles import Role
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.hearing_towns import find_hearing
from hopecare.services.raise_alert import Cause, raise_alert
from models import (
    Alert,
    CallTask,
    CheckInSlot,
    ContactPoint,
    InboundMessage,
    Offer,
    Person,
    RungClimbed,
)
from notifications.outbox import promise
from notifications.routing import networks_of
from tests.blueprints.test_known_in_two_towns import TwoTowns
from tests.blueprints.test_webhooks import BY
from tests.factories.cases import a_need
from tests.factories.desk import a_plan, a_slot
from tests.factories.offers import an_offer
from tests.factories.people import (
    a_contact_point,
    a_phone,
    a_resident,
    a_staff_account,
    a_volunteer,
)
from tests.factories.towns import a_town
from tests.plugins.pages import count_queries

MINUTES = timedelta(minutes=5)


class AskedByOne(TwoTowns):
    """The newer town has asked; the older has written a notice since."""

    def settle(self, older):
        """A resident of the older town has the telephone of the one who was asked, and no other."""
        with self.database.reading(AllTowns()) as session:
            self.older_id, self.number = older, session.scalars(select(ContactPoint)).one().value
        with self.database.writing(TownScope(older)) as session:
            a_resident(session, name="박두루", phone=self.number)

    def deliver(self):
        settings = self.app.extensions["hopecare.desk"].settings
        networks = networks_of(settings)
        deliver(Tools(database=self.database, networks=networks, clock=lambda: self.now))

    def notice(self, town_id=None):
        """A town, the older as a rule, writes to whoever has the telephone there."""
        self.now += MINUTES
        town_id = town_id or self.older_id
        with self.database.writing(TownScope(town_id)) as session:
            points = session.scalars(select(ContactPoint)).all()
            (reader,) = (each.person_id for each in points if each.value == self.number)
            promise(
                session,
                town_id=town_id,
                kind=MessageKind.THANKS,
                to_person_id=reader,
                dedup_key=f"notice:{self.now}",
                words=Words(text=Text.ANSWER_WELL),
                channel=Channel.SMS,
                now=self.now,
            )
        before = len(self.twilio.texts)
        self.deliver()
        assert [each.fields["To"] for each in self.twilio.texts[before:]] == [self.number]

    def another_telephone(self):
        """One that the older town knows, and the newer soon."""
        self.number = a_phone()
        with self.database.writing(TownScope(self.older_id)) as session:
            a_resident(session, name="김이웃", phone=self.number)

    def offer(self):
        """A volunteer of the newer town is asked; gives the code."""
        self.another_telephone()
        with self.database.writing(TownScope(self.town_id)) as session:
            helper = a_volunteer(session, phone=self.number)
            code = an_offer(session, a_need(session), helper, now=self.now).code
        self.deliver()
        return code

    def alarm(self):
        """Somebody on duty in the newer town is told of an alert."""
        self.another_telephone()
        with self.database.writing(TownScope(self.town_id)) as session:
            account = a_staff_account(session, roles=(Role.COORDINATOR,))
            staff = session.get_one(Person, account.person_id)
            a_contact_point(session, staff, phone=self.number)
            cause = Cause(dedup_key="help:1", person_id=self.resident_id)
            kind = AlertKind.HELP_ASKED
            raise_alert(session, town_id=self.town_id, kind=kind, cause=cause, by=BY, now=self.now)
        self.deliver()

    def ask_to_look_in(self):
        """A neighbour in the newer town is asked to look in because nobody answers."""
        self.another_telephone()
        with self.database.writing(TownScope(self.town_id)) as session:
            slot = session.scalars(select(CheckInSlot)).one()
            helper = a_volunteer(session, phone=self.number)
            self.climb(session, slot, helper)
        self.notice(self.town_id)

    def helps_in_the_older_too(self):
        """Whoever has the telephone is a volunteer there, and nothing else."""
        with self.database.writing(TownScope(self.older_id)) as session:
            points = session.scalars(select(ContactPoint)).all()
            (mine,) = (each for each in points if each.value == self.number)
            helper = a_volunteer(session, phone=a_phone())
            mine.person_id = helper.id

    def climb(self, session, slot, helper):
        session.add(
            RungClimbed(
                town_id=slot.town_id, slot_id=slot.id, rung=Rung.HELPER, position=0,
                at=self.now, person_id=helper.id,
            )
        )  # fmt: skip

    def older_asks(self, *, to_look_in):
        """The older town has a check-in open as well: to them, or they are to look in because."""
        with self.database.writing(TownScope(self.older_id)) as session:
            points = session.scalars(select(ContactPoint)).all()
            (mine,) = (each.person_id for each in points if each.value == self.number)
            asked = a_resident(session, name="최하늘") if to_look_in else None
            reader = session.get_one(Person, mine)
            plan = a_plan(session, asked or reader)
            plan.channel = Channel.SMS
            slot = a_slot(session, asked or reader, due_at=self.now, plan=plan)
            if asked is not None:
                self.climb(session, slot, reader)
        self.notice()


@pytest.fixture
def door(database, make_app):
    made, older = AskedByOne(database, make_app, "two-way"), uuid7()
    with database.writing(TownScope(older)) as session:
        a_town(session, channel_profile="two-way").is_demonstration = False
    with made.twilio:
        made.ask()
        made.settle(older)
        yield made


def test_an_answer_goes_to_the_open_check_in_though_the_other_town_wrote_since(door):
    door.notice()

    door.write("1")

    assert door.counts(InboundMessage) == (0, 1)
    (slot,) = door.of(CheckInSlot, door.town_id)
    assert (slot.status, slot.next_rung_at) == (SlotStatus.ANSWERED, None)


def test_once_it_is_answered_the_town_that_wrote_last_hears_the_next(door):
    door.write("1")
    door.deliver()
    door.notice()

    door.write("1")

    assert door.counts(InboundMessage) == (1, 1)


def test_words_that_answer_no_open_question_are_heard_by_the_town_that_wrote_last(door):
    door.notice()

    door.write("모임이 언제인가요")

    assert door.counts(InboundMessage) == (1, 0)


@pytest.mark.parametrize("words", ["네 {code}", "{code} 아니요", "네", "no"])
def test_an_offer_is_answered_by_its_code_or_where_it_alone_is_open(door, words):
    code = door.offer()
    door.notice()

    door.write(words.format(code=code))

    assert door.counts(InboundMessage) == (0, 1)
    (offer,) = door.of(Offer, door.town_id)
    assert offer.status in (OfferStatus.ACCEPTED, OfferStatus.DECLINED)


def test_a_mistyped_code_is_heard_where_an_offer_is_open(door):
    code = door.offer()
    door.notice()

    # A figure: of letters alone it would be a word.
    door.write(f"네 {code[:-1]}{'3' if code[-1] != '3' else '4'}")

    assert door.counts(InboundMessage) == (0, 1)


def test_a_code_that_names_nothing_is_heard_by_the_town_that_wrote_last(door):
    door.offer()
    door.notice()

    door.write("네 00000000")

    assert door.counts(InboundMessage) == (1, 0)


def test_an_alert_is_taken_though_the_other_town_wrote_since(door):
    door.alarm()
    door.notice()

    door.write("1")

    assert door.counts(InboundMessage) == (0, 1)
    (alert,) = door.of(Alert, door.town_id)
    assert alert.status is AlertStatus.ACKNOWLEDGED


def test_whoever_was_asked_to_look_in_is_heard_though_the_other_town_wrote_since(door):
    door.ask_to_look_in()
    door.notice()

    door.write("1")

    assert door.counts(InboundMessage) == (0, 1)
    (rung,) = door.of(RungClimbed, door.town_id)
    assert rung.answer is LookInAnswer.GOING


@pytest.mark.parametrize(
    ("words", "answer"), [("2", LookInAnswer.CANNOT), ("3", LookInAnswer.FOUND_WELL)]
)
def test_a_number_that_answers_a_look_in_rings_no_alarm_in_the_other_town(door, words, answer):
    door.ask_to_look_in()
    door.notice()

    door.write(words)

    assert door.counts(Alert) == (0, 0)
    assert door.counts(CallTask) == (0, 0)
    (rung,) = door.of(RungClimbed, door.town_id)
    assert rung.answer is answer


@pytest.mark.parametrize("words", ["2", "2번이요", "2 감사합니다", "2, thank you"])
def test_a_helper_of_both_towns_who_cannot_go_is_heard_where_the_look_in_is(door, words):
    door.ask_to_look_in()
    door.helps_in_the_older_too()
    door.notice()

    door.write(words)

    assert door.counts(Alert) == (0, 0)
    assert door.counts(InboundMessage) == (0, 1)
    (rung,) = door.of(RungClimbed, door.town_id)
    assert rung.answer is LookInAnswer.CANNOT


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["2 please", "2, please", "2 please thank you"])
def test_a_helper_of_both_towns_who_asks_with_it_is_heard_where_the_look_in_is(door, words):
    door.ask_to_look_in()
    door.helps_in_the_older_too()
    door.notice()

    door.write(words)

    assert door.counts(Alert) == (0, 0)
    (row,) = door.of(InboundMessage, door.town_id)
    assert door.of(InboundMessage, door.older_id) == []
    assert row.needs_review, "what they ask for, a person of that town reads"


@pytest.mark.parametrize("words", ["2 please call", "2 help please"])
def test_one_word_more_than_please_is_heard_in_both(door, words):
    door.ask_to_look_in()
    door.helps_in_the_older_too()
    door.notice()

    door.write(words)

    assert door.counts(InboundMessage) == (1, 1)
    assert door.counts(Alert)[0] == 1


def test_a_cry_once_the_look_in_is_over_is_heard_in_both(door):
    door.ask_to_look_in()
    door.helps_in_the_older_too()
    door.notice()
    with door.database.writing(TownScope(door.town_id)) as session:
        session.scalars(select(CheckInSlot)).one().status = SlotStatus.ANSWERED

    door.write("2 도와주세요")

    assert door.counts(InboundMessage) == (1, 1)
    assert door.counts(Alert)[0] == 1


def test_a_two_that_comes_once_an_alert_is_taken_rings_no_alarm_in_the_other_town(door):
    door.alarm()
    door.notice()
    with door.database.writing(TownScope(door.town_id)) as session:
        session.scalars(select(Alert)).one().status = AlertStatus.ACKNOWLEDGED

    door.write("2")

    assert door.counts(Alert) == (0, 1)


@pytest.mark.parametrize("status", [SlotStatus.ANSWERED, SlotStatus.CLEARED])
def test_a_two_that_comes_once_the_look_in_is_over_rings_no_alarm_in_either(door, status):
    door.ask_to_look_in()
    door.helps_in_the_older_too()
    door.notice()
    with door.database.writing(TownScope(door.town_id)) as session:
        session.scalars(select(CheckInSlot)).one().status = status

    door.write("2")

    assert door.counts(Alert) == (0, 0)
    assert door.counts(InboundMessage) == (0, 1)


def test_a_number_that_passes_an_alert_on_rings_no_alarm_in_the_other_town(door):
    door.alarm()
    door.notice()

    door.write("2")

    assert door.counts(Alert) == (0, 1)


@pytest.mark.parametrize("words", ["2 도와주세요", "살려주세요"])
def test_a_cry_beside_a_look_in_is_heard_in_both(door, words):
    door.ask_to_look_in()
    door.notice()

    door.write(words)

    assert door.counts(Alert) == (1, 1)


def test_where_both_ask_to_look_in_the_last_is_answered_and_the_other_read_without_an_alarm(door):
    door.ask_to_look_in()
    door.older_asks(to_look_in=True)

    door.write("2")

    assert door.counts(Alert) == (0, 0)
    (answered,) = door.of(RungClimbed, door.older_id)
    (unread,) = door.of(RungClimbed, door.town_id)
    assert (answered.answer, unread.answer) == (LookInAnswer.CANNOT, None)
    (row,) = door.of(InboundMessage, door.town_id)
    assert row.needs_review
    assert [each.kind for each in door.of(CallTask, door.town_id)] == [CallTaskKind.REVIEW_REPLY]


def test_where_one_asks_to_look_in_and_the_other_how_they_are_both_hear_a_two(door):
    door.ask_to_look_in()
    door.older_asks(to_look_in=False)

    door.write("2")

    assert door.counts(Alert) == (1, 0)
    (slot,) = door.of(CheckInSlot, door.older_id)
    assert slot.status is SlotStatus.HELP_ASKED


@pytest.mark.parametrize(
    ("words", "stands", "alerts"),
    [("1", SlotStatus.ANSWERED, (0, 0)), ("2", SlotStatus.HELP_ASKED, (1, 1))],
)
def test_where_both_have_a_check_in_open_the_last_is_answered(door, words, stands, alerts):
    door.older_asks(to_look_in=False)

    door.write(words)

    (slot,), (other,) = door.of(CheckInSlot, door.older_id), door.of(CheckInSlot, door.town_id)
    assert slot.status is stands
    assert other.status is SlotStatus.WAITING, "its ladder climbs: nobody knows which was meant"
    assert door.counts(Alert) == alerts


@pytest.mark.parametrize("words", ["2", "도와주세요 넘어졌어요", "3"])
def test_a_call_for_help_is_heard_in_both_however_lately_one_wrote(door, words):
    door.notice()

    door.write(words)

    assert door.counts(InboundMessage) == (1, 1)
    assert door.counts(Alert) == (1, 1)
    (slot,) = door.of(CheckInSlot, door.town_id)
    assert slot.status is SlotStatus.HELP_ASKED


def test_a_call_for_help_is_heard_in_both_though_the_one_that_wrote_asked(door):
    door.write("2")

    assert door.counts(Alert) == (1, 1)


@pytest.mark.parametrize("words", ["1", "네", "네 00000000"])
def test_it_is_found_in_as_many_statements_for_many_who_share_the_telephone(door, words):
    def asked(sid):
        with (
            count_queries(door.database) as counted,
            door.database.reading(AllTowns()) as session,
        ):
            find_hearing(
                session,
                provider="twilio",
                provider_sid=sid,
                from_number=door.number,
                body=words,
                at=door.now,
            )
        return len(counted.statements)

    door.notice()
    few = asked("SM1")
    for town_id in (door.town_id, door.older_id, uuid7()):
        with door.database.writing(TownScope(town_id)) as session:
            if town_id not in (door.town_id, door.older_id):
                a_town(session, channel_profile="two-way").is_demonstration = False
            for _ in range(4):
                a_resident(session, phone=door.number)

    assert asked("SM2") == few
