"""Who is on the line: people by a number or a name, with the last things and what is open now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, or_, select, tuple_
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import CaseStatus, OfferStatus
from hopecare.queries.batch_needs import count_taken
from hopecare.queries.check_ins import AWAITED
from hopecare.queries.merged import kept_of
from hopecare.queries.need_times import day_to_come
from hopecare.queries.needs import LIVE
from hopecare.queries.not_over import not_over
from hopecare.queries.residents import contact_points_of, matches_typed
from hopecare.queries.stood_by import residents_stood_by
from hopecare.queries.timelines import last_of_people
from hopecare.queries.visibility import visible
from models import (
    Area,
    Case,
    Centre,
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    Need,
    Offer,
    Person,
    PersonRole,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.roles import Role
    from hopecare.queries.timelines import TimelineLine

MOST: Final = 8
"""More than these cannot be read while somebody waits on the line."""
LAST_THINGS: Final = 3
NO_YES_YET: Final = (OfferStatus.DECLINED, OfferStatus.LAPSED)
"""What may be taken after all, by whoever thought better of it."""


@dataclass(slots=True, kw_only=True)
class Caller:
    """One person who may be on the line."""

    person: Person
    area: Area | None
    centre: Centre | None
    is_ours: bool
    """Whether this member of staff may read them; otherwise only their centre is named."""
    roles: set[Role] = field(default_factory=set)
    contact_points: list[ContactPoint] = field(default_factory=list)
    last_things: list[TimelineLine] = field(default_factory=list)
    open_slot: CheckInSlot | None = None
    """The newest check-in that this caller could answer."""
    answers_for: Person | None = None
    """The resident, where the caller is asked in their place."""
    offers: list[tuple[Offer, Need]] = field(default_factory=list)
    asked_elsewhere: list[Centre] = field(default_factory=list)
    """Centres whose offers this caller could answer, and this reader may not write down."""
    stands_by: list[Person] = field(default_factory=list)
    """Residents this caller may be ringing for: as keyholder, relative or under one roof."""


def find_callers(
    session: Session, *, typed: str, country: str, identity: Identity, on: date
) -> list[Caller]:
    """Find who may be on the line; no more than can be read at a glance."""
    condition = matches_typed(typed, country=country)
    return [] if condition is None else _callers(session, condition, identity=identity, on=on)


def caller_by_id(
    session: Session, person_id: UUID, *, identity: Identity, on: date
) -> list[Caller]:
    """Read the person this record leads to as whoever is on the line; nobody where there is none.

    As after an act: what was typed stands in no address that is kept.
    """
    is_they = Person.id == (kept_of(session, person_id) or person_id)
    return _callers(session, is_they, identity=identity, on=on)


def _callers(
    session: Session, condition: ColumnElement[bool], *, identity: Identity, on: date
) -> list[Caller]:
    is_ours = visible("resident.read", identity, Person)
    rows = session.execute(
        select(Person, Area, Centre, is_ours.label("is_ours"))
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(Centre, Centre.id == Person.centre_id)
        .where(condition)
        .order_by(is_ours.desc(), Person.id)
        .limit(MOST)
    )
    callers = {
        person.id: Caller(person=person, area=area, centre=centre, is_ours=bool(ours))
        for person, area, centre, ours in rows
    }
    _fill(
        session,
        {key: each for key, each in callers.items() if each.is_ours},
        identity=identity,
        on=on,
    )
    return list(callers.values())


def _fill(session: Session, callers: dict[UUID, Caller], *, identity: Identity, on: date) -> None:
    """Read what hangs from these people, each kind at once."""
    ids = list(callers)
    for person_id, role in _roles(session, ids, on=on):
        callers[person_id].roles.add(role)
    for point in contact_points_of(session, ids, on=on):
        callers[point.person_id].contact_points.append(point)
    for person_id, lines in last_of_people(session, ids, size=LAST_THINGS).items():
        callers[person_id].last_things = lines
    for slot, resident, asked_id in _open_slots(session, ids, identity=identity):
        _note_open_slot(callers, slot, resident, asked_id)
    for caller_id, resident in residents_stood_by(session, ids, identity=identity, on=on):
        callers[caller_id].stands_by.append(resident)
    for offer, need, centre, is_ours in _answerable_offers(session, ids, identity=identity, on=on):
        _note_offer(callers[offer.helper_id], offer, need, centre, is_ours=is_ours)


def _roles(session: Session, ids: Sequence[UUID], *, on: date) -> Sequence[tuple[UUID, Role]]:
    return session.execute(
        select(PersonRole.person_id, PersonRole.role).where(
            PersonRole.person_id.in_(ids),
            PersonRole.from_on <= on,
            not_over(PersonRole, on),
        )
    ).all()


def _open_slots(
    session: Session, ids: Sequence[UUID], *, identity: Identity
) -> Sequence[tuple[CheckInSlot, Person, UUID | None]]:
    """The open check-ins about these people, or put to them, the oldest first.

    A carer may be asked about a resident of another centre, whom this reader may not see.
    """
    return session.execute(
        select(CheckInSlot, Person, CheckInPlan.asked_person_id)
        .join(CheckInPlan, CheckInPlan.id == CheckInSlot.plan_id)
        .join(Person, Person.id == CheckInSlot.person_id)
        .where(
            CheckInSlot.person_id.in_(ids) | CheckInPlan.asked_person_id.in_(ids),
            CheckInSlot.status.in_(AWAITED),
            visible("resident.read", identity, Person),
        )
        .order_by(CheckInSlot.due_at)
    ).all()


def _note_open_slot(
    callers: dict[UUID, Caller], slot: CheckInSlot, resident: Person, asked_id: UUID | None
) -> None:
    """Put it on the card of the resident, and of whoever is asked in their place."""
    if slot.person_id in callers:
        callers[slot.person_id].open_slot = slot
    if asked_id in callers:
        callers[asked_id].open_slot, callers[asked_id].answers_for = slot, resident


def _note_offer(caller: Caller, offer: Offer, need: Need, centre: Centre, *, is_ours: bool) -> None:
    """Put it on their card with its buttons, or whom to ring about it, each once."""
    if is_ours:
        caller.offers.append((offer, need))
    elif centre not in caller.asked_elsewhere:
        caller.asked_elsewhere.append(centre)


def _answerable_offers(
    session: Session, ids: Sequence[UUID], *, identity: Identity, on: date
) -> Sequence[tuple[Offer, Need, Centre, bool]]:
    """What stands, and what they said no to or let pass while somebody is still lacking.

    Whoever has no page rings to say that they can after all. The last offer of a need alone, with
    the centre that asks and whether this reader may write the answer down.
    """
    newer = aliased(Offer)
    is_last = ~exists().where(
        newer.need_id == Offer.need_id,
        newer.helper_id == Offer.helper_id,
        tuple_(newer.made_at, newer.id) > tuple_(Offer.made_at, Offer.id),
    )
    still_lacks = (
        Need.status.in_(LIVE)
        & (Case.status != CaseStatus.CLOSED)
        & (count_taken() < Need.people_needed)
        & day_to_come(today=on)
    )
    may_be_taken = Offer.status.in_(NO_YES_YET) & still_lacks & is_last
    return session.execute(
        select(Offer, Need, Centre, visible("offer.answer", identity, Offer))
        .join(Need, Need.id == Offer.need_id)
        .join(Case, Case.id == Need.case_id)
        .join(Centre, Centre.id == Case.centre_id)
        .where(Offer.helper_id.in_(ids), or_(Offer.status == OfferStatus.STANDING, may_be_taken))
        .order_by(Offer.status != OfferStatus.STANDING, Offer.made_at)
    ).all()
