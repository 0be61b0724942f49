"""Reads what was typed into the questions: amounts as people write them, bounds, "don't know"."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from hopecare.domain.amounts import read_count
from hopecare.domain.eligibility.checking import problem_of, problems_of
from hopecare.domain.eligibility.columns import short_key
from hopecare.domain.eligibility.facts import (
    Answer,
    Bounds,
    Decision,
    Fact,
    FactKind,
    HouseholdFacts,
)
from hopecare.domain.eligibility.pack import RECEIVING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.eligibility.pack import Pack

Errors = dict[str, list[str]]

REASON: Final = ".reason"
UNKNOWN: Final = frozenset(
    {"", "?", "-", "unknown", "don't know", "dont know", "not known", "모름", "몰라요",
     "모르겠어요", "잘 모름", "모릅니다"}
)  # fmt: skip
YES_WORDS: Final = frozenset({"yes", "y", "true", "1", "on", "네", "예", "있음", "있어요"})
NO_WORDS: Final = frozenset({"no", "n", "false", "0", "아니요", "아니오", "없음", "없어요"})
LONGEST: Final = 60

_LAST_UNIT = re.compile(r"(?:억|천만|백만|십만|만|천|백|m|k)$")
_UNITS = re.compile(r"(?:krw|won|원|₩|명|세|살|cc|년|인승)")
_BELOW = re.compile(
    r"^(?:<=?|lessthan|under|below|atmost|upto|최대)|(?:미만|이하|보다적음|보다적어요|까지)$"
)
_ABOVE = re.compile(
    r"^(?:>=?|morethan|over|above|atleast|최소)|(?:초과|이상|보다많음|보다많아요|넘음)$"
)
_STRICT = re.compile(
    r"^(?:<(?!=)|>(?!=)|lessthan|under|below|morethan|over|above)"
    r"|(?:미만|초과|보다적음|보다적어요|보다많음|보다많아요|넘음)$"
)
_BETWEEN = re.compile(r"^(.+?)(?:~|–|-)(.+)$")


def read_answers(pack: Pack, answers: Mapping[str, str]) -> tuple[HouseholdFacts, Errors]:
    """Read answers keyed as asked (`household.size`, `members.0.pay`, `receiving.housing`).

    What cannot be read is left out and named in the errors, a list of codes for each field.
    A finding needs its reason beside it, under its key with `.reason`.
    """
    reader = Reader(pack, answers)
    for key, text in answers.items():
        if not (key.endswith(REASON) and key.removesuffix(REASON) in pack.facts):
            reader.take(key, text)
    facts = reader.facts()
    for key, codes in problems_of(pack, facts).items():
        reader.errors.setdefault(key, []).extend(codes)
    return facts, reader.errors


class Reader:
    """Sorts the answers of one form into facts, rows, receipts, findings and errors."""

    def __init__(self, pack: Pack, answers: Mapping[str, str]) -> None:
        """Start with nothing known."""
        self.pack = pack
        self.answers = answers
        self.errors: Errors = {}
        self.values: dict[str, Answer] = {}
        self.rows: dict[str, dict[int, dict[str, Answer]]] = {}
        self.receiving: dict[str, bool] = {}
        self.decisions: dict[str, Decision] = {}

    def facts(self) -> HouseholdFacts:
        """Give what was read; the rows of a list stand in their places, gaps as empty rows."""
        rows = {
            key: tuple(found.get(place, {}) for place in range(max(found) + 1))
            for key, found in self.rows.items()
        }
        return HouseholdFacts(
            values=self.values, rows=rows, receiving=self.receiving, decisions=self.decisions
        )

    def take(self, key: str, text: str) -> None:
        """Take one answer to its place."""
        if key.startswith(RECEIVING):
            self._receipt(key, text)
            return
        listed, _, rest = key.partition(".")
        if listed in self.pack.lists:
            self._row(key, listed, rest, text)
            return
        fact = self.pack.facts.get(key)
        if fact is None or fact.rows is not None:
            self.errors[key] = ["unknown_question"]
            return
        answer = self._read(key, fact, text)
        if answer is None:
            return
        if fact.judged_by is None:
            self.values[key] = answer
        else:
            self._finding(key, answer=answer)

    def _read(self, key: str, fact: Fact, text: str) -> Answer | None:
        answer, problem = read_answer(fact, text)
        if problem is not None:
            self.errors[key] = [problem]
        return answer

    def _receipt(self, key: str, text: str) -> None:
        programme, word = key.removeprefix(RECEIVING), plain(text)
        if programme not in self.pack.programmes:
            self.errors[key] = ["unknown_question"]
        elif word not in UNKNOWN | YES_WORDS | NO_WORDS:
            self.errors[key] = ["not_yes_or_no"]
        elif word not in UNKNOWN:
            self.receiving[programme] = word in YES_WORDS

    def _finding(self, key: str, *, answer: Answer) -> None:
        reason = unicodedata.normalize("NFC", self.answers.get(key + REASON, "")).strip()
        if not reason:
            self.errors[key + REASON] = ["reason_needed"]
            return
        self.decisions[key] = Decision(holds=answer is True, because=reason)

    def _row(self, key: str, listed: str, rest: str, text: str) -> None:
        place, _, short = rest.partition(".")
        fact = self.pack.facts.get(f"{self.pack.lists[listed].row}.{short}")
        most = self.pack.facts[self.pack.lists[listed].counted_by].hi
        if fact is None or not re.fullmatch(r"[0-9]{1,3}", place) or int(place) >= most:
            self.errors[key] = ["unknown_question"]
            return
        row = self.rows.setdefault(listed, {}).setdefault(int(place), {})
        answer = self._read(key, fact, text)
        if answer is not None:
            row[short_key(fact)] = answer


def read_answer(fact: Fact, text: str) -> tuple[Answer | None, str | None]:
    """Read one answer: the answer (None is "don't know") and what is wrong with it, if anything."""
    word = plain(text)
    if word in UNKNOWN:
        return None, None
    if len(word) > LONGEST:
        return None, "too_long"
    match fact.kind:
        case FactKind.YES_NO:
            known = word in YES_WORDS or word in NO_WORDS
            return (word in YES_WORDS, None) if known else (None, "not_yes_or_no")
        case FactKind.CHOICE:
            return (word, None) if word in fact.choices else (None, "not_a_choice")
        case FactKind.MONEY | FactKind.NUMBER:
            # "12 34" may be two numbers as well as one; we do not guess.
            if re.search(r"\d\s+\d", word):
                return None, "not_a_number"
            return _number_answer(fact, word.replace(" ", ""))


def plain(text: str) -> str:
    """Give the text in one width and lower case, without outer space."""
    return unicodedata.normalize("NFKC", text).strip().lower().replace("’", "'")


def _number_answer(fact: Fact, word: str) -> tuple[Answer | None, str | None]:
    plainly = word.isascii() and word.isdigit()  # as in most cells of a file: nothing to interpret
    answer: Answer | None = int(word) if plainly else _bounded(fact, word)
    if answer is None:
        value = read_amount(word)
        if value is None:
            return None, "negative" if _is_negative(word) else "not_a_number"
        answer = value
    problem = problem_of(fact, answer)
    return (None, problem) if problem else (answer, None)


def _bounded(fact: Fact, word: str) -> Bounds | None:
    """Read "less than N", "at least N" or "N ~ M"; None when it is no bound."""
    between = _BETWEEN.match(word)
    if between is not None:
        return _between(between[1], between[2])
    step = 1 if _STRICT.search(word) else 0
    for pattern, is_below in ((_BELOW, True), (_ABOVE, False)):
        if pattern.search(word):
            value = read_amount(pattern.sub("", word))
            if value is None:
                return None
            if is_below:
                return Bounds(lo=fact.lo, hi=value - step)
            return Bounds(lo=value + step, hi=fact.hi)
    return None


def _between(first: str, second: str) -> Bounds | None:
    """Read two ends; in "100~200만" the unit stands for both."""
    unit = _LAST_UNIT.search(_UNITS.sub("", second))
    shared = unit[0] if unit is not None and first.isdigit() else ""
    low, high = read_amount(first + shared), read_amount(second)
    if low is None or high is None:
        return None
    return Bounds(lo=low, hi=high)


def read_amount(word: str) -> int | float | None:
    """Read an amount, or a number with what it counts: `1,234,567`, `120만`, `3명`; else None."""
    amount = read_count(_UNITS.sub("", word))
    if amount is None or amount < 0:
        return None
    return int(amount) if amount == int(amount) else float(amount)


def _is_negative(word: str) -> bool:
    return word.startswith("-") and read_amount(word[1:]) is not None
