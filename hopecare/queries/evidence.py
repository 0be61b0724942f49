"""Reads everything a pack may tell of one case, and the packs that were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.aid import aid_of_case
from hopecare.queries.cases import case_by_id
from hopecare.queries.consents import ledger_of
from hopecare.queries.gaps import ledger_of as gaps_of
from hopecare.queries.merged import is_of
from hopecare.queries.needs import needs_of_case
from hopecare.queries.other_helps import other_helps_of_case
from hopecare.queries.places import find_household
from hopecare.queries.referrals import referrals_of_case
from hopecare.queries.residents import contact_points_of, person_by_id, safety_rules_of
from hopecare.queries.standing_answers import find_standing
from models import (
    Area,
    CallTask,
    Centre,
    EvidencePack,
    Report,
    Service,
    TimelineEntry,
    Town,
    Visit,
    Worry,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.queries.gaps import Gap
    from hopecare.queries.referrals import ReferralView
    from models import (
        AidGiven,
        Assessment,
        Case,
        ConsentEntry,
        ContactPoint,
        Household,
        Need,
        OtherHelp,
        Person,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """Everything about one case, before anything is left out."""

    town: Town
    case: Case
    resident: Person
    centre: Centre
    area: Area | None
    home: Household | None
    phones: Sequence[ContactPoint]
    is_unsafe: bool
    """Their own number stays here, whatever was chosen: the recipient calls the centre."""
    needs: Sequence[Need]
    entries: Sequence[TimelineEntry]
    """The oldest first."""
    to_others: frozenset[UUID]
    """Of these, what tells that somebody else was rung or written to."""
    visits: Sequence[Visit]
    worries: Sequence[Worry]
    consents: Sequence[ConsentEntry]
    gaps: Sequence[Gap]
    assessment: Assessment | None
    referrals: Sequence[ReferralView]
    aid: Sequence[AidGiven]
    other_helps: Sequence[OtherHelp]
    decides: frozenset[str]
    """The programmes the recipient decides, where it is a body of the directory."""


def pack_facts(
    session: Session, case_id: UUID, *, organisation_id: UUID | None, on: date, at: datetime
) -> PackFacts:
    """Read it as it stands, what happened up to a moment; a fixed number of statements."""
    case = case_by_id(session, case_id)
    resident = person_by_id(session, case.resident_id)
    return PackFacts(
        town=session.get_one(Town, case.town_id),
        case=case,
        resident=resident,
        centre=session.get_one(Centre, case.centre_id),
        area=session.get(Area, resident.area_id) if resident.area_id else None,
        home=find_household(session, resident.id),
        phones=contact_points_of(session, [resident.id], on=on),
        is_unsafe=bool(safety_rules_of(session, resident.id, on=on)),
        needs=needs_of_case(session, case_id),
        entries=session.scalars(_entries(case, at)).all(),
        to_others=_to_others(session, case, at),
        visits=_visits(session, case_id, at),
        worries=_worries(session, case_id, at),
        consents=ledger_of(session, resident.id),
        gaps=[each for each in gaps_of(session, resident.id, on) if each.is_gap],
        assessment=find_standing(session, resident.id, on),
        referrals=referrals_of_case(session, case_id),
        aid=aid_of_case(session, case_id),
        other_helps=other_helps_of_case(session, case_id),
        decides=_decides(session, organisation_id),
    )


def pack_by_id(session: Session, pack_id: UUID) -> EvidencePack:
    """Read what is kept of one pack."""
    found = session.get(EvidencePack, pack_id)
    if found is None:
        raise NotFoundError(kind="evidence_pack", id=pack_id)
    return found


def packs_of_case(session: Session, case_id: UUID) -> Sequence[EvidencePack]:
    """Read the packs that were made of a case, the newest first."""
    return session.scalars(
        select(EvidencePack)
        .where(EvidencePack.case_id == case_id)
        .order_by(EvidencePack.made_at.desc(), EvidencePack.id)
    ).all()


def packs_that_begin(session: Session, start: str) -> Sequence[EvidencePack]:
    """Find the packs of the town whose hash begins so; two at most are needed to tell."""
    return session.scalars(
        select(EvidencePack)
        .where(EvidencePack.digest.startswith(start, autoescape=True))
        .order_by(EvidencePack.made_at.desc(), EvidencePack.id)
        .limit(2)
    ).all()


def _entries(case: Case, at: datetime) -> Select[TimelineEntry]:
    """The resident's own: this case, what belongs to no case, and the reports on them."""
    reports = select(Report.id).where(Report.resident_id == case.resident_id)
    own = or_(
        is_of(TimelineEntry.person_id, case.resident_id), TimelineEntry.report_id.in_(reports)
    )
    return (
        select(TimelineEntry)
        .where(
            or_(TimelineEntry.case_id == case.id, own & TimelineEntry.case_id.is_(None)),
            TimelineEntry.at <= at,
        )
        .order_by(TimelineEntry.at, TimelineEntry.id)
    )


def _to_others(session: Session, case: Case, at: datetime) -> frozenset[UUID]:
    """Find what was owed to a helper about them, or got lost on its way to one."""
    is_lost = TimelineEntry.kind == EntryKind.MESSAGE_UNDELIVERED
    asked = (
        _entries(case, at)
        .outerjoin(CallTask, CallTask.id == TimelineEntry.subject_id)
        .where(
            or_(
                ~is_of(CallTask.person_id, case.resident_id),
                is_lost & ~is_of(TimelineEntry.person_id, case.resident_id),
            )
        )
        .with_only_columns(TimelineEntry.id)
        .order_by(None)
    )
    return frozenset(session.scalars(asked))


def _visits(session: Session, case_id: UUID, at: datetime) -> Sequence[Visit]:
    return session.scalars(
        select(Visit)
        .where(Visit.case_id == case_id, Visit.logged_at <= at)
        .order_by(Visit.visited_at, Visit.id)
    ).all()


def _worries(session: Session, case_id: UUID, at: datetime) -> Sequence[Worry]:
    return session.scalars(
        select(Worry)
        .where(Worry.case_id == case_id, Worry.raised_at <= at)
        .order_by(Worry.raised_at, Worry.id)
    ).all()


def _decides(session: Session, organisation_id: UUID | None) -> frozenset[str]:
    if organisation_id is None:
        return frozenset()
    offered = select(Service.programme).where(
        Service.organisation_id == organisation_id, Service.programme.is_not(None)
    )
    return frozenset(key for key in session.scalars(offered) if key)
