"""Ask for a missed day: the one seam between it and the way neighbours are asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.asking import lapses_at
from hopecare.domain.care_path import AskingEvent
from hopecare.domain.matching.caps import Cap
from hopecare.queries.asking_policies import asking_policy, quiet_hours
from hopecare.queries.askings import find_live_asking
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.cover_times import asked_from
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.proposal_caps import caps_of
from hopecare.queries.set_aside import set_aside_of
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.begin_asking import begin_asking
from hopecare.services.move_asking import move_asking
from hopecare.services.plan_asking import plan_asking

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking, Case, Need

_AT_REST: Final = frozenset({Cap.ON_LEAVE, Cap.OWN_HOURS, Cap.RESTS})
LOOKED_AT_AFTER: Final = timedelta(minutes=10)
"""So long after a head start has ended others are asked, if nothing else said so before."""


def ask_for_week(  # noqa: PLR0913  who is asked for which day, of whom alone, and until when
    session: Session,
    case: Case,
    cover: Need,
    *,
    only: UUID | None,
    latest: datetime,
    by: Actor,
    now: datetime,
) -> bool:
    """Ask `only` them, or wave after wave until `latest`; say whether somebody may answer."""
    if now >= latest or not may_be_helped(session, case.resident_id, now=now):
        return False
    if only is not None:
        return _ask_backup(session, cover, only, latest, by, now)
    asking = begin_asking(session, need_id=cover.id, by=by, now=now)
    if asking.ended_at is not None:
        return False
    # For a missed day staff are told before its evening only where nobody is left to ask.
    return asking.escalated_at is None


def _ask_backup(
    session: Session, cover: Need, only: UUID, latest: datetime, by: Actor, now: datetime
) -> bool:
    case = case_by_id(session, cover.case_id)
    apart = set_aside_of(session, [case.resident_id], now=now).get(case.resident_id, frozenset())
    if only in apart:
        # Only a person may overrule what staff said of the two.
        return False
    lookup = candidates_for(session, cover, now=now, must=[only], explain=False)
    if not any(each.helper_id == only and each.may_be_asked for each in lookup.candidates):
        return False
    if caps_of(session, case, cover, [only], now=now).get(only) in _AT_REST:
        # Promised to step in, not to be disturbed in their rest: the others are asked.
        return False
    policy = asking_policy(session, case, now=now)
    quiet = quiet_hours(session, case.town_id, now=now)
    until = min(lapses_at(policy, quiet, now=now), latest)
    wave = Wave(helper_ids=[only], answer_within=until - now)
    ask_neighbours(session, need_id=cover.id, wave=wave, by=by, now=now)
    asking = find_live_asking(session, cover.id)
    if asking is not None:
        _go_on(session, asking, case, cover, until + LOOKED_AT_AFTER, now)
    return True


def _go_on(
    session: Session, asking: Asking, case: Case, cover: Need, then: datetime, now: datetime
) -> None:
    """Others follow when the head start has ended; of a day far ahead, when their time has come."""
    missed = missed_of_cover(session, cover.id)
    if missed is not None and now < asked_from(session, missed):
        move_asking(asking, event=AskingEvent.WITHDRAWN, now=now)
    else:
        plan_asking(session, asking, cover, case.urgency, next_wave_at=then)
    session.flush()
