"""The page of a link in a text. Opening it changes nothing; the press of a button does, once.

The address itself is the key: it needs no account, and no other site can know it, so that the form
needs no token of a session. Whoever opens it is not told whether a wrong address ever was a right
one.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, url_for

from blueprints.answering.telling import said_of
from blueprints.answering.words import OPENS_NO_MORE, PRESSED
from hopecare.database import AllTowns, TownScope
from hopecare.domain.answer_links import LinkState, read_token
from hopecare.extensions import csrf, desk
from hopecare.queries.answer_links import find_link, link_view
from hopecare.services.log_link_opening import log_link_opening
from hopecare.services.press_link import press_link
from hopecare.web.forms import blank_form, read_form
from hopecare.web.guarded_links import count_wrong_try, guard
from hopecare.web.language import LANGUAGE_COOKIE, current_language, spoken
from hopecare.web.pages import go, page
from hopecare.web.permits import permits
from hopecare.web.requests.press_link import PressLinkRequest
from hopecare.web.town import be_in_town
from notifications.answer_links import index_of

if TYPE_CHECKING:
    from blueprints.answering.said import Said
    from hopecare.queries.answer_links import LinkView
    from hopecare.services.press_link import PressResult
    from models import AnswerLink

blueprint = Blueprint("answering", __name__, template_folder="templates", url_prefix="/r")
csrf.exempt(blueprint)
blueprint.after_request(guard)


@blueprint.get("/<token>")
@permits("link.open")
def question(token: str) -> Response:
    """Show what is asked, or truly what became of it; a preview that opens it changes nothing."""
    link = _find(token)
    if link is None:
        return _nowhere(token)
    now = desk().clock()
    with desk().database.writing(TownScope(link.town_id)) as session:
        view = link_view(session, link, now=now)
        if view.state is not LinkState.REVOKED:
            log_link_opening(session, link, now=now)
    if view.state is LinkState.REVOKED:
        return _nowhere(token)
    return _page(token, view, said_of(view))


@blueprint.post("/<token>")
@permits("link.answer")
def answer(token: str) -> Response:
    """Take the answer of a button, then show what it came to."""
    link = _find(token)
    if link is None:
        return _nowhere(token)
    form, now = read_form(PressLinkRequest), desk().clock()
    pressed = form.data["answer"] if form.is_valid else None
    with desk().database.writing(TownScope(link.town_id)) as session:
        result = press_link(session, link_id=link.id, answer=pressed, now=now) if pressed else None
        view = link_view(session, link, now=now)
    desk().wake()
    return _after(token, view, result)


def _after(token: str, view: LinkView, result: PressResult | None) -> Response:
    """Say what a press came to; of a link that was revoked nothing but a call for help."""
    if result in PRESSED:
        return _page(token, view, PRESSED[result])
    if view.state is LinkState.REVOKED:
        return _nowhere(token)
    return go(url_for("answering.question", token=token))


def _find(token: str) -> AnswerLink | None:
    """Find the link of an address; what cannot be one is not looked for."""
    signs = read_token(token)
    if signs is None:
        return None
    with desk().database.reading(AllTowns()) as session:
        return find_link(session, index_of(signs))


def _page(token: str, view: LinkView, said: Said) -> Response:
    """Show words in the reader's own language first, whoever else is signed in on this device."""
    be_in_town(view.link.town_id)
    is_chosen = LANGUAGE_COOKIE in request.cookies
    with spoken(current_language() if is_chosen else view.language, to_resident=True):
        return page(
            "answering/question.html",
            view=view,
            said=said,
            form=blank_form(),
            action=url_for("answering.answer", token=token),
            is_neutral=view.link.is_neutral or view.state is LinkState.REVOKED,
        )


def _nowhere(token: str) -> Response:
    """Say that it does not open, of a wrong address and a revoked link alike, as the visitor asks.

    Whose town a revoked one was is not said either. Trying on and on is refused.
    """
    count_wrong_try(could_be_ours=read_token(token) is not None)
    shown = page(
        "answering/question.html", view=None, said=OPENS_NO_MORE, form=blank_form(), is_neutral=True
    )
    shown.status_code = HTTPStatus.NOT_FOUND
    return shown
