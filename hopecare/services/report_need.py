"""Take a report in: what was told, apart from who told it; judged at once by declared answers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertKind, key_of_report
from hopecare.domain.care_path import REPORT
from hopecare.domain.codes import CODE_LENGTH, make_code
from hopecare.domain.timeline import EntryKind
from hopecare.domain.urgency import Urgency, judge_urgency
from hopecare.errors import InvalidInputError
from hopecare.queries.alerts import count_crisis_alerts
from hopecare.queries.areas import area_by_id, find_centre_of_area
from hopecare.queries.residents import person_by_id
from hopecare.queries.search_terms import address_index, person_terms, phone_index
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from hopecare.services.raise_alert import Cause, raise_alert
from models import Alert, Report, Reporter, ReportTerm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.phone import PhoneNumber
    from hopecare.domain.reports import ReportDoor
    from hopecare.domain.urgency import TriageAnswer, TriageCode
    from models import Person


CRISES_AN_HOUR: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterSaid:
    """Who told us, as far as they wish to say."""

    wishes_unnamed: bool = False
    name: str | None = None
    number: PhoneNumber | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody told us about a person who may need help."""

    about_self: bool
    language: str
    words: str | None = None
    answers: Mapping[TriageCode, TriageAnswer] = field(default_factory=dict)
    name: str | None = None
    number: PhoneNumber | None = None
    address: str | None = None
    birth_on: date | None = None
    area_id: UUID | None = None
    resident_id: UUID | None = None
    """The resident it is about, where whoever takes it in knows them: it waits all the same."""
    reporter: ReporterSaid = field(default_factory=ReporterSaid)
    alert_id: UUID | None = None
    """The alert their call for help raised already: a crisis, and nobody is woken twice."""


def report_need(
    session: Session,
    told: Told,
    *,
    town_id: UUID,
    door: ReportDoor,
    by: Actor,
    now: datetime,
) -> Report:
    """Keep the report, give it a code and a centre; a crisis wakes whoever is on duty."""
    _refuse_empty(told)
    resident = person_by_id(session, told.resident_id) if told.resident_id else None
    report = _report(session, _told_of(told, resident), town_id, door, now)
    if resident is not None and resident.centre_id is not None:
        report.centre_id = resident.centre_id
    session.add(report)
    session.flush()
    _note_terms(session, report, told, resident)
    _note_reporter(session, report, told.reporter)
    note_timeline(
        session,
        town_id=town_id,
        kind=EntryKind.REPORT_RECEIVED,
        at=now,
        by=by,
        report_id=report.id,
        subject_id=report.id,
        facts={"door": door.value, "urgency": report.urgency.value},
    )
    session.flush()
    if told.alert_id is not None:
        session.get_one(Alert, told.alert_id).report_id = report.id
    elif report.urgency is Urgency.CRISIS:
        _wake(session, report, by=by, now=now)
    return report


def _wake(session: Session, report: Report, *, by: Actor, now: datetime) -> None:
    """Alert whoever is on duty for the report's centre, and name whom it is about."""
    cause = Cause(
        dedup_key=_alert_key(session, report, now=now),
        centre_id=report.centre_id,
        person_id=report.resident_id,
        report_id=report.id,
    )
    raise_alert(
        session, town_id=report.town_id, kind=AlertKind.CRISIS_REPORT, cause=cause, by=by, now=now
    )


def _alert_key(session: Session, report: Report, *, now: datetime) -> str:
    """Each crisis alerts by itself, until a flood of them would keep everybody from working.

    From then on one alert stands for ten minutes of reports; every report still waits in triage.
    """
    lately = count_crisis_alerts(
        session, centre_id=report.centre_id, since=now - timedelta(hours=1)
    )
    if lately < CRISES_AN_HOUR:
        return key_of_report(report.id)
    return f"reports:{report.centre_id}:{now:%Y-%m-%dT%H}:{now.minute // 10}"


def _refuse_empty(told: Told) -> None:
    """A report without any word, name or answer tells nothing."""
    if not (told.words or told.answers):
        raise InvalidInputError({"words": ["required"]})


def _told_of(told: Told, resident: Person | None) -> Told:
    """What was left unsaid about a resident stands in their record already."""
    if resident is None:
        return told
    return replace(
        told, name=told.name or resident.called, area_id=told.area_id or resident.area_id
    )


def _report(session: Session, told: Told, town_id: UUID, door: ReportDoor, now: datetime) -> Report:
    area = area_by_id(session, told.area_id) if told.area_id else None
    today = local_day(session, town_id, now)
    centre = find_centre_of_area(session, area.id, on=today) if area else None
    return Report(
        town_id=town_id,
        code=make_code(secrets.token_bytes(CODE_LENGTH)),
        status=REPORT.start,
        urgency=Urgency.CRISIS if told.alert_id else judge_urgency(told.answers).urgency,
        door=door,
        about_self=told.about_self,
        language=told.language,
        received_at=now,
        answers={code.value: answer.value for code, answer in told.answers.items()},
        words=told.words,
        about_name=told.name,
        about_phone=told.number.e164 if told.number else None,
        about_phone_index=phone_index(told.number.e164) if told.number else None,
        about_address=told.address,
        about_address_index=address_index(told.address) if told.address else None,
        about_birth_on=told.birth_on.isoformat() if told.birth_on else None,
        area_id=area.id if area else None,
        centre_id=centre.id if centre else None,
        resident_id=told.resident_id,
    )


def _note_terms(session: Session, report: Report, told: Told, resident: Person | None) -> None:
    name = told.name or (resident.full_name if resident else "")
    terms = person_terms(name, birth_on=told.birth_on)
    session.add_all(
        ReportTerm(town_id=report.town_id, report_id=report.id, kind=kind, term=term)
        for kind, term in sorted(terms)
    )


def _note_reporter(session: Session, report: Report, said: ReporterSaid) -> None:
    """Keep the reporter in a record of its own; who wishes to stay unnamed leaves no name."""
    is_named = not said.wishes_unnamed
    number = said.number.e164 if said.number and is_named else None
    session.add(
        Reporter(
            town_id=report.town_id,
            report_id=report.id,
            wishes_unnamed=said.wishes_unnamed,
            name=said.name if is_named else None,
            phone=number,
            phone_index=phone_index(number) if number else None,
            relation=said.relation if is_named else None,
        )
    )
