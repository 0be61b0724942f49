"""The board of check-ins: a day's, the most urgent first, each with its next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import SlotStatus
from hopecare.language import N_
from hopecare.queries.check_in_board import (
    NOT_CLEAR,
    URGENT_FIRST,
    Seen,
    SeenBy,
    day_in,
    has_telephone,
    next_rung,
    not_clear,
    on_board,
    seen_last,
    way_used,
)
from hopecare.queries.how_ended import became_of_them
from hopecare.queries.past_check_ins import was_put
from hopecare.queries.visibility import visible
from hopecare.reading.ladders import ladder_of
from hopecare.web.fields import Code, DayOfMoments, Id, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT
from hopecare.web.moments import Moment
from hopecare.web.seen_words import seen_words
from hopecare.web.tones import tone_of
from hopecare.web.way_words import way_words
from models import Area, CheckInPlan, CheckInSlot, Person

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

NEXT_STEPS: Final = {
    SlotStatus.HELP_ASKED: N_("Ring now"),
    SlotStatus.SILENT: N_("Ring or look in now"),
    SlotStatus.NOT_ASKED: N_("Ring them today"),
    SlotStatus.WAITING: N_("Wait"),
    SlotStatus.DUE: N_("Will be asked"),
}
SEEN_NEXT: Final = N_("Ring them, to hear it from themselves")
"""Somebody has just found them well: nobody else needs to go there."""
NO_NUMBER: Final = N_("Somebody has to go there")
"""Nobody can be rung to hear how they are."""


class CheckInsFilter(Request):
    """What the board may be narrowed by; without a day, today and what is still open."""

    on = DayOfMoments()
    status = Code(SlotStatus)
    not_clear = Ticked()
    area_id = Id()
    person_id = Id()
    put_from = Moment()
    """Every check-in that was put to somebody since, instead of a day's: a rehearsal leads here."""


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    reader = current_reader()
    on = wanted.get("on") or reader.today
    day = day_in(reader.zone, on)
    asked: Select[*tuple[Any, ...]] = (
        select(
            CheckInSlot,
            CheckInPlan,
            Person,
            Area,
            Seen,
            SeenBy,
            way_used().label("used"),
            became_of_them().label("became"),
            has_telephone(reader.today).label("has_telephone"),
        )
        .join(CheckInPlan, CheckInPlan.id == CheckInSlot.plan_id)
        .join(Person, Person.id == CheckInSlot.person_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(Seen, seen_last())
        .outerjoin(SeenBy, SeenBy.id == Seen.person_id)
        .where(
            visible("check_in.read", identity, CheckInSlot),
            _when(wanted, day, is_today=on == reader.today),
        )
    )
    if wanted.get("person_id"):
        asked = asked.where(CheckInSlot.person_id == wanted["person_id"])
    if wanted.get("status"):
        asked = asked.where(CheckInSlot.status == wanted["status"])
    if wanted.get("area_id"):
        asked = asked.where(Person.area_id == wanted["area_id"])
    return asked


def _when(
    wanted: dict[str, Any], day: tuple[datetime, datetime], *, is_today: bool
) -> ColumnElement[bool]:
    """Of which time: since a moment, whoever is not known to be safe, or a day's board."""
    if wanted.get("put_from"):
        return was_put(wanted["put_from"])
    return not_clear(day) if wanted.get("not_clear") else on_board(day, is_today=is_today)


def next_step(row: Row[Any], reader: Reader) -> str:
    """Say what comes next: what a person should do, or what happens by itself."""
    step = NEXT_STEPS.get(row.CheckInSlot.status)
    if row.Seen is not None and row.CheckInSlot.status is SlotStatus.SILENT:
        step = SEEN_NEXT
    elif row.CheckInSlot.status in NOT_CLEAR and not row.has_telephone:
        step = NO_NUMBER
    rung = next_rung(row.CheckInSlot, ladder_of(row.CheckInPlan, row.CheckInSlot))
    if rung is None:
        return reader.say(step) if step else ""
    by_itself = reader.say(
        N_("%(at)s: %(rung)s"), at=reader.clock(rung.at), rung=reader.label(rung.rung)
    )
    return f"{reader.say(step)} · {by_itself}" if step else by_itself


def _became(row: Row[Any], reader: Reader) -> str:
    return reader.label(AlertEnd(row.became)) if row.became else ""


def _seen(row: Row[Any], reader: Reader) -> str:
    """Say that whoever looked in has found them well; what the plan waits for still counts."""
    if row.Seen is None or row.SeenBy is None:
        return ""
    return seen_words(row.CheckInSlot, row.CheckInPlan, row.Seen, row.SeenBy.full_name, reader)


def _way(row: Row[Any], reader: Reader) -> str:
    return way_words(row.CheckInPlan, row.used, reader)


def _due(row: Row[Any], reader: Reader) -> str:
    due_at = row.CheckInSlot.due_at
    is_today = reader.day(due_at) == reader.day(reader.today)
    return reader.clock(due_at) if is_today else reader.moment(due_at)


CHECK_INS = register(
    Listing(
        name="check_ins",
        title=N_("Check-ins"),
        permission="check_in.read",
        endpoint="coordination.check_ins",
        filters=CheckInsFilter,
        source=_source,
        order=(Key(URGENT_FIRST), Key(CheckInSlot.due_at), Key(CheckInSlot.id)),  # type: ignore[arg-type]
        columns=(
            Column(
                "resident",
                N_("Resident"),
                lambda row, _reader: row.Person.full_name,
                link=lambda row: url_for("coordination.check_in", slot_id=row.CheckInSlot.id),
            ),
            Column(
                "status",
                N_("Stands"),
                lambda row, reader: reader.label(row.CheckInSlot.status),
                tone=lambda row: tone_of(row.CheckInSlot.status),
            ),
            Column("became", N_("What became of them"), _became, beneath="status"),
            Column("seen", N_("Seen by whoever looked in"), _seen, beneath="status"),
            Column("due", N_("Asked at"), _due),
            Column("next", N_("Next step"), next_step),
            DISTRICT,
            Column("way", N_("How"), _way),
            Column(
                "question",
                N_("What is asked"),
                lambda row, reader: reader.label(row.CheckInPlan.question),
            ),
        ),
        people=lambda row: [row.Person.id, row.Seen.person_id if row.Seen else None],
        empty=N_(
            "Nobody was to be asked here. A resident's page says on which days and at what time "
            "they wish to be asked."
        ),
    )
)
