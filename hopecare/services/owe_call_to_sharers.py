"""Volunteers who share one telephone cannot sign in by a code: staff call and settle it."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.identity import SystemActor
from hopecare.language import N_, translator
from hopecare.queries.residents import person_by_id
from hopecare.queries.search_terms import phone_index
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Account, CallTask

WITHIN: Final = timedelta(hours=4)
WORDS: Final = N_("They share this telephone and could not sign in: %(names)s.")
_BY: Final = SystemActor(name="sign_in")


def owe_call_to_sharers(
    session: Session, accounts: Sequence[Account], *, phone: str, now: datetime
) -> list[CallTask]:
    """Owe one call a town, number and day, however often a code is asked for."""
    by_town = groupby(sorted(accounts, key=_town_of), key=_town_of)
    return [
        _owe(session, town_id, list(sharers), phone=phone, now=now) for town_id, sharers in by_town
    ]


def _town_of(account: Account) -> UUID:
    return account.town_id


def _owe(
    session: Session, town_id: UUID, sharers: Sequence[Account], *, phone: str, now: datetime
) -> CallTask:
    """The number itself stands nowhere: its blind index is the key."""
    people = [person_by_id(session, each.person_id) for each in sharers]
    today = local_day(session, town_id, now)
    say = translator(town_by_id(session, town_id).language)
    names = ", ".join(person.full_name for person in people)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"shared_sign_in:{phone_index(phone)}:{today.isoformat()}",
        due_at=now + WITHIN,
        person_id=people[0].id,
        centre_id=people[0].centre_id,
        words=say.gettext(WORDS) % {"names": names},
    )
    return open_call_task(session, town_id=town_id, owed=owed, by=_BY, now=now)
