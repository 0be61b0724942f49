"""An office asks something back about a referral: whoever has the case owes it a call."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.office_calls import asks_key
from hopecare.services.note_referral import note_referral
from hopecare.services.owe_office_call import OfficeCall, owe_office_call

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Referral


def ask_about_referral(
    session: Session, referral: Referral, *, words: str | None, by: Actor, now: datetime
) -> CallTask:
    """A question becomes a call somebody owes, with its words; asked twice it is one call."""
    if not words:
        raise InvalidInputError({"words": ["no_words"]})
    said = hashlib.sha256(words.encode()).hexdigest()[:16]
    owed = OfficeCall(kind=CallTaskKind.OFFICE_ASKS, key=asks_key(referral.id) + said, words=words)
    task = owe_office_call(session, referral, owed, by=by, now=now)
    note_referral(session, referral, kind=EntryKind.REFERRAL_QUESTION, facts={}, by=by, now=now)
    return task
