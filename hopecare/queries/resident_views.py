"""One resident as their page shows them: reach, home, consents, care, and one timeline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import ContactKind
from hopecare.queries.assessments import AssessmentView, assessments_of
from hopecare.queries.gaps import Gap, ledger_of
from hopecare.queries.households import (
    Living,
    find_living,
    find_membership,
    other_contacts_of,
    relatives_of,
)
from hopecare.queries.reports import reports_of_resident
from hopecare.queries.residents import contact_points_of, person_by_id, safety_rules_of
from hopecare.queries.stoppable import live_plans_of
from hopecare.queries.timelines import Stretch, TimelineLine, timeline_of_person
from hopecare.standing_consents import PurposeState, states_of
from models import Area, Case, Centre, DeathRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.timelines import Place
    from models import (
        CheckInPlan,
        ContactPoint,
        ContactSafetyRule,
        OtherContact,
        Person,
        Relationship,
        Report,
    )


class NextStep(StrEnum):
    """The steps from being known to being helped, in order."""

    CONSENT = "consent"
    ASSESSMENT = "assessment"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentView:
    """A resident with everything their page needs, in a fixed number of statements."""

    person: Person
    centre: Centre | None
    area: Area | None
    points: Sequence[ContactPoint]
    rules: Sequence[ContactSafetyRule]
    living: Living | None
    lives_id: UUID | None
    """The row that says that they live there."""
    relatives: Sequence[tuple[Relationship, Person]]
    contacts: Sequence[tuple[OtherContact, Person]]
    contact_numbers: dict[UUID, str]
    consents: tuple[PurposeState, ...]
    assessments: Sequence[AssessmentView]
    ledger: Sequence[Gap]
    """What may be due and is not received, and what is received while the rules say no."""
    cases: Sequence[Case]
    plans: Sequence[CheckInPlan]
    reports: Sequence[Report]
    death: DeathRecord | None
    lines: Stretch[TimelineLine]

    @property
    def newest_point(self) -> ContactPoint | None:
        """The number that was noted last."""
        return max(self.points, key=lambda point: point.id, default=None)

    @property
    def near(self) -> list[Person]:
        """Everybody who lives there or stands as a contact, once."""
        housemates = self.living.others(self.person.id) if self.living else ()
        known = {each.id: each for each in (*housemates, *(who for _, who in self.contacts))}
        return list(known.values())

    @property
    def next_step(self) -> NextStep | None:
        """What comes next on the care path; None where a case is open already."""
        agreed = {each.purpose for each in self.consents if each.stands}
        if self.death is not None or any(
            case.status is not CaseStatus.CLOSED for case in self.cases
        ):
            return None
        if ConsentPurpose.KEEP_RECORD not in agreed:
            return NextStep.CONSENT
        return NextStep.CASE if self.assessments else NextStep.ASSESSMENT

    @property
    def person_ids(self) -> list[UUID]:
        """Everybody the page shows."""
        housemates = [each for each, _ in self.living.members] if self.living else []
        others = [each for _, each in (*self.relatives, *self.contacts)]
        return [self.person.id, *(each.id for each in (*housemates, *others))]


def resident_view(
    session: Session, person_id: UUID, *, on: date, before: Place | None = None
) -> ResidentView:
    """Read one resident as they stand on a day; their timeline before a place, or the newest."""
    person = person_by_id(session, person_id)
    lived = find_membership(session, person_id)
    contacts = other_contacts_of(session, person_id, on=on)
    return ResidentView(
        person=person,
        centre=session.get(Centre, person.centre_id) if person.centre_id else None,
        area=session.get(Area, person.area_id) if person.area_id else None,
        points=contact_points_of(session, [person_id], on=on),
        rules=safety_rules_of(session, person_id, on=on),
        living=find_living(session, person_id),
        lives_id=lived.id if lived else None,
        relatives=relatives_of(session, person_id, on=on),
        contacts=contacts,
        contact_numbers=_numbers(session, [other.id for _, other in contacts], on=on),
        consents=states_of(session, person_id, on=on),
        assessments=assessments_of(session, person_id),
        ledger=ledger_of(session, person_id, on),
        cases=_cases(session, person_id),
        plans=live_plans_of(session, person_id),
        reports=reports_of_resident(session, person_id),
        death=_death(session, person_id),
        lines=timeline_of_person(session, person_id, before=before),
    )


def _numbers(session: Session, person_ids: Sequence[UUID], *, on: date) -> dict[UUID, str]:
    """One telephone of each, for the list of whom to ring."""
    points = contact_points_of(session, person_ids, on=on)
    by_phone = (ContactKind.MOBILE, ContactKind.LANDLINE)
    return {point.person_id: point.value for point in reversed(points) if point.kind in by_phone}


def _cases(session: Session, person_id: UUID) -> Sequence[Case]:
    found = select(Case).where(Case.resident_id == person_id)
    return session.scalars(found.order_by(Case.opened_at.desc(), Case.id)).all()


def _death(session: Session, person_id: UUID) -> DeathRecord | None:
    return session.scalars(
        select(DeathRecord).where(
            DeathRecord.person_id == person_id, DeathRecord.undone_at.is_(None)
        )
    ).one_or_none()
