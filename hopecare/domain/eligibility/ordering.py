"""The order of the questions: what settles most for the trouble of asking, where it fits at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.spans import NO, UNDECIDED, YES
from hopecare.domain.eligibility.supposing import stances_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.eligibility.assessment import NextQuestion
    from hopecare.domain.eligibility.facts import Fact
    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.eligibility.trying import Gap

# Below this expected number of settled programmes the order of an interview is the better guide.
WORTH_IT = 0.25
# A finding needs a person's look and a written reason; a question needs a minute.
DEAREST = 3.0
# Who knows it: the person asked sits here, an office has to be written to.
TROUBLE = {"resident": 0, "caseworker": 1, "office": 2}


class Standing:
    """Where each gap stands among the others: what it takes for granted, what hangs on it."""

    def __init__(self, pack: Pack, known: Frame, gaps: Sequence[Gap]) -> None:
        """Look at what is known already."""
        self.gaps = {gap.key: gap for gap in gaps}
        self.place = {key: place for place, key in enumerate(self.gaps)}
        self.counters = {listed.counted_by for listed in pack.lists.values()}
        supposed = {gap.key: dict(stances_of(pack, known, gap.fact, gap.row)) for gap in gaps}
        self.stances = {
            key: min(found.values(), default=int(YES)) for key, found in supposed.items()
        }
        self.follows = {gap.key for gap in gaps if self._is_follow_up(pack, gap)}
        self.waits = {
            key: {fact for fact, stance in found.items() if stance == int(UNDECIDED)}
            for key, found in supposed.items()
        }

    def _is_follow_up(self, pack: Pack, gap: Gap) -> bool:
        """Tell whether it goes on from an answer of the same group: "how much of that is ...?"."""
        groups = {pack.facts[item.fact].group for item in gap.fact.supposes}
        return self.stances[gap.key] == int(YES) and gap.fact.group in groups

    def in_order(self, questions: Sequence[NextQuestion]) -> tuple[NextQuestion, ...]:
        """Order by what is settled for the trouble; a question has the worth of those behind it."""
        worth = {item.fact: _worth(item, self.gaps[item.fact].fact) for item in questions}
        behind: dict[str, float] = {}
        for item in questions:
            for key in self.waits[item.fact] if self.stances[item.fact] != int(NO) else ():
                behind[key] = max(behind.get(key, 0.0), worth[item.fact])
        for item in questions:
            declared = self.gaps[item.fact].fact.key
            worth[item.fact] = max(worth[item.fact], behind.get(declared, 0.0))
        return tuple(sorted(questions, key=lambda item: self._rank(item, worth[item.fact])))

    def _rank(self, question: NextQuestion, worth: float) -> tuple[float, ...]:
        """Rank: who lives there, then what is worth most.

        At equal worth: what follows from an answer given, what the person asked knows, what most
        programmes hang on.
        """
        key, fact = question.fact, self.gaps[question.fact].fact
        return (
            self._turn(key),
            -worth,
            fact.judged_by is not None,
            key not in self.follows,
            TROUBLE.get(fact.known_by, 1),
            -len(question.programmes),
            self.place[key],
        )

    def _turn(self, key: str) -> int:
        if key in self.counters:
            return 0
        return {int(YES): 1, int(UNDECIDED): 2, int(NO): 3}[self.stances[key]]


def _worth(question: NextQuestion, fact: Fact) -> float:
    """Give what is settled for the trouble of asking; little is as good as nothing."""
    worth = question.settles / (DEAREST if fact.judged_by else 1.0)
    return worth if worth >= WORTH_IT else 0.0
