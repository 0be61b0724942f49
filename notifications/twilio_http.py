"""The wire to Twilio: one address, one pool of kept lines, and nothing shared between two requests.

Twilio's own HTTP client asks the environment about every request anew, and gives each answer back
through an attribute that all lines share. Where a proxy stands between, it is used all the same.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from requests import Session
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NoConnectionError
from requests.exceptions import ConnectTimeout, ReadTimeout, RequestException
from requests.utils import DEFAULT_CA_BUNDLE_PATH, select_proxy
from twilio.http import HttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from urllib3 import Retry, Timeout, connection_from_url
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NewConnectionError,
    ReadTimeoutError,
)
from urllib3.util import make_headers

if TYPE_CHECKING:
    from collections.abc import Mapping

LINES: Final = 32
# The library logs addresses and query strings, and those carry phone numbers.
_SILENT = logging.getLogger("notifications.twilio.silent")
_SILENT.disabled = True


def http_to(base_url: str, *, timeout_s: float) -> HttpClient:
    """Give the leanest client that reaches this address as the environment says now."""
    found = Session().merge_environment_settings(base_url, {}, None, None, None)
    if select_proxy(base_url, found["proxies"]) is None and found["cert"] is None:
        verify = found["verify"]
        trusted = verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH
        return StraightHttp(base_url, timeout_s=timeout_s, trusted=trusted)
    http = TwilioHttpClient(timeout=timeout_s, logger=_SILENT)
    if http.session is not None:
        for scheme in ("https://", "http://"):
            lines = HTTPAdapter(pool_connections=LINES, pool_maxsize=LINES)
            http.session.mount(scheme, lines)
    return http


class StraightHttp(HttpClient):  # type: ignore[misc]  # the library has no types
    """Requests to one address over lines that are kept; it retries and follows nothing."""

    def __init__(self, base_url: str, *, timeout_s: float, trusted: str) -> None:
        """Open no line before there is something to ask."""
        super().__init__(_SILENT, is_async=False, timeout=timeout_s)
        self._base = base_url
        tls = {"cert_reqs": "CERT_REQUIRED", "ca_certs": trusted}
        self._lines = connection_from_url(
            base_url,
            maxsize=LINES,
            timeout=Timeout(connect=timeout_s, read=timeout_s),
            retries=Retry(0, read=False, redirect=False),
            **(tls if base_url.startswith("https://") else {}),
        )

    def request(  # noqa: PLR0913  the signature is the library's
        self,
        method: str,
        uri: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Ask once and give the whole answer, or say how the line broke."""
        _ = timeout, allow_redirects
        if not uri.startswith(f"{self._base}/"):
            raise ValueError(self._base)
        query = f"?{_form(params)}" if params else ""
        body = _form(data) if data else None
        sent = {**(headers or {}), **_signed_in(auth)}
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            answer = self._lines.urlopen(
                method.upper(), uri[len(self._base) :] + query, body=body, headers=sent
            )
            return Response(answer.status, answer.data.decode(errors="replace"), answer.headers)
        except (HTTPError, OSError) as broken:
            raise _said_as_requests_does(broken) from broken


def _form(values: Mapping[str, Any]) -> str:
    """Fields as a form carries them; what is not given is left out."""
    return urlencode({name: each for name, each in values.items() if each is not None}, doseq=True)


def _signed_in(auth: tuple[str, str] | None) -> Mapping[str, str]:
    return make_headers(basic_auth=":".join(auth)) if auth else {}


def _said_as_requests_does(broken: Exception) -> RequestException:
    """Say a broken line in the words every other reader of ours knows."""
    if isinstance(broken, MaxRetryError):
        never = isinstance(broken.reason, ConnectTimeoutError)
        is_late = never and not isinstance(broken.reason, NewConnectionError)
        return ConnectTimeout(broken) if is_late else NoConnectionError(broken)
    if isinstance(broken, ReadTimeoutError):
        return ReadTimeout(broken)
    return NoConnectionError(broken)
