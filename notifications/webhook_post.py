"""Hand one event to another system: signed by the Standard Webhooks scheme, to a public address.

The name is resolved here and the very address that was looked at is the one that is spoken to: a
name that answers differently the second time leads nowhere else. Redirects are not followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import socket
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException

if TYPE_CHECKING:
    from datetime import datetime

TIMEOUTS_S: Final = (5, 10)
"""To connect, and between two words of the answer."""
PREFIX: Final = "whsec_"
_V4: Final = 4
_HOLD_V4: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
"""Their last 32 bits are an address of version 4: translated for the whole world, or compatible."""
_LOCAL_TRANSLATION: Final = ipaddress.ip_network("64:ff9b:1::/48")


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Sign one message: version 1, HMAC-SHA256 over its id, its time and its body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def post_event(url: str, *, headers: dict[str, str], body: bytes, lets_private: bool) -> int | None:
    """Post it; the status that was answered, or None where nobody may be or was reached."""
    parts = urlsplit(url)
    address = safe_address(parts.hostname or "", parts.port, lets_private=lets_private)
    if address is None or (parts.scheme != "https" and not lets_private):
        return None
    host = f"[{address}]" if ":" in address else address
    target = urlunsplit(parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host))
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", _Pinned(parts.hostname or ""))
        try:
            answer = session.post(
                target,
                data=body,
                headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
                timeout=TIMEOUTS_S,
                allow_redirects=False,
                stream=True,
            )
        except (RequestException, UnicodeError):
            return None
        answer.close()
        return answer.status_code


def headers_of(*, message_id: str, secret: str, body: bytes, now: datetime) -> dict[str, str]:
    """Give the three headers by which a receiver knows that it is from us, and which it is."""
    timestamp = int(now.timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": "HopeCare",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, message_id, timestamp, body),
    }


def safe_address(host: str, port: int | None, *, lets_private: bool) -> str | None:
    """Resolve a name to one address we may speak to; None where any of them is not public."""
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    addresses = [str(each[4][0]) for each in found]
    if not lets_private and not all(_is_public(each) for each in addresses):
        return None
    return addresses[0] if addresses else None


def _is_public(address: str) -> bool:
    """Say so of the address that is reached in the end, where one stands in the other."""
    found: Any = ipaddress.ip_address(address.partition("%")[0])
    inner = _inner(found)
    is_local = getattr(inner, "is_site_local", False) or inner in _LOCAL_TRANSLATION
    return bool(inner.is_global and not inner.is_multicast and not is_local)


def _inner(found: Any) -> Any:  # noqa: ANN401  of either version
    """Unwrap what stands for an address of version 4."""
    if found.version == _V4:
        return found
    if any(found in network for network in _HOLD_V4):
        return ipaddress.IPv4Address(found.packed[-4:])
    return found.ipv4_mapped or found.sixtofour or found


class _Pinned(HTTPAdapter):
    """Speaks to an address and insists on the certificate of the name it was resolved from."""

    def __init__(self, host: str) -> None:
        self._host = host
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as the library has it
        super().init_poolmanager(
            *args, **kwargs, server_hostname=self._host, assert_hostname=self._host
        )
