"""How a plan of check-ins is made by either door: what this town can do, and over what was read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.channel_profiles import profile_for
from hopecare.domain.channel_profiles import asking_channels
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.check_in_zones import is_zone
from hopecare.domain.check_ins import BY_ITSELF, AnswererKind, AskingWay, QuestionCode, asked_by
from hopecare.domain.people import OtherContactKind
from hopecare.domain.send_gate import night_ends
from hopecare.errors import InvalidInputError, StaleVersionError
from hopecare.language import languages
from hopecare.queries.check_in_board import find_live_plan
from hopecare.queries.people_at_a_glance import glance_at
from hopecare.reading.ladders import ladder_of
from hopecare.services.hold_people import hold_people
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.web.acts import expect_version
from hopecare.web.complaints import Complaint
from hopecare.web.language import current_reader
from hopecare.web.requests.plan_check_ins import LadderName
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Case, Town
from notifications.town_channels import profile_of_town

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.identity import Identity
    from models import CheckInPlan


def channels() -> list[Channel]:
    """The ways by which an answer can come back in this town."""
    town = current_town()
    return list(asking_channels(profile_for(town.channel_profile, town.country)))


def ways() -> list[AskingWay]:
    """Every way a resident may wish for here: by machine, at the door, or not at all."""
    return [*(AskingWay(each.value) for each in channels()), AskingWay.KNOCK, AskingWay.NONE]


def flaws_of(data: Mapping[str, Any]) -> dict[str, Complaint]:
    """Say what of a wish this town's network and our languages cannot do, by its field."""
    flaws: dict[str, Complaint] = {}
    if data.get("channel") and data["channel"] not in ways():
        flaws["channel"] = Complaint("not_a_choice")
    if data.get("language") and data["language"] not in languages():
        flaws["language"] = Complaint("not_a_choice")
    zone = data.get("zone")
    if zone and not is_zone(zone):
        return {**flaws, "zone": Complaint("not_a_choice")}
    at_night = _at_night(data) if data.get("local_time") else None
    return flaws if at_night is None else {**flaws, "local_time": at_night}


def plan_anew(
    session: Session, person_id: UUID, data: dict[str, Any], *, by: Identity, now: datetime
) -> CheckInPlan:
    """Make the plan over the one that was read; who is asked instead is a carer of theirs."""
    hold_people(session, person_id, lets_rows_come=True)
    standing = find_live_plan(session, person_id)
    _expect_standing(standing, data)
    _refuse_strangers(session, person_id, data["asked_person_id"])
    wish = _wish_from(data, session.scalar(_case_of(person_id)), standing)
    return plan_check_ins(session, person_id=person_id, wish=wish, by=by, now=now)


def _at_night(data: Mapping[str, Any]) -> Complaint | None:
    """A question at night would never be asked: say so now, not when it has come to nothing.

    Night by the clock where the resident is; by the town's too where somebody else is asked, who
    may well have stayed here.
    """
    reader = current_reader()
    with reading() as session:
        town = session.get_one(Town, current_town().id)
        profile = profile_of_town(session, town, on=reader.today)
    own = ZoneInfo(data.get("zone") or town.zone)
    wished = datetime.combine(reader.today, data["local_time"], own)
    clocks = [wished]
    if data.get("asked_person_id"):
        clocks.append(wished.astimezone(ZoneInfo(town.zone)))
    if all(night_ends(each, profile) is None for each in clocks):
        return None
    starts, ends = reader.clock(profile.quiet_until), reader.clock(profile.quiet_from)
    return Complaint("at_night", starts=starts, ends=ends)


def _expect_standing(standing: CheckInPlan | None, data: Mapping[str, Any]) -> None:
    """Refuse to replace another plan than the one that was read; a change is a plan anew."""
    if (standing.id if standing else None) != data["plan_id"]:
        raise StaleVersionError(kind="CheckInPlan", version=standing.version if standing else 0)
    if standing is not None:
        expect_version(standing, data["version"] or 0)


def _refuse_strangers(session: Session, person_id: UUID, asked_id: UUID | None) -> None:
    """Nobody else is asked how a resident is than whom they name as their carer, today."""
    if asked_id is None:
        return
    about = glance_at(session, person_id, on=current_reader().today)
    carers = [each for each in about.others if each.contact.kind is OtherContactKind.CARER]
    if asked_id not in {each.person.id for each in carers}:
        raise InvalidInputError({"asked_person_id": ["not_a_choice"]})


def _case_of(person_id: UUID) -> Any:  # noqa: ANN401  a select of one column
    """The newest case that is not closed: its timeline shows the check-ins."""
    return (
        select(Case.id)
        .where(Case.resident_id == person_id, Case.closed_at.is_(None))
        .order_by(Case.opened_at.desc(), Case.id)
        .limit(1)
    )


def _wish_from(
    data: dict[str, Any], case_id: UUID | None, standing: CheckInPlan | None
) -> CheckInWish:
    """What was chosen; the ladder is chosen with the first plan, and changed on its own page."""
    carer_id = data["asked_person_id"]
    return CheckInWish(
        local_time=data["local_time"],
        zone=data["zone"] or None,
        weekdays=tuple(day for day in WEEKDAYS if day in data["weekdays"]),
        channel=BY_ITSELF.get(data["channel"]),
        asked_by=asked_by(data["channel"]),
        language=data["language"],
        case_id=case_id,
        asked_person_id=carer_id,
        answer_of=AnswererKind.EITHER if carer_id else AnswererKind.RESIDENT,
        question=data["question"] or _question_of(standing),
        ladder=standing.ladder if standing else (data["ladder"] or LadderName.DEFAULT).value,
        steps=ladder_of(standing) if standing else None,
    )


def _question_of(standing: CheckInPlan | None) -> QuestionCode:
    """What is asked now; at first, how they are."""
    return standing.question if standing else QuestionCode.WELLBEING
