"""A crisis: help first, check after, and one person responsible until the all-clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.domain.clocks import ClockKind
from hopecare.domain.crises import AfterCheck, EmergencyOutcome, RungBy
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import crisis_view, may_be_responsible
from hopecare.queries.places import find_household
from hopecare.queries.residents import contact_points_of, person_by_id, safety_rules_of
from hopecare.queries.visibility import refuse_unless
from hopecare.reading.legal_clocks import country_clocks
from hopecare.services.answer_hand_over import answer_hand_over
from hopecare.services.end_crisis import end_crisis
from hopecare.services.hand_crisis_on import hand_crisis_on
from hopecare.services.open_crisis import open_crisis
from hopecare.services.record_after_check import record_after_check
from hopecare.services.record_crisis_help import FirstHelp, record_crisis_help
from hopecare.services.record_emergency import record_emergency
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.emergency import emergency_number, emergency_numbers
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.crises import CRISES, WHICH
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.crises import (
    AfterCheckRequest,
    AnswerHandOverRequest,
    CrisisHelpRequest,
    EndCrisisRequest,
    HandOnRequest,
    OpenCrisisRequest,
    RecordEmergencyRequest,
    emergency_from,
)
from hopecare.web.scopes import reading
from models import Case, Crisis

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.web.forms import Form

    Act = Callable[[Session, Identity, datetime], object]

NEW: Final = "casework/new_crisis.html"
EMERGENCY: Final = "casework/crisis_emergency.html"
HELP: Final = "casework/crisis_help.html"
CHECK: Final = "casework/crisis_check.html"
HAND_ON: Final = "casework/crisis_hand_on.html"
END: Final = "casework/crisis_end.html"


@blueprint.get("/crises")
@permits("crisis.read")
def crises() -> ResponseReturnValue:
    """List who has no all-clear yet, and whose help is still to be checked."""
    reader = current_reader()
    which = [(str(each), reader.say(words)) for each, words in WHICH.items()]
    return show_listing(CRISES, template="casework/crises.html", which=which)


@blueprint.get("/cases/<uuid:case_id>/crisis")
@permits("crisis.open")
def open_crisis_form(case_id: UUID) -> ResponseReturnValue:
    """Ask what has happened and who is responsible: whoever writes it, if nobody else."""
    form = blank_form({"responsible_id": current_identity().person_id})
    return page(NEW, form=form, **_case_values(case_id))


@blueprint.post("/cases/<uuid:case_id>/crisis")
@permits("crisis.open")
def open_crisis_act(case_id: UUID) -> ResponseReturnValue:
    """Open the crisis, and go to its page."""
    form, identity, now = read_form(OpenCrisisRequest), current_identity(), desk().clock()
    values = _case_values(case_id)
    if not form.is_valid:
        return again(NEW, form=form, **values)

    def act(session: Session) -> str:
        refuse_unless(session, "crisis.open", identity, Case, case_id)
        made = open_crisis(session, case_id=case_id, by=identity, now=now, **form.data)
        return url_for("casework.crisis", crisis_id=made.id)

    try:
        return act_once(identity, act, said=N_("The crisis stands. Help first."), form=form)
    except InvalidInputError as error:
        return again(NEW, form=form.refuse_all(error), **values)


@blueprint.get("/crises/<uuid:crisis_id>")
@permits("crisis.read")
def crisis(crisis_id: UUID) -> ResponseReturnValue:
    """Show one crisis: who is responsible, who was rung, what came, and what is next."""
    return page("casework/crisis.html", **_values(crisis_id, "crisis.read"))


@blueprint.get("/crises/<uuid:crisis_id>/emergency")
@permits("crisis.change")
def emergency_form(crisis_id: UUID) -> ResponseReturnValue:
    """Ask which service was rung."""
    reader, local = current_reader(), _local_now()
    form = blank_form(
        {"rung_on": reader.today, "rung_at": local.time(), "number": emergency_number()}
    )
    return page(EMERGENCY, form=form, **_values(crisis_id))


@blueprint.post("/crises/<uuid:crisis_id>/emergency")
@permits("crisis.change")
def emergency_act(crisis_id: UUID) -> ResponseReturnValue:
    """Write down that it was rung."""
    form = read_form(RecordEmergencyRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        rang = emergency_from(form.data, current_reader().zone)
        record_emergency(session, crisis_id=crisis_id, rang=rang, by=by, now=now)

    return _run(crisis_id, form, act, EMERGENCY)


@blueprint.get("/crises/<uuid:crisis_id>/help")
@permits("crisis.change")
def crisis_help_form(crisis_id: UUID) -> ResponseReturnValue:
    """Ask which help came first."""
    form = blank_form({"helped_on": current_reader().today})
    return page(HELP, form=form, **_values(crisis_id))


@blueprint.post("/crises/<uuid:crisis_id>/help")
@permits("crisis.change")
def crisis_help_act(crisis_id: UUID) -> ResponseReturnValue:
    """Write it down; the clock of the check runs from that day."""
    form = read_form(CrisisHelpRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        first = FirstHelp(**form.data)
        record_crisis_help(session, crisis_id=crisis_id, first=first, by=by, now=now)

    return _run(crisis_id, form, act, HELP)


@blueprint.get("/crises/<uuid:crisis_id>/check")
@permits("crisis.change")
def after_check_form(crisis_id: UUID) -> ResponseReturnValue:
    """Ask what the check came to."""
    form = blank_form({"checked_on": current_reader().today})
    return page(CHECK, form=form, **_values(crisis_id))


@blueprint.post("/crises/<uuid:crisis_id>/check")
@permits("crisis.change")
def after_check_act(crisis_id: UUID) -> ResponseReturnValue:
    """Write the check down; its clock ends."""
    form = read_form(AfterCheckRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        record_after_check(session, crisis_id=crisis_id, by=by, now=now, **form.data)

    return _run(crisis_id, form, act, CHECK)


@blueprint.get("/crises/<uuid:crisis_id>/hand-on")
@permits("crisis.change")
def hand_on_form(crisis_id: UUID) -> ResponseReturnValue:
    """Ask who is to be responsible from now on."""
    return page(HAND_ON, form=blank_form(), **_values(crisis_id))


@blueprint.post("/crises/<uuid:crisis_id>/hand-on")
@permits("crisis.change")
def hand_on_act(crisis_id: UUID) -> ResponseReturnValue:
    """Ask them; until they say yes, nothing changes."""
    form = read_form(HandOnRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        hand_crisis_on(session, crisis_id=crisis_id, by=by, now=now, **form.data)

    return _run(crisis_id, form, act, HAND_ON)


@blueprint.post("/crises/<uuid:crisis_id>/answer")
@permits("crisis.change")
def answer_hand_over_act(crisis_id: UUID) -> ResponseReturnValue:
    """Say yes or no to being responsible."""
    form = read_form(AnswerHandOverRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        accepts = form.data["accepts"]
        answer_hand_over(session, crisis_id=crisis_id, accepts=accepts, by=by, now=now)

    return _run(crisis_id, form, act, HAND_ON)


@blueprint.get("/crises/<uuid:crisis_id>/end")
@permits("crisis.change")
def end_crisis_form(crisis_id: UUID) -> ResponseReturnValue:
    """Ask how anybody knows that they are safe."""
    return page(END, form=blank_form(), **_values(crisis_id))


@blueprint.post("/crises/<uuid:crisis_id>/end")
@permits("crisis.change")
def end_crisis_act(crisis_id: UUID) -> ResponseReturnValue:
    """Give the all-clear."""
    form = read_form(EndCrisisRequest)

    def act(session: Session, by: Identity, now: datetime) -> None:
        end_crisis(session, crisis_id=crisis_id, by=by, now=now, **form.data)

    return _run(crisis_id, form, act, END)


def _run(crisis_id: UUID, form: Form, act: Act, template: str) -> ResponseReturnValue:
    """Do it once, or show the form again with what is wrong."""
    identity, now = current_identity(), desk().clock()
    if not form.is_valid:
        return again(template, form=form, **_values(crisis_id))

    def guarded(session: Session) -> str:
        refuse_unless(session, "crisis.change", identity, Crisis, crisis_id)
        act(session, identity, now)
        return url_for("casework.crisis", crisis_id=crisis_id)

    try:
        return act_once(identity, guarded, said=N_("It is written down."), form=form)
    except InvalidInputError as error:
        return again(template, form=form.refuse_all(error), **_values(crisis_id))


def _values(crisis_id: UUID, permission: str = "crisis.change") -> dict[str, Any]:
    """Everything the pages of one crisis show."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, permission, current_identity(), Crisis, crisis_id)
        view = crisis_view(session, crisis_id)
        case = case_by_id(session, view.crisis.case_id)
        resident = person_by_id(session, view.crisis.person_id)
        staff = may_be_responsible(session, case, on=reader.today)
        reached = {
            "home": find_household(session, resident.id),
            "points": contact_points_of(session, [resident.id], on=reader.today),
            "is_unsafe": bool(safety_rules_of(session, resident.id, on=reader.today)),
        }
    shown([resident.id])
    return reached | {
        "view": view,
        "crisis": view.crisis,
        "case": case,
        "resident": resident,
        "staff": [each for each in staff if each[0] != view.crisis.responsible_id],
        "numbers": emergency_numbers(),
        "clocks": country_clocks(reader.country),
        "ClockKind": ClockKind,
        "RungBy": RungBy,
        "EmergencyOutcome": EmergencyOutcome,
        "AfterCheck": AfterCheck,
    }


def _case_values(case_id: UUID) -> dict[str, Any]:
    """What is shown before a crisis stands."""
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "crisis.open", current_identity(), Case, case_id)
        case = case_by_id(session, case_id)
        resident = person_by_id(session, case.resident_id)
        staff = may_be_responsible(session, case, on=reader.today)
    shown([resident.id])
    return {"case": case, "resident": resident, "staff": staff}


def _local_now() -> datetime:
    """The moment on the town's clock."""
    return desk().clock().astimezone(ZoneInfo(current_reader().zone))
