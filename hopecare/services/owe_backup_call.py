"""A backup could not step in any more: staff agree with them, or name somebody else.

Once for each time it comes to be so: one that was called off is owed again, and so is one that was
made before they could step in again for a while. Nobody is taken off by a machine: they promised
it, and may know better.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.timeline import EntryKind
from hopecare.language import N_
from hopecare.queries.backup_fits import PASSES, why_not_now
from hopecare.queries.call_causes import owed_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.merged import is_of
from hopecare.queries.needs import need_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.weekly import backup_by_id
from hopecare.services.end_backup_calls import end_backup_calls
from hopecare.services.owe_case_call import owe_case_call
from models import CallTask, TimelineEntry

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Backup

RING_WITHIN: Final = timedelta(days=3)
"""Nobody is let down yet: the helper still comes."""
_SAID: Final = N_(
    "%(helper)s is backup here and could not step in now: %(reason)s. Agree with them, or name "
    "somebody else."
)


def owe_backup_call(
    session: Session, *, backup_id: UUID, by: Actor, now: datetime
) -> CallTask | None:
    """Owe the call where it is so; what is owed about what is true no more is called off."""
    case = case_by_id(session, backup_by_id(session, backup_id).case_id, alone=True)
    backup = backup_by_id(session, backup_id)
    rule = _lasting(session, backup, now)
    _keep(backup, rule, now)
    key = f"backup_cannot:{backup.id}:{rule.value}" if rule else None
    end_backup_calls(session, backup_id=backup.id, but=key, by=by, now=now)
    if rule is None or key is None or _is_known(session, backup, rule, key):
        return None
    reader = reader_of_town(session, case.town_id, now=now, is_staff=True)
    helper = person_by_id(session, backup.helper_id).called
    words = reader.say(_SAID, helper=helper, reason=reader.label(rule))
    return owe_case_call(
        session,
        case,
        to_id=backup.helper_id,
        key=key,
        words=words,
        recurs=True,
        within=RING_WITHIN,
        by=by,
        now=now,
    )


def _keep(backup: Backup, rule: Rule | None, now: datetime) -> None:
    """Keep since when it is so: what has healed and comes back is another time."""
    code = rule.value if rule else None
    if backup.cannot_as != code:
        backup.cannot_as, backup.cannot_since = code, now if rule else None


def _is_known(session: Session, backup: Backup, rule: Rule, key: str) -> bool:
    """Whether it is owed, or was talked about since it came to be so."""
    since = [backup.cannot_since]
    if rule is Rule.NOT_ACTIVE:
        # They may have come back and gone again between two looks.
        since.append(_came_back(session, backup.helper_id))
    began = max(each for each in since if each is not None)
    known = select(CallTask.id).where(
        CallTask.town_id == backup.town_id,
        CallTask.status != CallTaskStatus.CANCELLED,
        owed_for([key]),
        or_(CallTask.status == CallTaskStatus.OPEN, CallTask.done_at >= began),
    )
    return session.scalars(known.limit(1)).first() is not None


def _came_back(session: Session, helper_id: UUID) -> datetime | None:
    """When they last said that they take requests again: a pause after it is another one."""
    return session.scalar(
        select(func.max(TimelineEntry.at)).where(
            is_of(TimelineEntry.person_id, helper_id),
            TimelineEntry.kind == EntryKind.VOLUNTEER_BACK,
        )
    )


def _lasting(session: Session, backup: Backup, now: datetime) -> Rule | None:
    """The first rule that keeps them out and does not pass by itself."""
    if backup.until is not None:
        return None
    named = [(need_by_id(session, backup.need_id), backup)]
    broken = why_not_now(session, backup.case_id, named, now=now).get(backup.id, ())
    return next((rule for rule in broken if rule not in PASSES), None)
