"""What administrators write about other systems: tokens, and where they are told of events."""

from __future__ import annotations

from marshmallow import fields

from hopecare.web.fields import Id, Request, WholeNumber, Words
from hopecare.web.requests.webhook import AddWebhookRequest


class MakeTokenRequest(Request):
    """Which system, for whose account, what it may do, and for how many days."""

    label = Words(required=True, longest=80)
    account_id = Id(required=True)
    scopes = fields.List(Words(longest=60))
    days = WholeNumber(least=1, most=366, load_default=90)


class AddListenerRequest(AddWebhookRequest):
    """An address, and the account whose eyes it has."""

    account_id = Id(required=True)
