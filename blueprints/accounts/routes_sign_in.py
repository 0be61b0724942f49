"""Sign in with a name and a password, or with a telephone and a one-time code; sign out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Response, request, url_for

from blueprints.accounts.door import blueprint
from hopecare.database import AllTowns
from hopecare.domain.digest import wants_week
from hopecare.domain.roles import Role
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.queries.accounts import standing_sign_ins
from hopecare.queries.identities import identity_of
from hopecare.services.check_password import check_password
from hopecare.services.check_sign_in_code import check_sign_in_code
from hopecare.services.end_sign_in import end_sign_in
from hopecare.services.send_sign_in_code import send_sign_in_code
from hopecare.services.start_sign_in import start_sign_in
from hopecare.web.acts import act_once
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import act_as, current_identity, find_current_identity, forget, remember
from hopecare.web.kept_forms import after_sign_in, is_only_shown
from hopecare.web.language import current_language, keep_language
from hopecare.web.navigation import first_page
from hopecare.web.pages import again, go, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.sign_in import AskCodeRequest, EnterCodeRequest, SignInRequest
from hopecare.web.scopes import reading
from models import Account

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

VOLUNTEERS_STAY_FOR: Final = timedelta(days=60)
"""A volunteer's own telephone stays signed in; staff sign in each working day."""
_PHONES: Final = ("Android", "iPhone", "Mobile")


@blueprint.get("/sign-in")
@permits("account.sign_in")
def sign_in() -> ResponseReturnValue:
    """Show the staff's way in, or send on whoever is in already."""
    if find_current_identity() is not None:
        return go(url_for("accounts.home"))
    return page("accounts/sign_in.html", form=blank_form())


@blueprint.post("/sign-in")
@permits("account.sign_in")
def check_sign_in() -> ResponseReturnValue:
    """Check name and password; a wrong try is counted and says no more than that it was wrong."""
    if is_only_shown():
        return page("accounts/sign_in.html", form=blank_form())
    form = read_form(SignInRequest)
    if form.is_valid:
        now = desk().clock()
        with desk().database.writing(AllTowns()) as session:
            account = check_password(
                session, name=form.data["name"], password=form.data["password"], now=now
            )
            if account is not None:
                return _signed_in(session, account, lasts_for=desk().settings.session_lifetime)
        form.refuse("name", "sign_in_refused")
    form.values.pop("password", None)
    return again("accounts/sign_in.html", form=form)


@blueprint.get("/sign-in/phone")
@permits("account.sign_in")
def phone() -> ResponseReturnValue:
    """Ask a volunteer for the telephone that the code goes to."""
    return page("accounts/phone.html", form=blank_form())


@blueprint.post("/sign-in/phone")
@permits("account.sign_in")
def ask_code() -> ResponseReturnValue:
    """Text a code. The page that follows is the same whether or not the number is known."""
    if is_only_shown():
        return page("accounts/phone.html", form=blank_form())
    form = read_form(AskCodeRequest)
    if not form.is_valid:
        return again("accounts/phone.html", form=form)
    number = form.data["phone"]
    with desk().database.writing(AllTowns()) as session:
        send_sign_in_code(session, phone=number.e164, now=desk().clock())
    desk().wake()
    return page("accounts/code.html", form=blank_form({"phone": number.national}))


@blueprint.post("/sign-in/code")
@permits("account.sign_in")
def enter_code() -> ResponseReturnValue:
    """Check the code; a wrong try is counted, and after a few the code is worth nothing."""
    form = read_form(EnterCodeRequest)
    if form.is_valid:
        digits = "".join(each for each in form.data["code"] if each.isdecimal())
        with desk().database.writing(AllTowns()) as session:
            account = check_sign_in_code(
                session, phone=form.data["phone"].e164, code=digits, now=desk().clock()
            )
            if account is not None:
                return _signed_in(session, account, lasts_for=VOLUNTEERS_STAY_FOR)
        form.refuse("code", "code_refused")
    return again("accounts/code.html", form=form)


@blueprint.post("/sign-out")
@permits("account.sign_out")
def sign_out() -> ResponseReturnValue:
    """End this sign-in; the cookie is worth nothing from now on."""
    identity = current_identity()
    if identity.sign_in_id is not None:
        _end(identity, identity.sign_in_id)
    said(N_("You are signed out."))
    return forget(go(url_for("accounts.sign_in")))


@blueprint.get("/home")
@permits("account.read_own")
def home() -> ResponseReturnValue:
    """Send everybody to the page their day begins with."""
    return go(url_for(first_page(current_identity())))


@blueprint.get("/account")
@permits("account.read_own")
def devices() -> ResponseReturnValue:
    """Show the devices that are signed in as this person."""
    return _devices_page(blank_form())


@blueprint.post("/account/sign-ins/<uuid:sign_in_id>/end")
@permits("account.change_own")
def end_device(sign_in_id: UUID) -> ResponseReturnValue:
    """Sign one device out."""
    identity = current_identity()

    def act(session: Session) -> str:
        end_sign_in(
            session, sign_in_id=sign_in_id, account_id=identity.account_id, now=desk().clock()
        )
        return url_for("accounts.devices")

    return act_once(identity, act, said=N_("That device is signed out."))


def _devices_page(form: Form) -> Response:
    identity = current_identity()
    with reading() as session:
        rows = standing_sign_ins(session, account_id=identity.account_id, now=desk().clock())
        wish = session.get_one(Account, identity.account_id).week_digest
    return page(
        "accounts/devices.html",
        form=form,
        sign_ins=rows,
        this_id=identity.sign_in_id,
        hears_week=wants_week(wish, is_coordinator=Role.COORDINATOR in identity.roles),
    )


def _end(identity: Identity, sign_in_id: UUID) -> None:
    with desk().database.writing(AllTowns()) as session:
        end_sign_in(
            session, sign_in_id=sign_in_id, account_id=identity.account_id, now=desk().clock()
        )


def _signed_in(session: Session, account: Account, *, lasts_for: timedelta) -> Response:
    """Sign the device in and go where the person wanted to go, in the language they came in."""
    spoken = current_language()
    now = desk().clock()
    token = start_sign_in(session, account, lasts_for=lasts_for, device=_device(), now=now)
    identity = identity_of(session, account, now=now)
    act_as(identity)
    answer = after_sign_in(default=url_for(first_page(identity)))
    keep_language(answer, spoken)
    return remember(answer, town_id=account.town_id, token=token, lasts_for=lasts_for)


def _device() -> str:
    agent = request.headers.get("User-Agent", "")
    return "phone" if any(word in agent for word in _PHONES) else "computer"
