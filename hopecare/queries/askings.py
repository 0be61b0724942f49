"""Reads askings: one by its key, the live one of a need, those that are due or under way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, or_, select

from hopecare.domain.urgency import Urgency
from hopecare.errors import NotFoundError
from models import Asking, AskingWave, Case, Need, Offer, Person, Town

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

PRESSING_FIRST = case(
    (Case.urgency == Urgency.CRISIS, 0), (Case.urgency == Urgency.SOON, 1), else_=2
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSoFar:
    """One asking and its waves, the oldest first."""

    asking: Asking
    waves: Sequence[AskingWave]

    @property
    def reach_m(self) -> int | None:
        """How far it asks by now."""
        reaches = [wave.reach_m for wave in self.waves if wave.reach_m is not None]
        return max(reaches, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingUnderWay(AskedSoFar):
    """One live asking with what it is for, and how it went so far."""

    need: Need
    case: Case
    resident: Person
    offers: Sequence[tuple[Offer, Person]]
    """Whom it asked and what became of it, oldest first."""


def asking_by_id(session: Session, asking_id: UUID, *, fresh: bool = False) -> Asking:
    """Give the asking; `fresh` reads it again, after a lock was waited for."""
    asking = session.get(Asking, asking_id, populate_existing=fresh)
    if asking is None:
        raise NotFoundError(asking_id=asking_id)
    return asking


def hold_town(session: Session, town_id: UUID) -> None:
    """Let others in this town wait who ask neighbours, so that nobody is asked by two at once.

    Taken in one order everywhere: after every case and need, before it is read who may be asked.
    """
    town = select(Town.id).where(Town.id == town_id)
    session.execute(town.with_for_update(key_share=True))


def find_live_asking(session: Session, need_id: UUID, *, alone: bool = False) -> Asking | None:
    """Give the asking of a need that has not ended, as it stands now.

    `alone` holds it against a worker's claim, once case and need are held.
    """
    live = select(Asking).where(Asking.need_id == need_id, Asking.ended_at.is_(None))
    if alone:
        live = live.with_for_update()
    return session.scalars(live.execution_options(populate_existing=True)).one_or_none()


def last_asking(session: Session, need_id: UUID) -> Asking | None:
    """Give the asking of a need that began last, whether it goes on or has ended."""
    return session.scalars(
        select(Asking)
        .where(Asking.need_id == need_id)
        .order_by(Asking.opened_at.desc(), Asking.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).first()


def due_asking_ids(
    session: Session, *, now: datetime, limit: int
) -> Sequence[tuple[UUID, UUID, Urgency]]:
    """Name what is due and nobody has, with its town, the most pressing first; for the job."""
    due = (
        select(Asking.id, Asking.town_id, Case.urgency)
        .join(Case, Case.id == Asking.case_id)
        .where(Asking.due_at <= now, or_(Asking.lease_until.is_(None), Asking.lease_until <= now))
        .order_by(PRESSING_FIRST, Asking.opened_at, Asking.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(due)]


def askings_under_way(
    session: Session, *allowed: ColumnElement[bool], limit: int = 100
) -> Sequence[AskingUnderWay]:
    """Give the live askings, the most pressing and the oldest first, in three queries.

    `allowed` is the permission's filter on cases; give it, or every asking of the town is read.
    """
    rows = session.execute(
        select(Asking, Need, Case, Person)
        .join(Need, Need.id == Asking.need_id)
        .join(Case, Case.id == Asking.case_id)
        .join(Person, Person.id == Case.resident_id)
        .where(Asking.ended_at.is_(None), *allowed)
        .order_by(PRESSING_FIRST, Asking.opened_at, Asking.id)
        .limit(limit)
    ).all()
    return _with_waves(session, [(row[0], row[1], row[2], row[3]) for row in rows])


def askings_of_case(session: Session, case_id: UUID) -> Mapping[UUID, AskedSoFar]:
    """Give the last asking of each need of a case, by need, in one query."""
    rows = session.execute(
        select(Asking, AskingWave)
        .outerjoin(AskingWave, AskingWave.asking_id == Asking.id)
        .where(Asking.case_id == case_id)
        .order_by(Asking.opened_at, Asking.id, AskingWave.number)
    ).all()
    last = {asking.need_id: asking for asking, _ in rows}
    return {
        need_id: AskedSoFar(
            asking=asking,
            waves=[wave for of, wave in rows if of is asking and wave is not None],
        )
        for need_id, asking in last.items()
    }


def _with_waves(
    session: Session, rows: Sequence[tuple[Asking, Need, Case, Person]]
) -> Sequence[AskingUnderWay]:
    """Give each with its waves and whom they asked."""
    ids = [asking.id for asking, *_ in rows]
    waves = session.scalars(
        select(AskingWave)
        .where(AskingWave.asking_id.in_(ids))
        .order_by(AskingWave.asking_id, AskingWave.number)
    ).all()
    asked = session.execute(
        select(AskingWave.asking_id, Offer, Person)
        .join(Offer, (Offer.need_id == AskingWave.need_id) & (Offer.wave == AskingWave.number))
        .join(Person, Person.id == Offer.helper_id)
        .where(AskingWave.asking_id.in_(ids))
        .order_by(Offer.made_at, Offer.id)
    ).all()
    return [
        AskingUnderWay(
            asking=asking,
            need=need,
            case=of,
            resident=resident,
            waves=[wave for wave in waves if wave.asking_id == asking.id],
            offers=[(row[1], row[2]) for row in asked if row[0] == asking.id],
        )
        for asking, need, of, resident in rows
    ]
