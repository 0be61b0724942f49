"""Where events are sent to: list, add, stop, let run, tell again."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import select

from blueprints.api.acting import Verb, serve_act, under_key
from blueprints.api.door import blueprint
from blueprints.api.lists import Noun, Source, page_after, serve_list, serve_one
from blueprints.api.schemas import IdempotencyHeader
from blueprints.api.strict import body_of, query_of
from blueprints.api.views import Done, page_of, view_of
from hopecare.database import TownScope
from hopecare.domain.events import EVENTS, EventName
from hopecare.extensions import desk
from hopecare.queries.systems import events_set_aside
from hopecare.queries.visibility import subject_of, visible
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.replay_events import replay_events
from hopecare.services.stop_webhook import stop_webhook
from hopecare.web.fields import Request
from hopecare.web.identity import current_identity
from hopecare.web.keyset import Key
from hopecare.web.permits import insist, permits
from hopecare.web.requests.webhook import AddWebhookRequest, ReplayRequest
from hopecare.web.scopes import reading
from hopecare.web.webhooks import entries_asked
from models import Account, Webhook, WebhookSending

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from blueprints.api.acting import Act
    from hopecare.domain.identity import Identity

NOUN: Final = Noun(
    path="webhooks",
    singular="webhook",
    rows=Webhook,
    view=view_of(
        "WebhookView",
        Webhook,
        "id version account_id label url events created_at disabled_at failed_at",
        "One address that is told of events; its secret was shown once.",
    ),
    permission="webhook.read",
)


class _NoFilter(Request):
    """Nothing to narrow by."""


class SetAsideView(Schema):
    """One event that was given up, and the last answer to it."""

    event_id = fields.UUID(
        required=True, metadata={"description": "Give it to the replay to have it told again."}
    )
    type = fields.String(required=True, metadata={"enum": [each.value for each in EventName]})
    timestamp = fields.AwareDateTime(required=True)
    tries = fields.Integer(required=True)
    last_status = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Null: nobody answered."}
    )
    last_at = fields.AwareDateTime(required=True, allow_none=True)


SET_ASIDE_ORDER: Final = (Key(WebhookSending.last_at, descending=True), Key(WebhookSending.id))


class AddedWebhook(Done):
    """The webhook that was added, and how its messages are known to be from us."""

    secret = fields.String(required=True, metadata={"description": "Shown now and never again."})


def _webhooks(_session: Session, identity: Identity, _wanted: dict[str, Any]) -> Select[Any]:
    asked: Any = select(Webhook).where(visible("webhook.read", identity, Webhook))
    return asked  # type: ignore[no-any-return]


serve_list(
    NOUN,
    Source(
        filters=_NoFilter,
        source=_webhooks,
        order=(Key(Webhook.created_at, descending=True), Key(Webhook.id)),
        people=lambda _row: [],
    ),
    says="List the addresses that are told of events.",
)
serve_one(NOUN, says="Give one address that is told of events.")


@blueprint.post("/webhooks")
@permits("api.webhooks.write")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(body_of(AddWebhookRequest, named="AddWebhookBody"))
@blueprint.response(HTTPStatus.CREATED, AddedWebhook)
@blueprint.doc(operationId="add_webhook")
def add_a_webhook(header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Add an address; it is told what the token's account may read, from now on."""
    identity = current_identity()
    wish = WebhookWish(label=body["label"], url=body["url"], events=body["events"])

    def act(session: Session) -> dict[str, Any]:
        account = session.get_one(Account, identity.account_id)
        lets_private = desk().settings.webhooks_to_private
        added = add_webhook(session, account, wish, lets_private=lets_private, now=desk().clock())
        return {"id": str(added.id)}

    done = under_key(header, body, act)
    return done | {"secret": _secret(done["id"])}


def _secret(webhook_id: str) -> str:
    """Read the secret for whoever holds the key it was added under: outcomes keep no secret."""
    with desk().database.reading(TownScope(current_identity().town_id)) as session:
        return session.get_one(Webhook, UUID(webhook_id)).secret


@blueprint.get("/webhooks/<uuid:webhook_id>/set-aside")
@permits(NOUN.scope)
@blueprint.arguments(query_of(_NoFilter, named="SetAsideQuery"), location="query")
@blueprint.response(HTTPStatus.OK, page_of("SetAsidePage", "set_aside", SetAsideView))
def list_set_aside(wanted: dict[str, Any], webhook_id: UUID) -> dict[str, Any]:
    """List the events an address did not take in over a day; a replay tells them again."""
    with reading() as session:
        insist(NOUN.permission, subject_of(session, Webhook, webhook_id))
        asked: Any = events_set_aside().where(Webhook.id == webhook_id)
        rows, following = page_after(session, asked, SET_ASIDE_ORDER, wanted)
    return {"set_aside": [_set_aside(row) for row in rows], "next": following}


def _set_aside(row: Any) -> dict[str, Any]:  # noqa: ANN401  an address, a sending and its entry
    sending, entry = row.WebhookSending, row.TimelineEntry
    return {
        "event_id": entry.id,
        "type": EVENTS[entry.kind].value,
        "timestamp": entry.at,
        "tries": sending.tries,
        "last_status": sending.last_status,
        "last_at": sending.last_at,
    }


def _stop(act: Act) -> UUID:
    return stop_webhook(act.session, webhook_id=act.row_id, stops=True, now=act.now).id


def _start(act: Act) -> UUID:
    return stop_webhook(act.session, webhook_id=act.row_id, stops=False, now=act.now).id


def _replay(act: Act) -> UUID:
    webhook = act.session.get_one(Webhook, act.row_id)
    replay_events(act.session, webhook, which=entries_asked(act.body), now=act.now)
    return webhook.id


for _act, _name, _path, _takes, _says in (
    (
        _stop,
        "stop_webhook",
        "stop",
        None,
        "Tell an address nothing for now; what happens in the next thirty days waits.",
    ),
    (_start, "start_webhook", "start", None, "Tell an address again, from where it stopped."),
    (
        _replay,
        "replay_webhook",
        "replay",
        ReplayRequest,
        "Tell one event again, or those of some days under their first ids; ten thousand at most.",
    ),
):
    serve_act(
        Verb(
            name=_name,
            path=f"/webhooks/<uuid:webhook_id>/{_path}",
            scope="api.webhooks.write",
            permission="webhook.change",
            rows=Webhook,
            says=_says,
            takes=_takes,
        ),
        _act,
    )
