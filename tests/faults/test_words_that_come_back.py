"""Words that were under way while everything stopped are judged again when they come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.deliver import deliver
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.record_death import record_death
from hopecare.services.withdraw_consent import withdraw_consent
from models import Case, Message, Person
from notifications.outbox import About, promise
from notifications.routing import Networks
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import a_slot
from tests.factories.offers import a_task, an_offer
from tests.factories.people import a_volunteer
from tests.factories.towns import TODAY, a_town
from tests.faults.test_sends import KilledError


class DeadLine:
    """The process dies before the network has heard anything."""

    name = "twilio"

    def send(self, _parcel):
        raise KilledError

    def seen(self, _to, *, since):
        assert since
        return []

    def heard(self, *, since):
        assert since
        return []


KINDS = (MessageKind.OFFER, MessageKind.TASK_DETAILS, MessageKind.ALERT, MessageKind.CHECK_IN)


def owe_about_one_resident(town, town_scope):
    """An offer, the details of a task, a question, and the helper who is to look in."""
    with town.database.writing(town_scope) as session:
        a_town(session, channel_profile="two-way")
        case = a_case(session)
        helper = a_volunteer(session)
        a_task(session, a_need(session, case=case), helper)
        an_offer(session, a_need(session, case=case), a_volunteer(session))
        resident = session.get_one(Person, case.resident_id)
        asked = a_slot(session, resident, status=SlotStatus.DUE)
        earlier = town.clock() - timedelta(days=1)
        silent = a_slot(session, resident, status=SlotStatus.SILENT, due_at=earlier)
        words = [
            (MessageKind.CHECK_IN, resident, asked, Text.ANSWER_WELL),
            (MessageKind.ALERT, helper, silent, Text.ANSWER_WELL),
        ]
        for kind, reader, slot, text in words:
            promise(
                session,
                town_id=case.town_id,
                kind=kind,
                to_person_id=reader.id,
                dedup_key=f"test:{kind}",
                words=Words(text=text),
                about=About(slot_id=slot.id),
                channel=Channel.SMS,
                now=town.clock(),
            )
        for other in session.scalars(select(Message).where(Message.kind.not_in(KINDS))):
            other.status = MessageStatus.STOPPED
        return case.id


def under_way(town, line):
    """One process claims everything, and none of it leaves."""
    tools = town.tools
    doomed = type(tools)(
        database=tools.database,
        networks=Networks(texts=line, calls=tools.networks.calls),
        clock=tools.clock,
    )
    with pytest.raises(KilledError):
        deliver(doomed)


def dies(session, resident, now):
    record_death(session, person_id=resident.id, died_on=TODAY, by=BY, now=now)


def wants_nothing(session, resident, now):
    purpose, form = ConsentPurpose.KEEP_RECORD, ConsentForm.VOICE
    withdraw_consent(session, resident, purpose=purpose, form=form, by=BY, now=now)


def nothing_happens(_session, _resident, _now):
    return


def left(town):
    """The kinds of words about the resident that left after all."""
    with town.database.reading(AllTowns()) as session:
        sent = select(Message.kind).where(Message.sent_at.is_not(None), Message.kind.in_(KINDS))
        return set(session.scalars(sent))


@pytest.mark.parametrize(
    ("happens", "leave"),
    [
        (dies, set()),
        (wants_nothing, set()),
        # An offer in doubt is never sent twice.
        (nothing_happens, {MessageKind.TASK_DETAILS, MessageKind.ALERT, MessageKind.CHECK_IN}),
    ],
)
def test_words_of_a_killed_worker_are_judged_again(town, town_scope, happens, leave):
    case_id = owe_about_one_resident(town, town_scope)
    under_way(town, DeadLine())
    assert town.statuses()["sending"] == len(KINDS)
    with town.database.writing(town_scope) as session:
        resident = session.get_one(Person, session.get_one(Case, case_id).resident_id)
        happens(session, resident, town.clock())
    town.settle()
    assert left(town) == leave
    assert not {"sending", "unknown", "pending"} & set(town.statuses())
