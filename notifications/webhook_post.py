"""Hand one event to another system: signed by the Standard Webhooks scheme, to a public address.

The name is resolved here and the very address that was looked at is the one that is spoken to: a
name that answers differently the second time leads nowhere else. Redirects are not followed, of an
answer nothing but the head is read, and whoever dribbles is cut off when the time is over.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import socket
from contextlib import closing, suppress
from threading import Event, Timer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from requests import Request
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from datetime import datetime

TIMEOUTS_S: Final = (5, 10)
"""To connect, and between two words of the answer."""
WHOLE_S: Final = 10.0
"""From the connection to the end of the answer's head, however alive the line is."""
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


def post_event(
    url: str,
    *,
    headers: dict[str, str],
    body: bytes,
    lets_private: bool,
    whole_s: float = WHOLE_S,
) -> int | None:
    """Post it; the status that was answered, or None where nobody may be or was reached in time."""
    parts = urlsplit(url)
    address = safe_address(parts.hostname or "", parts.port, lets_private=lets_private)
    if address is None or (parts.scheme != "https" and not lets_private):
        return None
    host = f"[{address}]" if ":" in address else address
    target = urlunsplit(parts._replace(netloc=f"{host}:{parts.port}" if parts.port else host))
    named = {**headers, "Host": parts.netloc.rpartition("@")[2]}
    host = parts.hostname or ""
    # Not by a session: that reads the whole body of whoever answers with a redirect.
    with closing(_Pinned(host, is_tls=parts.scheme == "https", whole_s=whole_s)) as line:
        try:
            asked = Request("POST", target, headers=named, data=body).prepare()
            answer = line.send(asked, timeout=TIMEOUTS_S, stream=True)
        except (RequestException, UnicodeError):
            return None
        answer.close()
        # A head that was cut off in the middle reads like one that has ended.
        return None if line.was_cut.is_set() else answer.status_code


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


class _Watched(HTTPConnection):
    """A connection that is cut after a while, also in the middle of a handshake or a line."""

    whole_s: float
    was_cut: Event
    _line: socket.socket | None = None
    _timer: Timer | None = None

    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        # A second hold on the same connection: it reaches it whatever has been wrapped around it.
        self._line = connection.dup()
        self._timer = Timer(self.whole_s, _cut, (self._line, self.was_cut))
        self._timer.daemon = True
        self._timer.start()
        return connection

    def close(self) -> None:
        super().close()
        if self._timer is not None:
            self._timer.cancel()
        if self._line is not None:
            self._line.close()


class _WatchedTls(_Watched, HTTPSConnection):
    """The same with a certificate."""


def _cut(line: socket.socket, was_cut: Event) -> None:
    was_cut.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


class _Pinned(HTTPAdapter):
    """Speaks to an address and insists on the certificate of the name it was resolved from."""

    def __init__(self, host: str, *, is_tls: bool, whole_s: float) -> None:
        self._named: dict[str, Any] = (
            {"server_hostname": host, "assert_hostname": host} if is_tls else {}
        )
        self._whole_s, self.was_cut = whole_s, Event()
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  as the library has it
        super().init_poolmanager(*args, **{**kwargs, **self._named})
        watched = {"whole_s": self._whole_s, "was_cut": self.was_cut}
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, type("_Watched", (_Watched,), watched)),
            "https": _pool(HTTPSConnectionPool, type("_WatchedTls", (_WatchedTls,), watched)),
        }


def _pool(kind: type[HTTPConnectionPool], connection: type[Any]) -> type[HTTPConnectionPool]:
    return type(kind.__name__, (kind,), {"ConnectionCls": connection})
