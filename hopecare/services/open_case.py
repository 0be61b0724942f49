"""Open a case for a resident, with the needs that are known on that day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import CASE
from hopecare.domain.codes import CODE_LENGTH, make_code
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.domain.urgency import Urgency
from hopecare.errors import (
    AlreadyTakenError,
    MoveNotAllowedError,
    NotFoundError,
    SettingsMissingError,
)
from hopecare.queries.cases import find_live_case
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_without_consent import refuse_without_consent
from models import Case, Person

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePlan:
    """What is to be done for a resident, before it is a case."""

    urgency: Urgency = Urgency.ORDINARY
    needs: tuple[NeedWish, ...] = ()
    centre_id: UUID | None = None
    """None stands for the resident's own centre."""
    owner_id: UUID | None = None
    report_id: UUID | None = None
    review_on: date | None = None
    words: str | None = None


def open_case(
    session: Session, *, resident_id: UUID, plan: CasePlan, by: Actor, now: datetime
) -> Case:
    """Open the resident's one live case; consent to be on record stands first."""
    resident = _resident_alone(session, resident_id)
    refuse_without_consent(
        session, person_id=resident_id, purpose=ConsentPurpose.KEEP_RECORD, now=now
    )
    standing = find_live_case(session, resident_id)
    if standing is not None:
        raise AlreadyTakenError(case_id=standing.id)
    case = _case(resident, plan, by, now)
    session.add(case)
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.CASE_OPENED,
        at=now,
        by=by,
        person_id=resident_id,
        case_id=case.id,
        report_id=plan.report_id,
        subject_id=case.id,
        facts={"urgency": case.urgency.value},
    )
    session.flush()
    for wish in plan.needs:
        add_need(session, case, wish, by=by, now=now)
    return case


def _resident_alone(session: Session, resident_id: UUID) -> Person:
    """Hold the person: two people who open a case at once shall make one."""
    resident = session.get(Person, resident_id, with_for_update=True, populate_existing=True)
    if resident is None:
        raise NotFoundError(person_id=resident_id)
    if resident.died_on is not None:
        raise MoveNotAllowedError(machine="case", status="died", event="case_opened")
    return resident


def _case(resident: Person, plan: CasePlan, by: Actor, now: datetime) -> Case:
    centre_id = plan.centre_id or resident.centre_id
    if centre_id is None:
        raise SettingsMissingError(setting="centre", person_id=resident.id)
    return Case(
        town_id=resident.town_id,
        code=make_code(secrets.token_bytes(CODE_LENGTH)),
        resident_id=resident.id,
        centre_id=centre_id,
        status=CASE.start,
        urgency=plan.urgency,
        opened_at=now,
        owner_id=plan.owner_id or by.person_id,
        report_id=plan.report_id,
        review_on=plan.review_on,
        words=plan.words,
    )
