"""What comes back from an office: its answer, the outcome; and withdrawing or objecting."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.casework.answer_days import coming_answer_day, source_words
from blueprints.casework.door import blueprint
from blueprints.casework.referral_words import named
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import AnswerDoor, OfficeAnswer, ReferralOutcome, RefusalReason
from hopecare.domain.receiver_links import WORKED_ON, stood_of
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.answer_day_calls import find_last_day
from hopecare.queries.cases import case_by_id
from hopecare.queries.contested_decisions import find_contestable
from hopecare.queries.referral_packets import find_packet, sent_view
from hopecare.queries.referrals import bridging_needs, referral_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.urgent_referrals import urgent_at
from hopecare.queries.visibility import refuse_unless
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.hear_office import hear_office
from hopecare.services.hold_people import hold_people
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.withdraw_referral import withdraw_referral
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, expect_version
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.answer_referral import AnswerReferralForm, heard_from
from hopecare.web.requests.correct_referral_answer import CorrectReferralAnswerRequest
from hopecare.web.requests.record_referral_outcome import (
    ObjectToReferralForm,
    RecordReferralOutcomeForm,
    choice_of_form,
)
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Referral

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.services.reckon_answer_day import AnswerDay
    from hopecare.web.forms import Form

ANSWER = "casework/referral_answer.html"
OUTCOME = "casework/referral_outcome.html"
OBJECTION = "casework/referral_objection.html"
NOT_DECIDED = (OfficeAnswer.ASKED, OfficeAnswer.LOOKING)
CALLED_IN = (AnswerDoor.PHONE, AnswerDoor.LETTER, AnswerDoor.DESK)


@blueprint.get("/referrals/<uuid:referral_id>/answer")
@permits("referral.record")
def answer_form(referral_id: UUID) -> ResponseReturnValue:
    """Ask what the office answered, and on which day: an objection names it, nobody guesses it."""
    form = blank_form({"door": AnswerDoor.PHONE})
    return _page(ANSWER, referral_id, form)


@blueprint.post("/referrals/<uuid:referral_id>/answer")
@permits("referral.record")
def answer_act(referral_id: UUID) -> ResponseReturnValue:
    """Write the answer down, also a late one, a question or "not yet"."""
    form = read_form(AnswerReferralForm)

    def act(session: Session, by: Identity, now: datetime) -> None:
        heard = heard_from(form.data)
        hear_office(session, referral_id=referral_id, heard=heard, by=by, now=now)

    return _run(referral_id, form, act, ANSWER)


@blueprint.get("/referrals/<uuid:referral_id>/outcome")
@permits("referral.record")
def outcome_form(referral_id: UUID) -> ResponseReturnValue:
    """Ask what was decided in the end."""
    with reading() as session:
        bridges = [need.id for need in bridging_needs(session, referral_id)]
    form = blank_form({"outcome_on": current_reader().today, "need_ids": bridges})
    return _page(OUTCOME, referral_id, form)


@blueprint.post("/referrals/<uuid:referral_id>/outcome")
@permits("referral.record")
def outcome_act(referral_id: UUID) -> ResponseReturnValue:
    """Write the outcome down; the bridging help that was left unticked goes on."""
    form = read_form(RecordReferralOutcomeForm)
    if form.is_valid and form.data["door"] is None:
        form.refuse("door", "required")

    def act(session: Session, by: Identity, now: datetime) -> None:
        data = form.data
        record_referral_outcome(
            session,
            referral_id=referral_id,
            outcome=data["outcome"],
            outcome_on=data["outcome_on"],
            amount_minor=data["amount_minor"],
            currency=current_town().currency,
            door=data["door"],
            speaker=data["speaker"],
            choice=choice_of_form(data),
            by=by,
            now=now,
        )

    return _run(referral_id, form, act, OUTCOME)


@blueprint.post("/referrals/<uuid:referral_id>/withdraw")
@permits("referral.withdraw")
def withdraw_act(referral_id: UUID) -> ResponseReturnValue:
    """Take the referral back."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "referral.withdraw", identity, Referral, referral_id)
        withdraw_referral(session, referral_id=referral_id, by=identity, now=now)
        return url_for("casework.referral", referral_id=referral_id)

    return act_once(identity, act, said=N_("Withdrawn. Please tell the office too."))


@blueprint.post("/referrals/<uuid:referral_id>/correct")
@permits("referral.record")
def correct_answer_act(referral_id: UUID) -> ResponseReturnValue:
    """Take back an answer that the office gave by mistake; the right one is written down next."""
    form = read_form(CorrectReferralAnswerRequest)
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "referral.record", identity, Referral, referral_id)
        hold_people(session, referral_by_id(session, referral_id).person_id, lets_rows_come=True)
        referral = referral_by_id(session, referral_id, alone=True)
        expect_version(referral, form.data.get("version") or 0)
        correct_referral_answer(session, referral, by=identity, now=now)
        return url_for("casework.referral", referral_id=referral_id)

    return act_once(identity, act, said=N_("Taken back. Write down what the office means."))


