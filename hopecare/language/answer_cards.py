"""An assessment as a page shows it: a card a programme, what to ask next, what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.eligibility.assessment import CriterionStatus, Receipt, Verdict
from hopecare.domain.eligibility.explanation import Line, LineKind, lines_of
from hopecare.domain.eligibility.facts import FactKind
from hopecare.language import N_, translator
from hopecare.language.explanations import (
    Speaker,
    amount_in_words,
    ask,
    declared_key,
    in_language,
    is_said,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hopecare.domain.assessment_changes import FactChange
    from hopecare.domain.eligibility.assessment import Assessment, ProgrammeResult
    from hopecare.domain.eligibility.facts import Fact
    from hopecare.domain.eligibility.pack import Pack

ASKED_AT_MOST: Final = 3
IN_ORDER: Final = (Verdict.ELIGIBLE, Verdict.UNKNOWN, Verdict.INELIGIBLE)
NOT_KNOWN: Final = N_("not known")
Names = Mapping[int, str]
"""Who the people of the household are, by their place, where that is known."""
NOBODY: Final[Names] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One criterion in a sentence, and whether it holds."""

    status: CriterionStatus
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCard:
    """What is said of one programme."""

    programme: str
    name: str
    verdict: Verdict
    receipt: Receipt
    is_gap: bool
    to_a_person: bool
    amount: str
    later: tuple[str, ...]
    """What becomes of it once another benefit, which counts as income here, is paid."""
    reasons: tuple[str, ...]
    near_misses: tuple[str, ...]
    unconfirmed: str
    everything: tuple[Reason, ...]
    """Every criterion of the programme, also those that decided nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAsk:
    """A question worth asking, and the programmes it helps to settle."""

    fact: str
    sentence: str
    programmes: tuple[str, ...]


def answer_cards(
    answer: Assessment, pack: Pack, language: str, names: Names = NOBODY
) -> tuple[AnswerCard, ...]:
    """Say every programme that the pack still knows: what may be due first."""
    cards = [
        _card(known, Speaker(pack, language, names))
        for result in answer.programmes
        if (known := _known_to(pack, result)) is not None
    ]
    return tuple(sorted(cards, key=lambda card: IN_ORDER.index(card.verdict)))


def find_answer_card(
    answer: Assessment,
    programme: str | None,
    pack: Pack,
    language: str,
    names: Names = NOBODY,
) -> AnswerCard | None:
    """Say one programme, if the answer has it."""
    cards = answer_cards(answer, pack, language, names)
    return next((card for card in cards if card.programme == programme), None)


def next_asks(
    answer: Assessment,
    pack: Pack,
    language: str,
    names: Names = NOBODY,
    *,
    at_most: int = ASKED_AT_MOST,
) -> tuple[NextAsk, ...]:
    """Say the few questions that settle most."""
    asked = [
        NextAsk(
            fact=question.fact,
            sentence=_whose(pack, question.fact, language, names) + ask(question, pack, language),
            programmes=tuple(programme_name(pack, key, language) for key in question.programmes),
        )
        for question in answer.next_questions
        if is_said(pack, question.fact) and not question.rarely
    ]
    return tuple(asked[:at_most])


def _whose(pack: Pack, key: str, language: str, names: Names) -> str:
    """Say which person a question is about, where it is asked of each."""
    listed, _, rest = key.partition(".")
    if listed not in pack.lists:
        return ""
    return f"{person_name(int(rest.partition('.')[0]), language, names)}: "


def person_name(place: int, language: str, names: Names = NOBODY) -> str:
    """Say who stands at a place of the household: by name, or else by the number."""
    number = translator(language).gettext(N_("Person %(number)d")) % {"number": place + 1}
    return names.get(place, number)


def programme_name(pack: Pack, key: str, language: str) -> str:
    """Say what a programme is called; its key where the pack no longer has it."""
    programme = pack.programmes.get(key)
    return key if programme is None else in_language(programme.name, language)


def programme_choices(pack: Pack | None, language: str) -> list[tuple[str, str]]:
    """Give every programme's key and name to choose from; none where there is no pack."""
    if pack is None:
        return []
    return [(key, programme_name(pack, key, language)) for key in pack.programmes]


