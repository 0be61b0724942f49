"""A new version of the rules, the verdicts of which are the same: whose amounts are other ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hopecare.domain.screening import answers_of_many
from hopecare.queries.screening import last_said
from hopecare.queries.turned_households import turned_households
from hopecare.reading.country_packs import country_pack
from tests.factories.assessments import an_assessment, said
from tests.factories.people import a_resident
from tests.factories.towns import TODAY, a_centre, a_town
from tests.services.gaps import receives

PACK = country_pack("KR")


def a_version(more):
    """The rules with so much more of a limit, as a correction in the middle of a year brings it."""
    limit = PACK.parameters["limit_livelihood"]
    values = tuple(
        replace(each, figures=tuple(figure + more for figure in each.figures))
        for each in limit.values
    )
    changed = {**PACK.parameters, "limit_livelihood": replace(limit, values=values)}
    return replace(PACK, version="2026.9", parameters=changed)


@pytest.mark.parametrize("more", [10_000, -10_000, 0])
def test_who_stays_eligible_is_looked_at_by_the_amounts_of_a_new_version(
    database, town_scope, more
):
    newer = a_version(more)
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        missing, receiving = (a_resident(session, centre=centre, phone="") for _ in range(2))
        an_assessment(session, missing)
        an_assessment(session, receiving, facts=receives("livelihood", "medical", "housing"))
        stood = last_said(session, pack=PACK.key, on=TODAY, after=None, limit=9)
        looked = turned_households(session, newer, stood, on=TODAY)
    ((verdicts, amounts),) = answers_of_many(newer, [said()], on=TODAY)
    assert verdicts == stood[0].verdicts
    assert amounts["livelihood"] == (502_556 + more, 502_556 + more)
    assert set(looked.turned) == ({missing.id} if more else set())
    assert looked.broken == []
