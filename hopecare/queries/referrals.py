"""Referrals by id, by case and by code, and the services a case can be referred into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from hopecare.domain.care_path import REFERRAL
from hopecare.domain.consent import A_NO, ConsentPurpose
from hopecare.domain.packets import Noes
from hopecare.domain.referral_moves import OWES
from hopecare.errors import NoConsentError, NotFoundError
from hopecare.queries.needs import LIVE
from hopecare.standing_consents import PurposeState, states_of
from models import Case, Centre, ConsentEntry, Need, Organisation, Referral, Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """A referral with its service and an office: whoever was sent it, or has the service today."""

    referral: Referral
    service: Service
    organisation: Organisation

    @property
    def is_open(self) -> bool:
        """Say whether the office still owes an answer or an outcome."""
        return self.referral.status not in REFERRAL.final

    @property
    def has_moved(self) -> bool:
        """Say whether another office has the service now than this one, which was sent it."""
        return self.organisation.id != self.service.organisation_id

    def is_late(self, today: date) -> bool:
        """Say whether the office should have answered, or said what came of it, before this day."""
        return self.referral.status in OWES and self.referral.answer_due_on < today


def referral_by_id(session: Session, referral_id: UUID, *, alone: bool = False) -> Referral:
    """Read a referral of this town; `alone` holds it until the transaction ends, its case first.

    A death closes cases before it takes referrals back: in one order nobody waits in a ring.
    """
    if alone:
        of_it = select(Referral.case_id).where(Referral.id == referral_id).scalar_subquery()
        session.execute(select(Case.id).where(Case.id == of_it).with_for_update())
    referral = session.get(
        Referral, referral_id, populate_existing=alone, with_for_update=alone or None
    )
    if referral is None:
        raise NotFoundError(kind="referral", id=referral_id)
    return referral


def referral_view(session: Session, referral_id: UUID) -> ReferralView:
    """Read a referral with the office that has its service today."""
    has_it = Organisation.id == Service.organisation_id
    found = session.execute(_views(has_it).where(Referral.id == referral_id)).one_or_none()
    if found is None:
        raise NotFoundError(kind="referral", id=referral_id)
    return ReferralView(referral=found[0], service=found[1], organisation=found[2])


def referrals_of_case(session: Session, case_id: UUID) -> list[ReferralView]:
    """Read the referrals of a case with the offices that were sent them, the newest first."""
    of_case = _views(was_sent_it()).where(Referral.case_id == case_id)
    found = session.execute(of_case.order_by(Referral.made_at.desc(), Referral.id))
    return [ReferralView(referral=row[0], service=row[1], organisation=row[2]) for row in found]


def closed_referrals_of(session: Session, person_id: UUID) -> Sequence[Referral]:
    """Read the referrals of a person that are decided, or were taken back."""
    over = Referral.status.in_(REFERRAL.final)
    return session.scalars(
        select(Referral).where(Referral.person_id == person_id, over).order_by(Referral.id)
    ).all()


def find_open_referral(session: Session, case_id: UUID, service_id: UUID) -> Referral | None:
    """Find the referral of a case into a service that is still to be answered or decided."""
    return session.scalar(
        select(Referral).where(
            Referral.case_id == case_id,
            Referral.service_id == service_id,
            Referral.status.not_in(REFERRAL.final),
        )
    )


def find_centre_of_code(session: Session, code: str) -> Centre | None:
    """Find whom an office may call about a referral it holds in hand: nothing more is told."""
    return session.scalar(
        select(Centre)
        .join(Case, Case.centre_id == Centre.id)
        .join(Referral, Referral.case_id == Case.id)
        .where(Referral.code == code)
    )


def sharing_consent(session: Session, person_id: UUID, *, on: date) -> ConsentEntry:
    """Give the entry by which a person agrees that an agency is told, or refuse to go on."""
    entry = find_sharing_consent(session, person_id, on=on)
    if entry is None:
        raise NoConsentError(person_id=person_id, purpose=ConsentPurpose.SHARE_WITH_AGENCY.value)
    return entry


def find_sharing_consent(session: Session, person_id: UUID, *, on: date) -> ConsentEntry | None:
    """Find the entry by which a person agrees on a day that an agency is told."""
    state = sharing_state(session, person_id, on=on)
    return state.last if state.stands else None


def sharing_state(session: Session, person_id: UUID, *, on: date) -> PurposeState:
    """Say where a person's agreement that an agency is told stands on a day, and why."""
    return next(
        each
        for each in states_of(session, person_id, on=on)
        if each.purpose is ConsentPurpose.SHARE_WITH_AGENCY
    )


def noes_of(session: Session, person_id: UUID, *, on: date) -> Noes:
    """Say since when a person's noes stand that end what is shared without a yes."""
    return noes_in(states_of(session, person_id, on=on))


def noes_in(states: Iterable[PurposeState]) -> Noes:
    """Say the same of consents that were read already."""
    said = {
        state.purpose: state.last.at
        for state in states
        if state.last and state.state.reason in A_NO
    }
    return Noes(
        to_sharing=said.get(ConsentPurpose.SHARE_WITH_AGENCY),
        to_record=said.get(ConsentPurpose.KEEP_RECORD),
    )


def bridging_needs(session: Session, referral_id: UUID) -> Sequence[Need]:
    """Read the help that goes on while this referral is decided, the oldest first."""
    return session.scalars(
        select(Need)
        .where(Need.bridges_referral_id == referral_id, Need.status.in_(LIVE))
        .order_by(Need.created_at, Need.id)
    ).all()


def open_services(session: Session, *, on: date) -> list[tuple[Service, Organisation]]:
    """Read the services one can refer into on a day, by organisation and name."""
    found = session.execute(
        select(Service, Organisation)
        .join(Organisation, Organisation.id == Service.organisation_id)
        .where(
            or_(Service.ended_on.is_(None), Service.ended_on > on),
            or_(Organisation.ended_on.is_(None), Organisation.ended_on > on),
        )
        .order_by(Organisation.name, Service.name, Service.id)
    )
    return [(service, organisation) for service, organisation in found]


def waits_at_gone_service() -> ColumnElement[bool]:
    """Say whether a referral waits at a service that its source no longer lists."""
    gone = select(Service.id).where(Service.vanished_on.is_not(None))
    return and_(Referral.status.not_in(REFERRAL.final), Referral.service_id.in_(gone))


def organisations(session: Session) -> Sequence[Organisation]:
    """Read the agencies of the town by name, also those that have ended."""
    return session.scalars(select(Organisation).order_by(Organisation.name, Organisation.id)).all()


def standing_organisations(session: Session, *, on: date) -> Sequence[Organisation]:
    """Read the agencies of the town that have not ended by a day, by name."""
    return session.scalars(
        select(Organisation)
        .where(or_(Organisation.ended_on.is_(None), Organisation.ended_on > on))
        .order_by(Organisation.name, Organisation.id)
    ).all()


def was_sent_it() -> ColumnElement[bool]:
    """Match a referral's office: the one that was sent it, whoever has its service by now."""
    return Organisation.id == func.coalesce(Referral.sent_to_id, Service.organisation_id)


def _views(office: ColumnElement[bool]) -> Select[Referral, Service, Organisation]:
    return (
        select(Referral, Service, Organisation)
        .join(Service, Service.id == Referral.service_id)
        .join(Organisation, office)
    )
