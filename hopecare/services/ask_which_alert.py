"""Somebody answered while several alerts wait for them: say once how to name the one they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alert_answers import AlertAnswer, read_alert_answer
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from models import Alert, Person
from notifications.outbox import promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.open_questions import OpenQuestion
    from models import InboundMessage, Message


def ask_which_alert(
    session: Session, *, row: InboundMessage, questions: Sequence[OpenQuestion], now: datetime
) -> Message | None:
    """Promise the text to the one whose telephone it is; None where it may answer something else.

    A bare key is then an answer to an alert, and no call for help.
    """
    answer, newest = read_alert_answer(row.body or ""), questions[0]
    are_alerts = all(each.alert_id is not None for each in questions)
    is_of_one = {each.person_id for each in questions} == {newest.person_id}
    if answer is None or newest.alert_id is None or not (are_alerts and is_of_one):
        return None
    row.meaning = ReplyMeaning.YES if answer is AlertAnswer.TAKE else ReplyMeaning.NO
    return _ask(session, session.get_one(Alert, newest.alert_id), newest.person_id, now)


def _ask(session: Session, newest: Alert, person_id: UUID, now: datetime) -> Message:
    """Ask once while these wait: the newest names them."""
    reader = session.get_one(Person, person_id)
    return promise(
        session,
        town_id=newest.town_id,
        kind=MessageKind.ALERT_NEWS,
        to_person_id=person_id,
        dedup_key=f"which_alert:{newest.id}:{person_id}",
        words=Words(text=Text.ALERT_WHICH, values={"code": newest.code or ""}),
        language=reader.language,
        channel=Channel.SMS,
        now=now,
    )
