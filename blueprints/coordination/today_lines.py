"""One person on the page of a day: who, where, why and since when, with the one way on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import url_for

from hopecare.domain.care_path import NeedStatus
from hopecare.language import N_
from hopecare.queries.places import area_name
from hopecare.web.listings.alerts import reported_name
from hopecare.web.listings.applications import next_day, programme_said, waits_for
from hopecare.web.listings.check_ins import next_step
from hopecare.web.listings.consents import end_words
from hopecare.web.listings.crises import who_is_responsible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from hopecare.language.reader import Reader
    from models import Area


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person by the name they are called, in a few words."""

    who: str
    district: str
    why: str
    since: str
    href: str


def of_alert(row: Row[Any], reader: Reader) -> PersonLine:
    """An alert nobody has taken."""
    return PersonLine(
        who=reported_name(row) or reader.say(N_("Nobody known yet"))
        if row.Person is None
        else row.Person.called,
        district=_district(row.Area, reader),
        why=reader.label(row.Alert.kind),
        since=reader.ago(row.Alert.raised_at),
        href=url_for("coordination.alert", alert_id=row.Alert.id),
    )


def of_crisis(row: Row[Any], reader: Reader) -> PersonLine:
    """A crisis without an all-clear, with who is responsible."""
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=reader.say(N_("Responsible: %(name)s."), name=who_is_responsible(row, reader))
        if not row.is_nobodys
        else who_is_responsible(row, reader),
        since=reader.ago(row.Crisis.opened_at),
        href=url_for("casework.crisis", crisis_id=row.Crisis.id),
    )


def of_clock(row: Row[Any], reader: Reader) -> PersonLine:
    """An application whose day is near or over."""
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=f"{programme_said(row.Application, reader)} · {waits_for(row, reader)}",
        since=reader.ago(next_day(row, reader)),
        href=url_for("casework.application", application_id=row.Application.id),
    )


def of_bridge(row: Row[Any], reader: Reader) -> PersonLine:
    """Help that does not last until a decision."""
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=f"{reader.label(row.Need.kind)} · {reader.label(row.Need.status)}",
        since=reader.ago(row.Need.created_at),
        href=url_for("casework.application", application_id=row.Application.id),
    )


def of_check_in(row: Row[Any], reader: Reader) -> PersonLine:
    """A check-in without an all-clear, with what comes next and when."""
    status = reader.label(row.CheckInSlot.status)
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=f"{status} · {next_step(row, reader)}",
        since=reader.ago(row.CheckInSlot.due_at),
        href=url_for("coordination.check_in", slot_id=row.CheckInSlot.id),
    )


def of_way(row: Row[Any], reader: Reader) -> PersonLine:
    """Somebody who wants no more texts, with the next check-in that would be a call."""
    due_at = row.CheckInPlan.next_due_at
    words = N_("next check-in %(at)s") if due_at else N_("check-ins are paused")
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=reader.say(words, at=reader.moment(due_at) if due_at else ""),
        since=reader.ago(row.stopped_at),
        href=url_for("coordination.check_in_plan", person_id=row.Person.id),
    )


def of_moved(row: Row[Any], reader: Reader) -> PersonLine:
    """Somebody asked another way since the network changed, with the way and the next check-in."""
    plan = row.CheckInPlan
    next_one = N_("next check-in %(at)s") if plan.next_due_at else N_("check-ins are paused")
    said = reader.say(next_one, at=reader.moment(plan.next_due_at) if plan.next_due_at else "")
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=f"{reader.label(plan.channel)} · {said}",
        since=reader.ago(plan.moved_over_at),
        href=url_for("coordination.check_in_plan", person_id=row.Person.id),
    )


def of_report(row: Row[Any], reader: Reader) -> PersonLine:
    """A report nobody has taken up."""
    return PersonLine(
        who=row.Report.about_name or reader.say(N_("Name not known")),
        district=_district(row.Area, reader),
        why=reader.label(row.Report.door),
        since=reader.ago(row.Report.received_at),
        href=url_for("coordination.report", report_id=row.Report.id),
    )


def of_call(row: Row[Any], reader: Reader) -> PersonLine:
    """A call that is owed, with its hour."""
    due_at = row.CallTask.due_at
    whom = row.Person or row.About
    words = N_("was due %(ago)s") if due_at < reader.now else N_("by %(at)s")
    return PersonLine(
        who=reader.say(N_("A number we do not know yet")) if whom is None else whom.called,
        district=_district(row.Area, reader),
        why=reader.label(row.CallTask.kind),
        since=reader.say(words, ago=reader.ago(due_at), at=reader.clock(due_at)),
        href=url_for("coordination.call_task", task_id=row.CallTask.id),
    )


def of_untaken(row: Row[Any], reader: Reader) -> PersonLine:
    """A need nobody has taken, with how many were asked."""
    words = N_("%(kind)s · %(num)s asked, nobody yet") if row.asked else N_("%(kind)s · not asked")
    said = reader.say(words, kind=reader.label(row.Need.kind), num=reader.count(row.asked))
    return _need_line(row, reader, why=said, since=reader.ago(row.Need.created_at))


def of_handed_back(row: Row[Any], reader: Reader) -> PersonLine:
    """A need whose helper gave it back, with whether others are asked already."""
    is_asking = row.Need.status is NeedStatus.ASKING
    words = N_("%(kind)s · being asked") if is_asking else N_("%(kind)s · ask somebody")
    said = reader.say(words, kind=reader.label(row.Need.kind))
    # Not how long it waits: that begins when it was written down, here as everywhere.
    back = reader.say(N_("given back %(ago)s"), ago=reader.ago(row.Task.ended_at))
    return _need_line(row, reader, why=said, since=back)


def of_new_helper(row: Row[Any], reader: Reader) -> PersonLine:
    """A need somebody took since yesterday, with who it is."""
    said = reader.say(
        N_("%(kind)s · %(helper)s said yes"),
        kind=reader.label(row.Need.kind),
        helper=row.Helper.called,
    )
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=said,
        since=reader.ago(row.Task.started_at),
        href=url_for("casework.case", case_id=row.Case.id),
    )


def of_referral(row: Row[Any], reader: Reader) -> PersonLine:
    """A referral whose answer is late."""
    is_korean = reader.language == "ko"
    service = row.Service.name if is_korean else row.Service.name_en
    office = row.Organisation.name if is_korean else row.Organisation.name_en
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=f"{service} · {office}",
        since=reader.say(N_("was due %(ago)s"), ago=reader.ago(row.Referral.answer_due_on)),
        href=url_for("casework.referral", referral_id=row.Referral.id),
    )


def of_consent(row: Row[Any], reader: Reader) -> PersonLine:
    """A consent that ends or has ended."""
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=reader.label(row.ConsentEntry.purpose),
        since=end_words(row, reader),
        href=url_for("casework.consents", person_id=row.Person.id),
    )


def together(lines: Sequence[PersonLine]) -> PersonLine:
    """Name one person once, with every why; the rest is that of the first line."""
    return replace(lines[0], why=", ".join(dict.fromkeys(line.why for line in lines)))


def _need_line(row: Row[Any], reader: Reader, *, why: str, since: str) -> PersonLine:
    """A need, acted on where neighbours are asked."""
    return PersonLine(
        who=row.Person.called,
        district=_district(row.Area, reader),
        why=why,
        since=since,
        href=url_for("casework.ask", need_id=row.Need.id),
    )


def _district(area: Area | None, reader: Reader) -> str:
    return area_name(area, language=reader.language)
