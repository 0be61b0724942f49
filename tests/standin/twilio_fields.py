"""What Twilio publishes about the requests we make: facts for the stand-in."""

from __future__ import annotations

import re
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Check = Callable[[str], bool]

E164: Final = re.compile(r"\+[1-9]\d{6,14}")
SERVICE: Final = re.compile(r"MG[0-9a-fA-F]{32}")
LONGEST_BODY: Final = 1600


def _phone(value: str) -> bool:
    return E164.fullmatch(value) is not None


def _url(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "_" not in parts.netloc


def _between(low: int, high: int) -> Check:
    return lambda value: value.isascii() and value.isdigit() and low <= int(value) <= high


def _one_of(*words: str) -> Check:
    return lambda value: value in words


MESSAGE_FIELDS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "To": _phone,
        "From": _phone,
        "MessagingServiceSid": lambda value: SERVICE.fullmatch(value) is not None,
        "Body": lambda value: 0 < len(value) <= LONGEST_BODY,
        "StatusCallback": _url,
        "ValidityPeriod": _between(1, 36_000),
        "Attempt": _between(1, 100),
        "ProvideFeedback": _one_of("true", "false"),
        "SmartEncoded": _one_of("true", "false"),
        "ContentRetention": _one_of("retain", "discard"),
        "AddressRetention": _one_of("retain", "obfuscate"),
        "ShortenUrls": _one_of("true", "false"),
        "RiskCheck": _one_of("enable", "disable"),
    }
)

CALL_FIELDS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "To": _phone,
        "From": _phone,
        "Url": _url,
        "Twiml": lambda value: 0 < len(value) <= 4000,
        "Method": _one_of("GET", "POST"),
        "StatusCallback": _url,
        "StatusCallbackMethod": _one_of("GET", "POST"),
        "StatusCallbackEvent": _one_of("initiated", "ringing", "answered", "completed"),
        "Timeout": _between(1, 600),
        "TimeLimit": _between(1, 14_400),
        "MachineDetection": _one_of("Enable", "DetectMessageEnd"),
    }
)


def _moment(value: str) -> bool:
    return value.endswith("Z") and datetime.fromisoformat(value) is not None


_PAGING: Final[dict[str, Check]] = {
    "PageSize": _between(1, 1000),
    "Page": _between(0, 10_000),
    "To": _phone,
    "From": _phone,
}
LIST_FIELDS: Final[Mapping[str, Mapping[str, Check]]] = MappingProxyType(
    {
        "SM": _PAGING | dict.fromkeys(("DateSent", "DateSent<", "DateSent>"), _moment),
        "CA": _PAGING | dict.fromkeys(("StartTime", "StartTime<", "StartTime>"), _moment),
    }
)
"""By what the lists of texts and of calls can be asked for."""


def wrong_list(query: Mapping[str, list[str]], kind: str) -> tuple[int, str] | None:
    """Why Twilio would refuse to list."""
    bad = _wrong_fields(query, LIST_FIELDS[kind])
    return (20001, f"Bad or unknown parameter {bad}") if bad else None


def since_of(asked: Mapping[str, str]) -> datetime | None:
    """From when on the list was asked for."""
    since = asked.get("DateSent>") or asked.get("StartTime>")
    return datetime.fromisoformat(since) if since else None


def wrong_message(fields: Mapping[str, list[str]]) -> tuple[int, str] | None:
    """Why Twilio would refuse to send this text: its number and a sentence."""
    bad = _wrong_fields(fields, MESSAGE_FIELDS)
    if bad == "To":
        return 21211, "Invalid 'To' Phone Number"
    if bad == "Body":
        return 21617, "The message body exceeds the limit or is empty"
    if bad:
        return 20001, f"Bad or unknown field {bad}"
    if "To" not in fields:
        return 21604, "'To' phone number is required"
    if ("From" in fields) == ("MessagingServiceSid" in fields):
        return 21603, "A 'From' number or a messaging service is required"
    return None if "Body" in fields else (21619, "A text message body is required")


def wrong_call(fields: Mapping[str, list[str]]) -> tuple[int, str] | None:
    """Why Twilio would refuse to make this call."""
    bad = _wrong_fields(fields, CALL_FIELDS)
    if bad == "To":
        return 21217, "Phone number does not appear to be valid"
    if bad:
        return 20001, f"Bad or unknown field {bad}"
    if "To" not in fields or "From" not in fields:
        return 21201, "No 'To' or 'From' number is specified"
    return None if ("Url" in fields) != ("Twiml" in fields) else (21205, "Url or Twiml, not both")


def _wrong_fields(fields: Mapping[str, list[str]], known: Mapping[str, Check]) -> str | None:
    """The first field that is unknown, repeated without leave, or has an impossible value."""
    for name, values in fields.items():
        if name not in known or not all(known[name](value) for value in values):
            return name
        if len(values) > 1 and name != "StatusCallbackEvent":
            return name
    return None
