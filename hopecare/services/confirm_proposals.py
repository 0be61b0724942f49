"""Ask the volunteers proposed for one need: all of them in one wave, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.matching.proposals import ListState, ProposalEvent
from hopecare.errors import InvalidInputError, MoveNotAllowedError, NoConsentError
from hopecare.queries.proposals import count_undecided, list_by_id, undecided_of_need
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.move_proposal import move_proposal

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Offer, Proposal, ProposalList


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What came of it: how many were asked, or why nobody could be any more."""

    asked: int = 0
    why_not: str | None = None


def confirm_proposals(
    session: Session,
    *,
    list_id: UUID,
    need_id: UUID,
    only: Collection[UUID] | None = None,
    by: Actor,
    now: datetime,
) -> Confirmed:
    """Make the offers of one need, every hard rule looked at again; nothing is left half done."""
    made = list_by_id(session, list_id, alone=True)
    if made.state(now) is not ListState.DRAFT:
        raise MoveNotAllowedError(
            machine="proposal_list", status=made.state(now), event="confirmed"
        )
    chosen = undecided_of_need(session, list_id, need_id, only=only)
    if not chosen:
        return Confirmed()
    came = _ask(session, need_id, chosen, by, now)
    _close(session, made, now)
    return came


def _ask(
    session: Session, need_id: UUID, chosen: Sequence[Proposal], by: Actor, now: datetime
) -> Confirmed:
    wave = Wave(helper_ids=tuple(each.helper_id for each in chosen))
    try:
        with session.begin_nested():
            offers = ask_neighbours(session, need_id=need_id, wave=wave, by=by, now=now)
    except (InvalidInputError, MoveNotAllowedError, NoConsentError) as error:
        for each in chosen:
            move_proposal(each, event=ProposalEvent.WENT, by=by, now=now, reason=error.reason)
        return Confirmed(why_not=error.reason)
    _note(chosen, offers, by, now)
    return Confirmed(asked=len(offers))


def _note(chosen: Sequence[Proposal], offers: Sequence[Offer], by: Actor, now: datetime) -> None:
    made = {offer.helper_id: offer.id for offer in offers}
    for each in chosen:
        each.offer_id = made[each.helper_id]
        move_proposal(each, event=ProposalEvent.CONFIRMED, by=by, now=now)


def _close(session: Session, made: ProposalList, now: datetime) -> None:
    """A list in which everything is decided is done with."""
    session.flush()
    if not count_undecided(session, made.id):
        made.confirmed_at = now
