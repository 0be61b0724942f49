"""Find the words of many due questions before anything is written: no lock is held meanwhile."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from uuid_utils.compat import uuid7

from hopecare import keyring
from hopecare.channel_profiles import profile_named
from hopecare.domain.check_in_times import next_due
from hopecare.language.texts import Words, question_to, sentence_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from hopecare.queries.due_questions import DueQuestion
    from models import Town

log = logging.getLogger(__name__)
# Many plans share a day and an hour: their next moment is reckoned once.
_next_due = lru_cache(maxsize=4096)(next_due)


class WordedQuestion(NamedTuple):
    """Everything a slot and its question need that the plan does not say itself."""

    plan_id: UUID
    version: int
    """The plan as it was read: of one that was changed meanwhile, nothing is written."""
    slot_id: UUID
    message_id: UUID
    event_id: UUID
    dedup_key: str
    body: str
    valid_until: datetime
    next_due_at: datetime | None


def word_questions(
    questions: Sequence[DueQuestion], *, towns: Mapping[UUID, Town], now: datetime
) -> list[WordedQuestion]:
    """Word each question that is in time; one that cannot be worded is left to one by one."""
    worded = []
    for question in questions:
        last_moment = question.due_at + timedelta(minutes=question.grace_minutes)
        if now >= last_moment:
            continue
        try:
            worded.append(_worded(question, towns[question.town_id], valid_until=last_moment))
        except Exception:  # one broken row must never silence a town
            log.exception("question not worded", extra={"plan_id": str(question.plan_id)})
    return worded


def _worded(question: DueQuestion, town: Town, *, valid_until: datetime) -> WordedQuestion:
    called = keyring.current().decrypt(question.sealed_called, label="people.called").decode()
    slot_id = uuid7()
    return WordedQuestion(
        plan_id=question.plan_id,
        version=question.version,
        slot_id=slot_id,
        message_id=uuid7(),
        event_id=uuid7(),
        dedup_key=f"check_in:{slot_id}",
        body=sentence_of(
            Words(text=question_to(question.answer_of), values={"name": called}),
            language=question.language,
            channel=question.channel,
            profile=profile_named(town.channel_profile),
            zone=town.zone,
        ),
        valid_until=valid_until,
        next_due_at=_next_due(question.rhythm, after=question.due_at),
    )
