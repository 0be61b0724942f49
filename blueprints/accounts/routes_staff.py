"""Accounts of staff: list, add, give a new password, close, open again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for

from blueprints.accounts.door import blueprint
from hopecare.domain.roles import STAFF, Role
from hopecare.errors import AlreadyTakenError, InvalidInputError, NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_, languages
from hopecare.queries.accounts import standing_sign_ins
from hopecare.queries.areas import centres
from hopecare.queries.case_transfers import cases_steered_by
from hopecare.queries.identities import roles_of
from hopecare.queries.residents import person_by_id
from hopecare.queries.visibility import refuse_unless
from hopecare.services.add_account import NewAccount, add_account
from hopecare.services.change_password import change_password
from hopecare.services.disable_account import disable_account
from hopecare.services.reopen_account import reopen_account
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, expect_version
from hopecare.web.forms import Form, blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import LANGUAGE_NAMES, current_language, current_reader
from hopecare.web.listing import show_listing
from hopecare.web.listings.accounts import ACCOUNTS, stands
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.requests.staff_accounts import (
    AddAccountRequest,
    CloseAccountRequest,
    ResetPasswordRequest,
)
from hopecare.web.scopes import reading
from models import Account, Centre

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

CODES: Final = {
    "too_short": "password_too_short",
    "contains_name": "password_contains_name",
    "same_as_before": "password_same",
    "invalid": "name_with_space",
    "not_staff": "choose_one",
}
"""What the verbs refuse, by the sentence that stands beside the field."""


@blueprint.get("/accounts")
@permits("account.read")
def accounts() -> ResponseReturnValue:
    """List the accounts of staff."""
    return show_listing(ACCOUNTS, "accounts/accounts.html", roles=_role_choices())


@blueprint.get("/accounts/new")
@permits("account.add")
def new_account() -> ResponseReturnValue:
    """Ask for what a new account needs."""
    return page("accounts/new_account.html", **_choices(blank_form({"language": "ko"})))


@blueprint.post("/accounts/new")
@permits("account.add")
def add() -> ResponseReturnValue:
    """Open an account."""
    form, identity = read_form(AddAccountRequest), current_identity()
    if not form.is_valid:
        return again("accounts/new_account.html", **_choices(form))
    wish = _wish(form.data)

    def act(session: Session) -> str:
        if wish.centre_id is not None and session.get(Centre, wish.centre_id) is None:
            raise InvalidInputError({"centre_id": ["not_a_choice"]})
        account = add_account(
            session,
            town_id=identity.town_id,
            wish=wish,
            password=form.data["password"],
            now=desk().clock(),
        )
        return url_for("accounts.account", account_id=account.id)

    try:
        return act_once(identity, act, said=N_("The account is open. Tell them name and password."))
    except AlreadyTakenError:
        form.refuse("name", "name_taken")
    except InvalidInputError as error:
        refuse_as_said(form, error)
    return again("accounts/new_account.html", **_choices(form))


@blueprint.get("/accounts/<uuid:account_id>")
@permits("account.read")
def account(account_id: UUID) -> ResponseReturnValue:
    """Show one account, with a new password or its end within reach."""
    return page("accounts/account.html", **_seen(account_id, blank_form()))


@blueprint.post("/accounts/<uuid:account_id>/password")
@permits("account.change")
def reset_password(account_id: UUID) -> ResponseReturnValue:
    """Give a new password; every device signs in again."""
    form, identity = read_form(ResetPasswordRequest), current_identity()
    if not form.is_valid:
        return again("accounts/account.html", **_seen(account_id, form))

    def act(session: Session) -> str:
        refuse_unless(session, "account.change", identity, Account, account_id)
        expect_version(_account(session, account_id), form.data["version"])
        password = form.data["password"]
        change_password(session, account_id=account_id, password=password, now=desk().clock())
        return url_for("accounts.account", account_id=account_id)

    try:
        return act_once(identity, act, said=N_("The new password holds from now on."))
    except InvalidInputError as error:
        refuse_as_said(form, error)
    return again("accounts/account.html", **_seen(account_id, form))


@blueprint.post("/accounts/<uuid:account_id>/close")
@permits("account.change")
def close_account(account_id: UUID) -> ResponseReturnValue:
    """Close an account and sign it out everywhere; nobody closes their own."""
    form, identity = read_form(CloseAccountRequest), current_identity()
    if account_id == identity.account_id:
        form.refuse("version", "not_your_own")
        return again("accounts/account.html", **_seen(account_id, form))

    def act(session: Session) -> str:
        refuse_unless(session, "account.change", identity, Account, account_id)
        expect_version(_account(session, account_id), form.data.get("version") or 0)
        disable_account(session, account_id=account_id, now=desk().clock())
        return url_for("accounts.account", account_id=account_id)

    return act_once(identity, act, said=N_("The account is closed and signed out everywhere."))


@blueprint.post("/accounts/<uuid:account_id>/reopen")
@permits("account.change")
def reopen(account_id: UUID) -> ResponseReturnValue:
    """Open a closed account again; its person signs in with the password given here."""
    form, identity = read_form(ResetPasswordRequest), current_identity()
    if not form.is_valid:
        return again("accounts/account.html", **_seen(account_id, form))

    def act(session: Session) -> str:
        refuse_unless(session, "account.change", identity, Account, account_id)
        expect_version(_account(session, account_id), form.data["version"])
        password = form.data["password"]
        reopen_account(session, account_id=account_id, password=password, now=desk().clock())
        return url_for("accounts.account", account_id=account_id)

    try:
        return act_once(
            identity, act, said=N_("The account is open again. Tell them the password.")
        )
    except InvalidInputError as error:
        refuse_as_said(form, error)
    return again("accounts/account.html", **_seen(account_id, form))


def _wish(data: dict[str, Any]) -> NewAccount:
    return NewAccount(
        name=data["name"],
        full_name=data["full_name"],
        roles=frozenset(data["roles"]),
        language=data["language"] if data["language"] in languages() else current_language(),
        centre_id=data["centre_id"],
    )


def refuse_as_said(form: Form, error: InvalidInputError) -> None:
    """Put what the verbs refused beside the fields, in the sentences of accounts."""
    for name, codes in error.fields.items():
        form.refuse(name, CODES.get(codes[0], codes[0]))


def _account(session: Session, account_id: UUID) -> Account:
    """An account of staff; those of volunteers have no name and are not touched here."""
    found = session.get(Account, account_id)
    if found is None or found.name is None:
        raise NotFoundError(kind="account", account_id=account_id)
    return found


def _choices(form: Form) -> dict[str, Any]:
    with reading() as session:
        all_centres = centres(session)
    form.values.pop("password", None)
    return {
        "form": form,
        "centres": all_centres,
        "roles": _role_choices(),
        "languages": [(code, LANGUAGE_NAMES.get(code, code)) for code in languages()],
    }


def _role_choices() -> list[tuple[str, str]]:
    reader = current_reader()
    return [(role.value, reader.label(role)) for role in Role if role in STAFF]


def _seen(account_id: UUID, form: Form) -> dict[str, Any]:
    """Read an account for this reader, and note whom it shows."""
    reader = current_reader()
    form.values.pop("password", None)
    with reading() as session:
        refuse_unless(session, "account.read", current_identity(), Account, account_id)
        row = _account(session, account_id)
        person = person_by_id(session, row.person_id)
        centre = session.get(Centre, row.centre_id) if row.centre_id else None
        roles = sorted(roles_of(session, row.person_id, on=reader.today))
        steers = cases_steered_by(session, row.person_id)
        devices = standing_sign_ins(session, account_id=row.id, now=desk().clock())
    shown([person.id])
    return {
        "account": row,
        "person": person,
        "centre": centre,
        "roles": roles,
        "devices": devices,
        "steers": steers,
        "stands": stands(row, reader),
        "is_mine": row.id == current_identity().account_id,
        "form": form,
    }
