"""Past check-ins for rehearsing a ladder: a resident's own, else those of their centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, select

from hopecare.domain.care_path import SLOT, SlotStatus
from hopecare.domain.check_ins import BY_ITSELF, AskingWay, asked_by
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.escalation import Rung
from hopecare.domain.rehearsal import LOOK_INS, Climbed, PastCheckIn
from hopecare.queries.check_ins import keyholders
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.not_to_send import barred_from
from hopecare.queries.tasks import helpers_of
from hopecare.queries.visibility import visible
from models import Case, CheckInPlan, CheckInSlot, Person, RungClimbed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.ladders import Steps
    from hopecare.domain.look_ins import SkipReason

MOST: Final = 2_000
"""Eight weeks of one person are 56; of a centre, the newest are enough to judge by."""
_NOT_PUT: Final = (SlotStatus.CANCELLED, SlotStatus.NOT_ASKED, SlotStatus.DUE)
_MAY_FIND_NOBODY: Final = (*LOOK_INS, Rung.SOCIAL_WORKER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Check-ins that were asked, and the rungs that were climbed for them."""

    check_ins: Sequence[PastCheckIn]
    climbed: Sequence[Climbed]
    people: int
    is_own: bool
    """Of this resident; otherwise of everybody of their centre asked in the same way."""


def past_of(
    session: Session,
    person: Person,
    *,
    way: AskingWay,
    identity: Identity,
    since: datetime,
    now: datetime,
) -> Past:
    """Read a resident's own past check-ins, or their centre's while they have none."""
    mine = _asked(identity, since).where(CheckInSlot.person_id == person.id)
    own = _read(session, mine, is_own=True, now=now)
    if own.check_ins:
        return own
    centre = _asked(identity, since).where(Person.centre_id == person.centre_id, *_in_way(way))
    return _read(session, centre, is_own=False, now=now)


def was_put(since: datetime) -> ColumnElement[bool]:
    """Make the condition that a check-in was put to somebody since a moment."""
    return and_(
        CheckInSlot.due_at >= since,
        CheckInSlot.asked_at.is_not(None),
        CheckInSlot.status.not_in(_NOT_PUT),
    )


def _in_way(way: AskingWay) -> Sequence[ColumnElement[bool]]:
    """Plans that ask in the same way; where nobody asks, all of them."""
    asks = CheckInPlan.asked_by == asked_by(way)
    if way in BY_ITSELF:
        return (asks, CheckInPlan.channel == BY_ITSELF[way])
    return () if way is AskingWay.NONE else (asks,)


def there_are(session: Session, person: Person, *, on: date, now: datetime) -> Mapping[Rung, int]:
    """Count whom the ladder of a resident could turn to today."""
    agrees = {
        purpose: find_standing_consent(session, person_id=person.id, purpose=purpose, now=now)
        for purpose in (ConsentPurpose.KEYHOLDER, ConsentPurpose.PEER_HELP)
    }

    def _barred(rung: Rung, people: Sequence[UUID]) -> Mapping[UUID, SkipReason]:
        return barred_from(session, people, rung, resident_id=person.id, on=on)

    steered = select(func.count()).where(
        Case.resident_id == person.id, Case.closed_at.is_(None), Case.owner_id.is_not(None)
    )
    named = {
        Rung.KEYHOLDER: [each.person_id for each in keyholders(session, person.id, today=on)]
        if agrees[ConsentPurpose.KEYHOLDER]
        else (),
        Rung.HELPER: helpers_of(session, person.id) if agrees[ConsentPurpose.PEER_HELP] else (),
    }
    return {
        **{rung: len(set(people) - set(_barred(rung, people))) for rung, people in named.items()},
        Rung.SOCIAL_WORKER: min(1, session.scalar(steered) or 0),
    }


def lacks_keyholder(
    session: Session, person: Person, steps: Steps, *, on: date, now: datetime
) -> bool:
    """Say whether a ladder turns to whoever may look in, and nobody may."""
    asks = any(step.rung is Rung.KEYHOLDER for step in steps)
    return asks and not there_are(session, person, on=on, now=now)[Rung.KEYHOLDER]


def _asked(identity: Identity, since: datetime) -> Select[CheckInSlot]:
    """The check-ins this reader may see that were put to somebody."""
    return (
        select(CheckInSlot)
        .join(CheckInPlan, CheckInPlan.id == CheckInSlot.plan_id)
        .join(Person, Person.id == CheckInSlot.person_id)
        .where(visible("check_in.read", identity, CheckInSlot), was_put(since))
        .order_by(CheckInSlot.due_at.desc(), CheckInSlot.id)
        .limit(MOST)
    )


def _read(session: Session, asked: Select[CheckInSlot], *, is_own: bool, now: datetime) -> Past:
    slots = session.scalars(asked).all()
    among = CheckInSlot.id.in_(asked.with_only_columns(CheckInSlot.id).subquery().select())
    return Past(
        check_ins=[_past(slot, now) for slot in slots if slot.asked_at is not None],
        climbed=_climbed(session, among),
        people=len({slot.person_id for slot in slots}),
        is_own=is_own,
    )


def _past(slot: CheckInSlot, now: datetime) -> PastCheckIn:
    """One check-in; one that is still open has gone as far as this moment."""
    known_at = slot.answered_at or slot.cleared_at
    is_open = slot.status not in SLOT.final
    asked_at = slot.asked_at or slot.due_at
    known_at = now if is_open and not known_at else known_at
    return PastCheckIn(slot_id=slot.id, asked_at=asked_at, known_at=known_at)


def _climbed(session: Session, among: ColumnElement[bool]) -> list[Climbed]:
    """What the ladders of these check-ins really did; a rung that found nobody did nothing."""
    rows = session.execute(
        select(RungClimbed.rung, RungClimbed.at, RungClimbed.person_id, RungClimbed.slot_id)
        .join(CheckInSlot, CheckInSlot.id == RungClimbed.slot_id)
        .where(among)
    )
    return [
        Climbed(rung=rung, at=at, slot_id=slot_id)
        for rung, at, person_id, slot_id in rows
        if person_id is not None or rung not in _MAY_FIND_NOBODY
    ]
