"""What somebody has said of a household and not yet kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import AssessmentDraft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def find_draft(session: Session, person_id: UUID, worker_id: UUID) -> AssessmentDraft | None:
    """Find a worker's own draft about a person; nobody reads another one's."""
    return session.scalars(
        select(AssessmentDraft).where(
            AssessmentDraft.person_id == person_id, AssessmentDraft.worker_id == worker_id
        )
    ).one_or_none()


def drafts_about(session: Session, person_id: UUID) -> Sequence[AssessmentDraft]:
    """Read every draft about a person, to be erased or moved with them."""
    return session.scalars(
        select(AssessmentDraft)
        .where(AssessmentDraft.person_id == person_id)
        .order_by(AssessmentDraft.id)
    ).all()
