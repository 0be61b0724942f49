"""What leads from a press to its page: for a short time, on the device that pressed.

It stands in the address and needs no cookie. A robot that is handed the address, as a preview is,
names itself otherwise and finds the cover; whoever holds the link can press for themself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from flask import request

from hopecare import keyring
from hopecare.domain.receiver_links import GRANTED_FOR
from hopecare.services.press_receiver_link import Pressed

if TYPE_CHECKING:
    from uuid import UUID

    from models import ReceiverLink

SHOWN: Final = "shown"
_SIGNED: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a press came to, and the version of the referral that it left."""

    result: Pressed
    version: int


def granted(link: ReceiverLink, referral_id: UUID, grant: Grant, *, now: datetime) -> str:
    """Write a grant for the end of an address."""
    until = int((now + GRANTED_FOR).timestamp())
    said = f"{until}.{grant.result}.{grant.version}"
    return f"{SHOWN}={said}.{_signature(link, referral_id, said)}"


def read_grant(link: ReceiverLink, referral_id: UUID, *, now: datetime) -> Grant | None:
    """Read the grant of this request; None where there is none, or it holds no longer, or here."""
    said, _, signature = request.args.get(SHOWN, "").rpartition(".")
    expected = _signature(link, referral_id, said)
    if not compare_digest(signature.encode(), expected.encode()):
        return None
    until, result, version = said.split(".")
    if now >= datetime.fromtimestamp(int(until), tz=UTC):
        return None
    return Grant(result=Pressed(result), version=int(version))


def _signature(link: ReceiverLink, referral_id: UUID, said: str) -> str:
    device = request.headers.get("User-Agent", "")
    meant = "\x00".join((str(link.id), str(referral_id), said, device))
    return keyring.current().blind("receiver_grant", meant)[:_SIGNED]
