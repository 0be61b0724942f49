"""Reads who was asked to look in because a check-in stays silent, and what they answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.country_facts import emergency_numbers
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import SLOT, CallTaskStatus, MessageStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.ladders import NEIGHBOURS
from hopecare.domain.look_ins import LookInAnswer, asks_to_look_in
from hopecare.domain.phone import at_home
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.timeline import EntryKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.help_words import centre_of_slot, help_words
from hopecare.queries.merged import is_of
from hopecare.queries.stoppable import open_slots_of
from hopecare.queries.town_days import town_by_id
from models import CallTask, CheckInSlot, Message, Person, RungClimbed, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.language.texts import Value

HEARD_FOR: Final = timedelta(hours=24)
"""So long after they were asked, a text of theirs is an answer to it."""
_THANKS: Final = {
    LookInAnswer.GOING: Text.LOOK_IN_GOING,
    LookInAnswer.CANNOT: Text.LOOK_IN_CANNOT,
    LookInAnswer.FOUND_WELL: Text.LOOK_IN_NOTED,
}


def looks_in(message: Message) -> bool:
    """Say whether these words ask somebody to look in."""
    return asks_to_look_in(message.kind, slot_id=message.slot_id, alert_id=message.alert_id)


def asked_to_look_in(session: Session, slot_id: UUID) -> frozenset[UUID]:
    """Give the helpers and keyholders who were asked because this check-in stayed silent."""
    asked = select(RungClimbed.person_id).where(
        RungClimbed.slot_id == slot_id,
        RungClimbed.rung.in_(NEIGHBOURS),
        RungClimbed.person_id.is_not(None),
    )
    return frozenset(person_id for person_id in session.scalars(asked) if person_id is not None)


def knocking(session: Session, slot_id: UUID) -> frozenset[UUID]:
    """Give who has a knock for this check-in still to do."""
    owed = select(CallTask.owner_id).where(
        CallTask.slot_id == slot_id,
        CallTask.kind == CallTaskKind.KNOCK,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.owner_id.is_not(None),
    )
    return frozenset(owner_id for owner_id in session.scalars(owed) if owner_id is not None)


def sent_there(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Give who may be on the way to this door: asked to look in or to knock, and it is open."""
    slots = [slot.id for slot in open_slots_of(session, person_id)]
    return frozenset(
        each for one in slots for each in asked_to_look_in(session, one) | knocking(session, one)
    )


def may_be_on_their_way(
    session: Session, person_id: UUID, *, resident_id: UUID | None = None
) -> Sequence[UUID]:
    """Give the open check-ins that sent this person to a door, where they wrote nothing else yet.

    With a resident, theirs alone.
    """
    sent = (
        select(CheckInSlot.id)
        .join(RungClimbed, RungClimbed.slot_id == CheckInSlot.id)
        .where(
            RungClimbed.person_id == person_id,
            RungClimbed.rung.in_(NEIGHBOURS),
            or_(RungClimbed.answer.is_(None), RungClimbed.answer == LookInAnswer.GOING),
            CheckInSlot.status.not_in(SLOT.final),
        )
        .order_by(CheckInSlot.id)
    )
    theirs = CheckInSlot.person_id == resident_id
    return session.scalars(sent.where(theirs) if resident_id else sent).all()


def find_asked(session: Session, slot_id: UUID, person_id: UUID) -> RungClimbed | None:
    """Find the step by which this person was asked; each is asked once a check-in."""
    return session.scalars(
        select(RungClimbed)
        .where(
            RungClimbed.slot_id == slot_id,
            RungClimbed.person_id == person_id,
            RungClimbed.rung.in_(NEIGHBOURS),
        )
        .order_by(RungClimbed.position)
    ).first()


def has_seen_well(session: Session, slot_id: UUID) -> bool:
    """Say whether one of those who were asked was there and found them well."""
    found = select(RungClimbed.id).where(
        RungClimbed.slot_id == slot_id, RungClimbed.answer == LookInAnswer.FOUND_WELL
    )
    return session.scalars(found).first() is not None


