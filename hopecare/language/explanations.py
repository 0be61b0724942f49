"""Says an assessment in plain sentences: the pack holds the words of its rules, we the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.assessment import CriterionStatus, Range, Verdict
from hopecare.domain.eligibility.explanation import LineKind, lines_of
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.language import N_, translator

if TYPE_CHECKING:
    from hopecare.domain.eligibility.assessment import (
        Assessment,
        CriterionResult,
        Later,
        NextQuestion,
        ProgrammeResult,
    )
    from hopecare.domain.eligibility.explanation import Line
    from hopecare.domain.eligibility.figures import Origin
    from hopecare.domain.eligibility.pack import Criterion, Pack, Programme

DECIDES: Final = N_("The office in charge decides.")
SENTENCES: Final = {
    LineKind.ELIGIBLE: N_("%(programme)s: may qualify."),
    LineKind.INELIGIBLE: N_("%(programme)s: looks difficult now."),
    LineKind.UNKNOWN: N_("%(programme)s: more must be found out."),
    LineKind.GAP: N_("Not received yet: a benefit that is being missed."),
    LineKind.TO_A_PERSON: N_("It is being received. Someone looks at this with them first."),
    LineKind.NEAR_MISS: N_("Missed by a little: %(margin)s over (%(pct)s)."),
    LineKind.UNCONFIRMED: N_("Not yet confirmed in an official paper: %(figures)s."),
}
LATER: Final = {
    Verdict.ELIGIBLE: N_("%(other)s counts as income here. With it, about %(amount)s."),
    Verdict.INELIGIBLE: N_("%(other)s counts as income here. With it, this looks difficult."),
    Verdict.UNKNOWN: N_("%(other)s counts as income here. With it, more must be found out."),
}
HARDLY: Final = N_("less than %(share)s")
IS_RECEIVED: Final = N_("Do they receive %(programme)s?")
RECEIVES: Final = N_("Receives %(programme)s")
PERIODS: Final = {
    "month": N_("About %(amount)s a month."),
    "year": N_("About %(amount)s a year."),
}
SAYINGS: Final = {
    CriterionStatus.MET: "pass",
    CriterionStatus.NOT_MET: "fail",
    CriterionStatus.UNKNOWN: "unknown",
}
SHOWN_AT_MOST: Final = 4


def explain(assessment: Assessment, pack: Pack, language: str) -> list[str]:
    """Say the whole answer in plain sentences; it always ends with who decides."""
    speaker = Speaker(pack, language)
    said = [sentence for result in assessment.programmes for sentence in speaker.all_of(result)]
    return [*said, decides(language)]


def explain_programme(result: ProgrammeResult, pack: Pack, language: str) -> list[str]:
    """Say one programme's answer: the verdict first, then why, then what is not confirmed."""
    return Speaker(pack, language).all_of(result)


def decides(language: str) -> str:
    """Say who decides; stands under every answer."""
    return translator(language).gettext(DECIDES)


def ask(question: NextQuestion, pack: Pack, language: str) -> str:
    """Say a question in the words of the pack; of a programme, whether it is received."""
    programme = received_programme(pack, question.fact)
    if programme is not None:
        return _about(programme, IS_RECEIVED, language)
    key = declared_key(pack, question.fact)
    return "" if key is None else in_language(pack.facts[key].question, language)


def received_programme(pack: Pack, asked: str) -> Programme | None:
    """Give the programme whose receipt a key asks for, if it is such a key."""
    if not asked.startswith(RECEIVING):
        return None
    return pack.programmes.get(asked.removeprefix(RECEIVING))


def is_said(pack: Pack, asked: str) -> bool:
    """Say whether the pack has words for a key as asked."""
    return declared_key(pack, asked) is not None or received_programme(pack, asked) is not None


def receipt_name(programme: Programme, language: str) -> str:
    """Say what it is called whether a programme is received."""
    return _about(programme, RECEIVES, language)


def _about(programme: Programme, sentence: str, language: str) -> str:
    name = in_language(programme.name, language)
    return translator(language).gettext(sentence) % {"programme": name}


def amount_in_words(value: float, unit: str, pack: Pack, language: str) -> str:
    """Write an amount or number in its unit: 1,234,567원, KRW 1,234,567, 3."""
    number = f"{value or 0:,.0f}"  # rounding up leaves a zero with a minus
    if not unit.startswith(pack.currency):
        return number
    if pack.currency == "KRW" and language == "ko":
        return f"{number}원"
    return f"{pack.currency} {number}"


def in_language(texts: Mapping[str, str], language: str) -> str:
    """Give a text of the pack in a language, or in its first one."""
    return texts.get(language) or next(iter(texts.values()), "")


def declared_key(pack: Pack, asked: str) -> str | None:
    """Give the declared fact behind a key as asked: `member.pay` for `members.0.pay`."""
    listed, _, rest = asked.partition(".")
    if listed in pack.lists:
        asked = f"{pack.lists[listed].row}.{rest.partition('.')[2]}"
    return asked if asked in pack.facts else None


@dataclass(frozen=True, slots=True)
class Words(Mapping[str, str]):
    """The words for a sentence by name; only those that it asks for are made."""

    makers: Mapping[str, Callable[[], str]]

    def __getitem__(self, name: str) -> str:
        return self.makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)


