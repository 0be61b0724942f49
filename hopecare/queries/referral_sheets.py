"""What an office would be told of a person, and nothing else: the facts behind a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from hopecare.queries.assessments import assessment_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.households import find_living
from hopecare.queries.referrals import sharing_state
from hopecare.queries.residents import contact_points_of, person_by_id, safety_rules_of
from models import Centre

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.households import Living
    from hopecare.standing_consents import PurposeState
    from models import Assessment, Case, ConsentEntry, ContactPoint, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFacts:
    """Whom it is about, how they are reached, what the rules said, and by which consent."""

    case: Case
    resident: Person
    centre: Centre | None
    living: Living | None
    phones: tuple[ContactPoint, ...]
    is_unsafe: bool
    """Their own number stays here: the office calls the centre."""
    assessment: Assessment | None
    sharing: PurposeState
    """Where their agreement to sharing stands, and their last word about it."""

    @property
    def consent(self) -> ConsentEntry | None:
        """None where sharing is not agreed to, or no longer: then nothing may be shown."""
        return self.sharing.last if self.sharing.stands else None

    @property
    def people(self) -> int | None:
        """Say how many live together, where it is known."""
        return len(self.living.members) if self.living else None


def shared_facts(
    session: Session, case_id: UUID, *, assessment_id: UUID | None, on: date
) -> SharedFacts:
    """Read what would be shared of a case's resident on a day."""
    case = case_by_id(session, case_id)
    person_id = case.resident_id
    is_unsafe = bool(safety_rules_of(session, person_id, on=on))
    points = () if is_unsafe else contact_points_of(session, [person_id], on=on)
    return SharedFacts(
        case=case,
        resident=person_by_id(session, person_id),
        centre=session.get(Centre, case.centre_id),
        living=find_living(session, person_id),
        phones=tuple(points),
        is_unsafe=is_unsafe,
        assessment=_own_assessment(session, person_id, assessment_id),
        sharing=sharing_state(session, person_id, on=on),
    )


def _own_assessment(
    session: Session, person_id: UUID, assessment_id: UUID | None
) -> Assessment | None:
    """Give the assessment that goes along; another person's is as good as not there."""
    if assessment_id is None:
        return None
    assessment = assessment_by_id(session, assessment_id)
    if assessment.person_id != person_id:
        raise NotFoundError(kind="assessment", id=assessment_id)
    return assessment
