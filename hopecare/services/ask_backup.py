"""Ask whoever is backup, alone, to come on a missed day: they promised to step in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.asking import lapses_at
from hopecare.domain.care_path import AskingEvent
from hopecare.queries.asking_policies import asking_policy, quiet_hours
from hopecare.queries.askings import find_live_asking, hold_town
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cover_times import asked_from
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.proposal_caps import caps_of_promise
from hopecare.queries.set_aside import set_aside_of
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.move_asking import move_asking
from hopecare.services.plan_asking import plan_asking

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Asking, Case, Need

LOOKED_AT_AFTER: Final = timedelta(minutes=10)
"""So long after a head start has ended others are asked, if nothing else said so before."""


def ask_backup(  # noqa: PLR0913  who is asked for which day, and until when
    session: Session,
    case: Case,
    cover: Need,
    *,
    helper_id: UUID,
    latest: datetime,
    by: Actor,
    now: datetime,
) -> bool:
    """Ask them until `latest` at most; say whether they may answer."""
    if now >= latest or not may_be_helped(session, case.resident_id, now=now):
        return False
    # What they were asked is read once nobody else can ask them meanwhile.
    hold_town(session, case.town_id)
    if not _may_be_asked(session, case, cover, helper_id, now):
        return False
    policy = asking_policy(session, case, now=now)
    quiet = quiet_hours(session, case.town_id, now=now)
    until = min(lapses_at(policy, quiet, now=now), latest)
    wave = Wave(helper_ids=[helper_id], answer_within=until - now, by_hand=False)
    ask_neighbours(session, need_id=cover.id, wave=wave, by=by, now=now)
    asking = find_live_asking(session, cover.id)
    if asking is not None:
        _go_on(session, asking, case, cover, until + LOOKED_AT_AFTER, now)
    return True


def _may_be_asked(
    session: Session, case: Case, cover: Need, helper_id: UUID, now: datetime
) -> bool:
    """Whether no rule, no word of staff and none of their own keeps them out."""
    apart = set_aside_of(session, [case.resident_id], now=now).get(case.resident_id, frozenset())
    if helper_id in apart:
        # Only a person may overrule what staff said of the two.
        return False
    lookup = candidates_for(session, cover, now=now, must=[helper_id], explain=False)
    if not any(each.helper_id == helper_id and each.may_be_asked for each in lookup.candidates):
        return False
    # Promised to step in, not to be disturbed in their rest or above what they wish: the others
    # are asked, and their wave counts why.
    return not caps_of_promise(session, case, cover, [helper_id], now=now)


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
