"""When a helper has left: ask the next neighbours, or owe a call. Leaving never waits for this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus, MissedWeekStatus, OfferStatus
from hopecare.domain.matching.caps import Cap
from hopecare.queries.asking_policies import wave_policy
from hopecare.queries.candidates import candidates_for
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.need_times import has_passed
from hopecare.queries.needs import LIVE, taken_places
from hopecare.queries.offers import last_wave, late_helpers, offers_of_need
from hopecare.queries.proposal_caps import caps_of
from hopecare.queries.set_aside import set_aside_of
from hopecare.queries.weekly import find_backup, missed_of_cover
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.begin_asking import begin_asking
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.owe_passed import owe_passed
from hopecare.services.wait_for_week import wait_for_week

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek, Need, Offer


def ask_successors(
    session: Session, case: Case, need: Need, *, by: Actor, now: datetime
) -> list[Offer]:
    """Ask those who may be asked; without consent nobody is, and the resident is owed a call.

    The caller holds case and need.
    """
    if case.status is CaseStatus.CLOSED or need.status not in LIVE:
        return []
    wave = last_wave(session, need.id)
    if not may_be_helped(session, case.resident_id, now=now):
        key = f"no_consent:{need.id}:{wave}"
        owe_case_call(session, case, to_id=case.resident_id, key=key, by=by, now=now)
        return []
    if len(taken_places(session, need.id)) >= need.people_needed:
        return []
    if has_passed(session, need, now=now):
        owe_passed(session, need_id=need.id, by=by, now=now)
        return []
    missed = missed_of_cover(session, need.id)
    if missed is not None and _is_out_of_time(session, missed, now):
        return []
    return _ask_next(session, case, need, by=by, now=now)


def _is_out_of_time(session: Session, missed: MissedWeek, now: datetime) -> bool:
    """Too late for texts, a person rings the nearest already; too early, it waits."""
    if missed.status is MissedWeekStatus.UNFILLED:
        return True
    return wait_for_week(session, missed, now=now)


def _ask_next(session: Session, case: Case, need: Need, *, by: Actor, now: datetime) -> list[Offer]:
    """Whoever offered themselves for it is asked first; without them, a wave."""
    first = _first(session, case, need, now=now)
    if first:
        wave = Wave(helper_ids=first)
        return ask_neighbours(session, need_id=need.id, wave=wave, by=by, now=now)
    begin_asking(session, need_id=need.id, by=by, now=now)
    return list(offers_of_need(session, need.id, OfferStatus.STANDING))


def _first(session: Session, case: Case, need: Need, *, now: datetime) -> list[UUID]:
    """The backup alone, or the best placed of those who said yes late; the others by and by.

    No person chose them: whom a cap leaves in peace is left in peace.
    """
    backup = find_backup(session, need.id)
    named = [backup.helper_id] if backup else []
    offered = [*named, *late_helpers(session, need.id)]
    if not offered:
        return []
    candidates = candidates_for(session, need, now=now, must=offered, explain=False).candidates
    # Only a person may overrule what staff said of the two.
    apart = set_aside_of(session, [case.resident_id], now=now).get(case.resident_id, frozenset())
    caps = caps_of(session, case, need, offered, offered=offered, now=now)
    # The backup may be asked for a day of this very help: all of it goes before that.
    asked_for_a_day = {each for each in named if caps.get(each) is Cap.ASKED_NOW}
    kept = apart | (caps.keys() - asked_for_a_day)
    free = [
        each.helper_id
        for each in candidates
        if each.helper_id in offered and each.may_be_asked and each.helper_id not in kept
    ]
    places = need.people_needed - len(taken_places(session, need.id))
    most = places + wave_policy(case.urgency).late_yes_beside
    return [each for each in free if each in named] or free[:most]
