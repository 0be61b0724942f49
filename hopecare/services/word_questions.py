"""Find the words of many due questions before anything is written: no lock is held meanwhile."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from uuid_utils import uuid7

from hopecare import keyring
from hopecare.channel_profiles import profile_for
from hopecare.domain.check_in_times import next_due
from hopecare.language.check_in_questions import question_to
from hopecare.language.texts import Naming, naming

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from hopecare.queries.due_questions import DueQuestion, Manner
    from models import Town

log = logging.getLogger(__name__)


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


class _Asked(NamedTuple):
    """What all questions of one manner share."""

    voice: Naming
    valid_until: datetime
    next_due_at: datetime | None


def word_questions(
    questions: Sequence[DueQuestion], *, towns: Mapping[str, Town], now: datetime
) -> list[WordedQuestion]:
    """Word each question that is in time; one that cannot be worded is left to one by one."""
    known: dict[Manner, _Asked] = {}
    opened = keyring.current().opener("people.called")
    said: list[tuple[DueQuestion, _Asked, bytes]] = []
    for question in questions:
        try:
            if (asked := known.get(question.manner)) is None:
                known[question.manner] = asked = _asked(question.manner, towns)
            if now < asked.valid_until:
                called = opened(question.sealed_called).decode()
                said.append((question, asked, asked.voice.to(called).encode()))
        except Exception:  # one broken row must never silence a town
            log.exception("question not worded", extra={"plan_id": question.plan_key})
    bodies = keyring.current().encrypt_all([words for _, _, words in said], label="messages.body")
    return [
        _worded(question, asked, body)
        for (question, asked, _), body in zip(said, bodies, strict=True)
    ]


def _asked(manner: Manner, towns: Mapping[str, Town]) -> _Asked:
    """Find the words around the name and the moments, once for all who are asked alike."""
    town = towns[manner.town_key]
    return _Asked(
        naming(
            question_to(manner.answer_of, manner.question),
            language=manner.language,
            channel=manner.channel,
            profile=profile_for(town.channel_profile, town.country),
            zone=town.zone,
        ),
        manner.due_at + timedelta(minutes=manner.grace_minutes),
        next_due(manner.rhythm, after=manner.due_at),
    )


def _worded(question: DueQuestion, asked: _Asked, body: bytes) -> WordedQuestion:
    slot_id = uuid7()
    return WordedQuestion(
        question.plan_key,
        question.version,
        question.manner.due_at,
        slot_id.hex,
        uuid7().hex,
        uuid7().hex,
        f"check_in:{slot_id}",
        body,
        asked.valid_until,
        asked.next_due_at,
    )
