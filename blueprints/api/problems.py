"""Every problem the API may answer with: its status, and the stable reasons it has then."""

from __future__ import annotations

from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from hopecare.web.refusals import STATUS_OF

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEM_TYPE: Final = "application/problem+json"
STATUSES: Final = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429)


def _reasons() -> dict[int, list[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for kind, status in STATUS_OF.items():
        found[int(status)].add(kind.reason)
    for code in STATUSES:
        found[code].add(HTTPStatus(code).name.lower())
    return {code: sorted(found[code]) for code in STATUSES}


REASONS: Final[Mapping[int, list[str]]] = _reasons()
"""By status: what `reason` may say. A new reason is added; none changes its meaning."""


def problem_response(status: int) -> dict[str, Any]:
    """Describe one kind of problem."""
    phrase = HTTPStatus(status).phrase
    example = {
        "type": "about:blank",
        "title": phrase,
        "status": status,
        "reason": REASONS[status][0],
    }
    return {
        "description": f"{phrase}: {', '.join(REASONS[status])}.",
        "content": {PROBLEM_TYPE: {"schema": _schema(status), "example": example}},
    }


def _schema(status: int) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "title", "status", "reason"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer", "const": status},
            "reason": {"type": "string", "enum": REASONS[status]},
            "errors": {
                "type": "object",
                "description": "Codes of what is wrong, by where it stands.",
            },
        },
    }
