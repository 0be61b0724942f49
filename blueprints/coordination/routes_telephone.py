"""The telephone as a door: one box, who it is, and what they say written down in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import request, url_for

from blueprints.coordination.door import blueprint
from hopecare.domain.calls import TELEPHONE_OUTCOMES, CallerPart
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.codes import read_code
from hopecare.domain.phone import PhoneNumber
from hopecare.domain.replies import ReplyMeaning
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.by_code import Coded, find_coded
from hopecare.queries.callers import MOST, Caller, caller_by_id, find_callers
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.residents import find_phone
from hopecare.queries.visibility import refuse_unless
from hopecare.services.answer_check_in import answer_check_in
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.log_call import log_call
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.clash_words import clash_said
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, go, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.log_call import (
    AnswerByPhoneRequest,
    LogCallRequest,
    OfferByPhoneRequest,
    ReportFromCallRequest,
    note_from,
)
from hopecare.web.scopes import reading
from hopecare.web.timeline_lines import told_lines
from hopecare.web.town import current_town
from models import Call, CheckInSlot, Offer, Person

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.services.answer_offer import AnsweredOffer

LONGEST_TYPED = 60
LONGEST_NOTE = 300
"""What can be read while somebody waits on the line; all of it stands on the person's page."""
ANSWER_COUNTS = N_("The answer is written down.")
ANSWER_KEPT = N_("Written down. The check-in stays open: it waits for somebody else's answer.")
HELP_STANDS = N_(
    "Written down. Their call for help stands: it ends when you write down here what is true now."
)
SAID_OF_OFFER = {
    OfferResult.YOURS: N_("Written down: they take it. Address and telephone are on their page."),
    OfferResult.LATE: N_(
        "Somebody was faster. Please thank them: for the next week they are among the first we "
        "ask near them."
    ),
    OfferResult.DECLINED: N_("Written down: not this time."),
    OfferResult.FULL: N_("They already have as many tasks as they set for themself."),
    OfferResult.CLASH: N_("They have promised other help at that time: %(what)s."),
    OfferResult.OVER: N_("This help is not needed of them any more."),
    OfferResult.CHANGED: N_("It was changed since they were asked, and does not suit them now."),
    OfferResult.HELD_BEFORE: N_(
        "They held this before, and somebody is still needed. Ask them by hand on the page of the "
        "case."
    ),
    OfferResult.STILL_YOURS: N_(
        "They hold it still. End it on the page of the case if they cannot."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Who is looked for: by what was typed, or the one person an act was about."""

    typed: str = ""
    person_id: UUID | None = None


@blueprint.get("/telephone")
@permits("resident.find")
def find() -> ResponseReturnValue:
    """Show who may be on the line: for a number or a name, or the one an act was about.

    The code of a referral or a case leads straight to it: an office on the line names that alone.
    """
    typed = request.args.get("q", "").strip()[:LONGEST_TYPED]
    person_id = request.args.get("person_id", type=UUID)
    call_id = request.args.get("call_id", type=UUID)
    wanted = _rang(call_id) if call_id else _Wanted(typed=typed, person_id=person_id)
    found = _found(wanted, blank_form())
    coded = found["coded"]
    if isinstance(coded, Coded) and coded.is_ours and not found["callers"]:
        return go(_page_of(coded))
    return page("coordination/telephone.html", **found)


def _page_of(coded: Coded) -> str:
    if coded.referral_id is not None:
        return url_for("casework.referral", referral_id=coded.referral_id)
    return url_for("casework.case", case_id=coded.case_id)


@blueprint.post("/telephone/calls")
@permits("call.log")
def log_a_call() -> ResponseReturnValue:
    """Write a call down, with a person we know or with a number we do not know yet."""
    form = read_form(LogCallRequest)
    return _log(form, to=_line_of)


@blueprint.post("/telephone/calls/report")
@permits("call.log")
def report_from_call() -> ResponseReturnValue:
    """Write a call down, and go on to the report with what was noted and who is who."""
    form = read_form(ReportFromCallRequest)
    who = {"part": form.data.get("part"), "about_id": form.data.get("about_id")}
    return _log(form, to=lambda call: url_for("coordination.take_report", call_id=call.id, **who))


def _line_of(call: Call) -> str:
    """Lead back to who rang, without their name or number: an address is kept."""
    if call.person_id is None:
        return url_for("coordination.find", call_id=call.id)
    return url_for("coordination.find", person_id=call.person_id)


def _log(form: Form, *, to: Callable[[Call], str]) -> ResponseReturnValue:
    """Write the call down and go on, or say what is wrong with it."""
    if not form.is_valid:
        return _again(form)
    identity, note = current_identity(), note_from(form.data, current_town().country)
    words, now = N_("The call is written down."), desk().clock()

    def act(session: Session) -> str:
        nonlocal words
        if note.person_id is not None:
            refuse_unless(session, "call.log", identity, Person, note.person_id)
        call = log_call(session, note=note, by=identity, now=now)
        words = words if call.at == now else N_("That was written down already.")
        return to(call)

    answer = act_once(identity, act)
    said(words)
    return answer


@blueprint.post("/telephone/check-in", endpoint="answer_check_in")
@permits("check_in.answer")
def answer_check_in_act() -> ResponseReturnValue:
    """Write down what a resident said on the telephone about today."""
    form = read_form(AnswerByPhoneRequest)
    if not form.is_valid:
        return _again(form)
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "check_in.answer", identity, CheckInSlot, form.data["slot_id"])
        says = {name: form.data[name] for name in ("slot_id", "meaning", "from_person_id")}
        is_settled = answer_check_in(session, **says, by=identity, now=desk().clock())
        slot = slot_by_id(session, form.data["slot_id"])
        calls_for_help = slot.status is SlotStatus.HELP_ASKED and not is_settled
        said(ANSWER_COUNTS if is_settled else HELP_STANDS if calls_for_help else ANSWER_KEPT)
        if form.data["back"] or calls_for_help:
            return url_for("coordination.check_in", slot_id=slot.id)
        return url_for("coordination.find", person_id=form.data["from_person_id"] or slot.person_id)

    return act_once(identity, act)


@blueprint.post("/telephone/offer")
@permits("offer.answer")
def answer_for_volunteer() -> ResponseReturnValue:
    """Write down what a volunteer said on the telephone to an offer."""
    form = read_form(OfferByPhoneRequest)
    if not form.is_valid:
        return _again(form)
    identity, now = current_identity(), desk().clock()
    answer = OfferAnswer(
        says_yes=form.data["meaning"] is ReplyMeaning.YES, way=ReplyWay.HELPER_CALL
    )

    def act(session: Session) -> str:
        refuse_unless(session, "offer.answer", identity, Offer, form.data["offer_id"])
        answered = answer_offer(
            session,
            offer_id=form.data["offer_id"],
            answer=answer,
            by=identity,
            now=now,
        )
        _say_of_offer(session, answered, now)
        return url_for("coordination.find", person_id=answered.offer.helper_id)

    return act_once(identity, act)


def _say_of_offer(session: Session, answered: AnsweredOffer, now: datetime) -> None:
    """Say what it came to; where they are elsewhere then, what they hold, as their page says it."""
    values = {}
    if answered.result is OfferResult.CLASH:
        values["what"] = clash_said(session, answered.offer.id, current_reader(), now=now)
    said(SAID_OF_OFFER[answered.result], **values)


def _rang(call_id: UUID) -> _Wanted:
    """Whom a call of the reader's own was with, or the number nobody we know rang from."""
    with reading() as session:
        call = session.get(Call, call_id)
    if call is None or call.by_id != current_identity().person_id:
        return _Wanted()
    number = PhoneNumber(call.number).written_for(current_town().country) if call.number else ""
    return _Wanted(typed="" if call.person_id else number, person_id=call.person_id)


def _again(form: Form) -> ResponseReturnValue:
    """Show the same people once more, with what is wrong."""
    person_id = form.data.get("person_id") or form.data.get("from_person_id")
    wanted = _Wanted(typed=form.value("typed"), person_id=person_id)
    return again("coordination/telephone.html", **_found(wanted, form))


def _callers(session: Session, wanted: _Wanted) -> list[Caller]:
    who, on = current_identity(), current_reader().today
    if not wanted.typed and wanted.person_id is not None:
        return caller_by_id(session, wanted.person_id, identity=who, on=on)
    country = current_town().country
    return find_callers(session, typed=wanted.typed, country=country, identity=who, on=on)


def _coded(session: Session, typed: str) -> Coded | None:
    code = read_code(typed)
    return find_coded(session, code, identity=current_identity()) if code else None


def _found(wanted: _Wanted, form: Form) -> dict[str, object]:
    """Read who may be on the line, and note that they were shown."""
    typed, town, reader = wanted.typed, current_town(), current_reader()
    with reading() as session:
        callers = _callers(session, wanted)
        coded = _coded(session, typed)
    shown([caller.person.id for caller in callers])
    shown([caller.answers_for.id for caller in callers if caller.answers_for])
    shown([resident.id for caller in callers for resident in caller.stands_by])
    return {
        "typed": typed,
        "callers": callers,
        "coded": coded,
        "coded_page": _page_of(coded) if coded and coded.is_ours else None,
        "told": {each.person.id: told_lines(each.last_things, reader) for each in callers},
        "form": form,
        "blank": blank_form(),
        "number": find_phone(typed, town.country),
        "said_name": typed if any(each.isalpha() for each in typed) else "",
        "outcomes": TELEPHONE_OUTCOMES,
        "caller_parts": CallerPart,
        "longest_note": LONGEST_NOTE,
        "most": MOST,
    }
