"""What the questionnaire says: its sections, its questions, and what is known already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hopecare.language import N_
from hopecare.language.answer_cards import person_name
from hopecare.language.explanations import declared_key, in_language
from hopecare.web.requests.assess_household import (
    BECAUSE,
    HOW,
    RECEIVING,
    ROWS,
    TO,
    HowKnown,
    field_name,
    row_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.assessment import Assessment as Answer
    from hopecare.domain.eligibility.facts import Fact, FactKind
    from hopecare.domain.eligibility.pack import ListDeclaration, Pack

TITLES: Final = {
    "household": N_("Home and household"),
    "income": N_("Money coming in and going out"),
    "property": N_("What they own and owe"),
    "car": N_("Car"),
    "family": N_("Family who live elsewhere"),
    "crisis": N_("Emergency support"),
    "care": N_("Care every day"),
    "elder": N_("Somebody of 65 or older, with husband or wife"),
    "disabled": N_("Somebody severely disabled, with husband or wife"),
    "findings": N_("What you judge"),
}
OTHERWISE: Final = N_("More questions")
SHOWN: Final = {"car": 1, "family": 1, "elder": 2, "disabled": 1, "care": 1, "findings": 0}
"""Where the first question decides whether the others matter, they are folded away; judgements
are asked for only now and then."""
HOW_KNOWN: Final = {
    HowKnown.EXACTLY: N_("exactly this"),
    HowKnown.AT_MOST: N_("this or less"),
    HowKnown.AT_LEAST: N_("this or more"),
    HowKnown.BETWEEN: N_("between two limits"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as it stands on the page."""

    name: str
    kind: FactKind
    words: str
    label: str
    """What it is about, in a word or two."""
    hint: str
    paper: str
    choices: tuple[tuple[str, str], ...]
    unit: str
    is_finding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions that belong together; `folded` ones open when the first calls for them."""

    key: str
    title: str
    questions: tuple[Question, ...]
    folded: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person of the household, and what is asked of each."""

    who: str
    """Their name, or which of the household they are."""
    questions: tuple[Question, ...]


def sections_of(pack: Pack, answer: Answer | None, language: str) -> list[Section]:
    """Group the household's questions; what settles most comes first, judgements last."""
    ranks = _ranks(pack, answer)
    groups: dict[str, list[Fact]] = {}
    for fact in pack.facts.values():
        if fact.rows is None:
            groups.setdefault(fact.group, []).append(fact)
    last = len(pack.facts)
    order = sorted(
        groups,
        key=lambda group: (
            group == "findings",
            min(ranks.get(fact.key, last) for fact in groups[group]),
        ),
    )
    return [_section(group, groups[group], language) for group in order]


def rows_of(
    pack: Pack, listed: ListDeclaration, rows: int, language: str, names: Mapping[int, str]
) -> list[Row]:
    """Ask the same of each person of the household."""
    asked = [fact for fact in pack.facts.values() if fact.rows == listed.key]
    return [
        Row(
            who=person_name(place, language, names),
            questions=tuple(
                question_of(fact, row_key(listed, place, fact), language) for fact in asked
            ),
        )
        for place in range(rows)
    ]


def known_values(pack: Pack, facts: Mapping[str, Any]) -> dict[str, object]:
    """Put what was said last time into the fields it was said in."""
    values: dict[str, object] = {ROWS: 1}
    for key, said in facts.get("facts", {}).items():
        values |= _written(pack, key, said)
    for listed in pack.lists:
        rows = facts.get(listed, [])
        values[ROWS] = max(len(rows), 1)
        for place, row in enumerate(rows):
            for key, said in row.items():
                values |= _written(pack, f"{listed}.{place}.{key}", said)
    for key, said in facts.get("receiving", {}).items():
        values[RECEIVING + key] = said
    for key, decision in facts.get("decisions", {}).items():
        values[field_name(key)] = decision["holds"]
        values[field_name(key) + BECAUSE] = decision["because"]
    return values


def _written(pack: Pack, key: str, said: object) -> dict[str, object]:
    """Write an answer as its field has it: a limit goes with how it is known."""
    name, declared = field_name(key), declared_key(pack, key)
    if not isinstance(said, dict) or declared is None:
        is_number = isinstance(said, int) and not isinstance(said, bool)
        return {name: f"{said:,}" if is_number else said}
    fact, low, high = pack.facts[declared], said.get("min"), said.get("max")
    has_floor = low is not None and low > fact.lo
    if high is None or high >= fact.hi:
        return {name: f"{low or fact.lo:,.0f}", name + HOW: HowKnown.AT_LEAST}
    if not has_floor:
        return {name: f"{high:,.0f}", name + HOW: HowKnown.AT_MOST}
    return {name: f"{low:,.0f}", name + HOW: HowKnown.BETWEEN, name + TO: f"{high:,.0f}"}


def _section(group: str, facts: Sequence[Fact], language: str) -> Section:
    questions = [question_of(fact, fact.key, language) for fact in facts]
    shown = SHOWN.get(group, len(questions))
    return Section(
        key=group,
        title=TITLES.get(group, OTHERWISE),
        questions=tuple(questions[:shown]),
        folded=tuple(questions[shown:]),
    )


def question_of(fact: Fact, key: str, language: str) -> Question:
    """Say one question under the key it is asked by; of a person in a row, by its short name."""
    return Question(
        name=field_name(key),
        kind=fact.kind,
        words=in_language(fact.question if fact.rows is None else fact.name, language),
        label=in_language(fact.name, language),
        hint=in_language(fact.hint, language),
        paper=in_language(fact.proof, language),
        choices=tuple(
            (choice, in_language(fact.choice_names.get(choice, {}), language) or choice)
            for choice in fact.choices
        ),
        unit=fact.unit,
        is_finding=fact.judged_by is not None,
    )


def _ranks(pack: Pack, answer: Answer | None) -> dict[str, int]:
    """Say for each fact how early it is worth asking."""
    ranks: dict[str, int] = {}
    for place, key in enumerate(_asked(pack, answer)):
        ranks.setdefault(key, place)
    return ranks


def _asked(pack: Pack, answer: Answer | None) -> Iterator[str]:
    questions: Iterable[str] = () if answer is None else (q.fact for q in answer.next_questions)
    yield from (key for key in questions if key in pack.facts)
