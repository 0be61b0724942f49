"""Consents that end by their own date: whose end soon, and which end nobody has noted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select

from hopecare.domain.consent import ConsentAct, ConsentReason
from hopecare.domain.timeline import EntryKind
from hopecare.queries.consent_ends import has_later_word
from hopecare.queries.merged import is_of, leads_to
from hopecare.standing_consents import PurposeState, states_of
from models import ConsentEntry, Person, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def people_whose_consent_ends(
    session: Session, *, until: date, after: UUID | None, limit: int
) -> Sequence[UUID]:
    """Name who has a yes that ends by this day and was not written down as ended, in key order.

    Whose records were merged is named once, as the one they lead to.
    """
    found = (
        select(Person.id)
        .join(ConsentEntry, Person.id == leads_to(ConsentEntry.person_id))
        .where(
            Person.died_on.is_(None),
            ConsentEntry.act == ConsentAct.GIVEN,
            ConsentEntry.expires_on <= until,
            ~has_later_word(),
            ~_is_written_down(),
        )
        .distinct()
        .order_by(Person.id)
        .limit(limit)
    )
    if after is not None:
        found = found.where(Person.id > after)
    return session.scalars(found).all()


def ending_soon(
    session: Session, person_id: UUID, *, today: date, until: date
) -> dict[date, list[PurposeState]]:
    """Give what the person agrees to today and no more after a day until then, by that day."""
    ending: dict[date, list[PurposeState]] = {}
    for each in states_of(session, person_id, on=today):
        ends_on = each.last.expires_on if each.last else None
        if each.stands and ends_on is not None and ends_on <= until:
            ending.setdefault(ends_on, []).append(each)
    return ending


def just_ended(session: Session, person_id: UUID, *, today: date) -> list[PurposeState]:
    """Give what has run out and was not written down yet."""
    known = set(
        session.scalars(
            select(TimelineEntry.subject_id).where(
                is_of(TimelineEntry.person_id, person_id),
                TimelineEntry.kind == EntryKind.CONSENT_EXPIRED,
            )
        )
    )
    return [
        each
        for each in states_of(session, person_id, on=today)
        if each.state.reason is ConsentReason.EXPIRED and each.last and each.last.id not in known
    ]


def _is_written_down() -> ColumnElement[bool]:
    return (
        select(TimelineEntry.id)
        .where(
            # Said on the record's own page, or since a merge on that of the one it leads to.
            TimelineEntry.person_id.in_((ConsentEntry.person_id, Person.id)),
            TimelineEntry.kind == EntryKind.CONSENT_EXPIRED,
            TimelineEntry.subject_id == ConsentEntry.id,
        )
        .exists()
    )
