"""An office's link: opening it shows a cover, and only a press of a hand shows or answers anything.

The address is the key: it needs no account, and no other site can know it, so that the form needs
no token of a session. A wrong, old or closed link says whom to call, and nothing of anybody.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from blueprints.receiving.grants import Grant, granted, read_grant
from blueprints.receiving.pages import (
    Opened,
    address_of,
    closed_page,
    cover_page,
    list_page,
    opened_page,
)
from hopecare.database import AllTowns, TownScope
from hopecare.domain.codes import read_code
from hopecare.domain.receiver_links import ReceiverAct, ReceiverState, Stood, read_token
from hopecare.errors import InvalidInputError
from hopecare.extensions import csrf, desk
from hopecare.queries.receiver_answers import find_correctable_until
from hopecare.queries.receiver_links import find_receiver_link, index_of, receiver_view
from hopecare.queries.referral_pages import sheet_view
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.log_receiver import log_receiver
from hopecare.services.press_receiver_link import Press, Pressed, press_receiver_link
from hopecare.web.forms import blank_form, read_form
from hopecare.web.guarded_links import count_wrong_try, guard
from hopecare.web.pages import go
from hopecare.web.permits import permits
from hopecare.web.requests.press_receiver_link import PressReceiverLinkRequest
from hopecare.web.town import be_in_town

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.queries.receiver_links import Offered, ReceiverView
    from hopecare.web.forms import Form
    from models import ReceiverLink

blueprint = Blueprint("receiving", __name__, template_folder="templates", url_prefix="/o")
csrf.exempt(blueprint)
blueprint.after_request(guard)


@blueprint.get("/<token>")
@permits("referral.answer")
def cover(token: str) -> Response:
    """Show what waits behind the link by codes alone; a preview that opens it changes nothing."""
    return _cover(token, None)


@blueprint.get("/<token>/<code>")
@permits("referral.answer")
def cover_of_one(token: str, code: str) -> Response:
    """Show one of the referrals behind a list's link, still by its code alone."""
    return _cover(token, code)


@blueprint.post("/<token>")
@permits("referral.answer")
def press(token: str) -> Response:
    """Take what was pressed for the link's own referral."""
    return _press(token, None)


@blueprint.post("/<token>/<code>")
@permits("referral.answer")
def press_one(token: str, code: str) -> Response:
    """Take what was pressed for one of the referrals behind a list's link."""
    return _press(token, code)


def _cover(token: str, typed: str | None) -> Response:
    link, now = _find(token), desk().clock()
    if link is None:
        return _nowhere(token)
    be_in_town(link.town_id)
    code = read_code(typed) if typed else None
    with desk().database.writing(TownScope(link.town_id)) as session:
        view = receiver_view(session, link, code, now=now)
        row = _row(view, code)
        is_open = row is not None and row.state is ReceiverState.OPEN
        grant = read_grant(link, row.referral.id, now=now) if row and is_open else None
        opened = _open(session, token, view, row, grant, now) if row and grant else None
        if opened is None:
            referral = row.referral if row else None
            log_receiver(session, link, ReceiverAct.OPENED, referral=referral, now=now)
    if opened is not None:
        return opened_page(opened, blank_form())
    if row is not None and is_open:
        return cover_page(token, view, row)
    is_list = typed is None and link.referral_id is None and view.state is ReceiverState.OPEN
    return list_page(token, view) if is_list else closed_page(view, row, token)


def _open(
    session: Session,
    token: str,
    view: ReceiverView,
    row: Offered,
    grant: Grant | None,
    now: datetime,
) -> Opened:
    """Read a referral as it stands now, and log it; of a press is said what still holds."""
    today = local_day(session, view.link.town_id, now)
    opened = Opened(
        token=token,
        view=view,
        row=row,
        sheet=sheet_view(session, row.referral.id, on=today),
        result=grant.result if grant and grant.version == row.referral.version else None,
        until=find_correctable_until(session, view.link, row.referral, now=now),
    )
    act = ReceiverAct.READ if opened.shows_somebody else ReceiverAct.OPENED
    log_receiver(session, view.link, act, referral=row.referral, now=now)
    return opened


