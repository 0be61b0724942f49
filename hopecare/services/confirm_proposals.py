"""Ask the volunteers proposed for one need: all of them in one wave, or nobody.

Whom the machine proposed is asked only when a wave might: within their own hours and limits, one
asking at a time, and not where staff have called the two unsuitable since. A person who chose
somebody by hand has decided that themself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.caps import Cap
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.proposals import ListState, ProposalEvent, ProposalStatus
from hopecare.errors import (
    InvalidInputError,
    MoveNotAllowedError,
    NoConsentError,
    StaleVersionError,
)
from hopecare.queries.askings import hold_town
from hopecare.queries.cases import case_by_id
from hopecare.queries.let_go import left_by
from hopecare.queries.needs import need_by_id
from hopecare.queries.proposal_caps import caps_of, waits_of
from hopecare.queries.proposals import count_undecided, list_by_id, undecided_of_need
from hopecare.queries.set_aside import set_aside_of
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.move_proposal import move_proposal
from hopecare.services.refuse_pointless_asking import refuse_pointless_asking

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer, Proposal, ProposalList

NEVER: Final = frozenset({Cap.CLASHES, Cap.NO_WAY})
"""Looked at again at the moment of confirming, of whomever was chosen and by whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What came of it: how many were asked, why nobody could be any more, or how many wait."""

    asked: int = 0
    why_not: str | None = None
    waiting: int = 0
    """Left in peace for now; the need stays on the list."""


def confirm_proposals(  # noqa: PLR0913  which need of which list, as it was seen
    session: Session,
    *,
    list_id: UUID,
    need_id: UUID,
    version: int,
    only: Collection[UUID] | None = None,
    by: Actor,
    now: datetime,
) -> Confirmed:
    """Make the offers of one need, every hard rule looked at again; nothing is left half done.

    Of the list as it was seen, by its `version`: another choice made meanwhile is not confirmed.
    """
    made = list_by_id(session, list_id, alone=True)
    if made.state(now) is not ListState.DRAFT:
        raise MoveNotAllowedError(
            machine="proposal_list", status=made.state(now), event="confirmed"
        )
    if made.version != version:
        raise StaleVersionError(list_id=list_id, version=made.version)
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
            case, need = _hold(session, need_id)
            refuse_pointless_asking(session, case, need, now=now)
            hold_town(session, need.town_id)
            if barred := _barred(session, case, need, chosen, now):
                return _give_up(chosen, barred, by, now)
            if waiting := _wait(session, case, need, chosen, now):
                return Confirmed(waiting=waiting)
            offers = ask_neighbours(session, need_id=need_id, wave=wave, by=by, now=now)
    except (InvalidInputError, MoveNotAllowedError, NoConsentError) as error:
        return _give_up(chosen, error.reason, by, now)
    _note(chosen, offers, by, now)
    return Confirmed(asked=len(offers))


def _hold(session: Session, need_id: UUID) -> tuple[Case, Need]:
    """Hold the case and then the need, as every other verb does."""
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    return case, need_by_id(session, need_id, alone=True)


def _give_up(chosen: Sequence[Proposal], reason: str, by: Actor, now: datetime) -> Confirmed:
    """Nobody can be asked for this need by this list any more; the reason is kept."""
    for each in chosen:
        move_proposal(each, event=ProposalEvent.WENT, by=by, now=now, reason=reason)
    return Confirmed(why_not=reason)


def _barred(
    session: Session, case: Case, need: Need, chosen: Sequence[Proposal], now: datetime
) -> str | None:
    """A yes that would be refused, words that reach nobody, or what only a person may overrule.

    That is: two of whom staff think otherwise, and who left this help meanwhile.
    """
    machine_chose = {each.helper_id for each in chosen if each.status is ProposalStatus.PROPOSED}
    apart = set_aside_of(session, [case.resident_id], now=now).get(case.resident_id, frozenset())
    if machine_chose & apart:
        return Rule.SET_ASIDE.value
    if machine_chose & left_by(session, need.id):
        return Rule.ASKED_ALREADY.value
    caps = caps_of(session, case, need, [each.helper_id for each in chosen], now=now)
    return next((cap.value for cap in caps.values() if cap in NEVER), None)


def _wait(
    session: Session, case: Case, need: Need, chosen: Sequence[Proposal], now: datetime
) -> int:
    """Keep why each waits whom a cap leaves in peace, and say how many; case and need are held."""
    proposed = [each.helper_id for each in chosen if each.status is ProposalStatus.PROPOSED]
    waits = waits_of(session, case, need, proposed, now=now) if proposed else {}
    for each in chosen:
        each.reason = waits.get(each.helper_id)
    return len(waits)


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
