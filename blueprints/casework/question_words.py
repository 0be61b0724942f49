"""What the page of one question says: the question, what was said, how every programme stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from blueprints.casework.assessment_words import Question, question_of
from hopecare.domain.eligibility.facts import Bounds
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.domain.eligibility.probing import receipt_fact
from hopecare.domain.eligibility.questions import Step, declared_key
from hopecare.domain.later_ages import AGE, RELATION
from hopecare.language import N_, translator
from hopecare.language.answer_cards import (
    IN_ORDER,
    fact_name,
    person_name,
    programme_name,
    said_in_words,
)
from hopecare.language.explanations import in_language, is_said
from hopecare.web.requests.next_question import BETWEEN_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hopecare.domain.eligibility.assessment import Assessment, Verdict
    from hopecare.domain.eligibility.facts import Fact, HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack

LONGEST_PLACE: Final = 3
RECEIPTS: Final = N_("What do they receive today?")
KNOWERS: Final = {
    "resident": N_("The person or the family knows this."),
    "office": N_("An office knows this: ask there, or go on with “I do not know”."),
    "caseworker": N_("You judge this yourself, with a reason."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of the question: whose it is, where several people are asked at once."""

    whose: str
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that is known: what it is called, in words, and under which key it is asked."""

    key: str
    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a programme stands now, and what it was before the last answer if that was otherwise."""

    name: str
    verdict: Verdict
    before: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question on its page: its words, who knows it, the paper, a field for each it is of."""

    keys: str
    words: str
    hint: str
    knower: str
    paper: str
    lines: tuple[Line, ...]
    about: tuple[Said, ...]
    """What was said of the facts it goes on from."""


def asking_of(
    pack: Pack, step: Step, facts: HouseholdFacts, language: str, names: Mapping[int, str]
) -> Asking:
    """Say one step in the reader's language; `names` are of those known by name, by place."""
    if step.fact == RECEIVING:
        return _asking_receipts(pack, step, language)
    fact = pack.facts[step.fact]
    return Asking(
        keys=BETWEEN_KEYS.join(step.keys),
        words=in_language(fact.question, language),
        hint=in_language(fact.hint, language),
        knower=KNOWERS.get(fact.known_by, ""),
        paper=in_language(fact.proof, language),
        lines=tuple(
            Line(
                whose=_whose(pack, key, facts, language, names) if fact.rows else "",
                question=question_of(fact, key, language),
            )
            for key in step.keys
        ),
        about=tuple(
            each for each in said_of(pack, facts, language, names) if _is_about(pack, fact, each)
        ),
    )


def step_of(pack: Pack, keys: str | None, rows: int) -> Step | None:
    """Give the step of these keys, as a page names them; None where they are of no question."""
    known = [key for key in (keys or "").split(BETWEEN_KEYS) if _is_asked(pack, key, rows)]
    facts = {_step_fact(pack, key) for key in known}
    if len(facts) != 1:
        return None
    return Step(fact=facts.pop(), keys=tuple(known), settles=0.0, programmes=())


def standings_of(
    pack: Pack, answer: Assessment, before: Mapping[str, str], language: str
) -> list[Standing]:
    """Say how every programme stands; what may be due first."""
    kinds = {str(kind): kind for kind in IN_ORDER}
    found = [
        Standing(
            name=programme_name(pack, item.programme, language),
            verdict=item.verdict,
            before=_other(kinds.get(before.get(item.programme, "")), item.verdict),
        )
        for item in answer.programmes
    ]
    return sorted(found, key=lambda each: IN_ORDER.index(each.verdict))


def said_of(
    pack: Pack, facts: HouseholdFacts, language: str, names: Mapping[int, str]
) -> tuple[Said, ...]:
    """Say all that is known, in the order of an interview."""
    order = {key: place for place, key in enumerate(pack.facts)}
    known = [(key, answer) for key, answer in _answers(facts) if is_said(pack, key)]
    known.sort(key=lambda each: order.get(declared_key(pack, each[0]), len(order)))
    return tuple(
        Said(
            key=key,
            name=fact_name(pack, key, language, names),
            words=said_in_words(pack, key, _plain(answer), language),
        )
        for key, answer in known
    )


def _other(before: Verdict | None, now: Verdict) -> Verdict | None:
    return None if before is now else before


def _answers(facts: HouseholdFacts) -> Iterator[tuple[str, object]]:
    yield from facts.values.items()
    for listed, rows in facts.rows.items():
        for place, row in enumerate(rows):
            yield from ((f"{listed}.{place}.{key}", answer) for key, answer in row.items())
    yield from ((RECEIVING + key, is_so) for key, is_so in facts.receiving.items())
    yield from ((key, found.holds) for key, found in facts.decisions.items())


def _plain(answer: object) -> object:
    return {"min": answer.lo, "max": answer.hi} if isinstance(answer, Bounds) else answer


def _is_about(pack: Pack, fact: Fact, said: Said) -> bool:
    """Tell whether the question goes on from what was said there: "how much of that is ...?"."""
    key = declared_key(pack, said.key)
    supposed = any(item.fact == key for item in fact.supposes)
    return supposed and pack.facts[key].group == fact.group


def _asking_receipts(pack: Pack, step: Step, language: str) -> Asking:
    return Asking(
        keys=BETWEEN_KEYS.join(step.keys),
        words=translator(language).gettext(RECEIPTS),
        hint="",
        knower=KNOWERS["resident"],
        paper="",
        lines=tuple(_receipt(pack, key, language) for key in step.keys),
        about=(),
    )


def _receipt(pack: Pack, key: str, language: str) -> Line:
    programme = pack.programmes[key.removeprefix(RECEIVING)]
    return Line(whose="", question=question_of(receipt_fact(programme), key, language))


def _whose(
    pack: Pack, key: str, facts: HouseholdFacts, language: str, names: Mapping[int, str]
) -> str:
    """Say which person it is: by name, or by place with what is known of them."""
    listed, place, _ = key.split(".")
    number = person_name(int(place), language, names)
    if int(place) in names:
        return number
    rows = facts.rows.get(listed, ())
    row = rows[int(place)] if int(place) < len(rows) else {}
    told = [
        said_in_words(pack, f"{listed}.{place}.{short}", _plain(row[short]), language)
        for short in (RELATION, AGE)
        if short in row
    ]
    return f"{number} ({', '.join(told)})" if told else number


def _is_asked(pack: Pack, key: str, rows: int) -> bool:
    if key.startswith(RECEIVING):
        return key.removeprefix(RECEIVING) in pack.programmes
    listed, _, rest = key.partition(".")
    if listed not in pack.lists:
        return key in pack.facts and pack.facts[key].rows is None
    place = rest.partition(".")[0]
    is_place = place.isascii() and place.isdigit() and len(place) <= LONGEST_PLACE
    return is_place and int(place) < rows and declared_key(pack, key) in pack.facts


def _step_fact(pack: Pack, key: str) -> str:
    return RECEIVING if key.startswith(RECEIVING) else declared_key(pack, key)
