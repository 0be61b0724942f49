"""Write down what was given: goods, money or a group's help, its worth and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.aid import LONGEST_BACK, MOST_MINOR, AidKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import live_needs_of_case
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.end_need import end_need
from hopecare.services.name_body import name_body
from hopecare.services.note_timeline import note_timeline
from models import AidGiven

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """What was given on one day, from whom, worth how much in minor units, for which need."""

    given_on: date
    what: str
    source: str | None = None
    organisation_id: UUID | None = None
    value_minor: int = 0
    kind: AidKind = AidKind.GOODS
    need_id: UUID | None = None
    meets_need: bool = False
    """Then the need ends with it."""


def record_aid(session: Session, *, case_id: UUID, aid: Aid, by: Actor, now: datetime) -> AidGiven:
    """Write the aid to the case, in the town's own money; never for a day ahead."""
    case = case_by_id(session, case_id)
    _refuse(session, case, aid, today=local_day(session, case.town_id, now))
    source = name_body(session, words=aid.source, organisation_id=aid.organisation_id)
    given = AidGiven(
        town_id=case.town_id,
        case_id=case.id,
        given_on=aid.given_on,
        what=aid.what,
        source=source,
        value_minor=aid.value_minor,
        currency=town_by_id(session, case.town_id).currency,
        by_id=by.person_id,
        need_id=aid.need_id,
        kind=aid.kind,
        organisation_id=aid.organisation_id,
    )
    session.add(given)
    session.flush()
    _note(session, case, given, by=by, now=now)
    if aid.need_id is not None and aid.meets_need:
        end_need(session, need_id=aid.need_id, is_met=True, by=by, now=now)
    return given


def _refuse(session: Session, case: Case, aid: Aid, *, today: date) -> None:
    """Refuse what cannot be: a day ahead or long ago, a wrong worth, a need of another case."""
    if aid.given_on > today:
        raise InvalidInputError({"given_on": ["in_the_future"]})
    if aid.given_on < today - LONGEST_BACK:
        raise InvalidInputError({"given_on": ["more_than_a_year_ago"]})
    if not 0 <= aid.value_minor <= MOST_MINOR:
        raise InvalidInputError({"value": ["not_a_worth"]})
    if aid.need_id is None:
        if aid.meets_need:
            raise InvalidInputError({"need_id": ["choose_one"]})
    elif aid.need_id not in {need.id for need in live_needs_of_case(session, case.id)}:
        raise InvalidInputError({"need_id": ["not_a_choice"]})


def _note(session: Session, case: Case, given: AidGiven, *, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.AID_GIVEN,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=given.id,
        facts={
            "value_minor": given.value_minor,
            "currency": given.currency,
            "given": given.kind.value,
            "given_on": given.given_on.isoformat(),
        },
    )
