"""Whoever follows the events hears that a call is owed no more, whatever ended it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.timeline import EntryKind
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import CallTask, TimelineEntry
from tests.factories.cases import BY
from tests.factories.towns import TODAY
from tests.services.test_undo_death import DIED_AT, SOON, a_full_life

pytestmark = pytest.mark.both_databases


def dropped(session):
    """The calls that are owed no more, by their kind, and those of whom it is told."""
    session.flush()
    cancelled = select(CallTask).where(CallTask.status == CallTaskStatus.CANCELLED)
    entries = select(TimelineEntry.subject_id).where(
        TimelineEntry.kind == EntryKind.CALL_TASK_CANCELLED
    )
    calls = session.scalars(cancelled).all()
    told = set(session.scalars(entries))
    assert calls
    return {call.id: call.kind for call in calls}, told


def test_what_a_death_ends_and_what_its_undoing_ends_is_told(database, town_scope):
    with database.writing(town_scope) as session:
        person, *_ = a_full_life(session)
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
        calls, told = dropped(session)
        assert [kind for call, kind in calls.items() if call not in told] == []
        undo_death(session, person_id=person.id, by=BY, now=SOON)
        calls, told = dropped(session)
        assert [kind for call, kind in calls.items() if call not in told] == []
