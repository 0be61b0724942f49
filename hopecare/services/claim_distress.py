"""Say which text a call for help is: one that waits, or this one, for which it alone may alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.open_distress import find_open_distress
from hopecare.queries.text_places import cause_of, next_place
from hopecare.services.take_place import take_place

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertKind
    from models import InboundMessage


def claim_distress(
    session: Session, *, row: InboundMessage, kind: AlertKind, now: datetime
) -> UUID:
    """Give the text that alarms for what this telephone wrote: the one nobody has seen to, or this.

    Two that come in at one moment do not see each other. So each takes the place after the last
    call for help of this telephone, which is there once: who comes second joins the first.
    """
    actor = f"{kind.value}:{row.from_index}"
    # Looked up first: one that is claimed from now on is found below, or takes our place.
    key = next_place(session, actor)
    waiting = find_open_distress(session, row, kind)
    if waiting is not None:
        return waiting.id
    first = take_place(session, row=row, actor=actor, key=key, now=now)
    return row.id if first is None else cause_of(first)
