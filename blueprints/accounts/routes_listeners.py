"""Where other systems are told of events: add an address, stop it, let it run, tell again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.accounts.door import blueprint
from blueprints.accounts.routes_systems import account_named
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.language import N_
from hopecare.language.event_words import event_choices, say_events, say_kind
from hopecare.queries.systems import named_accounts, set_aside, webhook_lines
from hopecare.queries.visibility import refuse_unless, visible
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.replay_events import replay_events
from hopecare.services.stop_webhook import stop_webhook
from hopecare.web.acts import act_once, form_hash, operation_key, run_once
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.pages import again, go, page, said
from hopecare.web.permits import permits
from hopecare.web.requests.system import AddListenerRequest
from hopecare.web.requests.webhook import ReplayRequest
from hopecare.web.scopes import reading
from hopecare.web.webhooks import entries_asked
from models import Webhook

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form


@blueprint.get("/systems/events")
@permits("webhook.read")
def listeners() -> ResponseReturnValue:
    """Show who is told of events, what waits there, and the form for a new address."""
    return page("accounts/listeners.html", **_seen(blank_form()))


@blueprint.post("/systems/events")
@permits("webhook.change")
def add_listener() -> ResponseReturnValue:
    """Add an address; its secret stands on this one answer and nowhere else."""
    form, identity = read_form(AddListenerRequest), current_identity()
    if not form.is_valid:
        return again("accounts/listeners.html", **_seen(form))
    secret: str | None = None

    def act(session: Session) -> dict[str, str]:
        nonlocal secret
        data = form.data
        wish = WebhookWish(label=data["label"], url=data["url"], events=data["events"])
        added = add_webhook(
            session,
            account_named(session, data["account_id"]),
            wish,
            lets_private=desk().settings.webhooks_to_private,
            now=desk().clock(),
        )
        secret = added.secret
        return {"to": str(added.id)}

    try:
        run_once(identity, key=operation_key(), content=form_hash(), act=act)
    except InvalidInputError as error:
        return again("accounts/listeners.html", **_seen(form.refuse_all(error)))
    if secret is None:  # sent twice: the first answer showed it
        return go(url_for("accounts.listeners"))
    return page("accounts/shown_once.html", secret=secret, back=url_for("accounts.listeners"))


@blueprint.post("/systems/events/<uuid:webhook_id>/stop")
@permits("webhook.change")
def stop_listener(webhook_id: UUID) -> ResponseReturnValue:
    """Tell it nothing for now."""
    return _run(webhook_id, stops=True)


@blueprint.post("/systems/events/<uuid:webhook_id>/start")
@permits("webhook.change")
def start_listener(webhook_id: UUID) -> ResponseReturnValue:
    """Tell it again, from where it stopped."""
    return _run(webhook_id, stops=False)


@blueprint.post("/systems/events/<uuid:webhook_id>/replay")
@permits("webhook.change")
def replay_listener(webhook_id: UUID) -> ResponseReturnValue:
    """Tell the events of some days again, under their first ids."""
    form, identity = read_form(ReplayRequest), current_identity()
    if not form.is_valid:
        said(N_("Please give the day from which it is told again."))
        return go(url_for("accounts.listeners"))

    def act(session: Session) -> str:
        refuse_unless(session, "webhook.change", identity, Webhook, webhook_id)
        webhook = session.get_one(Webhook, webhook_id)
        replay_events(session, webhook, which=entries_asked(form.data), now=desk().clock())
        return url_for("accounts.listeners")

    return act_once(identity, act, said=N_("It will be told again."))


def _run(webhook_id: UUID, *, stops: bool) -> ResponseReturnValue:
    identity = current_identity()

    def act(session: Session) -> str:
        refuse_unless(session, "webhook.change", identity, Webhook, webhook_id)
        stop_webhook(session, webhook_id=webhook_id, stops=stops, now=desk().clock())
        return url_for("accounts.listeners")

    return act_once(identity, act, said=N_("It is written down."))


def _seen(form: Form) -> dict[str, object]:
    reader = current_reader()
    with reading() as session:
        mine = visible("webhook.read", current_identity(), Webhook)
        lines, accounts = webhook_lines(session, mine=mine), named_accounts(session)
        refused = set_aside(session, mine=mine)
    return {
        "form": form,
        "lines": lines,
        "refused": refused,
        "say_kind": lambda kind: say_kind(kind, reader),
        "accounts": [(str(each.id), each.name) for each in accounts],
        "events": event_choices(reader),
        "say_events": lambda names: say_events(names, reader),
        "today": reader.today,
    }
