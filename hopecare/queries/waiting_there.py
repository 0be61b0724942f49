"""Who was referred into a service and still waits: by name where one may, by centre where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import REFERRAL
from hopecare.queries.visibility import visible
from models import Case, Centre, Person, Referral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A referral that is open, of whom, and who of the staff is to hear what becomes of it."""

    referral: Referral
    resident: Person
    owner: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingThere:
    """Everybody who waits at one service."""

    seen: Sequence[Waiting]
    elsewhere: Sequence[tuple[Centre, int]]
    """Other centres, and of how many of theirs this reader may not know more."""

    @property
    def number(self) -> int:
        """Count the open referrals, those of other centres too."""
        return len(self.seen) + sum(number for _, number in self.elsewhere)


def waiting_there(session: Session, identity: Identity, service_id: UUID) -> WaitingThere:
    """Read who waits at a service, in two readings."""
    is_open = (Referral.service_id == service_id, Referral.status.not_in(REFERRAL.final))
    mine = visible("referral.read", identity, Referral)
    owner = aliased(Person)
    seen = session.execute(
        select(Referral, Person, owner)
        .join(Case, Case.id == Referral.case_id)
        .join(Person, Person.id == Referral.person_id)
        .outerjoin(owner, owner.id == Case.owner_id)
        .where(*is_open, mine)
        .order_by(Referral.answer_due_on, Referral.id)
    )
    known = select(Referral.id).where(*is_open, mine)
    elsewhere = session.execute(
        select(Centre, func.count())
        .join(Case, Case.centre_id == Centre.id)
        .join(Referral, Referral.case_id == Case.id)
        .where(*is_open, Referral.id.not_in(known))
        .group_by(Centre.id)
        .order_by(Centre.name)
    )
    return WaitingThere(
        seen=[Waiting(referral=row[0], resident=row[1], owner=row[2]) for row in seen],
        elsewhere=[(row[0], row[1]) for row in elsewhere],
    )
