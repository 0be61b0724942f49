"""The questionnaire: the questions that still matter, most settling first, then the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.assessment import Receipt, Verdict
from hopecare.domain.eligibility.columns import answer_to, row_facts, short_key, wholes
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Answer, Bounds, Fact, FactKind, HouseholdFacts
from hopecare.domain.eligibility.pack import RECEIVING
from hopecare.domain.eligibility.probing import interview_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.assessment import Assessment, NextQuestion, ProgrammeResult
    from hopecare.domain.eligibility.pack import Pack, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as a page asks it: its field key, what it takes, its words in each language.

    `matters` is false once no open programme hangs on it; `settles` is how many programmes an
    answer is expected to settle. `row` is the person's place in the list, or None.
    """

    key: str
    fact: str
    kind: FactKind
    group: str
    row: int | None
    text: Mapping[str, str]
    hint: Mapping[str, str]
    proof: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    known_by: str
    judged_by: str | None
    may_be_unknown: bool
    may_be_bounded: bool
    answer: Answer | None
    matters: bool
    settles: float


def questions_for(
    pack: Pack, facts: HouseholdFacts, *, on: date, assessment: Assessment | None = None
) -> list[Question]:
    """Give every question: those that matter in their order first, then the others as interviewed.

    Hand in the assessment of the same facts when it is there already.
    """
    result = assessment or assess(pack, facts, on=on)
    settles = {item.fact: item.settles for item in result.next_questions}
    order = {key: place for place, key in enumerate(settles)}
    places = sorted(_places(pack, facts), key=lambda place: interview_place(pack, *place))
    asked = [_question(fact, row, facts, settles) for fact, row in places]
    asked += [_receipt(programme, facts, settles) for programme in pack.programmes_on(on)]
    return sorted(asked, key=lambda item: order.get(item.key, len(order)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to ask at a time: a fact of the household, or the same of several people.

    `fact` is as declared, `keys` as asked. What is received of all programmes is one step.
    """

    fact: str
    keys: tuple[str, ...]
    settles: float
    programmes: tuple[str, ...]
    rarely: bool = False


def steps_of(pack: Pack, answer: Assessment) -> tuple[Step, ...]:
    """Give what is still worth asking, in order; what rarely fits stands at the end.

    Which of the benefits that may be due are received is asked even where no rule hangs on it:
    only so a missed one is seen.
    """
    grouped: dict[tuple[str, bool], list[NextQuestion]] = {}
    for item in answer.next_questions:
        if not item.fact.startswith(RECEIVING):
            grouped.setdefault((declared_key(pack, item.fact), item.rarely), []).append(item)
    receipts = [item.fact for item in answer.next_questions if item.fact.startswith(RECEIVING)]
    steps = [_step(fact, items) for (fact, _), items in grouped.items()]
    received = _receipts(answer, receipts)
    if received is not None:
        likely = sum(not step.rarely for step in steps)
        steps.insert(_place_of(answer, steps, receipts) if receipts else likely, received)
    return tuple(steps)


def declared_key(pack: Pack, key: str) -> str:
    """Give the key a question is declared under: `member.age` for `members.0.age`."""
    listed, _, rest = key.partition(".")
    if listed not in pack.lists:
        return key
    return f"{pack.lists[listed].row}.{rest.partition('.')[2]}"


def _step(fact: str, items: Sequence[NextQuestion]) -> Step:
    return Step(
        fact=fact,
        keys=tuple(sorted((item.fact for item in items), key=_row_of)),
        settles=max(item.settles for item in items),
        programmes=tuple(dict.fromkeys(key for item in items for key in item.programmes)),
        rarely=items[0].rarely,
    )


def _row_of(key: str) -> int:
    """Give the place of the person a key is about: the rows of a question stand in order."""
    return next((int(part) for part in key.split(".") if part.isdecimal()), 0)


def _receipts(answer: Assessment, wanted: Sequence[str]) -> Step | None:
    keys = [
        RECEIVING + item.programme
        for item in answer.programmes
        if _is_open(item) or RECEIVING + item.programme in wanted
    ]
    if not keys:
        return None
    asked = [item for item in answer.next_questions if item.fact in wanted]
    concerned = dict.fromkeys(key for item in asked for key in item.programmes)
    settles = max((item.settles for item in asked), default=0.0)
    return Step(fact=RECEIVING, keys=tuple(keys), settles=settles, programmes=tuple(concerned))


def _place_of(answer: Assessment, steps: Sequence[Step], receipts: Sequence[str]) -> int:
    """Give the place among the steps at which the first receipt was due to be asked."""
    before = set()
    for item in answer.next_questions:
        if item.fact == receipts[0]:
            break
        before.add(item.fact)
    return sum(step.keys[0] in before for step in steps)


def _is_open(result: ProgrammeResult) -> bool:
    return result.receipt is Receipt.UNKNOWN and result.verdict is not Verdict.INELIGIBLE


def answer_as_text(answer: Answer | None) -> str:
    """Write an answer as `read_answers` reads it back, for a form that is shown again."""
    match answer:
        case None:
            return ""
        case bool():
            return "yes" if answer else "no"
        case Bounds(lo=lo, hi=hi) if hi == float("inf"):
            return f">={lo:.0f}"
        case Bounds(lo=lo, hi=hi):
            return f"<={hi:.0f}" if lo <= 0 else f"{lo:.0f}~{hi:.0f}"
        case float():
            return f"{answer:.0f}"
        case _:
            return str(answer)


def _places(pack: Pack, facts: HouseholdFacts) -> Iterator[tuple[Fact, int | None]]:
    for fact in wholes(pack):
        yield fact, None
    for key, listed in pack.lists.items():
        counted = facts.values.get(listed.counted_by)
        sure = counted.lo if isinstance(counted, Bounds) else counted
        length = max(
            int(sure) if isinstance(sure, int | float) else 0, len(facts.rows.get(key, ()))
        )
        for row in range(length):
            for fact in row_facts(pack, key):
                yield fact, row


def _question(
    fact: Fact, row: int | None, facts: HouseholdFacts, settles: Mapping[str, float]
) -> Question:
    key = fact.key if row is None else f"{fact.rows}.{row}.{short_key(fact)}"
    number = fact.kind in {FactKind.MONEY, FactKind.NUMBER}
    return Question(
        key=key,
        fact=fact.key,
        kind=fact.kind,
        group=fact.group,
        row=row,
        text=fact.question,
        hint=fact.hint,
        proof=fact.proof,
        choices=fact.choice_names,
        known_by=fact.known_by,
        judged_by=fact.judged_by,
        may_be_unknown=True,
        may_be_bounded=number,
        answer=_answer(fact, row, facts),
        matters=key in settles,
        settles=settles.get(key, 0.0),
    )


def _answer(fact: Fact, row: int | None, facts: HouseholdFacts) -> Answer | None:
    if row is None:
        return answer_to(fact, facts)
    rows = facts.rows.get(fact.rows or "", ())
    return rows[row].get(short_key(fact)) if row < len(rows) else None


def _receipt(programme: Programme, facts: HouseholdFacts, settles: Mapping[str, float]) -> Question:
    key = RECEIVING + programme.key
    return Question(
        key=key,
        fact=key,
        kind=FactKind.YES_NO,
        group="receiving",
        row=None,
        text=programme.name,
        hint={},
        proof={},
        choices={},
        known_by="resident",
        judged_by=None,
        may_be_unknown=True,
        may_be_bounded=False,
        answer=facts.receiving.get(programme.key),
        matters=key in settles,
        settles=settles.get(key, 0.0),
    )
