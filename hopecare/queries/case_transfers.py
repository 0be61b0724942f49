"""Cases that are offered to another owner: which waits for whom, and who may take one over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.case_transfers import TransferStatus
from hopecare.errors import NotFoundError
from hopecare.queries.rota import staff_choices
from hopecare.queries.who_has_left import has_left
from models import Account, Case, CaseTransfer, Person, StaffLeave

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

_Later = aliased(CaseTransfer, name="later_offer")


def transfer_by_id(session: Session, transfer_id: UUID, *, alone: bool = False) -> CaseTransfer:
    """Give an offer of this town; `alone` holds it until the transaction ends."""
    found = session.get(
        CaseTransfer, transfer_id, populate_existing=alone, with_for_update=alone or None
    )
    if found is None:
        raise NotFoundError(kind="transfer", id=transfer_id)
    return found


def find_offer(session: Session, case_id: UUID, *, alone: bool = False) -> CaseTransfer | None:
    """Find the offer of a case that waits for its answer."""
    waits = select(CaseTransfer).where(
        CaseTransfer.case_id == case_id, CaseTransfer.status == TransferStatus.OFFERED
    )
    if alone:
        waits = waits.with_for_update().execution_options(populate_existing=True)
    return session.scalar(waits)


def offers_to(session: Session, person_id: UUID) -> Sequence[CaseTransfer]:
    """Read what waits for somebody's answer."""
    return session.scalars(
        select(CaseTransfer)
        .where(CaseTransfer.to_id == person_id, CaseTransfer.status == TransferStatus.OFFERED)
        .order_by(CaseTransfer.offered_at, CaseTransfer.id)
    ).all()


def waits_for_me(identity: Identity) -> ColumnElement[bool]:
    """Make the condition that an offer waits for this reader's answer."""
    return and_(
        CaseTransfer.status == TransferStatus.OFFERED, CaseTransfer.to_id == identity.person_id
    )


def waits_for_others(identity: Identity) -> ColumnElement[bool]:
    """Make the condition that this reader's own offer has no answer yet."""
    return and_(
        CaseTransfer.status == TransferStatus.OFFERED,
        CaseTransfer.offered_by_id == identity.person_id,
    )


def was_declined() -> ColumnElement[bool]:
    """Make the condition that somebody said no, and the case was not offered since."""
    newer = _Later.case_id == CaseTransfer.case_id, _Later.offered_at > CaseTransfer.offered_at
    return and_(
        CaseTransfer.status == TransferStatus.DECLINED, ~exists(select(_Later.id).where(*newer))
    )


def is_nobodys() -> ColumnElement[bool]:
    """Make the condition that nobody steers a case: no owner, or one whose account is closed."""
    return or_(Case.owner_id.is_(None), has_left(Case.owner_id))


def cases_steered_by(session: Session, person_id: UUID) -> Sequence[Case]:
    """Read the cases that somebody steers and that are not closed, the oldest first."""
    return session.scalars(
        select(Case)
        .where(Case.owner_id == person_id, Case.status != CaseStatus.CLOSED)
        .order_by(Case.opened_at, Case.id)
    ).all()


def is_case_of_nobody(session: Session, case_id: UUID) -> bool:
    """Say whether nobody steers this case now."""
    found = select(Case.id).where(Case.id == case_id, is_nobodys())
    return session.scalar(found) is not None


def takers_of(session: Session, case: Case, *, on: date) -> Sequence[tuple[UUID, str]]:
    """Name who may steer a case: staff of its centre or the whole town with an open account."""
    staff = staff_choices(session, centre_id=case.centre_id, on=on)
    with_account = set(
        session.scalars(
            select(Account.person_id).where(
                Account.person_id.in_([each for each, _ in staff]),
                Account.disabled_at.is_(None),
            )
        )
    )
    return [(each, name) for each, name in staff if each in with_account and each != case.owner_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Somebody of another centre who may be asked to take a case there."""

    person_id: UUID
    name: str
    centre_id: UUID


def takers_elsewhere(session: Session, case: Case, *, on: date) -> list[Taker]:
    """Name who may take a case to another centre: its staff who have an open account."""
    names = dict(staff_choices(session, centre_id=None, on=on))
    theirs = session.execute(
        select(Person.id, Person.centre_id)
        .join(Account, Account.person_id == Person.id)
        .where(
            Person.id.in_(list(names)),
            Person.centre_id != case.centre_id,
            Account.disabled_at.is_(None),
        )
    )
    found = [
        Taker(person_id=person_id, name=names[person_id], centre_id=centre_id)
        for person_id, centre_id in theirs
        if centre_id is not None and person_id != case.owner_id
    ]
    return sorted(found, key=lambda each: (str(each.centre_id), each.name))


def away_now(session: Session, people: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Say who of these is away at this moment."""
    return set(
        session.scalars(
            select(StaffLeave.person_id).where(
                StaffLeave.person_id.in_(people),
                StaffLeave.from_at <= now,
                StaffLeave.until_at > now,
            )
        )
    )
