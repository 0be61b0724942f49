"""The list of volunteers: what they offer, how far they go, and whether they may be asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import Text, func, or_, select

from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.language import N_
from hopecare.queries.held_tasks import count_held, holds_enough
from hopecare.queries.helper_load import (
    LOAD_WITHIN,
    MOST_TIMES,
    in_column,
    takes_requests,
    times,
)
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request, Ticked, WholeNumber
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from models import Area, Offer, Person, Task, VolunteerProfile

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

SOON: Final = timedelta(days=30)


class VolunteersFilter(Request):
    """What the list of volunteers may be narrowed by."""

    skill = Code(NeedKind)
    area_id = Id()
    on_duty = Ticked()
    check_runs_out = Ticked()
    full = Ticked()
    """Who holds as many tasks as they wish to."""
    counted = Ticked()
    """Of whom load is counted: who takes requests now."""
    asked = Ticked()
    """Of these, who was asked something in the time that load is counted over."""
    unasked = Ticked()
    """Of these, who was asked nothing."""
    asked_times = WholeNumber(most=MOST_TIMES)
    """Of these, who was asked so often; the last number stands for oftener too."""
    taken_times = WholeNumber(most=MOST_TIMES)
    """Of these, who took on so many tasks."""


def stands(profile: VolunteerProfile, reader: Reader) -> str:
    """Say whether a volunteer may be asked now."""
    if profile.suspended_at is not None:
        return reader.say(N_("Suspended"))
    if profile.away_until is not None and profile.away_until > reader.today:
        return reader.say(N_("Away until %(day)s"), day=reader.day(profile.away_until))
    return reader.say(N_("Takes requests") if profile.is_on_duty else N_("Rests"))


def tone(profile: VolunteerProfile, today: date) -> str:
    """Give the tone that goes with it."""
    if profile.suspended_at is not None:
        return "crisis"
    is_away = profile.away_until is not None and profile.away_until > today
    return "good" if profile.is_on_duty and not is_away else "over"


def checked(profile: VolunteerProfile, reader: Reader) -> str:
    """Say which check somebody passed, and until when it holds."""
    said = reader.label(CheckLevel(profile.check_level))
    if not profile.check_level or profile.check_expires_on is None:
        return said
    return f"{said} ~ {reader.day(profile.check_expires_on)}"


def _source(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    asked: Select[Any] = (
        select(VolunteerProfile, Person, Area, count_held().label("held"))
        .join(Person, Person.id == VolunteerProfile.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(visible("volunteer.read", identity, VolunteerProfile))
    )
    return _narrowed(asked, wanted)


def _narrowed(asked: Select[Any], wanted: dict[str, Any]) -> Select[Any]:
    today = current_reader().today
    if wanted.get("skill"):
        # A JSON list of codes as text: a code stands between its quotes on both databases.
        listed = func.lower(VolunteerProfile.skills.cast(Text))
        asked = asked.where(listed.contains(f'"{wanted["skill"].value}"'))
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    if wanted.get("on_duty"):
        away = VolunteerProfile.away_until
        asked = asked.where(
            VolunteerProfile.is_on_duty,
            VolunteerProfile.suspended_at.is_(None),
            or_(away.is_(None), away <= today),
        )
    asked = asked.where(*_of_load(wanted, since=current_reader().now - LOAD_WITHIN))
    if wanted.get("full"):
        asked = asked.where(holds_enough())
    if wanted.get("check_runs_out"):
        asked = asked.where(VolunteerProfile.check_expires_on <= today + SOON)
    return asked


def _of_load(wanted: dict[str, Any], *, since: datetime) -> list[ColumnElement[bool]]:
    """Whom a number of load and fairness counts."""
    asked, taken = times(Offer, since), times(Task, since)
    found = []
    if wanted.get("asked"):
        found.append(asked > 0)
    if wanted.get("unasked"):
        found.append(asked == 0)
    if wanted.get("asked_times") is not None:
        found.append(in_column(asked, wanted["asked_times"]))
    if wanted.get("taken_times") is not None:
        found.append(in_column(taken, wanted["taken_times"]))
    return [*takes_requests(), *found] if found or wanted.get("counted") else []


VOLUNTEERS = register(
    Listing(
        name="volunteers",
        title=N_("Volunteers"),
        permission="volunteer.read",
        endpoint="coordination.volunteers",
        filters=VolunteersFilter,
        source=_source,
        order=(Key(VolunteerProfile.joined_on, descending=True), Key(VolunteerProfile.id)),
        columns=(
            Column(
                "name",
                N_("Name"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("coordination.volunteer", person_id=row.Person.id),
            ),
            Column(
                "stands",
                N_("Stands"),
                lambda row, reader: stands(row.VolunteerProfile, reader),
                tone=lambda row: tone(row.VolunteerProfile, current_reader().today),
            ),
            DISTRICT,
            Column(
                "skills",
                N_("Helps with"),
                lambda row, reader: ", ".join(
                    reader.label(NeedKind(code)) for code in row.VolunteerProfile.skills
                ),
            ),
            Column(
                "radius",
                N_("Goes up to"),
                lambda row, reader: reader.distance(row.VolunteerProfile.radius_m),
                is_number=True,
            ),
            Column(
                "held",
                N_("Tasks now"),
                lambda row, reader: f"{reader.count(row.held)}/{row.VolunteerProfile.max_active}",
                is_number=True,
            ),
            Column("check", N_("Check"), lambda row, reader: checked(row.VolunteerProfile, reader)),
            Column(
                "joined",
                N_("Joined"),
                lambda row, reader: reader.day(row.VolunteerProfile.joined_on),
            ),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("No volunteers here. They join on a person's page, or from a spreadsheet."),
    )
)
