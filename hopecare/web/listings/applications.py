"""The list of applications: whose day is near or over, whose help does not last."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast

from flask import url_for
from sqlalchemy import and_, select

from hopecare.domain.care_path import ApplicationStatus
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.answer_cards import programme_name
from hopecare.queries.applications import UNDECIDED, bridge_is_short
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
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


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


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    runs = and_(LegalClock.application_id == Application.id, LegalClock.ended_at.is_(None))
    every = (
        select(Application, Person, Area, LegalClock, Need)
        .join(Case, Case.id == Application.case_id)
        .join(Person, Person.id == Application.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(LegalClock, runs)
        .outerjoin(Need, Need.id == Application.bridge_need_id)
        .where(visible("application.read", identity, Application))
    )
    which = wanted.get("which") or WhichApplications.UNDECIDED
    asked = _of_which(cast("Select[Any]", every), which)
    if wanted.get("mine"):
        asked = asked.where(Case.owner_id == identity.person_id)
    return asked


def _of_which(asked: Select[Any], which: WhichApplications) -> Select[Any]:
    match which:
        case WhichApplications.UNDECIDED:
            return asked.where(Application.status.in_(UNDECIDED))
        case WhichApplications.NEAR:
            reader = current_reader()
            days = country_clocks(reader.country).shown_before_days
            return asked.where(LegalClock.due_on <= reader.today + timedelta(days=days))
        case WhichApplications.BRIDGE_SHORT:
            return asked.where(bridge_is_short(desk().clock()))
        case WhichApplications.DECIDED:
            return asked.where(Application.status == ApplicationStatus.DECIDED)
        case WhichApplications.ALL:
            return asked


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
    if row.LegalClock is None:
        return None
    today = current_reader().today
    days = timedelta(days=country_clocks(current_reader().country).shown_before_days)
    if row.LegalClock.due_on < today:
        return CRISIS
    return SOON if row.LegalClock.due_on <= today + days else None


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
                lambda row, reader: reader.day(row.LegalClock.due_on) if row.LegalClock else "",
                tone=_day_tone,
                is_day=True,
            ),
            Column(
                "waits_for",
                N_("Of what"),
                lambda row, reader: reader.label(row.LegalClock.kind) if row.LegalClock else "",
            ),
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
