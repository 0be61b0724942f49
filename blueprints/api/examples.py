"""Examples for the description, made from the schemas themselves: they cannot be out of date."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema
from marshmallow import fields as plain

from blueprints.api.field_words import described

EXAMPLE_ID: Final = "01980000-0000-7000-8000-000000000001"
_DIGEST: Final = "9f2c" * 16
_BY_NAME: Final[dict[str, Any]] = {
    "agrees": True,
    "alerts": [],
    "called": "Ms Ok",
    "code": "K7MP-3QXT",
    "door_notes": "The bell does not ring; please knock.",
    "full_name": "Ok Dambi",
    "language": "ko",
    "need_ids": [],
    "next": None,
    "content": {"name": "Ok Dambi", "language": "ko"},
    "despite": [],
    "despite_reason": None,
    "despite_words": None,
    "digest": _DIGEST,
    "entry": [{"fullUrl": f"/fhir/Task/{EXAMPLE_ID}", "resource": {"resourceType": "Task"}}],
    "findings": [],
    "findings_chosen_on": None,
    "items": ["birth_date", "language"],
    "observations": [f"{EXAMPLE_ID}:fact"],
    "note": "She hears badly on the telephone.",
    "override_reason": None,
    "override_words": None,
    "phone": "010-0000-1234",
    "address": "12 Invented Street",
    "purposes": ["keep_record", "peer_help"],
    "resource_type": "Bundle",
    "seen": _DIGEST,
    "skills": ["side_dishes"],
    "version": 1,
    "weekdays": ["mon", "thu"],
    "words": "Two flights of stairs.",
}
_BY_KIND: Final[tuple[tuple[type[Any], Any], ...]] = (
    (plain.UUID, EXAMPLE_ID),
    (plain.AwareDateTime, "2026-06-01T09:00:00+00:00"),
    (plain.Date, "2026-06-01"),
    (plain.Time, "10:00:00"),
    (plain.Boolean, True),
    (plain.Float, 0.5),
    (plain.Integer, 30),
)
_BY_FORMAT: Final = {"uuid": EXAMPLE_ID, "date": "2026-12-01"}


def example_of(schema: Any) -> Any:  # noqa: ANN401  a schema, its class, or a list of them
    """Make an example of what fits a schema."""
    made = schema() if isinstance(schema, type) else schema
    return {
        field.data_key or name: _example(name, field)
        for name, field in made.fields.items()
        if isinstance(made, Schema)
    }


def _example(name: str, field: plain.Field[Any]) -> Any:  # noqa: ANN401
    if name in _BY_NAME:
        return _BY_NAME[name]
    if isinstance(field, plain.Nested):
        return example_of(field.schema)
    if isinstance(field, plain.List):
        return [_example(name, field.inner)]
    if isinstance(field, plain.Enum):
        members: Any = field.enum
        return next(iter(members)).value
    words = described(None, field)
    if words:
        return _fitting(words)
    return next((shown for kind, shown in _BY_KIND if isinstance(field, kind)), name)


def _fitting(words: dict[str, Any]) -> Any:  # noqa: ANN401
    """Give a value that fits a description of one of our fields."""
    if "enum" in words:
        return words["enum"][0]
    if "format" in words:
        return _BY_FORMAT[words["format"]]
    if "minimum" in words:
        return max(words["minimum"], min(30, words["maximum"]))
    if "boolean" in words["type"]:
        return False
    return "10:00" if "pattern" in words else "invented words"