def _press(token: str, typed: str | None) -> Response:
    """Do it, and lead to a page that is only looked at: nobody's way back sends it again."""
    link, now = _find(token), desk().clock()
    if link is None:
        return _nowhere(token)
    be_in_town(link.town_id)
    code, form = read_code(typed) if typed else None, read_form(PressReceiverLinkRequest)
    with desk().database.reading(TownScope(link.town_id)) as session:
        view = receiver_view(session, link, code, now=now)
        row = _row(view, code)
    if row is None:
        return go(request.path)
    grant = _act(link, row, form, now) if form.is_valid else None
    desk().wake()
    if grant is None:
        return _again(token, link, code, form)
    address = address_of(token, view, row)
    if grant.result is Pressed.CLOSED:
        return go(address)
    return go(f"{address}?{granted(link, row.referral.id, grant, now=now)}")


def _act(link: ReceiverLink, row: Offered, form: Form, now: datetime) -> Grant | None:
    """Do it in one transaction; what is wrong with it is said beside its field."""
    data = form.data
    pressed = Press(
        act=data["act"] or _meant(form),
        stood=data["stood"] or Stood.OVER,
        refusal=data["refusal"],
        outcome=data["outcome"],
        outcome_on=data["outcome_on"],
        due_on=data["due_on"],
        words="\n\n".join(each for each in (data["why"], data["words"]) if each) or None,
        version=data["seen"],
    )
    try:
        return _press_in(link, row, pressed, now)
    except InvalidInputError as error:
        form.refuse_all(_where_it_is_seen(error, pressed))
    return None


def _where_it_is_seen(error: InvalidInputError, press: Press) -> InvalidInputError:
    """What lacks its reason in words says so beside the reasons, not at the question below."""
    if press.act is not ReceiverAct.REFUSED:
        return error
    return InvalidInputError(
        {"why" if name == "words" else name: codes for name, codes in error.fields.items()}
    )


def _press_in(link: ReceiverLink, row: Offered, pressed: Press, now: datetime) -> Grant:
    with desk().database.writing(TownScope(link.town_id)) as session:
        result = press_receiver_link(
            session, link_id=link.id, referral_id=row.referral.id, press=pressed, now=now
        )
        return Grant(result=result, version=referral_by_id(session, row.referral.id).version)


def _meant(form: Form) -> ReceiverAct:
    """A button that says a reason or an outcome says the act by that; any other only reads."""
    if form.data["refusal"]:
        return ReceiverAct.REFUSED
    return ReceiverAct.OUTCOME if form.data["outcome"] else ReceiverAct.READ


def _again(token: str, link: ReceiverLink, code: str | None, form: Form) -> Response:
    """Show what is wrong with a form beside its fields; it is read and logged like any other.

    By this answer itself: on a page of its own the words somebody typed would be lost, or lie in
    an address or with us. Sent again by a reload, it is wrong again and changes nothing.
    """
    now = desk().clock()
    with desk().database.writing(TownScope(link.town_id)) as session:
        view = receiver_view(session, link, code, now=now)
        row = _row(view, code)
        if row is None or row.state is not ReceiverState.OPEN:
            return go(request.path)
        read = Press(act=ReceiverAct.READ, stood=Stood.OVER)
        press_receiver_link(
            session, link_id=link.id, referral_id=row.referral.id, press=read, now=now
        )
        opened = _open(session, token, view, row, None, now)
    answer = opened_page(opened, form)
    answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def _row(view: ReceiverView, code: str | None) -> Offered | None:
    """The one referral a page is about: a link's own, or the one that was named."""
    is_one = view.link.referral_id is not None or code is not None
    is_closed = view.link.referral_id is None and view.state is not ReceiverState.OPEN
    return view.rows[0] if is_one and view.rows and not is_closed else None


def _find(token: str) -> ReceiverLink | None:
    """Find the link of an address; what cannot be one is not looked for."""
    signs = read_token(token)
    if signs is None:
        return None
    with desk().database.reading(AllTowns()) as session:
        return find_receiver_link(session, index_of(signs))


def _nowhere(token: str) -> Response:
    """Say that it opens nothing and whom to call; trying on and on is refused."""
    count_wrong_try(could_be_ours=read_token(token) is not None)
    shown = closed_page(None, None)
    shown.status_code = HTTPStatus.NOT_FOUND
    return shown
