"""One's own password, for those who sign in with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.accounts.door import blueprint
from blueprints.accounts.routes_staff import refuse_as_said
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.services.change_own_password import change_own_password
from hopecare.web.acts import form_hash, operation_key, run_once
from hopecare.web.forms import blank_form, new_operation, read_form
from hopecare.web.identity import current_identity
from hopecare.web.pages import again, go, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.staff_accounts import OwnPasswordRequest
from hopecare.web.scopes import reading
from models import Account

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/account/password")
@permits("account.change_own")
def own_password() -> ResponseReturnValue:
    """Ask for the old password and a new one; volunteers have none and need none."""
    return page("accounts/own_password.html", form=blank_form(), name=_own_name())


@blueprint.post("/account/password")
@permits("account.change_own")
def change_own() -> ResponseReturnValue:
    """Set the new password and sign every other device out."""
    form = read_form(OwnPasswordRequest)
    if form.is_valid and _changes(form):
        said(N_("Your new password holds. Every other device is signed out."))
        return go(url_for("accounts.devices"))
    return again("accounts/own_password.html", form=form, name=_own_name())


def _changes(form: Form) -> bool:
    """Act, or put beside the fields why not; a wrong old password is written down as tried."""
    identity = current_identity()

    def act(session: Session) -> dict[str, bool]:
        old, new = form.data["old_password"], form.data["password"]
        is_right = change_own_password(session, old=old, new=new, by=identity, now=desk().clock())
        return {"is_right": is_right}

    try:
        outcome = run_once(identity, key=operation_key(), content=form_hash(), act=act)
    except InvalidInputError as error:
        refuse_as_said(form, error)
        return False
    if not outcome["is_right"]:
        form.refuse("old_password", "old_password_refused")
        # The wrong try is an act of its own; the next one needs another key.
        form.op = new_operation()
    return bool(outcome["is_right"])


def _own_name() -> str:
    with reading() as session:
        account = session.get(Account, current_identity().account_id)
    if account is None or account.name is None:
        raise NotFoundError(kind="account")
    return account.name
