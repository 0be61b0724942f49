"""A death written by mistake and undone: the board shows whom we look for again as not clear."""

from __future__ import annotations

import pytest

from hopecare.domain.care_path import SlotStatus
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from tests.factories.cases import BY
from tests.factories.desk import a_slot
from tests.factories.people import a_resident
from tests.factories.towns import NOW, TODAY


@pytest.mark.parametrize(
    ("stood", "shown"),
    [
        (SlotStatus.SILENT, ("No answer yet", "Ring or look in now")),
        (SlotStatus.WAITING, ("Could not be asked", "Ring them today")),
    ],
)
def test_the_board_shows_whom_we_look_for_again(database, town_scope, centre, staff, stood, shown):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        slot_id = a_slot(session, resident, status=stood).id
        record_death(session, person_id=resident.id, died_on=TODAY, by=BY, now=NOW)
        undo_death(session, person_id=resident.id, by=BY, now=NOW)

    (row,) = staff.get("/check-ins?not_clear=yes").find("tbody")
    said = "".join(row.itertext())
    assert all(each in said for each in ("김다래", *shown))
    staff.post(f"/check-ins/{slot_id}/clear", {"ended_by": "all_clear"}, on=f"/check-ins/{slot_id}")
    assert "Known to be safe" in staff.get(f"/check-ins/{slot_id}").main
    assert "김다래" not in staff.get("/check-ins?not_clear=yes").main
