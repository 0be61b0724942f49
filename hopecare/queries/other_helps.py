"""Reads what other bodies bring, beside our own needs: where the same comes twice a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.asking import WEEKDAYS
from hopecare.domain.care_path import CaseStatus
from hopecare.domain.double_help import DoubleHelp, RegularHelp, Settled, double_helps
from hopecare.domain.need_days import last_day
from hopecare.domain.needs import NeedRhythm
from hopecare.errors import NotFoundError
from hopecare.queries.clashes import hours_of
from hopecare.queries.needs import LIVE
from hopecare.queries.visibility import visible
from models import Case, DoubleHelpNote, MissedWeek, Need, OtherHelp, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

MOST_CASES: Final = 200
"""On the list of the whole centre; the others follow once these are settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithDoubles:
    """One case in which the same help comes twice on a day, with who brings it."""

    case: Case
    resident: Person
    doubles: tuple[DoubleHelp, ...]
    who: dict[UUID, str]
    """Who brings another body's help, by its row."""


def other_help_by_id(session: Session, help_id: UUID) -> OtherHelp:
    """Read one help of another body."""
    found = session.get(OtherHelp, help_id)
    if found is None:
        raise NotFoundError(kind="other_help", id=help_id)
    return found


def other_helps_of_case(session: Session, case_id: UUID) -> Sequence[OtherHelp]:
    """Read what other bodies bring to one home, what has ended too, the newest first."""
    return session.scalars(
        select(OtherHelp)
        .where(OtherHelp.case_id == case_id)
        .order_by(OtherHelp.ended_at.is_not(None), OtherHelp.noted_at.desc(), OtherHelp.id)
    ).all()


def standing_helps(helps: Sequence[OtherHelp], today: date) -> list[OtherHelp]:
    """Keep what still comes, or will."""
    return [
        each
        for each in helps
        if each.ended_at is None and (each.until_on is None or each.until_on >= today)
    ]


def double_helps_of_case(session: Session, case_id: UUID, today: date) -> tuple[DoubleHelp, ...]:
    """Say where the same help comes twice on a day to one home, and nobody looked at it yet."""
    return _doubles(session, [case_id], today).get(case_id, ())


def cases_with_doubles(session: Session, identity: Identity, today: date) -> list[CaseWithDoubles]:
    """Read the open cases this person cares for in which the same help comes twice on a day."""
    helped = (
        select(OtherHelp.case_id)
        .join(Case, Case.id == OtherHelp.case_id)
        .where(
            visible("other_help.note", identity, Case),
            Case.status != CaseStatus.CLOSED,
            OtherHelp.ended_at.is_(None),
            or_(OtherHelp.until_on.is_(None), OtherHelp.until_on >= today),
        )
        .distinct()
    )
    found = _doubles(session, list(session.scalars(helped)), today)
    rows = session.execute(
        select(Case, Person)
        .join(Person, Person.id == Case.resident_id)
        .where(Case.id.in_(found))
        .order_by(Case.opened_at, Case.id)
        .limit(MOST_CASES)
    ).all()
    who = _who(session, [case.id for case, _ in rows])
    return [
        CaseWithDoubles(case=case, resident=resident, doubles=found[case.id], who=who)
        for case, resident in rows
    ]


def _who(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = session.execute(
        select(OtherHelp.id, OtherHelp.who).where(OtherHelp.case_id.in_(case_ids))
    )
    return {row.id: row.who for row in rows}


def _doubles(
    session: Session, case_ids: Sequence[UUID], today: date
) -> dict[UUID, tuple[DoubleHelp, ...]]:
    """Three statements, however many cases."""
    helps: dict[UUID, list[RegularHelp]] = defaultdict(list)
    others = select(OtherHelp).where(OtherHelp.case_id.in_(case_ids), OtherHelp.ended_at.is_(None))
    for other in session.scalars(others):
        helps[other.case_id].append(_of_others(other))
    # A missed day is a day of its weekly need, which is compared itself.
    stands_in = select(MissedWeek.id).where(MissedWeek.cover_need_id == Need.id).exists()
    is_ahead = or_(Need.rhythm == NeedRhythm.WEEKLY, Need.from_on >= today)
    ours = select(Need).where(
        Need.case_id.in_(case_ids), Need.status.in_(LIVE), is_ahead, ~stands_in
    )
    for need in session.scalars(ours):
        if need.rhythm is NeedRhythm.WEEKLY or last_day(hours_of(need)) == need.from_on:
            helps[need.case_id].append(_of_ours(need))
    settled: dict[UUID, list[Settled]] = defaultdict(list)
    notes = select(DoubleHelpNote).where(DoubleHelpNote.case_id.in_(case_ids))
    for note in session.scalars(notes):
        settled[note.case_id].append(_settled(note))
    found = {key: double_helps(own, today, settled[key]) for key, own in helps.items()}
    return {key: doubles for key, doubles in found.items() if doubles}


def _of_others(row: OtherHelp) -> RegularHelp:
    return RegularHelp(
        row_id=row.id,
        kind=row.kind,
        weekdays=frozenset(row.weekdays),
        from_on=row.from_on,
        until_on=row.until_on,
    )


def _of_ours(need: Need) -> RegularHelp:
    is_once = need.rhythm is not NeedRhythm.WEEKLY
    weekdays = [WEEKDAYS[need.from_on.weekday()]] if is_once else need.weekdays
    return RegularHelp(
        row_id=need.id,
        kind=need.kind,
        weekdays=frozenset(weekdays),
        from_on=need.from_on,
        until_on=need.from_on if is_once else need.until_on,
        is_ours=True,
        is_once=is_once,
    )


def _settled(note: DoubleHelpNote) -> Settled:
    return Settled(one_id=note.one_id, other_id=note.other_id, weekdays=frozenset(note.weekdays))
