"""Two records side by side: why they look alike, every value that differs, what is in the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from hopecare.domain.consent import ConsentPurpose, ConsentReason
from hopecare.domain.duplicates import DuplicateScore, score_duplicate
from hopecare.domain.merging import NOT_BUILT_ON, MergeField, Obstacle
from hopecare.domain.people import OtherContactKind
from hopecare.domain.roles import STAFF
from hopecare.domain.timeline import EntryKind
from hopecare.queries.born_since import nobody_can_part
from hopecare.queries.duplicates import traces_of_person
from hopecare.queries.households import Living, find_living, other_contacts_of
from hopecare.queries.merged import is_of, merges_into
from hopecare.queries.referral_packets import rests_against
from hopecare.queries.referrals import noes_in
from hopecare.queries.refused_help import refused_helper_helps
from hopecare.queries.residents import contact_points_of, person_by_id
from hopecare.queries.stoppable import (
    live_cases_of,
    live_plans_of,
    offers_in,
    open_referrals_of,
    tasks_for,
)
from hopecare.standing_consents import PurposeState, states_of
from models import (
    Account,
    Case,
    Centre,
    Offer,
    OtherContact,
    PersonRole,
    RefusedHelper,
    Relationship,
    TimelineEntry,
    VolunteerProfile,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import CheckInPlan, ContactPoint, Merge, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One of the two, with what is said once of a person."""

    person: Person
    living: Living | None
    points: Sequence[ContactPoint]
    plans: Sequence[CheckInPlan]
    consents: tuple[PurposeState, ...]
    cases: Sequence[Case]
    """Those that go on."""

    @property
    def state(self) -> list[object]:
        """Which rows say what this record says, each as it was written last."""
        home = self.living.household if self.living else None
        rows: list[Any] = [self.person, *([home] if home else []), *self.points, *self.plans]
        said = [
            (each.purpose, each.state.reason, each.last and each.last.id) for each in self.consents
        ]
        return [sorted((str(row.id), row.version) for row in rows), [str(each) for each in said]]

    def word(self, field: MergeField) -> object:
        """What this record says to one choice, to be compared and shown."""
        match field:
            case MergeField.HOME:
                home = self.living.household if self.living else None
                return (home.address or "", str(home.area_id)) if home else None
            case MergeField.PHONE:
                return tuple(point.value for point in self.points) or None
            case _:
                return getattr(self.person, field.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeView:
    """The two records, what differs, and why they may not be merged yet."""

    kept: Record
    other: Record
    score: DuplicateScore
    differs: tuple[MergeField, ...]
    obstacles: tuple[Obstacle, ...]
    stricter: tuple[ConsentPurpose, ...]
    """Purposes to which one record says no: that stands until the person is asked again."""
    centre: Centre | None
    """Who is responsible for the one person: where the case goes on, whichever record has it."""

    @property
    def ids(self) -> tuple[UUID, UUID]:
        """The keys of both."""
        return (self.kept.person.id, self.other.person.id)

    @property
    def case(self) -> Case | None:
        """The case that goes on; two are an obstacle."""
        return _going_on(self.kept, self.other)

    @property
    def centre_id(self) -> UUID | None:
        """The key of the centre that is responsible."""
        return self.centre.id if self.centre else None

    @property
    def is_of_two_centres(self) -> bool:
        """Whether one of the two centres is responsible no more."""
        return self.kept.person.centre_id != self.other.person.centre_id

    @property
    def chooses_plan(self) -> bool:
        """Whether both are asked how they are, so that one plan has to be chosen."""
        return bool(self.kept.plans and self.other.plans and not self.ends_check_ins)

    @property
    def ends_check_ins(self) -> bool:
        """Whether a no to check-ins ends every plan."""
        return ConsentPurpose.CHECK_INS in self.stricter

    @property
    def seen_as(self) -> str:
        """Hash what was seen, by keys and versions alone: another hash means that it changed."""
        seen = repr([each.state for each in (self.kept, self.other)])
        return hashlib.sha256(seen.encode()).hexdigest()


def merge_view(session: Session, kept_id: UUID, other_id: UUID, *, on: date) -> MergeView:
    """Read two records as they stand on a day."""
    kept, other = _record(session, kept_id, on), _record(session, other_id, on)
    traces = [traces_of_person(session, each.person) for each in (kept, other)]
    stricter = tuple(
        a.purpose
        for a, b in zip(kept.consents, other.consents, strict=True)
        if (a.stands and _says_no(b)) or (b.stands and _says_no(a))
    )
    return MergeView(
        kept=kept,
        other=other,
        score=score_duplicate(*traces),
        differs=tuple(each for each in MergeField if kept.word(each) != other.word(each)),
        obstacles=tuple(_obstacles(session, kept, other, stricter, on)),
        stricter=stricter,
        centre=_centre(session, kept, other),
    )


def may_undo(session: Session, merge: Merge) -> bool:
    """Say whether nothing was decided about the one person since, and the merge still stands."""
    if merge.undone_at is not None:
        return False
    own = select(TimelineEntry.id).where(
        TimelineEntry.kind == EntryKind.RESIDENTS_MERGED, TimelineEntry.subject_id == merge.id
    )
    built = session.scalars(
        select(TimelineEntry.id)
        .where(
            is_of(TimelineEntry.person_id, merge.kept_id),
            TimelineEntry.kind.not_in(NOT_BUILT_ON),
            or_(
                TimelineEntry.at > merge.at,
                and_(TimelineEntry.at == merge.at, TimelineEntry.id > own.scalar_subquery()),
            ),
        )
        .limit(1)
    ).first()
    return built is None and not nobody_can_part(session, merge)


def _record(session: Session, person_id: UUID, on: date) -> Record:
    return Record(
        person=person_by_id(session, person_id),
        living=find_living(session, person_id),
        points=contact_points_of(session, [person_id], on=on),
        plans=live_plans_of(session, person_id),
        consents=states_of(session, person_id, on=on),
        cases=live_cases_of(session, person_id),
    )


def _going_on(kept: Record, other: Record) -> Case | None:
    return next(iter((*kept.cases, *other.cases)), None)


def _centre(session: Session, kept: Record, other: Record) -> Centre | None:
    case = _going_on(kept, other)
    centre_id = case.centre_id if case else kept.person.centre_id
    return session.get(Centre, centre_id) if centre_id else None


def _says_no(state: PurposeState) -> bool:
    return state.state.reason in (ConsentReason.REFUSED, ConsentReason.WITHDRAWN)


def _obstacles(
    session: Session, kept: Record, other: Record, stricter: Sequence[ConsentPurpose], on: date
) -> list[Obstacle]:
    first, second = kept.person, other.person
    ids = (first.id, second.id)
    found = {
        Obstacle.ONE_HAS_DIED: first.died_on != second.died_on,
        Obstacle.LEGAL_HOLD: bool(first.held_by or second.held_by),
        Obstacle.HOLDS_MERGED: bool(merges_into(session, second.id)),
        Obstacle.TWO_VOLUNTEERS: _count(session, VolunteerProfile, ids) > 1,
        Obstacle.TWO_ACCOUNTS: _count(session, Account, ids) > 1,
        Obstacle.IS_STAFF: _is_staff(session, second.id),
        Obstacle.KNOW_EACH_OTHER: _know_each_other(session, ids),
        Obstacle.CONSENT_DIFFERS: any(
            _rests_on(session, purpose, each, on) for purpose in stricter for each in ids
        )
        or _ends_what_was_shared(session, kept, other)
        or _ends_what_was_shared(session, other, kept),
        Obstacle.REFUSED_HELPER_HELPS: refused_helper_helps(session, ids, on=on),
        Obstacle.TWO_LIVE_CASES: bool(kept.cases and other.cases),
    }
    return [obstacle for obstacle, stands in found.items() if stands]


def _count(session: Session, rows: type[Account | VolunteerProfile], ids: Sequence[UUID]) -> int:
    return len(session.scalars(select(rows.id).where(rows.person_id.in_(ids))).all())


def _is_staff(session: Session, person_id: UUID) -> bool:
    roles = select(PersonRole.id).where(
        PersonRole.person_id == person_id,
        PersonRole.role.in_(STAFF),
        PersonRole.until_on.is_(None),
    )
    return session.scalars(roles).first() is not None


def _know_each_other(session: Session, ids: Sequence[UUID]) -> bool:
    pairs = (
        select(Relationship.id).where(
            Relationship.person_id.in_(ids), Relationship.other_person_id.in_(ids)
        ),
        select(OtherContact.id).where(
            OtherContact.resident_id.in_(ids), OtherContact.person_id.in_(ids)
        ),
        select(RefusedHelper.id).where(
            RefusedHelper.resident_id.in_(ids), RefusedHelper.helper_id.in_(ids)
        ),
        select(Offer.id)
        .join(Case, Case.id == Offer.case_id)
        .where(Offer.helper_id.in_(ids), Case.resident_id.in_(ids)),
    )
    return any(session.scalars(pair.limit(1)).first() is not None for pair in pairs)


def _ends_what_was_shared(session: Session, record: Record, beside: Record) -> bool:
    """Whether something left of one record without a yes, and the other has the no that ends it.

    Merged as they are, the sheet of that referral would be empty, and its office never told why.
    """
    noes = noes_in(beside.consents)
    referrals = open_referrals_of(session, record.person.id)
    return any(rests_against(session, each, noes) for each in referrals)


def _rests_on(session: Session, purpose: ConsentPurpose, person_id: UUID, on: date) -> bool:
    """Whether something goes on for this record that a no to the purpose would have to end."""
    match purpose:
        case ConsentPurpose.KEEP_RECORD:
            return True
        case ConsentPurpose.PEER_HELP:
            cases = [case.id for case in live_cases_of(session, person_id)]
            return bool(tasks_for(session, cases) or offers_in(session, cases))
        case ConsentPurpose.SHARE_WITH_AGENCY:
            return bool(open_referrals_of(session, person_id))
        case ConsentPurpose.KEYHOLDER:
            contacts = other_contacts_of(session, person_id, on=on)
            return any(each.kind is OtherContactKind.KEYHOLDER for each, _ in contacts)
        case ConsentPurpose.CHECK_INS:
            return False
