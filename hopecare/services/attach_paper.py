"""Keep the picture of a paper with a resident, for a purpose and a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.attachments import PROOFS, AttachmentPurpose, PaperAct
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.retention import paper_retain_until
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.consents import refuse_without
from hopecare.queries.papers import PICTURE_TYPE
from hopecare.queries.town_days import local_day
from hopecare.reading.policies import shipped_retention
from hopecare.services.note_timeline import note_timeline
from models import Attachment

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    """A paper as the press gave it, what it is kept for, and what staff call it."""

    purpose: AttachmentPurpose
    picture: bytes
    title: str | None = None


def attach_paper(
    session: Session, person: Person, paper: NewPaper, *, by: Actor, now: datetime
) -> Attachment:
    """Keep it until its purpose's time is over; without a record only proofs of an answer."""
    today = local_day(session, person.town_id, now)
    _refuse_where_nothing_is_kept(session, person, paper, today)
    kept = Attachment(
        town_id=person.town_id,
        person_id=person.id,
        purpose=paper.purpose,
        media_type=PICTURE_TYPE,
        size=len(paper.picture),
        content=paper.picture,
        title=paper.title or "",
        created_at=now,
        retain_until=paper_retain_until(shipped_retention(), paper.purpose, since=today),
    )
    session.add(kept)
    session.flush()
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=kept.id,
        facts={"what": PaperAct.ADDED.value, "paper": paper.purpose.value, "size": kept.size},
    )
    session.flush()
    return kept


def _refuse_where_nothing_is_kept(
    session: Session, person: Person, paper: NewPaper, today: date
) -> None:
    if person.died_on is not None:
        raise MoveNotAllowedError(machine="paper", event="added", person_id=person.id)
    if paper.purpose not in PROOFS:
        refuse_without(session, person.id, ConsentPurpose.KEEP_RECORD, on=today)
