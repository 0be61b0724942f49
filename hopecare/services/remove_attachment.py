"""Take a paper away before its time: the picture and its title are blanked, the fact stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.attachments import REMOVED_TYPE, PaperAct, RemovalReason
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, MoveNotAllowedError, NotFoundError
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from hopecare.services.stop_consented import stop_consented
from hopecare.standing_consents import agrees_to
from models import Attachment

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def remove_attachment(
    session: Session,
    person: Person,
    attachment_id: UUID,
    *,
    reason: RemovalReason,
    by: Actor,
    now: datetime,
) -> Attachment:
    """Blank a paper of this person with a reason, and stop what rested on it; a held one stays."""
    found = select(Attachment).where(Attachment.id == attachment_id).with_for_update()
    paper = session.scalars(found).one_or_none()
    if paper is None or paper.person_id != person.id:
        raise NotFoundError(kind="attachment", id=attachment_id)
    if paper.media_type == REMOVED_TYPE:
        raise AlreadyTakenError(kind="attachment", id=attachment_id)
    if paper.held_by is not None:
        raise MoveNotAllowedError(machine="paper", event="removed", held_by=paper.held_by)
    today = local_day(session, person.town_id, now)
    agreed = agrees_to(session, person.id, today)
    paper.content, paper.title, paper.media_type = b"", "", REMOVED_TYPE
    session.flush()
    lost = agreed - agrees_to(session, person.id, today)
    note_timeline(
        session,
        town_id=paper.town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=paper.id,
        facts={
            "what": PaperAct.REMOVED.value,
            "paper": paper.purpose.value,
            "removal": reason.value,
        },
    )
    _stop(session, person, lost, by, now)
    session.flush()
    return paper


def _stop(
    session: Session, person: Person, lost: frozenset[ConsentPurpose], by: Actor, now: datetime
) -> None:
    """Stop what rested on a proxy's paper; without a record nothing else goes on either.

    Nobody has said no: cases stay open, so that the person or their proxy is asked again.
    """
    record = ConsentPurpose.KEEP_RECORD
    stops = frozenset(ConsentPurpose) if record in lost else lost
    stop_consented(session, person, stops - {record}, by=by, now=now)
