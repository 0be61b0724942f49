"""Work on a number of the directory that was found wrong: an office's, or one service's desk's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.recurring import row_of
from models import CallTask, Organisation, ServiceContact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

OFFICE: Final = "office_number"
"""The cause of the work on an office's number."""
DESK: Final = "desk_number"
"""The cause of the work on the number of a service's own desk."""


def office_key(organisation_id: UUID) -> str:
    """Name the work on the number of one office: however many calls find it wrong, it is one."""
    return f"{OFFICE}:{organisation_id}"


def desk_key(service_id: UUID) -> str:
    """Name the work on the number of one service's own desk."""
    return f"{DESK}:{service_id}"


def is_number_work(task: CallTask) -> bool:
    """Say whether it is the work on a number of the directory."""
    return _cause(task) in (OFFICE, DESK)


def is_desk_work(task: CallTask) -> bool:
    """Say whether it is the work on the number of a service's own desk."""
    return _cause(task) == DESK


def number_works(session: Session, key: str) -> Sequence[CallTask]:
    """Read the open work under a key, however often it has come."""
    return _open(session, CallTask.dedup_key.startswith(key, autoescape=True))


def numbers_sought(session: Session) -> dict[UUID, str | None]:
    """Give, for each open work on a number, the one that stands in the directory now."""
    works = _open(
        session,
        or_(
            *(CallTask.dedup_key.startswith(f"{each}:", autoescape=True) for each in (OFFICE, DESK))
        ),
    )
    return {each.id: number_of(session, each) for each in works}


def number_of(session: Session, work: CallTask) -> str | None:
    """Give the number that stands now where a work says that it is wrong."""
    key = row_of(work.dedup_key)
    if key is None:
        return None
    return desk_number(session, key) if is_desk_work(work) else office_number(session, key)


def desk_number(session: Session, service_id: UUID) -> str | None:
    """Give the number of a service's own desk; None where the office's rings for it."""
    return _named(session, ServiceContact.service_id == service_id)


def office_number(session: Session, organisation_id: UUID) -> str | None:
    """Give the number of an office, its own or of whoever is asked for there."""
    own = session.scalar(select(Organisation.phone).where(Organisation.id == organisation_id))
    anybody = ServiceContact.organisation_id == organisation_id
    return own or _named(session, anybody & ServiceContact.service_id.is_(None))


def _named(session: Session, whose: ColumnElement[bool]) -> str | None:
    return session.scalar(
        select(ServiceContact.phone)
        .where(whose, ServiceContact.phone.is_not(None))
        .order_by(ServiceContact.id)
        .limit(1)
    )


def _open(session: Session, which: ColumnElement[bool]) -> Sequence[CallTask]:
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.kind == CallTaskKind.RENEW_NUMBER,
            which,
        )
        .order_by(CallTask.id)
    ).all()


def _cause(task: CallTask) -> str:
    return task.dedup_key.partition(":")[0]
