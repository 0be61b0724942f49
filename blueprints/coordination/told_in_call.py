"""What a call tells the report that is written from it: the words, whom it is about, who rang."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallerPart
from hopecare.domain.phone import PhoneNumber
from hopecare.queries.residents import contact_points_of, person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.requests.report_need import ReportFor
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Call, Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def told_in_call(call_id: UUID, part: CallerPart, *, about_id: UUID | None) -> dict[str, object]:
    """What the reader noted in a call of their own, put where it belongs in the report."""
    with reading() as session:
        call = session.get(Call, call_id)
        if call is None or call.by_id != current_identity().person_id:
            return {}
        known: dict[str, object] = {"words": call.words or ""}
        if about_id is not None:
            return known | _about(session, about_id) | _told_by(session, call, call.person_id)
        match part:
            case CallerPart.NEEDS_HELP:
                return known | _about(session, call.person_id) | {"phone": _number(call)}
            case CallerPart.SPOKEN_FOR:
                return known | _about(session, call.person_id) | _told_by(session, call, None)
            case CallerPart.TELLS:
                return known | _told_by(session, call, call.person_id)


def _about(session: Session, person_id: UUID | None) -> dict[str, object]:
    """Whom the report is about, where they have a record."""
    if person_id is None:
        return {}
    person = _person(session, person_id)
    return {"name": person.full_name, "resident_id": person.id}


def _told_by(session: Session, call: Call, caller_id: UUID | None) -> dict[str, object]:
    """Who rang about somebody else: the reporter."""
    told: dict[str, object] = {"about": ReportFor.NEIGHBOUR, "reporter_phone": _number(call)}
    if caller_id is None:
        is_theirs = call.number in _numbers(session, call.person_id)
        return told | ({"reporter_phone": ""} if is_theirs else {})
    numbers = [_number(call), *map(_shown, _numbers(session, caller_id))]
    caller = _person(session, caller_id)
    number = next(filter(None, numbers), "")
    return told | {"reporter_name": caller.full_name, "reporter_phone": number}


def _person(session: Session, person_id: UUID) -> Person:
    refuse_unless(session, "resident.read", current_identity(), Person, person_id)
    return person_by_id(session, person_id)


def _numbers(session: Session, person_id: UUID | None) -> list[str]:
    if person_id is None:
        return []
    points = contact_points_of(session, [person_id], on=current_reader().today)
    return [point.value for point in points if point.value.startswith("+")]


def _number(call: Call) -> str:
    return _shown(call.number) if call.number else ""


def _shown(number: str) -> str:
    return PhoneNumber(number).written_for(current_town().country)