class Speaker:
    """Says lines of one pack in one language."""

    def __init__(
        self, pack: Pack, language: str, names: Mapping[int, str] = MappingProxyType({})
    ) -> None:
        """Keep the pack and the language, and who the people of a list are where it is known."""
        self.pack = pack
        self.language = language
        self.names = names
        self.gettext: Callable[[str], str] = translator(language).gettext
        self._named: dict[str, str] = {}
        self._listed: dict[tuple[str, ...], str] = {}

    def all_of(self, result: ProgrammeResult) -> list[str]:
        """Say every line of one programme's answer."""
        return [sentence for line in lines_of(result) if (sentence := self.line(line))]

    def line(self, line: Line) -> str:
        """Say one line."""
        if line.kind is LineKind.CRITERION and line.criterion is not None:
            return self._criterion(line.programme, line.criterion)
        if line.kind is LineKind.AMOUNT and line.amount is not None:
            amount = self._range(line.amount.value, line.amount.unit)
            period = line.amount.unit.partition("/")[2]
            return self.gettext(PERIODS[period]) % {"amount": amount} if period in PERIODS else ""
        if line.kind is LineKind.LATER and line.later is not None:
            return self._later(line.later)
        return self.gettext(SENTENCES[line.kind]) % self._parameters(line)

    def _later(self, later: Later) -> str:
        amount = later.amount
        return self.gettext(LATER[later.verdict]) % {
            "other": in_language(self.pack.programmes[later.programme].name, self.language),
            "amount": "" if amount is None else self._range(amount.value, amount.unit),
        }

    def missing(self, facts: tuple[str, ...]) -> str:
        """Name what is still to be found out, the first few of it; many criteria lack the same."""
        if facts not in self._listed:
            self._listed[facts] = self._list(facts)
        return self._listed[facts]

    def _list(self, facts: tuple[str, ...]) -> str:
        if not facts:
            return self.gettext("what only the office can tell")
        names = list(dict.fromkeys(self._name_of(key) for key in facts))
        shown = ", ".join(names[:SHOWN_AT_MOST])
        if len(names) <= SHOWN_AT_MOST:
            return shown
        more = self.gettext("%(names)s and %(count)d more")
        return more % {"names": shown, "count": len(names) - SHOWN_AT_MOST}

    def _parameters(self, line: Line) -> Mapping[str, str]:
        said = {
            "programme": lambda: in_language(
                self.pack.programmes[line.programme].name, self.language
            ),
            "figures": lambda: ", ".join(
                in_language(self.pack.parameters[key].name, self.language) for key in line.figures
            ),
        }
        return Words(said if line.criterion is None else said | self._numbers(line.criterion))

    def _criterion(self, programme: str, result: CriterionResult) -> str:
        criterion = self._declared(programme, result.id)
        told = criterion.say.get(SAYINGS[result.status])
        if told is None:
            return ""
        words = Words(self._numbers(result))
        sentence = in_language(told, self.language).format_map(words)
        where = "" if criterion.origin is None else self._place(criterion.origin)
        return f"{sentence} ({where})" if where else sentence

    def _declared(self, programme: str, path: str) -> Criterion:
        return self.pack.programmes[programme].criteria[path]

    def _numbers(self, result: CriterionResult) -> dict[str, Callable[[], str]]:
        return {
            "left": lambda: self._range(result.left, result.unit),
            "right": lambda: self._range(result.right, result.unit),
            "margin": lambda: self._range(_size(result.margin), result.unit),
            "pct": lambda: self._percent(_size(result.margin_pct)),
            "missing": lambda: self.missing(result.missing),
        }

    def _range(self, value: Range | None, unit: str) -> str:
        if value is None or (not value.lo and value.hi is None):
            return self.gettext("not known yet")
        low = "" if value.lo is None else amount_in_words(value.lo, unit, self.pack, self.language)
        high = "" if value.hi is None else amount_in_words(value.hi, unit, self.pack, self.language)
        if value.known:
            return low
        if not high:
            return self.gettext("at least %(amount)s") % {"amount": low}
        if not low:
            return self.gettext("at most %(amount)s") % {"amount": high}
        return self.gettext("%(low)s to %(high)s") % {"low": low, "high": high}

    def _percent(self, value: Range | None) -> str:
        """Say a share; one that rounding leaves nothing of is there all the same."""
        if value is None or not value.known or value.lo is None:
            return ""
        if round(abs(value.lo), 1) == 0:
            return self.gettext(HARDLY) % {"share": "0.1%"}
        return f"{value.lo:.1f}%"

    def _name_of(self, key: str) -> str:
        """Name a fact; the same ones are missing in many places."""
        if key not in self._named:
            self._named[key] = self._fact(key)
        return self._named[key]

    def _fact(self, key: str) -> str:
        programme, declared = received_programme(self.pack, key), declared_key(self.pack, key)
        if programme is not None:
            return receipt_name(programme, self.language)
        if declared is None:
            return ""
        name = in_language(self.pack.facts[declared].name, self.language)
        row = key.split(".")[1] if self.pack.facts[declared].rows else ""
        if not row:
            return name
        if int(row) in self.names:
            return self.gettext("%(fact)s of %(name)s") % {
                "fact": name,
                "name": self.names[int(row)],
            }
        return self.gettext("%(fact)s of person %(number)d") % {
            "fact": name,
            "number": int(row) + 1,
        }

    def _place(self, origin: Origin) -> str:
        return " ".join(part for part in self._place_parts(origin) if part)

    def _place_parts(self, origin: Origin) -> Iterator[str]:
        source = self.pack.sources.get(origin.source)
        if source is not None:
            yield in_language(source.title, self.language)
        if origin.place:
            yield in_language(origin.place, self.language)


def _size(margin: Range | None) -> Range | None:
    """Give a shortfall as a positive number; the sentence says that it is over."""
    if margin is None or margin.hi is None or margin.hi >= 0:
        return margin
    return Range(lo=-margin.hi, hi=None if margin.lo is None else -margin.lo)
