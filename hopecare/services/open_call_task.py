"""Owe somebody a call: who, why, by when; once for each cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CALL_TASK
from hopecare.domain.recurring import keys_of
from hopecare.domain.timeline import EntryKind
from hopecare.queries.who_has_left import is_gone
from hopecare.services.note_timeline import note_timeline
from models import CallTask, Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallBecause, CallTaskKind
    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedCall:
    """A call somebody of staff owes."""

    kind: CallTaskKind
    dedup_key: str
    due_at: datetime
    person_id: UUID | None = None
    about_person_id: UUID | None = None
    case_id: UUID | None = None
    need_id: UUID | None = None
    """For which need somebody is looked for."""
    report_id: UUID | None = None
    slot_id: UUID | None = None
    owner_id: UUID | None = None
    centre_id: UUID | None = None
    words: str | None = None
    because: CallBecause | None = None
    recurs: bool = False
    """Whether it is owed anew once the call before has ended, as after a second call for help."""


def open_call_task(
    session: Session, *, town_id: UUID, owed: OwedCall, by: Actor, now: datetime
) -> CallTask:
    """Open the call task, or give back the one that stands under the same key."""
    known, key = _standing(session, town_id, owed)
    if known is not None:
        return known
    task = CallTask(
        town_id=town_id,
        kind=owed.kind,
        status=CALL_TASK.start,
        due_at=owed.due_at,
        dedup_key=key,
        created_at=now,
        person_id=owed.person_id,
        about_person_id=owed.about_person_id,
        case_id=owed.case_id,
        need_id=owed.need_id,
        report_id=owed.report_id,
        slot_id=owed.slot_id,
        owner_id=_owner_of(session, owed),
        centre_id=owed.centre_id or _centre_of(session, owed),
        words=owed.words,
    )
    session.add(task)
    session.flush()
    note_timeline(
        session,
        town_id=town_id,
        kind=EntryKind.CALL_TASK_OPENED,
        at=now,
        by=by,
        person_id=owed.about_person_id or owed.person_id,
        case_id=owed.case_id,
        report_id=owed.report_id,
        subject_id=task.id,
        facts=_facts(owed),
    )
    return task


def _facts(owed: OwedCall) -> dict[str, str | int | None]:
    """Kind and hour, and why, where the kind does not say it."""
    because = {"because": owed.because.value} if owed.because else {}
    return {"kind": owed.kind.value, "due_at": owed.due_at.isoformat(), **because}


def _centre_of(session: Session, owed: OwedCall) -> UUID | None:
    """The centre that looks after whom it is about: a call without one is every centre's.

    Read alone: a call is owed as well where a name or a number cannot be read.
    """
    person_id = owed.about_person_id or owed.person_id
    return session.scalar(select(Person.centre_id).where(Person.id == person_id))


def _owner_of(session: Session, owed: OwedCall) -> UUID | None:
    """Whoever is to make it; where they have left, as of a closed case, it is the centre's."""
    is_nobodys = owed.owner_id is None or is_gone(session, owed.owner_id)
    return None if is_nobodys else owed.owner_id


def _standing(session: Session, town_id: UUID, owed: OwedCall) -> tuple[CallTask | None, str]:
    """The call that is owed for this cause already, or None and the key a new one takes."""
    keys, held = keys_of(owed.dedup_key), owed.recurs
    key = next(keys)
    known = _known(session, town_id, key, held=held)
    while held and known is not None and known.status in CALL_TASK.final:
        key = next(keys)
        known = _known(session, town_id, key, held=held)
    return known, key


def _known(session: Session, town_id: UUID, dedup_key: str, *, held: bool) -> CallTask | None:
    """The call that is owed under this key already; held, nobody finishes it while we look."""
    same = select(CallTask).where(CallTask.town_id == town_id, CallTask.dedup_key == dedup_key)
    if held:
        same = same.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(same).one_or_none()
