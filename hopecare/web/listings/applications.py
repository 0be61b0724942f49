"""The list of applications: whose day is near or over, whose help does not last."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import Integer, and_, func, literal, literal_column, or_, select, true
from sqlalchemy.orm import aliased

from hopecare.domain.applications import hand_in_day
from hopecare.domain.care_path import ApplicationStatus, CaseStatus
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.queries.applications import UNDECIDED, bridge_is_short
from hopecare.queries.due_rows import DAY_S, seconds_of
from hopecare.queries.hand_in_days import hand_in_days
from hopecare.queries.visibility import visible
from hopecare.reading.country_packs import find_country_pack
from hopecare.reading.legal_clocks import country_clocks
from hopecare.web.fields import Code, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import CRISIS, SOON, tone_of
from models import Application, Area, Case, LegalClock, Need, Person

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


_HAND_IN_DAYS: Final = literal_column("hand_in.days", Integer())
"""The town's figure, beside each row."""
FIRST_DAY: Final = func.coalesce(
    seconds_of(LegalClock.due_on),
    seconds_of(Application.appointment_on),
    seconds_of(Application.made_at) + _HAND_IN_DAYS * DAY_S,
)
"""What is waited for first stands first."""


class WhichApplications(StrEnum):
    """Which applications a reader wants to see."""

    UNDECIDED = "undecided"
    NEAR = "near"
    BRIDGE_SHORT = "bridge_short"
    DECIDED = "decided"
    ALL = "all"


WHICH: Final = {
    WhichApplications.UNDECIDED: N_("not decided yet"),
    WhichApplications.NEAR: N_("a day is near or over"),
    WhichApplications.BRIDGE_SHORT: N_("the help until then does not last"),
    WhichApplications.DECIDED: N_("decided"),
    WhichApplications.ALL: N_("all of them"),
}


class ApplicationsFilter(Request):
    """What the list of applications may be narrowed by."""

    which = Code(WhichApplications)
    mine = Ticked()


def _source(session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    days = hand_in_days(session, identity.town_id, on=current_reader().today)
    within = select(literal(days, Integer()).label("days")).subquery("hand_in")
    every = (
        select(Application, Person, Area, LegalClock, Need, within.c.days)
        .join(Case, Case.id == Application.case_id)
        .join(Person, Person.id == Application.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(LegalClock, _is_next_clock())
        .outerjoin(Need, Need.id == Application.bridge_need_id)
        .join(within, true())
        .where(visible("application.read", identity, Application))
    )
    which = wanted.get("which") or WhichApplications.UNDECIDED
    asked = _of_which(cast("Select[Any]", every), which, timedelta(days=days))
    if wanted.get("mine"):
        asked = asked.where(Case.owner_id == identity.person_id)
    return asked


def _is_next_clock() -> ColumnElement[bool]:
    """Of the clocks of an application that run, the one whose day is first: each stands once."""
    other = aliased(LegalClock, name="other_clock")
    is_before = or_(
        other.due_on < LegalClock.due_on,
        and_(other.due_on == LegalClock.due_on, other.id < LegalClock.id),
    )
    before = select(other.id).where(
        other.application_id == LegalClock.application_id, other.ended_at.is_(None), is_before
    )
    return and_(
        LegalClock.application_id == Application.id,
        LegalClock.ended_at.is_(None),
        ~before.exists(),
    )


def _of_which(asked: Select[Any], which: WhichApplications, within: timedelta) -> Select[Any]:
    match which:
        case WhichApplications.UNDECIDED:
            return asked.where(Application.status.in_(UNDECIDED))
        case WhichApplications.NEAR:
            reader = current_reader()
            days = country_clocks(reader.country).shown_before_days
            return asked.where(_is_near(reader.today, timedelta(days=days), within))
        case WhichApplications.BRIDGE_SHORT:
            return asked.where(bridge_is_short(desk().clock()))
        case WhichApplications.DECIDED:
            return asked.where(Application.status == ApplicationStatus.DECIDED)
        case WhichApplications.ALL:
            return asked


def _is_near(today: date, days: timedelta, within: timedelta) -> ColumnElement[bool]:
    """A day that is waited for, or the day by which it is handed in."""
    begun_long_ago = and_(
        Application.appointment_on.is_(None),
        Application.made_at < desk().clock() - within + days,
    )
    to_hand_in = and_(
        Application.status == ApplicationStatus.PREPARING,
        Case.status != CaseStatus.CLOSED,
        or_(Application.appointment_on <= today + days, begun_long_ago),
    )
    return or_(LegalClock.due_on <= today + days, to_hand_in)


def next_day(row: Row[Any], reader: Reader) -> date | None:
    """Give the day that is waited for, or by which it is handed in."""
    if row.LegalClock is not None:
        return cast("date", row.LegalClock.due_on)
    if row.Application.status is not ApplicationStatus.PREPARING:
        return None
    return hand_in_day(
        appointment_on=row.Application.appointment_on,
        begun_on=row.Application.made_at.astimezone(ZoneInfo(reader.zone)).date(),
        within_days=row.days,
    )


def waits_for(row: Row[Any], reader: Reader) -> str:
    """Say what the next day is that of."""
    if row.LegalClock is not None:
        return reader.label(row.LegalClock.kind)
    is_begun = row.Application.status is ApplicationStatus.PREPARING
    return reader.say(N_("Handing it in")) if is_begun else ""


def programme_said(application: Application, reader: Reader) -> str:
    """Say what is applied for; the key of a programme that has left the pack."""
    if application.programme is None:
        return application.named or ""
    pack = find_country_pack(reader.country)
    if pack is None:
        return application.programme
    return programme_name(pack, application.programme, reader.language)


def _stands(row: Row[Any], reader: Reader) -> str:
    """Say how it was decided, not only that it was."""
    is_decided = row.Application.status is ApplicationStatus.DECIDED
    return reader.label(row.Application.decision if is_decided else row.Application.status)


def _day_tone(row: Row[Any]) -> str | None:
    reader = current_reader()
    day = next_day(row, reader)
    if day is None:
        return None
    if day < reader.today:
        return CRISIS
    days = timedelta(days=country_clocks(reader.country).shown_before_days)
    return SOON if day <= reader.today + days else None


APPLICATIONS = register(
    Listing(
        name="applications",
        title=N_("Applications"),
        permission="application.read",
        endpoint="casework.applications",
        filters=ApplicationsFilter,
        source=_source,
        order=(Key(Application.made_at, descending=True), Key(Application.id)),
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("casework.application", application_id=row.Application.id),
            ),
            Column(
                "programme",
                N_("Programme"),
                lambda row, reader: programme_said(row.Application, reader),
            ),
            Column(
                "status",
                N_("Stands"),
                _stands,
                tone=lambda row: tone_of(row.Application.status),
            ),
            Column(
                "due",
                N_("Next day"),
                lambda row, reader: reader.day(next_day(row, reader)),
                tone=_day_tone,
                is_day=True,
            ),
            Column("waits_for", N_("Of what"), waits_for),
            Column(
                "bridge",
                N_("Help until then"),
                lambda row, reader: (
                    reader.label(row.Need.status)
                    if row.Need
                    else reader.label(row.Application.no_bridge)
                ),
            ),
            DISTRICT,
            Column(
                "submitted",
                N_("Handed in on"),
                lambda row, reader: reader.day(row.Application.submitted_on),
                is_day=True,
            ),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No application here. An application is begun on the page of a case."),
    )
)
