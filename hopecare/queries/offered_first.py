"""Reads who is asked before any wave: whoever offered themselves for this very need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.queries.asking_policies import wave_policy
from hopecare.queries.candidates import candidates_for
from hopecare.queries.needs import taken_places
from hopecare.queries.offers import late_helpers, offers_of_need
from hopecare.queries.proposal_caps import caps_of, caps_of_promise
from hopecare.queries.set_aside import set_aside_of
from hopecare.queries.weekly import find_backup
from models import MissedWeek, Offer

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Asking, Case, Need


def offered_first(
    session: Session, case: Case, need: Need, asking: Asking, *, now: datetime
) -> list[UUID]:
    """The backup alone, or the best placed of those who said yes late; the others by and by.

    No person chose them: whom a cap leaves in peace is left in peace.
    """
    named = _backup(session, need, asking)
    offered = [*named, *late_helpers(session, need.id)]
    if not offered:
        return []
    candidates = candidates_for(session, need, now=now, must=offered, explain=False).candidates
    # Only a person may overrule what staff said of the two.
    apart = set_aside_of(session, [case.resident_id], now=now).get(case.resident_id, frozenset())
    caps = caps_of(session, case, need, offered, offered=offered, now=now)
    kept = apart | (caps.keys() - _asked_for_a_day(session, case, need, named, now))
    free = [
        each.helper_id
        for each in candidates
        if each.helper_id in offered and each.may_be_asked and each.helper_id not in kept
    ]
    places = need.people_needed - len(taken_places(session, need.id))
    asked = len(offers_of_need(session, need.id, OfferStatus.STANDING))
    most = max(0, places + wave_policy(case.urgency).late_yes_beside - asked)
    return [each for each in free if each in named] or free[:most]


def _backup(session: Session, need: Need, asking: Asking) -> list[UUID]:
    """Once in an asking: their silence is an answer as well."""
    backup = find_backup(session, need.id)
    if backup is None:
        return []
    asked = select(Offer.id).where(
        Offer.need_id == need.id,
        Offer.helper_id == backup.helper_id,
        Offer.made_at >= asking.opened_at,
    )
    return [] if session.scalars(asked.limit(1)).first() else [backup.helper_id]


def _asked_for_a_day(
    session: Session, case: Case, need: Need, named: list[UUID], now: datetime
) -> set[UUID]:
    """Give the backup who is asked for one day of this very help: all of it goes before that."""
    if not named:
        return set()
    asked = session.scalars(
        select(Offer.helper_id)
        .join(MissedWeek, MissedWeek.cover_need_id == Offer.need_id)
        .where(
            MissedWeek.need_id == need.id,
            Offer.helper_id.in_(named),
            Offer.status == OfferStatus.STANDING,
        )
    ).all()
    return set(asked) - caps_of_promise(session, case, need, named, now=now).keys()
