"""What a social worker fills in about a household: as the country's pack asks, so built from it.

A field left empty is "not known", never zero. A number may be known only as a limit.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from babel.numbers import get_currency_precision
from marshmallow import ValidationError, fields

from hopecare.domain.eligibility.facts import Bounds, Decision, Fact, FactKind, HouseholdFacts
from hopecare.reading.country_packs import country_pack
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Amount, Code, Day, Note, Request, WholeNumber, YesNo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hopecare.domain.eligibility.facts import Answer
    from hopecare.domain.eligibility.pack import ListDeclaration, Pack

MOST_ROWS: Final = 20
HOW: Final = "-how"
TO: Final = "-to"
BECAUSE: Final = "-because"
RECEIVING: Final = "receiving-"
ROWS: Final = "rows"


class HowKnown(StrEnum):
    """How well a number is known."""

    EXACTLY = "exactly"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    BETWEEN = "between"


class Choice(fields.Field[str]):
    """One of the answers a pack offers."""

    def __init__(self, offered: Iterable[str], **options: Any) -> None:  # noqa: ANN401
        """Take what is offered."""
        super().__init__(**options)
        self.offered = frozenset(offered)

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        if str(value) not in self.offered:
            raise ValidationError(Complaint("not_a_choice"))
        return str(value)


class RowsRequest(Request):
    """How many people the form has room for, which button was pressed, and of which draft."""

    stored = WholeNumber(least=0)
    rows = WholeNumber(least=1, most=MOST_ROWS, load_default=1)
    do = Choice(("look", "save", "add", "all"), load_default="look")


@cache
def assess_household_request(country: str, rows: int) -> type[Request]:
    """Make the request of a country's questions, with room for so many people."""
    pack = country_pack(country)
    made: dict[str, Any] = {"on": Day(), ROWS: WholeNumber(least=1, most=MOST_ROWS)}
    for fact in pack.facts.values():
        for key in keys_of(pack, fact, rows):
            made |= _fields(fact, field_name(key))
    for programme in pack.programmes:
        made[RECEIVING + programme] = YesNo()
    return type("AssessHouseholdRequest", (Request,), made)


def keys_of(pack: Pack, fact: Fact, rows: int) -> list[str]:
    """Give the keys a fact is asked under: itself, or once a person."""
    if fact.rows is None:
        return [fact.key]
    return [row_key(pack.lists[fact.rows], place, fact) for place in range(rows)]


def row_key(listed: ListDeclaration, place: int, fact: Fact) -> str:
    """Give the key a row's fact is asked under: `members.0.age`."""
    return f"{listed.key}.{place}.{fact.key.partition('.')[2]}"


def field_name(key: str) -> str:
    """Give the name of the field for a key as asked: `income-benefits`, `members-0-age`."""
    return key.replace(".", "-")


def facts_from(pack: Pack, data: Mapping[str, Any]) -> HouseholdFacts:
    """Give what was said as facts; raises nothing, the verb judges what cannot be true."""
    rows = data.get(ROWS) or 1
    plain = [fact for fact in pack.facts.values() if fact.rows is None and fact.judged_by is None]
    return HouseholdFacts(
        values=_said(pack, data, ((fact, fact.key) for fact in plain)),
        rows={key: _rows(pack, listed, data, rows) for key, listed in pack.lists.items()},
        receiving={
            key: data[RECEIVING + key]
            for key in pack.programmes
            if data.get(RECEIVING + key) is not None
        },
        decisions=_decisions(pack, data),
    )


def findings_without_reason(pack: Pack, data: Mapping[str, Any]) -> list[str]:
    """Name the fields where a judgement was given and not why."""
    return [
        field_name(fact.key) + BECAUSE
        for fact in pack.facts.values()
        if fact.judged_by is not None
        and data.get(field_name(fact.key)) is not None
        and not data.get(field_name(fact.key) + BECAUSE)
    ]


def limits_without_end(pack: Pack, data: Mapping[str, Any], rows: int) -> list[str]:
    """Name the second fields that "between" needs and that were left empty."""
    names = [field_name(key) for fact in pack.facts.values() for key in keys_of(pack, fact, rows)]
    return [
        name + TO
        for name in names
        if data.get(name + HOW) is HowKnown.BETWEEN
        and data.get(name) is not None
        and data.get(name + TO) is None
    ]


def _fields(fact: Fact, name: str) -> dict[str, Any]:
    match fact.kind:
        case FactKind.MONEY:
            return {name: Amount(), name + HOW: Code(HowKnown), name + TO: Amount()}
        case FactKind.NUMBER:
            least, most = int(fact.lo), int(fact.hi)
            number, to = (WholeNumber(least=least, most=most) for _ in range(2))
            return {name: number, name + HOW: Code(HowKnown), name + TO: to}
        case FactKind.CHOICE:
            return {name: Choice(fact.choices)}
        case FactKind.YES_NO if fact.judged_by is not None:
            return {name: YesNo(), name + BECAUSE: Note(longest=1000)}
        case FactKind.YES_NO:
            return {name: YesNo()}


def _said(
    pack: Pack, data: Mapping[str, Any], asked: Iterable[tuple[Fact, str]]
) -> dict[str, Answer]:
    answers = {}
    for fact, key in asked:
        answer = _answer(pack, fact, field_name(key), data)
        if answer is not None:
            answers[key] = answer
    return answers


def _answer(pack: Pack, fact: Fact, name: str, data: Mapping[str, Any]) -> Answer | None:
    value: Answer | None = data.get(name)
    if fact.kind in {FactKind.CHOICE, FactKind.YES_NO}:
        return value
    how, to = data.get(name + HOW), data.get(name + TO)
    if value is None and (how is not HowKnown.BETWEEN or to is None):
        return None
    return _number(pack, fact, how, value, to)


def _number(
    pack: Pack, fact: Fact, how: HowKnown | None, value: object, to: object
) -> Answer | None:
    number = _whole(pack, fact, value, unsaid=fact.lo)
    match how:
        case HowKnown.AT_MOST:
            return Bounds(lo=fact.lo, hi=number)
        case HowKnown.AT_LEAST:
            return Bounds(lo=number, hi=fact.hi)
        case HowKnown.BETWEEN:
            return Bounds(lo=number, hi=_whole(pack, fact, to, unsaid=fact.hi))
        case _:
            return int(number) if number.is_integer() else number


def _whole(pack: Pack, fact: Fact, value: object, *, unsaid: float) -> float:
    """Give a number in whole units."""
    if value is None:
        return unsaid
    minor = 10 ** get_currency_precision(pack.currency) if fact.kind is FactKind.MONEY else 1
    return float(str(value)) / minor


def _rows(
    pack: Pack, listed: ListDeclaration, data: Mapping[str, Any], rows: int
) -> tuple[dict[str, Answer], ...]:
    """Give the people up to the last of whom anything was said; the first is always there."""
    known = [fact for fact in pack.facts.values() if fact.rows == listed.key]
    found: list[dict[str, Answer]] = []
    for place in range(rows):
        said = _said(pack, data, ((fact, row_key(listed, place, fact)) for fact in known))
        found.append({key.rpartition(".")[2]: answer for key, answer in said.items()})
    while len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)


def _decisions(pack: Pack, data: Mapping[str, Any]) -> dict[str, Decision]:
    return {
        fact.key: Decision(
            holds=data[field_name(fact.key)],
            because=data.get(field_name(fact.key) + BECAUSE) or "",
        )
        for fact in pack.facts.values()
        if fact.judged_by is not None and data.get(field_name(fact.key)) is not None
    }
