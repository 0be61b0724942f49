"""However many volunteers are named, both databases read them."""

from __future__ import annotations

from uuid import uuid4

from hopecare.queries.candidate_facts import facts_of_people
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

MORE_THAN_SQLITE_TAKES = 36_864
"""What the widest look asks about: 48, four times more each time."""


def test_more_than_one_statement_takes_are_read_in_order(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        ids = sorted(each.id for each in neighbours(session, 3))
        named = [*ids, *(uuid4() for _ in range(MORE_THAN_SQLITE_TAKES)), *ids]
        found = facts_of_people(session, named, town_id=town_scope.town_id, now=NOW)
    assert [facts.helper_id for facts in found] == ids
