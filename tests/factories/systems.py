"""Other systems: a token, one address that is told of events and one that was stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.events import EventName
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.make_api_token import make_api_token
from hopecare.services.stop_webhook import stop_webhook
from tests.factories.towns import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Account


def other_systems(session: Session, account: Account) -> None:
    """Write them, all acting for one account."""
    make_api_token(
        session,
        account,
        label="시청",
        scopes=("api.cases.read",),
        lasts_for=timedelta(days=30),
        now=NOW,
    )
    wish = WebhookWish(
        label="시청", url="https://city.example.org/in", events=[EventName.CASE_OPENED]
    )
    add_webhook(session, account, wish, lets_private=False, now=NOW)
    stopped = add_webhook(session, account, wish, lets_private=False, now=NOW)
    stop_webhook(session, webhook_id=stopped.id, stops=True, now=NOW)
