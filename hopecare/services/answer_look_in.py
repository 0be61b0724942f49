"""Take what somebody answers who was asked to look in, however it came; the last word stands.

It is recorded on the timeline, and stops the ladder only where the plan says that their word
counts. Who cannot go is not waited for; whoever found trouble alarms who is on duty at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import SLOT
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.look_ins import MEANINGS, WERE_THERE, LookInAnswer
from hopecare.errors import NotFoundError
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.alerts import is_help_on_its_way
from hopecare.queries.check_ins import plan_by_id, slot_by_id
from hopecare.queries.look_ins import find_asked, values_for, waiting_words, words_after
from hopecare.queries.volunteers import person_by_id
from hopecare.services.note_look_in import note_look_in
from hopecare.services.record_reply import record_reply
from notifications.outbox import About, promise, stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInSlot, RungClimbed

RINGS_AGAIN_AFTER: Final = timedelta(minutes=20)
"""As long as the shipped ladders give to whoever goes there."""
CALL_HOLDS: Final = timedelta(hours=2)


def answer_look_in(  # noqa: PLR0913  an answer has a giver, a way and a moment
    session: Session,
    *,
    slot_id: UUID,
    person_id: UUID,
    answer: LookInAnswer,
    way: ReplyWay,
    by: Actor,
    now: datetime,
) -> Words:
    """Write the answer and do what it asks for; gives what may truly be said to it.

    The same answer twice does nothing twice, except that trouble is heard again once nobody
    acts on it any more.
    """
    slot = slot_by_id(session, slot_id)
    rung = find_asked(session, slot.id, person_id)
    if rung is None:
        raise NotFoundError(slot_id=slot_id, person_id=person_id)
    if rung.answer is not answer or _is_heard_anew(session, slot, answer):
        _write(session, slot, rung, answer, by=by, now=now)
        for words in waiting_words(session, slot.id, person_id):
            stop(session, words, code="answered", now=now)
        _follow(session, slot, rung, answer, way=way, by=by, now=now)
        session.flush()
    return words_after(session, slot, answer, person_id, now=now)


def _is_heard_anew(session: Session, slot: CheckInSlot, answer: LookInAnswer) -> bool:
    return answer is LookInAnswer.NEEDS_HELP and not is_help_on_its_way(session, slot.id)


def _write(
    session: Session,
    slot: CheckInSlot,
    rung: RungClimbed,
    answer: LookInAnswer,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Keep the answer beside the step, and an entry on the resident's timeline."""
    rung.answer, rung.answered_at = answer, now
    note_look_in(session, slot=slot, answer=answer, from_person_id=rung.person_id, by=by, now=now)


def _follow(  # noqa: PLR0913  an answer has a giver, a way and a moment
    session: Session,
    slot: CheckInSlot,
    rung: RungClimbed,
    answer: LookInAnswer,
    *,
    way: ReplyWay,
    by: Actor,
    now: datetime,
) -> None:
    """Let what they found count as the plan says; or go on to the next, or ask them once more."""
    if answer in WERE_THERE and rung.person_id is not None:
        meaning = MEANINGS[answer]
        record_reply(
            session, slot=slot, meaning=meaning, from_person_id=rung.person_id, by=by, now=now
        )
    elif answer is LookInAnswer.CANNOT:
        _go_on(slot, rung, now=now)
    elif slot.status not in SLOT.final and way is ReplyWay.KEYPRESS and rung.person_id is not None:
        _ring_again(session, slot, rung.person_id, now=now)


def _go_on(slot: CheckInSlot, rung: RungClimbed, *, now: datetime) -> None:
    """The next step comes at once, unless another was taken since or none is to come."""
    is_last = rung.position == slot.rungs_climbed - 1
    if is_last and slot.next_rung_at is not None:
        slot.next_rung_at = min(slot.next_rung_at, now)


def _ring_again(session: Session, slot: CheckInSlot, person_id: UUID, *, now: datetime) -> None:
    """Who answers by a key alone is rung once more, to hear what they found."""
    reader, at = person_by_id(session, person_id), now + RINGS_AGAIN_AFTER
    promise(
        session,
        town_id=slot.town_id,
        kind=MessageKind.ALERT,
        to_person_id=person_id,
        dedup_key=f"look_in:{slot.id}:{person_id}:after",
        words=Words(text=Text.LOOK_IN_AFTER, values=values_for(session, slot, reader)),
        about=About(case_id=plan_by_id(session, slot.plan_id).case_id, slot_id=slot.id),
        channel=Channel.VOICE,
        not_before=at,
        valid_until=at + CALL_HOLDS,
        now=now,
    )
