"""Lists of proposals, made by the real run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from hopecare.domain.matching.proposing import propose
from hopecare.queries.batch_facts import town_batch
from hopecare.queries.proposals import find_last_list, kept_pairs
from hopecare.reading.policies import shipped_weights
from hopecare.services.ask_for_proposals import ask_for_proposals
from hopecare.services.keep_proposals import keep_proposals
from models import Case, Centre, OpenPlace, Proposal, ProposalList
from tests.factories.cases import BY
from tests.factories.towns import NOW, town_id_of


def a_list(session: Session, *, centre: Centre | None = None, now: datetime = NOW) -> ProposalList:
    """Ask for a list and make it, all in this transaction."""
    centre_id = centre.id if centre else None
    town_id = town_id_of(session)
    asked = ask_for_proposals(session, town_id=town_id, centre_id=centre_id, by=BY, now=now)
    last = find_last_list(session, centre_id)
    read = town_batch(
        session,
        town_id=town_id,
        now=now,
        only=true() if centre_id is None else Case.centre_id == centre_id,
        weights=shipped_weights(),
        kept=kept_pairs(session, last.id) if last else {},
    )
    keep_proposals(session, list_id=asked.id, answer=propose(read.batch), found=read.open, now=now)
    session.flush()
    return asked


def pairs_in(session: Session, made: ProposalList) -> list[Proposal]:
    """The proposals of a list, by need and place."""
    asked = select(Proposal).where(Proposal.list_id == made.id)
    return list(session.scalars(asked.order_by(Proposal.need_id, Proposal.place)))


def left_open(session: Session, made: ProposalList) -> list[OpenPlace]:
    """What a list found nobody for."""
    asked = select(OpenPlace).where(OpenPlace.list_id == made.id)
    return list(session.scalars(asked.order_by(OpenPlace.need_id)))
