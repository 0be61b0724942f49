"""End what one person has only once - a home, a role, a number, a word about a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.gaps import GapEnding
from hopecare.domain.merging import MergeField
from hopecare.queries.drafts import drafts_about
from hopecare.queries.gaps import open_gap_notes
from hopecare.queries.households import find_membership
from hopecare.queries.town_days import local_day
from hopecare.services.set_noted import Noted, set_noted
from models import OtherContact, PersonRole

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.merge_views import MergeView, Record
    from models import ContactPoint


def end_doubles(
    session: Session,
    view: MergeView,
    *,
    from_other: Collection[MergeField],
    noted: Noted,
    now: datetime,
) -> None:
    """Let one home, one of each role and one of each number stand; the stricter wish with it."""
    today = local_day(session, view.kept.person.town_id, now)
    _end_home(session, view, noted, today, is_others=MergeField.HOME in from_other)
    _end_roles(session, view, noted, today)
    _end_numbers(view, noted, today)
    _prefer(view.kept if MergeField.PHONE in from_other else view.other, noted)
    _queue_contacts(session, view.kept.person.id, view.other.person.id, noted)
    _end_gap_notes(session, view, noted, now)
    _end_drafts(session, view)
    session.flush()


def _end_home(
    session: Session, view: MergeView, noted: Noted, today: date, *, is_others: bool
) -> None:
    own = find_membership(session, view.kept.person.id)
    others = find_membership(session, view.other.person.id)
    if own and others:
        left = own if is_others else others
        set_noted(noted, left, until_on=max(today, left.from_on))


def _end_roles(session: Session, view: MergeView, noted: Noted, today: date) -> None:
    ids = (view.kept.person.id, view.other.person.id)
    standing = session.scalars(
        select(PersonRole).where(PersonRole.person_id.in_(ids), PersonRole.until_on.is_(None))
    ).all()
    own = {each.role for each in standing if each.person_id == ids[0]}
    for each in standing:
        if each.person_id == ids[1] and each.role in own:
            set_noted(noted, each, until_on=max(today, each.from_on))


def _end_numbers(view: MergeView, noted: Noted, today: date) -> None:
    """One row for each number; whoever asked for texts to stop has asked it of both."""
    own = {point.value_index: point for point in view.kept.points}
    for double in view.other.points:
        point = own.get(double.value_index)
        if point is not None:
            set_noted(noted, point, **_stricter(point, double))
            set_noted(noted, double, valid_until=today)


def _stricter(point: ContactPoint, double: ContactPoint) -> dict[str, object]:
    return {
        "opted_out_at": point.opted_out_at or double.opted_out_at,
        "opted_out_by": point.opted_out_by or double.opted_out_by,
        "can_text": point.can_text and double.can_text,
        "is_shared": point.is_shared or double.is_shared,
    }


def _prefer(second: Record, noted: Noted) -> None:
    """The other record's numbers are tried first."""
    for point in second.points:
        set_noted(noted, point, is_preferred=False)


def _queue_contacts(session: Session, kept_id: UUID, other_id: UUID, noted: Noted) -> None:
    """Contacts of the second record are asked after those of the first, in their own order."""
    asked = select(OtherContact).where(OtherContact.resident_id.in_((kept_id, other_id)))
    contacts = session.scalars(asked.order_by(OtherContact.position, OtherContact.id)).all()
    # Behind every place of both: no row takes a place that another one has not left yet.
    last = max((contact.position for contact in contacts), default=0)
    behind = [contact for contact in contacts if contact.resident_id == other_id]
    for place, contact in enumerate(behind, start=last + 1):
        set_noted(noted, contact, position=place)


def _end_gap_notes(session: Session, view: MergeView, noted: Noted, now: datetime) -> None:
    """One word about each benefit: that of the record that stays; the other one is history."""
    own = {note.programme for note in open_gap_notes(session, view.kept.person.id)}
    for note in open_gap_notes(session, view.other.person.id):
        if note.programme in own:
            set_noted(noted, note, ended_at=now, ending=GapEnding.MERGED)


def _end_drafts(session: Session, view: MergeView) -> None:
    """Of two drafts of one worker the one they said more to last goes on; nothing was kept yet."""
    own = {each.worker_id: each for each in drafts_about(session, view.kept.person.id)}
    for double in drafts_about(session, view.other.person.id):
        standing = own.get(double.worker_id)
        if standing is not None:
            session.delete(min(standing, double, key=lambda each: each.said_at))
