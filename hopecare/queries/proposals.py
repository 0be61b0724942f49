"""Reads lists of proposals: one by its key, those to be made, and the pairs of the last one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.matching.proposals import UNDECIDED
from hopecare.errors import NotFoundError
from hopecare.queries.visibility import visible
from models import Proposal, ProposalList

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.matching.constraints import HelperId


def list_by_id(session: Session, list_id: UUID, *, alone: bool = False) -> ProposalList:
    """Give a list of this town; `alone` holds it against others until the transaction ends."""
    found = session.get(
        ProposalList, list_id, populate_existing=alone, with_for_update=alone or None
    )
    if found is None:
        raise NotFoundError(kind="proposal_list", list_id=list_id)
    return found


def proposal_by_id(session: Session, proposal_id: UUID, *, alone: bool = False) -> Proposal:
    """Give a proposal of this town."""
    found = session.get(
        Proposal, proposal_id, populate_existing=alone, with_for_update=alone or None
    )
    if found is None:
        raise NotFoundError(kind="proposal", proposal_id=proposal_id)
    return found


def lists_to_make(session: Session) -> Sequence[ProposalList]:
    """Give the lists that were asked for and are not made yet, by town."""
    waiting = select(ProposalList).where(
        ProposalList.made_at.is_(None), ProposalList.withdrawn_at.is_(None)
    )
    return session.scalars(waiting.order_by(ProposalList.town_id, ProposalList.id)).all()


def find_list_in_the_making(session: Session, centre_id: UUID | None) -> ProposalList | None:
    """Give the list of these needs that is being made already."""
    return session.scalars(
        select(ProposalList)
        .where(
            _of_centre(centre_id),
            ProposalList.made_at.is_(None),
            ProposalList.withdrawn_at.is_(None),
        )
        .limit(1)
    ).first()


def find_last_list(session: Session, centre_id: UUID | None) -> ProposalList | None:
    """Give the newest list of these needs that was made, however it ended."""
    return session.scalars(
        select(ProposalList)
        .where(_of_centre(centre_id), ProposalList.made_at.is_not(None))
        .order_by(ProposalList.made_at.desc(), ProposalList.id.desc())
        .limit(1)
    ).first()


def open_drafts(session: Session, centre_id: UUID | None, *, now: datetime) -> list[ProposalList]:
    """Give the drafts of these needs that still stand, held against others."""
    return list(
        session.scalars(
            select(ProposalList)
            .where(
                _of_centre(centre_id),
                ProposalList.expires_at > now,
                ProposalList.confirmed_at.is_(None),
                ProposalList.withdrawn_at.is_(None),
            )
            .order_by(ProposalList.id)
            .with_for_update()
        )
    )


def kept_pairs(session: Session, list_id: UUID) -> Mapping[str, frozenset[HelperId]]:
    """Give, by need, whom a list proposes and nobody has decided about."""
    pairs: dict[str, set[HelperId]] = defaultdict(set)
    for need_id, helper_id in session.execute(
        select(Proposal.need_id, Proposal.helper_id).where(
            Proposal.list_id == list_id, Proposal.status.in_(UNDECIDED)
        )
    ):
        pairs[str(need_id)].add(helper_id)
    return {need_id: frozenset(helpers) for need_id, helpers in pairs.items()}


def undecided_of_need(
    session: Session, list_id: UUID, need_id: UUID, *, only: Collection[UUID] | None = None
) -> Sequence[Proposal]:
    """Give a need's proposals that wait for a decision, held against others."""
    asked = select(Proposal).where(
        Proposal.list_id == list_id,
        Proposal.need_id == need_id,
        Proposal.status.in_(UNDECIDED),
    )
    if only is not None:
        asked = asked.where(Proposal.id.in_(only))
    return session.scalars(asked.order_by(Proposal.place).with_for_update()).all()


def count_undecided(session: Session, list_id: UUID) -> int:
    """Count the proposals of a list that wait for a decision."""
    return (
        session.scalar(
            select(func.count(Proposal.id)).where(
                Proposal.list_id == list_id, Proposal.status.in_(UNDECIDED)
            )
        )
        or 0
    )


def _of_centre(centre_id: UUID | None) -> ColumnElement[bool]:
    if centre_id is None:
        return ProposalList.centre_id.is_(None)
    return ProposalList.centre_id == centre_id


def last_list_for(session: Session, identity: Identity) -> ProposalList | None:
    """Give the newest list of the reader's own needs, or else the newest that they may see."""
    own = find_last_list(session, identity.centre_id)
    if own is not None:
        return own
    return session.scalars(
        select(ProposalList)
        .where(visible("offer.make", identity, ProposalList), ProposalList.made_at.is_not(None))
        .order_by(ProposalList.made_at.desc(), ProposalList.id.desc())
        .limit(1)
    ).first()
