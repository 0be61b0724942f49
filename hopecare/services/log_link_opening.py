"""Log that a link was opened: by whose link and what for, never who held the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.answer_links import A_WHILE, OPENINGS_AN_HOUR
from hopecare.domain.identity import LinkHolder
from hopecare.errors import TooManyTriesError
from hopecare.queries.answer_links import OPENED, openings_lately
from models import AccessLogEntry, Message
from notifications.outbox import note

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import AnswerLink


def log_link_opening(session: Session, link: AnswerLink, *, now: datetime) -> None:
    """Write that it was opened, there and in the life of its message; refuse a machine's pace."""
    seen = openings_lately(session, link.message_id, now=now, within=A_WHILE)
    if seen >= OPENINGS_AN_HOUR:
        raise TooManyTriesError(link_id=link.id)
    note(session, session.get_one(Message, link.message_id), at=now, code=OPENED)
    entry = AccessLogEntry(
        town_id=link.town_id,
        at=now,
        actor=LinkHolder(link_id=link.id, person_id=link.person_id).code,
        account_id=None,
        purpose="link.open",
        person_ids=[str(link.person_id)],
    )
    session.add(entry)
