"""Note that another body helps regularly: who, what kind, on which days, from whom we know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.name_body import name_body
from hopecare.services.note_timeline import note_timeline
from models import OtherHelp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.aid import ToldBy
    from hopecare.domain.identity import Actor
    from hopecare.domain.needs import NeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSeen:
    """What is known of another body's help."""

    kind: NeedKind
    weekdays: Sequence[str]
    from_on: date
    told_by: ToldBy
    told_on: date
    who: str | None = None
    organisation_id: UUID | None = None
    until_on: date | None = None


def note_other_help(
    session: Session, *, case_id: UUID, seen: HelpSeen, by: Actor, now: datetime
) -> OtherHelp:
    """Write it to the case; nothing is asked of the other body."""
    case = case_by_id(session, case_id)
    if seen.told_on > local_day(session, case.town_id, now):
        raise InvalidInputError({"told_on": ["in_the_future"]})
    if seen.until_on is not None and seen.until_on < seen.from_on:
        raise InvalidInputError({"until_on": ["ends_before_it_begins"]})
    noted = OtherHelp(
        town_id=case.town_id,
        case_id=case.id,
        kind=seen.kind,
        who=name_body(session, words=seen.who, organisation_id=seen.organisation_id, field="who"),
        organisation_id=seen.organisation_id,
        weekdays=[day for day in WEEKDAYS if day in seen.weekdays],
        from_on=seen.from_on,
        until_on=seen.until_on,
        told_by=seen.told_by,
        told_on=seen.told_on,
        noted_at=now,
        noted_by_id=by.person_id,
    )
    session.add(noted)
    session.flush()
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.OTHER_HELP_NOTED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=noted.id,
        facts={"need": noted.kind.value},
    )
    return noted
