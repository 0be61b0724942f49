"""The form of a plan of check-ins: what stands in it, what it offers, what it refuses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from blueprints.coordination.ladder_draft import rehearsal_of
from hopecare.channel_profiles import profile_for
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.check_ins import BY_ITSELF, AnswererKind, AskingWay, asked_by, way_of
from hopecare.domain.people import OtherContactKind
from hopecare.domain.send_gate import night_ends
from hopecare.language import N_, languages
from hopecare.reading.ladders import ladder_named, ladder_of
from hopecare.services.plan_check_ins import CheckInWish
from hopecare.web.choice_words import WORDS
from hopecare.web.language import current_reader
from hopecare.web.requests.plan_check_ins import LadderName
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Town
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.rehearsal import Effort
    from hopecare.queries.people_at_a_glance import Glance
    from hopecare.web.forms import Form
    from models import CheckInPlan, Person


def wish_from(
    data: dict[str, Any], case_id: UUID | None, standing: CheckInPlan | None
) -> CheckInWish:
    """What was chosen; the ladder is chosen with the first plan, and changed on its own page."""
    carer_id = data["asked_person_id"]
    return CheckInWish(
        local_time=data["local_time"],
        weekdays=tuple(day for day in WEEKDAYS if day in data["weekdays"]),
        channel=BY_ITSELF.get(data["channel"]),
        asked_by=asked_by(data["channel"]),
        language=data["language"],
        case_id=case_id,
        asked_person_id=carer_id,
        answer_of=AnswererKind.EITHER if carer_id else AnswererKind.RESIDENT,
        ladder=standing.ladder if standing else (data["ladder"] or LadderName.DEFAULT).value,
        steps=ladder_of(standing) if standing else None,
    )


def standing_values(about: Glance, standing: CheckInPlan | None) -> dict[str, object]:
    """What stands in the form at first: the plan, or what most people choose."""
    if standing is None:
        return {
            "weekdays": list(WEEKDAYS),
            "local_time": "10:00",
            "channel": ways()[0].value,
            "language": about.person.language,
            "ladder": LadderName.DEFAULT.value,
            "plan_id": None,
            "version": None,
        }
    return {
        "weekdays": list(standing.weekdays),
        "local_time": f"{standing.local_time:%H:%M}",
        "channel": way_of(standing.asked_by, standing.channel).value,
        "language": standing.language,
        "asked_person_id": str(standing.asked_person_id or ""),
        "plan_id": standing.id,
        "version": standing.version,
    }


def carers_of(about: Glance) -> list[tuple[str, str]]:
    """Give the carers who may be asked instead."""
    return [
        (str(each.person.id), each.person.full_name)
        for each in about.others
        if each.contact.kind is OtherContactKind.CARER
    ]


def channels() -> list[Channel]:
    """The ways by which an answer can come back in this town."""
    town = current_town()
    profile = profile_for(town.channel_profile, town.country)
    by_text = profile.resident_reply_way is ReplyWay.SMS or profile.links_allowed
    return [each for each in profile.channels if each is Channel.VOICE or by_text]


def ways() -> list[AskingWay]:
    """Every way a resident may wish for here: by machine, at the door, or not at all."""
    return [*(AskingWay(each.value) for each in channels()), AskingWay.KNOCK, AskingWay.NONE]


def offered_ways() -> list[tuple[str, str, str | None]]:
    """Give each way with its words, and what a knock means."""
    reader = current_reader()
    hints = {AskingWay.KNOCK: N_("Who helps them looks in within two hours after the time.")}
    return [
        (way.value, reader.label(way), reader.say(hints[way]) if way in hints else None)
        for way in ways()
    ]


def refuse_unknown(form: Form) -> None:
    """Only what this town's network and our languages can do."""
    if form.data.get("channel") and form.data["channel"] not in ways():
        form.refuse("channel", "not_a_choice")
    if form.data.get("language") and form.data["language"] not in languages():
        form.refuse("language", "not_a_choice")
    if form.data.get("local_time"):
        _refuse_night(form)


def _refuse_night(form: Form) -> None:
    """A question at night would never be asked: say so now, not when it has come to nothing."""
    reader = current_reader()
    with reading() as session:
        town = session.get_one(Town, current_town().id)
        profile = profile_of_town(session, town, on=reader.today)
    wished = datetime.combine(reader.today, form.data["local_time"], ZoneInfo(town.zone))
    if night_ends(wished, profile) is not None:
        starts, ends = reader.clock(profile.quiet_until), reader.clock(profile.quiet_from)
        form.refuse("local_time", "at_night", starts=starts, ends=ends)


def first_ladders(session: Session, person: Person) -> list[tuple[str, str, str | None]]:
    """The ladders to begin with, each with what it would have caused in the last weeks."""
    reader = current_reader()
    ladders = [ladder_named(each.value) for each in LadderName]
    rehearsal = rehearsal_of(session, person, ladders, way=ways()[0])
    asked = len(rehearsal.past.check_ins)
    return [
        (each.value, reader.say(WORDS[each.value]), _forecast(effort, asked))
        for each, effort in zip(LadderName, rehearsal.others, strict=True)
    ]


def _forecast(effort: Effort, asked: int) -> str | None:
    """Say what a ladder would have caused, in a line."""
    if not asked:
        return None
    return current_reader().say(
        N_(
            "Over %(asked)s check-ins of the last eight weeks: %(alerts)s alerts, %(look_ins)s "
            "neighbours sent, %(at_night)s of them at night."
        ),
        asked=asked,
        alerts=effort.alerts,
        look_ins=effort.look_ins,
        at_night=effort.at_night,
    )
