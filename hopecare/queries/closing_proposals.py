"""Proposals to close a case: which waits, for whom, and what of the case is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from hopecare.domain.care_path import REFERRAL, AlertStatus, CallTaskStatus
from hopecare.domain.closing_proposals import (
    SECOND_PERSON,
    ClosingStatus,
    StillOpen,
    fingerprint,
)
from hopecare.errors import NotFoundError
from hopecare.queries.applications import undecided_of
from hopecare.queries.crises import find_open_crisis
from hopecare.queries.needs import live_needs_of_case
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.town_values import value_here
from models import Alert, CallTask, ClosingProposal, Referral, Service

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from enum import StrEnum
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Application, Case

LIVE: Final = (ClosingStatus.PENDING, ClosingStatus.SENT_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThing:
    """One thing of a case that is not over."""

    kind: StillOpen
    id: UUID
    status: str
    about: StrEnum | None = None
    """Its own kind: which help is needed, which alert or which call it is."""
    named: Service | Application | None = None
    """What has a name of its own: the service it waits at, what was applied for."""

    @property
    def code(self) -> str:
        """Its mark: another state is another mark."""
        return f"{self.kind.value}:{self.id}:{self.status}"


def asks_second_person(session: Session, case: Case, *, now: datetime) -> bool:
    """Say whether closing this case is to be looked at by somebody else, here, today."""
    town, on = town_by_id(session, case.town_id), local_day(session, case.town_id, now)
    said = value_here(session, town, SECOND_PERSON, on=on, centre_id=case.centre_id)
    return bool(said["is_asked"])


def closing_by_id(session: Session, closing_id: UUID, *, alone: bool = False) -> ClosingProposal:
    """Give a proposal of this town; `alone` holds it until the transaction ends."""
    found = session.get(
        ClosingProposal, closing_id, populate_existing=alone, with_for_update=alone or None
    )
    if found is None:
        raise NotFoundError(kind="closing", id=closing_id)
    return found


def find_live_closing(session: Session, case_id: UUID) -> ClosingProposal | None:
    """Find the proposal of a case that waits, or came back to its maker; the newest of them."""
    return session.scalars(
        select(ClosingProposal)
        .where(ClosingProposal.case_id == case_id, ClosingProposal.status.in_(LIVE))
        .order_by(ClosingProposal.made_at.desc(), ClosingProposal.id.desc())
        .limit(1)
    ).first()


def find_pending_closing(session: Session, case_id: UUID) -> ClosingProposal | None:
    """Find the proposal of a case that waits for its decision."""
    return session.scalar(
        select(ClosingProposal).where(
            ClosingProposal.case_id == case_id, ClosingProposal.status == ClosingStatus.PENDING
        )
    )


def live_closings_of(session: Session, case_id: UUID) -> Sequence[ClosingProposal]:
    """Read what waits for its decision or came back, and hold it."""
    return session.scalars(
        select(ClosingProposal)
        .where(ClosingProposal.case_id == case_id, ClosingProposal.status.in_(LIVE))
        .order_by(ClosingProposal.made_at, ClosingProposal.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def waits_for(identity: Identity) -> ColumnElement[bool]:
    """Make the condition that a proposal waits, and is not this reader's own."""
    is_others = ClosingProposal.made_by_id.is_distinct_from(identity.person_id)
    return and_(ClosingProposal.status == ClosingStatus.PENDING, is_others)


def came_back_to(identity: Identity) -> ColumnElement[bool]:
    """Make the condition that this reader's own proposal was sent back."""
    return and_(
        ClosingProposal.status == ClosingStatus.SENT_BACK,
        ClosingProposal.made_by_id == identity.person_id,
    )


def still_open_in(session: Session, case: Case) -> list[OpenThing]:
    """Read what of a case is not over, the same for every reader."""
    crisis = find_open_crisis(session, case.id)
    stands = [OpenThing(kind=StillOpen.CRISIS, id=crisis.id, status="open")] if crisis else []
    return [
        *stands,
        *_alerts(session, case),
        *(
            OpenThing(kind=StillOpen.NEED, id=each.id, status=each.status.value, about=each.kind)
            for each in live_needs_of_case(session, case.id)
        ),
        *_referrals(session, case),
        *(
            OpenThing(kind=StillOpen.APPLICATION, id=each.id, status=each.status.value, named=each)
            for each in undecided_of(session, case_id=case.id)
        ),
        *_calls(session, case),
    ]


def stands_as(case: Case, found: Collection[OpenThing]) -> str:
    """Give the mark of how the case stands now."""
    return fingerprint(case.version, (each.code for each in found))


def stood_as(proposal: ClosingProposal) -> str:
    """Give the mark of how it stood when closing it was proposed."""
    return fingerprint(proposal.case_version, proposal.still_open)


def _alerts(session: Session, case: Case) -> list[OpenThing]:
    found = session.scalars(
        select(Alert)
        .where(
            or_(Alert.case_id == case.id, Alert.person_id == case.resident_id),
            Alert.status != AlertStatus.RESOLVED,
        )
        .order_by(Alert.raised_at, Alert.id)
    )
    return [
        OpenThing(kind=StillOpen.ALERT, id=each.id, status=each.status.value, about=each.kind)
        for each in found
    ]


def _referrals(session: Session, case: Case) -> list[OpenThing]:
    found = session.execute(
        select(Referral, Service)
        .join(Service, Service.id == Referral.service_id)
        .where(Referral.case_id == case.id, Referral.status.not_in(REFERRAL.final))
        .order_by(Referral.made_at, Referral.id)
    )
    return [
        OpenThing(
            kind=StillOpen.REFERRAL, id=referral.id, status=referral.status.value, named=service
        )
        for referral, service in found
    ]


def _calls(session: Session, case: Case) -> list[OpenThing]:
    """Owed for this case: what hangs from a check-in ends with it, and is not named here."""
    found = session.scalars(
        select(CallTask)
        .where(
            CallTask.case_id == case.id,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.slot_id.is_(None),
        )
        .order_by(CallTask.due_at, CallTask.id)
    )
    return [
        OpenThing(kind=StillOpen.CALL, id=each.id, status=each.status.value, about=each.kind)
        for each in found
    ]
