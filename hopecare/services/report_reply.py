"""Make a report of a text or a call that came in, in one press; the same one however often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.replies import DISTRESS
from hopecare.domain.reply_words import read_reply
from hopecare.domain.reports import ReportDoor
from hopecare.domain.roles import Role
from hopecare.domain.urgency import TriageAnswer, TriageCode
from hopecare.errors import NotFoundError
from hopecare.language import N_, translator
from hopecare.queries.alerts import find_alert_of_reply
from hopecare.queries.reports import report_by_id
from hopecare.queries.residents import find_phone, has_role
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.end_review import end_review
from hopecare.services.report_need import ReporterSaid, Told, report_need
from models import InboundMessage, Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Report, Town

RANG: Final = N_("They rang our number while nobody could pick up.")
DOOR_OF: Final = {Channel.SMS: ReportDoor.TEXT, Channel.VOICE: ReportDoor.PHONE}


def report_reply(
    session: Session, *, reply_id: UUID, about_self: bool, by: Actor, now: datetime
) -> Report:
    """Make the report: their words, their number as the reporter's, the door it came through."""
    row = session.get(InboundMessage, reply_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError(kind="reply", reply_id=reply_id)
    if row.report_id is not None:
        return report_by_id(session, row.report_id)
    town = town_by_id(session, row.town_id)
    told = _told(session, row, town, about_self=about_self, now=now)
    report = report_need(session, told, town_id=town.id, door=DOOR_OF[row.channel], by=by, now=now)
    row.report_id = report.id
    end_review(session, row=row, by=by, now=now)
    session.flush()
    return report


def _told(
    session: Session, row: InboundMessage, town: Town, *, about_self: bool, now: datetime
) -> Told:
    """What it says about whom: themself, where whoever has read it says so."""
    number = find_phone(row.from_number, town.country)
    return Told(
        about_self=about_self,
        language=town.language,
        words=row.body or translator(town.language).gettext(RANG),
        answers=_answers(row),
        number=number if about_self else None,
        resident_id=_resident_id(session, row, now) if about_self else None,
        reporter=ReporterSaid(number=number),
        alert_id=find_alert_of_reply(session, row),
    )


def _answers(row: InboundMessage) -> Mapping[TriageCode, TriageAnswer]:
    """Where they may call for help, nobody knows yet that no life is in danger: look soon."""
    cries = {row.meaning, read_reply(row.body or "").meaning} & set(DISTRESS)
    return {TriageCode.DANGER_TO_LIFE: TriageAnswer.UNKNOWN} if cries else {}


def _resident_id(session: Session, row: InboundMessage, now: datetime) -> UUID | None:
    """The resident it is from, where one is known."""
    today = local_day(session, row.town_id, now)
    is_one = select(Person.id).where(Person.id == row.person_id, has_role(Role.RESIDENT, on=today))
    return session.scalar(is_one)
