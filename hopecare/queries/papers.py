"""Papers kept with a resident: their list without the pictures, and one with its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from hopecare.domain.attachments import REMOVED_TYPE
from hopecare.errors import NotFoundError
from hopecare.queries.visibility import visible
from models import Attachment, Person

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.attachments import AttachmentPurpose
    from hopecare.domain.identity import Identity

PICTURE_TYPE: Final = "image/jpeg"
A_KILOBYTE: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """What a list says of one paper."""

    id: UUID
    purpose: AttachmentPurpose
    title: str
    size: int
    created_at: datetime
    retain_until: date | None
    held_by: str | None

    @property
    def kilobytes(self) -> int:
        """How large it is, as a list says it."""
        return max(1, round(self.size / A_KILOBYTE))


def papers_of(
    session: Session, person_id: UUID, *, identity: Identity, on: date
) -> list[PaperLine]:
    """Read what this reader may see of a resident's papers, the newest first, no picture."""
    columns = [getattr(Attachment, name) for name in PaperLine.__slots__]
    rows = session.execute(
        select(*columns)
        .join(Person, Person.id == Attachment.person_id)
        .where(
            Attachment.person_id == person_id,
            visible("paper.read", identity, Attachment),
            is_kept(on=on),
        )
        .order_by(Attachment.created_at.desc(), Attachment.id.desc())
    )
    return [PaperLine(**row._mapping) for row in rows]  # noqa: SLF001  SQLAlchemy's public name


def paper_by_id(session: Session, person_id: UUID, paper_id: UUID, *, on: date) -> Attachment:
    """Give a paper of this person with its picture; none that was taken away or is over."""
    paper = session.scalars(
        select(Attachment)
        .join(Person, Person.id == Attachment.person_id)
        .where(Attachment.id == paper_id, Attachment.person_id == person_id, is_kept(on=on))
    ).one_or_none()
    if paper is None:
        raise NotFoundError(kind="attachment", id=paper_id)
    return paper


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOver:
    """A paper that is to be erased, without its picture."""

    id: UUID
    person_id: UUID | None
    purpose: AttachmentPurpose


def papers_over(session: Session, town_id: UUID, *, on: date, limit: int) -> list[PaperOver]:
    """Read papers whose last day, or that of their person's record, is over and nothing holds."""
    left = limit
    found: list[PaperOver] = []
    for over in (Attachment.retain_until < on, Person.retain_until < on):
        rows = session.execute(
            select(Attachment.id, Attachment.person_id, Attachment.purpose)
            .outerjoin(Person, Person.id == Attachment.person_id)
            .where(
                Attachment.town_id == town_id,
                Attachment.media_type != REMOVED_TYPE,
                over,
                Attachment.id.not_in([each.id for each in found]),
                Attachment.held_by.is_(None),
                Person.held_by.is_(None),
            )
            .order_by(Attachment.id)
            .limit(left)
        )
        found += [PaperOver(id=row[0], person_id=row[1], purpose=row[2]) for row in rows]
        left = limit - len(found)
    return found


def is_kept(*, on: date) -> ColumnElement[bool]:
    """Make the condition, beside its person, that a paper may still be looked at on a day.

    Its own time ends it, and so does the time of the whole record, after a death for instance; a
    legal hold goes before both.
    """
    runs = [
        or_(until.is_(None), until >= on)
        for until in (Attachment.retain_until, Person.retain_until)
    ]
    held = Attachment.held_by.is_not(None)
    return and_(Attachment.media_type != REMOVED_TYPE, or_(held, and_(*runs)))
