"""Whether a text that waits to be read is about whoever wrote it, as far as we know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import REVIEW, reply_of_key
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.recurring import row_caused_by
from hopecare.domain.roles import Role
from hopecare.queries.reply_writers import writer_of
from hopecare.queries.residents import has_role
from hopecare.queries.stoppable import has_died, plans_asking
from hopecare.queries.town_days import local_day
from models import Alert, CallTask, InboundMessage, Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def is_of_writer(session: Session, alert: Alert) -> bool:
    """Whether what staff learn by this alert is true of the person it names.

    An alert of a text names whoever wrote. Only a resident whom nobody asks about others, who helps
    nobody and stands beside nobody, is sure to write of themself; once they have died, nobody is:
    what was theirs alone has ended with them.
    """
    reply_id = reply_of_key(alert.dedup_key)
    if reply_id is None:
        return True
    row = session.get(InboundMessage, reply_id)
    return row is not None and _is_own(session, row, alert.person_id)


def words_of_others(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Name the texts under their name that staff still look after, and may be about others.

    To be read while they still help, look in and are asked: with that it ends who wrote of whom.
    """
    alerts = select(Alert.dedup_key).where(
        Alert.person_id == person_id, Alert.status != AlertStatus.RESOLVED
    )
    reviews = select(CallTask.dedup_key).where(
        CallTask.person_id == person_id,
        CallTask.kind == CallTaskKind.REVIEW_REPLY,
        CallTask.status == CallTaskStatus.OPEN,
    )
    named = {reply_of_key(key) for key in session.scalars(alerts)}
    named |= {reply_of_review(key) for key in session.scalars(reviews)}
    rows = [session.get(InboundMessage, each) for each in named if each is not None]
    return frozenset(row.id for row in rows if row and not _is_own(session, row, person_id))


def reply_of_review(dedup_key: str) -> UUID | None:
    """Say which text a call is owed for reading; None for every other call."""
    return row_caused_by(REVIEW.removesuffix(":"), dedup_key)


def _is_own(session: Session, row: InboundMessage, person_id: UUID | None) -> bool:
    if row.person_id is None or person_id is None or has_died(session, person_id):
        return False
    on = local_day(session, row.town_id, row.received_at)
    theirs = select(Person.id).where(Person.id == person_id, has_role(Role.RESIDENT, on=on))
    if session.scalar(theirs) is None or plans_asking(session, person_id):
        return False
    writer = writer_of(session, row)
    return not (writer.stands_beside or writer.is_asked)
