"""What to watch, in words: what was missed by a little, what changes it, what to do meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.assessment import Range
from hopecare.domain.gaps import GapAmount
from hopecare.domain.watches import WatchKind, year_of_older_rules
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
BY_OLDER_FIGURES: Final = N_("By the figures of %(year)s.")


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
    year_not_known: int | None = None
    """The year of today, where the rules do not know its figures yet."""


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
                watch_in_words(each, pack, reader) for each in watches if each.programme == key
            ),
        )
        for key in keys
    ]
    others = [(card.name, card.verdict) for key, card in cards.items() if key not in keys]
    return Watching(
        said=tuple(said),
        others=tuple(others),
        year_not_known=reader.today.year if is_older else None,
    )


def watch_in_words(
    watch: Watch, pack: Pack, reader: Reader, sentences: Mapping[WatchKind, str] = SENTENCES
) -> str:
    """Say one date or fact that changes the answer, and what to do."""
    fact = watch.fact
    said = {
        "day": reader.day(watch.on),
        "age": reader.count(watch.age),
        "fact": fact_name(pack, fact, reader.language) if fact else "",
        "amount": _amount(watch, pack, reader),
    }
    sentence = reader.say(sentences[watch.kind], **said)
    if watch.figures_of is None:
        return sentence
    return f"{sentence} {reader.say(BY_OLDER_FIGURES, year=str(watch.figures_of))}"


def _amount(watch: Watch, pack: Pack, reader: Reader) -> str:
    """Say the least amount with how often it is paid, as its question asks."""
    if watch.fact is None or watch.at_least is None:
        return ""
    value = Range(lo=watch.at_least, hi=watch.at_least)
    amount = GapAmount(value=value, unit=pack.facts[watch.fact].unit)
    return amount_said(amount, pack, reader)
