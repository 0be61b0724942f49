"""Change how a person is reached: a new number begins, an old one ends; nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hopecare.domain.people import ContactKind
from hopecare.domain.timeline import EntryKind
from hopecare.queries.residents import contact_points_of
from hopecare.queries.search_terms import number_indexes
from hopecare.queries.town_days import local_day
from hopecare.queries.wishes_of_numbers import find_no_texts, find_wish_elsewhere
from hopecare.services.end_contact_point import end_contact_point
from hopecare.services.keep_no_texts import keep_no_texts
from hopecare.services.note_timeline import note_timeline
from hopecare.services.share_telephone import share_telephone
from models import ContactPoint

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.phone import PhoneNumber
    from models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPoint:
    """A telephone to be noted for a person."""

    number: PhoneNumber
    is_shared: bool = False
    can_text: bool | None = None
    """None stands for what the number itself tells."""
    replaces_id: UUID | None = None
    is_for_duty: bool = False
    """It is noted so that alerts come there: what was wished at another number is not meant."""


def change_contact_point(
    session: Session, person: Person, new: NewPoint, *, by: Actor, now: datetime
) -> ContactPoint:
    """Note a number; one that is known already is kept, one that it replaces ends today.

    A wish for no texts outlives the entry: see `find_no_texts` for whose wish holds, and
    `find_wish_elsewhere` for what they bring along from another number.
    """
    if new.replaces_id is not None:
        end_contact_point(session, person, new.replaces_id, by=by, now=now)
    today = local_day(session, person.town_id, now)
    indexes = number_indexes(new.number.e164)
    standing = contact_points_of(session, [person.id], on=today)
    known = next((point for point in standing if point.value_index == indexes["value_index"]), None)
    if known is not None:
        known.is_shared = new.is_shared
        if known.is_shared:
            share_telephone(session, known, today=today, by=by, now=now)
        return known
    wish = find_no_texts(session, person, indexes["value_index"], now=now)
    point = ContactPoint(
        town_id=person.town_id,
        person_id=person.id,
        kind=ContactKind.MOBILE if new.number.is_mobile else ContactKind.LANDLINE,
        value=new.number.e164,
        can_text=new.number.is_mobile if new.can_text is None else new.can_text,
        valid_from=today,
        is_shared=new.is_shared,
        **indexes,
        **_wants_no_texts(session, person, new, now=now),
    )
    session.add(point)
    session.flush()
    _note_begun(session, point, by=by, now=now)
    if point.is_shared:
        share_telephone(session, point, today=today, by=by, now=now)
    if wish is not None and point.opted_out_at is None:
        keep_no_texts(session, point=point, wish=wish, by=by, now=now)
    return point


def _note_begun(session: Session, point: ContactPoint, *, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=point.town_id,
        kind=EntryKind.CONTACT_POINT_CHANGED,
        at=now,
        by=by,
        person_id=point.person_id,
        subject_id=point.id,
        facts={"what": "begun", "kind": point.kind.value},
    )


def _wants_no_texts(
    session: Session, person: Person, new: NewPoint, *, now: datetime
) -> dict[str, Any]:
    """A wish for no texts is the person's: it goes over from the number this one replaces.

    From their other numbers as well, or a text would follow whoever asked for none. It is known
    already: whatever was to be agreed on for it is owed since then.
    """
    replaced = session.get(ContactPoint, new.replaces_id) if new.replaces_id else None
    if replaced is not None:
        return {"opted_out_at": replaced.opted_out_at, "opted_out_by": replaced.opted_out_by}
    if new.is_for_duty:
        return {}
    value_index = number_indexes(new.number.e164)["value_index"]
    wish = find_wish_elsewhere(session, person, value_index, now=now)
    return {"opted_out_at": wish.at, "opted_out_by": wish.stopped_by} if wish else {}
