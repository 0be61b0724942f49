"""Whether a request to our webhooks really comes from Twilio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def signed_by_twilio(
    *,
    auth_token: str,
    public_base_url: str,
    path_and_query: str,
    fields: Mapping[str, str],
    headers: Mapping[str, str],
) -> bool:
    """Check the signature against the public address from the settings, never the Host header."""
    algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER, ""))
    url = public_base_url.rstrip("/") + path_and_query
    signature = headers.get(SIGNATURE_HEADER, "")
    checked = RequestValidator(auth_token).validate(url, fields, signature, algorithm)
    return bool(checked)
