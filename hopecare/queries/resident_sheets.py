"""The facts behind a resident's sheet: their own answer, their centre, and where to apply."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.domain.resident_sheets import SheetObstacle, is_for_another_day
from hopecare.errors import InvalidInputError
from hopecare.queries.assessments import (
    AFTER_DEATH,
    assessment_by_id,
    find_mark,
    said_in,
)
from hopecare.queries.office_phones import office_phones
from hopecare.queries.referrals import open_services
from hopecare.queries.residents import person_by_id, safety_rules_of
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.town_days import local_day
from hopecare.queries.watches import watches_in
from models import Centre

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.watches import Watch
    from models import Assessment, Organisation, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceToApply:
    """An agency where one may apply, and the number of the desk that takes it in."""

    organisation: Organisation
    phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What a resident's sheet is made of: nobody else's name or number is among it."""

    assessment: Assessment
    standing_id: UUID
    """The answer that says how they stand today."""
    resident: Person
    centre: Centre | None
    obstacle: SheetObstacle | None
    facts: HouseholdFacts
    watches: tuple[Watch, ...]
    is_unsafe: bool
    """A paper at home may harm them: it is handed over where nobody else reads it."""
    places: Mapping[str, Sequence[PlaceToApply]]
    """By programme: the agencies of their district where one may apply."""


def sheet_facts(session: Session, assessment_id: UUID, pack: Pack, *, today: date) -> SheetFacts:
    """Read what a sheet of this answer would tell the resident on a day."""
    assessment = assessment_by_id(session, assessment_id)
    resident = person_by_id(session, assessment.person_id)
    standing = find_standing(session, resident.id, today) or assessment
    return SheetFacts(
        assessment=assessment,
        standing_id=standing.id,
        resident=resident,
        centre=session.get(Centre, resident.centre_id) if resident.centre_id else None,
        obstacle=find_obstacle(session, assessment, standing, resident, today=today),
        facts=_facts(pack, assessment),
        watches=watches_in(session, assessment, pack, today=today),
        is_unsafe=bool(safety_rules_of(session, resident.id, on=today)),
        places=_places(session, resident, today),
    )


def find_obstacle(
    session: Session,
    assessment: Assessment,
    standing: Assessment,
    resident: Person,
    *,
    today: date,
) -> SheetObstacle | None:
    """Find why no sheet is made of this answer; None where one may be handed over."""
    if resident.died_on is not None:
        return SheetObstacle.DIED
    made_on = local_day(session, assessment.town_id, assessment.made_at)
    if is_for_another_day(assessment.on_date, made_on, today):
        return SheetObstacle.OTHER_DAY
    if standing.id != assessment.id:
        return SheetObstacle.NEWER
    is_computed = find_mark(session, assessment) == AFTER_DEATH
    return SheetObstacle.NOT_ASKED if is_computed else None


def _facts(pack: Pack, assessment: Assessment) -> HouseholdFacts:
    """Give what was said; nothing where the questions are other ones by now."""
    try:
        return facts_from_json(pack, said_in(assessment))
    except InvalidInputError:
        return HouseholdFacts()


def _places(session: Session, resident: Person, today: date) -> dict[str, tuple[PlaceToApply, ...]]:
    found: dict[str, dict[UUID, PlaceToApply]] = defaultdict(dict)
    offered = open_services(session, on=today)
    phones = office_phones(session, [service.id for service, _ in offered])
    for service, organisation in offered:
        is_here = service.area_id is None or service.area_id == resident.area_id
        if service.programme and is_here:
            place = PlaceToApply(organisation=organisation, phone=phones[service.id])
            found[service.programme].setdefault(organisation.id, place)
    return {programme: tuple(each.values()) for programme, each in found.items()}
