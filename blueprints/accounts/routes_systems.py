"""Other systems: make a token that is shown once, see when each was used, revoke it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.accounts.door import blueprint
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.scope_words import say_scopes, scope_choices
from hopecare.queries.systems import named_accounts, token_lines
from hopecare.queries.visibility import refuse_unless, visible
from hopecare.services.make_api_token import make_api_token
from hopecare.services.revoke_api_token import revoke_api_token
from hopecare.web.acts import act_once, form_hash, operation_key, run_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, go, page
from hopecare.web.permits import permits
from hopecare.web.requests.system import MakeTokenRequest
from hopecare.web.scopes import reading
from models import Account, ApiToken

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/systems")
@permits("api.token.read")
def tokens() -> ResponseReturnValue:
    """Show the tokens of other systems, and the form for a new one."""
    return page("accounts/tokens.html", **_seen(blank_form({"days": 90})))


@blueprint.post("/systems")
@permits("api.token.make")
def make_token() -> ResponseReturnValue:
    """Make a token; it stands on this one answer and nowhere else."""
    form, identity = read_form(MakeTokenRequest), current_identity()
    if form.is_valid and not form.data["scopes"]:
        form.refuse("scopes", "choose_one")
    if not form.is_valid:
        return again("accounts/tokens.html", **_seen(form))
    token: str | None = None

    def act(session: Session) -> dict[str, str]:
        nonlocal token
        made = make_api_token(
            session,
            account_named(session, form.data["account_id"]),
            label=form.data["label"],
            scopes=tuple(form.data["scopes"]),
            lasts_for=timedelta(days=form.data["days"]),
            now=desk().clock(),
        )
        token = made.token
        return {"to": str(made.row.id)}

    try:
        run_once(identity, key=operation_key(), content=form_hash(), act=act)
    except InvalidInputError as error:
        return again("accounts/tokens.html", **_seen(form.refuse_all(error)))
    if token is None:  # sent twice: the first answer showed it
        return go(url_for("accounts.tokens"))
    return page("accounts/shown_once.html", secret=token, back=url_for("accounts.tokens"))


@blueprint.post("/systems/<uuid:token_id>/revoke")
@permits("api.token.make")
def revoke_token(token_id: UUID) -> ResponseReturnValue:
    """Make a token worth nothing from now on."""
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "api.token.make", identity, ApiToken, token_id)
        revoke_api_token(session, token_id=token_id, now=desk().clock())
        return url_for("accounts.tokens")

    return act_once(identity, act, said=N_("The token is worth nothing any more."))


def account_named(session: Session, account_id: UUID) -> Account:
    """Give the account a system is to act for; refuse one that is not here."""
    account = session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        raise InvalidInputError({"account_id": ["not_a_choice"]}) from NotFoundError(kind="account")
    return account


def _seen(form: Form) -> dict[str, object]:
    reader = current_reader()
    with reading() as session:
        mine = visible("api.token.read", current_identity(), ApiToken)
        lines, accounts = token_lines(session, mine=mine), named_accounts(session)
    return {
        "form": form,
        "lines": lines,
        "accounts": [(str(each.id), each.name) for each in accounts],
        "scopes": scope_choices(reader),
        "say_scopes": lambda scopes: say_scopes(scopes, reader),
        "now": desk().clock(),
    }
