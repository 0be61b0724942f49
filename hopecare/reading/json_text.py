"""JSON as it may come from anywhere: one object, UTF-8, no key twice, no NaN; else refused."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from hopecare.errors import FileNotAcceptedError


class _KeyTwiceError(ValueError):
    """A key stands twice in one object: which of the two is meant cannot be known."""


class _NoNumberError(ValueError):
    """A number is written that is none."""


# Strings are stepped over, so that a name such as "NaN" is not taken for the word.
_NO_NUMBER: Final = re.compile(rb'"(?:[^"\\]|\\.?)*+(?:"|\Z)|(NaN|-?Infinity)', re.DOTALL)


def read_json_object(content: bytes, *, largest: int) -> dict[str, Any]:
    """Read one JSON object of at most `largest` bytes, or refuse it and say where."""
    if len(content) > largest:
        raise FileNotAcceptedError(problem="file_too_large", megabytes=largest >> 20)
    try:
        document = json.loads(
            content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError as refusal:
        line = content.count(b"\n", 0, refusal.start) + 1
        raise FileNotAcceptedError(problem="not_utf8", line=line) from refusal
    except _KeyTwiceError as refusal:
        raise FileNotAcceptedError(problem="json_key_twice", key=str(refusal)[:80]) from refusal
    except _NoNumberError as refusal:
        raise FileNotAcceptedError(problem="not_json", line=_line_of_nan(content)) from refusal
    except (ValueError, RecursionError) as refusal:
        line = getattr(refusal, "lineno", 1)
        raise FileNotAcceptedError(problem="not_json", line=line) from refusal
    if not isinstance(document, dict):
        raise FileNotAcceptedError(problem="not_a_json_object")
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _KeyTwiceError(key)
        found[key] = value
    return found


def _line_of_nan(content: bytes) -> int:
    """Give the line of the first NaN or Infinity, of which the reader does not say where it is."""
    found = next((match for match in _NO_NUMBER.finditer(content) if match[1]), None)
    return 1 if found is None else content.count(b"\n", 0, found.start()) + 1


def _no_number(word: str) -> None:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise _NoNumberError(word)
