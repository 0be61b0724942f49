"""Ask no neighbour of a case any more: every offer that waits is stood down, and told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.offers import StandDownCause
from hopecare.domain.weekly import BackupEnd
from hopecare.queries.askings import find_live_asking
from hopecare.queries.needs import live_needs_of_case, need_by_id
from hopecare.queries.weekly import backups_of_case, missed_of_cover, standing_covers
from hopecare.services.end_asking import end_asking
from hopecare.services.end_backup import end_backup
from hopecare.services.end_calls_of_need import end_calls_of_need
from hopecare.services.end_need import end_need
from hopecare.services.pause_weeks import pause_weeks
from hopecare.services.stand_down_offers import stand_down_offers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need


def stop_asking(
    session: Session, case: Case, *, by: Actor, now: datetime, pauses: bool = False
) -> None:
    """Stand down the offers and backups of every live need; the caller holds the case.

    Where help only waits (`pauses`), backups stay, and so do missed days; what was asked for is
    taken up again once they agree (`resume_askings`).
    """
    if pauses:
        pause_weeks(session, case, by=by, now=now)
    else:
        _end_weekly(session, case, by, now)
    for live in live_needs_of_case(session, case.id):
        need = need_by_id(session, live.id, alone=True)
        need.waits_for_consent = pauses and _is_asked(session, need)
        cause = StandDownCause.ENDED
        stand_down_offers(session, case, need, cause=cause, by=by, now=now)
        end_asking(session, case, need, now=now)
        end_calls_of_need(session, need, ended_by=AlertEnd.NOT_NEEDED, by=by, now=now)
        session.flush()


def _is_asked(session: Session, need: Need) -> bool:
    """Whether neighbours are asked for it, or waited already; a missed day has its own moment."""
    if missed_of_cover(session, need.id) is not None:
        return False
    return need.waits_for_consent or find_live_asking(session, need.id) is not None


def _end_weekly(session: Session, case: Case, by: Actor, now: datetime) -> None:
    for missed in standing_covers(session, case_id=case.id):
        end_need(session, need_id=missed.cover_need_id, is_met=False, by=by, now=now)
    for backup in backups_of_case(session, case.id):
        reason = BackupEnd.STOOD_DOWN
        end_backup(session, backup_id=backup.id, ended_as=reason, by=by, now=now)
