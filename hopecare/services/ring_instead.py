"""Words could not be sent: a person rings instead, so that nothing promised is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Message

RUNG_FOR: Final = frozenset({MessageKind.TASK_DETAILS, MessageKind.NOTICE})
UNREADABLE: Final = "unreadable"
RUNG_FOR_UNREAD: Final = RUNG_FOR | {MessageKind.ALERT, MessageKind.OFFER}
"""Also rung for where the words cannot be read: nothing else tells that they are missing."""
SAME_DAY: Final = timedelta(hours=2)


def ring_instead(
    session: Session, *, message: Message, code: str | None, by: Actor, now: datetime
) -> None:
    """Owe a call for words somebody counts on; who is told of an alarm is rung at once."""
    if not _is_counted_on(message, code) or code == HoldReason.HAS_DIED.value:
        return
    slot = slot_by_id(session, message.slot_id) if message.slot_id else None
    about_id = slot.person_id if slot else None
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"not_told:{message.id}",
        due_at=now if message.kind is MessageKind.ALERT else now + SAME_DAY,
        person_id=message.to_person_id,
        about_person_id=about_id,
        case_id=message.case_id,
        slot_id=message.slot_id,
        words=None if code == UNREADABLE else message.body,
    )
    open_call_task(session, town_id=message.town_id, owed=owed, by=by, now=now)


def _is_counted_on(message: Message, code: str | None) -> bool:
    """Whether somebody waits for these words: of an alert, staff learn by other ways as well."""
    looks_in = message.kind is MessageKind.ALERT and message.alert_id is None
    kinds = RUNG_FOR_UNREAD if code == UNREADABLE else RUNG_FOR
    return looks_in or message.kind in kinds
