"""Other systems: a token, one address that is told of events and one that was stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.domain.events import EventName
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.make_api_token import make_api_token
from hopecare.services.stop_webhook import stop_webhook
from tests.factories.towns import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Account


def a_token(
    session: Session, account: Account, *, scopes: tuple[str, ...] = tuple(API_SCOPES)
) -> str:
    """The token by which another system acts for an account, whatever it may do unless told."""
    return make_api_token(
        session, account, label="시청", scopes=scopes, lasts_for=timedelta(days=30), now=NOW
    ).token


def other_systems(session: Session, account: Account) -> None:
    """Write them, all acting for one account."""
    a_token(session, account, scopes=("api.cases.read",))
    wish = WebhookWish(
        label="시청", url="https://city.example.org/in", events=[EventName.CASE_OPENED]
    )
    add_webhook(session, account, wish, lets_private=False, now=NOW)
    stopped = add_webhook(session, account, wish, lets_private=False, now=NOW)
    stop_webhook(session, webhook_id=stopped.id, stops=True, now=NOW)
