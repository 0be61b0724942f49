"""One proposal: its price term by term, why not another one, and what a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import url_for

from blueprints.coordination.door import blueprint
from blueprints.coordination.proposal_views import others_called, others_near, reasons_for
from hopecare.domain.matching.proposals import FOR_STAFF, ListState
from hopecare.errors import InvalidInputError, MoveNotAllowedError, NoConsentError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.match_words import rule_words
from hopecare.queries.proposal_pages import one_proposed
from hopecare.queries.proposals import list_by_id, proposal_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.appeal_proposal import appeal_proposal
from hopecare.services.change_proposal import change_proposal
from hopecare.services.drop_proposal import drop_proposal
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, expect_version
from hopecare.web.forms import blank_form, read_form, read_query
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.proposals import (
    ChooseHelperRequest,
    DropProposalRequest,
    FindChoiceRequest,
)
from hopecare.web.scopes import reading
from hopecare.web.town import current_town
from models import Proposal

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

RULE: Final = "rule_"
LEFT_OUT: Final = N_("It is left out.")
SET_ASIDE: Final = N_("Noted. The two are not proposed again for 30 days.")


@blueprint.get("/matching/proposals/<uuid:proposal_id>")
@permits("offer.make")
def proposal(proposal_id: UUID) -> ResponseReturnValue:
    """Show why these two, and why not others."""
    return _proposal_page(proposal_id, None)


@blueprint.post("/matching/proposals/<uuid:proposal_id>/choose")
@permits("offer.make")
def choose_helper(proposal_id: UUID) -> ResponseReturnValue:
    """Put another volunteer in the place; a hard rule says no beside the field."""
    form, identity, now = read_form(ChooseHelperRequest), current_identity(), desk().clock()

    def act(session: Session) -> None:
        change_proposal(
            session, proposal_id=proposal_id, helper_id=form.data["helper_id"], by=identity, now=now
        )

    try:
        return _decide(proposal_id, form, act, said=N_("Somebody else is chosen."))
    except InvalidInputError as error:
        return _proposal_page(proposal_id, _with_rule(form, error))


@blueprint.post("/matching/proposals/<uuid:proposal_id>/drop")
@permits("offer.make")
def drop_from_list(proposal_id: UUID) -> ResponseReturnValue:
    """Leave it out; with a reason, the two are not proposed again for a while."""
    form, identity, now = read_form(DropProposalRequest), current_identity(), desk().clock()
    reason = form.data.get("reason")
    if reason is not None and reason not in FOR_STAFF:
        form.refuse("reason", "not_a_choice")

    def act(session: Session) -> None:
        if reason is None:
            drop_proposal(session, proposal_id=proposal_id, by=identity, now=now)
        else:
            appeal_proposal(session, proposal_id=proposal_id, reason=reason, by=identity, now=now)

    said = LEFT_OUT if reason is None else SET_ASIDE
    return _decide(proposal_id, form, act, said=said)


def _decide(
    proposal_id: UUID, form: Form, decide: Callable[[Session], None], *, said: str
) -> ResponseReturnValue:
    if not form.is_valid:
        return _proposal_page(proposal_id, form)
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "offer.make", identity, Proposal, proposal_id)
        # The list before its proposals, as whoever confirms it holds them.
        list_by_id(session, proposal_by_id(session, proposal_id).list_id, alone=True)
        row = proposal_by_id(session, proposal_id, alone=True)
        expect_version(row, form.data["version"])
        decide(session)
        return url_for("coordination.proposal_list", list_id=row.list_id)

    return act_once(identity, act, said=said)


def _with_rule(form: Form, error: InvalidInputError) -> Form:
    """Say a hard rule in its own words beside the choice."""
    code = error.fields.get("helper_id", [""])[0]
    if code.startswith(RULE):
        form.errors["helper_id"] = rule_words(code.removeprefix(RULE), current_reader())
    elif code == "proposed_elsewhere":
        words = N_("All their time is given to other places of this list: leave one of those out.")
        form.errors["helper_id"] = current_reader().say(words)
    else:
        form.refuse("helper_id", "not_a_choice")
    return form


def _proposal_page(proposal_id: UUID, form: Form | None) -> ResponseReturnValue:
    reader, now = current_reader(), desk().clock()
    query = read_query(FindChoiceRequest)
    typed = query.data.get("q")
    country = current_town().country
    with reading() as session:
        refuse_unless(session, "offer.make", current_identity(), Proposal, proposal_id)
        seen = one_proposed(session, proposal_id)
        made = list_by_id(session, seen.proposal.list_id)
        try:
            near = others_near(session, seen, reader, now=now)
            called = (
                others_called(session, seen, typed, reader, now=now, country=country)
                if typed
                else []
            )
        except (MoveNotAllowedError, NoConsentError):
            near, called = [], []
    shown([seen.resident.id, seen.helper.id, *(each.person.id for each in [*near, *called])])
    show = page if form is None else again
    return show(
        "coordination/proposal.html",
        form=form or blank_form(),
        query=query,
        typed=typed,
        seen=seen,
        reasons=reasons_for(seen, reader),
        near=near,
        called=called,
        is_draft=made.state(now) is ListState.DRAFT,
        made_at=made.made_at or made.asked_at,
        FOR_STAFF=FOR_STAFF,
    )
