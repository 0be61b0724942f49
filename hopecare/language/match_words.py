"""Sentences of matching: every term of a price with its metres, every rule, the proven bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.score import DEFAULT_WEIGHTS, Term
from hopecare.domain.matching.walking import minutes_on_foot, whole_km
from hopecare.domain.people import GenderWish
from hopecare.language import N_
from hopecare.language.labels import has_label
from hopecare.language.term_words import language_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.language.reader import Reader

TERMS: Final[Mapping[Term, str]] = {
    Term.PLACE_FILLED: N_("Every place that somebody takes counts the same"),
    Term.DISTANCE: N_("%(distance)s away, about %(minutes)s minutes on foot"),
    Term.LANGUAGE_MISSING: N_("Does not speak %(language)s, which was wished"),
    Term.GENDER_DIFFERS: N_("Is not of the wished gender"),
    Term.LOAD: N_("Tasks taken on in the last 30 days: %(number)s"),
    Term.ONE_COMMON_SLOT: N_("Only one part of the week in common"),
    Term.CONTINUITY: N_("Has helped this resident before"),
}
ROUGHLY: Final = N_("About %(km)s km away, measured from the middle of the district")
SPEAKS: Final = N_("Speaks %(language)s, as was wished")
OF_WISHED_GENDER: Final = N_("Is of the wished gender")
FREE_NOW: Final = N_("Took on nothing in the last 30 days")
OTHER_RULE: Final = N_("Another rule stands in the way")
PER_MILLE: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """What a need wishes for that shows only where it is met."""

    language: str | None
    gender_wish: GenderWish
    is_rough: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One sentence and the metres it counts for."""

    words: str
    metres: int
    term: Term | None = None
    """None for what speaks for a pair and costs nothing."""


def reasons_of(terms: Mapping[str, int], wished: Wished, reader: Reader) -> list[Reason]:
    """Say every term of a price, then what speaks for the pair and costs nothing.

    The metres add up to the price.
    """
    known = {Term(code): metres for code, metres in terms.items()}
    said = [
        Reason(words=_term(term, metres, wished, reader), metres=metres, term=term)
        for term, metres in known.items()
    ]
    if Term.DISTANCE not in known:
        said.append(Reason(words=_nearby(wished, reader), metres=0))
    if wished.language and Term.LANGUAGE_MISSING not in known:
        said.append(Reason(words=_speaks(SPEAKS, wished, reader), metres=0))
    if wished.gender_wish is not GenderWish.NONE and Term.GENDER_DIFFERS not in known:
        said.append(Reason(words=reader.say(OF_WISHED_GENDER), metres=0))
    if Term.LOAD not in known:
        said.append(Reason(words=reader.say(FREE_NOW), metres=0))
    return said


def rule_words(code: str | None, reader: Reader) -> str:
    """Say a rule by its code; what is not known here is said as such."""
    if code is None:
        return ""
    known = code in set(Rule) and has_label(Rule(code))
    return reader.label(Rule(code)) if known else reader.say(OTHER_RULE)


def bound_words(cost: int, lower_bound: int, reader: Reader) -> str:
    """Say how near the best possible a list is proven to be; rounded against ourselves."""
    if cost <= lower_bound:
        return reader.say(N_("No better list is possible: that is proven."))
    # Rounded up: what is printed must never claim more than is proven.
    tenths = -(-(cost - lower_bound) * PER_MILLE // max(lower_bound, 1))
    share = f"{tenths // 10}.{tenths % 10}"
    return reader.say(
        N_("At most %(share)s %% from the best possible list: that is proven."), share=share
    )


def _term(term: Term, metres: int, wished: Wished, reader: Reader) -> str:
    if term is Term.DISTANCE and wished.is_rough:
        return reader.say(ROUGHLY, km=reader.count(whole_km(metres)))
    return reader.say(
        TERMS[term],
        distance=reader.distance(metres),
        minutes=reader.count(minutes_on_foot(metres)),
        language=language_name(wished.language, reader),
        number=reader.count(round(metres / DEFAULT_WEIGHTS.load_a_task)),
    )


def _nearby(wished: Wished, reader: Reader) -> str:
    if wished.is_rough:
        return reader.say(ROUGHLY, km=reader.count(1))
    return reader.say(N_("In the same place, or by telephone: the way counts nothing"))


def _speaks(sentence: str, wished: Wished, reader: Reader) -> str:
    return reader.say(sentence, language=language_name(wished.language, reader))
