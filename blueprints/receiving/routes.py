"""An office's link: opening it shows a cover, and only a press of a hand shows or answers anything.

The address is the key: it needs no account, and no other site can know it, so that the form needs
no token of a session. A wrong, old or closed link says whom to call, and nothing of anybody.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response

from blueprints.receiving.pages import Opened, closed_page, cover_page, list_page, opened_page
from hopecare.database import AllTowns, TownScope
from hopecare.domain.codes import read_code
from hopecare.domain.receiver_links import ReceiverAct, ReceiverState, Stood, read_token
from hopecare.errors import InvalidInputError
from hopecare.extensions import csrf, desk
from hopecare.queries.receiver_answers import find_correctable_until
from hopecare.queries.receiver_links import find_receiver_link, index_of, receiver_view
from hopecare.queries.referral_pages import sheet_view
from hopecare.queries.town_days import local_day
from hopecare.services.log_receiver import log_receiver
from hopecare.services.press_receiver_link import Press, Pressed, press_receiver_link
from hopecare.web.forms import blank_form, read_form
from hopecare.web.guarded_links import count_wrong_try, guard
from hopecare.web.permits import permits
from hopecare.web.requests.press_receiver_link import PressReceiverLinkRequest
from hopecare.web.town import be_in_town

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.queries.receiver_links import Offered, ReceiverView
    from hopecare.web.forms import Form
    from models import ReceiverLink

blueprint = Blueprint("receiving", __name__, template_folder="templates", url_prefix="/o")
SAID: Final = frozenset(
    {
        Pressed.ACCEPTED,
        Pressed.REFUSED,
        Pressed.ASKED,
        Pressed.OUTCOME,
        Pressed.DAY_NAMED,
        Pressed.TAKEN_BACK,
    }
)
"""What was taken with its words: the form begins anew."""
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
        opened = row.referral if row else None
        log_receiver(session, link, ReceiverAct.OPENED, referral=opened, now=now)
    if row is not None and row.state is ReceiverState.OPEN:
        return cover_page(token, view, row)
    is_list = typed is None and link.referral_id is None and view.state is ReceiverState.OPEN
    return list_page(token, view) if is_list else closed_page(view, row, token)


def _press(token: str, typed: str | None) -> Response:
    link, now = _find(token), desk().clock()
    if link is None:
        return _nowhere(token)
    be_in_town(link.town_id)
    code, form = read_code(typed) if typed else None, read_form(PressReceiverLinkRequest)
    with desk().database.reading(TownScope(link.town_id)) as session:
        row = _row(receiver_view(session, link, code, now=now), code)
    result = _act(link, row, form, now) if row and form.is_valid else None
    if row and result is None:
        # What was refused left nothing behind, and the page shows somebody all the same.
        _press_in(link, row, Press(act=ReceiverAct.READ, stood=Stood.OVER), now)
    desk().wake()
    return _after(token, link, code, form, result)


def _act(link: ReceiverLink, row: Offered, form: Form, now: datetime) -> Pressed | None:
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


def _press_in(link: ReceiverLink, row: Offered, pressed: Press, now: datetime) -> Pressed:
    with desk().database.writing(TownScope(link.town_id)) as session:
        return press_receiver_link(
            session, link_id=link.id, referral_id=row.referral.id, press=pressed, now=now
        )


def _meant(form: Form) -> ReceiverAct:
    """A button that says a reason or an outcome says the act by that; any other only reads."""
    if form.data["refusal"]:
        return ReceiverAct.REFUSED
    return ReceiverAct.OUTCOME if form.data["outcome"] else ReceiverAct.READ


def _after(
    token: str, link: ReceiverLink, code: str | None, form: Form, result: Pressed | None
) -> Response:
    """Show the referral as it stands now, with what became of the press above it."""
    now = desk().clock()
    with desk().database.reading(TownScope(link.town_id)) as session:
        view = receiver_view(session, link, code, now=now)
        row = _row(view, code)
        if row is None or row.state is not ReceiverState.OPEN:
            return closed_page(view, row, token)
        today = local_day(session, link.town_id, now)
        sheet = sheet_view(session, row.referral.id, on=today)
        until = find_correctable_until(session, view.link, row.referral, now=now)
    opened = Opened(token=token, view=view, row=row, sheet=sheet, result=result, until=until)
    # What was said once is never said again by the next button.
    answer = opened_page(opened, blank_form() if result in SAID else form)
    if not form.is_valid:
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