@blueprint.get("/referrals/<uuid:referral_id>/objection")
@permits("referral.object")
def objection_form(referral_id: UUID) -> ResponseReturnValue:
    """Ask why the decision does not fit, and when they were told of it, where nobody said yet."""
    with reading() as session:
        refuse_unless(session, "referral.read", current_identity(), Referral, referral_id)
        decided = find_contestable(session, referral_by_id(session, referral_id))
    return _page(
        OBJECTION, referral_id, blank_form({"told_on": decided.told_on if decided else None})
    )


@blueprint.post("/referrals/<uuid:referral_id>/objection")
@permits("referral.object")
def objection_act(referral_id: UUID) -> ResponseReturnValue:
    """Object to the decision: the referral is with the office again."""
    form = read_form(ObjectToReferralForm)

    def act(session: Session, by: Identity, now: datetime) -> None:
        data = form.data
        object_to_referral(
            session,
            referral_id=referral_id,
            by=by,
            now=now,
            words=data["words"],
            told_on=data["told_on"],
            due_on=data.get("due_on"),
        )

    return _run(referral_id, form, act, OBJECTION, permission="referral.object")


def _run(
    referral_id: UUID,
    form: Form,
    act: Callable[[Session, Identity, datetime], None],
    template: str,
    *,
    permission: str = "referral.record",
) -> ResponseReturnValue:
    """Do it once and show the referral, or show the form again with what is wrong."""
    identity, now = current_identity(), desk().clock()
    if not form.is_valid:
        return _page(template, referral_id, form)

    def whole(session: Session) -> str:
        refuse_unless(session, permission, identity, Referral, referral_id)
        _refuse_overtaken(session, referral_id, form)
        act(session, identity, now)
        return url_for("casework.referral", referral_id=referral_id)

    try:
        return act_once(identity, whole, said=N_("It is written down."), form=form)
    except MoveNotAllowedError:
        if template == OBJECTION:
            raise
        return _page(template, referral_id, form, is_overtaken=True)
    except InvalidInputError as error:
        return _page(template, referral_id, form.refuse_all(error))


def _refuse_overtaken(session: Session, referral_id: UUID, form: Form) -> None:
    """What somebody else wrote down in between is looked at first, not written over."""
    referral = referral_by_id(session, referral_id, alone=True)
    stood = form.data.get("stood")
    if stood is not None and stood is not stood_of(referral.status):
        raise MoveNotAllowedError(
            machine="referral", status=referral.status.value, event="answered", allowed=[]
        )


def _page(
    template: str, referral_id: UUID, form: Form, *, is_overtaken: bool = False
) -> ResponseReturnValue:
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "referral.read", current_identity(), Referral, referral_id)
        view = sent_view(session, referral_id)
        packet = find_packet(session, referral_id)
        resident = person_by_id(session, view.referral.person_id)
        bridges = bridging_needs(session, referral_id)
        last_day = find_last_day(session, referral_id)
        coming = _coming(session, view.referral, reader.today)
    shown([resident.id])
    values: dict[str, Any] = {
        "form": form,
        "view": view,
        "referral": view.referral,
        "resident": resident,
        "service_name": named(view.service, reader),
        "organisation_name": named(view.organisation, reader),
        "bridges": bridges,
        "last_day": last_day,
        "coming": coming,
        "due_source": source_words(coming, reader),
        "doors": [(str(door), reader.label(door)) for door in CALLED_IN],
        "OfficeAnswer": OfficeAnswer,
        "NOT_DECIDED": NOT_DECIDED,
        "RefusalReason": RefusalReason,
        "ReferralOutcome": ReferralOutcome,
        "stood": stood_of(view.referral.status),
        "is_over": stood_of(view.referral.status) not in WORKED_ON,
        "is_overtaken": is_overtaken,
        "is_objection": packet is not None and packet.is_objection,
    }
    answer = (page if form.is_valid else again)(template, **values)
    if is_overtaken:
        answer.status_code = HTTPStatus.CONFLICT
    return answer


def _coming(session: Session, referral: Referral, today: date) -> AnswerDay:
    """Say by when the office would answer an objection of today."""
    case = case_by_id(session, referral.case_id)
    return coming_answer_day(
        session,
        referral.town_id,
        ClockKind.OBJECTION_ANSWER,
        referral.programme,
        today,
        urgent_at=urgent_at(session, case, referral.programme, now=desk().clock()),
    )
