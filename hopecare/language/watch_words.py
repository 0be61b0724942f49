"""What to watch, in words: what was missed by a little, what changes it, what to do meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.assessment import Range
from hopecare.domain.rules_day import year_of_older_rules
from hopecare.domain.watches import WatchKind
from hopecare.language import N_
from hopecare.language.answer_cards import answer_cards, fact_name, programme_name
from hopecare.language.gap_words import amount_said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.domain.eligibility.assessment import Assessment, Verdict
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.watches import Watch
    from hopecare.language.reader import Reader

SENTENCES: Final = {
    WatchKind.BIRTHDAY: N_(
        "%(day)s: somebody of the household turns %(age)s, and it may be due. Check again then."
    ),
    WatchKind.NEW_FIGURES: N_(
        "%(day)s: other figures hold from then on, and it may be due. Check again then."
    ),
    WatchKind.FIGURES_TO_COME: N_(
        "%(day)s: new figures hold from then on that are not known here yet. "
        "It is looked at again by itself once they are."
    ),
    WatchKind.COST_NOT_ASKED: N_(
        "Ask once more: %(fact)s. It was said to be nothing; from %(amount)s on it may be due."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchWords:
    """What is said to one kind of reader of each watch, and by which figures it goes."""

    sentences: Mapping[WatchKind, str]
    by_older: str


STAFF_WORDS: Final = WatchWords(sentences=SENTENCES, by_older=N_("By the figures of %(year)s."))


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSaid:
    """One programme to be watched."""

    programme: str
    name: str
    near_misses: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Everything to be watched of one answer, and what else was looked at."""

    said: tuple[WatchSaid, ...]
    others: tuple[tuple[str, Verdict], ...]
    is_by_older: bool = False
    """Whether the rules do not know the figures of today yet: then the page says so once."""


def watching_in_words(
    watches: Sequence[Watch], answer: Assessment, pack: Pack, reader: Reader
) -> Watching:
    """Say what to watch by programme, those missed by a little first."""
    is_older = year_of_older_rules(pack, reader.today) is not None
    cards = {each.programme: each for each in answer_cards(answer, pack, reader.language)}
    near = [key for key, card in cards.items() if card.near_misses]
    keys = list(dict.fromkeys([*near, *(each.programme for each in watches)]))
    said = [
        WatchSaid(
            programme=key,
            name=programme_name(pack, key, reader.language),
            near_misses=cards[key].near_misses if key in cards else (),
            sentences=tuple(
                watch_in_words(each, pack, reader)
                for each in said_once(watches, pack, reader)
                if each.programme == key
            ),
        )
        for key in keys
    ]
    others = [(card.name, card.verdict) for key, card in cards.items() if key not in keys]
    return Watching(
        said=tuple(said),
        others=tuple(others),
        is_by_older=is_older,
    )


def said_once(watches: Sequence[Watch], pack: Pack, reader: Reader) -> Sequence[Watch]:
    """Leave out by which figures each goes where all do: the page has said so."""
    if year_of_older_rules(pack, reader.today) is None:
        return watches
    return [replace(each, figures_of=None) for each in watches]


def watch_in_words(
    watch: Watch, pack: Pack, reader: Reader, words: WatchWords = STAFF_WORDS
) -> str:
    """Say one date or fact that changes the answer, and what to do."""
    fact = watch.fact
    said = {
        "day": reader.day(watch.on),
        "age": reader.count(watch.age),
        "fact": fact_name(pack, fact, reader.language) if fact else "",
        "amount": _amount(watch, pack, reader),
    }
    sentence = reader.say(words.sentences[watch.kind], **said)
    if watch.figures_of is None:
        return sentence
    return f"{sentence} {reader.say(words.by_older, year=str(watch.figures_of))}"


def _amount(watch: Watch, pack: Pack, reader: Reader) -> str:
    """Say the least amount with how often it is paid, as its question asks."""
    if watch.fact is None or watch.at_least is None:
        return ""
    value = Range(lo=watch.at_least, hi=watch.at_least)
    return amount_said(value, pack.facts[watch.fact].unit, pack, reader)
