"""Somebody answered while several alerts wait for them: say once which, and how to name theirs.

Told of many in one text, they have read none of the codes: nothing is taken for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.alert_answers import AlertAnswer, read_alert_answer
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.alert_replies import which_alerts
from models import Alert, Person
from notifications.outbox import promise

NAMED: Final = 3
"""In one text; the rest stand on the alerts page."""

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
    alerts = [session.get_one(Alert, each.alert_id) for each in questions if each.alert_id]
    return _ask(session, alerts, newest.person_id, now)


def _ask(session: Session, alerts: Sequence[Alert], person_id: UUID, now: datetime) -> Message:
    """Ask once while these wait: the newest names them."""
    reader, newest = session.get_one(Person, person_id), alerts[0]
    names = which_alerts(session, alerts[:NAMED], language=reader.language)
    return promise(
        session,
        town_id=newest.town_id,
        kind=MessageKind.ALERT_NEWS,
        to_person_id=person_id,
        dedup_key=f"which_alert:{newest.id}:{person_id}",
        words=Words(text=Text.ALERT_WHICH, values={"code": newest.code or "", "which": names}),
        language=reader.language,
        channel=Channel.SMS,
        now=now,
    )
