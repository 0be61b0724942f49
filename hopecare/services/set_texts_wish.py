"""A person asks for texts to stop or to start again. Stopping ends texts, not care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import TextsStoppedBy, may_start_again
from hopecare.domain.timeline import EntryKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.duty import on_duty
from hopecare.queries.places import district_name
from hopecare.queries.volunteers import person_by_id
from hopecare.services.end_calls_about_texts import end_calls_about_texts
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_another_way import owe_another_way
from notifications.outbox import promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import ContactPoint


def set_texts_wish(
    session: Session,
    *,
    point: ContactPoint,
    stops: bool,
    asked_by: TextsStoppedBy = TextsStoppedBy.STAFF,
    by: Actor,
    now: datetime,
) -> ContactPoint:
    """Write the wish and how it was said; whoever is on duty hears of it either way.

    Stopping owes a call at once. Texts come again by the way they were stopped, or by a person.
    """
    if stops is (point.opted_out_at is not None):
        return point
    if not stops and not may_start_again(point.opted_out_by, asked_by):
        return point
    point.opted_out_at = now if stops else None
    point.opted_out_by = asked_by if stops else None
    note_timeline(
        session,
        town_id=point.town_id,
        kind=EntryKind.TEXTS_STOPPED if stops else EntryKind.TEXTS_RESUMED,
        at=now,
        by=by,
        person_id=point.person_id,
        subject_id=point.id,
    )
    if stops:
        owe_another_way(session, point, by=by, now=now)
    else:
        end_calls_about_texts(session, person_id=point.person_id, by=by, now=now)
    text = Text.ALERT_OPTED_OUT if stops else Text.TEXTS_AGAIN
    _tell_duty(session, point, text, by=by, now=now)
    return point


def _tell_duty(
    session: Session, point: ContactPoint, text: Text, *, by: Actor, now: datetime
) -> None:
    """A resident nobody can text any more is silent: those on duty know, once each."""
    about = person_by_id(session, point.person_id)
    town_id, centre_id = point.town_id, about.centre_id
    readers = on_duty(session, town_id=town_id, centre_id=centre_id, at=now, anywhere=True)
    for reader_id in readers:
        if reader_id in (by.person_id, about.id):
            continue
        reader = person_by_id(session, reader_id)
        district = district_name(session, about.area_id, language=reader.language)
        promise(
            session,
            town_id=point.town_id,
            # A wish for silence is told whatever the month's money says; texts again can wait.
            kind=MessageKind.ALERT_NEWS if text is Text.ALERT_OPTED_OUT else MessageKind.NOTICE,
            to_person_id=reader_id,
            dedup_key=f"{text.value}:{point.id}:{now.isoformat()}:{reader_id}",
            words=Words(text=text, values={"name": about.called, "district": district}),
            channel=Channel.SMS,
            now=now,
        )
