"""Owe the calls that follow a death: family, helpers, keyholders, and those who lived with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.people import OtherContactKind, RelationKind
from hopecare.language import N_, translator
from hopecare.queries.households import find_living, other_contacts_of, relatives_of
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Person

WITHIN: Final = timedelta(hours=4)
"""Family and helpers hear it from a person, the same day."""
LOOK_AT_HOUSEHOLD_WITHIN: Final = timedelta(days=3)
CONFIRM: Final = N_(
    "An answer for their household was computed after the death. "
    "Ask what is missing, and confirm it."
)
ASK_ANEW: Final = N_("Their household has changed. Look anew into what they may receive.")
_NOT_FAMILY: Final = (RelationKind.NEIGHBOUR, RelationKind.EX_SPOUSE, RelationKind.OTHER)
_RUNG_AS_HELPERS: Final = (
    OtherContactKind.KEYHOLDER,
    OtherContactKind.CARER,
    OtherContactKind.NEIGHBOUR,
    OtherContactKind.PROFESSIONAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpersOfTheDead:
    """Who helped somebody who has died, and who was sent to their door and is not back."""

    ids: Sequence[UUID]
    on_their_way: Collection[UUID] = ()


def owe_calls_after_death(
    session: Session,
    person: Person,
    *,
    helpers: HelpersOfTheDead,
    has_new_answer: bool = False,
    by: Actor,
    now: datetime,
) -> list[CallTask]:
    """Open one call for each who must hear it from a person, and one for each who lived there.

    Whoever may be on their way to the door is rung at once.
    """
    family, housemates, beside = _whom_they_knew(session, person, now)
    helping = {*helpers.ids, *helpers.on_their_way, *beside} - family
    soon = [(CallTaskKind.FAMILY_AFTER_DEATH, each) for each in {*family, *housemates}]
    soon += [(CallTaskKind.HELPER_AFTER_DEATH, each) for each in helping]
    owed = [(k, to, now if to in helpers.on_their_way else now + WITHIN) for k, to in soon]
    owed += [(CallTaskKind.CALL_BACK, to, now + LOOK_AT_HOUSEHOLD_WITHIN) for to in housemates]
    words = _words(session, person, has_new_answer=has_new_answer)
    return [
        _owe(session, person, kind, to, due_at=due_at, words=words.get(kind), by=by, now=now)
        for kind, to, due_at in owed
        if to != person.id
    ]


def _whom_they_knew(
    session: Session, person: Person, now: datetime
) -> tuple[set[UUID], list[UUID], set[UUID]]:
    """Give their family, those they lived with, and who stood beside them otherwise."""
    today = local_day(session, person.town_id, now)
    living = find_living(session, person.id)
    housemates = [each.id for each in living.others(person.id)] if living else []
    contacts = other_contacts_of(session, person.id, on=today)
    family = {other.id for row, other in contacts if row.kind not in _RUNG_AS_HELPERS}
    family |= {
        other.id
        for row, other in relatives_of(session, person.id, on=today)
        if row.kind not in _NOT_FAMILY
    }
    beside = {other.id for row, other in contacts if row.kind in _RUNG_AS_HELPERS}
    return family, housemates, beside


def _words(session: Session, person: Person, *, has_new_answer: bool) -> dict[CallTaskKind, str]:
    """What to look at with those who lived there."""
    say = translator(town_by_id(session, person.town_id).language)
    return {CallTaskKind.CALL_BACK: say.gettext(CONFIRM if has_new_answer else ASK_ANEW)}


def _owe(  # noqa: PLR0913  about whom, why, to whom, by when
    session: Session,
    person: Person,
    kind: CallTaskKind,
    to_id: UUID,
    *,
    due_at: datetime,
    words: str | None,
    by: Actor,
    now: datetime,
) -> CallTask:
    owed = OwedCall(
        kind=kind,
        dedup_key=f"death:{person.id}:{kind.value}:{to_id}:{now.isoformat()}",
        due_at=due_at,
        person_id=to_id,
        about_person_id=person.id,
        centre_id=person.centre_id,
        words=words,
    )
    return open_call_task(session, town_id=person.town_id, owed=owed, by=by, now=now)
