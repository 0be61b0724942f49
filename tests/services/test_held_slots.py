"""Check-ins held in one transaction: each time those that were asked for, and no others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.queries.check_ins import hold_slots
from tests.factories.desk import a_slot
from tests.factories.people import a_resident
from tests.factories.towns import NOW

pytestmark = pytest.mark.both_databases


def test_whoever_holds_more_later_is_given_only_what_they_ask_for(session):
    resident = a_resident(session)
    first, second = (
        a_slot(session, resident, due_at=NOW + timedelta(days=day)) for day in range(2)
    )
    session.flush()
    assert hold_slots(session, [first.id]) == [first]
    assert hold_slots(session, [second.id]) == [second]
