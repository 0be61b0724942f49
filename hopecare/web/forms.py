"""Forms: what was written, what is wrong with it, and what it means. One schema reads it all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from flask import request
from marshmallow import EXCLUDE, ValidationError, fields
from werkzeug.datastructures import MultiDict

from hopecare.web.complaints import Complaint
from hopecare.web.fields import Words, is_shown
from hopecare.web.language import current_reader
from hopecare.web.sentences import sentence_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from marshmallow import Schema

    from hopecare.errors import InvalidInputError

OPERATION: Final = "op"
PASSWORDS: Final = frozenset({"password", "old_password", "password_again"})
"""Fields that are never kept, never shown again, and never part of an operation's hash."""
LONGEST_SHOWN: Final = 10_000
SEVERAL: Final = ","
"""Between several codes or keys sent as one value, as the page of a stale edit does."""


@dataclass(slots=True, kw_only=True)
class Form:
    """One form: `values` as written, `errors` as sentences beside their fields, `data` as meant."""

    op: str
    values: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """What the page calls each field, so that the list of mistakes can name it."""
    reads: Mapping[str, fields.Field[Any]] = field(default_factory=dict)
    """What reads each field."""

    @property
    def is_valid(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.errors

    def value(self, name: str) -> str:
        """Give what stands in a field."""
        return next(iter(self.values.get(name, ())), "")

    def chosen(self, name: str) -> list[str]:
        """Give every value of a field that may have several."""
        return self.values.get(name, [])

    def called(self, name: str, label: str) -> str:
        """Note what a field is called on this page; says nothing."""
        self.labels[name] = label
        return ""

    def refuse(self, name: str, code: str, **facts: object) -> Form:
        """Put a further refusal beside a field; the first one of a field stays."""
        self.errors.setdefault(name, sentence_of(Complaint(code, **facts), current_reader()))
        return self

    def refuse_all(self, error: InvalidInputError) -> Form:
        """Put what a verb refused beside the fields."""
        for name, codes in error.fields.items():
            self.refuse(name, codes[0] if codes else "invalid")
        return self


def read_form(schema: type[Schema]) -> Form:
    """Read the posted form; what is wrong is said beside its field, and everything is kept."""
    return _read(schema, request.form, op=request.form.get(OPERATION) or new_operation())


def read_values(schema: type[Schema], values: Mapping[str, list[str]]) -> Form:
    """Read what was filled in once and kept, as if it were posted now."""
    posted = MultiDict([(name, each) for name, several in values.items() for each in several])
    return _read(schema, posted, op=new_operation())


def read_query(schema: type[Schema]) -> Form:
    """Read the filters in the address."""
    return _read(schema, request.args, op="")


def blank_form(values: Mapping[str, object] | None = None) -> Form:
    """Make a form to be filled in, with these values standing in it."""
    written = {name: _written(value) for name, value in (values or {}).items()}
    return Form(op=new_operation(), values=written)


def new_operation() -> str:
    """Make a key under which one act happens once."""
    return uuid4().hex


def _read(schema: type[Schema], posted: MultiDict[str, str], *, op: str) -> Form:
    # A NUL byte is refused, and cannot stand on the page that says so.
    shown = {name: [each.replace("\0", "") for each in posted.getlist(name)] for name in posted}
    reads = schema()
    form = Form(op=op, values=shown, reads=reads.fields)
    try:
        form.data = reads.load(_without_blanks(reads, posted), unknown=EXCLUDE)
    except ValidationError as error:
        form.data = error.valid_data if isinstance(error.valid_data, dict) else {}
        reader = current_reader()
        form.errors = {name: sentence_of(code, reader) for name, code in _complaints(error)}
        _make_presentable(reads, form)
    return form


def _without_blanks(schema: Schema, posted: MultiDict[str, str]) -> dict[str, Any]:
    """A field left empty is a field not given, except that required words say so themselves."""
    given: dict[str, Any] = {}
    for name, reads in schema.fields.items():
        if isinstance(reads, fields.List):
            parts = [part for value in posted.getlist(name) for part in value.split(SEVERAL)]
            given[name] = [part for part in parts if part.strip()]
        elif posted.get(name, "").strip():
            given[name] = posted[name]
    return given


def _complaints(error: ValidationError) -> Iterator[tuple[str, str]]:
    for name, codes in error.messages_dict.items():
        yield str(name), _first(codes)


def _first(codes: object) -> str:
    if isinstance(codes, str):
        return codes
    if isinstance(codes, dict):
        return _first(next(iter(codes.values())))
    return _first(codes[0]) if isinstance(codes, list) and codes else "invalid"


def _make_presentable(schema: Schema, form: Form) -> None:
    """Show what was written without signs no page can carry, and an endless text cut to size.

    The sentence beside the field says so.
    """
    for name, values in form.values.items():
        reads = schema.fields.get(name)
        longest = reads.longest if isinstance(reads, Words) else LONGEST_SHOWN
        form.values[name] = ["".join(filter(is_shown, value[:longest])) for value in values]


def _written(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [text for each in value for text in _written(each)]
    return [_written_once(value)]


def _written_once(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
