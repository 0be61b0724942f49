"""What re-screening goes through: everybody's standing assessment, with who was born when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from hopecare.domain.gap_amounts import read_amount
from hopecare.domain.later_ages import Born
from hopecare.errors import NotFoundError
from hopecare.queries.standing_answers import speaks_for
from models import Assessment, HouseholdMember, Person, ProgrammeAnswer, ScreeningRound, Town
from models import ScreeningTurn as Turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.assessment import Range
    from hopecare.domain.gap_amounts import GapAmount
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
    amounts: Mapping[str, Range | None]
    """What each missed benefit would pay by that answer; None where nobody has computed it."""
    born: Sequence[Born]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What an assessment says of one programme."""

    programme: str
    verdict: str
    is_gap: bool
    amount: GapAmount | None


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
    """Count the people whose standing assessment is looked at."""
    return session.scalar(select(func.count()).select_from(_last(pack, on).subquery())) or 0


def last_said(
    session: Session, *, pack: str, on: date, after: UUID | None, limit: int
) -> list[LastSaid]:
    """Read the next people's standing assessments, in the order of their keys."""
    asked = _last(pack, on).order_by(Assessment.person_id).limit(limit)
    if after is not None:
        asked = asked.where(Assessment.person_id > after)
    rows = session.execute(asked).all()
    answers = _answers(session, {row.id: row.on_date for row in rows})
    born = born_of(session, [row.person_id for row in rows])
    return [
        LastSaid(
            assessment_id=row.id,
            person_id=row.person_id,
            on_date=row.on_date,
            pack_version=row.pack_version,
            facts=row.facts,
            verdicts={each.programme: each.verdict for each in answers[row.id]},
            amounts={
                each.programme: each.amount.value if each.amount else None
                for each in answers[row.id]
                if each.is_gap
            },
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


def waits_for_a_look() -> ColumnElement[bool]:
    """Make the condition that a person has still to look at an answer that turned.

    Of who has died there is nothing to look at; it waits again where that was a mistake.
    """
    has_died = select(Person.id).where(Person.id == Turn.person_id, Person.died_on.is_not(None))
    return and_(Turn.settled_at.is_(None), ~has_died.correlate(Turn).exists())


def turn_by_id(session: Session, turn_id: UUID) -> Turn:
    """Read an answer that turned."""
    found = session.get(Turn, turn_id)
    if found is None:
        raise NotFoundError(screening_turn_id=turn_id)
    return found


def _last(pack: str, on: date) -> Select[UUID, UUID, date, str, JsonValue]:
    """Everybody's standing assessment, where it is by this pack."""
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
            Person.died_on.is_(None),
            speaks_for(on),
        )
    )


def _answers(session: Session, days: Mapping[UUID, date]) -> dict[UUID, list[_Answer]]:
    """Give what these assessments say of each programme; an amount only of what is missed."""
    found: dict[UUID, list[_Answer]] = defaultdict(list)
    answer = ProgrammeAnswer
    columns = (answer.assessment_id, answer.programme, answer.verdict, answer.is_gap, answer.amount)
    for assessment_id, programme, verdict, is_gap, stored in session.execute(
        select(*columns).where(answer.assessment_id.in_(days))
    ):
        amount = read_amount(stored, days[assessment_id]) if is_gap else None
        found[assessment_id].append(
            _Answer(programme=programme, verdict=verdict, is_gap=is_gap, amount=amount)
        )
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
