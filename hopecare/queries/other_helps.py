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
from hopecare.queries.homes import homes_of_cases
from hopecare.queries.needs import LIVE
from hopecare.queries.visibility import visible
from models import Case, DoubleHelpNote, MissedWeek, Need, OtherHelp, Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

MOST_CASES: Final = 200
"""On the list of the whole centre; the others follow once these are settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithDoubles:
    """One case in which the same help comes twice on a day, with whom it comes to."""

    case: Case
    resident: Person
    doubles: tuple[DoubleHelp, ...]
    at_home: Mapping[UUID, Person]
    """Whose the other case is, where the two are written in two cases of one home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoublesOfCase:
    """Where the same help comes twice to the home of one case, and who else lives there."""

    doubles: tuple[DoubleHelp, ...]
    at_home: Mapping[UUID, Person]
    """The resident of every other open case of that home, by the case."""
    is_of_many: bool
    """So many households live at the address that only this one was looked at."""


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


def double_helps_of_case(
    session: Session, identity: Identity, case_id: UUID, today: date
) -> DoublesOfCase:
    """Say where the same help comes twice on a day to one home, and nobody looked at it yet.

    Others of the home who have a case of their own count with it, where this person may read that.
    """
    (home,) = homes_of_cases(session, identity, [case_id])
    found = _doubles(session, [home.case_ids], today)
    return DoublesOfCase(
        doubles=tuple(each for each in found if case_id in _cases_of(each)),
        at_home={key: person for key, person in home.residents.items() if key != case_id},
        is_of_many=home.is_of_many,
    )


def cases_with_doubles(session: Session, identity: Identity, today: date) -> list[CaseWithDoubles]:
    """Read the open cases this person cares for in which the same help comes twice on a day.

    Where two cases of one home meet, it is listed once: beneath the case of what is ours.
    """
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
    homes = homes_of_cases(session, identity, list(session.scalars(helped)))
    found: dict[UUID | None, list[DoubleHelp]] = defaultdict(list)
    for double in _doubles(session, [home.case_ids for home in homes], today):
        found[double.one.case_id].append(double)
    rows = session.execute(
        select(Case, Person)
        .join(Person, Person.id == Case.resident_id)
        .where(Case.id.in_(found))
        .order_by(Case.opened_at, Case.id)
        .limit(MOST_CASES)
    ).all()
    at_home = {key: person for home in homes for key, person in home.residents.items()}
    return [
        CaseWithDoubles(
            case=case,
            resident=resident,
            doubles=tuple(found[case.id]),
            at_home=_others(found[case.id], case.id, at_home),
        )
        for case, resident in rows
    ]


def _others(
    doubles: Sequence[DoubleHelp], case_id: UUID, at_home: Mapping[UUID, Person]
) -> dict[UUID, Person]:
    """Whom the pairs of one case name beside its own resident."""
    met = {key for each in doubles for key in _cases_of(each)} - {case_id}
    return {key: person for key, person in at_home.items() if key in met}


def _cases_of(double: DoubleHelp) -> set[UUID | None]:
    return {double.one.case_id, double.other.case_id}


def _doubles(
    session: Session, homes: Sequence[frozenset[UUID]], today: date
) -> tuple[DoubleHelp, ...]:
    """Three statements, however many cases."""
    helps: dict[UUID, list[RegularHelp]] = defaultdict(list)
    settled: dict[UUID, list[Settled]] = defaultdict(list)
    case_ids = [case_id for home in homes for case_id in home]
    for each in _helps(session, case_ids, today):
        if each.case_id is not None:
            helps[each.case_id].append(each)
    notes = select(DoubleHelpNote).where(DoubleHelpNote.case_id.in_(case_ids))
    for note in session.scalars(notes):
        settled[note.case_id].append(_settled(note))
    return tuple(
        double
        for home in homes
        for double in double_helps(
            [each for case_id in home for each in helps[case_id]],
            today,
            [each for case_id in home for each in settled[case_id]],
        )
    )


def _helps(session: Session, case_ids: Sequence[UUID], today: date) -> Iterator[RegularHelp]:
    """What others bring, and what is needed of us."""
    others = select(OtherHelp).where(OtherHelp.case_id.in_(case_ids), OtherHelp.ended_at.is_(None))
    yield from (_of_others(each) for each in session.scalars(others))
    # A missed day is a day of its weekly need, which is compared itself.
    stands_in = select(MissedWeek.id).where(MissedWeek.cover_need_id == Need.id).exists()
    is_ahead = or_(Need.rhythm == NeedRhythm.WEEKLY, Need.from_on >= today)
    ours = select(Need).where(
        Need.case_id.in_(case_ids), Need.status.in_(LIVE), is_ahead, ~stands_in
    )
    for need in session.scalars(ours):
        if need.rhythm is NeedRhythm.WEEKLY or last_day(hours_of(need)) == need.from_on:
            yield _of_ours(need)


def _of_others(row: OtherHelp) -> RegularHelp:
    return RegularHelp(
        row_id=row.id,
        kind=row.kind,
        weekdays=frozenset(row.weekdays),
        from_on=row.from_on,
        until_on=row.until_on,
        case_id=row.case_id,
        body=row.who,
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
        case_id=need.case_id,
    )


def _settled(note: DoubleHelpNote) -> Settled:
    return Settled(one_id=note.one_id, other_id=note.other_id, weekdays=frozenset(note.weekdays))
