"""Ask one volunteer for one need: an offer that stands until a moment, and the words for it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import OFFER, CaseEvent, NeedEvent
from hopecare.domain.codes import CODE_LENGTH, make_code
from hopecare.domain.timeline import EntryKind
from hopecare.queries.asked_otherwise import what_is_asked
from hopecare.queries.cases import case_by_id
from hopecare.services.move_case import move_case
from hopecare.services.move_need import move_need
from hopecare.services.note_offer import note_offer
from hopecare.services.tell_offer import tell_offer
from models import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whom to ask, on which ground, in which wave and until when."""

    helper_id: UUID
    cost: int
    distance_m: int
    terms: Mapping[str, int]
    wave: int
    lapses_at: datetime
    chance: float | None = None
    rank: float | None = None


def make_offer(session: Session, need: Need, asking: Asking, *, by: Actor, now: datetime) -> Offer:
    """Write the offer, move need and case, and promise the words to the volunteer."""
    case = case_by_id(session, need.case_id)
    offer = _offer(need, asking, by, now)
    offer.asked_for = what_is_asked(session, need)
    session.add(offer)
    session.flush()
    move_need(need, event=NeedEvent.OFFER_MADE, now=now)
    move_case(case, event=CaseEvent.OFFER_MADE, now=now)
    note_offer(session, case, offer, EntryKind.OFFER_MADE, by=by, now=now, wave=offer.wave)
    tell_offer(session, case, need, offer, now=now)
    return offer


def _offer(need: Need, asking: Asking, by: Actor, now: datetime) -> Offer:
    return Offer(
        town_id=need.town_id,
        need_id=need.id,
        case_id=need.case_id,
        helper_id=asking.helper_id,
        code=make_code(secrets.token_bytes(CODE_LENGTH)),
        status=OFFER.start,
        wave=asking.wave,
        made_at=now,
        lapses_at=asking.lapses_at,
        cost=asking.cost,
        distance_m=asking.distance_m,
        terms=dict(asking.terms),
        made_by_id=by.person_id,
        chance=asking.chance,
        rank=asking.rank,
    )
