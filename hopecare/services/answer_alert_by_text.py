"""Take a text in which somebody on duty takes an alert or passes it on, and answer it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alert_answers import AlertAnswer, read_alert_answer
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.alert_replies import words_for
from hopecare.services.answer_alert import answer_alert
from models import Alert, Person
from notifications.outbox import promise

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alert_answers import AlertResult
    from hopecare.domain.identity import Actor
    from hopecare.queries.open_questions import OpenQuestion
    from models import InboundMessage


def answer_alert_by_text(
    session: Session, *, row: InboundMessage, question: OpenQuestion, by: Actor, now: datetime
) -> bool:
    """Let the text answer its alert; False where these words do not answer one."""
    answer = read_alert_answer(row.body or "")
    if question.alert_id is None or answer is None:
        return False
    row.alert_id = question.alert_id
    row.meaning = ReplyMeaning.YES if answer is AlertAnswer.TAKE else ReplyMeaning.NO
    result = answer_alert(
        session,
        alert_id=question.alert_id,
        answer=answer,
        from_person_id=question.person_id,
        way=ReplyWay.SMS,
        by=by,
        now=now,
    )
    _tell(session, row, question.person_id, question.alert_id, result, now)
    return True


def _tell(
    session: Session,
    row: InboundMessage,
    person_id: UUID,
    alert_id: UUID,
    result: AlertResult,
    now: datetime,
) -> None:
    """Say what it came to, once for each text."""
    reader, alert = session.get_one(Person, person_id), session.get_one(Alert, alert_id)
    promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.ALERT_NEWS,
        to_person_id=person_id,
        dedup_key=f"alert_answer:{row.id}",
        words=words_for(session, alert, result, language=reader.language),
        language=reader.language,
        channel=Channel.SMS,
        now=now,
    )
