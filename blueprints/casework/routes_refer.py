"""Making a referral: choose what goes along, look at exactly that, then send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request, url_for

from blueprints.casework.answer_days import coming_answer_day, source_words
from blueprints.casework.door import blueprint
from blueprints.casework.refer_checks import checks_shown, refuse_held
from blueprints.casework.refer_refusals import refuse_unshareable
from blueprints.casework.refer_start import fitting_service, parts_at_first, reasons_stay_out
from blueprints.casework.referral_words import (
    finding_choices,
    observation_choices,
    service_choices,
)
from hopecare.domain.clocks import ClockKind
from hopecare.domain.packets import OverrideReason, PacketItem
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    NoConsentError,
    SpeaksAgainstError,
)
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.assessments import assessment_by_id
from hopecare.queries.referral_checks import rooms_of
from hopecare.queries.referral_packets import observations_of
from hopecare.queries.referral_sheets import shared_facts
from hopecare.queries.referrals import find_open_referral, open_services
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.urgent_referrals import urgent_at
from hopecare.queries.visibility import refuse_unless
from hopecare.services.ask_capacity import ask_capacity
from hopecare.services.compose_packet import compose_packet
from hopecare.services.note_capacity import SaidCapacity, note_capacity
from hopecare.services.refer import Sending, refer
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, new_operation, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.note_capacity import HeardCapacityRequest
from hopecare.web.requests.refer import (
    ReferQuery,
    ReferRequest,
    choice_from,
    despite_from,
    override_from,
)
from hopecare.web.scopes import reading
from hopecare.web.shared_sheets import SharedSheet
from models import Case, Service

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.queries.referral_sheets import SharedFacts
    from hopecare.services.compose_packet import Packet
    from hopecare.services.reckon_answer_day import AnswerDay
    from hopecare.web.forms import Form
    from models import Assessment, Organisation

SEND = "send"
LOOKS_AGAIN = frozenset(
    {"_seen", "despite_reason", "despite_words", "override_words", "state", "free_places"}
)
"""What may be wrong while what would be shared is shown all the same."""
OFFERED = tuple(
    each for each in PacketItem if each not in (PacketItem.OBSERVATIONS, PacketItem.OTHER_FINDINGS)
)
"""Parts that are one tick; the other two are chosen one by one."""


@blueprint.get("/cases/<uuid:case_id>/refer")
@permits("referral.make")
def refer_form(case_id: UUID) -> ResponseReturnValue:
    """Choose a service; where one fits the programme, show at once what it would be told."""
    wanted = read_query(ReferQuery).data
    with reading() as session:
        refuse_unless(session, "referral.make", current_identity(), Case, case_id)
        today = current_reader().today
        assessment_id = wanted.get("assessment_id")
        assessment = assessment_by_id(session, assessment_id) if assessment_id else None
        services = open_services(session, on=today)
        rooms = rooms_of(session, current_identity().town_id, services, now=desk().clock())
        service = fitting_service(services, rooms, wanted)
    chosen: dict[str, object] = {
        "service_id": service.id if service else None,
        "assessment_id": assessment_id,
        "items": parts_at_first(assessment, service),
    }
    form = blank_form(chosen)
    form.data = chosen
    return _refer_page(case_id, form)


@blueprint.post("/cases/<uuid:case_id>/refer")
@permits("referral.make")
def refer_act(case_id: UUID) -> ResponseReturnValue:
    """Show exactly what would be shared, ask first, or send what was seen and nothing else."""
    form = read_form(ReferRequest)
    if not form.is_valid:
        return _refer_page(case_id, form)
    does = {SEND: _send, "ask": _ask_first, "heard": _was_heard}.get(form.data["do"], _look)
    return does(case_id, form)


def _look(case_id: UUID, form: Form) -> ResponseReturnValue:
    """Show what would be shared, or say at its field why nothing can be."""
    return _refer_page(case_id, refuse_unshareable(case_id, form))


def _send(case_id: UUID, form: Form) -> ResponseReturnValue:
    identity, now, data = current_identity(), desk().clock(), form.data

    def act(session: Session) -> str:
        refuse_unless(session, "referral.make", identity, Case, case_id)
        if data["override_reason"]:
            refuse_unless(session, "referral.override", identity, Case, case_id)
        made = refer(
            session,
            case_id=case_id,
            service_id=data["service_id"],
            choice=choice_from(data),
            sending=_sending(data),
            by=identity,
            now=now,
        )
        return url_for("casework.referral", referral_id=made.id)

    try:
        return act_once(identity, act, said=N_("Referred. Now tell the office."), form=form)
    except SpeaksAgainstError as error:
        return _refer_page(case_id, refuse_held(form, error))
    except InvalidInputError as error:
        return _refer_page(case_id, form.refuse_all(error))
    except (NoConsentError, AlreadyTakenError):
        # Only now: the second press of a double click has come through to the first referral.
        return _refer_page(case_id, refuse_unshareable(case_id, form))


def _ask_first(case_id: UUID, form: Form) -> ResponseReturnValue:
    """Put the call that asks about free places on one's list; what was chosen stands on."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "referral.make", identity, Case, case_id)
        service_id = form.data["service_id"]
        ask_capacity(session, case_id=case_id, service_id=service_id, by=identity, now=now)
        return url_for("casework.refer_form", case_id=case_id)

    act_once(identity, act, form=form)
    form.op = new_operation()
    return _refer_page(case_id, form)


