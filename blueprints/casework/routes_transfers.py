"""A case changes hands: offered to a colleague, taken over or not; named where nobody has it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.takers import taker_choices
from hopecare.domain.case_transfers import TransferDecline, TransferStatus
from hopecare.domain.permissions import may
from hopecare.domain.roles import DESK_ROLES
from hopecare.errors import (
    AlreadyTakenError,
    InvalidInputError,
    MoveNotAllowedError,
    StaleVersionError,
)
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.case_transfers import (
    find_offer,
    is_case_of_nobody,
    transfer_by_id,
)
from hopecare.queries.cases import case_by_id
from hopecare.queries.crises import find_open_crisis
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless, subject_of
from hopecare.services.accept_case import accept_case
from hopecare.services.assign_case import assign_case
from hopecare.services.decline_case import DeclineSaid, decline_case
from hopecare.services.offer_case import offer_case
from hopecare.services.take_back_offer import take_back_offer
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.transfers import TRANSFERS, WHICH
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.transfers import (
    AcceptCaseRequest,
    AssignCaseRequest,
    DeclineCaseRequest,
    OfferCaseRequest,
    TransferRequest,
)
from hopecare.web.scopes import reading
from models import Case, CaseTransfer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


OFFER: Final = "casework/offer_case.html"
ONE: Final = "casework/transfer.html"
TAKEN: Final = N_("Somebody else steers this case since a moment ago. Nothing was changed.")
CLOSED: Final = N_("This case is closed: nobody steers it any more. Nothing was changed.")
NOT_HERE: Final = N_(
    "You do not work for the centre of this case, or not any more. A coordinator there names "
    "somebody else."
)
UNSEEN: Final = N_(
    "A crisis goes on in this case. Please read it below, then say whether you take both."
)
CHANGED: Final = N_(
    "This offer was answered or taken back meanwhile. It stands as you see it here."
)


@blueprint.get("/transfers")
@permits("transfer.read")
def transfers() -> ResponseReturnValue:
    """List the cases that are offered to a colleague."""
    reader = current_reader()
    which = [(str(each), reader.say(words)) for each, words in WHICH.items()]
    return show_listing(TRANSFERS, "casework/transfers.html", which=which)


@blueprint.get("/cases/<uuid:case_id>/owner")
@permits("case.change")
def offer_case_form(case_id: UUID) -> ResponseReturnValue:
    """Choose a colleague: to offer the case to, or to name where nobody steers it."""
    return page(OFFER, form=blank_form(), **_offer_values(case_id))


@blueprint.post("/cases/<uuid:case_id>/offer")
@permits("case.change")
def offer_case_act(case_id: UUID) -> ResponseReturnValue:
    """Offer it; whoever steers it still does."""
    form, identity, now = read_form(OfferCaseRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return again(OFFER, form=form, **_offer_values(case_id))

    def act(session: Session) -> str:
        refuse_unless(session, "case.change", identity, Case, case_id)
        to_id, words = form.data["to_id"], form.data["words"]
        offer_case(session, case_id=case_id, to_id=to_id, words=words, by=identity, now=now)
        return url_for("casework.case", case_id=case_id)

    try:
        return act_once(identity, act, said=N_("Offered. Until they say yes, nothing changes."))
    except InvalidInputError as error:
        return again(OFFER, form=form.refuse_all(error), **_offer_values(case_id))


@blueprint.post("/cases/<uuid:case_id>/owner")
@permits("case.assign")
def assign_case_act(case_id: UUID) -> ResponseReturnValue:
    """Name who steers a case that nobody steers."""
    form, identity, now = read_form(AssignCaseRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return again(OFFER, form=form, **_offer_values(case_id))

    def act(session: Session) -> str:
        refuse_unless(session, "case.assign", identity, Case, case_id)
        to_id = form.data["to_id"]
        assign_case(session, case_id=case_id, to_id=to_id, by=identity, now=now)
        return url_for("casework.case", case_id=case_id)

    try:
        return act_once(identity, act, said=N_("They steer the case from now on."))
    except InvalidInputError as error:
        return again(OFFER, form=form.refuse_all(error), **_offer_values(case_id))


@blueprint.post("/cases/<uuid:case_id>/take")
@permits("case.change")
def take_case_act(case_id: UUID) -> ResponseReturnValue:
    """Steer a case oneself that nobody steers."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "case.change", identity, Case, case_id)
        me = identity.person_id
        assign_case(session, case_id=case_id, to_id=me, by=identity, now=now)
        return url_for("casework.case", case_id=case_id)

    try:
        return act_once(identity, act, said=N_("You steer the case from now on."))
    except AlreadyTakenError:
        return _refused(OFFER, _offer_values(case_id), TAKEN)
    except MoveNotAllowedError:
        return _refused(OFFER, _offer_values(case_id), CLOSED)
    except InvalidInputError:
        return _refused(OFFER, _offer_values(case_id), NOT_HERE)


