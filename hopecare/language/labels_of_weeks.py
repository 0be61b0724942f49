"""Labels of help every week: the backup, and weeks that are missed. Data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.week_states import MissedWeekEvent, MissedWeekStatus
from hopecare.domain.weekly import BackupEnd, BackupOrigin, MissReason
from hopecare.language import N_

if TYPE_CHECKING:
    from enum import Enum

LABELS: Final[list[tuple[Enum, str]]] = [
    (MissedWeekStatus.SAID, N_("Nobody asked yet")),
    (MissedWeekStatus.ASKED_BACKUP, N_("The backup is asked")),
    (MissedWeekStatus.ASKED_OTHERS, N_("Neighbours are being asked")),
    (MissedWeekStatus.TAKEN, N_("Somebody else comes")),
    (MissedWeekStatus.UNFILLED, N_("Nobody yet: staff ring")),
    (MissedWeekStatus.CALLED_OFF, N_("Called off")),
    (MissedWeekEvent.BACKUP_ASKED, N_("The backup was asked")),
    (MissedWeekEvent.OTHERS_ASKED, N_("Other neighbours were asked")),
    (MissedWeekEvent.TAKEN, N_("Somebody else took it")),
    (MissedWeekEvent.TAKER_LEFT, N_("Whoever took it cannot come")),
    (MissedWeekEvent.TIME_SHORT, N_("Nobody was found in time")),
    (MissedWeekEvent.AGREED_AGAIN, N_("Looked for again, since the resident agrees again")),
    (MissedWeekEvent.CALLED_OFF, N_("Called off")),
    (BackupOrigin.SAID_YES_LATE, N_("Said yes later")),
    (BackupOrigin.ASKED_BY_STAFF, N_("Asked by staff")),
    (BackupOrigin.OFFERED_THEMSELF, N_("Offered it themself")),
    (BackupEnd.BY_THEMSELF, N_("By their own wish")),
    (BackupEnd.BY_STAFF, N_("Ended by staff")),
    (BackupEnd.BECAME_HELPER, N_("Helps every week now")),
    (BackupEnd.REPLACED, N_("Somebody else is backup")),
    (BackupEnd.STOOD_DOWN, N_("May not help here any more")),
    (BackupEnd.NEED_ENDED, N_("Not needed any more")),
    (MissReason.NO_TIME, N_("No time")),
    (MissReason.AWAY, N_("Away")),
    (MissReason.ILL, N_("Not well")),
    (MissReason.OTHER, N_("Something else")),
]
