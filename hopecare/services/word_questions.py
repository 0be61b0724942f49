"""Find the words of many due questions before anything is written: no lock is held meanwhile."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from uuid_utils import uuid7

from hopecare import keyring
from hopecare.channel_profiles import profile_for
from hopecare.domain.check_in_times import next_due
from hopecare.language.texts import Naming, naming, question_to
from hopecare.queries.due_questions import rhythm_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from hopecare.domain.channels import Channel
    from hopecare.domain.check_ins import AnswererKind
    from hopecare.queries.due_questions import DueQuestion, Written
    from models import Town

log = logging.getLogger(__name__)
_Voice = tuple["UUID", "AnswererKind", str, "Channel"]


class WordedQuestion(NamedTuple):
    """Everything a slot and its question need that the plan does not say itself.

    The keys are as every database reads them: very many are made, and none is looked at by us.
    """

    plan_id: str
    version: int
    due_at: datetime
    """The plan as it was read: of one that was changed or asked meanwhile, nothing is written."""
    slot_id: str
    message_id: str
    event_id: str
    dedup_key: str
    body: bytes
    """Sealed as the column of a message."""
    valid_until: datetime
    next_due_at: datetime | None


def word_questions(
    questions: Sequence[DueQuestion], *, towns: Mapping[UUID, Town], now: datetime
) -> list[WordedQuestion]:
    """Word each question that is in time; one that cannot be worded is left to one by one."""
    voices: dict[_Voice, Naming] = {}
    said: list[tuple[DueQuestion, bytes]] = []
    for question in questions:
        try:
            if now < _moments_of(question)[0]:
                said.append((question, _words(question, towns, voices).encode()))
        except Exception:  # one broken row must never silence a town
            log.exception("question not worded", extra={"plan_id": question.plan_key})
    bodies = keyring.current().encrypt_all([words for _, words in said], label="messages.body")
    return [_worded(question, body) for (question, _), body in zip(said, bodies, strict=True)]


def _words(question: DueQuestion, towns: Mapping[UUID, Town], voices: dict[_Voice, Naming]) -> str:
    """The question as it is said; the words around the name are found once a batch."""
    called = keyring.current().decrypt(question.sealed_called, label="people.called").decode()
    key = (question.town_id, question.answer_of, question.language, question.channel)
    if (voice := voices.get(key)) is None:
        town = towns[question.town_id]
        voices[key] = voice = naming(
            question_to(question.answer_of),
            language=question.language,
            channel=question.channel,
            profile=profile_for(town.channel_profile, town.country),
            zone=town.zone,
        )
    return voice.to(called)


def _worded(question: DueQuestion, body: bytes) -> WordedQuestion:
    slot_id = uuid7()
    valid_until, next_due_at = _moments_of(question)
    return WordedQuestion(
        question.plan_key,
        question.version,
        question.due_at,
        slot_id.hex,
        uuid7().hex,
        uuid7().hex,
        f"check_in:{slot_id}",
        body,
        valid_until,
        next_due_at,
    )


def _moments_of(question: DueQuestion) -> tuple[datetime, datetime | None]:
    """Until when it may be said, and when the plan asks again."""
    return _moments(question.due_at, question.grace_minutes, question.written)


# Many plans share a day and an hour: their moments are reckoned once.
@lru_cache(maxsize=4096)
def _moments(
    due_at: datetime, grace_minutes: int, written: Written
) -> tuple[datetime, datetime | None]:
    rhythm = rhythm_written(written)
    return due_at + timedelta(minutes=grace_minutes), next_due(rhythm, after=due_at)
