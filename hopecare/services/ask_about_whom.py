"""An alert of a text ended with what became of somebody: staff find out of whom it is true."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import ABOUT_WHOM, AlertEnd, reply_of_key
from hopecare.domain.calls import CallTaskKind
from hopecare.language import N_, translator
from hopecare.queries.stoppable import has_died
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert, CallTask

WITHIN: Final = timedelta(hours=2)
"""Until then whoever it is true of is asked how they are, and looked for."""
FIND_OUT: Final = {
    AlertEnd.HAS_DIED: N_(
        "The alert of their text ended with a death. "
        "Find out who has died, and write it on that person's page."
    ),
    AlertEnd.IN_HOSPITAL: N_(
        "The alert of their text ended with a stay in hospital. "
        "Find out who is in hospital, and pause that person's check-ins."
    ),
}


def ask_about_whom(
    session: Session, alert: Alert, *, ended_by: AlertEnd, by: Actor, now: datetime
) -> CallTask | None:
    """Owe the call to whoever wrote, once an alert; None where nothing has to be known.

    Where nobody knows who wrote, or they have died by now, nobody is named to be rung: the call
    shows the text and its number.
    """
    words = FIND_OUT.get(ended_by)
    if words is None or reply_of_key(alert.dedup_key) is None:
        return None
    is_gone = alert.person_id is not None and has_died(session, alert.person_id)
    say = translator(town_by_id(session, alert.town_id).language)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"{ABOUT_WHOM}:{alert.id}",
        due_at=now + WITHIN,
        person_id=None if is_gone else alert.person_id,
        owner_id=by.person_id,
        centre_id=alert.centre_id,
        words=say.gettext(words),
    )
    return open_call_task(session, town_id=alert.town_id, owed=owed, by=by, now=now)
