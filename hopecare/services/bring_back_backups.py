"""Let step in again who did when a death was recorded by mistake, where nobody else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.undoing import HelpFacts, LeftReason, why_help_stays_ended
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import may_help
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.tasks import find_active_task
from hopecare.queries.volunteers import find_profile
from hopecare.queries.weekly import backup_by_id, find_backup
from hopecare.services.note_backup_named import note_backup_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Backup, Case, Need


def bring_back_backups(
    session: Session, *, backup_ids: Iterable[UUID], by: Actor, now: datetime
) -> dict[UUID, LeftReason]:
    """Name each again who may still help and whose place is free; say of the others why not."""
    left = {}
    for backup_id in backup_ids:
        named = backup_by_id(session, backup_id)
        find_profile(session, named.helper_id, alone=True)
        case = case_by_id(session, named.case_id, alone=True)
        need = need_by_id(session, named.need_id, alone=True)
        backup = backup_by_id(session, backup_id)
        if backup.until is None:
            continue
        reason = _against(session, case, need, backup, now)
        if reason is not None:
            left[backup_id] = reason
        else:
            _name_again(session, case, backup, by, now)
    return left


def _against(
    session: Session, case: Case, need: Need, backup: Backup, now: datetime
) -> LeftReason | None:
    helper_id = backup.helper_id
    profile = find_profile(session, helper_id)
    is_live = case.status is not CaseStatus.CLOSED and need.status in LIVE
    holds_it = find_active_task(session, need_id=need.id, helper_id=helper_id) is not None
    return why_help_stays_ended(
        HelpFacts(
            need_is_live=is_live and need.rhythm is NeedRhythm.WEEKLY,
            helper_may=profile is not None
            and may_help(session, profile, resident_id=case.resident_id, now=now, goes_on=True),
            place_is_free=find_backup(session, need.id) is None and not holds_it,
        )
    )


def _name_again(session: Session, case: Case, backup: Backup, by: Actor, now: datetime) -> None:
    backup.until = backup.ended_as = None
    session.flush()
    note_backup_named(session, case, backup, by=by, now=now)
