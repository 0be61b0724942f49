"""The link by which an office answers: made and shown once, and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import url_for

from blueprints.casework.door import blueprint
from blueprints.casework.qr_pictures import qr_picture
from blueprints.casework.referral_words import named
from hopecare.domain.receiver_links import RECEIVER_PATH
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.receiver_links import token_of
from hopecare.queries.referrals import referral_view
from hopecare.queries.visibility import refuse_unless
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.miss_referral_answer import miss_referral_answer
from hopecare.services.revoke_receiver_link import revoke_receiver_link
from hopecare.web.acts import act_once, form_hash, operation_key, run_once
from hopecare.web.fields import Id, Request, Ticked
from hopecare.web.forms import read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import go, page, said
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import ReceiverLink, Referral

if TYPE_CHECKING:
    from typing import Any

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session


class MakeLinkRequest(Request):
    """For this referral alone, or for all open ones with its office."""

    for_all = Ticked()


class RevokeLinkRequest(Request):
    """Which link is closed."""

    link_id = Id(required=True)


@blueprint.post("/referrals/<uuid:referral_id>/link")
@permits("referral.link")
def make_link_act(referral_id: UUID) -> ResponseReturnValue:
    """Make a link and show it this once; the act's outcome keeps its row alone, never the link."""
    form, identity, now = read_form(MakeLinkRequest), current_identity(), desk().clock()

    def act(session: Session) -> dict[str, Any]:
        refuse_unless(session, "referral.link", identity, Referral, referral_id)
        made = make_receiver_link(
            session, referral_id=referral_id, for_all=form.data["for_all"], by=identity, now=now
        )
        return {"link": str(made.row.id)}

    try:
        outcome = run_once(identity, key=operation_key(), content=form_hash(), act=act)
    except InvalidInputError:
        said(N_("This referral is over: its office needs no link any more."), tone="soon")
        return go(url_for("casework.referral", referral_id=referral_id))
    return _link_page(referral_id, UUID(outcome["link"]))


@blueprint.post("/referrals/<uuid:referral_id>/link/close")
@permits("referral.link")
def revoke_link_act(referral_id: UUID) -> ResponseReturnValue:
    """Close a link; whoever opens it is told whom to call."""
    form, identity, now = read_form(RevokeLinkRequest), current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "referral.link", identity, Referral, referral_id)
        revoke_receiver_link(
            session, referral_id=referral_id, link_id=form.data["link_id"], by=identity, now=now
        )
        return url_for("casework.referral", referral_id=referral_id)

    return act_once(identity, act, said=N_("The link is closed."), form=form)


@blueprint.post("/referrals/<uuid:referral_id>/no-answer")
@permits("referral.record")
def no_answer_act(referral_id: UUID) -> ResponseReturnValue:
    """Say that the office did not answer in time: somebody calls them."""
    identity, now = current_identity(), desk().clock()

    def act(session: Session) -> str:
        refuse_unless(session, "referral.record", identity, Referral, referral_id)
        miss_referral_answer(session, referral_id=referral_id, by=identity, now=now)
        return url_for("casework.referral", referral_id=referral_id)

    return act_once(identity, act, said=N_("Written down. A call to the office is owed."))


def _link_page(referral_id: UUID, link_id: UUID) -> ResponseReturnValue:
    reader = current_reader()
    with reading() as session:
        refuse_unless(session, "referral.link", current_identity(), Referral, referral_id)
        view, link = referral_view(session, referral_id), session.get_one(ReceiverLink, link_id)
    address = f"{desk().settings.public_base_url}{RECEIVER_PATH}{token_of(link_id)}"
    answer = page(
        "casework/receiver_link.html",
        referral=view.referral,
        link=link,
        address=address,
        picture=qr_picture(address),
        organisation_name=named(view.organisation, reader),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
