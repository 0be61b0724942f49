"""Put an incoming text before a person; words of distress alarm whoever is on duty as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.alerts import REVIEW, AlertKind, key_of_reply
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.send_gate import night_ends
from hopecare.domain.timeline import EntryKind
from hopecare.domain.unread_replies import SOON, may_be_about_safety, read_by
from hopecare.queries.reply_writers import writer_of
from hopecare.queries.shared_telephones import centre_of_sender
from hopecare.queries.town_days import town_by_id
from hopecare.services.claim_distress import claim_distress
from hopecare.services.claim_review import claim_review
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.raise_alert import Cause, raise_alert
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import InboundMessage

DISTRESS: Final = {
    ReplyMeaning.HELP: AlertKind.HELP_ASKED,
    ReplyMeaning.CANNOT_ANY_MORE: AlertKind.CARER_AT_LIMIT,
}


def ask_for_review(session: Session, *, row: InboundMessage, by: Actor, now: datetime) -> None:
    """Owe a call about it, and alarm at once where it may be a call for help.

    The same words once more, while nobody has looked at the first, are the same call; any words of
    distress join the alarm of this number that nobody has taken up: a telephone that answers by
    itself must not bury those who ask for help. Each text is kept and waits to be read;
    what a plain volunteer wrote at night waits for the morning, but not that they rang.
    """
    row.needs_review = True
    cause_id = _cause(session, row, now)
    centre_id = centre_of_sender(session, row)
    owed = OwedCall(
        kind=CallTaskKind.REVIEW_REPLY,
        dedup_key=f"{REVIEW}{cause_id}",
        due_at=_read_by(session, row, now),
        person_id=row.person_id,
        slot_id=row.slot_id,
        centre_id=centre_id,
    )
    open_call_task(session, town_id=row.town_id, owed=owed, by=by, now=now)
    if row.meaning in DISTRESS:
        key = key_of_reply(cause_id)
        cause = Cause(dedup_key=key, person_id=row.person_id, centre_id=centre_id)
        kind = DISTRESS[row.meaning]
        raise_alert(session, town_id=row.town_id, kind=kind, cause=cause, by=by, now=now)
    if row.person_id is not None:
        note_timeline(
            session,
            town_id=row.town_id,
            kind=EntryKind.REPLY_RECEIVED,
            at=now,
            by=by,
            person_id=row.person_id,
            subject_id=row.id,
            facts={"meaning": row.meaning.value, "review": 1},
        )


def _read_by(session: Session, row: InboundMessage, now: datetime) -> datetime:
    """By when somebody has to read it: soon, or in the morning where it may wait for it."""
    town = town_by_id(session, row.town_id)
    local = (now + SOON).astimezone(ZoneInfo(town.zone))
    morning = night_ends(local, profile_of_town(session, town, on=local.date()))
    about_safety = morning is None or may_be_about_safety(
        writer_of(session, row), row.meaning, row.body
    )
    return read_by(now=now, morning=morning, about_safety=about_safety)


def _cause(session: Session, row: InboundMessage, now: datetime) -> UUID:
    """The earlier text that this one only says again, else itself."""
    kind = DISTRESS.get(row.meaning)
    if kind is None:
        return claim_review(session, row=row, now=now)
    return claim_distress(session, row=row, kind=kind, now=now)
