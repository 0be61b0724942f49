"""Reads how lists of proposals stand now, after what people decided in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, or_, select

from hopecare.domain.matching.proposals import ProposalStatus
from models import Proposal, ProposalList

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

STILL_IN: Final = (ProposalStatus.PROPOSED, ProposalStatus.CHANGED, ProposalStatus.CONFIRMED)
"""Whoever stands for a place, asked already or not."""
AS_MADE: Final = (ProposalStatus.PROPOSED, ProposalStatus.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many places of a list are taken now, and how many people took out or changed."""

    taken: int = 0
    left_out: int = 0
    is_changed: bool = False
    """Whether it is another list than the one that was proven."""


def standing_of(session: Session, list_ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Count what stands in each list; one without any proposal has nothing to count."""
    other = or_(Proposal.status.not_in(AS_MADE), Proposal.previous_helper_id.is_not(None))
    rows = session.execute(
        select(
            Proposal.list_id,
            _count(Proposal.status.in_(STILL_IN)),
            _count(Proposal.status.not_in(STILL_IN)),
            _count(other),
        )
        .where(Proposal.list_id.in_(list_ids))
        .group_by(Proposal.list_id)
    )
    return {
        list_id: Standing(taken=taken, left_out=left_out, is_changed=changed > 0)
        for list_id, taken, left_out, changed in rows
    }


def had_one_before(session: Session, made: ProposalList) -> bool:
    """Say whether a list of the same needs was made before this one."""
    if made.made_at is None:
        return False
    whose = (
        ProposalList.centre_id.is_(None)
        if made.centre_id is None
        else ProposalList.centre_id == made.centre_id
    )
    earlier = select(ProposalList.id).where(whose, ProposalList.made_at < made.made_at)
    return session.scalars(earlier.limit(1)).first() is not None


def _count(matches: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((matches, 1), else_=0)), 0)
