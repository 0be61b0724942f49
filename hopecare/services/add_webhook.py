"""Let another system be told of events: an address, a secret that is shown once."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from hopecare.errors import InvalidInputError
from models import Webhook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.events import EventName
    from models import Account

SECRET_PREFIX: Final = "whsec_"  # noqa: S105  how every secret of the scheme begins
_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookWish:
    """Where to, of which events, and which system it is, for people to read."""

    label: str
    url: str
    events: Sequence[EventName]


def add_webhook(
    session: Session, account: Account, wish: WebhookWish, *, lets_private: bool, now: datetime
) -> Webhook:
    """Add it; it is told what the account may read, from now on. Its secret lies in the row."""
    _refuse_address(wish.url, lets_private=lets_private)
    webhook = Webhook(
        town_id=account.town_id,
        account_id=account.id,
        label=wish.label,
        url=wish.url,
        events=sorted({event.value for event in wish.events}),
        secret=SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode(),
        created_at=now,
    )
    session.add(webhook)
    session.flush()
    return webhook


def _refuse_address(url: str, *, lets_private: bool) -> None:
    """Refuse what is no address, carries a password, or goes over an open line."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0 and not parts.username
    except ValueError:
        is_whole = False
        parts = urlsplit("")
    schemes = {"https", "http"} if lets_private else {"https"}
    if not is_whole or parts.scheme not in schemes or not url.isascii():
        raise InvalidInputError({"url": ["not_an_address"]})