def change_in_words(
    change: FactChange, pack: Pack, language: str, names: Names = NOBODY
) -> tuple[str, str, str]:
    """Say a changed fact: what it is, what was said before, what is said now."""
    return (
        fact_name(pack, change.fact, language, names),
        said_in_words(pack, change.fact, change.before, language),
        said_in_words(pack, change.fact, change.after, language),
    )


def fact_name(pack: Pack, key: str, language: str, names: Names = NOBODY) -> str:
    """Say what a fact is called, with the person it is about."""
    return Speaker(pack, language, names).missing((key,)) or key


def said_in_words(pack: Pack, key: str, said: object, language: str) -> str:
    """Say an answer as it was given: an amount, a limit, a yes or a no."""
    gettext = translator(language).gettext
    match said:
        case None:
            return str(gettext(NOT_KNOWN))
        case bool():
            return str(gettext(N_("yes") if said else N_("no")))
        case dict():
            return _bounds_in_words(pack, key, said, language)
        case _:
            return _value_in_words(pack, key, said, language)


def _bounds_in_words(pack: Pack, key: str, said: dict[str, Any], language: str) -> str:
    gettext, fact = translator(language).gettext, _fact(pack, key)
    lo, hi = said.get("min"), said.get("max")
    if fact is None or hi is None or hi >= fact.hi:
        return str(gettext("at least %(amount)s")) % {
            "amount": _value_in_words(pack, key, lo, language)
        }
    if lo is None or lo <= fact.lo:
        return str(gettext("at most %(amount)s")) % {
            "amount": _value_in_words(pack, key, hi, language)
        }
    return str(gettext("%(low)s to %(high)s")) % {
        "low": _value_in_words(pack, key, lo, language),
        "high": _value_in_words(pack, key, hi, language),
    }


def _value_in_words(pack: Pack, key: str, said: object, language: str) -> str:
    fact = _fact(pack, key)
    if fact is not None and fact.kind is FactKind.CHOICE:
        return in_language(fact.choice_names.get(str(said), {}), language) or str(said)
    if fact is not None and isinstance(said, int | float):
        return amount_in_words(said, fact.unit, pack, language)
    return str(said)


def _fact(pack: Pack, key: str) -> Fact | None:
    declared = declared_key(pack, key)
    return None if declared is None else pack.facts[declared]


def _card(result: ProgrammeResult, speaker: Speaker) -> AnswerCard:
    lines = tuple(lines_of(result))

    def said(kind: LineKind) -> tuple[str, ...]:
        sentences = (speaker.line(line) for line in lines if line.kind is kind)
        return tuple(dict.fromkeys(sentence for sentence in sentences if sentence))

    return AnswerCard(
        programme=result.programme,
        name=programme_name(speaker.pack, result.programme, speaker.language),
        verdict=result.verdict,
        receipt=result.receipt,
        is_gap=result.gap,
        to_a_person=result.to_a_person,
        amount=" ".join(said(LineKind.AMOUNT)),
        later=said(LineKind.LATER),
        reasons=said(LineKind.CRITERION),
        near_misses=said(LineKind.NEAR_MISS),
        unconfirmed=" ".join(said(LineKind.UNCONFIRMED)),
        everything=tuple(_everything(result, speaker)),
    )


def _everything(result: ProgrammeResult, speaker: Speaker) -> Iterable[Reason]:
    for criterion in result.criteria:
        line = Line(kind=LineKind.CRITERION, programme=result.programme, criterion=criterion)
        sentence = speaker.line(line)
        if sentence:
            yield Reason(status=criterion.status, sentence=sentence)


def _known_to(pack: Pack, result: ProgrammeResult) -> ProgrammeResult | None:
    """Leave out what a newer version of the pack has no words for."""
    programme = pack.programmes.get(result.programme)
    if programme is None:
        return None
    known = programme.criteria.keys()
    return replace(
        result,
        criteria=tuple(item for item in result.criteria if item.id in known),
        unconfirmed=tuple(key for key in result.unconfirmed if key in pack.parameters),
        later=tuple(item for item in result.later if item.programme in pack.programmes),
    )
