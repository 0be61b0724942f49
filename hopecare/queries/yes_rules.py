"""What stands against a yes: a need may have ended or changed since somebody was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.care_path import AskingStatus, CaseStatus, OfferStatus
from hopecare.domain.matching.constraints import Rule, broken_rules
from hopecare.domain.offers import TaskEnd, YesBar
from hopecare.domain.timeline import EntryKind
from hopecare.queries.askings import last_asking
from hopecare.queries.candidate_facts import facts_of_need, facts_of_people
from hopecare.queries.cases import case_by_id
from hopecare.queries.let_go import let_go_offers
from hopecare.queries.may_help import may_help
from hopecare.queries.merged import is_of
from hopecare.queries.need_times import first_day_of, is_over
from hopecare.queries.needs import LIVE, taken_places
from hopecare.queries.set_aside import was_set_aside_since
from hopecare.queries.tasks import task_of_offer
from hopecare.queries.volunteers import profile_of
from hopecare.queries.weekly import missed_of_cover
from models import Household, Merge, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

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


WHILE_IT_CHANGES: Final = IF_CHANGED | {Rule.NO_COMMON_SLOT, Rule.AVOIDS, Rule.AWAY}
"""Nobody said that they would come at other hours, or to what is there by now."""


IF_THEY_MOVED: Final = ALWAYS | {Rule.TOO_FAR}
"""Nobody said that they would go so far."""


OWN_WORD: Final = frozenset({Rule.SAME_BUILDING, Rule.SAME_WORKPLACE, Rule.TOO_FAR})
"""What a volunteer could find out of a resident by writing one thing after another of themself."""


def bar_to_yes(
    session: Session,
    need: Need,
    offer: Offer,
    *,
    now: datetime,
    unsaid: frozenset[Rule] = frozenset(),
) -> YesBar | None:
    """Say what stands against giving the need, as it is now, to who was asked; of some nothing."""
    if _is_closed(session, need, offer, now, is_silent=bool(unsaid)):
        return YesBar.OVER
    broken = rules_broken_by(session, need, [offer.helper_id], now=now)[offer.helper_id] - unsaid
    if broken & WHILE_IT_CHANGES and _has_changed(session, need, offer):
        return YesBar.CHANGED
    if broken & IF_THEY_MOVED and _has_moved(session, need, offer):
        return YesBar.CHANGED
    return YesBar.OVER if broken & ALWAYS else None


def may_hold_again(session: Session, need: Need, offer: Offer, *, now: datetime) -> bool:
    """Say whether what they said yes to and left, or lost by others' doing, is open to them still.

    Where somebody wished the two apart, it is not: whoever did hears nothing of the reason.
    """
    task = task_of_offer(session, offer.id)
    if task is None or (
        task.ended_by is not TaskEnd.HANDED_BACK
        and offer.id not in let_go_offers(session, [need.id])
    ):
        return False
    if bar_to_yes(session, need, offer, now=now) is not None:
        return False
    return len(taken_places(session, need.id)) < need.people_needed


def shown_bar(session: Session, need: Need, offer: Offer, *, now: datetime) -> YesBar | None:
    """Say the same for the page of whoever was asked, who may have written what they are trying.

    Of what they changed of themself since, it says nothing: only a yes is held to it, and whoever
    guesses wrong has taken the task on.
    """
    bar = bar_to_yes(session, need, offer, now=now)
    if bar is None or not _wrote_of_themself(session, offer):
        return bar
    return bar_to_yes(session, need, offer, now=now, unsaid=OWN_WORD)


def _wrote_of_themself(session: Session, offer: Offer) -> bool:
    """Whether they said since they were asked that they live elsewhere, or offer something else."""
    written = select(TimelineEntry.id).where(
        is_of(TimelineEntry.person_id, offer.helper_id),
        TimelineEntry.by_person_id == offer.helper_id,
        TimelineEntry.kind.in_((EntryKind.VOLUNTEER_CHANGED, EntryKind.HOUSEHOLD_CHANGED)),
        TimelineEntry.at >= offer.made_at,
    )
    return session.execute(written.limit(1)).first() is not None


def _is_closed(
    session: Session, need: Need, offer: Offer, now: datetime, *, is_silent: bool
) -> bool:
    """Whether nobody is to come any more, or not this one; of wishes about helpers if asked."""
    case = case_by_id(session, need.case_id)
    if (
        case.status is CaseStatus.CLOSED
        or need.status not in LIVE
        or is_over(session, need, now=now)
    ):
        return True
    helper, resident_id = profile_of(session, offer.helper_id), case.resident_id
    if not may_help(session, helper, resident_id=resident_id, now=now, goes_on=is_silent):
        return True
    if _was_stopped(session, need, offer):
        return True
    # Whoever of staff asks them by hand afterwards has thought better of it.
    since, helper_id = offer.made_at, offer.helper_id
    return was_set_aside_since(session, resident_id=resident_id, helper_id=helper_id, since=since)


def _was_stopped(session: Session, need: Need, offer: Offer) -> bool:
    """Whether the asking was stopped since, and nobody asks for it again.

    That of a missed day is stopped the evening before so that staff ring: a yes still counts.
    """
    if offer.status is OfferStatus.STANDING or missed_of_cover(session, need.id) is not None:
        return False
    last = last_asking(session, need.id)
    return (
        last is not None
        and last.status is AskingStatus.WITHDRAWN
        and last.ended_at is not None
        and last.ended_at >= offer.made_at
    )


def rules_broken_by(
    session: Session, need: Need, helper_ids: Sequence[UUID], *, now: datetime
) -> Mapping[UUID, frozenset[Rule]]:
    """Give the hard rules that stand between the need, as it is now, and each of these."""
    on = first_day_of(session, need, now=now)
    wanted = facts_of_need(session, need, now=now).facts
    people = facts_of_people(session, helper_ids, town_id=need.town_id, now=now)
    broken = {str(each.helper_id): broken_rules(wanted, each, on=on) for each in people}
    return {each: frozenset(broken.get(str(each), ())) for each in helper_ids}


def _has_changed(session: Session, need: Need, offer: Offer) -> bool:
    """Whether anybody wrote over the need since the question was asked."""
    changed = select(TimelineEntry.id).where(
        TimelineEntry.case_id == need.case_id,
        TimelineEntry.subject_id == need.id,
        TimelineEntry.kind == EntryKind.NEED_CHANGED,
        TimelineEntry.at >= offer.made_at,
    )
    return session.execute(changed.limit(1)).first() is not None


def _has_moved(session: Session, need: Need, offer: Offer) -> bool:
    """Whether the home is another since the question was asked, by a merge too, or was measured.

    Whoever is asked still after it was measured is bound by nothing new: nobody moved.
    """
    resident_id = case_by_id(session, need.case_id).resident_id
    kinds = {EntryKind.HOUSEHOLD_CHANGED}
    if offer.status is not OfferStatus.STANDING:
        kinds.add(EntryKind.HOUSEHOLD_MEASURED)
    moved = select(TimelineEntry.id).where(
        is_of(TimelineEntry.person_id, resident_id),
        TimelineEntry.kind.in_(kinds),
        or_(
            TimelineEntry.subject_id.in_(select(Household.id)),
            TimelineEntry.subject_id.in_(select(Merge.id)),
        ),
        TimelineEntry.at >= offer.made_at,
    )
    return session.execute(moved.limit(1)).first() is not None
