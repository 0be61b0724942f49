"""The board of check-ins, and one check-in with its ladder, its answer and its all-clear."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import url_for
from sqlalchemy import func, select

from blueprints.coordination.door import blueprint
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import SLOT, SlotEvent, SlotStatus
from hopecare.domain.check_ins import AskedBy
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.message_words import code_words
from hopecare.queries.areas import districts
from hopecare.queries.check_in_board import (
    NOT_CLEAR,
    can_be_rung,
    day_in,
    next_rung,
    not_clear,
    on_board,
)
from hopecare.queries.check_ins import AWAITED, open_calls_of, plan_by_id, slot_by_id
from hopecare.queries.how_ended import how_ended, is_settled
from hopecare.queries.people_at_a_glance import glance_at, names_of
from hopecare.queries.rung_words import last_seen_well, people_of, question_of, rungs_done
from hopecare.queries.visibility import refuse_unless, visible
from hopecare.queries.ways_to_agree import count_ways_to_agree
from hopecare.reading.ladders import ladder_of
from hopecare.services.end_check_in import end_check_in
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.check_ins import CHECK_INS, CheckInsFilter
from hopecare.web.pages import again, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.alerts import EndAlertRequest
from hopecare.web.scopes import reading
from hopecare.web.seen_words import seen_words
from hopecare.web.way_words import way_words
from models import CheckInSlot

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

A_DAY: Final = timedelta(days=1)
ENDED: Final = N_("Written down. Whoever was alarmed is told.")
ENDED_BEFORE: Final = N_(
    "How this check-in ended was written down before, and stands. If something else has become of "
    "them since, pause their check-ins, or record their death on their own page."
)


@blueprint.get("/check-ins")
@permits("check_in.read")
def check_ins() -> ResponseReturnValue:
    """Show a day's check-ins, the most urgent first."""
    reader = current_reader()
    on = read_query(CheckInsFilter).data.get("on") or reader.today
    with reading() as session:
        areas = districts(session)
        counts = _counts(session, on)
        ways = count_ways_to_agree(session, identity=current_identity(), on=reader.today)
    return show_listing(
        CHECK_INS,
        "coordination/check_ins.html",
        areas=areas,
        counts=counts,
        ways=ways,
        on=on,
        before=on - A_DAY,
        following=on + A_DAY if on < reader.today else None,
        is_today=on == reader.today,
        SlotStatus=SlotStatus,
    )


@blueprint.get("/check-ins/<uuid:slot_id>")
@permits("check_in.read")
def check_in(slot_id: UUID) -> ResponseReturnValue:
    """Show one check-in: whom, how to reach them, what was done, what comes next."""
    return page("coordination/check_in.html", **_seen(slot_id, blank_form()))


@blueprint.post("/check-ins/<uuid:slot_id>/clear")
@permits("check_in.clear")
def give_clear(slot_id: UUID) -> ResponseReturnValue:
    """Write that they are safe, or what became of them; whoever was alarmed hears it."""
    form = read_form(EndAlertRequest)
    if not form.is_valid:
        return again("coordination/check_in.html", **_seen(slot_id, form))
    identity, words = current_identity(), ENDED

    def act(session: Session) -> str:
        nonlocal words
        refuse_unless(session, "check_in.clear", identity, CheckInSlot, slot_id)
        slot = slot_by_id(session, slot_id)
        words = ENDED_BEFORE if is_settled(session, slot) else ENDED
        how = {"ended_by": form.data["ended_by"], "note": form.data["note"]}
        end_check_in(session, slot=slot, **how, by=identity, now=desk().clock())
        return url_for("coordination.check_in", slot_id=slot_id)

    answer = act_once(identity, act)
    said(words)
    return answer


def _counts(session: Session, on: date) -> dict[str, int]:
    """Count the day by how each check-in stands; each number is a link to its rows."""
    reader = current_reader()
    day = day_in(reader.zone, on)
    mine = visible("check_in.read", current_identity(), CheckInSlot)
    counted = session.execute(
        select(CheckInSlot.status, func.count(CheckInSlot.id))
        .where(mine, on_board(day, is_today=on == reader.today))
        .group_by(CheckInSlot.status)
    )
    counts = {status.value: int(number) for status, number in counted}
    waits = session.scalar(select(func.count(CheckInSlot.id)).where(mine, not_clear(day)))
    return counts | {"not_clear": int(waits or 0)}


def _seen(slot_id: UUID, form: Form) -> dict[str, object]:
    """Read the check-in for this reader, and note whom it shows."""
    with reading() as session:
        refuse_unless(session, "check_in.read", current_identity(), CheckInSlot, slot_id)
        slot = session.get_one(CheckInSlot, slot_id)
        plan = plan_by_id(session, slot.plan_id)
        about = glance_at(session, slot.person_id, on=current_reader().today)
        rungs, question = rungs_done(session, slot_id), question_of(session, slot_id)
        calls = open_calls_of(session, slot_id)
        is_rung = can_be_rung(session, slot, on=current_reader().today)
        how = how_ended(session, slot, current_identity())
        people = people_of(rungs) | {
            slot.answered_by_id, slot.cleared_by_id, plan.asked_person_id,
            how.by_id if how else None,
        }  # fmt: skip
        names = names_of(session, people)
    seen = last_seen_well(rungs)
    shown([slot.person_id, *(each.person.id for each in about.others)])
    return {
        "slot": slot,
        "plan": plan,
        "is_knock": plan.asked_by is AskedBy.KNOCK,
        "way": way_words(plan, question.message.channel if question else None, current_reader()),
        "question": question,
        "about": about,
        "rungs": rungs,
        "calls": calls,
        "can_be_rung": is_rung,
        "names": names,
        "how_ended": how,
        "why_ended": code_words(how.code, current_reader()) if how else "",
        "seen_well": seen_words(slot, plan, seen, names.get(seen.person_id, ""), current_reader())
        if seen and seen.person_id
        else None,
        "next_rung": next_rung(slot, ladder_of(plan, slot)),
        "form": form,
        "AlertEnd": AlertEnd,
        **_open_for(slot),
    }


def _open_for(slot: CheckInSlot) -> dict[str, bool]:
    """What may still be said about a check-in."""
    return {
        "is_open": slot.status in AWAITED or slot.status in NOT_CLEAR,
        "may_answer": slot.status in AWAITED,
        "may_clear": (slot.status, SlotEvent.ALL_CLEAR) in SLOT.moves,
    }
