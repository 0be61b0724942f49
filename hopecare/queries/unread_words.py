"""What somebody who is silent or calls for help wrote, or their carer, while it is unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channels import Channel
from models import Alert, CheckInPlan, CheckInSlot, ContactPoint, InboundMessage

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ScalarSelect
    from sqlalchemy.orm import Session

Slot, Plan, Point = aliased(CheckInSlot), aliased(CheckInPlan), aliased(ContactPoint)


def newest_unread() -> ScalarSelect[UUID]:
    """Give, for each alert of a reading, the newest text that waits to be read.

    Only of a silence and of a call for help. It came since the check-in was due, from whoever was
    to answer it or from their telephone: of one that several share nobody knows yet whose words
    they are.
    """
    people = (Slot.person_id, Plan.asked_person_id)
    theirs = select(Point.value_index).where(Point.person_id.in_(people))
    return (
        select(InboundMessage.id)
        .join(Slot, Slot.town_id == InboundMessage.town_id)
        .join(Plan, Plan.id == Slot.plan_id)
        .where(
            Alert.kind.in_([AlertKind.SILENCE, AlertKind.HELP_ASKED]),
            Alert.status != AlertStatus.RESOLVED,
            Slot.id == Alert.slot_id,
            InboundMessage.needs_review.is_(True),
            InboundMessage.reviewed_at.is_(None),
            InboundMessage.channel == Channel.SMS,
            InboundMessage.received_at >= Slot.due_at,
            or_(
                InboundMessage.person_id.in_(people),
                and_(
                    InboundMessage.person_id.is_(None),
                    InboundMessage.from_index.in_(theirs.correlate(Slot, Plan)),
                ),
            ),
        )
        .order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())
        .limit(1)
        .correlate(Alert)
        .scalar_subquery()
    )


def find_unread(session: Session, alert: Alert) -> UUID | None:
    """Find the newest text that waits to be read while such an alert stands."""
    return session.scalar(select(newest_unread()).where(Alert.id == alert.id))
