"""The list of alerts: those nobody has taken up first, then by how long they wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.language import N_
from hopecare.queries.unread_words import newest_unread
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request, Ticked
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.tones import tone_of
from models import Alert, Area, Person, Report

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

Holder = aliased(Person, name="Holder")
PLACE: Final = func.coalesce(Person.area_id, Report.area_id)
UNTAKEN_FIRST: Final = case(
    (Alert.status == AlertStatus.RAISED, 0), (Alert.status == AlertStatus.ACKNOWLEDGED, 1), else_=2
)


class AlertsFilter(Request):
    """What the list of alerts may be narrowed by; without a status, what nobody has ended."""

    status = Code(AlertStatus)
    kind = Code(AlertKind)
    area_id = Id()
    mine = Ticked()


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    asked: Select[*tuple[Any, ...]] = (
        select(Alert, Person, Area, Holder, Report, newest_unread().label("unread_id"))
        .outerjoin(Person, Person.id == Alert.person_id)
        .outerjoin(Report, Report.id == Alert.report_id)
        .outerjoin(Area, Area.id == PLACE)
        .outerjoin(Holder, Holder.id == Alert.acknowledged_by_id)
        .where(visible("alert.read", identity, Alert))
    )
    status = wanted.get("status")
    asked = asked.where(Alert.status == status if status else Alert.status != AlertStatus.RESOLVED)
    if wanted.get("kind"):
        asked = asked.where(Alert.kind == wanted["kind"])
    if wanted.get("area_id"):
        asked = asked.where(wanted["area_id"] == PLACE)
    if wanted.get("mine"):
        asked = asked.where(Alert.acknowledged_by_id == identity.person_id)
    return asked


def _about(row: Row[Any], reader: Reader) -> str:
    if row.Person:
        return str(row.Person.full_name)
    return reported_name(row) or reader.say(N_("Nobody known yet"))


def _unread(row: Row[Any], reader: Reader) -> str:
    return reader.say(N_("Wrote something that nobody has read yet")) if row.unread_id else ""


def reported_name(row: Row[Any]) -> str | None:
    """Give the name that a report behind the alert gave, while nobody is opened from it."""
    return row.Report.about_name if row.Report else None


def _looked_at_by(row: Row[Any], reader: Reader) -> str:
    if row.Holder is not None:
        return str(row.Holder.full_name)
    is_raised = row.Alert.status is AlertStatus.RAISED
    return reader.say(N_("Nobody yet")) if is_raised else ""


ALERTS = register(
    Listing(
        name="alerts",
        title=N_("Alerts"),
        permission="alert.read",
        endpoint="coordination.alerts",
        filters=AlertsFilter,
        source=_source,
        order=(Key(UNTAKEN_FIRST), Key(Alert.raised_at), Key(Alert.id)),  # type: ignore[arg-type]
        columns=(
            Column(
                "kind",
                N_("What it is about"),
                lambda row, reader: reader.label(row.Alert.kind),
                link=lambda row: url_for("coordination.alert", alert_id=row.Alert.id),
            ),
            Column("about", N_("Who it is about"), _about),
            Column("unread", N_("What they wrote"), _unread, beneath="about"),
            Column(
                "status",
                N_("Stands"),
                lambda row, reader: reader.label(row.Alert.status),
                tone=lambda row: tone_of(row.Alert.status),
            ),
            Column("raised", N_("Since"), lambda row, reader: reader.moment(row.Alert.raised_at)),
            Column("by", N_("Who looks at it"), _looked_at_by),
            DISTRICT,
            Column("end", N_("How it ended"), lambda row, reader: reader.label(row.Alert.ended_by)),
        ),
        people=lambda row: [row.Alert.person_id],
        empty=N_("No alert waits. A new one is texted to whoever is on duty."),
    )
)