def _was_heard(case_id: UUID, form: Form) -> ResponseReturnValue:
    """Write down what the office said about free places, and go on from there."""
    heard, identity, now = read_form(HeardCapacityRequest), current_identity(), desk().clock()
    if not heard.is_valid:
        form.errors |= heard.errors
        return _refer_page(case_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "referral.make", identity, Case, case_id)
        service_id = heard.data["service_id"]
        refuse_unless(session, "organisation.note_capacity", identity, Service, service_id)
        said = SaidCapacity(state=heard.data["state"], free_places=heard.data["free_places"])
        note_capacity(session, service_id=service_id, said=said, by=identity, now=now)
        return url_for("casework.refer_form", case_id=case_id)

    act_once(identity, act, form=form)
    form.op = new_operation()
    return _refer_page(case_id, form)


def _sending(data: dict[str, Any]) -> Sending:
    return Sending(
        seen_digest=data["seen"] or "",
        override=override_from(data),
        despite=despite_from(data),
        answer_due_on=data.get("due_on"),
    )


def _refer_page(case_id: UUID, form: Form) -> ResponseReturnValue:
    reader, now = current_reader(), desk().clock()
    chosen = form.data.get("assessment_id")
    with reading() as session:
        refuse_unless(session, "referral.make", current_identity(), Case, case_id)
        if form.data.get("override_reason"):
            refuse_unless(session, "referral.override", current_identity(), Case, case_id)
        services = open_services(session, on=reader.today)
        shared = shared_facts(session, case_id, assessment_id=chosen, on=reader.today)
        latest = shared.assessment or find_standing(session, shared.resident.id, reader.today)
        seen = observations_of(session, case_id)
        service = _chosen(services, form)
        packet = _packet(session, case_id, form, shared)
        coming = _coming(session, shared, service)
        standing = find_open_referral(session, case_id, service[0].id) if service else None
        rooms = rooms_of(session, shared.case.town_id, services, now=now)
        checks = checks_shown(session, shared, service, reader, now=now)
    shown([shared.resident.id])
    return (page if form.is_valid else again)(
        "casework/refer.html",
        form=form,
        case=shared.case,
        resident=shared.resident,
        consent=shared.consent,
        sharing=shared.sharing,
        latest=latest,
        services=service_choices(services, rooms, reader),
        items=[(str(each), reader.label(each)) for each in _offered(latest)],
        observations=observation_choices(seen, reader),
        findings=finding_choices(latest, service[0].programme if service else None, reader),
        stays_out=reasons_stay_out(form.data.get("items"), shared.assessment, service, packet),
        sheet=_sheet(packet, service, shared) if packet and service else None,
        digest=packet.digest if packet else "",
        coming=coming,
        due_source=source_words(coming, reader) if coming else None,
        OverrideReason=OverrideReason,
        standing=standing,
        is_folded=form.is_valid and packet is not None and request.method == "POST",
        **checks,
    )


def _offered(latest: Assessment | None) -> tuple[PacketItem, ...]:
    """What the rules say goes along only where somebody was asked."""
    return OFFERED if latest else tuple(each for each in OFFERED if each != PacketItem.REASONS)


def _packet(session: Session, case_id: UUID, form: Form, shared: SharedFacts) -> Packet | None:
    """Compose what would be sent; None where nothing is chosen, or nothing may be shared."""
    data = form.data
    can_be_seen = form.is_valid or set(form.errors) <= LOOKS_AGAIN
    override = data.get("override_reason")
    if not can_be_seen or not data.get("service_id") or not (shared.consent or override):
        return None
    try:
        return compose_packet(
            session,
            case_id=case_id,
            service_id=data["service_id"],
            choice=choice_from(data),
            on=current_reader().today,
            override=override,
        )
    except InvalidInputError as error:
        form.refuse_all(error)
    return None


def _coming(
    session: Session, shared: SharedFacts, service: tuple[Service, Organisation] | None
) -> AnswerDay | None:
    """By when the chosen office answers, where it names no day."""
    if service is None:
        return None
    return coming_answer_day(
        session,
        shared.case.town_id,
        ClockKind.APPLICATION,
        service[0].programme,
        current_reader().today,
        urgent_at=urgent_at(session, shared.case, service[0].programme, now=desk().clock()),
    )


def _sheet(
    packet: Packet, service: tuple[Service, Organisation], shared: SharedFacts
) -> SharedSheet:
    return SharedSheet(
        content=packet.content,
        service=service[0],
        organisation=service[1],
        centre=shared.centre,
        is_unsafe=shared.is_unsafe,
    )


def _chosen(
    services: list[tuple[Service, Organisation]], form: Form
) -> tuple[Service, Organisation] | None:
    wanted = form.data.get("service_id")
    return next((each for each in services if each[0].id == wanted), None)
