"""What the resources of eligibility take and give, as their description tells it.

The documents themselves are made and read by `hopecare.domain.eligibility`: the same as those of
the commands. A test holds description and document to each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, fields, validate

from hopecare.domain.eligibility.assessment import CriterionStatus, Receipt, Verdict
from hopecare.domain.eligibility.facts import FactKind, Grade

if TYPE_CHECKING:
    from enum import StrEnum

_BOUNDS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Known only to lie between these; null or absent: no bound.",
    "properties": {"min": {"type": ["number", "null"]}, "max": {"type": ["number", "null"]}},
    "additionalProperties": False,
}
_ANSWER: Final[dict[str, Any]] = {
    "description": "null or absent: unknown, never taken as nothing nor as met.",
    "anyOf": [{"type": ["boolean", "number", "string", "null"]}, _BOUNDS],
}
HOUSEHOLD: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A household. Beside `facts` stand the lists of the vocabulary, by their keys.",
    "properties": {
        "facts": {"type": "object", "additionalProperties": _ANSWER},
        "receiving": {
            "type": "object",
            "description": "By `<pack>.<programme>`.",
            "additionalProperties": {"type": ["boolean", "null"]},
        },
        "decisions": {
            "type": "object",
            "description": "What a person found where the law asks for judgement, and why.",
            "additionalProperties": {
                "type": ["object", "null"],
                "properties": {"holds": {"type": "boolean"}, "because": {"type": "string"}},
                "required": ["holds", "because"],
            },
        },
    },
    "additionalProperties": {
        "type": ["array", "null"],
        "items": {"type": "object", "additionalProperties": _ANSWER},
    },
}
EXAMPLE: Final[dict[str, Any]] = {
    "facts": {
        "household.size": 1,
        "household.region": "gyeonggi",
        "income.benefits": 318000,
        "property.savings": {"max": 4000000},
    },
    "members": [{"age": 67, "pay": 0}],
    "receiving": {"kr.livelihood": False},
    "decisions": {
        "finding.obligor_refuses": {"holds": True, "because": "no contact for twelve years"}
    },
}


def _number(description: str = "") -> fields.Raw:
    """A number, the bounds it lies between, or null."""
    either: dict[str, Any] = {"anyOf": [{"type": ["number", "null"]}, _BOUNDS]}
    told = {"description": description} if description else {}
    return fields.Raw(required=True, metadata=either | told)


def _code(kind: type[StrEnum]) -> fields.String:
    """One of the codes of a kind; the document holds the code itself."""
    return fields.String(required=True, metadata={"enum": [each.value for each in kind]})


def _words() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "By language."},
    )


def _names(description: str = "") -> fields.List[str]:
    told = {"description": description} if description else {}
    return fields.List(fields.String(), required=True, metadata=told)


class CountryQuery(Schema):
    """By whose rules."""

    country = fields.String(
        load_default="kr",
        validate=validate.Regexp(r"^[A-Za-z]{2}\Z"),
        metadata={"description": "Two letters."},
    )


class AssessQuery(CountryQuery):
    """By whose rules, and by those of which day."""

    on = fields.Date(required=True, metadata={"description": "By the rules of this day."})


class SourceView(Schema):
    """Where a rule stands."""

    id = fields.String(required=True)
    title = _words()
    place = _words()
    url = fields.String(required=True, allow_none=True)
    grade = _code(Grade)


class CriterionView(Schema):
    """One thing the rules ask, with both sides and what lies between them."""

    id = fields.String(required=True)
    status = _code(CriterionStatus)
    left = _number()
    right = _number()
    margin = _number("Below zero: missed by so much.")
    margin_pct = _number()
    unit = fields.String(required=True, allow_none=True)
    source = fields.Nested(SourceView, required=True, allow_none=True)
    judged_by = fields.String(required=True, allow_none=True)
    near_miss = fields.Boolean(required=True)
    missing = _names("Facts still open here.")


class AmountView(Schema):
    """What a programme pays."""

    value = _number()
    unit = fields.String(required=True)


class LaterView(Schema):
    """What the answer becomes once another benefit, which counts as income here, is paid."""

    because = fields.String(
        required=True, metadata={"description": "The other programme, `<pack>.<programme>`"}
    )
    verdict = _code(Verdict)
    amount = fields.Nested(AmountView, required=True, allow_none=True)


class ProgrammeView(Schema):
    """One programme's answer: "may qualify"; the office decides."""

    id = fields.String(required=True, metadata={"description": "`<pack>.<programme>`"})
    verdict = _code(Verdict)
    receipt = _code(Receipt)
    gap = fields.Boolean(required=True, metadata={"description": "Eligible and not receiving."})
    to_a_person = fields.Boolean(
        required=True,
        metadata={"description": "Receiving, no longer eligible: never a cut-off by itself."},
    )
    near_miss = fields.Boolean(required=True)
    criteria = fields.List(fields.Nested(CriterionView), required=True)
    missing = _names("Facts whose answer could still change the verdict.")
    flips = _names("Criteria that alone decide it.")
    amount = fields.Nested(AmountView, required=True, allow_none=True)
    unconfirmed = _names("Figures it rests on that no official paper confirms yet.")
    later = fields.List(fields.Nested(LaterView), required=True)


class QuestionView(Schema):
    """A fact worth asking next."""

    fact = fields.String(required=True)
    settles = fields.Float(required=True)
    programmes = _names("Those it may settle.")
    rarely = fields.Boolean(
        required=True,
        metadata={"description": "What it takes for granted does not hold: asked last, if at all."},
    )


class AnswerView(Schema):
    """The whole answer for one household."""

    on = fields.String(required=True, metadata={"format": "date"})
    pack_versions = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    programmes = fields.List(fields.Nested(ProgrammeView), required=True)
    next_questions = fields.List(fields.Nested(QuestionView), required=True)


class FactView(Schema):
    """One thing that may be asked."""

    key = fields.String(required=True)
    list = fields.String(required=True, allow_none=True)
    type = _code(FactKind)
    unit = fields.String(required=True, allow_none=True)
    min = fields.Float(required=True, allow_none=True)
    max = fields.Float(required=True, allow_none=True)
    choices = _names()
    judged_by = fields.String(required=True, allow_none=True)
    who = fields.String(required=True, allow_none=True)
    name = _words()
    question = _words()
    paper = _words()


class ListView(Schema):
    """A list of the household, such as its members."""

    counted_by = fields.String(required=True)
    row = fields.String(required=True)
    name = _words()


class NamedProgrammeView(Schema):
    """A programme and what it is called."""

    id = fields.String(required=True)
    name = _words()


class PackView(Schema):
    """What one pack may ask, and about which programmes."""

    pack = fields.String(required=True)
    version = fields.String(required=True)
    country = fields.String(required=True)
    lists = fields.Dict(keys=fields.String(), values=fields.Nested(ListView), required=True)
    facts = fields.List(fields.Nested(FactView), required=True)
    programmes = fields.List(fields.Nested(NamedProgrammeView), required=True)


class VocabularyView(Schema):
    """Everything that may be asked in a country."""

    packs = fields.List(fields.Nested(PackView), required=True)
