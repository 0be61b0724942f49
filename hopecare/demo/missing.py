"""Why somebody of the cast does not receive a benefit, as their social worker writes it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.assessments import answer_of
from hopecare.services.record_gap import GapSaid, record_gap

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage
    from hopecare.domain.identity import Identity
    from models import Assessment, GapNote, Person


def notes_gap(stage: Stage, person: Person, said: GapSaid, *, by: Identity) -> GapNote:
    """Write down for the first time why one benefit is not received."""
    return record_gap(
        stage.session, person_id=person.id, said=said, version=0, by=by, now=stage.now
    )


def due_of(assessment: Assessment, *programmes: str) -> tuple[str, ...]:
    """Keep those that may be due and are not received: some are open part of the year only."""
    answer = answer_of(assessment)
    return tuple(each for each in programmes if answer.programme(each).gap)


def missed_by(assessment: Assessment, programme: str) -> int:
    """Give by how much a programme was missed where one limit alone was passed: computed."""
    criteria = answer_of(assessment).programme(programme).criteria
    (limit,) = (each for each in criteria if each.flips and each.near_miss)
    return 0 if limit.margin is None or limit.margin.lo is None else -int(limit.margin.lo)
