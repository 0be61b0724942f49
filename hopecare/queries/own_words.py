"""Whether a text that waits to be read is about whoever wrote it, as far as we know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import reply_of_key
from hopecare.domain.roles import Role
from hopecare.queries.reply_writers import writer_of
from hopecare.queries.residents import has_role
from hopecare.queries.stoppable import plans_asking
from hopecare.queries.town_days import local_day
from models import InboundMessage, Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Alert


def is_of_writer(session: Session, alert: Alert) -> bool:
    """Whether what staff learn by this alert is true of the person it names.

    An alert of a text names whoever wrote. Only a resident whom nobody asks about others, who helps
    nobody and stands beside nobody, is sure to write of themself.
    """
    reply_id = reply_of_key(alert.dedup_key)
    if reply_id is None:
        return True
    row = session.get(InboundMessage, reply_id)
    if row is None or row.person_id is None or alert.person_id is None:
        return False
    on = local_day(session, row.town_id, row.received_at)
    theirs = select(Person.id).where(Person.id == alert.person_id, has_role(Role.RESIDENT, on=on))
    if session.scalar(theirs) is None or plans_asking(session, alert.person_id):
        return False
    writer = writer_of(session, row)
    return not (writer.stands_beside or writer.is_asked)
