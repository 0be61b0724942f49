"""Words are held back: a person rings each who counts on them, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallBecause
from hopecare.domain.stopped_sending import ASKS
from hopecare.queries.check_ins import hold_slots, plan_by_id, slot_by_id
from hopecare.queries.message_words import WORDLESS, words_by_message
from hopecare.services.owe_missed_question import owe_missed_question
from hopecare.services.owe_untold import owe_untold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Message


HELD: Final = CallBecause.WORDS_HELD


def ring_for_held(
    session: Session, *, messages: Sequence[Message], by: Actor, now: datetime
) -> frozenset[UUID]:
    """Owe the calls in the order given; the message's own end finds them owed. Gives them all.

    A check-in owes the call it would owe when it is missed, other words the one when they fail.
    """
    questions = [each for each in messages if each.kind in ASKS and each.slot_id is not None]
    asking = {each.id for each in questions}
    others = [each.id for each in messages if each.id not in asking]
    hold_slots(session, {each.slot_id for each in questions if each.slot_id is not None})
    words = words_by_message(session, others)
    return frozenset(
        _owe(session, each, words.get(each.id, WORDLESS).text, by=by, now=now) for each in messages
    )


def _owe(
    session: Session, message: Message, words: str | None, *, by: Actor, now: datetime
) -> UUID:
    if message.kind not in ASKS or message.slot_id is None:
        return owe_untold(session, message=message, words=words, because=HELD, by=by, now=now).id
    slot = slot_by_id(session, message.slot_id)
    plan = plan_by_id(session, slot.plan_id)
    return owe_missed_question(session, slot=slot, plan=plan, because=HELD, by=by, now=now).id