def skipped_before(session: Session, slot: CheckInSlot) -> set[str]:
    """Give the ids of those of whom the timeline says already that they could not be asked."""
    noted = select(TimelineEntry.facts).where(
        is_of(TimelineEntry.person_id, slot.person_id),
        TimelineEntry.subject_id == slot.id,
        TimelineEntry.kind == EntryKind.RUNG_SKIPPED,
    )
    return {str(facts.get("neighbour_id")) for facts in session.scalars(noted)}


def has_said(
    session: Session, slot: CheckInSlot, answer: LookInAnswer, *, by_person_id: UUID | None
) -> bool:
    """Say whether the timeline has this answer of this person to this asking already."""
    noted = select(TimelineEntry.facts).where(
        is_of(TimelineEntry.person_id, slot.person_id),
        TimelineEntry.subject_id == slot.id,
        TimelineEntry.kind == EntryKind.RUNG_ANSWERED,
        TimelineEntry.by_person_id == by_person_id,
    )
    return any(facts.get("answer") == answer.value for facts in session.scalars(noted))


def asked_lately(
    session: Session, person_id: UUID, *, asked_before: datetime, is_open: bool
) -> Sequence[UUID]:
    """Give the check-ins because of which this person was asked to look in, the newest first."""
    still = CheckInSlot.status.not_in(SLOT.final) if is_open else CheckInSlot.status.in_(SLOT.final)
    asked = select(RungClimbed.slot_id).join(CheckInSlot, CheckInSlot.id == RungClimbed.slot_id)
    lately = asked.where(*_asked_lately([person_id], asked_before), still)
    return session.scalars(lately.order_by(RungClimbed.at.desc())).all()


def towns_asking_lately(
    session: Session, people: Collection[UUID], *, asked_before: datetime, is_open: bool = True
) -> frozenset[UUID]:
    """Give the towns that asked one of these people lately to look in where it is still needed.

    Or, not open, where it is needed no more.
    """
    still = CheckInSlot.status.not_in(SLOT.final) if is_open else CheckInSlot.status.in_(SLOT.final)
    asking = select(CheckInSlot.town_id).join(RungClimbed, RungClimbed.slot_id == CheckInSlot.id)
    lately = asking.where(*_asked_lately(people, asked_before), still)
    return frozenset(session.scalars(lately))


def _asked_lately(
    people: Collection[UUID], asked_before: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (
        RungClimbed.person_id.in_(people),
        RungClimbed.rung.in_(NEIGHBOURS),
        RungClimbed.at <= asked_before,
        RungClimbed.at > asked_before - HEARD_FOR,
    )


def waiting_words(session: Session, slot_id: UUID, person_id: UUID) -> Sequence[Message]:
    """Give the words by which this person is asked that have not left yet."""
    found = (
        select(Message)
        .where(
            Message.slot_id == slot_id,
            Message.to_person_id == person_id,
            Message.kind == MessageKind.ALERT,
            Message.alert_id.is_(None),
            Message.status.in_((MessageStatus.PENDING, MessageStatus.HELD)),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalars(found).all()


def values_for(session: Session, slot: CheckInSlot, reader: Person) -> dict[str, Value]:
    """Give what stands in the words to whoever is asked to look in."""
    resident, town = session.get_one(Person, slot.person_id), town_by_id(session, slot.town_id)
    return {
        "helper": reader.called,
        "name": resident.called,
        "office": at_home(town.office_phone),
        "emergency": emergency_numbers(town.country).life,
    }


def words_after(
    session: Session, slot: CheckInSlot, answer: LookInAnswer, person_id: UUID, *, now: datetime
) -> Words:
    """Say what an answer came to, as the check-in stands now."""
    if answer is LookInAnswer.NEEDS_HELP:
        centre_id = centre_of_slot(session, slot.id)
        text = Text.ANSWER_HELP
        return help_words(session, text, town_id=slot.town_id, centre_id=centre_id, now=now)
    values = values_for(session, slot, session.get_one(Person, person_id))
    has_answered = slot.answered_by_id == person_id and slot.answer is ReplyMeaning.FINE
    if answer is LookInAnswer.FOUND_WELL and has_answered:
        return Words(text=Text.ANSWER_WELL)
    text = Text.LOOK_IN_OVER if slot.status in SLOT.final else _THANKS[answer]
    return Words(text=text, values=values)
