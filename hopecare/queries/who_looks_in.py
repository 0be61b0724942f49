"""Reads whether somebody may still be sent to a resident's door: they hold the key, or help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CaseStatus, TaskStatus
from hopecare.domain.people import OtherContactKind
from hopecare.queries.check_ins import named_keyholders
from hopecare.queries.not_over import not_over
from hopecare.queries.tasks import helpers_of
from models import Case, OtherContact, Task

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

Door = tuple["UUID", "UUID"]
"""Who is sent, and to which resident."""


def still_looks_in(session: Session, person_id: UUID, *, resident_id: UUID, on: date) -> bool:
    """Whether they are written down to look in on this resident on this day, or help them now."""
    if person_id in helpers_of(session, resident_id):
        return True
    named = named_keyholders(session, resident_id, today=on)
    return any(each.person_id == person_id for each in named)


def help_there(session: Session, doors: Collection[Door]) -> frozenset[Door]:
    """Give those of these doors at which this person helps now, all by one statement."""
    held = (
        select(Task.helper_id, Case.resident_id)
        .join(Case, Case.id == Task.case_id)
        .where(
            Case.resident_id.in_(sorted({resident for _, resident in doors})),
            Case.status != CaseStatus.CLOSED,
            Task.status == TaskStatus.ACTIVE,
        )
    )
    return frozenset(doors) & {(helper, resident) for helper, resident in session.execute(held)}


def hold_keys_there(session: Session, doors: Collection[Door], *, on: date) -> frozenset[Door]:
    """Give those of these doors at which this person is written down to look in on this day."""
    named = select(OtherContact.person_id, OtherContact.resident_id).where(
        OtherContact.resident_id.in_(sorted({resident for _, resident in doors})),
        OtherContact.kind == OtherContactKind.KEYHOLDER,
        OtherContact.from_on <= on,
        not_over(OtherContact, on),
    )
    return frozenset(doors) & {(holder, resident) for holder, resident in session.execute(named)}
