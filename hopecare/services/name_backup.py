"""Name who steps in when the helper of a weekly need cannot come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.weekly import BackupEnd
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import may_help
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.tasks import find_active_task
from hopecare.queries.volunteers import find_profile
from hopecare.queries.weekly import find_backup
from hopecare.services.end_backup import end_backup
from hopecare.services.note_backup_named import note_backup_named
from models import Backup

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.weekly import BackupOrigin
    from models import Case, Need


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupWish:
    """Who shall be backup, and how they came to it."""

    helper_id: UUID
    origin: BackupOrigin
    replaces: bool = True
    """Staff choose; a volunteer never takes another's place."""


def name_backup(
    session: Session,
    *,
    need_id: UUID,
    wish: BackupWish,
    by: Actor,
    now: datetime,
) -> Backup:
    """Give the backup that stands after it: without `replaces` the one who was there before."""
    helper_id = wish.helper_id
    find_profile(session, helper_id, alone=True)
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    need = need_by_id(session, need_id, alone=True)
    is_weekly = need.rhythm is NeedRhythm.WEEKLY
    if case.status is CaseStatus.CLOSED or need.status not in LIVE or not is_weekly:
        raise MoveNotAllowedError(machine="need", status=need.status, event="backup_named")
    standing = find_backup(session, need.id)
    if standing is not None and (standing.helper_id == helper_id or not wish.replaces):
        return standing
    _refuse_unfit(session, case, need, helper_id, now)
    if standing is not None:
        end_backup(session, backup_id=standing.id, ended_as=BackupEnd.REPLACED, by=by, now=now)
    backup = Backup(
        town_id=need.town_id,
        need_id=need.id,
        case_id=case.id,
        helper_id=helper_id,
        origin=wish.origin,
        since=now,
        named_by_id=by.person_id,
    )
    session.add(backup)
    session.flush()
    note_backup_named(session, case, backup, by=by, now=now)
    return backup


def _refuse_unfit(session: Session, case: Case, need: Need, helper_id: UUID, now: datetime) -> None:
    """No hard rule is bent for a backup either, and nobody is their own."""
    profile = find_profile(session, helper_id)
    fits = profile is not None and may_help(session, profile, resident_id=case.resident_id, now=now)
    holds = find_active_task(session, need_id=need.id, helper_id=helper_id) is not None
    lookup = candidates_for(session, need, now=now, must=[helper_id], explain=False)
    if not fits or holds or helper_id not in {each.helper_id for each in lookup.candidates}:
        raise InvalidInputError({"helper_id": ["cannot_be_asked"]})