@blueprint.get("/transfers/<uuid:transfer_id>")
@permits("transfer.read")
def transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Show one offer: whose case it is, from whom to whom, with their words."""
    return page(ONE, form=blank_form(), **_values(transfer_id))


@blueprint.post("/transfers/<uuid:transfer_id>/accept")
@permits("transfer.answer")
def accept_case_act(transfer_id: UUID) -> ResponseReturnValue:
    """Take the case over."""
    form, identity, now = _read(AcceptCaseRequest), current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "transfer.answer", identity, CaseTransfer, transfer_id)
        done = accept_case(session, transfer_id=transfer_id, by=identity, now=now, **form.data)
        return url_for("casework.case", case_id=done.case_id)

    try:
        return act_once(identity, act, said=N_("You steer the case from now on."))
    except (MoveNotAllowedError, StaleVersionError):
        return _refused(ONE, _values(transfer_id), CHANGED)
    except InvalidInputError as error:
        why = UNSEEN if "crisis_id" in error.fields else NOT_HERE
        return _refused(ONE, _values(transfer_id), why)


@blueprint.post("/transfers/<uuid:transfer_id>/decline")
@permits("transfer.answer")
def decline_case_act(transfer_id: UUID) -> ResponseReturnValue:
    """Say no, with the reason."""
    form, identity, now = read_form(DeclineCaseRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return again(ONE, form=form, **_values(transfer_id))

    def act(session: Session) -> str:
        refuse_unless(session, "transfer.answer", identity, CaseTransfer, transfer_id)
        decline_case(
            session,
            transfer_id=transfer_id,
            version=form.data["version"],
            said=DeclineSaid(reason=form.data["reason"], words=form.data["answer"]),
            by=identity,
            now=now,
        )
        return url_for("casework.transfers")

    try:
        return act_once(identity, act, said=N_("They read your answer. The case stays theirs."))
    except InvalidInputError as error:
        return again(ONE, form=form.refuse_all(error), **_values(transfer_id))
    except (MoveNotAllowedError, StaleVersionError):
        return _refused(ONE, _values(transfer_id), CHANGED)


@blueprint.post("/transfers/<uuid:transfer_id>/take-back")
@permits("case.change")
def take_back_offer_act(transfer_id: UUID) -> ResponseReturnValue:
    """Ask nobody any more."""
    form, identity, now = _read(TransferRequest), current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "case.change", identity, CaseTransfer, transfer_id)
        version = form.data["version"]
        done = take_back_offer(
            session, transfer_id=transfer_id, version=version, by=identity, now=now
        )
        return url_for("casework.case", case_id=done.case_id)

    try:
        return act_once(identity, act, said=N_("It is not offered any more."))
    except (MoveNotAllowedError, StaleVersionError):
        return _refused(ONE, _values(transfer_id), CHANGED)


def _refused(template: str, values: Mapping[str, object], why: str) -> ResponseReturnValue:
    """Show how it stands now, and say above the buttons why nothing was done."""
    answer = page(template, form=blank_form(), refused=current_reader().say(why), **values)
    answer.status_code = HTTPStatus.CONFLICT
    return answer


def _read(schema: type[TransferRequest]) -> Form:
    form = read_form(schema)
    if not form.is_valid:
        raise InvalidInputError({"version": ["required"]})
    return form


def _offer_values(case_id: UUID) -> Mapping[str, object]:
    identity = current_identity()
    with reading() as session:
        refuse_unless(session, "case.change", identity, Case, case_id)
        case = case_by_id(session, case_id)
        resident = person_by_id(session, case.resident_id)
        takers, elsewhere = taker_choices(session, case)
        is_nobodys = is_case_of_nobody(session, case_id)
        offer = find_offer(session, case_id)
        names = names_of(session, {case.owner_id})
    shown([resident.id])
    return {
        "case": case,
        "resident": resident,
        "takers": takers,
        "elsewhere": elsewhere,
        "is_nobodys": is_nobodys,
        "may_offer": case.owner_id == identity.person_id or bool(identity.roles & DESK_ROLES),
        "offer": offer,
        "owner_name": names.get(case.owner_id, "") if case.owner_id else "",
    }


def _values(transfer_id: UUID) -> Mapping[str, object]:
    identity = current_identity()
    with reading() as session:
        refuse_unless(session, "transfer.read", identity, CaseTransfer, transfer_id)
        row = transfer_by_id(session, transfer_id)
        case = case_by_id(session, row.case_id)
        resident = person_by_id(session, case.resident_id)
        names = names_of(session, {row.to_id, row.offered_by_id, row.from_id})
        may_read = may(identity, "case.read", subject_of(session, Case, row.case_id)).allowed
        crisis = find_open_crisis(session, row.case_id)
    shown([resident.id])
    waits = row.status is TransferStatus.OFFERED
    return {
        "transfer": row,
        "case": case,
        "resident": resident,
        "names": names,
        "is_mine": waits and row.to_id == identity.person_id,
        "may_take_back": waits
        and (
            identity.person_id in (row.offered_by_id, case.owner_id) or identity.roles & DESK_ROLES
        ),
        "may_read": may_read,
        "crisis": crisis if waits and not may_read else None,
        "TransferDecline": TransferDecline,
    }
