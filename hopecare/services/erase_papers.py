"""Erase papers whose time is over, some at a time: the picture and its title go, the fact stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import update

from hopecare.domain.attachments import REMOVED_TYPE, PaperAct
from hopecare.domain.timeline import EntryKind
from hopecare.queries.papers import papers_over
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import Attachment

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.papers import PaperOver

AT_ONCE: Final = 100
"""Papers in one transaction: others must be able to write in between."""


def erase_papers(session: Session, *, town_id: UUID, by: Actor, now: datetime) -> int:
    """Blank the next of them and say how many; none are left when it says nothing.

    Nothing ends by it: since its day was over, a paper was shown to nobody and carried no yes.
    """
    today = local_day(session, town_id, now)
    over = papers_over(session, town_id, on=today, limit=AT_ONCE)
    session.execute(
        update(Attachment)
        .where(Attachment.id.in_([each.id for each in over]))
        .values(content=b"", title="", media_type=REMOVED_TYPE)
        .execution_options(synchronize_session=False)
    )
    for each in over:
        _note(session, town_id, each, by=by, now=now)
    session.flush()
    return len(over)


def _note(session: Session, town_id: UUID, paper: PaperOver, *, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=paper.person_id,
        subject_id=paper.id,
        facts={"what": PaperAct.ERASED.value, "paper": paper.purpose.value},
    )
