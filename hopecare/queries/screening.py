"""What re-screening goes through: everybody's last assessment, with who was born when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.later_ages import Born
from hopecare.errors import NotFoundError
from models import Assessment, HouseholdMember, Person, ProgrammeAnswer, ScreeningRound, Town
from models import ScreeningTurn as Turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from models.types import JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSaid:
    """What was said last about a household, and how each programme stood."""

    assessment_id: UUID
    person_id: UUID
    on_date: date
    pack_version: str
    facts: JsonValue
    verdicts: Mapping[str, str]
    born: Sequence[Born]


def every_town(session: Session) -> Sequence[Town]:
    """Read every town, in a fixed order."""
    return session.scalars(select(Town).order_by(Town.id)).all()


def find_round(
    session: Session, *, pack: str, version: str, on: date, alone: bool = False
) -> ScreeningRound | None:
    """Find the town's look of a day by a version; with `alone`, nobody else has it meanwhile."""
    found = select(ScreeningRound).where(
        ScreeningRound.pack == pack,
        ScreeningRound.pack_version == version,
        ScreeningRound.on_date == on,
    )
    return session.scalars(found.with_for_update() if alone else found).one_or_none()


def unfinished_rounds(session: Session) -> Sequence[ScreeningRound]:
    """Read the town's looks that did not come to their end."""
    return session.scalars(
        select(ScreeningRound)
        .where(ScreeningRound.finished_at.is_(None))
        .order_by(ScreeningRound.on_date, ScreeningRound.id)
    ).all()


def round_by_id(session: Session, round_id: UUID) -> ScreeningRound:
    """Read one look, so that nobody else has it meanwhile."""
    found = session.get(ScreeningRound, round_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFoundError(screening_round_id=round_id)
    return found


def count_screened(session: Session, *, pack: str, on: date) -> int:
    """Count the people whose last assessment is looked at."""
    return session.scalar(select(func.count()).select_from(_last(pack, on).subquery())) or 0


def last_said(
    session: Session, *, pack: str, on: date, after: UUID | None, limit: int
) -> list[LastSaid]:
    """Read the next people's last assessments, in the order of their keys."""
    asked = _last(pack, on).order_by(Assessment.person_id).limit(limit)
    if after is not None:
        asked = asked.where(Assessment.person_id > after)
    rows = session.execute(asked).all()
    verdicts = _verdicts(session, [row.id for row in rows])
    born = born_of(session, [row.person_id for row in rows])
    return [
        LastSaid(
            assessment_id=row.id,
            person_id=row.person_id,
            on_date=row.on_date,
            pack_version=row.pack_version,
            facts=row.facts,
            verdicts=verdicts[row.id],
            born=born[row.person_id],
        )
        for row in rows
    ]


def open_turns_of(session: Session, person_id: UUID) -> Sequence[Turn]:
    """Read what nobody has looked at yet of a person; after a merge, twice of one programme."""
    return session.scalars(
        select(Turn)
        .where(Turn.person_id == person_id, Turn.settled_at.is_(None))
        .order_by(Turn.found_at, Turn.id)
    ).all()


def turn_by_id(session: Session, turn_id: UUID) -> Turn:
    """Read an answer that turned."""
    found = session.get(Turn, turn_id)
    if found is None:
        raise NotFoundError(screening_turn_id=turn_id)
    return found


def _last(pack: str, on: date) -> Select[UUID, UUID, date, str, JsonValue]:
    """Everybody's last assessment by this pack; one of a later day waits for its day."""
    return (
        select(
            Assessment.id,
            Assessment.person_id,
            Assessment.on_date,
            Assessment.pack_version,
            Assessment.facts,
        )
        .join(Person, Person.id == Assessment.person_id)
        .where(
            Assessment.pack == pack,
            Assessment.on_date <= on,
            Person.died_on.is_(None),
            ~has_later(),
        )
    )


def has_later() -> ColumnElement[bool]:
    """Make the condition that an assessment is not the person's last one."""
    later = aliased(Assessment)
    return (
        select(later.id)
        .where(
            later.person_id == Assessment.person_id,
            # Said by itself, so that it is looked up by person: with it only inside the "or", one
            # of the databases goes through all later rows of the town for each row.
            later.made_at >= Assessment.made_at,
            or_(later.made_at > Assessment.made_at, later.id > Assessment.id),
        )
        .exists()
    )


def _verdicts(session: Session, assessment_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    answer = ProgrammeAnswer
    for assessment_id, programme, verdict in session.execute(
        select(answer.assessment_id, answer.programme, answer.verdict).where(
            answer.assessment_id.in_(assessment_ids)
        )
    ):
        found[assessment_id][programme] = verdict
    return found


def born_of(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, list[Born]]:
    """Give the birth dates of each person and of those who live with them now."""
    own, beside = aliased(HouseholdMember), aliased(HouseholdMember)
    found: dict[UUID, list[Born]] = defaultdict(list)
    alone = select(Person.id, Person.id.label("who"), Person.birth_on)
    housed = (
        select(own.person_id, Person.id.label("who"), Person.birth_on)
        .join(beside, beside.household_id == own.household_id)
        .join(Person, Person.id == beside.person_id)
        .where(
            own.until_on.is_(None),
            beside.until_on.is_(None),
            own.person_id.in_(person_ids),
            Person.id != own.person_id,
            Person.died_on.is_(None),
        )
    )
    for asked in (alone.where(Person.id.in_(person_ids)), housed):
        for person_id, who, birth_on in session.execute(asked):
            if birth_on:
                found[person_id].append(
                    Born(on=date.fromisoformat(birth_on), is_asked=who == person_id)
                )
    return found
