"""Telling a resident by text that an office answered: the sentence, the promised day, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.casework.door import blueprint
from hopecare.domain.outcome_texts import FIRST_WISH, SENDABLE, TextOffer
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.applications import application_by_id
from hopecare.queries.outcome_texts import find_application_telling, find_referral_telling
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.tell_outcome import tell_outcome
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, go, page
from hopecare.web.permits import permits
from hopecare.web.requests.tell_outcome import TellOutcomeRequest
from hopecare.web.said_texts import text_as_sent
from hopecare.web.scopes import reading
from models import Application, Referral

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.queries.outcome_texts import Telling
    from hopecare.web.forms import Form

PAGE: Final = "casework/tell_outcome.html"
SAID: Final = N_(
    "The text goes out. The call it promises is on the list of whoever steers the case."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What was answered: its rows, by which permission, how it is told, and its own page."""

    rows: type[Referral | Application]
    permission: str
    find: Callable[[Session, UUID], Telling | None]
    page: str
    key: str

    def way_back(self, row_id: UUID) -> str:
        """Lead to its own page."""
        return url_for(self.page, **dict[str, Any]({self.key: row_id}))


def _of_referral(session: Session, row_id: UUID) -> Telling | None:
    return find_referral_telling(session, referral_by_id(session, row_id), now=desk().clock())


def _of_application(session: Session, row_id: UUID) -> Telling | None:
    return find_application_telling(session, application_by_id(session, row_id), now=desk().clock())


REFERRALS: Final = _About(
    rows=Referral,
    permission="referral.record",
    find=_of_referral,
    page="casework.referral",
    key="referral_id",
)
APPLICATIONS: Final = _About(
    rows=Application,
    permission="application.change",
    find=_of_application,
    page="casework.application",
    key="application_id",
)


@blueprint.get("/referrals/<uuid:referral_id>/tell")
@permits("referral.record")
def tell_of_referral_form(referral_id: UUID) -> ResponseReturnValue:
    """Show the sentence as it would be sent, and ask by when somebody rings."""
    return _ask(REFERRALS, referral_id)


@blueprint.post("/referrals/<uuid:referral_id>/tell")
@permits("referral.record")
def tell_of_referral(referral_id: UUID) -> ResponseReturnValue:
    """Send it, once for this answer."""
    return _tell(REFERRALS, referral_id)


@blueprint.get("/applications/<uuid:application_id>/tell")
@permits("application.change")
def tell_of_application_form(application_id: UUID) -> ResponseReturnValue:
    """Show the sentence as it would be sent, and ask by when somebody rings."""
    return _ask(APPLICATIONS, application_id)


@blueprint.post("/applications/<uuid:application_id>/tell")
@permits("application.change")
def tell_of_application(application_id: UUID) -> ResponseReturnValue:
    """Send it, once for this decision."""
    return _tell(APPLICATIONS, application_id)


def _ask(about: _About, row_id: UUID) -> ResponseReturnValue:
    """Show the form; lead to the answer's own page where nothing came of it yet."""
    with reading() as session:
        refuse_unless(session, about.permission, current_identity(), about.rows, row_id)
        is_told_of = about.find(session, row_id) is not None
    if not is_told_of:
        return go(about.way_back(row_id))
    return _page(about, row_id, blank_form({"call_by": current_reader().today + FIRST_WISH}))


def _telling(session: Session, about: _About, row_id: UUID) -> Telling:
    """What may be told; nothing came of it yet where there is none."""
    refuse_unless(session, about.permission, current_identity(), about.rows, row_id)
    found = about.find(session, row_id)
    if found is None:
        raise NotFoundError(kind="outcome", id=row_id)
    return found


def _tell(about: _About, row_id: UUID) -> ResponseReturnValue:
    form, identity, now = read_form(TellOutcomeRequest), current_identity(), desk().clock()
    if not form.is_valid:
        return _page(about, row_id, form)

    def act(session: Session) -> str:
        telling = _telling(session, about, row_id)
        tell_outcome(session, telling, by=identity, now=now, **form.data)
        return about.way_back(row_id)

    try:
        return act_once(identity, act, said=SAID, form=form)
    except InvalidInputError as error:
        return _page(about, row_id, form.refuse_all(error))


def _page(about: _About, row_id: UUID, form: Form) -> ResponseReturnValue:
    with reading() as session:
        telling = _telling(session, about, row_id)
        call_by = form.data.get("call_by") or current_reader().today + FIRST_WISH
        words = text_as_sent(session, telling, call_by)
    shown([telling.resident.id])
    back = about.way_back(row_id)
    return (page if form.is_valid else again)(
        PAGE,
        form=form,
        telling=telling,
        words=words,
        is_sendable=telling.offer in SENDABLE,
        is_careful=telling.offer is TextOffer.CAREFUL,
        action=f"{back}/tell",
        back=back,
    )
