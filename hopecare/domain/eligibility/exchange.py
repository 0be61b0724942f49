"""An answer and a vocabulary as plain JSON for other programs: the contract of commands and API.

A number that is known stands alone, one within bounds is `{"min", "max"}` (null: no bound), and
what is not there is null. Programmes are named `<pack>.<programme>`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hopecare.domain.eligibility.explanation import unconfirmed_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hopecare.domain.eligibility.assessment import (
        AmountResult,
        Assessment,
        CriterionResult,
        Later,
        NextQuestion,
        ProgrammeResult,
        Range,
    )
    from hopecare.domain.eligibility.facts import Fact
    from hopecare.domain.eligibility.figures import Origin
    from hopecare.domain.eligibility.pack import Pack

Json = dict[str, Any]


def answer_to_json(answers: Sequence[tuple[Pack, Assessment]]) -> Json:
    """Give the answers of one or several packs for one household as one document."""
    questions = [
        _question(pack, item) for pack, answer in answers for item in answer.next_questions
    ]
    if len(answers) > 1:  # each pack has its own order of interview: what settles most comes first
        questions.sort(key=lambda item: (item["rarely"], -item["settles"]))
    return {
        "on": answers[0][1].on.isoformat(),
        "pack_versions": {pack.key: answer.version for pack, answer in answers},
        "programmes": [
            _programme(pack, item) for pack, answer in answers for item in answer.programmes
        ],
        "next_questions": questions,
    }


def vocabulary_to_json(packs: Iterable[Pack]) -> Json:
    """Give every list, fact and programme that the packs know."""
    return {"packs": [_vocabulary(pack) for pack in packs]}


def number_to_json(value: Range | None) -> Json | float | int | None:
    """Write a number that may be known only within bounds."""
    if value is None:
        return None
    if value.known:
        return _bare(value.lo)
    return {"min": _bare(value.lo), "max": _bare(value.hi)}


def _programme(pack: Pack, result: ProgrammeResult) -> Json:
    origins = {
        path: item.origin for path, item in pack.programmes[result.programme].criteria.items()
    }
    return {
        "id": f"{pack.key}.{result.programme}",
        "verdict": result.verdict.value,
        "receipt": result.receipt.value,
        "gap": result.gap,
        "to_a_person": result.to_a_person,
        "near_miss": result.near_miss,
        "criteria": [_criterion(pack, item, origins[item.id]) for item in result.criteria],
        "missing": list(result.missing),
        "flips": list(result.flips),
        "amount": _amount(result.amount),
        "unconfirmed": list(unconfirmed_of(result)),
        "later": [_later(pack, item) for item in result.later],
    }


def _later(pack: Pack, later: Later) -> Json:
    return {
        "because": f"{pack.key}.{later.programme}",
        "verdict": later.verdict.value,
        "amount": _amount(later.amount),
    }


def _criterion(pack: Pack, result: CriterionResult, origin: Origin | None) -> Json:
    return {
        "id": result.id,
        "status": result.status.value,
        "left": number_to_json(result.left),
        "right": number_to_json(result.right),
        "margin": number_to_json(result.margin),
        "margin_pct": number_to_json(result.margin_pct),
        "unit": result.unit or None,
        "source": _source(pack, origin),
        "judged_by": result.judged_by,
        "near_miss": result.near_miss,
        "missing": list(result.missing),
    }


def _source(pack: Pack, origin: Origin | None) -> Json | None:
    if origin is None:
        return None
    source = pack.sources[origin.source]
    return {
        "id": source.key,
        "title": dict(source.title),
        "place": dict(origin.place),
        "url": source.url or None,
        "grade": origin.grade.value,
    }


def _amount(amount: AmountResult | None) -> Json | None:
    if amount is None:
        return None
    return {"value": number_to_json(amount.value), "unit": amount.unit}


def _question(pack: Pack, question: NextQuestion) -> Json:
    return {
        "fact": question.fact,
        "settles": question.settles,
        "programmes": [f"{pack.key}.{key}" for key in question.programmes],
        "rarely": question.rarely,
    }


def _vocabulary(pack: Pack) -> Json:
    return {
        "pack": pack.key,
        "version": pack.version,
        "country": pack.country,
        "lists": {
            key: {"counted_by": listed.counted_by, "row": listed.row, "name": dict(listed.name)}
            for key, listed in pack.lists.items()
        },
        "facts": [_fact(fact) for fact in pack.facts.values()],
        "programmes": [
            {"id": f"{pack.key}.{item.key}", "name": dict(item.name)}
            for item in pack.programmes.values()
        ],
    }


def _fact(fact: Fact) -> Json:
    return {
        "key": fact.key,
        "list": fact.rows,
        "type": fact.kind.value,
        "unit": fact.unit or None,
        "min": _bare(fact.lo),
        "max": _bare(fact.hi),
        "choices": list(fact.choices),
        "judged_by": fact.judged_by,
        "who": fact.known_by or None,
        "name": dict(fact.name),
        "question": dict(fact.question),
        "paper": dict(fact.proof),
    }


def _bare(value: float | None) -> float | int | None:
    """Write a whole number without a decimal point, and no bound as null."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else value
