"""Withdraw a consent: it acts on the next read, and what rested on it stops in the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.town_days import local_day
from hopecare.services.answer_consents import answer_consents
from hopecare.services.record_consent import ConsentSaid
from hopecare.standing_consents import agrees_to

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.consent import ConsentForm
    from hopecare.domain.identity import Actor
    from models import ConsentEntry, Person


def withdraw_consent(  # noqa: PLR0913  whose, for what, how it was said
    session: Session,
    person: Person,
    *,
    purpose: ConsentPurpose,
    form: ConsentForm,
    words: str | None = None,
    by: Actor,
    now: datetime,
) -> ConsentEntry:
    """Write it down and stop what rested on it; what does not stand cannot be withdrawn."""
    if purpose not in agrees_to(session, person.id, local_day(session, person.town_id, now)):
        raise MoveNotAllowedError(machine="consent", purpose=purpose.value, event="withdrawn")
    said = ConsentSaid(purpose=purpose, form=form, act=ConsentAct.WITHDRAWN, words=words)
    return answer_consents(session, person, [said], by=by, now=now)[0]
