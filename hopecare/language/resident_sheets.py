"""The sheet a resident takes home, in words: what may fit, where to go, what to bring, what next.

Said to the resident themself, in plain words; nothing on it is a verdict, for the office decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.resident_sheets import papers_for, parts_of
from hopecare.domain.watches import WatchKind
from hopecare.language import N_
from hopecare.language.answer_cards import answer_cards, programme_name
from hopecare.language.explanations import in_language
from hopecare.language.watch_words import WatchWords, said_once, watch_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.eligibility.assessment import Assessment
    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.watches import Watch
    from hopecare.language.answer_cards import AnswerCard
    from hopecare.language.reader import Reader

SENTENCES: Final = {
    WatchKind.BIRTHDAY: N_(
        "From %(day)s somebody in your home is %(age)s, and you may qualify. Please ask us then."
    ),
    WatchKind.NEW_FIGURES: N_(
        "From %(day)s other amounts count, and you may qualify. Please ask us then."
    ),
    WatchKind.FIGURES_TO_COME: N_(
        "From %(day)s new amounts count that are not known yet. We look again once they are."
    ),
    WatchKind.COST_NOT_ASKED: N_(
        "%(fact)s: please tell us if you have this. From %(amount)s on you may qualify."
    ),
}
WORDS: Final = WatchWords(sentences=SENTENCES, by_older=N_("We looked by the amounts of %(year)s."))


@dataclass(frozen=True, slots=True, kw_only=True)
class MaySaid:
    """One programme to apply for: about how much, and what another benefit does to it."""

    programme: str
    name: str
    amount: str
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSaid:
    """One programme that a date or a cost may change; without either, its sentences are none."""

    name: str
    near_misses: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSaid:
    """Everything that stands on a sheet of what the rules say."""

    may: tuple[MaySaid, ...]
    papers: tuple[str, ...]
    has_unconfirmed: bool
    received: tuple[str, ...]
    open: tuple[str, ...]
    watched: tuple[WatchedSaid, ...]
    others: tuple[str, ...]


def sheet_in_words(
    answer: Assessment,
    facts: HouseholdFacts,
    watches: Sequence[Watch],
    pack: Pack,
    reader: Reader,
) -> SheetSaid:
    """Say an answer to the resident; what the pack has no words for any more is left out."""
    cards = {card.programme: card for card in answer_cards(answer, pack, reader.language)}
    parts = parts_of(answer, watches)
    may = [cards[key] for key in parts.may if key in cards]
    watches = said_once(watches, pack, reader)
    return SheetSaid(
        may=tuple(_may(card) for card in may),
        papers=_papers(pack, papers_for(pack, facts, parts.may), reader),
        has_unconfirmed=any(card.unconfirmed for card in may),
        received=_names(parts.received, cards),
        open=_names(parts.open, cards),
        watched=tuple(
            _watched(cards[key], [each for each in watches if each.programme == key], pack, reader)
            for key in parts.watched
            if key in cards
        ),
        others=_names(parts.others, cards),
    )


def _may(card: AnswerCard) -> MaySaid:
    return MaySaid(programme=card.programme, name=card.name, amount=card.amount, later=card.later)


def _names(keys: Sequence[str], cards: dict[str, AnswerCard]) -> tuple[str, ...]:
    return tuple(cards[key].name for key in keys if key in cards)


def _watched(card: AnswerCard, watches: Sequence[Watch], pack: Pack, reader: Reader) -> WatchedSaid:
    return WatchedSaid(
        name=programme_name(pack, card.programme, reader.language),
        near_misses=card.near_misses,
        sentences=tuple(watch_in_words(each, pack, reader, WORDS) for each in watches),
    )


def _papers(pack: Pack, facts: Sequence[str], reader: Reader) -> tuple[str, ...]:
    """Name each paper once; one fact may be shown by several."""
    proofs = (in_language(pack.facts[key].proof, reader.language) for key in facts)
    return tuple(dict.fromkeys(paper.strip() for proof in proofs for paper in proof.split(",")))
