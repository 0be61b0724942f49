"""Why somebody of the cast does not receive a benefit, and what they receive by now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.queries.assessments import answer_of, assessments_of, said_in
from hopecare.queries.gaps import find_gap
from hopecare.reading.country_packs import country_pack
from hopecare.services.assess_household import assess_household
from hopecare.services.record_gap import GapSaid, record_gap

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage
    from hopecare.domain.identity import Identity
    from models import Assessment, Person


def notes_gap(stage: Stage, person: Person, said: GapSaid, *, by: Identity) -> None:
    """Write down why one benefit is not received, as the ledger of the day has it.

    Before the first year of the stories' rules the ledger has nothing, and nothing is written.
    """
    gap = find_gap(stage.session, person.id, said.programme, stage.today)
    if gap is not None:
        version = gap.note.version if gap.note else 0
        record_gap(
            stage.session, person_id=person.id, said=said, version=version, by=by, now=stage.now
        )


def due_of(assessment: Assessment, *programmes: str) -> tuple[str, ...]:
    """Keep those that may be due and are not received: some are open part of the year only."""
    missed = {item.programme for item in answer_of(assessment).programmes if item.gap}
    return tuple(each for each in programmes if each in missed)


def now_receives(stage: Stage, person: Person, *benefits: str, by: Identity) -> Assessment:
    """Look anew once something is granted; whatever else was said and found stays."""
    last = assessments_of(stage.session, person.id)[0].assessment
    facts = facts_from_json(country_pack(stage.town.country), said_in(last))
    return assess_household(
        stage.session,
        person_id=person.id,
        facts=replace(facts, receiving={**facts.receiving, **dict.fromkeys(benefits, True)}),
        on=stage.rules_on,
        by=by,
        now=stage.now,
    )


def missed_by(assessment: Assessment, programme: str) -> int:
    """Give by how much a programme was missed where one limit alone was passed: computed."""
    criteria = answer_of(assessment).programme(programme).criteria
    (limit,) = (each for each in criteria if each.flips and each.near_miss)
    return 0 if limit.margin is None or limit.margin.lo is None else -int(limit.margin.lo)
