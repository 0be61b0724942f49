"""Which hard rules stand against a yes: a need may have changed since somebody was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.matching.constraints import Rule, broken_rules
from hopecare.domain.timeline import EntryKind
from hopecare.queries.candidate_facts import facts_of_need, facts_of_people
from hopecare.queries.town_days import local_day
from models import TimelineEntry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Need, Offer

ALWAYS: Final = frozenset(
    {
        Rule.SAME_PERSON,
        Rule.SAME_HOUSEHOLD,
        Rule.REFUSED,
        Rule.SAME_BUILDING,
        Rule.SAME_WORKPLACE,
        Rule.NOT_A_STRANGER,
        Rule.CHECK_LEVEL,
        Rule.CHECK_EXPIRED,
        Rule.LANGUAGE,
        Rule.GENDER,
    }
)
"""What protects the resident. How far, when and how often they help is the helper's own to bend."""
IF_CHANGED: Final = ALWAYS | {Rule.SKILLS}
"""Whoever says yes to what they were asked can do it; to something else, nobody asked them."""


def is_yes_forbidden(session: Session, need: Need, offer: Offer, *, now: datetime) -> bool:
    """Say whether the need, as it stands now, may not be given to who was asked."""
    on = max(need.from_on, local_day(session, need.town_id, now))
    wanted = facts_of_need(session, need, now=now).facts
    people = facts_of_people(session, [offer.helper_id], town_id=need.town_id, now=now)
    broken = {rule for facts in people for rule in broken_rules(wanted, facts, on=on)}
    if not broken & IF_CHANGED:
        return False
    return bool(broken & ALWAYS) or _has_changed(session, need, offer)


def _has_changed(session: Session, need: Need, offer: Offer) -> bool:
    """Whether anybody wrote over the need since the question was asked."""
    changed = select(TimelineEntry.id).where(
        TimelineEntry.case_id == need.case_id,
        TimelineEntry.subject_id == need.id,
        TimelineEntry.kind == EntryKind.NEED_CHANGED,
        TimelineEntry.at >= offer.made_at,
    )
    return session.execute(changed.limit(1)).first() is not None
