"""What other systems do with referrals: look, send, and write what the office said."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, fields

from blueprints.api.acting import Verb, serve_act, serve_verbs
from blueprints.api.door import blueprint
from blueprints.api.strict import body_of
from hopecare.extensions import desk
from hopecare.queries.cases import case_by_id
from hopecare.queries.referral_checks import checks_before
from hopecare.queries.town_days import local_day
from hopecare.queries.visibility import refuse_unless
from hopecare.services.ask_capacity import ask_capacity
from hopecare.services.check_referral import check_referral
from hopecare.services.compose_packet import compose_packet
from hopecare.services.hear_office import hear_office
from hopecare.services.miss_referral_answer import miss_referral_answer
from hopecare.services.name_last_day import name_last_day
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.refer import Sending, refer
from hopecare.services.settle_application_step import settle_application_step
from hopecare.services.withdraw_referral import withdraw_referral
from hopecare.web.access_log import shown
from hopecare.web.identity import current_identity
from hopecare.web.permits import permits
from hopecare.web.requests.answer_referral import AnswerReferralRequest, heard_from
from hopecare.web.requests.applications import StepRequest
from hopecare.web.requests.last_day import LastDayRequest
from hopecare.web.requests.record_referral_outcome import (
    ObjectToReferralRequest,
    RecordReferralOutcomeRequest,
    choice_of_body,
)
from hopecare.web.requests.refer import (
    AskCapacityRequest,
    SendRequest,
    ShareRequest,
    choice_from,
    despite_from,
    override_from,
)
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Case, Referral

if TYPE_CHECKING:
    from uuid import UUID

    from blueprints.api.acting import Act

CASE: Final = "/cases/<uuid:case_id>/referrals"
REFERRAL: Final = "/referrals/<uuid:referral_id>"
MAKE: Final = "api.referrals.make"
LOOK: Final = body_of(ShareRequest, named="LookReferralBody")


class Checked(Schema):
    """One finding about the service and this case."""

    code = fields.String(required=True)
    weight = fields.String(
        required=True,
        metadata={"description": "`against` and `ask_first` have to be answered in `despite`."},
    )


class LookedAt(Schema):
    """Exactly what an office would be told; nothing was sent."""

    digest = fields.String(
        required=True, metadata={"description": "Give it as `seen` to send just this."}
    )
    items = fields.List(fields.String(), required=True)
    consent_entry_id = fields.UUID(required=True, allow_none=True)
    content = fields.Dict(required=True, metadata={"description": "The parts by name."})
    checks = fields.List(
        fields.Nested(Checked),
        required=True,
        metadata={"description": "What was checked; what speaks against it stands first."},
    )


@blueprint.post(f"{CASE}/look")
@permits(MAKE)
@blueprint.arguments(LOOK)
@blueprint.response(HTTPStatus.OK, LookedAt)
def look_at_referral(body: dict[str, Any], case_id: UUID) -> dict[str, Any]:
    """Show exactly what an office would be told, before anything is sent. Nothing is written."""
    override = override_from(body)
    with reading() as session:
        refuse_unless(session, "referral.make", current_identity(), Case, case_id)
        if override is not None:
            refuse_unless(session, "referral.override", current_identity(), Case, case_id)
        case = case_by_id(session, case_id)
        packet = compose_packet(
            session,
            case_id=case_id,
            service_id=body["service_id"],
            choice=choice_from(body),
            on=local_day(session, case.town_id, desk().clock()),
            override=override.reason if override else None,
        )
        checks = checks_before(session, case, body["service_id"], now=desk().clock())
    shown([case.resident_id])
    return {
        "digest": packet.digest,
        "items": packet.items,
        "consent_entry_id": packet.consent.id if packet.consent else None,
        "content": packet.content,
        "checks": [{"code": each.kind.value, "weight": each.weight.value} for each in checks],
    }


def _refer(act: Act) -> UUID:
    """What was seen is sent and nothing else; without a yes only by a right that one has."""
    if act.body["override_reason"]:
        act.insist("referral.override", Case, act.row_id)
    sending = Sending(
        seen_digest=act.body["seen"] or "",
        override=override_from(act.body),
        despite=despite_from(act.body),
        answer_due_on=act.body.get("due_on"),
    )
    return refer(
        act.session,
        case_id=act.row_id,
        service_id=act.body["service_id"],
        choice=choice_from(act.body),
        sending=sending,
        **act.told(),
    ).id


def _ask_capacity(act: Act) -> UUID:
    """The key of the call that is owed."""
    service_id = act.body["service_id"]
    return ask_capacity(act.session, case_id=act.row_id, service_id=service_id, **act.told()).id


def _answer(act: Act) -> UUID:
    heard = heard_from(act.body)
    return hear_office(act.session, referral_id=act.row_id, heard=heard, **act.told()).id


def _outcome(act: Act) -> UUID:
    """The bridging help that is named ends with it, like on the page; without a list all of it."""
    return record_referral_outcome(
        act.session,
        referral_id=act.row_id,
        outcome=act.body["outcome"],
        outcome_on=act.body["outcome_on"],
        amount_minor=act.body["amount_minor"],
        currency=current_town().currency,
        door=act.body["door"],
        speaker=act.body["speaker"],
        choice=choice_of_body(act.named()),
        **act.told(),
    ).id


def _no_answer(act: Act) -> UUID:
    return miss_referral_answer(act.session, referral_id=act.row_id, **act.told()).id


def _withdraw(act: Act) -> UUID:
    return withdraw_referral(act.session, referral_id=act.row_id, **act.told()).id


def _object(act: Act) -> UUID:
    said = {name: act.body[name] for name in ("words", "told_on", "due_on")}
    object_to_referral(act.session, referral_id=act.row_id, **said, **act.told())
    return act.row_id


def _last_day(act: Act) -> UUID:
    named = {"referral_id": act.row_id, **act.body, **act.told()}
    return name_last_day(act.session, **named).id


def _check(act: Act) -> UUID:
    return check_referral(act.session, referral_id=act.row_id, **act.told()).id


def _step(act: Act) -> UUID:
    settled = {"step_id": act.keys["follow_up_id"], **act.body, **act.told()}
    return settle_application_step(act.session, of_id=act.row_id, **settled).id


serve_act(
    Verb(
        name="make_referral",
        path=CASE,
        scope=MAKE,
        permission="referral.make",
        rows=Case,
        says="Hand a case to a service: what was looked at, by a consent or a written reason.",
        takes=SendRequest,
    ),
    _refer,
)
serve_act(
    Verb(
        name="ask_capacity",
        path=f"{CASE}/ask-capacity",
        scope=MAKE,
        permission="referral.make",
        rows=Case,
        says="Owe the office a call about its free places before the case goes there.",
        takes=AskCapacityRequest,
    ),
    _ask_capacity,
)
REFERRAL_VERBS: Final = (
    (
        _answer,
        "answer_referral",
        "answer",
        "referral.record",
        AnswerReferralRequest,
        "Write down that the office takes it on, refuses and why, asks or still looks.",
    ),
    (
        _outcome,
        "record_referral_outcome",
        "outcome",
        "referral.record",
        RecordReferralOutcomeRequest,
        (
            "Write down what was decided in the end; the bridging help that is named ends with it, "
            "and what a list leaves out goes on. Without a list all of it ends."
        ),
    ),
    (
        _no_answer,
        "miss_referral_answer",
        "no-answer",
        "referral.record",
        None,
        "Say that the office did not answer in time: a call to it is owed.",
    ),
    (
        _withdraw,
        "withdraw_referral",
        "withdraw",
        "referral.withdraw",
        None,
        "Take a referral back: sharing stops, and a call to the office is owed.",
    ),
    (
        _object,
        "object_to_referral",
        "objection",
        "referral.object",
        ObjectToReferralRequest,
        "Object to a decision: the referral is with the office again.",
    ),
    (
        _step,
        "settle_referral_step",
        "steps/<uuid:follow_up_id>",
        "referral.record",
        StepRequest,
        "Say that a step after a refusal was done, or is not taken.",
    ),
    (
        _last_day,
        "name_last_day",
        "last-day",
        "referral.record",
        LastDayRequest,
        "Write down until when one may object to what an office did not give.",
    ),
    (
        _check,
        "check_referral",
        "checked",
        "referral.record",
        None,
        "Write down that the office checked the emergency aid it had granted.",
    ),
)
serve_verbs("api.referrals.write", REFERRAL, Referral, REFERRAL_VERBS)
