"""Two people merge the same records at the same moment: one does, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from hopecare.errors import MergeRefusedError
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.undo_merge import undo_merge
from models import Merge
from tests.factories.cases import BY
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town

pytestmark = pytest.mark.both_databases


def at_once(database, scope, acts):
    """Run each in a transaction of its own, all let go together; give what each came to."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            with database.writing(scope) as session:
                act(session)
        except MergeRefusedError:
            return "refused"
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.parametrize("turned", [False, True], ids=["same way", "each into the other"])
def test_two_records_are_merged_once(database, town_scope, turned):
    with database.writing(town_scope) as session:
        a_town(session)
        first, second = a_resident(session), a_resident(session)
        session.flush()
        read = {each.id: each.version for each in (first, second)}

    def merging(kept_id, other_id):
        versions = (read[kept_id], read[other_id])
        wish = MergeWish(kept_id=kept_id, other_id=other_id, versions=versions)
        return lambda session: merge_residents(session, wish, by=BY, now=NOW)

    ids = (first.id, second.id)
    acts = [merging(*ids), merging(*(reversed(ids) if turned else ids))]
    assert at_once(database, town_scope, acts) == ["done", "refused"]
    with database.reading(town_scope) as session:
        (merge,) = session.scalars(select(Merge)).all()

    def undoing(session):
        undo_merge(session, merge_id=merge.id, by=BY, now=NOW)

    assert at_once(database, town_scope, [undoing, undoing]) == ["done", "refused"]
