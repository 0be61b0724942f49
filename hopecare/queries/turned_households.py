"""Which households' answers or amounts are other ones by the rules of a day, of many at once."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.eligibility.assessment import Verdict
from hopecare.domain.eligibility.checking import insist_on_good_facts
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.domain.later_ages import facts_later
from hopecare.domain.rules_day import day_of_rules
from hopecare.domain.screening import answers_of_many, has_turned, only_opens, other_amounts
from hopecare.standing_consents import who_agrees

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.domain.screening import Verdicts
    from hopecare.queries.screening import LastSaid

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at some households found: the facts of those that turned, and the broken.

    An answer has turned where a verdict is another one, or the amount of what is missed.
    """

    turned: dict[UUID, HouseholdFacts] = field(default_factory=dict)
    broken: list[UUID] = field(default_factory=list)


def turned_households(
    session: Session, pack: Pack, said: Sequence[LastSaid], *, on: date
) -> Looked:
    """Judge all of them in one walk by the rules of a day, or the last known before it.

    Who does not agree to a record any more is left alone.
    """
    agreeing = who_agrees(
        session, [each.person_id for each in said], ConsentPurpose.KEEP_RECORD, on=on
    )
    looked = Looked()
    readable: list[tuple[LastSaid, HouseholdFacts]] = []
    for each in said:
        is_current = each.on_date == on and each.pack_version == pack.version
        if each.person_id in agreeing and not is_current:
            _read(pack, each, on, readable, looked)
    rules = day_of_rules(pack, on)
    answers = answers_of_many(pack, [facts for _, facts in readable], on=rules, about=on)
    for (each, facts), (now, amounts) in zip(readable, answers, strict=True):
        if has_turned(each.verdicts, now):
            is_kept = _is_worth_it(pack, each, facts, now, on)
        else:
            is_kept = bool(other_amounts(each.amounts, amounts))
        if is_kept:
            looked.turned[each.person_id] = facts
    return looked


def _read(
    pack: Pack,
    said: LastSaid,
    on: date,
    readable: list[tuple[LastSaid, HouseholdFacts]],
    looked: Looked,
) -> None:
    """Take what was said to the day; facts that cannot be read never stop the others."""
    try:
        stored = said.facts if isinstance(said.facts, dict) else {}
        facts = facts_from_json(pack, stored)
        facts = facts_later(pack, facts, said.born, said_on=said.on_date, today=on)
        insist_on_good_facts(pack, facts)
    except Exception:  # whatever is wrong with one, the others are looked at
        log.exception("household not screened", extra={"assessment_id": str(said.assessment_id)})
        looked.broken.append(said.person_id)
        return
    readable.append((said, facts))


def _is_worth_it(
    pack: Pack, said: LastSaid, facts: HouseholdFacts, now: Verdicts, on: date
) -> bool:
    """Leave alone what only the rules do not know yet: there is nothing to ask anybody."""
    if not only_opens(said.verdicts, now):
        return True
    opened = [
        each
        for each in assess(pack, facts, on=day_of_rules(pack, on), about=on).programmes
        if each.verdict is Verdict.UNKNOWN
        and said.verdicts.get(each.programme) not in (None, Verdict.UNKNOWN)
    ]
    return any(each.missing for each in opened)
