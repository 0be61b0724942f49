"""Somebody says no to being asked how they are: nobody is sent because of it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.ask_no_more import ask_no_more
from hopecare.services.stop_check_ins import stop_check_ins

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def stop_asking_them(session: Session, *, person_id: UUID, by: Actor, now: datetime) -> None:
    """Take back what they were asked, and end the plans. Who has not answered is rung once.

    A no may have been signed days ago: that it came today says nothing of how they are today.
    """
    ask_no_more(session, person_id=person_id, by=by, now=now)
    stop_check_ins(session, person_id=person_id, by=by, now=now)
