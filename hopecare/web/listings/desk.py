"""The list of a desk: the cases somebody steers, by what is due next, overdue first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import url_for

from hopecare.domain.applications import FollowUp
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.clocks import ClockKind
from hopecare.domain.due import DAYS, QUIET, DeskClock, DueKind, DueWhen, Whose
from hopecare.domain.states import ReferralStatus
from hopecare.domain.urgency import Urgency
from hopecare.language import N_
from hopecare.queries.desk import DUE_FIRST, PRESSING_FIRST, DeskWish, desk_of, silent_days
from hopecare.queries.due_of_offices import OF_REFERRAL
from hopecare.web.fields import Code, Id, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT, RESIDENT_OF_CASE, URGENCY
from hopecare.web.tones import CALM, CRISIS, SOON
from models import Case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader

A_DAY: Final = timedelta(days=1)
WAYS: Final[Mapping[DueKind, tuple[str, str]]] = {
    DueKind.CRISIS: ("casework.crisis", "crisis_id"),
    DueKind.ALERT: ("coordination.alert", "alert_id"),
    DueKind.WORRY: ("casework.case", ""),
    DueKind.CALL: ("coordination.call_task", "task_id"),
    DueKind.REFERRAL: ("casework.referral", "referral_id"),
    DueKind.NEED: ("casework.ask", "need_id"),
    DueKind.GOAL: ("casework.change_goal_form", "goal_id"),
    DueKind.LEGAL_CLOCK: ("casework.application", "application_id"),
    DueKind.HAND_IN: ("casework.application", "application_id"),
    DueKind.BRIDGE: ("casework.application", "application_id"),
    DueKind.FOLLOW_UP: ("casework.application", "application_id"),
    DueKind.CHECK_INS: ("coordination.check_in_plan", "person_id"),
    DueKind.CLOSING: ("casework.closing", "closing_id"),
    DueKind.CLOSING_SENT_BACK: ("casework.closing", "closing_id"),
    DueKind.OWNERLESS: ("casework.offer_case_form", "case_id"),
    DueKind.TRANSFER: ("casework.transfer", "transfer_id"),
    DueKind.TRANSFER_DECLINED: ("casework.transfer", "transfer_id"),
    DueKind.REVIEW: ("casework.case", ""),
}
"""The page on which one acts, and what it calls the row; with no name it is the case's own."""
DETAILS: Final[Mapping[DueKind, type[CallTaskKind | ClockKind | FollowUp | ReferralStatus]]] = {
    DueKind.CALL: CallTaskKind,
    DueKind.LEGAL_CLOCK: ClockKind,
    DueKind.REFERRAL: ReferralStatus,
    DueKind.FOLLOW_UP: FollowUp,
}
"""Which of its kind it is, as its code is called."""


class DeskFilter(Request):
    """What a desk may be narrowed by; without anything, my own cases."""

    whose = Code(Whose)
    owner_id = Id()
    due = Code(DueWhen)
    kind = Code(DueKind)
    urgency = Code(Urgency)
    area_id = Id()
    silent = Ticked()


def desk_clock(reader: Reader) -> DeskClock:
    """Give the hour at this reader's desk."""
    return DeskClock(now=reader.now, zone=reader.zone)


def _source(session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    clock = desk_clock(current_reader())
    days = silent_days(session, identity, clock) if wanted.get("silent") else None
    wish = DeskWish(
        whose=wanted.get("whose") or Whose.MINE,
        owner_id=wanted.get("owner_id"),
        due=wanted.get("due"),
        kind=wanted.get("kind"),
        urgency=wanted.get("urgency"),
        area_id=wanted.get("area_id"),
        silent_days=days,
    )
    return desk_of(session, identity, wish, clock)


def what_is_due(row: Row[Any], reader: Reader) -> str:
    """Name what is due, and which of its kind: "A day the law sets: the office's answer"."""
    if not row.kind:
        return reader.label(DueWhen.NOTHING)
    kind = DueKind(row.kind)
    said = reader.label(kind)
    if kind not in DETAILS or not row.detail:
        return said
    return f"{said}: {reader.label(DETAILS[kind](row.detail.partition(':')[0]))}"


def _way(row: Row[Any]) -> str:
    return way_to(row) or url_for("casework.case", case_id=row.Case.id)


def way_to(row: Row[Any]) -> str | None:
    """Give the page on which one acts on what is due; None where it is the case's own."""
    kind = DueKind(row.kind) if row.kind else None
    if kind is DueKind.LEGAL_CLOCK and row.detail == ClockKind.AFTER_CHECK:
        kind = DueKind.CRISIS
    elif kind and row.detail.endswith(OF_REFERRAL):
        kind = DueKind.REFERRAL
    endpoint, name = WAYS[kind] if kind else ("casework.case", "")
    return url_for(endpoint, **{name: row.row_id}) if name else None


def when_due(row: Row[Any], reader: Reader) -> str:
    """Say the day or the hour, and how far away it is."""
    if row.due is None or DueKind(row.kind) in QUIET:
        return ""
    at = datetime.fromtimestamp(row.due, UTC)
    day = at.astimezone(ZoneInfo(reader.zone)).date()
    if DueKind(row.kind) not in DAYS and abs(day - reader.today) <= A_DAY:
        return f"{reader.moment(at)} ({reader.ago(at)})"
    # The last second of a day by the clock of today, or an hour long gone: the date says it.
    return f"{reader.day(day)} ({reader.ago(day)})"


def tone_of_due(row: Row[Any]) -> str | None:
    """Give how pressing it is by this hour."""
    if row.due is None or DueKind(row.kind) in QUIET:
        return None
    clock = desk_clock(current_reader())
    if row.due < clock.seconds:
        return CRISIS
    return SOON if row.due < clock.span(DueWhen.TODAY)[1] else CALM


def _last(row: Row[Any], reader: Reader) -> str:
    if row.last_at is None:
        return reader.say(N_("No contact yet"))
    return reader.ago(row.last_at)


def _steered(row: Row[Any], reader: Reader) -> str:
    return row.Steerer.full_name if row.Steerer else reader.say(N_("Nobody yet"))


DESK = register(
    Listing(
        name="desk",
        title=N_("My desk"),
        permission="case.read",
        endpoint="casework.desk",
        filters=DeskFilter,
        source=_source,
        order=(Key(PRESSING_FIRST), Key(DUE_FIRST), Key(Case.id)),  # type: ignore[arg-type]
        columns=(
            RESIDENT_OF_CASE,
            Column("next", N_("Next"), what_is_due, link=_way),
            Column("when", N_("By when"), when_due, tone=tone_of_due),
            URGENCY,
            Column("contact", N_("Last contact"), _last),
            DISTRICT,
            Column("owner", N_("Steered by"), _steered),
        ),
        people=lambda row: [row.Person.id],
        empty=N_(
            "No case waits here. Open one from a resident's page, or look at the reports that "
            "nobody has taken up."
        ),
    )
)
