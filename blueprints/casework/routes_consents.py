"""What a resident agreed to: recording, refusing and withdrawing, each in its own act."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.stopped_words import STOPS_WITH, stopped_words
from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.report_words import CONSENT_REASONS
from hopecare.queries.households import other_contacts_of
from hopecare.queries.residents import person_by_id
from hopecare.queries.resting_on import resting_on
from hopecare.queries.visibility import refuse_unless
from hopecare.services.answer_consents import answer_consents
from hopecare.services.attach_paper import NewPaper, attach_paper
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.withdraw_consent import withdraw_consent
from hopecare.standing_consents import states_of
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.resident import RecordConsentRequest, WithdrawConsentRequest
from hopecare.web.scopes import reading
from hopecare.web.uploads import ACCEPTED, FIELD, ask_for_file_again, read_paper
from models import Person

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

PAPER_OF: Final = {
    ConsentForm.PAPER: AttachmentPurpose.CONSENT_PAPER,
    ConsentForm.PROXY: AttachmentPurpose.PROXY_PAPER,
}


@blueprint.get("/residents/<uuid:person_id>/consents")
@permits("consent.record")
def consents(person_id: UUID) -> ResponseReturnValue:
    """Show where each purpose stands, and ask what was said now."""
    return _page(person_id, blank_form({"form": ConsentForm.PAPER, "agrees": True}))


@blueprint.post("/residents/<uuid:person_id>/consents")
@permits("consent.record")
def record_consent_act(person_id: UUID) -> ResponseReturnValue:
    """Write down a yes or a no for each purpose that was ticked; a no stops what rested on it."""
    form, identity, now = read_form(RecordConsentRequest), current_identity(), desk().clock()
    picture = _picture_of_answer(form)
    if not form.is_valid:
        return _page(person_id, form)
    data = form.data
    what = ConsentAct.GIVEN if data["agrees"] else ConsentAct.REFUSED

    def act(session: Session) -> str:
        refuse_unless(session, "consent.record", identity, Person, person_id)
        person = person_by_id(session, person_id)
        paper_id = _attach(session, person, data, picture, now)
        words = [
            ConsentSaid(
                purpose=purpose,
                form=data["form"],
                act=what,
                words=data["consent_words"],
                expires_on=data["expires_on"] if data["agrees"] else None,
                ask_again_on=None if data["agrees"] else data["ask_again_on"],
                proxy_id=data["proxy_id"],
                paper_id=paper_id,
            )
            for purpose in data["purposes"]
        ]
        rested = () if data["agrees"] else data["purposes"]
        with _telling_what_stops(session, person_id, rested):
            answer_consents(session, person, words, by=identity, now=now)
        return url_for("casework.resident", person_id=person_id)

    try:
        return act_once(identity, act)
    except InvalidInputError as error:
        return _page(person_id, form.refuse_all(error))


@blueprint.post("/residents/<uuid:person_id>/consents/withdraw")
@permits("consent.record")
def withdraw_consent_act(person_id: UUID) -> ResponseReturnValue:
    """Withdraw one consent: what rested on it stops at once."""
    form, identity, now = read_form(WithdrawConsentRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _page(person_id, form)

    def act(session: Session) -> str:
        refuse_unless(session, "consent.record", identity, Person, person_id)
        person = person_by_id(session, person_id)
        purpose, way = form.data["purpose"], form.data["form"]
        with _telling_what_stops(session, person_id, [purpose]):
            withdraw_consent(session, person, purpose=purpose, form=way, by=identity, now=now)
        return url_for("casework.resident", person_id=person_id)

    return act_once(identity, act)


@contextmanager
def _telling_what_stops(
    session: Session, person_id: UUID, purposes: Collection[ConsentPurpose]
) -> Iterator[None]:
    """Say on the next page what ran on these consents before the act and runs no more."""
    reader = current_reader()
    before = resting_on(session, person_id, purposes, on=reader.today)
    yield
    session.flush()
    after = resting_on(session, person_id, purposes, on=reader.today)
    stopped = {kind: number - after.get(kind, 0) for kind, number in before.items()}
    words = stopped_words({kind: number for kind, number in stopped.items() if number}, reader)
    said(words if purposes else N_("It is written down."))


def _picture_of_answer(form: Form) -> bytes | None:
    """Read the paper of the answer; one that comes with a spoken answer is asked about."""
    picture = read_paper(form, is_required=False)
    if picture is not None and form.data.get("form") not in PAPER_OF:
        form.refuse(FIELD, "paper_without_answer")
    return picture


def _attach(
    session: Session, person: Person, data: Mapping[str, Any], picture: bytes | None, now: datetime
) -> UUID | None:
    if picture is None:
        return None
    paper = NewPaper(purpose=PAPER_OF[data["form"]], picture=picture, title=data["consent_words"])
    return attach_paper(session, person, paper, by=current_identity(), now=now).id


def _page(person_id: UUID, form: Form) -> ResponseReturnValue:
    today = current_reader().today
    with reading() as session:
        refuse_unless(session, "consent.record", current_identity(), Person, person_id)
        person = person_by_id(session, person_id)
        states = states_of(session, person_id, on=today)
        contacts = other_contacts_of(session, person_id, on=today)
    proxies = [
        (who.id, who.full_name) for row, who in contacts if row.kind is OtherContactKind.PROXY
    ]
    shown([person_id])
    ask_for_file_again(form)
    show = page if form.is_valid else again
    return show(
        "casework/consents.html",
        form=form,
        person=person,
        states=states,
        proxies=proxies,
        reasons=CONSENT_REASONS,
        stops_with=STOPS_WITH,
        accepted=ACCEPTED,
        ConsentForm=ConsentForm,
        ConsentPurpose=ConsentPurpose,
    )
